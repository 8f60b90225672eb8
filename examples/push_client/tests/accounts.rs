//! A program that tells three customers of a sale. Of their pushes one goes to a token that is not valid, one comes too fast
//! and is made again, and of one the answer is a page of some proxy.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::thread;
use std::time::Duration;

use server::{Answer, Answers, service};
use tpns_errors::{Advice, AnyErrorCode, CallError, ErrorCode, Limit, Pushed, decode};

/// What becomes of a customer's push.
#[derive(Debug, PartialEq)]
enum Told {
    /// By the task of this ID, if it is known.
    Yes(Option<String>),
    /// The token is to be forgotten.
    NoDevice,
    /// Perhaps; it is not sent again, as it may have been carried out.
    Perhaps,
    No,
}

/// Pushes to one account, twice at most; `send` gives the body of an answer.
fn tell(account: &str, send: impl Fn(&str) -> Vec<u8>, log: &mut Vec<String>) -> Told {
    let mut has_waited = false;
    loop {
        let error = match decode::<Pushed, _>(&send(account), serde_json::from_slice) {
            Ok(pushed) => {
                log.push(format!("{account}: pushed, {}", pushed.push_ids));
                return Told::Yes(Some(pushed.push_ids.first().to_owned()));
            }
            Err(error) => error,
        };
        log.push(format!("{account}: {error}"));
        match &error {
            CallError::Unreadable(unreadable) if unreadable.succeeded() => return Told::Yes(None),
            CallError::Unreadable(_) => return Told::Perhaps,
            CallError::Failure(_) => {}
        }
        match error.code().and_then(AnyErrorCode::known) {
            Some(ErrorCode::InvalidToken | ErrorCode::TokenIsNotValid) => return Told::NoDevice,
            _ if error.advice() == Advice::RetryLater && !has_waited => {
                has_waited = true;
                let pause = error.wait(Limit::Push).unwrap_or(Duration::from_secs(1));
                thread::sleep(pause.min(Duration::from_secs(5)));
            }
            _ => return Told::No,
        }
    }
}

#[test]
fn three_customers_are_told_of_a_sale() {
    let answers = Answers::default();
    let router = service(answers.clone());
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    let address = format!("http://{}/v3/push/app", receiver.recv().unwrap());
    // The code decides, not the status.
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let send = |account: &str| {
        let request = serde_json::json!({
            "audience_type": "account",
            "account_list": [account],
            "message_type": "notify",
            "message": { "title": "Sale" },
        });
        let post = agent.post(&address).content_type("application/json");
        post.send(request.to_string()).unwrap().body_mut().read_to_vec().unwrap()
    };
    answers.set([ErrorCode::TokenIsNotValid.into(), ErrorCode::RequestTooFast.into(), Answer::SUCCESS, Answer::Page]);
    let mut log = Vec::new();
    let told = ["anna", "bert", "carl"].map(|account| tell(account, send, &mut log));
    assert_eq!(told, [Told::NoDevice, Told::Yes(Some("88120045".to_owned())), Told::Perhaps]);
    let lines = [
        r#"anna: token is not valid (1008029): "Invalid token" [seq 7]"#,
        r#"bert: request too fast (1008028): "Limit exceeded" [seq 7]"#,
        "bert: pushed, 88120045",
        "carl: the answer cannot be read: expected value at line 1 column 1: `<html><h1>502 Bad Gateway</h1></html>`",
    ];
    assert_eq!(log, lines);
}
