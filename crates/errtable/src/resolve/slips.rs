//! Rows that a slip of the pen has broken, where the row tells what was meant: each finding shows the row to write.

use std::collections::HashMap;
use std::ops::Range;

use super::Resolve;
use super::groups::Group;
use super::tables::{Chosen, count};
use crate::finding::{Finding, Fix, Rule};
use crate::markdown::{Row, Shape, raw_cells, split_row};
use crate::reading::{CodeCell, Reading};
use crate::text::Source;

/// A row that was broken off more often is no row any more.
const LINES: usize = 4;
/// The bytes of a cell in which a lost pipe is looked for; to try each blank of a longer one takes long.
const SEARCHED: usize = 500;

/// What the cells of each column say in the rows of a table that are whole, and said when they were released, with how often.
pub(super) struct Known(Vec<HashMap<String, usize>>);

impl Known {
    pub(super) fn of(chosen: &Chosen<'_>, group: &Group<'_>) -> Self {
        let mut known = vec![HashMap::new(); chosen.table.header.cells.len()];
        for row in chosen.table.rows.iter().filter(|row| row.shape == Shape::Whole) {
            for (cell, texts) in row.cells.iter().zip(&mut known).filter(|(cell, _)| !cell.text.is_empty()) {
                *texts.entry(cell.text.clone()).or_default() += 1;
            }
        }
        for row in group.locked.iter().flat_map(|locked| &locked.rows) {
            let texts = [(chosen.roles.name, &row.name), (chosen.roles.description, &row.description)];
            for (column, text) in texts.into_iter().filter_map(|(column, text)| Some((column?, text.as_ref()?))) {
                known[column].entry(text.clone()).or_default();
            }
        }
        Known(known)
    }

    fn has(&self, column: usize, text: &str) -> bool {
        self.0[column].contains_key(text)
    }

    /// Whether several rows say it, so that it is a value of the column.
    pub(super) fn is_value(&self, column: usize, text: &str) -> bool {
        self.0[column].get(text).is_some_and(|&uses| uses > 1)
    }
}

