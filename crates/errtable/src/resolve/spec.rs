//! A spec as it was read, with the files that it names.

use std::sync::Arc;

use super::tables::Tables;
use crate::directive::{self, FileRole, Joins, Plan, SpecConfig, TableOf};
use crate::finding::Findings;
use crate::lock::{self, Lock};
use crate::markdown::{self, Document, Row};
use crate::text::{Files, RowId, Source, TableId};

/// A spec, parsed.
#[derive(Debug)]
pub struct Spec {
    /// Its text.
    pub source: Arc<Source>,
    /// Its tables and comments.
    pub document: Document,
    /// What the directives say of each table.
    pub(crate) plans: Vec<Plan>,
    /// The lock that a directive names, as a path from the folder of the spec.
    pub lock_name: Option<String>,
    /// What was released, where that can be read.
    pub lock: Option<Arc<Lock>>,
    pub(crate) joins: Joins,
    /// What `errtable.toml` says of it.
    pub config: Option<Arc<SpecConfig>>,
}

/// What a lock that is not there comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingLock {
    /// A finding, where a directive names one.
    IsFound,
    /// An empty lock, named after the spec where no directive names one.
    IsBegun,
}

/// Parses a spec, and reads the files that it names.
pub fn parse(source: Arc<Source>, files: Option<Files<'_>>, missing: MissingLock, findings: &mut Findings) -> Spec {
    parse_again(source, files, missing, None, findings)
}

/// The same after a change: of an earlier state, the files are taken over that are as they were and had no fault.
pub(crate) fn parse_again(
    source: Arc<Source>,
    files: Option<Files<'_>>,
    missing: MissingLock,
    earlier: Option<&Spec>,
    findings: &mut Findings,
) -> Spec {
    let document = markdown::parse(&source, findings);
    let plans = directive::read(&source, &document, FileRole::Spec, findings);
    let named = directive::lock(&source, &plans, findings);
    let lock = match (files, named, missing) {
        (Some(files), named, MissingLock::IsBegun) => Some(Arc::new(lock::begin(&source, named, files, findings))),
        (Some(files), Some(name), MissingLock::IsFound) => {
            let known = earlier.filter(|spec| spec.source.path() == source.path()).and_then(|spec| spec.lock.as_ref());
            lock::open(&source, name, files, known, findings)
        }
        _ => None,
    };
    let lock_name = named.map(|name| name.value.clone());
    let joins = directive::open_joined(&source, &plans, files, earlier.map(|spec| &spec.joins), findings);
    let config = files.and_then(|files| directive::open_config(&source, files, findings));
    Spec { source, document, plans, lock_name, lock, joins, config }
}

impl Spec {
    /// What the directives say of a table.
    pub fn plan(&self, table: TableId) -> &Plan {
        &self.plans[table.index()]
    }

    /// A table of it, or of a file that adds codes.
    pub(crate) fn table_of(&self, id: TableId) -> TableOf<'_> {
        match self.document.tables.get(id.index()) {
            Some(table) => TableOf { source: &self.source, table, plan: self.plan(id) },
            None => self.joins.table(id).expect("a table is one of the spec or of a file that it joins"),
        }
    }

    /// A row of it, or of a file that adds codes, with its table.
    pub(crate) fn row_of(&self, id: RowId) -> (TableOf<'_>, &Row) {
        let of = self.table_of(id.table());
        (of, id.body_index().map_or(&of.table.header, |index| &of.table.rows[index]))
    }

    /// Its tables, with what the directives say of them.
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables { source: &self.source, document: &self.document, plans: &self.plans }
    }
}
