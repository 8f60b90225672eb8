//! The server: messages in, messages out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::diagnostics::{self, Told};
use crate::documents::Change;
use crate::positions::{Encoding, Position, Range};
use crate::transport::Incoming;
use crate::workspace::Workspace;
use crate::{actions, completion, definition, formatting, hover, rename, symbols, uri};

/// The error codes of JSON-RPC and of the protocol that are answered.
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const NOT_INITIALIZED: i32 = -32002;
const REQUEST_CANCELLED: i32 = -32800;
/// A request that is right and cannot be met, with words for the person who asked.
const REQUEST_FAILED: i32 = -32803;

/// What a client can do, and what it has asked for.
#[derive(Debug, Default)]
pub(crate) struct Client {
    /// It applies edits of versions of documents, and says what they are for.
    pub(crate) document_changes: bool,
    pub(crate) change_annotations: bool,
    pub(crate) hierarchical_symbols: bool,
    pub(crate) related_information: bool,
    watches_files: bool,
    fixes_on_save: bool,
    /// Where the pages of the documentation are: `https://example.com/docs`.
    pub(crate) docs: Option<String>,
}

/// What a client may say when it starts the server.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    all: bool,
    docs: Option<String>,
    fix_on_save: bool,
}

/// Why a request is not answered with a result.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: i32,
    message: String,
}

impl Refusal {
    /// The request is right, and cannot be met.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Refusal { code: REQUEST_FAILED, message: message.into() }
    }

    fn params(error: &serde_json::Error) -> Self {
        Refusal { code: INVALID_PARAMS, message: format!("the parameters are not those of the method: {error}") }
    }
}

pub(crate) type Answer = Result<Json, Refusal>;

