//! One enum before and after, and what has been found to be different in it.

use super::view::{CodeView, ColumnView, ConstantView, EnumView, RangeView, RowView, ValueView};
use super::{Change, Class, Site, Subject};
use crate::lock::EXHAUSTIVE;

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
    /// What a row has in a column of sets.
    Cell {
        code: &'v CodeView<'v>,
        row: &'v RowView<'v>,
        column: &'v ColumnView<'v>,
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
    /// The enum, or that of the category of a column, as a type.
    Type {
        column: Option<&'v ColumnView<'v>>,
    },
    /// A trait of such a type.
    Trait {
        column: Option<&'v ColumnView<'v>>,
        name: &'v str,
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
            Of::Cell { code: CodeView { code, .. }, row, column } => Subject::Cell {
                code: (*code).clone(),
                shown: side.show(code),
                variant: row.variant.to_owned(),
                accessor: column.accessor.to_owned(),
            },
            Of::Column { column, .. } => {
                Subject::Column { accessor: column.accessor.to_owned(), header: column.header.to_owned() }
            }
            Of::Value { column, value, .. } => Subject::Value {
                accessor: column.accessor.to_owned(),
                category: column.category().unwrap_or_default().to_owned(),
                variant: value.variant.to_owned(),
            },
            Of::Type { column } => Subject::Type { name: type_name(*column, side), accessor: accessor_of(*column) },
            Of::Trait { column, name } => Subject::Trait {
                of: type_name(*column, side),
                accessor: accessor_of(*column),
                name: (*name).to_owned(),
            },
            Of::Constant(constant) => Subject::Constant(constant.name.to_owned()),
            Of::Range(RangeView { ends: (first, last), .. }) => Subject::Range { first: *first, last: *last },
        }
    }

    /// Whether the older side has released it.
    fn is_released(&self, side: &EnumView<'_>) -> bool {
        match self {
            Of::Enum => side.is_released,
            Of::Code { code, .. } => code.is_released,
            Of::Cell { code, column, .. } => code.is_released && column.is_released,
            Of::Column { column, .. } => column.is_released,
            Of::Value { value, .. } => value.is_released,
            Of::Type { column } => self.is_type_released(*column, EXHAUSTIVE, side),
            Of::Trait { column, name } => self.is_type_released(*column, name, side),
            Of::Constant(constant) => constant.is_released,
            Of::Range(range) => range.is_released,
        }
    }

    fn is_type_released(&self, column: Option<&ColumnView<'_>>, what: &str, side: &EnumView<'_>) -> bool {
        let (is_released, of_type) =
            column.map_or((side.is_released, &side.of_type), |column| (column.is_released, &column.of_type));
        is_released && of_type.is_released(what)
    }

    fn site(&self, side: &EnumView<'_>) -> Site {
        let site = match self {
            Of::Enum => &side.site,
            Of::Code { code, .. } | Of::Cell { code, .. } => &code.site,
            Of::Column { column, .. } => &column.site,
            Of::Value { value, .. } => &value.site,
            Of::Type { column } | Of::Trait { column, .. } => column.map_or(&side.site, |column| &column.site),
            Of::Constant(constant) => &constant.site,
            Of::Range(range) => &range.site,
        };
        site.clone()
    }
}

/// The name of an enum, or of that of the category of one of its columns.
fn type_name(column: Option<&ColumnView<'_>>, side: &EnumView<'_>) -> String {
    column.and_then(ColumnView::category).unwrap_or(side.name).to_owned()
}

fn accessor_of(column: Option<&ColumnView<'_>>) -> Option<String> {
    column.map(|column| column.accessor.to_owned())
}

/// One enum before and after.
pub(super) struct Pair<'v, 'c> {
    pub(super) old: &'v EnumView<'v>,
    pub(super) new: &'v EnumView<'v>,
    pub(super) differences: &'c mut Vec<Difference<'v>>,
    /// Columns whose header alone is another, before and after.
    pub(super) reheaded: Vec<(&'v ColumnView<'v>, &'v ColumnView<'v>)>,
}

impl<'v, 'c> Pair<'v, 'c> {
    pub(super) fn of(old: &'v EnumView<'v>, new: &'v EnumView<'v>, differences: &'c mut Vec<Difference<'v>>) -> Self {
        Pair { old, new, differences, reheaded: Vec::new() }
    }

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
            undone_by: None,
            renames: 0,
            unreleased: !of.is_released(self.old),
            before: before.into(),
            after: after.into(),
            old_site: Some(of.site(self.old)),
            new_site: new_site.cloned(),
        };
        self.differences.push(Difference { change, old: self.old, new: Some(self.new), of });
    }

    /// A row that says something in another way in a column.
    pub(super) fn cell(
        &mut self,
        class: Class,
        of: Of<'v>,
        column: &str,
        (before, after): (String, String),
        new_site: &Site,
    ) {
        self.changed(class, of, before, after, Some(new_site));
        if let Some(Difference { change, .. }) = self.differences.last_mut() {
            change.column = Some(column.to_owned());
        }
    }

    /// The same column on the newer side, whatever its header is.
    pub(super) fn heir(&self, column: &ColumnView<'_>) -> Option<&'v ColumnView<'v>> {
        let new = self.new;
        let reheaded = || self.reheaded.iter().find(|(old, _)| std::ptr::addr_eq(*old, column)).map(|(_, new)| *new);
        new.twin(column).or_else(reheaded)
    }

    /// Something that only the newer side has.
    pub(super) fn added(&mut self, class: Class, of: Of<'v>, after: impl Into<String>) {
        let change = Change {
            class,
            enumeration: self.old.name.to_owned(),
            subject: of.subject(self.new),
            column: None,
            undone_by: None,
            renames: 0,
            unreleased: false,
            before: String::new(),
            after: after.into(),
            old_site: None,
            new_site: Some(of.site(self.new)),
        };
        self.differences.push(Difference { change, old: self.old, new: Some(self.new), of });
    }
}
