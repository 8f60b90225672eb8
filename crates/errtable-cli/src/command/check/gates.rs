//! What stands against a spec besides its own faults: the files that are kept with it, and its past.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use errtable::inner::{beside, tally};
use errtable::{Compiled, Finding, Findings, Rule, Severity, Source, compare};
use errtable_tools::{differing_line, is_same_text};

use crate::command::{emit, file_error, path_word};
use crate::config::KeptFile;
use crate::git::{Absence, Revision, Tracking, tracking};
use crate::message::{Result, shown};
use crate::write::Freshness;

/// The gates of one spec.
pub(super) struct Gates<'a> {
    pub(super) spec: &'a Path,
    pub(super) compiled: &'a Compiled,
}

impl Gates<'_> {
    /// The lock is tracked.
    pub(super) fn lock(&self) -> Result<Findings> {
        let named = self.compiled.lock_name().zip(self.compiled.lock());
        let Some((name, lock)) = named else { return Ok(Findings::default()) };
        Ok(tracked(&beside(self.spec, name), lock)?.into_iter().collect())
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
