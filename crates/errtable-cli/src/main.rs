//! The `errtable` command.
//!
//! Exit status: 0 where all is well, 1 where there are findings, 2 where the command could not run or a spec cannot be
//! read.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod command;
mod git;
mod message;
mod term;
mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser};
use errtable::printable;
use errtable_tools::uncommanding;

use crate::command::{Command, Outcome};
use crate::term::{ColorChoice, Term};

/// Compiles Markdown error-code tables into Rust, and answers questions about them.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    /// When to colour.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

/// The spec that most commands take.
#[derive(Debug, Args)]
struct Spec {
    /// The Markdown file with the table.
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
}

/// Reads the command line. What is wrong with it is told of the arguments as they may be shown, since clap repeats them.
fn parse(arguments: &[OsString]) -> Cli {
    #[allow(clippy::disallowed_methods, reason = "what cannot be shown is taken out here")]
    let shown = |argument: &OsString| uncommanding(&printable(&argument.to_string_lossy()));
    Cli::try_parse_from(arguments).unwrap_or_else(|error| {
        let told = Cli::try_parse_from(arguments.iter().map(shown)).err().filter(|told| told.kind() == error.kind());
        let other = || Cli::command().error(error.kind(), "an argument has a character that cannot be shown");
        told.unwrap_or_else(other).exit()
    })
}

fn main() -> ExitCode {
    let cli = parse(&std::env::args_os().collect::<Vec<_>>());
    let term = Term::new(cli.color);
    match cli.command.run(&term) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Unreadable) => ExitCode::from(2),
        Err(error) => {
            term.error(&error);
            ExitCode::from(2)
        }
    }
}
