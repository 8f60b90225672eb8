//! Impls behind cargo features of the crate that compiles the code.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::errors::unknown_message;
use super::{Context, Feature, docs};
use crate::catalog::{Catalog, CodeType, Enum, Impl};

/// The impls of an enum and of its categories, but for those that are without them.
pub(super) fn impls(context: &Context<'_>, feature: Feature) -> TokenStream {
    let categories = context.enumeration.categories().map(|(_, _, category)| category);
    let categories: Vec<_> = categories
        .filter(|category| category.options.has(feature.impls()))
        .map(|category| format_ident!("{}", category.name))
        .collect();
    let has_own = context.enumeration.options.has(feature.impls());
    if !has_own && categories.is_empty() {
        return TokenStream::new();
    }
    let (of_enum, of_category): (fn(&Context<'_>) -> TokenStream, fn(&Ident) -> TokenStream) = match feature {
        Feature::Arbitrary => (arbitrary, arbitrary_category),
        Feature::Defmt => (defmt, defmt_category),
        Feature::Serde => (serde, serde_category),
    };
    let own = has_own.then(|| of_enum(context));
    let impls = categories.iter().map(of_category);
    let name = feature.as_str();
    // One gate for all of them; the constant has no name, so several enums can have one each.
    quote! {
        #[cfg(feature = #name)]
        const _: () = {
            #own
            #(#impls)*
        };
    }
}

/// What serde's `with` takes, once for all enums of a file: a module of this name for each would meet the next.
fn as_variant_name() -> TokenStream {
    let about = docs(&[
        "Codes and values of categories as the names of their variants, where numbers or texts would say little:",
        "`#[serde(with = \"as_variant_name\")]`, with the path of this module.",
    ]);
    quote! {
        #about
        #[cfg(feature = "serde")]
        pub mod as_variant_name {
            use super::named::Named;
            use super::read::Known;
            use serde_core::de::Deserializer;
            use serde_core::ser::Serializer;

            /// Writes the name of a variant.
            pub fn serialize<T: Named, S: Serializer>(code: &T, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(code.to_name())
            }

            /// Reads the name of a variant.
            pub fn deserialize<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
                deserializer.deserialize_str(Known { expected: "the name of a variant", find: T::of_name })
            }
        }
        #[cfg(feature = "serde")]
        mod named {
            #[allow(unreachable_pub, reason = "public functions are bounded by it, and nobody else is to implement it")]
            pub trait Named: Sized {
                fn to_name(&self) -> &'static str;
                fn of_name(name: &str) -> Option<Self>;
            }
        }
    }
}

/// What all enums of a file read texts with. The names of these modules are their own: no type of a spec comes into them.
pub(super) fn shared(catalog: &Catalog) -> TokenStream {
    let as_variant_name = as_variant_name();
    let lends = |of: &Enum| of.code_type == CodeType::Text && of.options.has(Impl::Serde);
    let any = catalog.enums().iter().any(lends).then(lent);
    quote! {
        #as_variant_name
        #[cfg(feature = "serde")]
        mod read {
            use core::fmt;
            use core::str::from_utf8;
            use serde_core::de::{Error, Unexpected, Visitor};

            /// Finds what a text stands for, whether or not the input lends the text.
            pub(super) struct Known<T> {
                pub(super) expected: &'static str,
                pub(super) find: fn(&str) -> Option<T>,
            }
            impl<T> Visitor<'_> for Known<T> {
                type Value = T;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.expected)
                }
                fn visit_str<__E: Error>(self, text: &str) -> Result<T, __E> {
                    (self.find)(text).ok_or_else(|| __E::invalid_value(Unexpected::Str(text), &self))
                }
                fn visit_bytes<__E: Error>(self, bytes: &[u8]) -> Result<T, __E> {
                    match from_utf8(bytes) {
                        Ok(text) => self.visit_str(text),
                        Err(_) => Err(__E::invalid_value(Unexpected::Bytes(bytes), &self)),
                    }
                }
            }
            #any
        }
    }
}

/// A text that is a code, known or not. There is no allocator to keep a text that the input does not lend, but that of
/// a known code stands in the table.
fn lent() -> TokenStream {
    quote! {
        /// Takes any text that the input lends, and the text of a known code from any input.
        pub(super) struct Lent<'a, T> {
            pub(super) known: fn(&str) -> Option<T>,
            pub(super) lent: fn(&'a str) -> T,
        }
        impl<'a, T> Visitor<'a> for Lent<'a, T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a code")
            }
            fn visit_borrowed_str<__E: Error>(self, text: &'a str) -> Result<T, __E> {
                Ok((self.lent)(text))
            }
            fn visit_borrowed_bytes<__E: Error>(self, bytes: &'a [u8]) -> Result<T, __E> {
                match from_utf8(bytes) {
                    Ok(text) => Ok((self.lent)(text)),
                    Err(_) => Err(__E::invalid_value(Unexpected::Bytes(bytes), &self)),
                }
            }
            fn visit_str<__E: Error>(self, text: &str) -> Result<T, __E> {
                let unkept = || {
                    __E::custom(format_args!("the code {text:?} is unknown, and the input does not lend its text to keep it"))
                };
                (self.known)(text).ok_or_else(unkept)
            }
            fn visit_bytes<__E: Error>(self, bytes: &[u8]) -> Result<T, __E> {
                match from_utf8(bytes) {
                    Ok(text) => self.visit_str(text),
                    Err(_) => Err(__E::invalid_value(Unexpected::Bytes(bytes), &self)),
                }
            }
        }
    }
}

