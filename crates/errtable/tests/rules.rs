//! The pages of the rules: each says what the rule does. And `docs/rules.md`, which is made of them.
//!
//! `SNAPSHOTS=overwrite cargo test -p errtable --test rules` writes that page anew; a plain run compares. The examples of
//! rules that only the command raises are tried in `errtable-cli/tests/commands/rule.rs`.

mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use errtable::{Compiled, ReadError, Rule, RuleSeverity, Severity, Source, Style, compile_locked, render_all};
use errtable_tools::{Release, lock};
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::report::Palette;
use snapbox::{Assert, Data};

use pages::Page;

type Files = BTreeMap<String, String>;

#[test]
fn every_page_has_its_sections() {
    let faults: Vec<_> =
        Rule::ALL.iter().filter_map(|rule| Page::of(*rule).err().map(|fault| format!("{rule}: {fault}"))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a record says is not written again in the page.
#[test]
fn no_page_repeats_its_record() {
    for rule in Rule::ALL {
        let about = rule.about().trim_end_matches('.');
        assert!(!rule.page().contains(about), "{rule} repeats its sentence");
        assert!(!rule.page().starts_with('#'), "{rule} repeats its name");
    }
}

#[test]
fn a_page_without_its_sections_is_noticed() {
    let page = |example: &str, allow: &str| {
        format!(
            "It finds a fault.\n\n## Why it matters\n\nSo.\n\n## Example\n\n{example}\n\n## Right\n\nSo.\n\n## To allow it\n\n{allow}\n"
        )
    };
    let spec = "```md spec.md\nx\n```";
    assert!(Page::read(&page(spec, "It cannot be allowed.")).is_ok());
    assert!(Page::read(&page("No example: it would be too large.", "It cannot be allowed.")).is_ok());
    for (text, fault) in [
        (page("No example: so.", "It cannot be allowed."), "the example has"),
        (page("There is none.", "It cannot be allowed."), "the example has"),
        (page("```md\nx\n```", "It cannot be allowed."), "nobody knows"),
        (page(spec, "Do it."), "`To allow it` has"),
        (page(spec, ""), "section 4 is empty"),
        (page(spec, "Do it.").replace("## Right", "## Wrong"), "there is no section `Right`"),
        (page(spec, "It cannot be allowed.").replace("So.\n\n## Ex", "\n\n## Ex"), "section 1 is empty"),
    ] {
        let told = Page::read(&text).map(|_| ()).expect_err(fault);
        assert!(told.starts_with(fault), "{told}, not {fault}");
    }
}

#[test]
fn each_example_breaks_its_rule_alone() {
    let faults: Vec<_> = examples().filter_map(|(rule, page)| example_fault(rule, &page.example.files).err()).collect();
    assert!(faults.is_empty(), "{}\n{} examples are wrong", faults.join("\n"), faults.len());
}

#[test]
fn the_right_examples_are_clean() {
    let faults: Vec<_> =
        examples().filter_map(|(rule, page)| clean(rule, "right", &compile(&page.right_files())).err()).collect();
    assert!(faults.is_empty(), "{}\n{} examples are wrong", faults.join("\n"), faults.len());
}

#[test]
fn what_allows_a_rule_settles_its_example() {
    let mut faults = Vec::new();
    for (rule, page) in examples() {
        let mut files = page.example.files.clone();
        if let Some(lines) = &page.allow.directive {
            let compiled = compile(&files);
            let line = compiled
                .findings
                .iter()
                .find(|finding| finding.rule == rule)
                .map_or(1, |finding| finding.place.start().0);
            let spec = with_directive(&files["spec.md"], line, lines);
            files.insert("spec.md".to_owned(), spec);
        }
        for command in &page.allow.commands {
            let key = command.strip_prefix("errtable lock spec.md --accept ").expect("that is how a break is accepted");
            files = accepted(&files, key);
        }
        if files != page.example.files {
            faults.extend(clean(rule, "allowed", &compile(&files)).err());
        }
    }
    assert!(faults.is_empty(), "{}\n{} are not allowed", faults.join("\n"), faults.len());
}

#[test]
fn breaks_can_be_accepted_and_suspicions_allowed() {
    for rule in Rule::ALL {
        let allow = Page::of(*rule).expect("it has its sections").allow;
        assert_eq!(rule.is_break(), !allow.commands.is_empty(), "{rule}");
        let key = format!("allow = [\"{rule}\"]");
        assert_eq!(rule.is_suspicion(), allow.directive.is_some_and(|lines| lines == key), "{rule}");
    }
}

#[test]
fn findings_have_the_severity_of_their_rule() {
    let mut seen: BTreeMap<Rule, BTreeSet<Severity>> = BTreeMap::new();
    for (_, page) in examples() {
        for finding in compile(&page.example.files).findings {
            seen.entry(finding.rule).or_default().insert(finding.severity);
        }
    }
    for (rule, severities) in seen {
        let allowed: &[Severity] = match rule.severity() {
            RuleSeverity::Error => &[Severity::Error],
            RuleSeverity::Warning | RuleSeverity::Break => &[Severity::Warning],
            RuleSeverity::WarningOrNote => &[Severity::Warning, Severity::Note],
            _ => &[Severity::Error, Severity::Warning],
        };
        assert!(severities.iter().all(|severity| allowed.contains(severity)), "{rule}: {severities:?}");
    }
}

/// The rules whose examples are specs, with their pages.
fn examples() -> impl Iterator<Item = (Rule, Page)> {
    let pages = Rule::ALL.iter().map(|rule| (*rule, Page::of(*rule).expect("it has its sections")));
    pages.filter(|(_, page)| page.example.files.contains_key("spec.md") && !page.is_of_command())
}

fn example_fault(rule: Rule, files: &Files) -> Result<(), String> {
    let findings = compile(files).findings;
    if findings.is_empty() || findings.iter().any(|finding| finding.rule != rule) {
        return Err(format!("{rule}: the example comes to\n{}", render_all(&findings, Style::default())));
    }
    Ok(())
}

fn clean(rule: Rule, what: &str, compiled: &Compiled) -> Result<(), String> {
    if compiled.findings.is_empty() {
        return Ok(());
    }
    Err(format!("{rule}, {what}:\n{}", render_all(&compiled.findings, Style::default())))
}

/// A folder of an example, compiled. What `earlier.md` releases is the lock.
fn compile(files: &Files) -> Compiled {
    let files = with_lock(files);
    compile_locked(Source::new("spec.md", files["spec.md"].as_str()), &|name| open(&files, name))
}

fn open(files: &Files, name: &str) -> Result<Source, ReadError> {
    let missing = || ReadError::missing(name);
    files.get(name).map(|text| Source::new(name, text.as_str())).ok_or_else(missing)
}

fn with_lock(files: &Files) -> Files {
    let mut files = files.clone();
    if let Some(earlier) = files.remove("earlier.md") {
        let source = Source::new("spec.md", earlier);
        let locked = lock(
            source,
            &|name| open(&files, name),
            &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() },
        );
        let told = render_all(&locked.findings, Style::default());
        files.insert("spec.lock".to_owned(), locked.text.unwrap_or_else(|| panic!("{told}")));
    }
    files
}

/// The files after a break was accepted.
fn accepted(files: &Files, key: &str) -> Files {
    let mut files = with_lock(files);
    let source = Source::new("spec.md", files["spec.md"].as_str());
    let accept = [key.to_owned()];
    let locked = lock(
        source,
        &|name| open(&files, name),
        &Release { stamp: Some("2.0.0"), accept: &accept, ..Release::default() },
    );
    let told = (render_all(&locked.findings, Style::default()), locked.unmatched);
    files.insert("spec.lock".to_owned(), locked.text.unwrap_or_else(|| panic!("{key}: {told:?}")));
    files
}

/// A spec with more lines in its directive, or with a directive above its table.
fn with_directive(spec: &str, line: usize, lines: &str) -> String {
    let Some(end) = spec.find("-->") else {
        let starts: Vec<_> = spec.match_indices("\n\n| ").map(|(at, _)| at + 2).collect();
        let found: usize = spec.split_inclusive('\n').take(line).map(str::len).sum();
        // Above the table that the finding is in.
        let table = starts.into_iter().rfind(|&start| start < found).unwrap_or_default();
        return format!("{}<!-- errtable\n{lines}\n-->\n\n{}", &spec[..table], &spec[table..]);
    };
    format!("{}\n{lines}\n{}", &spec[..end], &spec[end..])
}

#[test]
fn the_page_is_what_the_records_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV).palette(Palette::plain());
    assert.eq(Data::text(page()), expected);
}

const INTRODUCTION: &str = "\
# Rules

<!-- A test makes this page: SNAPSHOTS=overwrite cargo test -p errtable --test rules -->

Each finding names its rule in brackets: `error[duplicate-code]`. `errtable rule duplicate-code` prints what this page says
of it.

An example is one or more files. `spec.md` is the spec. Where there is an `earlier.md`, it is what the spec was when
`errtable lock` recorded it in `spec.lock`.
";

/// The reference page.
fn page() -> String {
    let mut page = format!("{INTRODUCTION}\n| Rule | Severity | What it finds |\n| --- | --- | --- |\n");
    for rule in Rule::ALL {
        let _ = writeln!(page, "| [`{rule}`](#{rule}) | {} | {} |", rule.severity(), rule.about());
    }
    for rule in Rule::ALL {
        let text = rule.page().replace("\n## ", "\n### ");
        let _ = write!(page, "\n## {rule}\n\n{}\n\nSeverity: {}.\n\n{text}", rule.about(), rule.severity());
    }
    page
}
