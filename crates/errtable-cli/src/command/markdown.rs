//! `errtable markdown`: the reference page.

use std::io;
use std::path::PathBuf;

use errtable::{Page, markdown};

use super::{Outcome, Output, open_valid, path_word};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// A section with an anchor for each code, instead of a table.
    #[arg(long)]
    sections: bool,
    /// Write to this file instead of printing; a file that is fresh is left alone.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; fail where the file is not what it would be.
    #[arg(long, requires = "output")]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let Some(catalog) = open_valid(&args.spec.spec, term) else { return Ok(Outcome::Findings) };
    let page = if args.sections { Page::Sections } else { Page::Tables };
    let sections = if args.sections { " --sections" } else { "" };
    let spec = path_word(&args.spec.spec);
    let output =
        Output { path: args.output.as_deref(), check: args.check, command: format!("markdown {spec}{sections}") };
    output.settle(&markdown(&catalog, page), &args.spec.spec, term)
}
