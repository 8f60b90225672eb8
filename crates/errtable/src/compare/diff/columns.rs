//! The columns of an enum before and after, and the values of its categories.

use std::collections::{BTreeMap, HashMap};

use super::Class;
use super::codes::ByCode;
use super::pair::{Of, Pair};
use super::view::{ColumnView, ValueView};
use crate::reading::meaning::is_opposite;

impl<'v> Pair<'v, '_> {
    pub(super) fn columns(&mut self) {
        let (old, new) = (self.old, self.new);
        let is_lone = lone(old.columns.iter().filter(|column| new.twin(column).is_none())).is_some();
        let lone = lone(new.columns.iter().filter(|column| old.twin(column).is_none())).filter(|_| is_lone);
        for (index, column) in old.columns.iter().enumerate() {
            match new.twin(column) {
                Some(twin) => self.column(column, twin),
                None => {
                    // A header in the same place may be the same column under another name, as may the only one that is new.
                    let heir = new.columns.get(index).filter(|heir| old.twin(heir).is_none()).or(lone);
                    let site = heir.map_or(&new.site, |heir| &heir.site);
                    let after = heir.map_or("", |heir| heir.header);
                    self.changed(Class::ColumnRemoved, Of::Column { column, heir }, column.header, after, Some(site));
                }
            }
        }
        for column in new.columns.iter().filter(|column| old.twin(column).is_none()) {
            self.added(Class::ColumnAdded, Of::Column { column, heir: None }, column.header);
        }
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
            self.added(Class::ValueAdded, Of::Value { column, value, header, heir: None }, value.text);
        }
    }
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
