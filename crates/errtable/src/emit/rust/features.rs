//! Impls behind cargo features of the crate that compiles the code.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Context, Feature, docs};

pub(super) fn impls(context: &Context<'_>, feature: Feature) -> TokenStream {
    let impls = match feature {
        Feature::Arbitrary => arbitrary(context),
        Feature::Defmt => defmt(context),
        Feature::Serde => serde(context),
    };
    let name = feature.as_str();
    // One gate for all of them; the constant has no name, so several enums can have one each.
    quote! {
        #[cfg(feature = #name)]
        const _: () = {
            #impls
        };
    }
}

/// What serde's `with` takes, once for all enums of a file: a module of this name for each would meet the next.
pub(super) fn as_name() -> TokenStream {
    let about = docs(&[
        "Codes as the names of their variants, where their numbers would say little:",
        "`#[serde(with = \"as_name\")]`, with the path of this module.",
    ]);
    quote! {
        #about
        #[cfg(feature = "serde")]
        pub mod as_name {
            use core::fmt;
            use core::marker::PhantomData;
            use super::named::Named;
            use serde_core::de::{Deserializer, Error, Unexpected, Visitor};
            use serde_core::ser::Serializer;

            /// Writes the name of a variant.
            pub fn serialize<T: Named, S: Serializer>(code: &T, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(code.to_name())
            }

            /// Reads the name of a variant.
            pub fn deserialize<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
                struct Name<T>(PhantomData<T>);
                impl<T: Named> Visitor<'_> for Name<T> {
                    type Value = T;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("the name of a variant")
                    }
                    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
                        T::of_name(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
                    }
                }
                deserializer.deserialize_str(Name(PhantomData))
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

/// Codes as they are on the wire: a bare number, or a text.
fn serde(context: &Context<'_>) -> TokenStream {
    let (name, any) = (&context.name, &context.any);
    let categories = context.enumeration.categories().map(|(_, _, category)| {
        let name = format_ident!("{}", category.name);
        serde_category(&name)
    });
    let codes = if context.is_text() { serde_text(name, any) } else { serde_number(context) };
    quote! {
        use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
        impl named::Named for #name {
            fn to_name(&self) -> &'static str {
                self.variant_name()
            }
            fn of_name(name: &str) -> Option<Self> {
                Self::from_variant_name(name)
            }
        }
        #codes
        #(#categories)*
    }
}

fn serde_number(context: &Context<'_>) -> TokenStream {
    let (name, any, unknown, code_type) = (&context.name, &context.any, &context.unknown, context.code_type());
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.code().serialize(serializer)
            }
        }
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = #code_type::deserialize(deserializer)?;
                Self::from_code(code).ok_or_else(|| serde_core::de::Error::custom(#unknown(code)))
            }
        }
        impl Serialize for #any {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
        impl<'de> Deserialize<'de> for #any {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #code_type::deserialize(deserializer).map(Self)
            }
        }
    }
}

fn serde_text(name: &proc_macro2::Ident, any: &proc_macro2::Ident) -> TokenStream {
    let visitor = serde_visitor(name, &quote!("a known code"), &quote!(#name::from_code(text)));
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
        #visitor
        impl Serialize for #any<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0)
            }
        }
        impl<'de: 'a, 'a> Deserialize<'de> for #any<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <&'a str>::deserialize(deserializer).map(Self)
            }
        }
    }
}

fn serde_category(name: &proc_macro2::Ident) -> TokenStream {
    let found = quote!(#name::ALL.iter().copied().find(|value| value.as_str() == text));
    let visitor = serde_visitor(name, &quote!("a known value"), &found);
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        #visitor
    }
}

/// `Deserialize` from a text that need not be borrowed.
fn serde_visitor(name: &proc_macro2::Ident, expected: &TokenStream, found: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde_core::de::Visitor<'_> for Visitor {
                    type Value = #name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expected)
                    }
                    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<#name, E> {
                        #found.ok_or_else(|| E::invalid_value(serde_core::de::Unexpected::Str(text), &self))
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    }
}

fn arbitrary(context: &Context<'_>) -> TokenStream {
    let (name, any) = (&context.name, &context.any);
    let categories = context.enumeration.categories().map(|(_, _, category)| {
        let name = format_ident!("{}", category.name);
        arbitrary_choice(&name)
    });
    let index = &context.index;
    let found = context.code_at(&quote!(#index::SLOT[row] as usize));
    // Not from `ALL`, which a long table makes on demand only.
    let choice = quote! {
        impl<'a> Arbitrary<'a> for #name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                let row = u.choose_index(Self::COUNT)?;
                Ok(#found)
            }
        }
    };
    let any = if context.is_text() {
        quote! {
            impl<'a> Arbitrary<'a> for #any<'a> {
                fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                    u.arbitrary().map(Self)
                }
            }
        }
    } else {
        quote! {
            impl<'a> Arbitrary<'a> for #any {
                fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                    u.arbitrary().map(Self)
                }
            }
        }
    };
    quote! {
        use arbitrary::{Arbitrary, Result, Unstructured};
        #choice
        #any
        #(#categories)*
    }
}

fn arbitrary_choice(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl<'a> Arbitrary<'a> for #name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                u.choose(Self::ALL).copied()
            }
        }
    }
}

fn defmt(context: &Context<'_>) -> TokenStream {
    let (name, any) = (&context.name, &context.any);
    let categories = context.enumeration.categories().map(|(_, _, category)| {
        let name = format_ident!("{}", category.name);
        quote! {
            impl defmt::Format for #name {
                fn format(&self, f: defmt::Formatter<'_>) {
                    defmt::write!(f, "{=str}", self.as_str());
                }
            }
        }
    });
    let elided = context.is_text().then(|| quote!(<'_>));
    quote! {
        impl defmt::Format for #name {
            fn format(&self, f: defmt::Formatter<'_>) {
                defmt::write!(f, "{=str} ({})", self.variant_name(), self.code());
            }
        }
        impl defmt::Format for #any #elided {
            fn format(&self, f: defmt::Formatter<'_>) {
                match self.known() {
                    Some(known) => defmt::Format::format(&known, f),
                    None => defmt::write!(f, "unknown ({})", self.0),
                }
            }
        }
        #(#categories)*
    }
}
