//! Lines that look like rows of error codes and are none to GitHub: each is told of.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::Verdict;
use crate::directive::Plan;
use crate::finding::{Finding, Findings, Fix, Rule};
use crate::markdown::{
    Between, BetweenKind, BrokenTable, DetachedRows, Document, Row, Table, is_delimiter, split_row, stray_cells,
    with_hyphens,
};
use crate::reading::{self, Announced, Claim, CodeCell, CodeColumn, Reading};
use crate::resolve::{Chosen, Selection, Tables, count, folded, folded_header, tabbed_row};
use crate::text::Source;

/// The bytes of a header that are offered to paste; a longer one is not for a terminal.
const PASTED: usize = 1_000;

/// Tells of the lines that look like rows beside the tables that are in.
pub(crate) fn tell(
    &Tables { source, document, plans }: &Tables<'_>,
    &Selection { ref chosen, best }: &Selection<'_>,
    verdicts: &[Verdict],
    findings: &mut Findings,
) {
    let headers = chosen.iter().enumerate().map(|(number, chosen)| (folded_header(chosen.table), number));
    let mut strays = Strays { source, document, chosen, headers: headers.collect(), best, owners: Vec::new() };
    findings.extend(document.conflict.clone().map(|span| conflict(source, span)));
    strays.owners = (0..document.tables.len()).map(|number| strays.owner(number)).collect();
    let broken: Vec<_> = document.broken.iter().map(|broken| strays.broken(broken)).collect();
    let detached = document.detached.iter().filter_map(|detached| {
        let broken = detached.broken.map(|number| (&document.broken[number], broken[number].is_some()));
        strays.detached(detached, broken)
    });
    findings.extend(detached);
    findings.extend(broken.into_iter().flatten());
    let others = document.tables.iter().enumerate().filter(|(number, _)| verdicts[*number] == Verdict::Other);
    for (number, table) in others {
        findings.extend(strays.headless(number, table).or_else(|| strays.twin(table, &plans[number])));
    }
}

struct Strays<'a> {
    source: &'a Arc<Source>,
    document: &'a Document,
    /// The tables that are in, in the order of the file.
    chosen: &'a [Chosen<'a>],
    /// Their headers, folded, with an index into them.
    headers: HashMap<Vec<String>, usize>,
    best: Claim,
    /// For each table of the file, the index into those that are in of the one that its rows belong to.
    owners: Vec<Option<usize>>,
}

