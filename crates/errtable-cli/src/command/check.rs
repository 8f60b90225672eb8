//! `errtable check`: every finding of every spec.

use std::io;
use std::path::{Path, PathBuf};

use errtable::{Catalog, Findings, compile_file};

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
            term.aside(&hint(&compiled.findings, spec));
        } else {
            term.answer(&summary(&compiled.catalog))?;
        }
    }
    Ok(outcome)
}

/// What else the reader could do.
fn hint(findings: &Findings, spec: &Path) -> String {
    match findings.count_settled_by_directives() {
        0 => String::new(),
        number => {
            let spec = spec.display();
            let what = if number == 1 {
                "a directive settles 1 of them"
            } else {
                &format!("directives settle {number} of them")
            };
            format!("help: {what}; this inserts what can be decided: errtable init {spec}\n")
        }
    }
}

/// One line for a spec that is right: `spec/tpns.md: ErrorCode, 25 codes`.
fn summary(catalog: &Catalog) -> String {
    let enums = catalog.enums().iter().map(|enumeration| {
        let codes: usize = enumeration.entries.iter().map(|entry| entry.codes.len()).sum();
        format!("{}, {codes} code{}", enumeration.name, if codes == 1 { "" } else { "s" })
    });
    format!("{}: {}\n", catalog.source(), enums.collect::<Vec<_>>().join("; "))
}
