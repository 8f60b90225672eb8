//! The columns that other files add to an enum, joined by code.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::shared::{Shared, lacking, shared};
use crate::catalog::{Code, CodeType, Column, Entry, Enum, Role, Skipped, Value};
use crate::directive::{CodesInCell, JoinedFile, TableOf};
use crate::finding::{DirectiveSite, Finding, Findings, Fix, Place, Rule, Setting, Severity, Topic};
use crate::lock::ReleasedEnum;
use crate::markdown::Cell;
use crate::reading::{Reading, look_alike};
use crate::resolve::{Columns, Draft, Group, Resolve, Spec, TableRow, held, marks, methods, skipping, value};
use crate::text::nearest;

/// For so many codes of a file it is asked which ones were meant: a file of another table has none but unknown codes.
const ASKED: usize = 20;

/// Tables of a joined file that share a header, and so add the same columns, or codes.
#[derive(Clone, Debug)]
pub(crate) struct JoinedTable {
    /// The name of the enum.
    pub(crate) enumeration: String,
    /// Which columns of the enum are its own.
    pub(crate) columns: Range<usize>,
    pub(crate) header: Place,
    /// Where the directive of the first of them stands, or would stand.
    pub(crate) directive: DirectiveSite,
    /// The rows, by each of their codes.
    pub(crate) rows: HashMap<Code, Place>,
    /// Which column of the enum each of its columns is.
    pub(crate) shared: Vec<Option<usize>>,
}

/// Tables of one file that share a header.
pub(super) struct Part<'a> {
    pub(super) file: &'a JoinedFile,
    pub(super) group: Group<'a>,
    /// Where they add codes, which of their columns the enum has.
    pub(super) adds: Option<Shared>,
}

/// The join of tables of one header to an enum.
pub(super) struct Join<'a, 'c> {
    pub(super) check: Resolve<'c>,
    pub(super) spec: &'a Spec,
    /// The tables of the enum.
    pub(super) group: &'c Group<'a>,
    pub(super) enumeration: &'c mut Enum,
}

/// What the rows of a joined table come to that say nothing of a code: nobody asks for them.
#[derive(Default)]
pub(super) struct LeftOut {
    skipped: Vec<Skipped>,
    codes: usize,
    /// How many values the sets of the joined columns up to here hold together.
    values: usize,
}

impl<'a, 'c> Join<'a, 'c> {
    pub(super) fn new(
        spec: &'a Spec,
        group: &'c Group<'a>,
        enumeration: &'c mut Enum,
        part: &'c Part<'a>,
        findings: &'c mut Findings,
        LeftOut { skipped, codes, values }: &'c mut LeftOut,
    ) -> Self {
        let check = Resolve { source: &part.file.source, findings, skipped, codes, values };
        Join { check, spec, group, enumeration }
    }

    pub(super) fn tables(&mut self, joined: &Group<'_>) -> Option<JoinedTable> {
        let rows = self.check.rows(joined);
        let rows = self.check.with_code(joined, rows);
        let drafts: Vec<_> = rows.into_iter().filter_map(|row| self.draft(joined, row)).collect();
        let drafts = self.placed(joined, drafts);
        if drafts.is_empty() {
            if !self.check.findings.has_errors() {
                let finding = self.check.no_entries(joined);
                self.check.findings.push(finding);
            }
            return None;
        }
        let taken = methods(self.enumeration.columns.iter());
        let faults = self.check.findings.count(Severity::Error);
        let columns = self.check.columns(joined, &drafts, taken);
        // What is wrong with a column may be why it does not speak of every code.
        let is_sound = self.check.findings.count(Severity::Error) == faults;
        let drafts = self.check.fitting(joined, &columns, drafts);
        let mut shared = vec![None; columns.columns.len()];
        shared[joined.first().roles.code] = self.enumeration.column(Role::Code);
        Some(self.attach(joined, &drafts, columns, &shared, is_sound))
    }

