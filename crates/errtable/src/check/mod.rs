//! What is wrong or odd with what was resolved, across tables and enums; and the columns that other files add.

mod add;
mod asked;
mod join;
mod joining;
mod kept;
mod reserved;
mod shared;
mod strays;
mod suspicions;
mod types;

use std::collections::{HashMap, HashSet};

use crate::catalog::{Catalog, Code, RowId, TableOverview, Verdict};
use crate::finding::{Finding, Findings, Fix, Rule, Setting, Settings};
use crate::lock::ReleasedEnum;
use crate::markdown::{Document, Table};
use crate::reading::{CodeCell, Column};
use crate::resolve::{Resolved, Selection, Spec, Tables, column_value};

pub(crate) use self::join::JoinedTable;

/// What a spec holds.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The good rows.
    pub(crate) catalog: Catalog,
    /// What became of each table of the file.
    pub(crate) tables: Vec<TableOverview>,
    /// Where the columns stand that other files add.
    pub(crate) joined: Vec<JoinedTable>,
    /// The rows of the tables with error codes that no entry is made of, each with the codes that it may have.
    pub(crate) set_aside: HashMap<RowId, Vec<Code>>,
}

/// Checks what the tables of a spec make: the catalogue of the good rows, a finding for what is wrong with the others.
pub(crate) fn check(spec: &Spec, resolved: Resolved<'_>, findings: &mut Findings) -> Checked {
    let Resolved { selection, enums, verdicts, skipped } = resolved;
    told(&spec.tables(), &selection, &verdicts, findings);
    let others = spec.document.tables.iter().zip(&verdicts).filter(|(_, verdict)| **verdict == Verdict::Other);
    let mut catalog = Catalog {
        source: spec.source.path().to_owned(),
        enums: Vec::new(),
        skipped,
        other_tables: others.map(|(table, _)| table.header.line).collect(),
    };
    let mut released: HashSet<&str> = HashSet::new();
    let mut joining = joining::Joining::new(spec);
    for (group, enumeration) in enums {
        released.extend(group.locked.into_iter().flat_map(ReleasedEnum::category_names));
        catalog.enums.extend(enumeration.map(|enumeration| {
            let mut enumeration = joining.join(enumeration, &group, findings);
            kept::keep(spec, &group, &mut enumeration, findings);
            asked::code_type(spec, &mut enumeration, &joining.tables, findings);
            reserved::check(spec, &group, &enumeration, &joining.tables, findings);
            enumeration
        }));
    }
    types::check(&spec.source, &mut catalog.enums, &released, findings);
    asked::types(spec, &mut catalog.enums, findings);
    catalog.skipped.sort_by_key(|skipped| skipped.row);
    suspicions::ask(spec, &catalog, &joining.tables, findings);
    // Each row makes an entry where nothing is wrong.
    let set_aside = if findings.has_errors() { set_aside(&catalog, &selection) } else { HashMap::new() };
    Checked { catalog, tables: overview(&spec.document, verdicts), joined: joining.tables, set_aside }
}

/// Tells of what looks like a table or a row and is none, and of a file without a table of error codes.
fn told(tables: &Tables<'_>, selection: &Selection<'_>, verdicts: &[Verdict], findings: &mut Findings) {
    strays::tell(tables, selection, verdicts, findings);
    if selection.chosen.is_empty() && !findings.has_errors() {
        findings.push(no_table(tables));
    }
}

/// The rows that no entry is made of. Their cells may have changed places, so that each may hold the code.
fn set_aside(catalog: &Catalog, selection: &Selection<'_>) -> HashMap<RowId, Vec<Code>> {
    let read = catalog.rows();
    let mut set_aside = HashMap::new();
    for chosen in &selection.chosen {
        for (row, code) in chosen.rows().filter(|(row, _)| !read.contains(&row.id)) {
            let others = row.cells.iter().enumerate().filter(|(column, _)| *column != chosen.roles.code);
            let others = others.flat_map(|(_, cell)| CodeCell::read(cell).possible());
            set_aside.insert(row.id, code.possible().into_iter().chain(others).collect());
        }
    }
    set_aside
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

fn no_table(Tables { source, document, plans }: &Tables<'_>) -> Finding {
    let finding = |message| Finding::error(Rule::NoTable, source, 0..0, message);
    if source.text().trim().is_empty() {
        return finding("the file is empty")
            .help("write a table:\n\n| Error code | Name | Description |\n| --- | --- | --- |\n| 1001 | not found | There is no such thing |");
    }
    let tables: Vec<_> = document.tables.iter().zip(*plans).filter(|(_, plan)| plan.skip.is_none()).collect();
    if tables.is_empty() && !document.tables.is_empty() {
        return finding("a directive leaves every table of the file out")
            .help("take `errtable skip` away from the table that holds error codes");
    }
    if tables.is_empty() {
        return finding("the file has no table")
            .help("an error table begins like this:\n\n| Error code | Name | Description |\n| --- | --- | --- |");
    };
    let mut finding = finding("no table in this file has a column of codes");
    for (table, plan) in tables.into_iter().take(3) {
        finding = finding.label(table.header.span.clone(), "no header here says so");
        let columns = Column::all(table);
        let codes = columns.iter().enumerate().filter(|(_, column)| column.looks_like_codes());
        for (index, column) in codes {
            let settings = Settings::new(plan.site(source, table), [Setting::new("code", column_value(table, index))]);
            let title = format!("if the codes are in `{}`, say so", column.header);
            finding = finding.fix(Fix::settings(title, settings));
        }
    }
    match finding.fixes.is_empty() {
        true => {
            finding.help("an error table begins like this:\n\n| Error code | Name | Description |\n| --- | --- | --- |")
        }
        false => finding,
    }
}
