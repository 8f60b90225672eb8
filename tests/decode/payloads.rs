//! What a caller may want of an answer that says success.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{from_slice, from_str};
use tpns_errors::{AnyErrorCode, CallError, ErrorCode, Outcome, decode};

fn wanted<'de, T: Deserialize<'de>>(body: &'de str) -> T {
    decode(body.as_bytes(), from_slice).unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn it_may_borrow() {
    #[derive(Deserialize)]
    struct Pushed<'a> {
        push_id: &'a str,
        #[serde(borrow)]
        environment: Cow<'a, str>,
        #[serde(borrow, default)]
        invalid_targe_list: Vec<&'a str>,
    }
    let body = r#"{"push_id":"88","environment":"p\u0072od","ret_code":0,"invalid_targe_list":["a","b"]}"#;
    let pushed: Pushed<'_> = wanted(body);
    assert!(body.as_bytes().as_ptr_range().contains(&pushed.push_id.as_ptr()));
    assert_eq!((pushed.push_id, pushed.environment.as_ref()), ("88", "prod"));
    assert_eq!(pushed.invalid_targe_list, ["a", "b"]);
}

/// The types that serde's own derive and std bring, in all their forms.
#[test]
fn it_may_be_of_any_type() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum State {
        Done,
        Queued { since: u64 },
        Failed(AnyErrorCode),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Id(u32);
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum PushId {
        One(String),
        Many(Vec<String>),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Everything {
        #[serde(rename = "ret_code")]
        code: u8,
        seq: i64,
        states: Vec<State>,
        id: Id,
        push_id: PushId,
        ratio: f32,
        whole: f64,
        below: i16,
        letter: char,
        flag: bool,
        pair: (u8, String),
        none: Option<u8>,
        some: Option<u8>,
        absent: Option<u8>,
        by_code: BTreeMap<AnyErrorCode, u32>,
        by_known: HashMap<ErrorCode, Option<u32>>,
        by_state: HashMap<String, IgnoredAny>,
        #[serde(flatten)]
        rest: HashMap<String, serde_json::Value>,
    }
    let body = r#"{"ret_code":0,"seq":4,"states":["done",{"queued":{"since":7}},{"failed":1008999}],"id":5,
        "push_id":["1","2"],"ratio":0.5,"whole":3,"below":-4,"letter":"é","flag":true,"pair":[1,"x"],"none":null,
        "some":3,"by_code":{"7":1,"1008003":2},"by_known":{"1008003":null},"by_state":{"a":[{}]},"more":{"x":[1.5]}}"#;
    let everything: Everything = wanted(body);
    // What serde_json itself reads of the same body.
    assert_eq!(everything, from_str(body).unwrap());
    assert_eq!(everything.by_code[&1008003.into()], 2);
    assert_eq!(everything.rest["more"]["x"][0], 1.5);
}

#[test]
fn it_may_be_nothing() {
    #[derive(Deserialize)]
    struct Nothing;
    let body = r#"{"ret_code":0,"push_id":"88"}"#;
    wanted::<()>(body);
    wanted::<Nothing>(body);
    wanted::<IgnoredAny>(body);
    wanted::<Option<IgnoredAny>>(body);
    wanted::<std::marker::PhantomData<String>>(body);
    assert_eq!(wanted::<HashMap<String, serde_json::Value>>(body).len(), 2);
}

/// Who sends a push again because its answer could not be read pushes twice.
#[test]
fn success_that_lacks_something_is_told_from_failure() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "it is never read: the field is not there")]
    struct Pushed {
        push_id: String,
    }
    for (body, why) in [
        (r#"{"ret_code":0}"#, "missing field `push_id`"),
        (r#"{"push_id":7,"ret_code":0}"#, "invalid type: integer `7`, expected a string"),
    ] {
        let error = decode::<Pushed, _>(body.as_bytes(), from_slice).unwrap_err();
        let CallError::Unreadable(unreadable) = error else { panic!("{error}") };
        assert!(unreadable.succeeded());
        let line = format!("the request succeeded, but its payload cannot be read: {why}: `{body}`");
        assert_eq!(unreadable.to_string(), line);
        // As it is of one who lets another deserialize.
        let outcome = from_str::<Outcome<Pushed>>(body).unwrap();
        assert!(matches!(&outcome, Outcome::Unfit(unreadable) if unreadable.succeeded()), "{body}");
        let Err(CallError::Unreadable(unreadable)) = outcome.into_result() else { panic!("{body}") };
        assert!(unreadable.succeeded());
        assert_eq!(unreadable.to_string(), format!("the request succeeded, but its payload cannot be read: {why}"));
    }
    // It is not known of what is cut off, has no code, or goes on after its end.
    for body in [r#"{"ret_code":0,"push_"#, r#"{"push_id":7}"#, r#"{"ret_code":0} x"#, "the request succeeded", ""] {
        match decode::<Pushed, _>(body.as_bytes(), from_slice) {
            Err(CallError::Unreadable(unreadable)) => assert!(!unreadable.succeeded(), "{body}"),
            other => panic!("{body}: {other:?}"),
        }
        assert!(from_str::<Outcome<Pushed>>(body).is_err(), "{body}");
    }
    // Of a failure nothing is wanted.
    let failed: Outcome<Pushed> = from_str(r#"{"push_id":7,"ret_code":1008004}"#).unwrap();
    assert_eq!(failed.into_result().unwrap_err().code(), Some(ErrorCode::InvokeServiceError.into()));
}
