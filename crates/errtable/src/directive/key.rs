//! One record for each key of a directive, from which all else that is known of keys is made.

use super::Part;
use super::kind::{Reader, TomlValue};
use super::value::{Spanned, ValueType, trimmed_lines};

/// All that a person has to know of a key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key as a directive writes it.
    pub name: &'static str,
    /// What it does, in Markdown, as the lines of a doc comment.
    pub(super) about: &'static str,
    /// What its value can be.
    pub value: ValueType,
    /// Where it can stand.
    pub scope: Scope,
    /// What counts where several directives of a table give it.
    pub merging: Merging,
    /// Lines of a directive that use it; a key of a column stands in its table of TOML.
    pub example: &'static str,
}

impl Key {
    /// What the key does, in Markdown.
    pub fn about(&self) -> String {
        trimmed_lines(self.about)
    }
}

/// Where a key can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every directive of the spec, and of the files that it joins.
    AnyFile,
    /// In every directive of the spec. A file that is joined adds columns and says nothing else.
    Spec,
    /// In the directive of one table of the spec. The text is the reason, which follows the key's name in a message.
    OneTable(&'static str),
    /// In a table of TOML for one column: `[columns."..."]`.
    Column,
}

/// What counts where several directives of a table give one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// The value of the directive that is nearest to the table.
    NearestWins,
    /// The values of all directives, those of the nearest first.
    ListsJoin,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) part: Part,
    /// In `errtable default`, which governs all tables below it.
    pub(super) is_default: bool,
}

/// Why a key cannot stand somewhere.
#[derive(Clone, Copy)]
pub(super) enum Misplaced {
    /// In a file that is joined.
    Joined,
    /// In `errtable default`; the text is the reason.
    Default(&'static str),
}

impl Scope {
    /// Whether the key means anything in such a file.
    pub(super) fn includes(self, part: Part) -> bool {
        part == Part::Spec || matches!(self, Scope::AnyFile | Scope::Column)
    }

    /// Why the key cannot stand there, if it cannot.
    pub(super) fn misplaced(self, standing: Standing) -> Option<Misplaced> {
        match self {
            _ if !self.includes(standing.part) => Some(Misplaced::Joined),
            Scope::OneTable(why) if standing.is_default => Some(Misplaced::Default(why)),
            Scope::AnyFile | Scope::Spec | Scope::OneTable(_) | Scope::Column => None,
        }
    }
}

/// A key and the field that holds its value in `O`.
pub(super) struct Field<O> {
    pub(super) key: Key,
    /// Reads the value into the field. What is wrong with it becomes a finding.
    pub(super) read: fn(&mut O, &mut Reader<'_>, &TomlValue<'_>),
    /// Whether the field holds a value.
    pub(super) is_given: fn(&O) -> bool,
    /// Takes over the value of a directive that is farther from the table, where it counts.
    pub(super) merge: fn(&mut O, &O),
    /// The value as TOML writes it, of a key that has one value; it stands at the given place, if it has none of its own.
    pub(super) said: fn(&O, &Spanned<String>) -> Option<Spanned<String>>,
}

/// Declares a struct with a field for each key, and the record of each. A field and its record are one item, so that a key
/// without one of its parts does not compile. The type of the field decides how values are merged: see [`Given`].
macro_rules! keys {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $options:ident {
            $(
                $(#[doc = $about:literal])+
                $name:literal => $field:ident: $type:ty {
                    value: $value:expr,
                    scope: $scope:expr,
                    example: $example:expr,
                }
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        $visibility struct $options {
            $($(#[doc = $about])+ pub(crate) $field: $type,)*
        }

        impl $options {
            /// The fields, in the order in which a person is told of their keys.
            pub(super) const FIELDS: &'static [Field<$options>] = &[$(
                Field {
                    key: Key {
                        name: $name,
                        about: concat!($($about, "\n"),+),
                        value: $value.shown,
                        scope: $scope,
                        merging: <$type as Given>::MERGING,
                        example: $example,
                    },
                    read: |options, reader, value| options.$field = ($value.read)(reader, $name, value),
                    is_given: |options| options.$field.is_given(),
                    merge: |options, farther| options.$field.merge(&farther.$field),
                    said: |options, place| options.$field.said(place),
                },
            )*];

            /// The field of a key.
            pub(super) fn field(name: &str) -> Option<&'static Field<$options>> {
                $options::FIELDS.iter().find(|field| field.key.name == name)
            }

            /// Takes over what directives say that are farther from the table, where it counts.
            pub(crate) fn merge(&mut self, farther: &$options) {
                for field in $options::FIELDS {
                    (field.merge)(self, farther);
                }
            }
        }
    };
}

pub(super) use keys;
