//! Commands in the help of findings, written so that they can be pasted.
//!
//! The crate `shlex` does not keep the promises of [`shell_word`]: it leaves control characters and bidirectional ones as
//! they are, refuses NUL, and prefers single quotation marks, which the command prompt of Windows does not take.

use std::borrow::Cow;
use std::ffi::OsStr;

use crate::text::is_unprintable;

/// What begins a command of GitHub's runner wherever it stands.
const OLD_COMMAND: &str = "##[";

/// A word of a command line, in quotation marks where a shell would part it or take it for something else. It is one line,
/// whatever the word holds, and no character of it commands who shows it.
///
/// ```
/// use errtable::inner::shell_word;
///
/// assert_eq!(shell_word("spec/codes.md"), "spec/codes.md");
/// assert_eq!(shell_word("my spec/codes.md"), "\"my spec/codes.md\"");
/// assert_eq!(shell_word("code-removed:ErrorCode::$1 \"off\""), "'code-removed:ErrorCode::$1 \"off\"'");
/// assert_eq!(shell_word("a\nb's.md"), r"$'a\x0ab\'s.md'");
/// ```
pub fn shell_word<T: AsRef<OsStr> + ?Sized>(word: &T) -> Cow<'_, str> {
    let word = word.as_ref();
    let is_shown = |text: &&str| !text.contains(is_unprintable) && !text.contains(OLD_COMMAND);
    let Some(text) = word.to_str().filter(is_shown) else {
        return Cow::Owned(escaped(word));
    };
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:=+,@".contains(c);
    if !text.is_empty() && text.chars().all(|c| is_plain(c) && (c != '\\' || cfg!(windows))) {
        return Cow::Borrowed(text);
    }
    // Every shell, that of Windows as well, takes double ones; in them some marks still mean something.
    match text.contains(['"', '$', '`', '!']) || (text.contains('\\') && !cfg!(windows)) {
        false => Cow::Owned(format!("\"{text}\"")),
        true => Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

/// A word that cannot be shown as it is, its bytes as the shells of Unix have them. No file of Windows has such a name.
fn escaped(word: &OsStr) -> String {
    let mut escaped = String::from("$'");
    for chunk in word.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => escaped.extend(['\\', c]),
                c if is_unprintable(c) => escaped.push_str(&bytes(c.encode_utf8(&mut [0; 4]).as_bytes())),
                c => escaped.push(c),
            }
        }
        escaped.push_str(&bytes(chunk.invalid()));
    }
    escaped.push('\'');
    escaped.replace(OLD_COMMAND, r"#\x23[")
}

fn bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}
