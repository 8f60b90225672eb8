//! The lock, brought up to date: the one place where a lock is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diff::Change;
use crate::finding::Findings;
use crate::lock::{self, Lock};
use crate::source::Source;
use crate::{Compiled, Files, compile_with, directive, join, markdown};

/// What a lock is brought up to date for.
#[derive(Clone, Debug, Default)]
pub struct Release<'a> {
    /// The version that the lock names as the first one of each code that is new: `1.4.0`.
    pub version: &'a str,
    /// The breaks that are meant, as findings name them: `code-removed:ErrorCode::1008003`.
    pub accept: &'a [String],
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
    /// What `accept` names and the spec does not break.
    pub unmatched: Vec<String>,
    /// The breaks that could be accepted.
    pub breaks: Vec<String>,
}

/// Brings the lock of a spec up to date. A lock that is not there is begun.
///
/// ```
/// use std::io;
/// use errtable::{ReadError, Release, Source, lock};
///
/// let spec = "| Error code | Name |\n|---|---|\n| 7 | lid open |\n";
/// let release = Release { version: "1.0.0", ..Release::default() };
/// let locked = lock(Source::new("codes.md", spec), &|name| Err(ReadError::new(name, io::ErrorKind::NotFound.into())), &release);
/// assert_eq!(locked.name, "codes.lock");
/// assert!(locked.text.unwrap().ends_with("7 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }\n"));
/// ```
pub fn lock(source: Source, files: Files<'_>, release: &Release<'_>) -> Locked {
    let source = Arc::new(source);
    let mut findings = Findings::default();
    let document = Arc::new(markdown::parse(&source, &mut findings));
    let plans = directive::read(&source, &document, directive::Part::Spec, &mut findings);
    let named = directive::lock(&source, &plans, &mut findings);
    let name = named.map_or_else(|| lock::default_name(source.path()), |name| name.value.clone());
    let mut known = lock::begin(&source, &name, named, files, &mut findings);
    let joins = Arc::new(join::open(&source, &plans, Some(files), &mut findings));
    let first =
        compile_with(&source, Arc::clone(&document), &plans, Arc::clone(&joins), Some(known.clone()), findings.clone());
    let changes = first.changes.clone();
    let mut accepted = BTreeSet::new();
    for change in &changes {
        if let Some(key) = change.key().filter(|key| release.accept.contains(key)) {
            known.accept(change, &key, release.version);
            accepted.insert(key);
        }
    }
    let mut compiled = match accepted.is_empty() {
        true => first,
        false => compile_with(&source, document, &plans, joins, Some(known), findings),
    };
    compiled.findings.retain(|finding| !finding.accepts.as_ref().is_some_and(|key| accepted.contains(key)));
    compiled.findings.escalate(crate::Rule::is_break);
    Locked {
        text: (!compiled.findings.has_errors()).then(|| lock_text(&compiled, release.version)),
        joined: compiled.joined().map(|(name, _)| name.to_owned()).collect(),
        name,
        is_named: named.is_some(),
        changes,
        unmatched: release.accept.iter().filter(|key| !accepted.contains(*key)).cloned().collect(),
        breaks: compiled.changes.iter().filter_map(Change::key).collect(),
        findings: compiled.findings,
    }
}

/// The text of the lock that holds what a spec says. `release` is the first one of all codes that are new.
pub fn lock_text(compiled: &Compiled, release: &str) -> String {
    let lock = compiled.lock.as_ref().map_or_else(|| Lock::empty(Arc::clone(&compiled.source)), Lock::clone);
    lock.text(compiled.catalog.file_name(), compiled.catalog.enums(), release)
}