impl Resolve<'_> {
    /// What the first of some rows was meant to be, where it goes on in those below it or they are of another making; with
    /// how many of them are told of.
    pub(super) fn over_lines(&self, chosen: &Chosen<'_>, rows: &[(&Row, &CodeCell)]) -> Option<(usize, Finding)> {
        let (first, _) = rows.first()?;
        let raw = |row: &Row| &self.source.text()[row.span.clone()];
        let columns = first.cells.len();
        let tabbed = rows.iter().take_while(|(row, _)| tabbed(raw(row), columns).is_some()).count();
        if tabbed > 0 {
            let lines: Vec<_> = rows[..tabbed].iter().filter_map(|(row, _)| tabbed_row(raw(row), columns)).collect();
            return Some((tabbed, self.parted_by_tabs(&rows[..tabbed], &lines)));
        }
        // Whether outer pipes are there does not tell: a table that is aligned gets them in its whole rows alone. Below a
        // whole row, a line that ends in a pipe and has no other is the rest of its last cell.
        let is_rest = |line: &str| !line.starts_with('|') && ends_in_pipe(line) && split_row(line).len() == 1;
        let is_whole = matches!(first.shape, Shape::Whole);
        let is_open = match first.shape {
            Shape::Whole => rows.get(1).is_some_and(|(row, _)| is_rest(raw(row))),
            Shape::Short { .. } => true,
            _ => false,
        };
        if !is_open {
            return None;
        }
        let mut joined = raw(first).to_owned();
        let has_outer_pipes = joined.starts_with('|') && !is_whole;
        if is_whole && ends_in_pipe(&joined) {
            joined.truncate(joined.trim_end_matches('|').trim_end().len());
        }
        for (number, (row, code)) in rows.iter().enumerate().skip(1).take(LINES - 1) {
            let line = raw(row);
            // What goes on begins with no pipe, or the line above it ended with none; and it has no code.
            let goes_on = !line.starts_with('|') || !ends_in_pipe(&joined);
            if !goes_on || is_code(code) && (line.starts_with('|') || !has_outer_pipes) {
                return None;
            }
            joined = format!("{joined} {line}");
            let cells = split_row(&joined);
            let code = cells.get(chosen.roles.code).map(|cell| CodeCell::of(&joined[cell.clone()], None));
            if cells.len() == columns && code.is_some_and(|code| is_code(&code)) {
                let span = first.span.start..row.span.end;
                let message =
                    format!("this row stands on {}, and a row of a table stands on one", count(number + 1, "line"));
                let finding = Finding::error(Rule::ShortRow, self.source, span.clone(), message);
                return Some((number + 1, finding.fix(self.rows_for("write it on one line", span, &[joined]))));
            }
            if cells.len() > columns || is_whole {
                return None;
            }
        }
        None
    }

    fn parted_by_tabs(&self, rows: &[(&Row, &CodeCell)], lines: &[String]) -> Finding {
        let span = rows[0].0.span.start..rows[rows.len() - 1].0.span.end;
        let (message, what) = match rows.len() {
            1 => ("tabs part the cells of this line, as a spreadsheet writes it".to_owned(), "write it as a row"),
            number => (
                format!("tabs part the cells of these {number} lines, as a spreadsheet writes them"),
                "write them as rows",
            ),
        };
        Finding::error(Rule::GluedText, self.source, span.clone(), message).fix(self.rows_for(what, span, lines))
    }

    /// A row with so many cells too much that they are another row.
    pub(super) fn two_rows(&self, chosen: &Chosen<'_>, row: &Row, found: usize) -> Option<Finding> {
        let columns = row.cells.len();
        let raw = &self.source.text()[row.span.clone()];
        let cells = raw_cells(raw);
        // The outer pipes of two rows leave an empty cell between them.
        let between = match found.checked_sub(2 * columns)? {
            0 => 0,
            1 if cells[columns].is_empty() => 1,
            _ => return None,
        };
        let parts = [&cells[..columns], &cells[columns + between..]];
        // As many characters as the code of the row itself: `one of 0 | 1` parts no rows.
        let [one, other] = parts.map(|part| part[chosen.roles.code]);
        let all = [one, other].iter().all(|code| is_code(&CodeCell::of(code, None))) && one.len() == other.len();
        let lines = parts.map(|cells| format!("| {} |", cells.join(" | ")));
        all.then(|| {
            Finding::error(Rule::ExtraCell, self.source, row.span.clone(), "two rows stand on this line")
                .fix(self.rows_for("write each on a line of its own", row.span.clone(), &lines))
        })
    }

    /// A row that lacks one cell, where what its cells say tells which pipe is lost.
    pub(super) fn lost_pipe(&self, chosen: &Chosen<'_>, row: &Row, found: usize, known: &Known) -> Option<Finding> {
        let columns = row.cells.len();
        if found + 1 != columns {
            return None;
        }
        let raw = &self.source.text()[row.span.clone()];
        let cells = raw_cells(raw);
        let code = chosen.roles.code;
        let is_cell = |column: usize, text: &str| {
            // Words beside a code are another cell.
            let is_alone = || !text.contains(' ') && is_code(&CodeCell::of(text, None));
            if column == code { is_alone() } else { known.has(column, text) }
        };
        let mut partings = Vec::new();
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.len() <= SEARCHED) {
            // Where a whole cell is known, no pipe is lost in it.
            for (at, _) in cell.match_indices(' ') {
                let (left, right) = (cell[..at].trim(), cell[at..].trim());
                if !left.is_empty() && (is_cell(column, left) || is_cell(column + 1, right)) {
                    partings.push((column, left, right));
                }
            }
        }
        let &[(column, left, right)] = &partings[..] else { return None };
        let mut parted = cells.clone();
        parted.splice(column..=column, [left, right]);
        is_code(&CodeCell::of(parted[code], None)).then(|| {
            let headers: Vec<_> = chosen.headers().skip(column).take(2).collect();
            let message = format!("the pipe between `{}` and `{}` is missing in this row", headers[0], headers[1]);
            Finding::error(Rule::ShortRow, self.source, row.span.clone(), message).fix(self.rows_for(
                "part the two cells",
                row.span.clone(),
                &[format!("| {} |", parted.join(" | "))],
            ))
        })
    }

    /// Rows in the place of others, behind the marks of the quotation or list that those stand in.
    fn rows_for(&self, title: &str, span: Range<usize>, rows: &[String]) -> Fix {
        let line = self.source.line_span(self.source.line(span.start));
        let marks = &self.source.text()[line.start..span.start];
        let rows = rows.join(&format!("{}{marks}", self.source.line_end()));
        Fix::edit(title, self.source, span, rows).preferred()
    }

    /// A row that lacks a cell before its last one, which is a value of the last column.
    pub(super) fn shifted(&self, chosen: &Chosen<'_>, row: &Row, found: usize, known: &Known) -> Option<Finding> {
        let columns = row.cells.len();
        let last = row.cells.get(found.checked_sub(1)?)?;
        let header = chosen.headers().nth(columns - 1)?;
        (found < columns && known.is_value(columns - 1, &last.text) && !known.has(found - 1, &last.text)).then(|| {
            let message = format!("this row has {}, the header {columns}", count(found, "cell"));
            Finding::error(Rule::ShortRow, self.source, row.span.clone(), message)
                .label(last.span.clone(), format!("a value of `{header}`"))
                .help(format!("add the missing cell before `{}`, which belongs to `{header}`", last.text))
        })
    }
}

fn ends_in_pipe(line: &str) -> bool {
    line.ends_with('|') && !line.ends_with("\\|")
}

fn is_code(code: &CodeCell) -> bool {
    matches!(code.reading, Reading::Number(_) | Reading::Annotated(..) | Reading::List(_) | Reading::Range(..))
        || code.text.contains(|c: char| c.is_ascii_digit()) && !code.text.contains(' ')
}

/// The cells of a line that tabs part, as many as a table has columns.
fn tabbed(line: &str, columns: usize) -> Option<Vec<&str>> {
    let cells: Vec<_> = line.trim().split('\t').map(str::trim).collect();
    // A tab may stand beside a pipe, too.
    let has_tabs = columns > 1 && cells.len() == columns && split_row(line).len() != columns;
    (has_tabs && !line.starts_with('|')).then_some(cells)
}

/// Such a line as a row.
pub(crate) fn tabbed_row(line: &str, columns: usize) -> Option<String> {
    let cells: Vec<_> = tabbed(line, columns)?.iter().map(|cell| cell.replace('|', "\\|")).collect();
    Some(format!("| {} |", cells.join(" | ")))
}

/// Whether a backtick opens no code: pipes part the cells of its row as they should, and in its cell it is alone.
pub(super) fn is_lone_tick(source: &Source, row: &Row, tick: usize) -> bool {
    let raw = &source.text()[row.span.clone()];
    let (at, cells) = (tick - row.span.start, split_row(raw));
    let ticks = |text: &str| text.split('`').count() - 1;
    let cell = cells.iter().find(|cell| cell.contains(&at));
    cell.is_some_and(|cell| ticks(&raw[cell.clone()]) == 1) && cells.len() == row.cells.len() && ticks(raw) % 2 == 1
}
