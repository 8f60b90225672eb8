//! `errtable json`: the catalogue for other tools.

use std::path::PathBuf;

use errtable_tools::json;

use super::{Outcome, open_valid};
use crate::message::Result;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Markdown file with the table.
    #[arg(value_name = "SPEC", required_unless_present = "schema")]
    spec: Option<PathBuf>,
    /// Print the JSON Schema that every catalogue is valid against.
    #[arg(long, exclusive = true)]
    schema: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let Some(spec) = &args.spec else {
        term.answer(json::SCHEMA)?;
        return Ok(Outcome::Clean);
    };
    let Some(compiled) = open_valid(spec, term)? else { return Ok(Outcome::Findings) };
    term.answer(&json::json(&compiled.catalog))?;
    Ok(Outcome::Clean)
}
