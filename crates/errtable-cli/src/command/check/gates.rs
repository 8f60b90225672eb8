//! What stands against a spec besides its own faults: the files that are kept with it, and its past.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use errtable::inner::{beside, tally};
use errtable::{Compiled, Finding, Findings, Page, Rule, RustOptions, Source, compare, markdown};
use errtable_tools::{differing_line, is_same_text};

use crate::command::{file_error, output, path_word, rust};
use crate::git::{Revision, Tracking, tracking};
use crate::message::{Message, Result, shown};
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

    /// The committed Rust file is what the spec compiles to.
    pub(super) fn snapshot(&self, file: &Path, features: &[String]) -> Result<Findings> {
        let features = match features {
            [] => features_of(&read(file)?.unwrap_or_default()),
            features => features.to_vec(),
        };
        let text = rust::code(&self.compiled.catalog, &features);
        self.fresh(file, &text, &rust::command(self.spec, &features))
    }

    /// The committed reference page is what the spec says.
    pub(super) fn page(&self, file: &Path) -> Result<Findings> {
        let held = read(file)?.unwrap_or_default();
        if held.starts_with("<!doctype html>") {
            let folder = path_word(file.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")));
            let (shown, spec) = (shown(file), path_word(self.spec));
            let help = format!("ask the command that made it: errtable html {spec} -o {folder} --check");
            return Err(Message::new(format!("{shown}: this page is not of Markdown")).help(help));
        }
        let page = Page::of(&held).unwrap_or_default();
        let command = format!("markdown {}{}", page.arguments(), path_word(self.spec));
        self.fresh(file, &markdown(&self.compiled.catalog, page), &command)
    }

    fn fresh(&self, file: &Path, text: &str, command: &str) -> Result<Findings> {
        let refresh = output::refresh(command, file);
        let finding = |freshness, source: &Arc<Source>, span| {
            let message = format!("`{}` {}", shown(file), output::fault(freshness, self.spec));
            Findings::from_iter([Finding::error(Rule::StaleFile, source, span, message).help(refresh.clone())])
        };
        let Some(held) = read(file)? else {
            let nothing = Arc::new(Source::new(shown(file), ""));
            return Ok(finding(Freshness::Missing, &nothing, 0..0));
        };
        let source = match Source::read(file) {
            Ok(source) => Arc::new(source),
            Err(error) => return Ok(Findings::from_iter([Finding::unreadable(&error)])),
        };
        let mut findings = match is_same_text(&held, text) {
            true => Findings::default(),
            false => finding(Freshness::Stale, &source, differing_line(&source, text)),
        };
        findings.extend(tracked(file, &source)?);
        Ok(findings)
    }

    /// Nothing breaks that the spec had at a revision. `old` is what it came to then; `None` where the revision has no such
    /// file.
    pub(super) fn against(&self, revision: &Revision, old: Option<&Compiled>) -> Result<Findings> {
        let spec = self.compiled.source();
        let rev = revision.rev();
        let warning = |message: String| Finding::warning(Rule::MissingBaseline, spec, 0..0, message);
        let Some(old) = old else {
            if revision.names_file() {
                let message = format!("`{rev}` has no file `{}`, which --against names", shown(revision.path()));
                let finding = Finding::error(Rule::UnknownBaseline, spec, 0..0, message)
                    .help(format!("correct the name; the files of the revision: git ls-tree -r --name-only {rev}"))
                    .help(format!("or, if the spec had the name that it has now: --against git:{rev}"));
                return Ok(Findings::from_iter([finding]));
            }
            let finding = warning(format!("`{rev}` has no such file, so there is nothing to compare with"))
                .help("once it is in a revision, name that one")
                .help(format!("or, if it had another name there, say so: --against git:{rev}:NAME"));
            return Ok(Findings::from_iter([finding]));
        };
        let mut findings = compare(old, self.compiled);
        findings.escalate(Rule::is_break);
        if old.findings.has_errors() {
            let count = tally(&old.findings);
            let finding = warning(format!("at `{rev}` the spec had {count}, so only its good rows are compared"));
            findings.push(finding.help("compare with a revision that was right, such as the last release"));
        }
        Ok(findings)
    }
}

/// The features that a committed Rust file has impls for.
fn features_of(code: &str) -> Vec<String> {
    let has = |name: &&str| code.lines().any(|line| line.trim() == format!("#[cfg(feature = \"{name}\")]"));
    RustOptions::known_features().filter(has).map(str::to_owned).collect()
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
fn tracked(file: &Path, source: &Arc<Source>) -> Result<Option<Finding>> {
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
