//! Whatever becomes of a body on its way, nothing panics, and what is said of it is one line.
//!
//! All small changes, not some of them: there are few enough.

use std::collections::HashMap;

use serde_json::{Value, from_slice, from_value, json};
use tpns_errors::{Items, Outcome, decode};

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

fn judge(body: &[u8]) {
    let told = [
        decode::<(), _>(body, from_slice).err().map(|error| error.to_string()),
        decode::<Wanted, _>(body, from_slice).err().map(|error| error.to_string()),
    ];
    for line in told.into_iter().flatten() {
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
    for name in ["ret_code", "retCode", "err_msg", "errMsg", "ErrMsg", "err_msg_zh", "seq", "result", "push_id"] {
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
