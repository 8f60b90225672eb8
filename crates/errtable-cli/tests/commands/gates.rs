//! `errtable check` as the gate of a CI: each of its gates, seen to hold and seen to fail.

use snapbox::str;

use crate::folder::{Folder, LOCKED};

const FILES: [&str; 1] = ["check"];

const CONFIG: &str = "\
[[spec]]
path = \"codes.md\"
features = [\"serde\"]

[spec.keep]
rust = \"codes.rs\"
markdown = { path = \"page.md\", style = \"sections\" }
html = \"site/{name}.html\"
json = \"codes.json\"
";

/// A repository in which all is well: a spec with its lock.
fn repository(test: &str) -> Folder {
    keeping(test, "[[spec]]\npath = \"codes.md\"\n")
}

/// The same with an errtable.toml, and with all that it keeps.
fn keeping(test: &str, config: &str) -> Folder {
    let folder = Folder::with(test, LOCKED);
    folder.write("Cargo.toml", "[package]\nname = \"till\"\nversion = \"1.2.0\"\n");
    folder.write("errtable.toml", config);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0"]).assert().code(0);
    folder.errtable(&["update"]).assert().code(0);
    folder.commit();
    folder
}

/// The rules of the errors that a check finds.
fn errors(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let arguments = [arguments, &["--format", "short"]].concat();
    let output = folder.errtable(&arguments).assert();
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let errors = told.lines().filter(|line| line.contains(": error: "));
    let rules = errors.filter_map(|line| line.rsplit_once('[').map(|(_, rule)| rule.trim_end_matches(']').to_owned()));
    let rules: Vec<_> = rules.collect();
    let code = i32::from(!rules.is_empty());
    assert_eq!(output.get_output().status.code(), Some(code), "{told}");
    rules
}

#[test]
fn all_is_well() {
    let folder = repository("gates-well");
    let all = [FILES.as_slice(), &["--against", "git:HEAD", "--deny-warnings"]].concat();
    folder.errtable(&all).assert().code(0).stderr_eq("").stdout_eq("codes.md: ErrorCode, 3 codes\n");
}

#[test]
fn a_stale_lock() {
    let folder = repository("gates-stale-lock");
    folder.write(
        "codes.md",
        LOCKED.to_owned() + "| 9 | no paper | Nothing to print on |\n| 8 | no glue | It fell off |\n",
    );
    folder.errtable(&["check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[stale-lock]: the lock is not up to date: it lacks 2 changes
  --> codes.md:10:1
   |
10 | | 9 | no paper | Nothing to print on |
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: see what is new:

           `ErrorCode::NoPaper` (9) is new: “no paper: Nothing to print on”
           `ErrorCode::NoGlue` (8) is new: “no glue: It fell off”
   = help: bring it up to date, and commit it: errtable lock codes.md

1 error
help: what a rule is about, with an example: errtable rule stale-lock

"#]]);
    // The command that the help names does mend it.
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0"]).assert().code(0);
    assert_eq!(errors(&folder, &["check", "codes.md"]), [""; 0]);
    folder.write("codes.lock", folder.read("codes.lock").replace('\n', "\r\n"));
    assert_eq!(errors(&folder, &["check", "codes.md"]), [""; 0], "the line ends of another system");
    folder.write("codes.lock", folder.read("codes.lock").replace("\r\n\r\n", "\n\n\n"));
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["stale-lock"]);
}

#[test]
fn a_lock_that_is_missing() {
    let folder = repository("gates-missing-lock");
    std::fs::remove_file(folder.path("codes.lock")).expect("it was there");
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["missing-lock"]);
}

#[test]
fn a_lock_that_nobody_names() {
    let folder = repository("gates-unused-lock");
    folder.write("codes.md", LOCKED.replace("lock = \"codes.lock\"\n", ""));
    folder.errtable(&["check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[unused-lock]: a lock lies beside the spec, and no directive names it, so nothing is held to it
 --> codes.lock:1:1
  |
1 | # What codes.md has released. It keeps names as they are and tells of what would break.
  | ^
  |
  = help: in codes.md, name it in the directive, so that builds use it: add below line 1:

          lock = "codes.lock"
  = help: where nothing was released yet, delete it

1 error
help: what a rule is about, with an example: errtable rule unused-lock

"#]]);
}

#[test]
fn a_lock_of_another_tool() {
    let folder = Folder::new("gates-other-lock");
    folder.write("Cargo.md", crate::folder::SMALL);
    folder.write("Cargo.lock", "version = 4\n");
    assert_eq!(errors(&folder, &["check", "Cargo.md"]), [""; 0]);
}

/// Which of a broken directive's keys would have been read, nobody knows.
#[test]
fn a_lock_beside_a_broken_directive() {
    let folder = repository("gates-broken-directive");
    folder.write("codes.md", LOCKED.replace("lock = \"codes.lock\"", "lock = codes.lock"));
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["directive-syntax"]);
}

#[test]
fn a_lock_in_conflict() {
    let folder = repository("gates-conflict");
    folder.write(
        "codes.lock",
        folder.read("codes.lock").replace("2 = {", "<<<<<<< ours\n=======\n>>>>>>> theirs\n2 = {"),
    );
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["lock-conflict"]);
}

#[test]
fn files_that_git_does_not_track() {
    let folder = keeping("gates-untracked", CONFIG);
    for file in ["codes.lock", "codes.rs", "page.md"] {
        folder.git(&["rm", "--quiet", "--cached", file]);
        assert_eq!(errors(&folder, &FILES), ["untracked-file"], "{file}");
        folder.git(&["add", file]);
        assert_eq!(errors(&folder, &FILES), [""; 0]);
    }
    folder.git(&["rm", "--quiet", "--cached", "codes.lock"]);
    folder.errtable(&["check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[untracked-file]: git does not track `codes.lock`, so nobody else has it
 --> codes.lock:1:1
  |
1 | # What codes.md has released. It keeps names as they are and tells of what would break.
  | ^
  |
  = help: commit it: git add codes.lock

1 error
help: what a rule is about, with an example: errtable rule untracked-file

"#]]);
    folder.write(".gitignore", "*.rs\n*.lock\n");
    folder.errtable(&["check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[untracked-file]: git ignores `codes.lock`, by .gitignore:2:*.lock, so nobody else has it
 --> codes.lock:1:1
  |
1 | # What codes.md has released. It keeps names as they are and tells of what would break.
  | ^
  |
  = help: commit it: git add --force codes.lock

1 error
help: what a rule is about, with an example: errtable rule untracked-file

"#]]);
    // The command that the help names does mend it.
    folder.git(&["add", "--force", "codes.lock"]);
    assert_eq!(errors(&folder, &FILES), [""; 0]);
}

#[test]
fn a_stale_file_of_each_kind() {
    let folder = keeping("gates-stale", CONFIG);
    folder.write("codes.md", LOCKED.replace("The lid was left open", "Somebody left the lid open"));
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0"]).assert().code(0);
    let kept = ["codes.json", "codes.rs", "page.md", "site/codes.html"];
    folder.errtable(&FILES).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[stale-file]: 4 kept files are stale: `codes.md` makes other texts
  --> codes.rs:19:1
   |
19 |     /// | 1 | lid open | The lid was left open | [`LidOpen`](Self::LidOpen) |
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: see all of them: `codes.rs`, `page.md`, `site/codes.html`, `codes.json`
   = help: bring up to date what is kept: errtable update codes.md

1 error
help: what a rule is about, with an example: errtable rule stale-file

"#]]);
    // A spec that is named is held with all that is kept of it.
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["stale-file"]);
    folder.errtable(&["update"]).assert().code(0);
    assert_eq!(errors(&folder, &FILES), [""; 0]);
    folder.write("page.md", folder.read("page.md").replace("Somebody left", "Nobody left"));
    folder.errtable(&FILES).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[stale-file]: `page.md` is stale: `codes.md` makes another text
 --> page.md:9:1
  |
9 | > Nobody left the lid open
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: bring up to date what is kept: errtable update codes.md

1 error
help: what a rule is about, with an example: errtable rule stale-file

"#]]);
    folder.errtable(&["update", "codes.md"]).assert().code(0).stdout_eq("page.md is written\n");
    for file in kept {
        folder.write(file, "");
        assert_eq!(errors(&folder, &FILES), ["stale-file"], "{file}");
        std::fs::remove_file(folder.path(file)).expect("it was there");
        assert_eq!(errors(&folder, &FILES), ["stale-file"], "{file}");
        folder.errtable(&["update"]).assert().code(0).stdout_eq(format!("{file} is written\n"));
    }
}

/// The features stand in errtable.toml alone.
#[test]
fn other_features_are_other_code() {
    let folder = keeping("gates-features", CONFIG);
    folder.write("errtable.toml", CONFIG.replace("serde", "defmt"));
    assert_eq!(errors(&folder, &FILES), ["stale-file"]);
    folder.errtable(&["update"]).assert().code(0).stdout_eq("codes.rs is written\n");
    assert!(folder.read("codes.rs").contains("#[cfg(feature = \"defmt\")]"));
    assert!(!folder.read("codes.rs").contains("serde"));
}

#[test]
fn a_table_that_is_not_aligned() {
    let folder = keeping("gates-format", CONFIG);
    folder.write("errtable.toml", CONFIG.replace("[[spec]]", "[[spec]]\nformat = true"));
    assert_eq!(errors(&folder, &FILES), ["unaligned-table"]);
    folder.errtable(&["update"]).assert().code(0).stdout_eq("codes.md is written\n");
    assert_eq!(errors(&folder, &FILES), [""; 0]);
    assert!(folder.read("codes.md").contains("| ---------- |"), "{}", folder.read("codes.md"));
}

#[test]
fn a_baseline() {
    let folder = keeping("gates-baseline", CONFIG);
    folder.write("errtable.toml", CONFIG.replace("[[spec]]", "[[spec]]\nbaseline = \"git:HEAD\""));
    assert_eq!(errors(&folder, &FILES), [""; 0]);
    // Without the lock, only the revision knows what was released.
    let without = LOCKED.replace("lock = \"codes.lock\"\n", "");
    folder.write("codes.md", without.replace("| 2 | lid stuck | The lid does not move |\n", ""));
    std::fs::remove_file(folder.path("codes.lock")).expect("it was there");
    assert!(errors(&folder, &FILES).contains(&"code-removed".to_owned()));
    folder.write("errtable.toml", CONFIG);
    assert!(!errors(&folder, &FILES).contains(&"code-removed".to_owned()));
}

#[test]
fn a_break_of_what_was_released() {
    let folder = repository("gates-break");
    let without = LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", "");
    folder.write("codes.md", &without);
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["code-removed"]);
    folder.write("codes.md", without.clone() + "| 9 | no paper | Nothing to print on |\n");
    assert_eq!(errors(&folder, &["check", "codes.md"]), ["code-removed", "stale-lock"], "what is new is told besides");
    folder.write("codes.md", &without);
    // The past says the same, and is not told twice.
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), ["code-removed"]);
    folder.errtable(&["lock", "codes.md", "--accept", "code-removed:ErrorCode::2"]).assert().code(0);
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), [""; 0], "it is on record");
    // Whoever takes the line out of the lock, or the lock away, has the past against them still.
    let lock = folder.read("codes.lock");
    let hidden = lock
        .lines()
        .filter(|line| !line.starts_with("2 = ") && !line.contains("accepted") && !line.contains("code-removed"));
    folder.write("codes.lock", hidden.fold(String::new(), |text, line| text + line + "\n").replace("\n\n\n", "\n\n"));
    assert_eq!(errors(&folder, &["check", "codes.md"]), [""; 0]);
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), ["lost-lock", "code-removed"]);
    folder.write("codes.md", without.replace("lock = \"codes.lock\"\n", ""));
    std::fs::remove_file(folder.path("codes.lock")).expect("it was there");
    assert_eq!(errors(&folder, &["check", "codes.md"]), [""; 0]);
    folder.errtable(&["check", "codes.md", "--against", "git:HEAD"]).assert().code(1).stderr_eq(str![[r#"
error[lost-lock]: the lock `codes.lock` is named no more, so nothing is held to what it says
 --> codes.md:1:1
  |
1 | <!-- errtable
  | ^
  |
  = help: name it again, in the directive above the table: lock = "codes.lock"
  = help: let the lock hold again what was released, with all breaks that are meant: errtable lock codes.md --from git:HEAD:codes.md --accept code-removed:ErrorCode::2

error[code-removed]: code 2, `ErrorCode::LidStuck`, is removed without having been struck out
 --> codes.md:4:1
  |
4 | | Error code | Name | Description |
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 : :: git:HEAD:codes.md:8:1
  |
8 | | 2 | lid stuck | The lid does not move |
  | ----------------------------------------- as it was
  |
  = help: put its row back, struck out, or without `~~` if it is still in use; git:HEAD:codes.md has it: add below line 6:

          | ~~2~~ | lid stuck | The lid does not move |
  = help: if it is meant, record it in a lock, and release a new major version: errtable lock codes.md --from git:HEAD:codes.md --accept code-removed:ErrorCode::2

2 errors
help: what a rule is about, with an example: errtable rule lost-lock

"#]]);
    let accept = ["lock", "codes.md", "--from", "git:HEAD:codes.md", "--accept", "code-removed:ErrorCode::2"];
    folder.errtable(&accept).assert().code(0);
    folder.write("codes.md", &without);
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), [""; 0], "the way out is one");
}

