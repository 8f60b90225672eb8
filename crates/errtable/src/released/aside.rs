//! What could not be read: what seems to be gone may stand there.

use std::collections::HashSet;

use crate::Compiled;
use crate::catalog::Verdict;
use crate::code::possible_codes;
use crate::diff::{Change, Class, Subject};
use crate::finding::Severity;

/// What could not be read of a spec.
pub(super) struct SetAside {
    /// The codes that its cells may be.
    cells: HashSet<String>,
    has_errors: bool,
    /// Whether whole tables are among it.
    refused: bool,
    /// Whether something of a file that the spec joins is among it.
    joined: bool,
}

impl SetAside {
    /// The rows that no entry is made of: what seems to be gone may stand in one of them.
    pub(super) fn of(compiled: &Compiled) -> Self {
        let catalog = &compiled.catalog;
        let entries =
            catalog.enums().iter().flat_map(|enumeration| enumeration.entries.iter().flat_map(|entry| &entry.lines));
        let ranges =
            catalog.enums().iter().flat_map(|enumeration| enumeration.ranges.iter().flat_map(|range| &range.lines));
        let skipped = catalog.skipped().iter().map(|skipped| &skipped.line);
        let read: HashSet<usize> = entries.chain(ranges).chain(skipped).copied().collect();
        let document = &compiled.document;
        let rows = document.tables.iter().flat_map(|table| &table.rows).filter(|row| !read.contains(&row.line));
        let cells = rows.flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
        let detached = document.tables.iter().flat_map(|table| &table.detached).flat_map(|row| &row.cells);
        let cells: HashSet<String> = cells.chain(detached.map(String::as_str)).flat_map(possible_codes).collect();
        let refused =
            !document.broken.is_empty() || compiled.tables.iter().any(|table| table.verdict == Verdict::Refused);
        let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let joined = errors.into_iter().any(|finding| compiled.joins.concern(finding));
        SetAside { cells, has_errors: compiled.findings.has_errors(), refused, joined }
    }

    /// Whether the code of a change may be among it.
    pub(super) fn holds(&self, change: &Change) -> bool {
        matches!(&change.subject, Subject::Code { code, .. } if self.cells.contains(&code.to_string()))
    }

    /// Whether something seems to be gone only because it could not be read.
    pub(super) fn explains(&self, change: &Change) -> bool {
        match (&change.subject, change.class) {
            (Subject::Code { .. }, Class::Removed | Class::Renumbered) => self.holds(change),
            (Subject::Enum, Class::EnumRemoved) => self.refused || self.has_errors,
            (Subject::Value { .. }, Class::ValueRenamed) => !self.cells.is_empty() || self.joined,
            (Subject::Column { .. }, Class::ColumnRemoved | Class::ColumnChanged) => self.joined,
            _ => false,
        }
    }
}
