//! `errtable fmt`.

use snapbox::str;

use crate::folder::Folder;

const RAGGED: &str = "\
# Till errors

|Error code|Name|
|--:|---|
|4100|drawer open|
|41|错误|
";

#[test]
fn tables_are_aligned_in_place() {
    let folder = Folder::with("fmt", RAGGED);
    folder.errtable(&["fmt", "codes.md"]).assert().code(0).stdout_eq("codes.md is aligned now\n").stderr_eq("");
    snapbox::assert_data_eq!(
        folder.read("codes.md"),
        str![[r#"
# Till errors

| Error code | Name        |
| --:        | ---         |
|       4100 | drawer open |
|         41 | 错误        |

"#]]
    );
    let aligned = folder.read("codes.md");
    folder.errtable(&["fmt", "codes.md"]).assert().code(0).stdout_eq("codes.md is aligned\n").stderr_eq("");
    assert_eq!(folder.read("codes.md"), aligned);
}

#[test]
fn a_check_only_says_so() {
    let folder = Folder::with("fmt-check", RAGGED);
    folder.errtable(&["fmt", "--check", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: the tables of `codes.md` are not aligned
help: align them: errtable fmt codes.md

"#]]);
    assert_eq!(folder.read("codes.md"), RAGGED);
    folder.errtable(&["fmt", "codes.md"]).assert().code(0);
    folder.errtable(&["fmt", "--check", "codes.md"]).assert().code(0).stdout_eq("codes.md is aligned\n").stderr_eq("");
}

#[test]
fn a_spec_that_cannot_be_read() {
    let folder = Folder::new("fmt-missing");
    folder.errtable(&["fmt", "codes.md"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file `codes.md`
help: correct the path, or create the file; a path in build.rs is relative to the package's folder

"#]]);
    assert!(!folder.path("codes.md").exists());
}

/// Aligned, the first lines would begin with blanks, and be code.
#[test]
fn a_table_without_outer_pipes_stays_a_table() {
    let folder = Folder::with("fmt-pipes", "Error code | Name\n---:|---\n1 | cold\n100800312 | hot\n");
    let codes = |folder: &Folder| {
        let said = folder.errtable(&["emit", "json", "codes.md"]).assert().code(0);
        String::from_utf8_lossy(&said.get_output().stdout).into_owned()
    };
    let before = codes(&folder);
    folder.errtable(&["fmt", "codes.md"]).assert().code(0).stdout_eq("codes.md is aligned now\n").stderr_eq("");
    snapbox::assert_data_eq!(
        folder.read("codes.md"),
        str![[r#"
| Error code | Name |
| ---:       | ---  |
|          1 | cold |
|  100800312 | hot  |

"#]]
    );
    assert_eq!(codes(&folder), before);
}

/// One cell of a page's length makes no table of pages.
#[test]
fn a_large_table_stays_small() {
    let rows: String = (0..5_000).map(|code| format!("| {code} | fault {code} | c |\n")).collect();
    let head = "| Error code | Name | Cure |\n| --- | --- | --- |\n";
    for length in [150, 20_000] {
        let spec = format!("{head}{rows}| 5000 | long | {} |\n", "x".repeat(length));
        let folder = Folder::with("fmt-large", &spec);
        folder.errtable(&["fmt", "codes.md"]).assert().code(0).stderr_eq("");
        let aligned = folder.read("codes.md");
        assert!(aligned.len() < 2 * spec.len(), "{} bytes of {}", aligned.len(), spec.len());
        assert!(aligned.contains("\n| 7          | fault 7    | c    |\n"), "{aligned:.400}");
        folder.errtable(&["check", "codes.md"]).assert().code(0);
    }
}

#[test]
fn a_table_that_stays_as_it_is_is_named() {
    let spec = "words\n\n|Error code|Name|\n|-|-|\n|1|a|\r|2|b|\n";
    let folder = Folder::with("fmt-left", spec);
    for arguments in [&["fmt", "codes.md"][..], &["fmt", "--check", "codes.md"]] {
        folder.errtable(arguments).assert().code(0).stdout_eq("codes.md is aligned\n").stderr_eq(str![[r#"
warning: codes.md:3: the table is left as it is: it holds a carriage return that ends no line
help: save the file with one kind of line endings

"#]]);
    }
    assert_eq!(folder.read("codes.md"), spec);
}

#[test]
fn a_file_that_is_too_large_is_not_called_aligned() {
    let folder = Folder::with("fmt-too-large", &"|a|\n|-|\n\n".repeat(4_001));
    folder.errtable(&["fmt", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[too-large]: the file has more than 4000 tables[..]
...
"#]]);
}
