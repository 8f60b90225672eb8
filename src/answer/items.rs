//! What became of each item of a batch.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Error};

use super::SHOWN_ITEMS;
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
/// An item whose code cannot be read keeps its place: the others have the index that they have in the request.
///
/// ```
/// # use tpns_errors::{ErrorCode, Outcome};
/// let body = r#"{"ret_code": 1008026, "result": ["0", "1008006", "-1"]}"#;
/// let bound: Outcome<()> = serde_json::from_str(body)?;
/// let failure = bound.into_result().unwrap_err();
/// assert!(!failure.items().is_complete());
/// assert_eq!(failure.items().failed().collect::<Vec<_>>(), [(1, ErrorCode::InvalidToken.into())]);
/// assert_eq!(failure.items().unreadable().collect::<Vec<_>>(), [2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Items {
    /// `None` where there is something else than a code.
    codes: Vec<Option<u32>>,
    /// There is more, of which it cannot be told where an item ends.
    more: bool,
}

impl Items {
    /// The items that failed: the index of each, from 0, and its code.
    pub fn failed(&self) -> impl Iterator<Item = (usize, AnyErrorCode)> {
        let codes = self.codes.iter().enumerate();
        codes.filter_map(|(index, code)| code.filter(|&code| code != 0).map(|code| (index, code.into())))
    }

    /// The indices of the items whose codes cannot be read.
    pub fn unreadable(&self) -> impl Iterator<Item = usize> {
        self.codes.iter().enumerate().filter(|(_, code)| code.is_none()).map(|(index, _)| index)
    }

    /// Whether the answer says nothing of items. One that cannot be read says something.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && !self.more
    }

    /// Whether all that the answer says of items could be read; so it is where it says nothing.
    pub fn is_complete(&self) -> bool {
        !self.more && self.codes.iter().all(Option::is_some)
    }

    /// What a value says of items.
    pub(super) fn of(value: &Content<'_>) -> Self {
        match value {
            Content::Null => Items::default(),
            Content::Seq(values) => Items { codes: values.iter().map(code).collect(), more: false },
            text => text.as_str().map_or(Items::NO_LIST, in_text),
        }
    }

    const NO_LIST: Items = Items { codes: Vec::new(), more: true };

    /// In words, what could not be read.
    pub(super) fn unread(&self) -> String {
        let mut unreadable = self.unreadable();
        match (unreadable.next(), unreadable.count(), self.more) {
            (None, _, _) if self.codes.is_empty() => "items cannot be read".into(),
            (None, _, _) => "further items cannot be read".into(),
            (Some(index), 0, false) => alloc::format!("item {index} cannot be read"),
            (Some(index), 0, true) => alloc::format!("item {index} and further ones cannot be read"),
            (Some(index), others, false) => alloc::format!("item {index} and {others} more cannot be read"),
            (Some(index), others, true) => {
                alloc::format!("item {index}, {others} more and further ones cannot be read")
            }
        }
    }
}

/// As many of the items as a line can bear.
impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<_> = self.failed().take(SHOWN_ITEMS).collect();
        f.debug_struct("Items")
            .field("count", &self.codes.len())
            .field("failed", &self.failed().count())
            .field("first_failed", &shown)
            .field("complete", &self.is_complete())
            .finish()
    }
}

fn code(value: &Content<'_>) -> Option<u32> {
    match value {
        Content::U64(number) => u32::try_from(*number).ok(),
        text => code_of_digits(text.as_str()?),
    }
}

/// A number of digits alone.
pub(super) fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// The same of a code.
pub(super) fn code_of_digits(text: &str) -> Option<u32> {
    digits(text)?.try_into().ok()
}

/// The codes of an array within a text: `[0,1008006]`, `["0"]`.
fn in_text(text: &str) -> Items {
    let text = text.trim();
    if text.is_empty() {
        return Items::default();
    }
    let Some(inside) = text.strip_prefix('[') else { return Items::NO_LIST };
    let (inside, is_cut) = inside.strip_suffix(']').map_or((inside, true), |inside| (inside, false));
    let mut items = Items { codes: Vec::new(), more: is_cut };
    if inside.trim().is_empty() {
        return items;
    }
    for part in inside.split(',').map(str::trim) {
        let quoted = part.strip_prefix('"').and_then(|part| part.strip_suffix('"'));
        let part = quoted.unwrap_or(part);
        let code = code_of_digits(part);
        items.codes.push(code);
        // A comma within it ends no item: where the next one is cannot be told.
        if code.is_none() && part.contains(['"', '[', ']', '{', '}', '\\']) {
            items.more = true;
            return items;
        }
    }
    // Of a number that is cut off, the beginning is another number.
    if is_cut {
        items.codes.pop();
    }
    items
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Content::deserialize(deserializer)?;
        let items = Items::of(&value);
        if items == Items::NO_LIST {
            return Err(D::Error::custom(format_args!("{value} is no list of codes")));
        }
        Ok(items)
    }
}
