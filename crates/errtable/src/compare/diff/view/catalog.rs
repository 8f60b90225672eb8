//! Views of a catalogue.

use std::collections::HashMap;

use crate::catalog::{Catalog, CategoryValue, Column, Entry, Enum, Role, TypeOptions};
use crate::check::JoinedTable;
use crate::compare::diff::Site;
use crate::lock::{Known, Lock, ReleasedColumn, ReleasedEnum, ReleasedType, ReleasedValue, is_released};
use crate::reading::meaning::Meaning;

use super::lock::{first_meaning, removed};
use super::{CodeView, ColumnView, ConstantView, EnumView, RangeView, RowView, TypeView, ValueView, places};

impl<'a> EnumView<'a> {
    /// The enums of a catalogue. `joined` says where the columns stand that other files add; the lock of an older side
    /// knows what of it was released, and how. Without one, all of it was.
    pub(crate) fn of_catalog(catalog: &'a Catalog, joined: &[JoinedTable], lock: Option<&'a Lock>) -> Vec<Self> {
        let released = lock.into_iter().flat_map(|lock| &lock.enums);
        let by_name: HashMap<_, _> = released.map(|released| (released.name.as_str(), released)).collect();
        let mut by_enum: HashMap<&str, Vec<&JoinedTable>> = HashMap::new();
        joined.iter().for_each(|table| by_enum.entry(&table.enumeration).or_default().push(table));
        let view = |enumeration: &'a Enum| {
            let joined = by_enum.get(enumeration.name.as_str()).map_or(&[][..], Vec::as_slice);
            let released = lock.and_then(|lock| Some((lock, *by_name.get(enumeration.name.as_str())?)));
            EnumView::of_enum(enumeration, joined, released)
        };
        catalog.enums().iter().map(view).collect()
    }

    fn of_enum(enumeration: &'a Enum, joined: &[&JoinedTable], released: Option<(&'a Lock, &'a ReleasedEnum)>) -> Self {
        let known = Known::of(released.map(|(_, released)| released));
        let site = Site::Table(enumeration.tables[0]);
        let columns = enumeration.columns.iter().enumerate().map(|(index, column)| {
            let table = joined.iter().find(|table| table.columns.contains(&index)).copied();
            ColumnView::of_column(enumeration, (index, column), (table, joined), &site, &known)
        });
        let columns: Vec<_> = columns.collect();
        let constants = enumeration.aliases.iter().map(|alias| ConstantView {
            name: &alias.name,
            code: enumeration.entries[alias.entry].code(),
            text: Some(&alias.text),
            is_released: known.constants.get(&*alias.name).is_none_or(|since| is_released(since)),
            site: Site::Row(alias.row),
        });
        let ranges = enumeration.ranges.iter().map(|range| RangeView {
            ends: (range.first, range.last),
            text: Some(&range.text),
            said: &range.text,
            is_released: known.ranges.get(&(range.first, range.last)).is_none_or(|since| is_released(since)),
            site: Site::Row(range.rows[0]),
        });
        EnumView {
            name: &enumeration.name,
            code_type: enumeration.code_type,
            of_type: TypeView::of_options(&enumeration.options, released.map(|(_, released)| &released.of_type)),
            hex_digits: enumeration.hex_digits,
            places: places(&columns),
            columns,
            rows: enumeration
                .entries
                .iter()
                .map(|entry| RowView::of_entry(enumeration, entry, joined, &known))
                .collect(),
            removed: released.map(|(lock, released)| removed(lock, released)).unwrap_or_default(),
            constants: constants.collect(),
            ranges: ranges.collect(),
            is_released: released.is_none_or(|(_, released)| is_released(&released.since)),
            site,
        }
    }
}

impl<'a> TypeView<'a> {
    fn of_options(options: &'a TypeOptions, released: Option<&'a ReleasedType>) -> Self {
        TypeView::new(&options.derives, &options.without, options.exhaustive, released)
    }
}

impl<'a> ColumnView<'a> {
    /// A column of a catalogue; it stands in the table of another file, or in that of the enum.
    fn of_column(
        enumeration: &'a Enum,
        (index, column): (usize, &'a Column),
        (joined, all): (Option<&JoinedTable>, &[&JoinedTable]),
        of_enum: &Site,
        known: &Known<'a>,
    ) -> Self {
        let released = known.column(column);
        ColumnView {
            accessor: &column.accessor,
            header: &column.header,
            role: column.role,
            kind: column.content.kind(),
            optional: column.optional,
            default: column.default.as_deref(),
            of_type: match column.category() {
                Some(category) => TypeView::of_options(&category.options, released.map(|column| &column.of_type)),
                None => TypeView::new(&[], &[], false, None),
            },
            values: values(enumeration, index, (joined, all), released),
            is_joined: column.from.is_some(),
            texts: HashMap::new(),
            cells: Some((index, column)),
            is_released: released.is_none_or(|column| is_released(&column.since)),
            site: joined.map_or_else(|| of_enum.clone(), |table| Site::Beside(table.header.clone())),
        }
    }
}

/// The values of a category of a catalogue, each where a row has it first.
fn values<'a>(
    enumeration: &'a Enum,
    column: usize,
    (joined, all): (Option<&JoinedTable>, &[&JoinedTable]),
    released: Option<&'a ReleasedColumn>,
) -> Vec<ValueView<'a>> {
    let Some(category) = enumeration.columns[column].category() else { return Vec::new() };
    let released = released.and_then(ReleasedColumn::category).unwrap_or_default().1.iter();
    let released: HashMap<&str, &ReleasedValue> = released.map(|value| (value.variant.as_str(), value)).collect();
    let mut first: Vec<Option<&Entry>> = vec![None; category.values.len()];
    for entry in &enumeration.entries {
        for &value in entry.cells[column].values() {
            first[value].get_or_insert(entry);
        }
    }
    let of_value = |entry: &Entry| {
        let beside = joined.and_then(|table| entry.codes.iter().find_map(|code| table.rows.get(code)));
        beside.map_or_else(|| site(entry, all), |place| Site::Beside(place.clone()))
    };
    let of_enum = Site::Table(enumeration.tables[0]);
    let values = category.values.iter().zip(first);
    let view = |(value, first): (&'a CategoryValue, Option<&Entry>)| {
        let known = released.get(&*value.variant);
        ValueView {
            variant: &value.variant,
            text: &value.text,
            first: known.map_or(&value.text, |known| known.first()),
            is_released: known.is_none_or(|known| is_released(&known.since)),
            site: first.map_or_else(|| of_enum.clone(), of_value),
        }
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
    fn of_entry(enumeration: &Enum, entry: &'a Entry, joined: &[&JoinedTable], known: &Known<'a>) -> Self {
        let site = site(entry, joined);
        let view = |code| {
            let known = known.codes.get(code);
            let is_released = known.is_none_or(|(code, _)| is_released(&code.since));
            CodeView { code, since: None, is_released, site: site.clone() }
        };
        // A name that only the lock says is no witness of what the table says.
        let is_kept = enumeration.column(Role::Name).is_some_and(|column| enumeration.columns[column].is_kept());
        let name = enumeration.name_of(entry).filter(|_| !is_kept);
        let meaning = Meaning { name, description: enumeration.description_of(entry) };
        RowView {
            first: entry.code(),
            codes: entry.codes.iter().map(view).collect(),
            variant: &entry.variant,
            meaning,
            first_meaning: known.codes.get(entry.code()).map_or(meaning, |(_, row)| first_meaning(row)),
            retired: entry.retired,
            values: None,
            entry: Some(entry),
        }
    }
}
