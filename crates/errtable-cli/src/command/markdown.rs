//! `errtable markdown`: the reference page.

use std::path::PathBuf;

use errtable::inner::Inputs;
use errtable::{Page, markdown};

use super::{Outcome, Output, open_valid, path_word};
use crate::Spec;
use crate::message::Result;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// A section with an anchor for each code, instead of a table.
    #[arg(long)]
    sections: bool,
    /// For rustdoc: with links to the variants, to be included in the documentation of the module with the code.
    #[arg(long, conflicts_with = "sections")]
    rustdoc: bool,
    /// Write to this file instead of printing; a file that is fresh is left alone.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; fail where the file is not what it would be.
    #[arg(long, requires = "output")]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let Some(compiled) = open_valid(&args.spec.spec, term)? else { return Ok(Outcome::Findings) };
    let page = match (args.sections, args.rustdoc) {
        (true, _) => Page::Sections,
        (_, true) => Page::Rustdoc,
        _ => Page::Tables,
    };
    let command = format!("markdown {}{}", page.arguments(), path_word(&args.spec.spec));
    let inputs = Inputs::of(&compiled);
    let output = Output { path: args.output.as_deref(), folder: None, check: args.check, command, inputs };
    output.write_or_check(&markdown(&compiled.catalog, page), &args.spec.spec, term)
}
