//! The enum of a category column.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Context, doc, docs, table};
use crate::catalog::{Category, Column};
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
        "[`{0}::{1}`] gives {given}; [`errors`](Self::errors) gives the codes.",
        context.enumeration.name, column.accessor
    ));
    out.line("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    out.line("#[non_exhaustive]");
    out.open(&format!("pub enum {} {{", category.name));
    let rows = context.enumeration.rows_by_value(index, category);
    for (value, rows) in category.values.iter().zip(&rows) {
        out.doc(&doc::escape(&value.text));
        out.doc("");
        list(context, rows, out);
        if doc::is_alias(&value.text, &value.variant) {
            out.doc_alias(&value.text);
        }
        out.line(&format!("{},", value.variant));
    }
    out.close("}");
}

/// The codes of a value, each with its link.
fn list(context: &Context<'_>, rows: &[usize], out: &mut Layout) {
    let enumeration = context.enumeration;
    if rows.len() > LISTED {
        out.doc(&format!("{} {}s have it: see [`errors`](Self::errors).", rows.len(), context.noun));
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

pub(super) fn methods(context: &Context<'_>, (index, column): (usize, &Column), category: &Category) -> TokenStream {
    let name = &context.name;
    let type_name = format_ident!("{}", category.name);
    let variants = category.values.iter().map(|value| format_ident!("{}", value.variant));
    let texts = category.values.iter().map(|value| literal_token(&value.text));
    let members = context.members(index, column);
    let errors = docs(&[format!("The {}s of this value, in the order of the table.", context.noun)]);
    quote! {
        impl #type_name {
            /// Every value, in the order in which the table first uses them.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            /// The text as the table shows it.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                const TEXTS: &[&str] = &[#(#texts),*];
                TEXTS[self as usize]
            }
            #errors
            #[inline]
            pub const fn errors(self) -> &'static [#name] {
                #members
            }
        }
        impl fmt::Display for #type_name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

/// A string literal as a token, escaped as everywhere.
fn literal_token(text: &str) -> TokenStream {
    literal(text).parse().expect("an escaped literal is one token")
}
