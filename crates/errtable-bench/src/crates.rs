//! `errtable-bench crates`: what a build from the spec compiles, crate by crate.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Rounds;
use crate::meter::{crates_metered, named};
use crate::table::{Table, measured};
use crate::workspace::{cargo, root, target};

/// Each build is done as often; the least counts, of each crate by itself.
const RUNS: usize = 3;

const NOTES: &str = "
CPU: user and system seconds of the rustc that compiles the crate, of its build script where it has one, and of the linker,
unoptimised, in a cold build of tpns-errors from its spec; the least of three. Share: of the whole build. The rest is
cargo, and the build scripts as they run; that of tpns-errors compiles the spec.
";

/// Measures this workspace, in turns with an earlier checkout of it where one is named.
pub(crate) fn run(before: Option<&Path>, rounds: Rounds) -> io::Result<()> {
    let root = root();
    let folders: Vec<&Path> = before.into_iter().chain([&*root]).collect();
    let mut leasts: Vec<Build> = folders.iter().map(|_| Build::default()).collect();
    for _ in 0..if rounds == Rounds::One { 1 } else { RUNS } {
        for (folder, least) in folders.iter().zip(&mut leasts) {
            least.keep_least(cold(folder)?);
        }
    }
    print!("{}{NOTES}", table(&leasts));
    if rounds == Rounds::One {
        println!("Once: the build is done once.");
    }
    Ok(())
}

/// CPU seconds of one build, and of each package in it.
#[derive(Default)]
struct Build {
    whole: f64,
    packages: BTreeMap<String, f64>,
}

impl Build {
    /// The least of the whole and of each package; of nothing, the other build.
    fn keep_least(&mut self, other: Build) {
        if self.packages.is_empty() {
            *self = other;
            return;
        }
        self.whole = self.whole.min(other.whole);
        for (name, cpu) in other.packages {
            let least = self.packages.entry(name).or_insert(cpu);
            *least = least.min(cpu);
        }
    }
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

/// The packages of the last build, the costliest first, those that only the build before it has, the rest and the sum.
fn table(builds: &[Build]) -> Table {
    let [before @ .., now] = builds else { return Table::new(1, ["crate"]) };
    let heads = before.iter().map(|_| "before: CPU, s");
    let mut table = Table::new(1, ["crate"].into_iter().chain(heads).chain(["CPU, s", "share, %"]));
    let mut row = |name: &str, cpu: &dyn Fn(&Build) -> Option<f64>| {
        let share = cpu(now).map(|cpu| cpu / now.whole * 100.0);
        let cells = builds.iter().map(cpu).chain([share]).map(measured);
        table.row([name.to_owned()].into_iter().chain(cells));
    };
    let mut names: Vec<_> = builds.iter().flat_map(|build| build.packages.keys()).collect();
    names.sort_by(|first, second| {
        let cost = |name| now.packages.get(name).copied().unwrap_or_default();
        cost(*second).total_cmp(&cost(*first)).then_with(|| first.cmp(second))
    });
    names.dedup();
    for name in names {
        row(name, &|build| build.packages.get(name).copied());
    }
    row("the rest", &|build| Some((build.whole - build.packages.values().sum::<f64>()).max(0.0)));
    row(&format!("all: {} crates", now.packages.len()), &|build| Some(build.whole));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(whole: f64, packages: &[(&str, f64)]) -> Build {
        Build { whole, packages: packages.iter().map(|&(name, cpu)| (name.to_owned(), cpu)).collect() }
    }

    #[test]
    fn the_costliest_crate_is_first_and_the_least_counts() {
        let mut least = Build::default();
        least.keep_least(build(5.0, &[("quote", 1.0), ("syn", 3.0)]));
        least.keep_least(build(4.0, &[("quote", 1.5), ("syn", 2.0)]));
        let expected = "\
| crate         | CPU, s | share, % |
| ------------- | -----: | -------: |
| syn           |   2.00 |     50.0 |
| quote         |   1.00 |     25.0 |
| the rest      |   1.00 |     25.0 |
| all: 2 crates |   4.00 |      100 |
";
        assert_eq!(table(&[least]).to_string(), expected);
    }

    #[test]
    fn an_earlier_build_stands_beside() {
        let before = build(8.0, &[("heck", 2.0), ("syn", 5.0)]);
        let expected = "\
| crate         | before: CPU, s | CPU, s | share, % |
| ------------- | -------------: | -----: | -------: |
| syn           |           5.00 |   2.00 |     50.0 |
| heck          |           2.00 |      – |        – |
| the rest      |           1.00 |   2.00 |     50.0 |
| all: 1 crates |           8.00 |   4.00 |      100 |
";
        assert_eq!(table(&[before, build(4.0, &[("syn", 2.0)])]).to_string(), expected);
    }
}