    /// Adds the columns of a table that the enum does not have.
    pub(super) fn attach(
        &mut self,
        joined: &Group<'_>,
        drafts: &[Draft<'_>],
        columns: Columns,
        shared: &Shared,
        is_sound: bool,
    ) -> JoinedTable {
        let mut table = JoinedTable {
            enumeration: self.enumeration.name.clone(),
            columns: self.enumeration.columns.len()..self.enumeration.columns.len(),
            header: Place::new(self.check.source, joined.first().table.header.span.clone()),
            directive: joined.first().site(),
            rows: HashMap::with_capacity(drafts.len()),
            shared: shared.clone(),
        };
        let mut row_of: HashMap<&Code, &Draft<'_>> = HashMap::with_capacity(drafts.len());
        for draft in drafts {
            row_of.extend(draft.codes.iter().map(|code| (code, draft)));
            let place = Place::new(self.check.source, draft.row.row.span.clone());
            table.rows.extend(draft.codes.iter().map(|code| (code.clone(), place.clone())));
        }
        let Columns { columns, keys } = columns;
        let columns = columns.into_iter().zip(&keys).enumerate();
        for (index, (column, keys)) in columns.filter(|(index, _)| shared[*index].is_none()) {
            table.columns.end += 1;
            let at = self.enumeration.columns.len();
            table.shared[index] = Some(at);
            let cells = self.enumeration.entries.iter_mut().map(|entry| {
                let Some(draft) = entry.codes.iter().find_map(|code| row_of.get(code)) else {
                    return value(&column, keys, "").filter(|value| *value != Value::Empty);
                };
                let value = held(&column, keys, draft, index).unwrap_or(Value::Empty);
                let marks = marks(draft, index, &column, &value).iter().map(|mark| (at, mark.clone()));
                entry.marks.extend(marks);
                Some(value)
            });
            let cells: Vec<_> = cells.collect();
            self.add(joined, column, cells, is_sound);
        }
        table
    }

    /// Adds a column; where it should speak of every code and does not, that is a finding, and it is optional after all.
    fn add(&mut self, joined: &Group<'_>, mut column: Column, cells: Vec<Option<Value>>, is_sound: bool) {
        if !column.optional && cells.contains(&None) {
            let finding = self.silent(joined, &column, &cells);
            self.check.findings.extend(finding.filter(|_| is_sound));
            column.optional = true;
        }
        self.enumeration.columns.push(column);
        for (entry, cell) in self.enumeration.entries.iter_mut().zip(cells) {
            entry.cells.push(cell.unwrap_or(Value::Empty));
        }
    }

    /// Codes that a column does not speak of; a row that was set aside has a finding of its own.
    fn silent(&self, joined: &Group<'_>, column: &Column, cells: &[Option<Value>]) -> Option<Finding> {
        let written = possible(joined);
        let is_silent = |(entry, cell): &(&Entry, &Option<Value>)| {
            cell.is_none() && entry.codes.iter().all(|code| !written.contains(code))
        };
        let silent: Vec<_> = self.enumeration.entries.iter().zip(cells).filter(is_silent).collect();
        let (first, _) = silent.first()?;
        let code = self.enumeration.show(first.code());
        let more = match silent.len() {
            1 => String::new(),
            number => format!(", nor have {} more", number - 1),
        };
        let message = format!("the column `{}` is not optional, and code {code} has no row here{more}", column.header);
        let (of, row) = self.spec.row_of(first.row());
        let place = Place::new(of.source, of.source.line_span(row.line));
        let header = joined.first().table.header.span.clone();
        let finding = Finding::error(Rule::EmptyCell, self.check.source, header, message)
            .label_at(place, "the code")
            .help(format!("add a row for it: | {code} | ... |"))
            .help(
                "or let its accessor return an `Option`: take `optional = false` out of the directive above the table",
            );
        let names = |entry: &Entry| entry.codes.iter().map(|code| Topic::Code(code.to_string())).collect::<Vec<_>>();
        Some(silent.iter().fold(finding, |finding, (entry, _)| finding.about(names(entry))))
    }

    /// A row, if its code cell holds a code of the enum's type.
    pub(super) fn draft<'g>(&mut self, joined: &Group<'_>, row: TableRow<'g>) -> Option<Draft<'g>> {
        let chosen = &joined.tables[row.table];
        let many = chosen.options.codes == Some(CodesInCell::Many);
        let codes = if self.enumeration.code_type == CodeType::Text {
            self.check.text_codes(chosen, &row, many)?.0
        } else {
            match &row.code().reading {
                Reading::Number(number) | Reading::Annotated(number, _) => vec![Code::Integer(number.value)],
                Reading::List(numbers) if many => numbers.iter().map(|number| Code::Integer(number.value)).collect(),
                Reading::List(numbers) => {
                    self.check.several(chosen, &row, numbers.len());
                    return None;
                }
                Reading::Empty => {
                    self.check.empty(chosen, &row, false);
                    return None;
                }
                Reading::Range(..)
                | Reading::Grouped(_)
                | Reading::Starred(..)
                | Reading::TooLarge
                | Reading::LeadingZero
                | Reading::Other => {
                    self.check.findings.push(self.no_code(&row));
                    return None;
                }
            }
        };
        Some(Draft { codes, rows: vec![row.id()], row, words: None })
    }

    fn no_code(&self, row: &TableRow<'_>) -> Finding {
        let message = format!("`{}` is not a code of `{}`", row.code().text, self.enumeration.name);
        let finding = Finding::error(Rule::InvalidCode, self.check.source, row.code_span(), message);
        match look_alike(&row.code().text) {
            Some(meant) => finding.fix(self.check.meant(row, meant)),
            None => finding.help("write one code of the table that this file is joined to"),
        }
    }

    /// The drafts whose codes the enum has, or would have but for a fault, and no row above.
    fn placed<'g>(&mut self, joined: &Group<'_>, drafts: Vec<Draft<'g>>) -> Vec<Draft<'g>> {
        let mut entry_of: HashMap<&Code, usize> = HashMap::with_capacity(self.enumeration.entries.len());
        for (index, entry) in self.enumeration.entries.iter().enumerate() {
            entry_of.extend(entry.codes.iter().map(|code| (code, index)));
        }
        let column = joined.first().roles.code;
        if self.may_add(joined, &drafts, &entry_of) {
            let finding = self.not_added(joined, &drafts);
            self.check.findings.push(finding);
            return Vec::new();
        }
        let codes = drafts.iter().flat_map(|draft| &draft.codes);
        // Mostly the enum has all codes, and nothing needs to be known of others.
        let is_unknown = codes.clone().any(|code| !entry_of.contains_key(code));
        // Only a code that has no row here may be meant by another.
        let listed: HashSet<&Code> = codes.filter(|_| is_unknown).collect();
        let codes = self.enumeration.entries.iter().filter(|_| is_unknown).flat_map(|entry| &entry.codes);
        let unlisted = codes.filter(|code| !listed.contains(code));
        let shown: Vec<_> = unlisted.map(|code| self.enumeration.show(code)).collect();
        // A code of a row that was set aside has a finding there.
        let set_aside = if is_unknown { possible(self.group) } else { HashSet::new() };
        let mut asked = 0;
        // A fault may hide a code from all of that; it was there when it was released.
        let released = joined.locked.into_iter().filter(|_| is_unknown).flat_map(ReleasedEnum::codes);
        let released: HashSet<_> = released.map(|(released, _)| &released.code).collect();
        let mut placed: Vec<Draft<'g>> = Vec::new();
        let mut first_of: HashMap<usize, usize> = HashMap::new();
        let given_up = given_up(self.group);
        for mut draft in drafts {
            let span = draft.row.cell_span(column);
            let (known, unknown): (Vec<_>, Vec<_>) =
                std::mem::take(&mut draft.codes).into_iter().partition(|code| entry_of.contains_key(code));
            for code in unknown.iter().filter(|code| given_up.contains(code)) {
                let message = format!(
                    "`{}` has code {} no more: it was given up",
                    self.enumeration.name,
                    self.enumeration.show(code)
                );
                let fix = Fix::without_lines("take its row out", self.check.source, span.clone()).preferred();
                self.check
                    .findings
                    .push(Finding::warning(Rule::UnknownCode, self.check.source, span.clone(), message).fix(fix));
            }
            for code in unknown.iter().filter(|code| !set_aside.contains(code) && !given_up.contains(code)) {
                let shown: &[String] = if asked < ASKED { &shown } else { &[] };
                let finding = self.unknown(code, draft.row.code().whole(), span.clone(), shown);
                self.check.findings.push(finding);
                asked += 1;
            }
            let twin = known.iter().find_map(|code| Some((code, *first_of.get(&entry_of[code])?)));
            if let Some((code, first)) = twin {
                let message = format!("code {} has a row here already", self.enumeration.show(code));
                self.check.findings.push(
                    Finding::error(Rule::DuplicateCode, self.check.source, span, message)
                        .label(placed[first].row.cell_span(column), "the first")
                        .fix(Fix::without_lines(
                            "keep the other row alone",
                            self.check.source,
                            draft.row.row.span.clone(),
                        ))
                        .help("or keep this one alone"),
                );
                continue;
            }
            if known.is_empty() {
                // What it says is of the column, though nothing has its code while that is at fault.
                if unknown.iter().all(|code| set_aside.contains(code) || released.contains(code)) {
                    draft.codes = unknown;
                    placed.push(draft);
                }
                continue;
            }
            let live = known.iter().find(|code| !self.enumeration.entries[entry_of[code]].retired);
            if let Some(code) = live.filter(|_| draft.retired()) {
                let message = format!("code {} is struck out here, and not in the spec", self.enumeration.show(code));
                self.check.findings.push(
                    Finding::error(Rule::StruckCell, self.check.source, span, message)
                        .help("take the row out, or the strike-through off the code"),
                );
                continue;
            }
            first_of.extend(known.iter().map(|code| (entry_of[code], placed.len())));
            draft.codes = known;
            placed.push(draft);
        }
        placed
    }

    /// Whether the tables may be meant to add codes: the enum has none of theirs, and they say of them what it says of its own.
    fn may_add(&self, joined: &Group<'_>, drafts: &[Draft<'_>], entry_of: &HashMap<&Code, usize>) -> bool {
        let codes = || drafts.iter().flat_map(|draft| &draft.codes);
        if drafts.is_empty() || codes().any(|code| entry_of.contains_key(code)) {
            return false;
        }
        let set_aside = possible(self.group);
        if codes().any(|code| set_aside.contains(code)) {
            return false;
        }
        let mut table = joined.first().clone().with_own_roles();
        let shared = shared(&self.enumeration.columns, &mut table, joined.locked);
        let names = [table.roles.name, table.roles.description];
        names.iter().any(Option::is_some) && lacking(&self.enumeration.columns, &shared).is_empty()
    }

