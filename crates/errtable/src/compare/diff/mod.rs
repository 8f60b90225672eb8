//! Two catalogues to the changes between them, each with its class and its semver level.

mod codes;
mod columns;
mod enums;
mod items;
mod pair;
mod rows;
mod types;
mod view;

use std::fmt;

use crate::catalog::{Catalog, Code, RowId, TableId, range_name};
use crate::finding::{Place, Rule};

pub(super) use self::codes::code_as;
pub(super) use self::enums::compare;
pub(super) use self::pair::{Difference, Of};
pub(super) use self::view::{CodeView, ColumnView, EnumView, RangeView, RowView};

/// What has changed between two catalogues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// The changes, enum by enum, in the order of the older table and then of the newer one.
    pub changes: Vec<Change>,
    /// Whether one of the two has errors, so that only the rest of it is compared.
    pub is_partial: bool,
}

impl Diff {
    /// The verdict for the whole: the greatest level of a change; `None` where nothing has changed.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(Change::level).max()
    }
}

/// Compares what the users of two catalogues can rely on. The order of rows and of columns is no part of that.
///
/// ```
/// use errtable::diff::{Level, diff};
/// use errtable::{Source, compile};
///
/// let table = |rows: &str| compile(Source::new("codes.md", format!("| Error code | Name |\n|---|---|\n{rows}"))).catalog;
/// let diff = diff(&table("| 1 | lid open |\n| 2 | no ink |\n"), &table("| 1 | lid open |\n| ~~2~~ | no ink |\n"));
/// assert_eq!(diff.level(), Some(Level::Minor));
/// assert_eq!(diff.changes[0].to_string(), "`ErrorCode::NoInk` (2) is retired");
/// ```
pub fn diff(old: &Catalog, new: &Catalog) -> Diff {
    let views = |catalog| EnumView::of_catalog(catalog, &[], None);
    let (old, new) = (views(old), views(new));
    let changes = compare(&old, &new).into_iter().map(|difference| difference.change).collect();
    Diff { changes, is_partial: false }
}

/// What a change asks of the version number, by [Semantic Versioning](https://semver.org).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nobody's code can tell, but for the texts.
    Patch,
    /// Something is new, or discouraged.
    Minor,
    /// Somebody's code no longer compiles, or does something else.
    Major,
}

impl Level {
    /// `patch`, `minor` or `major`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Patch => "patch",
            Level::Minor => "minor",
            Level::Major => "major",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! classes {
    ($($variant:ident = $id:literal, $level:ident, $rule:expr;)*) => {
        /// The kind of a change. What it is a change of, says its [`Subject`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are those of the field's language, and `Change` shows them in sentences")]
        pub enum Class {
            $($variant,)*
        }

        impl Class {
            /// Every class.
            pub const ALL: &'static [Class] = &[$(Class::$variant),*];

            /// Its name: `meaning-changed`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Class::$variant => $id,)* }
            }

            /// What it asks of the version number.
            pub const fn level(self) -> Level {
                match self { $(Class::$variant => Level::$level,)* }
            }

            /// The rule that forbids it where it was not meant; one for every class that is [`Level::Major`], but for breaks
            /// that are on record already, and for what is added where users match all there is.
            pub const fn rule(self) -> Option<Rule> {
                match self { $(Class::$variant => $rule,)* }
            }
        }
    };
}

