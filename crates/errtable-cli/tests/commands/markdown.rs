//! `errtable emit markdown`.

use snapbox::{IntoData, str};

use crate::folder::{BROKEN, Folder, TILL};

#[test]
fn a_page_of_tables() {
    let folder = Folder::with("markdown-tables", TILL);
    folder.errtable(&["emit", "markdown", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
<!-- Made by `errtable emit markdown codes.md`; edit codes.md instead. -->

## TillError

4 codes of type `u32`.

| Error code | Name | Description | Part | Since | Variant |
| --- | --- | --- | --- | --- | --- |
| 4100 | drawer open | The cash drawer was left open | drawer | 1.0 | `DrawerOpen` |
| 4101 | paper out | The receipt printer has no paper | printer |  | `PaperOut` |
| ~~4102~~ | ribbon dry | The ribbon needs ink | printer |  | `RibbonDry` |
| 4110 | scanner lost | The scanner stopped answering | scanner |  | `ScannerLost`, `SCANNER_GONE` |

| First | Last | Range |
| --- | --- | --- |
| 4200 | 4299 | reserved — Kept for the shop — shop |

"#]]);
}

#[test]
fn a_page_for_rustdoc() {
    let folder = Folder::with("markdown-rustdoc", TILL);
    folder.errtable(&["emit", "markdown", "codes.md", "--rustdoc"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
<!-- Made by `errtable emit markdown --rustdoc codes.md`; edit codes.md instead. -->

# [`TillError`]

| Error code | Name | Description | Part | Since | Variant |
| --- | --- | --- | --- | --- | --- |
| 4100 | drawer open | The cash drawer was left open | [drawer](Part::Drawer) | 1\.0 | [`DrawerOpen`](TillError::DrawerOpen) |
| 4101 | paper out | The receipt printer has no paper | [printer](Part::Printer) |  | [`PaperOut`](TillError::PaperOut) |
| 4102 | ribbon dry | The ribbon needs ink | [printer](Part::Printer) |  | [`RibbonDry`](TillError::RibbonDry) (retired) |
| 4110 | scanner lost | The scanner stopped answering | [scanner](Part::Scanner) |  | [`ScannerLost`](TillError::ScannerLost) |

Ranges of codes:

- `4200` to `4299`: reserved — Kept for the shop — shop

## [`Part`]

| Part | Codes |
| --- | --- |
| [drawer](Part::Drawer) | [`4100`](TillError::DrawerOpen) |
| [printer](Part::Printer) | [`4101`](TillError::PaperOut), [`4102`](TillError::RibbonDry) |
| [scanner](Part::Scanner) | [`4110`](TillError::ScannerLost) |

"#]].raw());
    let emit = ["emit", "markdown", "codes.md", "--rustdoc", "-o", "codes.doc.md"];
    folder.errtable(&emit).assert().code(0);
    folder.errtable(&[&emit[..], &["--check"]].concat()).assert().code(0);
}

#[test]
fn a_page_of_sections() {
    let folder = Folder::with("markdown-sections", TILL);
    folder.errtable(&["emit", "markdown", "codes.md", "--sections"]).assert().code(0).stderr_eq("").stdout_eq(str![[
        r#"
<!-- Made by `errtable emit markdown --sections codes.md`; edit codes.md instead. -->

## TillError

4 codes of type `u32`.

### <a id="tillerror-4100"></a>4100 drawer open

> The cash drawer was left open

- Part: drawer
- Since: 1.0
- Variant: `DrawerOpen`

### <a id="tillerror-4101"></a>4101 paper out

> The receipt printer has no paper

- Part: printer
- Variant: `PaperOut`

### <a id="tillerror-4102"></a>~~4102~~ ribbon dry

> The ribbon needs ink

- Part: printer
- Variant: `RibbonDry`
- Retired: it is still decoded, and deprecated in code.

### <a id="tillerror-4110"></a>4110 scanner lost

> The scanner stopped answering

- Part: scanner
- Variant: `ScannerLost`, `SCANNER_GONE`

| First | Last | Range |
| --- | --- | --- |
| 4200 | 4299 | reserved — Kept for the shop — shop |

"#
    ]]);
}

/// Whatever a cell says, the page shows it and nothing else; code and web links stay what they are.
#[test]
fn no_cell_is_markdown() {
    let spec = "| Error code | Name | Description |\n|---|---|---|\n| 1 | a \\| b | `*x*` \\<b> \\[y](z) # ~~s~~ $m$ [t](https://x) |\n";
    let folder = Folder::with("markdown-escaped", spec);
    folder.errtable(&["emit", "markdown", "codes.md"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
<!-- Made by `errtable emit markdown codes.md`; edit codes.md instead. -->

## ErrorCode

1 code of type `u32`.

| Error code | Name | Description | Variant |
| --- | --- | --- | --- |
| 1 | a /| b | `*x*` /<b/> /[y/](z) /# s /$m/$ [t](<https://x>) | `AB` |

"#]]);
}

#[test]
fn a_file_is_held_fresh() {
    let folder = Folder::with("markdown-file", TILL);
    let run = |arguments: &[&str]| {
        folder
            .errtable(&[&["emit", "markdown", "codes.md", "--sections", "-o", "page.md"], arguments].concat())
            .assert()
    };
    run(&["--check"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: `page.md` does not exist
help: refresh it: errtable emit markdown codes.md --sections -o page.md

"#]]);
    run(&[]).code(0).stdout_eq("page.md is written\n").stderr_eq("");
    run(&["--check"]).code(0).stdout_eq("page.md is fresh\n").stderr_eq("");
    folder.write("page.md", folder.read("page.md") + "more\n");
    run(&["--check"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: `page.md` is stale: `codes.md` makes another text
help: refresh it: errtable emit markdown codes.md --sections -o page.md

"#]]);
}

#[test]
fn a_broken_spec_makes_no_page() {
    let folder = Folder::with("markdown-broken", BROKEN);
    folder.errtable(&["emit", "markdown", "codes.md"]).assert().code(1).stdout_eq("");
}
