//! The table as documentation, with links to variants and to the values of categories.

use super::doc::{self, Spot};
use crate::catalog::{Code, Content, Entry, Enum, Role, Value};

/// Writes the lines of the table. `owner` is what a link calls the enum: its name, or `Self`.
pub(super) fn table(enumeration: &Enum, owner: &str, mut line: impl FnMut(&mut dyn FnMut(&mut String))) {
    let headers: Vec<_> = enumeration.columns.iter().map(|column| doc::escape(&column.header)).collect();
    line(&mut |row| row.push_str(&format!("| {} | Variant |", headers.join(" | "))));
    line(&mut |row| row.push_str(&format!("|{}", " --- |".repeat(headers.len() + 1))));
    for entry in &enumeration.entries {
        line(&mut |row| push_row(row, enumeration, owner, entry));
    }
}

/// Writes the ranges as a list.
pub(super) fn ranges(enumeration: &Enum, mut line: impl FnMut(&mut dyn FnMut(&mut String))) {
    for range in &enumeration.ranges {
        let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
        line(&mut |row| row.push_str(&format!("- `{first}` to `{last}`: {}", doc::escape(&range.text))));
    }
}

fn push_row(row: &mut String, enumeration: &Enum, owner: &str, entry: &Entry) {
    row.push('|');
    for column in 0..enumeration.columns.len() {
        row.push(' ');
        push_cell(row, enumeration, entry, column, Spot::Cell);
        row.push_str(" |");
    }
    row.push(' ');
    push_link(row, &entry.variant, owner, &entry.variant);
    row.push_str(if entry.retired { " (retired) |" } else { " |" });
}

/// Adds a link to a variant, set as code.
pub(super) fn push_link(line: &mut String, text: &str, owner: &str, variant: &str) {
    for part in ["[`", text, "`](", owner, "::", variant, ")"] {
        line.push_str(part);
    }
}

/// Adds what the cell of a column says.
pub(super) fn push_cell(line: &mut String, enumeration: &Enum, entry: &Entry, index: usize, spot: Spot) {
    let column = &enumeration.columns[index];
    if column.role == Role::Code {
        for (number, code) in entry.codes.iter().enumerate() {
            line.push_str(if number == 0 { "" } else { ", " });
            doc::push_escaped(line, &enumeration.show(code));
        }
        return;
    }
    match (&entry.cells[index], &column.content) {
        (Value::Text(text), _) => doc::push_marked(line, text, &entry.marks_of(index), spot),
        (Value::Integer(number), _) => doc::push_escaped(line, &number.to_string()),
        (Value::Boolean(answer), _) => line.push_str(if *answer { "yes" } else { "no" }),
        (Value::Category(value), Content::Category(category)) => {
            let value = &category.values[*value];
            line.push('[');
            doc::push_escaped(line, &value.text);
            for part in ["](", &category.name, "::", &value.variant, ")"] {
                line.push_str(part);
            }
        }
        (Value::Empty | Value::Category(_), _) => {}
    }
}
