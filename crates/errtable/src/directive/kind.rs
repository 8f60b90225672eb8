//! How the value of each kind of key is read.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::lock_name;
use super::scope::Standing;
use super::value::{ColumnName, OneOf, Spanned, ValueType};
use crate::finding::{Finding, Findings, Fix, Rule};
use crate::text::limits::SYNTAX_ERRORS;
use crate::text::{Source, nearest, printable};

/// A value as the TOML parser gives it.
pub(super) type TomlValue<'t> = TomlSpanned<DeValue<'t>>;

/// How the field of a key is read. `shown` describes the value, and `read` takes the name of the key and the value.
pub(super) struct Kind<T> {
    pub(super) shown: ValueType,
    pub(super) read: fn(&mut ValueReader<'_>, &str, &TomlValue<'_>) -> T,
}

pub(super) const TEXT: Kind<Option<Spanned<String>>> = Kind { shown: ValueType::Text, read: text };
/// An empty text says nothing.
pub(super) const FILLED_TEXT: Kind<Option<Spanned<String>>> = Kind {
    shown: ValueType::Text,
    read: |reader, key, value| text(reader, key, value).filter(|text| !text.value.is_empty()),
};
pub(super) const TEXTS: Kind<Vec<Spanned<String>>> = Kind { shown: ValueType::Texts, read: texts };
pub(super) const FLAG: Kind<Option<bool>> = Kind { shown: ValueType::Flag, read: flag };
pub(super) const PLACED_FLAG: Kind<Option<Spanned<bool>>> = Kind {
    shown: ValueType::Flag,
    read: |reader, key, value| flag(reader, key, value).map(|answer| reader.spanned(answer, value.span())),
};
pub(super) const COUNT: Kind<Option<usize>> = Kind { shown: ValueType::Count, read: count };
pub(super) const COLUMN_NAME: Kind<Option<Spanned<ColumnName>>> =
    Kind { shown: ValueType::ColumnName, read: column_name };
pub(super) const TEXT_TABLE: Kind<Vec<(Spanned<String>, Spanned<String>)>> =
    Kind { shown: ValueType::TextTable, read: text_table };
/// Texts by a text.
pub(super) type TextsOf = (Spanned<String>, Vec<Spanned<String>>);
pub(super) const TEXTS_TABLE: Kind<Vec<TextsOf>> = Kind { shown: ValueType::TextsTable, read: texts_table };
/// A range of numbers by a text.
pub(crate) type RangeOf = (Spanned<String>, Spanned<RangeInclusive<i128>>);
pub(super) const RANGE_TABLE: Kind<Vec<RangeOf>> = Kind { shown: ValueType::RangeTable, read: range_table };
pub(super) const SUSPICIONS: Kind<Vec<Rule>> = Kind { shown: ValueType::Suspicions, read: suspicions };
pub(super) const LOCK: Kind<Option<Spanned<String>>> = Kind { shown: ValueType::Text, read: lock };
pub(super) const JOIN: Kind<Vec<Spanned<String>>> = Kind { shown: ValueType::Texts, read: join };

/// One of the words of `T`.
pub(super) const fn choice<T: OneOf>() -> Kind<Option<T>> {
    Kind { shown: ValueType::Choice(T::CHOICES), read: word }
}

/// One of the words of `T`, with its place.
pub(super) const fn placed_choice<T: OneOf>() -> Kind<Option<Spanned<T>>> {
    Kind {
        shown: ValueType::Choice(T::CHOICES),
        read: |reader, key, value| word(reader, key, value).map(|word| reader.spanned(word, value.span())),
    }
}

/// Words of `T`, each with its place.
pub(super) const fn words<T: OneOf>() -> Kind<Vec<Spanned<T>>> {
    Kind { shown: ValueType::Choices(T::CHOICES), read: each_word }
}

/// What the values of a directive are read with.
pub(super) struct ValueReader<'a> {
    pub(super) source: &'a Arc<Source>,
    /// Where the directive stands.
    pub(super) standing: Standing,
    /// Where the TOML begins in the Markdown file.
    pub(super) base: usize,
    /// The keys so far that mean nothing.
    pub(super) unknown: usize,
    pub(super) findings: &'a mut Findings,
}

