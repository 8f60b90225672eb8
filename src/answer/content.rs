//! A value that has been read before it is known what for.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
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
    Map(Fields<'de>),
}

/// The fields of an object, in its order.
pub(super) type Fields<'de> = Vec<(Key<'de>, Content<'de>)>;

/// The name of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl Content<'_> {
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same, which borrows its texts from this one.
    pub(super) fn lent(&self) -> Content<'_> {
        match self {
            Content::Null => Content::Null,
            Content::Bool(answer) => Content::Bool(*answer),
            Content::U64(number) => Content::U64(*number),
            Content::I64(number) => Content::I64(*number),
            Content::F64(number) => Content::F64(*number),
            Content::Text(text) => Content::Text(Cow::Borrowed(text)),
            Content::Seq(values) => Content::Seq(values.iter().map(Content::lent).collect()),
            Content::Map(fields) => Content::Map(lent(fields)),
        }
    }

    /// The same, which borrows nothing.
    fn owned(self) -> Content<'static> {
        match self {
            Content::Null => Content::Null,
            Content::Bool(answer) => Content::Bool(answer),
            Content::U64(number) => Content::U64(number),
            Content::I64(number) => Content::I64(number),
            Content::F64(number) => Content::F64(number),
            Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
            Content::Seq(values) => Content::Seq(values.into_iter().map(Content::owned).collect()),
            Content::Map(fields) => Content::Map(owned(fields)),
        }
    }
}

/// The same fields, whose texts are borrowed from these.
pub(super) fn lent<'a>(fields: &'a Fields<'_>) -> Fields<'a> {
    fields.iter().map(|(Key(name), value)| (Key(Cow::Borrowed(name.as_ref())), value.lent())).collect()
}

/// The same fields, which borrow nothing.
pub(super) fn owned(fields: Fields<'_>) -> Fields<'static> {
    fields.into_iter().map(|(Key(name), value)| (Key(Cow::Owned(name.into_owned())), value.owned())).collect()
}

/// Numbers are equal as they were written: one that is not a number equals itself.
impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Content::Null, Content::Null) => true,
            (Content::Bool(a), Content::Bool(b)) => a == b,
            (Content::U64(a), Content::U64(b)) => a == b,
            (Content::I64(a), Content::I64(b)) => a == b,
            (Content::F64(a), Content::F64(b)) => a.to_bits() == b.to_bits(),
            (Content::Text(a), Content::Text(b)) => a == b,
            (Content::Seq(a), Content::Seq(b)) => a == b,
            (Content::Map(a), Content::Map(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Content<'_> {}

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
        Within(&mut usize::MAX.clone()).deserialize(deserializer)
    }
}

/// Reads a value for which so many bytes are left. What is too much for them is read past, and 0 is left.
pub(super) struct Within<'b>(pub(super) &'b mut usize);

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = Content<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
        deserializer.deserialize_any(Any { left: self.0, handed_over: None })
    }
}

struct Any<'b> {
    left: &'b mut usize,
    /// Told whether the value is a text that the parser hands over, rather than one of the answer.
    handed_over: Option<&'b mut bool>,
}

impl Any<'_> {
    fn take<E>(self, bytes: usize, value: impl FnOnce() -> Content<'static>) -> Result<Content<'static>, E> {
        Ok(if take(self.left, bytes) { value() } else { Content::Null })
    }
}

/// Takes the bytes of a value from those that are left.
fn take(left: &mut usize, bytes: usize) -> bool {
    *left = left.saturating_sub(bytes.saturating_add(size_of::<Content<'_>>()));
    *left > 0
}

impl<'de> Visitor<'de> for Any<'_> {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Content<'de>, E> {
        self.take(0, || Content::Null)
    }

    fn visit_none<E>(self) -> Result<Content<'de>, E> {
        self.take(0, || Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
        Within(self.left).deserialize(deserializer)
    }

    fn visit_bool<E>(self, answer: bool) -> Result<Content<'de>, E> {
        self.take(0, || Content::Bool(answer))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Content<'de>, E> {
        self.take(0, || Content::U64(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Content<'de>, E> {
        self.take(0, || u64::try_from(number).map_or(Content::I64(number), Content::U64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Content<'de>, E> {
        self.take(0, || Content::F64(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content<'de>, E> {
        self.take(text.len(), || Content::Text(Cow::Owned(text.into())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'de>, E> {
        // It may have to be copied, to outlive the body.
        Ok(if take(self.left, text.len()) { Content::Text(Cow::Borrowed(text)) } else { Content::Null })
    }

    fn visit_string<E>(self, text: String) -> Result<Content<'de>, E> {
        let Any { left, handed_over } = self;
        handed_over.into_iter().for_each(|handed_over| *handed_over = true);
        Ok(if take(left, text.len()) { Content::Text(Cow::Owned(text)) } else { Content::Null })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content<'de>, A::Error> {
        let mut values = Vec::new();
        let mut is_kept = take(self.left, 0);
        while is_kept && let Some(value) = seq.next_element_seed(Within(self.left))? {
            values.push(value);
            is_kept = *self.left > 0;
        }
        if is_kept {
            return Ok(Content::Seq(values));
        }
        drop(values);
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Content::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content<'de>, A::Error> {
        let mut fields = Vec::new();
        let mut is_kept = take(self.left, 0);
        while is_kept && let Some(key) = map.next_key::<Key<'de>>()? {
            let may_be_number = fields.is_empty() && matches!(key.0, Cow::Borrowed(ARBITRARY_PRECISION));
            let mut handed_over = false;
            *self.left = self.left.saturating_sub(size_of::<Key<'_>>() + key.0.len());
            let any = Any { left: self.left, handed_over: may_be_number.then_some(&mut handed_over) };
            let value = map.next_value_seed(any)?;
            if let Some(number) = value.as_str().filter(|_| handed_over).and_then(number) {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(number);
            }
            fields.push((key, value));
            is_kept = *self.left > 0;
        }
        if is_kept {
            return Ok(Content::Map(fields));
        }
        drop(fields);
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Content::Null)
    }
}

impl<'de> DeserializeSeed<'de> for Any<'_> {
    type Value = Content<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Under this name serde_json hands over numbers that it keeps as they were written, which any crate of a program can make
/// it do. It lends the name and gives the text away; of an object of the answer it does both or neither, so that no such
/// object can pass for a number.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

fn number<'de>(text: &str) -> Option<Content<'de>> {
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

            fn visit_string<E>(self, text: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text)))
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

/// Gives nothing: whoever can be made of it wants nothing of an answer, such as `()`.
pub(super) struct Nothing;

/// Something is wanted.
#[derive(Debug)]
pub(super) struct Wants;

impl fmt::Display for Wants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something is wanted")
    }
}

impl core::error::Error for Wants {}

impl Error for Wants {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Wants
    }
}

impl<'de> Deserializer<'de> for Nothing {
    type Error = Wants;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Wants> {
        Err(Wants)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wants> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Wants> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wants> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wants> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Wants> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf seq tuple tuple_struct map
        struct enum identifier
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
