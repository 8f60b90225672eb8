//! Colours, usage and exit codes, whatever the subcommand.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

const ESCAPE: u8 = 0x1b;

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let folder = Folder::with("color", BROKEN);
    folder.write("till.md", TILL);
    for (arguments, code) in [
        (["check", "codes.md"].as_slice(), 1),
        (&["explain", "till.md", "4100"], 0),
        (&["explain", "till.md", "4102"], 0),
        (&["explain", "till.md", "nothing"], 1),
        (&["show", "till.md"], 0),
        (&["show", "codes.md"], 1),
        (&["fmt", "--check", "till.md"], 1),
        (&["emit", "rust", "till.md", "-o", "till.md/x.rs"], 2),
    ] {
        let streams = |color: &[&str]| {
            let assert = folder.errtable(&[color, arguments].concat()).assert().code(code);
            let output = assert.get_output();
            [output.stdout.clone(), output.stderr.clone()].concat()
        };
        let [piped, never, always] = [&[][..], &["--color", "never"], &["--color=always"]].map(streams);
        assert!(!piped.contains(&ESCAPE), "{arguments:?} colours a pipe");
        assert_eq!(piped, never, "{arguments:?}");
        assert!(always.contains(&ESCAPE), "{arguments:?} does not colour when asked to");
        assert_eq!(without_escapes(&always), piped, "{arguments:?}: colours change words");
    }
}

/// An answer for other programs stays bare.
#[test]
fn code_and_json_are_never_coloured() {
    let folder = Folder::with("color-answers", TILL);
    for command in [&["emit", "rust"][..], &["emit", "json"], &["check"]] {
        let output = folder.errtable(&[&["--color=always"], command, &["codes.md"]].concat()).assert().code(0);
        assert!(!output.get_output().stdout.contains(&ESCAPE), "{command:?}");
    }
}

#[test]
fn a_finding_in_colour() {
    let folder = Folder::with("color-finding", "words\n");
    let output = folder.errtable(&["--color=always", "check", "codes.md"]).assert().code(1);
    let stderr = String::from_utf8_lossy(&output.get_output().stderr).replace('\u{1b}', "ESC");
    snapbox::assert_data_eq!(
        stderr.lines().next().unwrap_or_default(),
        str!["ESC[1mESC[91merror[no-table]ESC[0mESC[1m: the file has no tableESC[0m"]
    );
}

#[test]
fn a_wrong_call_is_told_from_a_wrong_spec() {
    let folder = Folder::with("usage", BROKEN);
    for arguments in [
        [].as_slice(),
        &["frobnicate", "codes.md"],
        &["emit", "rust", "codes.md", "--check"],
        &["emit"],
        &["emit", "json"],
        &["emit", "html", "--module", "x"],
        &["emit", "json", "codes.md", "--schema"],
        &["emit", "rust", "codes.md", "--feature", "rocket"],
        &["explain"],
        &["check", "codes.md", "--color", "sometimes"],
    ] {
        let output = folder.errtable(arguments).assert().code(2).stdout_eq("");
        let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(stderr.contains("Usage: errtable") || stderr.contains("try '--help'"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn the_version_is_that_of_the_command() {
    let version = concat!("errtable ", env!("CARGO_PKG_VERSION"), "\n");
    Folder::new("version").errtable(&["--version"]).assert().code(0).stdout_eq(version);
}

/// What a terminal shows of bytes with colours.
fn without_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|&byte| byte == ESCAPE) {
        shown.extend_from_slice(&rest[..at]);
        let end = rest[at..].iter().position(|&byte| byte == b'm').expect("an escape of a colour ends in m");
        rest = &rest[at + end + 1..];
    }
    shown.extend_from_slice(rest);
    shown
}

/// Nothing is known of a spec that is not there: that is no finding of it.
#[test]
fn a_spec_that_cannot_be_read_is_no_finding() {
    let folder = Folder::with("unreadable", BROKEN);
    for call in [
        "check none.md",
        "check codes.md none.md",
        "check none.md --format short",
        "check none.md --fix",
        "emit rust none.md",
        "lock none.md --stamp 1.0.0",
        "diff none.md codes.md",
        "emit markdown none.md",
        "emit html none.md -o page",
        "explain none.md 1",
        "init none.md",
        "fmt none.md",
        "show none.md",
        "emit json none.md",
        "emit --template codes.md none.md",
    ] {
        let words: Vec<_> = call.split(' ').collect();
        let output = folder.errtable(&words).assert().code(2);
        let output = output.get_output();
        let said = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
        assert!(said.contains("there is no file `none.md`"), "{call}: {said}");
        assert!(!said.contains("none.md:1:1\n"), "{call} shows a line of no file: {said}");
    }
}

/// A row that does not fit is cut around what is marked, and a mark of all of it is one of its first cell.
#[test]
fn a_long_row_fits_the_terminal() {
    let words = "the sluice stays open for as long as the water stands above the mark ".repeat(3);
    let wide = "闸门一直开着".repeat(20);
    let spec = format!(
        "| Error code | Name | Description |\n|---|---|---|\n| 1 | sluice open | {words} |\n| 2 | {words} |\n\
         | 3O | sluice shut | {wide} |\n| 4 | sluice gone | {words} | and more |\n\n| 5 | sluice wet | {words} |\n"
    );
    let folder = Folder::with("wide", &spec);
    for width in [80, 100, 60] {
        let output = folder.errtable(&["check", "codes.md"]).env("COLUMNS", width.to_string()).assert().code(1);
        let stderr = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        let of_source =
            |line: &&str| line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with('|');
        let lines: Vec<_> = stderr.lines().filter(of_source).collect();
        assert!(lines.len() > 12, "{stderr}");
        for line in lines {
            assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
            let marks = line.matches('^').count();
            assert!(marks <= width / 2, "{width}: {line}");
        }
        assert!(stderr.contains("and more") && stderr.contains("^^^^^^"), "what is marked is shown: {stderr}");
    }
}
