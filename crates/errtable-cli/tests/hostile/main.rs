//! Files that are too much: each ends within 10 seconds and 1 GB, in a finding or in a catalogue.

#![cfg(target_os = "linux")]

mod commands;
mod files;
mod growth;
mod promised;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::cmd::cargo_bin;

/// A spec is given so much memory, in KiB, and so many seconds.
const MEMORY: usize = 1 << 20;
const SECONDS: usize = 10;

/// A folder for a test, in the target folder.
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(test);
    if path.exists() {
        fs::remove_dir_all(&path).expect("the folder of an earlier run can be removed");
    }
    fs::create_dir_all(&path).expect("a folder can be made in the target folder");
    // Findings show paths from here.
    fs::write(path.join("Cargo.toml"), "").expect("the folder is there");
    path
}

/// The command within its bounds; what it says.
fn errtable(folder: &Path, arguments: &str) -> (Option<i32>, String) {
    errtable_within(SECONDS, folder, arguments)
}

fn errtable_within(seconds: usize, folder: &Path, arguments: &str) -> (Option<i32>, String) {
    // Seconds of the processor: what else runs on the machine does not count. A command that waits for ever is ended, too.
    let script = format!("ulimit -v {MEMORY}; ulimit -t {seconds}; exec timeout 120 \"$ERRTABLE\" {arguments}");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(folder).env("ERRTABLE", cargo_bin!("errtable"));
    let Output { status, stdout, stderr } = command.output().expect("there is a shell");
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(!said.contains("panicked") && !said.contains("memory allocation"), "{said}");
    (status.code(), said)
}

fn expect(name: &str, spec: &str, says: &str) {
    let folder = folder(name);
    fs::write(folder.join("x.md"), spec).expect("the folder is there");
    let (code, said) = errtable(&folder, "check x.md");
    assert!(matches!(code, Some(0 | 1)), "{name} ends with {code:?}: {said:.300}");
    assert!(said.contains(says), "{name} says {said:.600}");
}

const TABLE: &str = "| Error code | Name |\n|---|---|\n";

/// A table with as many rows.
fn rows(number: usize, row: impl Fn(usize) -> String) -> String {
    TABLE.to_owned() + &(0..number).map(row).collect::<String>()
}

#[test]
fn more_than_errtable_takes() {
    expect("rows", &rows(150_001, |row| format!("|{row}|a\n")), "more than 150000 rows");
    expect("tables", &"|a|\n|-|\n\n".repeat(4_001), "more than 4000 tables");
    let columns = |number: usize| format!("|code{}\n|-{}\n|1\n", "|a".repeat(number), "|-".repeat(number));
    expect("columns", &columns(200_000), "has 200001 columns");
    let cells = columns(190).replace("|1\n", &"|1\n".repeat(20_000));
    expect("lacking", &cells, "more than 200000 cells lacking");
    let full = columns(190).replace("|1\n", &format!("|1{}\n", "|".repeat(190)).repeat(10_600));
    expect("cells", &full, "more than 1500000 cells");
    expect("marks", &format!("{TABLE}|1|a|\n\n{}", "[".repeat(2_500_001)), "punctuation marks");
    let codes = |row: usize| (0..10_000).map(|code| format!("{},", row * 10_000 + code)).collect::<String>();
    let many = rows(26, |row| format!("|{}|name {row}|\n", codes(row)));
    expect("codes", &format!("<!-- errtable\ncodes = \"many\"\n-->\n\n{many}"), "more than 250000 codes");
    expect("directives", &"<!-- errtable\n-->\n".repeat(8_001), "more than 8000 directives");
    let patterns = (0..300).map(|number| format!("\"{number}\",")).collect::<String>();
    expect("patterns", &format!("<!-- errtable\nskip = [{patterns}]\n-->\n\n{TABLE}|1|a|\n"), "more than 200 patterns");
}

