//! Codes of one number space in two enums, of two number spaces in one, and outside the ranges that a file lists.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::Suspect;
use crate::catalog::{Catalog, Code, Entry, TableId};
use crate::finding::{Place, Rule};
use crate::markdown::Table;
use crate::reading::{Column, Reading, is_http};
use crate::resolve::Spec;

/// Numbers below this are counted from one in many places; a greater one is no coincidence.
const TELLING: u128 = 1000;

/// The entries of the enums up to here, by their codes.
#[derive(Default)]
pub(super) struct Owners<'a>(HashMap<i128, &'a Entry>);

impl<'a> Suspect<'a, '_> {
    /// One question for an enum that has codes of those above it.
    pub(super) fn shared_codes(&mut self, owners: &mut Owners<'a>) {
        let enumeration = self.enumeration;
        let mut asked = false;
        for (code, entry) in enumeration.entries.iter().filter_map(|entry| Some((integer(entry)?, entry))) {
            let Some(other) = owners.0.get(&code).copied() else { continue };
            let texts: HashSet<_> = other.cells.iter().filter_map(|cell| cell.as_text()).collect();
            let code_column = self.code_column();
            let others = entry.cells.iter().enumerate().filter(|(column, _)| *column != code_column);
            let says_same = others.filter_map(|(_, cell)| cell.as_text()).any(|text| texts.contains(text));
            if asked || says_same || code.unsigned_abs() < TELLING {
                continue;
            }
            asked = true;
            let (of, row) = self.spec.row_of(other.row());
            if of.plan.options.allow.contains(&Rule::SharedCode) {
                continue;
            }
            let first = row.cells.first().map(|cell| Place::new(of.source, cell.span.clone()));
            let message = format!("code {code} is one of another enum, too, and means something else there");
            self.ask(Rule::SharedCode, (entry, code_column), message, |finding| {
                let finding = finding.help("give one of them another code");
                match first {
                    Some(first) => finding.label_at(first, "the other"),
                    None => finding,
                }
            });
        }
        let own = enumeration.entries.iter().filter_map(|entry| Some((integer(entry)?, entry)));
        own.for_each(|(code, entry)| _ = owners.0.entry(code).or_insert(entry));
    }

    /// A table of statuses of HTTP beside one of other numbers.
    pub(super) fn mixed_codes(&mut self) {
        let enumeration = self.enumeration;
        let tables: Vec<&Table> = enumeration.tables.iter().map(|&id| self.spec.document.table(id)).collect();
        let says_http: HashSet<TableId> =
            tables.iter().filter(|table| is_about_http(table)).map(|table| table.id).collect();
        if says_http.is_empty() || says_http.len() == tables.len() {
            return;
        }
        let is_in = |entry: &&Entry| says_http.contains(&entry.row().table());
        let is_status = |entry: &Entry| integer(entry).is_some_and(|code| (100..600).contains(&code));
        let (of_http, own): (Vec<&Entry>, Vec<&Entry>) = enumeration.entries.iter().partition(is_in);
        let Some(first) = of_http.first().filter(|_| of_http.iter().all(|entry| is_status(entry))) else { return };
        let Some(other) = own.first().filter(|_| !own.iter().any(|entry| is_status(entry))) else { return };
        let message = format!("statuses of HTTP are in one enum with other codes, such as {}", other.code());
        let help =
            "give them an enum of their own: enum = \"...\" in a directive above their table, or leave the table out";
        let of = self.spec.table_of(first.row().table());
        let place = Place::new(of.source, of.table.header.span.clone());
        self.ask_at(Rule::MixedCodes, of, place, message, |finding| finding.help(help));
    }

    /// The first code that lies in no range, where most lie in one.
    pub(super) fn outside_ranges(&mut self, ranges: &[RangeInclusive<i128>]) {
        let enumeration = self.enumeration;
        let is_inside =
            |entry: &&Entry| integer(entry).is_some_and(|code| ranges.iter().any(|range| range.contains(&code)));
        let inside = enumeration.entries.iter().filter(is_inside).count();
        if ranges.is_empty() || inside == 0 || inside * 2 < enumeration.entries.len() {
            return;
        }
        let Some(outside) = enumeration.entries.iter().find(|entry| !is_inside(entry)) else { return };
        let message = format!("code {} lies in none of the ranges that this file lists", outside.code());
        let help = "look again: the code or a range is not right";
        self.ask(Rule::OutsideRanges, (outside, self.code_column()), message, |finding| finding.help(help));
    }
}

fn integer(entry: &Entry) -> Option<i128> {
    match entry.code() {
        Code::Integer(number) => Some(*number),
        Code::Text(_) => None,
    }
}

/// Whether the heading above a table, or its header, speaks of HTTP.
fn is_about_http(table: &Table) -> bool {
    let headers = table.header.cells.iter().map(|cell| cell.text.as_str());
    table.headings.last().map(String::as_str).into_iter().chain(headers.take(1)).any(is_http)
}

/// As many ranges are looked through for each code.
const RANGES: usize = 100;

/// The ranges that tables without codes list: two at the least, and nothing else in their column.
pub(super) fn ranges(spec: &Spec, catalog: &Catalog) -> Vec<RangeInclusive<i128>> {
    let compiled: HashSet<TableId> = catalog.enums().iter().flat_map(|of| &of.tables).copied().collect();
    let others = spec.document.tables.iter().filter(|table| !compiled.contains(&table.id));
    let listed = others.filter(|table| (2..=RANGES).contains(&table.rows.len()) && spec.plan(table.id).skip.is_none());
    let of_table = |table: &Table| {
        let columns = Column::all(table);
        let column = columns.iter().find(|column| column.holds_ranges())?;
        let range = |reading: &Reading| match reading {
            Reading::Range(first, last) => Some(first.value..=last.value),
            _ => None,
        };
        Some(column.codes().iter().filter_map(|code| range(&code.reading)).collect::<Vec<_>>())
    };
    listed.filter_map(of_table).flatten().take(RANGES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;
    use crate::text::Source;

    fn rules(spec: &str) -> Vec<Rule> {
        let findings = compile(Source::new("x.md", spec)).findings;
        findings.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn small_numbers_are_no_coincidence() {
        let spec = "## Cart errors\n\n| Error code | Name |\n|---|---|\n| 7 | no cart |\n\n\
                    ## Barrow errors\n\n| Error code | Name | Hint |\n|---|---|---|\n| 7 | no wheel | x |\n";
        assert_eq!(rules(spec), []);
        assert_eq!(rules(&spec.replace("| 7 |", "| 7000 |")), [Rule::SharedCode]);
        assert_eq!(rules(&spec.replace("| 7 |", "| 7000 |").replace("no wheel", "no cart")), []);
    }

    #[test]
    fn statuses_beside_statuses_are_meant() {
        let spec = "## HTTP errors\n\n| Code | Meaning |\n|---|---|\n| 404 | no cart |\n\n\
                    ## Our errors\n\n| Code | Meaning |\n|---|---|\n| 10001 | no wheel |\n";
        assert_eq!(rules(spec), [Rule::MixedCodes]);
        assert_eq!(rules(&spec.replace("10001", "503")), []);
        assert_eq!(rules(&spec.replace("404", "4040")), []);
    }
}
