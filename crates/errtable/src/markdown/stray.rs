//! Lines that look like tables or rows but are neither to GitHub.
//!
//! They are looked for in the lines of the file and not in the blocks of the parser: what swallows a row may be a
//! paragraph, a list, a quotation, a heading or HTML, and a row that is lost is lost in any of them.

use std::ops::Range;

use super::row::{is_delimiter, is_delimiter_to_people, pipes, raw_cells, split};
use super::{Document, Table};
use crate::text::Source;

/// A header and a delimiter row of which GitHub makes no table.
#[derive(Debug)]
pub struct BrokenTable {
    /// The index of the nearest table above it.
    pub(crate) table: Option<usize>,
    /// The line of the header.
    pub header: Range<usize>,
    pub(crate) delimiter: Range<usize>,
    /// The lines below the delimiter row.
    pub rows: Vec<Range<usize>>,
    /// The line right above the header, where that is not blank.
    pub(crate) above: Option<Between>,
}

/// Lines that look like rows, without a header of their own.
#[derive(Debug)]
pub struct DetachedRows {
    /// The index of the nearest table above them.
    pub table: Option<usize>,
    /// The index of the nearest lines above them, below that table, that look like one and are none.
    pub(crate) broken: Option<usize>,
    /// The lines, one at the least.
    pub rows: Vec<Range<usize>>,
    /// The last of what stands between that table and them; `None` for blank lines.
    pub(crate) between: Option<Between>,
}

/// A line that parts rows from their table.
#[derive(Clone, Debug)]
pub(crate) struct Between {
    pub(crate) span: Range<usize>,
    pub(crate) kind: BetweenKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BetweenKind {
    Comment,
    Code,
    Heading,
    Html,
    ListItem,
    OpenCode,
    OpenComment,
    Quotation,
    Rule,
    Text,
}

/// The blocks of a file in which a line is no row, whatever it looks like, in order.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// Comments, blocks of code between fences, and elements that hold code.
    pub(crate) deliberate: Vec<Range<usize>>,
    /// Lines that an indentation makes code: an example, or rows that were indented by mistake.
    pub(crate) indented: Vec<Range<usize>>,
    /// A comment or a block of code that is never closed, and so takes in the rest of the file.
    pub(crate) open: Option<Range<usize>>,
}

/// The cells of such a line.
pub(crate) fn cells<'s>(source: &'s Source, row: &Range<usize>) -> Vec<&'s str> {
    let raw = &source.text()[row.clone()];
    if is_tabbed(raw) {
        return raw.trim().split('\t').map(str::trim).collect();
    }
    raw_cells(raw)
}

/// Whether tabs part the cells of a line, as a spreadsheet writes them.
fn is_tabbed(raw: &str) -> bool {
    raw.contains('\t') && pipes(raw).next().is_none()
}

/// Looks through the lines from a byte on for those that no table has.
pub(crate) fn find(source: &Source, from: usize, document: &mut Document, mut hidden: Hidden) {
    hidden.deliberate.sort_by_key(|range| range.start);
    let mut search = Search {
        text: source.text(),
        tables: &document.tables,
        broken: Vec::new(),
        detached: Vec::new(),
        table: None,
        below_broken: None,
        between: None,
        run: Vec::new(),
        open: None,
    };
    let mut is_hidden = Within::new(&hidden.deliberate);
    let mut is_indented = Within::new(&hidden.indented);
    let mut in_table = Within::new(document.tables.iter().map(|table| &table.span));
    let mut line = from..from;
    while let Some(next) = next_line(search.text, line.end) {
        line = next;
        let content = content(search.text, line.clone());
        // The first line of a table may begin before it, with the mark of a list or a quotation.
        if let Some(table) = in_table.holds(content.start) {
            search.end_run();
            (search.table, search.below_broken, search.between) = (Some(table), None, None);
        } else if content.is_empty() {
            continue;
        } else if hidden.open.as_ref().is_some_and(|open| open.start == content.start) {
            search.end_run();
            let is_comment = search.text[content.clone()].starts_with("<!--");
            let kind = if is_comment { BetweenKind::OpenComment } else { BetweenKind::OpenCode };
            search.open = Some(Between { span: content, kind });
        } else if is_hidden.holds(content.start).is_some() {
            search.end_run();
            let is_comment = search.text[line.clone()].contains("<!--") || search.text[line.clone()].contains("-->");
            let kind = if is_comment { BetweenKind::Comment } else { BetweenKind::Code };
            search.between = Some(Between { span: content, kind });
        } else if search.is_row(&content, line.end, is_indented.holds(content.start).is_some()) {
            search.run.push(content);
        } else {
            search.end_run();
            search.between = Some(Between { kind: kind_of(search.text, line.clone()), span: content });
        }
    }
    search.end_run();
    (document.broken, document.detached) = (search.broken, search.detached);
}

