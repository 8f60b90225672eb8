//! `errtable man`.

use std::process::Command;

use crate::folder::{Folder, TILL};

#[test]
fn the_main_page_is_printed() {
    let folder = Folder::new("man-main");
    let output = folder.errtable(&["man"]).assert().code(0).stderr_eq("");
    let page = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let title = format!(".TH errtable 1  \"errtable {}\" errtable", env!("CARGO_PKG_VERSION"));
    assert!(page.lines().any(|line| line == title), "{page}");
    for command in folder.subcommands(&[]) {
        let name = command.replace('-', "\\-");
        assert!(page.contains(&format!("\nerrtable\\-{name}(1)\n")), "{command} is not in {page}");
    }
}

/// Each page in one folder, by the name under which `man` looks for it; a second run leaves them as they are.
#[test]
fn every_command_has_a_page() {
    let folder = Folder::new("man-pages");
    let pages = folder.commands().len();
    let said = format!("man1: {pages} pages, {pages} of them written\n");
    folder.errtable(&["man", "-o", "man1"]).assert().code(0).stdout_eq(said).stderr_eq("");
    for words in folder.commands().iter().filter(|words| !words.is_empty()) {
        let command = words.join("-");
        let page = folder.read(&format!("man1/errtable-{command}.1"));
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS"] {
            let quoted = format!(".SH \"{heading}\"");
            let has_it = page.lines().any(|line| line == format!(".SH {heading}") || line == quoted);
            assert!(has_it, "{command} has no {heading}: {page}");
        }
        assert!(page.contains(&format!("errtable {}", words.join(" "))), "{command}: {page}");
    }
    folder
        .errtable(&["man", "-o", "man1"])
        .assert()
        .code(0)
        .stdout_eq(format!("man1: {pages} pages, 0 of them written\n"));
}

/// Where there is a `man` that sets pages, it has nothing to warn of.
#[test]
fn man_reads_the_pages() {
    let is_there =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there("man") || !is_there("groff") {
        return;
    }
    let folder = Folder::new("man-read");
    folder.errtable(&["man", "-o", "man1"]).assert().code(0);
    for command in folder.commands().iter().filter(|words| !words.is_empty()).map(|words| words.join("-")) {
        let page = format!("./man1/errtable-{command}.1");
        let mut man = Command::new("man");
        man.args(["--warnings", "-l", &page]).current_dir(folder.path("")).env("MANPAGER", "cat").env("MANWIDTH", "80");
        let output = man.output().expect("it is there");
        let [shown, warned] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(output.status.success() && warned.is_empty(), "{command}: {warned}");
        // Lines are justified.
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("NAME errtable-{command} - ")) && words.contains(" EXIT STATUS 0 "), "{shown}");
    }
}

#[test]
fn a_folder_that_cannot_be_made() {
    let folder = Folder::with("man-file", TILL);
    let output = folder.errtable(&["man", "-o", "codes.md"]).assert().code(2).stdout_eq("");
    let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(said.starts_with("error: codes.md: "), "{said}");
    assert_eq!(folder.read("codes.md"), TILL);
}
