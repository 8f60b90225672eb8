//! The text of a cell, gathered from the inline events inside it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::text::mark::{SUPERSCRIPTS, bare_addresses, web_address};
use crate::text::{Mark, MarkKind};

/// One cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What stands between the pipes without the space around it; for an empty cell, that space.
    pub span: Range<usize>,
    /// The text as GitHub shows it, runs of white space outside code reduced to one space.
    pub text: String,
    /// Its code and links.
    pub marks: Vec<Mark>,
    /// What of the text is not simply there; most cells have nothing of the kind.
    asides: Option<Box<Asides>>,
}

/// Pieces of a text that a reader does not take for the text itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asides {
    /// What is struck out.
    struck: Vec<Range<usize>>,
    /// Texts of images, which a page shows only where it cannot show the image.
    images: Vec<Range<usize>>,
    /// Where two digits meet of which one is in a link or in code, and the other one is not.
    seams: Vec<usize>,
}

/// A cell read as that of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeText<'a> {
    /// The text is the code and what stands beside it.
    Live(Cow<'a, str>),
    /// The code is struck out; what is left of the cell only says something of it.
    Retired {
        /// What is struck out.
        code: String,
        /// What stands beside it.
        remark: String,
    },
    /// Some of it is struck out, and what is left may be a code, too.
    PartStruck {
        /// What is struck out.
        struck: String,
        /// What is not.
        left: String,
    },
    /// Digits that different markup parts: no reader knows whether they are one number.
    Parted(String, String),
}

impl Cell {
    /// The empty cell that a row lacks, at its end.
    pub(crate) fn missing(end: usize) -> Self {
        Cell { span: end..end, ..Cell::default() }
    }

    /// Whether some of the text is struck out, and whether all of it is.
    pub fn struck(&self) -> (bool, bool) {
        let Some(asides) = &self.asides else { return (false, false) };
        let is_any = !asides.struck.is_empty();
        (is_any, is_any && without(&self.text, &[&asides.struck, &asides.images]).trim().is_empty())
    }

    /// What the cell shows as one of the column of codes: all but the texts of images, which a page shows only where it
    /// cannot show the image.
    pub(crate) fn shown_code(&self) -> Cow<'_, str> {
        let images = self.asides.iter().filter(|asides| !asides.images.is_empty());
        let shown = images.map(|asides| without(&self.text, &[&asides.images]).trim().to_owned());
        // A badge has no other text.
        shown.into_iter().find(|shown| !shown.is_empty()).map_or(Cow::Borrowed(&self.text), Cow::Owned)
    }

    /// What the cell says as one of the column of codes.
    pub fn code(&self) -> CodeText<'_> {
        let Some(asides) = &self.asides else { return CodeText::Live(Cow::Borrowed(&self.text)) };
        if let Some(&seam) = asides.seams.first() {
            return CodeText::Parted(self.text[..seam].to_owned(), self.text[seam..].to_owned());
        }
        if asides.struck.is_empty() {
            return CodeText::Live(self.shown_code());
        }
        let struck: Vec<_> = asides.struck.iter().map(|range| self.text[range.clone()].trim()).collect();
        let struck = struck.join(" ").trim().to_owned();
        let left = without(&self.text, &[&asides.struck, &asides.images]).trim().to_owned();
        if left.is_empty() || is_remark(&left, &struck) {
            CodeText::Retired { code: struck, remark: left }
        } else if is_remark(&struck, &left) {
            CodeText::Live(left.into())
        } else {
            let left = left.trim_matches([',', '，', '、', ';', '/', ' ']).to_owned();
            CodeText::PartStruck { struck, left }
        }
    }
}

