//! The rows of a group of tables: those whose raw lines do not fit are set aside with a finding.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Resolve;
use super::groups::Group;
use super::slips::{Known, is_lone_tick};
use super::tables::{Chosen, count};
use crate::catalog::Role;
use crate::directive::{ExtraCells, ShortRows};
use crate::finding::{Finding, Fix, Rule, Setting};
use crate::markdown::{Cell, Row, Shape, raw_cells};
use crate::reading::{CodeCell, Reading};
use crate::text::{ConflictMarker, Mark, RowId};

/// A row of a table of the group.
#[derive(Clone, Debug)]
pub(crate) struct TableRow<'a> {
    /// The index of its table in the group.
    pub(crate) table: usize,
    pub(crate) row: &'a Row,
    /// The column of the codes, and what its cell says.
    code: (usize, &'a CodeCell),
    joined: Option<Box<Joined>>,
    /// What its cells say together with those of the rows that were merged into it; empty where none was.
    merged: Vec<Merged>,
    /// The other rows that make its entry.
    others: Vec<Range<usize>>,
}

/// The text of a cell, together with the other texts that rows of one code have there.
#[derive(Clone, Debug)]
struct Merged {
    text: String,
    /// The cell that the text, or its beginning, is from.
    span: Range<usize>,
    marks: Vec<Mark>,
}

/// What stands between the texts of merged rows.
const BETWEEN: &str = " / ";

/// What stood beyond the last column and belongs to its cell.
#[derive(Clone, Debug)]
struct Joined {
    text: String,
    /// The code, where that cell has it.
    code: Option<CodeCell>,
}

impl TableRow<'_> {
    /// What its code cell says.
    pub(crate) fn code(&self) -> &CodeCell {
        self.joined.as_ref().and_then(|joined| joined.code.as_ref()).unwrap_or(self.code.1)
    }

    /// The cell itself.
    pub(crate) fn code_cell(&self) -> &Cell {
        &self.row.cells[self.code.0]
    }

    /// Where that cell stands.
    pub(crate) fn code_span(&self) -> Range<usize> {
        self.cell_span(self.code.0)
    }

    pub(crate) fn id(&self) -> RowId {
        self.row.id
    }

    /// The text of a cell.
    pub(crate) fn text(&self, column: usize) -> String {
        match self.merged.get(column) {
            Some(merged) => merged.text.clone(),
            None => self.own_text(column),
        }
    }

    /// The text of a cell without those of merged rows.
    pub(crate) fn own_text(&self, column: usize) -> String {
        let text = &self.row.cells[column].text;
        match &self.joined {
            Some(joined) if column + 1 == self.row.cells.len() => format!("{text} | {}", joined.text),
            _ => text.clone(),
        }
    }

    /// The text of a cell as its column shows it.
    pub(crate) fn shown(&self, column: usize, role: Role) -> String {
        match (role, &self.joined) {
            // The code of merged rows is that of the first.
            (Role::Code, None) => self.row.cells[column].shown_code().into_owned(),
            _ => self.text(column),
        }
    }

    /// The marks in a cell. What has joined its text stands behind them.
    pub(crate) fn marks(&self, column: usize) -> &[Mark] {
        if let Some(merged) = self.merged.get(column) {
            return &merged.marks;
        }
        &self.row.cells[column].marks
    }

    pub(crate) fn cell_span(&self, column: usize) -> Range<usize> {
        match self.merged.get(column) {
            Some(merged) => merged.span.clone(),
            None => self.row.cells[column].span.clone(),
        }
    }

    /// Counts a row to those that make its entry.
    pub(crate) fn join(&mut self, other: &TableRow<'_>) {
        self.others.push(other.row.span.clone());
        self.others.extend(other.others.iter().cloned());
    }

    /// Shows the other rows that make its entry: what sets it aside, sets them aside.
    pub(crate) fn with_others(&self, finding: Finding) -> Finding {
        self.others.iter().fold(finding, |finding, row| finding.label(row.clone(), "a row of the same code"))
    }

    /// Takes in rows of the same code: where `is_one` says that a column has one value for each code, it is that of the
    /// first row that has one; elsewhere each text that was not there yet joins those before it.
    pub(crate) fn merge(&mut self, others: &[TableRow<'_>], is_one: impl Fn(usize) -> bool) {
        let columns = 0..self.row.cells.len();
        let merged = columns.map(|column| {
            let mut merged =
                Merged { text: String::new(), span: self.row.cells[column].span.clone(), marks: Vec::new() };
            let mut known = HashSet::new();
            for row in std::iter::once(&*self).chain(others) {
                let text = row.text(column);
                let is_taken = !merged.text.is_empty();
                if text.is_empty() || is_taken && is_one(column) || !known.insert(text.clone()) {
                    continue;
                }
                match is_taken {
                    true => merged.text.push_str(BETWEEN),
                    false => merged.span = row.cell_span(column),
                }
                let at = merged.text.len();
                let marks = row.marks(column).iter().cloned();
                merged.marks.extend(marks.map(|mut mark| {
                    mark.range = mark.range.start + at..mark.range.end + at;
                    mark
                }));
                merged.text.push_str(&text);
            }
            merged
        });
        self.merged = merged.collect();
        others.iter().for_each(|row| self.join(row));
    }
}

