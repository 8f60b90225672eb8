//! The error codes of the TPNS push service.
//!
//! An answer of the service's RESTful API carries a number. This crate says what the number means:
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
//! **[The table of all codes](ErrorCode)**, each with a link to its variant, is on the page of [`ErrorCode`]. The
//! search box of this documentation finds a variant by its number (`1008003`) and by its name (`auth failure`), too.
//!
//! The code is compiled from the table in the service's own documentation, so that the two cannot drift apart. It needs
//! no `std`, an allocator only to read answers, and holds no `unsafe`.
//!
//! # Read an answer
//!
//! With the features `alloc` (a default) and `serde`, and a crate that reads JSON, [`decode`] reads the body of an answer
//! in whichever of the service's dialects it is: what you want of it, or a [`CallError`] that is one line of a log. A
//! [`Failure`] has the code, the service's own message, the number of the request, and which items of a batch failed.
//!
//! ```
//! # #[cfg(all(feature = "alloc", feature = "serde"))]
//! # mod example {
//! use serde::Deserialize;
//! use tpns_errors::{Advice, CallError, ErrorCode, decode};
//!
//! /// The fields that you want of a push's answer.
//! #[derive(Deserialize)]
//! pub struct Pushed {
//!     pub push_id: String,
//! }
//!
//! #[derive(Debug, PartialEq)]
//! pub enum Next {
//!     Done,
//!     ForgetToken,
//!     Retry,
//!     GiveUp,
//! }
//!
//! pub fn next(body: &[u8]) -> Next {
//!     let answer: Result<Pushed, CallError> = decode(body, serde_json::from_slice);
//!     match answer {
//!         Ok(_) => Next::Done,
//!         Err(error) => {
//!             // push: request too fast (1008028): "over quota" [seq 7]
//!             eprintln!("push: {error}");
//!             let failure = match error {
//!                 CallError::Failure(failure) => failure,
//!                 // It was pushed; the answer lacks the `push_id`.
//!                 CallError::Unreadable(unreadable) if unreadable.succeeded() => return Next::Done,
//!                 CallError::Unreadable(_) => return Next::GiveUp,
//!             };
//!             match failure.code().known() {
//!                 Some(ErrorCode::InvalidToken | ErrorCode::TokenIsNotValid) => Next::ForgetToken,
//!                 _ if failure.advice() == Advice::RetryLater => Next::Retry,
//!                 _ => Next::GiveUp,
//!             }
//!         }
//!     }
//! }
//! # }
//! # #[cfg(all(feature = "alloc", feature = "serde"))]
//! # {
//! # use example::{Next, next};
//!
//! assert_eq!(next(br#"{"ret_code": 0, "push_id": "12", "err_msg": "NO_ERROR"}"#), Next::Done);
//! assert_eq!(next(br#"{"ret_code": 0, "push_id": 12}"#), Next::Done);
//! assert_eq!(next(br#"{"ret_code": 1008028, "err_msg": "over quota", "seq": 7}"#), Next::Retry);
//! assert_eq!(next(br#"{"ret_code": 1008029, "err_msg": ""}"#), Next::ForgetToken);
//! assert_eq!(next(b"<html>502 Bad Gateway</html>"), Next::GiveUp);
//! # }
//! ```
//!
//! The code decides what is a success, never the message or the HTTP status; log the status beside the line, as the
//! service's FAQ ties 403 to a wrong AccessID, SecretKey or domain. A batch may answer 0 though items of it failed:
//! `decode::<(), _>` is then `Ok(())`, so where items can fail, ask for a field `result` of the type [`Items`]. An answer
//! with code 0 whose payload cannot be read is no reason to push again: [`Unreadable::succeeded`] tells it.
//!
//! [`Outcome`] is the same for those who let their HTTP client deserialize: `response.json::<Outcome<Pushed>>()`.
//!
//! # What to do next
//!
//! [`ErrorCode::advice`] is ours, not the service's: it says what the documentation of the service states, with the
//! [reason](ErrorCode::advice_reason), and [`Advice::Unknown`] of all else. It never guesses: to send a push again that
//! was carried out sends it twice.
//!
//! - *retry later*: the same request may succeed at another time.
//! - *fix the request*: the same request fails again; what it holds must change first.
//!
//! ```
//! use tpns_errors::{Advice, ErrorCode};
//!
//! assert_eq!(ErrorCode::RequestTooFast.advice(), Advice::RetryLater);
//! assert_eq!(ErrorCode::MissingParameter.advice(), Advice::FixTheRequest);
//! assert_eq!(ErrorCode::InvokeServiceError.advice(), Advice::Unknown);
//! assert_eq!(Advice::RetryLater.errors(), [ErrorCode::RequestTooFast]);
//! ```
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
//! let can_fail = FeedbackApi::TagBindingApi.errors();
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
//! use tpns_errors::ErrorCode;
//!
//! for text in ["request too fast", "RequestTooFast", "1008028"] {
//!     assert_eq!(text.parse(), Ok(ErrorCode::RequestTooFast));
//! }
//! assert!("too fast".parse::<ErrorCode>().is_err());
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
//! | `serde` | no | `Serialize` and `Deserialize`; with `alloc`, [`decode`], [`Outcome`] and [`Items`] | `serde_core` |
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
//! Where a number would say little, such as in an event of yours, `#[serde(with = "tpns_errors::as_name")]` on a field
//! writes the variant instead: `"AuthFailure"`. The field is an [`ErrorCode`]: an [`AnyErrorCode`] may have no variant, and
//! an `Option` is another type; give such a field its own `serialize_with`, or leave it a number. `tracing` and `log` need
//! no feature: codes, categories and errors have `Display` and `Debug`.

#![cfg_attr(feature = "from-spec", doc = include_str!(concat!(env!("OUT_DIR"), "/tpns.md")))]
// What there is only with some features cannot be linked to without them.
#![cfg_attr(
    not(all(feature = "alloc", feature = "serde")),
    doc = "

[`decode`]: #features
[`CallError`]: #features
[`Failure`]: #features
[`Outcome`]: #features
[`Items`]: #features
[`Unreadable::succeeded`]: #features
"
)]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(feature = "alloc", feature = "serde"))]
extern crate alloc;

#[cfg(all(feature = "alloc", feature = "serde"))]
mod answer;

#[cfg(all(feature = "alloc", feature = "serde"))]
pub use self::answer::{CallError, Failure, Items, Outcome, Unreadable, Wanted, decode};

#[cfg(feature = "from-spec")]
include!(concat!(env!("OUT_DIR"), "/tpns.rs"));
#[cfg(not(feature = "from-spec"))]
include!("generated.rs");
