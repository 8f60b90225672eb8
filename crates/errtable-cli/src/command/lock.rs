//! `errtable lock`: what a spec releases, recorded.

use std::path::Path;

use errtable::inner::{Input, Inputs, beside, read_beside, recall};
use errtable::{Source, compile_locked};
use errtable_tools::{Locked, Release, lock_setting, lock_text};

use super::{Outcome, file_error, open, path_word, read};
use crate::Spec;
use crate::git::history;
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
    let source = read(spec)?;
    let version = match &args.release {
        Some(version) => semver(version)?,
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
    let mut locked = errtable_tools::lock(source.clone(), &known, &release);
    if locked.findings.iter().any(|finding| finding.accepts.is_some()) {
        recall(&compile_locked(source, &known), &mut locked.findings, history(spec));
    }
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
        term.line(&format!("  {}", change.in_full()))?;
    }
    if !locked.is_named {
        let setting = lock_setting(&locked.name);
        term.help(&format!("name it, so that builds use it, in the directive above the table: {setting}"));
    }
    Ok(Outcome::Clean)
}

/// A version that a person gives: one of SemVer, since locks and tools compare versions.
fn semver(given: &str) -> Result<String> {
    if is_semver(given) {
        return Ok(given.to_owned());
    }
    let bare = given.trim_start_matches(['v', 'V']);
    let (numbers, rest) = bare.split_at(bare.find(['-', '+']).unwrap_or(bare.len()));
    let missing = ".0".repeat(2_usize.saturating_sub(numbers.matches('.').count()));
    let meant = format!("{numbers}{missing}{rest}");
    let help = match is_semver(&meant) {
        true => format!("write {meant}"),
        false => "write three numbers, such as 1.4.0".to_owned(),
    };
    Err(Message::new(format!("`{given}` is no version of SemVer")).help(help))
}

/// Whether a text is `MAJOR.MINOR.PATCH`, with what may follow: `-beta.1`, `+linux`.
fn is_semver(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (numbers, pre) = text.split_once('-').map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
    let is_number = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let has_letter = |part: &str| part.bytes().any(|byte| !byte.is_ascii_digit());
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| is_word(part) && (has_letter(part) || is_number(part))))
        && build.is_none_or(|build| build.split('.').all(is_word))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_semver() {
        for version in ["0.1.0", "1.4.0", "10.20.30", "1.0.0-beta.1", "1.0.0-0a.x-y", "1.0.0+linux.7", "1.0.0-rc.1+x"] {
            assert_eq!(semver(version).as_deref(), Ok(version));
        }
        for (version, help) in [
            ("v2", "write 2.0.0"),
            ("V2.1", "write 2.1.0"),
            ("1.2", "write 1.2.0"),
            ("2-beta", "write 2.0.0-beta"),
            ("banana", "write three numbers, such as 1.4.0"),
            ("", "write three numbers, such as 1.4.0"),
            ("1.02.0", "write three numbers, such as 1.4.0"),
            ("1.2.3.4", "write three numbers, such as 1.4.0"),
            ("1.0.0-", "write three numbers, such as 1.4.0"),
            ("1.0.0-01", "write three numbers, such as 1.4.0"),
            ("1.0.0\n", "write three numbers, such as 1.4.0"),
        ] {
            let told = semver(version).expect_err(version).to_string();
            assert!(told.ends_with(&format!("help: {help}")), "{version}: {told}");
        }
    }
}
