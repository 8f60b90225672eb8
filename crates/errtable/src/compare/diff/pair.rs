//! The comparison of enums: which one is which, and what is different in it.

use std::collections::HashMap;

use super::rows::{ByCode, code_as};
use super::view::{CodeView, ColumnView, ConstantView, EnumView, RangeView, RowView, ValueView};
use super::{Change, Class, Site, Subject};

/// A change, with what it is a change of.
#[derive(Debug)]
pub(crate) struct Difference<'v> {
    pub(crate) change: Change,
    /// The enum as it was; as it is, where it is new.
    pub(crate) old: &'v EnumView<'v>,
    /// The enum as it is; `None` where it is gone.
    pub(crate) new: Option<&'v EnumView<'v>>,
    pub(crate) of: Of<'v>,
}

/// What a change is a change of: on the older side, or on the newer one where it is new.
#[derive(Debug)]
pub(crate) enum Of<'v> {
    Enum,
    Code {
        code: &'v CodeView<'v>,
        row: &'v RowView<'v>,
    },
    Column {
        column: &'v ColumnView<'v>,
        /// The same column on the newer side, or the one that stands in its place.
        heir: Option<&'v ColumnView<'v>>,
    },
    Value {
        column: &'v ColumnView<'v>,
        value: &'v ValueView<'v>,
        /// The header of the column on the newer side.
        header: &'v str,
        /// The value that probably has taken its place.
        heir: Option<&'v ValueView<'v>>,
    },
    Constant(&'v ConstantView<'v>),
    Range(&'v RangeView<'v>),
}

impl Of<'_> {
    fn subject(&self, side: &EnumView<'_>) -> Subject {
        match self {
            Of::Enum => Subject::Enum,
            Of::Code { code: CodeView { code, .. }, row } => {
                Subject::Code { code: (*code).clone(), shown: side.show(code), variant: row.variant.to_owned() }
            }
            Of::Column { column, .. } => {
                Subject::Column { accessor: column.accessor.to_owned(), header: column.header.to_owned() }
            }
            Of::Value { column, value, .. } => Subject::Value {
                accessor: column.accessor.to_owned(),
                category: column.category().unwrap_or_default().to_owned(),
                variant: value.variant.to_owned(),
            },
            Of::Constant(constant) => Subject::Constant(constant.name.to_owned()),
            Of::Range(RangeView { ends: (first, last), .. }) => Subject::Range { first: *first, last: *last },
        }
    }

    fn site(&self, side: &EnumView<'_>) -> Site {
        let site = match self {
            Of::Enum => &side.site,
            Of::Code { code, .. } => &code.site,
            Of::Column { column, .. } => &column.site,
            Of::Value { value, .. } => &value.site,
            Of::Constant(constant) => &constant.site,
            Of::Range(range) => &range.site,
        };
        site.clone()
    }
}

/// Every change between two sets of enums.
pub(crate) fn compare<'v>(old: &'v [EnumView<'v>], new: &'v [EnumView<'v>]) -> Vec<Difference<'v>> {
    let mut differences = Vec::new();
    for before in old {
        let after = named(new, before.name).or_else(|| heir(before, old, new));
        let mut pair = Pair { old: before, new: after.unwrap_or(before), differences: &mut differences };
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
            Pair { old: after, new: after, differences: &mut differences }.added(Class::EnumAdded, Of::Enum, "");
        }
    }
    for before in old {
        if let Some(after) = named(new, before.name) {
            Pair { old: before, new: after, differences: &mut differences }.reused();
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

/// One enum before and after.
pub(super) struct Pair<'v, 'c> {
    pub(super) old: &'v EnumView<'v>,
    pub(super) new: &'v EnumView<'v>,
    differences: &'c mut Vec<Difference<'v>>,
}

impl<'v> Pair<'v, '_> {
    /// Something of the older side that is different, or gone. `new_site` is where it is now, or what has taken its place.
    pub(super) fn changed(
        &mut self,
        class: Class,
        of: Of<'v>,
        before: impl Into<String>,
        after: impl Into<String>,
        new_site: Option<&Site>,
    ) {
        let change = Change {
            class,
            enumeration: self.old.name.to_owned(),
            subject: of.subject(self.old),
            column: None,
            before: before.into(),
            after: after.into(),
            old_site: Some(of.site(self.old)),
            new_site: new_site.cloned(),
        };
        self.differences.push(Difference { change, old: self.old, new: Some(self.new), of });
    }

    /// A row that says something else in a column.
    pub(super) fn reworded(&mut self, of: Of<'v>, column: &str, before: String, after: String, new_site: &Site) {
        self.changed(Class::Reworded, of, before, after, Some(new_site));
        if let Some(Difference { change, .. }) = self.differences.last_mut() {
            change.column = Some(column.to_owned());
        }
    }

    /// Something that only the newer side has.
    pub(super) fn added(&mut self, class: Class, of: Of<'v>, after: impl Into<String>) {
        let change = Change {
            class,
            enumeration: self.old.name.to_owned(),
            subject: of.subject(self.new),
            column: None,
            before: String::new(),
            after: after.into(),
            old_site: None,
            new_site: Some(of.site(self.new)),
        };
        self.differences.push(Difference { change, old: self.old, new: Some(self.new), of });
    }

    /// An enum that is gone with all of its codes.
    fn removed(&mut self) {
        self.changed(Class::EnumRemoved, Of::Enum, "", "", None);
        if let Some(difference) = self.differences.last_mut() {
            difference.new = None;
        }
    }

    fn compare(&mut self) {
        let (was, is) = (self.old.code_type, self.new.code_type);
        if was != is {
            let misfit = |row: &&RowView<'_>| row.codes.iter().any(|of| !was.holds(of.code));
            let site = self.new.rows.iter().find(misfit).map_or(&self.new.site, RowView::site);
            self.changed(Class::CodeTypeChanged, Of::Enum, was.in_rust(), is.in_rust(), Some(site));
        }
        self.columns();
        self.rows();
        self.constants();
        self.ranges();
    }

    fn constants(&mut self) {
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
                Some(_) => {}
            }
        }
        for constant in self.new.constants.iter().filter(|constant| !before.contains_key(constant.name)) {
            self.added(Class::ItemAdded, Of::Constant(constant), constant.code.to_string());
        }
    }

    fn ranges(&mut self) {
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
