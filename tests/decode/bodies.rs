//! The bodies.

/// Code 0, and nothing else that they agree on.
pub(crate) const SUCCESSES: &[&str] = &[
    r#"{"seq":0,"environment":"product","push_id":"88120045","ret_code":0,"err_msg":"NO_ERROR","result":"[0]"}"#,
    r#"{"ret_code":0,"err_msg":"success","err_msg_zh":"成功","push_id":["1","2"],"invalid_targe_list":["t1"]}"#,
    r#"{"ret_code":0}"#,
    r#"{"ret_code":0,"err_msg":"auth failure"}"#,
    r#"{"ret_code":0,"err_msg":null,"seq":"nine","result":{"odd":true}}"#,
    r#"{"result":["0","0"],"err_msg":"ok","ret_code":0,"seq":1,"environment":"dev"}"#,
    r#"{"retCode":0,"errMsg":"","pushRecordData":{"pushState":[]}}"#,
    r#"{"errMsg":"ok","uploadId":31,"retCode":0}"#,
    r#"{"retCode":"0","ErrMsg":"","planId":"5"}"#,
    r#"{"retCode":0,"ret_code":0}"#,
    r#"{"seq":4,"environment":"product","push_id":"7001","ret_code":0,"err_msg":"NO_ERROR","result":"{}"}"#,
    r#"{"ret_code":0,"err_msg":"","seq":0,"result":{"":""}}"#,
    r#"{"ret_code":0,"erroeMsg":"ok","result":{"status":0}}"#,
    r#"{"ret_code":0,"result":["ok","ok","ok"],"push_id":7}"#,
    "\n\t { \"retCode\" : 0 } \r\n",
    r#"{"ret\u005fcode":0}"#,
];

