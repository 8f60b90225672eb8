//! Whatever becomes of a body on its way, nothing panics, what is said of it is one line, no failure is read as a success,
//! and no success is lost.
//!
//! All small changes, not some of them: there are few enough.

use std::collections::HashMap;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, from_slice, from_value, json};
use tpns_errors::{CallError, Items, Outcome, Pushed, decode};

use crate::bodies::{FAILURES, SUCCESSES, UNREADABLE};

/// What JSON reads, what it does not, and what is no text.
const BYTES: &[u8] = b"{}[]\":,.-+\\ 09eEnutx/\n\0\x1b\x7f\x80\xc3\xe2\xff";

fn bodies() -> Vec<&'static [u8]> {
    let good = SUCCESSES.iter().copied().chain(FAILURES.iter().map(|told| told.0)).map(str::as_bytes);
    good.chain(UNREADABLE.iter().map(|(body, _)| *body)).collect()
}

#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "it is enough that they are read")]
struct Wanted {
    #[serde(default)]
    result: Option<Items>,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

/// What an answer is, by another reading of it: all fields of its object, each as often as it stands there.
#[derive(Debug)]
enum Verdict {
    /// The code is 0.
    Success {
        /// Whether there is a push ID, or several.
        is_push: bool,
        /// Whether `result` stands there once at most: a derived type takes no more.
        has_one_result: bool,
    },
    Failure(u32),
    /// Not known.
    Unreadable,
}

struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

fn verdict(body: &[u8]) -> Verdict {
    let Ok(Fields(fields)) = from_slice(body) else { return Verdict::Unreadable };
    let code = |(name, value): &(String, Value)| match value {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(text) if name == "retCode" && text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    };
    let codes = fields.iter().filter(|(name, _)| name == "ret_code" || name == "retCode").map(code);
    let Some(codes) = codes.collect::<Option<Vec<u32>>>() else { return Verdict::Unreadable };
    match codes[..] {
        [] => Verdict::Unreadable,
        [first, ..] if codes.iter().any(|code| *code != first) => Verdict::Unreadable,
        [0, ..] => Verdict::Success {
            is_push: has_ids(&fields),
            has_one_result: fields.iter().filter(|(name, _)| name == "result").count() <= 1,
        },
        [code, ..] => Verdict::Failure(code),
    }
}

fn has_ids(fields: &[(String, Value)]) -> bool {
    let is_id = |value: &Value| value.as_u64().is_some() || value.as_str().is_some_and(|text| !text.trim().is_empty());
    let mut ids = fields.iter().filter(|(name, _)| name == "push_id").map(|(_, value)| match value {
        Value::Array(ids) => !ids.is_empty() && ids.iter().all(is_id),
        one => is_id(one),
    });
    ids.next().is_some_and(|first| first && ids.all(|other| other))
}

fn judge(body: &[u8]) {
    let verdict = verdict(body);
    let is_wanted = matches!(verdict, Verdict::Success { has_one_result: true, .. });
    agrees(body, &verdict, decode::<Wanted, _>(body, from_slice).map(drop), is_wanted);
    let is_push = matches!(verdict, Verdict::Success { is_push: true, .. });
    agrees(body, &verdict, decode::<Pushed, _>(body, from_slice).map(drop), is_push);
    let nothing = decode::<(), _>(body, from_slice);
    // What is not looked at may be a text in no encoding, or a number beyond all.
    let is_read_past = matches!(verdict, Verdict::Unreadable) && nothing.is_ok();
    match is_read_past {
        true => assert!(String::from_utf8(body.to_vec()).is_err() || body.contains(&b'E') || body.contains(&b'e')),
        false => agrees(body, &verdict, nothing, true),
    }
}

/// No failure is read as a success, and no success is lost that can be read: at worst it is known that it is one.
fn agrees(body: &[u8], verdict: &Verdict, told: Result<(), CallError>, fits: bool) {
    let shown = String::from_utf8_lossy(body);
    match (verdict, &told) {
        (Verdict::Success { .. }, Ok(())) => assert!(fits, "{shown}"),
        (Verdict::Success { .. }, Err(CallError::Unreadable(unreadable))) => {
            assert!(!fits && unreadable.succeeded(), "{shown}");
        }
        (Verdict::Failure(code), Err(CallError::Failure(failure))) => {
            assert_eq!(failure.code().code(), *code, "{shown}");
            assert_eq!(failure.payload::<Value>().ok(), from_slice::<Value>(body).ok(), "{shown}");
        }
        (Verdict::Unreadable, Err(CallError::Unreadable(unreadable))) => assert!(!unreadable.succeeded(), "{shown}"),
        (verdict, told) => panic!("{shown}: {verdict:?}, {told:?}"),
    }
    if let Err(error) = told {
        let line = error.to_string();
        assert!(!line.is_empty() && !line.contains(char::is_control), "{line:?}");
        assert!(line.chars().count() < 3_000, "{line}");
    }
}

#[test]
fn a_body_that_ends_early() {
    for body in bodies() {
        (0..=body.len()).for_each(|end| judge(&body[..end]));
    }
}

#[test]
fn a_byte_that_changes_comes_or_goes() {
    let mut tried = 0;
    for body in bodies() {
        for at in 0..body.len() {
            let (before, after) = (&body[..at], &body[at + 1..]);
            judge(&[before, after].concat());
            for &byte in BYTES {
                judge(&[before, &[byte], after].concat());
                judge(&[before, &[byte], &body[at..]].concat());
            }
            tried += 1 + 2 * BYTES.len();
        }
    }
    assert!(tried > 50_000, "{tried}");
}

#[test]
fn the_end_of_another_body() {
    for body in bodies() {
        for other in bodies() {
            for (cut, from) in
                [(2, 3), (3, 5), (7, 8)].map(|(part, of)| (body.len() * part / of, other.len() * part / of))
            {
                judge(&[&body[..cut], &other[from..]].concat());
            }
        }
    }
}

/// Any value under any of the names that mean something.
#[test]
fn any_value_of_a_field() {
    let leaves = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1008026),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.25),
        json!(1e300),
        json!(""),
        json!("0"),
        json!("1008006"),
        json!("99999999999999999999"),
        json!("[0,\"7\"]"),
        json!("[,]"),
        json!("\u{202e}\r\n"),
    ];
    let nested = leaves.iter().flat_map(|leaf| [json!([leaf]), json!({ "a": leaf }), json!([[leaf], 0])]);
    let values: Vec<_> = leaves.iter().cloned().chain(nested).collect();
    for name in [
        "ret_code",
        "retCode",
        "err_msg",
        "errMsg",
        "ErrMsg",
        "erroeMsg",
        "err_msg_zh",
        "seq",
        "result",
        "push_id",
        "invalid_targe_list",
    ] {
        for value in &values {
            for code in [json!(0), json!(1008026), json!("0"), json!(null)] {
                let mut body = json!({ "ret_code": code });
                body[name] = value.clone();
                judge(body.to_string().as_bytes());
                // As a value it comes to the same as in bytes.
                let read = from_slice::<Outcome<()>>(body.to_string().as_bytes());
                assert_eq!(from_value::<Outcome<()>>(body).ok(), read.ok(), "{name}: {value}");
            }
        }
    }
}

/// A parser stops before it runs out of stack, and so do we.
#[test]
fn what_is_nested_too_deeply() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [100, 10_000, 1_000_000] {
            judge(format!("{{\"ret_code\":0,\"x\":{}0{}}}", open.repeat(depth), close.repeat(depth)).as_bytes());
        }
    }
}
