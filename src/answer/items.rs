//! What became of each item of a batch.

use alloc::vec::Vec;

use serde_core::de::{Deserialize, Deserializer, Error};

use super::content::Content;
use crate::AnyErrorCode;

/// What became of each item of a batch, in the order of the request.
///
/// The service writes a list of codes in several ways: as an array of numbers or of texts, or as a text that holds such
/// an array. A failed batch has it in [`Failure::items`](super::Failure::items). Where a batch that succeeded may hold
/// items that failed, ask for it in your own type:
///
/// ```
/// use serde::Deserialize;
/// use tpns_errors::{ErrorCode, Items, Outcome};
///
/// #[derive(Deserialize)]
/// struct Bound {
///     #[serde(default)]
///     result: Items,
/// }
///
/// let body = r#"{"ret_code": 0, "result": ["0", "1008006"]}"#;
/// let bound: Outcome<Bound> = serde_json::from_str(body)?;
/// let failed: Vec<_> = bound.into_result()?.result.failed().collect();
/// assert_eq!(failed, [(1, ErrorCode::InvalidToken.into())]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items(Vec<u32>);

impl Items {
    /// The items that failed: the index of each, from 0, and its code.
    pub fn failed(&self) -> impl Iterator<Item = (usize, AnyErrorCode)> {
        let failed = self.0.iter().copied().enumerate().filter(|&(_, code)| code != 0);
        failed.map(|(index, code)| (index, AnyErrorCode::from(code)))
    }

    /// What a value says of items; `None` where it is no list of codes.
    pub(super) fn of(value: &Content<'_>) -> Option<Self> {
        match value {
            Content::Null => Some(Items::default()),
            Content::Seq(values) => values.iter().map(code).collect::<Option<_>>().map(Items),
            text => {
                let text = text.as_str()?.trim();
                if text.is_empty() { Some(Items::default()) } else { in_text(text) }
            }
        }
    }
}

fn code(value: &Content<'_>) -> Option<u32> {
    match value {
        Content::U64(number) => u32::try_from(*number).ok(),
        text => digits(text.as_str()?),
    }
}

/// A number of digits alone.
pub(super) fn digits(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// The codes of an array within a text: `[0,1008006]`, `["0"]`.
fn in_text(text: &str) -> Option<Items> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    if inside.trim().is_empty() {
        return Some(Items::default());
    }
    let code = |part: &str| {
        let part = part.trim();
        digits(part.strip_prefix('"').and_then(|part| part.strip_suffix('"')).unwrap_or(part))
    };
    inside.split(',').map(code).collect::<Option<_>>().map(Items)
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Content::deserialize(deserializer)?;
        Items::of(&value).ok_or_else(|| D::Error::custom(format_args!("{value} is no list of codes")))
    }
}
