//! What a spec comes to, and how it stands to what was released and to its own past: changes, and findings for those that
//! break users.

pub mod diff;
mod meaning;
mod remedies;
mod report;
mod unread;

use std::collections::HashMap;
use std::sync::Arc;

use self::diff::Change;
pub use self::report::{changes, compare};
use crate::catalog::{Catalog, Code, RowId, TableOverview};
use crate::check::{Checked, JoinedTable};
use crate::finding::Findings;
use crate::resolve::Spec;
use crate::text::Source;

/// What a spec comes to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The good rows.
    pub catalog: Catalog,
    /// Every table of the file and what has become of it.
    pub tables: Vec<TableOverview>,
    /// What is wrong with the other rows, in the order of the file.
    pub findings: Findings,
    /// What has changed since the spec was locked, where it is.
    pub changes: Vec<Change>,
    pub(crate) spec: Arc<Spec>,
    /// Where the columns stand that other files add.
    pub(crate) joined: Vec<JoinedTable>,
    /// The rows of its tables that no entry is made of, each with the codes that it may have.
    pub(crate) set_aside: HashMap<RowId, Vec<Code>>,
}

impl Compiled {
    /// The lock that the spec names, as a path from its folder.
    pub fn lock_name(&self) -> Option<&str> {
        self.spec.lock_name.as_deref()
    }

    /// The text of the lock; `None` where the spec names none, or none that can be read.
    pub fn lock(&self) -> Option<&Arc<Source>> {
        self.spec.lock.as_ref().map(|lock| &lock.source)
    }

    /// The files that the spec joins, as paths from its folder, each with its text where that can be read.
    pub fn joined(&self) -> impl Iterator<Item = (&str, Option<&Arc<Source>>)> {
        self.spec
            .joins
            .names
            .iter()
            .map(|name| (name.value.as_str(), self.spec.joins.file(&name.value).map(|file| &file.source)))
    }

    /// The spec.
    pub fn source(&self) -> &Arc<Source> {
        &self.spec.source
    }
}

/// What a spec comes to, compared with what was released.
pub(crate) fn compare_with_lock(spec: Arc<Spec>, checked: Checked, findings: Findings) -> Compiled {
    let Checked { catalog, tables, joined, set_aside } = checked;
    let mut compiled = Compiled { catalog, tables, findings, changes: Vec::new(), spec, joined, set_aside };
    report::compare_with_lock(&mut compiled);
    compiled.findings.sort();
    compiled
}
