//! The errors of the conversions, and the type of a range.

use proc_macro2::TokenStream;
use quote::quote;

use super::any::hex_format;
use super::{Context, docs};

pub(super) fn errors(context: &Context<'_>) -> TokenStream {
    let unknown = (!context.is_text()).then(|| unknown(context));
    let parse_error = parse_error(context);
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
    let message = format!("unknown {} {}", context.noun, hex_format(context));
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

fn parse_error(context: &Context<'_>) -> TokenStream {
    let error = &context.parse_error;
    let enum_name = &context.enumeration.name;
    let about = docs(&[format!("A text that is no [`{enum_name}`]: the error of `FromStr`.")]);
    let names = if context.has_names() { "a name, a variant or a code" } else { "a variant or a code" };
    let message = format!("the text is not {names} of {enum_name}");
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
