//! The columns of an enum before and after, and the values of its categories.

use std::collections::{BTreeMap, HashMap};

use super::Class;
use super::codes::ByCode;
use super::pair::{Difference, Of, Pair};
use super::view::{ColumnView, EnumView, RowView, ValueView};
use crate::catalog::{Kind, Role};
use crate::reading::meaning::is_opposite;
use crate::text::{toml_key, toml_string};

impl<'v> Pair<'v, '_> {
    pub(super) fn columns(&mut self) {
        let (old, new) = (self.old, self.new);
        self.reheaded = self.reheaded();
        let gone = || old.columns.iter().filter(|column| new.twin(column).is_none());
        let come = || new.columns.iter().filter(|column| old.twin(column).is_none());
        let lone = lone(come()).filter(|_| lone(gone()).is_some());
        for (index, column) in old.columns.iter().enumerate() {
            if let Some(twin) = new.twin(column) {
                self.column(column, twin);
            } else if let Some(heir) = self.heir(column) {
                self.reheaded_column(column, heir);
            } else {
                // A header in the same place may be the same column under another name, as may the only one that is new.
                let heir = new.columns.get(index).filter(|heir| old.twin(heir).is_none()).or(lone);
                let site = heir.map_or(&new.site, |heir| &heir.site);
                let after = heir.map_or("", |heir| heir.header);
                self.changed(Class::ColumnRemoved, Of::Column { column, heir }, column.header, after, Some(site));
            }
        }
        for column in come() {
            if !self.reheaded.iter().any(|(_, new)| std::ptr::eq(*new, column)) {
                self.added(Class::ColumnAdded, Of::Column { column, heir: None }, column.header);
            }
        }
    }

    /// A column with another header over the same cells, so that it is read by another method.
    fn reheaded_column(&mut self, column: &'v ColumnView<'v>, heir: &'v ColumnView<'v>) {
        let of = Of::Column { column, heir: Some(heir) };
        self.changed(Class::HeaderReworded, of, column.header, heir.header, Some(&heir.site));
        let header = toml_string(heir.header);
        let key = toml_key(heir.header);
        let accessor = toml_string(column.accessor);
        let line = match (column.role, heir.role) {
            (Role::Name | Role::Description, _) => Some(format!("{} = {header}", column.accessor)),
            (Role::Other, Role::Other) if column.kind == Kind::Text && heir.kind == Kind::Text => {
                Some(format!("columns.{key}.accessor = {accessor}"))
            }
            _ => None,
        };
        if let Some(Difference { change, .. }) = self.differences.last_mut() {
            change.undone_by = line;
        }
    }

    /// The columns that are gone, each with the new one that has its cells under another header.
    fn reheaded(&self) -> Vec<(&'v ColumnView<'v>, &'v ColumnView<'v>)> {
        let (old, new) = (self.old, self.new);
        let mut gone = without_twin(old, new);
        let mut come = without_twin(new, old);
        if gone.is_empty() || come.is_empty() {
            return Vec::new();
        }
        let codes = ByCode::of(new);
        let rows: Vec<_> = old.rows.iter().filter_map(|row| Some((row, codes.get(row.first)?))).collect();
        let mut reheaded = Vec::new();
        // Those in the same place first, then those that have moved.
        gone.retain(|&(place, column)| {
            let at = come.iter().position(|(other, heir)| *other == place && is_same(&rows, column, heir));
            reheaded.extend(at.map(|at| (column, come.remove(at).1)));
            at.is_none()
        });
        let mut by_cells: HashMap<_, _> =
            come.iter().filter_map(|(_, heir)| Some((cells_after(&rows, heir)?, *heir))).collect();
        for (_, column) in &gone {
            let heir = cells_before(&rows, column).and_then(|cells| by_cells.remove(&cells));
            reheaded.extend(heir.map(|heir| (*column, heir)));
        }
        if let ([(_, column)], [(_, heir)]) = (&gone[..], &come[..])
            && by_cells.len() == 1
            && is_same(&rows, column, heir)
        {
            reheaded.push((column, heir));
        }
        reheaded
    }

    fn column(&mut self, column: &'v ColumnView<'v>, twin: &'v ColumnView<'v>) {
        let of = || Of::Column { column, heir: Some(twin) };
        if column.header != twin.header {
            self.changed(Class::Reworded, of(), column.header, twin.header, Some(&twin.site));
        }
        if column.returns() != twin.returns() {
            self.changed(Class::ColumnChanged, of(), column.returns(), twin.returns(), Some(&twin.site));
        }
        if column.category().is_some() && twin.category().is_some() {
            self.types(Some((column, twin)));
            self.values(column, twin);
        }
    }

    fn values(&mut self, column: &'v ColumnView<'v>, twin: &'v ColumnView<'v>) {
        let (before, after) = (by_variant(column), by_variant(twin));
        let by_text: HashMap<&str, &ValueView<'_>> =
            twin.values.iter().rev().map(|value| (value.text, value)).collect();
        let owners: HashMap<&str, &str> = column
            .values
            .iter()
            .flat_map(|value| [value.first, value.text].map(|text| (text, value.variant)))
            .collect();
        let added: Vec<_> = twin.values.iter().filter(|value| !before.contains_key(value.variant)).collect();
        let heirs = self.heirs(column, twin, &before, &after);
        // A value that is gone where only one has come was probably reworded.
        let lone = if let [value] = added[..] { Some(value) } else { None };
        let header = twin.header;
        for value in &column.values {
            match after.get(value.variant) {
                Some(same) if same.text != value.text => {
                    let of = Of::Value { column, value, header, heir: Some(same) };
                    // The text of another value says that the two have changed places, or that one stands for the other.
                    let is_other = owners.get(same.text).is_some_and(|owner| *owner != value.variant)
                        || is_opposite(value.first, same.text);
                    let class = if is_other { Class::MeaningChanged } else { Class::Reworded };
                    self.changed(class, of, value.text, same.text, Some(&same.site));
                }
                Some(_) => {}
                None => {
                    let renamed = by_text.get(value.text).copied();
                    let heir = renamed.or_else(|| heirs.get(value.variant).copied()).or(lone);
                    let of = Of::Value { column, value, header, heir };
                    let name = renamed.map_or("", |heir| heir.variant);
                    self.changed(Class::ValueRenamed, of, value.text, name, heir.map(|heir| &heir.site));
                }
            }
        }
        for value in added {
            // A new value is called by the category that was there before.
            let class = self.class_of_addition(Class::ValueAdded, Some((column, twin)));
            self.added(class, Of::Value { column, value, header, heir: None }, value.text);
        }
    }
}

