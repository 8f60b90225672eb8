//! What a lock says of a spec: what its enums have, and what was released and they have no more.
//!
//! All that is new is [`UNRELEASED`] until a version is stamped. What goes again before that leaves no trace.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use errtable::catalog::{Alias, CodeRange, Column, Content, Entry, Enum, Impl, Role, TypeOptions};
use errtable::catalog::{Category, Code};
use errtable::inner::{
    EXHAUSTIVE, Known, Lock, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent, ReleasedEnum,
    ReleasedRange, ReleasedRow, ReleasedType, ReleasedValue, UNRELEASED, Unreleased,
};

/// The enums of a spec as the lock has them, by name, and those of the lock that the spec has no more.
pub(super) fn released(lock: Option<&Lock>, enums: &[Enum]) -> Vec<ReleasedEnum> {
    let mut released = BTreeMap::new();
    for enumeration in enums {
        let known = lock.and_then(|lock| lock.named(&enumeration.name));
        released.insert(enumeration.name.as_str(), enumeration_of(enumeration, known));
    }
    for known in lock.iter().flat_map(|lock| &lock.enums) {
        if !released.contains_key(known.name.as_str()) {
            released.extend(gone(known).map(|gone| (known.name.as_str(), gone)));
        }
    }
    released.into_values().collect()
}

fn enumeration_of(enumeration: &Enum, known: Option<&ReleasedEnum>) -> ReleasedEnum {
    let held: HashSet<&Code> = enumeration.entries.iter().flat_map(|entry| &entry.codes).collect();
    let of = Known::of(known);
    ReleasedEnum {
        name: enumeration.name.clone(),
        code_type: enumeration.code_type,
        of_type: type_of(&enumeration.options, known.map(|known| (known.since.as_str(), &known.of_type))),
        columns: enumeration.columns.iter().map(|column| column_of(column, of.column(column))).collect(),
        rows: enumeration.entries.iter().map(|entry| row(enumeration, entry, &of)).collect(),
        removed: known.map(|known| removed(known, held)).unwrap_or_default(),
        constants: enumeration.aliases.iter().map(|alias| constant(enumeration, alias, &of)).collect(),
        ranges: enumeration.ranges.iter().map(|range| range_of(range, &of)).collect(),
        former_headers: known.map(|known| former_headers(enumeration, known)).unwrap_or_default(),
        since: known.map_or(UNRELEASED, |known| &known.since).to_owned(),
        place: 0..0,
    }
}

/// The headers of columns that are gone, or are called something else.
fn former_headers(enumeration: &Enum, known: &ReleasedEnum) -> Vec<String> {
    let held: HashSet<&str> = enumeration.columns.iter().map(|column| column.header.as_str()).collect();
    let columns = known.columns.iter().filter(|column| column.role != Role::Code).map(|column| &column.header);
    let former: BTreeSet<_> = known.former_headers.iter().chain(columns).collect();
    former.into_iter().filter(|header| !held.contains(header.as_str())).cloned().collect()
}

/// What is left of an enum that is gone: its codes, so that none of them comes back unnoticed. Nothing is left where none
/// was released.
fn gone(known: &ReleasedEnum) -> Option<ReleasedEnum> {
    let removed = removed(known, HashSet::new());
    let is_known = !removed.is_empty();
    is_known.then(|| ReleasedEnum {
        rows: Vec::new(),
        removed,
        constants: Vec::new(),
        ranges: Vec::new(),
        ..known.clone()
    })
}

/// The rows of released codes that are not `held` any more.
fn removed<'l>(known: &'l ReleasedEnum, mut held: HashSet<&'l Code>) -> Vec<ReleasedRow> {
    let mut rows = Vec::new();
    for row in known.removed.iter().chain(&known.rows) {
        let gone = row.codes.iter().filter(|released| released.since != UNRELEASED && held.insert(&released.code));
        let codes: Vec<_> = gone.map(removed_in).collect();
        if !codes.is_empty() {
            rows.push(ReleasedRow { codes, ..row.clone() });
        }
    }
    rows
}

/// A code that is gone, from the next release on where it is not already.
fn removed_in(code: &ReleasedCode) -> ReleasedCode {
    ReleasedCode { removed: code.removed.clone().or_else(|| Some(UNRELEASED.to_owned())), ..code.clone() }
}

fn row(enumeration: &Enum, entry: &Entry, known: &Known<'_>) -> ReleasedRow {
    let code = |code: &Code| {
        let since = known.codes.get(code).map_or(UNRELEASED, |(code, _)| &code.since);
        ReleasedCode { code: code.clone(), since: since.to_owned(), removed: None, place: 0..0 }
    };
    let was = known.codes.get(entry.code()).copied();
    let retired = was.and_then(|(_, row)| row.retired.clone()).unwrap_or_else(|| UNRELEASED.to_owned());
    let row = ReleasedRow {
        first: entry.code().clone(),
        codes: entry.codes.iter().map(code).collect(),
        variant: entry.variant.clone(),
        name: enumeration.name_of(entry).map(str::to_owned),
        description: enumeration.description_of(entry).map(str::to_owned),
        former_names: Vec::new(),
        first_description: None,
        values: values_of(enumeration, entry),
        retired: entry.retired.then_some(retired),
        unreleased: Unreleased::default(),
    };
    match was {
        Some((code, was)) if code.since != UNRELEASED => since_release(row, was),
        _ => row,
    }
}

