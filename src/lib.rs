//! The error codes of the TPNS push service, and its answers.
//!
//! # Read an answer
//!
//! [`decode`] reads the body of an answer, in whichever of the service's dialects it is: what you want of it, or a
//! [`CallError`] that is one line of a log.
//!
//! ```
//! # #[cfg(all(feature = "alloc", feature = "serde"))]
//! # mod example {
//! use std::time::Duration;
//!
//! use tpns_errors::{Advice, CallError, ErrorCode, Limit, Pushed, decode};
//!
//! #[derive(Debug, PartialEq)]
//! pub enum Next {
//!     /// It was pushed: these are its tasks, where they could be read.
//!     Done(Option<String>),
//!     ForgetToken,
//!     Retry(Duration),
//!     GiveUp,
//! }
//!
//! pub fn next(body: &[u8]) -> Next {
//!     let error = match decode::<Pushed, _>(body, serde_json::from_slice) {
//!         Ok(pushed) => return Next::Done(Some(pushed.push_ids.to_string())),
//!         Err(error) => error,
//!     };
//!     // push: request too fast (1008028): "over quota" [seq 7]
//!     eprintln!("push: {error}");
//!     let failure = match &error {
//!         CallError::Failure(failure) => failure,
//!         // It was pushed; only the answer is not what it should be. Never push twice.
//!         CallError::Unreadable(unreadable) if unreadable.succeeded() => return Next::Done(None),
//!         // A page of a proxy, or an answer that is cut off: nobody knows whether it was pushed.
//!         CallError::Unreadable(_) => return Next::GiveUp,
//!     };
//!     match failure.code().known() {
//!         Some(ErrorCode::InvalidToken | ErrorCode::TokenIsNotValid) => Next::ForgetToken,
//!         _ if failure.advice() == Advice::RetryLater => {
//!             let pause = failure.wait(Limit::Push).unwrap_or(Duration::from_secs(1));
//!             Next::Retry(pause.min(Duration::from_secs(30)))
//!         }
//!         _ => Next::GiveUp,
//!     }
//! }
//! # }
//! # #[cfg(all(feature = "alloc", feature = "serde"))]
//! # {
//! # use std::time::Duration;
//! # use example::{Next, next};
//!
//! let done = |ids: &str| Next::Done(Some(ids.to_string()));
//! assert_eq!(next(br#"{"ret_code": 0, "push_id": "12", "err_msg": "NO_ERROR"}"#), done("12"));
//! assert_eq!(next(br#"{"ret_code": 0, "push_id": ["12", "13"]}"#), done("12, 13"));
//! assert_eq!(next(br#"{"ret_code": 0}"#), Next::Done(None));
//! assert_eq!(next(br#"{"ret_code": 1008028, "err_msg": "over quota", "seq": 7}"#), Next::Retry(Duration::from_secs(1)));
//! assert_eq!(next(br#"{"ret_code": 1008029, "err_msg": ""}"#), Next::ForgetToken);
//! assert_eq!(next(b"<html>502 Bad Gateway</html>"), Next::GiveUp);
//! # }
//! ```
//!
//! It takes two lines of `Cargo.toml`; `serde_json` may be any crate that reads JSON by serde:
//!
//! ```toml
//! [dependencies]
//! serde_json = "1"
//! tpns-errors = { version = "0.1", features = ["serde"] }
//! ```
//!
//! The code decides what is a success, never the message or the HTTP status. Log the status beside the line, as the
//! service's FAQ ties 403 to a wrong AccessID, SecretKey or domain.
//!
//! - [`Pushed`] is what a push answers with: its [`PushIds`], and the tokens that the service has [`Dropped`]. Of any other
//!   call you want a type of your own with the fields of its answer, or `()`.
//! - [`Outcome`] is the same for those who let their HTTP client deserialize: `response.json::<Outcome<Pushed>>()`.
//! - [`Failure`] has the code, the service's own message, the number of the request, and all that came with them:
//!   [`Failure::payload`] reads what a call that failed in part did all the same.
//! - [`Unreadable`] is a body that is no answer, and a success that is not what was asked for; it tells the two apart.
//!
//! # What became of each item
//!
//! A batch may answer 0 though items of it failed, and may speak of fewer items than were sent. Where items can fail, ask
//! for a field `result` of the type [`Items`]:
//!
//! ```
//! # #[cfg(all(feature = "alloc", feature = "serde"))]
//! # {
//! use tpns_errors::{CallError, Item, Items, decode};
//!
//! #[derive(serde::Deserialize)]
//! struct Bound {
//!     #[serde(default)]
//!     result: Items,
//! }
//!
//! fn bind(accounts: &[&str], body: &[u8]) -> Result<(), String> {
//!     let bound: Result<Bound, CallError> = decode(body, serde_json::from_slice);
//!     // A batch that failed says it of its items, too.
//!     let items = match &bound {
//!         Ok(bound) => &bound.result,
//!         Err(CallError::Failure(failure)) => failure.items(),
//!         Err(CallError::Unreadable(unreadable)) => return Err(unreadable.to_string()),
//!     };
//!     for (account, item) in accounts.iter().zip(items.iter()) {
//!         match item {
//!             Item::Done => println!("{account} is bound"),
//!             Item::Failed(code) => println!("{account}: {code}"),
//!             Item::Unreadable => println!("{account}: not known"),
//!         }
//!     }
//!     match items.covers(accounts.len()) {
//!         true => bound.map(drop).map_err(|error| error.to_string()),
//!         false => Err(format!("of {} accounts the answer speaks of {}", accounts.len(), items.len())),
//!     }
//! }
//!
//! let accounts = ["anna", "bert", "carl"];
//! assert_eq!(bind(&accounts, br#"{"ret_code": 0, "result": ["0", "0", "0"]}"#), Ok(()));
//! let partly = br#"{"ret_code": 1008026, "result": ["0", "1008006", "0"]}"#;
//! let line = "batch op, partly error (1008026) [item 1: invalid token (1008006)]";
//! assert_eq!(bind(&accounts, partly), Err(line.to_string()));
//! let line = "of 3 accounts the answer speaks of 1";
//! assert_eq!(bind(&accounts, br#"{"ret_code": 0, "result": ["0"]}"#), Err(line.to_string()));
//! # }
//! ```
//!
//! # What to do next
//!
//! [`ErrorCode::advice`] is ours, not the service's: it says what the documentation of the service states, with the
//! [reason](ErrorCode::advice_reason), and [`Advice::Unknown`] of all else. It never guesses: to send a push again that
//! was carried out sends it twice.
//!
//! - *retry later*: the same request may succeed at another time. [`ErrorCode::wait`] says how long to wait, by the
//!   [`Limit`] of the call.
//! - *fix the request*: the same request fails again; what it holds must change first.
//!
//! ```
//! use std::time::Duration;
//! use tpns_errors::{Advice, ErrorCode, Limit};
//!
//! assert_eq!(ErrorCode::RequestTooFast.advice(), Advice::RetryLater);
//! assert_eq!(ErrorCode::RequestTooFast.wait(Limit::StatisticsQuery), Some(Duration::from_secs(3600)));
//! assert_eq!(ErrorCode::MissingParameter.advice(), Advice::FixTheRequest);
//! assert_eq!(ErrorCode::InvokeServiceError.advice(), Advice::Unknown);
//! assert_eq!(ErrorCode::with_advice(Advice::RetryLater), [ErrorCode::RequestTooFast]);
//! ```
//!
//! # What a code means
//!
//! **[The table of all codes](ErrorCode)**, each with a link to its variant, is on the page of [`ErrorCode`]. The
//! search box of this documentation finds a variant by its number (`1008003`) and by its name (`auth failure`), too.
//!
//! ```
//! use tpns_errors::ErrorCode;
//!
//! let error = ErrorCode::from_code(1008003).unwrap();
//! assert_eq!(error, ErrorCode::AuthFailure);
//! assert_eq!(error.name(), "auth failure");
//! assert_eq!(error.description(), "Verification and authentication failed");
//! assert_eq!(error.to_string(), "auth failure (1008003)");
//! ```
//!
//! The code is compiled from the table in the service's own documentation, so that the two cannot drift apart. Five codes
//! stand on other pages of it alone: [`ErrorCode::documented_in`] names the page, and is `None` of those of the table. It
//! needs no `std`, an allocator only to read answers, and holds no `unsafe`.
//!
//! # Act on an error
//!
//! Every code of the table is a variant. The service adds codes, and so does a new version of this crate: the enum is
//! `#[non_exhaustive]`, which makes a `match` end in a wildcard arm.
//!
//! ```
//! use tpns_errors::ErrorCode;
//!
//! fn is_for_the_cashier(error: ErrorCode) -> bool {
//!     match error {
//!         ErrorCode::AppNotPaid | ErrorCode::AppWasExpired => true,
//!         _ => false,
//!     }
//! }
//!
//! assert!(is_for_the_cashier(ErrorCode::AppNotPaid));
//! assert!(!is_for_the_cashier(ErrorCode::RequestTooFast));
//! ```
//!
//! # Keep an unknown code
//!
//! What arrives need not be in the table. [`AnyErrorCode`] holds any number, known or not, and loses nothing: it is the
//! type for the field of a response, for a log, or for an error type of your own.
//!
//! ```
//! use tpns_errors::{AnyErrorCode, ErrorCode};
//!
//! let known = AnyErrorCode::from(1008028);
//! assert_eq!(known.known(), Some(ErrorCode::RequestTooFast));
//! assert_eq!(known.to_string(), "request too fast (1008028)");
//!
//! let unknown = AnyErrorCode::from(1008999);
//! assert_eq!(unknown.known(), None);
//! assert_eq!(unknown.code(), 1008999);
//! assert_eq!(unknown.to_string(), "unknown error code 1008999");
//! ```
//!
//! # Pass an error on
//!
//! [`ErrorCode`], [`AnyErrorCode`] and the errors of the conversions implement [`core::error::Error`], so `?` takes
//! them into a `Box<dyn Error>` and into the error types of other crates.
//!
//! ```
//! use std::error::Error;
//! use tpns_errors::{AnyErrorCode, ErrorCode};
//!
//! /// Zero is what the service answers when all went well.
//! fn check(ret_code: u32) -> Result<(), AnyErrorCode> {
//!     match ret_code {
//!         0 => Ok(()),
//!         code => Err(code.into()),
//!     }
//! }
//!
//! fn push() -> Result<(), Box<dyn Error>> {
//!     check(0)?;
//!     check(1008029)?;
//!     Ok(())
//! }
//!
//! let error = push().unwrap_err();
//! assert_eq!(error.to_string(), "token is not valid (1008029)");
//! let code = error.downcast_ref::<AnyErrorCode>().and_then(|code| code.known());
//! assert_eq!(code, Some(ErrorCode::TokenIsNotValid));
//! ```
//!
//! Where only codes of the table will do, `TryFrom` turns the others away; [`UnknownErrorCode`] says which number it
//! was.
//!
//! ```
//! use tpns_errors::{ErrorCode, UnknownErrorCode};
//!
//! fn strict(code: u32) -> Result<ErrorCode, UnknownErrorCode> {
//!     let error = ErrorCode::try_from(code)?;
//!     Ok(error)
//! }
//!
//! assert_eq!(strict(1008007), Ok(ErrorCode::InvalidParameter));
//! assert_eq!(strict(7).unwrap_err().code(), 7);
//! ```
//!
//! # Which APIs report it
//!
//! The APIs in the table's column “Feedback API” are an enum of their own, [`FeedbackApi`]. It is read in both
//! directions: from a code to its APIs, and from an API to all of its codes. What the table calls “General API” or
//! “General error”, every API reports.
//!
//! ```
//! use tpns_errors::{ErrorCode, FeedbackApi};
//!
//! assert_eq!(ErrorCode::PushIdNotExist.feedback_api(), [FeedbackApi::StatisticsQueryApi]);
//! assert_eq!(FeedbackApi::StatisticsQueryApi.as_str(), "Statistics query API");
//! assert!(ErrorCode::TokenIsNotValid.has_feedback_api(FeedbackApi::TagBindingApi));
//! assert!(ErrorCode::AuthFailure.has_feedback_api(FeedbackApi::TagBindingApi));
//!
//! let can_fail = ErrorCode::with_feedback_api(FeedbackApi::TagBindingApi);
//! assert!(can_fail.contains(&ErrorCode::TokenIsNotValid));
//! assert!(!can_fail.contains(&ErrorCode::ContentMayBeEvil));
//! ```
//!
//! # From a text
//!
//! A command line or a configuration file may name a code in three ways: as the table writes it, by its variant, or by
//! its number. [`FromStr`](core::str::FromStr) takes each of them, [`ErrorCode::from_name`] the first alone.
//!
//! ```
//! use tpns_errors::{ErrorCode, ParseErrorCodeError};
//!
//! for text in ["request too fast", "RequestTooFast", "1008028"] {
//!     assert_eq!(text.parse(), Ok(ErrorCode::RequestTooFast));
//! }
//! let error: ParseErrorCodeError = "too fast".parse::<ErrorCode>().unwrap_err();
//! assert_eq!(error.to_string(), "the text is not a name, a variant or a code of ErrorCode");
//! ```
//!
//! # At compile time
//!
//! What reads a code or a category is a `const fn`, all but `from_name`, and [`ErrorCode::ALL`] is a constant: a
//! table of your own can be built, and an assumption checked, before the program runs.
//!
//! ```
//! use tpns_errors::{ErrorCode, FeedbackApi};
//!
//! const AUTH: ErrorCode = ErrorCode::from_code(1008003).unwrap();
//! const _: () = assert!(AUTH.has_feedback_api(FeedbackApi::PushApi));
//! static SEEN: [u32; ErrorCode::COUNT] = [0; ErrorCode::COUNT];
//! # assert_eq!(SEEN.len(), ErrorCode::ALL.len());
//! ```
//!
//! # Features
//!
//! | Feature | Default | What it gives | What it costs |
//! | --- | --- | --- | --- |
//! | `from-spec` | yes | Compiles the code from `spec/tpns.md` | A build script and the compiler of the table, at build time only |
//! | `alloc` | yes | With `serde`, to read answers | An allocator |
//! | `serde` | no | `Serialize` and `Deserialize`; with `alloc`, [`decode`], [`Outcome`] and what they read | `serde_core` |
//! | `arbitrary` | no | `Arbitrary`, for fuzzing and property tests | `arbitrary`, which needs `std` |
//! | `defmt` | no | `Format`, to log from a microcontroller | `defmt` and its macros |
//!
//! Without default features the very same code is compiled from a committed copy, and this crate is the only one that
//! is built:
//!
//! ```toml
//! [dependencies]
//! tpns-errors = { version = "0.1", default-features = false }
//! ```
//!
//! To read answers with the committed copy, name `alloc`, too; `serde` alone has no [`decode`]:
//!
//! ```toml
//! [dependencies]
//! serde_json = "1"
//! tpns-errors = { version = "0.1", default-features = false, features = ["alloc", "serde"] }
//! ```
//!
//! With `serde`, [`ErrorCode`] and [`AnyErrorCode`] are the bare number and [`FeedbackApi`] is its text. `ErrorCode`
//! refuses to deserialize a number that is not in the table; `AnyErrorCode` takes any.
//!
//! ```
//! # #[cfg(feature = "serde")]
//! # fn main() -> Result<(), serde_json::Error> {
//! use tpns_errors::{AnyErrorCode, ErrorCode, FeedbackApi};
//!
//! assert_eq!(serde_json::to_string(&ErrorCode::AuthFailure)?, "1008003");
//! assert_eq!(serde_json::to_string(&FeedbackApi::PushApi)?, "\"Push API\"");
//! assert!(serde_json::from_str::<ErrorCode>("1008999").is_err());
//! assert_eq!(serde_json::from_str::<AnyErrorCode>("1008999")?.code(), 1008999);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "serde"))]
//! # fn main() {}
//! ```
//!
//! Where a number would say little, such as in an event of yours, `#[serde(with = "tpns_errors::as_variant_name")]` on a field
//! writes the variant instead, by [`as_variant_name`]: `"AuthFailure"`. The field is an [`ErrorCode`]: an [`AnyErrorCode`] may have no variant, and
//! an `Option` is another type; give such a field its own `serialize_with`, or leave it a number. `tracing` and `log` need
//! no feature: codes, categories and errors have `Display` and `Debug`.

