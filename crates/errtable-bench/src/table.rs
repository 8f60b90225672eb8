//! Tables in Markdown, and numbers as they stand in them.

use std::fmt;

/// Stands where nothing was measured.
pub(crate) const NOTHING: &str = "–";

/// A table whose last columns hold numbers.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// How many columns at the left hold words.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<T: ToString>(words: usize, head: impl IntoIterator<Item = T>) -> Self {
        Table { words, rows: vec![head.into_iter().map(|cell| cell.to_string()).collect()] }
    }

    /// Adds a row; one that is too short ends with empty cells.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<_> = cells.into_iter().collect();
        row.resize(self.rows[0].len(), String::new());
        self.rows.push(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = 0..self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(3);
        let widths: Vec<_> = columns.map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if column < self.words {
                    write!(f, "| {cell:width$} ")?;
                } else {
                    write!(f, "| {cell:>width$} ")?;
                }
            }
            writeln!(f, "|")?;
            if number == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let (line, end) = ("-".repeat(width - 1), if column < self.words { '-' } else { ':' });
                    write!(f, "| {line}{end} ")?;
                }
                writeln!(f, "|")?;
            }
        }
        Ok(())
    }
}

/// A number to three digits: no measurement here is good for more.
pub(crate) fn number(number: f64) -> String {
    match number.abs() {
        size if size >= 99.95 => format!("{number:.0}"),
        size if size >= 9.995 => format!("{number:.1}"),
        size if size >= 0.0995 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

/// A number that may not have been measured.
pub(crate) fn measured(value: Option<f64>) -> String {
    value.map_or_else(|| NOTHING.to_owned(), number)
}

/// How often one number goes into another, where both were measured.
pub(crate) fn ratio(of: Option<f64>, to: Option<f64>) -> Option<f64> {
    let (of, to) = (of?, to?);
    (to > 0.0).then_some(of / to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned() {
        let mut table = Table::new(1, ["what", "ns"]);
        table.row(["array".to_owned(), number(0.2834)]);
        table.row(["phf".to_owned()]);
        assert_eq!(table.to_string(), "| what  |   ns |\n| ----- | ---: |\n| array | 0.28 |\n| phf   |      |\n");
    }

    #[test]
    fn numbers_have_three_digits() {
        let shown = [0.0123, 0.4567, 9.994, 9.996, 99.94, 99.96, 1234.5].map(number);
        assert_eq!(shown, ["0.012", "0.46", "9.99", "10.0", "99.9", "100", "1234"]);
    }

    #[test]
    fn a_ratio_needs_both_numbers() {
        assert_eq!(ratio(Some(1.0), Some(4.0)), Some(0.25));
        for (of, to) in [(None, Some(1.0)), (Some(1.0), None), (Some(1.0), Some(0.0))] {
            assert_eq!(ratio(of, to), None);
        }
        assert_eq!(measured(None), NOTHING);
    }
}
