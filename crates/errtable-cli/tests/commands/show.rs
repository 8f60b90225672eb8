//! `errtable show`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

#[test]
fn every_table_and_enum_is_shown() {
    let spec = format!(
        "{TILL}\n# Options\n\n| Option | Default |\n|---|---|\n| colour | red |\n\n\
         <!-- errtable skip -->\n\n| Error code | Name |\n|---|---|\n| 1 | an example |\n"
    );
    let folder = Folder::with("show", &spec);
    folder.errtable(&["show", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
table at line 15 under “Till errors”, 6 rows: rows of TillError
  | Error code | Name | Description | Part | Since |
table at line 26 under “Options”, 1 row: no error codes, left alone
  | Option | Default |
table at line 32 under “Options”, 1 row: left out by a directive
  | Error code | Name |

enum TillError: 4 codes, type u32, 1 retired code, 1 row joined to an earlier one, 1 further name, 1 range
  Error code   the code, code()
  Name         the name, name()
  Description  the description, description()
  Part         category Part of 3 values, part()
  Since        text, optional, since()
  from 4100 DrawerOpen to 4110 ScannerLost

left out, line 34: errtable skip

"#]]);
}

#[test]
fn a_broken_spec_is_shown_as_far_as_it_goes() {
    let folder = Folder::with("show-broken", BROKEN);
    folder
        .errtable(&["show", "codes.md"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
table at line 1, 3 rows: rows of ErrorCode
  | Error code | Name |

enum ErrorCode: 2 codes, type u32
  Error code  the code, code()
  Name        the name, name()
  from 1 LidOpen to 3 LidLost

"#]])
        .stderr_eq(str![[r#"
error: 1 error in codes.md
help: see them: errtable check codes.md

"#]]);
}

#[test]
fn a_spec_without_a_table() {
    let folder = Folder::with("show-no-table", "words\n");
    folder.errtable(&["show", "codes.md"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error[no-table]: the file has no table
 --> codes.md:1:1
  |
1 | words
  | ^
  |
  = help: an error table begins like this:

          | Error code | Name | Description |
          | --- | --- | --- |

1 error

"#]]);
}