#![cfg_attr(feature = "from-spec", doc = include_str!(concat!(env!("OUT_DIR"), "/tpns.md")))]
// What there is only with some features cannot be linked to without them.
#![cfg_attr(
    not(feature = "serde"),
    doc = "

[`as_variant_name`]: #features
"
)]
#![cfg_attr(
    not(all(feature = "alloc", feature = "serde")),
    doc = "

[`decode`]: #features
[`CallError`]: #features
[`Failure`]: #features
[`Outcome`]: #features
[`Items`]: #features
[`Pushed`]: #features
[`PushIds`]: #features
[`Dropped`]: #features
[`Unreadable`]: #features
[`Failure::payload`]: #features
"
)]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(feature = "alloc", feature = "serde"))]
extern crate alloc;

#[cfg(all(feature = "alloc", feature = "serde"))]
mod answer;

#[cfg(all(feature = "alloc", feature = "serde"))]
pub use self::answer::{CallError, Dropped, Failure, Item, Items, Outcome, PushIds, Pushed, Unreadable, decode};

mod limits;

pub use self::limits::Limit;

#[cfg(feature = "from-spec")]
include!(concat!(env!("OUT_DIR"), "/tpns.rs"));
#[cfg(not(feature = "from-spec"))]
include!("generated.rs");
