//! What was released, as plain data.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::catalog::{Code, CodeType, Impl, Kind, Role, range_name};

/// The `type` of a column of yes and no.
pub(super) const BOOLEAN: &str = "boolean";

/// What the lock says in the place of a release that is not out yet.
pub const UNRELEASED: &str = "unreleased";

/// Whether something that has come `since` this was released: what is not may change and go again.
pub(crate) fn is_released(since: &str) -> bool {
    since != UNRELEASED
}

/// An enum that was released. Each `place` in it is a line of the lock, as bytes of its text; it is empty where the lock is
/// not written yet.
#[derive(Clone, Debug)]
pub struct ReleasedEnum {
    /// Its Rust name.
    pub name: String,
    /// The type of its codes.
    pub code_type: CodeType,
    /// What else is public of it.
    pub of_type: ReleasedType,
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
    /// Headers of columns that it had under them: a directive may name them still.
    pub former_headers: Vec<String>,
    /// The first release that had it. In this and all others: [`UNRELEASED`] where it is not out yet, empty where nobody
    /// knows which it was.
    pub since: String,
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
    /// What else is public of the enum of its category.
    pub of_type: ReleasedType,
    /// Whether its accessor returns an `Option`.
    pub optional: bool,
    /// What it says of a code whose cell is empty.
    pub default: Option<String>,
    /// The first release that had it.
    pub since: String,
    /// Its line.
    pub place: Range<usize>,
}

/// What is public of a released type beside its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleasedType {
    /// The traits that it derives beside those that every type of its kind has, as paths.
    pub derives: Vec<String>,
    /// Whether users can match it in full.
    pub exhaustive: bool,
    /// The impls that it is without.
    pub without: Vec<Impl>,
    /// What of it is not released yet: derives, impls that it was without, and [`EXHAUSTIVE`].
    pub unreleased: Vec<String>,
}

/// What the lock calls it in `unreleased` that a type can be matched in full.
pub const EXHAUSTIVE: &str = "exhaustive";

impl ReleasedType {
    /// Whether a derive, an impl or [`EXHAUSTIVE`] is not released yet.
    pub fn is_unreleased(&self, name: &str) -> bool {
        self.unreleased.iter().any(|unreleased| unreleased == name)
    }

    /// Whether it was released as one that users can match in full.
    pub fn is_released_exhaustive(&self) -> bool {
        self.exhaustive && !self.is_unreleased(EXHAUSTIVE)
    }
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
    /// Several of few values. Which codes have which is no part of the lock.
    Categories {
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
    /// The text with which it was first released, where that is another.
    pub first: Option<String>,
    /// The first release that had it.
    pub since: String,
    /// The release that took it out.
    pub removed: Option<String>,
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
    /// The names that were released before `name`, in the order of their releases. They are still found.
    pub former_names: Vec<String>,
    /// The description with which it was first released, where that is another.
    pub first_description: Option<String>,
    /// The variants of its values in each column that is a category, by the method that reads the column.
    pub values: BTreeMap<String, Vec<String>>,
    /// The release that struck it out.
    pub retired: Option<String>,
    /// Which of `name` and `description` are not released yet, though the code is.
    pub unreleased: Unreleased,
}

/// Which texts of a released row are not released yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unreleased {
    /// The name.
    pub name: bool,
    /// The description.
    pub description: bool,
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
    /// The first release that had it.
    pub since: String,
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
    /// The first release that had it.
    pub since: String,
    /// Its line.
    pub place: Range<usize>,
}

impl ReleasedEnum {
    /// The variants that codes have been given. Of codes that shared a row, where rows are no longer what they were, the
    /// first keeps the variant as long as it is `present`.
    pub fn by_code(&self, present: &HashSet<&Code>) -> HashMap<&Code, &str> {
        let mut variants = HashMap::with_capacity(self.rows.len());
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

impl ReleasedRow {
    /// The name that it was first released with, or has.
    pub fn first_name(&self) -> Option<&str> {
        self.former_names.first().or(self.name.as_ref()).map(String::as_str)
    }

    /// The last name that it had.
    pub fn last_name(&self) -> Option<&str> {
        self.name.as_ref().or(self.former_names.last()).map(String::as_str)
    }

    /// The description that it was first released with, or has.
    pub fn first_description(&self) -> Option<&str> {
        self.first_description.as_ref().or(self.description.as_ref()).map(String::as_str)
    }
}

impl ReleasedValue {
    /// The text that it was first released with, or has.
    pub fn first(&self) -> &str {
        self.first.as_ref().unwrap_or(&self.text)
    }
}

impl ReleasedColumn {
    /// The name of its category and the values, if its cells hold one. Those that were taken out are among them.
    pub fn category(&self) -> Option<(&str, &[ReleasedValue])> {
        match &self.content {
            ReleasedContent::Category { name, values } | ReleasedContent::Categories { name, values } => {
                Some((name, values))
            }
            _ => None,
        }
    }

    /// The values of its category, to be changed; none where its cells hold none.
    pub fn values_mut(&mut self) -> &mut [ReleasedValue] {
        match &mut self.content {
            ReleasedContent::Category { values, .. } | ReleasedContent::Categories { values, .. } => values,
            _ => &mut [],
        }
    }
}

impl ReleasedContent {
    /// The kind of value that it is.
    pub fn kind(&self) -> Kind<'_> {
        match self {
            ReleasedContent::Text => Kind::Text,
            ReleasedContent::Category { name, .. } => Kind::Category(name),
            ReleasedContent::Categories { name, .. } => Kind::Categories(name),
            ReleasedContent::Integer(integer) => Kind::Integer(*integer),
            ReleasedContent::Boolean => Kind::Boolean,
        }
    }

    /// Whether a cell holds several values: the key `set`.
    pub fn is_set(&self) -> bool {
        matches!(self, ReleasedContent::Categories { .. })
    }

    /// How the lock calls it, in the key `type`; text has none.
    pub fn type_name(&self) -> Option<&str> {
        match self {
            ReleasedContent::Text => None,
            ReleasedContent::Category { name, .. } | ReleasedContent::Categories { name, .. } => Some(name),
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
