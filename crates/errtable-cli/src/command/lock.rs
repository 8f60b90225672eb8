//! `errtable lock`: what a spec releases, recorded.

use std::io;
use std::path::Path;

use errtable::{Freshness, Locked, Mode, Release, Source, beside, lock_text, update};

use super::{Outcome, file_error, open, path_word, read};
use crate::Spec;
use crate::manifest;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// The version that releases what is new; else that of the nearest Cargo.toml.
    #[arg(long, value_name = "VERSION")]
    release: Option<String>,
    /// Record a break that is meant, by the name that its finding gives it; may be given again.
    #[arg(long, value_name = "RULE:ENUM::CODE")]
    accept: Vec<String>,
    /// Go by what this earlier spec and its lock released, a file or git:REV:path, instead of by the lock of today.
    #[arg(long, value_name = "OLD")]
    from: Option<String>,
    /// Write nothing; fail where the lock lacks something.
    #[arg(long, conflicts_with = "accept")]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let spec = &args.spec.spec;
    let Some(source) = read(spec, term) else { return Ok(Outcome::Findings) };
    let version = match &args.release {
        Some(version) => version.clone(),
        None => manifest::version(spec)
            .map_err(|error| io::Error::other(format!("{error}\nhelp: say which version it is: --release 1.0.0")))?,
    };
    let release = Release { version: &version, accept: &args.accept };
    let past = match &args.from {
        None => None,
        Some(old) => match past(old, &version, term)? {
            None => return Ok(Outcome::Findings),
            past => past,
        },
    };
    let known = |name: &str| match &past {
        Some(past) if name.ends_with(".lock") => Ok(past.clone()),
        _ => Source::read(&beside(spec, name)),
    };
    let locked = errtable::lock(source, &known, &release);
    term.findings(&locked.findings);
    if let Some(message) = unmatched(&locked) {
        term.error(&message);
        return Ok(Outcome::Findings);
    }
    let Some(text) = &locked.text else { return Ok(Outcome::Findings) };
    let path = beside(spec, &locked.name);
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = update(&path, text, mode).map_err(|error| file_error(&path, &error))?;
    if mode == Mode::Check && freshness != Freshness::Fresh {
        term.error(&stale(spec, &path, freshness));
        return Ok(Outcome::Findings);
    }
    let said = if freshness == Freshness::Fresh { "is current" } else { "is written" };
    term.answer(&format!("{} {said}\n{}", path.display(), told(&locked)))?;
    if !locked.is_named {
        term.aside(&format!(
            "help: name it, so that builds use it, in the directive above the table: lock = \"{}\"\n",
            locked.name
        ));
    }
    Ok(Outcome::Clean)
}

/// The lock of an earlier spec, as it would be if it had been brought up to date then; `None` where it has errors.
fn past(old: &str, version: &str, term: &Term) -> io::Result<Option<Source>> {
    let compiled = open(old, term)?;
    let text = (!compiled.findings.has_errors()).then(|| lock_text(&compiled, version));
    Ok(text.map(|text| Source::new(format!("{old}, as a lock"), text)))
}

/// What `--accept` names and the spec does not break.
fn unmatched(locked: &Locked) -> Option<String> {
    let first = locked.unmatched.first()?;
    let breaks = match &locked.breaks[..] {
        [] => "it breaks nothing that was released".to_owned(),
        breaks => format!("its breaks are `{}`", breaks.join("`, `")),
    };
    Some(format!("the spec has no break `{first}` to accept\nhelp: {breaks}"))
}

fn stale(spec: &Path, path: &Path, freshness: Freshness) -> String {
    let fault = match freshness {
        Freshness::Missing => "does not exist",
        _ => "lacks what the spec says now",
    };
    format!("`{}` {fault}\nhelp: bring it up to date: errtable lock {}", path.display(), path_word(spec))
}

/// What the lock holds now that it did not.
fn told(locked: &Locked) -> String {
    let changes = locked.changes.iter().map(|change| format!("  {change}\n"));
    changes.collect()
}
