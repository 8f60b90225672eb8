//! The comparison of all enums: which one is which.

use std::collections::{HashMap, HashSet};

use super::Class;
use super::codes::ByCode;
use super::pair::{Difference, Of, Pair};
use super::view::{EnumView, RowView};

/// Every change between two sets of enums.
pub(crate) fn compare<'v>(old: &'v [EnumView<'v>], new: &'v [EnumView<'v>]) -> Vec<Difference<'v>> {
    let mut differences = Vec::new();
    let enums = Enums::of(old, new);
    for before in old {
        let after = enums.after(before);
        let mut pair = Pair::of(before, after.unwrap_or(before), &mut differences);
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
    for after in new.iter().filter(|after| enums.is_added(after)) {
        Pair::of(after, after, &mut differences).added(Class::EnumAdded, Of::Enum, "");
    }
    for before in old {
        if let Some(after) = enums.new.get(before.name) {
            Pair::of(before, after, &mut differences).reused();
        }
    }
    differences
}

/// The enums of both sides, by what is found of them on the other one.
struct Enums<'v> {
    old: HashMap<&'v str, &'v EnumView<'v>>,
    new: HashMap<&'v str, &'v EnumView<'v>>,
    /// For each code of an enum whose name is new, the first such enum. Codes are texts, whichever type they have.
    come: HashMap<String, usize>,
    /// The codes of enums whose names are gone.
    gone: HashSet<String>,
    all: &'v [EnumView<'v>],
}

impl<'v> Enums<'v> {
    fn of(old: &'v [EnumView<'v>], new: &'v [EnumView<'v>]) -> Self {
        let by_name = |enums: &'v [EnumView<'v>]| enums.iter().map(|view| (view.name, view)).collect();
        let mut enums =
            Enums { old: by_name(old), new: by_name(new), come: HashMap::new(), gone: HashSet::new(), all: new };
        for (index, view) in new.iter().enumerate().filter(|(_, view)| !enums.old.contains_key(view.name)) {
            codes(view).for_each(|code| {
                enums.come.entry(code).or_insert(index);
            });
        }
        for view in old.iter().filter(|view| !enums.new.contains_key(view.name)) {
            enums.gone.extend(codes(view));
        }
        enums
    }

    /// What has become of an enum: that of its name or, where that is gone, the first new one that shares a code with it.
    fn after(&self, before: &EnumView<'_>) -> Option<&'v EnumView<'v>> {
        let heir = || codes(before).filter_map(|code| self.come.get(&code)).min().map(|index| &self.all[*index]);
        self.new.get(before.name).copied().or_else(heir)
    }

    /// Whether an enum is new, and none that is gone shares a code with it.
    fn is_added(&self, after: &EnumView<'_>) -> bool {
        !self.old.contains_key(after.name) && !codes(after).any(|code| self.gone.contains(&code))
    }
}

fn codes(view: &EnumView<'_>) -> impl Iterator<Item = String> {
    view.rows.iter().flat_map(|row| &row.codes).map(|of| of.code.to_string())
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
        self.types(None);
        self.columns();
        self.rows();
        self.constants();
        self.ranges();
    }
}
