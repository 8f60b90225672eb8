//! A shop that tells its customers of their orders: what a server does with codes of its own, where it calls a service that
//! has others.
//!
//! Its codes are those of a table, `spec/codes.md`, with the status of HTTP in a column. Its error type carries one of
//! them, and what caused it; it is one line of the log, and an answer that tells nothing of that.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use tpns_errors::{Advice, CallError, Pushed};

use crate::codes::ErrorCode;

/// Why the shop does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such order.
    #[error("order {0}: {code}", code = self.code())]
    NoOrder(u32),
    /// The customer was not told.
    #[error("order {order}: {code}", code = self.code())]
    NotNotified {
        /// Of which order.
        order: u32,
        /// What the push service said.
        source: CallError,
    },
}

impl Refusal {
    /// The code that the shop has for it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Refusal::NoOrder(_) => ErrorCode::OrderNotFound,
            Refusal::NotNotified { source, .. } => match source.advice() {
                Advice::RetryLater => ErrorCode::NotifiedTooOften,
                Advice::FixTheRequest => ErrorCode::PushServiceRefusesTheShop,
                _ => ErrorCode::CustomerNotNotified,
            },
        }
    }

    /// The status of HTTP, which the table has beside the code.
    pub fn status(&self) -> StatusCode {
        // A table that is edited by hand may hold what is no status.
        let status = u16::try_from(self.code().status()).ok();
        status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// One line of a log: what it is, and what the push service said.
    pub fn line(&self) -> String {
        struct Line<'a>(&'a Refusal);
        impl fmt::Display for Line<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Refusal::NoOrder(_) => self.0.fmt(f),
                    // What the source says is its code, too: it is not said again.
                    Refusal::NotNotified { source, .. } => write!(f, "{}: {source}", self.0),
                }
            }
        }
        Line(self).to_string()
    }
}

/// What the caller is told: its own words are for the log.
#[derive(Serialize)]
struct Told {
    code: u32,
    message: &'static str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        eprintln!("{}", self.line());
        let code = self.code();
        (self.status(), Json(Told { code: code.code(), message: code.description() })).into_response()
    }
}

/// Sends a message to an account.
pub type Push = Arc<dyn Fn(&str) -> Result<Pushed, CallError> + Send + Sync>;

/// The calls of the shop: `POST /orders/7/notify`.
pub fn shop(push: Push) -> Router {
    Router::new().route("/orders/{order}/notify", post(notify)).with_state(push)
}

/// Tells the customer of an order; answers with the ID of the push.
///
/// # Errors
///
/// Where there is no such order, and where the customer was not told. One who was told is told once, though the answer of
/// the push service cannot be read.
pub async fn notify(State(push): State<Push>, Path(order): Path<u32>) -> Result<String, Refusal> {
    let account = account_of(order).ok_or(Refusal::NoOrder(order))?;
    match push(account) {
        Ok(pushed) => Ok(pushed.push_ids.to_string()),
        Err(CallError::Unreadable(unreadable)) if unreadable.succeeded() => {
            eprintln!("order {order}: {unreadable}");
            Ok(String::new())
        }
        Err(source) => Err(Refusal::NotNotified { order, source }),
    }
}

fn account_of(order: u32) -> Option<&'static str> {
    (order == 7).then_some("anna")
}
