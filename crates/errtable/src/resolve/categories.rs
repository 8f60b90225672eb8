//! Categories: columns of few values, each of which makes a variant.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Resolve;
use super::camel_case::in_camel_case;
use super::codes::Draft;
use super::groups::is_type_name;
use super::tables::Chosen;
use crate::catalog::identifier::{is_variant_name, upper_camel};
use crate::catalog::{Category, CategoryValue, Column};
use crate::directive::{ColumnOptions, Spanned};
use crate::finding::{Finding, Fix, Rule, Setting};
use crate::lock::{ReleasedColumn, ReleasedValue};
use crate::markdown::Cell;
use crate::reading::is_nothing;
use crate::text::limits::SUGGESTIONS;
use crate::text::{Source, nearest};

/// The name of a category that was released, and its values.
type ReleasedCategory<'l> = (&'l str, &'l [ReleasedValue]);

/// The values of a category by their [`value_key`]s.
pub(crate) type ValueKeys = HashMap<String, usize>;

/// As many values are named at once, so that a finding fits on a screen.
const NAMED_AT_ONCE: usize = 10;

impl Resolve<'_> {
    /// The values of a category, in the order of their first use.
    pub(crate) fn category(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        released: Option<&ReleasedColumn>,
        drafts: &[Draft<'_>],
    ) -> Category {
        let header = &chosen.table.header.cells[index];
        let released = released.and_then(ReleasedColumn::category);
        let locked: HashMap<_, _> =
            released_values(released).map(|value| (value_key(&value.text), value.variant.as_str())).collect();
        // The first that names a value counts.
        let given: HashMap<_, _> =
            options.variants.iter().rev().map(|(key, given)| (value_key(&key.value), given)).collect();
        let reworded = reworded(released, drafts.iter().map(|draft| draft.row.text(index)), options);
        let mut values: Vec<(CategoryValue, Range<usize>)> = Vec::new();
        let mut variants: HashMap<String, usize> = HashMap::new();
        // A value has one fault, in however many rows it stands.
        let mut seen: HashSet<String> = HashSet::new();
        let mut known: Vec<String> = Vec::new();
        let mut nameless = Vec::new();
        let default = options.default.iter().map(|default| (default.value.clone(), default.span.clone()));
        let cells = drafts.iter().map(|draft| (draft.row.text(index), draft.row.cell_span(index)));
        for (text, span) in cells.chain(default) {
            let is_nothing = options.optional == Some(true) && is_nothing(&text);
            if text.is_empty() || is_nothing || !seen.insert(value_key(&text)) {
                continue;
            }
            known.push(text.clone());
            let heir = reworded.as_ref().filter(|(new, _)| *new == value_key(&text));
            let locked = locked.get(&value_key(&text)).copied().or(heir.map(|(_, old)| old.variant.as_str()));
            let given = given.get(&value_key(&text)).copied();
            let Some(variant) = self.value_variant(&text, &span, given, locked, &mut nameless) else {
                continue;
            };
            match variants.get(&variant) {
                None => {
                    variants.insert(variant.clone(), values.len());
                    values.push((CategoryValue { variant, text }, span));
                }
                Some(&first) => {
                    let first = &values[first];
                    let finding = values_meet(self.source, chosen, &header.text, &variant, &text, span, first);
                    self.findings.push(finding);
                }
            }
        }
        self.without_letters(chosen, &header.text, &nameless);
        self.unknown_values(options, released, &known);
        if known.is_empty() && !drafts.is_empty() {
            self.findings.push(self.no_value(header));
        }
        let name = self.category_name(&header.text, index, options, released);
        Category { name, values: values.into_iter().map(|(value, _)| value).collect() }
    }

    fn no_value(&self, header: &Cell) -> Finding {
        let message = format!("no cell of the column `{}` has a value, so its category would have none", header.text);
        Finding::error(Rule::InvalidCell, self.source, header.span.clone(), message)
            .help("fill a cell, or take `as = \"category\"` out of its `[columns]` entry")
    }

    fn category_name(
        &mut self,
        header: &str,
        index: usize,
        options: &ColumnOptions,
        released: Option<ReleasedCategory<'_>>,
    ) -> String {
        let given = options.type_name.as_ref();
        if let Some(bad) = given.filter(|name| !is_type_name(&name.value)) {
            let message = format!("`{}` cannot be the name of an enum", bad.value);
            self.findings.push(
                Finding::error(Rule::InvalidIdentifier, self.source, bad.span.clone(), message).fix(in_camel_case(
                    self.source,
                    bad,
                    is_type_name,
                    "Category",
                )),
            );
        }
        given
            .map(|name| name.value.clone())
            .filter(|name| is_type_name(name))
            .or_else(|| released.map(|(name, _)| name.to_owned()))
            .or_else(|| upper_camel(header))
            .unwrap_or_else(|| format!("Column{}", index + 1))
    }

    fn value_variant(
        &mut self,
        text: &str,
        span: &Range<usize>,
        given: Option<&Spanned<String>>,
        locked: Option<&str>,
        nameless: &mut Vec<(String, Range<usize>)>,
    ) -> Option<String> {
        if let Some(given) = given {
            if is_variant_name(&given.value) {
                return Some(given.value.clone());
            }
            let message = format!("`{}` cannot be the name of a variant", given.value);
            self.findings.push(
                Finding::error(Rule::InvalidIdentifier, self.source, given.span.clone(), message).fix(in_camel_case(
                    self.source,
                    given,
                    is_variant_name,
                    "Value",
                )),
            );
            return None;
        }
        let variant = locked.map(str::to_owned).or_else(|| upper_camel(text));
        if variant.is_none() {
            nameless.push((text.to_owned(), span.clone()));
        }
        variant
    }

    /// One finding for all values of a column: their lines of TOML belong under one header, which cannot stand twice.
    fn without_letters(&mut self, chosen: &Chosen<'_>, header: &str, nameless: &[(String, Range<usize>)]) {
        let [(text, span), others @ ..] = nameless else { return };
        let (message, title) = match others.len() {
            0 => (format!("the value `{text}` has no Latin letters to name a variant after"), "name it"),
            others => {
                let values = if others == 1 { "1 other value".to_owned() } else { format!("{others} other values") };
                let column = format!("of the column `{header}`");
                (
                    format!("the value `{text}` and {values} {column} have no Latin letters to name variants after"),
                    "name them",
                )
            }
        };
        let settings: Vec<_> =
            nameless.iter().take(NAMED_AT_ONCE).map(|(text, _)| Setting::value_variant(header, text, "...")).collect();
        let title = match nameless.len() > NAMED_AT_ONCE {
            true => format!("name the first {NAMED_AT_ONCE} of them"),
            false => title.to_owned(),
        };
        let finding = Finding::error(Rule::CategoryCollision, self.source, span.clone(), message);
        let labelled = others.iter().take(NAMED_AT_ONCE);
        let finding = labelled.fold(finding, |finding, (_, span)| finding.label(span.clone(), ""));
        self.findings.push(finding.fix(chosen.saying(&title, settings).template()));
    }

    fn unknown_values(&mut self, options: &ColumnOptions, released: Option<ReleasedCategory<'_>>, known: &[String]) {
        let released = released_values(released).map(|value| value_key(&value.text));
        let expected: HashSet<String> = released.chain(known.iter().map(|text| value_key(text))).collect();
        let unknown = options.variants.iter().filter(|(key, _)| !expected.contains(&value_key(&key.value)));
        for (number, (key, _)) in unknown.enumerate() {
            let message = format!("no cell of the column holds `{}`", key.value);
            let finding = Finding::error(Rule::UnknownColumn, self.source, key.span.clone(), message);
            let candidates = known.iter().filter(|_| number < SUGGESTIONS).map(String::as_str);
            self.findings.push(match nearest(&key.value, candidates) {
                Some(meant) => finding.fix(Fix::meant_word(self.source, key.span.clone(), meant)),
                None => finding.fix_without_key("take it out", key.span.clone()),
            });
        }
    }
}

