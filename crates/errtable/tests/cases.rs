//! Specs on disk and what they come to: `cases/pass/x.md` with `x.json` and, for some, `x.rs`; `cases/fail/x.md` with
//! `x.stderr`.
//!
//! `SNAPSHOTS=overwrite cargo test -p errtable --test cases` writes the snapshots anew; a plain run compares. To have the
//! generated code of a case compared too, add an empty `x.rs` first.

mod fixture;

use std::collections::BTreeSet;
use std::path::Path;

use errtable::{Finding, Rule, RustOptions, Severity, Style, compile, render, render_all, rust};
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::report::Palette;
use snapbox::{Assert, Data};

use fixture::{cases, files, is_joined_by, joined, stem};

/// Rules that no spec in memory can break, and why.
const NOT_AMONG_CASES: &[(Rule, &str)] = &[
    (Rule::UnreadableSpec, "a text in memory has been read already"),
    (Rule::UnlistedSpec, "`errtable check` looks for the files that errtable.toml lists"),
    (Rule::UnusedLock, "`errtable check` looks for files beside the spec"),
    (Rule::LostLock, "`errtable check --against` compares with an earlier lock"),
    (Rule::VersionTooLow, "`errtable check` looks for the Cargo.toml above the spec"),
    (Rule::StaleLock, "a build has no use for the newest lock; `errtable check` asks for it"),
    (Rule::StaleFile, "the files are those that `errtable check` is told of"),
    (Rule::TemplateError, "a template belongs to no spec"),
    (Rule::UnalignedTable, "`errtable check` asks for it where errtable.toml does"),
    (Rule::UntrackedFile, "`errtable check` asks git"),
    (Rule::MissingBaseline, "`errtable check` asks git"),
    (Rule::UnknownBaseline, "`errtable check` asks git"),
    (Rule::SetReduced, "a lock does not say which codes have which values; `errtable check --against` does"),
];

#[test]
fn good_specs_make_catalogues() {
    let mut differences = Vec::new();
    for case in cases("pass") {
        let compiled = case.compile();
        let findings = render_all(&compiled.findings, Style::default());
        assert_eq!(findings, "", "{} has findings", case.name);
        let json = errtable_tools::json::json(&compiled.catalog);
        differences.extend(compare("pass", &format!("{}.json", case.name), &json));
    }
    report(&differences);
}

#[test]
fn good_specs_make_code() {
    let mut differences = Vec::new();
    let mut compared = 0;
    for case in cases("pass") {
        let snapshot = format!("{}.rs", case.name);
        if path("pass", &snapshot).exists() {
            let code = rust(&case.compile().catalog, &RustOptions::default());
            differences.extend(compare("pass", &snapshot, &code));
            compared += 1;
        }
    }
    assert!(compared >= 3, "only {compared} cases have their code compared");
    report(&differences);
}

#[test]
fn faulty_specs_make_findings() {
    let mut differences = Vec::new();
    for case in cases("fail") {
        let findings = case.compile().findings;
        assert!(!findings.is_empty(), "{} has no findings", case.name);
        let text = render_all(&findings, Style::default());
        differences.extend(compare("fail", &format!("{}.stderr", case.name), &text));
    }
    report(&differences);
}

/// A snapshot whose spec is gone, or a file that no test reads, would look like coverage.
#[test]
fn every_file_belongs_to_a_case() {
    for (folder, endings) in
        [("pass", ["md", "json", "rs", "lock", "toml"].as_slice()), ("fail", &["md", "stderr", "lock", "toml"])]
    {
        let names: BTreeSet<_> = cases(folder).into_iter().map(|case| case.name).collect();
        for file in files(folder) {
            let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
            assert!(endings.contains(&ending.as_str()), "{} is read by no test", file.display());
            assert!(names.contains(&stem(&file)), "{} has no spec beside it", file.display());
        }
        for (file, _) in joined(folder) {
            assert!(names.iter().any(|name| is_joined_by(&file, name)), "{folder}/{file} is joined by no spec");
        }
    }
}

#[test]
fn every_rule_has_a_case() {
    let found: BTreeSet<_> =
        cases("fail").iter().flat_map(|case| case.compile().findings).map(|finding| finding.rule).collect();
    let missing: Vec<_> = Rule::ALL.iter().copied().filter(|rule| !found.contains(rule)).collect();
    let excepted: Vec<_> = NOT_AMONG_CASES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(missing, excepted, "the rules without a case, and those that cannot have one");
}

#[test]
fn findings_read_alike() {
    for case in cases("fail") {
        for finding in case.compile().findings {
            if let Some(fault) = fault_of_style(&finding) {
                panic!("{}: {finding}: {fault}", case.name);
            }
        }
    }
}

