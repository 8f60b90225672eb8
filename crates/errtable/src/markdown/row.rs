//! A row as its raw line has it, counted apart from what the parser makes of it.

use std::collections::HashMap;
use std::ops::Range;

use super::cell::{Cell, trim};
use crate::text::{RowId, Source, TableId};

/// One row of a table, the header included.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is called by.
    pub id: RowId,
    /// The line without the space around it.
    pub span: Range<usize>,
    /// The 1-based line.
    pub line: usize,
    /// As many as the header has.
    pub cells: Vec<Cell>,
    /// How its raw line differs from a row of the table.
    pub shape: Shape,
    /// The column in which the row begins, tabs counted as up to four.
    indent: usize,
}

/// How the raw line of a row differs from what its table asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// In nothing.
    #[default]
    Whole,
    /// Fewer cells than the header.
    Short {
        /// Its cells.
        found: usize,
    },
    /// More cells than the header; the span covers those that GitHub drops.
    Long {
        /// Its cells.
        found: usize,
        /// Those beyond the last column.
        extra: Range<usize>,
    },
    /// A pipe inside backticks split a cell; the span covers the backticks and what is between.
    PipeInCode(Range<usize>),
    /// No pipe at all: text under the table.
    Text,
    /// A tag on a line of its own, at which GitHub ends the table.
    Html,
    /// Indented so far that GitHub ends the table above it.
    Indented,
}

impl Row {
    pub(crate) fn read(source: &Source, range: Range<usize>) -> Self {
        let span = trim(source.text(), range);
        let line = source.line(span.start);
        // Backwards, since a lone carriage return parts rows and no lines.
        let before = source.text()[..span.start].rsplit(['\n', '\r']).next().unwrap_or_default();
        let indent = before.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 });
        Row { id: RowId::default(), span, line, cells: Vec::new(), shape: Shape::Whole, indent }
    }

    /// The row as the one at an index of a table, where 0 is the header.
    pub(crate) fn called(self, table: TableId, index: usize) -> Self {
        Row { id: RowId::new(table, index, self.line), ..self }
    }

    /// The line below, from its first character that can belong to a table.
    pub(crate) fn next_line(&self, source: &Source) -> Range<usize> {
        let line = source.line_span((self.line + 1).min(source.line(source.text().len())));
        let raw = &source.text()[line.clone()];
        let prefix = raw.len() - raw.trim_start_matches(['>', ' ', '\t']).len();
        trim(source.text(), line.start + prefix..line.end)
    }

    /// Adds the empty cells that the parser has left out, which it does where it would have to add very many.
    pub(crate) fn fill(&mut self, columns: usize) {
        let end = self.span.end;
        self.cells.resize_with(columns, || Cell::missing(end));
    }

    /// Compares the raw line with the header; how many cells it has.
    pub(crate) fn measure(&mut self, source: &Source, header: &Row) -> usize {
        let raw = &source.text()[self.span.clone()];
        let cells = split(raw);
        let columns = header.cells.len();
        let at = |range: Range<usize>| self.span.start + range.start..self.span.start + range.end;
        self.shape = if self.indent >= header.indent + 4 {
            Shape::Indented
        } else if let Some(code) = pipe_in_code(raw) {
            Shape::PipeInCode(at(code))
        } else if is_lone_tag(raw) {
            Shape::Html
        } else if cells.len() == 1 && columns > 1 && !raw.starts_with('|') {
            Shape::Text
        } else if cells.len() < columns {
            Shape::Short { found: cells.len() }
        } else if cells.len() > columns && !cells[columns..].iter().all(|cell| is_blank(&raw[cell.clone()])) {
            let extra = cells[columns].start..cells[cells.len() - 1].end;
            Shape::Long { found: cells.len(), extra: trim(source.text(), at(extra)) }
        } else {
            Shape::Whole
        };
        cells.len()
    }
}

/// Whether a cell beyond the last column says nothing: it is empty, or a dash.
fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "--" | "–" | "—")
}

