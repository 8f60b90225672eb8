//! What the service answers, in either of its dialects.

mod content;
mod envelope;
mod items;
mod log;

use alloc::string::String;
use core::error::Error;
use core::fmt;

use self::log::{Bounded, one_line};
use crate::{Advice, AnyErrorCode, ErrorCode};

pub use self::items::Items;

/// As much of a message or body is shown.
const SHOWN: usize = 200;

/// As many failed items are shown.
const SHOWN_ITEMS: usize = 3;

/// An answer of the service: what was asked for, or why not.
///
/// It is read from JSON by any crate that serde has for that, whichever dialect it is in. `T` is what is wanted of an
/// answer that says success: a type of yours with the fields of that call, which may borrow from the body, or `()`. What
/// `T` does not ask for is not looked at.
///
/// ```
/// use serde::Deserialize;
/// use tpns_errors::{ErrorCode, Outcome};
///
/// #[derive(Deserialize)]
/// struct Pushed<'a> {
///     push_id: &'a str,
/// }
///
/// let body = r#"{"seq": 0, "push_id": "427184209", "ret_code": 0, "err_msg": "NO_ERROR", "result": "[0]"}"#;
/// let pushed: Outcome<Pushed> = serde_json::from_str(body)?;
/// assert_eq!(pushed.into_result()?.push_id, "427184209");
///
/// let body = r#"{"retCode": 1008015, "errMsg": "no such task"}"#;
/// let queried: Outcome<()> = serde_json::from_str(body)?;
/// let failure = queried.into_result().unwrap_err();
/// assert_eq!(failure.code().known(), Some(ErrorCode::PushIdNotExist));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// To deserialize it fails where the body is no object, has neither `ret_code` nor `retCode`, or a code there that is
/// no number from 0 to `u32::MAX`; and where it says success and lacks what `T` asks for. One call documents its `retCode`
/// as a text, so digits between quotes are a number there, and nowhere else. [`decode`] says what is wrong in words fit
/// for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The code is 0, whatever the message says.
    Success(T),
    /// Any other code.
    Failure(Failure),
}

impl<T> Outcome<T> {
    /// The same as a `Result`, for `?`.
    pub fn into_result(self) -> Result<T, Failure> {
        match self {
            Outcome::Success(payload) => Ok(payload),
            Outcome::Failure(failure) => Err(failure),
        }
    }
}

/// The service did not do what it was asked, and said why.
///
/// As text it is one line, of bounded length, in which whatever the service sent is escaped:
///
/// ```
/// # let body = r#"{"ret_code": 1008007, "err_msg": "title\n too long", "seq": 12}"#;
/// # let outcome: tpns_errors::Outcome<()> = serde_json::from_str(body)?;
/// # let failure = outcome.into_result().unwrap_err();
/// assert_eq!(failure.to_string(), "invalid parameter (1008007): title\\n too long [seq 12]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: AnyErrorCode,
    message: Option<String>,
    seq: Option<u64>,
    items: Items,
}

impl Failure {
    /// The code, of the table or not.
    pub fn code(&self) -> AnyErrorCode {
        self.code
    }

    /// The service's own words, without the blanks around them; `None` where there are none.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The number of the request that this answers; `None` where none was sent, which the service answers with 0.
    pub fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// What became of each item of a batch; empty where the answer does not say.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// What to do next: [`ErrorCode::advice`] of a code of the table, else unknown.
    pub fn advice(&self) -> Advice {
        self.code.known().map_or(Advice::Unknown, ErrorCode::advice)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code, f)?;
        let name = self.code.known().map(ErrorCode::name);
        let message = self.message().filter(|message| name.is_none_or(|name| !name.eq_ignore_ascii_case(message)));
        if let Some(message) = message {
            write!(f, ": {}", Bounded(message, SHOWN))?;
        }
        let mut failed = self.items.failed();
        let mut before = " [";
        if let Some(seq) = self.seq {
            write!(f, "{before}seq {seq}")?;
            before = "; ";
        }
        for (index, code) in failed.by_ref().take(SHOWN_ITEMS) {
            write!(f, "{before}item {index}: {code}")?;
            before = "; ";
        }
        match failed.count() {
            0 => {}
            more => write!(f, "; {more} more")?,
        }
        f.write_str(if before == " [" { "" } else { "]" })
    }
}

impl Error for Failure {}

/// Why a call has no result. As text it is one line of bounded length, fit for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The service says why.
    Failure(Failure),
    /// The answer is none of the service, or not what was asked for. Unless the text says that the request succeeded, it
    /// is not known whether it was carried out.
    Unreadable(Unreadable),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Failure(failure) => failure.fmt(f),
            CallError::Unreadable(unreadable) => unreadable.fmt(f),
        }
    }
}

impl Error for CallError {}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        CallError::Failure(failure)
    }
}

/// A body that cannot be read. As text it is one line that quotes how the body begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    text: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Unreadable {}

/// Reads the body of an answer: what was asked for, or an error that says all that a log needs.
///
/// `parse` is the function that reads JSON, such as `serde_json::from_slice`. The HTTP status need not be looked at: the
/// documentation gives it no meaning, and a body that is a page of some proxy is an error here.
///
/// ```
/// use serde::Deserialize;
/// use tpns_errors::{Advice, CallError, decode};
///
/// #[derive(Debug, Deserialize)]
/// struct Pushed {
///     push_id: String,
/// }
///
/// fn pushed(body: &[u8]) -> Result<Pushed, CallError> {
///     decode(body, serde_json::from_slice)
/// }
///
/// assert_eq!(pushed(br#"{"ret_code": 0, "push_id": "12"}"#).unwrap().push_id, "12");
///
/// match pushed(br#"{"ret_code": 1008028, "err_msg": "slow down"}"#) {
///     Err(CallError::Failure(failure)) if failure.advice() == Advice::RetryLater => println!("later: {failure}"),
///     other => panic!("{other:?}"),
/// }
///
/// let error = pushed(b"<html>\n<title>502 Bad Gateway</title>").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the answer cannot be read: expected value at line 1 column 1: `<html>\\n<title>502 Bad Gateway</title>`"
/// );
/// ```
///
/// # Errors
///
/// [`CallError::Failure`] where the code is not 0, [`CallError::Unreadable`] where there is no telling.
pub fn decode<'de, T, E: fmt::Display>(
    body: &'de [u8],
    parse: impl FnOnce(&'de [u8]) -> Result<Outcome<T>, E>,
) -> Result<T, CallError> {
    match parse(body) {
        Ok(outcome) => outcome.into_result().map_err(CallError::Failure),
        Err(_) if body.is_empty() => Err(unreadable(format_args!("the answer is empty"))),
        Err(error) => {
            let why = one_line(&error, SHOWN);
            // More than is shown need not be looked at; a character has up to four bytes.
            let start = String::from_utf8_lossy(&body[..body.len().min(4 * (SHOWN + 1))]);
            Err(unreadable(format_args!("the answer cannot be read: {why}: `{}`", Bounded(&start, SHOWN))))
        }
    }
}

fn unreadable(text: fmt::Arguments<'_>) -> CallError {
    CallError::Unreadable(Unreadable { text: alloc::fmt::format(text) })
}
