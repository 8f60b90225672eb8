//! What became of each item of a batch.

use serde::Deserialize;
use serde_json::{from_slice, from_str};
use tpns_errors::{AnyErrorCode, ErrorCode, Item, Items, decode};

use crate::failure;

#[test]
fn failed_items_have_their_index_and_code() {
    let token = AnyErrorCode::from(1008006);
    for result in [
        r#"["0","1008006","0","7"]"#,
        r#"["ok","1008006","OK","7"]"#,
        "[0,1008006,0,7]",
        r#""[0,1008006,0,7]""#,
        r#""[ok,1008006,0,7]""#,
        r#"" [ 0, 1008006 ,0, 7 ] ""#,
        r#""[\"0\",\"1008006\",\"ok\",\"7\"]""#,
    ] {
        let failure = failure(&format!(r#"{{"ret_code":1008026,"err_msg":"","result":{result}}}"#));
        let items = failure.items();
        assert_eq!(items.failed().collect::<Vec<_>>(), [(1, token), (3, 7.into())], "{result}");
        let all = [Item::Done, Item::Failed(token), Item::Done, Item::Failed(7.into())];
        assert_eq!(items.iter().collect::<Vec<_>>(), all, "{result}");
        assert!((0..5).all(|index| items.get(index) == all.get(index).copied()), "{result}");
        assert!((0..6).all(|sent| items.covers(sent) == (sent == 4)), "{result}");
        let line = "batch op, partly error (1008026) [item 1: invalid token (1008006); item 3: unknown error code 7]";
        assert_eq!(failure.to_string(), line, "{result}");
    }
}

/// What says nothing of items.
const NOTHING: &[&str] =
    &[r#""""#, "null", r#""null""#, "{}", r#""{}""#, r#"" { } ""#, r#"{"":""}"#, r#"{"":null}"#, r#""{\"\":\"\"}""#];

/// What says something that is no list of codes.
const NO_LIST: &[&str] = &[
    r#""ok""#,
    r#""0""#,
    "0",
    "7",
    "1008006",
    "true",
    "-1",
    "0.5",
    r#"{"a":[1]}"#,
    r#"{"status":0}"#,
    r#"{"":"1008006"}"#,
    r#""{\"a\":1}""#,
    r#""[0""#,
    r#""0,x""#,
];

/// What is no list of codes is in nobody's way, whether it is asked for or not.
#[test]
fn a_result_of_another_kind_loses_no_success_and_hides_no_failure() {
    #[derive(Debug, Deserialize)]
    struct Pushed {
        push_id: String,
        #[serde(default)]
        result: Items,
    }
    let told = [(NOTHING, true, ""), (NO_LIST, false, " [items cannot be read]")];
    for (result, is_complete, told) in
        told.into_iter().flat_map(|(all, is, told)| all.iter().map(move |r| (*r, is, told)))
    {
        let failure = failure(&format!(r#"{{"ret_code":1008027,"result":{result}}}"#));
        let body = format!(r#"{{"ret_code":0,"result":{result},"push_id":"7001"}}"#);
        let pushed: Pushed = decode(body.as_bytes(), from_slice).unwrap();
        assert_eq!(pushed.push_id, "7001", "{result}");
        assert_eq!(decode(body.as_bytes(), from_slice), Ok(()), "{result}");
        for items in [failure.items(), &pushed.result, &from_str(result).unwrap()] {
            assert_eq!((items.len(), items.get(0), items.failed().count()), (0, None, 0), "{result}");
            assert!(items.is_empty() && items.iter().next().is_none(), "{result}");
            assert_eq!((items.is_complete(), items.covers(0)), (is_complete, is_complete), "{result}");
            assert!(!items.covers(1), "{result}");
        }
        assert_eq!(failure.to_string(), format!("batch op, total error (1008027){told}"), "{result}");
    }
}

#[test]
fn an_empty_list_speaks_of_no_item() {
    for result in ["[]", r#""[]""#, r#""[ ]""#] {
        let items: Items = from_str(result).unwrap();
        assert!(items.is_empty() && items.is_complete() && items.covers(0) && !items.covers(3), "{result}");
    }
}

/// One code that cannot be read takes no other with it, nor its place.
#[test]
fn items_that_can_be_read_keep_their_indices() {
    let known = "item 1: invalid token (1008006)";
    for (result, length, unreadable, told) in [
        (r#"["0","1008006","-1"]"#, 3, vec![2], "item 2 cannot be read"),
        (r#"["ok","1008006","okay"]"#, 3, vec![2], "item 2 cannot be read"),
        (r#"[null,"1008006",null,0]"#, 4, vec![0, 2], "item 0 and 1 more cannot be read"),
        (r#""[0,1008006,]""#, 3, vec![2], "item 2 cannot be read"),
        (r#""[\"0\",\"1008006\",\"-1\",0]""#, 4, vec![2], "item 2 cannot be read"),
        // The last may be the beginning of another code.
        (r#""[0,1008006,100""#, 2, vec![], "further items cannot be read"),
        (r#""[0,1008006,{\"a\":1,\"b\":2},7]""#, 3, vec![2], "item 2 and further ones cannot be read"),
        (r#""[-,1008006,[1,2]]""#, 3, vec![0, 2], "item 0, 1 more and further ones cannot be read"),
    ] {
        let failure = failure(&format!(r#"{{"ret_code":1008026,"result":{result}}}"#));
        let items = failure.items();
        assert_eq!(items.failed().collect::<Vec<_>>(), [(1, ErrorCode::InvalidToken.into())], "{result}");
        assert_eq!(items.unreadable().collect::<Vec<_>>(), unreadable, "{result}");
        assert_eq!(items.len(), length, "{result}");
        assert!(unreadable.iter().all(|&index| items.get(index) == Some(Item::Unreadable)), "{result}");
        assert!(!items.is_complete() && !items.is_empty() && !items.covers(length), "{result}");
        assert_eq!(failure.to_string(), format!("batch op, partly error (1008026) [{known}; {told}]"), "{result}");
    }
}
