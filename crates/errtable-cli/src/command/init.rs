//! `errtable init`: the directives that make a spec compile.

use errtable::inner::{Input, Inputs, read_beside, tally};
use errtable_tools::{init_locked, init_with_lock};

use super::{Outcome, file_error, path_word, read};
use crate::Spec;
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// Name a lock beside the spec, too, where none is named.
    #[arg(long)]
    lock: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let path = &args.spec.spec;
    let source = read(path)?;
    let files = |name: &str| read_beside(path, name);
    let done = if args.lock { init_with_lock(&source, &files) } else { init_locked(&source, &files) };
    let written = rewrite(&Inputs::of_spec(path), Input::Spec, path, &done.text, Mode::Write);
    written.map_err(|error| file_error(path, &error))?;
    let said = match done.directives {
        0 if done.findings.has_errors() => "no directive can be decided".to_owned(),
        0 => "nothing to decide".to_owned(),
        1 => "a directive is put above 1 table".to_owned(),
        number => format!("directives are put above {number} tables"),
    };
    term.line(&format!("{}: {said}", shown(path)))?;
    if args.lock && !done.findings.has_errors() {
        term.help(&format!("record what is released: errtable lock {} --stamp 0.1.0", path_word(path)));
    }
    if !done.findings.has_errors() {
        return Ok(Outcome::Clean);
    }
    term.findings(&done.findings);
    term.error(&Message::new(format!("{} left for you to settle", tally(&done.findings))));
    Ok(Outcome::Findings)
}