/// Whether a text beside a code only says something of it: `(removed)`, `- until 2.0`, and beside a number any words.
fn is_remark(text: &str, code: &str) -> bool {
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let inside = text.strip_prefix(['(', '（', '[']).and_then(|text| text.strip_suffix([')', '）', ']']));
    let says = inside.unwrap_or(text);
    let after_dash = ["- ", "– ", "— ", ": ", "：", "→ "].iter().any(|dash| text.starts_with(dash));
    let is_number = has_digit(code) && !code.contains(char::is_alphabetic);
    let first = says.split_whitespace().next().unwrap_or_default();
    // `(503)` and `E503` may well be codes that are meant now; `use 503` is none.
    let has_words = !has_digit(first) && says.contains(char::is_alphabetic);
    let is_sentence = says.contains(' ') || !has_digit(says);
    has_words && is_sentence && (inside.is_some() || after_dash || is_number)
}

impl Asides {
    /// Those of the part of a text that is kept; `None` where there are none.
    fn within(mut self, kept: Range<usize>) -> Option<Box<Self>> {
        let shift = |at: usize| at.clamp(kept.start, kept.end) - kept.start;
        for pieces in [&mut self.struck, &mut self.images] {
            pieces.iter_mut().for_each(|range| *range = shift(range.start)..shift(range.end));
            pieces.retain(|range| !range.is_empty());
        }
        self.seams.iter_mut().for_each(|seam| *seam = shift(*seam));
        let is_empty = self.struck.is_empty() && self.images.is_empty() && self.seams.is_empty();
        (!is_empty).then(|| Box::new(self))
    }
}

/// Adds a piece, which goes on where the last one ends.
fn extend(pieces: &mut Vec<Range<usize>>, piece: Range<usize>) {
    match pieces.last_mut().filter(|last| last.end == piece.start) {
        Some(last) => last.end = piece.end,
        None => pieces.push(piece),
    }
}

fn ends_at(pieces: &[Range<usize>], at: usize) -> bool {
    pieces.last().is_some_and(|last| last.end == at)
}

/// A text without some of its pieces.
fn without(text: &str, pieces: &[&[Range<usize>]]) -> String {
    let mut pieces: Vec<_> = pieces.iter().flat_map(|ranges| ranges.iter()).collect();
    pieces.sort_by_key(|range| range.start);
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for range in pieces {
        left.push_str(text.get(at..range.start).unwrap_or_default());
        at = at.max(range.end);
    }
    left.push_str(&text[at..]);
    left
}

/// Text in the making.
#[derive(Debug, Default)]
pub struct Text {
    text: String,
    marks: Vec<Mark>,
    /// White space that is written once more text follows.
    pending_space: bool,
    /// What digits become while they are raised or lowered.
    shift: Option<&'static [char; 10]>,
}

/// Digits as `<sub>` shows them.
const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

