//! Categories: columns of few values, each of which makes a variant.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Resolve;
use super::camel_case::in_camel_case;
use super::codes::Draft;
use super::groups::is_type_name;
use super::tables::{Chosen, column_key};
use crate::catalog::identifier::{is_variant_name, upper_camel};
use crate::catalog::{Category, CategoryValue, Code, TypeOptions, Value};
use crate::directive::{ColumnOptions, Holds, Spanned};
use crate::finding::{Finding, Fix, Rule, Setting};
use crate::lock::{ReleasedColumn, ReleasedEnum, ReleasedValue};
use crate::markdown::Cell;
use crate::reading::is_nothing;
use crate::reading::meaning::may_be_reworded;
use crate::text::limits::SUGGESTIONS;
use crate::text::{Source, nearest};

/// The name of a category that was released, and its values.
type ReleasedCategory<'l> = (&'l str, &'l [ReleasedValue]);

/// What each text of a column of categories stands for, by its [`value_key`].
pub(crate) type ValueKeys = HashMap<String, Value>;

/// What each text stands for in a column that holds one value of a category a cell.
pub(crate) fn value_keys(category: &Category) -> ValueKeys {
    let values = category.values.iter().enumerate();
    values.map(|(index, value)| (value_key(&value.text), Value::Category(index))).collect()
}

/// As many values are named at once, so that a finding fits on a screen.
const NAMED_AT_ONCE: usize = 10;

impl Resolve<'_> {
    /// The values of a category, in the order of their first use, and what each text of a cell stands for.
    pub(crate) fn category(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        (lock, column): (Option<&ReleasedEnum>, Option<&ReleasedColumn>),
        drafts: &[Draft<'_>],
    ) -> (Category, ValueKeys) {
        let default = options.default.iter().map(|default| (default.value.clone(), default.span.clone()));
        let cells = drafts.iter().map(|draft| (draft.row.text(index), draft.row.cell_span(index)));
        let is_optional = options.optional == Some(true);
        let says = |(text, _): &(String, Range<usize>)| !(text.is_empty() || is_optional && is_nothing(text));
        let values: Vec<_> = cells.chain(default).filter(says).collect();
        let is_empty = values.is_empty() && !drafts.is_empty();
        let rows = column.map(|column| released_rows(lock, &column.accessor)).unwrap_or_default();
        let reworded = reworded(column.and_then(ReleasedColumn::category), &rows, drafts, index, options);
        let category = self.category_of(chosen, index, options, column, values, &reworded);
        if is_empty {
            self.findings.push(self.no_value(&chosen.table.header.cells[index]));
        }
        let keys = value_keys(&category);
        (category, keys)
    }

    /// The category of values, each with the place that names it first. `reworded` are the released variants of values in
    /// other words, by their keys.
    pub(crate) fn category_of(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        column: Option<&ReleasedColumn>,
        texts: Vec<(String, Range<usize>)>,
        reworded: &HashMap<String, &str>,
    ) -> Category {
        let header = &chosen.table.header.cells[index];
        let released = column.and_then(ReleasedColumn::category);
        let locked: HashMap<_, _> =
            released_values(released).map(|value| (value_key(&value.text), value.variant.as_str())).collect();
        // The first that names a value counts.
        let given: HashMap<_, _> =
            options.variants.iter().rev().map(|(key, given)| (value_key(&key.value), given)).collect();
        let mut values: Vec<(CategoryValue, Range<usize>)> = Vec::new();
        let mut variants: HashMap<String, usize> = HashMap::new();
        // A value has one fault, in however many rows it stands.
        let mut seen: HashSet<String> = HashSet::new();
        let mut known: Vec<String> = Vec::new();
        let mut nameless = Vec::new();
        for (text, span) in texts {
            if !seen.insert(value_key(&text)) {
                continue;
            }
            known.push(text.clone());
            let heir = reworded.get(&value_key(&text)).copied();
            let locked = locked.get(&value_key(&text)).copied().or(heir);
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
                    let alike = self.one_value(chosen, index, options, &first.0.text, (&text, &span));
                    let finding = values_meet(self.source, chosen, &header.text, (&variant, &text, span), first, alike);
                    self.findings.push(finding);
                }
            }
        }
        self.without_letters(chosen, &header.text, &nameless);
        self.unknown_values(options, released, &known, &values);
        let name = self.category_name(&header.text, index, options, released);
        let values = values.into_iter().map(|(value, _)| value).collect();
        Category { name, values, options: TypeOptions::default() }
    }

    /// What makes two spellings of one value the same, where a cell of sets has several values.
    fn one_value(
        &self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        first: &str,
        (text, span): (&str, &Range<usize>),
    ) -> Option<Fix> {
        if options.holds != Some(Holds::Categories) || first.to_lowercase() != text.to_lowercase() {
            return None;
        }
        let is_listed = options.sets.iter().flat_map(|(_, values)| values).any(|value| value.span == *span);
        Some(match is_listed {
            true => Fix::word_of_toml(format!("write them alike: `{first}`"), self.source, span.clone(), first),
            false => {
                let setting = Setting::set(&column_key(chosen, index), text, &[first]);
                chosen.saying("if they are one value, say so", [setting])
            }
        })
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

    fn unknown_values(
        &mut self,
        options: &ColumnOptions,
        released: Option<ReleasedCategory<'_>>,
        known: &[String],
        values: &[(CategoryValue, Range<usize>)],
    ) {
        let held: HashSet<&str> = values.iter().map(|(value, _)| value.variant.as_str()).collect();
        // A value that was released and is gone is a finding of its own, unless another text has its variant.
        let gone = released_values(released).filter(|value| !held.contains(value.variant.as_str()));
        let released = gone.map(|value| value_key(&value.text));
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

/// The values that were released and stand in other words now: the variant of each new text, by its key.
///
/// They are paired by the rows in which they stand: all rows of a value that is gone say the same new text, and no other
/// row does that had a value. Both texts must speak of one thing, or one be a translation; else only a person can tell
/// whether a value was reworded or replaced.
fn reworded<'l>(
    released: Option<ReleasedCategory<'l>>,
    rows: &HashMap<&Code, &'l [String]>,
    drafts: &[Draft<'_>],
    index: usize,
    options: &ColumnOptions,
) -> HashMap<String, &'l str> {
    let given = options.default.iter().map(|default| default.value.as_str());
    let given: HashSet<_> =
        given.chain(options.variants.iter().map(|(key, _)| key.value.as_str())).map(value_key).collect();
    let values: Vec<_> = released_values(released).filter(|value| value.removed.is_none()).collect();
    let known: HashMap<String, &str> =
        values.iter().map(|value| (value_key(&value.text), value.variant.as_str())).collect();
    let mut texts: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut variants: HashMap<String, HashSet<&str>> = HashMap::new();
    let mut said: HashMap<String, usize> = HashMap::new();
    for draft in drafts {
        let key = value_key(&draft.row.text(index));
        let was = draft.codes.iter().find_map(|code| rows.get(code)).and_then(|was| was.first());
        if let Some(was) = was.filter(|_| !key.is_empty()) {
            texts.entry(was).or_default().insert(key.clone());
            variants.entry(key.clone()).or_default().insert(was);
        }
        *said.entry(key).or_default() += 1;
    }
    let is_gone = |value: &ReleasedValue| {
        let key = value_key(&value.text);
        !said.contains_key(&key) && !given.contains(&key)
    };
    if rows.is_empty() {
        return lone_reworded(values.into_iter().filter(|value| is_gone(value)), &known, &given, &said);
    }
    let mut reworded = HashMap::new();
    for value in values.iter().filter(|value| is_gone(value)) {
        let Some(key) = texts.get(value.variant.as_str()).filter(|texts| texts.len() == 1) else { continue };
        let Some(key) = key.iter().next().filter(|key| !known.contains_key(*key) && !given.contains(*key)) else {
            continue;
        };
        let is_alone = variants.get(key).is_some_and(|variants| variants.len() == 1);
        // A translation must not hide that the third text has nothing of the first.
        if is_alone && [&*value.text, value.first()].iter().all(|text| may_be_reworded(text, key, said[key])) {
            reworded.insert(key.clone(), value.variant.as_str());
        }
    }
    reworded
}

/// The same where the lock does not say which rows had which value: one value must be gone and one have come, in several
/// rows.
fn lone_reworded<'l>(
    mut gone: impl Iterator<Item = &'l ReleasedValue>,
    known: &HashMap<String, &str>,
    given: &HashSet<String>,
    said: &HashMap<String, usize>,
) -> HashMap<String, &'l str> {
    let is_new = |key: &&String| !key.is_empty() && !known.contains_key(*key) && !given.contains(*key);
    let mut new = said.keys().filter(is_new);
    let (Some(old), None, Some(key), None) = (gone.next(), gone.next(), new.next(), new.next()) else {
        return HashMap::new();
    };
    let is_reworded = said[key] > 1 && may_be_reworded(&old.text, key, said[key]);
    is_reworded.then(|| (key.clone(), old.variant.as_str())).into_iter().collect()
}

