//! A table through the years: revisions in the shape that real histories have, each put in the place of the one that was
//! locked, under the same directive.
//!
//! Whatever a revision does, no variant is renamed; what it changes is named with its class; what cannot be read is
//! refused with a place.

use std::collections::BTreeMap;

use errtable::diff::{Class, Subject};
use errtable::{Compiled, ReadError, Source, changes, compile_locked};
use errtable_tools::{Release, lock};

const DIRECTIVE: &str = "\
<!-- errtable
lock = \"till.lock\"

[columns.\"Reported by\"]
as = \"category\"

[variants]
7001 = \"OrderParseError\" # the vendor writes \"oder\"
-->

";

const SEED: &str = "\
| Error code | English descriptor | Error description | Reported by |
| ---------- | ------------------ | ----------------- | ----------- |
| 7001 | oder parse error | The order could not be read | Till API |
| 7002 | missing item | An item of the order is missing | Till API |
| 7003 | sign-in failure | The cashier could not be signed in | Till API |
| 7006 | invalid voucher | The voucher is invalid. Check it | Voucher API |
| 7011 | print op, partly error | Some of the receipts were not printed | Printing API |
| 7012 | print op, total error | None of the receipts was printed | Printing API |
| 7016 | receipt date formate error | The date of the receipt has a wrong format | Statistics API |
| 7028 | request too fast | Limit exceeded | Statistics API |
| 7029 | voucher is not valid | Invalid voucher | Voucher API |
| 7110008 | no voucher, no card | Neither the voucher nor the card exists | Voucher API |
";

/// The typo of one name is mended, three codes have come, and prose is better than it was.
const MENDED: &str = "\
| Error code | English descriptor | Error description | Reported by |
| ---------- | ------------------ | ----------------- | ----------- |
| 7001 | oder parse error | The order cannot be parsed | Till API |
| 7002 | missing item | An item of the order is missing | Till API |
| 7003 | sign-in failure | The cashier could not be signed in | Till API |
| 7006 | invalid voucher | The voucher is invalid. Check it | Voucher API |
| 7011 | print op, partly error | Some of the receipts were not printed | Printing API |
| 7012 | print op, total error | None of the receipts was printed | Printing API |
| 7016 | receipt date format error | The date of the receipt has a wrong format | Statistics API |
| 7023 | printer lease was expired for the shop: MAIN | Renew the lease of the printer | Printing API |
| 7028 | request too fast | Limit exceeded | Statistics API |
| 7029 | voucher is not valid | Invalid voucher | Voucher API |
| 7110008 | no voucher, no card | Neither the voucher nor the card exists | Voucher API |
| 7110012 | illegal print time | The time to print is in the past | Printing API |
| 7035 | till is not correct | This till belongs to another shop | Till API |
";

/// The page in another language, with the marks of another keyboard.
const TRANSLATED: &str = "\
| 错误码 | 错误英文描述 | 错误中文描述 | 反馈接口 |
| ------ | ------------ | ------------ | -------- |
| 7001 | oder parse error | 订单解析错误 | 收银接口 |
| 7002 | missing item | 订单缺少商品 | 收银接口 |
| 7003 | sign-in failure | 收银员登录失败 | 收银接口 |
| 7006 | invalid voucher | 代金券无效，请检查 | 代金券接口 |
| 7011 | print op，partly error | 部分小票未打印 | 打印接口 |
| 7012 | print op，total error | 小票均未打印 | 打印接口 |
| 7016 | receipt date format error | 小票日期格式不对 | 统计接口 |
| 7028 | request too fast | 超出限频：<li>统计接口</li><li>打印接口</li> | 统计接口 |
| 7029 | voucher is not valid | 代金券非法 | 代金券接口 |
| 7110008 | no voucher，no card | 代金券和卡不存在 | 代金券接口 |
";

/// The column of the names is gone, and every sentence is another.
const WITHOUT_NAMES: &str = "\
| Error code | Description | Reported by |
| ---------- | ----------- | ----------- |
| 7001 | Order parsing error | Till API |
| 7002 | Item missing | Till API |
| 7003 | Failed to sign the cashier in | Till API |
| 7006 | Invalid voucher | Voucher API |
| 7011 | Receipts partially printed | Printing API |
| 7012 | No receipt could be printed | Printing API |
| 7016 | Incorrect receipt date format | Statistics API |
| 7028 | Exceeded the frequency limit | Statistics API |
| 7029 | Invalid voucher | Voucher API |
| 7110008 | The voucher or the card does not exist | Voucher API |
";

/// One removal has moved up all that came after it.
const SHIFTED: &str = "\
| Error code | English descriptor | Error description | Reported by |
| ---------- | ------------------ | ----------------- | ----------- |
| 7001 | oder parse error | The order could not be read | Till API |
| 7002 | sign-in failure | The cashier could not be signed in | Till API |
| 7003 | invalid voucher | The voucher is invalid. Check it | Voucher API |
| 7006 | print op, partly error | Some of the receipts were not printed | Printing API |
| 7011 | print op, total error | None of the receipts was printed | Printing API |
| 7012 | receipt date formate error | The date of the receipt has a wrong format | Statistics API |
| 7016 | request too fast | Limit exceeded | Statistics API |
| 7028 | voucher is not valid | Invalid voucher | Voucher API |
| 7110008 | no voucher, no card | Neither the voucher nor the card exists | Voucher API |
";

/// One row is struck out, one is gone, one has another number.
const CLEARED: &str = "\
| Error code | English descriptor | Error description | Reported by |
| ---------- | ------------------ | ----------------- | ----------- |
| 7001 | oder parse error | The order could not be read | Till API |
| 7002 | missing item | An item of the order is missing | Till API |
| 7003 | sign-in failure | The cashier could not be signed in | Till API |
| 7006 | invalid voucher | The voucher is invalid. Check it | Voucher API |
| 7011 | print op, partly error | Some of the receipts were not printed | Printing API |
| 7018 | print op, total error | None of the receipts was printed | Printing API |
| 7028 | request too fast | Limit exceeded | Statistics API |
| ~~7029~~ | voucher is not valid | Invalid voucher | Voucher API |
| 7110008 | no voucher, no card | Neither the voucher nor the card exists | Voucher API |
";

/// The header has lost a cell, and one row has one too many.
const BROKEN: &str = "\
| Error Code | Description | Reported by |
| ---------- | ----------- | ----------- | ----------- |
| 7001 | Order parsing error | Till API |
| 7023 | Printer lease was expired | Renew the lease of the printer | Printing API |
";

fn source(table: &str) -> Source {
    Source::new("till.md", format!("{DIRECTIVE}{table}"))
}

fn locked(table: &str) -> String {
    let missing = |name: &str| Err(ReadError::missing(name));
    lock(source(table), &missing, &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() })
        .text
        .expect("the table has no errors")
}

