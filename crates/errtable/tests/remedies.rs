//! What a finding says to do is true: each fix settles its finding and brings no other error, applied as data or by a
//! person who reads the printed help; and so do all of a file together.

mod fixture;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use errtable::catalog::{TableOverview, Verdict};
use errtable::{Applicability, Compiled, Edit, Finding, Findings, Fix, Rule, Severity};
use errtable_tools::{Policy, Release, fix, lock};

use fixture::{Case, cases};

fn every_case() -> impl Iterator<Item = Case> {
    cases("fail").into_iter().chain(cases("pass"))
}

/// Real files, as specs without a lock: every Markdown file below the folder that `ERRTABLE_CORPUS` names.
fn real_files() -> impl Iterator<Item = Case> {
    let folder = std::env::var_os("ERRTABLE_CORPUS").expect("ERRTABLE_CORPUS names a folder");
    let mut files = Vec::new();
    markdown_files(Path::new(&folder), &mut files);
    assert!(!files.is_empty(), "the folder holds no Markdown file");
    files.into_iter().filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        // Places are counted from behind a byte-order mark, and cases are named without their ending.
        Some(Case { name: path.with_extension("").display().to_string(), text, ..Case::default() })
    })
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.map(|entry| entry.expect("a folder can be listed").path()) {
        match path.is_dir() {
            true => markdown_files(&path, files),
            false if path.extension().is_some_and(|ending| ending == "md") => files.push(path),
            false => {}
        }
    }
    files.sort();
}

