//! The text of a cell, gathered from the inline events inside it.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markup::{Mark, MarkKind, bare_addresses, web_address};

/// One cell of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// What stands between the pipes without the space around it; for an empty cell, that space.
    pub(crate) span: Range<usize>,
    /// The text as GitHub shows it, runs of white space outside code reduced to one space.
    pub(crate) text: String,
    /// Whether all of the text is struck out.
    pub(crate) struck: bool,
    /// Its code and links.
    pub(crate) marks: Vec<Mark>,
}

/// Text in the making.
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    marks: Vec<Mark>,
    /// White space that is written once more text follows.
    pending_space: bool,
}

impl Text {
    pub(super) fn inline(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.push(text),
            Event::Code(code) => {
                self.push_verbatim(code);
                self.mark(self.text.len() - code.len(), MarkKind::Code);
            }
            Event::SoftBreak | Event::HardBreak => self.pending_space = true,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        for (number, word) in text.split([' ', '\t', '\r', '\n']).enumerate() {
            self.pending_space |= number > 0;
            if !word.is_empty() {
                self.push_verbatim(word);
            }
        }
    }

    fn push_verbatim(&mut self, text: &str) {
        if std::mem::take(&mut self.pending_space) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    /// Marks what has been written since `start`, without the blanks around it.
    fn mark(&mut self, start: usize, kind: MarkKind) {
        let written = &self.text[start..];
        let start = start + (written.len() - written.trim_start().len());
        let end = start + self.text[start..].trim_end().len();
        if start < end {
            self.marks.push(Mark { range: start..end, kind });
        }
    }

    pub(super) fn finish(self) -> String {
        self.finish_marked().0
    }

    fn finish_marked(mut self) -> (String, Vec<Mark>) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        let start = self.text.len() - self.text.trim_start().len();
        self.text.drain(..start);
        for mark in &mut self.marks {
            mark.range = mark.range.start - start..mark.range.end - start;
        }
        (self.text, self.marks)
    }
}

/// A cell in the making.
#[derive(Debug)]
pub(super) struct Builder {
    span: Range<usize>,
    text: Text,
    strike_depth: usize,
    seen_struck: bool,
    seen_unstruck: bool,
    /// Where the link or code that is open began, and where the link leads.
    link: Option<(usize, Option<String>)>,
    code: Option<usize>,
    vanishing: Vec<Range<usize>>,
}

impl Builder {
    pub(super) fn new(source: &str, range: Range<usize>) -> Self {
        Builder {
            span: trim(source, range),
            text: Text::default(),
            strike_depth: 0,
            seen_struck: false,
            seen_unstruck: false,
            link: None,
            code: None,
            vanishing: Vec::new(),
        }
    }

    fn strike(&mut self) {
        self.strike_depth += 1;
    }

    fn unstrike(&mut self) {
        self.strike_depth = self.strike_depth.saturating_sub(1);
    }

    pub(super) fn inline(&mut self, event: &Event<'_>) {
        if let Event::Text(text) | Event::Code(text) = event
            && !text.trim().is_empty()
        {
            self.seen_struck |= self.strike_depth > 0;
            self.seen_unstruck |= self.strike_depth == 0;
        }
        self.text.inline(event);
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strikethrough => self.strike(),
            Tag::Link { dest_url, .. } => self.link = Some((self.text.text.len(), web_address(dest_url))),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strikethrough => self.unstrike(),
            TagEnd::Link => {
                if let Some((start, Some(address))) = self.link.take() {
                    self.text.mark(start, MarkKind::Link(address));
                }
            }
            _ => {}
        }
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let closing = html.starts_with("</");
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "br" => self.text.pending_space = true,
            "del" | "s" | "strike" if closing => self.unstrike(),
            "del" | "s" | "strike" => self.strike(),
            "code" | "tt" if closing => {
                if let Some(start) = self.code.take() {
                    self.text.mark(start, MarkKind::Code);
                }
            }
            "code" | "tt" => self.code = self.code.or(Some(self.text.text.len())),
            name if SHOWN_AS_TEXT.contains(&name) => self.text.push_verbatim(html),
            "" => {} // a comment, a declaration, a processing instruction
            name if KNOWN.contains(&name) => {}
            _ if closing => {}
            _ => self.vanishing.push(range),
        }
    }

    pub(super) fn finish(self) -> (Cell, Vec<Range<usize>>) {
        let (text, mut marks) = self.text.finish_marked();
        let order = |mark: &Mark| (mark.range.start, std::cmp::Reverse(mark.range.end));
        marks.sort_by_key(order);
        let written = marks.len();
        let mut next = 0;
        for range in bare_addresses(&text) {
            while next < written && marks[next].range.end <= range.start {
                next += 1;
            }
            let is_free = next == written || range.end <= marks[next].range.start;
            if let (true, Some(address)) = (is_free, web_address(&text[range.clone()])) {
                marks.push(Mark { range, kind: MarkKind::Link(address) });
            }
        }
        marks.sort_by_key(order);
        let struck = self.seen_struck && !self.seen_unstruck;
        (Cell { span: self.span, text, struck, marks }, self.vanishing)
    }
}

/// The elements that GitHub shows as text, by the «disallowed raw HTML» extension of its Markdown.
const SHOWN_AS_TEXT: &[&str] =
    &["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];

/// The elements that browsers know and GitHub lets through.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nobr",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "samp",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// The range without the blanks at its ends; a range of nothing but blanks stays as it is.
pub(super) fn trim(source: &str, range: Range<usize>) -> Range<usize> {
    let raw = &source[range.clone()];
    let inner = raw.trim_ascii();
    if inner.is_empty() {
        return range;
    }
    let start = range.start + (raw.len() - raw.trim_ascii_start().len());
    start..start + inner.len()
}
