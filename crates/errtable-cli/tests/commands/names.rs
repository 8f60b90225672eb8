//! Names of files are anyone's. Whatever a subcommand says of one, no line of it is a command to GitHub's runner, and no
//! character of it one to a terminal.

#![cfg(target_os = "linux")]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;

use snapbox::cmd::cargo_bin;

use crate::folder::Folder;

const SPEC: &str = "| Error code | Name | Kind |\n|---|---|---|\n| 1 | lid open | door |\n| 2 | lid stuck | door |\n";

/// What a name holds, before its ending: line breaks with commands behind them, commands at its beginning, escapes of
/// terminals, text that turns or hides, and bytes that are no text.
const HOSTILE: &[&[u8]] = &[
    "x\n::error::loom##[error]\u{202e}\u{2028}::error::\u{9b}31m\u{200f}\u{61c}\u{200b}'\u{e0041}".as_bytes(),
    b"::error::loom",
    b" ::error::loom\r::stop-commands::loom\r\n\t::error::\x0b::",
    b"x\xff\n::error::loom\xe2\x80\x1b[2J\x1b]0;t\x07$(echo)\\n",
];

/// All that a subcommand can be told of a spec `SPEC`, a file `OTHER` and a file `NONE` that is not there.
const CALLS: &[&str] = &[
    "check SPEC",
    "new SPEC",
    "new SPEC --errtable-path FOLDER",
    "new OTHER --ci github --pre-commit --diff",
    "check SPEC OTHER NONE",
    "rule SPEC",
    "rule NONE",
    "check --format short SPEC NONE",
    "check --format json SPEC NONE",
    "check --format github SPEC NONE",
    "check --format sarif SPEC NONE",
    "check",
    "check --format short",
    "check --format github",
    "update",
    "update SPEC",
    "update NONE",
    "update FAULTY LOCKED",
    "check SPEC --against git:HEAD:NONE",
    "check SPEC --against git:NONE",
    "check SPEC --against NONE",
    "check FAULTY",
    "check --format short FAULTY",
    "check --format github FAULTY",
    "check --format json FAULTY",
    "check --format sarif FAULTY",
    "check FOLDER",
    "check FOLDER/SPEC",
    "check FOLDER NONE*",
    "check NONE[",
    "check - --stdin-path SPEC",
    "check - --stdin-path NONE",
    "check SPEC --stdin-path NONE",
    "check JOINING",
    "check LOCKED",
    "check --format short LOCKED",
    "check --format github LOCKED",
    "check --deny-warnings JOINING",
    "emit rust SPEC -o OUT",
    "emit rust SPEC -o OUT --check",
    "emit rust SPEC -o OTHER --check",
    "emit rust SPEC -o FOLDER",
    "emit rust SPEC -o SPEC",
    "emit rust SPEC -o NONE/OUT",
    "emit rust FAULTY",
    "emit rust NONE",
    "emit rust SPEC",
    "emit rust SPEC NONE",
    "emit markdown SPEC -o OUT",
    "emit markdown SPEC -o OTHER --check",
    "emit markdown SPEC -o SPEC",
    "emit markdown SPEC",
    "emit markdown --sections SPEC",
    "emit markdown --rustdoc SPEC",
    "emit html SPEC -o OUT",
    "emit html SPEC -o OTHER",
    "emit html SPEC -o FOLDER",
    "emit html SPEC -o FOLDER --check",
    "emit html SPEC --theme NONE",
    "emit html SPEC --theme OTHER",
    "emit html SPEC --module NONE -o FOLDER --check",
    "emit html SPEC",
    "emit --template OTHER SPEC",
    "emit --template FOLDER/SPEC SPEC -o OTHER --check",
    "emit --template FAULTY SPEC -o FAULTY",
    "emit --template NONE SPEC",
    "emit json SPEC",
    "emit json FAULTY",
    "emit json FOLDER",
    "lock SPEC",
    "lock SPEC --stamp 1.0.0",
    "lock SPEC --stamp 1.0.0 --check",
    "lock LOCKED --stamp 1.0.0",
    "lock LOCKED --stamp 1.0.0 --check",
    "lock LOCKED --stamp 1.0.0 --accept NONE",
    "lock LOCKED --stamp 1.0.0 --from NONE",
    "lock SPEC --stamp 1.0.0 --from git:HEAD:NONE",
    "lock SPEC --stamp 1.0.0 --from git:NONE",
    "lock NONE --stamp 1.0.0",
    "lock SPEC FOLDER --accept NONE",
    "lock FAULTY --stamp NONE",
    "diff SPEC OTHER",
    "diff SPEC CHANGED",
    "diff SPEC NONE",
    "diff SPEC git:HEAD:NONE",
    "diff SPEC git:NONE",
    "diff --format markdown SPEC CHANGED",
    "diff --format json SPEC CHANGED",
    "diff --deny patch SPEC CHANGED",
    "explain SPEC 1",
    "explain SPEC 7",
    "explain SPEC CHANGED lid",
    "explain SPEC CHANGED NONE 7",
    "explain SPEC NONE",
    "explain FAULTY 1",
    "explain NONE 1",
    "show SPEC",
    "show FAULTY",
    "show JOINING",
    "show NONE",
    "show FOLDER SPEC OTHER",
    "fmt FAULTY --check",
    "fmt SPEC --check",
    "fmt SPEC",
    "fmt NONE",
    "fmt FOLDER",
    "fmt - SPEC",
    "fmt - --check --stdin-path SPEC",
    "init FAULTY",
    "init JOINING",
    "init SPEC",
    "init NONE",
    "init FOLDER SPEC",
    "new SPEC",
    "new NONE --diff",
    "new SPEC --errtable-path NONE",
    "completions NONE",
    "completions bash",
    "lsp",
    "lsp NONE",
    "man",
    "man -o FOLDER",
    "man -o OTHER",
    // What clap says of a wrong call.
    "new NONE --dry-run",
    "NONE SPEC",
    "check --format NONE SPEC",
    "check SPEC --NONE",
    "emit rust SPEC --feature NONE",
    "diff SPEC OTHER --deny NONE",
    "diff SPEC OTHER NONE",
    "lock SPEC NONE",
    "check --color NONE SPEC",
];

