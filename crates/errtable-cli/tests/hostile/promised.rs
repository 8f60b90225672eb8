//! What is promised to fit does: within a limit, nothing else is met first.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{SECONDS, errtable_within, folder};

/// Without optimizations a command takes several times as long; then the first of them has to do.
const SECONDS_FOR_ALL: usize = if cfg!(debug_assertions) { 13 * SECONDS } else { SECONDS };
/// With a lock of as many codes as well: it is read, compared, and written to see whether it is current.
const SECONDS_WITH_LOCK: usize = 3 * SECONDS;
const COMMANDS: &[&str] =
    &["check x.md", "emit rust x.md", "emit json x.md", "emit markdown x.md", "emit html x.md -o x.html", "fmt x.md"];

/// A command that has done its work; what it says.
fn succeed(folder: &Path, command: &str) -> String {
    succeed_within(SECONDS_FOR_ALL, folder, command)
}

fn succeed_within(seconds: usize, folder: &Path, command: &str) -> String {
    let (code, said) = errtable_within(seconds, folder, command);
    assert_eq!(code, Some(0), "{command} in {folder:?}: {said:.600}");
    said
}

fn expect_all(folder: &Path, codes: usize) {
    let commands = if cfg!(debug_assertions) { &COMMANDS[..1] } else { COMMANDS };
    for command in commands {
        let said = succeed(folder, command);
        if command.starts_with("check") {
            assert!(said.contains(&format!("ErrorCode, {codes} codes")), "{said:.300}");
        }
    }
}

/// Five columns and 130 bytes, as rows have them in tables that people write.
fn usual_row(row: usize) -> String {
    let part = ["tag", "device", "quota", "token"][row % 4];
    let text = format!("The {part} could not be read, so that it was not sent");
    let mut row =
        format!("| {} | read {part} failed {row} | {text} | {part} API | wait, then send it again", 10_000 + row * 7);
    while row.len() < 126 {
        row.push('s');
    }
    row + " |\n"
}

const HEADER: &str = "| Error code | Name | Description | Part | Remark |\n| --- | --- | --- | --- | --- |\n";

#[test]
fn what_is_promised_150_000_rows() {
    let folder = folder("promised-rows");
    let rows: String = (0..150_000).map(usual_row).collect();
    assert!(rows.len() / 150_000 >= 128, "{}", rows.len());
    let directive = "<!-- errtable\n[columns.Part]\nas = \"category\"\n-->\n\n";
    fs::write(folder.join("x.md"), format!("{directive}{HEADER}{rows}")).expect("the folder is there");
    expect_all(&folder, 150_000);
    if cfg!(debug_assertions) {
        return;
    }
    // The lock that this writes can be read.
    let directive = directive.replace("errtable\n", "errtable\nlock = \"x.lock\"\n");
    fs::write(folder.join("x.md"), format!("{directive}{HEADER}{rows}")).expect("the folder is there");
    succeed_within(SECONDS_WITH_LOCK, &folder, "lock x.md --stamp 1.0.0");
    // Here git ignores everything, and a lock must be in a repository.
    for arguments in [&["init", "--quiet"][..], &["add", "x.md", "x.lock"]] {
        let done = Command::new("git").args(arguments).current_dir(&folder).status().expect("there is git");
        assert!(done.success());
    }
    for command in ["check x.md", "emit rust x.md", "lock x.md --stamp 1.0.1"] {
        succeed_within(SECONDS_WITH_LOCK, &folder, command);
    }
}

#[test]
fn what_is_promised_10_000_codes_in_a_cell() {
    let folder = folder("promised-codes");
    let codes = |row: usize| (0..10_000).map(|code| (row * 10_000 + code).to_string()).collect::<Vec<_>>().join(", ");
    let rows: String = (0..5).map(|row| format!("| {} | name {row} |\n", codes(row))).collect();
    let spec = format!("<!-- errtable\ncodes = \"many\"\n-->\n\n| Error code | Name |\n| --- | --- |\n{rows}");
    fs::write(folder.join("x.md"), spec).expect("the folder is there");
    let said = succeed(&folder, "check x.md");
    assert!(said.contains("ErrorCode"), "{said:.300}");
    let said = succeed(&folder, "emit json x.md");
    assert!(said.contains("49999"), "{said:.300}");
}

#[test]
fn what_is_promised_50_000_categories() {
    let folder = folder("promised-categories");
    let rows: String = (0..50_000).map(|row| format!("| {row} | name {row} | kind number {row} |\n")).collect();
    let directive = "<!-- errtable\n[columns.Kind]\nas = \"category\"\n-->\n\n";
    let spec = format!("{directive}| Error code | Name | Kind |\n| --- | --- | --- |\n{rows}");
    fs::write(folder.join("x.md"), spec).expect("the folder is there");
    expect_all(&folder, 50_000);
}
