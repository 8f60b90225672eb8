//! `--help`: what every command says, and that its examples run.

use std::path::Path;
use std::process::Command;

use snapbox::cmd::cargo_bin;

use crate::folder::{Folder, TILL};

fn help(folder: &Folder, command: &[String], option: &str) -> String {
    let words: Vec<_> = command.iter().map(String::as_str).chain([option]).collect();
    let output = folder.errtable(&words).assert().code(0).stderr_eq("");
    String::from_utf8_lossy(&output.get_output().stdout).into_owned()
}

/// The lines below a heading.
fn section<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| line.is_empty() || line.starts_with(' ')).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_help_has_examples_and_exit_codes_and_ends_its_options_with_color() {
    let folder = Folder::new("help");
    for command in folder.commands() {
        for option in ["--help", "-h"] {
            let help = help(&folder, &command, option);
            let codes: Vec<_> = section(&help, "Exit codes:").iter().map(|line| line.trim_start()).collect();
            assert!(codes[0].starts_with("0  ") && codes[codes.len() - 1].starts_with("2  "), "{command:?}: {codes:?}");
            let options = section(&help, "Options:");
            let options: Vec<_> = options
                .iter()
                .map(|line| line.trim_start())
                .filter(|line| line.starts_with('-') && !line.starts_with("- "))
                .collect();
            assert!(options.last().is_some_and(|last| last.starts_with("--color")), "{command:?}: {options:?}");
            assert!(!section(&help, "Examples:").is_empty(), "{command:?} has no examples:\n{help}");
        }
    }
}

/// A folder as the examples have it: a spec that was released, and the folders of a home.
fn example_folder(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.write("Cargo.toml", "[package]\nname = \"till\"\nversion = \"1.0.0\"\nedition = \"2024\"\n");
    folder.write("src/lib.rs", "");
    folder.write("spec/codes.md", TILL.replace("enum =", "lock = \"codes.lock\"\nenum ="));
    folder.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\n");
    folder.errtable(&["lock", "spec/codes.md", "--stamp", "1.0.0"]).assert().code(0);
    for file in ["share/bash-completion/completions/x", "share/man/man1/x"] {
        folder.write(&format!(".local/{file}"), "");
    }
    folder.write(".config/fish/completions/x", "");
    folder.write(".zfunc/x", "");
    folder.write("names.j2", "{% for enum in enums %}{{ enum.name }}\n{% endfor %}");
    folder.commit();
    folder.git(&["tag", "v1.0.0"]);
    folder
}

/// A line of a shell, in the folder, where `errtable` is on the path.
fn shell(folder: &Folder, line: &str) -> std::process::Output {
    let command = Path::new(cargo_bin!("errtable")).parent().expect("it lies in a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [command.to_owned()].into_iter().chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).expect("they were joined before");
    let here = folder.path("");
    Command::new("bash")
        .args(["-o", "pipefail", "-c", line])
        .current_dir(&here)
        .env("PATH", path)
        .env("HOME", &here)
        .env("MANPAGER", "cat")
        .env("GIT_CEILING_DIRECTORIES", here.parent().unwrap_or(&here))
        .output()
        .expect("there is bash")
}

/// Those of one command are run one after the other: what one writes, the next may check.
#[test]
fn every_example_runs() {
    let mut ran = 0;
    let commands = Folder::new("help-commands").commands();
    let has_man = Command::new("man").arg("--version").output().is_ok_and(|output| output.status.success());
    for command in commands {
        let folder = example_folder(&format!("help-examples-{}", command.join("-")));
        let help = help(&folder, &command, "--help");
        let examples = section(&help, "Examples:");
        let lines = examples.iter().filter_map(|line| line.strip_prefix("    ")).map(str::trim);
        // `emit --template FILE` is how `emit template` is called.
        let called = format!("errtable {}", command.join(" ")).replace("emit template", "emit --template");
        let lines: Vec<_> = lines.filter(|line| has_man || !line.contains("| man ")).collect();
        assert_eq!(examples.len() % 2, 0, "{command:?}: each example has a sentence and fits a line");
        for line in lines {
            assert!(line.starts_with(called.trim()), "{line} is no example of {called}");
            let output = shell(&folder, line);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{line}: {:?} {said}", output.status);
            ran += 1;
        }
    }
    assert!(ran > 40, "{ran} examples");
}
