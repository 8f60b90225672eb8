//! `errtable lock`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, LOCKED, SMALL};

const MANIFEST: &str = "[package]\nname = \"till\"\nversion = \"1.2.0\"\n";

fn locked(test: &str) -> Folder {
    let folder = Folder::with(test, LOCKED);
    folder.write("Cargo.toml", MANIFEST);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0"]).assert().code(0).stderr_eq("");
    folder
}

#[test]
fn a_lock_is_begun_and_then_current() {
    let folder = Folder::with("lock-new", LOCKED);
    folder.write("Cargo.toml", MANIFEST);
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
codes.lock is written
  the enum `ErrorCode` is new

"#]]);
    snapbox::assert_data_eq!(
        folder.read("codes.lock"),
        str![[r##"
# What codes.md has released. It keeps names as they are and tells of what would break.
# Written by `errtable lock`, not by hand; commit it with the spec.
format = "errtable-lock/2"

[enum.ErrorCode]
code_type = "u32"
since = "unreleased"

[enum.ErrorCode.columns]
code = { header = "Error code", since = "unreleased" }
name = { header = "Name", since = "unreleased" }
description = { header = "Description", since = "unreleased" }

[enum.ErrorCode.codes]
1 = { variant = "LidOpen", name = "lid open", description = "The lid was left open", since = "unreleased" }
2 = { variant = "LidStuck", name = "lid stuck", description = "The lid does not move", since = "unreleased" }
3 = { variant = "NoInk", name = "no ink", description = "The ribbon is dry", since = "unreleased" }

"##]]
    );
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq("codes.lock is current\n");
    folder.errtable(&["lock", "codes.md", "--check"]).assert().code(0).stdout_eq("codes.lock is current\n");
}

#[test]
fn a_lock_that_nobody_names_says_how_to_name_it() {
    let folder = Folder::with("lock-unnamed", SMALL);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0).stderr_eq(str![[r#"
help: name it, so that builds use it, in the directive above the table: lock = "codes.lock"

"#]]);
    assert!(folder.path("codes.lock").is_file());
}

/// A version is out when somebody says so: the one in Cargo.toml alone is no release.
#[test]
fn nothing_is_released_before_a_version_is_stamped() {
    let folder = Folder::with("lock-unreleased", LOCKED);
    folder.write("Cargo.toml", MANIFEST);
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("");
    assert_eq!(folder.read("codes.lock").matches("since = \"unreleased\"").count(), 7);
    // What was not released may go, and be called something else.
    folder.write("codes.md", LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", ""));
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
codes.lock is written
  `ErrorCode::LidStuck` (2) is removed, which was not released: “lid stuck: The lid does not move”

"#]]);
    assert!(!folder.read("codes.lock").contains("LidStuck"));
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0"]).assert().code(0).stderr_eq("");
    let lock = folder.read("codes.lock");
    assert!(lock.contains("released = \"1.2.0\"\n") && !lock.contains("unreleased"), "{lock}");
    folder.write("codes.md", LOCKED);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.1.0"]).assert().code(2).stderr_eq(str![[r#"
error: `1.1.0` comes before 1.2.0, which is stamped already
help: stamp a later one: --stamp 1.2.1

"#]]);
    assert_eq!(folder.read("codes.lock"), lock, "nothing is written");
    // What is out is out, whatever it should have been called.
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.1"]).assert().code(0).stderr_eq(str![[r#"
help: since 1.2.0 the lock holds something new, which asks for 1.3.0 rather than 1.2.1

"#]]);
    assert!(folder.read("codes.lock").contains("since = \"1.2.1\""));
}

/// What waits for a release asks for a version, and a stamped version is the next one at the least.
#[test]
fn a_version_that_is_too_low_is_told() {
    let folder = locked("lock-low");
    folder.errtable(&["check", "codes.md"]).assert().code(0).stderr_eq("");
    folder.write("codes.md", LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", ""));
    folder.errtable(&["lock", "codes.md", "--accept", "code-removed:ErrorCode::2"]).assert().code(0).stderr_eq("");
    folder.errtable(&["check", "codes.md"]).assert().code(0).stderr_eq(str![[r#"
warning[version-too-low]: version 1.2.0 is too low: since 1.2.0 the lock holds breaks that were accepted, or a variant more in an enum that users match in full
 --> Cargo.toml:3:11
  |
3 | version = "1.2.0"
  |           ^^^^^^^
  |
  = help: before the next release, raise it to 2.0.0 at the least
  = help: once that is out, stamp the lock: errtable lock codes.md --stamp 2.0.0

1 warning
help: what a rule is about, with an example: errtable rule version-too-low

"#]]);
    folder.write("Cargo.toml", MANIFEST.replace("1.2.0", "2.0.0"));
    folder.errtable(&["check", "codes.md"]).assert().code(0).stderr_eq("");
    folder.errtable(&["lock", "codes.md", "--stamp", "2.0.0"]).assert().code(0).stderr_eq("");
    assert!(folder.read("codes.lock").contains("[accepted.\"2.0.0\"]\n"));
}

/// The form before is read, and all that it has was released; it is written as the new one.
#[test]
fn a_lock_of_the_form_before_is_read_and_rewritten() {
    let folder = Folder::with("lock-form", LOCKED);
    folder.write(
        "codes.lock",
        "format = \"errtable-lock/1\"\n\n[enum.ErrorCode]\ncode_type = \"u32\"\n\n[enum.ErrorCode.columns]\n\
         code = { header = \"Error code\" }\nname = { header = \"Name\" }\n\
         description = { header = \"Description\" }\n\n[enum.ErrorCode.codes]\n\
         1 = { variant = \"LidAjar\", name = \"lid open\", description = \"The lid was left open\", since = \"1.2.0\" }\n",
    );
    let output = folder.errtable(&["check", "codes.md"]).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("error[stale-lock]"), "{stderr}");
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("");
    let lock = folder.read("codes.lock");
    assert!(lock.contains("format = \"errtable-lock/2\"\nreleased = \"1.2.0\"\n"), "{lock}");
    assert!(lock.contains("1 = { variant = \"LidAjar\"") && lock.contains("since = \"1.2.0\" }\n2 = "), "{lock}");
    assert_eq!(lock.matches("since = \"unreleased\"").count(), 2, "{lock}");
}

#[test]
fn new_codes_are_first_released_now() {
    let folder = locked("lock-added");
    folder.write("codes.md", LOCKED.replace("| 2 |", "| ~~2~~ |") + "| 9 | no paper | Nothing to print on |\n");
    folder.errtable(&["lock", "codes.md", "--check"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `codes.lock` lacks what the spec says now
help: bring it up to date: errtable lock codes.md

"#]]);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.3.0"]).assert().code(0).stdout_eq(str![[r#"
codes.lock is written
  `ErrorCode::LidStuck` (2) is retired: “lid stuck: The lid does not move”
  `ErrorCode::NoPaper` (9) is new: “no paper: Nothing to print on”

"#]]);
    let lock = folder.read("codes.lock");
    assert!(lock.contains(
        "9 = { variant = \"NoPaper\", name = \"no paper\", description = \"Nothing to print on\", since = \"1.3.0\" }\n"
    ));
    assert!(lock.contains("since = \"1.2.0\", retired = \"1.3.0\" }\n"), "{lock}");
}

#[test]
fn a_break_is_refused_until_it_is_accepted() {
    let folder = locked("lock-break");
    let before = folder.read("codes.lock");
    folder.write("codes.md", LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", ""));
    folder.errtable(&["lock", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[code-removed]: code 2, `ErrorCode::LidStuck`, is removed without having been struck out
  --> codes.lock:17:1
   |
17 | 2 = { variant = "LidStuck", name = "lid stuck", description = "The lid does not move", since = "1.2.0" }
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ released in 1.2.0
   |
   = help: in codes.md, put its row back, struck out, or without `~~` if it is still in use: add below line 7:

           | ~~2~~ | lid stuck | The lid does not move |
   = help: if it is meant, record it, and release a new major version: errtable lock codes.md --accept code-removed:ErrorCode::2

1 error

"#]]);
    assert_eq!(folder.read("codes.lock"), before, "nothing is written");
    folder
        .errtable(&["lock", "codes.md", "--accept", "code-removed:ErrorCode::3"])
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
error[code-removed]: code 2, `ErrorCode::LidStuck`, is removed without having been struck out
  --> codes.lock:17:1
   |
17 | 2 = { variant = "LidStuck", name = "lid stuck", description = "The lid does not move", since = "1.2.0" }
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ released in 1.2.0
   |
   = help: in codes.md, put its row back, struck out, or without `~~` if it is still in use: add below line 7:

           | ~~2~~ | lid stuck | The lid does not move |
   = help: if it is meant, record it, and release a new major version: errtable lock codes.md --accept code-removed:ErrorCode::2

1 error
error: the spec has no break `code-removed:ErrorCode::3` to accept
help: its breaks are `code-removed:ErrorCode::2`

"#]]);
    assert_eq!(folder.read("codes.lock"), before, "nothing is written");
    let accept = ["lock", "codes.md", "--stamp", "2.0.0", "--accept", "code-removed:ErrorCode::2"];
    folder.errtable(&accept).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
codes.lock is written
  `ErrorCode::LidStuck` (2) is removed: “lid stuck: The lid does not move”

"#]]);
    let lock = folder.read("codes.lock");
    let record = "[accepted.\"2.0.0\"]\n\"code-removed:ErrorCode::2\" = \"`ErrorCode::LidStuck` (2) is removed: “lid stuck: The lid does not move”\"\n";
    assert!(lock.contains(record), "{lock}");
    assert!(lock.contains("since = \"1.2.0\", removed = \"2.0.0\" }"), "{lock}");
    folder.errtable(&["check", "codes.md"]).assert().code(0).stderr_eq("");
    // The number is not free for another meaning.
    folder.write("codes.md", LOCKED.replace("lid stuck | The lid does not move", "no paper | Nothing to print on"));
    let output = folder.errtable(&["check", "codes.md"]).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("error[retired-reused]: code 2, `ErrorCode::LidStuck`, was given up"), "{stderr}");
}

#[test]
fn a_row_with_a_new_number_keeps_its_name_where_that_is_accepted() {
    let folder = locked("lock-renumbered");
    folder.write("codes.md", LOCKED.replace("| 2 |", "| 12 |"));
    let code = folder.errtable(&["emit", "rust", "codes.md"]).assert().code(0);
    let code = String::from_utf8_lossy(&code.get_output().stdout).into_owned();
    assert!(code.contains("LidStuck12 = 12,\n"), "nobody may take code 12 for code 2");
    folder.errtable(&["lock", "codes.md", "--accept", "code-removed:ErrorCode::2"]).assert().code(0);
    let code = folder.errtable(&["emit", "rust", "codes.md"]).assert().code(0).stderr_eq("");
    assert!(String::from_utf8_lossy(&code.get_output().stdout).contains("LidStuck = 12,\n"));
}

/// Two branches release a code each, next to one another. Git cannot put the lines in order; whoever keeps both can.
#[test]
fn branches_are_merged() {
    let folder = locked("lock-merge");
    folder.commit();
    let release = |branch: &str, row: &str| {
        folder.git(&["switch", "--quiet", "--create", branch, "main"]);
        folder.write("codes.md", LOCKED.to_owned() + row);
        folder.errtable(&["lock", "codes.md", "--stamp", "1.3.0"]).assert().code(0);
        folder.commit();
    };
    release("paper", "| 8 | no paper | Nothing to print on |\n");
    release("glue", "| 9 | no glue | The label fell off |\n");
    let merge = folder.git_command(&["merge", "--quiet", "paper"]);
    merge.assert().code(1);
    let both = |file: &str| {
        let is_marker = |line: &&str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker));
        let text = folder.read(file);
        assert!(text.lines().any(|line| is_marker(&line)), "{text}");
        text.lines().filter(|line| !is_marker(line)).fold(String::new(), |text, line| text + line + "\n")
    };
    folder.write("codes.md", both("codes.md"));
    let output = folder.errtable(&["check", "codes.md"]).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.starts_with("error[lock-conflict]") && stderr.contains("\n1 error\n"), "{stderr}");
    folder.write("codes.lock", both("codes.lock"));
    folder.errtable(&["lock", "codes.md"]).assert().code(0).stderr_eq("");
    let lock = folder.read("codes.lock");
    let order = ["\n3 = {", "\n8 = {", "\n9 = {"].map(|line| lock.find(line).expect("each code has a line"));
    assert!(order.is_sorted(), "{lock}");
    folder.errtable(&["check", "codes.md"]).assert().code(0).stderr_eq("");
}

#[test]
fn a_spec_with_errors_is_not_locked() {
    let folder = Folder::with("lock-broken", BROKEN);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(1).stdout_eq("");
    assert!(!folder.path("codes.lock").exists());
    folder.errtable(&["lock", "missing.md", "--stamp", "1.0.0"]).assert().code(2).stdout_eq("");
}

#[test]
fn a_version_is_one_of_semver() {
    let folder = Folder::with("lock-semver", LOCKED);
    folder.errtable(&["lock", "codes.md", "--stamp", "v2"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: `v2` is no version of SemVer
help: write 2.0.0

"#]]);
    folder.errtable(&["lock", "codes.md", "--stamp", "soon"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: `soon` is no version of SemVer
help: write three numbers, such as 1.4.0

"#]]);
    assert!(!folder.path("codes.lock").exists());
    folder.errtable(&["lock", "codes.md", "--stamp", "2.0.0"]).assert().code(0);
}
