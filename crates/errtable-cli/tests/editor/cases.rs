//! All cases that are refused, in the editor and by the command.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use snapbox::cmd::Command;

use crate::client::Client;

/// A package with every case, in which all specs are listed.
struct Package {
    folder: tempfile::TempDir,
}

impl Package {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../errtable/tests/cases/fail");
        copy(&cases, folder.path());
        fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"x\"\nversion = \"9.0.0\"\n")
            .expect("it is written");
        let package = Package { folder };
        let listed = |name: &String| format!("[[spec]]\npath = \"{name}\"\n");
        let config: String = package.specs().iter().map(listed).collect();
        fs::write(package.path("errtable.toml"), config).expect("it is written");
        package
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).to_str().expect("a path is text"))
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The names of the cases.
    fn specs(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder can be read");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name is text"));
        let mut names: Vec<_> = names.filter(|name| name.ends_with(".md") || name.ends_with(".mdx")).collect();
        names.sort();
        assert!(names.len() > 150, "there are cases");
        names
    }

    /// What the command says of a spec.
    fn checked(&self, name: &str, words: &[&str]) -> Json {
        let command = Command::new(env!("CARGO_BIN_EXE_errtable")).current_dir(self.folder.path());
        let output = command.arg("check").args(words).arg(name).output().expect("the command runs");
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("an entry");
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => fs::copy(entry.path(), to.join(entry.file_name())).map(drop).expect("a file can be copied"),
        }
    }
}

/// The byte at a line and a character, both from 0, as the protocol ends lines.
fn byte(text: &str, position: &Json) -> usize {
    let [line, character] = ["line", "character"].map(|of| position[of].as_u64().expect("a number") as usize);
    let mut starts = vec![0];
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    starts.extend((0..bytes.len()).filter(ends).map(|at| at + 1));
    let start = starts[line];
    start + text[start..].chars().take(character).map(char::len_utf8).sum::<usize>()
}

