//! Values of categories that seem to be several values: the cell lists what others hold alone.

use std::collections::{HashMap, HashSet};

use super::Suspect;
use crate::catalog::{Category, Column};
use crate::finding::{Finding, Fix, Rule, Setting, Settings};
use crate::reading::listed;
use crate::resolve::{folded, proposed};
use crate::text::toml_string;

/// Of more values, each is not held against all others.
const VALUES: usize = 500;
/// For more values, nobody pastes a line for each.
const PASTED: usize = 60;
/// Signs and words that can stand between values as they are.
const SEPARATORS: [&str; 5] = [";", ",", "、", " and ", " / "];

/// A value that lists others.
struct List<'c> {
    value: usize,
    text: &'c str,
    parts: Vec<&'c str>,
    /// One of the values that it lists.
    known: &'c str,
}

impl<'a> Suspect<'a, '_> {
    /// One question for a column of which some values list others. What was released as one value is one.
    pub(super) fn several_values(&mut self) {
        let enumeration = self.enumeration;
        let lock = self.spec.lock.as_ref().and_then(|lock| lock.enums.iter().find(|of| of.name == enumeration.name));
        for (index, column, category) in enumeration.categories().filter(|(.., of)| of.values.len() <= VALUES) {
            let mut lists = lists(category, column.holds_sets());
            let released = lock.and_then(|lock| lock.column(&column.header)?.category());
            let released = released.filter(|_| !column.holds_sets()).unwrap_or_default().1;
            lists.retain(|list| released.iter().all(|value| value.text != list.text));
            let [first, others @ ..] = lists.as_slice() else { continue };
            let has = |entry: &&crate::catalog::Entry| entry.cells[index].values().contains(&first.value);
            let Some(entry) = enumeration.entries.iter().find(has) else { continue };
            let more = match others.len() {
                0 => String::new(),
                1 => ", and so does 1 other value".to_owned(),
                more => format!(", and so do {more} other values"),
            };
            let message = format!(
                "`{}` in `{}` seems to hold several values, `{}` among them{more}",
                first.text, column.header, first.known
            );
            let fix = self.parting(index, column, category, &lists);
            self.ask(Rule::SeveralValues, (entry, index), message, |finding: Finding| match fix {
                Some(fix) => finding.fix(fix),
                None => finding
                    .help("let the column hold `categories`, and say in `sets` what each of its texts stands for"),
            });
        }
    }

    /// What lets a column hold the values that its cells list.
    fn parting(&self, index: usize, column: &'a Column, category: &Category, lists: &[List<'_>]) -> Option<Fix> {
        let table = self.enumeration.tables.first()?;
        let plan = self.spec.plan(*table);
        let joined = self.joined.iter().filter(|table| table.enumeration == self.enumeration.name);
        let site = match joined.into_iter().find(|table| table.columns.contains(&index)) {
            Some(table) => table.directive.clone(),
            None => plan.site(&self.spec.source, self.spec.document.table(*table)),
        };
        let headers = self.enumeration.columns.iter().filter(|other| other.header == column.header);
        // Names that are given to values of now would be those of none.
        let is_named = plan.options.columns.iter().any(|named| !named.options.variants.is_empty());
        if headers.count() > 1 || column.header.is_empty() || is_named || category.values.len() > PASTED {
            return None;
        }
        let header = column.header.as_str();
        let known: HashMap<String, &str> =
            category.values.iter().map(|value| (folded(&value.text), value.text.as_str())).collect();
        let set = |text: &str, values: &[String]| {
            let values: Vec<_> =
                values.iter().map(|value| known.get(&folded(value)).copied().unwrap_or(value)).collect();
            Setting::set(header, text, &values)
        };
        let values = |list: &List<'_>| match list.parts.as_slice() {
            [part] => vec![(*part).to_owned()],
            _ => proposed(list.text),
        };
        if column.holds_sets() {
            let lines = lists.iter().map(|list| set(list.text, &values(list)));
            let title = "if it does, say which values it stands for";
            return Some(Fix::settings(title, Settings::new(site, lines)));
        }
        let mut lines = vec![Setting::column(header, "as", "\"categories\"")];
        match separator(category, lists, &known) {
            Some(separator) => lines.push(Setting::column(header, "separator", toml_string(separator))),
            None => {
                let parted: HashMap<usize, Vec<String>> = lists.iter().map(|list| (list.value, values(list))).collect();
                let named: HashSet<String> = parted.values().flatten().map(|value| folded(value)).collect();
                for (value, of) in category.values.iter().enumerate() {
                    match parted.get(&value) {
                        Some(values) => lines.push(set(&of.text, values)),
                        None if named.contains(&folded(&of.text)) => {}
                        None => lines.push(set(&of.text, std::slice::from_ref(&of.text))),
                    }
                }
            }
        }
        Some(Fix::settings("if it does, let its cells hold several values", Settings::new(site, lines)))
    }
}