classes! {
    EnumAdded = "enum-added", Minor, None;
    EnumRemoved = "enum-removed", Major, Some(Rule::EnumRemoved);
    CodeTypeChanged = "code-type-changed", Major, Some(Rule::CodeTypeChanged);
    DisplayChanged = "display-changed", Patch, None;
    TraitAdded = "trait-added", Minor, None;
    TraitRemoved = "trait-removed", Major, Some(Rule::TraitRemoved);
    ExhaustiveAdded = "exhaustive-added", Minor, None;
    ExhaustiveRemoved = "exhaustive-removed", Major, Some(Rule::ExhaustiveRemoved);
    Added = "added", Minor, None;
    // Whoever matches all variants must name this one, too. Nothing that was released is lost by it.
    AddedToExhaustive = "added-to-exhaustive", Major, None;
    Retired = "retired", Minor, None;
    Restored = "restored", Minor, None;
    Reused = "reused", Major, Some(Rule::RetiredReused);
    Reworded = "reworded", Patch, None;
    MeaningChanged = "meaning-changed", Major, Some(Rule::MeaningChanged);
    MarkupChanged = "markup-changed", Patch, None;
    Renamed = "renamed", Major, Some(Rule::VariantRenamed);
    Renumbered = "renumbered", Major, Some(Rule::CodeRemoved);
    Removed = "removed", Major, Some(Rule::CodeRemoved);
    ColumnAdded = "column-added", Minor, None;
    ColumnRemoved = "column-removed", Major, Some(Rule::ColumnRemoved);
    HeaderReworded = "header-reworded", Major, Some(Rule::ColumnRemoved);
    ColumnChanged = "column-type-changed", Major, Some(Rule::ColumnTypeChanged);
    ValueAdded = "value-added", Minor, None;
    ValueRenamed = "value-renamed", Major, Some(Rule::CategoryValueRenamed);
    SetExtended = "set-extended", Minor, None;
    // Who asks whether a code has the value goes another way, and `const` code that relies on it no longer compiles.
    SetReduced = "set-reduced", Major, Some(Rule::SetReduced);
    ItemAdded = "item-added", Minor, None;
    ItemRemoved = "item-removed", Major, Some(Rule::ItemRemoved);
    Recorded = "recorded", Major, None;
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a change is about, within its enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// The enum itself.
    Enum,
    /// A code; that of the older table where both have one.
    Code {
        /// The code.
        code: Code,
        /// The code as the generated code shows it.
        shown: String,
        /// Its variant; that of the older table where both have one.
        variant: String,
    },
    /// What a code has in a column of sets.
    Cell {
        /// The code; that of the older table.
        code: Code,
        /// The code as the generated code shows it.
        shown: String,
        /// Its variant in the older table.
        variant: String,
        /// The method that reads the column.
        accessor: String,
    },
    /// A column.
    Column {
        /// The method that reads it.
        accessor: String,
        /// Its header.
        header: String,
    },
    /// A value of a category column.
    Value {
        /// The method that reads the column.
        accessor: String,
        /// The enum of the category.
        category: String,
        /// The variant of the value.
        variant: String,
    },
    /// A type as such: that of the enum, or that of a category.
    Type {
        /// Its name.
        name: String,
        /// Of a category, the method that reads the column.
        accessor: Option<String>,
    },
    /// A trait that such a type implements.
    Trait {
        /// The name of the type.
        of: String,
        /// Of a category, the method that reads the column.
        accessor: Option<String>,
        /// The name of the trait, or the path of its derive.
        name: String,
    },
    /// A constant, which is a second name of a code.
    Constant(String),
    /// A range of codes.
    Range {
        /// The least code.
        first: i128,
        /// The greatest code.
        last: i128,
    },
}

/// Where one side of a change stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Site {
    /// A row of the spec on that side.
    Row(RowId),
    /// The header of a table of the spec on that side.
    Table(TableId),
    /// A place in another file: in the lock, or in a file that the spec joins.
    Beside(Place),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is.
    pub class: Class,
    /// The name of the enum; where it was renamed, the older name.
    pub enumeration: String,
    /// The part of the enum that has changed: a code, a column, a value and so on.
    pub subject: Subject,
    /// The header of the column that was reworded or whose set has changed, where a row has changed.
    pub column: Option<String>,
    /// Whether the older state was never released, so that the change breaks nobody.
    pub unreleased: bool,
    /// The older state as text. Empty where there was nothing.
    pub before: String,
    /// The newer state as text. Empty where there is nothing.
    pub after: String,
    /// The line of a directive that undoes the change, where there is one: `name = "Slug"`.
    pub undone_by: Option<String>,
    /// How many variants have other names for no other reason. They are not told of one by one.
    pub renames: usize,
    /// Where the older side has it; `None` for what is new.
    pub old_site: Option<Site>,
    /// Where the newer side has it, or has something in its place; `None` where there is nothing.
    pub new_site: Option<Site>,
}

impl Change {
    /// What it asks of the version number. What was not released may change and go for nothing.
    pub fn level(&self) -> Level {
        if self.unreleased { self.class.level().min(Level::Patch) } else { self.class.level() }
    }

    /// The rule that forbids it where it was not meant.
    pub fn rule(&self) -> Option<Rule> {
        self.class.rule().filter(|_| !self.unreleased)
    }

    /// How `errtable lock --accept` calls it, where it breaks what was released: `code-removed:ErrorCode::1008003`.
    pub fn key(&self) -> Option<String> {
        let subject = match &self.subject {
            Subject::Enum => String::new(),
            Subject::Code { code, .. } => format!("::{code}"),
            Subject::Cell { code, accessor, .. } => format!("::{code}::{accessor}"),
            Subject::Column { accessor, .. } => format!("::{accessor}"),
            Subject::Value { accessor, variant, .. } => format!("::{accessor}::{variant}"),
            Subject::Type { accessor, .. } => accessor.iter().map(|accessor| format!("::{accessor}")).collect(),
            Subject::Trait { accessor, name, .. } => {
                accessor.iter().chain([name]).map(|part| format!("::{part}")).collect()
            }
            Subject::Constant(name) => format!("::{name}"),
            Subject::Range { first, last } => format!("::{}", range_name(*first, *last)),
        };
        self.rule().map(|rule| format!("{rule}:{}{subject}", self.enumeration))
    }

    /// What the sentence of a change does not say already.
    pub fn sides(&self) -> impl Iterator<Item = (char, &str)> {
        let told = matches!(
            self.class,
            Class::HeaderReworded
                | Class::Renamed
                | Class::Renumbered
                | Class::CodeTypeChanged
                | Class::ColumnChanged
                | Class::ValueRenamed
                | Class::Recorded
        ) || matches!(
            (&self.subject, self.class),
            (Subject::Column { .. }, Class::ColumnAdded | Class::ColumnRemoved)
        );
        let sides = [('-', self.before.as_str()), ('+', self.after.as_str())];
        sides.into_iter().filter(move |(_, side)| !told && !side.is_empty())
    }

