//! Fixes of findings, applied to the texts that they are about.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use errtable::inner::config::CONFIG_NAME;
use errtable::inner::{self, MissingLock, Settings, Spec};
use errtable::{Applicability, Compiled, Edit, Files, Finding, Findings, Fix, Source};

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Those that change no meaning.
    Safe,
    /// Those that are preferred to others, too.
    Preferred,
    /// Those of either kind that write nothing but directives of the spec, as `errtable init` does.
    Directives,
}

impl Policy {
    fn allows(self, spec: &Source, fix: &Fix) -> bool {
        match self {
            Policy::Safe => fix.applicability() == Applicability::Safe,
            Policy::Preferred => fix.applicability() <= Applicability::Preferred,
            Policy::Directives => {
                let is_in_spec = |settings: &Settings| *settings.site.source == *spec;
                let is_here = fix.as_settings().is_some_and(|settings| settings.iter().all(is_in_spec));
                is_here && (fix.is_for_init() || fix.applicability() <= Applicability::Preferred)
            }
        }
    }
}

/// A spec, the files that it joins and its `errtable.toml` after fixes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The whole text of the spec, byte-order mark included.
    pub spec: String,
    /// The whole texts of the joined files that have changed, by their names.
    pub joined: BTreeMap<String, String>,
    /// The whole text of `errtable.toml`, where it has changed.
    pub config: Option<String>,
    /// How many fixes were applied.
    pub applied: usize,
    /// What is left.
    pub findings: Findings,
}

/// Applies fixes of what is found in a spec until no more of them can be. Each finding is settled by the first of its fixes
/// that the policy allows.
///
/// ```
/// use errtable::Source;
/// use errtable_tools::{Policy, fix};
///
/// let spec = Source::new("codes.md", "| Error code | Name |\n|---|---|\n| 7 | shaken |\n| 7 | shaken |\n");
/// let fixed = fix(&spec, None, Policy::Safe);
/// assert_eq!(fixed.spec, "| Error code | Name |\n|---|---|\n| 7 | shaken |\n");
/// assert!(fixed.findings.is_empty());
/// ```
pub fn fix(source: &Source, files: Option<Files<'_>>, policy: Policy) -> Fixed {
    let settled = settle(source, files, policy);
    Fixed {
        spec: source.with_bom(&settled.text),
        joined: settled.joined,
        config: settled.config,
        applied: settled.applied,
        findings: settled.compiled.findings,
    }
}

/// A spec after fixes, and what it makes then.
pub(crate) struct Settled {
    /// Its text, without a byte-order mark.
    pub(crate) text: String,
    joined: BTreeMap<String, String>,
    config: Option<String>,
    applied: usize,
    /// The tables about which a directive says more now, by their order in the file.
    pub(crate) tables: HashSet<usize>,
    pub(crate) compiled: Compiled,
}

/// The same, with what the next step needs.
pub(crate) fn settle(source: &Source, files: Option<Files<'_>>, policy: Policy) -> Settled {
    let mut texts = Texts { source, files, spec: source.text().to_owned(), joined: BTreeMap::new(), config: None };
    let mut tried: HashMap<String, usize> = HashMap::new();
    let (mut applied, mut tables) = (0, HashSet::new());
    let mut compiled = texts.compile();
    // A fix can bring to light what the fault before it hid. That ends long before this.
    for _ in 0..ROUNDS {
        let round = Round::of(&compiled, policy, &mut tried);
        if round.fixes == 0 {
            break;
        }
        tables.extend(round.tables(inner::spec_of(&compiled)));
        applied += texts.apply(&compiled, round);
        compiled = texts.compile();
    }
    let config = texts.config.map(|config| config.with_bom(config.text()));
    Settled { text: texts.spec, joined: texts.joined, config, applied, tables, compiled }
}

const ROUNDS: usize = 64;

/// What a spec makes, with the files that it names, if it may have them.
pub(crate) fn compiled(source: Source, files: Option<Files<'_>>) -> Compiled {
    let mut findings = Findings::default();
    inner::compile(inner::parse(Arc::new(source), files, MissingLock::IsFound, &mut findings), findings)
}

/// The texts as they are by now.
struct Texts<'a> {
    source: &'a Source,
    files: Option<Files<'a>>,
    spec: String,
    /// Those of the joined files that have changed.
    joined: BTreeMap<String, String>,
    /// That of `errtable.toml`, if it has changed.
    config: Option<Source>,
}

/// A text that fixes can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Spec,
    Joined(String),
    Config,
}