impl Resolve<'_> {
    /// The rows that fit, in order; also looks at what stands around the tables.
    pub(crate) fn rows<'g>(&mut self, group: &'g Group<'_>) -> Vec<TableRow<'g>> {
        let mut rows = Vec::new();
        for (number, chosen) in group.tables.iter().enumerate() {
            self.surroundings(chosen);
            let looks = Looks::of(chosen, group);
            let all: Vec<_> = chosen.rows().collect();
            let mut at = 0;
            while let Some(&(row, code)) = all.get(at) {
                if let Some((lines, finding)) = self.over_lines(chosen, &all[at..]) {
                    self.findings.push(finding);
                    at += lines;
                    continue;
                }
                rows.extend(self.row(number, &looks, (row, code)));
                at += 1;
            }
        }
        rows
    }

    fn surroundings(&mut self, chosen: &Chosen<'_>) {
        let table = chosen.table;
        if table.rows.is_empty() {
            let message = "this table has no rows";
            let finding = Finding::error(Rule::NoRows, self.source, table.header.span.clone(), message);
            self.findings.push(chosen.or_left_out(finding, "leave the table out").help("add a row"));
        }
        let lines = self.source.text()[table.span.clone()].trim_end().lines().count();
        if lines != table.rows.len() + 2 {
            let message = format!(
                "the table has {} below its header, but {} of it can be read",
                count(lines.saturating_sub(2), "line"),
                count(table.rows.len(), "row")
            );
            self.findings.push(
                Finding::error(Rule::RowCount, self.source, table.header.span.clone(), message)
                    .help("part the table in two, or look for a stray carriage return in it"),
            );
        }
        for tags in &table.vanishing_tags {
            self.findings.push(self.vanishing(tags));
        }
    }

    fn vanishing(&self, tags: &[Range<usize>]) -> Finding {
        let text = &self.source.text()[tags[0].clone()];
        let message = match tags.len() {
            1 => format!("`{text}` is an HTML tag to Markdown, so no reader sees it"),
            number => format!("`{text}` and {} more are HTML tags to Markdown, so no reader sees them", number - 1),
        };
        let mut finding = Finding::warning(Rule::VanishingTag, self.source, tags[0].clone(), message);
        for other in tags.iter().skip(1).take(2) {
            finding = finding.label(other.clone(), "");
        }
        let escaped = format!("\\{text}");
        let each = if tags.len() > 1 { "each of them" } else { "it" };
        let title = format!("escape {each}: `{escaped}`");
        let fix = Fix::edit(title, self.source, tags[0].clone(), escaped).preferred();
        let escape = |fix: Fix, tag: &Range<usize>| fix.and(tag.start..tag.start, "\\");
        finding.fix(tags.iter().skip(1).fold(fix, escape))
    }

    /// The row, if its raw line fits or a directive says how to make it fit.
    fn row<'g>(
        &mut self,
        table: usize,
        looks: &Looks<'g, '_>,
        (row, code): (&'g Row, &'g CodeCell),
    ) -> Option<TableRow<'g>> {
        let chosen = looks.chosen;
        let column = chosen.roles.code;
        let fitting = |joined| {
            Some(TableRow { table, row, code: (column, code), joined, merged: Vec::new(), others: Vec::new() })
        };
        let finding = match &row.shape {
            Shape::Whole => return fitting(None),
            Shape::Short { found } if chosen.options.short_rows == Some(ShortRows::Pad) && looks.pads(*found, code) => {
                return fitting(None);
            }
            Shape::Short { found } => {
                let meant = self.lost_pipe(chosen, row, *found, looks.known());
                let meant = meant.or_else(|| self.shifted(chosen, row, *found, looks.known()));
                meant.unwrap_or_else(|| self.short(looks, row, *found, code))
            }
            Shape::Long { found, extra } => match chosen.options.extra_cells.unwrap_or_default() {
                ExtraCells::Drop => return fitting(None),
                ExtraCells::Join => return fitting(Some(self.joined(row, column, extra.clone()))),
                ExtraCells::Error => {
                    let two = self.two_rows(chosen, row, *found);
                    two.unwrap_or_else(|| self.long(looks, row, *found, extra.clone()))
                }
            },
            Shape::PipeInCode(code) if is_lone_tick(self.source, row, code.start) => {
                let tick = code.start..code.start + 1;
                let message = "this backtick is not closed in its cell, so it seems to hold the pipe behind it";
                Finding::error(Rule::PipeInCode, self.source, tick.clone(), message).fix(Fix::edit(
                    "close it in its cell, or take it out",
                    self.source,
                    tick,
                    "",
                ))
            }
            Shape::PipeInCode(code) => {
                let mended = escape_pipes(&self.source.text()[code.clone()]);
                let title = "escape the pipe, which GitHub shows without the backslash";
                let message = "the pipe inside these backticks splits the cell; GitHub looks for pipes before code";
                Finding::error(Rule::PipeInCode, self.source, code.clone(), message)
                    .fix(Fix::edit(format!("{title}: {mended}"), self.source, code.clone(), mended).preferred())
            }
            Shape::Text => {
                let above = self.source.line_span(row.line).start;
                let message = "this text stands right under the table, so GitHub makes it a row";
                let finding = Finding::error(Rule::GluedText, self.source, row.span.clone(), message);
                if is_marker(&self.source.text()[row.span.clone()]) {
                    let message = "this line is a marker of a merge conflict, whose others are gone";
                    let finding = Finding { message: message.to_owned(), ..finding };
                    self.findings.push(finding.fix(Fix::without_lines("take it out", self.source, row.span.clone())));
                    return None;
                }
                // With rows below it, a blank line would end the table above them.
                let is_last = chosen.table.rows.last().is_some_and(|last| last.id == row.id);
                match is_last {
                    true => {
                        let title = "put a blank line above it";
                        finding.fix(Fix::edit(title, self.source, above..above, self.source.line_end()))
                    }
                    false => {
                        let title = "move it out of the table, or take it out";
                        finding.fix(Fix::without_lines(title, self.source, row.span.clone()))
                    }
                }
            }
            Shape::Html => {
                let message = "this tag stands on a line of its own, so GitHub ends the table above it";
                Finding::error(Rule::DetachedRow, self.source, row.span.clone(), message).fix(Fix::without_lines(
                    "take it out, or move it above the table",
                    self.source,
                    row.span.clone(),
                ))
            }
            Shape::Indented => {
                let message = "this row is indented by four spaces or more, so GitHub ends the table above it";
                let blanks = self.source.line_span(row.line).start..row.span.start;
                Finding::error(Rule::IndentedRow, self.source, row.span.clone(), message)
                    .fix(Fix::edit("take the spaces out", self.source, blanks, "").safe())
            }
        };
        self.findings.push(finding);
        None
    }

    fn short(&self, looks: &Looks<'_, '_>, row: &Row, found: usize, code: &CodeCell) -> Finding {
        let chosen = looks.chosen;
        let columns = row.cells.len();
        let message = format!("this row has {}, the header {columns}", count(found, "cell"));
        let finding = Finding::error(Rule::ShortRow, self.source, row.span.clone(), message)
            .label(chosen.table.header.span.clone(), format!("{} here", count(columns, "cell")))
            .help("add the missing cells, empty ones too: `|  |`");
        if !looks.pads(found, code) {
            return finding;
        }
        let setting = Setting::new("short_rows", "\"pad\"");
        let title = "let short rows end in empty cells";
        finding.fix(chosen.saying_why(title, setting, "some rows lack their last cells"))
    }

    fn long(&self, looks: &Looks<'_, '_>, row: &Row, found: usize, extra: Range<usize>) -> Finding {
        let chosen = looks.chosen;
        let columns = row.cells.len();
        let message = format!("this row has {}, the header {columns}; GitHub drops the rest", count(found, "cell"));
        let finding = Finding::error(Rule::ExtraCell, self.source, extra, message)
            .label(chosen.table.header.span.clone(), format!("{} here", count(columns, "cell")))
            .help("give the table another column, or write `\\|` where a pipe is part of the text");
        // Where the cell at the end is a value of the last column, one before it is too many.
        let cells = raw_cells(&self.source.text()[row.span.clone()]);
        let last = cells.last().copied().unwrap_or_default();
        if looks.is_last_of_another(row, last) {
            return finding;
        }
        let setting = Setting::new("extra_cells", "\"join\"");
        let title = "let what is too much join the last cell (`drop` leaves it out, as GitHub does)";
        finding.fix(chosen.saying_why(title, setting, "some rows have bare pipes in their last cell"))
    }

    /// The raw text of cells that join the last one.
    fn joined(&self, row: &Row, code: usize, extra: Range<usize>) -> Box<Joined> {
        let text = self.source.text()[extra].trim_end_matches('|').trim().replace("\\|", "|");
        let is_code = code + 1 == row.cells.len();
        let code = is_code.then(|| CodeCell::of(&format!("{} | {text}", row.cells[code].text), None));
        Box::new(Joined { text, code })
    }
}

