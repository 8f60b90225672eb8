//! What stands against a spec besides its own faults: the files that are kept with it, and its past.

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use errtable::inner::{Topic, beside, read_beside, tally};
use errtable::{Compiled, Finding, Findings, Place, Rule, Severity, Source, compare};
use errtable_tools::{Pending, align, default_lock_name, lock_text, naming_lock, pending};

use crate::command::{emit, file_error, path_word};
use crate::config::KeptFile;
use crate::git::{Absence, Revision, Tracking, tracking};
use crate::manifest;
use crate::message::{Result, shown};
use crate::write::{Freshness, is_same_text};

/// As many changes are named that a lock lacks.
const NAMED: usize = 20;

/// The gates of one spec.
pub(super) struct Gates<'a> {
    pub(super) spec: &'a Path,
    pub(super) compiled: &'a Compiled,
}

impl Gates<'_> {
    /// The lock is named, current, and tracked. Of a spec with errors it is not known whether it names one, nor what it
    /// would be.
    pub(super) fn lock(&self) -> Result<Findings> {
        let is_right = !self.compiled.findings.has_errors();
        let Some(name) = self.compiled.lock_name() else {
            let unused = is_right.then(|| self.unused_lock()).flatten();
            return Ok(unused.into_iter().collect());
        };
        let Some(lock) = self.compiled.lock() else { return Ok(Findings::default()) };
        let mut findings = Findings::default();
        if is_right {
            findings.extend(self.stale_lock(lock));
            findings.extend(self.low_version());
        }
        findings.extend(tracked(&beside(self.spec, name), lock)?);
        Ok(findings)
    }

    /// The files that are joined are tracked.
    pub(super) fn joined(&self) -> Result<Findings> {
        let mut findings = Findings::default();
        for (name, source) in self.compiled.joined() {
            let Some(source) = source else { continue };
            findings.extend(tracked(&beside(self.spec, name), source)?);
        }
        Ok(findings)
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
        let command = format!("errtable lock {}", path_word(self.spec));
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
        let stamp = format!("errtable lock {} --stamp {next}", path_word(self.spec));
        finding = finding.help(format!("before the next release, raise it to {next} at the least"));
        Some(finding.help(format!("once that is out, stamp the lock: {stamp}")))
    }

    /// A lock that nobody names holds nobody to anything.
    fn unused_lock(&self) -> Option<Finding> {
        let name = default_lock_name(self.compiled.source().path());
        let lock = Arc::new(read_beside(self.spec, &name).ok()?);
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

    /// The tables are aligned, where `errtable.toml` asks for it.
    pub(super) fn aligned(&self) -> Option<Finding> {
        let source = self.compiled.source();
        self.compiled.config().filter(|config| config.format())?;
        let aligned = align(source);
        let is_aligned = source.with_bom(source.text()) == aligned.text || !aligned.findings.is_empty();
        if is_aligned {
            return None;
        }
        let line = differing_line(source, aligned.text.trim_start_matches('\u{feff}'));
        let finding = Finding::error(Rule::UnalignedTable, source, line, "this table is not aligned");
        Some(finding.help(format!("align it: errtable fmt {}", path_word(self.spec))))
    }

    /// The kept files are what the spec makes: one finding for all that are not.
    pub(super) fn kept(&self, files: &[KeptFile]) -> Result<Findings> {
        let mut findings = Findings::default();
        let mut stale = Vec::new();
        for KeptFile { path, output } in files {
            let text = match output.render(self.compiled) {
                Ok(text) => text,
                Err(faults) => {
                    findings.append(faults);
                    continue;
                }
            };
            let Some(held) = read(path)? else {
                stale.push((path, Freshness::Missing, Arc::new(Source::new(shown(path), "")), 0..0));
                continue;
            };
            let source = match Source::read(path) {
                Ok(source) => Arc::new(source),
                Err(error) => {
                    findings.push(Finding::unreadable(&error));
                    continue;
                }
            };
            if !is_same_text(&held, &text) {
                let line = differing_line(&source, &text);
                stale.push((path, Freshness::Stale, Arc::clone(&source), line));
            }
            findings.extend(tracked(path, &source)?);
        }
        let Some((first, freshness, source, line)) = stale.first() else { return Ok(findings) };
        let message = match stale.len() {
            1 => format!("`{}` {}", shown(first), emit::fault(*freshness, self.spec)),
            number => format!("{number} kept files are stale: `{}` makes other texts", shown(self.spec)),
        };
        let mut finding = Finding::error(Rule::StaleFile, source, line.clone(), message);
        if stale.len() > 1 {
            let paths: Vec<_> = stale.iter().map(|(path, ..)| format!("`{}`", shown(path))).collect();
            finding = finding.help(format!("see all of them: {}", paths.join(", ")));
        }
        findings.push(finding.help(format!("bring up to date what is kept: errtable update {}", path_word(self.spec))));
        Ok(findings)
    }

    /// Nothing breaks that the spec had at a revision. `old` is what it came to then, or why there is nothing.
    pub(super) fn against(&self, revision: &Revision, old: &std::result::Result<Compiled, Absence>) -> Findings {
        let spec = self.compiled.source();
        let rev = revision.rev();
        let warning = |message: String| Finding::warning(Rule::MissingBaseline, spec, 0..0, message);
        let old = match old {
            Ok(old) => old,
            Err(Absence::NoFile) if revision.names_file() => {
                let message = format!("`{rev}` has no file `{}`, which --against names", shown(revision.path()));
                let finding = Finding::error(Rule::UnknownBaseline, spec, 0..0, message)
                    .help(format!("correct the name; the files of the revision: git ls-tree -r --name-only {rev}"))
                    .help(format!("or, if the spec had the name that it has now: --against git:{rev}"));
                return Findings::from_iter([finding]);
            }
            Err(absence) => {
                let mut finding = warning(absence.told_of(rev));
                finding.severity = Severity::Note;
                finding.help = absence.remedies(rev);
                return Findings::from_iter([finding]);
            }
        };
        let mut findings = compare(old, self.compiled);
        findings.escalate(Rule::is_break);
        if old.findings.has_errors() {
            let count = tally(&old.findings);
            let finding = warning(format!("at `{rev}` the spec had {count}, so only its good rows are compared"));
            findings.push(finding.help("compare with a revision that was right, such as the last release"));
        }
        findings
    }
}

/// A file's text; `None` where there is none, and nothing of one that is no text.
fn read(file: &Path) -> Result<Option<String>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(file_error(file, &error)),
    }
}

/// A file that git does not track is fresh on this machine alone, and a gate on it could never fail elsewhere.
pub(super) fn tracked(file: &Path, source: &Arc<Source>) -> Result<Option<Finding>> {
    let Tracking::Untracked { ignored_by } = tracking(file)? else { return Ok(None) };
    let shown = shown(file);
    let message = match &ignored_by {
        Some(pattern) => format!("git ignores `{shown}`, by {pattern}, so nobody else has it"),
        None => format!("git does not track `{shown}`, so nobody else has it"),
    };
    let force = if ignored_by.is_some() { "--force " } else { "" };
    let finding = Finding::error(Rule::UntrackedFile, source, 0..0, message);
    Ok(Some(finding.help(format!("commit it: git add {force}{}", path_word(file)))))
}

/// The first line in which a source differs from a text.
fn differing_line(source: &Arc<Source>, text: &str) -> std::ops::Range<usize> {
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
