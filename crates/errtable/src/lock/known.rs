//! What a lock knows of one of its enums, found by what a table says.

use std::collections::HashMap;

use super::released::{ReleasedCode, ReleasedColumn, ReleasedEnum, ReleasedRow};
use crate::catalog::{Code, Column};

/// What the lock knows of an enum; nothing of one that it does not have.
#[derive(Debug, Default)]
pub struct Known<'l> {
    /// Each code, with its row.
    pub codes: HashMap<&'l Code, (&'l ReleasedCode, &'l ReleasedRow)>,
    columns: HashMap<&'l str, &'l ReleasedColumn>,
    /// The release that had each constant first.
    pub constants: HashMap<&'l str, &'l str>,
    /// The release that had each range first, by its ends.
    pub ranges: HashMap<(i128, i128), &'l str>,
}

impl<'l> Known<'l> {
    /// What is known of an enum of the lock.
    pub fn of(released: Option<&'l ReleasedEnum>) -> Self {
        let Some(released) = released else { return Known::default() };
        let constants = released.constants.iter().map(|of| (of.name.as_str(), of.since.as_str()));
        let ranges = released.ranges.iter().map(|of| ((of.first, of.last), of.since.as_str()));
        let mut codes = HashMap::with_capacity(released.rows.len());
        codes.extend(released.codes().map(|(code, row)| (&code.code, (code, row))));
        Known {
            codes,
            columns: released.columns.iter().map(|column| (column.accessor.as_str(), column)).collect(),
            constants: constants.collect(),
            ranges: ranges.collect(),
        }
    }

    /// The column that was released with the method and the role of this one.
    pub fn column(&self, column: &Column) -> Option<&'l ReleasedColumn> {
        self.columns.get(&*column.accessor).filter(|known| known.role == column.role).copied()
    }
}
