//! Addresses of files.

use std::path::{Path, PathBuf};

/// The path of a `file:` address; `None` for any other, which stands for a text that no file holds.
pub(crate) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next()?;
    let text = String::from_utf8(decoded(rest)).ok().filter(|text| text.starts_with('/') && !text.contains('\0'))?;
    // `/c:/x` of Windows.
    let drive = text.get(1..3).is_some_and(|drive| drive.ends_with(':') && drive.as_bytes()[0].is_ascii_alphabetic());
    Some(PathBuf::from(if cfg!(windows) && drive { &text[1..] } else { &text }))
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    decoded
}

/// The address of a file.
pub(crate) fn of(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = absolute.as_os_str().as_encoded_bytes();
    let mut uri = String::from(if cfg!(windows) { "file:///" } else { "file://" });
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_goes_there_and_back() {
        for name in ["/a/codes.md", "/a b/错误 %41.md", "/#?&+:@.md"] {
            assert_eq!(path(&of(Path::new(name))).as_deref(), Some(Path::new(name)));
        }
        assert_eq!(of(Path::new("/a b/ä.md")), "file:///a%20b/%C3%A4.md");
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for uri in ["untitled:Untitled-1", "file:", "file://host/x", "file:///%FF", "file:///a%00b", "http://x/y", ""] {
            assert_eq!(path(uri), None, "{uri}");
        }
    }
}
