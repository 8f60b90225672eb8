//! One record for each key of a directive, from which all else that is known of keys is made.

use std::sync::Arc;

use toml::de::DeTable;

use super::kind::{TomlValue, ValueReader, in_order, list};
use super::scope::{Merging, Misplaced, Scope};
use super::value::{Spanned, ValueType, trimmed_lines};
use crate::finding::{Fix, Rule};
use crate::text::limits::SUGGESTIONS;
use crate::text::{is_slip, nearest};

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

/// A key and the field that holds its value in `O`.
pub(super) struct Field<O> {
    pub(super) key: Key,
    /// Reads the value into the field. What is wrong with it becomes a finding.
    pub(super) read: fn(&mut O, &mut ValueReader<'_>, &TomlValue<'_>),
    /// Whether the field holds a value.
    pub(super) is_given: fn(&O) -> bool,
    /// Takes over the value of a directive that is farther from the table, where it counts.
    pub(super) merge: fn(&mut O, &O),
    /// The value as TOML writes it, of a key that has one value; it stands at the given place, if it has none of its own.
    pub(super) said: fn(&O, &Spanned<String>) -> Option<Spanned<String>>,
}

/// Reads a table of TOML whose keys are those of some fields.
pub(super) fn read_fields<O: Default>(reader: &mut ValueReader<'_>, fields: &[Field<O>], table: &DeTable<'_>) -> O {
    let mut options = O::default();
    for (key, value) in in_order(table) {
        match fields.iter().find(|field| field.key.name == key.value) {
            None => {
                let standing = reader.standing;
                let known = fields.iter().map(|field| &field.key).filter(|key| key.scope.is_known(standing));
                let slip = |field: &&Field<O>| {
                    is_slip(key.value, field.key.name)
                        && field.key.scope.misplaced(reader.standing).is_none()
                        && !table.contains_key(field.key.name)
                };
                let meant = fields.iter().find(slip);
                unknown(reader, key, known.map(|key| key.name));
                // It is read as it was meant, so that the rest of the spec is judged as if it were right.
                if let Some(field) = meant {
                    (field.read)(&mut options, reader, value);
                }
            }
            Some(field) => match field.key.scope.misplaced(reader.standing) {
                Some(why) => misplaced(reader, key, why),
                None => (field.read)(&mut options, reader, value),
            },
        }
    }
    options
}

fn misplaced(reader: &mut ValueReader<'_>, key: Spanned<&str>, why: Misplaced) {
    let (why, title) = match why {
        Misplaced::Joined => {
            ("means nothing in a file that is joined", "take it out, or say it in the spec that joins this file")
        }
        Misplaced::NotAdding => (
            "means nothing here: a file that is joined adds columns alone, unless the directive says `adds = true`",
            "say `adds = true` above it if the table adds codes, or take it out",
        ),
        Misplaced::Spec => (
            "means nothing here: it is for a file that a spec joins",
            "take it out, or say it above a table of a file that this one joins",
        ),
        Misplaced::Default(why) => (why, "move it into the directive right above that table"),
    };
    let finding = reader.error(Rule::MisplacedKey, key.span, format!("`{}` {why}", key.value));
    let span = finding.place.span();
    reader.findings.push(finding.fix_without_key(title, span));
}

fn unknown<'k>(reader: &mut ValueReader<'_>, key: Spanned<&str>, known: impl Iterator<Item = &'k str> + Clone) {
    let finding = reader.error(Rule::UnknownKey, key.span, format!("there is no key `{}`", key.value));
    reader.unknown += 1;
    // To look for the nearest word takes long where keys are many.
    let candidates = known.clone().filter(|_| reader.unknown <= SUGGESTIONS);
    let (source, span) = (Arc::clone(reader.source), finding.place.span());
    reader.findings.push(match nearest(key.value, candidates) {
        Some(meant) => finding.fix(Fix::meant_word(&source, span, meant)),
        None => finding.fix_without_key("take it out", span).help(format!("the keys are {}", list(known))),
    });
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
            #[allow(dead_code, reason = "not all kinds of keys are asked for by name")]
            pub(super) fn field(name: &str) -> Option<&'static Field<$options>> {
                $options::FIELDS.iter().find(|field| field.key.name == name)
            }

            #[allow(dead_code, reason = "only directives are merged")]
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
