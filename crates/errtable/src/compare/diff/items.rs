//! The constants and the ranges of an enum before and after.

use std::collections::HashMap;

use super::Class;
use super::codes::code_as;
use super::pair::{Of, Pair};
use super::view::{ConstantView, EnumView, RangeView};

impl<'v> Pair<'v, '_> {
    pub(super) fn constants(&mut self) {
        let by_name = |side: &'v EnumView<'v>| -> HashMap<&str, &ConstantView<'v>> {
            side.constants.iter().map(|constant| (constant.name, constant)).collect()
        };
        let (before, after) = (by_name(self.old), by_name(self.new));
        for constant in &self.old.constants {
            let (of, code) = (Of::Constant(constant), constant.code.to_string());
            match after.get(constant.name) {
                None => self.changed(Class::ItemRemoved, of, code, "", None),
                Some(twin) if *code_as(constant.code, self.new.code_type) != *twin.code => {
                    self.changed(Class::Renumbered, of, code, twin.code.to_string(), Some(&twin.site));
                }
                Some(twin) => {
                    if let Some((was, is)) = constant.text.zip(twin.text).filter(|(was, is)| was != is) {
                        self.changed(Class::Reworded, of, was, is, Some(&twin.site));
                    }
                }
            }
        }
        for constant in self.new.constants.iter().filter(|constant| !before.contains_key(constant.name)) {
            self.added(Class::ItemAdded, Of::Constant(constant), constant.code.to_string());
        }
    }

    pub(super) fn ranges(&mut self) {
        let by_ends = |side: &'v EnumView<'v>| -> HashMap<(i128, i128), &RangeView<'v>> {
            side.ranges.iter().map(|range| (range.ends, range)).collect()
        };
        let (before, after) = (by_ends(self.old), by_ends(self.new));
        for range in &self.old.ranges {
            let of = Of::Range(range);
            let Some(twin) = after.get(&range.ends) else {
                self.changed(Class::ItemRemoved, of, range.text.unwrap_or_default(), "", None);
                continue;
            };
            if let (Some(was), Some(is)) = (range.text, twin.text)
                && was != is
            {
                self.changed(Class::Reworded, of, was, is, Some(&twin.site));
            }
        }
        for range in self.new.ranges.iter().filter(|range| !before.contains_key(&range.ends)) {
            self.added(Class::ItemAdded, Of::Range(range), range.text.unwrap_or_default());
        }
    }
}
