//! `errtable-bench compile`: what rustc needs for an enum of codes, generated, derived or written by hand.

use std::io;

use crate::Rounds;
use crate::catalog::{Codes, verify_source};
use crate::meter::{Cost, rustc_metered};
use crate::peers;
use crate::table::{Table, measured, ratio};
use crate::workspace::{Package, target};

/// Above this many codes the derives take minutes and gigabytes, and a `match` too.
const PEERS_MOST: usize = 1_500;

/// The same with `--all`, for the derives.
const PEERS_MOST_OF_ALL: usize = 13_000;

/// Up to this many codes the least of three runs is taken.
const SMALL: usize = 1_500;

const PROFILES: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("dev", &["build"]), ("release", &["build", "--release"])];

const STACKS: [&str; 4] = ["errtable", "derive stack", "match by hand", "bare enum"];

const DERIVES: &str = "[dependencies]
num_enum = \"0.7\"
strum = { version = \"0.28\", features = [\"derive\"] }
thiserror = \"2.0\"
";

const NOTES: &str = "
CPU: user and system seconds of rustc for the one crate, without cargo and dependencies, not incremental. Peak: MiB.
Up to 1,500 codes the least of three interleaved runs, above that one run. Ratios are those of CPU.
derive stack: strum, num_enum and thiserror. match by hand: from_code, from_name, name and description, undocumented. bare enum: none of them.
";

pub(crate) fn run(catalogs: &[Codes], all: bool, rounds: Rounds) -> io::Result<()> {
    let cells = STACKS.iter().flat_map(|stack| [format!("{stack}, s"), "MiB".to_owned()]);
    let head = ["catalogue", "build"].map(ToOwned::to_owned).into_iter().chain(cells);
    let mut table = Table::new(2, head.chain(["/ derive stack".to_owned(), "/ bare enum".to_owned()]));
    let packages = [
        Package::new("compile-errtable", "")?,
        Package::new("compile-derived", DERIVES)?,
        Package::new("compile-matched", "")?,
        Package::new("compile-bare", "")?,
    ];
    for codes in catalogs {
        let sources = sources(codes, all)?;
        for (package, source) in packages.iter().zip(&sources) {
            package.write("src/lib.rs", source.as_deref().unwrap_or_default())?;
        }
        let profiles = if rounds == Rounds::One { &PROFILES[..1] } else { &PROFILES };
        for (profile, words) in profiles {
            let runs = if codes.number() <= SMALL && rounds == Rounds::Enough { 3 } else { 1 };
            let mut costs = [None; STACKS.len()];
            for _ in 0..runs {
                for ((package, source), cost) in packages.iter().zip(&sources).zip(&mut costs) {
                    if source.is_some() {
                        let next = compile(package, words)?;
                        *cost = Some(cost.map_or(next, |least: Cost| least.min(next)));
                    }
                }
            }
            table.row(row(codes.name, profile, costs));
        }
    }
    print!("{table}{NOTES}");
    if rounds == Rounds::One {
        println!("Once: `cargo check` alone, and derives and `match` up to {PEERS_MOST} codes.");
    }
    Ok(())
}

/// The source of each stack, unless there are too many codes for it.
fn sources(codes: &Codes, all: bool) -> io::Result<[Option<String>; STACKS.len()]> {
    let derives = if all { PEERS_MOST_OF_ALL } else { PEERS_MOST };
    let sources = [
        Some(codes.generated()?),
        (codes.number() <= derives).then(|| peers::derive_stack(codes, usize::MAX)),
        (codes.number() <= PEERS_MOST).then(|| peers::hand_written(codes)),
        Some(peers::bare_enum(codes)),
    ];
    for (stack, source) in STACKS.iter().zip(&sources) {
        if let Some(source) = source {
            verify_source(&format!("{}, {stack}", codes.name), source, &codes.expected)?;
        }
    }
    Ok(sources)
}

/// Compiles the package once, whether or not cargo thinks that it must be.
fn compile(package: &Package, words: &[&str]) -> io::Result<Cost> {
    let source = std::fs::File::options().append(true).open(package.folder().join("src/lib.rs"))?;
    source.set_modified(std::time::SystemTime::now())?;
    let mut cargo = package.cargo(words);
    rustc_metered(cargo.env("CARGO_INCREMENTAL", "0"), &target().join("report"))
}

fn row(catalog: &str, profile: &str, costs: [Option<Cost>; STACKS.len()]) -> Vec<String> {
    let [errtable, derived, _, bare] = costs.map(|cost| cost.map(|cost| cost.cpu));
    let peak = |cost: Option<Cost>| cost.map_or_else(|| measured(None), |cost| format!("{:.0}", cost.peak));
    let cells = costs.into_iter().flat_map(|cost| [measured(cost.map(|cost| cost.cpu)), peak(cost)]);
    let head = [catalog.to_owned(), profile.to_owned()].into_iter();
    head.chain(cells).chain([measured(ratio(errtable, derived)), measured(ratio(errtable, bare))]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Choice;

    #[test]
    fn a_row_has_ratios() {
        let cost = |cpu: f64| Some(Cost { cpu, peak: 99.6 });
        let row = row("seed", "dev", [cost(1.0), cost(4.0), None, cost(0.5)]).join(" ");
        assert_eq!(row, "seed dev 1.00 100 4.00 100 – – 0.50 100 0.25 2.00");
    }

    #[test]
    fn a_variant_that_is_missing_is_not_compiled() {
        let mut codes = Choice::Clustered234.codes().expect("a catalogue");
        codes.expected[100].0 += 1_000_000;
        let error = run(&[codes], false, Rounds::One).expect_err("it is wrong").to_string();
        assert!(error.contains("clustered_234 cannot be measured: no variant is"), "{error}");
    }

    #[test]
    fn peers_are_left_out_where_they_take_too_long() {
        let given = |choice: Choice, all| {
            sources(&choice.codes().expect("a catalogue"), all).expect("sources").map(|source| source.is_some())
        };
        assert_eq!(given(Choice::Seed, false), [true; 4]);
        assert_eq!(given(Choice::Random13000, false), [true, false, false, true]);
        assert_eq!(given(Choice::Random13000, true), [true, true, false, true]);
    }
}
