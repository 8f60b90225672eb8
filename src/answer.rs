//! What the service answers, in either of its dialects.

mod content;
mod envelope;
mod items;
mod log;
mod pushed;

use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;
use core::time::Duration;

use serde_core::de::Deserialize;
use serde_core::de::value::{Error as ValueError, MapDeserializer};

use self::content::{Fields, Payload, lent};
use self::log::{Bounded, Quoted, one_line};
use crate::{Advice, AnyErrorCode, ErrorCode, Limit};

pub use self::items::{Item, Items};
pub use self::pushed::{Dropped, PushIds, Pushed};

/// As much of a message or body is shown.
const SHOWN: usize = 200;

/// What is said of a payload that is not what was asked for.
const SUCCEEDED: &str = "the request succeeded, but its payload cannot be read";

/// As many failed items are shown.
const SHOWN_ITEMS: usize = 3;

/// An answer of the service: what was asked for, or why not. It is for those who let their HTTP client deserialize:
/// `response.json::<Outcome<Pushed>>()`.
///
/// It is read from JSON by any crate that serde has for that, whichever dialect it is in. `T` is what is wanted of an
/// answer that says success: [`Pushed`], a type of yours with the fields of that call, which may borrow from the body, or
/// `()`. What `T` does not ask for is not looked at.
///
/// ```
/// use tpns_errors::{ErrorCode, Outcome, Pushed};
///
/// let body = r#"{"seq": 0, "push_id": "427184209", "ret_code": 0, "err_msg": "NO_ERROR", "result": "[0]"}"#;
/// let pushed: Outcome<Pushed> = serde_json::from_str(body)?;
/// assert_eq!(pushed.into_result()?.push_ids.first(), "427184209");
///
/// let body = r#"{"retCode": 1008015, "errMsg": "no such task"}"#;
/// let queried: Outcome<()> = serde_json::from_str(body)?;
/// let error = queried.into_result().unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::PushIdNotExist.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A success whose payload is not a `T` is [`Unfit`](Outcome::Unfit), no error of the JSON crate: the request was carried
/// out, and must not be sent again.
///
/// ```
/// # use tpns_errors::{CallError, Outcome, Pushed};
/// let pushed: Outcome<Pushed> = serde_json::from_str(r#"{"ret_code": 0}"#)?;
/// match pushed.into_result() {
///     Err(CallError::Unreadable(unreadable)) => assert!(unreadable.succeeded()),
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// To deserialize it fails where the body is no object, has neither `ret_code` nor `retCode`, or a code there that is
/// no number from 0 to `u32::MAX`: it is not known then whether the request was carried out. One call documents its
/// `retCode` as a text, so digits between quotes are a code there, but not in `ret_code`. [`decode`] says in words fit for
/// a log what is wrong, and quotes the body.
///
/// `T` is read from what was kept of the whole answer: types that only one JSON crate knows, such as `serde_json`'s
/// `RawValue`, do not fit, and integers beyond 64 bits are floating-point numbers. For a `T` that wants nothing, such as
/// `()`, nothing of a success is kept that says so first, and 1 MiB at most of any other answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The code is 0, whatever the message says.
    Success(T),
    /// Any other code.
    Failure(Failure),
    /// The code is 0, and the payload is not what was wanted. [`Unreadable::succeeded`] is true.
    Unfit(Unreadable),
}

impl<T> Outcome<T> {
    /// The same as a `Result`, for `?`.
    ///
    /// # Errors
    ///
    /// The failure, or what does not fit, as [`decode`] has them; the latter without a quotation of the body.
    pub fn into_result(self) -> Result<T, CallError> {
        match self {
            Outcome::Success(payload) => Ok(payload),
            Outcome::Failure(failure) => Err(CallError::Failure(failure)),
            Outcome::Unfit(unreadable) => Err(CallError::Unreadable(unreadable)),
        }
    }
}