/// A row with what is known of its released texts.
fn since_release(row: ReleasedRow, was: &ReleasedRow) -> ReleasedRow {
    let mut former_names = was.former_names.clone();
    let given_up = was.name.iter().filter(|name| !was.unreleased.name && row.name.as_ref() != Some(name));
    given_up.for_each(|name| {
        if !former_names.contains(name) {
            former_names.push(name.clone());
        }
    });
    let first = was.first_description().filter(|first| row.description.as_deref() != Some(first)).map(str::to_owned);
    let unreleased = Unreleased {
        name: row.name.is_some() && (row.name != was.name || was.unreleased.name),
        description: row.description.is_some() && (row.description != was.description || was.unreleased.description),
    };
    ReleasedRow { former_names, first_description: first, unreleased, ..row }
}

/// The values of an entry in each column that is a category: several in a column of sets, and none where they are all
/// that there are, which tells no value from another.
fn values_of(enumeration: &Enum, entry: &Entry) -> BTreeMap<String, Vec<String>> {
    let values = enumeration.categories().map(|(index, column, category)| {
        let values = entry.cells[index].values();
        let is_every = column.holds_sets() && category.is_every(values);
        let values = if is_every { &[] } else { values }.iter();
        (column.accessor.clone(), values.map(|&value| category.values[value].variant.clone()).collect::<Vec<_>>())
    });
    values.filter(|(_, values)| !values.is_empty()).collect()
}

/// What is public of a type, and what of it is not released yet. `known` is what the lock knows of it, and since when.
fn type_of(options: &TypeOptions, known: Option<(&str, &ReleasedType)>) -> ReleasedType {
    let derives: BTreeSet<_> = options.derives.iter().cloned().collect();
    let unreleased = match known.filter(|(since, _)| *since != UNRELEASED) {
        // Of what is new itself, nothing is released.
        None => Vec::new(),
        Some((_, was)) => {
            let is_new = |derive: &&String| !was.derives.contains(derive) || was.is_unreleased(derive);
            let come = was.without.iter().filter(|of| options.has(**of)).map(|of| of.as_str());
            let kept = was.unreleased.iter().map(String::as_str);
            let kept = kept.filter(|name| Impl::named(name).is_some_and(|of| options.has(of)));
            let exhaustive = (options.exhaustive && !was.is_released_exhaustive()).then_some(EXHAUSTIVE);
            let names = derives.iter().filter(is_new).map(String::as_str).chain(come).chain(kept).chain(exhaustive);
            names.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
        }
    };
    ReleasedType {
        derives: derives.into_iter().collect(),
        exhaustive: options.exhaustive,
        without: options.without.clone(),
        unreleased,
    }
}

fn column_of(column: &Column, known: Option<&ReleasedColumn>) -> ReleasedColumn {
    let values = |category| values(category, known.and_then(ReleasedColumn::category).unwrap_or_default().1);
    ReleasedColumn {
        accessor: column.accessor.clone(),
        header: column.header.clone(),
        role: column.role,
        content: match &column.content {
            Content::Text => ReleasedContent::Text,
            Content::Category(category) => {
                ReleasedContent::Category { name: category.name.clone(), values: values(category) }
            }
            Content::Categories(category) => {
                ReleasedContent::Categories { name: category.name.clone(), values: values(category) }
            }
            Content::Integer(integer) => ReleasedContent::Integer(*integer),
            Content::Boolean => ReleasedContent::Boolean,
        },
        of_type: column.category().map_or_else(ReleasedType::default, |category| {
            type_of(&category.options, known.map(|known| (known.since.as_str(), &known.of_type)))
        }),
        optional: column.optional,
        default: column.default.clone(),
        since: known.map_or(UNRELEASED, |known| &known.since).to_owned(),
        place: 0..0,
    }
}

/// The values of a category, and those that were released and are gone.
fn values(category: &Category, known: &[ReleasedValue]) -> Vec<ReleasedValue> {
    let by_variant: HashMap<&str, &ReleasedValue> = known.iter().map(|value| (value.variant.as_str(), value)).collect();
    let held: HashSet<&str> = category.values.iter().map(|value| value.variant.as_str()).collect();
    let values = category.values.iter().map(|value| {
        let was = by_variant.get(&*value.variant).filter(|was| was.since != UNRELEASED);
        let first = was
            .map(|was| was.first.as_ref().unwrap_or(&was.text))
            .filter(|first| !first.is_empty() && **first != value.text);
        ReleasedValue {
            variant: value.variant.clone(),
            text: value.text.clone(),
            first: first.cloned(),
            since: was.map_or(UNRELEASED, |was| &was.since).to_owned(),
            removed: None,
            place: 0..0,
        }
    });
    let gone = known.iter().filter(|value| value.since != UNRELEASED && !held.contains(&*value.variant));
    let gone = gone.map(|value| ReleasedValue {
        removed: value.removed.clone().or_else(|| Some(UNRELEASED.to_owned())),
        ..value.clone()
    });
    values.chain(gone).collect()
}

fn constant(enumeration: &Enum, alias: &Alias, known: &Known<'_>) -> ReleasedConstant {
    let code = enumeration.entries[alias.entry].code().clone();
    let since = known.constants.get(&*alias.name).copied().unwrap_or(UNRELEASED).to_owned();
    ReleasedConstant { name: alias.name.clone(), code, since, place: 0..0 }
}

fn range_of(range: &CodeRange, known: &Known<'_>) -> ReleasedRange {
    let since = known.ranges.get(&(range.first, range.last)).copied().unwrap_or(UNRELEASED).to_owned();
    ReleasedRange { first: range.first, last: range.last, text: range.text.clone(), since, place: 0..0 }
}
