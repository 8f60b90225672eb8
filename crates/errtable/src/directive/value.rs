//! The values that keys can have: how each type is described, merged and written.

use std::ops::Range;

use super::scope::Merging;
use crate::text::toml_string;

/// A value of a directive, with the bytes of the Markdown file that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// How a directive names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ColumnName {
    Header(String),
    /// 1-based.
    Number(usize),
    /// `false`: the table has no such column.
    None,
}

/// What the value of a key can be.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// A string.
    Text,
    /// A string, or an array of strings.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number from 1.
    Count,
    /// The header of a column, its number, or `false`.
    ColumnName,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// One of a few words, or an array of them.
    Choices(&'static [Choice]),
    /// Names of rules that are suspicions.
    Suspicions,
    /// A table of TOML whose values are strings.
    TextTable,
    /// A table of TOML whose values are arrays of strings.
    TextsTable,
    /// A table of TOML whose values are ranges of whole numbers.
    RangeTable,
    /// A table of TOML that holds a table for each column.
    Columns,
    /// A table of TOML whose keys are kinds of outputs, and whose values are paths.
    Outputs,
    /// A table of TOML that holds a table for each generated type.
    Types,
}

impl ValueType {
    /// A description that can follow "the value is". Words to choose from are listed below it.
    pub fn wanted(&self) -> &'static str {
        match self {
            ValueType::Text => "a string",
            ValueType::Texts => "a string, or an array of strings",
            ValueType::Flag => "`true` or `false`",
            ValueType::Count => "a whole number from 1",
            ValueType::ColumnName => "the header of a column, its number from 1, or `false` for none",
            ValueType::Choice(_) => "one of these words",
            ValueType::Choices(_) | ValueType::Suspicions => "one of these words, or an array of them",
            ValueType::TextTable => "a table of strings",
            ValueType::TextsTable => "a table whose values are strings, or arrays of strings",
            ValueType::RangeTable => "a table of ranges, each as a string: `\"1000..=1999\"`",
            ValueType::Columns => "a table of TOML for each column",
            ValueType::Outputs => "a table of paths, each by the kind of its output",
            ValueType::Types => "a table of TOML for each type",
        }
    }
}

/// A word that a key can have as its value.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The word as a directive writes it.
    pub name: &'static str,
    /// What it means, in Markdown, as the lines of a doc comment.
    pub(super) about: &'static str,
}

impl Choice {
    /// What the word means, in Markdown.
    pub fn about(&self) -> String {
        trimmed_lines(self.about)
    }
}

/// Lines of a doc comment without the blanks around them.
pub(super) fn trimmed_lines(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// One of a few words that a key can have as its value. [`choices!`] implements it.
pub(crate) trait OneOf: Copy + 'static {
    const ALL: &'static [Self];
    const CHOICES: &'static [Choice];

    fn word(self) -> &'static str;
}

/// Declares an enum whose variants are the words that a key can have as its value.
macro_rules! choices {
    (
        $(#[doc = $doc:literal])+
        $name:ident $(, default $default:ident)? {
            $($(#[doc = $about:literal])+ $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(unreachable_pub, reason = "some of them are for the sister crates, too")]
        pub enum $name {
            $($(#[doc = $about])+ $variant,)+
        }

        $(
            impl Default for $name {
                fn default() -> Self {
                    $name::$default
                }
            }
        )?

        impl OneOf for $name {
            const ALL: &'static [Self] = &[$($name::$variant),+];
            const CHOICES: &'static [Choice] = &[$(Choice { name: $word, about: concat!($($about, "\n"),+) }),+];

            fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }
    };
}

pub(super) use choices;

/// A field that holds the value of a key. Its type decides how the values of several directives are merged.
pub(super) trait Given {
    const MERGING: Merging;

    /// Whether a directive gives the key.
    fn is_given(&self) -> bool;

    /// Takes over the value of a directive that is farther from the table, where it counts.
    fn merge(&mut self, farther: &Self);

    /// The value as TOML writes it, of a key that has one value; it stands at the given place, if it has none of its own.
    fn said(&self, place: &Spanned<String>) -> Option<Spanned<String>>;
}

impl<T: Clone + ToToml> Given for Option<T> {
    const MERGING: Merging = Merging::NearestWins;

    fn is_given(&self) -> bool {
        self.is_some()
    }

    fn merge(&mut self, farther: &Self) {
        if self.is_none() {
            self.clone_from(farther);
        }
    }

    fn said(&self, place: &Spanned<String>) -> Option<Spanned<String>> {
        let value = self.as_ref()?;
        Some(Spanned { value: value.toml(), span: value.place().unwrap_or_else(|| place.span.clone()) })
    }
}

impl<T: Clone> Given for Vec<T> {
    const MERGING: Merging = Merging::ListsJoin;

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn merge(&mut self, farther: &Self) {
        self.extend_from_slice(farther);
    }

    fn said(&self, _: &Spanned<String>) -> Option<Spanned<String>> {
        None
    }
}

/// A single value as TOML writes it.
pub(super) trait ToToml {
    fn toml(&self) -> String;

    /// Where it stands, if that is known.
    fn place(&self) -> Option<Range<usize>> {
        None
    }
}

impl ToToml for String {
    fn toml(&self) -> String {
        toml_string(self)
    }
}

impl ToToml for bool {
    fn toml(&self) -> String {
        self.to_string()
    }
}

impl ToToml for usize {
    fn toml(&self) -> String {
        self.to_string()
    }
}

impl ToToml for ColumnName {
    fn toml(&self) -> String {
        match self {
            ColumnName::Header(header) => header.toml(),
            ColumnName::Number(number) => number.toml(),
            ColumnName::None => false.toml(),
        }
    }
}

impl<T: OneOf> ToToml for T {
    fn toml(&self) -> String {
        toml_string(self.word())
    }
}

impl<T: ToToml> ToToml for Spanned<T> {
    fn toml(&self) -> String {
        self.value.toml()
    }

    fn place(&self) -> Option<Range<usize>> {
        Some(self.span.clone())
    }
}
