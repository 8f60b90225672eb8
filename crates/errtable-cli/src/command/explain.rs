//! `errtable explain`: what a code means.

mod search;

use std::path::Path;

use errtable::catalog::{Code, Entry, Enum};
use errtable::inner::{nearest, tally};
use errtable::{Catalog, Compiled, printable};

use super::Outcome;
use crate::message::{Message, Result, shown};
use crate::specs::{self, ListedSpecs, Spec};
use crate::term::{Term, display_width};

#[derive(Debug, clap::Args)]
#[command(allow_missing_positional = true)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: ListedSpecs,
    /// A code, a name as the table writes it, a variant, or words of a description.
    #[arg(value_name = "CODE", allow_hyphen_values = true)]
    code: String,
}

/// A spec that codes are looked for in.
struct Opened<'a> {
    spec: &'a Spec,
    compiled: Compiled,
}

/// An entry, where it was found.
#[derive(Clone, Copy)]
struct Hit<'a> {
    spec: &'a Spec,
    enumeration: &'a Enum,
    index: usize,
}

impl<'a> Hit<'a> {
    fn entry(self) -> &'a Entry {
        &self.enumeration.entries[self.index]
    }

    /// What it is called, by its name or else by its variant.
    fn name(self) -> &'a str {
        self.enumeration.name_of(self.entry()).unwrap_or(&self.entry().variant)
    }

    fn code(self) -> String {
        self.enumeration.show(self.entry().code())
    }
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let specs = args.specs.find_and_tell(term)?;
    let mut opened = Vec::new();
    let outcome = specs::each(&specs, term, |spec| {
        let compiled = spec.compile().map_err(|error| error.help_if(specs.len() > 1, QUOTE))?;
        let outcome = tell_of_errors(spec, &compiled, term);
        opened.extend((!compiled.catalog.enums().is_empty()).then_some(Opened { spec, compiled }));
        Ok(outcome)
    })?;
    if opened.is_empty() {
        return Ok(outcome);
    }
    Ok(outcome.max(answer(&opened, args.code.trim(), term)?))
}

/// What to do where a word of the query was taken for a spec.
const QUOTE: &str = "if it is a word to look for, quote all of them together: errtable explain SPEC 'no paper'";

/// Says that a spec may lack codes, and why.
fn tell_of_errors(spec: &Spec, compiled: &Compiled, term: &Term) -> Outcome {
    if compiled.catalog.enums().is_empty() {
        term.findings(&compiled.findings);
        return Outcome::Findings;
    }
    if !compiled.findings.has_errors() {
        return Outcome::Clean;
    }
    let said = format!("{} has {}, so it may lack codes", spec.shown(), tally(&compiled.findings));
    term.error(&Message::new(said).help(format!("see them: errtable check {}", spec.word())));
    Outcome::Findings
}

