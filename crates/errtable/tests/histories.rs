//! Histories of a table: up to five steps, with a lock after each.
//!
//! Whatever the steps are, a maintainer who follows the findings as data comes to a clean check within three rounds, no lock
//! is written beside a fault, no variant is renamed unless that was accepted, and the verdict on the whole is no weaker than
//! that on any step. `ERRTABLE_CASES` asks for so many histories.

use std::collections::BTreeMap;

use errtable::diff::Level;
use errtable::{Compiled, ReadError, Rule, Source, changes, compile_locked, render_all};
use errtable_tools::{Policy, Release, fix, lock};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A table that is edited.
#[derive(Clone, Debug, PartialEq)]
struct Table {
    has_names: bool,
    has_parts: bool,
    settings: String,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    code: u32,
    retired: bool,
    name: String,
    description: String,
    part: String,
}

const WORDS: &[(&str, &str)] = &[
    ("lid open", "The lid was left open"),
    ("no dye", "The dye pot is empty"),
    ("warp torn", "A thread of the warp is torn"),
    ("loom cold", "The loom must be warm"),
    ("pass refused", "The weaver has no pass"),
    ("dyeing allowed", "Dyeing is allowed at night"),
    ("beam stuck", "The beam does not turn"),
    ("reed broken", "A dent of the reed is broken"),
    ("lamp out", "The lamp of the panel is out"),
    ("shuttle lost", "The shuttle cannot be found"),
    ("motor hot", "Let the motor cool down"),
    ("cloth burnt", "Call the fire brigade now"),
];

const PARTS: &[&str] = &["dye pot", "warp beam", "panel", "pot for dye", "beam of the warp", "motor box", "pannel"];

impl Table {
    fn new() -> Self {
        let row = |number: usize| Row {
            code: number as u32 + 1,
            retired: false,
            name: WORDS[number].0.to_owned(),
            description: WORDS[number].1.to_owned(),
            part: PARTS[number % 3].to_owned(),
        };
        Table { has_names: true, has_parts: true, settings: String::new(), rows: (0..6).map(row).collect() }
    }

    fn spec(&self) -> String {
        let parts = if self.has_parts { "\n[columns.Part]\nas = \"category\"\n" } else { "" };
        let mut columns = vec!["Error code", "Description"];
        if self.has_names {
            columns.insert(1, "Name");
        }
        columns.extend(self.has_parts.then_some("Part"));
        let mut text =
            format!("<!-- errtable\nlock = \"x.lock\"\n{}{parts}-->\n\n| {} |\n", self.settings, columns.join(" | "));
        text.push_str(&format!("|{}\n", " --- |".repeat(columns.len())));
        for row in &self.rows {
            let code = if row.retired { format!("~~{}~~", row.code) } else { row.code.to_string() };
            let mut cells = vec![code, row.description.clone()];
            if self.has_names {
                cells.insert(1, row.name.clone());
            }
            cells.extend(self.has_parts.then(|| row.part.clone()));
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text
    }

    /// One edit of a kind, at a row, with another number for what it needs.
    fn edit(&mut self, kind: u8, at: usize, with: usize) {
        let count = self.rows.len();
        let (at, other) = (at % count, with % count);
        let (name, description) = WORDS[with % WORDS.len()];
        match kind % 16 {
            0 => {
                let code = 1 + self.rows.iter().map(|row| row.code).max().unwrap_or_default() + with as u32 % 3;
                let (name, description) = (format!("{name} {code}"), format!("{description}: {code}"));
                let part = PARTS[with % PARTS.len()].to_owned();
                self.rows.push(Row { code, retired: false, name, description, part });
            }
            1 if count > 2 => drop(self.rows.remove(at)),
            2 => self.rows[at].name = name.to_owned(),
            3 => self.rows[at].description = description.to_owned(),
            4 => (self.rows[at].name, self.rows[at].description) = (name.to_owned(), description.to_owned()),
            5 => self.rows[at].name.push('e'),
            6 => self.rows[at].description = self.rows[at].description.replace(" is ", " was ").replace("The ", ""),
            7 => self.rows[at].description = self.rows[at].description.replace("is ", "is not "),
            8 => self.rows[at].retired = !self.rows[at].retired,
            9 => self.swap(at, other),
            10 => self.has_names = !self.has_names,
            11 => {
                let (was, is) = (self.rows[at].part.clone(), PARTS[with % PARTS.len()].to_owned());
                self.rows.iter_mut().filter(|row| row.part == was).for_each(|row| row.part.clone_from(&is));
            }
            12 => self.rows[at].part = PARTS[with % PARTS.len()].to_owned(),
            13 => self.rows[at].code += 100,
            14 => self.rows.rotate_left(1),
            _ => (self.rows[at].description, self.rows[at].name) = (description.to_owned(), format!("{name} {at}")),
        }
    }

    fn swap(&mut self, one: usize, other: usize) {
        let (a, b) = (self.rows[one].clone(), self.rows[other].clone());
        (self.rows[one].name, self.rows[one].description) = (b.name, b.description);
        (self.rows[other].name, self.rows[other].description) = (a.name, a.description);
    }
}

fn source(spec: &str) -> Source {
    Source::new("x.md", spec)
}

fn opened<'l>(lock: Option<&'l str>) -> impl Fn(&str) -> Result<Source, ReadError> + 'l {
    move |name| match lock {
        Some(text) if name.ends_with(".lock") => Ok(Source::new(name, text)),
        _ => Err(ReadError::missing(name)),
    }
}

