//! `errtable explain`: what a code means.

use std::path::Path;

use errtable::catalog::{Code, Entry, Enum};
use errtable::inner::{nearest, tally};
use errtable::{Catalog, printable};

use super::{Outcome, compile, path_word};
use crate::Spec;
use crate::message::{Message, Result, shown};
use crate::term::{Term, display_width};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// A code, a name as the table writes it, or a variant.
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    code: String,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let compiled = compile(&args.spec.spec)?;
    let catalog = &compiled.catalog;
    if catalog.enums().is_empty() {
        term.findings(&compiled.findings);
        return Ok(Outcome::Findings);
    }
    if compiled.findings.has_errors() {
        let said = format!("{} has {}, so it may lack codes", shown(&args.spec.spec), tally(&compiled.findings));
        let help = format!("see them: errtable check {}", path_word(&args.spec.spec));
        term.error(&Message::new(said).help(help));
    }
    let word = args.code.trim();
    let mut found: Vec<_> = find(catalog, word).collect();
    if found.is_empty() {
        found = other_forms(word).iter().flat_map(|form| find(catalog, form).collect::<Vec<_>>()).collect();
    }
    if found.is_empty() {
        term.error(&unknown(catalog, &args.spec.spec, word));
        return Ok(Outcome::Findings);
    }
    let texts: Vec<_> =
        found.into_iter().map(|(enumeration, index)| explain(&args.spec.spec, enumeration, index, term)).collect();
    term.tell(&texts.join("\n"))?;
    Ok(if compiled.findings.has_errors() { Outcome::Findings } else { Outcome::Clean })
}

/// The entries that a word means, as a code, a variant, a name or an alias.
fn find<'a>(catalog: &'a Catalog, word: &str) -> impl Iterator<Item = (&'a Enum, usize)> {
    let number = number(word);
    let all = catalog.enums().iter().flat_map(|enumeration| {
        enumeration.entries.iter().enumerate().map(move |(index, entry)| (enumeration, index, entry))
    });
    // A path names the enum too, and may name modules above it.
    let (above, variant) = word.rsplit_once("::").map_or((None, word), |(above, variant)| (Some(above), variant));
    let owner = above.map(|above| above.rsplit("::").next().unwrap_or(above));
    all.filter(move |(enumeration, index, entry)| {
        let by_code = entry.codes.iter().any(|code| match code {
            Code::Integer(value) => Some(*value) == number,
            Code::Text(text) => text == word,
        });
        let is_owner = owner.is_none_or(|owner| owner == enumeration.name);
        let mut aliases = enumeration.aliases.iter().filter(|alias| alias.entry == *index);
        let by_path = is_owner && (entry.variant == variant || aliases.clone().any(|alias| alias.name == variant));
        by_code || by_path || enumeration.name_of(entry) == Some(word) || aliases.any(|alias| alias.text == word)
    })
    .map(|(enumeration, index, _)| (enumeration, index))
}

fn number(word: &str) -> Option<i128> {
    let (sign, digits) = word.strip_prefix('-').map_or((1, word), |digits| (-1, digits));
    let value = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(digits) => i128::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    value.filter(|_| digits.starts_with(|first: char| first.is_ascii_digit())).map(|value| sign * value)
}

/// The same bits as a number with a sign, or without one: programs that log an `i32` show 0x80040154 as -2147221164.
fn other_forms(word: &str) -> Vec<String> {
    let Some(number) = number(word) else { return Vec::new() };
    let forms = [32, 64].into_iter().filter_map(|bits: u32| {
        let (half, whole) = (1_i128 << (bits - 1), 1_i128 << bits);
        match number {
            number if (-half..0).contains(&number) => Some(number + whole),
            number if (half..whole).contains(&number) => Some(number - whole),
            _ => None,
        }
    });
    forms.map(|form| form.to_string()).collect()
}

