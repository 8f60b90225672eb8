//! Whether a text was improved or replaced: rewordings that change no meaning, texts that say the opposite, and texts that
//! have changed places. Each is judged alone in a row: by a description alone, and as a description beside a name that
//! stays.

use errtable::diff::{Class, Level};
use errtable::{Compiled, Source, changes, compile};

/// Texts, and what they may become: other tenses, articles, mended typos, marks, an order of words, and words that say the
/// same.
const HARMLESS: &[(&str, &[&str])] = &[
    // Tenses and articles.
    (
        "The file is not found",
        &["The file was not found", "File not found", "A file was not found", "The file has not been found"],
    ),
    (
        "The printer lease is expired",
        &["The printer lease was expired", "The printer lease has expired", "Printer lease expired"],
    ),
    ("The token does not exist", &["The token did not exist", "Token does not exist", "The token doesn't exist"]),
    (
        "Some of the receipts were not printed",
        &["Some receipts were not printed", "Some of the receipts have not been printed"],
    ),
    (
        "A required parameter is missing",
        &["The required parameter is missing", "Required parameter missing", "A required parameter was missing"],
    ),
    ("The server closes the connection", &["The server closed the connection", "The server has closed the connection"]),
    (
        "The request exceeds the limit",
        &["The request exceeded the limit", "Request exceeds limit", "The request has exceeded the limit"],
    ),
    (
        "The uploaded file is empty",
        &["The uploaded file was empty", "Uploaded file is empty", "An uploaded file is empty"],
    ),
    (
        "Certificate parse failed",
        &["The certificate parse failed", "Certificate parsing failed", "Failed to parse the certificate"],
    ),
    ("The push task is being processed", &["The push task was being processed", "Push task is being processed"]),
    ("User is blocked", &["The user is blocked", "The user was blocked", "The user has been blocked"]),
    (
        "The date has a wrong format",
        &["The date had a wrong format", "Date has wrong format", "The date has the wrong format"],
    ),
    ("Sending is not allowed at night", &["Sending was not allowed at night", "Sending isn't allowed at night"]),
    ("The weaver has no pass", &["The weaver had no pass", "Weaver has no pass"]),
    (
        "The account cannot be bound",
        &["The account could not be bound", "The account can't be bound", "Account cannot be bound"],
    ),
    ("The number of tags exceeds 100", &["Number of tags exceeds 100", "The number of tags exceeded 100"]),
    (
        "An internal error occurred",
        &["An internal error has occurred", "Internal error occurred", "The internal error occurs"],
    ),
    ("The lid was left open", &["The lid is left open", "A lid was left open", "The lid has been left open"]),
    (
        "Signature does not match",
        &["The signature does not match", "The signature did not match", "Signature doesn't match"],
    ),
    ("The cashier could not be signed in", &["The cashier can not be signed in", "Cashier could not be signed in"]),
    // Slips of the pen.
    ("Paramter parse error", &["Parameter parse error"]),
    ("The date has a wrong formate", &["The date has a wrong format"]),
    ("Reciept could not be printed", &["Receipt could not be printed"]),
    ("Oder parse error", &["Order parse error"]),
    ("Authentification failed", &["Authentication failed"]),
    ("The adress is unknown", &["The address is unknown"]),
    ("Conection refused", &["Connection refused"]),
    ("Voucher is allready used", &["Voucher is already used"]),
    ("Invalid certifcate", &["Invalid certificate"]),
    ("Too many requets", &["Too many requests"]),
    ("The devise is offline", &["The device is offline"]),
    ("Loom coldd", &["Loom cold"]),
    ("Generel error of the service", &["General error of the service"]),
    ("Maximun length exceeded", &["Maximum length exceeded"]),
    ("The queue is fulll", &["The queue is full"]),
    // Marks, case and order.
    (
        "Invalid token. Please check it",
        &[
            "Invalid token, please check it",
            "invalid token; please check it",
            "Invalid token — check it",
            "Invalid token",
        ],
    ),
    ("lid, open", &["lid，open", "Lid open", "LID OPEN", "lid (open)", "open lid"]),
    ("Too fast; wait a minute", &["Too fast: wait a minute", "too fast, wait a minute.", "Wait a minute: too fast"]),
    ("The push id is unknown.", &["The push id is unknown", "the push-id is unknown", "Unknown push id"]),
    ("No voucher, no card", &["No voucher and no card", "no voucher; no card", "No card, no voucher"]),
    ("Order parse error", &["Error parsing the order", "Parse error of the order", "Error: order parse"]),
    ("Tag list too long", &["The tag list is too long", "Too long tag list", "Tag list: too long"]),
    (
        "Upload of the file failed",
        &["File upload failed", "Failed upload of the file", "The upload of the file has failed"],
    ),
    ("Package number is invalid", &["Invalid package number", "The number of the package is invalid"]),
    (
        "Service is temporarily unavailable",
        &["Temporarily, the service is unavailable", "The service is unavailable temporarily"],
    ),
    // Words that say the same.
    (
        "The push task ID does not exist",
        &[
            "The push task ID is missing",
            "There is no push task ID",
            "Push task ID not found",
            "The push task identifier does not exist",
        ],
    ),
    (
        "The voucher is not valid",
        &["The voucher is invalid", "Invalid voucher", "The voucher is not correct", "The voucher is wrong"],
    ),
    (
        "Failed to call the service",
        &[
            "The service could not be called",
            "Calling the service failed",
            "Failed to invoke the service",
            "Error calling the service",
            "Unable to call the service",
        ],
    ),
    (
        "Access is not allowed",
        &["Access is forbidden", "Access denied", "Access is not permitted", "Access was refused"],
    ),
    (
        "The wrong password was given",
        &["An incorrect password was given", "The password given is invalid", "A bad password was given"],
    ),
    (
        "The certificate has expired",
        &["The certificate is outdated", "Expired certificate", "The certificate is expired"],
    ),
    (
        "The parameter is missing",
        &[
            "The parameter is absent",
            "The parameter is lacking",
            "Parameter not found",
            "Missing parameter",
            "The parameter does not exist",
        ],
    ),
    (
        "The file cannot be parsed",
        &[
            "The file could not be parsed",
            "Parsing the file failed",
            "Failed to parse the file",
            "Unable to parse the file",
            "File parse error",
        ],
    ),
    (
        "The message is too large",
        &["The message is too big", "Message too large", "The message is huge", "The size of the message is too large"],
    ),
    ("Request too fast", &["Requests are too quick", "The request is too fast", "Too fast requests"]),
    (
        "Verification failed",
        &["Validation failed", "The check failed", "Verification error", "Verification was not successful"],
    ),
    (
        "The account was deleted",
        &["The account was removed", "The account has been deleted", "Deleted account", "The user account was deleted"],
    ),
    (
        "A mandatory field is empty",
        &["A required field is empty", "A required field is blank", "A needed field is empty"],
    ),
    (
        "The message cannot be sent",
        &[
            "The message could not be sent",
            "Failed to send the message",
            "Message sending failed",
            "The message could not be transmitted",
        ],
    ),
    ("Limit exceeded", &["The limit was exceeded", "Exceeded the limit", "Quota exceeded", "Exceeds the limit"]),
    (
        "The data could not be retrieved",
        &["The data could not be fetched", "Failed to get the data", "Fetching the data failed"],
    ),
    (
        "The command is not recognized",
        &["The command is unknown", "Unknown command", "Unrecognized command", "The command is not known"],
    ),
    (
        "The operation is not supported",
        &["Unsupported operation", "The operation is unsupported", "Operation not supported"],
    ),
    (
        "Creation of the app failed",
        &["Failed to create the application", "The app could not be created", "Creating the app failed"],
    ),
    ("The box is occupied", &["The box is busy", "Box occupied"]),
    ("The token is not present", &["The token is missing", "Token absent"]),
    ("Duplicate entry", &["Repeated entry", "The entry is duplicated"]),
    ("Illegal argument", &["Invalid argument", "Invalid parameter", "The argument is illegal"]),
    ("The connection timed out", &["Connection timeout", "The connection has timed out"]),
    // More is said, or less.
    ("Invalid appkey", &["Invalid appkey. Check it in the console", "The appkey is invalid and cannot be used"]),
    ("The lid is open", &["The lid is open; close it first", "Close the lid: it is open"]),
    (
        "Exceeded the frequency limit",
        &["Exceeded the frequency limit of the interface", "The frequency limit is exceeded. Retry later"],
    ),
    (
        "Order could not be read",
        &["The order could not be read by the till", "The order could not be read. Scan it again"],
    ),
    // Another script.
    ("代金券无效，请检查", &["代金券无效", "代金券非法", "代金券无效。请检查", "无效代金券"]),
    ("订单不存在", &["该订单不存在", "订单找不到，不存在"]),
    ("小票日期格式不对", &["小票的日期格式不正确", "小票日期格式不对。"]),
    ("登录失败", &["收银员登录失败", "登录失败，请重试"]),
    ("无法解析订单", &["订单解析失败", "无法解析该订单"]),
    ("上传的文件为空", &["上传文件为空", "所上传的文件为空"]),
    ("超出频率限制", &["超出频率的限制", "超出了频率限制"]),
    ("The order could not be read", &["订单解析错误"]),
    ("收银接口", &["Till API"]),
];