impl Text {
    /// Takes in what the parser reports.
    pub fn inline(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.push(text),
            Event::Code(code) => {
                let start = self.text.len();
                self.push_verbatim(code);
                self.mark(start, MarkKind::Code);
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
        match self.shift {
            None => self.text.push_str(text),
            Some(digits) => {
                let shifted = |c: char| c.to_digit(10).and_then(|digit| digits.get(digit as usize)).copied();
                self.text.extend(text.chars().map(|c| shifted(c).unwrap_or(c)));
            }
        }
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

    /// The whole text.
    pub fn finish(self) -> String {
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
pub(crate) struct Builder {
    span: Range<usize>,
    text: Text,
    asides: Asides,
    strike_depth: usize,
    image_depth: usize,
    /// Whether a link, an image or code has begun or ended since the last text.
    at_markup: bool,
    /// Where the link or code that is open began, and where the link leads.
    link: Option<(usize, Option<String>)>,
    code: Option<usize>,
    vanishing: Vec<Range<usize>>,
}

impl Builder {
    pub(crate) fn new(source: &str, range: Range<usize>) -> Self {
        Builder {
            span: trim(source, range),
            text: Text::default(),
            asides: Asides::default(),
            strike_depth: 0,
            image_depth: 0,
            at_markup: false,
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

    pub(crate) fn inline(&mut self, event: &Event<'_>) {
        let is_code = matches!(event, Event::Code(_));
        self.at_markup |= is_code;
        self.write(|text| text.inline(event));
        self.at_markup |= is_code;
    }

    /// Writes text, and notes what is not simply there.
    fn write(&mut self, write: impl FnOnce(&mut Text)) {
        let start = self.text.text.len();
        write(&mut self.text);
        let written = start..self.text.text.len();
        if written.is_empty() {
            return;
        }
        let is_aside = self.strike_depth > 0 || self.image_depth > 0;
        let ends_in_digit = self.text.text[..start].ends_with(|c: char| c.is_ascii_digit());
        let after_aside = [&self.asides.struck, &self.asides.images].iter().any(|pieces| ends_at(pieces, start));
        if std::mem::take(&mut self.at_markup)
            && ends_in_digit
            && self.text.text[start..].starts_with(|c: char| c.is_ascii_digit())
            && !is_aside
            && !after_aside
        {
            self.asides.seams.push(start);
        }
        if self.image_depth > 0 {
            extend(&mut self.asides.images, written);
        } else if self.strike_depth > 0 {
            extend(&mut self.asides.struck, written);
        }
    }

    pub(crate) fn start(&mut self, tag: &Tag<'_>) {
        self.at_markup |= matches!(tag, Tag::Link { .. } | Tag::Image { .. });
        match tag {
            Tag::Strikethrough => self.strike(),
            Tag::Image { .. } => self.image_depth += 1,
            Tag::Link { dest_url, .. } => self.link = Some((self.text.text.len(), web_address(dest_url))),
            _ => {}
        }
    }

    pub(crate) fn end(&mut self, tag: TagEnd) {
        self.at_markup |= matches!(tag, TagEnd::Link | TagEnd::Image);
        match tag {
            TagEnd::Strikethrough => self.unstrike(),
            TagEnd::Image => self.image_depth = self.image_depth.saturating_sub(1),
            TagEnd::Link => {
                if let Some((start, Some(address))) = self.link.take() {
                    self.text.mark(start, MarkKind::Link(address));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn html(&mut self, html: &str, range: Range<usize>) {
        let closing = html.starts_with("</");
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        self.at_markup |= matches!(name.as_str(), "a" | "code" | "tt" | "kbd" | "samp");
        match name.as_str() {
            // A symbol too long for its column: `LID_IS_<br>OPEN`.
            "br" if self.text.text.ends_with('_') => {}
            "br" | "dd" | "div" | "dt" | "hr" | "li" | "ol" | "p" | "td" | "th" | "tr" | "ul" => {
                self.text.pending_space = true;
            }
            "del" | "s" | "strike" if closing => self.unstrike(),
            "del" | "s" | "strike" => self.strike(),
            "sup" | "sub" if closing => self.text.shift = None,
            "sup" => self.text.shift = Some(&SUPERSCRIPTS),
            "sub" => self.text.shift = Some(&SUBSCRIPTS),
            "code" | "tt" if closing => {
                if let Some(start) = self.code.take() {
                    self.text.mark(start, MarkKind::Code);
                }
            }
            "code" | "tt" => self.code = self.code.or(Some(self.text.text.len())),
            name if SHOWN_AS_TEXT.contains(&name) => self.write(|text| text.push_verbatim(html)),
            "" => {} // a comment, a declaration, a processing instruction
            name if KNOWN.contains(&name) => {}
            _ if closing => {}
            _ => self.vanishing.push(range),
        }
    }

    pub(crate) fn finish(self) -> (Cell, Vec<Range<usize>>) {
        let end = self.text.text.trim_end().len();
        let start = end - self.text.text[..end].trim_start().len();
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
        (Cell { span: self.span, asides: self.asides.within(start..end), text, marks }, self.vanishing)
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
pub(crate) fn trim(source: &str, range: Range<usize>) -> Range<usize> {
    let raw = &source[range.clone()];
    let inner = raw.trim_ascii();
    if inner.is_empty() {
        return range;
    }
    let start = range.start + (raw.len() - raw.trim_ascii_start().len());
    start..start + inner.len()
}
