//! Rows that are gone, put back: with all their cells where an earlier spec is at hand, else with what the lock knows.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};

use super::Compiled;
use super::diff::{ColumnView, Difference, Of, RangeView, RowView, Site, code_as};
use crate::catalog::{Code, Entry, Enum, Role, RowId};
use crate::finding::Fix;
use crate::markdown::{Row, Table};

/// Puts rows back into a spec.
pub(super) struct Restorer<'a> {
    new: &'a Compiled,
    /// An earlier state of the spec.
    past: Option<&'a Compiled>,
    /// The enums of today by name.
    enums: OnceCell<HashMap<&'a str, &'a Enum>>,
    /// The last row of each code of today, by enum.
    today: OnceCell<HashMap<&'a str, BTreeMap<&'a Code, RowId>>>,
    /// The rows of the past, by enum.
    gone: OnceCell<HashMap<&'a str, OldRows<'a>>>,
    /// For a row of the past, that of today which stood above it, the nearest one.
    above: OnceCell<HashMap<RowId, RowId>>,
    /// The lone value that each column of an enum has lost.
    lost: RefCell<HashMap<(String, String), Option<String>>>,
}

/// The rows of an enum of the past, by what they make.
struct OldRows<'a> {
    of: &'a Enum,
    codes: HashMap<&'a Code, &'a [RowId]>,
    constants: HashMap<&'a str, &'a [RowId]>,
    ranges: HashMap<(i128, i128), &'a [RowId]>,
}

/// A row to be put back, as text.
struct Restored {
    text: String,
    /// The headers of the columns of which it is not known what the row said.
    unknown: Vec<String>,
}

impl<'a> Restorer<'a> {
    pub(super) fn new(new: &'a Compiled, past: Option<&'a Compiled>) -> Self {
        Restorer {
            new,
            past,
            enums: OnceCell::new(),
            today: OnceCell::new(),
            gone: OnceCell::new(),
            above: OnceCell::new(),
            lost: RefCell::default(),
        }
    }

    /// The fix that puts back what is gone: the row of a code, struck out, or that of a constant or of a range. `None` where
    /// nothing is known of it, or where its enum is gone, too.
    pub(super) fn fix(&self, difference: &Difference<'_>) -> Option<Fix> {
        if let (Of::Code { code, .. }, Some(Site::Row(row))) = (&difference.of, &difference.change.new_site) {
            return self.beside_others(difference, code.code, *row);
        }
        // Of the codes of one row, the first tells of all.
        if matches!(difference.of, Of::Code { code, row } if code.code != row.first) {
            return None;
        }
        self.by_past(difference).or_else(|| self.by_lock(difference))
    }

    /// The same by what the earlier state of the spec knows, if there is one.
    pub(super) fn by_past(&self, difference: &Difference<'_>) -> Option<Fix> {
        let target = self.target(difference)?;
        let (past, rows) = self.of_past(difference)?;
        let title = format!("{}; {} has it", title(difference), past.source().path());
        let above = self.above.get_or_init(|| self.survivors());
        let mut fix: Option<Fix> = None;
        for row in rows {
            let old = OldRow { past, table: past.spec.document.table(row.table()), row: past.spec.document.row(*row) };
            let (table, end) = match above.get(row) {
                Some(above) => self.below(*above),
                None => {
                    let table = self.alike(target, old.table);
                    (table, table.delimiter.end)
                }
            };
            fix = Some(self.insert(fix, &title, end, &old.in_table(table, difference), past.source().path()));
        }
        fix
    }

