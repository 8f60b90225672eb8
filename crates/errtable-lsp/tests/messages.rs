//! Messages that are cut off, changed and in another order: none ends the server, and each request gets one answer.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use errtable_lsp::Server;
use errtable_lsp::transport::Incoming;
use serde_json::{Value as Json, json};

/// The messages of each seed of the fuzzer.
fn seeds() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/lsp");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let seeds = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|of| of == "jsonl"));
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("a seed is text");
        (name_of(path), text.lines().map(str::to_owned).collect())
    };
    seeds.map(|path| read(&path)).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}

/// Lets a server do all that is asked of it.
fn serve(name: &str, lines: &[String]) {
    let mut server = Server::default();
    server.take(Incoming::Message(json!({"id": 0, "method": "initialize", "params": {"capabilities": {}}})));
    for line in lines {
        let message: Option<Json> = serde_json::from_str(line).ok();
        let id = message.as_ref().filter(|message| message["method"].is_string()).and_then(|of| of.get("id")).cloned();
        server.take(message.map_or_else(|| Incoming::Malformed("x".to_owned()), Incoming::Message));
        let mut said = Vec::new();
        while !server.is_idle() && !server.has_ended() {
            said.extend(server.step());
        }
        if server.has_ended() {
            return;
        }
        let is_answer = |said: &&Json| said.get("method").is_none() && said.get("id") == id.as_ref();
        let answers = said.iter().filter(is_answer).count();
        assert!(id.is_none() || answers == 1, "{name}: {line}: {answers} answers");
    }
}

#[test]
fn nothing_ends_the_server() {
    let seeds = seeds();
    for (name, lines) in &seeds {
        serve(name, lines);
        let reversed: Vec<_> = lines.iter().rev().cloned().collect();
        serve(name, &reversed);
        for (number, line) in lines.iter().enumerate() {
            // Each number of the line is another one: positions far outside, and inside of characters.
            for other in ["0", "1", "7", "12", "999999999", "4294967295", "-1", "null"] {
                for (at, digits) in line.match_indices(|c: char| c.is_ascii_digit()) {
                    let mut changed = lines.clone();
                    changed[number].replace_range(at..at + digits.len(), other);
                    serve(name, &changed);
                }
            }
            // The text of a document ends anywhere.
            let Ok(mut message) = serde_json::from_str::<Json>(line) else { continue };
            let Some(text) = message["params"]["textDocument"]["text"].as_str().map(str::to_owned) else { continue };
            for (end, _) in text.char_indices() {
                message["params"]["textDocument"]["text"] = Json::from(&text[..end]);
                let mut changed = lines.clone();
                changed[number] = message.to_string();
                serve(name, &changed);
            }
        }
    }
    assert!(seeds.is_empty() || seeds.len() >= 5, "there are seeds");
}