impl ValueReader<'_> {
    /// A place of the TOML in the file. A straight mark that is read for a typographic one is shorter than that: its place
    /// is that of the whole character.
    fn at(&self, span: Range<usize>) -> Range<usize> {
        let text = self.source.text();
        let (mut start, mut end) = (self.base + span.start, self.base + span.end);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    pub(super) fn spanned<T>(&self, value: T, span: Range<usize>) -> Spanned<T> {
        Spanned { value, span: self.at(span) }
    }

    pub(super) fn error(&self, rule: Rule, span: Range<usize>, message: impl Into<String>) -> Finding {
        Finding::error(rule, self.source, self.at(span), message)
    }

    /// Tells what of the text is not TOML, and what it should hold.
    pub(super) fn not_toml(&mut self, rule: Rule, errors: &[toml::de::Error], help: &str) {
        for error in errors.iter().take(SYNTAX_ERRORS) {
            let message = format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", "));
            let finding = self.error(rule, error.span().unwrap_or(0..0), message);
            self.findings.push(finding.help(help));
        }
    }

    fn invalid(&mut self, key: &str, value: &TomlValue<'_>, wanted: &str) {
        let found = value.get_ref().type_str();
        let finding = self.error(Rule::ValueType, value.span(), format!("`{key}` is {wanted}, not this {found}"));
        self.findings.push(finding.help(format!("write {wanted} here, or take the key out")));
    }

    pub(super) fn table<'t, 'i>(&mut self, key: &str, value: &'t TomlValue<'i>) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.invalid(key, value, "a table");
        }
        table
    }
}

/// The pairs of a table in the order in which they are written.
pub(super) fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(Spanned<&'t str>, &'t TomlValue<'i>)> {
    let mut pairs: Vec<_> =
        table.iter().map(|(key, value)| (Spanned { value: key.get_ref().as_ref(), span: key.span() }, value)).collect();
    pairs.sort_by_key(|(key, _)| key.span.start);
    pairs
}

