//! The commands in the help of findings work when they are pasted, whatever the names of files and codes are.

#![cfg(unix)]

use crate::folder::Folder;

const SPEC: &str = "my spec/codes.md";
const TABLE: &str = "\
<!-- errtable
lock = \"codes.lock\"
-->

| Error code | Name |
| ---------- | ---- |
| E $1 | lid open |
| E 2 | lid stuck |
";

/// What a shell makes of the last command that is told of on a line that holds all of `about`.
fn paste(folder: &Folder, arguments: &[&str], about: &str) -> Vec<String> {
    let output = folder.errtable(arguments).assert().code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    let line = told.lines().rfind(|line| line.contains(about)).unwrap_or_else(|| panic!("{about}: {told}"));
    let (_, command) = line.rsplit_once(": ").unwrap_or_else(|| panic!("{line}"));
    let shown = std::process::Command::new("sh").args(["-c", &format!("printf '%s\\n' {command}")]).output();
    let shown = shown.expect("there is a shell");
    String::from_utf8_lossy(&shown.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn paths_and_codes_are_words() {
    let folder = Folder::new("paste-words");
    folder.write("Cargo.toml", "[package]\nname = \"till\"\nversion = \"1.2.0\"\n");
    folder.write(SPEC, TABLE);
    folder.commit();
    folder.write("errtable.toml", &format!("[[spec]]\npath = \"{SPEC}\"\n[spec.keep]\nrust = \"my codes.rs\"\n"));
    let check = ["check", SPEC];
    let lock = paste(&folder, &check, "write it: ");
    assert_eq!(lock, ["errtable", "lock", SPEC]);
    folder.errtable(&["lock", SPEC, "--stamp", "1.2.0"]).assert().code(0);
    assert_eq!(paste(&folder, &check, "commit it: git add"), ["git", "add", "my spec/codes.lock"]);
    assert_eq!(paste(&folder, &check, "what is kept: "), ["errtable", "update", SPEC]);
    folder.write(SPEC, TABLE.replace("| E $1 | lid open |\n", ""));
    let accept = paste(&folder, &check, "if it is meant");
    assert_eq!(accept, ["errtable", "lock", SPEC, "--accept", "code-removed:ErrorCode::E $1"]);
    let arguments: Vec<_> = accept[1..].iter().map(String::as_str).collect();
    folder.errtable(&arguments).assert().code(0);
}
