//! An enum as the comparison sees it: borrowed from a catalogue, or from what a lock says was released.

use std::ops::Range;
use std::sync::Arc;

use super::Site;
use crate::catalog::{Catalog, CategoryValue, Code, CodeType, Column, Entry, Enum, Kind, Role, Value};
use crate::check::JoinedTable;
use crate::compare::meaning::Meaning;
use crate::finding::Place;
use crate::lock::{Lock, ReleasedColumn, ReleasedEnum, ReleasedRow};
use crate::text::Source;

/// An enum.
#[derive(Debug)]
pub(crate) struct EnumView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code_type: CodeType,
    pub(crate) hex_digits: usize,
    pub(crate) columns: Vec<ColumnView<'a>>,
    pub(crate) rows: Vec<RowView<'a>>,
    /// The rows of codes that are gone, which only a lock knows.
    pub(crate) removed: Vec<RowView<'a>>,
    pub(crate) constants: Vec<ConstantView<'a>>,
    pub(crate) ranges: Vec<RangeView<'a>>,
    pub(crate) site: Site,
}

/// A column.
#[derive(Debug)]
pub(crate) struct ColumnView<'a> {
    pub(crate) accessor: &'a str,
    pub(crate) header: &'a str,
    pub(crate) role: Role,
    pub(crate) kind: Kind<'a>,
    pub(crate) optional: bool,
    /// The values of its category; none where it holds no category.
    pub(crate) values: Vec<ValueView<'a>>,
    pub(crate) is_joined: bool,
    /// In a catalogue, the column with its index, by which rows have their cells.
    cells: Option<(usize, &'a Column)>,
    pub(crate) site: Site,
}

/// A value of a category.
#[derive(Debug)]
pub(crate) struct ValueView<'a> {
    pub(crate) variant: &'a str,
    pub(crate) text: &'a str,
    pub(crate) site: Site,
}

/// A row.
#[derive(Debug)]
pub(crate) struct RowView<'a> {
    pub(crate) first: &'a Code,
    pub(crate) codes: Vec<CodeView<'a>>,
    pub(crate) variant: &'a str,
    pub(crate) meaning: Meaning<'a>,
    pub(crate) retired: bool,
    /// In a catalogue, the entry; of other columns than name and description a lock says nothing.
    entry: Option<&'a Entry>,
}

/// A code of a row.
#[derive(Debug)]
pub(crate) struct CodeView<'a> {
    pub(crate) code: &'a Code,
    /// In a lock, the first release that had it.
    pub(crate) since: Option<&'a str>,
    pub(crate) site: Site,
}

/// A constant that is a second name of a code.
#[derive(Debug)]
pub(crate) struct ConstantView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a Code,
    pub(crate) site: Site,
}

/// A range of codes.
#[derive(Debug)]
pub(crate) struct RangeView<'a> {
    pub(crate) ends: (i128, i128),
    /// What a catalogue says of it: that of a lock is not compared.
    pub(crate) text: Option<&'a str>,
    pub(crate) site: Site,
}

impl<'a> EnumView<'a> {
    /// The enums of a catalogue. `joined` says where the columns stand that other files add.
    pub(crate) fn of_catalog(catalog: &'a Catalog, joined: &[JoinedTable]) -> Vec<Self> {
        catalog.enums().iter().map(|enumeration| EnumView::of_enum(enumeration, joined)).collect()
    }

    fn of_enum(enumeration: &'a Enum, joined: &[JoinedTable]) -> Self {
        let site = Site::Table(enumeration.tables[0]);
        let joined: Vec<_> = joined.iter().filter(|table| table.enumeration == enumeration.name).collect();
        let columns = enumeration.columns.iter().enumerate().map(|(index, column)| {
            let table = joined.iter().find(|table| table.columns.contains(&index)).copied();
            ColumnView::of_column(enumeration, (index, column), table, &site)
        });
        let constants = enumeration.aliases.iter().map(|alias| ConstantView {
            name: &alias.name,
            code: enumeration.entries[alias.entry].code(),
            site: Site::Row(alias.row),
        });
        let ranges = enumeration.ranges.iter().map(|range| RangeView {
            ends: (range.first, range.last),
            text: Some(&range.text),
            site: Site::Row(range.rows[0]),
        });
        EnumView {
            name: &enumeration.name,
            code_type: enumeration.code_type,
            hex_digits: enumeration.hex_digits,
            columns: columns.collect(),
            rows: enumeration.entries.iter().map(|entry| RowView::of_entry(enumeration, entry)).collect(),
            removed: Vec::new(),
            constants: constants.collect(),
            ranges: ranges.collect(),
            site,
        }
    }