/// Whether a block of code between fences has its second one, or ends with what it stands in: one that was left open hides
/// the rest of the file from every reader.
pub(crate) fn is_closed(text: &str, block: Range<usize>) -> bool {
    let lines = text[block.clone()].trim_end().lines();
    let fence = lines.clone().next().unwrap_or_default().trim_start();
    let mark = fence.trim_start_matches(['`', '~']);
    let fence = &fence[..fence.len() - mark.len()];
    let last = lines.skip(1).last().unwrap_or_default().trim_start_matches(['>', ' ', '\t']).trim_end();
    let is_fence =
        last.len() >= fence.len() && last.starts_with(fence) && last.bytes().all(|byte| fence.as_bytes()[0] == byte);
    is_fence || block.end < text.trim_end().len()
}

/// The pieces of a block of HTML that hold code: elements that say so, and what stands between fences.
pub(crate) fn code_in_html(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let raw = &text[block.clone()];
    let name = raw.trim_start().trim_start_matches('<');
    let is_code = ["pre", "script", "style", "textarea"].iter().any(|element| {
        name.get(..element.len()).is_some_and(|start| start.eq_ignore_ascii_case(element))
            && name[element.len()..].starts_with(|c: char| !c.is_ascii_alphanumeric())
    });
    if is_code {
        return vec![block];
    }
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = block.start;
    for line in raw.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            match open.take() {
                None => open = Some(at),
                Some(start) => found.push(start..at + line.len()),
            }
        }
        at += line.len();
    }
    found
}

struct Search<'a> {
    text: &'a str,
    tables: &'a [Table],
    broken: Vec<BrokenTable>,
    detached: Vec<DetachedRows>,
    table: Option<usize>,
    below_broken: Option<usize>,
    between: Option<Between>,
    /// Lines that look like rows, with nothing but blank lines between them.
    run: Vec<Range<usize>>,
    /// The first line of what is never closed, once it has begun.
    open: Option<Between>,
}