#[test]
fn more_toml_than_errtable_takes() {
    let dotted = (0..360_001).map(|key| format!("k{key}.a=1\n")).collect::<String>();
    let table = format!("{TABLE}|1|a|\n");
    expect("toml", &format!("<!-- errtable\n{dotted}-->\n\n{table}"), "more than 360000 tables in its TOML");
    let folder = folder("lock");
    let spec = format!("<!-- errtable\nlock = \"x.lock\"\n-->\n\n{table}");
    fs::write(folder.join("x.md"), spec).expect("the folder is there");
    let items = format!("a = [{}]", "1,".repeat(2_500_001));
    for (lock, says) in [(dotted, "360000 tables"), (items, "2500000 pairs and elements")] {
        fs::write(folder.join("x.lock"), lock).expect("the folder is there");
        let (code, said) = errtable(&folder, "check x.md");
        assert_eq!(code, Some(1), "{said:.300}");
        assert!(said.contains(&format!("the lock has more than {says}")), "{said:.300}");
    }
}

#[test]
fn much_of_what_is_compared() {
    let directed = |directive: &str, table: &str| format!("<!-- errtable\n{directive}\n-->\n\n{table}");
    let of_kinds = |number: usize, kind: fn(usize) -> String| {
        let rows: String = (0..number).map(|row| format!("|{row}|name {row}|{}|\n", kind(row))).collect();
        format!("| Error code | Name | Kind |\n|---|---|---|\n{rows}")
    };
    let category = "[columns.Kind]\nas = \"category\"";
    expect("values", &directed(category, &of_kinds(20_000, |row| format!("v{row}"))), "");
    expect("faulty-values", &directed(category, &of_kinds(20_000, |_| "值".to_owned())), "no Latin letters");
    let named: String = (0..5_000).map(|value| format!("w{value} = \"W{value}\"\n")).collect();
    let named = format!("{category}\n[columns.Kind.variants]\n{named}");
    expect("named-values", &directed(&named, &of_kinds(5_000, |row| format!("v{row}"))), "no cell of the column");
    let variants: String = (0..5_000).map(|code| format!("{} = \"V{code}\"\n", 1_000_000 + code)).collect();
    let variants = format!("[variants]\n{variants}");
    expect(
        "variants",
        &directed(&variants, &rows(20_000, |row| format!("|{row}|name {row}|\n"))),
        "has no code 1000000",
    );
    let aliases = rows(20_000, |row| format!("|1|name {}|\n", row % 2));
    expect("aliases", &directed("duplicates = \"alias\"", &aliases), "");
    expect("repeated", &rows(30_000, |_| "|1|a|\n".to_owned()), "repeats an earlier one");
    expect("one-name", &rows(20_000, |row| format!("|{row}|a|\n")), "20000 codes");
    let symbols = rows(20_000, |row| format!("|{row}|{}|\n", if row % 2 == 0 { "LID_OPEN" } else { "Lid-Open" }));
    expect("one-symbol", &symbols, "");
    let below = |lines: &str| rows(1, |_| "|1|a|\n".to_owned()) + lines;
    expect("detached", &below(&"\n|2|b|\n".repeat(100_000)), "look like rows");
    expect("detached-apart", &below(&"\ntext\n|2|b|\n".repeat(40_000)), "looks like a row");
    let header = format!("\ntext\n\n{TABLE}\n").replace("Name", &"Name".repeat(200_000));
    expect("broken", &below(&(header.replace("---|", "---|---|") + &"text\n|2|b|\n".repeat(40_000))), "look");
    expect(
        "headless",
        &below(&"\n|2|b|\n|---|---|\n|3|c|\ntext\n\ntext\n|4|d|\n".repeat(3_900)),
        "no header of its own",
    );
    expect("returns", &(TABLE.to_owned() + &"|1|a|\r".repeat(100_000)), "row-count");
    expect(
        "keys",
        &directed(&(0..20_000).map(|key| format!("k{key} = 1\n")).collect::<String>(), TABLE),
        "there is no key",
    );
}