/// The same for values of sets, of which each row has several. `said` are the rows of each, by its key.
pub(crate) fn reworded_in_sets<'l>(
    released: Option<&'l ReleasedColumn>,
    said: &HashMap<String, usize>,
    options: &ColumnOptions,
) -> HashMap<String, &'l str> {
    let given = options.variants.iter().map(|(key, _)| value_key(&key.value)).collect();
    let released = released.and_then(ReleasedColumn::category);
    let values: Vec<_> = released_values(released).filter(|value| value.removed.is_none()).collect();
    let known = values.iter().map(|value| (value_key(&value.text), value.variant.as_str())).collect();
    let gone = values.into_iter().filter(|value| !said.contains_key(&value_key(&value.text)));
    lone_reworded(gone, &known, &given, said)
}

/// The values that rows had when the lock was written, in a column; a lock of the form before does not say.
fn released_rows<'l>(locked: Option<&'l ReleasedEnum>, accessor: &str) -> HashMap<&'l Code, &'l [String]> {
    let rows = locked.into_iter().flat_map(|locked| &locked.rows);
    let rows = rows.filter_map(|row| Some((row, row.values.get(accessor)?.as_slice())));
    rows.flat_map(|(row, values)| row.codes.iter().map(move |of| (&of.code, values))).collect()
}

fn released_values(released: Option<ReleasedCategory<'_>>) -> impl Iterator<Item = &ReleasedValue> {
    released.into_iter().flat_map(|(_, values)| values)
}

fn values_meet(
    source: &Arc<Source>,
    chosen: &Chosen<'_>,
    header: &str,
    (variant, text, span): (&str, &str, Range<usize>),
    (first, first_span): &(CategoryValue, Range<usize>),
    alike: Option<Fix>,
) -> Finding {
    let settings = [Setting::value_variant(header, text, &format!("{variant}2"))];
    let message = format!("the values `{}` and `{text}` would both make the variant `{variant}`", first.text);
    let finding = Finding::error(Rule::CategoryCollision, source, span, message).label(first_span.clone(), "the first");
    let finding = alike.into_iter().fold(finding, Finding::fix);
    finding.fix(chosen.saying("write them alike, or name one of them", settings))
}

/// What all texts have in common that are one value of a category: they are equal but for white space.
pub(crate) fn value_key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
