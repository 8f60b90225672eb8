//! What a lock says once a release is out: what the enums of the spec have, and the codes that they have no more.

use std::collections::{BTreeMap, HashMap, HashSet};

use errtable::catalog::{Alias, CodeRange, Column, Content, Entry, Enum};
use errtable::catalog::{Category, Code};
use errtable::inner::{
    Lock, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent, ReleasedEnum, ReleasedRange, ReleasedRow,
    ReleasedValue,
};

/// The enums of a spec as they are released, by name, and those of the lock that the spec has no more.
///
/// Codes that are new are first released by `release`; those that are gone are gone from it on.
pub(super) fn released(lock: Option<&Lock>, enums: &[Enum], release: &str) -> Vec<ReleasedEnum> {
    let mut released = BTreeMap::new();
    for enumeration in enums {
        let known = lock.and_then(|lock| lock.named(&enumeration.name));
        released.insert(enumeration.name.as_str(), enumeration_of(enumeration, known, release));
    }
    for known in lock.iter().flat_map(|lock| &lock.enums) {
        released.entry(&known.name).or_insert_with(|| gone(known, release));
    }
    released.into_values().collect()
}

fn enumeration_of(enumeration: &Enum, known: Option<&ReleasedEnum>, release: &str) -> ReleasedEnum {
    let since: HashMap<&Code, &str> =
        known.iter().flat_map(|known| known.codes()).map(|(code, _)| (&code.code, code.since.as_str())).collect();
    let since = |code: &Code| since.get(code).copied().unwrap_or(release);
    let held: HashSet<&Code> = enumeration.entries.iter().flat_map(|entry| &entry.codes).collect();
    ReleasedEnum {
        name: enumeration.name.clone(),
        code_type: enumeration.code_type,
        columns: enumeration.columns.iter().map(column).collect(),
        rows: enumeration.entries.iter().map(|entry| row(enumeration, entry, since)).collect(),
        removed: known.map(|known| removed(known, held, release)).unwrap_or_default(),
        constants: enumeration.aliases.iter().map(|alias| constant(enumeration, alias)).collect(),
        ranges: enumeration.ranges.iter().map(range).collect(),
        place: 0..0,
    }
}

/// What is left of an enum that is gone: its codes, so that none of them comes back unnoticed.
fn gone(known: &ReleasedEnum, release: &str) -> ReleasedEnum {
    ReleasedEnum {
        name: known.name.clone(),
        code_type: known.code_type,
        columns: known.columns.clone(),
        rows: Vec::new(),
        removed: removed(known, HashSet::new(), release),
        constants: Vec::new(),
        ranges: Vec::new(),
        place: 0..0,
    }
}

/// The rows of released codes that are not `held` any more.
fn removed<'l>(known: &'l ReleasedEnum, mut held: HashSet<&'l Code>, release: &str) -> Vec<ReleasedRow> {
    let mut rows = Vec::new();
    for row in known.removed.iter().chain(&known.rows) {
        let gone = row.codes.iter().filter(|released| held.insert(&released.code));
        let codes: Vec<_> = gone.map(|released| removed_in(released, release)).collect();
        if !codes.is_empty() {
            rows.push(ReleasedRow { codes, ..row.clone() });
        }
    }
    rows
}

/// A code that is gone, from `release` on where it is not already.
fn removed_in(code: &ReleasedCode, release: &str) -> ReleasedCode {
    let removed = code.removed.clone().unwrap_or_else(|| release.to_owned());
    ReleasedCode { removed: Some(removed), ..code.clone() }
}

fn row<'l>(enumeration: &Enum, entry: &Entry, since: impl Fn(&Code) -> &'l str) -> ReleasedRow {
    let code =
        |code: &Code| ReleasedCode { code: code.clone(), since: since(code).to_owned(), removed: None, place: 0..0 };
    ReleasedRow {
        first: entry.code().clone(),
        codes: entry.codes.iter().map(code).collect(),
        variant: entry.variant.clone(),
        name: enumeration.name_of(entry).map(str::to_owned),
        description: enumeration.description_of(entry).map(str::to_owned),
        retired: entry.retired,
    }
}

fn column(column: &Column) -> ReleasedColumn {
    ReleasedColumn {
        accessor: column.accessor.clone(),
        header: column.header.clone(),
        role: column.role,
        content: match &column.content {
            Content::Text => ReleasedContent::Text,
            Content::Category(category) => {
                ReleasedContent::Category { name: category.name.clone(), values: values(category) }
            }
            Content::Integer(integer) => ReleasedContent::Integer(*integer),
            Content::Boolean => ReleasedContent::Boolean,
        },
        optional: column.optional,
        default: column.default.clone(),
        place: 0..0,
    }
}

fn values(category: &Category) -> Vec<ReleasedValue> {
    let values = category.values.iter();
    values
        .map(|value| ReleasedValue { variant: value.variant.clone(), text: value.text.clone(), place: 0..0 })
        .collect()
}

fn constant(enumeration: &Enum, alias: &Alias) -> ReleasedConstant {
    let code = enumeration.entries[alias.entry].code().clone();
    ReleasedConstant { name: alias.name.clone(), code, place: 0..0 }
}

fn range(range: &CodeRange) -> ReleasedRange {
    ReleasedRange { first: range.first, last: range.last, text: range.text.clone(), place: 0..0 }
}
