//! `errtable lock`: what a spec releases, recorded.

use std::path::Path;

use errtable::inner::{self, Input, Inputs, beside, read_beside, recall};
use errtable::{Source, compile_locked};
use errtable_tools::{Locked, Release, lock_setting, past_lock_text};

use super::{Outcome, file_error, open, path_word, read};
use crate::git::history;
use crate::message::{Message, Result, shown};
use crate::specs::{self, Specs};
use crate::term::Term;
use crate::write::{Freshness, Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: Specs,
    /// Record that everything new is released with this version; do so when the version is out.
    #[arg(long, value_name = "VERSION")]
    stamp: Option<String>,
    /// Record an intended break, by the name in its finding; may be given several times.
    #[arg(long, value_name = "RULE:ENUM::CODE")]
    accept: Vec<String>,
    /// Use what this earlier spec (a file or git:REV:path) and its lock released, instead of the present lock.
    #[arg(long, value_name = "OLD")]
    from: Option<String>,
    /// Write nothing, and fail if the lock is not up to date.
    #[arg(long, conflicts_with = "accept")]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let specs = args.specs.find()?;
    let of_one = [("--accept", !args.accept.is_empty()), ("--from", args.from.is_some())];
    for (option, _) in of_one.into_iter().filter(|(_, is_given)| *is_given) {
        specs::only_one(&specs, option)?;
    }
    specs::each(&specs, term, |spec| lock(args, spec.expect_file("a lock is a file beside its spec")?, term))
}

fn lock(args: &Args, spec: &Path, term: &Term) -> Result<Outcome> {
    let source = read(spec)?;
    let past = match &args.from {
        None => None,
        Some(old) => match past(old, term)? {
            None => return Ok(Outcome::Findings),
            past => past,
        },
    };
    let on_record = if past.is_some() { on_record(spec)? } else { Vec::new() };
    let release = Release { stamp: args.stamp.as_deref(), accept: &args.accept, on_record: &on_record };
    let known = |name: &str| match &past {
        Some(past) if name.ends_with(".lock") => Ok(past.clone()),
        _ => read_beside(spec, name),
    };
    let mut locked = errtable_tools::lock(source.clone(), &known, &release);
    if locked.findings.iter().any(|finding| finding.accepts.is_some()) {
        recall(&compile_locked(source, &known), &mut locked.findings, history(spec));
    }
    term.findings(&locked.findings);
    if let Some(message) = unmatched(&locked) {
        term.error(&message);
        return Ok(Outcome::Findings);
    }
    if let Some((message, help)) = &locked.refused {
        term.error(&Message::new(message).help(help));
        return Ok(Outcome::Unreadable);
    }
    let Some(text) = &locked.text else {
        if !args.accept.is_empty() {
            term.error(&Message::new("nothing is written: the lock takes all breaks, or none"));
        }
        return Ok(Outcome::Findings);
    };
    let path = beside(spec, &locked.name);
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = rewrite(&inputs(args, spec, &locked), Input::Lock, &path, text, mode);
    let freshness = freshness.map_err(|error| file_error(&path, &error))?;
    if mode == Mode::Check && freshness != Freshness::Fresh {
        term.error(&stale(spec, &path, freshness));
        return Ok(Outcome::Findings);
    }
    let said = if freshness == Freshness::Fresh { "is current" } else { "is written" };
    term.line(&format!("{} {said}", shown(&path)))?;
    for change in &locked.changes {
        term.line(&format!("  {}", change.in_full()))?;
    }
    if let Some(doubt) = &locked.doubt {
        term.help(doubt);
    }
    if !locked.is_named {
        let setting = lock_setting(&locked.name);
        term.help(&format!("name it, so that builds use it, in the directive above the table: {setting}"));
    }
    Ok(Outcome::Clean)
}

/// The lock of an earlier spec, as it would be if it had been brought up to date then; `None` where it has errors.
fn past(old: &str, term: &Term) -> Result<Option<Source>> {
    let compiled = open(old, term)?;
    let text = (!compiled.findings.has_errors()).then(|| past_lock_text(&compiled));
    Ok(text.map(|text| Source::new(format!("{old}, as a lock"), text)))
}

/// The breaks that the lock of today has accepted.
fn on_record(spec: &Path) -> Result<Vec<String>> {
    let compiled = compile_locked(read(spec)?, &|name| read_beside(spec, name));
    let accepted = inner::lock(&compiled).map(|lock| lock.accepted.values().flat_map(|breaks| breaks.keys().cloned()));
    Ok(accepted.into_iter().flatten().collect())
}

/// The files that the lock must not replace.
fn inputs(args: &Args, spec: &Path, locked: &Locked) -> Inputs {
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