struct Names<'a> {
    hostile: &'a [u8],
}

impl Names<'_> {
    /// A word of a call with the names in it.
    fn word(&self, word: &str) -> OsString {
        let mut bytes = word.as_bytes().to_vec();
        for (kind, ending) in [
            ("SPEC", "a.md"),
            ("OTHER", "b.txt"),
            ("FAULTY", "c.md"),
            ("JOINING", "d.md"),
            ("LOCKED", "e.md"),
            ("CHANGED", "f.md"),
            ("FOLDER", "g"),
            ("OUT", "h.rs"),
            ("NONE", "i.md"),
        ] {
            while let Some(at) = bytes.windows(kind.len()).position(|window| window == kind.as_bytes()) {
                let name = [self.hostile, ending.as_bytes()].concat();
                bytes.splice(at..at + kind.len(), name);
            }
        }
        OsStr::from_bytes(&bytes).to_owned()
    }

    /// The files as they are before a call.
    fn write(&self, folder: &Folder) {
        for entry in fs::read_dir(folder.path("")).expect("the folder is there").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true if path.ends_with(".git") => {}
                true => fs::remove_dir_all(path).expect("it is ours"),
                false => fs::remove_file(path).expect("it is ours"),
            }
        }
        folder.write("Cargo.toml", "");
        let write =
            |name: &str, text: String| fs::write(folder.path("").join(self.word(name)), text).expect("a name of Linux");
        write("SPEC", SPEC.to_owned());
        write("OTHER", "another text\n".to_owned());
        write("FAULTY", format!("{SPEC}| 2 | lid lost | door |\n| x | lid gone |\n"));
        write("CHANGED", SPEC.replace("lid stuck", "lid jammed") + "| 3 | no lid | door |\n");
        let joined = self.word("NONE");
        let joined = joined.to_str().unwrap_or("i.md");
        write("JOINING", format!("<!-- errtable\njoin = {}\n-->\n\n{SPEC}", toml(joined)));
        write("LOCKED", format!("<!-- errtable\nlock = {}\n-->\n\n{SPEC}", toml(&joined.replace(".md", ".lock"))));
        folder.write("errtable.toml", "[[spec]]\npath = \"**/*.md\"\n\n[spec.keep]\nmarkdown = \"kept/{name}.txt\"\n");
        let inside = folder.path("").join(self.word("FOLDER"));
        fs::create_dir(&inside).expect("a name of Linux");
        fs::write(inside.join(self.word("SPEC")), SPEC).expect("a name of Linux");
    }
}

