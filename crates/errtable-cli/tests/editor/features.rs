//! What an editor asks for besides.

use std::fs;

use serde_json::{Value as Json, json};

use crate::client::Client;

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"
allow = [\"odd-code\"]
[reserved]
Lid = \"1..=9\"
[columns.Part]
as = \"category\"
-->

## Lid

| Error code | Name | Part |
| --- | --- | --- |
| 1 | lid open | Hinge |
| ~~2~~ | lid lost | Screw |
";

const LOCK: &str = "\
format = \"errtable-lock/2\"
released = \"1.2.0\"

[enum.ErrorCode]
code_type = \"u32\"
since = \"1.0.0\"

[enum.ErrorCode.columns]
code = { header = \"Error code\", since = \"1.0.0\" }
name = { header = \"Name\", since = \"1.0.0\" }

[enum.ErrorCode.codes]
1 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }
3 = { variant = \"LidHot\", name = \"lid hot\", since = \"1.0.0\", removed = \"1.2.0\" }
";

/// A package with a spec that is open, its lock and what is kept of it.
struct Package {
    folder: tempfile::TempDir,
    client: Client,
}

impl Package {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let config = "[[spec]]\npath = \"codes.md\"\n[spec.keep]\nrust = \"generated.rs\"\n";
        let code = "pub enum ErrorCode {\n    /// lid\n    LidOpen = 1,\n}\n";
        for (name, text) in
            [("codes.md", SPEC), ("codes.lock", LOCK), ("errtable.toml", config), ("generated.rs", code)]
        {
            fs::write(folder.path().join(name), text).expect("it is written");
        }
        let root = format!("file://{}", folder.path().to_str().expect("a path is text"));
        let client = Client::start(&root, "utf-16", &Json::Null);
        let mut package = Package { folder, client };
        let uri = package.uri("codes.md");
        package.client.open(&uri, SPEC);
        package
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().to_str().expect("a path is text"))
    }

    /// What is answered at the first character of a piece of a line.
    fn ask(&mut self, method: &str, text: &str, piece: &str, more: &Json) -> Json {
        let params = self.params(text, piece, more);
        self.client.ask(method, &params)
    }

    fn params(&self, text: &str, piece: &str, more: &Json) -> Json {
        let at = text.find(piece).unwrap_or_else(|| panic!("there is no {piece:?}"));
        let line = text[..at].matches('\n').count();
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let character = text[start..at].encode_utf16().count();
        let mut params = json!({
            "textDocument": {"uri": self.uri("codes.md")},
            "position": {"line": line, "character": character},
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        params
    }

    fn card(&mut self, piece: &str) -> String {
        let hover = self.ask("textDocument/hover", SPEC, piece, &Json::Null);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// The labels of what can stand at a mark in a text, which the document is made to hold.
    fn offered(&mut self, text: &str) -> Vec<String> {
        let whole = text.replacen('^', "", 1);
        let uri = self.uri("codes.md");
        self.client.change(&uri, 2, &json!([{"text": whole}]));
        let params = self.params(text, "^", &Json::Null);
        let items = self.client.ask("textDocument/completion", &params);
        let items = items.as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }
}

#[test]
fn hover_says_all_that_is_known() {
    let mut package = Package::new();
    let card = package.card("1 | lid");
    for part in ["ErrorCode::LidOpen", "lid open", "`part()`: Hinge", "Since 1.0.0", "In the numbers of Lid: `1..=9`"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let retired = package.card("lid lost");
    assert!(retired.contains("Struck out") && retired.contains("Not in the lock yet"), "{retired}");
    assert!(package.card("Part |").contains("fn part(self) -> Part"));
    assert!(package.card("odd-code").contains("### `odd-code`"));
    assert!(package.card("as = ").contains("What the cells of the column hold"));
    assert_eq!(package.card("## Lid"), "");
}

#[test]
fn completion_offers_what_can_stand_there() {
    let mut package = Package::new();
    let rows = |row: &str| format!("{SPEC}{row}\n");
    // 3 was released, and is gone.
    assert_eq!(package.offered(&rows("| ^")), ["4"]);
    assert_eq!(package.offered(&rows("| ^ | lid shut | Hinge |")), ["4"]);
    assert_eq!(package.offered(&rows("| 4 | lid shut | ^")), ["Hinge", "Screw"]);
    assert_eq!(
        package.offered(&SPEC.replace("\"category\"", "\"^\"")),
        ["text", "category", "categories", "integer", "boolean"]
    );
    assert!(package.offered(&SPEC.replace("[\"odd-code\"]", "[\"^\"]")).contains(&"near-identical".to_owned()));
    assert_eq!(package.offered(&SPEC.replace("\"codes.lock\"", "^")), ["codes.lock"]);
    assert_eq!(package.offered(&SPEC.replace("lock = ", "code = ^\nlock = ")), ["Error code", "Name", "Part", "false"]);
    let keys = package.offered(&SPEC.replace("lock = ", "^\nlock = "));
    assert!(keys.contains(&"join".to_owned()) && !keys.contains(&"as".to_owned()), "{keys:?}");
    let keys = package.offered(&SPEC.replace("as = \"category\"", "as = \"category\"\n^"));
    assert!(keys.contains(&"accessor".to_owned()) && !keys.contains(&"as".to_owned()), "{keys:?}");
    let sections = package.offered(&SPEC.replace("[columns.Part]", "[^"));
    assert!(sections.contains(&"[columns.Part]".to_owned()), "{sections:?}");
    assert!(package.offered(&SPEC.replace("| Error code |", "| ^ |")).contains(&"Error code".to_owned()));
    assert_eq!(package.offered(&SPEC.replace("## Lid", "## ^")), [""; 0]);
}

/// An `errtable.toml` that is open.
struct Config {
    package: Package,
    version: i32,
}

impl Config {
    fn new() -> Self {
        let mut package = Package::new();
        let uri = package.uri("errtable.toml");
        package.client.open(&uri, "");
        Config { package, version: 1 }
    }

    /// What is answered at a mark in a text, which the document is made to hold.
    fn ask(&mut self, method: &str, text: &str) -> Json {
        self.version += 1;
        let uri = self.package.uri("errtable.toml");
        let whole = text.replacen('^', "", 1);
        self.package.client.change(&uri, self.version, &json!([{"text": whole}]));
        let mut params = self.package.params(text, "^", &Json::Null);
        params["textDocument"]["uri"] = Json::from(uri);
        params["range"] = json!({"start": params["position"], "end": params["position"]});
        params["context"] = json!({"diagnostics": []});
        self.package.client.ask(method, &params)
    }

    fn offered(&mut self, text: &str) -> Vec<String> {
        let items = self.ask("textDocument/completion", text);
        let items = items.as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }
}

#[test]
fn errtable_toml_has_hover_and_completion() {
    let mut config = Config::new();
    let spec = "[[spec]]\npath = \"codes.md\"\n";
    for (text, said) in [
        (format!("{spec}^format = true\n"), "tables of the spec are aligned"),
        (format!("{spec}[spec.enum.ErrorCode]\nde^rive = []\n"), "Traits that the type derives"),
        (format!("{spec}enum.ErrorCode.^code_type = \"u16\"\n"), "The integer type of the codes"),
        (format!("{spec}^unknown = true\n"), "### `unknown-key`"),
    ] {
        let hover = config.ask("textDocument/hover", &text);
        assert!(hover["contents"]["value"].as_str().is_some_and(|card| card.contains(said)), "{text}: {hover}");
    }
    assert_eq!(config.ask("textDocument/hover", &format!("{spec}^\n")), Json::Null);
    let keys = config.offered(&format!("{spec}^\n"));
    assert!(keys.contains(&"features".to_owned()) && !keys.contains(&"path".to_owned()), "{keys:?}");
    let keys = config.offered(&format!("{spec}[spec.enum.ErrorCode]\n^\n"));
    assert!(keys.contains(&"without".to_owned()) && !keys.contains(&"features".to_owned()), "{keys:?}");
    assert_eq!(config.offered("[[spec]]\npath = ^\n"), ["codes.md"]);
    assert_eq!(config.offered(&format!("{spec}format = ^\n")), ["true", "false"]);
    let types = config.offered(&format!("{spec}[spec.enum.ErrorCode]\ncode_type = \"^\"\n"));
    assert!(types.contains(&"u16".to_owned()), "{types:?}");
    let sections = config.offered(&format!("{spec}[^\n"));
    for section in ["[[spec]]", "[spec.enum.ErrorCode]", "[spec.enum.Part]"] {
        assert!(sections.contains(&section.to_owned()), "{section}: {sections:?}");
    }
}

#[test]
fn a_fault_of_errtable_toml_has_its_fix() {
    let mut config = Config::new();
    let text = "[[spec]]\npath = \"codes.md\"\nform^at_ = true\n";
    let actions = config.ask("textDocument/codeAction", text);
    let uri = config.package.uri("errtable.toml");
    assert_eq!(config.package.client.found(&uri)[0]["code"], "unknown-key");
    let edit = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({"uri": uri, "version": 2}), "{actions}");
    assert_eq!(edit["edits"][0]["newText"], "format", "{actions}");
    let text = "[[spec]]\npath = \"codes.md\"\n[spec.enum.ErrorCode]\nderive = [\"^Debug\"]\n";
    let actions = config.ask("textDocument/codeAction", text);
    let kinds = ["quickfix", "source.fixAll.errtable"];
    let of_kind = |kind: &&str| actions.as_array()?.iter().find(|action| action["kind"] == **kind);
    for action in kinds.iter().map(|kind| of_kind(kind).unwrap_or_else(|| panic!("{kind}: {actions}"))) {
        let change = &action["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"]["uri"], uri);
        assert_eq!(change["edits"][0]["range"]["start"], json!({"line": 3, "character": 0}), "{action}");
    }
}

#[test]
fn a_rename_says_what_it_breaks() {
    let mut package = Package::new();
    let at = package.ask("textDocument/prepareRename", SPEC, "1 | lid", &Json::Null);
    assert_eq!(at["placeholder"], "LidOpen");
    let edit = package.ask("textDocument/rename", SPEC, "1 | lid", &json!({"newName": "LidAjar"}));
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": package.uri("codes.md"), "version": 1}));
    assert!(change["edits"][0]["newText"].as_str().expect("a text").contains("1 = \"LidAjar\""), "{edit}");
    assert_eq!(edit["changeAnnotations"]["break"]["needsConfirmation"], true);
    let told = package.client.said.pop().expect("it is told");
    let told = told["params"]["message"].as_str().expect("a message").to_owned();
    assert!(told.contains("errtable lock --accept variant-renamed:"), "{told}");
    // What was never released breaks nobody.
    let edit = package.ask("textDocument/rename", SPEC, "lid lost", &json!({"newName": "LidGone"}));
    assert_eq!(edit["changeAnnotations"], Json::Null);
    for (name, why) in [("lid open", "upper camel case"), ("LidOpen", "LidOpen")] {
        let params = package.params(SPEC, "lid lost", &json!({"newName": name}));
        let refusal = package.client.refusal("textDocument/rename", &params);
        assert!(refusal.contains(why), "{refusal}");
    }
    let params = package.params(SPEC, "## Lid", &json!({"newName": "X"}));
    assert!(package.client.refusal("textDocument/rename", &params).contains("put the cursor on a row"));
}

#[test]
fn symbols_and_definitions_are_found() {
    let mut package = Package::new();
    let symbols = package.ask("textDocument/documentSymbol", SPEC, "<", &Json::Null);
    let names: Vec<_> =
        symbols[0]["children"].as_array().expect("rows").iter().map(|row| row["name"].clone()).collect();
    assert_eq!((&symbols[0]["name"], names), (&json!("ErrorCode"), vec![json!("1 LidOpen"), json!("2 LidLost")]));
    assert_eq!(symbols[0]["children"][1]["tags"], json!([1]));
    let found = package.ask("textDocument/definition", SPEC, "1 | lid", &Json::Null);
    assert_eq!(found[0]["uri"], package.uri("generated.rs"));
    assert_eq!(found[0]["range"]["start"], json!({"line": 2, "character": 4}));
    assert_eq!(package.ask("textDocument/definition", SPEC, "lid lost", &Json::Null), Json::Null);
}

#[test]
fn each_file_of_a_spec_is_told_of_from_its_unsaved_text() {
    let mut package = Package::new();
    let [spec, lock, config] = ["codes.md", "codes.lock", "errtable.toml"].map(|name| package.uri(name));
    package.client.open(&lock, &LOCK.replace("variant = \"LidOpen\"", "variant = \"\""));
    assert!(!package.client.found(&lock).is_empty(), "the lock has a fault");
    package.client.close(&lock);
    assert!(package.client.found(&lock).is_empty(), "the lock on the disk has none");
    package.client.open(&config, "[[spec]]\npath = \"codes.md\"\nfeature = []\n");
    assert_eq!(package.client.found(&config)[0]["code"], "unknown-key");
    package.client.close(&config);
    package.client.close(&spec);
    assert!(package.client.diagnostics.values().all(Vec::is_empty), "nothing is open");
}

#[test]
fn a_joined_file_is_judged_by_the_spec_that_is_not_open() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let spec = "<!-- errtable\njoin = \"advice.md\"\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | lid open |\n";
    fs::write(folder.path().join("codes.md"), spec).expect("it is written");
    let root = format!("file://{}", folder.path().to_str().expect("a path is text"));
    let mut client = Client::start(&root, "utf-8", &Json::Null);
    let advice = format!("{root}/advice.md");
    client.open(&advice, "| Error code | Advice |\n|---|---|\n| 1 | shut it |\n");
    assert!(client.diagnostics.values().all(Vec::is_empty), "{:?}", client.diagnostics);
    client.change(&advice, 2, &json!([{"text": "| Error code | Advice |\n|---|---|\n| 7 | shut it |\n"}]));
    assert!(!client.found(&advice).is_empty(), "the spec has no such code");
    client.close(&advice);
    assert!(client.found(&advice).is_empty());
}

#[test]
fn other_markdown_is_left_alone() {
    let mut client = Client::start("file:///", "utf-8", &Json::Null);
    for (number, text) in ["# Hi\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "| a\n\n<!-- x\n", ""].iter().enumerate() {
        let uri = format!("untitled:{number}.md");
        client.open(&uri, text);
        assert!(!client.diagnostics.contains_key(&uri), "{text}");
    }
    // Once it is a spec, it stays one while it is half written.
    client.open("untitled:x.md", "| Error code | Name |\n|---|---|\n| 1 | a |\n");
    client.change("untitled:x.md", 2, &json!([{"text": "| Error code | Name |\n\n| 1 | a |\n"}]));
    assert!(!client.found("untitled:x.md").is_empty());
}
