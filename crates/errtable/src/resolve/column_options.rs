//! What the directives of the tables of one enum say about its columns.

use std::collections::HashSet;

use super::groups::Group;
use super::tables::column_called;
use crate::directive::{ColumnOptions, DirectiveId, NamedColumn, Options};

/// What the directives of a group say about each of its columns: the first that says something counts.
pub(crate) fn options(group: &Group<'_>) -> Vec<ColumnOptions> {
    let table = group.first().table;
    let mut merged = vec![ColumnOptions::default(); table.header.cells.len()];
    for NamedColumn { name, options, .. } in said(group).into_iter().flatten() {
        // The tables of a group share their header.
        let Some(index) = column_called(table, &name.value) else { continue };
        merged[index].merge(options);
    }
    merged
}

/// What the directives of each table in a group say about columns. What `errtable default` says to several tables comes
/// with the first of them alone.
pub(crate) fn said<'g>(group: &Group<'g>) -> Vec<Vec<&'g NamedColumn>> {
    let mut seen: HashSet<DirectiveId> = HashSet::new();
    let mut new_to = |options: &'g Options| {
        let all = options.columns.iter().map(AsRef::as_ref);
        let new: Vec<&NamedColumn> = all.filter(|column| !seen.contains(&column.directive)).collect();
        seen.extend(new.iter().map(|column| column.directive));
        new
    };
    group.tables.iter().map(|chosen| new_to(chosen.options)).collect()
}
