//! What is allowed and probably not meant. Each is a question that a person may answer with `allow` in a directive, so a
//! table without a fault should raise none of them.

mod codes;
mod lists;
mod names;
mod spaces;
mod texts;

use std::collections::HashSet;

use crate::catalog::{Catalog, Entry, Enum, Role};
use crate::check::JoinedTable;
use crate::directive::TableOf;
use crate::finding::{Finding, Findings, Fix, Place, Rule, Setting, Settings};
use crate::markdown::Cell;
use crate::resolve::Spec;

/// Asks about the rows of a catalogue.
pub(crate) fn ask(spec: &Spec, catalog: &Catalog, joined: &[JoinedTable], findings: &mut Findings) {
    let ranges = spaces::ranges(spec, catalog);
    let misnumbered = findings.iter().filter(|finding| finding.rule == Rule::OutsideReserved);
    let misnumbered = misnumbered.map(|finding| start(&finding.place)).collect();
    let mut owners = spaces::Owners::default();
    for enumeration in catalog.enums() {
        let mut suspect = Suspect { spec, enumeration, joined, misnumbered: &misnumbered, findings };
        suspect.odd_codes();
        suspect.shared_codes(&mut owners);
        suspect.mixed_codes();
        suspect.outside_ranges(&ranges);
        suspect.lone_dash();
        suspect.misspelt_values();
        suspect.several_values();
        suspect.look_alikes();
        suspect.look_alike_codes();
        suspect.full_width();
        if enumeration.entries.len() <= texts::LONGEST_TABLE {
            suspect.near_identical();
            suspect.misplaced();
        }
    }
}

/// The file of a place, and where it begins there.
fn start(place: &Place) -> (String, usize) {
    (place.source().path().to_owned(), place.span().start)
}

/// The questions about one enum.
struct Suspect<'a, 'f> {
    spec: &'a Spec,
    enumeration: &'a Enum,
    /// Where the columns stand that other files add.
    joined: &'a [JoinedTable],
    /// Where codes stand that are not among the numbers reserved for their rows.
    misnumbered: &'f HashSet<(String, usize)>,
    findings: &'f mut Findings,
}

impl<'a> Suspect<'a, '_> {
    /// The table of an entry, which may be one of another file, and the cell that it has there in a column.
    fn cell_of(&self, entry: &Entry, column: usize) -> Option<(TableOf<'a>, &'a Cell)> {
        let (of, row) = self.spec.row_of(*entry.rows.first()?);
        let index = match entry.from {
            None => Some(column),
            Some(_) => {
                let of_enum = self.joined.iter().filter(|table| table.enumeration == self.enumeration.name);
                let mut tables = of_enum.filter(|table| *table.header.source() == **of.source);
                let table = tables.find(|table| table.rows.contains_key(entry.code()))?;
                table.shared.iter().position(|shared| *shared == Some(column))
            }
        };
        Some((of, row.cells.get(index?)?))
    }

    /// Where another file says what an entry has in a column that it adds.
    fn beside(&self, entry: &Entry, column: usize) -> Option<Place> {
        let of_enum = self.joined.iter().filter(|table| table.enumeration == self.enumeration.name);
        let table = of_enum.into_iter().find(|table| table.columns.contains(&column))?;
        entry.codes.iter().find_map(|code| table.rows.get(code)).cloned()
    }

    /// Where an entry has a cell.
    fn cell(&self, entry: &Entry, column: usize) -> Option<Place> {
        let (of, cell) = self.cell_of(entry, column)?;
        Some(Place::new(of.source, cell.span.clone()))
    }

    fn code_column(&self) -> usize {
        self.enumeration.column(Role::Code).unwrap_or_default()
    }

    /// Asks about a cell, unless the table is above that.
    fn ask(
        &mut self,
        rule: Rule,
        (entry, column): (&Entry, usize),
        message: String,
        more: impl FnOnce(Finding) -> Finding,
    ) {
        let Some(row) = entry.rows.first() else { return };
        let Some(place) = self.beside(entry, column).or_else(|| self.cell(entry, column)) else { return };
        self.ask_at(rule, self.spec.table_of(row.table()), place, message, more);
    }

    /// Asks about a place, unless this table is above that.
    fn ask_at(
        &mut self,
        rule: Rule,
        table: TableOf<'_>,
        place: Place,
        message: String,
        more: impl FnOnce(Finding) -> Finding,
    ) {
        // A number that is not one of those reserved for its row is told of as that.
        let is_about_number = matches!(rule, Rule::OddCode | Rule::OutsideRanges);
        if table.plan.options.allow.contains(&rule) || is_about_number && self.misnumbered.contains(&start(&place)) {
            return;
        }
        let mut finding = Finding::warning(rule, &self.spec.source, 0..0, message);
        finding.place = place;
        let finding = more(finding);
        let settings = Settings::new(table.site(), [Setting::also("allow", rule.as_str())]);
        self.findings.push(finding.fix(Fix::settings("if it is meant, say so", settings)));
    }
}
