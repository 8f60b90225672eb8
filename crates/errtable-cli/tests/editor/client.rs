//! A client of the language server, in one process with it.

use std::collections::BTreeMap;

use errtable_lsp::Server;
use errtable_lsp::transport::Incoming;
use serde_json::{Value as Json, json};

/// A server with what it has said.
#[derive(Default)]
pub(crate) struct Client {
    server: Server,
    asked: i32,
    /// The diagnostics of each file, by its address.
    pub(crate) diagnostics: BTreeMap<String, Vec<Json>>,
    /// All notifications and requests of the server but those of diagnostics.
    pub(crate) said: Vec<Json>,
}

impl Client {
    /// A server that is told what the client can do, and asked for what the tests want.
    pub(crate) fn start(folder: &str, encoding: &str, options: &Json) -> Self {
        let mut client = Client::default();
        let capabilities = json!({
            "general": {"positionEncodings": [encoding]},
            "workspace": {
                "workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}},
                "didChangeWatchedFiles": {"dynamicRegistration": true},
            },
            "textDocument": {
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "publishDiagnostics": {"relatedInformation": true},
            },
        });
        let params = json!({"rootUri": folder, "capabilities": capabilities, "initializationOptions": options});
        let answer = client.ask("initialize", &params);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.tell("initialized", &json!({}));
        client
    }

    /// Says something that needs no answer.
    pub(crate) fn tell(&mut self, method: &str, params: &Json) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The result of a request.
    pub(crate) fn ask(&mut self, method: &str, params: &Json) -> Json {
        let answer = self.answer(method, params);
        assert_eq!(answer["error"], Json::Null, "{method}");
        answer["result"].clone()
    }

    /// The words with which a request is refused.
    pub(crate) fn refusal(&mut self, method: &str, params: &Json) -> String {
        let answer = self.answer(method, params);
        answer["error"]["message"].as_str().unwrap_or_else(|| panic!("{method} is refused: {answer}")).to_owned()
    }

    fn answer(&mut self, method: &str, params: &Json) -> Json {
        self.asked += 1;
        let id = self.asked;
        let answers = self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        answers.into_iter().find(|answer| answer["id"] == id).expect("a request is answered")
    }

    /// Sends a message, and lets the server do all that there is to do. Its answers.
    pub(crate) fn send(&mut self, message: Json) -> Vec<Json> {
        self.server.take(Incoming::Message(message));
        let mut answers = Vec::new();
        while !self.server.is_idle() {
            for message in self.server.step() {
                match message["method"].as_str() {
                    None => answers.push(message),
                    Some("textDocument/publishDiagnostics") => {
                        let uri = message["params"]["uri"].as_str().expect("diagnostics are those of a file");
                        let diagnostics = message["params"]["diagnostics"].as_array().expect("they are a list");
                        self.diagnostics.insert(uri.to_owned(), diagnostics.clone());
                    }
                    Some(_) => self.said.push(message),
                }
            }
        }
        answers
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: &Json) {
        let document = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    }

    /// The diagnostics of a file.
    pub(crate) fn found(&self, uri: &str) -> &[Json] {
        self.diagnostics.get(uri).map_or(&[], Vec::as_slice)
    }
}
