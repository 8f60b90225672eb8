//! Any messages to the language server: bytes as they come from a stream, and each line as a message of its own.

#![no_main]

use errtable_lsp::Server;
use errtable_lsp::transport::{Incoming, read};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

fuzz_target!(|bytes: &[u8]| {
    let mut stream = bytes;
    serve(std::iter::from_fn(|| read(&mut stream).expect("bytes can be read")));
    let lines = bytes.split(|byte| *byte == b'\n');
    let message = |line: &[u8]| {
        serde_json::from_slice(line).map_or_else(|_| Incoming::Malformed(String::new()), Incoming::Message)
    };
    serve(lines.map(message));
});

/// Lets a server do all that is asked of it. Each request gets one answer.
fn serve(incoming: impl Iterator<Item = Incoming>) {
    let mut server = Server::default();
    server.take(Incoming::Message(json!({"id": 0, "method": "initialize", "params": {"capabilities": {}}})));
    server.take(Incoming::Message(json!({"method": "initialized"})));
    // Its answer has the number of a request that may come.
    while !server.is_idle() {
        server.step();
    }
    for incoming in incoming {
        let id = match &incoming {
            Incoming::Message(message) if message["method"].is_string() => message.get("id").cloned(),
            _ => None,
        };
        server.take(incoming);
        let mut answers = 0;
        while !server.is_idle() && !server.has_ended() {
            let said = server.step();
            answers += said.iter().filter(|said| is_answer(said, id.as_ref())).count();
        }
        if server.has_ended() {
            return;
        }
        assert!(id.is_none() || answers == 1, "{id:?} has {answers} answers");
    }
}

fn is_answer(said: &Json, id: Option<&Json>) -> bool {
    said.get("method").is_none() && said.get("id") == id
}
