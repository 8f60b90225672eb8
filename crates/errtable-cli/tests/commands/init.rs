//! `errtable init`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

#[test]
fn what_can_be_decided_is_inserted() {
    let folder = Folder::with("init", BROKEN);
    folder
        .errtable(&["init", "codes.md"])
        .assert()
        .code(0)
        .stdout_eq("codes.md: a directive is put above 1 table\n")
        .stderr_eq("");
    snapbox::assert_data_eq!(
        folder.read("codes.md"),
        str![[r#"
<!-- errtable
duplicates = "merge" # some codes have several causes
-->
| Error code | Name |
| ---------- | ---- |
| 1 | lid open |
| 1 | lid stuck |
| 3 | lid lost |

"#]]
    );
    folder.errtable(&["check", "codes.md"]).assert().code(0);
    let once = folder.read("codes.md");
    folder.errtable(&["init", "codes.md"]).assert().code(0).stdout_eq("codes.md: nothing to decide\n").stderr_eq("");
    assert_eq!(folder.read("codes.md"), once);
}

#[test]
fn a_good_spec_is_left_alone() {
    let folder = Folder::with("init-good", TILL);
    folder.errtable(&["init", "codes.md"]).assert().code(0).stdout_eq("codes.md: nothing to decide\n").stderr_eq("");
    assert_eq!(folder.read("codes.md"), TILL);
}

#[test]
fn what_a_person_must_settle_is_told() {
    let folder = Folder::with("init-left", "| Error code | Name |\n|---|---|\n| 1 | a |\n| 2O | b |\n| 3 | c |\n");
    folder
        .errtable(&["init", "codes.md"])
        .assert()
        .code(1)
        .stdout_eq("codes.md: no directive can be decided\n")
        .stderr_eq(str![[r#"
error[invalid-code]: `2O` is not a number
 --> codes.md:4:3
  |
4 | | 2O | b |
  |   ^^
  |
  = help: did you mean 20?
  = help: if the row holds no code, leave it out: add above line 1:

          <!-- errtable
          skip = ["2O"]
          -->

1 error
error: 1 error left for you to settle

"#]]);
}

#[test]
fn a_spec_that_cannot_be_read() {
    let folder = Folder::new("init-missing");
    folder.errtable(&["init", "codes.md"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file `codes.md`
help: correct the path, or create the file; a path in build.rs is relative to the package's folder

"#]]);
    assert!(!folder.path("codes.md").exists());
}

/// Two names may meet in the prose of today; in the lock they are two variants, and nothing is to be decided.
#[test]
fn what_was_released_is_decided() {
    let spec = "<!-- errtable\nlock = \"codes.lock\"\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | lid open |\n| 2 | lid stuck |\n";
    let folder = Folder::with("init-locked", spec);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.write("codes.md", spec.replace("lid stuck", "lid open"));
    folder.errtable(&["init", "codes.md"]).assert().code(0).stdout_eq("codes.md: nothing to decide\n").stderr_eq("");
}

#[test]
fn what_a_person_said_of_a_column_stays() {
    let spec = "<!-- errtable\n[columns.Wait]\nas = \"integer\"\noptional = false\n-->\n\
                | Error code | Name | Wait |\n|---|---|---|\n| 1 | lid open | 5 |\n| 2 | lid stuck | |\n";
    let folder = Folder::with("init-column", spec);
    folder
        .errtable(&["init", "codes.md"])
        .assert()
        .code(1)
        .stdout_eq("codes.md: no directive can be decided\n")
        .stderr_eq(str![[r#"
error[empty-cell]: this cell of the column `Wait` is empty
 --> codes.md:9:18
...
error: 1 error left for you to settle

"#]]);
    assert_eq!(folder.read("codes.md"), spec);
}

#[test]
fn a_lock_is_named_on_request() {
    let folder = Folder::with("init-lock", TILL);
    let output = folder.errtable(&["init", "--lock", "codes.md"]).assert().code(0);
    let output = output.stdout_eq("codes.md: a directive is put above 1 table\n");
    output.stderr_eq("help: record what is released: errtable lock codes.md --stamp 0.1.0\n");
    assert_eq!(folder.read("codes.md").matches("lock = \"codes.lock\"").count(), 1);
    folder.errtable(&["lock", "codes.md", "--stamp", "0.1.0"]).assert().code(0);
    folder.errtable(&["check", "codes.md", "--deny-warnings"]).assert().code(0);
    let once = folder.read("codes.md");
    folder.errtable(&["init", "--lock", "codes.md"]).assert().code(0);
    assert_eq!(folder.read("codes.md"), once);
}
