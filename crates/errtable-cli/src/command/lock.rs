//! `errtable lock`: what a spec releases, recorded.

use std::path::Path;

use errtable::Source;
use errtable::inner::{Input, Inputs, beside, read_beside};
use errtable_tools::{Locked, Release, lock_setting, lock_text};

use super::{Outcome, file_error, open, path_word, read};
use crate::Spec;
use crate::manifest;
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Freshness, Mode, rewrite};

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

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let spec = &args.spec.spec;
    let Some(source) = read(spec, term) else { return Ok(Outcome::Findings) };
    let version = match &args.release {
        Some(version) => version.clone(),
        None => manifest::version(spec)
            .map_err(|error| Message::new(error).help("say which version it is: --release 1.0.0"))?,
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
        _ => read_beside(spec, name),
    };
    let locked = errtable_tools::lock(source, &known, &release);
    term.findings(&locked.findings);
    if let Some(message) = unmatched(&locked) {
        term.error(&message);
        return Ok(Outcome::Findings);
    }
    let Some(text) = &locked.text else { return Ok(Outcome::Findings) };
    let path = beside(spec, &locked.name);
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = rewrite(&inputs(args, &locked), Input::Lock, &path, text, mode);
    let freshness = freshness.map_err(|error| file_error(&path, &error))?;
    if mode == Mode::Check && freshness != Freshness::Fresh {
        term.error(&stale(spec, &path, freshness));
        return Ok(Outcome::Findings);
    }
    let said = if freshness == Freshness::Fresh { "is current" } else { "is written" };
    term.line(&format!("{} {said}", shown(&path)))?;
    for change in &locked.changes {
        term.line(&format!("  {change}"))?;
    }
    if !locked.is_named {
        let setting = lock_setting(&locked.name);
        term.help(&format!("name it, so that builds use it, in the directive above the table: {setting}"));
    }
    Ok(Outcome::Clean)
}

/// The lock of an earlier spec, as it would be if it had been brought up to date then; `None` where it has errors.
fn past(old: &str, version: &str, term: &Term) -> Result<Option<Source>> {
    let compiled = open(old, term)?;
    let text = (!compiled.findings.has_errors()).then(|| lock_text(&compiled, version));
    Ok(text.map(|text| Source::new(format!("{old}, as a lock"), text)))
}

/// The files that the lock must not replace.
fn inputs(args: &Args, locked: &Locked) -> Inputs {
    let spec = &args.spec.spec;
    let inputs =
        locked.joined.iter().fold(Inputs::of_spec(spec), |inputs, name| inputs.with(Input::Joined, beside(spec, name)));
    args.from.iter().fold(inputs, |inputs, old| inputs.with(Input::Spec, old))
}

/// What `--accept` names and the spec does not break.
fn unmatched(locked: &Locked) -> Option<Message> {
    let first = locked.unmatched.first()?;
    let breaks = match &locked.breaks[..] {
        [] => "it breaks nothing that was released".to_owned(),
        breaks => format!("its breaks are `{}`", breaks.join("`, `")),
    };
    Some(Message::new(format!("the spec has no break `{first}` to accept")).help(breaks))
}

fn stale(spec: &Path, path: &Path, freshness: Freshness) -> Message {
    let fault = match freshness {
        Freshness::Missing => "does not exist",
        _ => "lacks what the spec says now",
    };
    let message = Message::new(format!("`{}` {fault}", shown(path)));
    message.help(format!("bring it up to date: errtable lock {}", path_word(spec)))
}
