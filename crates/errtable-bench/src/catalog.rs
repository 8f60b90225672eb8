//! The catalogues that are measured: one real, the others made like real ones.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use errtable::catalog::{Code, Entry};
use errtable::{Catalog, Compiled, RustOptions, Severity, Source, compile, rust};

use crate::measure::Random;

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
        let (name, made) = match self {
            Choice::Seed => ("seed", Made::vendors(include_str!("../../../spec/tpns.md"))),
            Choice::Clustered234 => ("clustered_234", table(&clustered(234))),
            Choice::Dense1500 => ("dense_1500", table(&dense(1_500))),
            Choice::Clustered13000 => ("clustered_13000", table(&clustered(13_000))),
            Choice::Random13000 => ("random_13000", table(&random(13_000))),
            Choice::Random100000 => ("random_100000", table(&random(100_000))),
        };
        Codes::compile(name, &made)
    }
}

/// A table in Markdown, and what must come of it.
pub(crate) struct Made {
    pub(crate) markdown: String,
    /// Codes and names, in the order of the table, as they were known before errtable has read it.
    pub(crate) expected: Vec<(u32, String)>,
}

impl Made {
    /// The vendor's columns of a spec alone, as the vendor's page has them.
    pub(crate) fn vendors(spec: &str) -> Self {
        let is_vendors = |line: &&str| !line.starts_with("join = ") && !line.starts_with("\"Not stated\"");
        let markdown: String = spec.split_inclusive('\n').filter(is_vendors).collect();
        Made { expected: rows(&markdown), markdown }
    }
}

/// A set of codes with their names.
pub(crate) struct Codes {
    /// A name that a module can have.
    pub(crate) name: &'static str,
    pub(crate) catalog: Catalog,
    /// Codes and names, by which answers are judged.
    pub(crate) expected: Vec<(u32, String)>,
}

impl Codes {
    /// Compiles a table: an error unless each of its rows comes out as it must.
    pub(crate) fn compile(name: &'static str, made: &Made) -> io::Result<Self> {
        let compiled = compile(Source::new(format!("{name}.md"), made.markdown.as_str()));
        verify(name, &compiled, &made.expected)?;
        Ok(Codes { name, catalog: compiled.catalog, expected: made.expected.clone() })
    }

    /// How many codes there are.
    pub(crate) fn number(&self) -> usize {
        self.expected.len()
    }

    /// The codes, in the order of the table.
    pub(crate) fn codes(&self) -> Vec<u32> {
        self.expected.iter().map(|(code, _)| *code).collect()
    }

    /// The names, in the order of the table.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.expected.iter().map(|(_, name)| name.as_str()).collect()
    }

    /// The code that errtable generates: an error unless it has a variant for each code.
    pub(crate) fn generated(&self) -> io::Result<String> {
        let text = rust(&self.catalog, &RustOptions::default());
        verify_source(self.name, &text, &self.expected)?;
        Ok(text)
    }

    /// The variants, in the order of the table.
    pub(crate) fn variants(&self) -> Vec<&str> {
        self.catalog.enums()[0].entries.iter().map(|entry| entry.variant.as_str()).collect()
    }
}

/// What the table of a spec says, read as plain lines.
fn rows(markdown: &str) -> Vec<(u32, String)> {
    let cells = markdown.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        Some((cells.next()?.parse().ok()?, cells.next()?.to_owned()))
    });
    cells.collect()
}

/// What was compiled has no error, and says of each row what it must.
pub(crate) fn verify(name: &str, compiled: &Compiled, expected: &[(u32, String)]) -> io::Result<()> {
    let wrong = |why: String| Err(io::Error::other(format!("{name} cannot be measured: {why}")));
    if let Some(finding) = compiled.findings.iter().find(|finding| finding.severity == Severity::Error) {
        return wrong(finding.to_string());
    }
    let [enumeration] = compiled.catalog.enums() else {
        return wrong(format!("it has {} enums, not one", compiled.catalog.enums().len()));
    };
    let entries = &enumeration.entries;
    if entries.len() != expected.len() || entries.is_empty() {
        return wrong(format!("it has {} codes, not {}", entries.len(), expected.len()));
    }
    let says = |entry: &Entry, (code, name): &(u32, String)| {
        *entry.code() == Code::Integer(i128::from(*code)) && enumeration.name_of(entry) == Some(name.as_str())
    };
    match entries.iter().zip(expected).find(|(entry, row)| !says(entry, row)) {
        Some((entry, (code, name))) => {
            wrong(format!("code {} with {:?} is not {code} with {name:?}", entry.code(), enumeration.name_of(entry)))
        }
        None => Ok(()),
    }
}

