//! The errors of the conversions, and the type of a range.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::any::hex_format;
use super::{Context, docs};
use crate::catalog::Impl;

pub(super) fn errors(context: &Context<'_>) -> TokenStream {
    let has = |of: Impl| context.enumeration.options.has(of);
    let unknown = (!context.is_text() && has(Impl::TryFrom)).then(|| unknown(context));
    let parse_error = (has(Impl::FromStr) || context.is_text() && has(Impl::TryFrom)).then(|| parse_error(context));
    let range = (!context.enumeration.ranges.is_empty()).then(|| range(context));
    quote! {
        #unknown
        #parse_error
        #range
    }
}

fn unknown(context: &Context<'_>) -> TokenStream {
    let (unknown, code_type) = (&context.unknown, context.code_type());
    let about = docs(&[format!("A number that is no {} of the table: the error of `TryFrom`.", context.noun)]);
    let message = unknown_message(context);
    quote! {
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct #unknown(#code_type);
        impl #unknown {
            /// The number.
            pub const fn code(self) -> #code_type {
                self.0
            }
        }
        impl fmt::Display for #unknown {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                core::write!(f, #message, self.0)
            }
        }
        impl core::error::Error for #unknown {}
    }
}

/// What is said of a number that no code has.
pub(super) fn unknown_message(context: &Context<'_>) -> String {
    format!("unknown {} {}", context.noun, hex_format(context))
}

fn parse_error(context: &Context<'_>) -> TokenStream {
    let error = &context.parse_error;
    let enum_name = &context.enumeration.name;
    let takes_any = context.enumeration.options.has(Impl::FromStr);
    let of = if takes_any { "FromStr" } else { "TryFrom" };
    let about = docs(&[format!("A text that is no [`{enum_name}`]: the error of `{of}`.")]);
    let names = match (takes_any, context.has_names()) {
        (true, true) => "a name, a variant or a code",
        (true, false) => "a variant or a code",
        (false, _) => "a code",
    };
    let message = format!("the text is not {names} of {enum_name}");
    error_type(error, &about, &message)
}

/// The type of an error that says one thing.
pub(super) fn error_type(error: &Ident, about: &TokenStream, message: &str) -> TokenStream {
    quote! {
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct #error(());
        impl fmt::Display for #error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(#message)
            }
        }
        impl core::error::Error for #error {}
    }
}

fn range(context: &Context<'_>) -> TokenStream {
    let (range, code_type) = (&context.range, context.code_type());
    quote! {
        /// A range of codes that the table describes as a whole.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct #range {
            /// The least code.
            pub first: #code_type,
            /// The greatest code.
            pub last: #code_type,
            /// What the table says of it.
            pub text: &'static str,
        }
    }
}