/// Goes through the fixes of cases; the faults that `test` finds are shown together.
fn each_fix(cases: impl Iterator<Item = Case>, test: impl Fn(&Case, &Finding, &Fix) -> Result<(), String>) {
    let (mut faults, mut count) = (Vec::new(), 0);
    for case in cases {
        for finding in &case.compile().findings {
            for fix in &finding.fixes {
                count += 1;
                let fault = |what| format!("{}: {finding}\n  fix: {}\n  {what}", case.name, fix.help());
                faults.extend(test(&case, finding, fix).err().map(fault));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} of {count} fixes are wrong", faults.join("\n"), faults.len());
    assert!(count > 100, "only {count} fixes were looked at");
}

#[test]
fn each_fix_settles_its_finding() {
    each_fix(every_case(), settles_its_finding);
}

/// Of the fixes of one rule in one file, the first few are tried: in a long table there are thousands alike.
#[test]
#[ignore = "asks for a folder of real files"]
fn each_fix_settles_its_finding_in_real_files() {
    let tried: RefCell<HashMap<(String, Rule, usize), usize>> = RefCell::default();
    each_fix(real_files(), |case, finding, fix| {
        let number = finding.fixes.iter().position(|other| other == fix).unwrap_or_default();
        let mut tried = tried.borrow_mut();
        let tried = tried.entry((case.name.clone(), finding.rule, number)).or_default();
        *tried += 1;
        if *tried > 3 { Ok(()) } else { settles_its_finding(case, finding, fix) }
    });
}

fn settles_its_finding(case: &Case, finding: &Finding, fix: &Fix) -> Result<(), String> {
    match fix.applicability() {
        // A person fills its blank first.
        Applicability::Template => Ok(()),
        _ => settles(case, finding, &edited(case, &fix.edits())),
    }
}

#[test]
fn what_a_person_reads_makes_the_same_bytes() {
    each_fix(every_case(), |case, _, fix| {
        let edits = fix.edits();
        let by_edits = edited(case, &edits);
        let mut by_hand = case.clone();
        let help = fix.help();
        let words = help.strip_prefix(fix.title()).unwrap_or_default().trim_start_matches(": ");
        let parts = words.split("\n\nand ").filter(|part| !part.is_empty());
        let mut parts: Vec<_> = parts.flat_map(above_each).collect();
        // From the end, so that the lines of those above stay.
        let mut line_before = None;
        for edit in edits.iter().rev() {
            let line = edit.place.start().0;
            let text = text_of(&mut by_hand, edit.place.source().path()).ok_or("the file is not one of the case")?;
            if line_before == Some(line) {
                continue;
            }
            *text = match says(fix.title(), edit) {
                // The title says what is written, and the underline where.
                true => with_edit(text, edit),
                false => {
                    line_before = Some(line);
                    follow(text, &parts.pop().ok_or("the help lacks an edit")?)
                        .ok_or("nobody can tell what that means")?
                }
            };
        }
        if !parts.is_empty() {
            return Err(format!("nothing does {parts:?}"));
        }
        if lines(&by_hand) == lines(&by_edits) { Ok(()) } else { Err(format!("gives\n{}", by_hand.text)) }
    });
}

/// What is added above several lines, line by line.
fn above_each(part: &str) -> Vec<String> {
    let several = part.strip_prefix("add above lines ").and_then(|rest| rest.split_once(", the last one first:"));
    match several {
        Some((lines, block)) => {
            lines.replace(" and ", ", ").split(", ").map(|line| format!("add above line {line}:{block}")).collect()
        }
        None => vec![part.to_owned()],
    }
}

/// Whether a title says what is written or taken out.
fn says(title: &str, edit: &Edit) -> bool {
    let replaced = &edit.place.source().text()[edit.place.span()];
    let said = if edit.text.trim().is_empty() { replaced } else { &edit.text };
    title.contains(said.trim().trim_matches('"'))
}

/// Texts without the line ends of Windows, which no one sees.
fn lines(case: &Case) -> BTreeMap<String, String> {
    let others = case.config.iter().map(|text| ("errtable.toml", text)).chain([("", &case.text)]);
    let texts = case.joined.iter().map(|(name, text)| (name.as_str(), text)).chain(others);
    texts.map(|(name, text)| (name.to_owned(), text.replace('\r', ""))).collect()
}

/// What a person makes of a text on reading where something goes.
fn follow(text: &str, part: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let (place, block) = part.split_once("\n\n").unwrap_or((part, ""));
    let block: Vec<&str> = block.split('\n').collect();
    let number = |words: &str| words.trim_end_matches(':').parse::<usize>().ok();
    if place == "add at the end:" {
        let end = lines.len() - 1;
        lines.splice(end..end, block);
    } else if let Some(above) = place.strip_prefix("add above line ").and_then(number) {
        lines.splice(above - 1..above - 1, block);
    } else if let Some(below) = place.strip_prefix("add below line ").and_then(number) {
        lines.splice(below..below, block);
    } else {
        let becomes = place.strip_suffix(" become").or(place.strip_suffix(" becomes"));
        let range = becomes.unwrap_or(place).trim_start_matches("lines ").trim_start_matches("line ");
        let (first, last) = range.split_once(" to ").unwrap_or((range, range));
        let new = if becomes.is_some() { block } else { Vec::new() };
        lines.splice(number(first)? - 1..number(last)?, new);
    }
    Some(lines.join("\n"))
}

#[test]
fn all_preferred_fixes_of_a_file_go_together() {
    all_fixes_go_together(every_case());
}

#[test]
#[ignore = "asks for a folder of real files"]
fn all_preferred_fixes_of_a_real_file_go_together() {
    all_fixes_go_together(real_files());
}

fn all_fixes_go_together(cases: impl Iterator<Item = Case>) {
    let mut faults = Vec::new();
    let mut applied = 0;
    for case in cases {
        let before = case.compile();
        let fixed = fix(&case.source(), Some(&|name| case.open(name)), Policy::Preferred);
        applied += fixed.applied;
        let after = Case {
            text: fixed.spec.clone(),
            joined: with(&case, fixed.joined.clone()),
            config: fixed.config.clone().or(case.config.clone()),
            ..case.clone()
        };
        let compiled = after.compile();
        if let Some(new) = fixed.findings.iter().find(|other| is_new_error(&before, &compiled, other)) {
            faults.push(format!("{}: fixes bring another: {new}\n{}", case.name, fixed.spec));
        }
        let left = fixed.findings.iter().find(|finding| has_fix(finding, Applicability::Preferred));
        if let Some(left) = left {
            faults.push(format!("{}: a fix is left: {left}\n{}", case.name, fixed.spec));
        }
        let again = fix(&after.source(), Some(&|name| after.open(name)), Policy::Preferred);
        if again.spec != fixed.spec {
            faults.push(format!("{}: a second run changes more", case.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(applied > 30, "only {applied} fixes were applied");
}

fn with(case: &Case, changed: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut joined = case.joined.clone();
    joined.extend(changed);
    joined
}

fn has_fix(finding: &Finding, limit: Applicability) -> bool {
    finding.fixes.iter().any(|fix| fix.applicability() <= limit)
}

/// Commands are followed, too.
#[test]
fn each_command_settles_its_finding() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for case in every_case() {
        for finding in &case.compile().findings {
            for help in finding.advice().filter(|help| help.contains("errtable lock ")) {
                // The directive still names the column that is gone, which only a person can settle.
                if case.name == "released-column-under-another-header" && help.contains("--accept") {
                    continue;
                }
                count += 1;
                let Some(followed) = after_lock(&case, finding, &help) else {
                    faults.push(format!("{}: {finding}\n  {help}\n  writes no lock", case.name));
                    continue;
                };
                faults.extend(settles(&case, finding, &followed).err().map(|what| format!("{}: {what}", case.name)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 5, "only {count} commands were followed");
}

#[test]
fn each_finding_says_what_to_do() {
    for case in every_case() {
        for finding in &case.compile().findings {
            assert!(finding.advice().next().is_some(), "{}: {finding}", case.name);
        }
    }
}

fn settles(case: &Case, finding: &Finding, after: &Case) -> Result<(), String> {
    if after == case {
        return Err("doing so changes nothing".to_owned());
    }
    let before = case.compile();
    let compiled = after.compile();
    let left = &compiled.findings;
    if count(left, finding) >= count(&before.findings, finding) {
        return Err(format!("the finding is still there in\n{}", after.text));
    }
    match left.iter().find(|other| is_new_error(&before, &compiled, other)) {
        Some(new) => Err(format!("doing so brings another: {new}\n{}", after.text)),
        None => Ok(()),
    }
}

/// What was wrong with a table that did not compile comes to light once it does. No fix adds a table.
fn is_new_error(before: &Compiled, after: &Compiled, finding: &Finding) -> bool {
    let line = finding.place.start().0;
    let is_there = |table: &TableOverview| table.line <= line && line <= *table.rows.last().unwrap_or(&table.line);
    let is_in_spec = finding.place.source().path() == after.source().path();
    let table =
        after.tables.iter().position(is_there).filter(|_| is_in_spec).and_then(|table| before.tables.get(table));
    let is_hidden = table.is_some_and(|table| !matches!(table.verdict, Verdict::Compiled { .. }));
    finding.severity == Severity::Error && count(&before.findings, finding) == 0 && !is_hidden
}

fn count(findings: &Findings, finding: &Finding) -> usize {
    findings.iter().filter(|other| (other.rule, &other.message) == (finding.rule, &finding.message)).count()
}

/// The case with edits applied as the data says.
fn edited(case: &Case, edits: &[Edit]) -> Case {
    let mut after = case.clone();
    // From the end, so that the places of those above stay right.
    for edit in edits.iter().rev() {
        let text = text_of(&mut after, edit.place.source().path()).expect("a fix changes the spec or a joined file");
        *text = with_edit(text, edit);
    }
    after
}

fn text_of<'c>(case: &'c mut Case, path: &str) -> Option<&'c mut String> {
    match path {
        "errtable.toml" => case.config.as_mut(),
        path if path == format!("{}.md", case.name) => Some(&mut case.text),
        path => case.joined.get_mut(path),
    }
}

fn with_edit(text: &str, edit: &Edit) -> String {
    let span = edit.place.span();
    // Places count from behind a byte-order mark.
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    format!("{}{}{}", &text[..bom + span.start], edit.text, &text[bom + span.end..])
}

/// The case after a reader has followed a help that ends in `errtable lock`.
fn after_lock(case: &Case, finding: &Finding, help: &str) -> Option<Case> {
    let (_, command) = help.split_once("errtable lock ")?;
    let accept: Vec<_> = command.split(" --accept ").skip(1).map(str::to_owned).collect();
    // Whoever is told to bring the lock back, or to take the markers out, does so first.
    let known = case.lock.as_deref().filter(|_| finding.rule != Rule::LockSyntax).map(with_both_sides);
    let case = Case { lock: known, ..case.clone() };
    let lock = lock(
        case.source(),
        &|name| case.open(name),
        &Release { stamp: Some("9.0.0"), accept: &accept, ..Release::default() },
    )
    .text?;
    Some(Case { lock: Some(lock), ..case })
}

/// A lock without the markers of a conflict, with one line for each code.
fn with_both_sides(lock: &str) -> String {
    let is_marker = |line: &&str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker));
    let mut codes = HashSet::new();
    let mut is_first =
        |line: &&str| line.split_once(" = { variant").is_none_or(|(code, _)| codes.insert(code.to_owned()));
    lock.lines().filter(|line| !is_marker(line)).filter(|line| is_first(line)).collect::<Vec<_>>().join("\n")
}
