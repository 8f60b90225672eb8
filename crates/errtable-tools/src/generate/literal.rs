//! Texts as literals of a language.

use errtable::inner::is_unprintable;

/// How a language escapes what cannot stand in a text between double quotes, or must not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `\u202e`, and two of them for what lies beyond.
    Utf16,
    /// The same, and `\$`, which would begin an expression.
    Utf16WithDollar,
    /// The same as the first, but octal for ASCII: Java reads `\u000a` as a line break, wherever it stands.
    Java,
    /// `\u202e` and `\U000e0041`
    CodePoints,
    /// `\u{202e}`
    Braces,
    /// The bytes of UTF-8 in octal, and `\?`, of which two begin a trigraph.
    Octets,
}

impl Escapes {
    /// A text between double quotes.
    pub(super) fn quoted(self, text: &str) -> String {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => literal.extend(['\\', c]),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                '$' if self == Escapes::Utf16WithDollar => literal.push_str("\\$"),
                '?' if self == Escapes::Octets => literal.push_str("\\?"),
                c if is_unprintable(c) => self.push(c, &mut literal),
                c => literal.push(c),
            }
        }
        literal.push('"');
        literal
    }

    fn push(self, c: char, literal: &mut String) {
        let code = u32::from(c);
        match self {
            Escapes::Java if code < 0x80 => literal.push_str(&format!("\\{code:03o}")),
            Escapes::Utf16 | Escapes::Utf16WithDollar | Escapes::Java => {
                literal.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
            }
            Escapes::CodePoints if code > 0xFFFF => literal.push_str(&format!("\\U{code:08x}")),
            Escapes::CodePoints => literal.push_str(&format!("\\u{code:04x}")),
            Escapes::Braces => literal.push_str(&format!("\\u{{{code:x}}}")),
            Escapes::Octets => {
                literal.extend(c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\{byte:03o}")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_literal() {
        let text = "\"\\'`${x}$\n\r\t\0\u{202e}\u{e0041}??/é";
        for (escapes, expected) in [
            (Escapes::Utf16, r#""\"\\'`${x}$\n\r\t\u0000\u202e\udb40\udc41??/é""#),
            (Escapes::Utf16WithDollar, r#""\"\\'`\${x}\$\n\r\t\u0000\u202e\udb40\udc41??/é""#),
            (Escapes::Java, r#""\"\\'`${x}$\n\r\t\000\u202e\udb40\udc41??/é""#),
            (Escapes::CodePoints, r#""\"\\'`${x}$\n\r\t\u0000\u202e\U000e0041??/é""#),
            (Escapes::Braces, r#""\"\\'`${x}$\n\r\t\u{0}\u{202e}\u{e0041}??/é""#),
            (Escapes::Octets, r#""\"\\'`${x}$\n\r\t\000\342\200\256\363\240\201\201\?\?/é""#),
        ] {
            assert_eq!(escapes.quoted(text), expected, "{escapes:?}");
        }
    }
}