/// Rows that both sides have.
type Rows<'v> = [(&'v RowView<'v>, &'v RowView<'v>)];

/// The columns of one side that the other has not, with their places.
fn without_twin<'v>(side: &'v EnumView<'v>, other: &EnumView<'_>) -> Vec<(usize, &'v ColumnView<'v>)> {
    let columns = side.columns.iter().enumerate();
    columns.filter(|(_, column)| column.role != Role::Code && other.twin(column).is_none()).collect()
}

/// Whether most cells of two columns that say something say the same.
fn is_same(rows: &Rows<'_>, before: &ColumnView<'_>, after: &ColumnView<'_>) -> bool {
    let (mut same, mut all) = (0, 0);
    for (old, new) in rows {
        let (Some(was), Some(is)) = (old.known(before), new.known(after)) else { return false };
        all += usize::from(!was.is_empty() || !is.is_empty());
        same += usize::from(was == is && !was.is_empty());
    }
    same * 2 > all
}

fn cells_before(rows: &Rows<'_>, column: &ColumnView<'_>) -> Option<Vec<String>> {
    said(rows.iter().map(|(row, _)| row.known(column)))
}

fn cells_after(rows: &Rows<'_>, column: &ColumnView<'_>) -> Option<Vec<String>> {
    said(rows.iter().map(|(_, row)| row.says(column)))
}

/// What cells say, where all are known and not all are empty.
fn said(cells: impl Iterator<Item = Option<String>>) -> Option<Vec<String>> {
    cells.collect::<Option<Vec<_>>>().filter(|cells| cells.iter().any(|text| !text.is_empty()))
}

impl<'v> Pair<'v, '_> {
    /// What the rows of values that are gone say now: of each such value the new one that most of its rows have.
    fn heirs(
        &self,
        column: &ColumnView<'v>,
        twin: &'v ColumnView<'v>,
        before: &HashMap<&'v str, &'v ValueView<'v>>,
        after: &HashMap<&'v str, &'v ValueView<'v>>,
    ) -> HashMap<&'v str, &'v ValueView<'v>> {
        if before.keys().all(|variant| after.contains_key(variant)) {
            return HashMap::new();
        }
        let rows = ByCode::of(self.new);
        let mut counts: HashMap<&str, BTreeMap<&str, usize>> = HashMap::new();
        for row in &self.old.rows {
            let Some(row_now) = rows.get(row.first) else { continue };
            let gone = row.values_of(column).into_iter().filter(|variant| !after.contains_key(variant));
            let new: Vec<_> =
                row_now.values_of(twin).into_iter().filter(|variant| !before.contains_key(variant)).collect();
            for gone in gone {
                let counts = counts.entry(gone).or_default();
                new.iter().for_each(|new| *counts.entry(*new).or_default() += 1);
            }
        }
        let most = |counts: BTreeMap<&'v str, usize>| counts.into_iter().max_by_key(|(_, count)| *count);
        let heirs = counts.into_iter().filter_map(|(gone, counts)| Some((gone, *after.get(most(counts)?.0)?)));
        heirs.collect()
    }
}

/// The only one, if there is one.
fn lone<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// The values of a category, by variant.
fn by_variant<'v>(column: &'v ColumnView<'v>) -> HashMap<&'v str, &'v ValueView<'v>> {
    column.values.iter().map(|value| (value.variant, value)).collect()
}
