//! Names that were released: those of a column that the table has no more, and those that were mended since.

use std::collections::HashMap;

use crate::catalog::{Code, Column, Content, Enum, Role, Value};
use crate::finding::{Finding, Findings, Rule};
use crate::lock::{ReleasedEnum, ReleasedRow, is_released};
use crate::resolve::{Group, Spec};

/// Gives an enum the names that its lock knows.
pub(super) fn keep(spec: &Spec, group: &Group<'_>, enumeration: &mut Enum, findings: &mut Findings) {
    let is_asked = group.tables.iter().any(|chosen| chosen.options.keep_names == Some(true));
    if is_asked && enumeration.column(Role::Name).is_none() {
        let column = group.locked.and_then(|locked| kept_column(spec, locked));
        match (column, group.locked) {
            (Some(column), Some(locked)) => with_column(enumeration, column, locked),
            _ => findings.push(nothing_to_keep(spec, group)),
        }
    }
    if let (Some(_), Some(locked)) = (enumeration.column(Role::Name), group.locked) {
        former_names(enumeration, locked);
    }
}

/// The column of the names as it was released; `None` where there were none.
fn kept_column(spec: &Spec, locked: &ReleasedEnum) -> Option<Column> {
    let known = locked.columns.iter().find(|column| column.role == Role::Name);
    if known.is_none() && locked.rows.iter().all(|row| row.last_name().is_none()) {
        return None;
    }
    Some(Column {
        header: known.map_or("Name", |column| &column.header).to_owned(),
        role: Role::Name,
        accessor: "name".to_owned(),
        content: Content::Text,
        optional: known.is_some_and(|column| column.optional),
        default: None,
        from: spec.lock_name.clone(),
    })
}

fn with_column(enumeration: &mut Enum, column: Column, locked: &ReleasedEnum) {
    let rows = rows(locked);
    enumeration.columns.push(column);
    for entry in &mut enumeration.entries {
        let name = entry.codes.iter().find_map(|code| rows.get(code)?.last_name());
        entry.cells.push(name.map_or(Value::Empty, |name| Value::Text(name.to_owned())));
    }
}

/// A name that was mended keeps its old spelling, by which somebody may look it up.
fn former_names(enumeration: &mut Enum, locked: &ReleasedEnum) {
    let rows = rows(locked);
    let column = enumeration.column(Role::Name);
    for entry in &mut enumeration.entries {
        let Some(row) = entry.codes.iter().find_map(|code| rows.get(code)) else { continue };
        let name = column.and_then(|column| entry.cells[column].as_text());
        let last = row.name.as_ref().filter(|_| !row.unreleased.name);
        let names = row.former_names.iter().chain(last).filter(|former| name != Some(former.as_str()));
        let names: Vec<_> = names.cloned().collect();
        entry.former_names = names;
    }
}

/// The rows of codes that were released.
fn rows(locked: &ReleasedEnum) -> HashMap<&Code, &ReleasedRow> {
    let rows = locked.rows.iter().flat_map(|row| row.codes.iter().map(move |of| (of, row)));
    rows.filter(|(of, _)| is_released(&of.since)).map(|(of, row)| (&of.code, row)).collect()
}

fn nothing_to_keep(spec: &Spec, group: &Group<'_>) -> Finding {
    let header = group.first().table.header.span.clone();
    let message = "`keep_names` keeps the names of a lock, and no name of this table was released";
    Finding::error(Rule::UnfitSetting, &spec.source, header, message).help("take `keep_names` out of the directive")
}
