//! `errtable rule`, and the examples of the rules that only the command raises.

#[path = "../../../errtable/tests/pages/mod.rs"]
mod pages;

use std::collections::BTreeMap;

use errtable::Rule;
use snapbox::str;

use self::pages::Page;
use crate::folder::Folder;

#[test]
fn the_page_of_a_rule() {
    let folder = Folder::new("rule-page");
    folder.errtable(&["rule", "short-row"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
short-row

A row has fewer cells than the header.

Severity: error.

GitHub shows the row with empty cells at its end.

Why it matters

Often a pipe is missing in the middle. Then every text of the row stands in a wrong column.

Example

```md spec.md
| Error code | Name | Description |
| --- | --- | --- |
| 1 | no water | The kettle is empty |
| 2 | lid open |
```

Right

```md spec.md
| Error code | Name | Description |
| --- | --- | --- |
| 1 | no water | The kettle is empty |
| 2 | lid open | The lid is not closed |
```

To allow it

Let short rows end in empty cells, and let the column be optional:

```toml
short_rows = "pad"

[columns.Description]
optional = true
```

"#]]);
    let whole = folder.errtable(&["rule", "short-row"]).assert().get_output().stdout.clone();
    for copied in ["error[short-row]", "[short-row]", "error[short-row]:"] {
        folder.errtable(&["rule", copied]).assert().code(0).stdout_eq(whole.clone());
    }
}

#[test]
fn every_rule_is_listed_and_has_a_page() {
    let folder = Folder::new("rule-list");
    let list = folder.errtable(&["rule"]).assert().code(0).stderr_eq("");
    let list = String::from_utf8_lossy(&list.get_output().stdout).into_owned();
    for rule in Rule::ALL {
        let line = list.lines().find(|line| line.split_whitespace().next() == Some(rule.as_str()));
        assert!(line.is_some_and(|line| line.ends_with(rule.about())), "{rule}");
    }
    for rule in Rule::ALL {
        let page = folder.errtable(&["rule", rule.as_str()]).assert().code(0).stderr_eq("");
        let page = String::from_utf8_lossy(&page.get_output().stdout).into_owned();
        assert!(page.starts_with(&format!("{rule}\n\n{}\n\nSeverity: {}.\n", rule.about(), rule.severity())), "{page}");
    }
}

#[test]
fn a_page_is_set_to_the_terminal() {
    let folder = Folder::new("rule-width");
    let narrow = folder.errtable(&["rule", "empty-cell"]).env("COLUMNS", "60").assert().code(0);
    let narrow = String::from_utf8_lossy(&narrow.get_output().stdout).into_owned();
    assert!(narrow.lines().filter(|line| !line.starts_with('|')).all(|line| line.chars().count() <= 60), "{narrow}");
}

#[test]
fn a_rule_that_is_none() {
    let folder = Folder::new("rule-unknown");
    folder.errtable(&["rule", "shortrow"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no rule `shortrow`
help: did you mean `short-row`?

"#]]);
    folder.errtable(&["rule", "weather"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no rule `weather`
help: list all rules: errtable rule

"#]]);
}

#[test]
fn examples_of_the_command_say_what_it_does() {
    let mut tried = 0;
    for rule in Rule::ALL {
        let page = Page::of(*rule).expect("it has its sections");
        if page.is_of_command() {
            tried += 1;
            example(*rule, &page);
        }
    }
    assert!(tried >= 3, "only {tried} examples are tried");
}

/// The example has findings of the rule alone; the right one has none.
fn example(rule: Rule, page: &Page) {
    let [check] = &page.example.commands[..] else { panic!("{rule}: an example is one command") };
    let folder = Folder::new(&format!("rule-{rule}"));
    write(&folder, &page.example.files);
    let output = run(&folder, check).code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    let heads: Vec<_> = told.lines().filter(|line| line.starts_with("error") || line.starts_with("warning")).collect();
    assert!(!heads.is_empty() && heads.iter().all(|head| head.contains(&format!("[{rule}]"))), "{told}");
    write(&folder, &page.right_files());
    for command in &page.right.commands {
        run(&folder, command).code(0);
    }
    run(&folder, check).code(0).stderr_eq("");
}

/// The files of an example. What `earlier.md` releases is the lock.
fn write(folder: &Folder, files: &BTreeMap<String, String>) {
    if let Some(earlier) = files.get("earlier.md") {
        folder.write("spec.md", earlier);
        folder.errtable(&["lock", "spec.md", "--stamp", "1.0.0"]).assert().code(0);
    }
    for (name, text) in files.iter().filter(|(name, _)| *name != "earlier.md") {
        folder.write(name, text);
    }
}

fn run(folder: &Folder, command: &str) -> snapbox::cmd::OutputAssert {
    let words: Vec<_> = command.split(' ').collect();
    assert_eq!(words[0], "errtable", "{command}");
    folder.errtable(&words[1..]).assert()
}