/// The byte at a line and a column of the command, both from 1.
fn byte_of_command(text: &str, line: &Json, column: &Json) -> usize {
    let [line, column] = [line, column].map(|of| of.as_u64().expect("a number") as usize);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

/// A text after edits of a client.
fn applied(text: &str, edits: &[Json]) -> String {
    let mut spans: Vec<_> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(text, &range["start"])..byte(text, &range["end"]), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    spans.sort_by_key(|(span, _)| span.start);
    let mut text = text.to_owned();
    for (span, new) in spans.into_iter().rev() {
        text.replace_range(span, new);
    }
    text
}

/// The texts after the edit of an action, by the address of the file.
fn after(package: &Package, action: &Json) -> BTreeMap<String, String> {
    let changes = action["edit"]["documentChanges"].as_array().expect("an action has an edit");
    let change = |change: &Json| {
        let uri = change["textDocument"]["uri"].as_str().expect("a file").to_owned();
        let name = uri.strip_prefix(&package.uri("")).expect("the file is one of the package");
        let text = package.text(name);
        let text = text.trim_start_matches('\u{feff}');
        (uri, applied(text, change["edits"].as_array().expect("edits")))
    };
    changes.iter().map(change).collect()
}

/// The texts after a fix as the command tells of it.
fn after_fix(package: &Package, fix: &Json) -> BTreeMap<String, String> {
    let mut edits: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
    for edit in fix["edits"].as_array().expect("edits") {
        edits.entry(edit["path"].as_str().expect("a path").to_owned()).or_default().push(edit);
    }
    let apply = |(path, edits): (String, Vec<&Json>)| {
        let mut text = package.text(&path).trim_start_matches('\u{feff}').to_owned();
        for edit in edits.iter().rev() {
            let [start, end] = ["start", "end"].map(|of| edit[of].as_u64().expect("a number") as usize);
            text.replace_range(start..end, edit["text"].as_str().expect("a text"));
        }
        (package.uri(&path), text)
    };
    edits.into_iter().map(apply).collect()
}

#[test]
fn the_editor_is_told_what_the_command_says() {
    let package = Package::new();
    let mut client = Client::start(&package.uri(""), "utf-32", &json!({"all": true}));
    for name in package.specs() {
        let (uri, text) = (package.uri(&name), package.text(&name));
        client.open(&uri, text.trim_start_matches('\u{feff}'));
        let checked = package.checked(&name, &["--all", "--format", "json"]);
        let findings = checked["findings"].as_array().unwrap_or_else(|| panic!("{name}: {checked}"));
        let mut expected: Vec<_> = findings
            .iter()
            .map(|finding| {
                let path = finding["path"].as_str().expect("a path");
                let text = package.text(path);
                let text = text.trim_start_matches('\u{feff}');
                let start = byte_of_command(text, &finding["line"], &finding["column"]);
                let end = byte_of_command(text, &finding["end_line"], &finding["end_column"]);
                let severity = if finding["severity"] == "error" { 1 } else { 2 };
                let rule = finding["rule"].as_str().expect("a rule").to_owned();
                let message = finding["message"].as_str().expect("a message").to_owned();
                (
                    package.uri(path),
                    start,
                    end,
                    severity,
                    rule,
                    message,
                    finding["labels"].as_array().map_or(0, Vec::len),
                )
            })
            .collect();
        let mut told = Vec::new();
        for (uri, diagnostics) in &client.diagnostics {
            let text = package.text(uri.strip_prefix(&package.uri("")).expect("a file of the package"));
            let text = text.trim_start_matches('\u{feff}');
            told.extend(diagnostics.iter().map(|diagnostic| {
                let range = &diagnostic["range"];
                let message = diagnostic["message"].as_str().expect("a message").to_owned();
                let rule = diagnostic["code"].as_str().expect("a code").to_owned();
                let severity = diagnostic["severity"].as_i64().expect("a severity") as i32;
                let labels = diagnostic["relatedInformation"].as_array().map_or(0, Vec::len);
                (uri.clone(), byte(text, &range["start"]), byte(text, &range["end"]), severity, rule, message, labels)
            }));
        }
        expected.sort();
        told.sort();
        assert_eq!(told.len(), expected.len(), "{name}\n{told:#?}\n{expected:#?}");
        for (told, expected) in told.iter().zip(&expected) {
            assert!(told.5.starts_with(&expected.5), "{name}: {told:?} is not {expected:?}");
            let places = |of: &(String, usize, usize, i32, String, String, usize)| {
                (of.0.clone(), of.1, of.2, of.3, of.4.clone(), of.6)
            };
            assert_eq!(places(told), places(expected), "{name}");
        }
        client.close(&uri);
        let left: Vec<_> = client.diagnostics.iter().filter(|(_, of)| !of.is_empty()).collect();
        assert!(left.is_empty(), "{name} is closed: {left:?}");
    }
}

#[test]
fn each_fix_is_an_action() {
    let package = Package::new();
    let mut client = Client::start(&package.uri(""), "utf-16", &json!({"all": true}));
    let everywhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9_999_999, "character": 0}});
    let mut number = 0;
    for name in package.specs() {
        let (uri, text) = (package.uri(&name), package.text(&name));
        client.open(&uri, text.trim_start_matches('\u{feff}'));
        let checked = package.checked(&name, &["--all", "--format", "json"]);
        let findings = checked["findings"].as_array().expect("findings");
        let here = findings.iter().filter(|finding| finding["path"] == name.as_str());
        let fixes: Vec<_> = here.flat_map(|finding| finding["fixes"].as_array().expect("fixes")).collect();
        let params = json!({"textDocument": {"uri": uri}, "range": everywhere, "context": {"diagnostics": [], "only": ["quickfix"]}});
        let actions = client.ask("textDocument/codeAction", &params);
        let actions = actions.as_array().expect("actions");
        assert_eq!(actions.len(), fixes.len(), "{name}");
        for (action, fix) in actions.iter().zip(fixes) {
            number += 1;
            let title = action["title"].as_str().expect("a title");
            assert!(title.starts_with(fix["title"].as_str().expect("a title")), "{name}: {title}");
            assert_eq!(after(&package, action), after_fix(&package, fix), "{name}: {title}");
        }
        client.close(&uri);
    }
    assert!(number > 150, "{number} fixes");
}

#[test]
fn all_safe_fixes_make_the_bytes_of_the_command() {
    let (package, fixed) = (Package::new(), Package::new());
    let mut client = Client::start(&package.uri(""), "utf-8", &Json::Null);
    let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let mut number = 0;
    for name in package.specs() {
        let (uri, text) = (package.uri(&name), package.text(&name));
        client.open(&uri, text.trim_start_matches('\u{feff}'));
        let only = ["source.fixAll"];
        let params =
            json!({"textDocument": {"uri": uri}, "range": nowhere, "context": {"diagnostics": [], "only": only}});
        let actions = client.ask("textDocument/codeAction", &params);
        fixed.checked(&name, &["--fix"]);
        let mut texts: BTreeMap<_, _> =
            actions.as_array().and_then(|of| of.first()).map(|action| after(&package, action)).unwrap_or_default();
        let now = texts.remove(&uri).unwrap_or_else(|| text.trim_start_matches('\u{feff}').to_owned());
        assert_eq!(now, fixed.text(&name).trim_start_matches('\u{feff}'), "{name}");
        for (uri, now) in texts {
            let other = uri.strip_prefix(&package.uri("")).expect("a file of the package").to_owned();
            assert_eq!(now, fixed.text(&other).trim_start_matches('\u{feff}'), "{name}: {other}");
            fs::copy(package.path(&other), fixed.path(&other)).expect("it is brought back");
        }
        number += actions.as_array().map_or(0, Vec::len);
        client.close(&uri);
    }
    assert!(number > 1, "{number} specs have safe fixes");
}
