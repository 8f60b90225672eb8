//! What `errtable check` holds against a spec that needs neither git nor any file beside those that the spec names.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use errtable::inner::{Topic, shell_word};
use errtable::{Compiled, Files, Finding, Findings, Place, Rule, Source};

use crate::align;
use crate::lock::{Pending, default_lock_name, lock_text, naming_lock, pending};
use crate::manifest;

/// As many changes are named that a lock lacks.
const NAMED: usize = 20;

/// The findings of a spec as `errtable check` has them: breaks of what was released are errors, and the lock is named and
/// current. What only git or another file knows is not among them. They are neither sorted nor held back.
///
/// `spec` is its path, and `files` the files beside it.
pub fn check(compiled: &Compiled, spec: &Path, files: Files<'_>) -> Findings {
    let mut findings = compiled.findings.clone();
    findings.escalate(Rule::is_break);
    findings.append(Gates { compiled, spec, files }.lock());
    findings
}

struct Gates<'a> {
    compiled: &'a Compiled,
    spec: &'a Path,
    files: Files<'a>,
}

impl Gates<'_> {
    /// The lock is named and current. Of a spec with errors it is not known whether it names one, nor what it would be.
    fn lock(&self) -> Findings {
        if self.compiled.findings.has_errors() {
            return Findings::default();
        }
        let findings = match (self.compiled.lock_name(), self.compiled.lock()) {
            (None, _) => [self.unused_lock(), None],
            (Some(_), None) => [None, None],
            (Some(_), Some(lock)) => [self.stale_lock(lock), self.low_version()],
        };
        findings.into_iter().flatten().collect()
    }

    /// What the lock lacks, besides what breaks: that has findings of its own.
    fn stale_lock(&self, lock: &Arc<Source>) -> Option<Finding> {
        let text = lock_text(self.compiled);
        let (breaks, mut new): (Vec<_>, Vec<_>) =
            self.compiled.changes.iter().partition(|change| change.rule().is_some());
        if is_same_text(lock.text(), &text) || (new.is_empty() && !breaks.is_empty()) {
            return None;
        }
        new.sort_by_key(|change| Reverse(change.level()));
        let lines: Vec<_> = new.iter().filter_map(|change| self.compiled.place_of(change)).collect();
        // What the lock lacks stands in the spec; only where nothing is new, the lock itself is to be seen.
        let place = lines.first().cloned().unwrap_or_else(|| Place::new(lock, differing_line(lock, &text)));
        let message = match new.len() {
            0 if lock.text().contains("\"errtable-lock/1\"") => "the lock is of an older form".to_owned(),
            0 => "the lock is not as errtable writes it".to_owned(),
            1 => "the lock is not up to date: it lacks a change".to_owned(),
            number => format!("the lock is not up to date: it lacks {number} changes"),
        };
        let mut finding = Finding::error(Rule::StaleLock, lock, 0..0, message);
        finding.place = place;
        // Until other findings at the same rows are settled, the lock would be given what may be wrong.
        finding = finding.about(lines.iter().flat_map(|place| [Topic::line(place), Topic::broken(place)]));
        if !new.is_empty() {
            let mut lines: Vec<_> = new.iter().take(NAMED).map(|change| change.in_full()).collect();
            lines.extend((new.len() > NAMED).then(|| format!("and {} more", new.len() - NAMED)));
            finding = finding.help(format!("see what is new:\n\n{}", lines.join("\n")));
        }
        let first = if breaks.is_empty() { "" } else { "settle what breaks, then " };
        let command = format!("errtable lock {}", shell_word(self.spec));
        Some(finding.help(format!("{first}bring it up to date, and commit it: {command}")))
    }

    /// What the lock holds and no version has released asks for a version that Cargo.toml does not have.
    fn low_version(&self) -> Option<Finding> {
        let pending = pending(self.compiled)?;
        let (version, place) = manifest::version(self.spec)?;
        if pending.fits(&version) {
            return None;
        }
        let Pending { next, released, .. } = &pending;
        let what = pending.what();
        let message = format!("version {version} is too low: since {released} the lock holds {what}");
        let mut finding = Finding::warning(Rule::VersionTooLow, self.compiled.source(), 0..0, message);
        finding.place = place;
        let stamp = format!("errtable lock {} --stamp {next}", shell_word(self.spec));
        finding = finding.help(format!("before the next release, raise it to {next} at the least"));
        Some(finding.help(format!("once that is out, stamp the lock: {stamp}")))
    }

    /// A lock that nobody names holds nobody to anything.
    fn unused_lock(&self) -> Option<Finding> {
        // Nothing lies beside a text that is no file.
        self.compiled.source().file()?;
        let name = default_lock_name(self.compiled.source().path());
        let lock = Arc::new((self.files)(&name).ok()?);
        // `Cargo.lock` beside a `Cargo.md` is somebody else's.
        if !lock.text().contains("errtable-lock/") {
            return None;
        }
        let message = "a lock lies beside the spec, and no directive names it, so nothing is held to it";
        let finding = Finding::error(Rule::UnusedLock, &lock, 0..0, message)
            .help("where nothing was released yet, delete it")
            .about([Topic::Settings]);
        Some(naming_lock(self.compiled).into_iter().fold(finding, Finding::fix))
    }
}

/// Tables that are not aligned, where `errtable.toml` asks that they are. It is asked only of a spec without errors.
pub fn unaligned(compiled: &Compiled, spec: &Path) -> Option<Finding> {
    let source = compiled.source();
    compiled.config().filter(|config| config.format())?;
    let aligned = align(source);
    let is_aligned = source.with_bom(source.text()) == aligned.text || !aligned.findings.is_empty();
    if is_aligned {
        return None;
    }
    let line = differing_line(source, aligned.text.trim_start_matches('\u{feff}'));
    let finding = Finding::error(Rule::UnalignedTable, source, line, "this table is not aligned");
    Some(finding.help(format!("align it: errtable fmt {}", shell_word(spec))))
}

/// Whether a file that is kept holds a text. Line ends do not count: git may check a file out with those of the machine.
pub fn is_same_text(held: &str, text: &str) -> bool {
    held == text || held.contains("\r\n") && held.replace("\r\n", "\n") == text.replace("\r\n", "\n")
}

/// The first line in which a source differs from a text.
pub fn differing_line(source: &Arc<Source>, text: &str) -> std::ops::Range<usize> {
    let mut start = 0;
    let mut wanted = text.split_inclusive('\n');
    for line in source.text().split_inclusive('\n') {
        let is_wanted =
            wanted.next().is_some_and(|wanted| wanted.trim_end_matches('\n') == line.trim_end_matches(['\r', '\n']));
        if !is_wanted {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    Place::new(source, start..start).span()
}
