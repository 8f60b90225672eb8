//! `errtable fmt`: tables aligned in place.

use std::io;

use errtable::{Freshness, Mode, tidy, update};

use super::{Outcome, file_error, path_word, read};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// Write nothing; fail where the tables are not aligned.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let path = &args.spec.spec;
    let Some(source) = read(path, term) else { return Ok(Outcome::Findings) };
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = update(path, &tidy(&source), mode).map_err(|error| file_error(path, &error))?;
    let said = match (mode, freshness) {
        (_, Freshness::Fresh) => "is aligned",
        (Mode::Write, _) => "is aligned now",
        (Mode::Check, _) => {
            let (shown, word) = (path.display(), path_word(path));
            term.error(&format!("the tables of `{shown}` are not aligned\nhelp: align them: errtable fmt {word}"));
            return Ok(Outcome::Findings);
        }
    };
    term.answer(&format!("{} {said}\n", path.display()))?;
    Ok(Outcome::Clean)
}