/// The values of a category that list others.
fn lists(category: &Category, are_parts: bool) -> Vec<List<'_>> {
    let known: HashMap<String, usize> =
        category.values.iter().enumerate().map(|(value, of)| (folded(&of.text), value)).collect();
    let list = |(value, text): (usize, &'_ str)| -> Option<(usize, Vec<usize>)> {
        let parts = listed(text);
        // Behind the last of several commas, a conjunction is no part of a value.
        let is_last = are_parts && parts.len() == 1 && parts[0].len() < text.len();
        let others = parts.iter().filter_map(|part| known.get(&folded(part)).copied());
        let others: Vec<usize> = others.filter(|other| *other != value).collect();
        let is_like = |other: &usize| {
            let name = category.values[*other].text.as_str();
            let rest = parts.iter().filter(|part| folded(part) != folded(name));
            is_telling(name) && rest.into_iter().any(|part| ends_alike(name, part))
        };
        (is_last || parts.len() > 1 && (others.len() > 1 || others.iter().any(is_like))).then_some((value, others))
    };
    let values = category.values.iter().enumerate().map(|(value, of)| (value, of.text.as_str()));
    let found = values.filter_map(list);
    found
        .map(|(value, others)| {
            let text = category.values[value].text.as_str();
            let parts = listed(text);
            let known = others.first().map_or(parts[0], |other| category.values[*other].text.as_str());
            List { value, text, parts, known }
        })
        .collect()
}

/// Whether a value says more than a word that other texts have, too.
fn is_telling(text: &str) -> bool {
    text.split_whitespace().count() > 1 || (!text.is_ascii() && text.chars().count() > 2)
}

/// Whether two texts are of one kind, as `push API` and `tag APIs` are.
fn ends_alike(one: &str, other: &str) -> bool {
    let end = |text: &str| {
        let word = text.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let word = word.strip_suffix('s').unwrap_or(&word).to_owned();
        let letters = word.chars().count();
        if word.is_ascii() { word } else { word.chars().skip(letters.saturating_sub(2)).collect() }
    };
    end(one) == end(other)
}

/// What stands between the values in all cells that list some, and in no other.
fn separator(category: &Category, lists: &[List<'_>], known: &HashMap<String, &str>) -> Option<&'static str> {
    let is_spelt = |part: &str| known.get(&folded(part)).is_none_or(|known| *known == part);
    SEPARATORS.into_iter().find(|separator| {
        let parts = |list: &List<'_>| {
            let parts: Vec<_> = list.text.split(*separator).map(str::trim).collect();
            let distinct: HashSet<_> = parts.iter().map(|part| folded(part)).collect();
            parts == list.parts && distinct.len() == parts.len() && parts.iter().all(|part| is_spelt(part))
        };
        let with_it = category.values.iter().filter(|value| value.text.contains(separator)).count();
        with_it == lists.len() && lists.iter().all(parts)
    })
}
