//! Cell text as documentation: shown as it stands, whatever it holds.

use crate::catalog::Column;
use crate::text::{is_unprintable, printable_char};

/// Text that Markdown shows as it is: punctuation behind a backslash, no line break, nothing that changes how the rest
/// is shown.
///
/// Marks that mean nothing where they stand stay bare, so that the source reads well too.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    push_escaped(&mut escaped, text);
    escaped
}

/// Adds [`escape`]d text to a line.
pub(crate) fn push_escaped(line: &mut String, text: &str) {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let bytes = text.as_bytes();
    let is_plain = |byte: u8| byte == b' ' || byte.is_ascii_alphanumeric();
    let mut from = 0;
    while let Some(length) = bytes[from..].iter().position(|&byte| !is_plain(byte)) {
        let at = from + length;
        line.push_str(&text[from..at]);
        let c = text[at..].chars().next().unwrap_or(' ');
        from = at + c.len_utf8();
        match c {
            c if c.is_ascii_punctuation() => {
                let before = if at == 0 { b' ' } else { bytes[at - 1] };
                if !is_harmless(before, c, bytes.get(from).copied()) {
                    line.push('\\');
                }
                line.push(c);
            }
            c => line.push(printable_char(c)),
        }
    }
    line.push_str(&text[from..]);
}

/// Whether a mark is never part of Markdown between these two bytes.
fn is_harmless(before: u8, mark: char, after: Option<u8>) -> bool {
    let ends_word = after.is_none_or(|after| after == b' ');
    match mark {
        ',' | '%' => true,
        // A digit before a full stop begins a list, and `...` becomes an ellipsis.
        '.' | ':' | ';' => before.is_ascii_alphabetic() && ends_word,
        '-' | '/' => before.is_ascii_alphanumeric() && after.is_some_and(|after| after.is_ascii_alphanumeric()),
        // Brackets make a link only behind `]`, which never stays bare.
        '(' | ')' => before != b']',
        _ => false,
    }
}

/// Who says what stands in a column: the table, or the file that adds the column to it.
pub(super) fn speaker(column: &Column) -> String {
    column.from.as_ref().map_or_else(|| "the table".to_owned(), |file| escape(file))
}

/// Text that can be a `#[doc(alias)]` of an item with this name; rustdoc refuses the others.
pub(super) fn is_alias(text: &str, item: &str) -> bool {
    !text.is_empty()
        && text != item
        && text.trim() == text
        && !text.chars().any(|c| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ') || is_unprintable(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_sentences_stay_as_they_are() {
        for text in ["Invalid token. Please check it", "batch op, partly error", "non-compliant (and/or evil)"] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn whatever_markdown_reads_is_escaped() {
        for (text, expected) in [
            ("1. a", "1\\. a"),
            ("- a", "\\- a"),
            ("http://x.y", "http\\:\\/\\/x\\.y"),
            ("```rust", "\\`\\`\\`rust"),
            ("[a](b)", "\\[a\\]\\(b)"),
            ("<b>&amp;*_~#|\\", "\\<b\\>\\&amp\\;\\*\\_\\~\\#\\|\\\\"),
            ("a...b--c", "a\\.\\.\\.b\\-\\-c"),
            ("a\r\nb\u{202e}c", "a  b\u{fffd}c"),
        ] {
            assert_eq!(escape(text), expected, "{text:?}");
        }
    }
}
