//! Texts as comments of a language, which no text can end.

use errtable::printable;

/// How a language writes the comments that its tools read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `/** text */`
    Block,
    /// The same in Java, which reads `\u002a` as an asterisk even there.
    JavaBlock,
    /// Lines that begin with a mark.
    Lines(&'static str),
    /// The same, as XML.
    XmlLines(&'static str),
}

/// As wide may a line be.
const WIDTH: usize = 100;

impl Style {
    /// A text as a comment whose lines, but for the first, are indented by so many spaces; the tag is the last.
    pub(super) fn comment(self, text: &str, indent: usize, tag: Option<&str>) -> String {
        let paragraphs = text.split('\n').map(|paragraph| self.escaped(printable(paragraph).trim()));
        let margin = " ".repeat(indent);
        let mark = match self {
            Style::Block | Style::JavaBlock => " * ",
            Style::Lines(mark) | Style::XmlLines(mark) => mark,
        };
        let room = WIDTH.saturating_sub(indent + mark.len()).max(20);
        let lines = paragraphs.flat_map(|text| wrapped(&text, room)).map(|line| self.without_tag(line));
        let lines: Vec<_> = lines.chain(tag.map(|tag| self.escaped(&printable(tag)))).collect();
        let is_block = matches!(self, Style::Block | Style::JavaBlock);
        if let ([line], true) = (&lines[..], is_block) {
            return format!("/** {line} */");
        }
        let lines: Vec<_> = lines.iter().map(|line| format!("{mark}{line}").trim_end().to_owned()).collect();
        let body = lines.join(&format!("\n{margin}"));
        if is_block { format!("/**\n{margin}{body}\n{margin} */") } else { body }
    }

    /// A paragraph that ends no comment, and begins none.
    fn escaped(self, text: &str) -> String {
        match self {
            Style::Block => without_marks(text),
            Style::JavaBlock => without_marks(&text.replace('\\', "\\\\")),
            // In the first lines of a file of Python this would say how the file is encoded.
            Style::Lines("# ") => text.replace("coding:", "coding :").replace("coding=", "coding ="),
            Style::Lines(_) => text.to_owned(),
            Style::XmlLines(_) => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        }
    }

    /// A line that begins with no tag, such as `@deprecated`.
    fn without_tag(self, line: String) -> String {
        match (self, line.strip_prefix('@')) {
            (Style::Block, Some(rest)) => format!("\\@{rest}"),
            (Style::JavaBlock, Some(rest)) => format!("&#64;{rest}"),
            _ => line,
        }
    }
}

/// Text without `*/` and `/*`.
fn without_marks(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if matches!((before, c), ('*', '/') | ('/', '*')) {
            safe.push(' ');
        }
        safe.push(c);
        before = c;
    }
    safe
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(text, width).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_comment() {
        for text in ["*/", "/*", "/*/", "**//", "*\n/", "\u{202e}*/\r\n*/", "a */ b", &"*/ ".repeat(90)] {
            let comment = Style::Block.comment(text, 4, None);
            let inner = comment.strip_prefix("/**").and_then(|rest| rest.strip_suffix("*/")).expect("it is a comment");
            assert!(!inner.contains("*/") && !inner.contains("/*"), "{comment}");
        }
        let java = Style::JavaBlock.comment("\\u002a/ \\\\u002a/ @author", 0, None);
        assert_eq!(java, "/** \\\\u002a/ \\\\\\\\u002a/ @author */");
        assert_eq!(
            Style::Lines("# ").comment("a\nimport os\r\u{2028}b coding: x", 0, None),
            "# a\n# import os \u{fffd}b coding : x"
        );
        assert_eq!(Style::XmlLines("/// ").comment("a<b>&", 2, None), "/// a&lt;b&gt;&amp;");
    }

    #[test]
    fn long_texts_are_wrapped() {
        let text = "word ".repeat(30);
        let comment = Style::Block.comment(&text, 2, None);
        assert!(comment.starts_with("/**\n   * word") && comment.ends_with("word\n   */"), "{comment}");
        assert!(comment.lines().all(|line| line.len() <= WIDTH), "{comment}");
        assert_eq!(Style::Block.comment("@deprecated", 0, None), "/** \\@deprecated */");
        assert_eq!(Style::JavaBlock.comment("@author x", 0, None), "/** &#64;author x */");
        assert_eq!(Style::Block.comment("x", 0, Some("@deprecated */")), "/**\n * x\n * @deprecated * /\n */");
        assert_eq!(Style::Lines("// ").comment("a\n\nb", 2, None), "// a\n  //\n  // b");
    }
}
