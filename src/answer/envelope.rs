//! The fields that every answer has, under the names that the dialects give them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::MapDeserializer;
use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::content::{Content, Fields, Key, Nothing, Payload, Within, owned};
use super::items::{code_of_digits, digits};
use super::log::{Bounded, one_line};
use super::{Failure, Items, Outcome, SHOWN, SUCCEEDED, Unreadable};

/// The code: of pushes, tags and accounts, and of all other calls.
const CODES: [&str; 2] = ["ret_code", "retCode"];

/// The message, the better one first. Three spellings are slips of single calls.
const MESSAGES: [&str; 5] = ["err_msg", "errMsg", "ErrMsg", "erroeMsg", "err_msg_zh"];

/// As many fields are named of an answer that has no code.
const NAMED: usize = 5;

/// So many bytes are kept at most of an answer of which nothing is wanted, in case it is a failure.
const KEPT: usize = 1 << 20;

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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Outcome<T>, A::Error> {
        let nothing = T::deserialize(Nothing).ok();
        let Kept { fields, is_whole } = Kept::of(map, nothing.is_some())?;
        match (code(&fields, is_whole)?, nothing) {
            (0, Some(nothing)) => Ok(Outcome::Success(nothing)),
            (0, None) => {
                let payload: Result<T, A::Error> = T::deserialize(Payload(MapDeserializer::new(fields.into_iter())));
                Ok(payload.map_or_else(|error| Outcome::Unfit(unfit(&error)), Outcome::Success))
            }
            (code, _) => Ok(Outcome::Failure(Failure {
                code: code.into(),
                message: message(&fields),
                seq: field(&fields, "seq").and_then(number).filter(|&seq| seq != 0),
                items: match field(&fields, "result") {
                    Some(result) => Items::of(result),
                    None if is_whole => Items::default(),
                    None => Items::NO_LIST,
                },
                payload: is_whole.then(|| owned(fields)),
            })),
        }
    }
}

fn unfit<E: fmt::Display>(error: &E) -> Unreadable {
    Unreadable { text: alloc::format!("{SUCCEEDED}: {}", one_line(error, SHOWN)), succeeded: true }
}

/// The fields of an answer that can be of use.
struct Kept<'de> {
    fields: Fields<'de>,
    /// Whether they are all.
    is_whole: bool,
}

impl<'de> Kept<'de> {
    /// Where nothing is wanted of a success, one that says so first is read past, and of any other not too much is kept.
    fn of<A: MapAccess<'de>>(mut map: A, wants_nothing: bool) -> Result<Self, A::Error> {
        let mut kept = Kept { fields: Vec::new(), is_whole: true };
        let mut left = if wants_nothing { KEPT } else { usize::MAX };
        let mut succeeds = false;
        while let Some(Key(name)) = map.next_key()? {
            let is_code = CODES.contains(&name.as_ref());
            // What describes a failure is short, and is there however much comes before it.
            let describes = is_code || name == "seq" || MESSAGES.contains(&name.as_ref());
            if !is_code && (succeeds || !describes && left == 0) {
                map.next_value::<IgnoredAny>()?;
                kept.is_whole = false;
                continue;
            }
            if describes {
                let value = map.next_value::<Content<'de>>()?;
                succeeds |= wants_nothing && is_code && value == Content::U64(0);
                kept.fields.push((Key(name), value));
                continue;
            }
            let value = map.next_value_seed(Within(&mut left))?;
            match left {
                0 => kept.is_whole = false,
                _ => kept.fields.push((Key(name), value)),
            }
        }
        Ok(kept)
    }
}

fn field<'a, 'de>(fields: &'a Fields<'de>, name: &str) -> Option<&'a Content<'de>> {
    fields.iter().find(|(Key(other), _)| other == name).map(|(_, value)| value)
}

/// The code of an answer, which must have one.
fn code<E: Error>(fields: &Fields<'_>, is_whole: bool) -> Result<u32, E> {
    let mut found: Option<u32> = None;
    for (Key(name), value) in fields.iter().filter(|(Key(name), _)| CODES.contains(&name.as_ref())) {
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
    found.ok_or_else(|| {
        let names = names(fields, is_whole);
        E::custom(format_args!("the answer has neither `ret_code` nor `retCode`, {names}"))
    })
}

/// What an answer has that has no code.
fn names(fields: &Fields<'_>, is_whole: bool) -> String {
    let named = fields.iter().take(NAMED).map(|(Key(name), _)| alloc::format!("`{}`", Bounded(name, 40)));
    let named: Vec<_> = named.collect();
    match (named.is_empty(), fields.len() - named.len()) {
        (true, _) if is_whole => "it is empty".to_string(),
        (true, _) => "and is too long to say more".to_string(),
        (false, 0) if !is_whole => alloc::format!("only {} and more", named.join(", ")),
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
