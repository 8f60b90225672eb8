//! What could not be read: what seems to be gone may stand there.

use std::collections::HashSet;

use super::Compiled;
use super::diff::{Change, Class, Subject};
use crate::catalog::{Code, Verdict};
use crate::finding::Severity;
use crate::markdown::{Row, stray_cells};
use crate::reading::{CodeCell, possible_of};

/// What could not be read of a spec.
pub(super) struct Unread {
    /// The codes that its cells may be.
    codes: HashSet<Code>,
    has_errors: bool,
    /// Whether whole tables are among it.
    refused: bool,
    /// Whether something of a file that the spec joins is among it.
    joined: bool,
}

impl Unread {
    /// The rows that no entry is made of: what seems to be gone may stand in one of them.
    pub(super) fn of(compiled: &Compiled) -> Self {
        let read = compiled.catalog.rows();
        let document = &compiled.spec.document;
        let rows = document.tables.iter().flat_map(|table| &table.rows).filter(|row| !read.contains(&row.id));
        let added = compiled.spec.joins.added_rows().filter(|(id, _)| !read.contains(id)).map(|(_, row)| row);
        let of_row = |row: &Row| match compiled.set_aside.get(&row.id) {
            Some(codes) => codes.clone(),
            None => row.cells.iter().flat_map(|cell| CodeCell::read(cell).possible()).collect(),
        };
        let detached = document.detached.iter().flat_map(|detached| &detached.rows);
        let broken = document.broken.iter().flat_map(|broken| &broken.rows);
        let strays = detached.chain(broken).flat_map(|row| stray_cells(&compiled.spec.source, row));
        let codes = rows.chain(added).flat_map(of_row).chain(strays.flat_map(possible_of)).collect();
        let refused =
            !document.broken.is_empty() || compiled.tables.iter().any(|table| table.verdict == Verdict::Refused);
        let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let joined = errors.into_iter().any(|finding| compiled.spec.joins.concern(finding));
        Unread { codes, has_errors: compiled.findings.has_errors(), refused, joined }
    }

    /// Whether the code of a change may be among it.
    pub(super) fn holds(&self, change: &Change) -> bool {
        matches!(&change.subject, Subject::Code { code, .. } if self.codes.contains(code))
    }

    /// Whether something seems to be gone only because it could not be read.
    pub(super) fn explains(&self, change: &Change) -> bool {
        match (&change.subject, change.class) {
            (Subject::Code { .. }, Class::Removed | Class::Renumbered) => self.holds(change),
            (Subject::Enum, Class::EnumRemoved) => self.refused || self.has_errors,
            (Subject::Value { .. }, Class::ValueRenamed) => !self.codes.is_empty() || self.joined,
            (Subject::Column { .. }, Class::ColumnRemoved | Class::HeaderReworded | Class::ColumnChanged) => {
                self.joined
            }
            _ => false,
        }
    }
}
