//! The traits of the enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::enumeration::method_name;
use super::{Context, docs};
use crate::catalog::{Impl, Role, Value};

pub(super) fn traits(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let has = |of: Impl| context.enumeration.options.has(of);
    let display = has(Impl::Display).then(|| display(context));
    let error = has(Impl::Error).then(|| quote!(impl core::error::Error for #name {}));
    let order = context.is_text().then(|| order(context));
    let from_str = has(Impl::FromStr).then(|| from_str(context));
    let try_from = has(Impl::TryFrom).then(|| try_from(context));
    let from = has(Impl::From).then(|| from(context));
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.variant_name())
            }
        }
        #display
        #error
        #order
        #from_str
        #try_from
        #from
    }
}

/// `auth failure (1008003)`: the name, else the description, else the variant.
fn display(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let text = shown(context, &quote!(self));
    let about = docs(&["The text and the code: what a log line wants."]);
    quote! {
        #about
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #text
            }
        }
    }
}

/// Writes what `of` shows to `f`.
pub(super) fn shown(context: &Context<'_>, of: &TokenStream) -> TokenStream {
    let columns = [Role::Name, Role::Description].into_iter().filter_map(|role| context.enumeration.column(role));
    let text = text_of(context, of, &columns.collect::<Vec<_>>());
    let hex = context.enumeration.hex_digits;
    // `{:#X}` writes `0x`, as the table does.
    let format = if hex > 0 { format!("{{}} ({{:#0{}X}})", hex + 2) } else { "{} ({})".to_owned() };
    quote!(core::write!(f, #format, #text, #of.code()))
}

/// The first of the columns that says something about a row.
fn text_of(context: &Context<'_>, of: &TokenStream, columns: &[usize]) -> TokenStream {
    let Some((&index, rest)) = columns.split_first() else { return quote!(#of.variant_name()) };
    let accessor = method_name(&context.enumeration.columns[index]);
    let rest = text_of(context, of, rest);
    if context.enumeration.columns[index].optional {
        quote!(#of.#accessor().unwrap_or(#rest))
    } else if context.enumeration.entries.iter().any(|entry| entry.cells[index] == Value::Empty) {
        quote! {
            match #of.#accessor() {
                "" => #rest,
                text => text,
            }
        }
    } else {
        quote!(#of.#accessor())
    }
}

/// Text codes are ordered by their text, not by the rows that the table happens to have them in.
fn order(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let has = |of: Impl| context.enumeration.options.has(of);
    let compared = match has(Impl::Ord) {
        true => quote!(Some(Ord::cmp(self, other))),
        false => quote!(PartialOrd::partial_cmp(self.code(), other.code())),
    };
    let partial = has(Impl::PartialOrd).then(|| {
        quote! {
            impl PartialOrd for #name {
                fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                    #compared
                }
            }
        }
    });
    let total = has(Impl::Ord).then(|| {
        quote! {
            impl Ord for #name {
                fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                    Ord::cmp(self.code(), other.code())
                }
            }
        }
    });
    quote! {
        #partial
        #total
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

fn try_from(context: &Context<'_>) -> TokenStream {
    let (name, code_type) = (&context.name, context.code_parameter());
    let (error, about, unknown) = match context.is_text() {
        true => (&context.parse_error, Some(docs(&["Takes a code."])), quote!(())),
        false => (&context.unknown, None, quote!(code)),
    };
    // By its path, since it came into the prelude with the edition of 2021 only.
    quote! {
        #about
        impl core::convert::TryFrom<#code_type> for #name {
            type Error = #error;
            fn try_from(code: #code_type) -> Result<Self, #error> {
                Self::from_code(code).ok_or(#error(#unknown))
            }
        }
    }
}

fn from(context: &Context<'_>) -> TokenStream {
    let (name, code_type) = (&context.name, context.code_type());
    quote! {
        impl From<#name> for #code_type {
            fn from(known: #name) -> Self {
                known.code()
            }
        }
    }
}
