//! Measures errtable against its peers. Each benchmark prints one table in Markdown.
//!
//! Exit status: 0 where all was measured, 1 where something failed, 2 where the command could not be understood.

mod build;
mod catalog;
mod compare;
mod compile;
mod crates;
mod generate;
mod lookup;
#[allow(dead_code, reason = "the program that `lookup` makes uses the rest")]
mod measure;
mod meter;
mod peers;
mod table;
mod workspace;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::catalog::{Choice, Codes};
use crate::generate::Task;

/// Measures errtable against its peers. Each benchmark prints one table in Markdown.
#[derive(Debug, Parser)]
#[command(max_term_width = 100)]
struct Cli {
    /// Verify everything, and measure nothing more often than once: whether the benchmarks still can.
    #[arg(long, global = true)]
    once: bool,
    #[command(subcommand)]
    benchmark: Benchmark,
}

/// How often something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rounds {
    /// Until the numbers are good.
    Enough,
    One,
}

impl Rounds {
    /// The words that ask this program for it.
    fn words(self) -> &'static [&'static str] {
        if self == Rounds::One { &["--once"] } else { &[] }
    }
}

#[derive(Debug, Subcommand)]
enum Benchmark {
    /// Codes and names found: time, instructions and size of the tables.
    Lookup(Catalogs),
    /// What rustc needs for the generated code, for derives and for a `match` by hand.
    Compile {
        #[command(flatten)]
        catalogs: Catalogs,
        /// Also the derives for 13,000 codes: 10 GB and minutes.
        #[arg(long)]
        all: bool,
    },
    /// How fast tables become Rust, against a pass of the Markdown parser alone.
    Generate {
        /// Also draw time over rows into this file, as SVG.
        #[arg(long, value_name = "FILE")]
        plot: Option<PathBuf>,
    },
    /// How the time grows that a spec takes beside its lock and beside its past.
    Compare,
    /// What a cold build of a consumer costs, and what cargo does again when a spec is edited.
    Build,
    /// What a cold build from the spec compiles, crate by crate.
    Crates {
        /// Also an earlier checkout of this workspace, in turns with this one.
        #[arg(long, value_name = "FOLDER")]
        before: Option<PathBuf>,
    },
    /// All of them, one after the other.
    All,
    /// A part of `compare`, in a process of its own.
    #[command(hide = true)]
    CompareTimes,
    /// A part of `generate`, in a process of its own.
    #[command(hide = true)]
    GenerateTimes { rows: Vec<usize> },
    /// A part of `generate`, in a process of its own.
    #[command(hide = true)]
    GenerateOnce { task: Task, rows: usize },
}

#[derive(Debug, Args)]
struct Catalogs {
    /// Which ones; all that are of use if none is named.
    #[arg(value_name = "CATALOGUE")]
    chosen: Vec<Choice>,
}

impl Catalogs {
    /// The chosen ones, the smallest first, each once.
    fn make(&self, by_default: impl Fn(Choice) -> bool) -> io::Result<Vec<Codes>> {
        let is_chosen = |choice: &Choice| match self.chosen[..] {
            [] => by_default(*choice),
            ref chosen => chosen.contains(choice),
        };
        Choice::value_variants().iter().filter(|choice| is_chosen(choice)).map(|choice| choice.codes()).collect()
    }
}

impl Benchmark {
    fn run(&self, rounds: Rounds) -> io::Result<()> {
        match self {
            Benchmark::Lookup(catalogs) => lookup::run(&catalogs.make(|_| true)?, rounds),
            // No peer compiles 100,000 codes, so they are not compared unless they are asked for.
            Benchmark::Compile { catalogs, all } => {
                let by_default = |choice| rounds == Rounds::One || choice != Choice::Random100000;
                compile::run(&catalogs.make(by_default)?, *all, rounds)
            }
            Benchmark::Generate { plot } => generate::run(plot.as_deref(), rounds),
            Benchmark::Compare => compare::run(rounds),
            Benchmark::CompareTimes => compare::print_times(rounds),
            Benchmark::Build => build::run(rounds),
            Benchmark::Crates { before } => crates::run(before.as_deref(), rounds),
            Benchmark::All => Self::run_all(rounds),
            Benchmark::GenerateTimes { rows } => generate::print_times(rows, rounds),
            Benchmark::GenerateOnce { task, rows } => generate::once(*task, *rows),
        }
    }

    fn run_all(rounds: Rounds) -> io::Result<()> {
        let catalogs = || Catalogs { chosen: Vec::new() };
        let benchmarks = [
            ("Lookup", Benchmark::Lookup(catalogs())),
            ("Compile", Benchmark::Compile { catalogs: catalogs(), all: false }),
            ("Generate", Benchmark::Generate { plot: None }),
            ("Compare", Benchmark::Compare),
            ("Build", Benchmark::Build),
            ("Crates", Benchmark::Crates { before: None }),
        ];
        benchmarks.iter().try_for_each(|(name, benchmark)| {
            println!("## {name}\n");
            benchmark.run(rounds)?;
            println!();
            Ok(())
        })
    }
}

fn main() -> ExitCode {
    let done = match meter::report() {
        Some(report) => meter::meter(&report),
        None => {
            let Cli { once, benchmark } = Cli::parse();
            benchmark.run(if once { Rounds::One } else { Rounds::Enough }).map(|()| ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn catalogues_are_made_once_and_in_order() {
        let chosen = vec![Choice::Clustered234, Choice::Seed, Choice::Seed];
        let made = Catalogs { chosen }.make(|_| true).expect("catalogues");
        assert_eq!(made.iter().map(|codes| codes.name).collect::<Vec<_>>(), ["seed", "clustered_234"]);
    }

    #[test]
    fn a_wrong_command_line_is_refused() {
        for words in [&["errtable-bench"][..], &["errtable-bench", "speed"], &["errtable-bench", "lookup", "sed"]] {
            let refused = Cli::try_parse_from(words).map_err(|error| error.exit_code());
            assert_eq!(refused.err(), Some(2), "{words:?}");
        }
    }
}