    /// The sentence, with what stood there and what does, where it does not say so itself.
    pub fn in_full(&self) -> String {
        let sides: Vec<_> = self.sides().map(|(_, side)| format!("“{side}”")).collect();
        if sides.is_empty() { self.to_string() } else { format!("{self}: {}", sides.join(" → ")) }
    }

    /// What it is a change of, as Rust would write it: `ErrorCode::AuthFailure`.
    pub fn path(&self) -> String {
        let own = &self.enumeration;
        match &self.subject {
            Subject::Enum => own.clone(),
            Subject::Code { variant, .. } | Subject::Cell { variant, .. } => format!("{own}::{variant}"),
            Subject::Column { accessor, .. } => format!("{own}::{accessor}"),
            Subject::Value { category, variant, .. } => format!("{category}::{variant}"),
            Subject::Type { name, .. } => name.clone(),
            Subject::Trait { of, .. } => of.clone(),
            Subject::Constant(name) => format!("{own}::{name}"),
            Subject::Range { first, last } => format!("{own}::{}", range_name(*first, *last)),
        }
    }
}

/// A sentence without a full stop: `` `ErrorCode::AuthFailure` (1008003) is removed ``.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Enum => write!(f, "the enum `{}`", self.path())?,
            Subject::Code { shown, .. } | Subject::Cell { shown, .. } => write!(f, "`{}` ({shown})", self.path())?,
            Subject::Column { header, .. } => write!(f, "the column `{header}` (`{}`)", self.path())?,
            Subject::Range { first, last } => {
                write!(f, "the range `{}` of `{}`", range_name(*first, *last), self.enumeration)?;
            }
            Subject::Value { .. } | Subject::Constant(_) | Subject::Type { .. } => write!(f, "`{}`", self.path())?,
            Subject::Trait { of, name, .. } => write!(f, "the trait `{name}` of `{of}`")?,
        }
        let Change { before, after, .. } = self;
        match self.class {
            Class::Added
            | Class::EnumAdded
            | Class::ColumnAdded
            | Class::ValueAdded
            | Class::ItemAdded
            | Class::TraitAdded => f.write_str(" is new"),
            Class::AddedToExhaustive => f.write_str(" is new in an enum that users match in full"),
            Class::TraitRemoved => f.write_str(" is gone"),
            Class::ExhaustiveAdded => f.write_str(" can be matched in full"),
            Class::ExhaustiveRemoved => f.write_str(" can no longer be matched in full: it is `non_exhaustive`"),
            Class::EnumRemoved if !after.is_empty() => write!(f, " is gone; its codes are those of `{after}` now"),
            Class::ColumnRemoved if !after.is_empty() => write!(f, " is gone; `{after}` stands in its place"),
            Class::EnumRemoved | Class::ColumnRemoved | Class::ItemRemoved => f.write_str(" is gone"),
            Class::HeaderReworded => {
                write!(f, " has the header `{after}` now, over the same cells")?;
                match self.renames {
                    0 => {}
                    1 => f.write_str(", which renames a variant")?,
                    number => write!(f, ", which renames {number} variants")?,
                }
                self.undone_by.iter().try_for_each(|line| write!(f, "; `{line}` keeps what it was"))
            }
            Class::DisplayChanged => f.write_str(" displays its codes in another way"),
            Class::Removed => f.write_str(" is removed"),
            Class::Retired => f.write_str(" is retired"),
            Class::Restored => f.write_str(" is no longer retired"),
            Class::Reused => f.write_str(" was retired and is used again"),
            Class::MeaningChanged => f.write_str(" has another meaning"),
            Class::Renamed => write!(f, " is called `{after}`"),
            Class::Renumbered => write!(f, " has the code {after}"),
            Class::CodeTypeChanged => write!(f, " has codes of type {after}, which were {before}"),
            Class::ColumnChanged => write!(f, " is of type `{after}`, which was `{before}`"),
            Class::Recorded => write!(f, " has a break on record: {after}"),
            Class::ValueRenamed if after.is_empty() => write!(f, ", the value “{before}”, is gone"),
            Class::ValueRenamed => write!(f, ", the value “{before}”, is called `{after}`"),
            Class::SetExtended => write!(f, " has more in `{}`", self.column.as_deref().unwrap_or_default()),
            Class::SetReduced => write!(f, " has less in `{}`", self.column.as_deref().unwrap_or_default()),
            Class::MarkupChanged => {
                write!(f, ": `{}` has other links or code", self.column.as_deref().unwrap_or_default())
            }
            Class::Reworded => match &self.column {
                Some(column) => write!(f, ": `{column}` is reworded"),
                None => f.write_str(" is reworded"),
            },
        }?;
        if self.unreleased && self.class.level() == Level::Major {
            f.write_str(", which was not released")?;
        }
        Ok(())
    }
}