/// The value that was released in other words, where all of its rows say it in new ones: the key of those, and the value.
///
/// One released value must be gone and one have come, in several rows: in a single row, a value may as well have been
/// replaced by another.
fn reworded<'l>(
    released: Option<ReleasedCategory<'l>>,
    cells: impl Iterator<Item = String>,
    options: &ColumnOptions,
) -> Option<(String, &'l ReleasedValue)> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for text in cells.filter(|text| !text.is_empty()) {
        *uses.entry(value_key(&text)).or_default() += 1;
    }
    let given = options.default.iter().map(|default| default.value.as_str());
    let given: HashSet<_> =
        given.chain(options.variants.iter().map(|(key, _)| key.value.as_str())).map(value_key).collect();
    let (_, values) = released?;
    let released: HashSet<_> = values.iter().map(|value| value_key(&value.text)).collect();
    let is_gone = |value: &&ReleasedValue| {
        let key = value_key(&value.text);
        !uses.contains_key(&key) && !given.contains(&key)
    };
    let mut gone = values.iter().filter(|value| value.removed.is_none()).filter(is_gone);
    let mut new = uses.iter().filter(|(text, _)| !released.contains(*text) && !given.contains(*text));
    let (Some(old), None, Some((text, &rows)), None) = (gone.next(), gone.next(), new.next(), new.next()) else {
        return None;
    };
    (rows > 1 && says_the_same(&old.text, text)).then(|| (text.clone(), old))
}

/// Whether one text may be the other in new words: they share one, and none turns the meaning round.
fn says_the_same(old: &str, new: &str) -> bool {
    let words = |text: &str| -> HashSet<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let (old, new) = (words(old), words(new));
    let denies = |words: &HashSet<String>| {
        ["no", "not", "never", "none", "cannot", "don", "without"].iter().any(|no| words.contains(*no))
    };
    let is_opposite = |a: &HashSet<String>, b: &HashSet<String>| {
        a.iter()
            .any(|word| ["un", "in", "im", "non", "dis"].iter().any(|prefix| b.contains(&format!("{prefix}{word}"))))
    };
    let is_shared = old.intersection(&new).any(|word| word.chars().count() > 2);
    is_shared && denies(&old) == denies(&new) && !is_opposite(&old, &new) && !is_opposite(&new, &old)
}

fn released_values(released: Option<ReleasedCategory<'_>>) -> impl Iterator<Item = &ReleasedValue> {
    released.into_iter().flat_map(|(_, values)| values)
}

fn values_meet(
    source: &Arc<Source>,
    chosen: &Chosen<'_>,
    header: &str,
    variant: &str,
    text: &str,
    span: Range<usize>,
    (first, first_span): &(CategoryValue, Range<usize>),
) -> Finding {
    let settings = [Setting::value_variant(header, text, &format!("{variant}2"))];
    let message = format!("the values `{}` and `{text}` would both make the variant `{variant}`", first.text);
    Finding::error(Rule::CategoryCollision, source, span, message)
        .label(first_span.clone(), "the first")
        .fix(chosen.saying("write them alike, or name one of them", settings))
}

/// What all texts have in common that are one value of a category: they are equal but for white space.
pub(crate) fn value_key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of a column by their keys; none where it holds no category.
pub(crate) fn value_keys(column: &Column) -> ValueKeys {
    let values = column.category().into_iter().flat_map(|category| &category.values).enumerate();
    values.map(|(index, value)| (value_key(&value.text), index)).collect()
}
