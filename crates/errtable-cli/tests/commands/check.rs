//! `errtable check`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, SMALL, TILL};

#[test]
fn a_good_spec_is_summed_up() {
    let folder = Folder::with("check-good", TILL);
    folder.write("small.md", SMALL);
    folder
        .errtable(&["check", "codes.md", "small.md"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
codes.md: TillError, 4 codes
small.md: ErrorCode, 2 codes

"#]])
        .stderr_eq(str![]);
}

#[test]
fn findings_go_to_the_other_stream() {
    let folder = Folder::with("check-broken", BROKEN);
    folder.errtable(&["check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[duplicate-code]: code 1 is used twice
 --> codes.md:4:3
  |
3 | | 1 | lid open |
  |   - first used here
4 | | 1 | lid stuck |
  |   ^
  |
  = help: if both are causes of one code, merge them (`first` leaves the later one out): add above line 1:

          <!-- errtable
          duplicates = "merge" # some codes have several causes
          -->
  = help: give one of them another code, or strike out the retired one: ~~1~~

1 error
help: a directive settles 1 of them; this inserts what can be decided: errtable init codes.md
help: what a rule is about, with an example: errtable rule duplicate-code

"#]]);
}

#[test]
fn one_bad_spec_hides_no_other() {
    let folder = Folder::with("check-several", BROKEN);
    folder.write("small.md", SMALL);
    folder
        .errtable(&["check", "missing.md", "codes.md", "small.md"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
small.md: ErrorCode, 2 codes

"#]])
        .stderr_eq(str![[r#"
error[unreadable-spec]: there is no file `missing.md`
--> missing.md
 = help: correct the path, or create the file; a path in build.rs is relative to the package's folder

1 error
error[duplicate-code]: code 1 is used twice
 --> codes.md:4:3
  |
3 | | 1 | lid open |
  |   - first used here
4 | | 1 | lid stuck |
  |   ^
  |
  = help: if both are causes of one code, merge them (`first` leaves the later one out): add above line 1:

          <!-- errtable
          duplicates = "merge" # some codes have several causes
          -->
  = help: give one of them another code, or strike out the retired one: ~~1~~

1 error
help: a directive settles 1 of them; this inserts what can be decided: errtable init codes.md
help: what a rule is about, with an example: errtable rule unreadable-spec

"#]]);
}

#[test]
fn a_warning_fails_nothing() {
    let folder = Folder::with("check-warning", &format!("{SMALL}| 2 | lid stuck |\n"));
    folder
        .errtable(&["check", "codes.md"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
codes.md: ErrorCode, 2 codes

"#]])
        .stderr_eq(str![[r#"
warning[duplicate-row]: this row repeats an earlier one word for word
 --> codes.md:5:1
  |
4 | | 2 | lid stuck |
  | ----------------- the same row
5 | | 2 | lid stuck |
  | ^^^^^^^^^^^^^^^^^
  |
  = help: take this one out: line 5

1 warning
help: 1 of them has a fix that can be applied: errtable check --fix codes.md
help: what a rule is about, with an example: errtable rule duplicate-row

"#]]);
}

#[test]
fn a_spec_that_is_not_there() {
    let folder = Folder::new("check-missing");
    folder.errtable(&["check", "spec/codes.md"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error[unreadable-spec]: there is no file `spec/codes.md`
--> spec/codes.md
 = help: correct the path, or create the file; a path in build.rs is relative to the package's folder

1 error
help: what a rule is about, with an example: errtable rule unreadable-spec

"#]]);
}

#[test]
fn a_spec_that_is_not_utf_8() {
    let folder = Folder::new("check-latin-1");
    folder.write("codes.md", b"| Error code | Name |\n|---|---|\n| 1 | \xfcberlast |\n");
    folder.errtable(&["check", "codes.md"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error[unreadable-spec]: `codes.md` is not UTF-8: the byte 0xFC at line 3, column 7 begins no character
--> codes.md
 = help: save the file as UTF-8

1 error
help: what a rule is about, with an example: errtable rule unreadable-spec

"#]]);
}

#[test]
fn paths_open_from_where_the_reader_stands() {
    let folder = Folder::new("check-path");
    folder.write("spec/codes.md", BROKEN);
    folder.write("docs/words.md", "words\n");
    let spec = folder.path("spec/codes.md");
    for from in ["spec/codes.md", "docs/../spec/codes.md", spec.to_str().expect("the target folder has a plain name")] {
        let output = folder.errtable(&["check", from]).assert().code(1);
        let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(stderr.contains("--> spec/codes.md:4:3\n"), "{from}: {stderr}");
    }
    for (from, spec) in [("docs", "../spec/codes.md"), ("spec", "codes.md"), ("..", "check-path/spec/codes.md")] {
        let check = |format: &str| {
            let command = folder.errtable(&["check", spec, "--format", format]).current_dir(folder.path(from));
            let output = command.assert().code(1).get_output().clone();
            String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
        };
        let (human, short, json) = (check("human"), check("short"), check("json"));
        assert!(human.contains(&format!("--> {spec}:4:3\n")), "{from}: {human}");
        assert!(short.starts_with(&format!("{spec}:4:3: error")), "{from}: {short}");
        assert!(json.contains(&format!("\"path\": \"{spec}\"")), "{from}: {json}");
    }
}

const WITH_FIXES: &str = "\
# Codes

| Error code | Name |
|---|---|
| 1 | lid open |
| 1 | lid open |
| 2 | no ink，no paper |
";

#[test]
fn safe_fixes_are_applied() {
    let folder = Folder::with("check-fix", WITH_FIXES);
    let output = folder.errtable(&["check", "--fix", "codes.md"]).assert().code(0);
    output.stdout_eq("codes.md: 1 fix applied\ncodes.md: ErrorCode, 2 codes\n");
    assert_eq!(folder.read("codes.md"), WITH_FIXES.replacen("| 1 | lid open |\n", "", 1));
    let output = folder.errtable(&["check", "--fix=preferred", "codes.md"]).assert().code(0);
    output.stdout_eq("codes.md: 1 fix applied\ncodes.md: ErrorCode, 2 codes\n").stderr_eq("");
    let mended = WITH_FIXES.replacen("| 1 | lid open |\n", "", 1).replace("ink，no", "ink, no");
    assert_eq!(folder.read("codes.md"), mended);
}

#[test]
fn fixes_are_shown_as_a_diff() {
    let folder = Folder::with("check-fix-diff", WITH_FIXES);
    let output = folder.errtable(&["check", "--fix=preferred", "--diff", "codes.md"]).assert().code(1).stderr_eq("");
    output.stdout_eq(str![[r#"
--- codes.md
+++ codes.md
@@ -3,5 +3,4 @@
 | Error code | Name |
 |---|---|
 | 1 | lid open |
-| 1 | lid open |
-| 2 | no ink，no paper |
+| 2 | no ink, no paper |

"#]]);
    assert_eq!(folder.read("codes.md"), WITH_FIXES);
    folder.errtable(&["check", "--diff", "codes.md"]).assert().code(2);
}

#[test]
fn fixes_reach_joined_files_and_line_ends_stay() {
    let spec =
        "<!-- errtable\r\njoin = \"more.md\"\r\n-->\r\n\r\n| Error code | Name |\r\n|---|---|\r\n| 1 | lid |\r\n";
    let folder = Folder::with("check-fix-joined", spec);
    folder.write("more.md", "\u{feff}<!-- errtable\r\nskiip = \"x\"\r\n-->\r\n\r\n| Error code | Hint |\r\n|---|---|\r\n| 1 | push |\r\n| x | |\r\n");
    let before = folder.read("more.md");
    let output = folder.errtable(&["check", "--fix=preferred", "codes.md"]).assert().code(0);
    output.stdout_eq("codes.md: 1 fix applied\ncodes.md: ErrorCode, 1 code\n").stderr_eq("");
    assert_eq!(folder.read("codes.md"), spec);
    assert_eq!(folder.read("more.md"), before.replace("skiip", "skip"));
}