/// A server for one client.
#[derive(Debug, Default)]
pub struct Server {
    client: Client,
    workspace: Workspace,
    /// What is to be done, in order.
    queue: VecDeque<Incoming>,
    cancelled: BTreeSet<String>,
    out: Vec<Json>,
    stage: Stage,
    is_dirty: bool,
    /// What the client was told last of each file.
    told: BTreeMap<String, Told>,
    /// The ids of requests to the client.
    asked: i32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Begun,
    Initialized,
    ShutDown,
    Ended {
        was_shut_down: bool,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DocumentId {
    uri: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfDocument {
    text_document: DocumentId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AtPosition {
    text_document: DocumentId,
    position: Position,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Renaming {
    text_document: DocumentId,
    position: Position,
    new_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AskingActions {
    text_document: DocumentId,
    range: Range,
    #[serde(default)]
    context: ActionContext,
}

#[derive(Debug, Default, Deserialize)]
struct ActionContext {
    only: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: OpenedDocument,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OpenedDocument {
    uri: String,
    #[serde(default)]
    language_id: String,
    #[serde(default)]
    version: i32,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: VersionedId,
    content_changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
struct VersionedId {
    uri: String,
    #[serde(default)]
    version: Option<i32>,
}

#[derive(Debug, Deserialize)]
struct Watched {
    changes: Vec<DocumentId>,
}

fn parsed<T: DeserializeOwned>(params: Json) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::params(&error))
}

impl Server {
    /// Takes in what has come. It is done in a later [`step`](Self::step).
    pub fn take(&mut self, incoming: Incoming) {
        match &incoming {
            Incoming::Message(message) if message["method"] == "$/cancelRequest" && message.get("id").is_none() => {
                let id = message["params"]["id"].clone();
                let is_waiting = |of: &Incoming| matches!(of, Incoming::Message(message) if message["id"] == id);
                // Of a request that is answered nothing is kept.
                if self.queue.iter().any(is_waiting) {
                    self.cancelled.insert(id.to_string());
                }
            }
            _ => self.queue.push_back(incoming),
        }
    }

    /// Whether nothing is left to be done.
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty() && !self.is_dirty
    }

    /// Whether the client has said `exit`.
    pub fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended { .. })
    }

    /// Whether the client has said `shutdown` before.
    pub fn was_shut_down(&self) -> bool {
        matches!(self.stage, Stage::ShutDown | Stage::Ended { was_shut_down: true })
    }

    /// Does the next thing: what has come first or, where nothing waits, what follows of all that has changed. What is to be
    /// sent to the client.
    pub fn step(&mut self) -> Vec<Json> {
        match self.queue.pop_front() {
            Some(Incoming::Message(message)) => self.message(message),
            Some(Incoming::Malformed(why)) => self.refuse(&Json::Null, PARSE_ERROR, &why),
            None if self.is_dirty => {
                self.is_dirty = false;
                self.tell();
            }
            None => {}
        }
        std::mem::take(&mut self.out)
    }

    fn refuse(&mut self, id: &Json, code: i32, message: &str) {
        self.out.push(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}));
    }

    fn message(&mut self, mut message: Json) {
        let id = message.get_mut("id").map(Json::take);
        let params = message.get_mut("params").map(Json::take).unwrap_or_default();
        let Some(method) = message["method"].as_str() else {
            // Answers of the client need none.
            if !message.is_object() || message.get("result").is_none() && message.get("error").is_none() {
                self.refuse(&Json::Null, INVALID_REQUEST, "this is neither a request nor an answer");
            }
            return;
        };
        match id {
            Some(id) => self.request(&id, method, params),
            None => self.notification(method, params),
        }
    }

    fn request(&mut self, id: &Json, method: &str, params: Json) {
        if self.cancelled.remove(&id.to_string()) {
            return self.refuse(id, REQUEST_CANCELLED, "the request was cancelled");
        }
        let answer = match (self.stage, method) {
            (Stage::Begun, "initialize") => {
                self.stage = Stage::Initialized;
                Ok(self.initialize(&params))
            }
            (Stage::Begun, _) => {
                Err(Refusal { code: NOT_INITIALIZED, message: "the first request is `initialize`".to_owned() })
            }
            (Stage::Initialized, "shutdown") => {
                self.stage = Stage::ShutDown;
                Ok(Json::Null)
            }
            (Stage::Initialized, _) => self.answer(method, params),
            _ => Err(Refusal { code: INVALID_REQUEST, message: format!("`{method}` comes too late") }),
        };
        match answer {
            Ok(result) => self.out.push(json!({"jsonrpc": "2.0", "id": id, "result": result})),
            Err(refusal) => self.refuse(id, refusal.code, &refusal.message),
        }
    }

    fn answer(&mut self, method: &str, params: Json) -> Answer {
        let Server { workspace, client, .. } = self;
        match method {
            "textDocument/codeAction" => {
                let of: AskingActions = parsed(params)?;
                Ok(actions::actions(workspace, client, &of.text_document.uri, of.range, of.context.only.as_deref()))
            }
            "textDocument/willSaveWaitUntil" => {
                let of: OfDocument = parsed(params)?;
                Ok(actions::on_save(workspace, &of.text_document.uri))
            }
            "textDocument/hover" => {
                let of: AtPosition = parsed(params)?;
                Ok(hover::hover(workspace, &of.text_document.uri, of.position))
            }
            "textDocument/completion" => {
                let of: AtPosition = parsed(params)?;
                Ok(completion::completion(workspace, &of.text_document.uri, of.position))
            }
            "textDocument/prepareRename" => {
                let of: AtPosition = parsed(params)?;
                rename::prepare(workspace, &of.text_document.uri, of.position)
            }
            "textDocument/rename" => {
                let of: Renaming = parsed(params)?;
                let (edit, told) = rename::rename(workspace, client, &of.text_document.uri, of.position, &of.new_name)?;
                let warning = |message: String| json!({"type": 2, "message": message});
                self.out.extend(told.map(|told| notification("window/showMessage", &warning(told))));
                Ok(edit)
            }
            "textDocument/documentSymbol" => {
                let of: OfDocument = parsed(params)?;
                Ok(symbols::symbols(workspace, client, &of.text_document.uri))
            }
            "textDocument/definition" => {
                let of: AtPosition = parsed(params)?;
                Ok(definition::definition(workspace, &of.text_document.uri, of.position))
            }
            "textDocument/formatting" => {
                let of: OfDocument = parsed(params)?;
                Ok(formatting::formatting(workspace, &of.text_document.uri))
            }
            _ => Err(Refusal { code: METHOD_NOT_FOUND, message: format!("there is no method `{method}` here") }),
        }
    }

    fn notification(&mut self, method: &str, params: Json) {
        match (self.stage, method) {
            (_, "exit") => self.stage = Stage::Ended { was_shut_down: self.stage == Stage::ShutDown },
            (Stage::Initialized, "initialized") => self.watch(),
            (Stage::Initialized, _) => {
                if let Err(refusal) = self.changed(method, params) {
                    let said = json!({"type": 2, "message": format!("errtable: {method}: {}", refusal.message)});
                    self.out.push(notification("window/logMessage", &said));
                }
            }
            _ => {}
        }
    }

    fn changed(&mut self, method: &str, params: Json) -> Result<(), Refusal> {
        match method {
            "textDocument/didOpen" => {
                let Opened { text_document: OpenedDocument { uri, language_id, version, text } } = parsed(params)?;
                self.workspace.open(uri, language_id, version, text);
            }
            "textDocument/didChange" => {
                let Changed { text_document: of, content_changes } = parsed(params)?;
                let (version, encoding) = (of.version.unwrap_or_default(), self.workspace.encoding);
                let document = self.workspace.documents.change(&of.uri, version, content_changes, encoding);
                let path = document.map(|document| document.path.clone());
                path.into_iter().for_each(|path| self.workspace.touch(&path));
            }
            "textDocument/didClose" => {
                let of: OfDocument = parsed(params)?;
                self.workspace.close(&of.text_document.uri);
            }
            "textDocument/didSave" => {
                let of: OfDocument = parsed(params)?;
                uri::path(&of.text_document.uri).into_iter().for_each(|path| self.workspace.touch_disk(&path));
            }
            "workspace/didChangeWatchedFiles" => {
                let of: Watched = parsed(params)?;
                let paths = of.changes.iter().filter_map(|change| uri::path(&change.uri));
                paths.for_each(|path| self.workspace.touch_disk(&path));
            }
            _ => return Ok(()),
        }
        self.is_dirty = true;
        Ok(())
    }

    fn initialize(&mut self, params: &Json) -> Json {
        let capabilities = &params["capabilities"];
        let has = |pointer: &str| capabilities.pointer(pointer).and_then(Json::as_bool).unwrap_or_default();
        let options: Options = serde_json::from_value(params["initializationOptions"].clone()).unwrap_or_default();
        let offered = capabilities.pointer("/general/positionEncodings").and_then(Json::as_array);
        let offered: Vec<_> = offered.into_iter().flatten().filter_map(Json::as_str).collect();
        self.workspace.encoding = Encoding::negotiated(&offered);
        self.workspace.shows_all = options.all;
        self.workspace.folders = folders(params);
        self.client = Client {
            document_changes: has("/workspace/workspaceEdit/documentChanges"),
            change_annotations: capabilities.pointer("/workspace/workspaceEdit/changeAnnotationSupport").is_some(),
            hierarchical_symbols: has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            related_information: has("/textDocument/publishDiagnostics/relatedInformation"),
            watches_files: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            fixes_on_save: options.fix_on_save,
            docs: options.docs,
        };
        json!({
            "capabilities": {
                "positionEncoding": self.workspace.encoding.as_str(),
                "textDocumentSync": {
                    "openClose": true,
                    "change": 2,
                    "save": true,
                    "willSaveWaitUntil": self.client.fixes_on_save,
                },
                "codeActionProvider": { "codeActionKinds": ["quickfix", actions::FIX_ALL] },
                "hoverProvider": true,
                "completionProvider": { "triggerCharacters": ["|", "=", "\"", "[", " "] },
                "renameProvider": { "prepareProvider": true },
                "documentSymbolProvider": true,
                "definitionProvider": true,
                "documentFormattingProvider": true,
            },
            "serverInfo": { "name": "errtable", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Asks the client to tell of files that change beside the editor, where it can.
    fn watch(&mut self) {
        if !self.client.watches_files {
            return;
        }
        self.asked += 1;
        let globs = ["**/*.{md,markdown,mdx,lock}", "**/errtable.toml", "**/Cargo.toml"];
        let watchers = globs.map(|glob| json!({"globPattern": glob}));
        let registration = json!({
            "id": "errtable-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.out.push(json!({
            "jsonrpc": "2.0",
            "id": self.asked,
            "method": "client/registerCapability",
            "params": { "registrations": [registration] },
        }));
    }

    /// Tells the client what is found, where that is not what it was told last.
    fn tell(&mut self) {
        let found = diagnostics::by_document(&mut self.workspace, &self.client);
        let mut told = std::mem::take(&mut self.told);
        for (uri, now) in found {
            if told.remove(&uri).as_ref() != Some(&now) {
                let mut params = json!({"uri": uri, "diagnostics": now.diagnostics});
                if let Some(version) = now.version {
                    params["version"] = Json::from(version);
                }
                self.out.push(notification("textDocument/publishDiagnostics", &params));
            }
            self.told.insert(uri, now);
        }
        for (uri, before) in told {
            if !before.diagnostics.is_empty() {
                self.out.push(notification("textDocument/publishDiagnostics", &json!({"uri": uri, "diagnostics": []})));
            }
        }
    }
}

fn notification(method: &str, params: &Json) -> Json {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// The folders that are open in the client.
fn folders(params: &Json) -> Vec<PathBuf> {
    let folders = params["workspaceFolders"].as_array().into_iter().flatten();
    let uris = folders.filter_map(|folder| folder["uri"].as_str()).chain(params["rootUri"].as_str());
    let mut paths: Vec<_> = uris.filter_map(uri::path).collect();
    paths.dedup();
    paths
}
