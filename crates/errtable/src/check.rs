//! Tables, directives and roles to a [`Catalog`]. Every fault becomes a finding; what is left is right.

mod accessors;
mod categories;
mod codes;
mod columns;
mod duplicates;
mod groups;
mod heirs;
mod join;
mod names;
mod rows;
mod strays;
mod suspicions;
mod tables;
mod types;

use std::collections::HashSet;
use std::sync::Arc;

use crate::catalog::{Catalog, Enum, Skipped, TableOverview, Verdict};
use crate::directive::Plan;
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::join::{JoinedTable, Joins};
use crate::lock::{Lock, LockedEnum};
use crate::markdown::{Document, Row, Table};
use crate::source::Source;

use self::suspicions::suspect;

/// What a spec holds.
pub(crate) struct Checked {
    /// The good rows.
    pub(crate) catalog: Catalog,
    /// What became of each table of the file.
    pub(crate) tables: Vec<TableOverview>,
    pub(crate) joined: Vec<JoinedTable>,
}

/// Checks a document: the catalogue of the good rows, a finding for each of the others, and what became of the tables.
pub(crate) fn check(
    source: &Arc<Source>,
    document: &Document,
    plans: &[Plan],
    joins: &Joins,
    lock: Option<&Lock>,
    findings: &mut Findings,
) -> Checked {
    let mut catalog = Catalog { source: source.path().to_owned(), ..Catalog::default() };
    for (table, _) in document.tables.iter().zip(plans).filter(|(_, plan)| plan.skip.is_some()) {
        let skipped = |row: &Row| Skipped { line: row.line, reason: "errtable skip".to_owned() };
        catalog.skipped.extend(table.rows.iter().map(skipped));
    }
    let mut verdicts = vec![Verdict::Other; document.tables.len()];
    let chosen = tables::select(source, document, plans, lock, &mut verdicts, findings);
    let mut released = HashSet::new();
    let mut codes = 0;
    let mut joining = join::Joining::new(source, joins, lock);
    for group in groups::group(source, chosen, lock, findings) {
        released.extend(group.locked.into_iter().flat_map(LockedEnum::category_names));
        let mut check = Check { source, findings, skipped: &mut catalog.skipped, codes: &mut codes };
        let enumeration = check.enumeration(&group);
        catalog.enums.extend(enumeration.map(|enumeration| joining.join(enumeration, &group, findings)));
        for chosen in &group.tables {
            verdicts[chosen.number] = Verdict::Compiled { name: group.name.clone() };
        }
    }
    types::settle(source, &mut catalog.enums, &released, findings);
    catalog.skipped.sort_by_key(|skipped| skipped.line);
    suspect(source, document, plans, &catalog, findings);
    Checked { catalog, tables: overview(document, verdicts), joined: joining.tables }
}

fn overview(document: &Document, verdicts: Vec<Verdict>) -> Vec<TableOverview> {
    let tables = document.tables.iter().zip(verdicts);
    let view = |(table, verdict): (&Table, Verdict)| TableOverview {
        line: table.header.line,
        heading: table.headings.last().cloned(),
        headers: table.header.cells.iter().map(|cell| cell.text.clone()).collect(),
        rows: table.rows.iter().map(|row| row.line).collect(),
        verdict,
    };
    tables.map(view).collect()
}

/// The check of one group of tables.
struct Check<'a> {
    source: &'a Arc<Source>,
    findings: &'a mut Findings,
    skipped: &'a mut Vec<Skipped>,
    /// How many codes the groups up to here have.
    codes: &'a mut usize,
}

impl Check<'_> {
    fn enumeration(&mut self, group: &groups::Group<'_>) -> Option<Enum> {
        let errors = self.findings.count(Severity::Error);
        let rows = self.rows(group);
        let codes = self.codes(group, rows);
        let columns = self.columns(group, &codes.drafts, Vec::new());
        let (drafts, aliases) = self.variants(group, &codes, &columns);
        let entries = columns::entries(drafts, &columns);
        if entries.is_empty() && self.findings.count(Severity::Error) == errors {
            self.findings.push(self.no_entries(group));
        }
        (!entries.is_empty()).then(|| Enum {
            name: group.name.clone(),
            code_type: codes.code_type,
            hex_digits: codes.hex_digits,
            columns,
            entries,
            aliases,
            ranges: codes.ranges,
        })
    }

    /// Rows that are all ranges, or all left out, make no enum: a type without a value would be of no use.
    fn no_entries(&self, group: &groups::Group<'_>) -> Finding {
        let header = group.first().table.header.span.clone();
        Finding::error(Rule::NoRows, self.source, header, "no row of this table has a code of its own")
            .help("add a row with a code, or leave the table out:\n\n<!-- errtable skip -->")
    }
}
