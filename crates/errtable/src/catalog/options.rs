//! What a generated type carries beside what its table says.

use syn::Attribute;
use syn::parse::Parser;

/// What errtable.toml asks of a generated type. By default that is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeOptions {
    /// Further derives, as paths: `strum::EnumIter`.
    pub derives: Vec<String>,
    /// Further outer attributes, as Rust writes them.
    pub attributes: Vec<String>,
    /// Whether users can match it in full, since it is not `#[non_exhaustive]`.
    pub exhaustive: bool,
    /// The impls that it is without, in the order of [`Impl::ALL`].
    pub without: Vec<Impl>,
}

impl TypeOptions {
    /// Whether it has an impl, as far as its kind does.
    pub fn has(&self, wanted: Impl) -> bool {
        !self.without.contains(&wanted)
    }
}

macro_rules! impls {
    ($($variant:ident = $name:literal: $about:literal,)*) => {
        /// An impl that a generated type can be without.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Impl {
            $(#[doc = $about] $variant,)*
        }

        impl Impl {
            /// Every impl.
            pub const ALL: &'static [Impl] = &[$(Impl::$variant),*];

            /// Its name: that of a trait, or of the crate of several.
            pub const fn as_str(self) -> &'static str {
                match self { $(Impl::$variant => $name,)* }
            }
        }
    };
}

impls! {
    Display = "Display": "`Display`: the text and the code, or the text of a value.",
    Error = "Error": "`core::error::Error`, of an error enum.",
    FromStr = "FromStr": "`FromStr`: from any text that names a code or a value.",
    TryFrom = "TryFrom": "`TryFrom`: from a code, or from the text of a value.",
    From = "From": "`From`: the code of an error enum.",
    Hash = "Hash": "`Hash`.",
    PartialOrd = "PartialOrd": "`PartialOrd`.",
    Ord = "Ord": "`Ord`.",
    Arbitrary = "arbitrary": "The impls behind the cargo feature `arbitrary`.",
    Defmt = "defmt": "The impls behind the cargo feature `defmt`.",
    Serde = "serde": "The impls behind the cargo feature `serde`.",
}

impl Impl {
    /// The impl of a name.
    pub fn named(name: &str) -> Option<Self> {
        Impl::ALL.iter().copied().find(|of| of.as_str() == name)
    }

    /// The impl that needs this one, and goes with it.
    pub const fn needed_by(self) -> Option<Self> {
        match self {
            Impl::Display => Some(Impl::Error),
            Impl::PartialOrd => Some(Impl::Ord),
            _ => None,
        }
    }

    /// Whether the enum of a category has it.
    pub const fn is_of_categories(self) -> bool {
        !matches!(self, Impl::Error | Impl::From)
    }

    /// Whether it stands behind a cargo feature of its name.
    pub const fn is_of_feature(self) -> bool {
        matches!(self, Impl::Arbitrary | Impl::Defmt | Impl::Serde)
    }
}

/// One outer attribute; `None` for any other text.
pub(crate) fn attribute(text: &str) -> Option<Attribute> {
    let mut attributes = Attribute::parse_outer.parse_str(text).ok()?;
    let attribute = attributes.pop()?;
    attributes.is_empty().then_some(attribute)
}
