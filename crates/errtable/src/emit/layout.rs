//! Rust text laid out as prettyplease lays it out, for the parts that grow with the table.
//!
//! Sending a row through `quote`, `syn` and prettyplease costs thirty times what reading it from Markdown costs; these
//! few shapes are written directly. A test holds that prettyplease would change nothing.

use std::fmt::Write as _;

/// The width that prettyplease fills, in bytes, the indentation included.
const MARGIN: usize = 89;

/// Lines of Rust at an indentation.
#[derive(Debug)]
pub(crate) struct Layout {
    text: String,
    indent: usize,
}

impl Layout {
    /// Starts `depth` blocks deep.
    pub(crate) fn new(depth: usize) -> Self {
        Layout { text: String::new(), indent: depth * 4 }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    pub(crate) fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = self.indent);
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, line: &str) {
        self.line(line);
        self.indent += 4;
    }

    /// A line that closes a block.
    pub(crate) fn close(&mut self, line: &str) {
        self.indent -= 4;
        self.line(line);
    }

    /// Lines that are laid out already, from the margin.
    pub(crate) fn lines(&mut self, lines: &str) {
        lines.lines().for_each(|line| self.line(line));
    }

    /// An arm of a `match`.
    pub(crate) fn arm(&mut self, pattern: &str, value: &str) {
        let line = format!("{pattern} => {value}");
        // The comma is not measured: in braces there is none.
        if self.fits(&line) {
            self.line(&format!("{line},"));
        } else {
            self.open(&format!("{pattern} => {{"));
            self.line(value);
            self.close("}");
        }
    }

    /// A line of documentation; the text must be [safe for it](super::rust::doc).
    pub(crate) fn doc(&mut self, text: &str) {
        let text = text.trim_end_matches(' ');
        self.line(&if text.is_empty() { "///".to_owned() } else { format!("/// {text}") });
    }

    /// `#[doc(alias = ...)]`.
    pub(crate) fn doc_alias(&mut self, literal: &str) {
        let line = format!("#[doc(alias = {literal})]");
        if self.fits(&line) {
            self.line(&line);
        } else {
            self.open("#[doc(");
            self.line(&format!("alias = {literal}"));
            self.close(")]");
        }
    }

    /// `pub(super) static NAME: [ELEMENT; N] = [...];`
    pub(crate) fn array(&mut self, name: &str, element: &str, elements: &[String]) {
        let start = format!("pub(super) static {name}: [{element}; {}] = ", elements.len());
        let whole = format!("{start}[{}];", elements.join(", "));
        if self.fits(&whole) || elements.is_empty() {
            self.line(&whole);
            return;
        }
        self.open(&format!("{start}["));
        self.elements(elements);
        self.close("];");
    }

    /// The elements of an array that does not fit on one line.
    pub(crate) fn elements(&mut self, elements: &[String]) {
        if elements.iter().all(|element| is_simple(element)) {
            self.fill(elements);
            return;
        }
        for (index, element) in elements.iter().enumerate() {
            self.element(element, index + 1 == elements.len());
        }
    }

    /// `pub(super) static NAME: [u16; N] = [...];`, in the smallest type that holds every number.
    pub(crate) fn numbers(&mut self, name: &str, numbers: &[usize]) {
        let most = numbers.iter().max().copied().unwrap_or(0);
        let element = match most {
            0..=0xff => "u8",
            0..=0xffff => "u16",
            _ => "u32",
        };
        self.array(name, element, &numbers.iter().map(ToString::to_string).collect::<Vec<_>>());
    }

    /// `pub(super) static NAME: Texts = Texts { ... };`, each text on a line of its own.
    pub(crate) fn texts(&mut self, name: &str, texts: &[&str]) {
        let mut end = 0;
        let ends = std::iter::once("0".to_owned()).chain(texts.iter().map(|text| {
            end += text.len();
            end.to_string()
        }));
        let ends: Vec<_> = ends.collect();
        self.open(&format!("pub(super) static {name}: Texts = Texts {{"));
        self.open("text: \"\\");
        for text in texts {
            self.line(&continued(text));
        }
        self.close("\",");
        self.open("ends: &[");
        self.fill(&ends);
        self.close("],");
        self.close("};");
    }

    /// Numbers, as many to a line as fit.
    fn fill(&mut self, numbers: &[String]) {
        let mut line = String::new();
        for (index, number) in numbers.iter().enumerate() {
            // The comma behind the last one is only written where the array is broken up, and so not measured.
            let comma = usize::from(index + 1 < numbers.len());
            if !line.is_empty() && self.indent + line.len() + 1 + number.len() + comma > MARGIN {
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

    /// An element on a line of its own; a slice or a `Some` that does not fit is broken up.
    fn element(&mut self, element: &str, is_last: bool) {
        let comma = if is_last { "" } else { "," };
        let brackets = [("&[", "]"), ("Some(", ")")].into_iter().find_map(|(open, close)| {
            let inner = element.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.is_empty()).then_some((open, inner, close))
        });
        match brackets {
            Some((open, inner, close)) if !self.fits(&format!("{element}{comma}")) => {
                self.open(open);
                for part in inner.split(", ") {
                    self.line(&format!("{part},"));
                }
                self.close(&format!("{close},"));
            }
            _ => self.line(&format!("{element},")),
        }
    }

    fn fits(&self, line: &str) -> bool {
        self.indent + line.len() <= MARGIN
    }
}

/// Whether prettyplease fills lines with such elements: numbers without a sign, and answers.
fn is_simple(element: &str) -> bool {
    matches!(element, "true" | "false") || element.starts_with(|c: char| c.is_ascii_digit())
}

/// A text as a line of a literal that goes on in the next: white space would be lost at its beginning.
fn continued(text: &str) -> String {
    let literal = literal(text);
    let line = &literal[1..literal.len() - 1];
    match line.chars().next().filter(|first| first.is_whitespace()) {
        Some(first) => format!("\\u{{{:x}}}{}\\", first as u32, &line[first.len_utf8()..]),
        None => format!("{line}\\"),
    }
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
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c.is_control() || is_invisible(c) => {
                let _ = write!(literal, "\\u{{{:x}}}", c as u32);
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Characters that change how their neighbours are shown, or are not shown at all.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
