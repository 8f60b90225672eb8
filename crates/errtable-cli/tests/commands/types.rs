//! What errtable.toml asks of the generated types, as the command shows and holds it.

use errtable::{RustOptions, compile_file, rust};
use snapbox::str;

use crate::folder::Folder;

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"
[columns.Part]
as = \"category\"
-->

| Error code | Name | Part |
| --- | --- | --- |
| 1 | no water | tank |
| 2 | lid open | lid |
";

const ASKED: &str = "\
[[spec]]
path = \"codes.md\"

[spec.enum.ErrorCode]
derive = [\"strum::EnumIter\"]
non_exhaustive = false
code_type = \"u16\"

[spec.enum.Part]
without = [\"Display\"]
";

fn folder(name: &str) -> Folder {
    let folder = Folder::with(name, SPEC);
    folder.write("errtable.toml", ASKED);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder
}

#[test]
fn emit_prints_the_bytes_of_the_library() {
    let folder = folder("types-emit");
    let compiled = compile_file(&folder.path("codes.md"));
    let code = rust(&compiled.catalog, &RustOptions::of(&compiled));
    assert!(code.contains("strum::EnumIter") && code.contains("#[repr(u16)]"), "{code}");
    let emitted = folder.errtable(&["emit", "rust", "codes.md"]).assert().code(0).stderr_eq("");
    assert_eq!(String::from_utf8_lossy(&emitted.get_output().stdout), code);
}

#[test]
fn show_says_what_types_carry() {
    let folder = folder("types-show");
    folder.errtable(&["show", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
table at line 7, 2 rows: rows of ErrorCode
  | Error code | Name | Part |

enum ErrorCode: 2 codes, type u16, exhaustive, derives strum::EnumIter
  Error code  the code, code()
  Name        the name, name()
  Part        category Part of 2 values, without Display, part()
  from 1 NoWater to 2 LidOpen

"#]]);
}

#[test]
fn a_code_more_is_major() {
    let folder = folder("types-diff");
    folder.write("new.md", SPEC.to_owned() + "| 3 | lid stuck | lid |\n");
    folder.write("errtable.toml", ASKED.to_owned() + "\n" + &ASKED.replace("codes.md", "new.md"));
    folder.errtable(&["diff", "codes.md", "new.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
major  added-to-exhaustive  `ErrorCode::LidStuck` (3) is new in an enum that users match in full
                            + lid stuck
major: 1 major

"#]]);
}

#[test]
fn a_fix_is_written_into_errtable_toml() {
    let folder = folder("types-fix");
    folder.write("errtable.toml", ASKED.replace("spec.enum.Part", "spec.enum.Parts"));
    folder.errtable(&["check", "codes.md", "--fix=preferred"]).assert().code(0);
    assert_eq!(folder.read("errtable.toml"), ASKED);
}
