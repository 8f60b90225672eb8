//! What is allowed and probably not meant. Each is a question that a person may answer with `allow` in a directive, so a
//! table without a fault should raise none of them.

mod codes;
mod names;
mod texts;

use std::ops::Range;

use crate::catalog::{Catalog, Entry, Enum, Role};
use crate::directive::Plan;
use crate::finding::{Finding, Findings, Fix, Rule, Setting, Settings};
use crate::markdown::Row;
use crate::resolve::Spec;

/// Asks about the rows of a catalogue.
pub(crate) fn ask(spec: &Spec, catalog: &Catalog, findings: &mut Findings) {
    for enumeration in catalog.enums() {
        let mut suspect = Suspect { spec, enumeration, findings };
        suspect.odd_codes();
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
struct Suspect<'a> {
    spec: &'a Spec,
    enumeration: &'a Enum,
    findings: &'a mut Findings,
}

impl<'a> Suspect<'a> {
    /// The row that an entry is made of, with the plan of its table.
    fn row(&self, entry: &Entry) -> Option<(&'a Row, &'a Plan)> {
        let row = *entry.rows.first()?;
        Some((self.spec.document.row(row), self.spec.plan(row.table())))
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
        let Some(cell) = row.cells.get(column).filter(|_| !plan.options.allow.contains(&rule)) else { return };
        let finding = more(Finding::warning(rule, &self.spec.source, cell.span.clone(), message));
        let Spec { source, document, .. } = self.spec;
        let site = plan.site(source, document.table(row.id.table()));
        let settings = Settings::new(site, [Setting::also("allow", rule.as_str())]);
        self.findings.push(finding.fix(Fix::settings("if it is meant, say so", settings)));
    }
}
