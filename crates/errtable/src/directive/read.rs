//! The TOML inside a directive: each key is read as its record says.

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use super::key::{Field, Misplaced, Standing};
use super::kind::{Kind, Reader, TomlValue, in_order, list};
use super::options::{ColumnOptions, DirectiveId, NamedColumn, Options};
use super::value::{Spanned, ValueType};
use crate::finding::{Finding, Findings, Rule};
use crate::text::limits::{self, SUGGESTIONS, SYNTAX_ERRORS};
use crate::text::{Source, nearest};

/// Tables of TOML, one for each column.
pub(super) const COLUMNS: Kind<Vec<Arc<NamedColumn>>> = Kind { shown: ValueType::Columns, read: columns };

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
    let (table, errors) = DeTable::parse_recoverable(&toml);
    let mut reader = Reader { source, standing, base: span.start, unknown: 0, findings };
    for error in errors.iter().take(SYNTAX_ERRORS) {
        let at = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", "));
        let finding = reader.error(Rule::DirectiveSyntax, at, message);
        reader.findings.push(finding.help("a directive holds `key = value` lines: enum = \"ErrorCode\""));
    }
    fields(&mut reader, Options::FIELDS, table.get_ref())
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

/// Reads a table of TOML whose keys are those of some fields.
fn fields<O: Default>(reader: &mut Reader<'_>, fields: &[Field<O>], table: &DeTable<'_>) -> O {
    let mut options = O::default();
    for (key, value) in in_order(table) {
        match fields.iter().find(|field| field.key.name == key.value) {
            None => {
                let part = reader.standing.part;
                let known = fields.iter().map(|field| &field.key).filter(|key| key.scope.includes(part));
                unknown(reader, key, known.map(|key| key.name));
            }
            Some(field) => match field.key.scope.misplaced(reader.standing) {
                Some(why) => misplaced(reader, key, why),
                None => (field.read)(&mut options, reader, value),
            },
        }
    }
    options
}

fn columns(reader: &mut Reader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Arc<NamedColumn>> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let directive = DirectiveId(reader.base);
    let mut columns = Vec::new();
    for (key, value) in in_order(table) {
        let Some(table) = reader.table(key.value, value) else { continue };
        let options = fields(reader, ColumnOptions::FIELDS, table);
        let name = reader.spanned(key.value.to_owned(), key.span);
        columns.push(Arc::new(NamedColumn { directive, name, options }));
    }
    columns
}

fn misplaced(reader: &mut Reader<'_>, key: Spanned<&str>, why: Misplaced) {
    let (rule, why, help) = match why {
        Misplaced::Joined => (
            Rule::UnknownKey,
            "means nothing here: a file that is joined adds columns alone",
            "take it out, or say it in the spec that joins this file",
        ),
        Misplaced::Default(why) => (Rule::InvalidValue, why, "move it into the directive right above that table"),
    };
    let finding = reader.error(rule, key.span, format!("`{}` {why}", key.value));
    reader.findings.push(finding.help(help));
}

fn unknown<'k>(reader: &mut Reader<'_>, key: Spanned<&str>, known: impl Iterator<Item = &'k str> + Clone) {
    let finding = reader.error(Rule::UnknownKey, key.span, format!("there is no key `{}`", key.value));
    reader.unknown += 1;
    // To look for the nearest word takes long where keys are many.
    let candidates = known.clone().filter(|_| reader.unknown <= SUGGESTIONS);
    let help = match nearest(key.value, candidates) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the keys are {}", list(known)),
    };
    reader.findings.push(finding.help(help));
}