    /// None of the codes is one of the enum, which they may be meant to be.
    fn not_added(&self, joined: &Group<'_>, drafts: &[Draft<'_>]) -> Finding {
        let codes: Vec<_> = drafts.iter().flat_map(|draft| &draft.codes).collect();
        let first = self.enumeration.show(codes[0]);
        let more = match codes.len() {
            1 => String::new(),
            number => format!(", nor has it the other codes of this table, {} more", number - 1),
        };
        let message = format!("`{}` has no code {first}{more}", self.enumeration.name);
        let row = &drafts[0].row;
        let span = row.cell_span(joined.first().roles.code);
        let mut finding = Finding::error(Rule::UnknownCode, self.check.source, span, message);
        // What was released of them is not gone.
        finding.explains.extend(codes.iter().map(|code| Topic::Code(code.to_string())));
        // What a directive means to say may be that they are.
        let finding = finding.about([Topic::JoinedColumns]);
        let chosen = &joined.tables[row.table];
        let title = "if this file adds what its table has, say so";
        let path = self.spec.source.path();
        finding
            .fix(chosen.saying(title, [Setting::new("adds", "true")]))
            .help(format!("or give the codes rows in {path}, or take the table out"))
    }

    /// A code that the enum lacks; `shown` are those of which one may have been meant.
    fn unknown(&self, code: &Code, written: &str, span: Range<usize>, shown: &[String]) -> Finding {
        // A number that was written in decimal is told so; in a table of hexadecimal codes the same digits may be meant.
        let is_decimal = written == code.to_string();
        let topics = [Topic::Code(code.to_string()), Topic::Gone(code.to_string())];
        let code = if is_decimal { code.to_string() } else { self.enumeration.show(code) };
        let digits = format!("0x{code:0>width$}", width = self.enumeration.hex_digits).to_lowercase();
        let same_digits = shown.iter().find(|shown| is_decimal && shown.to_lowercase() == digits);
        let message = format!("`{}` has no code {code}", self.enumeration.name);
        let finding = Finding::error(Rule::UnknownCode, self.check.source, span.clone(), message).about(topics);
        match same_digits.map(String::as_str).or_else(|| nearest(&code, shown.iter().map(String::as_str))) {
            Some(meant) => finding.fix(Fix::meant_code(self.check.source, span, written, meant)),
            None => {
                let title = format!("give the code a row in {}, or take this one out", self.spec.source.path());
                finding.fix(Fix::without_lines(title, self.check.source, span))
            }
        }
    }
}

