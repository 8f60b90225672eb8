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
    folder.errtable(&["fmt", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[unreadable-spec]: there is no file `codes.md`
--> codes.md:1:1
 = help: correct the path, or create the file; a path in build.rs is relative to the package's folder

1 error

"#]]);
    assert!(!folder.path("codes.md").exists());
}
