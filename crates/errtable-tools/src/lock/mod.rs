//! The lock, brought up to date: the one place where a lock is made.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use errtable::diff::{Change, Class};
pub use errtable::inner::default_lock_name;
use errtable::inner::{self, Lock, MissingLock, Setting, Settings, Spec, UNRELEASED, toml_string};
use errtable::{Compiled, Files, Findings, Fix, Place, Rule, Source};

mod accept;
mod stamp;
mod update;
mod write;

pub use self::stamp::Pending;

/// What a lock is brought up to date for.
#[derive(Clone, Debug, Default)]
pub struct Release<'a> {
    /// The version that is out with all that the lock holds: `1.4.0`. Without one, what is new stays unreleased.
    pub stamp: Option<&'a str>,
    /// The breaks that are meant, as findings name them: `code-removed:ErrorCode::1008003`.
    pub accept: &'a [String],
    /// Breaks that are on record already, which need not be accepted again.
    pub on_record: &'a [String],
}

/// A lock that has been brought up to date, or what stands against it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Locked {
    /// The name of the lock, a path from the folder of the spec.
    pub name: String,
    /// The files that the spec joins, as paths from its folder.
    pub joined: Vec<String>,
    /// Whether a directive names it, so that builds use it.
    pub is_named: bool,
    /// The text that it should hold; `None` where errors or breaks stand against it.
    pub text: Option<String>,
    /// What is wrong with the spec; breaks among them are errors here.
    pub findings: Findings,
    /// What has changed since the lock was last written; everything where it is new.
    pub changes: Vec<Change>,
    /// Why the version cannot be stamped, and what to do.
    pub refused: Option<(String, String)>,
    /// That the version is too low for what it releases, where it is.
    pub doubt: Option<String>,
    /// What `accept` names and the spec does not break.
    pub unmatched: Vec<String>,
    /// The breaks that could be accepted.
    pub breaks: Vec<String>,
}

/// Brings the lock of a spec up to date. A lock that is not there is begun.
///
/// ```
/// use errtable::{ReadError, Source};
/// use errtable_tools::{Release, lock};
///
/// let spec = "| Error code | Name |\n|---|---|\n| 7 | lid open |\n";
/// let release = Release { stamp: Some("1.0.0"), ..Release::default() };
/// let locked = lock(Source::new("codes.md", spec), &|name| Err(ReadError::missing(name)), &release);
/// assert_eq!(locked.name, "codes.lock");
/// assert!(locked.text.unwrap().ends_with("7 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }\n"));
/// ```
pub fn lock(source: Source, files: Files<'_>, release: &Release<'_>) -> Locked {
    let source = Arc::new(source);
    let mut findings = Findings::default();
    let spec = inner::parse(Arc::clone(&source), Some(files), MissingLock::IsBegun, &mut findings);
    let named = spec.lock_name.clone();
    let name = named.clone().unwrap_or_else(|| default_lock_name(spec.source.path()));
    let first = inner::compile(spec, findings.clone());
    let changes = first.changes.clone();
    let breaks: Vec<_> = changes.iter().filter_map(Change::key).collect();
    let known: BTreeSet<&String> = breaks.iter().collect();
    let recorded = inner::lock(&first).and_then(|lock| lock.accepted.get(UNRELEASED)).cloned().unwrap_or_default();
    let reduced: BTreeMap<String, String> =
        release.accept.iter().filter_map(|key| Some((key.clone(), reduced(&first, key)?))).collect();
    let is_unmatched =
        |key: &&String| !known.contains(key) && !recorded.contains_key(*key) && !reduced.contains_key(*key);
    let unmatched: Vec<_> = release.accept.iter().filter(is_unmatched).cloned().collect();
    let accepted = accepted(&first, release);
    let mut compiled = with_accepted(first, findings, &accepted);
    compiled.findings.escalate(Rule::is_break);
    compiled.findings.accept_also(&accepted);
    doubted(&mut compiled);
    let next = inner::lock(&compiled).map(|lock| held(&compiled, lock));
    let mut next = next.unwrap_or_else(|| Lock::empty(Arc::clone(&source)));
    if !reduced.is_empty() {
        next.accepted.entry(UNRELEASED.to_owned()).or_default().extend(reduced);
    }
    let mut locked = Locked {
        text: None,
        joined: compiled.joined().map(|(name, _)| name.to_owned()).collect(),
        refused: release.stamp.and_then(|version| stamp::fault(&next, version)),
        doubt: release.stamp.and_then(|version| stamp::doubt(&next, version)),
        is_named: named.is_some(),
        findings: std::mem::take(&mut compiled.findings),
        name,
        changes,
        unmatched,
        breaks,
    };
    if !locked.findings.has_errors() && locked.refused.is_none() && locked.unmatched.is_empty() {
        let text = text(&compiled.catalog, next, release.stamp);
        // What is compiled next takes its memory.
        drop(compiled);
        locked.findings = afterwards(&source, files, &locked, &text);
        locked.text = (!locked.findings.has_errors()).then_some(text);
    }
    locked
}

