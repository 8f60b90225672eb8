//! What holds of every lock: it says what its spec says, in an order that rows have no part in, and whatever bytes are put
//! in its place make findings, not a panic.

mod fixture;

use std::io::ErrorKind;

use errtable::{Compiled, ReadError, Rule, Severity, Source, Style, render_all};
use errtable_tools::{Locked, Release, default_lock_name, lock, lock_text};
use proptest::prelude::*;

use fixture::{Case, cases, joined};

/// The spec of a case, naming a lock.
fn naming(case: &Case) -> String {
    let directive = "<!-- errtable default\nlock = \"x.lock\"\n-->\n\n";
    // Front matter is only that at the very top, and a byte-order mark before everything.
    match case.text.split_once("\n---\n").filter(|_| case.text.starts_with("---\n")) {
        Some((front, rest)) => format!("{front}\n---\n\n{directive}{rest}"),
        None => format!("{directive}{}", case.text.trim_start_matches('\u{feff}')),
    }
}

fn case(spec: &str, lock: Option<&str>) -> Case {
    let joined = joined("pass").into_iter().collect();
    Case { name: "x".to_owned(), text: spec.to_owned(), lock: lock.map(str::to_owned), joined, ..Case::default() }
}

fn begin(spec: &str) -> Locked {
    let case = case(spec, None);
    lock(case.source(), &|name| case.open(name), &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() })
}

fn compile(spec: &str, lock: &str) -> Compiled {
    case(spec, Some(lock)).compile()
}

/// The cases that name no lock themselves, each with the lock that is begun for it.
fn locked() -> Vec<(String, String, String)> {
    let cases = cases("pass").into_iter().filter(|case| case.lock.is_none());
    let locked = cases.map(|case| {
        let spec = naming(&case);
        let text = begin(&spec).text.unwrap_or_else(|| panic!("{} cannot be locked", case.name));
        (case.name, spec, text)
    });
    locked.collect()
}

#[test]
fn a_lock_says_what_its_spec_says() {
    let all = locked();
    assert!(all.len() > 40);
    for (name, spec, text) in all {
        let compiled = compile(&spec, &text);
        let told: Vec<_> = compiled.findings.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{name}: {}\n{text}", told.join("\n"));
        assert_eq!(compiled.changes, [], "{name}");
        assert_eq!(lock_text(&compiled), text, "{name}: a lock that is current is left alone");
    }
}

/// Two branches that add rows at different places must not disagree about the others.
#[test]
fn the_order_of_rows_has_no_part_in_it() {
    let spec = |rows: [&str; 3]| format!("| Error code | Name |\n|---|---|\n{}", rows.concat());
    let rows = ["| 20 | b |\n", "| 3 | c |\n", "| 100 | a |\n"];
    let text = begin(&spec(rows)).text.expect("there are no errors");
    let order = ["3 = {", "20 = {", "100 = {"].map(|line| text.find(line).expect("each code has a line"));
    assert!(order.is_sorted(), "{text}");
    assert_eq!(begin(&spec([rows[2], rows[0], rows[1]])).text, Some(text));
}

#[test]
fn a_lock_is_named_after_its_spec() {
    assert_eq!(default_lock_name("spec/tpns.md"), "tpns.lock");
    assert_eq!(default_lock_name("codes.mdx"), "codes.mdx.lock");
}

/// Code that compiled with a lock compiles whatever a table says of the texts.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_lock_with_any_of_its_lines_gone_makes_findings() {
    for (name, spec, text) in locked() {
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let without = text.replacen(&format!("{line}\n"), "", 1);
            let compiled = compile(&spec, &without);
            assert!(!compiled.catalog.enums().is_empty(), "{name} without {line}");
        }
    }
}

const LOCK: &str = "\
format = \"errtable-lock/2\"

[enum.ErrorCode]
code_type = \"u32\"

