//! `errtable-bench generate`: how fast tables become Rust, against a pass of the Markdown parser alone.

mod plot;
mod stages;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

pub(crate) use self::stages::{Task, once, print_times};

use self::plot::{Line, draw};
use self::stages::Stages;
use crate::Rounds;
use crate::meter::metered;
use crate::table::{Table, measured, number, ratio};
use crate::workspace::{cargo, output_of, program, root, target};

/// The last is as many as errtable takes.
const ROWS: [usize; 5] = [25, 1_500, 9_000, 100_000, 150_000];

/// What the plot shows besides.
const PLOTTED: [usize; 4] = [1_000, 3_000, 30_000, 60_000];

/// The axis of the plot ends here.
const PLOTTED_MOST: usize = 100_000;

/// Build scripts are not optimised, as long as nobody asks for it.
pub(crate) const PROFILES: [(&str, &str, &[&str]); 2] =
    [("optimised", "release", &["--release"]), ("unoptimised", "debug", &[])];

/// How this program was built.
pub(crate) const THIS: &str = if cfg!(debug_assertions) { "debug" } else { "release" };

const HEAD: [&str; 11] = [
    "build",
    "rows",
    "KiB",
    "bare pass, ms",
    "parse + check, ms",
    "emit, ms",
    "errtable, ms",
    "MB/s",
    "/ bare pass",
    "bare pass, MiB",
    "errtable, MiB",
];

const NOTES: &str = "
Each table is verified first: its rows, the entries made of them, and their variants in the generated code.
Minimum of 3 to 31 interleaved rounds in one process. Bare pass: pulldown-cmark over the same bytes, tables enabled, with
offsets. errtable: parse, check and emit of one round. MiB: peak memory of a process that does it once, text included.
";

pub(crate) fn run(plot: Option<&Path>, rounds: Rounds) -> io::Result<()> {
    let mut rows = BTreeSet::from(ROWS);
    if plot.is_some() {
        rows.extend(PLOTTED);
    }
    let rows: Vec<_> = rows.into_iter().map(|rows| rows.to_string()).collect();
    let mut table = Table::new(1, HEAD);
    let mut lines = Vec::new();
    for (name, profile, words) in PROFILES {
        let program = match rounds {
            Rounds::Enough => build(profile, words)?,
            Rounds::One if profile == THIS => std::env::current_exe()?,
            Rounds::One => continue,
        };
        let times = Stages::parse_all(&output_of(
            Command::new(&program).args(rounds.words()).arg("generate-times").args(&rows),
        )?)?;
        for stages in times.iter().filter(|stages| ROWS.contains(&stages.rows)) {
            let peak = |task: &str| {
                let mut once = Command::new(&program);
                once.args(["generate-once", task, &stages.rows.to_string()]);
                metered(&once, &target().join("report")).map(|metered| metered.cost.peak)
            };
            table.row(row(name, stages, [peak("pass")?, peak("errtable")?]));
        }
        let plotted = || times.iter().filter(|stages| stages.rows <= PLOTTED_MOST);
        let points = |ms: fn(&Stages) -> f64| plotted().map(|stages| (stages.rows as f64, ms(stages))).collect();
        lines.push(Line { name: format!("errtable, {name}"), points: points(|stages| stages.whole) });
        lines.push(Line { name: format!("bare pass, {name}"), points: points(|stages| stages.pass) });
    }
    print!("{table}{NOTES}");
    if rounds == Rounds::One {
        println!("Once: one round, of this very program.");
    }
    match plot {
        Some(path) => fs::write(path, draw(&lines)).map_err(|error| at(path, &error)),
        None => Ok(()),
    }
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write to {}: {error}", path.display()))
}

/// Builds this very program.
pub(crate) fn build(profile: &str, words: &[&str]) -> io::Result<std::path::PathBuf> {
    let mut cargo = cargo(&["build", "--quiet", "--locked", "--package", "errtable-bench"]);
    output_of(cargo.args(words).current_dir(root()))?;
    Ok(program(profile, "errtable-bench"))
}

fn row(build: &str, stages: &Stages, [pass, errtable]: [f64; 2]) -> Vec<String> {
    let mut row = vec![build.to_owned(), stages.rows.to_string(), number(stages.bytes as f64 / 1024.0)];
    row.extend([stages.pass, stages.compile, stages.emit, stages.whole].map(number));
    row.push(number(stages.bytes as f64 / 1e3 / stages.whole));
    row.push(measured(ratio(Some(stages.whole), Some(stages.pass))));
    row.extend([pass, errtable].map(number));
    row
}