/// What a key says of a set that has a value less, where it names one of the spec. Which codes have which values is no part
/// of a lock, so that it finds no such break itself.
fn reduced(compiled: &Compiled, key: &str) -> Option<String> {
    let path = key.strip_prefix(Rule::SetReduced.as_str())?.strip_prefix(':')?;
    compiled.catalog.enums().iter().find_map(|of| {
        let (code, accessor) = path.strip_prefix(of.name.as_str())?.strip_prefix("::")?.rsplit_once("::")?;
        let column = of.columns.iter().find(|column| column.holds_sets() && column.accessor == accessor)?;
        let entry = of.entries.iter().find(|entry| entry.codes.iter().any(|known| known.to_string() == code))?;
        Some(format!("`{}::{}` ({code}) has less in `{}`", of.name, entry.variant, column.shown_header()))
    })
}

/// What is new and differs from something else in a letter would be locked with its slip: a person answers first.
fn doubted(compiled: &mut Compiled) {
    let is_new = |change: &&Change| matches!(change.class, Class::Added | Class::AddedToExhaustive | Class::ValueAdded);
    let places = compiled.changes.iter().filter(is_new).filter_map(|change| compiled.place_of(change));
    let lines: HashSet<_> = places.map(|place| (place.source().path().to_owned(), place.start().0)).collect();
    let is_at = |place: &Place| lines.contains(&(place.source().path().to_owned(), place.start().0));
    compiled.findings.escalate_those(|finding| finding.rule == Rule::NearIdentical && is_at(&finding.place));
}

/// The breaks that are accepted, those included that follow from them.
fn accepted(first: &Compiled, release: &Release<'_>) -> Vec<String> {
    let asked: BTreeSet<&String> = release.accept.iter().chain(release.on_record).collect();
    let mut accepted: Vec<String> = Vec::new();
    for change in &first.changes {
        accepted.extend(change.key().filter(|key| asked.contains(key)));
    }
    for finding in first.findings.iter().filter(|of| of.accepts.as_ref().is_some_and(|key| asked.contains(key))) {
        accepted.extend(finding.accepted_with().iter().cloned());
    }
    let mut seen = BTreeSet::new();
    accepted.retain(|key| seen.insert(key.clone()));
    accepted
}

