//! Rust text laid out as prettyplease lays it out, for the parts that grow with the table.
//!
//! Sending a row through `quote`, `syn` and prettyplease costs thirty times what reading it from Markdown costs; these
//! few shapes are written directly. A test holds that prettyplease would change nothing.

use std::fmt::Write as _;

use crate::text::is_unprintable;

/// The width that prettyplease fills, in bytes, the indentation included.
const MARGIN: usize = 89;

/// As deep as any line is indented.
const BLANKS: &str = "                                ";

/// Lines of Rust at an indentation.
///
/// Parts of a line are given as they are, and joined only here: most of the time of a long table goes into its text.
#[derive(Debug)]
pub(crate) struct Layout {
    text: String,
    indent: usize,
    /// What lines of documentation begin with: nothing inside a block.
    doc: &'static str,
}

impl Layout {
    /// Goes on with a text, `depth` blocks deep.
    pub(crate) fn new(text: String, depth: usize) -> Self {
        Layout { text, indent: depth * 4, doc: "/// " }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.line_of(&[line]);
    }

    pub(crate) fn line_of(&mut self, parts: &[&str]) {
        self.line_with(|text| parts.iter().for_each(|part| text.push_str(part)));
    }

    fn line_with(&mut self, write: impl FnOnce(&mut String)) {
        self.text.push_str(&BLANKS[..self.indent]);
        write(&mut self.text);
        self.text.push('\n');
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, line: &str) {
        self.line(line);
        self.indent += 4;
    }

    /// Goes a block deeper, whose opening line stands already.
    pub(crate) fn open_block(&mut self) {
        self.indent += 4;
    }

    /// A line that closes a block.
    pub(crate) fn close(&mut self, line: &str) {
        self.indent -= 4;
        self.line(line);
    }

