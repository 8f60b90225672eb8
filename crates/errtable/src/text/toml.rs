//! Text as TOML writes it.

use super::is_unprintable;

/// A TOML string with this text, which neither ends the comment that it stands in nor holds a character that cannot be shown.
pub fn toml_string(text: &str) -> String {
    let mut string = String::with_capacity(text.len() + 2);
    push_toml_string(&mut string, text);
    string
}

/// Writes such a string behind a text.
pub fn push_toml_string(string: &mut String, text: &str) {
    let start = string.len() + 1;
    string.push('"');
    // Most texts are written as they are: a lock has tens of thousands.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'>');
    if text.bytes().all(is_plain) {
        string.push_str(text);
    } else {
        for c in text.chars() {
            match c {
                '"' | '\\' => string.extend(['\\', c]),
                '>' if string[start..].ends_with("--") => string.push_str("\\u003E"),
                c if is_unprintable(c) => string.push_str(&match u32::from(c) {
                    number @ ..=0xffff => format!("\\u{number:04X}"),
                    number => format!("\\U{number:08X}"),
                }),
                c => string.push(c),
            }
        }
    }
    string.push('"');
}

/// A TOML key with this text, bare where that is possible.
pub fn toml_key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { text.to_owned() } else { toml_string(text) }
}
