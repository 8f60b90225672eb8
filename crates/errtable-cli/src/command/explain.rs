//! `errtable explain`: what a code means.

use std::io;

use errtable::catalog::{Code, Entry, Enum};
use errtable::{Catalog, compile_file, nearest, printable, tally};

use super::{Outcome, path_word};
use crate::Spec;
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// A code, a name as the table writes it, or a variant.
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    code: String,
}

pub(crate) fn run(args: &Args, term: &Term) -> io::Result<Outcome> {
    let compiled = compile_file(&args.spec.spec);
    let catalog = &compiled.catalog;
    if catalog.enums().is_empty() {
        term.findings(&compiled.findings);
        return Ok(Outcome::Findings);
    }
    if compiled.findings.has_errors() {
        let said = format!("{} has {}, so it may lack codes", args.spec.spec.display(), tally(&compiled.findings));
        term.error(&format!("{said}\nhelp: see them: errtable check {}", path_word(&args.spec.spec)));
    }
    let found: Vec<_> = find(catalog, args.code.trim()).collect();
    if found.is_empty() {
        term.error(&unknown(catalog, args.code.trim()));
        return Ok(Outcome::Findings);
    }
    let texts: Vec<_> =
        found.into_iter().map(|(enumeration, entry)| exprintable(catalog, enumeration, entry, term)).collect();
    term.answer(&texts.join("\n"))?;
    Ok(if compiled.findings.has_errors() { Outcome::Findings } else { Outcome::Clean })
}

/// The entries that a word means: by code, else by variant, name or alias.
fn find<'a>(catalog: &'a Catalog, word: &'a str) -> impl Iterator<Item = (&'a Enum, &'a Entry)> {
    let number = number(word);
    let all = catalog.enums().iter().flat_map(|enumeration| {
        enumeration.entries.iter().enumerate().map(move |(index, entry)| (enumeration, index, entry))
    });
    all.filter(move |(enumeration, index, entry)| {
        let by_code = entry.codes.iter().any(|code| match code {
            Code::Integer(value) => Some(*value) == number,
            Code::Text(text) => text == word,
        });
        let variant = word.rsplit("::").next().unwrap_or(word);
        let alias = enumeration
            .aliases
            .iter()
            .any(|alias| alias.entry == *index && (alias.name == variant || alias.text == word));
        by_code || entry.variant == variant || enumeration.name_of(entry) == Some(word) || alias
    })
    .map(|(enumeration, _, entry)| (enumeration, entry))
}

fn number(word: &str) -> Option<i128> {
    match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        Some(digits) => i128::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

fn exprintable(catalog: &Catalog, enumeration: &Enum, entry: &Entry, term: &Term) -> String {
    let codes: Vec<_> = entry.codes.iter().map(|code| enumeration.show(code)).collect();
    let retired = if entry.retired { term.dim(" (retired)") } else { String::new() };
    let name = printable(enumeration.name_of(entry).unwrap_or(&entry.variant));
    let mut text = format!("{}  {name}{retired}\n", term.bold(&codes.join(", ")));
    if let Some(description) = enumeration.description_of(entry) {
        text.push_str(&format!("\n  {}\n", printable(description)));
    }
    let mut facts: Vec<(String, String)> = Vec::new();
    for (index, column) in enumeration.other_columns() {
        facts.extend(column.shown(&entry.cells[index]).map(|value| (column.header.clone(), value)));
    }
    facts.push(("Rust".to_owned(), format!("{}::{}", enumeration.name, entry.variant)));
    let lines = entry.lines.iter().map(|line| format!("{}:{line}", catalog.source()));
    facts.push(("Source".to_owned(), lines.collect::<Vec<_>>().join(", ")));
    let width = facts.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    text.push('\n');
    for (label, value) in facts {
        let space = " ".repeat(width - label.chars().count());
        text.push_str(&format!("  {}{space}  {}\n", term.dim(&label), printable(&value)));
    }
    text
}

/// What to say of a word that the catalogue does not have: its neighbours, or the word that was meant.
fn unknown(catalog: &Catalog, word: &str) -> String {
    let mut text = format!("`{word}` is no code, name or variant of {}", catalog.source());
    for (enumeration, range) in
        catalog.enums().iter().flat_map(|enumeration| enumeration.ranges.iter().map(move |range| (enumeration, range)))
    {
        if number(word).is_some_and(|number| (range.first..=range.last).contains(&number)) {
            let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
            text.push_str(&format!("\nnote: it lies in the range {first} to {last}: {}", range.text));
        }
    }
    for entry in near(catalog, word) {
        text.push_str(&format!("\nhelp: near it is {entry}"));
    }
    text
}

fn near(catalog: &Catalog, word: &str) -> Vec<String> {
    let entries = || {
        let enums = catalog.enums().iter();
        enums.flat_map(|enumeration| enumeration.entries.iter().map(move |entry| (enumeration, entry)))
    };
    let line = |(enumeration, entry): (&Enum, &Entry)| {
        let text = enumeration.name_of(entry).or(enumeration.description_of(entry)).unwrap_or(&entry.variant);
        format!("{}  {text}", enumeration.show(entry.code()))
    };
    if let Some(number) = number(word) {
        let mut numbered: Vec<_> = entries()
            .filter_map(|(enumeration, entry)| match entry.code() {
                Code::Integer(value) => Some((value.abs_diff(number), *value, (enumeration, entry))),
                Code::Text(_) => None,
            })
            .collect();
        numbered.sort_by_key(|&(distance, value, _)| (distance, value));
        return numbered.into_iter().take(3).map(|(_, _, found)| line(found)).collect();
    }
    let words = || {
        entries().flat_map(|(enumeration, entry)| {
            let code = match entry.code() {
                Code::Text(code) => Some(code.as_str()),
                Code::Integer(_) => None,
            };
            let words = [Some(entry.variant.as_str()), enumeration.name_of(entry), code];
            words.into_iter().flatten().map(move |word| (word, (enumeration, entry)))
        })
    };
    let Some(meant) = nearest(word, words().map(|(word, _)| word)) else { return Vec::new() };
    words().find(|(word, _)| *word == meant).map(|(_, found)| line(found)).into_iter().collect()
}
