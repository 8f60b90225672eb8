//! What a push answers with, and the lists of texts that calls answer with.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::Items;
use super::content::{Content, Key};
use super::log::Bounded;

/// As many texts of a list are shown, and as much of each.
const SHOWN_TEXTS: usize = 10;
const SHOWN_OF_EACH: usize = 60;

/// What a push answers with, whatever it was sent to.
///
/// ```
/// use tpns_errors::{Pushed, decode};
///
/// let body = br#"{"ret_code": 0, "push_id": "7401", "invalid_targe_list": ["t9", "t10"]}"#;
/// let pushed: Pushed = decode(body, serde_json::from_slice)?;
/// assert_eq!(pushed.push_ids.first(), "7401");
/// // It went to the other tokens.
/// assert_eq!(pushed.dropped.iter().collect::<Vec<_>>(), ["t9", "t10"]);
/// # Ok::<(), tpns_errors::CallError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pushed {
    /// `push_id`: the task, by which its statistics are asked for, or the tasks of a push in a loop.
    pub push_ids: PushIds,
    /// `invalid_targe_list`, as the service spells it: the tokens that it left out, which are not valid. It does so where
    /// the request says `ignore_invalid_token`, and answers 0.
    pub dropped: Dropped,
    /// `result`: what became of each item of the request, where the service says so.
    pub items: Items,
}

impl<'de> Deserialize<'de> for Pushed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Pushed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the answer to a push")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pushed, A::Error> {
                let (mut push_ids, mut dropped, mut items) = (None, Dropped::default(), Items::default());
                while let Some(Key(name)) = map.next_key()? {
                    match name.as_ref() {
                        "push_id" => push_ids = Some(map.next_value()?),
                        "invalid_targe_list" => dropped = map.next_value()?,
                        "result" => items = map.next_value()?,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                let push_ids = push_ids.ok_or_else(|| A::Error::missing_field("push_id"))?;
                Ok(Pushed { push_ids, dropped, items })
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The IDs of the tasks that a push makes: one, or several of a push in a loop. At least one.
///
/// The service writes one as a text, and several as an array. As text they are in one line, with commas between.
///
/// ```
/// use tpns_errors::PushIds;
///
/// let one: PushIds = serde_json::from_str(r#""7401""#)?;
/// assert_eq!(one.first(), "7401");
/// let several: PushIds = serde_json::from_str(r#"["7101", "7102"]"#)?;
/// assert_eq!(several.iter().collect::<Vec<_>>(), ["7101", "7102"]);
/// assert_eq!(several.to_string(), "7101, 7102");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PushIds(Vec<String>);

/// What the service left out of a request that it carried out: tokens that are not valid, attributes that it does not know.
///
/// It is the type for the fields `invalid_targe_list` of a push, which [`Pushed`] has, and `invalidAttribute` of a call
/// about attributes. As text it is one line of bounded length.
///
/// ```
/// use serde::Deserialize;
/// use tpns_errors::{Dropped, decode};
///
/// #[derive(Deserialize)]
/// struct AttributesSet {
///     #[serde(default, rename = "invalidAttribute")]
///     dropped: Dropped,
/// }
///
/// let body = br#"{"retCode": 0, "errMsg": "success", "invalidAttribute": ["high"]}"#;
/// let set: AttributesSet = decode(body, serde_json::from_slice)?;
/// assert_eq!(set.dropped.to_string(), "high");
/// # Ok::<(), tpns_errors::CallError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Dropped(Vec<String>);

macro_rules! list {
    ($list:ident) => {
        impl $list {
            /// How many there are.
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// Each of them, in the order of the answer.
            pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
                self.0.iter().map(String::as_str)
            }
        }

        impl fmt::Display for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for (index, text) in self.iter().take(SHOWN_TEXTS).enumerate() {
                    let before = if index == 0 { "" } else { ", " };
                    write!(f, "{before}{}", Bounded(text, SHOWN_OF_EACH))?;
                }
                match self.len().saturating_sub(SHOWN_TEXTS) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }

        impl fmt::Debug for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($list), "({})"), self)
            }
        }
    };
}

list!(PushIds);
list!(Dropped);

impl PushIds {
    /// The first of them; the only one, but of a push in a loop.
    pub fn first(&self) -> &str {
        &self.0[0]
    }
}

impl<'de> Deserialize<'de> for PushIds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Content::deserialize(deserializer)?;
        let id = |value: &Content<'_>| match value {
            // One of the service's own examples has a number.
            Content::U64(number) => Some(number.to_string()),
            text => text.as_str().filter(|text| !text.trim().is_empty()).map(ToOwned::to_owned),
        };
        let ids = match &value {
            Content::Seq(values) => values.iter().map(id).collect(),
            one => id(one).map(|id| alloc::vec![id]),
        };
        match ids {
            Some(ids) if !ids.is_empty() => Ok(PushIds(ids)),
            _ => Err(D::Error::custom(format_args!("{value} is no push ID and no list of them"))),
        }
    }
}

/// Any value can be read as this, so that to ask for it loses no success; what is no text is there as it can be shown.
impl<'de> Deserialize<'de> for Dropped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shown = |value: Content<'_>| match value {
            Content::Text(text) => text.into_owned(),
            other => other.to_string(),
        };
        Ok(Dropped(match Content::deserialize(deserializer)? {
            Content::Null => Vec::new(),
            Content::Text(text) if text.trim().is_empty() => Vec::new(),
            Content::Seq(values) => values.into_iter().map(shown).collect(),
            other => alloc::vec![shown(other)],
        }))
    }
}
