//! `errtable-bench crates`: what a build from the spec compiles, crate by crate.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Rounds;
use crate::meter::{crates_metered, named};
use crate::table::{Table, number};
use crate::workspace::{cargo, root, target};

/// Each build is done as often; the least counts, of each crate by itself.
const RUNS: usize = 3;

const NOTES: &str = "
CPU: user and system seconds of the rustc that compiles the crate, of its build script where it has one, and of the linker,
unoptimised, in a cold build of tpns-errors from its spec; the least of three. Share: of the whole build. The rest is
cargo, and the build scripts as they run; that of tpns-errors compiles the spec.
";

/// Measures the workspace in a folder, else this one.
pub(crate) fn run(folder: Option<&Path>, rounds: Rounds) -> io::Result<()> {
    let folder = folder.map_or_else(root, Path::to_owned);
    let runs = if rounds == Rounds::One { 1 } else { RUNS };
    let builds = (0..runs).map(|_| cold(&folder)).collect::<io::Result<Vec<_>>>()?;
    let whole = builds.iter().map(|build| build.whole).fold(f64::INFINITY, f64::min);
    print!("{}{NOTES}", table(&least(&builds), whole));
    if rounds == Rounds::One {
        println!("Once: the build is done once.");
    }
    Ok(())
}

/// CPU seconds of one build, and of each package in it.
struct Build {
    whole: f64,
    packages: BTreeMap<String, f64>,
}

/// Builds the root package from nothing.
fn cold(folder: &Path) -> io::Result<Build> {
    let target_folder = target().join("target-crates");
    if target_folder.exists() {
        fs::remove_dir_all(&target_folder)?;
    }
    let mut build = cargo(&["build", "--locked", "--package", "tpns-errors"]);
    build.current_dir(folder).env("CARGO_TARGET_DIR", target_folder);
    let [report, crates]: [PathBuf; 2] = ["report", "report-crates"].map(|name| target().join(name));
    let whole = crates_metered(&mut build, &report, &crates)?.cost.cpu;
    let mut packages = BTreeMap::new();
    for (name, cost) in named(&fs::read_to_string(&crates)?) {
        *packages.entry(name.to_owned()).or_default() += cost.cpu;
    }
    match ["errtable", "syn", "tpns-errors"].into_iter().find(|&wanted| !packages.contains_key(wanted)) {
        Some(missing) => Err(io::Error::other(format!("cargo has not compiled {missing}"))),
        None => Ok(Build { whole, packages }),
    }
}

/// The least of each package.
fn least(builds: &[Build]) -> BTreeMap<&str, f64> {
    let mut least = BTreeMap::new();
    for (name, &cpu) in builds.iter().flat_map(|build| &build.packages) {
        let known: &mut f64 = least.entry(name.as_str()).or_insert(cpu);
        *known = known.min(cpu);
    }
    least
}

/// The packages, the costliest first, the rest and the sum.
fn table(packages: &BTreeMap<&str, f64>, whole: f64) -> Table {
    let mut table = Table::new(1, ["crate", "CPU, s", "share, %"]);
    let mut row = |name: &str, cpu: f64| table.row([name.to_owned(), number(cpu), number(cpu / whole * 100.0)]);
    let mut costly: Vec<_> = packages.iter().collect();
    costly.sort_by(|(_, first), (_, second)| second.total_cmp(first));
    for (name, &cpu) in costly {
        row(name, cpu);
    }
    let compiled: f64 = packages.values().sum();
    row("the rest", (whole - compiled).max(0.0));
    row(&format!("all: {} crates", packages.len()), whole);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_costliest_crate_is_first_and_the_least_counts() {
        let build = |whole, syn, quote| {
            let packages = [("syn", syn), ("quote", quote)].map(|(name, cpu)| (name.to_owned(), cpu));
            Build { whole, packages: packages.into() }
        };
        let builds = [build(5.0, 3.0, 1.0), build(4.0, 2.0, 1.5)];
        let expected = "\
| crate         | CPU, s | share, % |
| ------------- | -----: | -------: |
| syn           |   2.00 |     50.0 |
| quote         |   1.00 |     25.0 |
| the rest      |   1.00 |     25.0 |
| all: 2 crates |   4.00 |      100 |
";
        assert_eq!(table(&least(&builds), 4.0).to_string(), expected);
    }
}