/// The service did not do what it was asked, and said why.
///
/// As text it is one line, of bounded length, in which the service's own words are quoted and escaped:
///
/// ```
/// # let body = r#"{"ret_code": 1008007, "err_msg": "title\n too long", "seq": 12}"#;
/// # let outcome: tpns_errors::Outcome<()> = serde_json::from_str(body)?;
/// # let tpns_errors::Outcome::Failure(failure) = outcome else { unreachable!() };
/// assert_eq!(failure.to_string(), "invalid parameter (1008007): \"title\\n too long\" [seq 12]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Failure {
    code: AnyErrorCode,
    message: Option<String>,
    seq: Option<u64>,
    items: Items,
    /// The whole answer; `None` where it was too long to be kept.
    payload: Option<Fields<'static>>,
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

    /// What became of each item of a batch: [empty](Items::is_empty) where the answer does not say, and not
    /// [complete](Items::is_complete) where it cannot be read.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// What to do next: [`ErrorCode::advice`] of a code of the table, else unknown.
    pub fn advice(&self) -> Advice {
        self.code.known().map_or(Advice::Unknown, ErrorCode::advice)
    }

    /// How long to wait before the call is made again: [`ErrorCode::wait`] of a code of the table, else `None`.
    pub fn wait(&self, limit: Limit) -> Option<Duration> {
        self.code.known().and_then(|code| code.wait(limit))
    }

    /// The payload that came with the failure, which may borrow from it. The body is not parsed again.
    ///
    /// A call that fails in part answers with what did succeed:
    ///
    /// ```
    /// use serde::Deserialize;
    /// use tpns_errors::{CallError, decode};
    ///
    /// #[derive(Debug, Deserialize)]
    /// struct Found {
    ///     account_tokens: Vec<Tokens>,
    /// }
    ///
    /// #[derive(Debug, Deserialize)]
    /// struct Tokens {
    ///     account: String,
    ///     token_list: Vec<String>,
    /// }
    ///
    /// let body = br#"{
    ///     "retCode": 1008026,
    ///     "errMsg": "batch op, partly error",
    ///     "result": ["0", "10110008"],
    ///     "account_tokens": [{"account": "anna", "token_list": ["t1"]}]
    /// }"#;
    /// match decode::<Found, _>(body, serde_json::from_slice) {
    ///     Err(CallError::Failure(failure)) => {
    ///         let found: Found = failure.payload()?;
    ///         assert_eq!((&*found.account_tokens[0].account, &*found.account_tokens[0].token_list[0]), ("anna", "t1"));
    ///     }
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the answer is not a `T`; and where it was longer than 1 MiB and nothing was wanted of it, as by
    /// `decode::<(), _>`: none of it was kept then.
    pub fn payload<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Unreadable> {
        let unreadable = |why: &dyn fmt::Display| Unreadable {
            text: alloc::format!("the payload of the failure cannot be read: {}", one_line(&why, SHOWN)),
            succeeded: false,
        };
        let Some(fields) = &self.payload else {
            return Err(unreadable(&"the answer was too long to be kept, as nothing was wanted of it"));
        };
        let fields: MapDeserializer<'_, _, ValueError> = MapDeserializer::new(lent(fields).into_iter());
        T::deserialize(Payload(fields)).map_err(|error| unreadable(&error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code, f)?;
        let name = self.code.known().map(ErrorCode::name);
        let message = self.message().filter(|message| name.is_none_or(|name| !name.eq_ignore_ascii_case(message)));
        if let Some(message) = message {
            write!(f, ": {}", Quoted(message, SHOWN))?;
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
        if !self.items.is_complete() {
            write!(f, "{before}{}", self.items.unread())?;
            before = "; ";
        }
        f.write_str(if before == " [" { "" } else { "]" })
    }
}

/// Bounded, as the message of another is.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message().map(|message| Quoted(message, SHOWN));
        f.debug_struct("Failure")
            .field("code", &self.code)
            .field("message", &message)
            .field("seq", &self.seq)
            .field("items", &self.items)
            .field("fields", &self.payload.as_ref().map(Vec::len))
            .finish()
    }
}

/// Its source is the [code](Failure::code).
impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.code)
    }
}

/// Why a call has no result. As text it is one line of bounded length, fit for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The service says why.
    Failure(Failure),
    /// The answer is none of the service, or not what was asked for. [`Unreadable::succeeded`] tells the two apart.
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

/// Its source is the code of a failure, an [`AnyErrorCode`], so that whoever holds a `dyn Error` finds it.
///
/// ```
/// use std::error::Error;
/// use tpns_errors::{AnyErrorCode, ErrorCode, decode};
///
/// /// The code of an error, however often it was wrapped.
/// fn code_of(error: &(dyn Error + 'static)) -> Option<AnyErrorCode> {
///     let mut causes = std::iter::successors(Some(error), |&error| error.source());
///     causes.find_map(|error| error.downcast_ref().copied())
/// }
///
/// let error = decode::<(), _>(br#"{"ret_code": 1008003}"#, serde_json::from_slice).unwrap_err();
/// let wrapped = std::io::Error::other(error);
/// assert_eq!(code_of(&wrapped), Some(ErrorCode::AuthFailure.into()));
/// ```
impl Error for CallError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            // The failure says nothing that this does not.
            CallError::Failure(failure) => failure.source(),
            CallError::Unreadable(_) => None,
        }
    }
}

