//! The catalogues that are measured: one real, the others made like real ones.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use errtable::catalog::Code;
use errtable::{Catalog, Severity, Source, compile};
use errtable_bench::measure::Random;

/// The catalogues by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Choice {
    /// The 25 codes of TPNS
    Seed,
    /// 234 codes in runs
    #[value(name = "clustered_234")]
    Clustered234,
    /// 1,500 codes in one run, with gaps
    #[value(name = "dense_1500")]
    Dense1500,
    /// 13,000 codes in runs
    #[value(name = "clustered_13000")]
    Clustered13000,
    /// 13,000 random codes
    #[value(name = "random_13000")]
    Random13000,
    /// 100,000 random codes
    #[value(name = "random_100000")]
    Random100000,
}

impl Choice {
    /// Makes the catalogue.
    pub(crate) fn codes(self) -> io::Result<Codes> {
        let (name, markdown) = match self {
            // The vendor's columns alone, as its page has them.
            Choice::Seed => ("seed", include_str!("../../../spec/tpns.md").replace("join = \"advice.md\"\n", "")),
            Choice::Clustered234 => ("clustered_234", table(&clustered(234))),
            Choice::Dense1500 => ("dense_1500", table(&dense(1_500))),
            Choice::Clustered13000 => ("clustered_13000", table(&clustered(13_000))),
            Choice::Random13000 => ("random_13000", table(&random(13_000))),
            Choice::Random100000 => ("random_100000", table(&random(100_000))),
        };
        let compiled = compile(Source::new(format!("{name}.md"), markdown));
        match compiled.findings.iter().find(|finding| finding.severity == Severity::Error) {
            Some(finding) => Err(io::Error::other(format!("{name}: {finding}"))),
            None => Ok(Codes { name, catalog: compiled.catalog }),
        }
    }
}

/// A set of codes with their names.
pub(crate) struct Codes {
    /// A name that a module can have.
    pub(crate) name: &'static str,
    pub(crate) catalog: Catalog,
}

impl Codes {
    /// How many codes there are.
    pub(crate) fn number(&self) -> usize {
        self.catalog.enums()[0].entries.len()
    }

    /// The codes, in the order of the table.
    pub(crate) fn codes(&self) -> Vec<u32> {
        let entries = self.catalog.enums()[0].entries.iter();
        let code = |code: &Code| match code {
            Code::Integer(number) => u32::try_from(*number).unwrap_or_default(),
            Code::Text(_) => 0,
        };
        entries.map(|entry| code(entry.code())).collect()
    }

    /// The names, in the order of the table.
    pub(crate) fn names(&self) -> Vec<&str> {
        let enumeration = &self.catalog.enums()[0];
        enumeration.entries.iter().map(|entry| enumeration.name_of(entry).unwrap_or_default()).collect()
    }

    /// The variants, in the order of the table.
    pub(crate) fn variants(&self) -> Vec<&str> {
        self.catalog.enums()[0].entries.iter().map(|entry| entry.variant.as_str()).collect()
    }
}

/// Runs of 5 to 60 codes, with gaps of one or two, far apart: how a service with many parts numbers its errors.
pub(crate) fn clustered(number: usize) -> Vec<usize> {
    let mut random = Random::new(number as u64);
    let mut codes = Vec::with_capacity(number + 60);
    let mut next = 10_000;
    while codes.len() < number {
        next += 100 * (1 + random.below(500));
        for _ in 0..5 + random.below(56) {
            codes.push(next);
            next += [1, 1, 1, 2, 3][random.below(5)];
        }
    }
    codes.truncate(number);
    codes
}

/// Codes that follow upon each other, with one in ten left out.
fn dense(number: usize) -> Vec<usize> {
    let mut random = Random::new(7);
    (4_000..).filter(|_| random.below(10) > 0).take(number).collect()
}

/// Any 31-bit numbers, in any order.
fn random(number: usize) -> Vec<usize> {
    let mut random = Random::new(number as u64 + 1);
    let mut seen = BTreeSet::new();
    let codes = std::iter::repeat_with(|| (random.next_u64() >> 33) as usize).filter(|code| seen.insert(*code));
    codes.take(number).collect()
}

/// A table of codes with names and descriptions of the usual length.
pub(crate) fn table(codes: &[usize]) -> String {
    let mut random = Random::new(11);
    let mut words = |list: &[&'static str]| list[random.below(list.len())];
    let mut text = String::from("| Error code | Name | Description |\n| --- | --- | --- |\n");
    for code in codes {
        let (act, thing, fault) = (words(ACTS), words(THINGS), words(FAULTS));
        let _ = writeln!(text, "| {code} | {act} {thing} {fault} {code} | The {thing} could not {act}: {fault} |");
    }
    text
}

const ACTS: &[&str] = &["parse", "send", "bind", "upload", "query", "create", "delete", "refresh", "verify", "cancel"];
const THINGS: &[&str] =
    &["parameter", "token", "account", "certificate", "tag", "push task", "device", "package", "quota", "message"];
const FAULTS: &[&str] =
    &["invalid", "missing", "expired", "too long", "not found", "not allowed", "in use", "too fast", "busy", "failed"];