#[test]
fn nesting_without_end() {
    let below = |text: &str| format!("{TABLE}|1|a|\n\n{text}\n");
    let within = |text: &str| format!("{TABLE}|1|{text}|\n");
    for (name, text) in [
        ("quotations", below(&">".repeat(100_000))),
        ("lists", below(&"- ".repeat(50_000))),
        ("brackets", within(&"[".repeat(200_000))),
        ("links", within(&"[a](".repeat(100_000))),
        ("emphasis", within(&"*a **b ".repeat(100_000))),
        ("backticks", within(&(1..1_000).map(|length| "`".repeat(length) + " ").collect::<String>())),
        ("comments", below(&"a <!-- ".repeat(100_000))),
        ("tags", below(&"a <a ".repeat(100_000))),
        ("footnotes", below(&"[^a]: ".repeat(50_000))),
        ("arrays", format!("<!-- errtable\na = {}\n-->\n\n{TABLE}|1|a|\n", "[".repeat(100_000))),
        ("inline-tables", format!("<!-- errtable\na = {}\n-->\n\n{TABLE}|1|a|\n", "{a=".repeat(100_000))),
        ("dotted-keys", format!("<!-- errtable\n{}a = 1\n-->\n\n{TABLE}|1|a|\n", "a.".repeat(100_000))),
        ("letters", within(&"Ab".repeat(500_000))),
        ("digits", format!("{TABLE}|{}|a|\n", "1".repeat(1_000_000))),
        ("accents", within(&format!("e{}", "\u{301}".repeat(300_000)))),
    ] {
        expect(name, &text, "");
        for command in ["fmt --check x.md", "init x.md", "emit json x.md"] {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
            let (code, said) = errtable(&folder, command);
            assert!(matches!(code, Some(0 | 1)), "{command} of {name} ends with {code:?}: {said:.300}");
        }
    }
}

/// What is generated takes time with the number of keys, whichever they are.
#[test]
fn keys_that_were_chosen() {
    let list = |number: usize, code: fn(usize) -> String| {
        let codes: Vec<_> = (0..number).map(code).collect();
        format!("<!-- errtable\ncodes = \"many\"\n-->\n\n{TABLE}|{}|a|\n", codes.join(", "))
    };
    // Ends that once made a factor of the hash 0 and 1, in texts that met then, whatever the seed was.
    let names = |starts: &[&str], end: &str| {
        let filled = |start: &str| format!("{start}{}{end}", "z".repeat(51_780 - start.len() - end.len()));
        rows(starts.len(), |row| format!("|{row}|{}|\n", filled(starts[row])))
    };
    for (name, spec) in [
        ("many-numbers", list(200_000, |code| code.to_string())),
        ("many-in-hexadecimal", list(100_000, |code| format!("0x{code:X}"))),
        ("many-texts", list(100_000, |code| format!("e{code}x"))),
        ("factor-of-zero", names(&["wljfoavozSH1MsPf", "frbegugkqa24kCP1"], "lxNjIL73")),
        ("factor-of-one", names(&["anything", "whatever", "anythingelse"], "mxNjIL73")),
        ("multiples", rows(20_000, |row| format!("|{}|name {row}|\n", scattered(row as u64) << 40))),
        ("long-prefix", rows(3_000, |row| format!("|{row}|{}{row:04}{}|\n", "a".repeat(500), "b".repeat(500)))),
    ] {
        let folder = folder(name);
        fs::write(folder.join("x.md"), spec).expect("the folder is there");
        let (code, said) = errtable(&folder, "emit rust x.md -o x.rs");
        assert_eq!(code, Some(0), "{name}: {said:.600}");
    }
}

/// A number of 24 bits for each, without a pattern and without two that are equal.
fn scattered(number: u64) -> u64 {
    let product = (number * 0x009e_3779) & 0x00ff_ffff;
    ((product ^ (product >> 11)) * 0x0085_ebcb) & 0x00ff_ffff
}
