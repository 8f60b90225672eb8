//! The tables of a catalogue as documentation of the module that its code stands in.

use std::fmt::Write as _;

use super::{category, doc, table};
use crate::catalog::{Catalog, Category, Column, Enum};

/// Adds a section for each enum, with links that hold where its items are in scope.
pub(crate) fn page(catalog: &Catalog, text: &mut String) {
    for enumeration in catalog.enums() {
        let name = &enumeration.name;
        let _ = write!(text, "\n# [`{name}`]\n\n");
        table::table(enumeration, name, |write| push_line(text, write));
        if !enumeration.ranges.is_empty() {
            text.push_str("\nRanges of codes:\n\n");
            table::ranges(enumeration, |write| push_line(text, write));
        }
        for (index, column, category) in enumeration.categories() {
            values(enumeration, (index, column), category, text);
        }
    }
}

fn push_line(text: &mut String, write: &mut dyn FnMut(&mut String)) {
    write(text);
    text.push('\n');
}

/// The values of a category, each with its codes.
fn values(enumeration: &Enum, (index, column): (usize, &Column), of: &Category, text: &mut String) {
    let _ = write!(text, "\n## [`{}`]\n\n", of.name);
    let _ = write!(text, "| {} | Codes |\n| --- | --- |\n", doc::escape(&column.header));
    for (rows, value) in enumeration.rows_by_value(index).iter().zip(&of.values) {
        text.push_str("| [");
        doc::push_escaped(text, &value.text);
        let _ = write!(text, "]({}::{}) | ", of.name, value.variant);
        if column.holds_sets() && rows.len() > category::LISTED {
            // Of other columns, each code is listed once.
            let _ = writeln!(text, "{} codes |", rows.len());
            continue;
        }
        for (number, entry) in rows.iter().map(|row| &enumeration.entries[*row]).enumerate() {
            text.push_str(if number == 0 { "" } else { ", " });
            table::push_link(text, &enumeration.show(entry.code()), &enumeration.name, &entry.variant);
        }
        text.push_str(" |\n");
    }
}