impl Strays<'_> {
    /// Whether a table with this header would have held error codes.
    fn is_ours(&self, header: &[&str]) -> bool {
        let folded: Vec<_> = header.iter().map(|cell| folded(cell)).collect();
        if self.headers.contains_key(&folded) {
            return true;
        }
        let certainties = header.iter().map(|header| reading::code_certainty(header)).enumerate();
        let code = certainties.filter_map(|(column, certainty)| Some((certainty?, column))).max();
        let code = code.map_or(CodeColumn::None, |(certainty, column)| CodeColumn::Found(column, certainty));
        reading::claim(header, None, Announced::No, &code, || true)
            .is_some_and(|claim| claim >= self.best.min(Claim::Strong))
    }

    /// Tells of a table that GitHub does not show, where it would have held error codes.
    fn broken(&self, broken: &BrokenTable) -> Option<Finding> {
        let header = stray_cells(self.source, &broken.header);
        if !self.is_ours(&header) {
            return self.with_delimiter(broken, &header);
        }
        // `|---+---|` has two cells to people.
        let delimiters = split_row(&with_hyphens(self.source.text()[broken.delimiter.clone()].trim())).len();
        match header.len() == delimiters {
            true => Some(self.misplaced(broken)),
            false => Some(self.uneven(broken, header.len(), delimiters)),
        }
    }

    /// Rows below a table with a delimiter row among them.
    fn with_delimiter(&self, broken: &BrokenTable, first: &[&str]) -> Option<Finding> {
        let chosen = self.chosen_table(broken.table)?;
        let column = chosen.roles.code;
        let has_code = |cells: &[&str]| cells.get(column).is_some_and(|code| is_code(code));
        let says_nothing = !first.iter().any(|cell| cell.contains(char::is_alphanumeric));
        let below = || broken.rows.iter().any(|row| has_code(&stray_cells(self.source, row)));
        let is_row = has_code(first) || says_nothing && below();
        let message = "these lines look like rows of the table above, with a delimiter row among them";
        (is_row && first.len() == chosen.table.header.cells.len()).then(|| {
            Finding::error(Rule::DetachedRow, self.source, all_of(broken), message)
                .label(chosen.table.header.span.clone(), "the header of that table")
                .label(broken.delimiter.clone(), "the delimiter row")
                .help("take the delimiter row out, and what stands between the rows and the table")
        })
    }

    /// The table that is in to which the rows of a table belong.
    fn chosen_table(&self, number: Option<usize>) -> Option<&Chosen<'_>> {
        self.owners[number?].map(|owner| &self.chosen[owner])
    }

    /// Header and delimiter row differ in their number of cells.
    fn uneven(&self, broken: &BrokenTable, header: usize, delimiters: usize) -> Finding {
        let (header_cells, span) = (count(header, "cell"), all_of(broken));
        let message =
            format!("the header has {header_cells}, its delimiter row {delimiters}, so GitHub shows no table");
        let finding = Finding::error(Rule::BrokenTable, self.source, span, message)
            .label(broken.delimiter.clone(), format!("{} here", count(delimiters, "cell")));
        let rows = broken.rows.first().map(|row| stray_cells(self.source, row).len());
        finding.help(match rows {
            Some(rows) if rows == delimiters => {
                format!("the rows have {}: give the header as many", count(rows, "cell"))
            }
            Some(rows) if rows == header => {
                format!("make the delimiter row\n\n| {} |", vec!["---"; header].join(" | "))
            }
            _ => "give both the same number of cells".to_owned(),
        })
    }

    /// Header and delimiter row fit each other, and stand where GitHub looks for no table.
    fn misplaced(&self, broken: &BrokenTable) -> Finding {
        let error = |message: String| Finding::error(Rule::BrokenTable, self.source, all_of(broken), message);
        let line = |span: &Range<usize>| self.source.line(span.start);
        if line(&broken.delimiter) > line(&broken.header) + 1 {
            return error("a blank line parts this header from its delimiter row, so GitHub shows no table".to_owned())
                .label(broken.delimiter.clone(), "the delimiter row")
                .help("take the blank line out");
        }
        if !is_delimiter(&self.source.text()[broken.delimiter.clone()]) {
            let message = "this delimiter row is not of hyphens, so GitHub shows no table";
            let span = broken.delimiter.start..broken.rows.last().unwrap_or(&broken.delimiter).end;
            let row = with_hyphens(&self.source.text()[broken.delimiter.clone()]);
            return Finding::error(Rule::BrokenTable, self.source, span, message)
                .fix(Fix::edit("write hyphens in this line", self.source, broken.delimiter.clone(), row).preferred());
        }
        if self.is_indented(&broken.header) {
            return error("this header is indented by four columns or more, so GitHub shows no table".to_owned())
                .help("take the blanks in front of its lines out");
        }
        match &broken.above {
            Some(open @ Between { kind: BetweenKind::OpenCode | BetweenKind::OpenComment, .. }) => {
                error(format!("{} takes this table in, so GitHub shows none", named(open.kind)))
                    .label(open.span.clone(), "it begins here")
                    .help(closing(open.kind))
            }
            Some(above) => {
                let what = named(above.kind);
                error(format!("{what} right above this table takes it in, so GitHub shows no table"))
                    .label(above.span.clone(), "")
                    .help("put a blank line above the header")
            }
            None => error("this header and its delimiter row make no table on GitHub".to_owned())
                .help("begin their lines without blanks, and put a blank line above them"),
        }
    }

    /// Whether a line is indented so far that it may be code.
    fn is_indented(&self, row: &Range<usize>) -> bool {
        let line = self.source.line_span(self.source.line(row.start));
        let indent = &self.source.text()[line.start..row.start];
        indent.contains('\t') || indent.ends_with("    ")
    }

    /// Rows without a header of their own, below a table that is in or right above one.
    ///
    /// `broken` is the one above them that looks like a table and is none, and whether that is told of.
    fn detached(&self, detached: &DetachedRows, broken: Option<(&BrokenTable, bool)>) -> Option<Finding> {
        if let Some((broken, true)) = broken {
            return self.below_broken(broken, detached);
        }
        let near = self.chosen_table(detached.table).filter(|_| broken.is_none());
        let first = stray_cells(self.source, detached.rows.first()?);
        let is_row = near.is_some_and(|chosen| is_code(first.get(chosen.roles.code).copied().unwrap_or_default()));
        let has_pipes = |row: &&Range<usize>| self.source.text()[(*row).clone()].starts_with('|');
        let all_have_pipes = detached.rows.iter().filter(has_pipes).count() == detached.rows.len();
        if !is_row && detached.rows.len() > 1 && all_have_pipes && self.is_ours(&first) {
            return Some(self.without_delimiter(detached, first.len()));
        }
        if let Some(chosen) = near {
            return self.below(chosen, &self.rows_of(near, detached), detached.between.as_ref());
        }
        let at = self.chosen.partition_point(|chosen| chosen.table.span.start < detached.rows[0].start);
        match at.checked_sub(1).and_then(|above| self.chosen.get(above)) {
            Some(far) => {
                let rows: Vec<_> = detached.rows.iter().filter(|row| self.fits(far, row)).collect();
                self.below(far, &rows, detached.between.as_ref())
            }
            None => self.above(self.chosen.first()?, detached),
        }
    }

    /// Whether a line has the cells of a table, and in the place of the code what may be one.
    fn fits(&self, chosen: &Chosen<'_>, row: &Range<usize>) -> bool {
        let cells = stray_cells(self.source, row);
        cells.len() == chosen.table.header.cells.len() && is_code(cells[chosen.roles.code])
    }

    fn without_delimiter(&self, detached: &DetachedRows, cells: usize) -> Finding {
        let message = "these lines have no delimiter row, so GitHub shows no table";
        let row = vec!["---"; cells].join(" | ");
        Finding::error(Rule::BrokenTable, self.source, from_first(&detached.rows), message)
            .help(format!("put this line below the header:\n\n| {row} |"))
    }

    /// Rows below lines that look like a table and are none.
    fn below_broken(&self, broken: &BrokenTable, detached: &DetachedRows) -> Option<Finding> {
        let rows = self.rows_of(self.chosen_table(detached.table), detached);
        let (first, last) = (rows.first()?, rows.last()?);
        let message = "this looks like a row of the table above, which is none to GitHub";
        let finding = Finding::error(Rule::DetachedRow, self.source, first.start..last.end, message)
            .label(broken.header.clone(), "that table")
            .help("mend that table, and take out what stands between it and this line");
        Some(finding)
    }

    /// Those of the lines that are not prose with a pipe in it.
    fn rows_of<'r>(&self, above: Option<&Chosen<'_>>, detached: &'r DetachedRows) -> Vec<&'r Range<usize>> {
        let column = above.map_or(0, |chosen| chosen.roles.code);
        let is_row = |row: &&Range<usize>| {
            let has_pipe = self.source.text()[(*row).clone()].starts_with('|');
            let code = stray_cells(self.source, row).get(column).copied().unwrap_or_default();
            // Indented, it may be an example of something else.
            is_code(code) || has_pipe && !(detached.between.is_some() && self.is_indented(row))
        };
        detached.rows.iter().filter(is_row).collect()
    }

    /// Rows that something parts from a table above them.
    fn below(&self, chosen: &Chosen<'_>, rows: &[&Range<usize>], between: Option<&Between>) -> Option<Finding> {
        let (first, last) = (rows.first()?, rows.last()?);
        let (look, them, their) = match rows.len() {
            1 => ("this line looks like a row".to_owned(), "it", "its"),
            number => (format!("these {number} lines look like rows"), "them", "their"),
        };
        let parts = between.map_or("a blank line", |between| named(between.kind));
        let message = format!("{look} of the table above, but {parts} parts {them} from the table");
        let table = chosen.table;
        let mut finding = Finding::error(Rule::DetachedRow, self.source, first.start..last.end, message)
            .label(table.rows.last().unwrap_or(&table.header).span.clone(), "the table ends here");
        if let Some(between) = between {
            finding = finding.label(between.span.clone(), "this stands between");
        }
        let columns = table.header.cells.len();
        let tabbed: Vec<_> =
            rows.iter().filter_map(|row| tabbed_row(&self.source.text()[(*row).clone()], columns)).collect();
        if tabbed.len() == rows.len() && between.is_none() {
            let end = table.rows.last().unwrap_or(&table.header).span.end;
            let text = tabbed.iter().map(|row| format!("{}{row}", self.source.line_end())).collect::<String>();
            let title = "tabs part the cells: write them as rows right below the table";
            return Some(finding.fix(Fix::edit(title, self.source, end..last.end, text).preferred()));
        }
        let lines = self.source.line(last.start) - self.source.line(first.start) + 1;
        let (blanks, and_blanks) = match between.is_none() && rows.len() == 1 || lines == rows.len() {
            true => ("take the blank line out", ""),
            false => ("take the blank lines out", ", and take the blank lines between them out"),
        };
        Some(match between.map(|between| between.kind) {
            Some(kind @ (BetweenKind::OpenCode | BetweenKind::OpenComment)) => finding.help(closing(kind)),
            None => finding.help(blanks),
            Some(BetweenKind::Comment) => finding.help("move the comment above the table"),
            Some(_) => {
                let own = format!("or give {them} a table of {their} own{and_blanks}");
                finding.help(format!("move {them} up to the table{and_blanks}")).help(match self.header(table, first) {
                    header if header.len() <= PASTED => format!("{own}; its header, below a blank line:\n\n{header}"),
                    _ => own,
                })
            }
        })
    }

    /// The header of a table, for rows that are to have a table of their own.
    fn header(&self, table: &Table, first: &Range<usize>) -> String {
        let text = self.source.text();
        let header = &text[table.header.span.clone()];
        match is_delimiter(&text[first.clone()]) {
            true => header.to_owned(),
            false => format!("{header}\n{}", &text[table.delimiter.clone()]),
        }
    }

    /// Rows above the table that they seem to belong to.
    fn above(&self, chosen: &Chosen<'_>, detached: &DetachedRows) -> Option<Finding> {
        let rows: Vec<_> = detached.rows.iter().filter(|row| self.fits(chosen, row)).collect();
        let (first, last) = (rows.first()?, rows.last()?);
        let message = match rows.len() {
            1 => "this line looks like a row, and stands above the header of its table".to_owned(),
            number => format!("these {number} lines look like rows, and stand above the header of their table"),
        };
        let finding = Finding::error(Rule::DetachedRow, self.source, first.start..last.end, message)
            .label(chosen.table.header.span.clone(), "the header")
            .help("move them below the delimiter row");
        Some(finding)
    }

    /// A table whose header is a row of another one or says nothing, as a delimiter row among the rows makes one.
    fn headless(&self, number: usize, table: &Table) -> Option<Finding> {
        let chosen = self.chosen_table(Some(number))?;
        let message = "this table has rows of another one, and no header of its own";
        let span = table.header.span.start..table.span.end;
        let finding = Finding::error(Rule::BrokenTable, self.source, span, message)
            .label(table.delimiter.clone(), "this makes a header of it")
            .label(chosen.table.header.span.clone(), "the header of the other one")
            .help("take the delimiter row out, and what stands between the tables");
        Some(finding)
    }

    /// A table with the header of one that is in holds the same kind of rows.
    fn twin(&self, table: &Table, plan: &Plan) -> Option<Finding> {
        let chosen = &self.chosen[*self.headers.get(&folded_header(table))?];
        let message = "this table has the header of one that holds error codes, and its cells do not look like codes";
        let site = plan.site(self.source, table);
        let finding = Finding::error(Rule::UnclearTable, self.source, table.header.span.clone(), message)
            .label(chosen.table.header.span.clone(), "that table")
            .fix(Fix::take_in("if it does, say so", &site))
            .fix(Fix::leave_out("if it does not, leave it out", &site));
        Some(finding)
    }

    /// Itself for a table that is in; for one without a header of its own, the table above it that has such rows, or below.
    fn owner(&self, number: usize) -> Option<usize> {
        let above = match self.chosen.binary_search_by_key(&number, |chosen| chosen.table.id.index()) {
            Ok(owner) => return Some(owner),
            Err(below) => below.saturating_sub(1),
        };
        let chosen = self.chosen.get(above)?;
        let table = &self.document.tables[number];
        if table.header.cells.len() != chosen.table.header.cells.len() {
            return None;
        }
        let code = |row: &Row| CodeCell::read(&row.cells[chosen.roles.code]);
        let is_number = |row: &Row| matches!(code(row).reading, Reading::Number(_));
        let says_nothing = !table.header.cells.iter().any(|cell| cell.text.contains(char::is_alphanumeric));
        let has_rows = is_number(&table.header) || says_nothing && table.rows.iter().any(is_number);
        has_rows.then_some(above)
    }
}

