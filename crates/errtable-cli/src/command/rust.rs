//! `errtable rust`: the code that a build script would make.

use std::io;
use std::path::{Path, PathBuf};

use errtable::{Freshness, Mode, RustOptions, rust, update};

use super::{Outcome, file_error, open_valid};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// Write to this file instead of printing; a file that is fresh is left alone.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; fail where the file is not what it would be.
    #[arg(long, requires = "output")]
    check: bool,
    /// Add impls behind a cargo feature; may be given again.
    #[arg(long = "feature", value_name = "NAME", value_parser = ["arbitrary", "defmt", "serde"])]
    features: Vec<String>,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let Some(catalog) = open_valid(&args.spec.spec, term) else { return Ok(Outcome::Findings) };
    let options = args
        .features
        .iter()
        .fold(RustOptions::default(), |options, name| options.clone().feature(name).unwrap_or(options));
    let text = rust(&catalog, &options);
    let Some(path) = &args.output else {
        term.answer(&text)?;
        return Ok(Outcome::Clean);
    };
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = update(path, &text, mode).map_err(|error| file_error(path, &error))?;
    let said = match (mode, freshness) {
        (Mode::Write, Freshness::Fresh) | (Mode::Check, Freshness::Fresh) => "is fresh",
        (Mode::Write, _) => "is written",
        (Mode::Check, stale) => {
            term.error(&stale_message(args, path, stale));
            return Ok(Outcome::Findings);
        }
    };
    term.answer(&format!("{} {said}\n", path.display()))?;
    Ok(Outcome::Clean)
}

/// What is wrong with the file, and the command that mends it.
fn stale_message(args: &Args, path: &Path, freshness: Freshness) -> String {
    let spec = args.spec.spec.display();
    let fault = match freshness {
        Freshness::Missing => "does not exist".to_owned(),
        _ => format!("is stale: `{spec}` makes another text"),
    };
    let features: String = args.features.iter().map(|name| format!(" --feature {name}")).collect();
    let path = path.display();
    format!("`{path}` {fault}\nhelp: refresh it: errtable rust {spec}{features} -o {path}")
}