/// Explains what a word means; else, what has it in a name or a description.
fn answer(opened: &[Opened<'_>], word: &str, term: &Term) -> Result<Outcome> {
    let mut meant = hits(opened, word);
    if meant.is_empty() {
        meant = other_forms(word).iter().flat_map(|form| hits(opened, form)).collect();
    }
    let mut others = search::search(entries(opened), word);
    others.retain(|other| !meant.iter().any(|hit| std::ptr::eq(hit.entry(), other.entry())));
    if meant.is_empty() && others.len() == 1 {
        meant.append(&mut others);
    }
    if meant.is_empty() && others.is_empty() {
        term.error(&unknown(opened, word));
        return Ok(Outcome::Findings);
    }
    let texts: Vec<_> = meant.iter().map(|hit| explain(*hit, term)).collect();
    term.tell(&texts.join("\n"))?;
    if let Some(first) = others.first() {
        let [lead, too] = if meant.is_empty() { ["", ""] } else { ["\n", ", too"] };
        term.tell(&format!("{lead}{}", search::list(&others, word, opened.len() > 1, too, term)))?;
        let (spec, code) = (first.spec.word(), errtable::inner::shell_word(&first.code()).into_owned());
        term.help(&format!("see one of them in full: errtable explain {spec} {code}"));
        if others.len() > 1 {
            term.help("or narrow the search by more words");
        }
    }
    Ok(Outcome::Clean)
}

/// All entries, in the order of the specs.
fn entries<'a>(opened: &'a [Opened<'a>]) -> impl Iterator<Item = Hit<'a>> {
    opened.iter().flat_map(|Opened { spec, compiled }| {
        compiled.catalog.enums().iter().flat_map(move |enumeration| {
            (0..enumeration.entries.len()).map(move |index| Hit { spec, enumeration, index })
        })
    })
}

/// The entries of all specs that a word means.
fn hits<'a>(opened: &'a [Opened<'a>], word: &str) -> Vec<Hit<'a>> {
    let of_spec = |Opened { spec, compiled }: &'a Opened<'a>| {
        let found = find(&compiled.catalog, word).collect::<Vec<_>>().into_iter();
        found.map(move |(enumeration, index)| Hit { spec, enumeration, index })
    };
    opened.iter().flat_map(of_spec).collect()
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

fn explain(hit: Hit<'_>, term: &Term) -> String {
    let Hit { spec, enumeration, index } = hit;
    let entry = hit.entry();
    let codes: Vec<_> = entry.codes.iter().map(|code| enumeration.show(code)).collect();
    let name = printable(hit.name());
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
    let beside = |file: &String| shown(&spec.path().parent().unwrap_or(Path::new("")).join(file));
    let file = entry.from.as_ref().map_or_else(|| spec.shown(), beside);
    let lines: Vec<_> = entry.rows.iter().map(|row| format!("{file}:{}", row.line())).collect();
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

/// What to say of a word that no catalogue has: its neighbours, or the word that was meant.
fn unknown(opened: &[Opened<'_>], word: &str) -> Message {
    let place = match opened {
        [Opened { spec, .. }] => spec.shown(),
        specs => format!("any of {} specs", specs.len()),
    };
    let described = if number(word).is_some() { "" } else { ", and in no description" };
    let mut message = Message::new(format!("`{word}` is no code, name or variant of {place}{described}"));
    let enums = opened.iter().flat_map(|opened| opened.compiled.catalog.enums());
    for (enumeration, range) in
        enums.flat_map(|enumeration| enumeration.ranges.iter().map(move |range| (enumeration, range)))
    {
        if number(word).is_some_and(|number| (range.first..=range.last).contains(&number)) {
            let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
            message = message.note(format!("it lies in the range {first} to {last}: {}", range.text));
        }
    }
    near(opened, word).into_iter().fold(message, |message, entry| message.help(format!("near it is {entry}")))
}

fn near(opened: &[Opened<'_>], word: &str) -> Vec<String> {
    let line = |hit: Hit<'_>| {
        let text = hit.enumeration.name_of(hit.entry()).or(hit.enumeration.description_of(hit.entry()));
        // One line, however much the description says.
        let text = search::shortened(text.unwrap_or(&hit.entry().variant), 60);
        let place = if opened.len() > 1 { format!("  in {}", hit.spec.shown()) } else { String::new() };
        format!("{}  {text}{place}", hit.code())
    };
    if let Some(number) = number(word) {
        let mut numbered: Vec<_> = entries(opened)
            .filter_map(|hit| {
                let codes = hit.entry().codes.iter().filter_map(|code| match code {
                    Code::Integer(value) => Some((value.abs_diff(number), *value)),
                    Code::Text(_) => None,
                });
                codes.min().map(|(distance, value)| (distance, value, hit))
            })
            .collect();
        numbered.sort_by_key(|&(distance, value, _)| (distance, value));
        return numbered.into_iter().take(3).map(|(_, _, found)| line(found)).collect();
    }
    let words = || {
        entries(opened).flat_map(|hit| {
            let code = match hit.entry().code() {
                Code::Text(code) => Some(code.as_str()),
                Code::Integer(_) => None,
            };
            let words = [Some(hit.entry().variant.as_str()), hit.enumeration.name_of(hit.entry()), code];
            words.into_iter().flatten().map(move |word| (word, hit))
        })
    };
    let Some(meant) = nearest(word, words().map(|(word, _)| word)) else { return alike(word, words().collect(), line) };
    words().find(|(word, _)| *word == meant).map(|(_, found)| line(found)).into_iter().collect()
}

/// Those that begin like a word, if only in its first letters, the most alike first.
fn alike<'a>(word: &str, words: Vec<(&'a str, Hit<'a>)>, line: impl Fn(Hit<'a>) -> String) -> Vec<String> {
    let shared = |other: &str| word.chars().zip(other.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let mut words: Vec<_> = words.into_iter().map(|(other, hit)| (shared(other), other, hit)).collect();
    words.retain(|&(shared, ..)| shared >= 2);
    words.sort_by_key(|&(shared, other, _)| (std::cmp::Reverse(shared), other));
    let mut lines: Vec<_> = words.into_iter().map(|(.., hit)| line(hit)).collect();
    lines.dedup();
    lines.truncate(3);
    lines
}