fn text(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<Spanned<String>> {
    let Some(text) = value.get_ref().as_str() else {
        reader.invalid(key, value, ValueType::Text.wanted());
        return None;
    };
    Some(reader.spanned(text.to_owned(), value.span()))
}

/// A string or an array of them.
fn texts(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Spanned<String>> {
    let values = match value.get_ref() {
        DeValue::Array(values) => values.iter().collect(),
        _ => vec![value],
    };
    values.into_iter().filter_map(|value| text(reader, key, value)).collect()
}

fn text_table(
    reader: &mut ValueReader<'_>,
    key: &str,
    value: &TomlValue<'_>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let mut pairs = Vec::new();
    for (key, value) in in_order(table) {
        if let Some(text) = text(reader, key.value, value) {
            pairs.push((reader.spanned(key.value.to_owned(), key.span), text));
        }
    }
    pairs
}

fn range_table(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<RangeOf> {
    let pairs = text_table(reader, key, value).into_iter();
    pairs.filter_map(|(name, text)| Some((name, range(reader, key, &text)?))).collect()
}

/// A range of whole numbers, both ends included.
fn range(reader: &mut ValueReader<'_>, key: &str, text: &Spanned<String>) -> Option<Spanned<RangeInclusive<i128>>> {
    let written = text.value.trim();
    let ends = |between: &str| {
        let (first, last) = written.split_once(between)?;
        Some((end(first)?, end(last)?))
    };
    let span = text.span.clone();
    let error = |message| Finding::error(Rule::ValueType, reader.source, span.clone(), message);
    let write = |title: String, word: String| Fix::word_of_toml(title, reader.source, span.clone(), &word);
    let finding = match ends("..=") {
        Some((first, last)) if first.1 <= last.1 => return Some(Spanned { value: first.1..=last.1, span }),
        Some((first, last)) => {
            let meant = format!("{}..={}", last.0, first.0);
            error(format!("the first number of {} is greater than the last", quoted(written)))
                .fix(write(format!("write the lesser one first: `{meant}`"), meant))
        }
        None => {
            let finding =
                error(format!("`{key}` is given ranges such as `1000..=1999`, and {} is none", quoted(written)));
            // A minus may stand before a number, too.
            let signs = ["..", "–", "—", "~", " to ", " - "].into_iter();
            let meant = signs.chain(written.starts_with(|c: char| c.is_ascii_digit()).then_some("-"));
            let meant = meant.into_iter().find_map(ends).filter(|(first, last)| first.1 <= last.1);
            match meant.map(|(first, last)| format!("{}..={}", first.0, last.0)) {
                Some(meant) => finding.fix(write(format!("if both ends belong to it, write `{meant}`"), meant)),
                None => finding.help("write the first and the last number, in 64 bits: `1000..=1999`, `0x100..=0x1FF`"),
            }
        }
    };
    reader.findings.push(finding);
    None
}

/// An end of a range as it is written, and its number, which can be that of a code.
fn end(text: &str) -> Option<(&str, i128)> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    // A sign before the digits would be read, too.
    if !hexadecimal.unwrap_or(digits).starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    let number = match hexadecimal {
        Some(digits) => i128::from_str_radix(digits, 16).ok()?,
        None => digits.parse::<i128>().ok()?,
    };
    let number = if digits.len() < text.len() { -number } else { number };
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&number).then_some((text, number))
}

fn texts_table(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<TextsOf> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let pairs = in_order(table).into_iter();
    pairs
        .map(|(key, value)| (reader.spanned(key.value.to_owned(), key.span), texts(reader, key.value, value)))
        .collect()
}

fn flag(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<bool> {
    let answer = value.get_ref().as_bool();
    if answer.is_none() {
        reader.invalid(key, value, ValueType::Flag.wanted());
    }
    answer
}

fn count(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<usize> {
    let count = value.get_ref().as_integer().and_then(positive);
    if count.is_none() {
        reader.invalid(key, value, ValueType::Count.wanted());
    }
    count
}

fn column_name(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<Spanned<ColumnName>> {
    let name = match value.get_ref() {
        DeValue::String(header) => Some(ColumnName::Header(header.to_string())),
        DeValue::Integer(number) => positive(number).map(ColumnName::Number),
        DeValue::Boolean(false) => Some(ColumnName::None),
        _ => None,
    };
    if name.is_none() {
        reader.invalid(key, value, ValueType::ColumnName.wanted());
    }
    name.map(|name| reader.spanned(name, value.span()))
}

fn positive(number: &DeInteger<'_>) -> Option<usize> {
    usize::from_str_radix(number.as_str(), number.radix()).ok().filter(|&number| number > 0)
}

fn word<T: OneOf>(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<T> {
    let text = text(reader, key, value)?.value;
    if let Some(choice) = T::ALL.iter().find(|choice| choice.word() == text) {
        return Some(*choice);
    }
    let words = || T::ALL.iter().map(|choice| choice.word());
    let finding = reader.error(Rule::UnknownValue, value.span(), format!("`{key}` cannot be {}", quoted(&text)));
    let meant = nearest(&text, words());
    reader.findings.push(instead(reader.source, finding, meant, &list(words())));
    None
}

/// One of the words of `T`, or an array of them.
fn each_word<T: OneOf>(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Spanned<T>> {
    let values = match value.get_ref() {
        DeValue::Array(values) => values.iter().collect(),
        _ => vec![value],
    };
    let read = |value: &TomlValue<'_>| word(reader, key, value).map(|word| reader.spanned(word, value.span()));
    values.into_iter().filter_map(read).collect()
}

fn lock(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Option<Spanned<String>> {
    let name = text(reader, key, value)?;
    let Some(why) = lock_name::fault(&name.value) else { return Some(name) };
    let message = format!("`{key}` cannot be {}: {why}", quoted(&name.value));
    let finding = Finding::error(Rule::InvalidPath, reader.source, name.span, message);
    let (renamed, span) = (lock_name::other(&name.value), finding.place.span());
    let title = format!("name a file in the folder of the spec or below: `{renamed}`");
    reader.findings.push(finding.fix(Fix::word_of_toml(title, reader.source, span, &renamed)));
    None
}

fn join(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Spanned<String>> {
    let mut names = Vec::new();
    for name in texts(reader, key, value) {
        let path = name.value.as_str();
        // Findings show lines of the file, which must not be any file of the machine.
        let is_markdown = [".md", ".markdown", ".mdx"].iter().any(|ending| path.ends_with(ending));
        if is_beside(path) && is_markdown {
            names.push(name);
            continue;
        }
        let message = format!("`{key}` cannot be {}", quoted(path));
        let finding = Finding::error(Rule::InvalidPath, reader.source, name.span, message);
        let help = format!("name a Markdown file by its path from the spec: {key} = \"advice.md\"");
        reader.findings.push(finding.help(help));
    }
    names
}

/// Whether a path is one from the folder of the spec, on every system.
fn is_beside(path: &str) -> bool {
    !path.starts_with(['/', '\\']) && !path.contains(':')
}

fn suspicions(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Rule> {
    let mut allowed = Vec::new();
    for name in texts(reader, key, value) {
        let known = Rule::ALL.iter().copied().filter(|rule| rule.is_suspicion());
        if let Some(rule) = known.clone().find(|rule| rule.as_str() == name.value) {
            allowed.push(rule);
            continue;
        }
        let message = format!("`{key}` turns suspicions off, and {} is none", quoted(&name.value));
        let finding = Finding::error(Rule::UnknownValue, reader.source, name.span, message);
        let meant = nearest(&name.value, known.clone().map(Rule::as_str));
        reader.findings.push(instead(reader.source, finding, meant, &list(known.map(Rule::as_str))));
    }
    allowed
}

/// Says what can stand in the place of a word: the one that was probably meant, or any.
fn instead(source: &Arc<Source>, finding: Finding, meant: Option<&str>, words: &str) -> Finding {
    let span = finding.place.span();
    match meant {
        Some(meant) => finding.fix(Fix::meant_word(source, span, meant)),
        None => finding.help(format!("it can be {words}")),
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", printable(text))
}

/// Words in code, with commas between.
pub(super) fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