/// A string of TOML with a text that is not for people.
fn toml(text: &str) -> String {
    let escaped = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

fn run(folder: &Path, arguments: &[OsString]) -> [String; 2] {
    let mut command = Command::new(cargo_bin!("errtable"));
    command.args(arguments).current_dir(folder).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder));
    let output = command.output().expect("it runs");
    assert!(output.status.code().is_some_and(|code| code < 3), "{arguments:?}");
    [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("what it says is UTF-8"))
}

/// Why a line is more than text.
fn fault(line: &str, call: &str) -> Option<&'static str> {
    let is_of_github = call.contains("--format github");
    let is_ours = is_of_github
        && ["::error file=", "::warning file=", "::error title="].iter().any(|ours| line.starts_with(ours));
    match () {
        () if errtable::printable(line) != line => Some("has a character that cannot be shown"),
        () if line.trim_start().starts_with("::") && !is_ours => Some("is a command"),
        () if line.contains("##[") && !is_for_programs(call) => Some("holds an old command"),
        () => None,
    }
}

/// Texts whose lines are of another language, in which the runner sees what a `cat` would show.
fn is_for_programs(call: &str) -> bool {
    call.starts_with("emit ")
        || ["json", "sarif", "markdown"].iter().any(|format| call.contains(&format!("--format {format}")))
}

#[test]
fn no_name_commands_who_reads_of_it() {
    let mut faults = Vec::new();
    let mut told = 0;
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let folder = Folder::new(&format!("names-{number}"));
        let names = Names { hostile };
        let mut expect_text = |call: &str| {
            names.write(&folder);
            let arguments: Vec<_> = call.split(' ').map(|word| names.word(word)).collect();
            for text in run(&folder.path(""), &arguments) {
                told += usize::from(text.contains("loom"));
                let found = text.lines().find_map(|line| Some((fault(line, call)?, line)));
                faults.extend(found.map(|(why, line)| format!("{call}: {line:?} {why}")));
            }
        };
        CALLS.iter().for_each(|call| expect_text(call));
        // The same where git has its say.
        folder.write("first", "");
        folder.git(&["init", "--quiet"]);
        folder.git(&["add", "first"]);
        folder.git(&["commit", "--quiet", "--message=x"]);
        let of_git = |call: &&&str| call.starts_with("check") || call.contains("git:");
        CALLS.iter().filter(of_git).for_each(|call| expect_text(call));
    }
    assert!(faults.is_empty(), "{} lines:\n{}", faults.len(), faults.join("\n"));
    assert!(told > 200, "the names are hardly told of: {told} times");
}

/// Each subcommand has a call.
#[test]
fn every_subcommand_is_called() {
    let output = Command::new(cargo_bin!("errtable")).arg("--help").output().expect("it runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, commands) = help.split_once("Commands:\n").expect("the help lists them");
    let commands = commands.lines().take_while(|line| !line.is_empty()).map(|line| line.split_whitespace().next());
    let commands: Vec<_> = commands.flatten().filter(|name| *name != "help").collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        assert!(CALLS.iter().any(|call| call.split(' ').next() == Some(command)), "{command}");
    }
}

/// What a help names can be pasted into a shell, whatever it is called.
#[test]
fn a_command_in_a_help_works() {
    for hostile in HOSTILE {
        let folder = Folder::new("names-pasted");
        let names = Names { hostile };
        names.write(&folder);
        let spec = names.word("SPEC");
        let [_, said] = run(&folder.path(""), &["fmt".into(), "--check".into(), spec.clone()]);
        let (_, command) = said.split_once("help: align them: ").unwrap_or_else(|| panic!("{said}"));
        let path = std::env::join_paths([
            Path::new(cargo_bin!("errtable")).parent().expect("it lies in a folder"),
            Path::new("/bin"),
            Path::new("/usr/bin"),
        ]);
        let output = Command::new("bash")
            .args(["-c", command.trim_end()])
            .current_dir(folder.path(""))
            .env("PATH", path.expect("no colon is in it"))
            .output()
            .expect("there is bash");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let text = fs::read_to_string(folder.path("").join(spec)).expect("it is there still");
        assert_ne!(text, SPEC, "{command}");
    }
}
