//! `errtable explain`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

const HEXADECIMAL: &str = "\
| Status code | Constant | Meaning |
| ----------- | -------- | ------- |
| 0x00A1 | BUS_NO_ACK | The device did not acknowledge |
| 0x00A2 | BUS_LOST | Another master took the bus |
";

const NEGATIVE: &str = "\
| Return code | Meaning |
| ----------- | ------- |
| 0 | Done |
| -2 | The device is busy |
";

#[test]
fn a_code() {
    let folder = Folder::with("explain-code", TILL);
    folder.errtable(&["explain", "codes.md", "4100"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
4100  drawer open

  The cash drawer was left open

  Part    drawer
  Since   1.0
  Rust    TillError::DrawerOpen
  Source  codes.md:17

"#]]);
}

#[test]
fn a_name_a_variant_and_a_path_mean_the_same() {
    let folder = Folder::with("explain-same", TILL);
    let by_code = folder.errtable(&["explain", "codes.md", "4101"]).assert().code(0);
    for word in ["paper out", "PaperOut", "TillError::PaperOut", "0x1005", " 4101 "] {
        let said = folder.errtable(&["explain", "codes.md", word]).assert().code(0).stderr_eq("");
        assert_eq!(said.get_output().stdout, by_code.get_output().stdout, "{word}");
    }
}

#[test]
fn a_retired_code() {
    let folder = Folder::with("explain-retired", TILL);
    folder.errtable(&["explain", "codes.md", "4102"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
4102  ribbon dry (retired)

  The ribbon needs ink

  Retired: it still decodes, but nothing should send it, and its variant is deprecated.

  Part    printer
  Rust    TillError::RibbonDry
  Source  codes.md:19

"#]]);
}

#[test]
fn a_further_name() {
    let folder = Folder::with("explain-alias", TILL);
    let by_code = folder.errtable(&["explain", "codes.md", "4110"]).assert().code(0).stderr_eq("");
    let by_code = by_code.stdout_eq(str![[r#"
4110  scanner lost

  The scanner stopped answering

  Part    scanner
  Also    scanner gone (TillError::SCANNER_GONE)
  Rust    TillError::ScannerLost
  Source  codes.md:20, codes.md:21

"#]]);
    for word in ["scanner gone", "SCANNER_GONE"] {
        let said = folder.errtable(&["explain", "codes.md", word]).assert().code(0);
        assert_eq!(said.get_output().stdout, by_code.get_output().stdout, "{word}");
    }
}

#[test]
fn hexadecimal() {
    let folder = Folder::with("explain-hexadecimal", HEXADECIMAL);
    let hexadecimal = folder.errtable(&["explain", "codes.md", "0xa1"]).assert().code(0).stdout_eq(str![[r#"
0x00A1  BUS_NO_ACK

  The device did not acknowledge

  Rust    ErrorCode::BusNoAck
  Source  codes.md:3

"#]]);
    let decimal = folder.errtable(&["explain", "codes.md", "161"]).assert().code(0);
    assert_eq!(hexadecimal.get_output().stdout, decimal.get_output().stdout);
}

#[test]
fn a_negative_code_is_no_option() {
    let folder = Folder::with("explain-negative", NEGATIVE);
    folder.errtable(&["explain", "codes.md", "-2"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
-2  DeviceIsBusy

  The device is busy

  Rust    ErrorCode::DeviceIsBusy
  Source  codes.md:4

"#]]);
}

#[test]
fn an_unknown_code_has_neighbours() {
    let folder = Folder::with("explain-unknown", TILL);
    folder.errtable(&["explain", "codes.md", "4108"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `4108` is no code, name or variant of codes.md
help: near it is 4110  scanner lost
help: near it is 4102  ribbon dry
help: near it is 4101  paper out

"#]]);
}

#[test]
fn an_unknown_code_may_lie_in_a_range() {
    let folder = Folder::with("explain-range", TILL);
    folder.errtable(&["explain", "codes.md", "4250"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `4250` is no code, name or variant of codes.md
note: it lies in the range 4200 to 4299: reserved — Kept for the shop — shop
help: near it is 4110  scanner lost
help: near it is 4102  ribbon dry
help: near it is 4101  paper out

"#]]);
}

#[test]
fn an_unknown_word_may_be_misspelt() {
    let folder = Folder::with("explain-misspelt", TILL);
    folder.errtable(&["explain", "codes.md", "papr out"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `papr out` is no code, name or variant of codes.md, and in no description
help: near it is 4101  paper out

"#]]);
    folder.errtable(&["explain", "codes.md", "umbrella"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `umbrella` is no code, name or variant of codes.md, and in no description

"#]]);
}

#[test]
fn a_broken_spec_still_explains_its_good_rows() {
    let folder = Folder::with("explain-broken", BROKEN);
    folder
        .errtable(&["explain", "codes.md", "3"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
3  lid lost

  Rust    ErrorCode::LidLost
  Source  codes.md:5

"#]])
        .stderr_eq(str![[r#"
error: codes.md has 1 error, so it may lack codes
help: see them: errtable check codes.md

"#]]);
}

#[test]
fn one_code_of_several_enums() {
    let spec = "# Inbox errors\n\n| Error code | Name |\n|---|---|\n| 1 | mailbox full |\n\n\
                # Outbox errors\n\n| Error code | Name | Retry |\n|---|---|---|\n| 1 | relay denied | never |\n";
    let folder = Folder::with("explain-several", spec);
    folder.errtable(&["explain", "codes.md", "1"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
1  mailbox full

  Rust    InboxError::MailboxFull
  Source  codes.md:5

1  relay denied

  Retry   never
  Rust    OutboxError::RelayDenied
  Source  codes.md:11

"#]]);
}

#[test]
fn a_spec_without_a_table() {
    let folder = Folder::with("explain-no-table", "words\n");
    folder.errtable(&["explain", "codes.md", "1"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
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
    folder.errtable(&["explain", "missing.md", "1"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file `missing.md`
help: correct the path, or create the file; a path in build.rs is relative to the package's folder

"#]]);
}

#[test]
fn a_path_means_the_enum_that_it_names() {
    let folder = Folder::with("explain-path", TILL);
    folder.errtable(&["explain", "codes.md", "till::TillError::PaperOut"]).assert().code(0);
    folder.errtable(&["explain", "codes.md", "OtherError::PaperOut"]).assert().code(1).stdout_eq("");
}

#[test]
fn a_long_text_is_set_to_the_width_of_the_terminal() {
    let spec = "| Error code | Name | Meaning | Where the till reports it |\n|---|---|---|---|\n\
                | 7 | lid open | The lid was left open, and 请关闭盖子然后再试一次 | In the window of the shop and on the receipt |\n";
    let folder = Folder::with("explain-width", spec);
    folder.errtable(&["explain", "codes.md", "7"]).env("COLUMNS", "48").assert().code(0).stderr_eq("").stdout_eq(str![
        [r#"
7  lid open

  The lid was left open, and 请关闭盖子然后再试
  一次

  Where the till reports it  In the window of
                             the shop and on the
                             receipt
  Rust                       ErrorCode::LidOpen
  Source                     codes.md:3

"#]
    ]);
}

/// Programs that keep a code in a number with a sign show it as a negative one, and the other way round.
#[test]
fn a_code_by_its_other_sign() {
    let spec = "| Error code | Name |\n|---|---|\n| 0x80040154 | valve unknown |\n| 0xC0000034 | pipe missing |\n";
    let folder = Folder::with("explain-signed", spec);
    folder.write("signed.md", "| Error code | Name |\n|---|---|\n| -7 | valve lost |\n| 3 | pipe lost |\n");
    for (file, code, name) in [
        ("codes.md", "-2147221164", "0x80040154  valve unknown\n"),
        ("codes.md", "-1073741772", "0xC0000034  pipe missing\n"),
        ("signed.md", "4294967289", "-7  valve lost\n"),
        ("signed.md", "0xFFFFFFF9", "-7  valve lost\n"),
        ("signed.md", "0xFFFFFFFFFFFFFFF9", "-7  valve lost\n"),
    ] {
        let output = folder.errtable(&["explain", file, "--", code]).assert().code(0).stderr_eq("");
        let stdout = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        assert!(stdout.starts_with(name), "{code}: {stdout}");
    }
    folder.errtable(&["explain", "codes.md", "--", "-2147221165"]).assert().code(1);
}

const PRINTERS: &str = "\
| Error code | Name | Description |
|---|---|---|
| 1 | paper out | Put new sheets into the tray |
| 2 | tray missing | The printer finds no tray for its paper |
| 3 | paper jam | The paper stands still |
| 4 | ReadTimeout | The computer is slow |
| 5 | paper | The wrong kind |
| 6 | 缺纸 | 打印机没有纸 |
";

#[test]
fn one_description_that_has_the_words_is_explained() {
    let folder = Folder::with("explain-description", PRINTERS);
    let output = folder.errtable(&["explain", "codes.md", "3"]).assert().code(0);
    for words in ["stands still", "STILL, stands!", "stan sti", "jam", "paper stand"] {
        let said = folder.errtable(&["explain", "codes.md", words]).assert().code(0).stderr_eq("");
        assert_eq!(said.get_output().stdout, output.get_output().stdout, "{words}");
    }
    for (words, code) in [("timeout", "4  ReadTimeout\n"), ("没有纸", "6  缺纸\n"), ("new sheets", "1  paper out\n")]
    {
        let output = folder.errtable(&["explain", "codes.md", words]).assert().code(0).stderr_eq("");
        assert!(String::from_utf8_lossy(&output.get_output().stdout).starts_with(code), "{words}");
    }
    // All words are needed, and a few letters are no word.
    for words in ["stands umbrella", "st", "a", "!"] {
        folder.errtable(&["explain", "codes.md", words]).assert().code(1).stdout_eq("");
    }
}

/// What has the words in its name comes first.
#[test]
fn several_are_listed() {
    let folder = Folder::with("explain-listed", PRINTERS);
    let list = folder.errtable(&["explain", "codes.md", "tray"]).assert().code(0).stdout_eq(str![[r#"
2 codes have `tray` in their names or descriptions:

  2  tray missing  The printer finds no tray for its paper
  1  paper out     Put new sheets into the tray

"#]]);
    list.stderr_eq(str![[r#"
help: see one of them in full: errtable explain codes.md 2
help: or narrow the search by more words

"#]]);
    // A name that is just that comes before all of them, in full.
    folder.errtable(&["explain", "codes.md", "paper"]).assert().code(0).stdout_eq(str![[r#"
5  paper

  The wrong kind

  Rust    ErrorCode::Paper
  Source  codes.md:7

3 codes have `paper` in their names or descriptions, too:

  1  paper out     Put new sheets into the tray
  3  paper jam     The paper stands still
  2  tray missing  The printer finds no tray for its paper

"#]]);
}

#[test]
fn many_are_counted() {
    let rows: String =
        (0..30).map(|code| format!("| {code} | lid {code} | {} |\n", "it stays open ".repeat(9))).collect();
    let folder = Folder::with("explain-many", &format!("| Error code | Name | Description |\n|---|---|---|\n{rows}"));
    let output = folder.errtable(&["explain", "codes.md", "open"]).assert().code(0);
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(said.starts_with("30 codes have") && said.ends_with("  and 10 more\n"), "{said}");
    assert_eq!(said.lines().count(), 23, "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
}

#[test]
fn several_specs_are_searched() {
    let folder = Folder::with("explain-specs", PRINTERS);
    folder.write("more/till.md", TILL);
    folder.errtable(&["explain", "codes.md", "more", "4100"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
4100  drawer open

  The cash drawer was left open

  Part    drawer
  Since   1.0
  Rust    TillError::DrawerOpen
  Source  more/till.md:17

"#]]);
    folder.errtable(&["explain", "codes.md", "more", "no paper"]).assert().code(0).stdout_eq(str![[r#"
2 codes have `no paper` in their names or descriptions:

  2     tray missing  The printer finds no tray for its paper  codes.md
  4101  paper out     The receipt printer has no paper  more/till.md

"#]]);
    folder.errtable(&["explain", "codes.md", "more", "--", "-3"]).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `-3` is no code, name or variant of any of 2 specs
help: near it is 1  paper out  in codes.md
help: near it is 2  tray missing  in codes.md
help: near it is 3  paper jam  in codes.md

"#]]);
    // Words that are not quoted.
    folder.errtable(&["explain", "codes.md", "tray", "missing"]).assert().code(2).stderr_eq(str![[r#"
error: there is no file `tray`
help: correct the path, or create the file; a path in build.rs is relative to the package's folder
help: if it is a word to look for, quote all of them together: errtable explain SPEC 'no paper'

"#]]);
    folder.write("broken.md", BROKEN);
    folder.errtable(&["explain", "codes.md", "broken.md", "1"]).assert().code(1);
    folder.errtable(&["explain", "none.md", "codes.md", "1"]).assert().code(2);
}

/// What the README shows of commands is what happens.
#[test]
fn the_readme_shows_what_happens() {
    let folder = Folder::new("explain-readme");
    for file in ["tpns.md", "tpns.lock", "advice.md", "further.md"] {
        let spec = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec").join(file);
        folder.write(&format!("spec/{file}"), std::fs::read(spec).expect("it is there"));
    }
    let readme = include_str!("../../README.md");
    let blocks: Vec<_> = readme.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let mut shown = 0;
    for example in blocks.iter().flat_map(|block| block.split("$ errtable ").skip(1)) {
        let (command, says) = example.split_once('\n').expect("a command is a line");
        let output = folder.errtable(&command.split(' ').collect::<Vec<_>>()).assert().code(0);
        let output = output.get_output();
        let said = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
        assert_eq!(said.trim_end(), says.trim_end(), "errtable {command}");
        shown += 1;
    }
    assert_eq!(shown, 3);
}
