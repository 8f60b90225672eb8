//! The table as documentation, with links to variants and to the values of categories.

use super::doc;
use crate::catalog::{Category, Code, Content, Entry, Enum, MarkKind, Role, Value};
use crate::emit::marked::{Spot, push_marked};

/// Writes the lines of the table. `owner` is what a link calls the enum: its name, or `Self`.
pub(super) fn table(enumeration: &Enum, owner: &str, mut line: impl FnMut(&mut dyn FnMut(&mut String))) {
    let headers: Vec<_> = enumeration.columns.iter().map(|column| doc::escape(column.shown_header())).collect();
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
        (Value::Text(text), _) => push_marked(line, text, &entry.marks_of(index), spot, doc::push_escaped),
        (Value::Integer(number), _) => doc::push_escaped(line, &number.to_string()),
        (Value::Boolean(answer), _) => line.push_str(if *answer { "yes" } else { "no" }),
        (Value::Category(value), Content::Category(category)) => {
            let value = &category.values[*value];
            // A link holds no other link, but code.
            let mut marks = entry.marks_of(index);
            marks.retain(|mark| mark.kind == MarkKind::Code);
            line.push('[');
            push_marked(line, &value.text, &marks, spot, doc::push_escaped);
            for part in ["](", &category.name, "::", &value.variant, ")"] {
                line.push_str(part);
            }
        }
        (Value::Categories(values), Content::Categories(category)) => push_set(line, category, values),
        (Value::Empty | Value::Category(_) | Value::Categories(_), _) => {}
    }
}

/// As many values of a set are listed: rustdoc takes a while for each link.
const LISTED: usize = 16;

/// Adds the values of a set, each with a link.
fn push_set(line: &mut String, category: &Category, values: &[usize]) {
    if category.is_every(values) {
        for part in ["every [`", &category.name, "`]"] {
            line.push_str(part);
        }
        return;
    }
    for (number, value) in values.iter().take(LISTED).map(|&value| &category.values[value]).enumerate() {
        line.push_str(if number == 0 { "[" } else { ", [" });
        doc::push_escaped(line, &value.text);
        for part in ["](", &category.name, "::", &value.variant, ")"] {
            line.push_str(part);
        }
    }
    if values.len() > LISTED {
        line.push_str(&format!(" and {} more", values.len() - LISTED));
    }
}
