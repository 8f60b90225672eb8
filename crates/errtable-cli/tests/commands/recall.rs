//! What the lock does not know and git does comes back whole: rows that are gone, and defaults.

use std::ops::Range;

use serde_json::Value as Json;

use crate::folder::Folder;

const LOOM: &str = "\
<!-- errtable
lock = \"loom.lock\"
duplicates = \"alias\"
ranges = true

[columns.Part]
as = \"category\"
default = \"frame\"

[columns.Cure]
optional = true
-->

> | Error code | Name | Description | Part | Cure |
> |---|---|---|---|---|
> | 1 | too fast | see [speed](https://loom.example/speed) | warp | `slow()` |
> | 1 | much too fast | see there | warp | |
> | 2 | loom cold | warm it | weft | |
> | ~~3~~ | lid open | close it \\| shut it | frame | wait |
> | 4 | lid shut | open it | | |
> | 100 - 199 | spare | kept | | |
";

/// A repository with the table, and its lock.
fn loom(test: &str) -> Folder {
    let folder = Folder::with(test, LOOM);
    folder.write("Cargo.toml", "[package]\nname = \"loom\"\nversion = \"1.0.0\"\n");
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.commit();
    folder
}

/// The findings of a check, as data.
fn findings(folder: &Folder, arguments: &[&str]) -> Vec<Json> {
    let output = folder.errtable(&[&["check", "codes.md", "--format", "json"], arguments].concat()).assert();
    let told: Json = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    told["findings"].as_array().expect("there is a list").clone()
}

/// Applies the first fix.
fn follow(folder: &Folder, arguments: &[&str]) -> String {
    let all = findings(folder, arguments);
    let fix = all.iter().find_map(|finding| finding["fixes"].get(0)).unwrap_or_else(|| panic!("{all:#?}"));
    assert_eq!(fix["applicability"], "choice", "{fix:#}");
    for edit in fix["edits"].as_array().expect("it has edits").iter().rev() {
        let file = edit["path"].as_str().expect("it is in a file");
        let at = |key: &str| edit[key].as_u64().and_then(|at| usize::try_from(at).ok()).expect("it has a place");
        let span: Range<usize> = at("start")..at("end");
        let mut text = folder.read(file);
        text.replace_range(span, edit["text"].as_str().expect("it has a text"));
        folder.write(file, text);
    }
    fix["title"].as_str().expect("it has a title").to_owned()
}

#[test]
fn a_row_comes_back_with_all_its_cells() {
    let folder = loom("recall-row");
    for line in LOOM.lines().filter(|line| line.starts_with("> | ") && !line.contains("Error code")) {
        let (code, rest) = line.trim_start_matches("> | ").split_once(" | ").expect("it has cells");
        let struck = match code.parse::<u32>() {
            Ok(code) if !line.contains("much too fast") => format!("> | ~~{code}~~ | {rest}"),
            _ => line.to_owned(),
        };
        // Where the constant keeps the code, only the row that has the variant is not gone.
        if line.contains("| 1 | too fast") {
            continue;
        }
        folder.write("codes.md", LOOM.replace(&format!("{line}\n"), ""));
        let title = follow(&folder, &[]);
        assert!(title.contains("; git:") && title.ends_with(":codes.md has it"), "{title}");
        assert_eq!(folder.read("codes.md"), LOOM.replace(line, &struck));
        let left = findings(&folder, &[]);
        assert!(left.iter().all(|finding| finding["rule"] == "stale-lock"), "{line}: {left:#?}");
    }
}

#[test]
fn the_revision_may_be_an_older_one_or_that_of_against() {
    let folder = loom("recall-older");
    folder.write("codes.md", LOOM.replace("> | 2 | loom cold | warm it | weft | |\n", ""));
    folder.commit();
    folder.write("codes.md", folder.read("codes.md").replace("open it", "open the lid"));
    folder.commit();
    for arguments in [&[][..], &["--against", "git:HEAD~2"]] {
        folder.git(&["checkout", "--quiet", "--", "."]);
        follow(&folder, arguments);
        let text = folder.read("codes.md");
        assert!(text.contains("warp | |\n> | ~~2~~ | loom cold | warm it | weft | |\n> | ~~3~~"), "{text}");
    }
    folder.git(&["checkout", "--quiet", "--", "."]);
    let told = folder.errtable(&["lock", "codes.md"]).assert().code(1);
    let told = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(told.contains("> | ~~2~~ | loom cold | warm it | weft | |"), "{told}");
}

#[test]
fn a_row_of_other_columns_is_put_into_those_of_today() {
    let folder = loom("recall-columns");
    let today: String = LOOM
        .replace("> | 2 | loom cold | warm it | weft | |\n", "")
        .lines()
        .map(|line| match line.strip_prefix("> ") {
            None => format!("{line}\n"),
            // The name stands first.
            Some(row) => {
                let cells: Vec<_> = row.split(" | ").collect();
                match &cells[..] {
                    [code, name, rest @ ..] => {
                        format!("> | {name} | {} | {}\n", code.trim_start_matches("| "), rest.join(" | "))
                    }
                    _ => format!("{line}\n"),
                }
            }
        })
        .collect();
    folder.write("codes.md", &today);
    follow(&folder, &[]);
    assert!(
        folder.read("codes.md").contains("\n> | loom cold | ~~2~~ | warm it | weft |  |\n"),
        "{}",
        folder.read("codes.md")
    );
}

#[test]
fn a_default_comes_back_although_a_row_says_it() {
    let folder = loom("recall-default");
    folder.write("codes.md", LOOM.replace("default = \"frame\"\n", ""));
    let before = findings(&folder, &[]);
    assert_eq!(before[0]["rule"], "empty-cell", "{before:#?}");
    follow(&folder, &[]);
    assert!(folder.read("codes.md").contains("default = \"frame\"\n"), "{}", folder.read("codes.md"));
    assert_eq!(findings(&folder, &[]), [Json::Null; 0]);
}

#[test]
fn without_git_the_lock_says_what_it_knows() {
    let folder = loom("recall-without");
    std::fs::remove_dir_all(folder.path(".git")).expect("it was there");
    folder.write("codes.md", LOOM.replace("> | 2 | loom cold | warm it | weft | |\n", ""));
    let all = findings(&folder, &[]);
    let help = all[0]["help"][0].as_str().expect("there is help");
    assert!(help.contains("; fill in `Cure`, which the lock does not know: "), "{help}");
    // The value that no row has any more was that of the row.
    assert!(help.ends_with("\n\n> | ~~2~~ | loom cold | warm it | weft |  |"), "{help}");
}