/// The codes that were released and are gone, as the lock has on record. A row that still speaks of one stops nothing.
fn given_up<'g>(group: &'g Group<'_>) -> HashSet<&'g Code> {
    let removed = group.locked.into_iter().flat_map(|locked| &locked.removed);
    removed.flat_map(|row| row.codes.iter().map(|of| &of.code)).collect()
}

/// The codes that the rows of tables may have, those included that are set aside with a finding, but not those that
/// `skip` leaves out.
pub(super) fn possible(group: &Group<'_>) -> HashSet<Code> {
    let cells = group.tables.iter().flat_map(|chosen| {
        let rows = chosen.rows().map(|(row, code)| (code, &row.cells[chosen.roles.code]));
        rows.filter(|(code, cell)| skipping(chosen.options, code, cell).is_none())
    });
    cells.flat_map(|(code, _)| code.possible()).collect()
}

/// The tables of other files in which a code of an enum has a row.
pub(super) fn joined_of<'a>(
    enumeration: &'a Enum,
    joined: &'a [JoinedTable],
    code: &'a Code,
) -> impl Iterator<Item = &'a JoinedTable> {
    joined.iter().filter(|table| table.enumeration == enumeration.name && table.rows.contains_key(code))
}

/// The cell with the code of an entry, and the table that it stands in.
pub(super) fn code_cell<'a>(
    spec: &'a Spec,
    enumeration: &'a Enum,
    joined: &'a [JoinedTable],
    entry: &'a Entry,
) -> Option<(TableOf<'a>, &'a Cell)> {
    let column = enumeration.column(Role::Code)?;
    let (of, row) = spec.row_of(entry.row());
    let index = match entry.from {
        None => column,
        Some(_) => {
            let mut tables = joined_of(enumeration, joined, entry.code());
            let table = tables.find(|table| *table.header.source() == **of.source)?;
            table.shared.iter().position(|shared| *shared == Some(column))?
        }
    };
    Some((of, row.cells.get(index)?))
}
