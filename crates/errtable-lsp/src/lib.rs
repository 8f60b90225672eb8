//! A language server for Markdown error-code tables, over standard input and output.
//!
//! What it says is what `errtable check` says, of the texts as they stand in the editor: it compiles a spec with the
//! compiler itself, and applies fixes with the code of `errtable check --fix`. It reads files, and writes none: each change
//! is an edit that the client applies.
//!
//! [`run`] is the server. A [`Server`] takes messages one by one, for those who bring a stream of their own.

#![forbid(unsafe_code)]

mod actions;
mod completion;
mod definition;
mod diagnostics;
mod documents;
mod edits;
mod formatting;
mod hover;
mod positions;
mod rename;
mod server;
mod site;
mod symbols;
pub mod transport;
mod uri;
mod workspace;

use std::io::{self, BufReader, Read, Write};
use std::sync::mpsc;
use std::thread;

pub use self::server::Server;
use self::transport::Incoming;

/// Serves a client until it says `exit` or its stream ends. Whether it went as it should: with `shutdown` before `exit`.
///
/// # Errors
///
/// When an answer cannot be written.
pub fn run(input: impl Read + Send + 'static, mut output: impl Write) -> io::Result<bool> {
    let (sender, receiver) = mpsc::channel();
    // Read beside the work, so that what a client has taken back is known before it is done.
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(incoming)) = transport::read(&mut input) {
            let is_exit = matches!(&incoming, Incoming::Message(message) if message["method"] == "exit");
            if sender.send(incoming).is_err() || is_exit {
                break;
            }
        }
    });
    let mut server = Server::default();
    while !server.has_ended() {
        // All that has come is taken in before anything is compiled.
        let first = match server.is_idle() {
            true => receiver.recv().ok(),
            false => receiver.try_recv().ok(),
        };
        match first {
            Some(incoming) => {
                server.take(incoming);
                receiver.try_iter().for_each(|incoming| server.take(incoming));
            }
            None if server.is_idle() => break,
            None => {}
        }
        for message in server.step() {
            transport::write(&mut output, &message)?;
        }
    }
    Ok(!server.has_ended() || server.was_shut_down())
}
