//! `errtable update`, and the specs that errtable.toml lists.

use snapbox::str;

use crate::folder::{Folder, LOCKED};

const CONFIG: &str = "\
[[spec]]
path = \"codes.md\"

[spec.keep]
rust = \"src/{name}.rs\"
json = \"codes.json\"
";

fn folder(test: &str) -> Folder {
    let folder = Folder::with(test, LOCKED);
    folder.write("errtable.toml", CONFIG);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.errtable(&["update"]).assert().code(0);
    folder.commit();
    folder
}

fn add(folder: &Folder, rows: &str) {
    folder.write("codes.md", folder.read("codes.md") + rows);
}

#[test]
fn a_row_is_added_by_one_command() {
    let folder = folder("update-row");
    folder.errtable(&["update"]).assert().code(0).stderr_eq("").stdout_eq("all is up to date: 1 spec\n");
    add(&folder, "| 9 | no paper | Nothing to print on |\n| 8 | no glue | It fell off |\n");
    folder.errtable(&["update"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
codes.lock is written
  `ErrorCode::NoPaper` (9) is new: “no paper: Nothing to print on”
  `ErrorCode::NoGlue` (8) is new: “no glue: It fell off”
src/codes.rs is written
codes.json is written

"#]]);
    folder.errtable(&["check"]).assert().code(0).stdout_eq("codes.md: ErrorCode, 5 codes\n");
}

/// What a file holds by name, of all that an update may write.
fn state(folder: &Folder) -> Vec<String> {
    ["codes.md", "codes.lock", "src/codes.rs", "codes.json"].iter().map(|file| folder.read(file)).collect()
}

#[test]
fn nothing_is_written_while_something_stands() {
    for (what, rows) in [
        ("an error", "| 9 | no paper | Nothing |\n| 9 | no glue | Nothing |\n"),
        ("a suspicion", "| 9 | no paper，no glue | It ended |\n"),
    ] {
        let folder = folder("update-stands");
        add(&folder, rows);
        let before = state(&folder);
        let output = folder.errtable(&["update"]).assert().code(1).stdout_eq("");
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(told.contains("error: nothing is written: settle what stands above"), "{what}: {told}");
        assert_eq!(state(&folder), before, "{what}");
    }
    let folder = folder("update-break");
    folder.write("codes.md", folder.read("codes.md").replace("| 2 | lid stuck | The lid does not move |\n", ""));
    let before = state(&folder);
    let output = folder.errtable(&["update"]).assert().code(1).stdout_eq("");
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("[code-removed]") && told.contains("--accept code-removed:ErrorCode::2"), "{told}");
    assert_eq!(state(&folder), before);
}

/// A fault in one spec keeps all of them as they were.
#[test]
fn specs_are_written_together() {
    let folder = folder("update-together");
    folder.write("errtable.toml", CONFIG.to_owned() + "\n[[spec]]\npath = \"other.md\"\n");
    folder.write("other.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n| 1 | lid shut |\n");
    add(&folder, "| 9 | no paper | Nothing to print on |\n");
    let before = state(&folder);
    folder.errtable(&["update"]).assert().code(1).stdout_eq("");
    assert_eq!(state(&folder), before);
    folder.errtable(&["update", "codes.md"]).assert().code(0);
    assert_ne!(state(&folder), before);
}

#[test]
fn a_pattern_lists_what_holds_codes() {
    let folder = folder("update-pattern");
    folder.write("errtable.toml", "[[spec]]\npath = \"docs/**/*.md\"\n\n[spec.keep]\njson = \"out/{name}.json\"\n");
    folder.write("docs/a.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    folder.write("docs/b/c.md", "| Error code | Name |\n|---|---|\n| 2 | lid shut |\n");
    folder.write("docs/prose.md", "# Nothing of codes\n");
    folder.write("docs/.hidden.md", "| Error code | Name |\n|---|---|\n| 2 | lid shut |\n");
    folder.errtable(&["update"]).assert().code(0).stdout_eq("out/a.json is written\nout/c.json is written\n");
    folder.commit();
    let shown = "docs/a.md: ErrorCode, 1 code\ndocs/b/c.md: ErrorCode, 1 code\n";
    folder.errtable(&["check"]).assert().code(0).stdout_eq(shown);
    folder.errtable(&["explain", "2"]).assert().code(0);
    // From a folder below, the paths are those from there.
    folder
        .errtable(&["check"])
        .current_dir(folder.path("docs"))
        .assert()
        .code(0)
        .stdout_eq("../docs/a.md: ErrorCode, 1 code\n../docs/b/c.md: ErrorCode, 1 code\n");
}

#[test]
fn one_file_is_not_kept_of_two_specs() {
    let folder = folder("update-meet");
    folder.write("errtable.toml", "[[spec]]\npath = \"*.md\"\n\n[spec.keep]\njson = \"codes.json\"\n");
    folder.write("other.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    let before = state(&folder);
    for command in ["update", "check"] {
        let output = folder.errtable(&[command]).assert().code(1);
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        let line = "error[conflicting-settings]: `codes.json` is kept of `codes.md`, too, and one text would replace";
        assert!(told.contains(line) && told.contains(" --> errtable.toml:5:8"), "{command}: {told}");
    }
    assert_eq!(state(&folder), before);
}

/// No output takes the place of a file that any of the specs is read from.
#[test]
fn no_input_is_replaced() {
    let folder = folder("update-inputs");
    for target in ["codes.md", "codes.lock", "errtable.toml", "other.md"] {
        folder.write("other.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
        let config =
            format!("[[spec]]\npath = \"codes.md\"\n[spec.keep]\njson = \"{target}\"\n[[spec]]\npath = \"other.md\"\n");
        folder.write("errtable.toml", &config);
        let before = (state(&folder), folder.read("other.md"));
        folder.errtable(&["update"]).assert().code(2);
        assert_eq!((state(&folder), folder.read("other.md")), before, "{target}");
        assert_eq!(folder.read("errtable.toml"), config);
    }
}

#[test]
fn a_fault_of_errtable_toml_is_told_once() {
    let folder = folder("update-once");
    folder.write("other.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    folder.write("errtable.toml", "[[spec]]\npath = \"codes.md\"\nfeature = []\n[[spec]]\npath = \"other.md\"\n");
    for command in ["check", "update"] {
        let output = folder.errtable(&[command]).assert().code(1);
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert_eq!(told.matches("error[unknown-key]: there is no key `feature`").count(), 1, "{command}: {told}");
    }
}

#[test]
fn what_is_listed_must_be_there() {
    let folder = folder("update-unlisted");
    folder.write("errtable.toml", CONFIG.replace("codes.md", "moved.md"));
    let told = str![[r#"
error[unlisted-spec]: there is no file `moved.md`
 --> errtable.toml:2:8
  |
2 | path = "moved.md"
  |        ^^^^^^^^^^
  |
  = help: correct the path, or take this `[[spec]]` out

1 error
help: what a rule is about, with an example: errtable rule unlisted-spec

"#]];
    folder.errtable(&["check"]).assert().code(1).stdout_eq("").stderr_eq(told);
    folder.errtable(&["update"]).assert().code(1).stdout_eq("");
    folder.write("errtable.toml", CONFIG.to_owned() + CONFIG);
    let output = folder.errtable(&["check"]).assert().code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(
        told.contains("error[unlisted-spec]: an earlier `[[spec]]` lists `codes.md` already, and counts"),
        "{told}"
    );
    folder.write("errtable.toml", "# nothing yet\n");
    let output = folder.errtable(&["check"]).assert().code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("error[unlisted-spec]: this errtable.toml lists no spec, so nothing is held"), "{told}");
    std::fs::remove_file(folder.path("errtable.toml")).expect("it was there");
    folder.errtable(&["check"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: no spec is named, and there is no errtable.toml here or above
help: name the Markdown file, or list it in an errtable.toml: errtable new FILE

"#]]);
}
