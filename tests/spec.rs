//! Spec and code agree, cell by cell, in both directions.
//!
//! The table is read once more here, by a reader that shares nothing with the compiler: a line that begins with a pipe
//! is a row, and pipes part its cells. It knows no Markdown, since the cells of this table hold none.

use std::collections::BTreeMap;

use tpns_errors::{ErrorCode, FeedbackApi};

const SPEC: &str = include_str!("../spec/tpns.md");
const HEADER: [&str; 4] = ["Error code", "English descriptor", "Error description", "Feedback API"];

/// The rows of the table, the header left out.
fn rows() -> Vec<[&'static str; 4]> {
    let mut rows: Vec<_> = SPEC.lines().filter(|line| line.starts_with('|')).map(cells).collect();
    assert_eq!(rows.remove(0), HEADER);
    assert!(rows.remove(0).iter().all(|cell| cell.trim_matches('-').is_empty()), "the delimiter row comes second");
    rows
}

fn cells(line: &'static str) -> [&'static str; 4] {
    let cells: Vec<_> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    cells.try_into().unwrap_or_else(|cells| panic!("the row has not four cells: {cells:?}"))
}

/// The number of a code, struck out or not.
fn number(cell: &str) -> u32 {
    cell.trim_matches('~').parse().unwrap_or_else(|_| panic!("{cell:?} is not a number"))
}

#[test]
fn every_row_is_in_the_code() {
    for [code, name, description, api] in rows() {
        let error = ErrorCode::from_code(number(code)).unwrap_or_else(|| panic!("the code lacks {code}"));
        assert_eq!(error.name(), name, "{code}");
        assert_eq!(error.description(), description, "{code}");
        assert_eq!(error.feedback_api().as_str(), api, "{code}");
    }
}

#[test]
fn every_code_is_in_the_table_in_the_same_order() {
    let rows: Vec<_> = rows().iter().map(|[code, ..]| number(code)).collect();
    let codes: Vec<_> = ErrorCode::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(codes, rows);
}

#[test]
fn every_api_lists_the_codes_of_its_rows() {
    let mut expected: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for [code, _, _, api] in rows() {
        expected.entry(api).or_default().push(number(code));
    }
    let codes = |api: &FeedbackApi| api.errors().iter().map(|error| error.code()).collect();
    let found: BTreeMap<&str, Vec<u32>> = FeedbackApi::ALL.iter().map(|api| (api.as_str(), codes(api))).collect();
    assert_eq!(found, expected);
}
