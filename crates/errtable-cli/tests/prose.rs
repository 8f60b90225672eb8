//! What people read is easy to read: no long sentence, and none of the forms that have to be read twice. And the commands that it
//! shows are there.

#![allow(clippy::disallowed_methods, reason = "the paths of this project are plain")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::cmd::cargo_bin;

/// The words of the longest sentence.
const WORDS: usize = 30;

/// Forms that sound wise and say little, or that an engineer with English as a third language reads twice.
const BANNED: &[&str] = &[
    "a slip is an error of the build",
    "a hand that",
    "in the way of nobody",
    "is nobody's",
    "speaks for itself",
    "the table is the vendor's",
    "asks the network for nothing",
    "for the asking",
    "as it stands, as it",
    "lest ",
    "whence",
    "whereof",
    "thereof",
    "hitherto",
    "notwithstanding",
    "inasmuch",
    "ask that this file holds",
];

/// Parts of a path that hold no pages of ours.
const OTHERS: &[&str] = &["target", "node_modules", "tests", "spec", "src", "vendor", "fuzz"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pages of the project, by their paths.
fn pages() -> Vec<(String, String)> {
    let (mut folders, mut found) = (vec![root()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && !OTHERS.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if name.ends_with(".md") && !name.starts_with("LICENSE") {
                let text = fs::read_to_string(&path).expect("a page is text");
                found.push((path.strip_prefix(root()).unwrap_or(&path).display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

/// The help of each command.
fn helps() -> Vec<(String, String)> {
    let help = |arguments: &[&str]| {
        let output = Command::new(cargo_bin!("errtable")).args(arguments).arg("--help").output();
        String::from_utf8(output.expect("the command runs").stdout).expect("help is text")
    };
    let main = help(&[]);
    let (_, commands) = main.split_once("Commands:\n").expect("there are commands");
    let names = commands.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    let names: Vec<_> = names.filter(|&name| name != "help").collect();
    assert!(names.len() > 12, "{names:?}");
    let helps = names.iter().map(|name| (format!("errtable {name} --help"), help(&[name])));
    helps.chain([("errtable --help".to_owned(), main.clone())]).collect()
}

/// The prose of a page: paragraphs, items of lists, and cells of tables, without code, comments and addresses.
fn prose(page: &str) -> Vec<String> {
    let (mut parts, mut part, mut fence, mut is_comment) = (Vec::new(), String::new(), None::<&str>, false);
    for line in page.lines() {
        let bare = line.trim();
        if let Some(mark) = fence {
            if bare.starts_with(mark) {
                fence = None;
            }
            continue;
        }
        if bare.starts_with("<!--") || is_comment {
            is_comment = !bare.ends_with("-->");
            continue;
        }
        let is_item = bare.starts_with("- ")
            || bare.starts_with("* ")
            || bare
                .split_once(". ")
                .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
        let is_fence = bare.starts_with("```") || bare.starts_with("~~~");
        let is_code = line.starts_with("    ") && part.is_empty();
        if is_item || is_fence || is_code || bare.is_empty() || bare.starts_with(['#', '|']) {
            parts.push(std::mem::take(&mut part));
        }
        if is_fence {
            // A longer fence may hold a shorter one.
            fence = bare.find(|c| c != '`' && c != '~').map_or(Some(bare), |end| Some(&bare[..end]));
        } else if bare.starts_with('|') {
            parts.extend(bare.split(" | ").map(str::to_owned));
        } else if !is_code {
            part.push_str(bare);
            part.push(' ');
        }
    }
    parts.push(part);
    parts.iter().map(|part| without_code(part)).filter(|part| !part.trim().is_empty()).collect()
}

/// A text with a word in the place of each piece of code and of each address.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    for (number, piece) in text.split('`').enumerate() {
        plain.push_str(if number % 2 == 0 { piece } else { "code" });
    }
    let mut out = String::new();
    let mut rest = plain.as_str();
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// The sentences of a text. A colon or a semicolon ends one where a new thought begins, with a capital letter.
fn sentences(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut sentences, mut sentence) = (Vec::new(), Vec::new());
    for (index, word) in words.iter().enumerate() {
        sentence.push(*word);
        let ends = word.trim_end_matches(['*', ')', '”', '"']).ends_with(['.', '!', '?', ':', ';']);
        let next =
            words.get(index + 1).and_then(|next| next.trim_start_matches(['*', '[', '(', '“', '"']).chars().next());
        let begins = next.is_none_or(|first| first.is_uppercase() || first.is_ascii_digit())
            || words.get(index + 1).is_some_and(|next| next.starts_with("code"));
        if ends && begins {
            sentences.push(std::mem::take(&mut sentence).join(" "));
        }
    }
    sentences.push(sentence.join(" "));
    sentences
}

fn is_word(word: &&str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn faults(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for part in prose(text) {
        let lower = part.to_lowercase();
        for form in BANNED.iter().filter(|form| lower.contains(**form)) {
            faults.push(format!("{name}: `{form}` in: {part}"));
        }
        for sentence in sentences(&part) {
            let words = sentence.split_whitespace().filter(is_word).count();
            if words > WORDS {
                faults.push(format!("{name}: {words} words: {sentence}"));
            }
        }
    }
    faults
}

#[test]
fn pages_and_help_are_easy_to_read() {
    let pages = pages();
    assert!(pages.len() > 15, "{:?}", pages.iter().map(|(name, _)| name).collect::<Vec<_>>());
    // In help, a line or a column of it is one text.
    let helps = helps().into_iter().map(|(name, help)| {
        let texts: Vec<_> = help.lines().flat_map(|line| line.trim().split("  ")).collect();
        (name, texts.join("\n\n"))
    });
    let all: Vec<_> = pages.into_iter().chain(helps).collect();
    let faults: Vec<_> = all.iter().flat_map(|(name, text)| faults(name, text)).collect();
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

/// The commands that a page shows, in blocks of a shell, without what a shell does with them.
fn commands(page: &str) -> Vec<Vec<String>> {
    let (mut found, mut is_shell) = (Vec::new(), false);
    for line in page.lines().map(str::trim) {
        if let Some(language) = line.strip_prefix("```") {
            is_shell = ["sh", "console"].contains(&language);
        } else if is_shell {
            let command = line.trim_start_matches("$ ");
            let bare = command.strip_prefix("cargo run -p errtable-cli -- ").map(|rest| format!("errtable {rest}"));
            let bare = bare.as_deref().unwrap_or(command);
            let bare = bare.split(['<', '>', '|', ';', '#']).next().unwrap_or_default();
            if bare.starts_with("errtable ") {
                let words = bare.split_whitespace().skip(1).map(|word| word.trim_matches(['"', '\'']).to_owned());
                found.push(words.collect());
            }
        }
    }
    found
}

/// A command whose options are unknown ends before its help is shown.
#[test]
fn the_commands_that_pages_show_are_known() {
    let mut known = 0;
    for (name, page) in pages() {
        for command in commands(&page) {
            let output = Command::new(cargo_bin!("errtable")).args(&command).arg("--help").output();
            let output = output.expect("the command runs");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: errtable {}: {said}", command.join(" "));
            known += 1;
        }
    }
    assert!(known > 30, "{known}");
    assert_eq!(commands("```sh\nerrtable chek a.md\n```\n"), [["chek", "a.md"]]);
}

#[test]
fn a_long_sentence_and_a_banned_form_are_seen() {
    let long = "word ".repeat(WORDS + 1);
    for (text, number) in [
        (format!("{long}."), 1),
        (format!("- {long}\n- {long}\n"), 2),
        (format!("| a | {long} |\n"), 1),
        (format!("{}. {}.", "word ".repeat(WORDS - 1), "Word ".repeat(WORDS - 1)), 0),
        (format!("```text\n{long}\n```\n"), 0),
        (format!("<!-- {long} -->\n"), 0),
        (format!("`{long}` is code"), 0),
        ("It is there for the asking.".to_owned(), 1),
    ] {
        assert_eq!(faults("x", &text).len(), number, "{text}");
    }
}
