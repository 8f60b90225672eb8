//! Lines that look like tables or rows but are neither to GitHub.

use std::ops::Range;

use super::row::{Row, split};
use crate::source::Source;

/// A header whose delimiter row is missing or has another number of cells: GitHub shows plain text.
#[derive(Debug)]
pub(crate) struct BrokenTable {
    pub(crate) header: Range<usize>,
    /// The raw texts of the header's cells.
    pub(crate) header_cells: Vec<String>,
    /// The delimiter row and how many cells it has.
    pub(crate) delimiter: Option<(Range<usize>, usize)>,
    /// How many cells the line below the delimiter row has.
    pub(crate) row_cells: Option<usize>,
}

/// A line that looks like a row of the table above it.
#[derive(Debug)]
pub(crate) struct DetachedRow {
    pub(crate) span: Range<usize>,
    /// The raw texts of its cells.
    pub(crate) cells: Vec<String>,
}

/// The lines of a block, trimmed.
pub(super) struct Lines<'a> {
    text: &'a str,
    lines: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn read(source: &'a Source, range: Range<usize>) -> Self {
        let text = source.text();
        let mut lines = Vec::new();
        // Most paragraphs hold no pipe, and their lines concern nobody.
        if text[range.clone()].contains('|') {
            let mut start = range.start;
            for line in text[range].split_inclusive('\n') {
                lines.push(super::cell::trim(text, start..start + line.len()));
                start += line.len();
            }
        }
        Lines { text, lines }
    }

    /// The first header in the block with a delimiter row that does not fit it, or with none above lines of its shape.
    pub(super) fn broken_table(&self) -> Option<BrokenTable> {
        let delimiter = self.lines.windows(2).position(|pair| self.has_pipe(&pair[0]) && self.is_delimiter(&pair[1]));
        let header = match delimiter {
            Some(header) => header,
            None if self.lines.len() > 1 && self.lines.iter().all(|line| self.text[line.clone()].starts_with('|')) => 0,
            None => return None,
        };
        let row = header + if delimiter.is_some() { 2 } else { 1 };
        let count = |line: &Range<usize>| split(&self.text[line.clone()]).len();
        Some(BrokenTable {
            header: self.lines[header].clone(),
            header_cells: self.cells(&self.lines[header]),
            delimiter: delimiter.map(|at| (self.lines[at + 1].clone(), count(&self.lines[at + 1]))),
            row_cells: self.lines.get(row).map(count),
        })
    }

    /// The lines that could be rows of a table with this header.
    pub(super) fn rows_of(&self, header: &Row) -> Vec<DetachedRow> {
        self.lines
            .iter()
            .map(|line| DetachedRow { span: line.clone(), cells: self.cells(line) })
            .filter(|row| self.text[row.span.clone()].starts_with('|') || row.cells.len() == header.cells.len())
            .filter(|row| row.cells.len() > 1)
            .collect()
    }

    fn cells(&self, line: &Range<usize>) -> Vec<String> {
        let raw = &self.text[line.clone()];
        split(raw).into_iter().map(|range| raw[range].trim().to_owned()).collect()
    }

    fn has_pipe(&self, line: &Range<usize>) -> bool {
        self.text[line.clone()].contains('|')
    }

    fn is_delimiter(&self, line: &Range<usize>) -> bool {
        let raw = &self.text[line.clone()];
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
}
