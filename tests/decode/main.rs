//! Bodies of answers, in both dialects and in neither, written for these tests.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod items;
mod kept;
mod mutations;
mod numbers;
mod payloads;
mod pushed;

use std::time::Duration;

use serde_json::{from_slice, from_str};
use tpns_errors::{Advice, AnyErrorCode, CallError, ErrorCode, Failure, Limit, Outcome, Unreadable, decode};

use bodies::{FAILURES, SUCCESSES, UNREADABLE};

fn failure(body: &str) -> Failure {
    match decode::<(), _>(body.as_bytes(), from_slice) {
        Err(CallError::Failure(failure)) => failure,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn zero_is_success_whatever_the_text_says() {
    for body in SUCCESSES {
        assert_eq!(decode(body.as_bytes(), from_slice), Ok(()), "{body}");
        assert_eq!(from_str::<Outcome<()>>(body).unwrap(), Outcome::Success(()), "{body}");
    }
}

#[test]
fn a_failure_carries_all_that_was_said() {
    for &(body, code, message, seq, line) in FAILURES {
        let failure = failure(body);
        assert_eq!(failure.code(), AnyErrorCode::from(code), "{body}");
        assert_eq!((failure.message(), failure.seq()), (message, seq), "{body}");
        assert_eq!(failure.to_string(), line, "{body}");
        assert_eq!(CallError::from(failure).to_string(), line, "{body}");
    }
}

/// Each code, of the table or not, in each dialect.
#[test]
fn every_code_is_understood_in_both_dialects() {
    let others = [1, 1008099, 10010013, 10030009, u32::MAX];
    for code in ErrorCode::ALL.iter().map(|error| error.code()).chain(others) {
        let push = format!(r#"{{"ret_code":{code},"err_msg":"x","seq":3}}"#);
        let query = format!(r#"{{"errMsg":"x","retCode":{code}}}"#);
        for (body, seq) in [(push, Some(3)), (query, None)] {
            let failure = failure(&body);
            assert_eq!((failure.code().code(), failure.seq()), (code, seq));
            assert_eq!(failure.code().known(), ErrorCode::from_code(code));
            let advice = ErrorCode::from_code(code).map_or(Advice::Unknown, ErrorCode::advice);
            assert_eq!(failure.advice(), advice);
        }
    }
}

#[test]
fn errors_go_wherever_errors_go() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<CallError>();
    is_error::<Failure>();
    is_error::<Unreadable>();
}

/// Whoever holds an error of any type finds the code in its causes.
#[test]
fn the_code_is_among_the_causes() {
    let code_of = |error: &(dyn std::error::Error + 'static)| {
        let mut causes = std::iter::successors(Some(error), |&error| error.source());
        causes.find_map(|cause| cause.downcast_ref::<AnyErrorCode>().copied())
    };
    for &(body, code, ..) in FAILURES {
        let error = decode::<(), _>(body.as_bytes(), from_slice).unwrap_err();
        let code = Some(AnyErrorCode::from(code));
        assert_eq!((error.code(), code_of(&error)), (code, code), "{body}");
        let failure = error.failure().unwrap();
        assert_eq!((code_of(failure), error.advice()), (code, failure.advice()), "{body}");
        assert_eq!(code_of(&std::io::Error::other(error)), code, "{body}");
    }
    for &(body, _) in UNREADABLE {
        let error = decode::<(), _>(body, from_slice).unwrap_err();
        assert_eq!((error.code(), code_of(&error), error.advice()), (None, None, Advice::Unknown));
        assert_eq!((error.failure(), error.wait(Limit::Push)), (None, None));
    }
}

/// The limits that the documentation names, and no other.
#[test]
fn how_long_to_wait() {
    let error = decode::<(), _>(br#"{"ret_code":1008028}"#, from_slice).unwrap_err();
    let limits = [
        (Limit::Push, 1, 1),
        (Limit::SameFullPush, 1, 3600),
        (Limit::StatisticsQuery, 200, 3600),
        (Limit::PushPlan, 200, 24 * 3600),
    ];
    for (limit, calls, seconds) in limits {
        assert_eq!(error.wait(limit), Some(Duration::from_secs(seconds)), "{limit:?}");
        assert_eq!(ErrorCode::RequestTooFast.calls(limit), Some(calls), "{limit:?}");
        for code in ErrorCode::ALL.iter().filter(|code| **code != ErrorCode::RequestTooFast) {
            assert_eq!((code.calls(limit), code.wait(limit)), (None, None), "{code} {limit:?}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_quoted() {
    for &(body, line) in UNREADABLE {
        let error = decode::<(), _>(body, from_slice).unwrap_err();
        assert!(matches!(error, CallError::Unreadable(_)), "{line}");
        assert_eq!(error.to_string(), line);
    }
}

/// A log has one line for each event, of a length that it can bear.
#[test]
fn text_of_others_neither_breaks_nor_floods_a_line() {
    let nasty = "a\r\nERROR forged\u{1b}[31m\u{2028}\u{202e}\u{61c}\u{ad}\u{fffa}\u{e0041}\0".repeat(1_000);
    let json = serde_json::to_string(&nasty).unwrap();
    let items = vec!["\"7\""; 10_000].join(",");
    let bodies = [
        format!(r#"{{"ret_code":7,"err_msg":{json},"result":[{items}]}}"#),
        format!(r#"{{"ret_code":{json}}}"#),
        format!(r#"{{{json}:1,"b":2}}"#),
        format!(r#"{{"ret_code":[{json}]}}"#),
        format!(r#"{{"ret_code":{}}}"#, "9".repeat(300)),
        format!("[{json}]"),
        nasty.clone(),
        "语".repeat(1_000),
    ];
    for body in &bodies {
        let error = decode::<(), _>(body.as_bytes(), from_slice).unwrap_err();
        assert!(format!("{error:?}").chars().count() < 6_000, "{error}");
        let line = error.to_string();
        let odd = ['\u{2028}', '\u{202e}', '\u{61c}', '\u{ad}', '\u{fffa}', '\u{e0041}'];
        let is_plain = |c: char| !c.is_control() && !odd.contains(&c);
        assert!(line.chars().all(is_plain), "{line}");
        // Each character shown may be escaped: `\u{202e}`.
        assert!(line.chars().count() < 3_000, "{line}");
    }
    let line = decode::<(), _>(bodies[0].as_bytes(), from_slice).unwrap_err().to_string();
    assert!(line.ends_with("item 2: unknown error code 7; 9997 more]"), "{line}");
}