/// Texts, and others that say the opposite.
const OPPOSITE: &[(&str, &str)] = &[
    ("dyeing allowed", "dyeing not allowed"),
    ("dyeing is allowed at night", "dyeing is forbidden at night"),
    ("the call is synchronous", "the call is asynchronous"),
    ("synchronous call failed", "asynchronous call failed"),
    ("push is enabled", "push is disabled"),
    ("enabled device", "disabled device"),
    ("the certificate is valid", "the certificate is invalid"),
    ("a valid token was given", "an invalid token was given"),
    ("called before the start", "called after the start"),
    ("the date is before today", "the date is after today"),
    ("minimum length not reached", "maximum length not reached"),
    ("below the minimum", "below the maximum"),
    ("the print was a success", "the print was a failure"),
    ("upload succeeded", "upload failed"),
    ("the lid is open", "the lid is closed"),
    ("the printer is on", "the printer is off"),
    ("logged in already", "logged out already"),
    ("the user is active", "the user is inactive"),
    ("connected to the host", "disconnected from the host"),
    ("the file exists", "the file does not exist"),
    ("the file exists", "the file is missing"),
    ("retry the request", "do not retry the request"),
    ("the push can be repeated", "the push cannot be repeated"),
    ("too many tags", "too few tags"),
    ("the list is too long", "the list is too short"),
    ("the device is online", "the device is offline"),
    ("temperature too high", "temperature too low"),
    ("the loom is hot", "the loom is cold"),
    ("the name is required", "the name is optional"),
    ("the account is locked", "the account is unlocked"),
    ("the public key is wrong", "the private key is wrong"),
    ("no tag may be given", "a tag may be given"),
    ("the upload is complete", "the upload is incomplete"),
    ("the first page is missing", "the last page is missing"),
    ("request timed out", "response timed out"),
    ("the sender is unknown", "the receiver is unknown"),
    ("encryption with the key: encrypt failed", "encryption with the key: decrypt failed"),
    ("is supported by the server", "is not supported by the server"),
    ("was accepted", "was rejected"),
    ("the queue is full", "the queue is empty"),
    ("the amount is positive", "the amount is negative"),
    ("the order was paid", "the order was unpaid"),
    ("an update is available", "an update is unavailable"),
    ("print op, partly error", "print op, total error"),
    ("打印成功", "打印失败"),
    ("订单存在", "订单不存在"),
    ("允许推送", "不允许推送"),
    ("允许推送", "禁止推送"),
    ("同步接口错误", "异步接口错误"),
    ("推送已启用", "推送已禁用"),
    ("代金券有效", "代金券无效"),
    ("设备在线", "设备离线"),
    ("不能早于最小值", "不能早于最大值"),
    ("列表过长", "列表过短"),
    ("开始之前", "开始之后"),
    ("账号已绑定", "账号未绑定"),
];

