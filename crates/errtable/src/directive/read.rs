//! The TOML inside a directive: each key is read as its record says.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::column::column_keys;

use super::key::read_fields;
use super::kind::ValueReader;
use super::mend::mended;
use super::options::Options;
use super::scope::Standing;
use crate::finding::{Finding, Findings, Rule};
use crate::text::Source;
use crate::text::limits::{self, SYNTAX_ERRORS};

/// Reads the TOML in `span`; what is wrong becomes a finding, what is right counts.
pub(super) fn options(
    source: &Arc<Source>,
    span: Range<usize>,
    standing: Standing,
    findings: &mut Findings,
) -> Options {
    let toml = without_quotation(&source.text()[span.clone()]);
    if let Some(what) = limits::toml_exceeded(&toml) {
        let first_line = source.line_span(source.line(span.start));
        let finding = Finding::error(Rule::TooLarge, source, first_line, format!("the directive {what}"));
        findings.push(finding.help("take out what the table does not need"));
        return Options::default();
    }
    let toml = mended(source, span.start, toml, findings);
    let (mut table, errors) = DeTable::parse_recoverable(&toml);
    let mut reader = ValueReader { source, standing, base: span.start, unknown: 0, findings };
    for error in errors.iter().take(SYNTAX_ERRORS) {
        let at = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", "));
        let finding = reader.error(Rule::DirectiveSyntax, at, message);
        reader.findings.push(finding.help("a directive holds `key = value` lines: enum = \"ErrorCode\""));
    }
    lift(&mut reader, &toml, table.get_mut());
    read_fields(&mut reader, Options::FIELDS, table.get_ref())
}

/// Takes the keys of the whole table out of the sections that they stand below, tells of each, and reads it as it was meant.
fn lift(reader: &mut ValueReader<'_>, toml: &str, table: &mut DeTable<'_>) {
    let mut lifted = Vec::new();
    for (section, value) in table.iter_mut() {
        let Some(section_table) = as_table(value.get_mut()) else { continue };
        match section.get_ref().as_ref() {
            "variants" => lifted.extend(take(section_table, |value| !may_be_variant(value))),
            "columns" => {
                for column in section_table.iter_mut().filter_map(|(_, value)| as_table(value.get_mut())) {
                    lifted.extend(take(column, |_| true));
                }
            }
            _ => {}
        }
    }
    lifted.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in lifted {
        let name = key.get_ref().to_string();
        let line = toml[key.span().start..].lines().next().unwrap_or_default();
        let finding = misplaced(reader, toml, &name, key.span(), line.trim());
        reader.findings.push(finding);
        if !table.contains_key(name.as_str()) {
            table.insert(key, value);
        }
    }
}

type Pair<'i> = (Spanned<DeString<'i>>, Spanned<DeValue<'i>>);

fn as_table<'t, 'i>(value: &'t mut DeValue<'i>) -> Option<&'t mut DeTable<'i>> {
    if let DeValue::Table(table) = value { Some(table) } else { None }
}

/// The pairs of a section whose keys are those of a table and of no column.
fn take<'i>(section: &mut DeTable<'i>, test: impl Fn(&DeValue<'_>) -> bool) -> Vec<Pair<'i>> {
    let is_column_key = |key: &str| column_keys().any(|column| column.name == key);
    let is_lifted =
        |key: &str, value: &DeValue<'_>| Options::field(key).is_some() && !is_column_key(key) && test(value);
    let keys = section.iter().filter(|(key, value)| is_lifted(key.get_ref(), value.get_ref()));
    let keys: Vec<String> = keys.map(|(key, _)| key.get_ref().to_string()).collect();
    keys.iter().filter_map(|key| section.remove_entry(key.as_str())).collect()
}

/// Whether a value of `[variants]` may be the name of a variant, and its key a code that is a text.
fn may_be_variant(value: &DeValue<'_>) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn misplaced(reader: &ValueReader<'_>, toml: &str, key: &str, span: Range<usize>, line: &str) -> Finding {
    let starts = toml.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let mut sections = starts.filter(|(_, line)| line.trim_start().starts_with('['));
    let first = sections.next().map_or(0, |(at, _)| at);
    let below =
        toml[..span.start].rmatch_indices('\n').map(|(at, _)| toml[at + 1..].lines().next().unwrap_or_default());
    let section = below.map(str::trim).find(|line| line.starts_with('[')).unwrap_or("a section");
    let number = reader.source.line(reader.base + first);
    reader
        .error(Rule::UnknownKey, span, format!("`{key}` is a key of the whole table, and stands below `{section}`"))
        .help(format!("put it above the first section, in line {number}:\n\n{line}"))
}

/// The lines without the `>` of a block quotation in front, each of them a blank instead, so that places stay right.
fn without_quotation(text: &str) -> String {
    let mut at_start = false;
    text.chars()
        .map(|c| match c {
            '\n' => {
                at_start = true;
                c
            }
            '>' if at_start => ' ',
            ' ' | '\t' => c,
            _ => {
                at_start = false;
                c
            }
        })
        .collect()
}
