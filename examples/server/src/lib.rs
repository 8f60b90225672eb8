//! A stand-in for the push service: it does nothing, and answers with the code that it is told to, in the dialect of the
//! call. [`shop`] is a server that calls the service and has error codes of its own.

pub mod codes;
pub mod shop;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use serde::Serialize;
use tpns_errors::{AnyErrorCode, ErrorCode};

/// What the service answers with, one after the other; the last of them is repeated.
#[derive(Clone, Debug, Default)]
pub struct Answers(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    next: VecDeque<Answer>,
    asked: usize,
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer with this code; 0 is success.
    Code(AnyErrorCode),
    /// A page that some proxy puts in the place of an answer.
    Page,
}

impl Answer {
    /// Success.
    pub const SUCCESS: Answer = Answer::Code(AnyErrorCode::new(0));
}

impl From<ErrorCode> for Answer {
    fn from(error: ErrorCode) -> Self {
        Answer::Code(error.into())
    }
}

impl Answers {
    /// Answers so from now on.
    pub fn set(&self, answers: impl IntoIterator<Item = Answer>) {
        *self.state() = State { next: answers.into_iter().collect(), asked: 0 };
    }

    /// How often the service has been asked since then.
    pub fn asked(&self) -> usize {
        self.state().asked
    }

    fn next(&self) -> Answer {
        let mut state = self.state();
        state.asked += 1;
        let last = state.next.len() <= 1;
        let next = if last { state.next.front().copied() } else { state.next.pop_front() };
        next.unwrap_or(Answer::SUCCESS)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The calls of the service, as far as its clients here use them.
///
/// Each reads its request to the end, though it makes nothing of it: a connection on which a request is answered before it
/// was read is closed, and a client that has kept it would lose its next call.
pub fn service(answers: Answers) -> Router {
    Router::new()
        .route("/v3/push/app", post(push))
        .route("/v3/device/account", post(bind))
        .route("/v3/statistics", post(statistics))
        .with_state(answers)
}

/// The answer to a push, and with it those about tags and accounts.
#[derive(Serialize)]
struct Pushed {
    seq: u64,
    environment: &'static str,
    push_id: &'static str,
    ret_code: AnyErrorCode,
    err_msg: &'static str,
    /// An array of codes in a text, or one of texts.
    result: serde_json::Value,
}

/// The answer to a query.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Queried {
    ret_code: AnyErrorCode,
    err_msg: &'static str,
    push_record_data: [u8; 0],
}

async fn push(extract::State(answers): extract::State<Answers>, _request: Bytes) -> Response {
    answer(answers.next(), |ret_code, err_msg| Pushed { result: "[0]".into(), ..pushed(ret_code, err_msg) })
}

/// Of three accounts, the second has a bad token where the batch is told to fail.
async fn bind(extract::State(answers): extract::State<Answers>, _request: Bytes) -> Response {
    answer(answers.next(), |ret_code, err_msg| {
        let second = if ret_code.code() == 0 { 0 } else { ErrorCode::InvalidToken.code() };
        let result = serde_json::json!(["0", second.to_string(), "0"]);
        Pushed { result, ..pushed(ret_code, err_msg) }
    })
}

async fn statistics(extract::State(answers): extract::State<Answers>, _request: Bytes) -> Response {
    answer(answers.next(), |ret_code, err_msg| Queried { ret_code, err_msg, push_record_data: [] })
}

fn pushed(ret_code: AnyErrorCode, err_msg: &'static str) -> Pushed {
    Pushed { seq: 7, environment: "product", push_id: "88120045", ret_code, err_msg, result: serde_json::Value::Null }
}

fn answer<T: Serialize>(answer: Answer, body: impl FnOnce(AnyErrorCode, &'static str) -> T) -> Response {
    let Answer::Code(code) = answer else {
        return (StatusCode::BAD_GATEWAY, Html("<html><h1>502 Bad Gateway</h1></html>")).into_response();
    };
    // One status alone is known to mean something; clients should not rely on it.
    let status = match code.known() {
        Some(ErrorCode::AuthFailure) => StatusCode::FORBIDDEN,
        _ => StatusCode::OK,
    };
    let message = match code.known() {
        Some(error) => error.description(),
        None if code.code() == 0 => "NO_ERROR",
        None => "",
    };
    (status, Json(body(code, message))).into_response()
}