/// The lines of a terminal as it opens: what does not fit scrolls away before it is read.
const SCREEN: usize = 24;

#[test]
fn a_finding_fits_on_a_screen() {
    let tables = "| Error code | Name |\n|---|---|\n| 1 | sluice open |\n\n".repeat(9).replace("| 1 ", "| 7 ");
    let fields = "| Error code | Name | Gate |\n|---|---|---|\n| 3 | sluice shut | north |\n\n".repeat(9);
    let meeting: String = (0..9).map(|code| format!("| {code} | sluice open |\n")).collect();
    let cases = cases("fail").into_iter().map(|case| (case.compile(), case.name));
    let made = [("tables", tables + &fields), ("meeting", format!("| Error code | Name |\n|---|---|\n{meeting}"))];
    let made = made.into_iter().map(|(name, text)| (compile(errtable::Source::new("x.md", text)), name.to_owned()));
    for (compiled, name) in cases.chain(made) {
        for finding in &compiled.findings {
            let text = render(finding, Style::default());
            assert!(text.lines().count() <= SCREEN, "{name}: {text}");
        }
    }
}

#[test]
fn more_of_one_rule_are_counted_and_no_block_is_said_twice() {
    let rows: String = (0..9).map(|code| format!("| {code} | sluice {code} |\n| {code} | gate {code} |\n")).collect();
    let spec = format!("| Error code | Name |\n|---|---|\n{rows}");
    let text = render_all(&compile(errtable::Source::new("x.md", spec)).findings, Style::default());
    assert_eq!(text.matches("error[duplicate-code]").count(), 3, "{text}");
    assert!(text.contains("\nand 6 more [duplicate-code], at lines 10, 12, 14, 16, 18, 20\n"), "{text}");
    assert_eq!(text.matches("duplicates = \"merge\"").count(), 1, "{text}");
    assert_eq!(text.matches(", as above\n").count(), 2, "{text}");
    assert!(text.lines().count() <= 2 * SCREEN, "{text}");
}

/// How a finding differs in form from the others.
fn fault_of_style(finding: &Finding) -> Option<String> {
    let message = &finding.message;
    let begins_low = |text: &str| text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '`');
    if !begins_low(message) {
        return Some("the message begins with a capital or a mark".to_owned());
    }
    if message.ends_with(['.', '!']) {
        return Some("the message ends in a full stop".to_owned());
    }
    if message.contains('\n') {
        return Some("the message has several lines".to_owned());
    }
    if finding.advice().next().is_none() {
        return Some("it does not say what to do".to_owned());
    }
    let bad = finding.advice().find(|help| !begins_low(help) || help.ends_with('.'));
    bad.map(|help| format!("the help begins with a capital or ends in a full stop: {help}"))
}

#[test]
fn a_finding_in_another_form_is_noticed() {
    let spec = errtable::Source::new("x.md", "");
    let spec = std::sync::Arc::new(spec);
    let finding = |message: &str| Finding::error(Rule::NoTable, &spec, 0..0, message);
    for (finding, fault) in [
        (finding("No table").help("write one"), "the message begins with a capital or a mark"),
        (finding("no table.").help("write one"), "the message ends in a full stop"),
        (finding("no\ntable").help("write one"), "the message has several lines"),
        (finding("no table"), "it does not say what to do"),
        (finding("no table").help("Write"), "the help begins with a capital or ends in a full stop: Write"),
    ] {
        assert_eq!(fault_of_style(&finding).as_deref(), Some(fault));
    }
}

#[test]
fn warnings_alone_leave_the_catalogue_whole() {
    let warned: Vec<_> =
        cases("fail").iter().map(fixture::Case::compile).filter(|c| !c.findings.has_errors()).collect();
    assert!(!warned.is_empty());
    for compiled in warned {
        assert_eq!(compiled.findings.count(Severity::Warning), compiled.findings.len());
        assert!(!compiled.catalog.enums().is_empty());
    }
}

fn path(folder: &str, file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder).join(file)
}

/// Compares a text with a snapshot, character for character; how they differ, if they do.
fn compare(folder: &str, file: &str, actual: &str) -> Option<String> {
    let expected = Data::read_from(&path(folder, file), Some(DataFormat::Text)).raw();
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV).palette(Palette::plain());
    let compared = assert.try_eq(Some(&file), Data::text(actual), expected);
    compared.err().map(|difference| difference.to_string())
}

fn report(differences: &[String]) {
    assert!(differences.is_empty(), "{}\n{} snapshots differ", differences.join("\n"), differences.len());
}
