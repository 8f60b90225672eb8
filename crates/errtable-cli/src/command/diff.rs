//! `errtable diff`: what has changed, and what that asks of the version number.

use clap::ValueEnum;
use errtable::changes;
use errtable::diff::{Diff, Level};
use errtable_tools::{diff_json, diff_markdown, diff_text};

use super::{Outcome, open};
use crate::message::{Message, Result};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The older spec: a file, git:REV:path, or - for standard input.
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
    let (old, new) = (open(&args.old, term)?, open(&args.new, term)?);
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
