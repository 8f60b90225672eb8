//! The traits of the enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::enumeration::method_name;
use super::{Context, docs};
use crate::catalog::{Role, Value};

pub(super) fn traits(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let order = context.is_text().then(|| order(context));
    let display = display(context);
    let from_str = from_str(context);
    let conversions = if context.is_text() { from_text(context) } else { conversions(context) };
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.variant_name())
            }
        }
        #display
        impl core::error::Error for #name {}
        #order
        #from_str
        #conversions
    }
}

/// `auth failure (1008003)`: the name, else the description, else the variant.
fn display(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let columns = [Role::Name, Role::Description].into_iter().filter_map(|role| context.enumeration.column(role));
    let text = text_of(context, &columns.collect::<Vec<_>>());
    let hex = context.enumeration.hex_digits;
    // `{:#X}` writes `0x`, as the table does.
    let format = if hex > 0 { format!("{{}} ({{:#0{}X}})", hex + 2) } else { "{} ({})".to_owned() };
    let about = docs(&["The text and the code: what a log line wants."]);
    quote! {
        #about
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                core::write!(f, #format, #text, self.code())
            }
        }
    }
}

/// The first of the columns that says something about a row.
fn text_of(context: &Context<'_>, columns: &[usize]) -> TokenStream {
    let Some((&index, rest)) = columns.split_first() else { return quote!(self.variant_name()) };
    let accessor = method_name(&context.enumeration.columns[index]);
    let rest = text_of(context, rest);
    if context.enumeration.columns[index].optional {
        quote!(self.#accessor().unwrap_or(#rest))
    } else if context.enumeration.entries.iter().any(|entry| entry.cells[index] == Value::Empty) {
        quote! {
            match self.#accessor() {
                "" => #rest,
                text => text,
            }
        }
    } else {
        quote!(self.#accessor())
    }
}

/// Text codes are ordered by their text, not by the rows that the table happens to have them in.
fn order(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    quote! {
        impl PartialOrd for #name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(Ord::cmp(self, other))
            }
        }
        impl Ord for #name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                Ord::cmp(self.code(), other.code())
            }
        }
    }
}

fn from_str(context: &Context<'_>) -> TokenStream {
    let (name, error) = (&context.name, &context.parse_error);
    let by_name = context.has_names().then(|| {
        quote! {
            if let Some(found) = Self::from_name(text) {
                return Ok(found);
            }
        }
    });
    let code_type = context.code_type();
    let by_code = if context.is_text() {
        quote!(Self::from_code(text).ok_or(#error(())))
    } else if context.enumeration.hex_digits > 0 {
        quote! {
            let code = match text.strip_prefix("0x") {
                Some(digits) => #code_type::from_str_radix(digits, 16),
                None => text.parse(),
            };
            code.ok().and_then(Self::from_code).ok_or(#error(()))
        }
    } else {
        quote!(text.parse().ok().and_then(Self::from_code).ok_or(#error(())))
    };
    let takes = if context.has_names() {
        "a name, the name of a variant, or a code"
    } else {
        "the name of a variant, or a code"
    };
    let about = docs(&[format!("Takes {takes}.")]);
    quote! {
        #about
        impl core::str::FromStr for #name {
            type Err = #error;
            fn from_str(text: &str) -> Result<Self, #error> {
                #by_name
                if let Some(found) = Self::from_variant_name(text) {
                    return Ok(found);
                }
                #by_code
            }
        }
    }
}

fn conversions(context: &Context<'_>) -> TokenStream {
    let (name, unknown, code_type) = (&context.name, &context.unknown, context.code_type());
    // By its path, since it came into the prelude with the edition of 2021 only.
    quote! {
        impl core::convert::TryFrom<#code_type> for #name {
            type Error = #unknown;
            fn try_from(code: #code_type) -> Result<Self, #unknown> {
                Self::from_code(code).ok_or(#unknown(code))
            }
        }
        impl From<#name> for #code_type {
            fn from(known: #name) -> Self {
                known.code()
            }
        }
    }
}

fn from_text(context: &Context<'_>) -> TokenStream {
    let (name, error) = (&context.name, &context.parse_error);
    quote! {
        /// Takes a code.
        impl core::convert::TryFrom<&str> for #name {
            type Error = #error;
            fn try_from(code: &str) -> Result<Self, #error> {
                Self::from_code(code).ok_or(#error(()))
            }
        }
        impl From<#name> for &'static str {
            fn from(known: #name) -> Self {
                known.code()
            }
        }
    }
}