    /// The enums of a lock. A lock does not say how codes were written, so each enum takes that from the one of `new` with
    /// its name.
    pub(crate) fn of_lock(lock: &'a Lock, new: &[EnumView<'_>]) -> Vec<Self> {
        let view = |released: &'a ReleasedEnum| {
            let twin = new.iter().find(|view| view.name == released.name);
            EnumView::of_released(&lock.source, released, twin.map_or(0, |view| view.hex_digits))
        };
        lock.enums.iter().map(view).collect()
    }

    fn of_released(lock: &Arc<Source>, released: &'a ReleasedEnum, hex_digits: usize) -> Self {
        let site = |place: &Range<usize>| Site::Beside(Place::new(lock, place.clone()));
        let rows = |rows: &'a [ReleasedRow]| rows.iter().map(|row| RowView::of_released(lock, row)).collect();
        let constants = released.constants.iter().map(|constant| ConstantView {
            name: &constant.name,
            code: &constant.code,
            site: site(&constant.place),
        });
        let ranges = released.ranges.iter().map(|range| RangeView {
            ends: (range.first, range.last),
            text: None,
            site: site(&range.place),
        });
        EnumView {
            name: &released.name,
            code_type: released.code_type,
            hex_digits,
            columns: released.columns.iter().map(|column| ColumnView::of_released(lock, column)).collect(),
            rows: rows(&released.rows),
            removed: rows(&released.removed),
            constants: constants.collect(),
            ranges: ranges.collect(),
            site: site(&released.place),
        }
    }

    /// A code as the generated code shows it.
    pub(crate) fn show(&self, code: &Code) -> String {
        code.shown(self.hex_digits)
    }

    /// The same column of another enum: that of the same role, or with the same accessor.
    pub(crate) fn twin(&self, column: &ColumnView<'_>) -> Option<&ColumnView<'a>> {
        self.columns.iter().find(|other| other.role == column.role && other.accessor == column.accessor)
    }
}

impl<'a> ColumnView<'a> {
    /// A column of a catalogue; it stands in the table of another file, or in that of the enum.
    fn of_column(
        enumeration: &'a Enum,
        (index, column): (usize, &'a Column),
        joined: Option<&JoinedTable>,
        of_enum: &Site,
    ) -> Self {
        ColumnView {
            accessor: &column.accessor,
            header: &column.header,
            role: column.role,
            kind: column.content.kind(),
            optional: column.optional,
            values: values(enumeration, index, joined),
            is_joined: column.from.is_some(),
            cells: Some((index, column)),
            site: joined.map_or_else(|| of_enum.clone(), |table| Site::Beside(table.header.clone())),
        }
    }

    fn of_released(lock: &Arc<Source>, column: &'a ReleasedColumn) -> Self {
        let (_, values) = column.category().unwrap_or_default();
        let values = values.iter().map(|value| ValueView {
            variant: &value.variant,
            text: &value.text,
            site: Site::Beside(Place::new(lock, value.place.clone())),
        });
        ColumnView {
            accessor: &column.accessor,
            header: &column.header,
            role: column.role,
            kind: column.content.kind(),
            optional: column.optional,
            values: values.collect(),
            is_joined: false,
            cells: None,
            site: Site::Beside(Place::new(lock, column.place.clone())),
        }
    }

    /// The name of its category, if its cells hold one.
    pub(crate) fn category(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Category(name) => Some(name),
            _ => None,
        }
    }

    /// What its accessor returns.
    pub(crate) fn returns(&self) -> String {
        self.kind.returned(self.optional)
    }
}

/// The values of a category of a catalogue, each where a row has it first.
fn values<'a>(enumeration: &'a Enum, column: usize, joined: Option<&JoinedTable>) -> Vec<ValueView<'a>> {
    let Some(category) = enumeration.columns[column].category() else { return Vec::new() };
    let mut first: Vec<Option<&Entry>> = vec![None; category.values.len()];
    for entry in &enumeration.entries {
        if let Value::Category(value) = entry.cells[column] {
            first[value].get_or_insert(entry);
        }
    }
    let site = |entry: &Entry| {
        let beside = joined.and_then(|table| entry.codes.iter().find_map(|code| table.rows.get(code)));
        beside.map_or_else(|| Site::Row(entry.row()), |place| Site::Beside(place.clone()))
    };
    let of_enum = Site::Table(enumeration.tables[0]);
    let values = category.values.iter().zip(first);
    let view = |(value, first): (&'a CategoryValue, Option<&Entry>)| ValueView {
        variant: &value.variant,
        text: &value.text,
        site: first.map_or_else(|| of_enum.clone(), site),
    };
    values.map(view).collect()
}

impl<'a> RowView<'a> {
    fn of_entry(enumeration: &Enum, entry: &'a Entry) -> Self {
        let view = |code| CodeView { code, since: None, site: Site::Row(entry.row()) };
        RowView {
            first: entry.code(),
            codes: entry.codes.iter().map(view).collect(),
            variant: &entry.variant,
            meaning: Meaning { name: enumeration.name_of(entry), description: enumeration.description_of(entry) },
            retired: entry.retired,
            entry: Some(entry),
        }
    }

    fn of_released(lock: &Arc<Source>, row: &'a ReleasedRow) -> Self {
        let codes = row.codes.iter().map(|released| CodeView {
            code: &released.code,
            since: Some(&released.since),
            site: Site::Beside(Place::new(lock, released.place.clone())),
        });
        RowView {
            first: &row.first,
            codes: codes.collect(),
            variant: &row.variant,
            meaning: Meaning { name: row.name.as_deref(), description: row.description.as_deref() },
            retired: row.retired,
            entry: None,
        }
    }

    /// Where it stands: where its first code does.
    pub(crate) fn site(&self) -> &Site {
        &self.codes[0].site
    }

    /// What it says in one line: `auth failure: Verification failed`.
    pub(crate) fn quoted(&self) -> String {
        let texts = [self.meaning.name, self.meaning.description];
        texts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    /// What it says in a column of its enum, which may be nothing; `None` where that is not known.
    pub(crate) fn says(&self, column: &ColumnView<'_>) -> Option<String> {
        match column.role {
            Role::Code => None,
            Role::Name => Some(self.meaning.name.unwrap_or_default().to_owned()),
            Role::Description => Some(self.meaning.description.unwrap_or_default().to_owned()),
            Role::Other => {
                let (entry, (index, column)) = self.entry.zip(column.cells)?;
                Some(column.shown(&entry.cells[index]).unwrap_or_default())
            }
        }
    }
}
