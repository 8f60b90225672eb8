//! What a push answers with.

use serde::Deserialize;
use serde_json::{from_slice, from_str};
use tpns_errors::{CallError, Dropped, PushIds, Pushed, decode};

#[test]
fn a_push_has_one_id_or_several() {
    for (written, ids) in [
        (r#""7401""#, vec!["7401"]),
        ("7401", vec!["7401"]),
        (r#"["7101"]"#, vec!["7101"]),
        (r#"["7101","7102",7103]"#, vec!["7101", "7102", "7103"]),
    ] {
        let body = format!(r#"{{"push_id":{written},"ret_code":0,"result":"{{}}","environment":"dev"}}"#);
        let pushed: Pushed = decode(body.as_bytes(), from_slice).unwrap();
        assert_eq!(pushed.push_ids.iter().collect::<Vec<_>>(), ids, "{written}");
        assert_eq!((pushed.push_ids.first(), pushed.push_ids.len()), (ids[0], ids.len()), "{written}");
        assert_eq!(pushed.push_ids.to_string(), ids.join(", "), "{written}");
        assert!(pushed.dropped.is_empty() && pushed.items.is_empty() && pushed.items.is_complete(), "{written}");
        assert_eq!(from_str::<PushIds>(written).unwrap(), pushed.push_ids);
    }
}

/// A push that succeeded is no failure, but it is told of that its ID is not there.
#[test]
fn what_is_no_id_is_told_of() {
    for written in [r#""""#, r#"" ""#, "null", "[]", "{}", r#"[""]"#, r#"["7101",null]"#, "-1", "0.5", "true"] {
        let body = format!(r#"{{"push_id":{written},"ret_code":0}}"#);
        match decode::<Pushed, _>(body.as_bytes(), from_slice) {
            Err(CallError::Unreadable(unreadable)) => {
                assert!(unreadable.succeeded(), "{written}");
                assert!(unreadable.to_string().contains("no push ID"), "{unreadable}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

/// Whatever else is odd: a push is not lost.
#[test]
fn what_was_left_out_is_there() {
    for (written, dropped) in [
        ("[]", vec![]),
        ("null", vec![]),
        (r#""""#, vec![]),
        (r#"["t9","t10"]"#, vec!["t9", "t10"]),
        (r#""t9""#, vec!["t9"]),
        (r#"["t9",null,{"a":1},7]"#, vec!["t9", "null", "an object", "7"]),
        ("{}", vec!["an object"]),
    ] {
        let body = format!(r#"{{"push_id":"7401","ret_code":0,"invalid_targe_list":{written}}}"#);
        let pushed: Pushed = decode(body.as_bytes(), from_slice).unwrap();
        assert_eq!(pushed.dropped.iter().collect::<Vec<_>>(), dropped, "{written}");
        assert_eq!((pushed.dropped.len(), pushed.dropped.is_empty()), (dropped.len(), dropped.is_empty()));
        assert_eq!(pushed.dropped.to_string(), dropped.join(", "));
    }
}

#[test]
fn attributes_that_the_service_does_not_know() {
    #[derive(Deserialize)]
    struct Set {
        #[serde(default, rename = "invalidAttribute")]
        dropped: Dropped,
    }
    let set: Set = decode(br#"{"retCode":0,"errMsg":"success","invalidAttribute":["high"]}"#, from_slice).unwrap();
    assert_eq!(set.dropped.iter().collect::<Vec<_>>(), ["high"]);
    let set: Set = decode(br#"{"retCode":0}"#, from_slice).unwrap();
    assert!(set.dropped.is_empty());
}

#[test]
fn a_list_is_one_short_line() {
    let nasty = "a\r\n\u{202e}".repeat(1_000);
    let dropped: Dropped = from_str(&serde_json::to_string(&vec![nasty; 1_000]).unwrap()).unwrap();
    let line = dropped.to_string();
    assert!(line.ends_with(" and 990 more") && line.len() < 10_000, "{line}");
    for line in [line, format!("{dropped:?}")] {
        assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line}");
    }
}