fn explain(spec: &Path, enumeration: &Enum, index: usize, term: &Term) -> String {
    let entry = &enumeration.entries[index];
    let codes: Vec<_> = entry.codes.iter().map(|code| enumeration.show(code)).collect();
    let name = printable(enumeration.name_of(entry).unwrap_or(&entry.variant));
    let retired = if entry.retired { term.dim(" (retired)") } else { String::new() };
    let mut text = format!("{}  {name}{retired}\n", term.bold(&codes.join(", ")));
    if let Some(description) = enumeration.description_of(entry) {
        text.push_str(&format!("\n{}", term.wrapped("  ", "  ", description)));
    }
    if entry.retired {
        let note = "Retired: it still decodes, but nothing should send it, and its variant is deprecated.";
        text.push_str(&format!("\n{}", term.wrapped("  ", "  ", note)));
    }
    text.push('\n');
    let facts = facts(enumeration, index);
    let beside = |file: &String| spec.parent().unwrap_or(Path::new("")).join(file);
    let file = entry.from.as_ref().map_or_else(|| spec.to_owned(), beside);
    let lines: Vec<_> = entry.rows.iter().map(|row| format!("{}:{}", shown(&file), row.line())).collect();
    let path = format!("{}::{}", enumeration.name, entry.variant);
    // These two are there to be copied, and so stay on one line.
    let places = [("Rust".to_owned(), path), ("Source".to_owned(), lines.join(", "))];
    let labels = facts.iter().chain(&places).map(|(label, _)| display_width(label));
    let width = labels.max().unwrap_or(0);
    let start = |label: &str| format!("  {}{}  ", term.dim(label), " ".repeat(width - display_width(label)));
    for (label, value) in &facts {
        text.push_str(&term.wrapped(&start(label), &" ".repeat(width + 4), value));
    }
    for (label, value) in &places {
        text.push_str(&format!("{}{}\n", start(label), printable(value)));
    }
    text
}

/// What the table says besides name and description, each with its label.
fn facts(enumeration: &Enum, index: usize) -> Vec<(String, String)> {
    let entry = &enumeration.entries[index];
    let columns = enumeration.other_columns();
    let shown = columns.filter_map(|(at, column)| Some((column.shown_header(), column.told(&entry.cells[at])?)));
    let mut facts: Vec<_> = shown.map(|(header, value)| (printable(header), value)).collect();
    for alias in enumeration.aliases.iter().filter(|alias| alias.entry == index) {
        facts.push(("Also".to_owned(), format!("{} ({}::{})", alias.text, enumeration.name, alias.name)));
    }
    facts
}

/// What to say of a word that the catalogue does not have: its neighbours, or the word that was meant.
fn unknown(catalog: &Catalog, spec: &Path, word: &str) -> Message {
    let mut message = Message::new(format!("`{word}` is no code, name or variant of {}", shown(spec)));
    for (enumeration, range) in
        catalog.enums().iter().flat_map(|enumeration| enumeration.ranges.iter().map(move |range| (enumeration, range)))
    {
        if number(word).is_some_and(|number| (range.first..=range.last).contains(&number)) {
            let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
            message = message.note(format!("it lies in the range {first} to {last}: {}", range.text));
        }
    }
    near(catalog, word).into_iter().fold(message, |message, entry| message.help(format!("near it is {entry}")))
}

fn near(catalog: &Catalog, word: &str) -> Vec<String> {
    let entries = || {
        let enums = catalog.enums().iter();
        enums.flat_map(|enumeration| enumeration.entries.iter().map(move |entry| (enumeration, entry)))
    };
    let line = |(enumeration, entry): (&Enum, &Entry)| {
        let text = enumeration.name_of(entry).or(enumeration.description_of(entry)).unwrap_or(&entry.variant);
        // One line, however much the description says.
        let text =
            if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text.to_owned() };
        format!("{}  {text}", enumeration.show(entry.code()))
    };
    if let Some(number) = number(word) {
        let mut numbered: Vec<_> = entries()
            .filter_map(|(enumeration, entry)| {
                let codes = entry.codes.iter().filter_map(|code| match code {
                    Code::Integer(value) => Some((value.abs_diff(number), *value)),
                    Code::Text(_) => None,
                });
                codes.min().map(|(distance, value)| (distance, value, (enumeration, entry)))
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
    let Some(meant) = nearest(word, words().map(|(word, _)| word)) else { return alike(word, words().collect(), line) };
    words().find(|(word, _)| *word == meant).map(|(_, found)| line(found)).into_iter().collect()
}

/// Those that begin like a word, if only in its first letters, the most alike first.
fn alike<'a>(
    word: &str,
    words: Vec<(&'a str, (&'a Enum, &'a Entry))>,
    line: impl Fn((&'a Enum, &'a Entry)) -> String,
) -> Vec<String> {
    let shared = |other: &str| word.chars().zip(other.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let mut words: Vec<_> = words.into_iter().map(|(other, entry)| (shared(other), other, entry)).collect();
    words.retain(|&(shared, ..)| shared >= 2);
    words.sort_by_key(|&(shared, other, _)| (std::cmp::Reverse(shared), other));
    let mut lines: Vec<_> = words.into_iter().map(|(.., entry)| line(entry)).collect();
    lines.dedup();
    lines.truncate(3);
    lines
}
