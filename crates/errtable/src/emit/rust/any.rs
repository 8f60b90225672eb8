//! `AnyErrorCode`: a code that may or may not be known, with nothing lost.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Feature, RustOptions, docs, traits};
use crate::catalog::Impl;

pub(super) fn any(context: &Context<'_>, options: &RustOptions) -> TokenStream {
    let (name, any) = (&context.name, &context.any);
    let enum_name = &context.enumeration.name;
    let mut about = vec![
        format!("Any {}, whether or not the table has it.", context.noun),
        String::new(),
        format!(
            "What a peer sends is not always in the table. This keeps it as it came; [`known`](Self::known) gives the [`{enum_name}`], where there is one."
        ),
    ];
    if context.is_text() && context.has_feature(options, Feature::Serde) {
        about.extend(LENT.map(str::to_owned));
    }
    let about = docs(&about);
    let known = docs(&[format!("The [`{enum_name}`] with this code, if the table has it.")]);
    let unknown = format!("unknown {} {}", context.noun, if context.is_text() { "{:?}" } else { hex_format(context) });
    let (lifetime, code_type) =
        if context.is_text() { (Some(quote!(<'a>)), quote!(&'a str)) } else { (None, context.code_type()) };
    let into_code = if context.is_text() {
        quote! {
            impl<'a> From<#any<'a>> for &'a str {
                fn from(any: #any<'a>) -> Self {
                    any.0
                }
            }
            impl From<#name> for #any<'static> {
                fn from(known: #name) -> Self {
                    Self(known.code())
                }
            }
        }
    } else {
        quote! {
            impl From<#any> for #code_type {
                fn from(any: #any) -> Self {
                    any.0
                }
            }
            impl From<#name> for #any {
                fn from(known: #name) -> Self {
                    Self(known.code())
                }
            }
        }
    };
    let shown = match context.enumeration.options.has(Impl::Display) {
        true => quote!(fmt::Display::fmt(&known, f)),
        false => traits::shown(context, &quote!(known)),
    };
    let shows = match context.enumeration.options.has(Impl::Display) {
        true => "What the known code shows, else that the code is not known.",
        false => "The text and the code where it is known, else that it is not.",
    };
    let shows = docs(&[shows]);
    let elided = context.is_text().then(|| quote!(<'_>));
    quote! {
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #any #lifetime(#code_type);
        impl #lifetime #any #lifetime {
            /// Takes a code as it is.
            pub const fn new(code: #code_type) -> Self {
                Self(code)
            }
            /// The code.
            pub const fn code(self) -> #code_type {
                self.0
            }
            #known
            #[inline]
            pub const fn known(self) -> Option<#name> {
                #name::from_code(self.0)
            }
        }
        #shows
        impl fmt::Display for #any #elided {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.known() {
                    Some(known) => #shown,
                    None => core::write!(f, #unknown, self.0),
                }
            }
        }
        impl core::error::Error for #any #elided {}
        impl #lifetime From<#code_type> for #any #lifetime {
            fn from(code: #code_type) -> Self {
                Self(code)
            }
        }
        #into_code
    }
}

/// What the type of a text cannot read.
const LENT: [&str; 5] = [
    "",
    "With the feature `serde`, an unknown code is read only where the input lends its text, since nothing here can own",
    "one: JSON in memory does, unless the text has an escape in it; a reader does not, and an unknown code is an error",
    "that says so. A known code is read from any input. Where each code must be kept, read a `String`, and give it to",
    "[`new`](Self::new).",
];

/// How a number that stands alone is shown.
pub(super) fn hex_format(context: &Context<'_>) -> &'static str {
    if context.enumeration.hex_digits > 0 { "{:#X}" } else { "{}" }
}
