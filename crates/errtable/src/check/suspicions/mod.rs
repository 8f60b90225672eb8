//! What is allowed and probably not meant. Each is a question that a person may answer with `allow` in a directive, so a
//! table without a fault should raise none of them.

mod codes;
mod lists;
mod names;
mod spaces;
mod texts;

use std::ops::Range;

use crate::catalog::{Catalog, Entry, Enum, Role};
use crate::check::JoinedTable;
use crate::directive::Plan;
use crate::finding::{Finding, Findings, Fix, Place, Rule, Setting, Settings};
use crate::markdown::Row;
use crate::resolve::Spec;
use crate::text::TableId;

/// Asks about the rows of a catalogue.
pub(crate) fn ask(spec: &Spec, catalog: &Catalog, joined: &[JoinedTable], findings: &mut Findings) {
    let ranges = spaces::ranges(spec, catalog);
    let mut owners = spaces::Owners::default();
    for enumeration in catalog.enums() {
        let mut suspect = Suspect { spec, enumeration, joined, findings };
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

/// The questions about one enum.
struct Suspect<'a, 'f> {
    spec: &'a Spec,
    enumeration: &'a Enum,
    /// Where the columns stand that other files add.
    joined: &'a [JoinedTable],
    findings: &'f mut Findings,
}

impl<'a> Suspect<'a, '_> {
    /// The row that an entry is made of, with the plan of its table.
    fn row(&self, entry: &Entry) -> Option<(&'a Row, &'a Plan)> {
        let row = *entry.rows.first()?;
        Some((self.spec.document.row(row), self.spec.plan(row.table())))
    }

    /// Where another file says what an entry has in a column that it adds.
    fn beside(&self, entry: &Entry, column: usize) -> Option<Place> {
        let of_enum = self.joined.iter().filter(|table| table.enumeration == self.enumeration.name);
        let table = of_enum.into_iter().find(|table| table.columns.contains(&column))?;
        entry.codes.iter().find_map(|code| table.rows.get(code)).cloned()
    }

    fn cell(&self, entry: &Entry, column: usize) -> Option<Range<usize>> {
        Some(self.row(entry)?.0.cells.get(column)?.span.clone())
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
        let Some((row, plan)) = self.row(entry) else { return };
        let here = || Some(Place::new(&self.spec.source, row.cells.get(column)?.span.clone()));
        let Some(place) = self.beside(entry, column).or_else(here) else { return };
        self.ask_at(rule, row.id.table(), plan, place, message, more);
    }

    /// Asks about a place in a table with this plan.
    fn ask_at(
        &mut self,
        rule: Rule,
        table: TableId,
        plan: &Plan,
        place: Place,
        message: String,
        more: impl FnOnce(Finding) -> Finding,
    ) {
        if plan.options.allow.contains(&rule) {
            return;
        }
        let mut finding = Finding::warning(rule, &self.spec.source, 0..0, message);
        finding.place = place;
        let finding = more(finding);
        let Spec { source, document, .. } = self.spec;
        let site = plan.site(source, document.table(table));
        let settings = Settings::new(site, [Setting::also("allow", rule.as_str())]);
        self.findings.push(finding.fix(Fix::settings("if it is meant, say so", settings)));
    }
}
