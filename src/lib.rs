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
//! neither `std` nor an allocator, and holds no `unsafe`.
//!
//! # Act on an error
//!
//! Every code of the table is a variant. The service adds codes, and so does a new version of this crate: the enum is
//! `#[non_exhaustive]`, which makes a `match` end in a wildcard arm.
//!
//! ```
//! use tpns_errors::ErrorCode;
//!
//! fn is_worth_a_retry(error: ErrorCode) -> bool {
//!     match error {
//!         ErrorCode::InvokeServiceError | ErrorCode::RequestTooFast => true,
//!         _ => false,
//!     }
//! }
//!
//! assert!(is_worth_a_retry(ErrorCode::RequestTooFast));
//! assert!(!is_worth_a_retry(ErrorCode::AppNotPaid));
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
//! The table's column “Feedback API” is an enum of its own, [`FeedbackApi`]. It is read in both directions: from a code
//! to its API, and from an API to all of its codes.
//!
//! ```
//! use tpns_errors::{ErrorCode, FeedbackApi};
//!
//! assert_eq!(ErrorCode::PushIdNotExist.feedback_api(), FeedbackApi::StatisticsQueryApi);
//! assert_eq!(FeedbackApi::StatisticsQueryApi.as_str(), "Statistics query API");
//! assert_eq!(
//!     FeedbackApi::StatisticsQueryApi.errors(),
//!     [ErrorCode::PushIdNotExist, ErrorCode::DateParamFormatError]
//! );
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
//! Everything but `from_name` and the traits is a `const fn`, and [`ErrorCode::ALL`] is a constant: a table of your own
//! can be built, and an assumption checked, before the program runs.
//!
//! ```
//! use tpns_errors::{ErrorCode, FeedbackApi};
//!
//! const AUTH: ErrorCode = ErrorCode::from_code(1008003).unwrap();
//! const _: () = assert!(matches!(AUTH.feedback_api(), FeedbackApi::GeneralApi));
//! static SEEN: [u32; ErrorCode::COUNT] = [0; ErrorCode::COUNT];
//! # assert_eq!(SEEN.len(), ErrorCode::ALL.len());
//! ```
//!
//! # Features
//!
//! | Feature | Default | What it gives | What it costs |
//! | --- | --- | --- | --- |
//! | `from-spec` | yes | Compiles the code from `spec/tpns.md` | A build script and the compiler of the table, at build time only |
//! | `serde` | no | `Serialize` and `Deserialize` | `serde_core` |
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
//! With `serde`, [`ErrorCode`] and [`AnyErrorCode`] are the bare number and [`FeedbackApi`] is its text. `ErrorCode`
//! refuses to deserialize a number that is not in the table; `AnyErrorCode` takes any.
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

#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(feature = "alloc", feature = "serde"))]
extern crate alloc;

#[cfg(all(feature = "alloc", feature = "serde"))]
mod answer;

#[cfg(all(feature = "alloc", feature = "serde"))]
pub use self::answer::{CallError, Failure, Items, Outcome, Unreadable, decode};

#[cfg(feature = "from-spec")]
include!(concat!(env!("OUT_DIR"), "/tpns.rs"));
#[cfg(not(feature = "from-spec"))]
include!("generated.rs");