#[test]
fn a_lock_that_says_otherwise_than_the_past() {
    let folder = repository("gates-contradicted");
    folder.write("codes.lock", folder.read("codes.lock").replace("\"LidStuck\"", "\"StuckLid\""));
    assert_eq!(errors(&folder, &["check", "codes.md"]), [""; 0]);
    folder.errtable(&["check", "codes.md", "--against", "git:HEAD"]).assert().code(1).stderr_eq(str![[r#"
error[variant-renamed]: the variant of code 2 was released as `LidStuck` and is called `StuckLid` now
 --> codes.md:8:1
  |
8 | | 2 | lid stuck | The lid does not move |
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 : :: git:HEAD:codes.md:8:1
  |
8 | | 2 | lid stuck | The lid does not move |
  | ----------------------------------------- as it was
  |
  = help: let the lock say again what was released: errtable lock codes.md --from git:HEAD:codes.md

1 error
help: what a rule is about, with an example: errtable rule variant-renamed

"#]]);
    folder.errtable(&["lock", "codes.md", "--from", "git:HEAD:codes.md"]).assert().code(0);
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), [""; 0]);
}

#[test]
fn a_spec_that_had_another_name() {
    let folder = repository("gates-renamed");
    folder.git(&["mv", "codes.md", "errors.md"]);
    folder.write(
        "errors.md",
        LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", "").replace("lock = \"codes.lock\"", ""),
    );
    assert_eq!(errors(&folder, &["check", "errors.md", "--against", "git:HEAD"]), [""; 0], "that is a warning");
    assert_eq!(
        errors(&folder, &["check", "errors.md", "--against", "git:HEAD:codes.md"]),
        ["lost-lock", "code-removed"]
    );
    folder.write("other.md", LOCKED);
    folder.errtable(&["check", "errors.md", "other.md", "--against", "git:HEAD:codes.md"]).assert().code(2);
    let unknown = ["check", "errors.md", "--against", "git:HEAD:nothing.md"];
    folder.errtable(&unknown).assert().code(1).stderr_eq(str![[r#"
error[unknown-baseline]: `HEAD` has no file `nothing.md`, which --against names
 --> errors.md:1:1
  |
1 | <!-- errtable
  | ^
  |
  = help: correct the name; the files of the revision: git ls-tree -r --name-only HEAD
  = help: or, if the spec had the name that it has now: --against git:HEAD

1 error
help: what a rule is about, with an example: errtable rule unknown-baseline

"#]]);
    folder.errtable(&["lock", "errors.md", "--from", "git:HEAD:nothing.md"]).assert().code(2).stderr_eq(str![[r#"
error: there is no such file in HEAD: git:HEAD:nothing.md

"#]]);
}

#[test]
fn a_constant_that_is_gone() {
    let folder = Folder::with("gates-constant", crate::folder::TILL);
    folder.commit();
    let row = "| 4110 | scanner gone | The scanner was unplugged | scanner | |\n";
    folder.write("codes.md", crate::folder::TILL.replace(row, ""));
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", "git:HEAD"]), ["item-removed"]);
}

#[test]
fn a_past_that_is_not_there() {
    let folder = repository("gates-past");
    folder.write("new.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    let check = ["check", "new.md", "--against", "git:HEAD"];
    folder.errtable(&check).assert().code(0).stderr_eq(str![[r#"
note[missing-baseline]: `HEAD` has no such file, so there is nothing to compare with
 --> new.md:1:1
  |
1 | | Error code | Name |
  | ^
  |
  = help: once it is in a revision, name that one
  = help: or, if it had another name there, say so: --against git:HEAD:NAME

1 note
help: what a rule is about, with an example: errtable rule missing-baseline

"#]]);
    folder.errtable(&[&check[..], &["--deny-warnings"]].concat()).assert().code(0);
    folder.write("new.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n| 1 | lid shut |\n");
    folder.commit();
    folder.write("new.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    let output = folder.errtable(&check).assert().code(0);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("warning[missing-baseline]: at `HEAD` the spec had 1 error"), "{stderr}");
    folder.errtable(&["check", "new.md", "--against", "HEAD"]).assert().code(2).stderr_eq(str![[r#"
error: `HEAD` names no revision: write git:REV, such as git:origin/main or git:v1.0.0

"#]]);
    folder.errtable(&["check", "new.md", "--against", "git:none"]).assert().code(2);
}

/// What a service says of the state before a push: zeros for a new branch, and a commit that a force push has replaced.
#[test]
fn a_push_without_an_earlier_state() {
    let folder = repository("gates-push");
    let check = |rev: &str| folder.errtable(&["check", "codes.md", "--deny-warnings", "--against", rev]).assert();
    let zeros = "0".repeat(40);
    let told = check(&format!("git:{zeros}")).code(0);
    let told = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(told.starts_with(&format!("note[missing-baseline]: `{zeros}` stands for no commit")), "{told}");
    let gone = "0123456789abcdef0123456789abcdef01234567";
    for rev in [format!("git:{gone}"), format!("git:{gone}:codes.md")] {
        check(&rev).code(0).stderr_eq(str![[r#"
note[missing-baseline]: this repository has no commit `0123456789abcdef0123456789abcdef01234567`, so there is nothing to compare with
 --> codes.md:1:1
  |
1 | <!-- errtable
  | ^
  |
  = help: if a force push has replaced it, fetch it: git fetch origin 0123456789abcdef0123456789abcdef01234567

1 note
help: what a rule is about, with an example: errtable rule missing-baseline

"#]]);
    }
    // A name that somebody has written is one with a slip.
    check("git:0123456").code(2);
    let annotated = folder.errtable(&["check", "codes.md", "--format", "github", "--against", &format!("git:{gone}")]);
    let told = annotated.assert().code(0);
    let told = String::from_utf8_lossy(&told.get_output().stdout).into_owned();
    assert!(told.starts_with("::notice file=codes.md,line=1,"), "{told}");
    // A break is one still, whatever is gone.
    folder.write("codes.md", LOCKED.replace("| 2 | lid stuck | The lid does not move |\n", ""));
    assert_eq!(errors(&folder, &["check", "codes.md", "--against", &format!("git:{gone}")]), ["code-removed"]);
}

#[test]
fn warnings_can_be_denied() {
    let folder = Folder::with(
        "gates-warnings",
        "| Error code | Name |\n|---|---|\n| 1 | no ink，no paper |\n| 2 | lid open |\n",
    );
    folder.errtable(&["check", "codes.md"]).assert().code(0);
    let output = folder.errtable(&["check", "codes.md", "--deny-warnings"]).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("\n1 warning\n"), "{stderr}");
    assert!(stderr.ends_with("\nerror: warnings are denied: --deny-warnings\n"), "{stderr}");
}

#[test]
fn the_file_of_a_revision_is_that_of_one_spec() {
    let folder = repository("gates-one");
    folder.write("other.md", LOCKED);
    let check = ["check", "codes.md", "other.md", "--against", "git:HEAD:codes.md"];
    folder.errtable(&check).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the path of --against is that of one spec: check each spec by itself

"#]]);
}

/// Git may check files out with the line ends of the machine.
#[test]
fn line_ends_of_kept_files_do_not_count() {
    let folder = keeping("gates-line-ends", CONFIG);
    for file in ["codes.lock", "codes.rs", "page.md", "codes.json", "site/codes.html"] {
        folder.write(file, folder.read(file).replace('\n', "\r\n"));
    }
    assert_eq!(errors(&folder, &FILES), [""; 0]);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.2.0", "--check"]).assert().code(0);
    folder.errtable(&["emit", "rust", "codes.md", "-o", "codes.rs", "--check"]).assert().code(0);
    folder.write("codes.rs", folder.read("codes.rs").replacen("lid stuck", "lid lost", 1));
    assert_eq!(errors(&folder, &FILES), ["stale-file"]);
    let output = folder.errtable(&FILES).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("lid lost"), "the line that differs is shown: {stderr}");
}
