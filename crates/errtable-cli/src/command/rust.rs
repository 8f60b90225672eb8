//! `errtable rust`: the code that a build script would make.

use std::path::{Path, PathBuf};

use errtable::inner::Inputs;
use errtable::{Catalog, RustOptions, rust};

use super::{Outcome, Output, open_valid, path_word};
use crate::Spec;
use crate::message::Result;
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

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let spec = &args.spec.spec;
    let Some(compiled) = open_valid(spec, term)? else { return Ok(Outcome::Findings) };
    let text = code(&compiled.catalog, &args.features);
    let output = Output {
        path: args.output.as_deref(),
        folder: None,
        check: args.check,
        command: command(spec, &args.features),
        inputs: Inputs::of(&compiled),
    };
    output.write_or_check(&text, spec, term)
}

/// The command that makes the code, with the features that it names.
pub(crate) fn command(spec: &Path, features: &[String]) -> String {
    let features: String = features.iter().map(|name| format!(" --feature {name}")).collect();
    format!("rust {}{features}", path_word(spec))
}

/// The code with the impls of some features.
pub(crate) fn code(catalog: &Catalog, features: &[String]) -> String {
    let with = |options: RustOptions, name: &String| options.clone().feature(name).unwrap_or(options);
    rust(catalog, &features.iter().fold(RustOptions::default(), with))
}
