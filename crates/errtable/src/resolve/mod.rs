//! Tables, directives and the lock to enums: which tables hold error codes, what their columns mean, which code each row
//! has, which tables make one enum, and what all of it is called. A row that cannot be resolved is set aside with a finding.

mod accessors;
mod camel_case;
mod categories;
mod codes;
mod column_options;
mod columns;
mod duplicates;
mod groups;
mod lineage;
mod names;
mod no_code;
mod phrase;
mod rows;
mod sets;
mod slips;
mod spec;
mod tables;

use std::sync::Arc;

use crate::catalog::{Enum, Skipped, TypeOptions, Verdict};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::markdown::Row;
use crate::text::Source;

pub(crate) use self::categories::{ValueKeys, value_key, value_keys};
pub(crate) use self::codes::{Codes, Draft, skipping};
pub(crate) use self::column_options::options;
pub(crate) use self::columns::{Columns, entries, held, marks, methods, value};
pub(crate) use self::groups::Group;
pub(crate) use self::rows::TableRow;
pub(crate) use self::sets::{proposed, set_keys};
pub(crate) use self::slips::tabbed_row;
pub(crate) use self::spec::parse_again;
pub use self::spec::{MissingLock, Spec, parse};
pub(crate) use self::tables::{Chosen, Selection, Tables, column_called, column_value, count, folded, folded_header};

/// What the tables of a spec make.
#[derive(Debug)]
pub(crate) struct Resolved<'s> {
    /// The tables that hold error codes.
    pub(crate) selection: Selection<'s>,
    /// Those of each enum, with what they make; `None` where no row is left.
    pub(crate) enums: Vec<(Group<'s>, Option<Enum>)>,
    /// What has become of each table of the file.
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) skipped: Vec<Skipped>,
}

/// Resolves the tables of a spec.
pub(crate) fn resolve<'s>(spec: &'s Spec, findings: &mut Findings) -> Resolved<'s> {
    let tables = spec.tables();
    let mut skipped = Vec::new();
    for (table, _) in tables.document.tables.iter().zip(tables.plans).filter(|(_, plan)| plan.skip.is_some()) {
        let row = |row: &Row| Skipped { row: row.id, reason: "errtable skip".to_owned() };
        skipped.extend(table.rows.iter().map(row));
    }
    let lock = spec.lock.as_deref();
    let mut verdicts = vec![Verdict::Other; tables.document.tables.len()];
    let selection = tables.select(lock, &mut verdicts, findings);
    let (mut codes, mut values) = (0, 0);
    let mut enums = Vec::new();
    for group in groups::group(&spec.source, selection.chosen.clone(), lock, findings) {
        let mut resolve =
            Resolve { source: &spec.source, findings, skipped: &mut skipped, codes: &mut codes, values: &mut values };
        let enumeration = resolve.enumeration(&group);
        for chosen in &group.tables {
            verdicts[chosen.table.id.index()] = Verdict::Compiled { name: group.name.clone() };
        }
        enums.push((group, enumeration));
    }
    Resolved { selection, enums, verdicts, skipped }
}

/// The resolution of one group of tables.
pub(crate) struct Resolve<'a> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) findings: &'a mut Findings,
    pub(crate) skipped: &'a mut Vec<Skipped>,
    /// How many codes the groups up to here have.
    pub(crate) codes: &'a mut usize,
    /// How many values the sets of the groups up to here hold together.
    pub(crate) values: &'a mut usize,
}

impl Resolve<'_> {
    fn enumeration(&mut self, group: &Group<'_>) -> Option<Enum> {
        let errors = self.findings.count(Severity::Error);
        let rows = self.rows(group);
        let codes = self.codes(group, rows);
        let columns = self.columns(group, &codes.drafts, Vec::new());
        let (drafts, aliases) = self.variants(group, &codes, &columns);
        let entries = entries(drafts, &columns);
        if entries.is_empty() && self.findings.count(Severity::Error) == errors {
            self.findings.push(self.no_entries(group));
        }
        (!entries.is_empty()).then(|| Enum {
            name: group.name.clone(),
            tables: group.tables.iter().map(|chosen| chosen.table.id).collect(),
            code_type: codes.code_type,
            hex_digits: codes.hex_digits,
            columns: columns.columns,
            entries,
            aliases,
            ranges: codes.ranges,
            options: TypeOptions::default(),
        })
    }

    /// Rows that are all ranges, or all left out, make no enum: a type without a value would be of no use.
    pub(crate) fn no_entries(&self, group: &Group<'_>) -> Finding {
        let header = group.first().table.header.span.clone();
        let finding = Finding::error(Rule::NoRows, self.source, header, "no row of this table has a code of its own");
        group.first().or_left_out(finding, "leave the table out").help("add a row with a code")
    }
}
