//! Views of a catalogue.

use crate::catalog::{Catalog, CategoryValue, Column, Entry, Enum, Value};
use crate::check::JoinedTable;
use crate::compare::diff::Site;
use crate::compare::meaning::Meaning;

use super::{CodeView, ColumnView, ConstantView, EnumView, RangeView, RowView, ValueView};

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
            ColumnView::of_column(enumeration, (index, column), table, &joined, &site)
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
            rows: enumeration.entries.iter().map(|entry| RowView::of_entry(enumeration, entry, &joined)).collect(),
            removed: Vec::new(),
            constants: constants.collect(),
            ranges: ranges.collect(),
            site,
        }
    }
}

impl<'a> ColumnView<'a> {
    /// A column of a catalogue; it stands in the table of another file, or in that of the enum.
    fn of_column(
        enumeration: &'a Enum,
        (index, column): (usize, &'a Column),
        joined: Option<&JoinedTable>,
        all: &[&JoinedTable],
        of_enum: &Site,
    ) -> Self {
        ColumnView {
            accessor: &column.accessor,
            header: &column.header,
            role: column.role,
            kind: column.content.kind(),
            optional: column.optional,
            values: values(enumeration, index, joined, all),
            is_joined: column.from.is_some(),
            cells: Some((index, column)),
            site: joined.map_or_else(|| of_enum.clone(), |table| Site::Beside(table.header.clone())),
        }
    }
}

/// The values of a category of a catalogue, each where a row has it first.
fn values<'a>(
    enumeration: &'a Enum,
    column: usize,
    joined: Option<&JoinedTable>,
    all: &[&JoinedTable],
) -> Vec<ValueView<'a>> {
    let Some(category) = enumeration.columns[column].category() else { return Vec::new() };
    let mut first: Vec<Option<&Entry>> = vec![None; category.values.len()];
    for entry in &enumeration.entries {
        if let Value::Category(value) = entry.cells[column] {
            first[value].get_or_insert(entry);
        }
    }
    let of_value = |entry: &Entry| {
        let beside = joined.and_then(|table| entry.codes.iter().find_map(|code| table.rows.get(code)));
        beside.map_or_else(|| site(entry, all), |place| Site::Beside(place.clone()))
    };
    let of_enum = Site::Table(enumeration.tables[0]);
    let values = category.values.iter().zip(first);
    let view = |(value, first): (&'a CategoryValue, Option<&Entry>)| ValueView {
        variant: &value.variant,
        text: &value.text,
        site: first.map_or_else(|| of_enum.clone(), of_value),
    };
    values.map(view).collect()
}

/// Where an entry stands: in the spec, or in the file that adds it.
fn site(entry: &Entry, joined: &[&JoinedTable]) -> Site {
    let places = joined.iter().filter(|_| entry.from.is_some()).filter_map(|table| table.rows.get(entry.code()));
    // Of those that speak of it, the first has added it.
    places.map(|place| Site::Beside(place.clone())).next().unwrap_or_else(|| Site::Row(entry.row()))
}

impl<'a> RowView<'a> {
    fn of_entry(enumeration: &Enum, entry: &'a Entry, joined: &[&JoinedTable]) -> Self {
        let site = site(entry, joined);
        let view = |code| CodeView { code, since: None, site: site.clone() };
        RowView {
            first: entry.code(),
            codes: entry.codes.iter().map(view).collect(),
            variant: &entry.variant,
            meaning: Meaning { name: enumeration.name_of(entry), description: enumeration.description_of(entry) },
            retired: entry.retired,
            entry: Some(entry),
        }
    }
}
