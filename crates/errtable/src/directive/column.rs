//! The keys of a column, each with its record.

use std::sync::Arc;

use super::key::{Field, Key, keys, read_fields};
use super::kind::{
    FILLED_TEXT, FLAG, Kind, TEXT, TEXT_TABLE, TEXTS, TEXTS_TABLE, TextsOf, TomlValue, ValueReader, choice, in_order,
};
use super::scope::Scope;
use super::value::{Choice, Given, OneOf, Spanned, ValueType, choices};

/// Tables of TOML, one for each column.
pub(super) const COLUMNS: Kind<Vec<Arc<NamedColumn>>> = Kind { shown: ValueType::Columns, read: columns };

keys! {
    /// `[columns."..."]`: what is said of one column.
    pub(crate) struct ColumnOptions {
        /// What the cells of the column hold. Without it, they hold text.
        "as" => holds: Option<Holds> {
            value: choice::<Holds>(),
            scope: Scope::Column,
            example: r#"as = "category""#,
        }

        /// Whether cells can be empty. The accessor of an optional column returns an `Option`, and that of `categories` an
        /// empty set. Without it, a column of a file that is joined is optional, unless it has a `default`; other columns
        /// are not.
        "optional" => optional: Option<bool> {
            value: FLAG,
            scope: Scope::Column,
            example: "optional = true",
        }

        /// What an empty cell says. A column has `default` or `optional = true`, not both.
        "default" => default: Option<Spanned<String>> {
            value: FILLED_TEXT,
            scope: Scope::Column,
            example: r#"default = "unknown""#,
        }

        /// The method that reads the column. Without it, the method is called after the header.
        "accessor" => accessor: Option<Spanned<String>> {
            value: TEXT,
            scope: Scope::Column,
            example: r#"accessor = "reported_by""#,
        }

        /// The name of a category's enum. Without it, the enum is called after the header.
        "enum" => type_name: Option<Spanned<String>> {
            value: TEXT,
            scope: Scope::Column,
            example: "as = \"category\"\nenum = \"Api\"",
        }

        /// The variants of a category's values, by the text of the cell.
        "variants" => variants: Vec<(Spanned<String>, Spanned<String>)> {
            value: TEXT_TABLE,
            scope: Scope::Column,
            example: "as = \"category\"\nvariants = { \"Push API\" = \"Push\" }",
        }

        /// What stands between the values in a cell of `categories`; a cell without it holds one value. Blanks around it do
        /// not count, unless it is a word: `" and "`.
        "separator" => separator: Option<Spanned<String>> {
            value: FILLED_TEXT,
            scope: Scope::Column,
            example: "as = \"categories\"\nseparator = \";\"",
        }

        /// The values of a cell of `categories` whose text a separator cannot part, by the text of the cell or of a part of
        /// it. Without a `separator`, every other cell holds one of the values that are listed here.
        "sets" => sets: Vec<TextsOf> {
            value: TEXTS_TABLE,
            scope: Scope::Column,
            example: "as = \"categories\"\nseparator = \",\"\nsets = { \"Push and tag APIs\" = [\"Push API\", \"Tag API\"] }",
        }

        /// Texts in cells of `categories` that stand for every value: all that cells hold and that `sets` lists. They make no
        /// variants.
        "all" => all: Vec<Spanned<String>> {
            value: TEXTS,
            scope: Scope::Column,
            example: "as = \"categories\"\nseparator = \",\"\nall = [\"General API\"]",
        }
    }
}

choices! {
    /// `as`.
    Holds, default Text {
        /// Any text. This is so without the key.
        Text = "text",
        /// One of a few values: the column gets an enum of its own.
        Category = "category",
        /// Several of a few values: the column gets an enum of its own, and its accessor returns a slice of them.
        /// `separator`, `sets` and `all` say how its cells are read.
        Categories = "categories",
        /// A whole number.
        Integer = "integer",
        /// `yes` or `no`, `true` or `false`, or a mark that means one of them.
        Boolean = "boolean",
    }
}

/// What one directive says of a column; the tables for which it is the default share it.
#[derive(Clone, Debug)]
pub(crate) struct NamedColumn {
    pub(crate) directive: DirectiveId,
    /// The header of the column, or its number from 1.
    pub(crate) name: Spanned<String>,
    pub(crate) options: ColumnOptions,
}

/// A directive of one file: the byte at which its TOML begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DirectiveId(pub(super) usize);

impl ColumnOptions {
    /// The keys with one value that are given, with the values as TOML writes them. A value without a place of its own
    /// stands at that of the column's name.
    pub(crate) fn said(&self, name: &Spanned<String>) -> impl Iterator<Item = (&'static str, Spanned<String>)> {
        ColumnOptions::FIELDS.iter().filter_map(|field| Some((field.key.name, (field.said)(self, name)?)))
    }
}

/// The keys of a column.
pub fn column_keys() -> impl Iterator<Item = &'static Key> {
    ColumnOptions::FIELDS.iter().map(|field| &field.key)
}

fn columns(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Arc<NamedColumn>> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let directive = DirectiveId(reader.base);
    let mut columns = Vec::new();
    for (key, value) in in_order(table) {
        let Some(table) = reader.table(key.value, value) else { continue };
        let options = read_fields(reader, ColumnOptions::FIELDS, table);
        let name = reader.spanned(key.value.to_owned(), key.span);
        columns.push(Arc::new(NamedColumn { directive, name, options }));
    }
    columns
}