/// The source of an enum has a variant for each code, in the order of the table.
pub(crate) fn verify_source(name: &str, source: &str, expected: &[(u32, String)]) -> io::Result<()> {
    let number = |line: &str| line.trim_end().strip_suffix(',')?.rsplit_once(" = ")?.1.replace('_', "").parse().ok();
    let mut numbers = source.lines().filter_map(number);
    match expected.iter().find(|(code, _)| !numbers.by_ref().any(|number: u32| number == *code)) {
        Some((code, _)) => Err(io::Error::other(format!("{name} cannot be measured: no variant is {code}"))),
        None => Ok(()),
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
pub(crate) fn table(codes: &[usize]) -> Made {
    let mut random = Random::new(11);
    let mut words = |list: &[&'static str]| list[random.below(list.len())];
    let mut markdown = String::from("| Error code | Name | Description |\n| --- | --- | --- |\n");
    let mut expected = Vec::with_capacity(codes.len());
    for code in codes {
        let (act, thing, fault) = (words(ACTS), words(THINGS), words(FAULTS));
        let name = format!("{act} {thing} {fault} {code}");
        let _ = writeln!(markdown, "| {code} | {name} | The {thing} could not {act}: {fault} |");
        expected.push((u32::try_from(*code).unwrap_or_default(), name));
    }
    Made { markdown, expected }
}

const ACTS: &[&str] = &["parse", "send", "bind", "upload", "query", "create", "delete", "refresh", "verify", "cancel"];
const THINGS: &[&str] =
    &["parameter", "token", "account", "certificate", "tag", "push task", "device", "package", "quota", "message"];
const FAULTS: &[&str] =
    &["invalid", "missing", "expired", "too long", "not found", "not allowed", "in use", "too fast", "busy", "failed"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_is_what_it_must_be() {
        use clap::ValueEnum as _;
        for choice in Choice::value_variants() {
            let codes = choice.codes().expect("a catalogue");
            assert_eq!(codes.number(), codes.catalog.enums()[0].entries.len(), "{choice:?}");
        }
        assert_eq!(Choice::Seed.codes().expect("a catalogue").number(), 25);
    }

    #[test]
    fn what_is_refused_is_not_measured() {
        let refused = Codes::compile("made", &table(&clustered(150_001))).map(|codes| codes.number());
        let error = refused.expect_err("it is too large").to_string();
        assert!(error.contains("made cannot be measured") && error.contains("150000 rows"), "{error}");
    }

    #[test]
    fn what_says_something_else_is_not_measured() {
        let refused = |change: fn(&mut Made)| {
            let mut made = table(&clustered(30));
            change(&mut made);
            Codes::compile("made", &made).map(|codes| codes.number()).expect_err("it is wrong").to_string()
        };
        let error = refused(|made| made.expected[7].0 += 1_000_000);
        assert!(error.contains("is not 10"), "{error}");
        assert!(refused(|made| made.expected[7].1.push('s')).contains("is not"));
        assert!(refused(|made| made.expected.truncate(29)).contains("30 codes, not 29"));
        assert!(refused(|made| made.markdown.push_str("| x | no number | y |\n")).contains("not a number"));
        assert!(refused(|made| made.markdown.clear()).contains("made"));
    }

    #[test]
    fn a_source_has_every_variant() {
        let source = "pub enum E {\n    A = 10,\n    B = 1_008_001,\n}\n";
        let rows = |codes: &[u32]| codes.iter().map(|code| (*code, String::new())).collect::<Vec<_>>();
        assert!(verify_source("made", source, &rows(&[10, 1_008_001])).is_ok());
        for codes in [&[10, 11][..], &[1_008_001, 10]] {
            assert!(verify_source("made", source, &rows(codes)).is_err(), "{codes:?}");
        }
        assert!(verify_source("made", "", &rows(&[10])).is_err());
    }
}