impl Texts<'_> {
    fn compile(&self) -> Compiled {
        let open = |name: &str| match (self.joined.get(name), self.files) {
            _ if name == CONFIG_NAME && self.config.is_some() => Ok(self.config.clone().expect("there is one")),
            (Some(text), _) => Ok(Source::new(name, text.as_str())),
            (None, Some(files)) => files(name),
            (None, None) => unreachable!("without files, none is asked for"),
        };
        let files: Option<Files<'_>> = self.files.is_some().then_some(&open);
        compiled(self.source.with_text(self.spec.as_str()), files)
    }

    /// How many fixes of a round could be applied: those that touch no text that another of them has touched.
    fn apply(&mut self, compiled: &Compiled, round: Round) -> usize {
        let mut edits: BTreeMap<Text, Vec<Edit>> = BTreeMap::new();
        let mut applied = 0;
        for (count, fix) in round.into_edits() {
            let placed: Option<Vec<_>> = fix.into_iter().map(|edit| Some((text_of(compiled, &edit)?, edit))).collect();
            let Some(placed) = placed else { continue };
            let is_free = |(text, edit): &(Text, Edit)| {
                edits.get(text).is_none_or(|known| !known.iter().any(|other| meet(edit, other)))
            };
            if placed.iter().all(is_free) {
                placed.into_iter().for_each(|(text, edit)| edits.entry(text).or_default().push(edit));
                applied += count;
            }
        }
        for (text, edits) in edits {
            match text {
                Text::Spec => self.spec = with_edits(&self.spec, edits),
                Text::Config => {
                    let source = config_of(compiled);
                    self.config = source.map(|source| source.with_text(with_edits(source.text(), edits)));
                }
                Text::Joined(name) => {
                    let source = compiled.joined().find(|(joined, _)| *joined == name).and_then(|(_, source)| source);
                    let Some(source) = source else { continue };
                    self.joined.insert(name, source.with_bom(&with_edits(source.text(), edits)));
                }
            }
        }
        applied
    }
}

/// The `errtable.toml` that speaks of a spec.
fn config_of(compiled: &Compiled) -> Option<&Source> {
    compiled.config().map(|config| &*config.source)
}

/// The text that an edit is in; `None` for a file that is not ours to write.
fn text_of(compiled: &Compiled, edit: &Edit) -> Option<Text> {
    let path = edit.place.source().path();
    if path == compiled.source().path() {
        return Some(Text::Spec);
    }
    if config_of(compiled).is_some_and(|source| source.path() == path) {
        return Some(Text::Config);
    }
    let mut joined = compiled.joined();
    let (name, _) = joined.find(|(_, source)| source.is_some_and(|source| source.path() == path))?;
    Some(Text::Joined(name.to_owned()))
}

/// Whether the places of two edits have a byte in common, or both insert at one place.
fn meet(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.place.span(), b.place.span());
    a.start == b.start || (a.start < b.end && b.start < a.end)
}

pub(crate) fn with_edits(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.place.span().start);
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for Edit { place, text: new } in edits {
        mended.push_str(&text[at..place.span().start]);
        mended.push_str(&new);
        at = place.span().end;
    }
    mended.push_str(&text[at..]);
    mended
}

/// Fixes that are applied together, each to another finding.
struct Round {
    fixes: usize,
    /// What is said in directives: once for each of them, with the number of fixes.
    settings: Vec<(usize, Settings)>,
    others: Vec<Fix>,
}

impl Round {
    fn of(compiled: &Compiled, policy: Policy, tried: &mut HashMap<String, usize>) -> Self {
        let mut round = Round { fixes: 0, settings: Vec::new(), others: Vec::new() };
        let mut sites: HashMap<(String, usize), usize> = HashMap::new();
        let counts = counts(&compiled.findings);
        let is_worth_trying = |finding: &&Finding| {
            let left = counts[&key(finding)];
            tried.get(&key(finding)).is_none_or(|before| left < *before)
        };
        for finding in compiled.findings.iter().filter(is_worth_trying) {
            let Some(fix) = finding.fixes.iter().find(|fix| policy.allows(compiled.source(), fix)) else { continue };
            round.fixes += 1;
            let Some(settings) = fix.as_settings() else {
                round.others.push(fix.clone());
                continue;
            };
            // A fix that goes into several directives counts once.
            for (count, settings) in std::iter::once(1).chain(std::iter::repeat(0)).zip(settings) {
                let site = (settings.site.source.path().to_owned(), settings.site.table);
                let index = *sites.entry(site).or_insert_with(|| {
                    round.settings.push((0, Settings::new(settings.site.clone(), [])));
                    round.settings.len() - 1
                });
                round.settings[index].0 += count;
                round.settings[index].1.merge(settings.clone());
            }
        }
        tried.extend(counts);
        round
    }

    /// The edits of each fix, or of all fixes that say something in one directive, with the number of fixes.
    fn into_edits(self) -> impl Iterator<Item = (usize, Vec<Edit>)> {
        let settings = self.settings.into_iter().map(|(count, settings)| (count, Fix::settings("", settings).edits()));
        settings.chain(self.others.into_iter().map(|fix| (1, fix.edits())))
    }

    /// Which tables of the spec directives say more about.
    fn tables<'r>(&'r self, spec: &'r Spec) -> impl Iterator<Item = usize> + 'r {
        let lines: HashMap<usize, usize> =
            spec.document.tables.iter().map(|table| table.header.line).zip(0..).collect();
        let of_spec = self.settings.iter().filter(|(_, settings)| *settings.site.source == *spec.source);
        of_spec.filter_map(move |(_, settings)| lines.get(&spec.source.line(settings.site.table)).copied())
    }
}

/// A fix that has not made a finding rarer is not tried again.
fn counts(findings: &Findings) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

fn key(finding: &Finding) -> String {
    format!("{} {}", finding.rule, finding.message)
}
