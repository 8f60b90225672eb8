//! The fields that every answer has, under the names that the dialects give them.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::MapDeserializer;
use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::content::{Content, Key};
use super::items::{code_of_digits, digits};
use super::log::Bounded;
use super::{Failure, Items, Outcome, SUCCEEDED};

/// The code: of pushes, tags and accounts, and of all other calls.
const CODES: [&str; 2] = ["ret_code", "retCode"];

/// The message, the better one first. Two spellings are slips of single calls.
const MESSAGES: [&str; 4] = ["err_msg", "errMsg", "ErrMsg", "err_msg_zh"];

/// As many fields are named of an answer that has no code.
const NAMED: usize = 5;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Outcome<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Answer(PhantomData))
    }
}

/// Reads the whole answer before any of it: the code may come last, and decides what the rest is.
struct Answer<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Answer<T> {
    type Value = Outcome<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of TPNS, an object with `ret_code` or `retCode`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome<T>, A::Error> {
        let mut fields = Vec::new();
        while let Some((Key(name), value)) = map.next_entry::<Key<'de>, Content<'de>>()? {
            fields.push((name, value));
        }
        match code(&fields)? {
            0 => {
                let payload = MapDeserializer::new(fields.into_iter().map(|(name, value)| (Key(name), value)));
                let payload = T::deserialize(super::content::Payload(payload));
                payload
                    .map(Outcome::Success)
                    .map_err(|error: A::Error| A::Error::custom(format_args!("{SUCCEEDED}: {error}")))
            }
            code => Ok(Outcome::Failure(Failure {
                code: code.into(),
                message: message(&fields),
                seq: field(&fields, "seq").and_then(number).filter(|&seq| seq != 0),
                items: field(&fields, "result").map(Items::of).unwrap_or_default(),
            })),
        }
    }
}

/// What is wanted of an answer, which [`decode`](super::decode) has read; it tells a payload that cannot be read from an
/// answer that cannot.
#[derive(Debug)]
pub struct Wanted<T>(pub(super) Result<T, String>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Wanted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Wanted(T::deserialize(deserializer).map_err(|error| error.to_string())))
    }
}

type Fields<'de> = [(Cow<'de, str>, Content<'de>)];

fn field<'a, 'de>(fields: &'a Fields<'de>, name: &str) -> Option<&'a Content<'de>> {
    fields.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// The code of an answer, which must have one.
fn code<E: Error>(fields: &Fields<'_>) -> Result<u32, E> {
    let mut found: Option<u32> = None;
    for (name, value) in fields.iter().filter(|(name, _)| CODES.contains(&name.as_ref())) {
        let code = match value {
            Content::U64(number) => u32::try_from(*number).ok(),
            // One call of this dialect documents its code as a text, and shows a number.
            text if name == "retCode" => text.as_str().and_then(code_of_digits),
            _ => None,
        };
        let code = code.ok_or_else(|| {
            E::custom(format_args!("`{name}` is {value}, where a whole number from 0 to {} is wanted", u32::MAX))
        })?;
        match found {
            Some(other) if other != code => {
                return Err(E::custom(format_args!("the answer has two codes, {other} and {code}")));
            }
            _ => found = Some(code),
        }
    }
    found.ok_or_else(|| E::custom(format_args!("the answer has neither `ret_code` nor `retCode`, {}", names(fields))))
}

/// What an answer has that has no code.
fn names(fields: &Fields<'_>) -> String {
    let named: Vec<_> = fields.iter().take(NAMED).map(|(name, _)| alloc::format!("`{}`", Bounded(name, 40))).collect();
    match (named.is_empty(), fields.len() - named.len()) {
        (true, _) => "it is empty".to_string(),
        (false, 0) => alloc::format!("only {}", named.join(", ")),
        (false, more) => alloc::format!("only {} and {more} more", named.join(", ")),
    }
}

fn message(fields: &Fields<'_>) -> Option<String> {
    let texts = MESSAGES.iter().filter_map(|name| field(fields, name)?.as_str());
    texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_string)
}

/// A number, which some calls put between quotes.
fn number(value: &Content<'_>) -> Option<u64> {
    match value {
        Content::U64(number) => Some(*number),
        text => digits(text.as_str()?),
    }
}
