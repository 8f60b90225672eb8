//! What is kept of an answer: of a failure its payload, of a success of which nothing is wanted nothing.

use std::collections::HashMap;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, from_slice, json};
use tpns_errors::{CallError, Failure, Outcome, decode};

use crate::bodies::FAILURES;
use crate::failure;

#[test]
fn a_failure_keeps_all_that_came_with_it() {
    for &(body, ..) in FAILURES {
        assert_eq!(failure(body).payload::<Value>().unwrap(), from_slice::<Value>(body.as_bytes()).unwrap(), "{body}");
    }
}

#[test]
fn the_payload_may_be_of_any_type_and_borrow() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Found<'a> {
        #[serde(borrow)]
        account_tokens: Vec<Tokens<'a>>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Tokens<'a> {
        account: &'a str,
        token_list: Vec<&'a str>,
    }
    let body = r#"{"retCode":1008026,"result":["0","10110008"],"account_tokens":
        [{"account":"anna","token_list":["t1"]},{"account":"b\u0065rt","token_list":[]}]}"#;
    let tokens = |account, token_list| Tokens { account, token_list };
    let found = Found { account_tokens: vec![tokens("anna", vec!["t1"]), tokens("bert", vec![])] };
    // Whatever was wanted of a success, and after the body is gone.
    let failures: [Failure; 3] = {
        let body = body.to_owned();
        let failure = |error| match error {
            CallError::Failure(failure) => failure,
            CallError::Unreadable(unreadable) => panic!("{unreadable}"),
        };
        [
            failure(decode::<(), _>(body.as_bytes(), from_slice).unwrap_err()),
            failure(decode::<Found<'_>, _>(body.as_bytes(), from_slice).unwrap_err()),
            failure(decode::<Value, _>(body.as_bytes(), from_slice).unwrap_err()),
        ]
    };
    for failure in failures {
        assert_eq!(failure.payload(), Ok(&found).map(|_| found_of(&failure)));
        assert_eq!(failure.payload::<Found<'_>>().unwrap(), found);
        failure.payload::<()>().unwrap();
        let error = failure.payload::<HashMap<String, u8>>().unwrap_err();
        assert!(!error.succeeded());
        let line = "the payload of the failure cannot be read: invalid value: integer `1008026`, expected u8";
        assert_eq!(error.to_string(), line);
    }

    fn found_of(failure: &Failure) -> Found<'_> {
        failure.payload().unwrap()
    }
}

/// So many bytes, in answers of which nothing is wanted.
const LONG: usize = 3 << 20;

/// Long answers, with the code in front or at the end.
fn long(code: u32) -> impl Iterator<Item = Vec<u8>> {
    let payloads = [json!("x".repeat(LONG)), json!(vec![7; LONG / 2]), json!({ "a": [vec![""; LONG / 3], [{}]] })];
    payloads.into_iter().flat_map(move |payload| {
        let head = format!(r#""ret_code":{code},"err_msg":"over"#);
        [format!(r#"{{{head}","data":{payload}}}"#), format!(r#"{{"data":{payload},"result":["0"],{head}"}}"#)]
            .map(String::into_bytes)
    })
}

#[test]
fn of_a_long_failure_the_line_is_kept() {
    for body in long(1008028) {
        let Err(CallError::Failure(failure)) = decode::<(), _>(&body, from_slice) else { panic!("it is a failure") };
        let line = failure.to_string();
        assert!(line.starts_with("request too fast (1008028): \"over\""), "{line}");
        // The items may have been among what was not kept.
        assert!(!failure.items().is_complete() && line.ends_with("[items cannot be read]"), "{line}");
        let error = failure.payload::<Value>().unwrap_err().to_string();
        assert!(error.ends_with("the answer was too long to be kept, as nothing was wanted of it"), "{error}");
        // Who wants something gets it.
        let Err(CallError::Failure(failure)) = decode::<Value, _>(&body, from_slice) else { panic!("it is one") };
        assert_eq!(failure.payload::<Value>().unwrap(), from_slice::<Value>(&body).unwrap());
    }
}

#[test]
fn a_long_success_is_one() {
    #[derive(Deserialize)]
    struct Unit;
    for body in long(0) {
        decode::<(), _>(&body, from_slice).unwrap();
        decode::<Unit, _>(&body, from_slice).unwrap();
        decode::<IgnoredAny, _>(&body, from_slice).unwrap();
        decode::<Option<PhantomData<u8>>, _>(&body, from_slice).unwrap();
        assert!(matches!(from_slice::<Outcome<Value>>(&body), Ok(Outcome::Success(_))));
    }
}

/// That it succeeds is no reason not to read on: what comes after it may say otherwise.
#[test]
fn what_is_not_kept_is_read_all_the_same() {
    for body in [r#"{"ret_code":0,"a":[1,"#, r#"{"ret_code":0,"a":[1}"#, r#"{"ret_code":0,"a":{},"retCode":7}"#] {
        assert!(matches!(decode::<(), _>(body.as_bytes(), from_slice), Err(CallError::Unreadable(_))), "{body}");
    }
    let mut cut = long(0).next().unwrap();
    cut.pop();
    assert!(decode::<(), _>(&cut, from_slice).is_err());
    let long = format!(r#"{{"data":"{}","a":1}}"#, "x".repeat(LONG));
    let line = decode::<(), _>(long.as_bytes(), from_slice).unwrap_err().to_string();
    assert!(line.contains("neither `ret_code` nor `retCode`, and is too long to say more"), "{line}");
}
