//! What to do next: as our own table says it, and nothing where that is silent.

use tpns_errors::{Advice, ErrorCode, Limit};

const TABLE: &str = include_str!("../spec/advice.md");

/// The rows of the table that has so many columns.
fn rows_of(columns: usize) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| 10"));
    let rows = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    rows.filter(move |cells| cells.len() == columns)
}

#[test]
fn each_row_is_the_advice_of_its_code() {
    let mut rows = 0;
    for cells in rows_of(3) {
        let error: ErrorCode = cells[0].parse().expect("the table speaks of known codes");
        assert_eq!((error.advice().as_str(), error.advice_reason()), (cells[1], Some(cells[2])), "{error}");
        rows += 1;
    }
    let silent = ErrorCode::ALL.iter().filter(|error| error.advice() == Advice::Unknown);
    assert_eq!(rows + silent.clone().count(), ErrorCode::COUNT);
    assert!(silent.into_iter().all(|error| error.advice_reason().is_none()));
}

/// Of the limits alone the documentation says that time mends them.
#[test]
fn nothing_is_sent_again_on_a_guess() {
    assert_eq!(ErrorCode::with_advice(Advice::RetryLater), [ErrorCode::RequestTooFast]);
    assert_eq!(ErrorCode::InvokeServiceError.advice(), Advice::Unknown);
    assert_eq!(ErrorCode::MissingParameter.advice(), Advice::FixTheRequest);
}

#[test]
fn each_limit_is_that_of_its_code() {
    let mut codes = Vec::new();
    for cells in rows_of(5) {
        let error: ErrorCode = cells[0].parse().expect("the table speaks of known codes");
        let limits = [Limit::Push, Limit::SameFullPush, Limit::StatisticsQuery, Limit::PushPlan];
        for (limit, cell) in limits.into_iter().zip(&cells[1..]) {
            assert_eq!(error.calls(limit).map(|calls| calls.to_string()).as_deref(), Some(*cell), "{error} {limit:?}");
        }
        codes.push(error);
    }
    let limited = ErrorCode::ALL.iter().filter(|error| error.wait(Limit::Push).is_some());
    assert!(limited.eq(&codes) && !codes.is_empty());
}
