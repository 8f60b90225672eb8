//! The client against a server on this machine.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::time::Duration;

use push_client::{Client, Error};
use server::{Answer, Answers, service};
use tpns_errors::{AnyErrorCode, CallError, ErrorCode, Failure};

thread_local! {
    /// How long the client of a test would have slept.
    static SLEPT: RefCell<Vec<Duration>> = const { RefCell::new(Vec::new()) };
}

/// A server of the test's own, which ends with the test, and a client of it.
fn start() -> (Client, Answers) {
    let answers = Answers::default();
    let router = service(answers.clone());
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    let mut client = Client::new(format!("http://{}", told.recv().unwrap()));
    client.sleep = |pause| SLEPT.with_borrow_mut(|slept| slept.push(pause));
    (client, answers)
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Call(CallError::Failure(failure)) => failure,
        other => panic!("{other}"),
    }
}

#[test]
fn what_goes_well() {
    let (client, _) = start();
    assert_eq!(client.push("Sale").unwrap().push_ids.first(), "88120045");
    assert_eq!(client.push_to("a", "Sale").unwrap().push_ids.len(), 1);
    let items = client.bind(&[("a", "1"), ("b", "2"), ("c", "3")]).unwrap().items;
    assert!(items.covers(3) && items.failed().next().is_none());
    assert!(client.statistics("88120045").unwrap().push_record_data.is_empty());
}

#[test]
fn every_code_arrives_in_both_dialects() {
    let (client, answers) = start();
    let codes = ErrorCode::ALL.iter().map(|&error| AnyErrorCode::from(error));
    let unknown = [1, 1008099, u32::MAX].map(AnyErrorCode::new);
    for code in codes.chain(unknown) {
        answers.set([Answer::Code(code)]);
        let push = failure(client.push("Sale").unwrap_err());
        assert_eq!((push.code(), push.seq()), (code, Some(7)));
        assert_eq!(push.message(), code.known().map(ErrorCode::description));
        let query = failure(client.statistics("1").unwrap_err());
        assert_eq!((query.code(), query.seq()), (code, None));
    }
}

#[test]
fn a_batch_says_which_of_its_items_failed() {
    let (client, answers) = start();
    answers.set([ErrorCode::BatchOpPartlyError.into()]);
    let failure = failure(client.bind(&[("a", "1"), ("b", "2"), ("c", "3")]).unwrap_err());
    assert_eq!(failure.items().failed().collect::<Vec<_>>(), [(1, ErrorCode::InvalidToken.into())]);
}

#[test]
fn what_time_mends_is_tried_again_and_nothing_else() {
    let (client, answers) = start();
    for (code, attempts) in
        [(ErrorCode::RequestTooFast, 3), (ErrorCode::InvokeServiceError, 1), (ErrorCode::AuthFailure, 1)]
    {
        answers.set([code.into()]);
        assert_eq!(failure(client.push("Sale").unwrap_err()).code(), code.into());
        assert_eq!(answers.asked(), attempts, "{code}");
    }
    assert_eq!(SLEPT.take(), [Duration::from_secs(1), Duration::from_secs(2)]);
    answers.set([ErrorCode::RequestTooFast.into(), Answer::SUCCESS]);
    assert_eq!(client.push("Sale").unwrap().push_ids.first(), "88120045");
    assert_eq!(answers.asked(), 2);
}

/// Queries are limited by the hour, for which nobody waits.
#[test]
fn it_does_not_wait_longer_than_it_may() {
    let (mut client, answers) = start();
    answers.set([ErrorCode::RequestTooFast.into()]);
    assert_eq!(failure(client.statistics("1").unwrap_err()).code(), ErrorCode::RequestTooFast.into());
    assert_eq!((answers.asked(), SLEPT.take()), (1, vec![]));
    client.longest_pause = Duration::from_secs(3600);
    client.attempts = 2;
    client.statistics("1").unwrap_err();
    assert_eq!((answers.asked(), SLEPT.take()), (3, vec![Duration::from_secs(3600)]));
}

#[test]
fn a_page_of_a_proxy_is_quoted() {
    let (client, answers) = start();
    answers.set([Answer::Page]);
    let error = client.push("Sale").unwrap_err().to_string();
    assert!(error.ends_with("`<html><h1>502 Bad Gateway</h1></html>`"), "{error}");
}
