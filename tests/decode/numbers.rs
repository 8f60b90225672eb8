//! Numbers as serde_json hands them over with its feature `arbitrary_precision`, which any crate of a program may turn on;
//! and objects of an answer that look like that.

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{from_reader, from_slice, from_value, json};
use tpns_errors::{AnyErrorCode, Items, Outcome, PushIds, decode};

const TOKEN: &str = "$serde_json::private::Number";

/// A number as it was written: the name is lent, the text given away.
struct Number(Option<String>);

/// The values of an answer.
#[derive(Clone)]
enum Value {
    Number(&'static str),
    Numbers(&'static [&'static str]),
}

impl<'de> MapAccess<'de> for Number {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.0.as_ref().map(|_| seed.deserialize(BorrowedStrDeserializer::new(TOKEN))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.0.take().unwrap().into_deserializer())
    }
}

impl<'de> IntoDeserializer<'de> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Value::Number(text) => visitor.visit_map(Number(Some(text.to_owned()))),
            Value::Numbers(texts) => {
                SeqDeserializer::new(texts.iter().map(|text| Value::Number(text))).deserialize_any(visitor)
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn read<'de, T: Deserialize<'de>>(fields: &[(&'static str, Value)]) -> Result<Outcome<T>, Error> {
    let fields = MapDeserializer::new(fields.iter().cloned());
    Outcome::deserialize(MapAccessDeserializer::new(fields))
}

#[test]
fn numbers_may_come_as_they_were_written() {
    let Ok(Outcome::Failure(failure)) = read::<()>(&[
        ("ret_code", Value::Number("1008026")),
        ("seq", Value::Number("4")),
        ("result", Value::Numbers(&["0", "7"])),
        ("more", Value::Numbers(&["-1", "0.5", "1e3", "99999999999999999999"])),
    ]) else {
        panic!("it is a failure")
    };
    assert_eq!((failure.code(), failure.seq()), (AnyErrorCode::from(1008026), Some(4)));
    assert_eq!(failure.items().failed().collect::<Vec<_>>(), [(1, 7.into())]);
    assert_eq!(failure.payload::<serde_json::Value>().unwrap()["more"], json!([-1, 0.5, 1e3, 99999999999999999999.0]));

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pushed {
        push_id: u64,
        ratio: f64,
    }
    let answer = [("push_id", Value::Number("88")), ("ratio", Value::Number("0.5")), ("ret_code", Value::Number("0"))];
    assert_eq!(read(&answer), Ok(Outcome::Success(Pushed { push_id: 88, ratio: 0.5 })));
    for text in ["-1", "0.5", "1e3", "4294967296", "99999999999999999999", "", "x"] {
        assert!(read::<()>(&[("ret_code", Value::Number(text))]).is_err(), "{text}");
    }
}

/// An object is no number, whatever it calls its field, and from wherever it is read.
#[test]
fn no_object_passes_for_a_number() {
    for disguise in [json!({ TOKEN: "0" }), json!({ TOKEN: 0 }), json!({ TOKEN: "0", "more": 1 })] {
        for name in ["ret_code", "retCode"] {
            let body = json!({ name: disguise });
            let text = body.to_string();
            let escaped = text.replace("\"0\"", "\"\\u0030\"").replace("$serde", "\\u0024serde");
            for text in [&text, &escaped] {
                assert!(decode::<(), _>(text.as_bytes(), from_slice).is_err(), "{text}");
                assert!(from_reader::<_, Outcome<()>>(text.as_bytes()).is_err(), "{text}");
            }
            assert!(from_value::<Outcome<()>>(body.clone()).is_err(), "{text}");
            assert!(Outcome::<()>::deserialize(&body).is_err(), "{text}");
        }
        let items: Items = from_value(json!([disguise])).unwrap();
        assert_eq!(items.unreadable().collect::<Vec<_>>(), [0], "{disguise}");
        assert!(from_value::<PushIds>(disguise).is_err());
    }
}
