//! The catalogues that are measured: one real, the others made like real ones.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use errtable::catalog::Code;
use errtable::{Catalog, Source, compile};
use errtable_bench::measure::Random;

/// A set of codes with their names.
pub(crate) struct Codes {
    /// A name that a module can have.
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Whether codes follow upon each other.
    pub(crate) dense: bool,
    pub(crate) markdown: String,
    pub(crate) catalog: Catalog,
}

/// All of them, the smallest first.
pub(crate) fn all() -> Vec<Codes> {
    vec![seed(), clustered(234), dense(1_500), clustered(13_000), random(13_000), random(100_000)]
}

impl Codes {
    fn new(name: &'static str, about: &'static str, dense: bool, markdown: String) -> Self {
        let compiled = compile(Source::new(format!("{name}.md"), markdown.as_str()));
        assert!(!compiled.findings.has_errors(), "{name} has findings");
        Codes { name, about, dense, markdown, catalog: compiled.catalog }
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

fn seed() -> Codes {
    let markdown = include_str!("../../../spec/tpns.md");
    Codes::new("seed", "the 25 codes of TPNS", false, markdown.to_owned())
}

/// Runs of 5 to 60 codes, with gaps of one or two, far apart: how a service with many parts numbers its errors.
fn clustered(number: usize) -> Codes {
    let mut random = Random::new(number as u64);
    let mut codes = Vec::with_capacity(number);
    let mut next = 10_000;
    while codes.len() < number {
        next += 100 * (1 + random.below(500));
        for _ in 0..5 + random.below(56) {
            codes.push(next);
            next += [1, 1, 1, 2, 3][random.below(5)];
        }
    }
    codes.truncate(number);
    match number {
        234 => Codes::new("clustered_234", "234 codes in runs", false, table(&codes)),
        _ => Codes::new("clustered_13000", "13,000 codes in runs", false, table(&codes)),
    }
}

/// Codes that follow upon each other, with one in ten left out.
fn dense(number: usize) -> Codes {
    let mut random = Random::new(7);
    let codes: Vec<_> = (4_000..).filter(|_| random.below(10) > 0).take(number).collect();
    Codes::new("dense_1500", "1,500 codes in one run", true, table(&codes))
}

/// Any 31-bit numbers, in any order.
fn random(number: usize) -> Codes {
    let mut random = Random::new(number as u64 + 1);
    let mut seen = BTreeSet::new();
    let codes = std::iter::repeat_with(|| (random.next_u64() >> 33) as usize).filter(|code| seen.insert(*code));
    let codes: Vec<_> = codes.take(number).collect();
    match number {
        13_000 => Codes::new("random_13000", "13,000 random codes", false, table(&codes)),
        _ => Codes::new("random_100000", "100,000 random codes", false, table(&codes)),
    }
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
