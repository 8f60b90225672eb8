//! The shop: each answer of the push service, the code that the shop has for it, and the line of its log.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::error::Error;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use server::shop::{Refusal, notify};
use tpns_errors::{AnyErrorCode, ErrorCode, decode};

async fn notified(order: u32, body: &'static str) -> Result<String, Refusal> {
    let push = move |_: &str| decode(body.as_bytes(), serde_json::from_slice);
    notify(State(Arc::new(push)), Path(order)).await
}

#[tokio::test]
async fn each_refusal_has_a_code_a_status_and_a_line() {
    for (order, body, code, status, line) in [
        (8, "", 4040, 404, "order 8: order not found (4040)"),
        (
            7,
            r#"{"ret_code":1008028,"err_msg":"over quota"}"#,
            4290,
            429,
            r#"order 7: notified too often (4290): request too fast (1008028): "over quota""#,
        ),
        (
            7,
            r#"{"ret_code":1008003}"#,
            5021,
            500,
            "order 7: push service refuses the shop (5021): auth failure (1008003)",
        ),
        (
            7,
            r#"{"ret_code":1008004}"#,
            5020,
            502,
            "order 7: customer not notified (5020): invoke service error (1008004)",
        ),
        (
            7,
            "<html>",
            5020,
            502,
            "order 7: customer not notified (5020): the answer cannot be read: expected value at line 1 column 1: `<html>`",
        ),
    ] {
        let refusal = notified(order, body).await.unwrap_err();
        assert_eq!(refusal.line(), line);
        let response = refusal.into_response();
        assert_eq!(response.status().as_u16(), status, "{line}");
        let told = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        assert_eq!(told["code"], code, "{line}");
        assert!(!told.to_string().contains("1008"), "callers are told nothing of the push service: {told}");
    }
}

/// Whoever is handed the error as any other finds the push service's code in it.
#[tokio::test]
async fn the_code_of_the_push_service_is_among_the_causes() {
    let refusal = notified(7, r#"{"ret_code":1008003}"#).await.unwrap_err();
    let error: &(dyn Error + 'static) = &refusal;
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    let code = causes.find_map(|cause| cause.downcast_ref::<AnyErrorCode>());
    assert_eq!(code.copied().and_then(AnyErrorCode::known), Some(ErrorCode::AuthFailure));
}

#[tokio::test]
async fn a_customer_is_told_once() {
    assert_eq!(notified(7, r#"{"ret_code":0,"push_id":["1","2"]}"#).await.unwrap(), "1, 2");
    assert_eq!(notified(7, r#"{"ret_code":0}"#).await.unwrap(), "");
}