impl Search<'_> {
    /// Whether a line looks like a row: it begins with a pipe and has another, or has the cells of the table above, or
    /// has a delimiter row below it.
    ///
    /// In a block of code that an indentation makes, rows are an example, unless they have a header or the cells of the
    /// table above, or stand right below it.
    fn is_row(&self, line: &Range<usize>, end: usize, is_indented: bool) -> bool {
        let raw = &self.text[line.clone()];
        let cells = || split(raw).len();
        let is_header = || {
            let below = next_line(self.text, end).map(|line| content(self.text, line));
            below.is_some_and(|below| is_delimiter_to_people(&self.text[below]))
        };
        let columns = self.table.map(|table| self.tables[table].header.cells.len());
        let is_example = is_indented && self.run.is_empty() && self.between.is_some();
        match pipes(raw).take(2).count() {
            // In a block of code, tabs are an indentation.
            0 => !is_indented && columns > Some(1) && columns == Some(raw.split('\t').count()),
            _ if is_example => is_header() || columns == Some(cells()),
            number if raw.starts_with('|') => number > 1 || cells() > 1,
            _ => is_delimiter(raw) || columns == Some(cells()) || is_header(),
        }
    }

    /// Parts a run at each delimiter row with a header above it.
    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let delimiters: Vec<usize> =
            (1..run.len()).filter(|&at| is_delimiter_to_people(&self.text[run[at].clone()])).collect();
        let first_header = delimiters.first().map_or(run.len(), |at| at - 1);
        if first_header > 0 {
            let rows = run[..first_header].to_vec();
            let between = self.open.as_ref().or(self.between.as_ref()).cloned();
            self.detached.push(DetachedRows { table: self.table, broken: self.below_broken, rows, between });
        }
        for (number, &at) in delimiters.iter().enumerate() {
            let end = delimiters.get(number + 1).map_or(run.len(), |next| next - 1);
            let header = run[at - 1].clone();
            self.broken.push(BrokenTable {
                table: self.table,
                above: self.above(&run, at - 1),
                header,
                delimiter: run[at].clone(),
                rows: run[at + 1..end.max(at + 1)].to_vec(),
            });
            // What comes below belongs to this table, if to any.
            (self.below_broken, self.between) = (Some(self.broken.len() - 1), None);
        }
    }

    /// What stands right above a line of a run, or takes it in.
    fn above(&self, run: &[Range<usize>], at: usize) -> Option<Between> {
        if self.open.is_some() {
            return self.open.clone();
        }
        let line_start = self.text[..run[at].start].rfind('\n').map_or(0, |at| at + 1);
        let above = self.text[..line_start].strip_suffix('\n')?;
        let line = above.rfind('\n').map_or(0, |at| at + 1)..above.len();
        let span = content(self.text, line.clone());
        (!span.is_empty()).then(|| Between { kind: kind_of(self.text, line), span })
    }
}

/// Whether places that are asked for in order lie within ranges that are in order, and in which of them.
struct Within<'a, I: Iterator<Item = &'a Range<usize>>> {
    ranges: std::iter::Peekable<std::iter::Enumerate<I>>,
}

impl<'a, I: Iterator<Item = &'a Range<usize>>> Within<'a, I> {
    fn new(ranges: impl IntoIterator<IntoIter = I>) -> Self {
        Within { ranges: ranges.into_iter().enumerate().peekable() }
    }

    fn holds(&mut self, place: usize) -> Option<usize> {
        while self.ranges.next_if(|(_, range)| range.end <= place).is_some() {}
        self.ranges.peek().filter(|(_, range)| range.start <= place).map(|&(number, _)| number)
    }
}

fn next_line(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    Some(start..start + rest.find('\n').map_or(rest.len(), |at| at + 1))
}

/// A line without blanks around it, and without the marks of quotations and lists that it begins with.
fn content(text: &str, line: Range<usize>) -> Range<usize> {
    let end = line.start + text[line.clone()].trim_end().len();
    let mut start = line.start;
    while start < end {
        let rest = &text[start..end];
        let bare = rest.trim_start();
        start += rest.len() - bare.len();
        let mark = bare.strip_prefix('>').map_or_else(|| list_mark(bare), |_| 1);
        if mark == 0 {
            break;
        }
        start += mark;
    }
    start..end.max(start)
}

/// The bytes of the mark of a list item that a text begins with.
fn list_mark(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).take(9).count();
    let mark = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => return 0,
    };
    if text[mark..].starts_with([' ', '\t']) { mark } else { 0 }
}

fn kind_of(text: &str, line: Range<usize>) -> BetweenKind {
    let raw = text[line].trim();
    match raw.as_bytes().first() {
        Some(b'#') => BetweenKind::Heading,
        Some(b'>') => BetweenKind::Quotation,
        Some(b'<') if raw.starts_with("<!--") => BetweenKind::Comment,
        Some(b'<') => BetweenKind::Html,
        Some(b'`' | b'~') if raw.starts_with("```") || raw.starts_with("~~~") => BetweenKind::Code,
        _ if raw.ends_with("-->") => BetweenKind::Comment,
        _ if raw.len() > 2 && raw.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b' ')) => BetweenKind::Rule,
        _ if list_mark(raw) > 0 => BetweenKind::ListItem,
        _ => BetweenKind::Text,
    }
}
