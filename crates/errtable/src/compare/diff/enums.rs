//! The comparison of all enums: which one is which.

use super::Class;
use super::codes::ByCode;
use super::pair::{Difference, Of, Pair};
use super::view::{EnumView, RowView};

/// Every change between two sets of enums.
pub(crate) fn compare<'v>(old: &'v [EnumView<'v>], new: &'v [EnumView<'v>]) -> Vec<Difference<'v>> {
    let mut differences = Vec::new();
    for before in old {
        let after = named(new, before.name).or_else(|| heir(before, old, new));
        let mut pair =
            Pair { old: before, new: after.unwrap_or(before), differences: &mut differences, reheaded: Vec::new() };
        match after {
            None => pair.removed(),
            Some(after) => {
                if after.name != before.name {
                    pair.changed(Class::EnumRemoved, Of::Enum, "", after.name, Some(&after.site));
                }
                pair.compare();
            }
        }
    }
    for after in new.iter().filter(|after| named(old, after.name).is_none()) {
        if !old.iter().any(|before| named(new, before.name).is_none() && shared(before, after)) {
            Pair { old: after, new: after, differences: &mut differences, reheaded: Vec::new() }.added(
                Class::EnumAdded,
                Of::Enum,
                "",
            );
        }
    }
    for before in old {
        if let Some(after) = named(new, before.name) {
            Pair { old: before, new: after, differences: &mut differences, reheaded: Vec::new() }.reused();
        }
    }
    differences
}

fn named<'v>(enums: &'v [EnumView<'v>], name: &str) -> Option<&'v EnumView<'v>> {
    enums.iter().find(|view| view.name == name)
}

/// The enum that has the codes of one whose name is gone.
fn heir<'v>(before: &EnumView<'_>, old: &[EnumView<'_>], new: &'v [EnumView<'v>]) -> Option<&'v EnumView<'v>> {
    let is_new = |after: &&EnumView<'_>| old.iter().all(|before| before.name != after.name);
    new.iter().filter(is_new).find(|after| shared(before, after))
}

/// Whether two enums share a code.
fn shared(before: &EnumView<'_>, after: &EnumView<'_>) -> bool {
    let codes = ByCode::of(after);
    before.rows.iter().flat_map(|row| &row.codes).any(|of| codes.get(of.code).is_some())
}

impl Pair<'_, '_> {
    /// An enum that is gone with all of its codes.
    fn removed(&mut self) {
        self.changed(Class::EnumRemoved, Of::Enum, "", "", None);
        if let Some(difference) = self.differences.last_mut() {
            difference.new = None;
        }
    }

    /// A code that both sides have, as each of them shows it, where that is not the same.
    fn shown_otherwise(&self) -> Option<(String, String)> {
        let codes = ByCode::of(self.new);
        let both = self.old.rows.iter().flat_map(|row| &row.codes).filter(|of| codes.get(of.code).is_some());
        let shown = both.map(|of| (self.old.show(of.code), self.new.show(of.code)));
        shown.into_iter().find(|(was, is)| was != is)
    }

    fn compare(&mut self) {
        let (was, is) = (self.old.code_type, self.new.code_type);
        if was != is {
            let misfit = |row: &&RowView<'_>| row.codes.iter().any(|of| !was.holds(of.code));
            let site = self.new.rows.iter().find(misfit).map_or(&self.new.site, RowView::site);
            self.changed(Class::CodeTypeChanged, Of::Enum, was.in_rust(), is.in_rust(), Some(site));
        }
        // In texts there is nothing to show otherwise.
        if self.old.hex_digits != self.new.hex_digits
            && let Some((was, is)) = self.shown_otherwise()
        {
            self.changed(Class::DisplayChanged, Of::Enum, was, is, Some(&self.new.site));
        }
        self.columns();
        self.rows();
        self.constants();
        self.ranges();
    }
}
