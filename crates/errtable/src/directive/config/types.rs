//! `[spec.enum.NAME]`: what a generated type carries.

use super::{NamedType, Spanned};
use crate::directive::key::{Field, Key, keys, read_fields};
use crate::directive::kind::{Kind, PLACED_FLAG, TEXTS, TomlValue, ValueReader, in_order, placed_choice, words};
use crate::directive::scope::Scope;
use crate::directive::value::{Choice, Given, OneOf, ValueType, choices};

pub(super) const TYPES: Kind<Vec<NamedType>> = Kind { shown: ValueType::Types, read: types };

keys! {
    /// What is said of a generated type.
    pub struct TypeConfig {
        /// Traits that the type derives beside those that it has anyway, each by its path.
        "derive" => derive: Vec<Spanned<String>> {
            value: TEXTS,
            scope: Scope::Config,
            example: r#"derive = ["strum::EnumIter"]"#,
        }

        /// Attributes that stand above the type, each as Rust writes it.
        "attributes" => attributes: Vec<Spanned<String>> {
            value: TEXTS,
            scope: Scope::Config,
            example: "attributes = [\"#[must_use]\"]",
        }

        /// Whether the type is `#[non_exhaustive]`, so that a further code breaks no `match` of its users. Without it, it is.
        "non_exhaustive" => non_exhaustive: Option<Spanned<bool>> {
            value: PLACED_FLAG,
            scope: Scope::Config,
            example: "non_exhaustive = false",
        }

        /// The integer type of the codes. Without it, it is the first of `u32`, `i32`, `u64` and `i64` that holds all of
        /// them. A code that does not fit is an error. It is for enums of errors whose codes are numbers.
        "code_type" => code_type: Option<Spanned<IntegerType>> {
            value: placed_choice::<IntegerType>(),
            scope: Scope::Config,
            example: r#"code_type = "u16""#,
        }

        /// What is left out of the generated code, so that it can be written by hand.
        "without" => without: Vec<Spanned<Omitted>> {
            value: words::<Omitted>(),
            scope: Scope::Config,
            example: r#"without = ["Display"]"#,
        }
    }
}

choices! {
    /// `code_type`.
    IntegerType {
        /// From 0 to 255.
        U8 = "u8",
        /// From 0 to 65,535.
        U16 = "u16",
        /// From 0 to some 4 thousand million.
        U32 = "u32",
        /// The numbers of 64 bits from 0.
        U64 = "u64",
        /// From -128 to 127.
        I8 = "i8",
        /// From -32,768 to 32,767.
        I16 = "i16",
        /// The numbers of 32 bits.
        I32 = "i32",
        /// The numbers of 64 bits.
        I64 = "i64",
    }
}

choices! {
    /// `without`.
    Omitted {
        /// `Display`, and `Error` with it.
        Display = "Display",
        /// `Error`, of an enum of errors.
        Error = "Error",
        /// `FromStr`.
        FromStr = "FromStr",
        /// `TryFrom`: from a code, or from the text of a category's value.
        TryFrom = "TryFrom",
        /// `From`: the code of an enum of errors.
        From = "From",
        /// `Hash`.
        Hash = "Hash",
        /// `PartialOrd`, and `Ord` with it.
        PartialOrd = "PartialOrd",
        /// `Ord`.
        Ord = "Ord",
        /// The impls behind the feature `arbitrary`.
        Arbitrary = "arbitrary",
        /// The impls behind the feature `defmt`.
        Defmt = "defmt",
        /// The impls behind the feature `serde`.
        Serde = "serde",
    }
}

/// The records of the keys of a type.
pub fn type_keys() -> impl Iterator<Item = &'static Key> {
    TypeConfig::FIELDS.iter().map(|field| &field.key)
}

fn types(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<NamedType> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let mut types = Vec::new();
    for (name, value) in in_order(table) {
        let Some(table) = reader.table(name.value, value) else { continue };
        let of = read_fields(reader, TypeConfig::FIELDS, table);
        types.push((reader.spanned(name.value.to_owned(), name.span), of));
    }
    types
}