/// Both sides of a merge conflict stand in the file; what else is wrong there may be so only for that.
fn conflict(source: &Arc<Source>, span: Range<usize>) -> Finding {
    let last = source.line_span(source.line(span.end));
    Finding::error(Rule::MergeConflict, source, span, "the file holds the markers of a merge conflict")
        .label(last, "to here")
        .help("keep the lines that are right, one row for each code, and take the markers out")
}

/// From the header of a table to its last row; its first line is what a finding shows.
fn all_of(broken: &BrokenTable) -> Range<usize> {
    broken.header.start..broken.rows.last().unwrap_or(&broken.delimiter).end
}

fn from_first(rows: &[Range<usize>]) -> Range<usize> {
    let first = rows.first().cloned().unwrap_or_default();
    first.start..rows.last().map_or(first.end, |last| last.end)
}

/// Whether a raw cell may hold a code: a word with a digit in it.
fn is_code(cell: &str) -> bool {
    let CodeCell { text, reading, .. } = CodeCell::of(cell.trim_matches(['`', '*', '~', '_']), None);
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(' ')
        || matches!(reading, Reading::List(_) | Reading::Range(..))
}

/// How to end what takes in the rest of a file.
fn closing(kind: BetweenKind) -> &'static str {
    match kind {
        BetweenKind::OpenComment => "end the comment where it is meant to end: -->",
        _ => "end the block of code where it is meant to end, with a line of the marks that begin it",
    }
}

/// What stands between a table and lines that look like rows of it.
fn named(kind: BetweenKind) -> &'static str {
    match kind {
        BetweenKind::Comment => "a comment",
        BetweenKind::Code => "a block of code",
        BetweenKind::Heading => "a heading",
        BetweenKind::Html => "a piece of HTML",
        BetweenKind::ListItem => "a list",
        BetweenKind::OpenCode => "a block of code that is never closed",
        BetweenKind::OpenComment => "a comment that is never closed",
        BetweenKind::Quotation => "a quotation",
        BetweenKind::Rule => "a rule",
        BetweenKind::Text => "text",
    }
}