    /// Lines that are indented already.
    pub(crate) fn raw(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// Lines that are laid out already, from the margin.
    pub(crate) fn lines(&mut self, lines: &str) {
        lines.lines().for_each(|line| self.line(line));
    }

    /// The line that opens a function with one parameter.
    pub(crate) fn open_fn(&mut self, start: &str, parameter: &str, result: &str) {
        let line = format!("{start}({parameter}) -> {result} {{");
        if self.fits(line.len()) {
            self.open(&line);
        } else {
            self.open(&format!("{start}("));
            self.line_of(&[parameter, ","]);
            self.close(&format!(") -> {result} {{"));
            self.indent += 4;
        }
    }

    /// An arm of a `match`.
    pub(crate) fn arm(&mut self, pattern: &str, value: &str) {
        // The comma is not measured: in braces there is none.
        if self.fits(pattern.len() + " => ".len() + value.len()) {
            self.line_of(&[pattern, " => ", value, ","]);
        } else {
            self.open(&format!("{pattern} => {{"));
            self.line(value);
            self.close("}");
        }
    }

    /// A line of documentation; the text must be [safe for it](super::rust::doc).
    pub(crate) fn doc(&mut self, text: &str) {
        self.doc_with(|line| line.push_str(text));
    }

    /// A line of documentation that is written where it stands.
    pub(crate) fn doc_with(&mut self, write: impl FnOnce(&mut String)) {
        let prefix = self.doc;
        self.line_with(|text| {
            text.push_str(prefix);
            write(text);
            text.truncate(text.trim_end_matches(' ').len());
        });
    }

    /// Documentation of so many lines that it should be one attribute: rustc takes time with the square of them.
    pub(crate) fn doc_block(&mut self, write: impl FnOnce(&mut Self)) {
        self.line("/**");
        self.doc = "";
        write(self);
        self.doc = "/// ";
        self.line("*/");
    }

    /// `#[doc(alias = ...)]`, for a text that can be one.
    pub(crate) fn doc_alias(&mut self, alias: &str) {
        let literal = literal(alias);
        if self.fits("#[doc(alias = )]".len() + literal.len()) {
            self.line_of(&["#[doc(alias = ", &literal, ")]"]);
        } else {
            self.open("#[doc(");
            self.line_of(&["alias = ", &literal]);
            self.close(")]");
        }
    }

    /// `pub(super) static NAME: [ELEMENT; N] = [...];`
    pub(crate) fn array(&mut self, name: &str, element: &str, elements: &[impl AsRef<str>]) {
        let start = format!("pub(super) static {name}: [{element}; {}] = [", elements.len());
        let length: usize = elements.iter().map(|element| element.as_ref().len() + ", ".len()).sum();
        if elements.is_empty() || self.fits(start.len() + length - ", ".len() + "];".len()) {
            let elements: Vec<_> = elements.iter().map(AsRef::as_ref).collect();
            self.line_of(&[&start, &elements.join(", "), "];"]);
            return;
        }
        self.open(&start);
        self.elements(elements);
        self.close("];");
    }

    /// The elements of an array that does not fit on one line.
    fn elements(&mut self, elements: &[impl AsRef<str>]) {
        if elements.iter().all(|element| is_simple(element.as_ref())) {
            self.fill(elements);
            return;
        }
        for (index, element) in elements.iter().enumerate() {
            self.element(element.as_ref(), index + 1 == elements.len());
        }
    }

    /// `pub(super) static NAME: [u16; N] = [...];`, in the smallest type that holds every number.
    pub(crate) fn numbers(&mut self, name: &str, numbers: &[usize]) {
        self.numbers_as(name, type_for(numbers), numbers);
    }

    /// The same, in a type that others have, too.
    pub(crate) fn numbers_as(&mut self, name: &str, element: &str, numbers: &[usize]) {
        self.array(name, element, &numbers.iter().map(ToString::to_string).collect::<Vec<_>>());
    }

    /// `pub(super) static NAME: __Texts = __Texts { ... };`, each text on a line of its own.
    pub(crate) fn texts(&mut self, name: &str, texts: &[&str]) {
        let mut end = 0;
        let mut ends = vec!["0".to_owned()];
        ends.extend(texts.iter().map(|text| {
            end += text.len();
            end.to_string()
        }));
        self.open(&format!("pub(super) static {name}: __Texts = __Texts {{"));
        self.open("text: \"\\");
        for text in texts {
            self.line_with(|line| push_continued(line, text));
        }
        self.close("\",");
        self.open("ends: &[");
        self.fill(&ends);
        self.close("],");
        self.close("};");
    }

    /// Numbers, as many to a line as fit.
    fn fill(&mut self, numbers: &[impl AsRef<str>]) {
        let mut line = String::new();
        for (index, number) in numbers.iter().enumerate() {
            let number = number.as_ref();
            // The comma behind the last one is only written where the array is broken up, and so not measured.
            let comma = usize::from(index + 1 < numbers.len());
            if !line.is_empty() && !self.fits(line.len() + 1 + number.len() + comma) {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(number);
            line.push(',');
        }
        self.line(&line);
    }

    /// An element on a line of its own; a slice that does not fit is broken up.
    fn element(&mut self, element: &str, is_last: bool) {
        let inner = element.strip_prefix("&[").and_then(|rest| rest.strip_suffix(']'));
        match inner.filter(|inner| !inner.is_empty()) {
            Some(inner) if !self.fits(element.len() + usize::from(!is_last)) => {
                self.open("&[");
                for part in inner.split(", ") {
                    self.line_of(&[part, ","]);
                }
                self.close("],");
            }
            _ => self.line_of(&[element, ","]),
        }
    }

    /// Whether a line of this length fits at the current indentation.
    fn fits(&self, length: usize) -> bool {
        self.indent + length <= MARGIN
    }
}

/// Whether prettyplease fills lines with such elements: numbers without a sign, and answers.
fn is_simple(element: &str) -> bool {
    matches!(element, "true" | "false") || element.starts_with(|c: char| c.is_ascii_digit())
}

/// The smallest type that holds these numbers.
pub(crate) fn type_for(numbers: &[usize]) -> &'static str {
    match numbers.iter().max() {
        Some(0..=0xff) | None => "u8",
        Some(0..=0xffff) => "u16",
        Some(_) => "u32",
    }
}

/// A text as a line of a literal that goes on in the next: white space would be lost at its beginning.
fn push_continued(line: &mut String, text: &str) {
    match text.chars().next().filter(|first| first.is_whitespace()) {
        Some(first) => {
            let _ = write!(line, "\\u{{{:x}}}", first as u32);
            push_escaped(line, &text[first.len_utf8()..]);
        }
        None => push_escaped(line, text),
    }
    line.push('\\');
}

/// A number as one reads it best: `0x9e37_79b9_7f4a_7c15`.
pub(crate) fn hexadecimal(number: u64) -> String {
    let part = |shift: u32| number >> shift & 0xffff;
    format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(48), part(32), part(16), part(0))
}

/// A string literal. Whatever a reader or a compiler could take for something else is written as an escape.
pub(crate) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    push_escaped(&mut literal, text);
    literal.push('"');
    literal
}

/// What stands between the quotes of a literal.
fn push_escaped(literal: &mut String, text: &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (plain, other) = rest.split_at(at);
        literal.push_str(plain);
        let mut chars = other.chars();
        match chars.next() {
            Some('"') => literal.push_str("\\\""),
            Some('\\') => literal.push_str("\\\\"),
            Some('\n') => literal.push_str("\\n"),
            Some('\r') => literal.push_str("\\r"),
            Some('\t') => literal.push_str("\\t"),
            Some(c) if is_unprintable(c) => {
                let _ = write!(literal, "\\u{{{:x}}}", c as u32);
            }
            Some(c) => literal.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    literal.push_str(rest);
}
