//! Bodies of answers, in both dialects and in neither, written for these tests.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod mutations;
mod payloads;

use serde_json::{from_slice, from_str};
use tpns_errors::{Advice, AnyErrorCode, CallError, ErrorCode, Failure, Outcome, Unreadable, decode};

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
    let others = [1, 1008023, 10010012, 1008035, 1010001, 10030002, u32::MAX];
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
fn failed_items_have_their_index_and_code() {
    let token = AnyErrorCode::from(1008006);
    for result in [
        r#"["0","1008006","0","7"]"#,
        "[0,1008006,0,7]",
        r#""[0,1008006,0,7]""#,
        r#"" [ 0, 1008006 ,0, 7 ] ""#,
        r#""[\"0\",\"1008006\",\"0\",\"7\"]""#,
    ] {
        let failure = failure(&format!(r#"{{"ret_code":1008026,"err_msg":"","result":{result}}}"#));
        assert_eq!(failure.items().failed().collect::<Vec<_>>(), [(1, token), (3, 7.into())], "{result}");
        let line = "batch op, partly error (1008026) [item 1: invalid token (1008006); item 3: unknown error code 7]";
        assert_eq!(failure.to_string(), line, "{result}");
    }
}

/// What is no list of codes is in nobody's way who did not ask for it, and is told from a list that is not there.
#[test]
fn a_result_of_another_kind_is_in_nobodys_way() {
    const WHOLE: &str = " [items cannot be read]";
    const FIRST: &str = " [item 0 cannot be read]";
    for (result, told) in [
        (r#""""#, ""),
        (r#""[]""#, ""),
        ("[]", ""),
        ("null", ""),
        (r#""ok""#, WHOLE),
        ("{}", WHOLE),
        (r#"{"a":[1]}"#, WHOLE),
        ("7", WHOLE),
        ("true", WHOLE),
        (r#""[0""#, WHOLE),
        ("[{}]", FIRST),
        ("[-1]", FIRST),
        ("[[0]]", FIRST),
    ] {
        let failure = failure(&format!(r#"{{"ret_code":1008027,"result":{result}}}"#));
        assert_eq!(failure.items().failed().count(), 0, "{result}");
        assert_eq!(failure.items().is_complete(), told.is_empty(), "{result}");
        assert_eq!(failure.items().is_empty(), told.is_empty(), "{result}");
        assert_eq!(failure.to_string(), format!("batch op, total error (1008027){told}"), "{result}");
        let body = format!(r#"{{"ret_code":0,"result":{result}}}"#);
        assert_eq!(decode(body.as_bytes(), from_slice), Ok(()), "{result}");
    }
}

/// One code that cannot be read takes no other with it, nor its place.
#[test]
fn items_that_can_be_read_keep_their_indices() {
    let known = "item 1: invalid token (1008006)";
    for (result, unreadable, told) in [
        (r#"["0","1008006","-1"]"#, vec![2], "item 2 cannot be read"),
        (r#"[null,"1008006",null,0]"#, vec![0, 2], "item 0 and 1 more cannot be read"),
        (r#""[0,1008006,]""#, vec![2], "item 2 cannot be read"),
        (r#""[\"0\",\"1008006\",\"-1\",0]""#, vec![2], "item 2 cannot be read"),
        // The last may be the beginning of another code.
        (r#""[0,1008006,100""#, vec![], "further items cannot be read"),
        (r#""[0,1008006,{\"a\":1,\"b\":2},7]""#, vec![2], "item 2 and further ones cannot be read"),
        (r#""[-,1008006,[1,2]]""#, vec![0, 2], "item 0, 1 more and further ones cannot be read"),
    ] {
        let failure = failure(&format!(r#"{{"ret_code":1008026,"result":{result}}}"#));
        let items = failure.items();
        assert_eq!(items.failed().collect::<Vec<_>>(), [(1, ErrorCode::InvalidToken.into())], "{result}");
        assert_eq!(items.unreadable().collect::<Vec<_>>(), unreadable, "{result}");
        assert!(!items.is_complete() && !items.is_empty(), "{result}");
        assert_eq!(failure.to_string(), format!("batch op, partly error (1008026) [{known}; {told}]"), "{result}");
    }
}

/// As serde_json hands numbers over with its feature `arbitrary_precision`, which another crate may turn on.
#[test]
fn numbers_may_come_as_they_were_written() {
    let number = |text: &str| format!(r#"{{"$serde_json::private::Number":"{text}"}}"#);
    let failure = failure(&format!(r#"{{"ret_code":{},"seq":{}}}"#, number("1008003"), number("4")));
    assert_eq!((failure.code().code(), failure.seq()), (1008003, Some(4)));
    for text in ["-1", "0.5", "1e3", "4294967296", "99999999999999999999"] {
        assert!(
            decode::<(), _>(format!(r#"{{"ret_code":{}}}"#, number(text)).as_bytes(), from_slice).is_err(),
            "{text}"
        );
    }
}

#[test]
fn errors_go_wherever_errors_go() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<CallError>();
    is_error::<Failure>();
    is_error::<Unreadable>();
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
