//! `errtable json`: the catalogue for other tools.

use std::io;

use super::{Outcome, open_valid};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let Some(catalog) = open_valid(&args.spec.spec, term) else { return Ok(Outcome::Findings) };
    term.answer(&errtable::json::json(&catalog))?;
    Ok(Outcome::Clean)
}
