//! Numbers that a language cannot hold.

use std::ops::Range;
use std::sync::Arc;

use errtable::catalog::{Code, Entry, Enum, Value};
use errtable::inner::row_at;
use errtable::{Compiled, Finding, Findings, Rule, Source};

/// Where a row stands.
type Row = (Arc<Source>, Range<usize>);

/// From here on, numbers of JavaScript have gaps.
const FIRST_UNSAFE: u128 = 1 << 53;

/// Findings of the numbers that JavaScript would round: codes, the ends of ranges, and cells.
pub(super) fn unsafe_in_javascript(compiled: &Compiled) -> Findings {
    let mut findings = Findings::default();
    for enumeration in compiled.catalog.enums() {
        for entry in &enumeration.entries {
            let row = row_at(compiled, entry.row());
            findings.extend(codes(enumeration, entry).map(|(number, shown)| of_code(number, &shown, &row)));
            findings.extend(cells(enumeration, entry).map(|(number, header)| of_cell(number, header, &row)));
        }
        for range in &enumeration.ranges {
            let ends = [range.first, range.last].into_iter().filter(|&end| is_unsafe(end));
            findings.extend(ends.map(|end| {
                let row = row_at(compiled, range.rows[0]);
                of_code(end, &enumeration.show(&Code::Integer(end)), &row)
            }));
        }
    }
    findings.sort();
    findings
}

fn is_unsafe(number: i128) -> bool {
    number.unsigned_abs() >= FIRST_UNSAFE
}

/// The codes of an entry that are too large, as numbers and as the table shows them.
fn codes(enumeration: &Enum, entry: &Entry) -> impl Iterator<Item = (i128, String)> {
    entry.codes.iter().filter_map(|code| match code {
        Code::Integer(number) if is_unsafe(*number) => Some((*number, enumeration.show(code))),
        _ => None,
    })
}

/// The cells of an entry that are too large, with the headers of their columns.
fn cells<'a>(enumeration: &'a Enum, entry: &Entry) -> impl Iterator<Item = (i128, &'a str)> {
    enumeration.other_columns().filter_map(|(index, column)| match entry.cells[index] {
        Value::Integer(number) if is_unsafe(number) => Some((number, column.shown_header())),
        _ => None,
    })
}

fn of_code(number: i128, shown: &str, row: &Row) -> Finding {
    finding(number, &format!("code {shown}"), shown, row)
        .help("keep codes as text, which changes their type in every language: code_type = \"text\"")
        .help("or leave TypeScript out")
}

fn of_cell(number: i128, header: &str, row: &Row) -> Finding {
    let shown = number.to_string();
    finding(number, &format!("the number {shown} under “{header}”"), &shown, row)
        .help("let the column hold texts: as = \"text\"")
        .help("or leave TypeScript out")
}

fn finding(number: i128, what: &str, shown: &str, row: &Row) -> Finding {
    let limit = if number < 0 { "-2^53 or less" } else { "2^53 or more" };
    let (source, span) = row;
    let text = source.text()[span.clone()].to_ascii_lowercase();
    let span = match text.find(&shown.to_ascii_lowercase()) {
        Some(at) => span.start + at..span.start + at + shown.len(),
        None => span.clone(),
    };
    let message = format!("{what} is {limit}, where numbers of JavaScript are rounded");
    Finding::error(Rule::UnsafeInteger, source, span, message)
}
