//! What an enum, and those of its categories, carry before and after.

use super::Class;
use super::pair::{Of, Pair};
use super::view::ColumnView;
use crate::lock::EXHAUSTIVE;

impl<'v> Pair<'v, '_> {
    /// The type of the enum, or that of the category of a column, which both sides have.
    pub(super) fn types(&mut self, columns: Option<(&'v ColumnView<'v>, &'v ColumnView<'v>)>) {
        let (old, new) = (self.old, self.new);
        let (column, twin) = (columns.map(|(column, _)| column), columns.map(|(_, twin)| twin));
        let before = column.map_or(&old.of_type, |column| &column.of_type);
        let after = twin.map_or(&new.of_type, |twin| &twin.of_type);
        let site = Some(twin.map_or(&new.site, |twin| &twin.site));
        match (before.exhaustive, after.exhaustive) {
            (true, false) => self.changed(Class::ExhaustiveRemoved, Of::Type { column }, "", "", site),
            (false, true) => self.added(Class::ExhaustiveAdded, Of::Type { column: twin }, ""),
            _ => {}
        }
        for &name in before.traits.iter().filter(|name| !after.has(name)) {
            self.changed(Class::TraitRemoved, Of::Trait { column, name }, "", "", site);
        }
        for &name in after.traits.iter().filter(|name| !before.has(name)) {
            self.added(Class::TraitAdded, Of::Trait { column: twin, name }, "");
        }
    }

    /// The class of a variant more. Where users match all variants, it breaks them.
    pub(super) fn class_of_addition(&self, usual: Class, columns: Option<(&ColumnView<'_>, &ColumnView<'_>)>) -> Class {
        let (old, new) = (self.old, self.new);
        let (is_released, before, after) = match columns {
            Some((column, twin)) => (column.is_released, &column.of_type, &twin.of_type),
            None => (old.is_released, &old.of_type, &new.of_type),
        };
        let is_matched = before.exhaustive && after.exhaustive && is_released && before.is_released(EXHAUSTIVE);
        if is_matched { Class::AddedToExhaustive } else { usual }
    }
}
