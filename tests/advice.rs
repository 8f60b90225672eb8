//! What to do next: as our own table says it, and nothing where that is silent.

use tpns_errors::{Advice, ErrorCode};

const TABLE: &str = include_str!("../spec/advice.md");

#[test]
fn each_row_is_the_advice_of_its_code() {
    let mut rows = 0;
    for line in TABLE.lines().filter(|line| line.starts_with("| 10")) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
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
    assert_eq!(Advice::RetryLater.errors(), [ErrorCode::RequestTooFast]);
    assert_eq!(ErrorCode::InvokeServiceError.advice(), Advice::Unknown);
    assert_eq!(ErrorCode::MissingParameter.advice(), Advice::FixTheRequest);
}
