//! What each error of a spec explains: the codes and texts that stand in the lines that it makes unreadable.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::Compiled;
use crate::catalog::RowId;
use crate::finding::{Finding, Rule, Severity, Topic};
use crate::markdown::{Document, stray_cells};
use crate::reading::possible_of;
use crate::text::Source;

/// So many lines with errors are looked through. Where more are wrong, what follows from them is the least worry, and to
/// keep the texts of all takes more memory than the spec.
const LINES: usize = 10_000;

/// Says of each error what it explains, and holds back what follows from it.
pub(super) fn hold_back(compiled: &mut Compiled) {
    let mut findings = std::mem::take(&mut compiled.findings);
    if findings.len() > 1 {
        let mut causes = Causes { compiled, spec: compiled.lines(), told: HashSet::new() };
        findings = findings.into_iter().map(|finding| causes.explain(finding)).collect();
    }
    findings.hold_back();
    compiled.findings = findings;
}

/// The lines of the spec.
struct Lines<'a> {
    source: &'a Source,
    /// Those of which something is made, so that they are not lost.
    read: HashSet<usize>,
}

struct Causes<'a> {
    compiled: &'a Compiled,
    spec: Lines<'a>,
    /// The lines whose cells are told of already.
    told: HashSet<(&'a str, usize)>,
}

impl Compiled {
    fn lines(&self) -> Lines<'_> {
        let rows = self.catalog.rows().into_iter();
        let of_spec = rows.filter(|row| row.table().index() < self.spec.document.tables.len());
        let read = of_spec.map(RowId::line).collect();
        Lines { source: &self.spec.source, read }
    }
}

impl<'a> Causes<'a> {
    fn explain(&mut self, mut finding: Finding) -> Finding {
        let is_cause = finding.severity == Severity::Error && !finding.rule.is_break();
        let compiled = self.compiled;
        let path = finding.place.source().path();
        let joined = compiled.spec.joins.files().find(|file| file.source.path() == path);
        let is_ours = joined.is_some() || path == compiled.spec.source.path();
        if !is_cause || !is_ours {
            return finding;
        }
        let source: &'a Source = joined.map_or(self.spec.source, |file| &file.source);
        let others = finding.explains.iter().filter_map(|topic| topic.line_of(source)).collect::<Vec<_>>();
        let lines = covered(&finding, source).chain(others);
        // A file of which nothing is joined adds no column.
        let is_silent = || !compiled.joined.iter().any(|table| table.header.source().path() == source.path());
        if !finding.about.is_empty() {
            // What follows from another fault makes nothing else unknown but what its row says.
            let mut topics = Vec::new();
            lines.for_each(|line| cells(source, line, &mut topics));
            finding.explains.extend(topics.into_iter().filter_map(Topic::into_value));
            finding.explains.extend((joined.is_some() && is_silent()).then_some(Topic::JoinedColumns));
            return finding;
        }
        let mut topics = of_rule(finding.rule);
        if finding.rule == Rule::BrokenTable {
            topics.push(Topic::Tables(source.path().to_owned()));
        }
        if finding.rule == Rule::MergeConflict {
            topics.push(Topic::File(source.path().to_owned()));
        }
        let in_body = |line: usize| joined.is_some_and(|file| is_body(&file.document, line));
        if joined.is_some() && (!in_body(finding.place.line()) || is_silent()) {
            topics.push(Topic::JoinedColumns);
        }
        for line in lines.filter(|line| joined.is_some() || !self.spec.read.contains(line)) {
            if self.told.len() < LINES && self.told.insert((source.path(), line)) {
                cells(source, line, &mut topics);
            }
        }
        finding.explains.extend(topics);
        finding
    }
}

/// Whether a line is a row below the header of a table.
fn is_body(document: &Document, line: usize) -> bool {
    let above = document.tables.partition_point(|table| table.header.line <= line);
    let table = above.checked_sub(1).map(|index| &document.tables[index]);
    table.is_some_and(|table| table.rows.binary_search_by_key(&line, |row| row.line).is_ok())
}

/// What an error explains whatever stands in its lines.
fn of_rule(rule: Rule) -> Vec<Topic> {
    match rule {
        Rule::MissingJoin => vec![Topic::JoinedColumns],
        Rule::MergeConflict
        | Rule::DirectiveSyntax
        | Rule::UnknownDirective
        | Rule::UnknownKey
        | Rule::MisplacedKey
        | Rule::ValueType
        | Rule::UnknownValue
        | Rule::InvalidIdentifier
        | Rule::InvalidPath
        | Rule::UnknownColumn
        | Rule::UnusedDirective => vec![Topic::Settings, Topic::JoinedColumns, Topic::Enums],
        _ => vec![Topic::Enums],
    }
}

/// The lines that a finding covers; of a merge conflict all to the end, since its markers end the table.
fn covered(finding: &Finding, source: &Source) -> RangeInclusive<usize> {
    let end = match finding.rule {
        Rule::MergeConflict => source.text().len(),
        _ => finding.place.span().end,
    };
    finding.place.line()..=source.line(end)
}

/// The codes and the texts of a line; tabs part cells where a row was pasted from a spreadsheet.
fn cells(source: &Source, line: usize, topics: &mut Vec<Topic>) {
    for cell in stray_cells(source, &source.line_span(line)).iter().flat_map(|cell| cell.split('\t')) {
        topics.extend(possible_of(cell).into_iter().map(|code| Topic::Code(code.to_string())));
        topics.extend((!cell.trim().is_empty()).then(|| Topic::text(cell)));
    }
}
