//! A value that has been read before it is known what for.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::log::Bounded;

/// As much of a text is quoted.
const QUOTED: usize = 60;

/// What JSON can hold. Texts are borrowed where the parser lends them.
#[derive(Clone, Debug)]
pub(super) enum Content<'de> {
    Null,
    Bool(bool),
    U64(u64),
    I64(i64),
    F64(f64),
    Text(Cow<'de, str>),
    Seq(Vec<Content<'de>>),
    Map(Vec<(Key<'de>, Content<'de>)>),
}

/// The name of a field.
#[derive(Clone, Debug)]
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl Content<'_> {
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// As JSON has it, but bounded; of what is nested, the kind.
impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Null => f.write_str("null"),
            Content::Bool(answer) => answer.fmt(f),
            Content::U64(number) => number.fmt(f),
            Content::I64(number) => number.fmt(f),
            // With its exponent, as a number that is too long for an integer would fill a line.
            Content::F64(number) => fmt::Debug::fmt(number, f),
            Content::Text(text) => write!(f, "the text \"{}\"", Bounded(text, QUOTED)),
            Content::Seq(_) => f.write_str("an array"),
            Content::Map(_) => f.write_str("an object"),
        }
    }
}

impl<'de> Deserialize<'de> for Content<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Content<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value of JSON")
            }

            fn visit_unit<E>(self) -> Result<Content<'de>, E> {
                Ok(Content::Null)
            }

            fn visit_none<E>(self) -> Result<Content<'de>, E> {
                Ok(Content::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
                Content::deserialize(deserializer)
            }

            fn visit_bool<E>(self, answer: bool) -> Result<Content<'de>, E> {
                Ok(Content::Bool(answer))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Content<'de>, E> {
                Ok(Content::U64(number))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Content<'de>, E> {
                Ok(u64::try_from(number).map_or(Content::I64(number), Content::U64))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Content<'de>, E> {
                Ok(Content::F64(number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Owned(text.into())))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Borrowed(text)))
            }

            fn visit_string<E>(self, text: String) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Owned(text)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content<'de>, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Content::Seq(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(number(&fields).unwrap_or(Content::Map(fields)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// How serde_json hands numbers over that it keeps as they were written, which any crate of a program can make it do.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

fn number<'de>(fields: &[(Key<'de>, Content<'de>)]) -> Option<Content<'de>> {
    let [(Key(name), Content::Text(text))] = fields else { return None };
    if name != ARBITRARY_PRECISION {
        return None;
    }
    let whole = text.parse().map(Content::U64).or_else(|_| text.parse().map(Content::I64));
    whole.ok().or_else(|| text.parse().map(Content::F64).ok())
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.into())))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

/// The value, to be read by the type of the caller.
pub(super) struct Reader<'de, E>(Content<'de>, PhantomData<E>);

impl<'de, E: Error> IntoDeserializer<'de, E> for Content<'de> {
    type Deserializer = Reader<'de, E>;

    fn into_deserializer(self) -> Self::Deserializer {
        Reader(self, PhantomData)
    }
}

impl<'de, E: Error> Deserializer<'de> for Reader<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::Null => visitor.visit_unit(),
            Content::Bool(answer) => visitor.visit_bool(answer),
            Content::U64(number) => visitor.visit_u64(number),
            Content::I64(number) => visitor.visit_i64(number),
            Content::F64(number) => visitor.visit_f64(number),
            Content::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Content::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Content::Seq(values) => SeqDeserializer::new(values.into_iter()).deserialize_any(visitor),
            Content::Map(fields) => MapDeserializer::new(fields.into_iter()).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            Content::Text(text) => text.into_deserializer().deserialize_enum(name, variants, visitor),
            Content::Map(fields) => MapAccessDeserializer::new(MapDeserializer::new(fields.into_iter()))
                .deserialize_enum(name, variants, visitor),
            other => Err(E::custom(format_args!("{other} is no variant of {name}"))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The name of a field, which is a number where the map of the caller has such keys.
pub(super) struct KeyReader<'de, E>(Cow<'de, str>, PhantomData<E>);

impl<'de, E: Error> IntoDeserializer<'de, E> for Key<'de> {
    type Deserializer = KeyReader<'de, E>;

    fn into_deserializer(self) -> Self::Deserializer {
        KeyReader(self.0, PhantomData)
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.0.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de, E: Error> Deserializer<'de> for KeyReader<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.0.into_deserializer().deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

/// The whole answer, of which a caller may also want nothing: `()`.
pub(super) struct Payload<D>(pub(super) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Payload<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf seq tuple tuple_struct map
        struct enum identifier ignored_any
    }
}