/// What the rows of a table look like, each thing counted once, if anything asks.
struct Looks<'g, 't> {
    chosen: &'g Chosen<'t>,
    group: &'g Group<'t>,
    /// Whether most codes of whole rows are numbers, and whether one of them has a blank.
    codes: OnceCell<(bool, bool)>,
    /// The texts in the last column, and how many rows have each.
    last: OnceCell<HashMap<&'g str, usize>>,
    known: OnceCell<Known>,
}

impl<'g, 't> Looks<'g, 't> {
    fn of(chosen: &'g Chosen<'t>, group: &'g Group<'t>) -> Self {
        Looks { chosen, group, codes: OnceCell::new(), last: OnceCell::new(), known: OnceCell::new() }
    }

    /// What the cells of its whole rows say, and said when they were released.
    fn known(&self) -> &Known {
        self.known.get_or_init(|| Known::of(self.chosen, self.group))
    }

    /// Whether a short row lacks its last cells: its code is there and looks like the others. A row whose first cells are
    /// missing has another text in the place of its code.
    fn pads(&self, found: usize, code: &CodeCell) -> bool {
        let is_number = |code: &CodeCell| !matches!(code.reading, Reading::Other | Reading::Empty);
        let (are_numbers, have_blanks) = *self.codes.get_or_init(|| {
            let whole = || self.chosen.rows().filter(|(row, _)| row.shape == Shape::Whole).map(|(_, code)| code);
            let numbers = whole().filter(|code| is_number(code)).count();
            (numbers * 2 > whole().count(), whole().any(|code| code.text.contains(' ')))
        });
        let is_like = match are_numbers {
            true => is_number(code),
            false => !code.text.is_empty() && (have_blanks || !code.text.contains(' ')),
        };
        found > self.chosen.roles.code && is_like
    }

    /// Whether another row has this text in the last column.
    fn is_last_of_another(&self, row: &Row, text: &str) -> bool {
        let last = self.last.get_or_init(|| {
            let mut last = HashMap::new();
            for cell in self.chosen.table.rows.iter().filter_map(|row| row.cells.last()) {
                *last.entry(cell.text.as_str()).or_default() += 1;
            }
            last
        });
        let own = usize::from(row.cells.last().is_some_and(|cell| cell.text == text));
        last.get(text).is_some_and(|&count| count > own)
    }
}

/// A piece of Markdown with a backslash before each bare pipe.
fn escape_pipes(raw: &str) -> String {
    raw.replace("\\|", "|").replace('|', "\\|")
}

/// Whether a line is a marker of a conflict as git writes it: all but the one in the middle have a label.
fn is_marker(line: &str) -> bool {
    ConflictMarker::of(line.trim_end())
        .is_some_and(|(marker, label)| label.is_empty() == (marker == ConflictMarker::Theirs))
}