fn compile(table: &str, lock: &str) -> Compiled {
    compile_locked(source(table), &beside(lock))
}

/// The files beside a spec, of which its lock is the only one.
fn beside(lock: &str) -> impl Fn(&str) -> Result<Source, ReadError> {
    move |name| match name.ends_with(".lock") {
        true => Ok(Source::new(name, lock)),
        false => Err(ReadError::missing(name)),
    }
}

fn variants(compiled: &Compiled) -> BTreeMap<String, String> {
    let entries = compiled.catalog.enums().iter().flat_map(|enumeration| &enumeration.entries);
    entries.map(|entry| (entry.code().to_string(), entry.variant.clone())).collect()
}

/// A revision in the place of the seed: the changes of its codes by class, and the breaks that are found.
fn replay(table: &str) -> (BTreeMap<Class, Vec<String>>, Vec<String>) {
    let lock = locked(SEED);
    let (old, new) = (compile(SEED, &lock), compile(table, &lock));
    let before = variants(&old);
    for (code, variant) in variants(&new) {
        assert!(before.get(&code).is_none_or(|before| *before == variant), "{code} is renamed to {variant}");
    }
    let mut classes: BTreeMap<Class, Vec<String>> = BTreeMap::new();
    for change in changes(&old, &new).changes {
        if let Subject::Code { shown, .. } = change.subject {
            let codes = classes.entry(change.class).or_default();
            if !codes.contains(&shown) {
                codes.push(shown);
            }
        }
    }
    let mut breaks: Vec<_> = new.findings.iter().filter_map(|finding| finding.accepts.clone()).collect();
    breaks.sort();
    (classes, breaks)
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

const ALL: [&str; 10] = ["7001", "7002", "7003", "7006", "7011", "7012", "7016", "7028", "7029", "7110008"];

#[test]
fn the_seed_itself_changes_nothing() {
    assert_eq!(replay(SEED), (BTreeMap::new(), Vec::new()));
}

#[test]
fn a_mended_typo_renames_nothing() {
    let (classes, breaks) = replay(MENDED);
    let expected = [(Class::Added, codes(&["7023", "7110012", "7035"])), (Class::Reworded, codes(&["7001", "7016"]))];
    assert_eq!(classes, BTreeMap::from(expected));
    assert_eq!(breaks, [""; 0]);
}

#[test]
fn a_translation_changes_no_meaning() {
    let (classes, breaks) = replay(TRANSLATED);
    assert_eq!(classes, BTreeMap::from([(Class::Reworded, codes(&ALL))]));
    assert_eq!(breaks, ["column-removed:ErrorCode::reported_by"]);
}

#[test]
fn names_stay_when_their_column_goes() {
    let (classes, breaks) = replay(WITHOUT_NAMES);
    let reworded: Vec<_> = ALL.iter().copied().filter(|code| *code != "7029").collect();
    assert_eq!(classes, BTreeMap::from([(Class::Reworded, codes(&reworded))]));
    assert_eq!(breaks, ["column-removed:ErrorCode::name"]);
}

#[test]
fn a_shift_is_told_code_by_code() {
    let (classes, breaks) = replay(SHIFTED);
    let moved = ["7002", "7003", "7006", "7011", "7012", "7016", "7028"];
    let expected = [(Class::MeaningChanged, codes(&moved)), (Class::Removed, codes(&["7029"]))];
    assert_eq!(classes, BTreeMap::from(expected));
    let mut expected: Vec<_> = moved.iter().map(|code| format!("meaning-changed:ErrorCode::{code}")).collect();
    expected.insert(0, "code-removed:ErrorCode::7029".to_owned());
    assert_eq!(breaks, expected);
}

#[test]
fn each_way_to_go_has_its_class() {
    let (classes, breaks) = replay(CLEARED);
    let expected =
        [(Class::Retired, codes(&["7029"])), (Class::Renumbered, codes(&["7012"])), (Class::Removed, codes(&["7016"]))];
    assert_eq!(classes, BTreeMap::from(expected));
    assert_eq!(breaks, ["code-removed:ErrorCode::7012", "code-removed:ErrorCode::7016"]);
}

#[test]
fn a_number_that_was_given_up_does_not_come_back_as_another() {
    let lock = locked(CLEARED.replace("| 7018 |", "| 7012 |").as_str());
    let back = CLEARED.replace("| 7018 |", "| 7012 |");
    let as_it_was = compile(&back.replace("~~7029~~", "7029"), &lock);
    assert!(as_it_was.findings.is_empty(), "it may come back as itself");
    let as_another = back.replace("~~7029~~ | voucher is not valid", "7029 | till is locked");
    let breaks: Vec<_> =
        compile(&as_another, &lock).findings.into_iter().filter_map(|finding| finding.accepts).collect();
    assert_eq!(breaks, ["retired-reused:ErrorCode::7029"]);
}

/// All revisions one after the other, each locked and released, by a maintainer who follows what is printed: the remedies
/// that keep what was released, as one edit, and then one command.
#[test]
fn a_maintainer_comes_through_all_revisions() {
    let (mut directive, mut lock) = (DIRECTIVE.to_owned(), locked(SEED));
    let mut known = variants(&compile(SEED, &lock));
    let source = |directive: &str, table: &str| Source::new("till.md", format!("{directive}{table}"));
    for (number, table) in [MENDED, TRANSLATED, WITHOUT_NAMES, MENDED, CLEARED, TRANSLATED].into_iter().enumerate() {
        let read = |directive: &str, lock: &str| compile_locked(source(directive, table), &beside(lock));
        // The first fix of each break, all of them in one edit of the directive. What is gone from the table is meant to be.
        let compiled = read(&directive, &lock);
        let breaks = compiled.findings.iter().filter(|finding| finding.accepts.is_some());
        let edits = breaks.filter_map(|finding| Some(finding.fixes.first()?.edits()));
        let edits = edits.filter(|edits| edits.iter().all(|edit| edit.place.span().end <= directive.len()));
        for edit in edits.flatten().collect::<Vec<_>>().iter().rev() {
            directive.replace_range(edit.place.span(), &edit.text);
        }
        let compiled = read(&directive, &lock);
        let accept: Vec<_> = compiled.findings.iter().filter_map(|finding| finding.accepts.clone()).collect();
        let version = format!("{}.0.0", number + 2);
        let release = Release { stamp: Some(&version), accept: &accept, ..Release::default() };
        let after = errtable_tools::lock(source(&directive, table), &beside(&lock), &release);
        let told: Vec<_> = after.findings.iter().map(ToString::to_string).collect();
        lock = after.text.unwrap_or_else(|| panic!("revision {number}: {told:#?}"));
        let compiled = read(&directive, &lock);
        let breaks: Vec<_> = compiled.findings.iter().filter(|finding| !finding.rule.is_suspicion()).collect();
        assert!(breaks.is_empty(), "revision {number}: {breaks:#?}");
        for (code, variant) in variants(&compiled) {
            let was = known.entry(code).or_insert_with(|| variant.clone());
            assert_eq!(*was, variant, "revision {number}");
        }
    }
    // Values keep their variants through a translation, too.
    let values = lock.split("[enum.ErrorCode.values.reported_by]\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let values: Vec<_> = values.unwrap_or_default().lines().filter(|line| line.contains("接口")).collect();
    assert!(values.iter().all(|line| line.contains("first = ")), "{values:#?}");
}

#[test]
fn what_cannot_be_read_is_refused_with_a_place() {
    let lock = locked(SEED);
    let broken = compile(BROKEN, &lock);
    let told: Vec<_> = broken.findings.iter().map(ToString::to_string).collect();
    let message =
        "till.md:11:1: error: the header has 3 cells, its delimiter row 4, so GitHub shows no table [broken-table]";
    assert_eq!(told, [message]);
    // With the header mended, the row with a cell too many is left: it is refused, and its neighbours are not lost.
    let (head, rows) = BROKEN.split_once('\n').expect("there are lines");
    let mended =
        format!("{head}\n{}", rows.replacen("| ----------- | ----------- | ----------- |", "| --- | --- |", 1));
    let mended = compile(&mended, &lock);
    let errors = mended.findings.iter().filter(|finding| finding.severity == errtable::Severity::Error);
    let errors: Vec<_> = errors.map(|finding| (finding.rule.as_str(), finding.place.start().0)).collect();
    assert_eq!(errors, [("extra-cell", 14)]);
    assert_eq!(variants(&mended), BTreeMap::from([("7001".to_owned(), "OrderParseError".to_owned())]));
}