fn read(columns: &str, rows: &[Vec<String>]) -> Compiled {
    let width = columns.matches('|').count() - 1;
    let rows: String = rows.iter().map(|cells| format!("| {} |\n", cells.join(" | "))).collect();
    let text = format!("<!-- errtable\nnames = \"code\"\n-->\n\n{columns}\n|{}\n{rows}", "---|".repeat(width));
    let compiled = compile(Source::new("codes.md", text));
    assert!(!compiled.findings.has_errors(), "{:?}", compiled.findings);
    compiled
}

/// The level of the change of a description alone, and of one beside a name that stays.
fn levels(before: &str, after: &str) -> [Option<Level>; 2] {
    let alone = |text: &str| read("| Error code | Description |", &[vec!["1".into(), text.into()]]);
    let named = |text: &str| {
        read("| Error code | Name | Description |", &[vec!["1".into(), "the seventh fault".into(), text.into()]])
    };
    [changes(&alone(before), &alone(after)).level(), changes(&named(before), &named(after)).level()]
}

#[test]
fn harmless_rewordings_change_no_meaning() {
    let pairs: Vec<_> =
        HARMLESS.iter().flat_map(|(before, all)| all.iter().map(move |after| (*before, *after))).collect();
    assert!(pairs.len() >= 200, "there are only {}", pairs.len());
    let is_false = |(before, after): &&(&str, &str)| {
        let both = [levels(before, after), levels(after, before)];
        both.iter().flatten().any(|level| *level == Some(Level::Major))
    };
    let wrong: Vec<_> = pairs.iter().filter(is_false).collect();
    assert!(
        wrong.len() * 50 <= pairs.len(),
        "{} of {} are called another meaning: {wrong:#?}",
        wrong.len(),
        pairs.len()
    );
}

