//! `errtable diff`.

use std::fs;

use snapbox::cmd::Command;
use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

/// A change of most classes.
fn changed() -> String {
    let changes = [
        ("| 4100 | drawer open | The cash drawer was left open |", "| 4100 | drawer open | The drawer was left open |"),
        ("| 4101 |", "| ~~4101~~ |"),
        ("| ~~4102~~ | ribbon dry | The ribbon needs ink |", "| 4102 | fuse blown | The fuse must be replaced |"),
        ("| 4110 | scanner gone | The scanner was unplugged | scanner | |\n", ""),
        ("| 4200 - 4299 |", "| 4300 | lid open | The lid is open | case | 2.0 |\n| 4200 - 4299 |"),
        ("[columns.Since]\noptional = true\n", "[columns.Since]\noptional = true\nas = \"integer\"\n"),
        ("| 1.0 |", "| 1 |"),
        ("| 2.0 |", "| 2 |"),
    ];
    changes.iter().fold(TILL.to_owned(), |spec, (from, to)| {
        assert!(spec.contains(from), "{from}");
        spec.replace(from, to)
    })
}

#[test]
fn changes_are_classed() {
    let folder = Folder::with("diff-human", TILL);
    folder.write("new.md", changed());
    folder.errtable(&["diff", "codes.md", "new.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
major  column-type-changed  the column `Since` (`TillError::since`) is of type `Option<u32>`, which was `Option<&str>`
major  renamed              `TillError::RibbonDry` (4102) is called `FuseBlown`
major  reused               `TillError::RibbonDry` (4102) was retired and is used again
                            - ribbon dry: The ribbon needs ink
                            + fuse blown: The fuse must be replaced
major  item-removed         `TillError::SCANNER_GONE` is gone
                            - 4110
minor  value-added          `Part::Case` is new
                            + case
minor  retired              `TillError::PaperOut` (4101) is retired
                            + paper out: The receipt printer has no paper
minor  added                `TillError::LidOpen` (4300) is new
                            + lid open: The lid is open
patch  reworded             `TillError::DrawerOpen` (4100): `Description` is reworded
                            - The cash drawer was left open
                            + The drawer was left open
patch  reworded             `TillError::DrawerOpen` (4100): `Since` is reworded
                            - 1.0
                            + 1
major: 4 major, 3 minor, 2 patch

"#]]);
}

#[test]
fn markdown_is_ready_for_a_changelog() {
    let folder = Folder::with("diff-markdown", TILL);
    folder.write("new.md", changed().replace("The drawer was", "The `drawer` *was*"));
    folder
        .errtable(&["diff", "codes.md", "new.md", "--format", "markdown"])
        .assert()
        .code(0)
        .stderr_eq("")
        .stdout_eq(str![[r#"
### Added

- `Part::Case` is new: “case”
- `TillError::LidOpen` (4300) is new: “lid open: The lid is open”

### Changed

- **Breaking:** the column `Since` (`TillError::since`) is of type `Option<u32>`, which was `Option<&str>`
- **Breaking:** `TillError::RibbonDry` (4102) is called `FuseBlown`
- **Breaking:** `TillError::RibbonDry` (4102) was retired and is used again: “ribbon dry: The ribbon needs ink” → “fuse blown: The fuse must be replaced”
- `TillError::DrawerOpen` (4100): `Description` is reworded: “The cash drawer was left open” → “The drawer was left open”
- `TillError::DrawerOpen` (4100): `Since` is reworded: “1.0” → “1”

### Deprecated

- `TillError::PaperOut` (4101) is retired: “paper out: The receipt printer has no paper”

### Removed

- **Breaking:** `TillError::SCANNER_GONE` is gone: “4110”

"#]]);
}

#[test]
fn json_is_for_other_tools() {
    let folder = Folder::with("diff-json", TILL);
    folder.write("new.md", TILL.replace("| 4101 |", "| 4109 |"));
    folder.errtable(&["diff", "codes.md", "new.md", "--format", "json"]).assert().code(0).stderr_eq("").stdout_eq(
        str![[r#"
{
  "changes": [
    {
      "accept": "code-removed:TillError::4101",
      "after": "4109",
      "before": "4101",
      "class": "renumbered",
      "code": "4101",
      "column": null,
      "enum": "TillError",
      "level": "major",
      "message": "`TillError::PaperOut` (4101) has the code 4109",
      "path": "TillError::PaperOut",
      "renames": 0,
      "subject": "code",
      "undone_by": null,
      "variant": "PaperOut"
    }
  ],
  "format": "errtable-diff/1",
  "level": "major",
  "partial": false
}

"#]],
    );
}

#[test]
fn nothing_has_changed_when_rows_move() {
    let folder = Folder::with("diff-moved", TILL);
    let (mut lines, mut rows): (Vec<_>, Vec<_>) = TILL.lines().partition(|line| !line.contains("| 41"));
    rows.swap(0, 1);
    lines.extend(rows);
    folder.write("new.md", lines.join("\n"));
    folder.errtable(&["diff", "codes.md", "new.md"]).assert().code(0).stdout_eq("nothing has changed\n").stderr_eq("");
    let markdown = folder.errtable(&["diff", "codes.md", "new.md", "--format", "markdown"]).assert();
    markdown.code(0).stdout_eq("");
}

#[test]
fn a_level_can_be_denied() {
    let folder = Folder::with("diff-deny", TILL);
    folder.write("minor.md", TILL.replace("| 4101 |", "| ~~4101~~ |"));
    folder.write("major.md", TILL.replace("| 4101 |", "| 4109 |"));
    let diff = |new: &str, deny: &str| folder.errtable(&["diff", "codes.md", new, "--deny", deny]).assert();
    diff("codes.md", "patch").code(0).stderr_eq("");
    diff("minor.md", "major").code(0).stderr_eq("");
    diff("minor.md", "minor").code(1).stderr_eq("error: the changes ask for a new minor version\n");
    diff("major.md", "major").code(1).stderr_eq("error: the changes ask for a new major version\n");
}

#[test]
fn revisions_of_git_are_compared() {
    let folder = Folder::new("diff-git");
    folder.write("spec/codes.md", TILL);
    folder.commit();
    folder.git(&["tag", "v1"]);
    folder.write("spec/codes.md", TILL.replace("| 4101 |", "| ~~4101~~ |"));
    folder.commit();
    for (old, new) in [
        ("git:v1:spec/codes.md", "spec/codes.md"),
        ("git:HEAD~1:spec/codes.md", "git:HEAD:spec/codes.md"),
        ("git:v1:./spec/codes.md", "git:main:spec/codes.md"),
        ("git:v1", "spec/codes.md"),
        ("git:v1", "git:main:spec/codes.md"),
    ] {
        let expected = str![[r#"
minor  retired              `TillError::PaperOut` (4101) is retired
                            + paper out: The receipt printer has no paper
minor: 1 minor

"#]];
        folder.errtable(&["diff", old, new]).assert().code(0).stderr_eq("").stdout_eq(expected);
    }
    let fails = |old: &str| folder.errtable(&["diff", old, "spec/codes.md"]).assert().code(2).stdout_eq("");
    fails("git:v1:spec/none.md").stderr_eq(str![[r#"
error: there is no such file in v1: git:v1:spec/none.md

"#]]);
    fails("git:v2:spec/codes.md").stderr_eq(str![[r#"
error: git knows no revision `v2`
help: fetch it, or correct its name: git fetch --all --tags

"#]]);
}

#[test]
fn a_spec_that_the_revision_does_not_have_is_new() {
    let folder = Folder::new("diff-new");
    folder.commit();
    folder.write("spec/codes.md", TILL);
    let zeros = format!("git:{}", "0".repeat(40));
    for old in ["git:HEAD", "git:HEAD:spec/codes.md", &zeros] {
        let output = folder.errtable(&["diff", old, "spec/codes.md", "--deny", "major"]).assert().code(0);
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(told.starts_with("note: `") && told.ends_with("so there is nothing to compare with\n"), "{told}");
        output.stdout_eq(str![[r#"
minor  enum-added           the enum `TillError` is new
minor: 1 minor

"#]]);
    }
    folder.errtable(&["diff", "git:HEAD:codes.md", "spec/codes.md"]).assert().code(2).stderr_eq(str![[r#"
error: there is no such file in HEAD: git:HEAD:codes.md

"#]]);
}

#[test]
fn a_commit_that_was_replaced_is_no_past() {
    let folder = Folder::with("diff-replaced", TILL);
    folder.commit();
    let gone = "git:0123456789abcdef0123456789abcdef01234567";
    let diff = |more: &[&str]| folder.errtable(&[&["diff", gone, "codes.md"], more].concat()).assert();
    diff(&["--format", "markdown"]).code(0).stderr_eq("").stdout_eq(str![[r#"
> this repository has no commit `0123456789abcdef0123456789abcdef01234567`, so there is nothing to compare with

"#]]);
    diff(&["--format", "json"]).code(0);
    diff(&["--deny", "major"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: this repository has no commit `0123456789abcdef0123456789abcdef01234567`, so there is nothing to compare with
help: if a force push has replaced it, fetch it: git fetch origin 0123456789abcdef0123456789abcdef01234567

"#]]);
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let origin = Folder::with("diff-shallow-origin", TILL);
    origin.commit();
    origin.git(&["tag", "v1"]);
    origin.write("codes.md", TILL.replace("| 4101 |", "| ~~4101~~ |"));
    origin.commit();
    let clone = Folder::new("diff-shallow");
    fs::remove_file(clone.path("Cargo.toml")).expect("the folder was made with one");
    let url = format!("file://{}", origin.path("").to_str().expect("the path is UTF-8"));
    clone.git(&["clone", "--quiet", "--depth=1", "--no-tags", &url, "."]);
    let diff = || clone.errtable(&["diff", "git:v1:codes.md", "codes.md"]).assert();
    diff().code(2).stdout_eq("").stderr_eq(str![[r#"
error: this clone is shallow and does not have the revision `v1`
help: fetch it: git fetch --depth=1 origin tag v1
help: in a workflow of GitHub, let actions/checkout fetch all of it: fetch-depth: 0

"#]]);
    // The command that the help names does mend it.
    clone.git(&["fetch", "--quiet", "--depth=1", "origin", "tag", "v1"]);
    diff().code(0).stderr_eq("");
    let check = |revision: &str| clone.errtable(&["check", "codes.md", "--against", revision]).assert();
    check("git:HEAD~1").code(2).stderr_eq(str![[r#"
error: this clone is shallow and does not have the revision `HEAD~1`
help: fetch it: git fetch --unshallow
help: in a workflow of GitHub, let actions/checkout fetch all of it: fetch-depth: 0

"#]]);
}

#[test]
fn a_broken_side_is_shown_and_compared_as_far_as_it_goes() {
    let folder = Folder::with("diff-broken", BROKEN);
    folder.write("small.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n| 3 | lid lost |\n");
    let output = folder.errtable(&["diff", "small.md", "codes.md"]).assert().code(1).stdout_eq(str![[r#"
nothing has changed in what could be compared
in part: what has errors is left out of the comparison

"#]]);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.contains("error[duplicate-code]"), "{stderr}");
    // The other forms say so, too, and where nothing can be compared.
    folder.write("empty.md", "No table.\n");
    for (old, new) in
        [("small.md", "codes.md"), ("codes.md", "small.md"), ("empty.md", "small.md"), ("small.md", "empty.md")]
    {
        let diff = |format: &str| folder.errtable(&["diff", old, new, "--format", format]).assert().code(1);
        let json = diff("json");
        let told: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).expect("it is JSON");
        assert_eq!(told["partial"], true, "{old} {new}");
        let markdown = String::from_utf8_lossy(&diff("markdown").get_output().stdout).into_owned();
        assert!(markdown.starts_with("> In part: what has errors is left out of the comparison.\n"), "{markdown}");
    }
    folder.errtable(&["diff", "small.md", "none.md"]).assert().code(2).stdout_eq("");
}

/// A repository on the machine must not decide what this command sees outside of one.
#[test]
fn without_a_repository_git_says_so() {
    let folder = Folder::with("diff-no-git", TILL);
    let command: Command = folder.errtable(&["diff", "git:HEAD:codes.md", "codes.md"]);
    let ceiling = folder.path("..");
    let output = command.env("GIT_CEILING_DIRECTORIES", ceiling).assert().code(2).stdout_eq("");
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(stderr.starts_with("error: git: not a git repository"), "{stderr}");
}
