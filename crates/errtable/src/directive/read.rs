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
use crate::finding::{Finding, Findings, Fix, Rule};
use crate::text::limits;
use crate::text::{Source, is_slip, without_quotation};

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
    // A key with a slip is read as it was meant.
    let is_adds = |key: &str| key == "adds" || Options::field(key).is_none() && is_slip(key, "adds");
    let mut keys = table.get_ref().iter();
    let adds = keys.any(|(key, value)| is_adds(key.get_ref()) && value.get_ref().as_bool() == Some(true));
    let standing = Standing { adds, ..standing };
    let mut reader = ValueReader { source, standing, base: span.start, unknown: 0, findings };
    let help = "a directive holds `key = value` lines: enum = \"ErrorCode\"";
    reader.not_toml(Rule::DirectiveSyntax, &errors, help);
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
            "reserved" => lifted.extend(take(section_table, |value| !may_be_range(value))),
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
        let finding = misplaced(reader, toml, &name, key.span(), value.span().end);
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

/// Whether a value of `[reserved]` may be a range, and its key a heading or a value that is called as a key is.
fn may_be_range(value: &DeValue<'_>) -> bool {
    value.as_str().is_some_and(|text| text.trim_start().starts_with(|c: char| c == '-' || c.is_ascii_digit()))
}

fn misplaced(reader: &ValueReader<'_>, toml: &str, name: &str, key: Range<usize>, end: usize) -> Finding {
    let starts = toml.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let mut sections = starts.filter(|(_, line)| line.trim_start().starts_with('['));
    let first = sections.next().map_or(0, |(at, _)| at);
    let above = toml[..key.start].rmatch_indices('\n');
    let mut above = above.map(|(at, _)| toml[at + 1..].lines().next().unwrap_or_default().trim());
    let section = above.find(|line| line.starts_with('[')).unwrap_or("a section");
    let source = reader.source;
    let message = format!("`{name}` is a key of the whole table, and stands below `{section}`");
    let finding = reader.error(Rule::MisplacedKey, key.clone(), message);
    let lines = source.whole_lines(reader.base + key.start..reader.base + end);
    let title = "put it above the first section";
    // A table that stands in one line with others is for a person to part.
    if first == 0 || !toml[..key.start].ends_with('\n') {
        return finding.help(title);
    }
    let first = reader.base + first;
    let text = format!("{}{}", &source.text()[lines.clone()], &source.text()[first..lines.start]);
    finding.fix(Fix::edit(title, source, first..lines.end, text).preferred())
}
