//! Commands in the help of findings, written so that they can be pasted.

use std::borrow::Cow;

/// A word of a command line, in quotation marks where a shell would part it or take it for something else.
///
/// ```
/// use errtable::shell_word;
///
/// assert_eq!(shell_word("spec/codes.md"), "spec/codes.md");
/// assert_eq!(shell_word("my spec/codes.md"), "\"my spec/codes.md\"");
/// assert_eq!(shell_word("code-removed:ErrorCode::$1 \"off\""), "'code-removed:ErrorCode::$1 \"off\"'");
/// ```
pub fn shell_word(text: &str) -> Cow<'_, str> {
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