    /// The default of a column in the earlier state of the spec.
    pub(super) fn default_of(&self, enumeration: &str, column: &ColumnView<'_>) -> Option<&'a str> {
        let enums = self.past?.catalog.enums();
        let columns = &enums.iter().find(|of| of.name == enumeration)?.columns;
        let twin = columns.iter().find(|old| old.role == column.role && old.accessor == column.accessor);
        twin?.default.as_deref()
    }

    /// The enum of today.
    fn target(&self, difference: &Difference<'_>) -> Option<&'a Enum> {
        let enums = self.enums.get_or_init(|| by_name(self.new));
        enums.get(difference.new?.name).copied()
    }

    /// The end of the line of a row, with its table.
    fn below(&self, row: RowId) -> (&'a Table, usize) {
        let document = &self.new.spec.document;
        (document.table(row.table()), document.row(row).span.end)
    }

    /// A code that shared a row which still has others.
    fn beside_others(&self, difference: &Difference<'_>, code: &Code, row: RowId) -> Option<Fix> {
        let document = &self.new.spec.document;
        let enumeration = self.target(difference)?;
        let shown = difference.old.show(code);
        let code = code_cell(enumeration, document.table(row.table()))?;
        let cell = &document.row(row).cells[code];
        let source = &self.new.spec.source;
        let written = source.text()[cell.span.clone()].trim_end();
        let end = cell.span.start + written.len();
        Some(Fix::edit("write it beside the other codes of its row again", source, end..end, format!(", {shown}")))
    }

    /// The rows that an earlier spec has of it.
    fn of_past(&self, difference: &Difference<'_>) -> Option<(&'a Compiled, &'a [RowId])> {
        let past = self.past?;
        let old = self.gone.get_or_init(|| old_rows(past)).get(difference.old.name)?;
        let rows = match &difference.of {
            Of::Code { code, .. } => old.codes.get(code_as(code.code, old.of.code_type).as_ref()),
            Of::Constant(constant) => old.constants.get(constant.name),
            Of::Range(range) => old.ranges.get(&range.ends),
            _ => None,
        };
        Some((past, rows?))
    }

    fn by_lock(&self, difference: &Difference<'_>) -> Option<Fix> {
        let first = match &difference.of {
            Of::Code { row, .. } => row.first.clone(),
            Of::Range(range) => Code::Integer(range.ends.0),
            _ => return None,
        };
        let target = self.target(difference)?;
        let today = self.today.get_or_init(|| rows_of_today(self.new)).get(target.name.as_str())?;
        let (table, end) = match today.range::<Code, _>(..first).next_back() {
            Some((_, above)) => self.below(*above),
            None => {
                let table = self.new.spec.document.table(target.tables[0]);
                (table, table.delimiter.end)
            }
        };
        let restored = match &difference.of {
            Of::Code { row, .. } => self.of_code(table, difference, row),
            Of::Range(range) => of_range(table, code_cell(target, table)?, range),
            _ => return None,
        };
        Some(self.insert(None, title(difference), end, &restored, "the lock"))
    }

    /// The row of a code for a table of today, as far as the lock knows it.
    fn of_code(&self, table: &Table, difference: &Difference<'_>, row: &RowView<'_>) -> Restored {
        let columns = || difference.new.into_iter().flat_map(|new| &new.columns).filter(|column| !column.is_joined);
        let mut unknown = Vec::new();
        let cells = headers(table).map(|header| {
            let Some(column) = columns().find(|column| column.header == header) else { return String::new() };
            if column.role == Role::Code {
                let shown: Vec<_> = row.codes.iter().map(|of| difference.old.show(of.code)).collect();
                return format!("~~{}~~", shown.join(", "));
            }
            let old = difference.old.twin(column);
            let says = old.and_then(|old| row.known(old)).filter(|text| !text.is_empty());
            // The one value that is gone was that of the row.
            match says.or_else(|| self.lone_lost_value(difference, old?, column)) {
                Some(text) => as_markdown(&text),
                None => {
                    unknown.push(column.header.to_owned());
                    String::new()
                }
            }
        });
        let text = format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
        Restored { text, unknown }
    }

    fn lone_lost_value(
        &self,
        difference: &Difference<'_>,
        old: &ColumnView<'_>,
        new: &ColumnView<'_>,
    ) -> Option<String> {
        let key = (difference.old.name.to_owned(), old.accessor.to_owned());
        let mut lost = self.lost.borrow_mut();
        lost.entry(key).or_insert_with(|| old.lone_lost_value(new).map(str::to_owned)).clone()
    }

    /// A row below the line that ends at `end`; a row of several is added to the fix of the others. `from` is what knows it.
    fn insert(&self, fix: Option<Fix>, title: &str, end: usize, restored: &Restored, from: &str) -> Fix {
        let source = &self.new.spec.source;
        let line = source.line_span(source.line(end));
        let raw = &source.text()[line.clone()];
        let prefix = &raw[..raw.find(|c: char| !matches!(c, '>' | ' ' | '\t')).unwrap_or(0)];
        let text = format!("{}{prefix}{}", source.line_end(), restored.text);
        let place = line.end..line.end;
        if let Some(fix) = fix {
            return fix.and(place, text);
        }
        match &restored.unknown[..] {
            [] => Fix::edit(title, source, place, text),
            unknown => {
                let unknown: Vec<_> = unknown.iter().map(|header| format!("`{header}`")).collect();
                let title = format!("{title}; fill in {}, which {from} does not know", unknown.join(" and "));
                Fix::edit(title, source, place, text).template()
            }
        }
    }

    /// The table of an enum that has the header of an earlier one, rather the one under the same headings; else its first.
    fn alike(&self, target: &Enum, old: &Table) -> &'a Table {
        let tables = || target.tables.iter().map(|id| self.new.spec.document.table(*id));
        let has_header = |table: &&Table| headers(table).eq(headers(old));
        let has_heading = |table: &&Table| table.headings == old.headings;
        let exact = tables().find(|table| has_header(table) && has_heading(table));
        exact
            .or_else(|| tables().find(has_header))
            .or_else(|| tables().find(has_heading))
            .unwrap_or_else(|| self.new.spec.document.table(target.tables[0]))
    }

    /// For each row of the past the nearest one above it that the spec still has.
    fn survivors(&self) -> HashMap<RowId, RowId> {
        let Some(past) = self.past else { return HashMap::new() };
        let today = self.today.get_or_init(|| rows_of_today(self.new));
        let mut stays = HashMap::new();
        for enumeration in past.catalog.enums() {
            let Some(today) = today.get(enumeration.name.as_str()) else { continue };
            for entry in &enumeration.entries {
                let row = entry.codes.iter().find_map(|code| today.get(code));
                stays.extend(row.into_iter().flat_map(|row| entry.rows.iter().map(move |old| (*old, *row))));
            }
        }
        let mut above = HashMap::new();
        for table in &past.spec.document.tables {
            let mut last = None;
            for row in &table.rows {
                above.extend(last.map(|last| (row.id, last)));
                last = stays.get(&row.id).copied().or(last);
            }
        }
        above
    }
}

fn title(difference: &Difference<'_>) -> &'static str {
    match difference.of {
        Of::Code { row, .. } if row.retired => "put its row back",
        Of::Code { .. } => "put its row back, struck out, or without `~~` if it is still in use",
        _ => "put the row back that makes it",
    }
}

fn by_name(compiled: &Compiled) -> HashMap<&str, &Enum> {
    compiled.catalog.enums().iter().map(|of| (of.name.as_str(), of)).collect()
}

fn rows_of_today(compiled: &Compiled) -> HashMap<&str, BTreeMap<&Code, RowId>> {
    let enums = compiled.catalog.enums().iter();
    enums
        .map(|of| {
            let codes = own_entries(of)
                .flat_map(|entry| entry.codes.iter().map(|code| (code, last_row(entry.rows.as_slice()))));
            (of.name.as_str(), codes.collect())
        })
        .collect()
}

/// The entries of the spec itself, without those that joined files add.
fn own_entries(of: &Enum) -> impl Iterator<Item = &Entry> {
    of.entries.iter().filter(|entry| entry.from.is_none())
}

fn last_row(rows: &[RowId]) -> RowId {
    rows[rows.len() - 1]
}

fn old_rows(past: &Compiled) -> HashMap<&str, OldRows<'_>> {
    let enums = past.catalog.enums().iter().map(|of| {
        let codes = own_entries(of).flat_map(|entry| entry.codes.iter().map(|code| (code, entry.rows.as_slice())));
        let constants = of.aliases.iter().map(|alias| (alias.name.as_str(), std::slice::from_ref(&alias.row)));
        let ranges = of.ranges.iter().map(|range| ((range.first, range.last), range.rows.as_slice()));
        let rows = OldRows { of, codes: codes.collect(), constants: constants.collect(), ranges: ranges.collect() };
        (of.name.as_str(), rows)
    });
    enums.collect()
}

fn headers(table: &Table) -> impl Iterator<Item = &str> {
    table.header.cells.iter().map(|cell| cell.text.as_str())
}

/// The row of a range, with the texts that the lock has of it in one piece.
fn of_range(table: &Table, code: usize, range: &RangeView<'_>) -> Restored {
    let columns = table.header.cells.len();
    let mut texts: Vec<&str> = range.said.split(" — ").collect();
    if texts.len() + 1 != columns {
        texts = vec![range.said];
    }
    let mut texts = texts.into_iter();
    let (first, last) = range.ends;
    let cells = (0..columns).map(|column| match column == code {
        true => format!("{first} - {last}"),
        false => as_markdown(texts.next().unwrap_or_default()),
    });
    let text = format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
    Restored { text, unknown: Vec::new() }
}

/// A row of an earlier spec.
struct OldRow<'a> {
    past: &'a Compiled,
    table: &'a Table,
    row: &'a Row,
}

