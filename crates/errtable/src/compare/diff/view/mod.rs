//! An enum as the comparison sees it: borrowed from a catalogue, or from what a lock says was released.

mod catalog;
mod lock;

use std::collections::BTreeMap;

use super::Site;
use crate::catalog::{Code, CodeType, Column, Entry, Kind, Role, Value};
use crate::reading::meaning::Meaning;

/// An enum. Of it and of all in it, `is_released` says whether a release has it, as far as a lock knows.
#[derive(Debug)]
pub(crate) struct EnumView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code_type: CodeType,
    pub(crate) hex_digits: usize,
    pub(crate) columns: Vec<ColumnView<'a>>,
    pub(crate) rows: Vec<RowView<'a>>,
    /// The rows of codes that are gone, which only a lock knows.
    pub(crate) removed: Vec<RowView<'a>>,
    pub(crate) constants: Vec<ConstantView<'a>>,
    pub(crate) ranges: Vec<RangeView<'a>>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A column.
#[derive(Debug)]
pub(crate) struct ColumnView<'a> {
    pub(crate) accessor: &'a str,
    pub(crate) header: &'a str,
    pub(crate) role: Role,
    pub(crate) kind: Kind<'a>,
    pub(crate) optional: bool,
    /// The values of its category; none where it holds no category.
    pub(crate) values: Vec<ValueView<'a>>,
    pub(crate) is_joined: bool,
    /// In a catalogue, the column with its index, by which rows have their cells.
    cells: Option<(usize, &'a Column)>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A value of a category.
#[derive(Debug)]
pub(crate) struct ValueView<'a> {
    pub(crate) variant: &'a str,
    pub(crate) text: &'a str,
    /// The text with which it was first released.
    pub(crate) first: &'a str,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A row.
#[derive(Debug)]
pub(crate) struct RowView<'a> {
    pub(crate) first: &'a Code,
    pub(crate) codes: Vec<CodeView<'a>>,
    pub(crate) variant: &'a str,
    pub(crate) meaning: Meaning<'a>,
    /// What it said when it was first released.
    pub(crate) first_meaning: Meaning<'a>,
    pub(crate) retired: bool,
    /// In a lock, the variants of its values, by the methods of their columns.
    values: Option<&'a BTreeMap<String, Vec<String>>>,
    /// In a catalogue, the entry; of other columns than name and description a lock says nothing.
    entry: Option<&'a Entry>,
}

/// A code of a row.
#[derive(Debug)]
pub(crate) struct CodeView<'a> {
    pub(crate) code: &'a Code,
    /// In a lock, the first release that had it.
    pub(crate) since: Option<&'a str>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A constant that is a second name of a code.
#[derive(Debug)]
pub(crate) struct ConstantView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a Code,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A range of codes.
#[derive(Debug)]
pub(crate) struct RangeView<'a> {
    pub(crate) ends: (i128, i128),
    /// What a catalogue says of it: that of a lock is not compared.
    pub(crate) text: Option<&'a str>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

impl<'a> EnumView<'a> {
    /// A code as the generated code shows it.
    pub(crate) fn show(&self, code: &Code) -> String {
        code.shown(self.hex_digits)
    }

    /// The same column of another enum: that of the same role, or with the same accessor.
    pub(crate) fn twin(&self, column: &ColumnView<'_>) -> Option<&ColumnView<'a>> {
        self.columns.iter().find(|other| other.role == column.role && other.accessor == column.accessor)
    }
}

impl<'a> ColumnView<'a> {
    /// The name of its category, if its cells hold one.
    pub(crate) fn category(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Category(name) | Kind::Categories(name) => Some(name),
            _ => None,
        }
    }

    /// What its accessor returns.
    pub(crate) fn returns(&self) -> String {
        self.kind.returned(self.optional)
    }
}

impl<'a> RowView<'a> {
    /// Whether a row means something else than this one was released to mean. Where nobody can tell, since the texts are
    /// translated, those of today are compared.
    pub(crate) fn means_another(&self, other: &RowView<'_>) -> bool {
        let since_first = self.first_meaning.has_changed(&other.meaning);
        since_first.or_else(|| self.meaning.has_changed(&other.meaning)).unwrap_or(false)
    }

    /// Where it stands: where its first code does.
    pub(crate) fn site(&self) -> &Site {
        &self.codes[0].site
    }

    /// The variants of its values in a column that is a category; none where that is not known.
    pub(crate) fn values_of(&self, column: &ColumnView<'a>) -> Vec<&'a str> {
        if let Some(values) = self.values {
            return values.get(column.accessor).into_iter().flatten().map(String::as_str).collect();
        }
        let Some((entry, (index, of))) = self.entry.zip(column.cells) else { return Vec::new() };
        match (&entry.cells[index], of.category()) {
            (Value::Category(value), Some(category)) => vec![&category.values[*value].variant],
            _ => Vec::new(),
        }
    }

    /// What it says in one line: `auth failure: Verification failed`.
    pub(crate) fn quoted(&self) -> String {
        self.meaning.quoted()
    }

    /// The values that it has in a column of sets of its enum; `None` where the column is another, or that is not known.
    pub(crate) fn set<'v>(&self, column: &'v ColumnView<'a>) -> Option<Vec<&'v ValueView<'a>>> {
        let (entry, (index, of_catalog)) = self.entry.zip(column.cells)?;
        let values = entry.cells[index].values().iter();
        of_catalog.holds_sets().then(|| values.map(|&value| &column.values[value]).collect())
    }

    /// What it says in a column of its enum, which may be nothing; `None` where that is not known.
    pub(crate) fn says(&self, column: &ColumnView<'_>) -> Option<String> {
        let of_entry = || {
            let (entry, (index, column)) = self.entry.zip(column.cells)?;
            Some(column.shown(&entry.cells[index]).unwrap_or_default())
        };
        match column.role {
            Role::Code => None,
            Role::Name | Role::Description if self.entry.is_some() => of_entry(),
            Role::Name => Some(self.meaning.name.unwrap_or_default().to_owned()),
            Role::Description => Some(self.meaning.description.unwrap_or_default().to_owned()),
            Role::Other => of_entry(),
        }
    }
}
