//! `errtable check`: every finding of every spec.

use std::io;
use std::path::PathBuf;

use errtable::{Catalog, compile_file};

use super::Outcome;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Markdown files with the tables.
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let mut outcome = Outcome::Clean;
    for spec in &args.specs {
        let compiled = compile_file(spec);
        term.findings(&compiled.findings);
        if compiled.findings.has_errors() {
            outcome = Outcome::Findings;
        } else {
            term.answer(&summary(&compiled.catalog))?;
        }
    }
    Ok(outcome)
}

/// One line for a spec that is right: `spec/tpns.md: ErrorCode, 25 codes`.
fn summary(catalog: &Catalog) -> String {
    let enums = catalog.enums().iter().map(|enumeration| {
        let codes: usize = enumeration.entries.iter().map(|entry| entry.codes.len()).sum();
        format!("{}, {codes} code{}", enumeration.name, if codes == 1 { "" } else { "s" })
    });
    format!("{}: {}\n", catalog.source(), enums.collect::<Vec<_>>().join("; "))
}