/// Codes as they are on the wire: a bare number, or a text.
///
/// Paths are whole, and type parameters begin with underscores: a type of the spec can have any other name.
fn serde(context: &Context<'_>) -> TokenStream {
    let (name, any) = (&context.name, &context.any);
    let codes = if context.is_text() { serde_text(name, any) } else { serde_number(context) };
    let named = named(name);
    quote! {
        #named
        #codes
    }
}

fn named(name: &Ident) -> TokenStream {
    quote! {
        impl named::Named for #name {
            fn to_name(&self) -> &'static str {
                self.variant_name()
            }
            fn of_name(name: &str) -> Option<Self> {
                Self::from_variant_name(name)
            }
        }
    }
}

fn serde_number(context: &Context<'_>) -> TokenStream {
    let (name, any, unknown, code_type) = (&context.name, &context.any, &context.unknown, context.code_type());
    let write_known = serialize(&quote!(#name), &quote!(serde_core::Serialize::serialize(&self.code(), serializer)));
    let write_any = serialize(&quote!(#any), &quote!(serde_core::Serialize::serialize(&self.0, serializer)));
    let number = quote!(<#code_type as serde_core::Deserialize>::deserialize(deserializer));
    let error = match context.enumeration.options.has(Impl::TryFrom) {
        true => quote!(#unknown(code)),
        false => {
            let message = unknown_message(context);
            quote!(core::format_args!(#message, code))
        }
    };
    let known = quote! {
        let code = #number?;
        Self::from_code(code).ok_or_else(|| serde_core::de::Error::custom(#error))
    };
    let read_known = deserialize(&quote!(#name), &known);
    let read_any = deserialize(&quote!(#any), &quote!(#number.map(Self)));
    quote! {
        #write_known
        #read_known
        #write_any
        #read_any
    }
}

fn serde_text(name: &Ident, any: &Ident) -> TokenStream {
    let write_known = serialize(&quote!(#name), &quote!(serializer.serialize_str(self.code())));
    let read_known = deserialize(&quote!(#name), &read("a known code", &quote!(Self::from_code)));
    let write_any = serialize(&quote!(#any<'_>), &quote!(serializer.serialize_str(self.0)));
    quote! {
        #write_known
        #read_known
        #write_any
        impl<'de: 'a, 'a> serde_core::Deserialize<'de> for #any<'a> {
            fn deserialize<__D: serde_core::Deserializer<'de>>(deserializer: __D) -> Result<Self, __D::Error> {
                deserializer.deserialize_str(read::Lent {
                    known: |text| Some(Self(#name::from_code(text)?.code())),
                    lent: Self,
                })
            }
        }
    }
}

fn serde_category(name: &Ident) -> TokenStream {
    let write = serialize(&quote!(#name), &quote!(serializer.serialize_str(self.as_str())));
    let read = deserialize(&quote!(#name), &read("a known value", &quote!(Self::from_text)));
    let named = named(name);
    quote! {
        #named
        #write
        #read
    }
}

fn serialize(of: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        impl serde_core::Serialize for #of {
            fn serialize<__S: serde_core::Serializer>(&self, serializer: __S) -> Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

fn deserialize(of: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> serde_core::Deserialize<'de> for #of {
            fn deserialize<__D: serde_core::Deserializer<'de>>(deserializer: __D) -> Result<Self, __D::Error> {
                #body
            }
        }
    }
}

/// Reads a text that stands for something known.
fn read(expected: &str, find: &TokenStream) -> TokenStream {
    quote!(deserializer.deserialize_str(read::Known { expected: #expected, find: #find }))
}

fn arbitrary(context: &Context<'_>) -> TokenStream {
    let (name, index) = (&context.name, &context.index);
    let found = context.code_at(&quote!(#index::SLOT[row] as usize));
    // Not from `ALL`, which a long table makes on demand only.
    let row = quote! {
        let row = u.choose_index(Self::COUNT)?;
        Ok(#found)
    };
    let any = context.any_type(&quote!('a));
    let choices = [arbitrary_impl(&quote!(#name), &row), arbitrary_impl(&any, &quote!(u.arbitrary().map(Self)))];
    quote!(#(#choices)*)
}

fn arbitrary_category(name: &Ident) -> TokenStream {
    arbitrary_impl(&quote!(#name), &quote!(u.choose(Self::ALL).copied()))
}

fn arbitrary_impl(of: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        impl<'a> arbitrary::Arbitrary<'a> for #of {
            fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                #body
            }
        }
    }
}

fn defmt(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let any = context.any_type(&quote!('_));
    quote! {
        impl defmt::Format for #name {
            fn format(&self, f: defmt::Formatter<'_>) {
                defmt::write!(f, "{=str} ({})", self.variant_name(), self.code());
            }
        }
        impl defmt::Format for #any {
            fn format(&self, f: defmt::Formatter<'_>) {
                match self.known() {
                    Some(known) => defmt::Format::format(&known, f),
                    None => defmt::write!(f, "unknown ({})", self.0),
                }
            }
        }
    }
}

fn defmt_category(name: &Ident) -> TokenStream {
    quote! {
        impl defmt::Format for #name {
            fn format(&self, f: defmt::Formatter<'_>) {
                defmt::write!(f, "{=str}", self.as_str());
            }
        }
    }
}
