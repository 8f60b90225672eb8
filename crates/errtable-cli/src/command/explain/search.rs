//! Codes found by the words of their names and descriptions.

use errtable::printable;

use super::{Hit, number};
use crate::term::{Term, display_width};

/// As many are listed.
const LISTED: usize = 20;
/// As many characters of a description are shown in the list.
const SHOWN: usize = 60;
/// A word of fewer letters is looked for as a whole word.
const LETTERS: usize = 3;

/// How a word stands in a text; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Start,
    Inside,
}

/// The entries that have all words of a query in their names and descriptions. Those that have them in the name come first,
/// then the order is that of the tables. A number is no query: descriptions are full of them.
pub(super) fn search<'a>(entries: impl Iterator<Item = Hit<'a>>, query: &str) -> Vec<Hit<'a>> {
    let query: Vec<_> = words(query).collect();
    if query.is_empty() || query.iter().all(|word| number(word).is_some()) {
        return Vec::new();
    }
    let mut found: Vec<_> = entries.filter_map(|hit| Some((rank(hit, &query)?, hit))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// Whether the description is needed, and how well the word fits that fits worst.
fn rank(hit: Hit<'_>, query: &[String]) -> Option<(bool, Fit)> {
    let aliases = hit.enumeration.aliases.iter().filter(|alias| alias.entry == hit.index);
    let name = aliases.fold(hit.name().to_owned(), |name, alias| name + " " + &alias.text);
    let description = hit.enumeration.description_of(hit.entry()).unwrap_or_default();
    let all = |text: &str| {
        let text: Vec<_> = words(text).collect();
        let fits: Option<Vec<_>> = query.iter().map(|word| fit(word, &text)).collect();
        fits?.into_iter().max()
    };
    let by_name = all(&name).map(|fit| (false, fit));
    by_name.or_else(|| Some((true, all(&format!("{name} {description}"))?)))
}

fn fit(word: &str, text: &[String]) -> Option<Fit> {
    // In Chinese and Japanese, no blanks part the words.
    let is_part = !word.is_ascii() || word.len() > LETTERS;
    let fits = text.iter().filter_map(|other| match () {
        () if other == word => Some(Fit::Whole),
        () if word.len() >= LETTERS && other.starts_with(word) => Some(Fit::Start),
        () if is_part && other.contains(word) => Some(Fit::Inside),
        () => None,
    });
    fits.min()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().into_iter()
}

/// What was found, a line for each, with its spec where there are several; `too` where more was found than these.
pub(super) fn list(hits: &[Hit<'_>], query: &str, names_spec: bool, too: &str, term: &Term) -> String {
    let query = printable(query);
    let mut text = match hits.len() {
        1 => format!("1 code has `{query}` in its name or description{too}:\n\n"),
        number => format!("{number} codes have `{query}` in their names or descriptions{too}:\n\n"),
    };
    let rows = hits.iter().take(LISTED).map(|hit| {
        let description = hit.enumeration.description_of(hit.entry()).unwrap_or_default();
        let [name, description] = [hit.name(), description].map(|text| printable(&shortened(text, SHOWN)));
        (hit, hit.code(), name, description)
    });
    let rows: Vec<_> = rows.collect();
    let codes = rows.iter().map(|(_, code, ..)| display_width(code)).max().unwrap_or_default();
    let names = rows.iter().map(|(.., name, _)| display_width(name)).max().unwrap_or_default();
    for (hit, code, name, description) in rows {
        let [after_code, after_name] =
            [codes - display_width(&code), names - display_width(&name)].map(|n| " ".repeat(n));
        let line = format!("  {}{after_code}  {name}{after_name}  {description}", term.bold(&code));
        let place = if names_spec { term.dim(&format!("  {}", hit.spec.shown())) } else { String::new() };
        text.push_str(&format!("{}{place}\n", line.trim_end()));
    }
    if hits.len() > LISTED {
        text.push_str(&format!("  and {} more\n", hits.len() - LISTED));
    }
    text
}

/// A text in one line of so many characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
