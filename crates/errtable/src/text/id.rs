//! The identity of tables and rows: what every later stage calls them by.

use std::fmt;

/// A table of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(u32);

/// A row of a table of a file, its header included. Rows are ordered as the file has them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    table: TableId,
    /// Its place in the table; 0 is the header.
    index: u32,
    line: u32,
}

impl TableId {
    /// The table at an index, from 0, into those of the file.
    pub(crate) fn new(index: usize) -> Self {
        TableId(narrow(index))
    }

    /// Its index, from 0, into the tables of the file.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RowId {
    /// The row at an index into those of a table, where 0 is the header.
    pub(crate) fn new(table: TableId, index: usize, line: usize) -> Self {
        RowId { table, index: narrow(index), line: narrow(line) }
    }

    /// The same row, in a file whose tables are counted from another number.
    pub(crate) fn counted_from(self, first: usize) -> Self {
        RowId { table: TableId::new(self.table.index() + first), ..self }
    }

    /// Its table.
    pub fn table(self) -> TableId {
        self.table
    }

    /// Its index into the body of its table, from 0; `None` for the header.
    pub(crate) fn body_index(self) -> Option<usize> {
        (self.index as usize).checked_sub(1)
    }

    /// The 1-based line that it stands on.
    pub fn line(self) -> usize {
        self.line as usize
    }
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of table {}, line {}", self.index, self.table.0, self.line)
    }
}

/// A file has fewer tables, rows and lines than it has bytes, of which `limits` takes fewer than 2³².
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
