//! What was released, as plain data.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::catalog::{Code, CodeType, Kind, Role, range_name};

/// The `type` of a column of yes and no.
pub(super) const BOOLEAN: &str = "boolean";

/// An enum that was released. Each `place` in it is a line of the lock, as bytes of its text; it is empty where the lock is
/// not written yet.
#[derive(Clone, Debug)]
pub struct ReleasedEnum {
    /// Its Rust name.
    pub name: String,
    /// The type of its codes.
    pub code_type: CodeType,
    /// Its columns, in the order of the lock.
    pub columns: Vec<ReleasedColumn>,
    /// The rows of the codes that it has, in the order of the lock.
    pub rows: Vec<ReleasedRow>,
    /// The rows of codes that were released and are gone, as `--accept` allowed.
    pub removed: Vec<ReleasedRow>,
    /// The constants that are second names of codes.
    pub constants: Vec<ReleasedConstant>,
    /// The ranges of codes.
    pub ranges: Vec<ReleasedRange>,
    /// The line that opens it.
    pub place: Range<usize>,
}

/// A column that was released.
#[derive(Clone, Debug)]
pub struct ReleasedColumn {
    /// The method that reads it.
    pub accessor: String,
    /// Its header.
    pub header: String,
    /// What it means.
    pub role: Role,
    /// What its cells hold.
    pub content: ReleasedContent,
    /// Whether its accessor returns an `Option`.
    pub optional: bool,
    /// What it says of a code whose cell is empty.
    pub default: Option<String>,
    /// Its line.
    pub place: Range<usize>,
}

/// What the cells of a released column hold.
#[derive(Clone, Debug)]
pub enum ReleasedContent {
    /// Text.
    Text,
    /// One of few values.
    Category {
        /// The Rust name of the enum that lists them.
        name: String,
        /// The values, in the order of the lock.
        values: Vec<ReleasedValue>,
    },
    /// Whole numbers of a type.
    Integer(CodeType),
    /// Yes or no.
    Boolean,
}

/// A value of a category that was released.
#[derive(Clone, Debug)]
pub struct ReleasedValue {
    /// Its Rust name.
    pub variant: String,
    /// Its text.
    pub text: String,
    /// Its line.
    pub place: Range<usize>,
}

/// A row that was released, with the codes that share it.
#[derive(Clone, Debug)]
pub struct ReleasedRow {
    /// The code whose line has the texts of the row. The lines of its other codes name it, in the key `of`.
    pub first: Code,
    /// Its codes. `first` stands in front; it is missing where only other codes of the row are removed.
    pub codes: Vec<ReleasedCode>,
    /// Its Rust name.
    pub variant: String,
    /// What the name column said.
    pub name: Option<String>,
    /// What the description column said.
    pub description: Option<String>,
    /// Whether it was struck out.
    pub retired: bool,
}

/// A code that was released.
#[derive(Clone, Debug)]
pub struct ReleasedCode {
    /// The code.
    pub code: Code,
    /// The first release that had it.
    pub since: String,
    /// The release that took it out.
    pub removed: Option<String>,
    /// Its line.
    pub place: Range<usize>,
}

/// A constant that was released.
#[derive(Clone, Debug)]
pub struct ReleasedConstant {
    /// Its Rust name.
    pub name: String,
    /// The first code of the row that it stands for.
    pub code: Code,
    /// Its line.
    pub place: Range<usize>,
}

/// A range of codes that was released.
#[derive(Clone, Debug)]
pub struct ReleasedRange {
    /// The least code.
    pub first: i128,
    /// The greatest code.
    pub last: i128,
    /// What the table said of it.
    pub text: String,
    /// Its line.
    pub place: Range<usize>,
}

impl ReleasedEnum {
    /// The variants that codes have been given. Of codes that shared a row, where rows are no longer what they were, the
    /// first keeps the variant as long as it is `present`.
    pub fn by_code(&self, present: &HashSet<&Code>) -> HashMap<&Code, &str> {
        let mut variants = HashMap::new();
        for row in &self.rows {
            variants.insert(&row.first, row.variant.as_str());
            if !present.contains(&row.first) {
                variants.extend(row.codes.iter().map(|released| (&released.code, row.variant.as_str())));
            }
        }
        variants
    }

    /// Every code that was ever released, with its row.
    pub fn codes(&self) -> impl Iterator<Item = (&ReleasedCode, &ReleasedRow)> {
        let rows = self.rows.iter().chain(&self.removed);
        rows.flat_map(|row| row.codes.iter().map(move |code| (code, row)))
    }

    /// The variants of the codes that it has.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.variant.as_str())
    }

    /// The names of the enums of its categories.
    pub fn category_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| column.category()).map(|(name, _)| name)
    }

    /// The column with a header, other than those with a role.
    pub fn column(&self, header: &str) -> Option<&ReleasedColumn> {
        let mut columns = self.columns.iter().filter(|column| column.role == Role::Other && column.header == header);
        columns.next().filter(|_| columns.next().is_none())
    }
}

impl ReleasedColumn {
    /// The name of its category and the values, if its cells hold one.
    pub fn category(&self) -> Option<(&str, &[ReleasedValue])> {
        match &self.content {
            ReleasedContent::Category { name, values } => Some((name, values)),
            _ => None,
        }
    }
}

impl ReleasedContent {
    /// The kind of value that it is.
    pub fn kind(&self) -> Kind<'_> {
        match self {
            ReleasedContent::Text => Kind::Text,
            ReleasedContent::Category { name, .. } => Kind::Category(name),
            ReleasedContent::Integer(integer) => Kind::Integer(*integer),
            ReleasedContent::Boolean => Kind::Boolean,
        }
    }

    /// How the lock calls it, in the key `type`; text has none.
    pub fn type_name(&self) -> Option<&str> {
        match self {
            ReleasedContent::Text => None,
            ReleasedContent::Category { name, .. } => Some(name),
            ReleasedContent::Integer(integer) => Some(integer.as_str()),
            ReleasedContent::Boolean => Some(BOOLEAN),
        }
    }
}

impl ReleasedRange {
    /// Both ends, as Rust writes a range: `1000..=1999`.
    pub fn name(&self) -> String {
        range_name(self.first, self.last)
    }
}
