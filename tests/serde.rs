//! Codes on the wire: bare numbers, and the texts of categories.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::{from_str, to_string};
use tpns_errors::{AnyErrorCode, ErrorCode, FeedbackApi};

#[test]
fn a_code_is_its_number() {
    assert_eq!(to_string(&ErrorCode::AuthFailure).unwrap(), "1008003");
    assert_eq!(to_string(&AnyErrorCode::from(7)).unwrap(), "7");
    for error in ErrorCode::ALL {
        let json = to_string(error).unwrap();
        assert_eq!(json, error.code().to_string());
        assert_eq!(from_str::<ErrorCode>(&json).unwrap(), *error);
        assert_eq!(from_str::<AnyErrorCode>(&json).unwrap(), (*error).into());
    }
}

#[test]
fn a_number_that_is_no_code_is_kept_or_refused() {
    for code in [0, 1008005, u32::MAX] {
        let json = code.to_string();
        let any: AnyErrorCode = from_str(&json).unwrap();
        assert_eq!(any.code(), code);
        assert_eq!(to_string(&any).unwrap(), json);
        let error = from_str::<ErrorCode>(&json).unwrap_err();
        assert!(error.to_string().starts_with(&format!("unknown error code {code}")), "{error}");
    }
}

#[test]
fn what_is_no_number_of_the_type_is_refused() {
    for json in ["4294967296", "-1", "1008003.5", "\"1008003\"", "\"auth failure\"", "null", "true", "[1]", "{}"] {
        assert!(from_str::<ErrorCode>(json).is_err(), "{json}");
        assert!(from_str::<AnyErrorCode>(json).is_err(), "{json}");
    }
}

#[test]
fn a_category_is_its_text() {
    assert_eq!(to_string(&FeedbackApi::PushApi).unwrap(), "\"Push API\"");
    for api in FeedbackApi::ALL {
        let json = to_string(api).unwrap();
        assert_eq!(json, format!("\"{}\"", api.as_str()));
        assert_eq!(from_str::<FeedbackApi>(&json).unwrap(), *api);
    }
    // An escape makes the text one that cannot be borrowed.
    assert_eq!(from_str::<FeedbackApi>("\"Push\\u0020API\"").unwrap(), FeedbackApi::PushApi);
    for json in ["\"push API\"", "\"PushApi\"", "\"\"", "5", "null"] {
        assert!(from_str::<FeedbackApi>(json).is_err(), "{json}");
    }
}

#[test]
fn codes_are_keys_of_objects() {
    let counts = BTreeMap::from([(ErrorCode::AuthFailure, 3), (ErrorCode::PushRepeat, 1)]);
    let json = to_string(&counts).unwrap();
    assert_eq!(json, r#"{"1008003":3,"10010018":1}"#);
    assert_eq!(from_str::<BTreeMap<ErrorCode, i32>>(&json).unwrap(), counts);
    assert_eq!(from_str::<BTreeMap<AnyErrorCode, i32>>(r#"{"7":1}"#).unwrap(), BTreeMap::from([(7.into(), 1)]));
}

#[test]
fn a_code_may_be_written_as_its_name() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Event {
        #[serde(with = "tpns_errors::as_variant_name")]
        error: ErrorCode,
    }
    for &error in ErrorCode::ALL {
        let json = to_string(&Event { error }).unwrap();
        assert_eq!(json, format!("{{\"error\":\"{error:?}\"}}"));
        assert_eq!(from_str::<Event>(&json).unwrap(), Event { error });
    }
    let error = from_str::<Event>("{\"error\":\"auth failure\"}").unwrap_err().to_string();
    assert!(error.starts_with("invalid value: string \"auth failure\", expected the name of a variant"), "{error}");
}
