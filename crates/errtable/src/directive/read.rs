//! The TOML inside a directive: each key is read as its record says.

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use super::key::read_fields;
use super::kind::ValueReader;
use super::options::Options;
use super::scope::Standing;
use crate::finding::{Finding, Findings, Rule};
use crate::text::limits::{self, SYNTAX_ERRORS};
use crate::text::{Source, without_quotation};

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
    let mut reader = ValueReader { source, standing, base: span.start, unknown: 0, findings };
    for error in errors.iter().take(SYNTAX_ERRORS) {
        let at = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", "));
        let finding = reader.error(Rule::DirectiveSyntax, at, message);
        reader.findings.push(finding.help("a directive holds `key = value` lines: enum = \"ErrorCode\""));
    }
    read_fields(&mut reader, Options::FIELDS, table.get_ref())
}