/// The cells of a raw line: what stands between its pipes, the outer ones left out.
pub fn split(raw: &str) -> Vec<Range<usize>> {
    if raw.trim_ascii().is_empty() {
        return Vec::new();
    }
    let end = raw.trim_ascii_end().len();
    let mut start = raw.len() - raw.trim_ascii_start().len();
    if raw[start..end].starts_with('|') {
        start += 1;
    }
    let mut cells = Vec::new();
    let first = start;
    for pipe in pipes(raw).filter(|&pipe| pipe >= first) {
        cells.push(start..pipe);
        start = pipe + 1;
    }
    if start < end {
        cells.push(start..end);
    }
    cells
}

/// The offsets of the pipes that end a cell. A backslash before a pipe always takes its meaning, even a second one.
pub(crate) fn pipes(raw: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = raw.as_bytes();
    (0..bytes.len()).filter(|&at| bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\'))
}

/// Their texts.
pub(crate) fn raw_cells(raw: &str) -> Vec<&str> {
    split(raw).into_iter().map(|range| raw[range].trim()).collect()
}

/// Whether a line parts a header from its rows.
pub(crate) fn is_delimiter(raw: &str) -> bool {
    let cells = split(raw);
    raw.contains('|')
        && !cells.is_empty()
        && cells.iter().all(|range| {
            let cell = raw[range.clone()].trim();
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// Whether a line is one, or would be with hyphens: word processors make longer dashes of them, and people and other markup
/// write `| === |` and `|---+---|`.
pub(crate) fn is_delimiter_to_people(raw: &str) -> bool {
    is_delimiter(raw) || raw.contains(|c| is_dash(c) || is_rule(c)) && is_delimiter(&with_hyphens(raw))
}

/// What draws a line, too. Without a pipe, `===` underlines a heading.
fn is_rule(c: char) -> bool {
    matches!(c, '=' | '_' | '+')
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}')
}

/// The line with hyphens for what stands in their place.
pub(crate) fn with_hyphens(raw: &str) -> String {
    let raw = raw.replace(is_dash, "-");
    match raw.trim().starts_with('|') {
        true => raw.replace(['=', '_'], "-").replace('+', "|"),
        false => raw,
    }
}

/// Whether a line is one tag and nothing else.
fn is_lone_tag(raw: &str) -> bool {
    let tag = raw.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    tag.is_some_and(|tag| {
        !tag.contains(['<', '>', '|', ':'])
            && tag.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

/// The first code span that would hold a bare pipe, if pipes did not split cells before code is looked for.
fn pipe_in_code(raw: &str) -> Option<Range<usize>> {
    let bytes = raw.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
    // Where runs of each length begin: a code span ends at the next run as long as the one that opens it.
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(|&byte| byte == b'`') {
        at += skipped;
        runs.entry(run(at)).or_default().push(at);
        at += run(at);
    }
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        let open = run(at);
        if open == 0 {
            at += 1;
            continue;
        }
        let alike = runs.get(&open).map_or(&[][..], Vec::as_slice);
        let Some(&close) = alike.get(alike.partition_point(|&close| close < at + open)) else {
            at += open;
            continue;
        };
        // Two backticks with nothing but a border between them belong to two cells.
        if pipes(&raw[at..close]).next().is_some() && raw[at + open..close].trim() != "|" {
            return Some(at..close + open);
        }
        at = close + open;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(raw: &str) -> Vec<&str> {
        split(raw).into_iter().map(|range| raw[range].trim()).collect()
    }

    #[test]
    fn outer_pipes_are_no_cells() {
        assert_eq!(cells("| a | b |"), ["a", "b"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
        assert_eq!(cells("| a |  | "), ["a", ""]);
        assert_eq!(cells("|| b"), ["", "b"]);
        assert_eq!(cells("|"), [""; 0]);
        assert_eq!(cells(" \t"), [""; 0]);
    }

    #[test]
    fn an_escaped_pipe_splits_nothing() {
        assert_eq!(cells(r"| a \| b | c |"), [r"a \| b", "c"]);
        assert_eq!(cells(r"| a \\| b |"), [r"a \\| b"]);
    }

    #[test]
    fn a_pipe_in_backticks_is_seen() {
        assert_eq!(pipe_in_code("| 1 | `a|b` |"), Some(6..11));
        assert_eq!(pipe_in_code(r"| 1 | `a\|b` |"), None);
        assert_eq!(pipe_in_code("| `1` | `2` |"), None);
        assert_eq!(pipe_in_code("| ` | ` |"), None);
        assert_eq!(pipe_in_code("| ``a`|b`` |"), Some(2..10));
    }
}
