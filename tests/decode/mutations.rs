//! Whatever becomes of a body on its way, nothing panics, and what is said of it is one line.

use proptest::prelude::*;
use serde_json::{from_slice, from_value, json};
use tpns_errors::{Items, Outcome, decode};

use crate::bodies::{FAILURES, SUCCESSES, UNREADABLE};

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let good = SUCCESSES.iter().copied().chain(FAILURES.iter().map(|told| told.0)).map(|body| body.as_bytes().to_vec());
    let all: Vec<_> = good.chain(UNREADABLE.iter().map(|(body, _)| body.to_vec())).collect();
    prop::sample::select(all)
}

/// What serde can read of a body that serde_json has read.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "it is enough that they are read")]
struct Wanted {
    #[serde(default)]
    result: Option<Items>,
    #[serde(flatten)]
    rest: std::collections::HashMap<String, serde_json::Value>,
}

fn judge(body: &[u8]) -> Result<(), TestCaseError> {
    let told = [
        decode::<(), _>(body, from_slice).err().map(|error| error.to_string()),
        decode::<Wanted, _>(body, from_slice).err().map(|error| error.to_string()),
    ];
    for line in told.into_iter().flatten() {
        prop_assert!(!line.is_empty() && !line.contains(char::is_control), "{line:?}");
        prop_assert!(line.chars().count() < 5_000);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_byte_that_changes(mut body in bodies(), at: prop::sample::Index, byte: u8) {
        if !body.is_empty() {
            let at = at.index(body.len());
            body[at] = byte;
        }
        judge(&body)?;
    }

    #[test]
    fn a_body_that_ends_early(body in bodies(), at: prop::sample::Index) {
        judge(&body[..at.index(body.len() + 1)])?;
    }

    #[test]
    fn pieces_that_change_places(body in bodies(), other in bodies(), a: prop::sample::Index, b: prop::sample::Index) {
        let mut spliced = body[..a.index(body.len() + 1)].to_vec();
        spliced.extend(&other[b.index(other.len() + 1)..]);
        judge(&spliced)?;
    }

    #[test]
    fn any_bytes(body: Vec<u8>) {
        judge(&body)?;
    }

    /// Any value under any of the names that mean something.
    #[test]
    fn any_value_of_a_field(
        name in prop::sample::select(vec!["ret_code", "retCode", "err_msg", "errMsg", "seq", "result"]),
        value in values(),
        code in prop::option::of(any::<u32>()),
    ) {
        let mut body = json!({ name: value });
        if let (Some(code), false) = (code, name.starts_with("ret")) {
            body["ret_code"] = json!(code);
        }
        judge(body.to_string().as_bytes())?;
        // As a value it comes to the same as in bytes.
        let read = from_slice::<Outcome<()>>(body.to_string().as_bytes());
        prop_assert_eq!(from_value::<Outcome<()>>(body).ok(), read.ok());
    }
}

fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<u64>().prop_map(|value| json!(value)),
        // Those that JSON writes and reads back as they were.
        any::<i32>().prop_map(|value| json!(f64::from(value) / 4.0)),
        any::<u32>().prop_map(|value| json!(value.to_string())),
        any::<String>().prop_map(|value| json!(value)),
        Just(json!("[0,\"7\"]")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|values| json!(values)),
            prop::collection::hash_map(any::<String>(), inner, 0..4).prop_map(|values| json!(values)),
        ]
    })
}