impl CallError {
    /// The failure, where the service says why.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            CallError::Failure(failure) => Some(failure),
            CallError::Unreadable(_) => None,
        }
    }

    /// The code of a failure, of the table or not.
    pub fn code(&self) -> Option<AnyErrorCode> {
        self.failure().map(Failure::code)
    }

    /// What to do next: [`Failure::advice`], and unknown of an answer that cannot be read.
    pub fn advice(&self) -> Advice {
        self.failure().map_or(Advice::Unknown, Failure::advice)
    }

    /// How long to wait before the call is made again: [`Failure::wait`].
    pub fn wait(&self, limit: Limit) -> Option<Duration> {
        self.failure()?.wait(limit)
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        CallError::Failure(failure)
    }
}

/// A body that cannot be read. As text it is one line that quotes how the body begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    text: String,
    succeeded: bool,
}

impl Unreadable {
    /// Whether the request is known to have succeeded: the code is 0, but the payload is not what was asked for.
    ///
    /// `true` is a reason not to send the request again: a push would be pushed twice. `false` says that it is not known
    /// whether the request was carried out.
    ///
    /// ```
    /// use tpns_errors::{CallError, decode};
    ///
    /// #[derive(Debug, serde::Deserialize)]
    /// struct Pushed {
    ///     push_id: String,
    /// }
    ///
    /// fn may_be_lost(body: &[u8]) -> bool {
    ///     match decode::<Pushed, _>(body, serde_json::from_slice) {
    ///         Err(CallError::Unreadable(unreadable)) => !unreadable.succeeded(),
    ///         Ok(_) | Err(CallError::Failure(_)) => false,
    ///     }
    /// }
    ///
    /// assert!(!may_be_lost(br#"{"ret_code": 0, "push_id": 12}"#));
    /// assert!(may_be_lost(br#"{"ret_code": 0, "push_"#));
    /// ```
    pub fn succeeded(&self) -> bool {
        self.succeeded
    }

    fn quoting(self, body: &[u8]) -> Self {
        // More than is shown need not be looked at; a character has up to four bytes.
        let start = String::from_utf8_lossy(&body[..body.len().min(4 * (SHOWN + 1))]);
        Unreadable { text: alloc::format!("{}: `{}`", self.text, Bounded(&start, SHOWN)), ..self }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Unreadable {}

/// Reads the body of an answer: what was asked for, or an error that says all that a log needs.
///
/// `parse` is the function that reads JSON, such as `serde_json::from_slice`.
///
/// The HTTP status does not decide what is a success. Log it beside the line all the same: the service's FAQ ties 403 to
/// a wrong AccessID, SecretKey or domain, and of a body that is a page of some proxy it may be all that helps.
///
/// `decode::<(), _>` looks at the code alone, and a batch may answer 0 though items of it failed: where items can fail, ask
/// for `result: Items`, see [`Items`].
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
/// [`CallError::Failure`] where the code is not 0; [`CallError::Unreadable`] where there is no telling, and where the code
/// is 0 and `T` cannot be read. Of the latter [`Unreadable::succeeded`] is true: do not push a second time.
///
/// ```
/// # #[derive(Debug, serde::Deserialize)]
/// # struct Pushed {
/// #     #[allow(dead_code)]
/// #     push_id: String,
/// # }
/// use tpns_errors::{CallError, decode};
///
/// let answer = decode::<Pushed, _>(br#"{"ret_code": 0}"#, serde_json::from_slice);
/// let Err(CallError::Unreadable(unreadable)) = answer else { panic!("there is no push ID") };
/// assert!(unreadable.succeeded());
/// assert_eq!(
///     unreadable.to_string(),
///     "the request succeeded, but its payload cannot be read: missing field `push_id`: `{\"ret_code\": 0}`"
/// );
/// ```
pub fn decode<'de, T, E: fmt::Display>(
    body: &'de [u8],
    parse: impl FnOnce(&'de [u8]) -> Result<Outcome<T>, E>,
) -> Result<T, CallError> {
    // Blanks alone are what some proxies send for nothing.
    if body.trim_ascii().is_empty() {
        return Err(CallError::Unreadable(Unreadable { text: "the answer is empty".into(), succeeded: false }));
    }
    let unreadable = match parse(body) {
        Ok(Outcome::Success(payload)) => return Ok(payload),
        Ok(Outcome::Failure(failure)) => return Err(CallError::Failure(failure)),
        Ok(Outcome::Unfit(unreadable)) => unreadable,
        Err(error) => {
            let text = alloc::format!("the answer cannot be read: {}", one_line(&error, SHOWN));
            Unreadable { text, succeeded: false }
        }
    };
    Err(CallError::Unreadable(unreadable.quoting(body)))
}
