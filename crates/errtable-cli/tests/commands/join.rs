//! A spec that joins a file, in each command that reads it.

use snapbox::str;

use crate::folder::Folder;

const SPEC: &str = "\
<!-- errtable
join = \"own/advice.md\"
lock = \"codes.lock\"
-->

| Error code | Name |
| ---------- | ---- |
| 1 | lid open |
| 2 | lid stuck |
";

const ADVICE: &str = "\
<!-- errtable
[columns.Advice]
as = \"category\"
-->

| Error code | Advice | Why |
| ---------- | ------ | --- |
| 2 | call us | It needs a key |
";

/// A repository with a spec that is locked.
fn folder(test: &str) -> Folder {
    let folder = Folder::with(test, SPEC);
    folder.write("Cargo.toml", "[package]\nname = \"x\"\nversion = \"1.0.0\"\n");
    folder.write("own/advice.md", ADVICE);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().success();
    folder.commit();
    folder
}

#[test]
fn show_says_where_a_column_is_from() {
    let folder = folder("join-show");
    folder.errtable(&["show", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
table at line 6, 2 rows: rows of ErrorCode
  | Error code | Name |

enum ErrorCode: 2 codes, type u32
  Error code  the code, code()
  Name        the name, name()
  Advice      category Advice of 1 value, optional, from own/advice.md, advice()
  Why         text, optional, from own/advice.md, why()
  from 1 LidOpen to 2 LidStuck

"#]]);
}

#[test]
fn the_page_and_the_answer_have_all_columns() {
    let folder = folder("join-page");
    folder.errtable(&["emit", "markdown", "codes.md"]).assert().code(0).stdout_eq(str![[r#"
<!-- Made by `errtable emit markdown codes.md`; edit codes.md instead. -->

## ErrorCode

2 codes of type `u32`.

| Error code | Name | Advice | Why | Variant |
| --- | --- | --- | --- | --- |
| 1 | lid open |  |  | `LidOpen` |
| 2 | lid stuck | call us | It needs a key | `LidStuck` |

"#]]);
    folder.errtable(&["explain", "codes.md", "2"]).assert().code(0).stdout_eq(str![[r#"
2  lid stuck

  Advice  call us
  Why     It needs a key
  Rust    ErrorCode::LidStuck
  Source  codes.md:9

"#]]);
}

/// Each revision has the file as it was then.
#[test]
fn the_past_has_its_own_columns() {
    let folder = folder("join-diff");
    folder.write("own/advice.md", ADVICE.replace("call us", "use a key").replace(" Why |", " Reason |"));
    folder.errtable(&["diff", "git:HEAD:codes.md", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
major  value-renamed        `Advice::CallUs`, the value “call us”, is gone
major  header-reworded      the column `Why` (`ErrorCode::why`) has the header `Reason` now, over the same cells; `columns.Reason.accessor = "why"` keeps what it was
minor  value-added          `Advice::UseAKey` is new
                            + use a key
patch  reworded             `ErrorCode::LidStuck` (2): `Advice` is reworded
                            - call us
                            + use a key
major: 2 major, 1 minor, 1 patch

"#]]);
    folder.errtable(&["check", "codes.md", "--against", "git:HEAD", "--format", "short"]).assert().code(1).stdout_eq(
        str![[r#"
own/advice.md:6:1: error: the column `Why` (`ErrorCode::why`) is gone; `Reason` stands in its place [column-removed]
own/advice.md:8:1: error: `Advice::CallUs`, the value “call us”, is gone [category-value-renamed]

"#]],
    );
}

#[test]
fn the_lock_of_the_past_is_no_joined_file() {
    let folder = folder("join-lock-from");
    folder.errtable(&["lock", "codes.md", "--from", "git:HEAD:codes.md"]).assert().code(0).stdout_eq(str![[r#"
codes.lock is current

"#]]);
}

/// What nobody else has cannot be part of what is checked.
#[test]
fn a_file_that_git_does_not_track() {
    let folder = folder("join-untracked");
    folder.git(&["rm", "--quiet", "--cached", "own/advice.md"]);
    folder.errtable(&["check", "codes.md", "--format", "short"]).assert().code(1).stdout_eq(str![[r#"
own/advice.md:1:1: error: git does not track `own/advice.md`, so nobody else has it [untracked-file]

"#]]);
}

/// A fault of the other file is none that a directive in this one settles.
#[test]
fn init_leaves_the_joined_file_alone() {
    let folder = folder("join-init");
    folder.write("own/advice.md", ADVICE.replace("| 2 |", "| 1, 2 |"));
    folder.errtable(&["init", "codes.md"]).assert().code(1).stdout_eq(str![[r#"
codes.md: no directive can be decided

"#]]);
    snapbox::assert_data_eq!(folder.read("codes.md"), snapbox::Data::text(SPEC).raw());
    folder.errtable(&["check", "codes.md"]).assert().code(1).stderr_eq(str![[r#"
error[invalid-code]: this cell holds 2 codes
 --> own/advice.md:8:3
...
1 error
2 findings that follow from these are held back: --all lists them
help: what a rule is about, with an example: errtable rule invalid-code

"#]]);
}
