//! What SPEC may be: several files, folders, patterns, and standard input.

use snapbox::str;

use crate::folder::{BROKEN, Folder, LOCKED, SMALL, TILL};

const RAGGED: &str = "|Error code|Name|\n|---|---|\n|1|lid open|\n";
const ALIGNED: &str = "| Error code | Name     |\n| ---        | ---      |\n| 1          | lid open |\n";
const PROSE: &str = "# Notes\n\n| When | What |\n|---|---|\n| today | rain |\n";

/// Of a folder, the files that are specs: not prose, what was generated, hidden or built, and no file that belongs to another.
#[test]
fn a_folder_means_the_specs_below_it() {
    let folder = Folder::new("specs-folder");
    folder.write("docs/b/till.md", TILL);
    folder.write("docs/a.markdown", SMALL);
    folder.write(
        "docs/c.mdx",
        "{/* errtable\nenum = \"LidError\"\n*/}\n\n| Error code | Name |\n|---|---|\n| 1 | lid |\n",
    );
    folder.write("docs/notes.md", PROSE);
    folder.write("docs/codes.txt", SMALL);
    for hidden in ["docs/.old/codes.md", "docs/.codes.md", "docs/target/codes.md", "docs/node_modules/x/codes.md"] {
        folder.write(hidden, BROKEN);
    }
    folder.write("docs/joining.md", format!("<!-- errtable\njoin = \"advice.md\"\n-->\n\n{SMALL}"));
    folder.write("docs/advice.md", "| Error code | Advice |\n|---|---|\n| 1 | shut it |\n| 2 | pull |\n");
    folder.errtable(&["emit", "markdown", "docs/a.markdown", "-o", "docs/page.md"]).assert().code(0);
    folder.errtable(&["check", "docs"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
docs/a.markdown: ErrorCode, 2 codes
docs/b/till.md: TillError, 4 codes
docs/c.mdx: LidError, 1 code
docs/joining.md: ErrorCode, 2 codes

"#]]);
    // What is named itself is taken, whatever it is.
    folder.errtable(&["check", "docs/.old"]).assert().code(1);
    folder.errtable(&["check", "docs/notes.md"]).assert().code(1);
}

/// A table that is no good, and a file that cannot be read, are no reason to pass over a file in silence.
#[test]
fn a_folder_hides_no_broken_spec() {
    let folder = Folder::new("specs-broken");
    folder.write("docs/a.md", BROKEN);
    folder.write("docs/b.md", b"| Error code | Name |\n|---|---|\n| 1 | \xfcber |\n");
    folder.write("docs/c.md", "<!-- errtable\nenmu = \"x\"\n-->\n");
    let output = folder.errtable(&["check", "docs", "--format", "short"]).assert().code(2).stderr_eq("");
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    for (file, rule) in [("a.md", "duplicate-code"), ("b.md", "unreadable-spec"), ("c.md", "unknown-key")] {
        assert!(said.lines().any(|line| line.starts_with(&format!("docs/{file}")) && line.contains(rule)), "{said}");
    }
}

#[test]
fn what_git_ignores_is_left_out() {
    let folder = Folder::new("specs-ignored");
    folder.write("docs/codes.md", SMALL);
    folder.write("docs/made/codes.md", BROKEN);
    folder.write(".gitignore", "made/\n");
    folder.commit();
    let alone = "docs/codes.md: ErrorCode, 2 codes\n";
    folder.errtable(&["check", "docs"]).assert().code(0).stderr_eq("").stdout_eq(alone);
    folder.errtable(&["check", "."]).assert().code(0).stderr_eq("").stdout_eq(alone);
    folder.errtable(&["check", "docs/made"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: no Markdown file below `docs/made` holds an error table that git does not ignore
help: name the file itself: docs/made/codes.md

"#]]);
    // Where git does track it, it counts.
    folder.git(&["add", "--force", "docs/made/codes.md"]);
    folder.errtable(&["check", "docs"]).assert().code(1);
}

#[test]
fn a_pattern_is_expanded_by_the_command() {
    let folder = Folder::new("specs-pattern");
    folder.write("docs/a.md", SMALL);
    folder.write("docs/b/c.md", TILL);
    folder.write("docs/.hidden.md", BROKEN);
    folder.write("docs/target/d.md", BROKEN);
    folder.write("odd[1].md", SMALL);
    for (pattern, files) in [
        ("docs/*.md", "docs/a.md: ErrorCode, 2 codes\n"),
        ("docs/?.m[de]", "docs/a.md: ErrorCode, 2 codes\n"),
        ("docs/**/*.md", "docs/a.md: ErrorCode, 2 codes\ndocs/b/c.md: TillError, 4 codes\n"),
        // A file that has such a name is that file.
        ("odd[1].md", "odd[1].md: ErrorCode, 2 codes\n"),
    ] {
        folder.errtable(&["check", pattern]).assert().code(0).stderr_eq("").stdout_eq(files);
    }
    folder.errtable(&["check", "docs/target/*.md"]).assert().code(1);
}

#[test]
fn what_matches_nothing_is_told_of() {
    let folder = Folder::with("specs-nothing", SMALL);
    folder.write("empty/notes.md", PROSE);
    for command in [["check"].as_slice(), &["fmt"], &["init"], &["lock"], &["show"], &["explain"]] {
        let call = |argument: &'static str| {
            let code: &[&str] = if command == ["explain"] { &["1"] } else { &[] };
            folder.errtable(&[command, &["codes.md", argument], code].concat()).assert().code(2).stdout_eq("")
        };
        call("empty/*.mdx").stderr_eq(str![[r#"
error: no file matches `empty/*.mdx`
help: correct the pattern, or name a folder, which means the specs below it

"#]]);
        call("empty").stderr_eq(str![[r#"
error: no Markdown file below `empty` holds an error table
help: name another folder, or the file itself, and see why: errtable show FILE

"#]]);
        call("a[.md").stderr_eq(str![[r#"
error: `a[.md` is no pattern: invalid range pattern, at character 2
help: correct it, or name the files

"#]]);
    }
    assert_eq!(folder.read("codes.md"), SMALL);
}

/// Each once, in the order of the arguments.
#[test]
fn a_spec_is_taken_once() {
    let folder = Folder::new("specs-once");
    folder.write("docs/a.md", SMALL);
    folder.write("docs/b.md", SMALL);
    let call = ["check", "docs/b.md", "docs", "docs/*.md", "./docs/a.md", "docs/../docs/b.md"];
    folder.errtable(&call).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
docs/b.md: ErrorCode, 2 codes
docs/a.md: ErrorCode, 2 codes

"#]]);
    folder.errtable(&["check", "-", "-"]).stdin(SMALL).assert().code(0).stdout_eq("<stdin>: ErrorCode, 2 codes\n");
}

/// The worst says how the command ends, and no spec keeps the others from their turn.
#[test]
fn commands_take_several_specs() {
    let folder = Folder::with("specs-several", RAGGED);
    folder.write("other.md", RAGGED);
    let call = |command: &str, code| folder.errtable(&[command, "codes.md", "none.md", "other.md"]).assert().code(code);
    call("fmt", 2).stdout_eq("codes.md is aligned now\nother.md is aligned now\n");
    assert_eq!([folder.read("codes.md"), folder.read("other.md")], [ALIGNED, ALIGNED]);
    call("init", 2).stdout_eq("codes.md: nothing to decide\nother.md: nothing to decide\n");
    call("show", 2).stdout_eq(str![[r#"
codes.md
table at line 1, 1 row: rows of ErrorCode
  | Error code | Name |

enum ErrorCode: 1 code, type u32
  Error code  the code, code()
  Name        the name, name()
  from 1 LidOpen to 1 LidOpen

other.md
table at line 1, 1 row: rows of ErrorCode
  | Error code | Name |

enum ErrorCode: 1 code, type u32
  Error code  the code, code()
  Name        the name, name()
  from 1 LidOpen to 1 LidOpen

"#]]);
    let written = "codes.lock is written\n  the enum `ErrorCode` is new\n";
    call("lock", 2).stdout_eq(format!("{written}{}", written.replace("codes", "other")));
    folder.write("broken.md", BROKEN);
    folder.errtable(&["show", "codes.md", "broken.md"]).assert().code(1);
    folder.errtable(&["fmt", "--check", "codes.md", "broken.md"]).assert().code(1).stdout_eq("codes.md is aligned\n");
}

#[test]
fn options_of_one_spec_are_refused_with_several() {
    let folder = Folder::with("specs-one", LOCKED);
    folder.write("other.md", SMALL);
    for (call, option) in [
        (["emit", "json", "codes.md", "other.md", "-ox.json"], "--output"),
        (["lock", "codes.md", "other.md", "--accept", "code-removed:ErrorCode::1"], "--accept"),
        (["lock", "codes.md", "other.md", "--from", "old.md"], "--from"),
    ] {
        let said =
            format!("error: {option} is for one spec, and here are 2\nhelp: give {option} with one spec at a time\n");
        folder.errtable(&call).assert().code(2).stdout_eq("").stderr_eq(said);
    }
}

#[test]
fn standard_input_is_a_spec() {
    let folder = Folder::new("specs-stdin");
    folder
        .errtable(&["check", "-"])
        .stdin(SMALL)
        .assert()
        .code(0)
        .stderr_eq("")
        .stdout_eq("<stdin>: ErrorCode, 2 codes\n");
    folder.errtable(&["check", "-"]).stdin("words\n").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[no-table]: the file has no table
 --> <stdin>:1:1
  |
1 | words
  | ^
  |
  = help: an error table begins like this:

          | Error code | Name | Description |
          | --- | --- | --- |

1 error
help: what a rule is about, with an example: errtable rule no-table

"#]]);
    folder.errtable(&["explain", "-", "2"]).stdin(SMALL).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
2  lid stuck

  Rust    ErrorCode::LidStuck
  Source  <stdin>:4

"#]]);
    let output = folder.errtable(&["check", "-", "--format", "json"]).stdin(BROKEN).assert().code(1);
    assert!(String::from_utf8_lossy(&output.get_output().stdout).contains("\"<stdin>\""));
    folder.write("codes.md", SMALL);
    let added = format!("{SMALL}| 3 | lid lost |\n");
    let output = folder.errtable(&["diff", "codes.md", "-"]).stdin(added).assert().code(0).stderr_eq("");
    assert!(String::from_utf8_lossy(&output.get_output().stdout).ends_with("minor: 1 minor\n"));
    folder.errtable(&["diff", "-", "-"]).stdin(SMALL).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: only one of the two specs can be read from standard input
help: name a file or git:REV:path for the other

"#]]);
    folder.errtable(&["check", "-"]).stdin(&b"\xff"[..]).assert().code(2).stdout_eq("");
}

#[test]
fn outputs_are_those_of_several_specs_and_of_standard_input() {
    let folder = Folder::with("specs-emit", SMALL);
    folder.write("other.md", TILL);
    for kind in ["json", "rust", "html", "markdown"] {
        let of = |specs: &[&str]| {
            let output = folder.errtable(&[&["emit", kind], specs].concat()).assert().code(0).stderr_eq("");
            String::from_utf8_lossy(&output.get_output().stdout).into_owned()
        };
        assert_eq!(of(&["codes.md", "other.md"]), of(&["codes.md"]) + &of(&["other.md"]), "{kind}");
        assert_eq!(of(&["."]), of(&["*.md"]), "{kind}");
        let stdin = folder.errtable(&["emit", kind, "-", "--stdin-path", "codes.md"]).stdin(SMALL).assert().code(0);
        assert_eq!(String::from_utf8_lossy(&stdin.get_output().stdout), of(&["codes.md"]), "{kind}");
    }
    folder.errtable(&["emit", "rust", "-", "-o", "x.rs"]).stdin(SMALL).assert().code(0).stdout_eq("x.rs is written\n");
    folder.errtable(&["emit", "json", "codes.md", "none.md"]).assert().code(2);
}

/// What writes a file in place prints its text, and nothing beside it.
#[test]
fn what_standard_input_becomes_is_printed() {
    let folder = Folder::new("specs-printed");
    folder.errtable(&["fmt", "-"]).stdin(RAGGED).assert().code(0).stderr_eq("").stdout_eq(ALIGNED);
    folder.errtable(&["fmt", "-"]).stdin(ALIGNED).assert().code(0).stderr_eq("").stdout_eq(ALIGNED);
    // As it is: a byte-order mark and escapes included.
    let odd = "\u{feff}| Error code | Name |\n| --- | --- |\n| 1 | a \u{1b}[31m |\n";
    let output = folder.errtable(&["fmt", "-"]).stdin(odd).assert().code(0);
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(said.starts_with('\u{feff}') && said.contains("a \u{1b}[31m"), "{said:?}");
    folder.errtable(&["fmt", "--check", "-"]).stdin(ALIGNED).assert().code(0).stdout_eq("<stdin> is aligned\n");
    folder.errtable(&["fmt", "--check", "-"]).stdin(RAGGED).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: the tables of `<stdin>` are not aligned
help: align them: errtable fmt -

"#]]);
    let output = folder.errtable(&["init", "-"]).stdin(BROKEN).assert().code(0).stderr_eq("");
    let with_directive = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(with_directive.starts_with("<!-- errtable\n") && with_directive.ends_with(BROKEN), "{with_directive}");
    folder.write("codes.md", RAGGED);
    for command in ["fmt", "init"] {
        let said = folder.errtable(&[command, "-", "codes.md"]).stdin(RAGGED).assert().code(2).stdout_eq("");
        said.stderr_eq(str![[r#"
error: the text of `-` goes to standard output, so no other spec can stand beside it
help: run the command for `-` and for the others by itself

"#]]);
    }
    assert_eq!(folder.read("codes.md"), RAGGED);
}

#[test]
fn what_needs_a_path_says_so() {
    let folder = Folder::new("specs-no-path");
    folder.commit();
    let refused = |call: &[&str], stdin: &str| folder.errtable(call).stdin(stdin).assert().code(2).stdout_eq("");
    let needs_lock = str![[r#"
error: the spec on standard input needs the file `codes.lock`, which lies beside it
help: say where the spec lies: --stdin-path FILE

"#]];
    for call in [["check", "-"].as_slice(), &["show", "-"], &["explain", "-", "1"], &["init", "-"]] {
        refused(call, LOCKED).stderr_eq(needs_lock.clone());
    }
    let joining = format!("<!-- errtable\njoin = \"advice.md\"\n-->\n\n{SMALL}");
    refused(&["check", "-"], &joining).stderr_eq(str![[r#"
error: the spec on standard input needs the file `advice.md`, which lies beside it
help: say where the spec lies: --stdin-path FILE

"#]]);
    refused(&["lock", "-"], SMALL).stderr_eq(str![[r#"
error: standard input does not work here: a lock is a file beside its spec
help: name the file

"#]]);
    refused(&["check", "-", "--fix"], SMALL).stderr_eq(str![[r#"
error: --fix writes into the spec, and standard input is no file
help: see the fixes: --fix --diff
help: or name the file

"#]]);
    folder.errtable(&["check", "-", "--fix", "--diff"]).stdin(SMALL).assert().code(0);
    refused(&["check", "-", "--against", "git:HEAD"], SMALL).stderr_eq(str![[r#"
error: --against looks for the spec at its path, and standard input has none
help: say where the spec lies: --stdin-path FILE

"#]]);
    refused(&["init", "-", "--lock"], SMALL).stderr_eq(str![[r#"
error: a lock is named after its spec, and standard input has no name
help: say where the spec lies: --stdin-path FILE

"#]]);
    refused(&["check", "codes.md", "--stdin-path", "x.md"], "").stderr_eq(str![[r#"
error: --stdin-path names `x.md`, but no SPEC is `-`
help: to read from standard input, write `-` as the SPEC

"#]]);
}

/// An editor asks for a text that it has not saved: findings have the path, and the lock and the past are those of the file.
#[test]
fn standard_input_may_stand_for_a_file() {
    let folder = Folder::new("specs-stands-for");
    folder.write("spec/codes.md", LOCKED);
    folder.errtable(&["lock", "spec/codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.commit();
    let check = ["check", "-", "--stdin-path", "spec/codes.md", "--against", "git:HEAD", "--format", "short"];
    folder.errtable(&check).stdin(LOCKED).assert().code(0).stderr_eq("");
    let broken = LOCKED.replace("| 3 | no ink | The ribbon is dry |\n", "");
    let output = folder.errtable(&check).stdin(broken.clone()).assert().code(1).stderr_eq("");
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(said.starts_with("spec/codes.lock:") && said.contains("[code-removed]"), "{said}");
    // One that was never saved, beside a lock that is there.
    let new = ["check", "-", "--stdin-path", "spec/new.md", "--format", "short"];
    let output = folder.errtable(&new).stdin(broken).assert().code(1);
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(said.contains("[code-removed]"), "{said}");
    let mdx = "| Error code | Name |\n|---|---|\n| 1 | lid open |\n| 1 | lid stuck |\n";
    let output = folder.errtable(&["init", "-", "--stdin-path", "spec/new.mdx"]).stdin(mdx).assert().code(0);
    assert!(output.get_output().stdout.starts_with(b"{/* errtable\n"));
    assert_eq!(folder.read("spec/codes.md"), LOCKED);
}
