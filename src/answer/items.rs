//! What became of each item of a batch.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer};

use super::SHOWN_ITEMS;
use super::content::{Content, Key};
use crate::AnyErrorCode;

/// What became of each item of a batch, in the order of the request.
///
/// The service writes a list of codes in several ways: as an array of numbers or of texts, or as a text that holds such
/// an array. A failed batch has it in [`Failure::items`](super::Failure::items). A batch that succeeded may hold items that
/// failed, and may speak of fewer items than were sent: ask for it in your own type, and whether it
/// [covers](Items::covers) them.
///
/// ```
/// use serde::Deserialize;
/// use tpns_errors::{ErrorCode, Item, Items, Outcome};
///
/// #[derive(Deserialize)]
/// struct Bound {
///     #[serde(default)]
///     result: Items,
/// }
///
/// let body = r#"{"ret_code": 0, "result": ["0", "1008006"]}"#;
/// let bound: Outcome<Bound> = serde_json::from_str(body)?;
/// let items = bound.into_result()?.result;
/// assert_eq!(items.failed().collect::<Vec<_>>(), [(1, ErrorCode::InvalidToken.into())]);
/// assert_eq!(items.get(0), Some(Item::Done));
/// assert!(items.covers(2) && !items.covers(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An item whose code cannot be read keeps its place: the others have the index that they have in the request.
///
/// ```
/// # use tpns_errors::{ErrorCode, Item, Outcome};
/// let body = r#"{"ret_code": 1008026, "result": ["ok", "1008006", "-1"]}"#;
/// let bound: Outcome<()> = serde_json::from_str(body)?;
/// let error = bound.into_result().unwrap_err();
/// let items = error.failure().unwrap().items();
/// assert!(!items.is_complete());
/// let failed = Item::Failed(ErrorCode::InvalidToken.into());
/// assert_eq!(items.iter().collect::<Vec<_>>(), [Item::Done, failed, Item::Unreadable]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Any value can be read as this, so that to ask for it loses no success: other calls have something else in `result`. A
/// value that says nothing (`""`, `null`, `{}`, also as a text) is a list of no items. One that says something else is not
/// [complete](Items::is_complete), and covers no item.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Items {
    /// `None` where there is something else than a code.
    codes: Vec<Option<u32>>,
    /// There is more, of which it cannot be told where an item ends.
    more: bool,
}

/// What became of one item of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Its code is 0, or the word `ok`.
    Done,
    /// Its code is another.
    Failed(AnyErrorCode),
    /// What the answer says of it is no code.
    Unreadable,
}

impl Item {
    fn of(code: Option<u32>) -> Self {
        match code {
            Some(0) => Item::Done,
            Some(code) => Item::Failed(code.into()),
            None => Item::Unreadable,
        }
    }
}

impl Items {
    /// How many items the answer speaks of, those included whose codes cannot be read.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether the answer speaks of no item.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// What became of the item at an index, from 0; `None` where the answer does not speak of it.
    pub fn get(&self, index: usize) -> Option<Item> {
        self.codes.get(index).copied().map(Item::of)
    }

    /// What became of each item that the answer speaks of.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Item> + DoubleEndedIterator {
        self.codes.iter().copied().map(Item::of)
    }

    /// Whether the answer says of each of so many items, and of no other, what became of it: done or failed.
    ///
    /// A list may be shorter than the request. What became of the items behind its end, nobody knows:
    ///
    /// ```
    /// # #[derive(serde::Deserialize)]
    /// # struct Bound {
    /// #     result: tpns_errors::Items,
    /// # }
    /// # use tpns_errors::decode;
    /// let accounts = ["anna", "bert", "carl"];
    /// let bound: Bound = decode(br#"{"ret_code": 0, "result": ["0"]}"#, serde_json::from_slice)?;
    /// assert_eq!((bound.result.len(), bound.result.failed().count()), (1, 0));
    /// assert!(!bound.result.covers(accounts.len()));
    /// # Ok::<(), tpns_errors::CallError>(())
    /// ```
    pub fn covers(&self, sent: usize) -> bool {
        self.codes.len() == sent && self.is_complete()
    }

    /// The items that failed: the index of each, from 0, and its code.
    pub fn failed(&self) -> impl Iterator<Item = (usize, AnyErrorCode)> {
        let codes = self.codes.iter().enumerate();
        codes.filter_map(|(index, code)| code.filter(|&code| code != 0).map(|code| (index, code.into())))
    }

    /// The indices of the items whose codes cannot be read.
    pub fn unreadable(&self) -> impl Iterator<Item = usize> {
        self.codes.iter().enumerate().filter(|(_, code)| code.is_none()).map(|(index, _)| index)
    }

    /// Whether all that the answer says of items could be read; so it is where it says nothing. Whether it speaks of all
    /// that were sent, [`covers`](Self::covers) tells.
    pub fn is_complete(&self) -> bool {
        !self.more && self.codes.iter().all(Option::is_some)
    }

    /// What a value says of items.
    pub(super) fn of(value: &Content<'_>) -> Self {
        match value {
            Content::Null => Items::default(),
            Content::Seq(values) => Items { codes: values.iter().map(code).collect(), more: false },
            Content::Map(fields) if fields.iter().all(|(Key(name), value)| name.is_empty() && is_blank(value)) => {
                Items::default()
            }
            text => text.as_str().map_or(Items::NO_LIST, in_text),
        }
    }

    pub(super) const NO_LIST: Items = Items { codes: Vec::new(), more: true };

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

/// The service shows `{"":""}` where it has nothing to say.
fn is_blank(value: &Content<'_>) -> bool {
    matches!(value, Content::Null) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn code(value: &Content<'_>) -> Option<u32> {
    match value {
        Content::U64(number) => u32::try_from(*number).ok(),
        text => item_code(text.as_str()?),
    }
}

/// The code of an item that is a text.
fn item_code(text: &str) -> Option<u32> {
    if text.eq_ignore_ascii_case("ok") { Some(0) } else { code_of_digits(text) }
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
    // Of an object in a text nothing but its marks: `{}`, `{"":""}`.
    let is_empty_object = text.starts_with('{')
        && text.ends_with('}')
        && text.chars().all(|c| matches!(c, '{' | '}' | '"' | ':') || c.is_whitespace());
    if text.is_empty() || text == "null" || is_empty_object {
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
        let code = item_code(part);
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
        Content::deserialize(deserializer).map(|value| Items::of(&value))
    }
}
