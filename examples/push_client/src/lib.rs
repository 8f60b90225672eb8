//! A small client of the push service: what it takes to call it, and to act on what it answers.
//!
//! It is built without TLS, for the stand-in on this machine; the service itself needs a feature of `ureq` that has it.

use std::fmt;
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tpns_errors::{Advice, CallError, Items, Limit, Pushed, decode};

/// Why a call has no result.
#[derive(Debug)]
pub enum Error {
    /// No answer came.
    Transport(ureq::Error),
    /// An answer came, and says no, or nothing that can be read.
    Call(CallError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Transport(error) => write!(f, "no answer: {error}"),
            Error::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Transport(error) => Some(error),
            Error::Call(error) => Some(error),
        }
    }
}

impl From<ureq::Error> for Error {
    fn from(error: ureq::Error) -> Self {
        Error::Transport(error)
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        Error::Call(error)
    }
}

/// A client of the service at one address.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    address: String,
    /// How often a call is made at most.
    pub attempts: u32,
    /// How long it waits at most before it makes a call again. Where the limit of the call asks for more, it does not wait.
    pub longest_pause: Duration,
    /// What waits.
    pub sleep: fn(Duration),
}

/// What a batch answers with.
#[derive(Debug, Deserialize)]
pub struct Bound {
    /// What became of each account.
    #[serde(rename = "result", default)]
    pub items: Items,
}

/// What a query answers with.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// A record for each push.
    pub push_record_data: Vec<serde_json::Value>,
}

impl Client {
    /// A client that makes each call three times at most, and waits ten seconds at most before each.
    pub fn new(address: impl Into<String>) -> Self {
        let config = ureq::Agent::config_builder()
            // The code decides, not the status: an answer with status 403 has a body like any other.
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        let (address, longest_pause) = (address.into(), Duration::from_secs(10));
        Client { agent: config.into(), address, attempts: 3, longest_pause, sleep: thread::sleep }
    }

    /// Sends a message to all devices.
    ///
    /// # Errors
    ///
    /// When no answer comes, or one that is no success; so do all calls.
    pub fn push(&self, title: &str) -> Result<Pushed, Error> {
        let message =
            serde_json::json!({ "audience_type": "all", "message_type": "notify", "message": { "title": title } });
        self.call("/v3/push/app", &message, Limit::Push)
    }

    /// Sends a message to the devices of one account.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn push_to(&self, account: &str, title: &str) -> Result<Pushed, Error> {
        let message = serde_json::json!({
            "audience_type": "account",
            "account_list": [account],
            "message_type": "notify",
            "message": { "title": title },
        });
        self.call("/v3/push/app", &message, Limit::Push)
    }

    /// Binds accounts to tokens. The items of the answer may [cover](Items::covers) fewer pairs than were sent.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push); which pairs failed is in [`Failure::items`](tpns_errors::Failure::items).
    pub fn bind(&self, pairs: &[(&str, &str)]) -> Result<Bound, Error> {
        let pairs: Vec<_> =
            pairs.iter().map(|(account, token)| serde_json::json!({ "account": account, "token": token })).collect();
        self.call("/v3/device/account", &pairs, Limit::Push)
    }

    /// Asks what became of a push.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn statistics(&self, push_id: &str) -> Result<Statistics, Error> {
        self.call("/v3/statistics", &serde_json::json!({ "pushId": push_id }), Limit::StatisticsQuery)
    }

    /// Makes a call, again where the service's documentation says that time will mend what was wrong: after as long as the
    /// limit asks for, and twice as long before each further attempt.
    fn call<T: DeserializeOwned>(&self, path: &str, request: &impl Serialize, limit: Limit) -> Result<T, Error> {
        for attempt in 1.. {
            let error = match self.once(path, request) {
                Err(Error::Call(error)) if attempt < self.attempts => error,
                done => return done,
            };
            let pause = error.wait(limit).filter(|_| error.advice() == Advice::RetryLater);
            let pause = pause.map(|pause| pause.saturating_mul(1 << (attempt - 1).min(10)));
            let Some(pause) = pause.filter(|pause| *pause <= self.longest_pause) else { return Err(error.into()) };
            eprintln!("{path}: {error}; attempt {attempt}, again in {pause:?}");
            (self.sleep)(pause);
        }
        unreachable!("the loop ends with the last attempt")
    }

    fn once<T: DeserializeOwned>(&self, path: &str, request: &impl Serialize) -> Result<T, Error> {
        let request = serde_json::to_vec(request).expect("requests are plain data");
        let post = self.agent.post(format!("{}{path}", self.address)).content_type("application/json");
        let body = post.send(&request)?.body_mut().read_to_vec()?;
        Ok(decode(&body, serde_json::from_slice)?)
    }
}