#[test]
fn opposites_are_always_told() {
    let both = OPPOSITE.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
    let missed: Vec<_> =
        both.filter(|(before, after)| levels(before, after) != [Some(Level::Major), Some(Level::Major)]).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The rows of our own table, and of one that is made of it, so that there are more pairs.
fn rows() -> Vec<Vec<String>> {
    let spec = include_str!("../../../spec/tpns.md");
    let start = spec.find("| Error code").expect("the table begins so");
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let own: Vec<_> = spec[start..].lines().filter(|line| line.starts_with('|')).skip(2).map(cells).collect();
    let more = own.iter().take(26).map(|row| {
        let code = format!("9{}", row[0]);
        vec![code, format!("till {}", row[1]), format!("{} of the till", row[2])]
    });
    own.iter().map(|row| row[..3].to_vec()).chain(more).collect()
}

/// The classes of the changes where two rows have changed some of their texts.
fn swapped(columns: &str, rows: &[Vec<String>], pair: (usize, usize), texts: std::ops::Range<usize>) -> Vec<Class> {
    let mut after = rows.to_vec();
    for text in texts {
        let (one, other) = (rows[pair.0][text].clone(), rows[pair.1][text].clone());
        (after[pair.0][text], after[pair.1][text]) = (other, one);
    }
    changes(&read(columns, rows), &read(columns, &after)).changes.iter().map(|change| change.class).collect()
}

#[test]
fn texts_that_change_places_are_never_reworded() {
    let named = rows();
    let alone: Vec<Vec<String>> = named.iter().map(|row| vec![row[0].clone(), row[2].clone()]).collect();
    let (with_names, without) = ("| Error code | Name | Description |", "| Error code | Description |");
    let (mut tried, mut wrong) = ([0, 0], Vec::new());
    // A few hundred, or all of them.
    let step = if std::env::var_os("ERRTABLE_CASES").is_some() { 1 } else { 29 };
    let pairs = (0..named.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
    for pair in pairs.step_by(step) {
        let (one, other) = (&named[pair.0], &named[pair.1]);
        let mut expect = |classes: Vec<Class>, kind: usize, what: &str| {
            tried[kind] += 1;
            if classes != [Class::MeaningChanged, Class::MeaningChanged] {
                wrong.push(format!("{what} of {one:?} and {other:?}: {classes:?}"));
            }
        };
        if one[1] != other[1] {
            expect(swapped(with_names, &named, pair, 1..2), 0, "names");
        }
        if one[2] != other[2] {
            expect(swapped(with_names, &named, pair, 2..3), 0, "descriptions");
            expect(swapped(without, &alone, pair, 1..2), 1, "lone descriptions");
        }
        if one[1] != other[1] || one[2] != other[2] {
            expect(swapped(with_names, &named, pair, 1..3), 0, "texts");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried[0] >= 100 && tried[1] >= 40, "only {tried:?} were tried");
}

/// Each text is shifted to the next row.
#[test]
fn a_shift_changes_the_meaning_of_every_row() {
    let before = rows();
    let mut after = before.clone();
    for (number, row) in after.iter_mut().enumerate() {
        row[1..].clone_from_slice(&before[(number + 1) % before.len()][1..]);
    }
    let columns = "| Error code | Name | Description |";
    let changes = changes(&read(columns, &before), &read(columns, &after)).changes;
    assert!(changes.iter().all(|change| change.class == Class::MeaningChanged), "{changes:#?}");
    assert_eq!(changes.len(), before.len());
}