impl OldRow<'_> {
    /// The row for a table of today: as it stood, where that has the same columns.
    fn in_table(&self, table: &Table, difference: &Difference<'_>) -> Restored {
        let raw = &self.past.spec.source.text()[self.row.span.clone()];
        let code = self.code(difference);
        let cell = |index: usize| {
            let text = self.past.spec.source.text()[self.row.cells[index].span.clone()].trim();
            if Some(index) == code { struck(text) } else { text.to_owned() }
        };
        if headers(table).eq(headers(self.table)) {
            let Some(code) = code else { return Restored { text: raw.to_owned(), unknown: Vec::new() } };
            let span = &self.row.cells[code].span;
            let (start, end) = (span.start - self.row.span.start, span.end - self.row.span.start);
            let text = format!("{}{}{}", &raw[..start], cell(code), &raw[end..]);
            return Restored { text, unknown: Vec::new() };
        }
        let mut unknown = Vec::new();
        let cells = headers(table).map(|header| {
            let column = difference.new.into_iter().flat_map(|new| &new.columns).find(|column| column.header == header);
            let old = column.and_then(|column| difference.old.twin(column)).map(|old| old.header);
            let index = |header: &str| headers(self.table).position(|other| other == header);
            match index(header).or_else(|| index(old?)) {
                Some(index) => cell(index),
                None => {
                    unknown.extend(column.map(|column| column.header.to_owned()));
                    String::new()
                }
            }
        });
        let text = format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
        Restored { text, unknown }
    }

    /// The cell of its code, if that is to be struck out.
    fn code(&self, difference: &Difference<'_>) -> Option<usize> {
        let Of::Code { .. } = difference.of else { return None };
        let enumeration = self.past.catalog.enums().iter().find(|of| of.name == difference.old.name)?;
        code_cell(enumeration, self.table)
    }
}

/// Which cell of the rows of a table has the code.
fn code_cell(enumeration: &Enum, table: &Table) -> Option<usize> {
    let header = &enumeration.columns[enumeration.column(Role::Code)?].header;
    headers(table).position(|other| other == header)
}

/// A cell of codes, struck out unless it is already.
fn struck(cell: &str) -> String {
    if cell.contains("~~") { cell.to_owned() } else { format!("~~{cell}~~") }
}

/// A text as GitHub shows it, as the Markdown of a cell.
fn as_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
            // Inside a word it is a letter like others.
            '_' => !before.is_alphanumeric() || !after.is_alphanumeric(),
            '&' => after.is_ascii_alphabetic() || after == '#',
            _ => false,
        };
        markdown.extend(is_markup.then_some('\\'));
        markdown.push(c);
        before = c;
    }
    markdown
}
