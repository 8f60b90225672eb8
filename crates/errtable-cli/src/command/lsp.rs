//! `errtable lsp`: what `errtable check` finds, in an editor.

use std::io;

use super::Outcome;
use crate::message::Result;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Many clients say it; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let Args { stdio: _ } = args;
    // The protocol asks for the status 1 where a client goes without `shutdown`.
    Ok(if errtable_lsp::run(io::stdin(), io::stdout().lock())? { Outcome::Clean } else { Outcome::Findings })
}