/// The spec compiled again, as it is once its lock has the accepted breaks on record.
fn with_accepted(first: Compiled, findings: Findings, accepted: &[String]) -> Compiled {
    let keys: BTreeSet<&String> = accepted.iter().collect();
    let changes = first.changes.clone();
    let meant = changes.iter().filter_map(|change| Some((change, change.key()?)));
    let meant: Vec<_> = meant.filter(|(_, key)| keys.contains(key)).collect();
    if meant.is_empty() {
        return first;
    }
    // A meaning is judged on all that was released: the texts of one row may tell of another.
    let is_meaning = |rule: Rule| matches!(rule, Rule::MeaningChanged | Rule::RetiredReused);
    let left: Vec<_> = first.findings.iter().filter(|of| is_meaning(of.rule)).cloned().collect();
    let mut spec: Spec = inner::spec(first);
    if let Some(lock) = &mut spec.lock {
        accept::accept(Arc::make_mut(lock), &meant);
    }
    let mut compiled = inner::compile(spec, findings);
    let told: BTreeSet<String> = compiled.findings.iter_all().filter_map(|of| of.accepts.clone()).collect();
    compiled.findings.extend(left.into_iter().filter(|of| of.accepts.as_ref().is_some_and(|key| !told.contains(key))));
    compiled.findings.retain(|finding| !finding.accepts.as_ref().is_some_and(|key| keys.contains(key)));
    compiled
}

/// What stands against a spec beside the lock that it is to have: a lock that is written leaves a spec without a fault.
fn afterwards(source: &Arc<Source>, files: Files<'_>, locked: &Locked, text: &str) -> Findings {
    let mut findings = Findings::default();
    let files = |name: &str| match name == locked.name {
        true => Ok(Source::new(name, text)),
        false => files(name),
    };
    let spec = inner::parse(Arc::clone(source), Some(&files), MissingLock::IsBegun, &mut findings);
    let mut findings = inner::compile(spec, findings).findings;
    findings.escalate(Rule::is_break);
    findings
}

/// The text of the lock that holds what a spec says; what is new in it is not released.
pub fn lock_text(compiled: &Compiled) -> String {
    text_of(compiled, None)
}

/// The text of a lock by which all that an earlier spec says was released, where it had none.
pub fn past_lock_text(compiled: &Compiled) -> String {
    text_of(compiled, inner::lock(compiled).is_none().then_some(""))
}

fn text_of(compiled: &Compiled, stamp: Option<&str>) -> String {
    let empty = Lock::empty(Arc::new(Source::new("", "")));
    let lock = inner::lock(compiled).unwrap_or(&empty);
    text(&compiled.catalog, held(compiled, lock), stamp)
}

/// What a lock holds once it is up to date with the spec.
fn held(compiled: &Compiled, lock: &Lock) -> Lock {
    Lock {
        source: Arc::clone(&lock.source),
        enums: update::released(Some(lock), compiled.catalog.enums()),
        is_whole: lock.is_whole,
        is_faultless: lock.is_faultless,
        released: lock.released.clone(),
        accepted: lock.accepted.clone(),
    }
}

fn text(catalog: &errtable::Catalog, mut lock: Lock, stamp: Option<&str>) -> String {
    if let Some(version) = stamp {
        stamp::stamp(&mut lock.enums, version);
        if !version.is_empty() {
            lock.released = Some(version.to_owned());
        }
        let breaks: BTreeMap<_, _> = lock.accepted.remove(UNRELEASED).unwrap_or_default();
        if !breaks.is_empty() {
            lock.accepted.entry(version.to_owned()).or_default().extend(breaks);
        }
    }
    write::text(catalog.file_name(), lock.released.as_deref(), &lock.accepted, &lock.enums)
}

/// What the lock of a spec holds and no version has released; `None` where there is nothing of the kind.
pub fn pending(compiled: &Compiled) -> Option<Pending> {
    Pending::of(inner::lock(compiled)?)
}

/// The fix that lets a spec name its lock, in the directive of its first table of error codes; `None` where it names one, or
/// has no such table.
pub fn naming_lock(compiled: &Compiled) -> Option<Fix> {
    let table = *compiled.catalog.enums().first().filter(|_| compiled.lock_name().is_none())?.tables.first()?;
    let spec = inner::spec_of(compiled);
    let site = spec.plan(table).site(&spec.source, spec.document.table(table));
    let setting = Setting::new("lock", toml_string(&default_lock_name(spec.source.path())));
    Some(Fix::settings("name it in the directive, so that builds use it", Settings::new(site, [setting])))
}

/// The line of a directive that names a lock.
pub fn lock_setting(name: &str) -> String {
    format!("lock = {}", toml_string(name))
}
