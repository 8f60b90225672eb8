//! `errtable init`: the directives that make a spec compile.

use std::io;

use errtable::{Mode, Source, beside, init_locked, tally, update};

use super::{Outcome, file_error, read};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let path = &args.spec.spec;
    let Some(source) = read(path, term) else { return Ok(Outcome::Findings) };
    let shown = source.path().to_owned();
    let done = init_locked(source, &|name| Source::read(&beside(path, name)));
    update(path, &done.text, Mode::Write).map_err(|error| file_error(path, &error))?;
    let said = match done.directives {
        0 => "nothing to decide".to_owned(),
        1 => "a directive is put above 1 table".to_owned(),
        number => format!("directives are put above {number} tables"),
    };
    term.answer(&format!("{shown}: {said}\n"))?;
    if !done.findings.has_errors() {
        return Ok(Outcome::Clean);
    }
    term.findings(&done.findings);
    term.error(&format!("{} left for you to settle", tally(&done.findings)));
    Ok(Outcome::Findings)
}
