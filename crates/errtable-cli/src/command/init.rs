//! `errtable init`: the directives that make a spec compile.

use errtable::inner::{Input, Inputs, tally};
use errtable_tools::{init_locked, init_with_lock};

use super::{Outcome, file_error};
use crate::message::{Message, Result};
use crate::specs::{self, Spec, Specs};
use crate::term::Term;
use crate::write::{Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: Specs,
    /// Also name a lock beside the spec, if no directive names one.
    #[arg(long)]
    lock: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let specs = args.specs.find()?;
    specs::expect_stdin_alone(&specs)?;
    specs::each(&specs, term, |spec| init(spec, args.lock, term))
}

fn init(spec: &Spec, with_lock: bool, term: &Term) -> Result<Outcome> {
    if with_lock && !spec.has_folder() {
        let said = "a lock is named after its spec, and standard input has no name";
        return Err(Message::new(said).help("say where the spec lies: --stdin-path FILE"));
    }
    let source = spec.read()?;
    let init = if with_lock { init_with_lock } else { init_locked };
    let done = spec.with_files(|files| init(&source, files))?;
    if spec.is_stdin() {
        term.text(&done.text)?;
    } else {
        let path = spec.path();
        let written = rewrite(&Inputs::of_spec(path), Input::Spec, path, &done.text, Mode::Write);
        written.map_err(|error| file_error(path, &error))?;
        let said = match done.directives {
            0 if done.findings.has_errors() => "no directive can be decided".to_owned(),
            0 => "nothing to decide".to_owned(),
            1 => "a directive is put above 1 table".to_owned(),
            number => format!("directives are put above {number} tables"),
        };
        term.line(&format!("{}: {said}", spec.shown()))?;
    }
    if with_lock && !done.findings.has_errors() {
        term.help(&format!("record what is released: errtable lock {} --stamp 0.1.0", spec.word()));
    }
    if !done.findings.has_errors() {
        return Ok(Outcome::Clean);
    }
    term.findings(&done.findings);
    term.error(&Message::new(format!("{} left for you to settle", tally(&done.findings))));
    Ok(Outcome::Findings)
}
