//! Texts that would be commands to whoever shows them: a terminal, GitHub's runner, a reader of JSON or SARIF.

use std::fs;

use super::{errtable as run, folder};

/// Escapes of terminals in seven bits and in eight, text that runs backwards, commands of GitHub in both forms, ends of
/// strings, and line breaks in front of all of them.
const ATTACKS: &str = "&#10;::error::x&NewLine;::set-output name=a::b ##[error]x ##[set-env name=A]b \u{1b}[2J\u{1b}]0;t\u{7} \
                       \u{9b}31m \u{202e}back \u{2066}\\\" } ] , %0A::warning::y </script><!--";

#[test]
fn no_text_commands_who_shows_it() {
    let folder = folder("commands");
    let row = |code: usize| format!("| {code} | {ATTACKS} | {ATTACKS} |\n");
    let rows = (0..30).map(|number| row(number / 2)).collect::<String>();
    let spec = format!(
        "<!-- errtable\n\"{}\" = 1\nenum = \"{}\"\n-->\n\n| Error code | Name | {ATTACKS} |\n|---|---|---|\n{rows}",
        "k\\u001b[2J\\u202e##[error]x", "E\\n::error::x"
    );
    fs::write(folder.join("x.md"), &spec).expect("the folder is there");
    fs::write(folder.join("::error::x.md"), &spec).expect("the folder is there");
    let mut said = Vec::new();
    for file in ["x.md", "::error::x.md"] {
        for format in ["human", "short", "github", "json", "sarif"] {
            said.push((format, run(&folder, &format!("check --color never --format {format} '{file}'")).1));
        }
        for command in ["show", "emit json", "emit markdown", "emit markdown --sections", "emit rust", "diff x.md"] {
            said.push((command, run(&folder, &format!("{command} '{file}'")).1));
        }
        said.push(("explain", run(&folder, &format!("explain '{file}' 1")).1));
    }
    for (how, text) in said {
        assert!(text.len() > 20, "{how} says nothing");
        let is_shown = |c: &char| *c == '\n' || errtable::printable(&c.to_string()) == c.to_string();
        let bad = text.chars().find(|c| !is_shown(c));
        assert_eq!(bad, None, "{how} says {text}");
        let commands = text.lines().filter(|line| line.trim_start().starts_with("::")).collect::<Vec<_>>();
        match how {
            "github" => {
                let ours = |line: &&str| line.starts_with("::error file=") || line.starts_with("::warning file=");
                let others: Vec<_> = commands.iter().filter(|line| !ours(line)).collect();
                assert!(
                    others.len() <= 1 && others.iter().all(|line| line.contains(" title=errtable::")),
                    "{others:?}"
                );
                assert!(!text.contains("##["), "{text}");
            }
            "human" | "json" | "sarif" | "explain" => assert_eq!(commands, [] as [&str; 0], "{how}"),
            _ => {}
        }
    }
}
