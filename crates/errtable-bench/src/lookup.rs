//! `errtable-bench lookup`: codes and names found, by what errtable generates and by its peers.

mod index;
mod instructions;
mod times;

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use self::instructions::Counter;
use self::times::{Stream, Times};
use crate::Rounds;
use crate::catalog::Codes;
use crate::peers;
use crate::table::{NOTHING, Table, measured, number, ratio};
use crate::workspace::{Package, output_of};

const MAIN: &str = include_str!("lookup/main.rs.in");
const MEASURE: &str = include_str!("measure.rs");

const DEPENDENCIES: &str = "foldhash = \"0.2\"
num_enum = \"0.7\"
phf = \"0.14\"
rustc-hash = \"2.1\"
strum = { version = \"0.28\", features = [\"derive\"] }
thiserror = \"2.0\"
";

/// The columns of peers, in the order of the table.
const PEERS: [&str; 8] = ["binary search", "phf", "HashMap", "fx", "foldhash", "match", "num_enum", "strum"];

/// Whose instructions are counted beside errtable's: `match`, and the fastest of these.
const MAPS: [&str; 4] = ["phf", "HashMap", "fx", "foldhash"];

const NOTES: &str = "
ns: the minimum of 31 interleaved rounds of 65,536 lookups. Ratio: errtable to its best peer; below 1, errtable is faster.
array: an index into an array with no search at all, which no lookup can beat.
(a) num_enum's answer is the very number it was asked for, so nothing waits for its lookup. It is no best peer here.
";

pub(crate) fn run(catalogs: &[Codes], rounds: Rounds) -> io::Result<()> {
    let program = build(catalogs, rounds)?;
    output_of(Command::new(&program).arg("verify"))?;
    if rounds == Rounds::One {
        let verified = catalogs.iter().map(|codes| format!("{} of {}", codes.number(), codes.name)).collect::<Vec<_>>();
        println!("Every code and name is found, and no other, by errtable and its peers: {}.", verified.join(", "));
        println!("Once: unoptimised, and nothing is timed. {}", peers::LEFT_OUT);
        return Ok(());
    }
    let times = Times::parse(&output_of(Command::new(&program).arg("time"))?)?;
    let counter = Counter::new(program);
    let head = ["catalogue", "keys", "unit", "errtable"].into_iter().chain(PEERS).chain(["array", "ratio"]);
    let mut table = Table::new(3, head);
    for codes in catalogs {
        for stream in times.streams(codes.name) {
            table.row(time_row(&stream));
        }
        if let Ok(counter) = &counter {
            for (what, keys) in [("codes", "hits"), ("names", "names, hits")] {
                if let Some(stream) = times.streams(codes.name).find(|stream| stream.name == keys) {
                    table.row(instruction_row(counter, what, &stream)?);
                }
            }
        }
        let bytes = index::bytes(&codes.generated()?) as f64 / codes.number() as f64;
        table.row([codes.name, "index", "bytes a code"].map(ToOwned::to_owned).into_iter().chain([number(bytes)]));
    }
    print!("{table}{NOTES}{}", times.spread());
    match counter {
        Ok(_) => println!("Instructions: as callgrind counts them, loop included; of the maps, the fastest on hits."),
        Err(error) => println!("Instructions are not counted: valgrind cannot be run ({error})."),
    }
    Ok(())
}

/// The program that measures: a module for each catalogue, and one for its peers.
fn build(catalogs: &[Codes], rounds: Rounds) -> io::Result<PathBuf> {
    let package = Package::new("lookup", &format!("[dependencies]\n{DEPENDENCIES}"))?;
    let mut modules = "#[allow(dead_code)]\nmod measure;\n".to_owned();
    let mut main = MAIN.to_owned();
    for Codes { name, .. } in catalogs {
        let _ = writeln!(modules, "#[rustfmt::skip]\nmod {name};\n#[allow(dead_code)]\nmod {name}_peers;");
        let _ = writeln!(main, "    if chosen.is_none_or(|chosen| chosen == {name:?}) {{");
        let _ = writeln!(main, "        catalog!({name}, {name}_peers, work);\n    }}");
    }
    for codes in catalogs {
        package.write(&format!("src/{}.rs", codes.name), &codes.generated()?)?;
        package.write(&format!("src/{}_peers.rs", codes.name), &peers::lookups(codes))?;
    }
    package.write("src/measure.rs", MEASURE)?;
    package.write("src/main.rs", &format!("{main}}}\n\n{modules}"))?;
    package.build(if rounds == Rounds::One { "debug" } else { "release" })
}

fn time_row(stream: &Stream<'_>) -> Vec<String> {
    let excluded = |peer: &str| stream.name == "latency" && peer == "num_enum";
    let peers = PEERS.map(|peer| match stream.minimum(peer) {
        Some(time) if excluded(peer) => format!("{} (a)", number(time)),
        time => measured(time),
    });
    let best = PEERS.iter().filter(|peer| !excluded(peer)).filter_map(|peer| stream.minimum(peer)).reduce(f64::min);
    let errtable = stream.minimum("errtable");
    let head = [stream.catalog.to_owned(), stream.name.to_owned(), "ns".to_owned(), measured(errtable)];
    let tail = [measured(stream.minimum("array")), measured(ratio(errtable, best))];
    head.into_iter().chain(peers).chain(tail).collect()
}

fn instruction_row(counter: &Counter, what: &str, stream: &Stream<'_>) -> io::Result<Vec<String>> {
    let time = |subject: &&str| stream.minimum(subject).unwrap_or(f64::INFINITY);
    let fastest = MAPS.into_iter().min_by(|one, other| time(one).total_cmp(&time(other)));
    let count = |subject: &str| match stream.minimum(subject) {
        Some(_) => counter.a_lookup(stream.catalog, what, subject).map(Some),
        None => Ok(None),
    };
    let errtable = count("errtable")?;
    let mut cells =
        vec![stream.catalog.to_owned(), stream.name.to_owned(), "instructions".to_owned(), measured(errtable)];
    let mut best: Option<f64> = None;
    for peer in PEERS {
        let counted = if peer == "match" || Some(peer) == fastest { count(peer)? } else { None };
        best = [best, counted].into_iter().flatten().reduce(f64::min);
        cells.push(measured(counted));
    }
    cells.extend([NOTHING.to_owned(), measured(ratio(errtable, best))]);
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Choice;

    const LINES: &str = "seed\tlatency\tarray\t1\t1\nseed\tlatency\terrtable\t2\t2\nseed\tlatency\tfx\t4\t4
seed\tlatency\tnum_enum\t1.5\t1.5\n";

    /// Of a catalogue that expects something else than it says, errtable's answers are wrong.
    #[test]
    fn a_wrong_answer_is_an_error() {
        let seed = || Choice::Seed.codes().expect("a catalogue");
        run(&[seed()], Rounds::One).expect("right answers");
        let mut codes = seed();
        let (third, fourth) = (codes.expected[3].1.clone(), codes.expected[4].1.clone());
        (codes.expected[3].1, codes.expected[4].1) = (fourth, third);
        let error = run(&[codes], Rounds::One).expect_err("a wrong answer").to_string();
        assert!(error.contains("seed, names: errtable answers"), "{error}");
    }

    #[test]
    fn a_row_compares_with_the_best_peer_that_is_waited_for() {
        let times = Times::parse(LINES).expect("times");
        let stream = times.streams("seed").next().expect("a stream");
        let row = time_row(&stream).join(" ");
        assert_eq!(row, "seed latency ns 2.00 – – – 4.00 – – 1.50 (a) – 1.00 0.50");
    }
}