[enum.ErrorCode.columns]
code = { header = \"Error code\" }
name = { header = \"Name\" }
part = { header = \"Part\", type = \"Part\" }

[enum.ErrorCode.values.part]
Lid = \"lid\"

[enum.ErrorCode.codes]
1 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }
2 = { variant = \"LidOpen\", of = \"1\", since = \"1.0.0\" }
3 = { variant = \"LidStuck\", name = \"lid stuck\", since = \"1.0.0\", removed = \"2.0.0\" }
";

const SPEC: &str = "\
<!-- errtable
lock = \"x.lock\"
codes = \"many\"

[columns.Part]
as = \"category\"
-->

| Error code | Name | Part |
|---|---|---|
| 1, 2 | lid open | lid |
";

#[test]
fn the_lock_of_the_next_tests_is_right() {
    assert!(compile(SPEC, LOCK).findings.is_empty());
}

/// Two codes shared a row and its variant; now each has one of its own.
#[test]
fn the_first_of_the_codes_of_a_row_keeps_its_variant() {
    let with = |rows: &str| compile(&SPEC.replace("| 1, 2 | lid open | lid |\n", rows), LOCK);
    let named = |compiled: &Compiled| {
        let entries = compiled.catalog.enums().iter().flat_map(|enumeration| &enumeration.entries);
        entries.map(|entry| format!("{} {}", entry.code(), entry.variant)).collect::<Vec<_>>()
    };
    let parted = with("| 2 | lid shut | lid |\n| 1 | lid open | lid |\n");
    assert_eq!(named(&parted), ["2 LidShut", "1 LidOpen"]);
    let keys: Vec<_> = parted.findings.iter().map(|finding| finding.accepts.clone()).collect();
    assert_eq!(keys, [Some("variant-renamed:ErrorCode::2".to_owned())]);
    assert_eq!(named(&with("| 2 | lid shut | lid |\n")), ["2 LidOpen"], "where the first is gone, the other has it");
}

/// A directive may still name a column that was released and is gone, which is a finding of its own; no other.
#[test]
fn only_a_released_column_may_be_gone() {
    let names = |column: &str| {
        let spec = SPEC.replace("[columns.Part]", &format!("[columns.{column:?}]")).replace(" Part |", " Place |");
        let compiled = compile(&spec.replace("| Error code", "| Code"), LOCK);
        compiled.findings.iter().any(|finding| finding.rule == Rule::UnknownColumn)
    };
    assert!(!names("Part"), "it was released");
    assert!(names("Nothing"), "it was not");
    assert!(names("Error code"), "the column of the codes is found by what it means");
}

/// Each of several columns keeps its method, its type and the names of its values, which no header would give them now.
#[test]
fn columns_keep_the_names_that_were_released() {
    let lock = LOCK
        .replace(
            "part = { header = \"Part\", type = \"Part\" }",
            "spot = { header = \"Part\", type = \"Spot\" }\nease = { header = \"Effort\", type = \"Ease\" }",
        )
        .replace(
            "[enum.ErrorCode.values.part]\nLid",
            "[enum.ErrorCode.values.ease]\nSimple = \"low\"\n\n[enum.ErrorCode.values.spot]\nCover",
        );
    let spec = SPEC
        .replace("[columns.Part]", "[columns.Effort]\nas = \"category\"\n\n[columns.Part]")
        .replace(" Part |\n|---|", " Part | Effort |\n|---|---|")
        .replace("| lid |", "| lid | low |");
    let compiled = compile(&spec, &lock);
    let told: Vec<_> = compiled.findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let columns = compiled.catalog.enums().iter().flat_map(|enumeration| &enumeration.columns);
    let categories = columns.filter_map(|column| Some((column.accessor.as_str(), column.category()?)));
    let named: Vec<_> =
        categories.map(|(accessor, all)| (accessor, all.name.as_str(), all.values[0].variant.as_str())).collect();
    assert_eq!(named, [("spot", "Spot", "Cover"), ("ease", "Ease", "Simple")]);
}

/// A lock that is not there is begun; one that cannot be read is not written over.
#[test]
fn a_lock_that_cannot_be_read_is_left_alone() {
    for (kind, is_begun) in [(ErrorKind::NotFound, true), (ErrorKind::PermissionDenied, false)] {
        let open = |name: &str| match name.ends_with(".lock") {
            true => Err(ReadError::new(name, kind.into())),
            false => Err(ReadError::missing(name)),
        };
        let locked = lock(
            Source::new("x.md", SPEC),
            &open,
            &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() },
        );
        let rules: Vec<_> = locked.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!((locked.text.is_some(), rules), (is_begun, if is_begun { vec![] } else { vec![Rule::MissingLock] }));
    }
}

#[test]
fn each_key_that_is_wrong_is_told() {
    for (from, to, message) in [
        ("errtable-lock/2", "errtable-lock/9", "this lock is of the form `errtable-lock/9`"),
        ("format = \"errtable-lock/2\"", "", "the lock does not begin with `format"),
        ("code_type = \"u32\"", "code_type = \"u31\"", "has no `code_type` that is known"),
        ("[enum.ErrorCode]", "[enum.error]", "`error` cannot be a name in Rust"),
        ("code_type = \"u32\"", "code_type = 32", "a string belongs here, not this integer"),
        ("{ header = \"Name\" }", "\"Name\"", "a table belongs here, not this string"),
        ("part = {", "\"part;\" = {", "`part;` cannot be the method of a column"),
        ("type = \"Part\"", "kind = \"Part\"", "knows no key `kind`"),
        ("\n1 = {", "\none = {", "`one` is no code of type u32"),
        ("3 = { variant", "4 = { variant = \"LidOpen\" }\n3 = { variant", "the variant `LidOpen` stands twice"),
        ("3 = { variant", "1 = { variant = \"LidShut\" }\n3 = { variant", "code 1 stands twice in the lock"),
        ("\n1 = {", "\n8 = {", "the lock has no code 1, whose row this one shares"),
        ("variant = \"LidOpen\", name", "name", "code 1 has no `variant` in the lock"),
    ] {
        assert!(LOCK.contains(from), "{from}");
        let compiled = compile(SPEC, &LOCK.replacen(from, to, 1));
        let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|finding| finding.message.clone()).collect();
        assert!(errors.iter().any(|error| error.contains(message)), "{message:?} is not in {errors:?}");
    }
}

/// Texts that have once been too much.
#[test]
fn a_place_may_lie_behind_what_is_shown_of_its_line() {
    for lock in ["\r\r\r\r", "\r\r\r\"]\r\r\r\r", "=\r\r\u{fb}\r\r="] {
        let compiled = compile(SPEC, lock);
        assert!(render_all(&compiled.findings, Style::default()).contains("this is not TOML"), "{lock:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_panic(lock in "(?s).{0,200}") {
        let compiled = compile(SPEC, &lock);
        render_all(&compiled.findings, Style::default());
        prop_assert!(!compiled.catalog.enums().is_empty());
    }

    #[test]
    fn nor_do_slips_in_a_lock(at in 0..LOCK.len(), length in 0usize..12, put in "[\\[\\]{}=\"',.a-z0-9 \n-]{0,6}") {
        let end = (at + length).min(LOCK.len());
        let lock = format!("{}{put}{}", &LOCK[..at], &LOCK[end..]);
        let spec = SPEC.replace("| 1, 2 | lid open | lid |", "| 1 | lid open | lid |\n| 7 | lid stuck | lid |");
        let compiled = compile(&spec, &lock);
        for finding in &compiled.findings {
            errtable::render(finding, Style::default());
        }
        let entries = compiled.catalog.enums().iter().flat_map(|enumeration| &enumeration.entries);
        let mut variants: Vec<_> = entries.map(|entry| entry.variant.clone()).collect();
        variants.sort();
        variants.dedup();
        prop_assert_eq!(variants.len(), compiled.catalog.enums().iter().map(|all| all.entries.len()).sum::<usize>());
    }
}
