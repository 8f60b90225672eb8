//! The `errtable` command.
//!
//! Exit status: 0 where all is well, 1 where there are findings, 2 where the command could not run or a spec cannot be
//! read.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod command;
mod config;
mod git;
mod help;
mod message;
mod specs;
mod term;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser};
use errtable::printable;
use errtable_tools::uncommanding;

use crate::command::{Command, Outcome};
use crate::term::{ColorChoice, Term};

/// Compiles Markdown error-code tables into Rust, and answers questions about them.
#[derive(Debug, Parser)]
#[command(name = "errtable", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// The options that every command has. They are listed last.
#[derive(Debug, Args)]
struct Global {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", display_order = LAST)]
    color: ColorChoice,
}

/// Behind the options of a command, and behind those of clap itself, for help and version.
const LAST: usize = 10_000;

/// The whole command, with the examples of its helps.
fn command() -> clap::Command {
    help::complete(Cli::command())
}

fn try_parse<T: Into<OsString> + Clone>(arguments: impl IntoIterator<Item = T>) -> Result<Cli, clap::Error> {
    let matches = command().try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command()))
}

/// Reads the command line. What is wrong with it is told of the arguments as they may be shown, since clap repeats them.
fn parse(arguments: &[OsString]) -> Cli {
    #[allow(clippy::disallowed_methods, reason = "what cannot be shown is taken out here")]
    let shown = |argument: &OsString| uncommanding(&printable(&argument.to_string_lossy()));
    try_parse(arguments).unwrap_or_else(|error| {
        let told = try_parse(arguments.iter().map(shown)).err().filter(|told| told.kind() == error.kind());
        let other = || command().error(error.kind(), "an argument has a character that cannot be shown");
        told.unwrap_or_else(other).exit()
    })
}

fn main() -> ExitCode {
    let cli = parse(&std::env::args_os().collect::<Vec<_>>());
    let term = Term::new(cli.global.color);
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
