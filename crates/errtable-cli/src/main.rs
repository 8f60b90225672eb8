//! The `errtable` command.
//!
//! Exit status: 0 where all is well, 1 where there are findings, 2 where the command could not run.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod command;
mod git;
mod manifest;
mod message;
mod term;
mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use errtable::printable;
use errtable_tools::uncommanding;

use crate::command::{check, diff, explain, fmt, html, init, json, lock, markdown, rust, show};
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

#[derive(Debug, Subcommand)]
enum Command {
    /// Check specs and report every finding.
    Check(check::Args),
    /// Print the Rust code that a spec compiles to, or keep a file of it.
    Rust(rust::Args),
    /// Record what a spec releases in its lock, so that no name of it changes unnoticed.
    Lock(lock::Args),
    /// Say what has changed between two specs, and what that asks of the version number.
    Diff(diff::Args),
    /// Print the reference page of a spec as Markdown, or keep a file of it.
    Markdown(markdown::Args),
    /// Make a page for a browser: the codes with search and links, and the prose around them, in one file.
    Html(html::Args),
    /// Say what a code means, given the code, its name or its variant.
    Explain(explain::Args),
    /// Insert the directives that make a spec compile, each line with its reason.
    Init(init::Args),
    /// Align the tables of a spec in place, changing white space and outer pipes only.
    Fmt(fmt::Args),
    /// Show how a spec is understood: each table, its roles, and what is left out.
    Show(show::Args),
    /// Print the catalogue of a spec as JSON, for other languages and tools.
    Json(json::Args),
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
    let outcome = match &cli.command {
        Command::Check(args) => check::run(args, &term),
        Command::Rust(args) => rust::run(args, &term),
        Command::Lock(args) => lock::run(args, &term),
        Command::Diff(args) => diff::run(args, &term),
        Command::Markdown(args) => markdown::run(args, &term),
        Command::Html(args) => html::run(args, &term),
        Command::Explain(args) => explain::run(args, &term),
        Command::Init(args) => init::run(args, &term),
        Command::Show(args) => show::run(args, &term),
        Command::Fmt(args) => fmt::run(args, &term),
        Command::Json(args) => json::run(args, &term),
    };
    match outcome {
        Ok(command::Outcome::Clean) => ExitCode::SUCCESS,
        Ok(command::Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            term.error(&error);
            ExitCode::from(2)
        }
    }
}