/// Body, code, message, sequence number, and the line for a log.
type Told = (&'static str, u32, Option<&'static str>, Option<u64>, &'static str);

pub(crate) const FAILURES: &[Told] = &[
    (
        r#"{"seq":12,"ret_code":1008003,"err_msg":"sign does not match"}"#,
        1008003,
        Some("sign does not match"),
        Some(12),
        "auth failure (1008003): \"sign does not match\" [seq 12]",
    ),
    // The service's own name of the code says nothing new.
    (
        r#"{"ret_code":1008003,"err_msg":"Auth failure","seq":0}"#,
        1008003,
        Some("Auth failure"),
        None,
        "auth failure (1008003)",
    ),
    (r#"{"ret_code":1008028}"#, 1008028, None, None, "request too fast (1008028)"),
    (
        r#"{"retCode":1008015,"errMsg":"no task 5"}"#,
        1008015,
        Some("no task 5"),
        None,
        "push id not exist (1008015): \"no task 5\"",
    ),
    (
        r#"{"retCode":"1008001","ErrMsg":"no plan"}"#,
        1008001,
        Some("no plan"),
        None,
        "paramter parse error (1008001): \"no plan\"",
    ),
    (
        r#"{"ret_code":1008023,"err_msg":"expired"}"#,
        1008023,
        Some("expired"),
        None,
        "ios push cert was expired for the environment: PRODUCT (1008023): \"expired\"",
    ),
    (
        r#"{"ret_code":10010012,"err_msg_zh":"时间不对"}"#,
        10010012,
        Some("时间不对"),
        None,
        "illegal push time (10010012): \"时间不对\"",
    ),
    (r#"{"ret_code":1008099,"err_msg":"new"}"#, 1008099, Some("new"), None, "unknown error code 1008099: \"new\""),
    (
        r#"{"err_msg_zh":"参数","err_msg":"title","ret_code":1008007,"seq":"41","push_id":null}"#,
        1008007,
        Some("title"),
        Some(41),
        "invalid parameter (1008007): \"title\" [seq 41]",
    ),
    // Success is not what a message says.
    (
        r#"{"ret_code":1008004,"err_msg":"NO_ERROR"}"#,
        1008004,
        Some("NO_ERROR"),
        None,
        "invoke service error (1008004): \"NO_ERROR\"",
    ),
    // A number of any length that fits, and a message that looks like what stands after it.
    (
        r#"{"ret_code":1008028,"err_msg":"x\" [seq 9]\\","seq":"5000000000"}"#,
        1008028,
        Some("x\" [seq 9]\\"),
        Some(5_000_000_000),
        r#"request too fast (1008028): "x\" [seq 9]\\" [seq 5000000000]"#,
    ),
    // What is not as it should be, and was not asked for.
    (
        r#"{"ret_code":1008030,"err_msg":{"a":1},"seq":-4,"result":"?","environment":[[]]}"#,
        1008030,
        None,
        None,
        "app not paid (1008030) [items cannot be read]",
    ),
];

/// Body, and the line for a log.
pub(crate) const UNREADABLE: &[(&[u8], &str)] = &[
    (b"", "the answer is empty"),
    (b" \r\n\t", "the answer is empty"),
    (
        b"<html><body>502 Bad Gateway</body></html>",
        "the answer cannot be read: expected value at line 1 column 1: `<html><body>502 Bad Gateway</body></html>`",
    ),
    (
        b"{\"ret_code\":1008003,\"err_",
        "the answer cannot be read: EOF while parsing a string at line 1 column 25: `{\"ret_code\":1008003,\"err_`",
    ),
    (
        b"{\"ret_code\":0} trailing",
        "the answer cannot be read: trailing characters at line 1 column 16: `{\"ret_code\":0} trailing`",
    ),
    (
        b"{\"ret_code\":\"1008003\"}",
        "the answer cannot be read: `ret_code` is the text \"1008003\", where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 22: `{\"ret_code\":\"1008003\"}`",
    ),
    (
        b"{\"retCode\":\"none\"}",
        "the answer cannot be read: `retCode` is the text \"none\", where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 18: `{\"retCode\":\"none\"}`",
    ),
    (
        b"{\"ret_code\":1008003.5}",
        "the answer cannot be read: `ret_code` is 1008003.5, where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 22: `{\"ret_code\":1008003.5}`",
    ),
    (
        b"{\"ret_code\":0.0}",
        "the answer cannot be read: `ret_code` is 0.0, where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 16: `{\"ret_code\":0.0}`",
    ),
    (
        b"{\"retCode\":-1}",
        "the answer cannot be read: `retCode` is -1, where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 14: `{\"retCode\":-1}`",
    ),
    (
        b"{\"ret_code\":4294967296}",
        "the answer cannot be read: `ret_code` is 4294967296, where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 23: `{\"ret_code\":4294967296}`",
    ),
    (
        b"{\"ret_code\":null}",
        "the answer cannot be read: `ret_code` is null, where a whole number from 0 to 4294967295 is wanted at \
         line 1 column 17: `{\"ret_code\":null}`",
    ),
    (
        b"{\"ret_code\":0,\"retCode\":7}",
        "the answer cannot be read: the answer has two codes, 0 and 7 at line 1 column 26: \
         `{\"ret_code\":0,\"retCode\":7}`",
    ),
    (
        b"{\"code\":7,\"message\":\"x\"}",
        "the answer cannot be read: the answer has neither `ret_code` nor `retCode`, only `code`, `message` at \
         line 1 column 24: `{\"code\":7,\"message\":\"x\"}`",
    ),
    (
        b"{}",
        "the answer cannot be read: the answer has neither `ret_code` nor `retCode`, it is empty at \
         line 1 column 2: `{}`",
    ),
    (
        b"[{\"ret_code\":0}]",
        "the answer cannot be read: invalid type: sequence, expected an answer of TPNS, an object with `ret_code` or \
         `retCode` at line 1 column 0: `[{\"ret_code\":0}]`",
    ),
    (
        b"{\"ret_code\":0,\"\xff\":1}",
        "the answer cannot be read: invalid unicode code point at line 1 column 16: `{\"ret_code\":0,\"\u{fffd}\":1}`",
    ),
];
