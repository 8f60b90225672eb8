//! What errtable.toml asks of types, from release to release: what the lock holds of it, and what breaks.

use errtable::diff::{Class, Level};
use errtable::{Compiled, Findings, ReadError, Rule, Source, Style, changes, compare, compile_locked, render_all};
use errtable_tools::{Locked, Release, lock, pending};

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"
[columns.Part]
as = \"category\"
-->

| Error code | Name | Part |
| --- | --- | --- |
| 1 | no water | tank |
| 2 | lid open | lid |
";

const ASKED: &str = "\
[[spec]]
path = \"codes.md\"

[spec.enum.ErrorCode]
derive = [\"strum::EnumIter\"]
non_exhaustive = false
code_type = \"u16\"
without = [\"Display\"]

[spec.enum.Part]
non_exhaustive = false
";

/// A spec with its errtable.toml and its lock.
#[derive(Clone, Debug)]
struct State {
    spec: String,
    config: String,
    lock: Option<String>,
}

impl State {
    /// What is out as 1.0.0.
    fn released() -> Self {
        let first = State { spec: SPEC.to_owned(), config: ASKED.to_owned(), lock: None };
        first.locked(&Release { stamp: Some("1.0.0"), ..Release::default() })
    }

    fn open(&self, name: &str) -> Result<Source, ReadError> {
        let text = match name {
            "errtable.toml" => Some(&self.config),
            "codes.lock" => self.lock.as_ref(),
            _ => None,
        };
        text.map(|text| Source::new(name, text.as_str())).ok_or_else(|| ReadError::missing(name))
    }

    fn compile(&self) -> Compiled {
        compile_locked(Source::new("codes.md", self.spec.as_str()), &|name| self.open(name))
    }

    fn lock(&self, release: &Release<'_>) -> Locked {
        lock(Source::new("codes.md", self.spec.as_str()), &|name| self.open(name), release)
    }

    fn locked(&self, release: &Release<'_>) -> Self {
        let locked = self.lock(release);
        let told = render_all(&locked.findings, Style::default());
        State { lock: Some(locked.text.unwrap_or_else(|| panic!("{told}"))), ..self.clone() }
    }

    fn asking(&self, from: &str, to: &str) -> Self {
        assert!(self.config.contains(from), "{from}");
        State { config: self.config.replacen(from, to, 1), ..self.clone() }
    }

    fn saying(&self, from: &str, to: &str) -> Self {
        assert!(self.spec.contains(from), "{from}");
        State { spec: self.spec.replacen(from, to, 1), ..self.clone() }
    }

    fn text(&self) -> &str {
        self.lock.as_deref().unwrap_or_default()
    }
}

fn rules(findings: &Findings) -> Vec<Rule> {
    findings.iter().map(|finding| finding.rule).collect()
}

fn classes(compiled: &Compiled) -> Vec<(Class, Level)> {
    compiled.changes.iter().map(|change| (change.class, change.level())).collect()
}

/// What changes when nobody asks for it any more.
const NOTHING_ASKED: &str = "[[spec]]\npath = \"codes.md\"\n";

#[test]
fn the_lock_holds_what_is_public() {
    let state = State::released();
    let head = "[enum.ErrorCode]\ncode_type = \"u16\"\nnon_exhaustive = false\nderive = [\"strum::EnumIter\"]\n\
                without = [\"Display\", \"Error\"]\nsince = \"1.0.0\"\n";
    assert!(state.text().contains(head), "{}", state.text());
    assert!(state.text().contains("type = \"Part\", non_exhaustive = false, since = \"1.0.0\""), "{}", state.text());
    let compiled = state.compile();
    assert_eq!((render_all(&compiled.findings, Style::default()).as_str(), classes(&compiled)), ("", vec![]));
    assert_eq!(pending(&compiled), None);
}

#[test]
fn a_lock_that_does_not_say_means_what_is_usual() {
    let usual = State { config: NOTHING_ASKED.to_owned(), ..State::released() };
    let usual = State { lock: None, ..usual }.locked(&Release { stamp: Some("1.0.0"), ..Release::default() });
    assert!(!["derive", "non_exhaustive", "without"].iter().any(|key| usual.text().contains(key)), "{}", usual.text());
    let asked = State { config: ASKED.replace("without = [\"Display\"]\n", ""), ..usual }.compile();
    let [(Class::CodeTypeChanged, Level::Major), rest @ ..] = &classes(&asked)[..] else {
        panic!("{:?}", asked.changes)
    };
    let minor = |class| (class, Level::Minor);
    assert_eq!(rest, [Class::ExhaustiveAdded, Class::TraitAdded, Class::ExhaustiveAdded].map(minor));
}

#[test]
fn a_variant_more_is_major_where_users_match_all() {
    let state = State::released();
    let row = |part: &str| format!("| 2 | lid open | lid |\n| 3 | lid stuck | {part} |\n");
    for (part, classes_of) in [("lid", vec![Class::AddedToExhaustive]), ("hinge", vec![Class::AddedToExhaustive; 2])] {
        let more = state.saying("| 2 | lid open | lid |\n", &row(part));
        let compiled = more.compile();
        assert!(compiled.findings.is_empty(), "nothing that was released is lost");
        assert_eq!(classes(&compiled).iter().map(|(class, _)| *class).collect::<Vec<_>>(), classes_of);
        assert_eq!(changes(&state.compile(), &compiled).level(), Some(Level::Major));
        let next = pending(&more.locked(&Release::default()).compile()).expect("something is unreleased");
        assert_eq!((next.level, next.next.as_str()), (Level::Major, "2.0.0"));
        let stamped = more.lock(&Release { stamp: Some("1.1.0"), ..Release::default() });
        assert!(stamped.doubt.is_some_and(|doubt| doubt.contains("asks for 2.0.0 rather than 1.1.0")));
    }
    // Where only the category is matched in full, a code more is none of its variants.
    let open = state.asking("non_exhaustive = false\ncode_type", "code_type");
    let accept = ["exhaustive-removed:ErrorCode".to_owned()];
    let open = open.locked(&Release { stamp: Some("2.0.0"), accept: &accept, ..Release::default() });
    let more = open.saying("| 2 | lid open | lid |\n", &row("lid")).compile();
    assert_eq!(classes(&more), [(Class::Added, Level::Minor)]);
}

#[test]
fn what_was_not_released_comes_and_goes() {
    let state = State::released();
    let derived = state.asking("[\"strum::EnumIter\"]", "[\"strum::EnumIter\", \"strum::EnumCount\"]");
    let derived = derived.asking("without = [\"Display\"]\n", "").locked(&Release::default());
    let unreleased = "unreleased = [\"Display\", \"Error\", \"strum::EnumCount\"]\n";
    assert!(derived.text().contains(unreleased), "{}", derived.text());
    assert_eq!(pending(&derived.compile()).map(|pending| pending.level), Some(Level::Minor));
    // Written again, it stays.
    assert_eq!(derived.locked(&Release::default()).text(), derived.text());
    let back = State { config: ASKED.to_owned(), ..derived.clone() };
    let compiled = back.compile();
    assert!(compiled.findings.is_empty(), "{}", render_all(&compiled.findings, Style::default()));
    assert!(compiled.changes.iter().all(|change| change.unreleased), "{:?}", compiled.changes);
    assert_eq!(back.locked(&Release::default()).text(), state.text());
    // Once it is stamped, it is released.
    let stamped = derived.locked(&Release { stamp: Some("1.1.0"), ..Release::default() });
    assert!(!stamped.text().contains("unreleased"), "{}", stamped.text());
    let back = State { config: ASKED.to_owned(), ..stamped };
    assert_eq!(rules(&back.compile().findings), [Rule::TraitRemoved; 3]);
}

#[test]
fn what_is_gone_is_a_break_until_it_is_accepted() {
    let state = State::released();
    let gone = state.asking("derive = [\"strum::EnumIter\"]\n", "").asking("[\"Display\"]", "[\"Display\", \"Hash\"]");
    let gone = gone.asking("[spec.enum.Part]\nnon_exhaustive = false", "[spec.enum.Part]\nwithout = [\"TryFrom\"]");
    let keys: Vec<_> = gone.compile().changes.iter().filter_map(errtable::diff::Change::key).collect();
    assert_eq!(
        keys,
        [
            "trait-removed:ErrorCode::strum::EnumIter",
            "trait-removed:ErrorCode::Hash",
            "exhaustive-removed:ErrorCode::part",
            "trait-removed:ErrorCode::part::TryFrom",
        ]
    );
    assert!(gone.lock(&Release::default()).text.is_none(), "a break stands against it");
    let accepted = gone.locked(&Release { accept: &keys, ..Release::default() });
    let compiled = accepted.compile();
    assert_eq!((render_all(&compiled.findings, Style::default()).as_str(), classes(&compiled)), ("", vec![]));
    assert_eq!(pending(&compiled).map(|pending| pending.level), Some(Level::Major));
    // The record counts against the state before, too, and a lock that has lost it is noticed.
    assert!(compare(&state.compile(), &compiled).is_empty());
    let lines = accepted.text().lines().filter(|line| !line.contains("-removed:"));
    let forgotten = State { lock: Some(lines.map(|line| format!("{line}\n")).collect()), ..accepted.clone() };
    assert!(rules(&compare(&state.compile(), &forgotten.compile())).contains(&Rule::LostLock));
}

#[test]
fn a_lock_that_has_lost_what_types_carry_is_noticed() {
    let state = State::released();
    for (line, what) in [
        ("derive = [\"strum::EnumIter\"]\n", "the trait `strum::EnumIter` of `ErrorCode`"),
        ("non_exhaustive = false\nderive", "that `ErrorCode` can be matched in full"),
        ("non_exhaustive = false, since", "that `Part` can be matched in full"),
    ] {
        let rest = line.rsplit_once(['\n', ' ']).map_or("", |(_, rest)| rest);
        let lost = State { lock: state.lock.clone().map(|text| text.replacen(line, rest, 1)), ..state.clone() };
        let findings = compare(&state.compile(), &lost.compile());
        let told = render_all(&findings, Style::default());
        assert!(rules(&findings) == [Rule::LostLock] && told.contains(what), "{line}: {told}");
    }
}

const LAST: &str = "| 2 | lid open | lid |\n";
const MORE: &str = "| 2 | lid open | lid |\n| 70000 | lid stuck | lid |\n";

#[test]
fn a_small_type_that_was_released_stays() {
    let state = State::released();
    let unasked = state.asking("code_type = \"u16\"\n", "");
    let compiled = unasked.compile();
    assert_eq!((compiled.catalog.enums()[0].code_type.as_str(), classes(&compiled)), ("u16", vec![]));
    let larger = unasked.saying(LAST, MORE).compile();
    assert_eq!(larger.catalog.enums()[0].code_type.as_str(), "u32");
    assert!(rules(&larger.findings).contains(&Rule::CodeTypeChanged));
    // Asked for, it is an error at the code instead, with which the other goes.
    let asked = state.saying(LAST, MORE).compile();
    assert_eq!(rules(&asked.findings), [Rule::CodeTooLarge]);
}
