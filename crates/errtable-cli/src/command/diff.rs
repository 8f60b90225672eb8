//! `errtable diff`: what has changed, and what that asks of the version number.

use std::path::Path;

use clap::ValueEnum;
use errtable::diff::{Diff, Level};
use errtable::inner::escape;
use errtable::{Compiled, Findings, Source, changes};
use errtable_tools::{diff_json, diff_markdown, diff_text};

use super::{Outcome, no_file, open, with_errors_shown};
use crate::config::Listed;
use crate::git::{Absence, Revision};
use crate::message::{Message, Result, shown};
use crate::specs::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The older spec: a file, git:REV:path, git:REV for the path of the newer one, or - for standard input.
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer spec: a file, git:REV:path, or - for standard input. Without one, all that errtable.toml lists are
    /// compared with git:REV.
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// The form of the output; `markdown` can be pasted into a changelog.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    /// Fail if the changes need this level or a higher one.
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Human,
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Patch,
    Minor,
    Major,
}

impl Deny {
    fn level(self) -> Level {
        match self {
            Deny::Patch => Level::Patch,
            Deny::Minor => Level::Minor,
            Deny::Major => Level::Major,
        }
    }
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let Some(new) = &args.new else { return of_listed(args, term) };
    if args.old == "-" && new == "-" {
        let message = Message::new("only one of the two specs can be read from standard input");
        return Err(message.help("name a file or git:REV:path for the other"));
    }
    // Both are read before either is judged, so that all findings come at once.
    let (old, new) = (earlier(args, new, term)?, open(new, term)?);
    let diff = match old {
        Ok(old) => changes(&old, &new),
        Err(told) => return nothing_to_compare(&told, args, term),
    };
    match args.format {
        Format::Human => term.tell(&diff_text(&diff)),
        Format::Markdown => term.answer(&diff_markdown(&diff)),
        Format::Json => term.answer(&diff_json(&diff)),
    }?;
    Ok(judged([&diff], args.deny, term))
}

/// The specs that errtable.toml lists, each compared with itself at a revision, below its path where there are several.
fn of_listed(args: &Args, term: &Term) -> Result<Outcome> {
    let names_file = || Revision::of(&args.old, Path::new("")).map(|revision| revision.names_file());
    if !args.old.starts_with("git:") || names_file()? {
        let message = Message::new(format!("`{}` is one spec, and the newer one is missing", args.old));
        return Err(message.help("name it, or compare all that errtable.toml lists: errtable diff git:REV"));
    }
    let listed = Listed::find()?;
    let mut diffs = Vec::new();
    for spec in &listed.specs {
        let (old, new) = (past(&Revision::of(&args.old, spec)?, args.deny, term)?, Spec::file(spec).compile()?);
        let new = with_errors_shown(new, term);
        match old {
            Ok(old) => diffs.push((shown(spec), changes(&old, &new))),
            Err(told) => return nothing_to_compare(&told, args, term),
        }
    }
    match args.format {
        Format::Human => term.tell(&listing(&diffs, |path, diff| format!("{path}\n{}", diff_text(diff)), diff_text)),
        Format::Markdown => term.answer(&listing(&diffs, markdown_below, diff_markdown)),
        Format::Json => return Err(Message::new("--format json is for one spec").help("name it behind the revision")),
    }?;
    Ok(judged(diffs.iter().map(|(_, diff)| diff), args.deny, term))
}

/// The changes of several specs, each below its path; of one as they are.
fn listing(diffs: &[(String, Diff)], below: impl Fn(&str, &Diff) -> String, alone: impl Fn(&Diff) -> String) -> String {
    match diffs {
        [(_, diff)] => alone(diff),
        diffs => diffs.iter().map(|(path, diff)| below(path, diff)).collect::<Vec<_>>().join("\n"),
    }
}

fn markdown_below(path: &str, diff: &Diff) -> String {
    match diff_markdown(diff).replace("### ", "#### ") {
        changes if changes.is_empty() => format!("### {}\n\nNothing has changed.\n", escape(path)),
        changes => format!("### {}\n\n{changes}", escape(path)),
    }
}

/// The older spec, or why nothing is known of it.
fn earlier(args: &Args, new: &str, term: &Term) -> Result<std::result::Result<Compiled, String>> {
    if !args.old.starts_with("git:") {
        return open(&args.old, term).map(Ok);
    }
    let newer = Revision::parse(new).transpose()?;
    past(&Revision::or_at(&args.old, newer.as_ref().map_or(Path::new(new), Revision::path))?, args.deny, term)
}

/// The spec of a revision, or why nothing is known of it. Where the revision does not have it, it is empty: all is new.
fn past(revision: &Revision, deny: Option<Deny>, term: &Term) -> Result<std::result::Result<Compiled, String>> {
    match revision.compile()? {
        Ok(compiled) => Ok(Ok(with_errors_shown(compiled, term))),
        Err(Absence::NoFile) if revision.names_file() => Err(no_file(revision, Absence::NoFile)),
        // A gate that compares with nothing would pass for ever.
        Err(Absence::Replaced) if deny.is_some() => Err(no_file(revision, Absence::Replaced)),
        Err(Absence::Replaced) => Ok(Err(Absence::Replaced.told_of(revision.rev()))),
        Err(absence) => {
            term.note(&Message::new(absence.told_of(revision.rev())));
            let mut nothing = errtable::compile(Source::new(shown(revision.path()), ""));
            nothing.findings = Findings::default();
            Ok(Ok(nothing))
        }
    }
}

fn nothing_to_compare(told: &str, args: &Args, term: &Term) -> Result<Outcome> {
    match args.format {
        Format::Human => term.line(told),
        Format::Markdown => term.answer(&format!("> {told}\n")),
        Format::Json => {
            let mut diff = Diff::default();
            diff.is_partial = true;
            term.answer(&diff_json(&diff))
        }
    }?;
    Ok(Outcome::Clean)
}

/// How the command ends: what errors have left out, and a level that is denied, are for a person.
fn judged<'a>(diffs: impl IntoIterator<Item = &'a Diff>, deny: Option<Deny>, term: &Term) -> Outcome {
    let mut is_partial = false;
    let mut level = None;
    for diff in diffs {
        is_partial |= diff.is_partial;
        level = level.max(diff.level());
    }
    match level.filter(|level| deny.is_some_and(|deny| *level >= deny.level())) {
        _ if is_partial => Outcome::Findings,
        None => Outcome::Clean,
        Some(level) => {
            term.error(&Message::new(format!("the changes ask for a new {level} version")));
            Outcome::Findings
        }
    }
}
