//! `errtable completions`.

use std::process::Command;

use crate::folder::Folder;

/// What bash offers for the last of some words.
fn offered(folder: &Folder, words: &[&str]) -> Vec<String> {
    let (word, before) = (words[words.len() - 1], words[words.len() - 2]);
    let listed: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "source completions.bash && complete -p errtable >/dev/null && COMP_WORDS=({}) COMP_CWORD={} && \
         _errtable errtable '{word}' '{before}' && printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        listed.join(" "),
        words.len() - 1
    );
    let mut bash = Command::new("bash");
    let output = bash.args(["--norc", "-c", &script]).current_dir(folder.path("")).output().expect("there is bash");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{words:?}: {said}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = Folder::new("completions-bash");
    let output = folder.errtable(&["completions", "bash"]).assert().code(0).stderr_eq("");
    folder.write("completions.bash", &output.get_output().stdout);
    let all = offered(&folder, &["errtable", ""]);
    for command in folder.subcommands(&[]) {
        assert!(all.contains(&command), "{command} is not among {all:?}");
    }
    assert_eq!(offered(&folder, &["errtable", "expl"]), ["explain"]);
    assert_eq!(offered(&folder, &["errtable", "check", "--stdin"]), ["--stdin-path"]);
    assert_eq!(offered(&folder, &["errtable", "check", "--format", "s"]), ["short", "sarif"]);
    assert_eq!(offered(&folder, &["errtable", "completions", "power"]), ["powershell"]);
}

/// The other shells are seldom there to ask.
#[test]
fn every_shell_is_told_of_every_command() {
    let folder = Folder::new("completions-others");
    for (shell, begins) in [
        ("zsh", "#compdef errtable\n"),
        ("fish", "# Print an optspec for argparse"),
        ("powershell", "\nusing namespace System.Management.Automation\n"),
        ("elvish", "\nuse builtin;\n"),
    ] {
        let output = folder.errtable(&["completions", shell]).assert().code(0).stderr_eq("");
        let script = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        assert!(script.starts_with(begins), "{shell}: {}", script.lines().take(3).collect::<Vec<_>>().join("\n"));
        for command in folder.subcommands(&[]) {
            assert!(script.contains(&command), "{shell}: {command}");
        }
    }
    let output = folder.errtable(&["completions", "tcsh"]).assert().code(2).stdout_eq("");
    let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(said.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{said}");
}
