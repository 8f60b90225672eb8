//! The enum of a category column.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::attributes;
use super::errors::error_type;
use super::{Context, doc, docs, table};
use crate::catalog::{Category, Column, Impl, with};
use crate::emit::layout::{Layout, literal};

pub(super) fn category(
    context: &Context<'_>,
    (index, column): (usize, &Column),
    category: &Category,
    out: &mut Layout,
) {
    out.doc(&format!("What {} says under “{}”.", doc::speaker(column), doc::escape(&column.header)));
    out.doc("");
    let given = if column.holds_sets() { "those of a code" } else { "it for a code" };
    out.doc(&format!(
        "[`{0}::{1}`] gives {given}; [`{0}::{2}`] gives the codes.",
        context.enumeration.name,
        column.accessor,
        with(&column.accessor)
    ));
    attributes(&category.options, DERIVES, None, out);
    out.open(&format!("pub enum {} {{", category.name));
    let rows = context.enumeration.rows_by_value(index);
    for (value, rows) in category.values.iter().zip(&rows) {
        out.doc(&doc::escape(&value.text));
        out.doc("");
        list(context, column, rows, out);
        if doc::is_alias(&value.text, &value.variant) {
            out.doc_alias(&value.text);
        }
        out.line(&format!("{},", value.variant));
    }
    out.close("}");
}

const DERIVES: &[(&str, Option<Impl>)] = &[
    ("Clone", None),
    ("Copy", None),
    ("Debug", None),
    ("PartialEq", None),
    ("Eq", None),
    ("PartialOrd", Some(Impl::PartialOrd)),
    ("Ord", Some(Impl::Ord)),
    ("Hash", Some(Impl::Hash)),
];

/// The codes of a value, each with its link.
fn list(context: &Context<'_>, column: &Column, rows: &[usize], out: &mut Layout) {
    let enumeration = context.enumeration;
    if rows.len() > LISTED {
        let (number, noun, name, with) = (rows.len(), &context.noun, &enumeration.name, with(&column.accessor));
        out.doc(&format!("{number} {noun}s have it: see [`{name}::{with}`]."));
        return;
    }
    for entry in rows.iter().map(|row| &enumeration.entries[*row]) {
        out.doc_with(|line| {
            line.push_str("- ");
            doc::push_escaped(line, &enumeration.show(entry.code()));
            line.push_str(": ");
            table::push_link(line, &entry.variant, &enumeration.name, &entry.variant);
        });
    }
}

/// As many codes as documentation lists: rustdoc takes a while for each link.
pub(super) const LISTED: usize = 200;

/// The methods of a category, and its way to text and back.
pub(super) fn methods(category: &Category) -> TokenStream {
    let name = format_ident!("{}", category.name);
    let error = format_ident!("Parse{}Error", category.name);
    let variants = category.values.iter().map(|value| format_ident!("{}", value.variant));
    let texts = category.values.iter().map(|value| literal_token(&value.text));
    let names = category.values.iter().map(|value| literal_token(&value.variant));
    let example = docs(&[format!("The name of the variant: `\"{}\"`.", category.values[0].variant)]);
    let display = category.options.has(Impl::Display).then(|| display(&name));
    let conversions = conversions(category, &name, &error);
    quote! {
        impl #name {
            /// Every value, in the order in which the table first uses them.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            /// The text as the table shows it.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                const TEXTS: &[&str] = &[#(#texts),*];
                TEXTS[self as usize]
            }
            /// The value with this text, written as in the table.
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
            #example
            #[inline]
            pub const fn variant_name(self) -> &'static str {
                const NAMES: &[&str] = &[#(#names),*];
                NAMES[self as usize]
            }
            /// The value whose variant has this name.
            pub fn from_variant_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.variant_name() == name)
            }
        }
        #display
        #conversions
    }
}

fn display(name: &Ident) -> TokenStream {
    quote! {
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

/// From a text. The error is there where one of the two needs it.
fn conversions(category: &Category, name: &Ident, error: &Ident) -> TokenStream {
    let has = |of: Impl| category.options.has(of);
    let from_str = has(Impl::FromStr).then(|| from_str(name, error));
    let try_from = has(Impl::TryFrom).then(|| try_from(name, error));
    let of = match (has(Impl::FromStr), has(Impl::TryFrom)) {
        (true, true) => "`FromStr` and `TryFrom`",
        (true, false) => "`FromStr`",
        (false, true) => "`TryFrom`",
        (false, false) => return TokenStream::new(),
    };
    let about = docs(&[format!("A text that is no [`{name}`]: the error of {of}.")]);
    let message = if has(Impl::FromStr) { "no value and no variant" } else { "no value" };
    let error_type = error_type(error, &about, &format!("the text is {message} of {name}"));
    quote! {
        #from_str
        #try_from
        #error_type
    }
}

fn from_str(name: &Ident, error: &Ident) -> TokenStream {
    quote! {
        /// Takes the text of a value, or the name of a variant.
        impl core::str::FromStr for #name {
            type Err = #error;
            fn from_str(text: &str) -> Result<Self, #error> {
                Self::from_text(text).or_else(|| Self::from_variant_name(text)).ok_or(#error(()))
            }
        }
    }
}

fn try_from(name: &Ident, error: &Ident) -> TokenStream {
    quote! {
        /// Takes the text of a value.
        impl core::convert::TryFrom<&str> for #name {
            type Error = #error;
            fn try_from(text: &str) -> Result<Self, #error> {
                Self::from_text(text).ok_or(#error(()))
            }
        }
    }
}

/// A string literal as a token, escaped as everywhere.
fn literal_token(text: &str) -> TokenStream {
    literal(text).parse().expect("an escaped literal is one token")
}
