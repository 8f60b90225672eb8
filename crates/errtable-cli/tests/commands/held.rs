//! One fault, one finding: what follows from another finding is counted, and listed where somebody asks.

use snapbox::str;

use crate::folder::Folder;

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"
join = \"advice.md\"

[columns.Place]
as = \"category\"
-->

| Error code | Name | Place |
| ---------- | ---- | ----- |
| 11 | deck full | engine room |
| 12 | bow open | bow |
| 13 | ramp stuck | engine room |
";

const ADVICE: &str = "| Error code | Advice |\n| --- | --- |\n| 12 | shut it |\n| 13 | oil it |\n";

fn folder(test: &str) -> Folder {
    let folder = Folder::with(test, SPEC);
    folder.write("Cargo.toml", "[package]\nname = \"ferry\"\nversion = \"1.0.0\"\n");
    folder.write("advice.md", ADVICE);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.commit();
    folder
}

#[test]
fn the_cause_is_shown_and_the_others_are_listed_behind_it() {
    let folder = folder("held-all");
    folder.write("codes.md", SPEC.replace("| 12 |", "\n| 12 |"));
    folder.errtable(&["check", "codes.md"]).assert().code(1).stderr_eq(str![[r#"
error[detached-row]: these 2 lines look like rows of the table above, but a blank line parts them from the table
...
1 error
5 findings that follow from these are held back: --all lists them
...
"#]]);
    folder.errtable(&["check", "codes.md", "--all", "--format", "short"]).assert().code(1).stdout_eq(str![[r#"
codes.md:13:1: error: these 2 lines look like rows of the table above, but a blank line parts them from the table [detached-row]
...
"#]]);
    let all = folder.errtable(&["check", "codes.md", "--all"]).assert().code(1);
    let told = String::from_utf8_lossy(&all.get_output().stderr).into_owned();
    assert_eq!(told.matches("this follows from another finding: settle codes.md:13 first").count(), 5, "{told}");
    let json = folder.errtable(&["check", "codes.md", "--format", "json"]).assert().code(1);
    assert!(String::from_utf8_lossy(&json.get_output().stdout).contains("\"held_back\": 5"));
}

/// To bring the lock up to date would lock the slip in.
#[test]
fn the_lock_waits_for_a_suspicion_at_the_row_that_it_lacks() {
    let folder = folder("held-lock");
    folder.write("codes.md", SPEC.to_owned() + "| 14 | anchor lost | egnine room |\n");
    folder.errtable(&["check", "codes.md", "--format", "short"]).assert().code(1).stdout_eq(str![[r#"
codes.md:14:22: warning: `egnine room` in `Place` is `engine room` but for one letter [near-identical]

"#]]);
    folder.write("codes.md", SPEC.to_owned() + "| 14 | anchor lost | engine room |\n");
    folder.errtable(&["check", "codes.md", "--format", "short"]).assert().code(1).stdout_eq(str![[r#"
codes.md:14:1: error: the lock is not up to date: it lacks a change [stale-lock]

"#]]);
}

#[test]
fn what_a_broken_row_explains_is_not_missed_in_the_past() {
    let folder = folder("held-past");
    folder.write(
        "codes.md",
        SPEC.replace("| 12 | bow open", "| bow open").replace("| 13 | ramp stuck | engine room |\n", ""),
    );
    let against = ["check", "codes.md", "--against", "git:HEAD", "--format", "short"];
    folder.errtable(&against).assert().code(1).stdout_eq(str![[r#"
codes.lock:23:1: error: code 13, `ErrorCode::RampStuck`, is removed without having been struck out [code-removed]
codes.md:12:1: error: this row has 2 cells, the header 3 [short-row]

"#]]);
}
