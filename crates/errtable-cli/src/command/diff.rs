//! `errtable diff`: what has changed, and what that asks of the version number.

use std::path::Path;

use clap::ValueEnum;
use errtable::diff::{Diff, Level};
use errtable::{Compiled, Findings, Source, changes};
use errtable_tools::{diff_json, diff_markdown, diff_text};

use super::{Outcome, no_file, open, with_errors_shown};
use crate::git::{Absence, Revision};
use crate::message::{Message, Result, shown};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The older spec: a file, git:REV:path, git:REV for the path of the newer one, or - for standard input.
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer spec: a file, git:REV:path, or - for standard input.
    #[arg(value_name = "NEW")]
    new: String,
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
    if args.old == "-" && args.new == "-" {
        let message = Message::new("only one of the two specs can be read from standard input");
        return Err(message.help("name a file or git:REV:path for the other"));
    }
    // Both are read before either is judged, so that all findings come at once.
    let (old, new) = (earlier(args, term)?, open(&args.new, term)?);
    let old = match old {
        Ok(old) => old,
        Err(told) => return nothing_to_compare(&told, args, term),
    };
    let diff = changes(&old, &new);
    match args.format {
        Format::Human => term.tell(&diff_text(&diff)),
        Format::Markdown => term.answer(&diff_markdown(&diff)),
        Format::Json => term.answer(&diff_json(&diff)),
    }?;
    if diff.is_partial {
        return Ok(Outcome::Findings);
    }
    Ok(denied(&diff, args.deny, term))
}

/// The older spec, or why nothing is known of it. Where a revision has none at the path of the newer one, it is empty: all
/// is new.
fn earlier(args: &Args, term: &Term) -> Result<std::result::Result<Compiled, String>> {
    if !args.old.starts_with("git:") {
        return open(&args.old, term).map(Ok);
    }
    let newer = Revision::parse(&args.new).transpose()?;
    let revision = Revision::or_at(&args.old, newer.as_ref().map_or(Path::new(&args.new), Revision::path))?;
    let rev = revision.rev();
    match revision.compile()? {
        Ok(compiled) => Ok(Ok(with_errors_shown(compiled, term))),
        Err(Absence::NoFile) if revision.names_file() => Err(no_file(&revision, Absence::NoFile)),
        // A gate that compares with nothing would pass for ever.
        Err(Absence::Replaced) if args.deny.is_some() => Err(no_file(&revision, Absence::Replaced)),
        Err(Absence::Replaced) => Ok(Err(Absence::Replaced.told_of(rev))),
        Err(absence) => {
            term.note(&Message::new(absence.told_of(rev)));
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

fn denied(diff: &Diff, deny: Option<Deny>, term: &Term) -> Outcome {
    let reached = diff.level().filter(|level| deny.is_some_and(|deny| *level >= deny.level()));
    match reached {
        None => Outcome::Clean,
        Some(level) => {
            term.error(&Message::new(format!("the changes ask for a new {level} version")));
            Outcome::Findings
        }
    }
}