/// The spec as `errtable check` judges it.
fn check(spec: &str, lock: &str) -> Compiled {
    let mut compiled = compile_locked(source(spec), &opened(Some(lock)));
    compiled.findings.escalate(Rule::is_break);
    compiled
}

fn told(compiled: &Compiled) -> String {
    render_all(&compiled.findings, errtable::Style::default())
}

/// The state after a maintainer has followed the findings: the spec and its lock, and the rounds that it took.
///
/// In each round all fixes with evidence are applied, where `prefers`, and then what is left is accepted in one command.
fn follow(spec: &str, before: &str, stamp: Option<&str>, prefers: bool) -> Result<(String, String), String> {
    let mut spec = spec.to_owned();
    for round in 0.. {
        let compiled = check(&spec, before);
        // Names are chosen, then values, then what is left: each choice may show one more.
        if round == 4 {
            return Err(format!("no end after {round} rounds\n{spec}\n{before}\n{}", told(&compiled)));
        }
        if prefers || compiled.findings.iter().any(|finding| finding.accepts.is_none()) {
            let fixed = fix(&source(&spec), Some(&opened(Some(before))), Policy::Preferred);
            if fixed.spec != spec {
                spec = fixed.spec;
                continue;
            }
        }
        let accept: Vec<_> = compiled.findings.iter().filter_map(|finding| finding.accepts.clone()).collect();
        let release = Release { stamp, accept: &accept, ..Release::default() };
        let locked = lock(source(&spec), &opened(Some(before)), &release);
        if let Some(text) = locked.text {
            let after = check(&spec, &text);
            return match after.findings.has_errors() || !after.changes.is_empty() {
                true => Err(format!("locked, and not clean\n{spec}\n{text}\n{}\n{:?}", told(&after), after.changes)),
                false => Ok((spec, text)),
            };
        }
        // Findings that are no breaks have settings to choose: whoever is in doubt takes the first.
        let choice = locked.findings.iter().filter(|finding| finding.accepts.is_none()).flat_map(|of| of.fixes.first());
        let Some(choice) = choice.into_iter().next() else {
            return Err(format!(
                "no way out\n{spec}\n{before}\n{}",
                render_all(&locked.findings, errtable::Style::default())
            ));
        };
        for edit in choice.edits().iter().rev() {
            spec.replace_range(edit.place.span(), &edit.text);
        }
    }
    unreachable!("a round ends it")
}

fn variants(compiled: &Compiled) -> BTreeMap<String, String> {
    let entries = compiled.catalog.enums().iter().flat_map(|enumeration| &enumeration.entries);
    entries.map(|entry| (entry.code().to_string(), entry.variant.clone())).collect()
}

type Step = Vec<(u8, usize, usize)>;

fn history(steps: &[Step], prefers: bool) -> Result<(), String> {
    let mut table = Table::new();
    let first = lock(source(&table.spec()), &opened(None), &Release { stamp: Some("1.0.0"), ..Release::default() });
    let mut known = first.text.ok_or("the first table has no errors")?;
    let begun = check(&table.spec(), &known);
    let (mut before, mut strongest) = (check(&table.spec(), &known), None);
    for (number, step) in steps.iter().enumerate() {
        step.iter().for_each(|(kind, at, with)| table.edit(*kind, *at, *with));
        let version = format!("{}.0.0", number + 2);
        let (spec, text) = follow(&table.spec(), &known, Some(&version), prefers)
            .map_err(|fault| format!("step {number}, {steps:?}: {fault}"))?;
        if spec.contains("keep_names") {
            table.settings = "keep_names = true\n".to_owned();
        }
        // What `--fix` has put into the table is the table from then on, which this model does not read.
        let after = check(&spec, &text);
        let level = changes(&before, &after).level();
        strongest = strongest.max(level);
        for (code, variant) in variants(&after) {
            let was = variants(&before).get(&code).cloned();
            if was.as_ref().is_some_and(|was| *was != variant)
                && !text.contains(&format!("variant-renamed:ErrorCode::{code}"))
            {
                return Err(format!("{code} is renamed from {was:?} to {variant}\n{spec}"));
            }
        }
        let whole = changes(&begun, &after);
        // What is struck out and comes back, or is added and goes again by a break on record, leaves a minor trace at most.
        if strongest == Some(Level::Major) && whole.level() != Some(Level::Major) {
            return Err(format!(
                "the whole is {:?}, a step was {strongest:?}: {steps:?}\n{spec}\n{text}",
                whole.level()
            ));
        }
        if table.spec() != spec {
            return Ok(());
        }
        (before, known) = (after, text);
    }
    Ok(())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let edit = (0u8..16, 0usize..8, 0usize..24);
    proptest::collection::vec(proptest::collection::vec(edit, 1..3), 1..=5)
}

/// A row that takes the name of another, then loses its code and its value at once.
#[test]
fn a_choice_may_show_one_more() {
    for prefers in [false, true] {
        history(&[vec![(2, 4, 0)], vec![(11, 1, 20), (13, 4, 0)]], prefers).unwrap_or_else(|fault| panic!("{fault}"));
    }
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn every_history_has_a_way_on_and_a_verdict() {
    let cases = std::env::var("ERRTABLE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let run =
        runner.run(&(steps(), any::<bool>()), |(steps, prefers)| history(&steps, prefers).map_err(TestCaseError::fail));
    run.unwrap_or_else(|fault| panic!("{fault}"));
}
