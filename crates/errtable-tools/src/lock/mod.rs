//! The lock, brought up to date: the one place where a lock is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use errtable::diff::Change;
pub use errtable::inner::default_lock_name;
use errtable::inner::{self, MissingLock, Setting, Settings, toml_string};
use errtable::{Compiled, Files, Findings, Fix, Rule, Source};

mod accept;
mod update;
mod write;

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
/// use errtable::{ReadError, Source};
/// use errtable_tools::{Release, lock};
///
/// let spec = "| Error code | Name |\n|---|---|\n| 7 | lid open |\n";
/// let release = Release { version: "1.0.0", ..Release::default() };
/// let locked = lock(Source::new("codes.md", spec), &|name| Err(ReadError::new(name, io::ErrorKind::NotFound.into())), &release);
/// assert_eq!(locked.name, "codes.lock");
/// assert!(locked.text.unwrap().ends_with("7 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }\n"));
/// ```
pub fn lock(source: Source, files: Files<'_>, release: &Release<'_>) -> Locked {
    let mut findings = Findings::default();
    let spec = inner::parse(Arc::new(source), Some(files), MissingLock::IsBegun, &mut findings);
    let named = spec.lock_name.clone();
    let name = named.clone().unwrap_or_else(|| default_lock_name(spec.source.path()));
    let first = inner::compile(spec, findings.clone());
    let changes = first.changes.clone();
    let meant = changes.iter().filter_map(|change| Some((change, change.key()?)));
    let meant: Vec<_> = meant.filter(|(_, key)| release.accept.contains(key)).collect();
    let reduced: Vec<_> = release.accept.iter().filter_map(|key| Some((key, reduced(&first, key)?))).collect();
    let accepted: BTreeSet<&String> =
        meant.iter().map(|(_, key)| key).chain(reduced.iter().map(|(key, _)| *key)).collect();
    let mut compiled = match accepted.is_empty() {
        true => first,
        false => {
            let mut spec = inner::spec(first);
            if let Some(lock) = &mut spec.lock {
                meant.iter().for_each(|(change, key)| accept::accept(lock, change, key, release.version));
                let breaks = lock.accepted.entry(release.version.to_owned()).or_default();
                breaks.extend(reduced.into_iter().map(|(key, about)| (key.clone(), about)));
            }
            inner::compile(spec, findings)
        }
    };
    compiled.findings.retain(|finding| !finding.accepts.as_ref().is_some_and(|key| accepted.contains(key)));
    compiled.findings.escalate(Rule::is_break);
    Locked {
        text: (!compiled.findings.has_errors()).then(|| lock_text(&compiled, release.version)),
        joined: compiled.joined().map(|(name, _)| name.to_owned()).collect(),
        name,
        is_named: named.is_some(),
        unmatched: release.accept.iter().filter(|key| !accepted.contains(key)).cloned().collect(),
        breaks: compiled.changes.iter().filter_map(Change::key).collect(),
        findings: compiled.findings,
        changes,
    }
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

/// The text of the lock that holds what a spec says. `release` is the first one of all codes that are new.
pub fn lock_text(compiled: &Compiled, release: &str) -> String {
    let lock = inner::lock(compiled);
    let enums = update::released(lock, compiled.catalog.enums(), release);
    let accepted = lock.map(|lock| lock.accepted.clone()).unwrap_or_default();
    write::text(compiled.catalog.file_name(), &accepted, &enums)
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
