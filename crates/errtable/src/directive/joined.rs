//! The files that a spec joins: tables that add columns to the codes of its own, and codes where they say so.

use std::collections::HashMap;
use std::sync::Arc;

use super::{FileRole, Plan, Spanned, read};
use crate::finding::{DirectiveSite, Finding, Findings, Rule};
use crate::markdown::{self, Document, Row, Table};
use crate::text::{Files, RowId, Source, TableId, printable};

/// The files that the directives of a spec join.
#[derive(Debug, Default)]
pub(crate) struct Joins {
    /// As the directives first name them, those included that cannot be read.
    pub(crate) names: Vec<Spanned<String>>,
    files: HashMap<String, Arc<JoinedFile>>,
}

/// A file that is joined.
#[derive(Debug)]
pub(crate) struct JoinedFile {
    pub(crate) source: Arc<Source>,
    pub(crate) document: Document,
    pub(crate) plans: Vec<Plan>,
    /// The number of its first table, where those of the spec and of all files that it joins are counted.
    pub(crate) first: usize,
    /// Whether nothing was found when it was read.
    is_faultless: bool,
}

impl JoinedFile {
    /// A table, by the number that it has among all.
    fn table(&self, id: TableId) -> Option<(&Table, &Plan)> {
        let index = id.index().checked_sub(self.first)?;
        Some((self.document.tables.get(index)?, &self.plans[index]))
    }
}

/// A table of a spec, or of a file that it joins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableOf<'s> {
    pub(crate) source: &'s Arc<Source>,
    pub(crate) table: &'s Table,
    pub(crate) plan: &'s Plan,
}

impl TableOf<'_> {
    /// Where its directive stands, or would stand.
    pub(crate) fn site(&self) -> DirectiveSite {
        self.plan.site(self.source, self.table)
    }
}

impl Joins {
    /// The file of a name, if it can be read.
    pub(crate) fn file(&self, name: &str) -> Option<&JoinedFile> {
        self.files.get(name).map(|file| &**file)
    }

    /// A table of one of them, by the number that it has among all.
    pub(crate) fn table(&self, id: TableId) -> Option<TableOf<'_>> {
        self.files().find_map(|file| {
            let (table, plan) = file.table(id)?;
            Some(TableOf { source: &file.source, table, plan })
        })
    }

    /// The rows of the tables that add codes, each with the id that it has among all.
    pub(crate) fn added_rows(&self) -> impl Iterator<Item = (RowId, &Row)> {
        let tables =
            self.files().flat_map(|file| file.document.tables.iter().zip(&file.plans).map(move |of| (file, of)));
        let adding = tables.filter(|(_, (_, plan))| plan.options.adds == Some(true));
        adding.flat_map(|(file, (table, _))| table.rows.iter().map(|row| (row.id.counted_from(file.first), row)))
    }

    /// Those that can be read, in the order in which they are named.
    pub(crate) fn files(&self) -> impl Iterator<Item = &JoinedFile> {
        self.names.iter().filter_map(|name| self.file(&name.value))
    }

    /// Whether a finding is about a file that is joined, or about one that is not there.
    pub(crate) fn concern(&self, finding: &Finding) -> bool {
        let path = finding.place.source().path();
        finding.rule == Rule::MissingJoin || self.files.values().any(|file| file.source.path() == path)
    }
}

/// Reads the files that the directives of a spec join; each that cannot be read is a finding.
pub(crate) fn open_joined(
    spec: &Arc<Source>,
    plans: &[Plan],
    files: Option<Files<'_>>,
    earlier: Option<&Joins>,
    findings: &mut Findings,
) -> Joins {
    let mut joins = Joins::default();
    let mut first = plans.len();
    for name in plans.iter().flat_map(|plan| &plan.options.join) {
        if joins.names.iter().any(|known| known.value == name.value) {
            continue;
        }
        joins.names.push(name.clone());
        match files.map(|files| files(&name.value)) {
            Some(Ok(source)) => {
                if source.text() == spec.text() {
                    let finding = missing(spec, name, "it is this very file");
                    findings.push(finding.help("name another file, or take `join` out"));
                    continue;
                }
                let known = earlier.and_then(|joins| joins.files.get(&name.value));
                let is_same =
                    |file: &&Arc<JoinedFile>| file.first == first && file.is_faultless && *file.source == source;
                if let Some(known) = known.filter(is_same) {
                    first += known.plans.len();
                    joins.files.insert(name.value.clone(), Arc::clone(known));
                    continue;
                }
                let (source, before) = (Arc::new(source), findings.len());
                let document = markdown::parse(&source, findings);
                let plans = read(&source, &document, FileRole::Joined, findings);
                let tables = plans.len();
                let is_faultless = findings.len() == before;
                let file = JoinedFile { source, document, plans, first, is_faultless };
                joins.files.insert(name.value.clone(), Arc::new(file));
                first += tables;
            }
            Some(Err(error)) => {
                let help = "correct the path, which is one from the folder of this file, or write a table there:\n\n\
                            | Error code | Advice |\n| --- | --- |";
                findings.push(missing(spec, name, &error.to_string()).help(help));
            }
            None => {
                let finding = missing(spec, name, "only the text of the spec itself is given");
                findings.push(finding.help("give the files that it names, too: errtable::compile_locked"));
            }
        }
    }
    joins
}

fn missing(spec: &Arc<Source>, name: &Spanned<String>, why: &str) -> Finding {
    let message = format!("`{}` cannot be joined: {why}", printable(&name.value));
    Finding::error(Rule::MissingJoin, spec, name.span.clone(), message)
}
