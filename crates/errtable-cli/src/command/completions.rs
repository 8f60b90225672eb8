//! `errtable completions`: what a shell completes.

use clap_complete::{Shell, generate};

use super::Outcome;
use crate::message::{Message, Result};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let mut script = Vec::new();
    generate(args.shell, &mut crate::command(), "errtable", &mut script);
    let script = String::from_utf8(script).map_err(|error| Message::new(format!("the script is no text: {error}")))?;
    term.answer(&script)?;
    Ok(Outcome::Clean)
}
