//! The enum of a category column.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::enumeration::method_name;
use super::{Context, doc, docs};
use crate::catalog::{Category, Column};
use crate::emit::layout::{Layout, literal};

pub(super) fn category(context: &Context<'_>, column: &Column, category: &Category, out: &mut Layout) {
    out.doc(&format!("What {} says under “{}”.", doc::speaker(column), doc::escape(&column.header)));
    out.doc("");
    out.doc(&format!(
        "[`{0}::{1}`] gives it for a code; [`errors`](Self::errors) gives the codes.",
        context.enumeration.name,
        method_name(column)
    ));
    out.line("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    out.line("#[non_exhaustive]");
    out.open(&format!("pub enum {} {{", category.name));
    for value in &category.values {
        out.doc(&doc::escape(&value.text));
        if doc::is_alias(&value.text, &value.variant) {
            out.doc_alias(&value.text);
        }
        out.line(&format!("{},", value.variant));
    }
    out.close("}");
}

pub(super) fn methods(context: &Context<'_>, column: &Column, category: &Category) -> TokenStream {
    let name = &context.name;
    let type_name = format_ident!("{}", category.name);
    let variants = category.values.iter().map(|value| format_ident!("{}", value.variant));
    let texts = category.values.iter().map(|value| literal_token(&value.text));
    let members = context.members(column);
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
