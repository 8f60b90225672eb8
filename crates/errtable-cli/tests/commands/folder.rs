//! A folder with specs, and the command run in it.

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, cargo_bin};

/// Every kind of thing that a spec can say, and nothing wrong.
pub(crate) const TILL: &str = "\
# Till errors

<!-- errtable
enum = \"TillError\"
duplicates = \"alias\"
ranges = true

[columns.Part]
as = \"category\"

[columns.Since]
optional = true
-->

| Error code | Name | Description | Part | Since |
| ---------- | ---- | ----------- | ---- | ----- |
| 4100 | drawer open | The cash drawer was left open | drawer | 1.0 |
| 4101 | paper out | The receipt printer has no paper | printer | |
| ~~4102~~ | ribbon dry | The ribbon needs ink | printer | |
| 4110 | scanner lost | The scanner stopped answering | scanner | |
| 4110 | scanner gone | The scanner was unplugged | scanner | |
| 4200 - 4299 | reserved | Kept for the shop | shop | |
";

/// With a lock, for every kind of change to it.
pub(crate) const LOCKED: &str = "\
<!-- errtable
lock = \"codes.lock\"
-->

| Error code | Name | Description |
| ---------- | ---- | ----------- |
| 1 | lid open | The lid was left open |
| 2 | lid stuck | The lid does not move |
| 3 | no ink | The ribbon is dry |
";

/// Small enough to be shown whole.
pub(crate) const SMALL: &str = "\
| Error code | Name |
| ---------- | ---- |
| 1 | lid open |
| 2 | lid stuck |
";

/// The second row takes the first one's code.
pub(crate) const BROKEN: &str = "\
| Error code | Name |
| ---------- | ---- |
| 1 | lid open |
| 1 | lid stuck |
| 3 | lid lost |
";

/// One folder for each test, in the target folder.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands").join(test);
        if path.exists() {
            fs::remove_dir_all(&path).expect("the folder of an earlier run can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made in the target folder");
        let folder = Folder { path };
        // Findings show paths from here.
        folder.write("Cargo.toml", "");
        folder
    }

    /// A folder with one spec, `codes.md`.
    pub(crate) fn with(test: &str, spec: &str) -> Self {
        let folder = Folder::new(test);
        folder.write("codes.md", spec);
        folder
    }

    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written into the target folder");
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.path.join(file)
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("the file is there")
    }

    /// The subcommands of a command, by the help: `emit` has `emit rust`; of errtable itself all.
    pub(crate) fn subcommands(&self, command: &[&str]) -> Vec<String> {
        let output = self.errtable(&[command, &["--help"]].concat()).assert().code(0).stderr_eq("");
        let help = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        let lists = ["\nCommands:\n", "\nKinds:\n"];
        let Some((_, commands)) = lists.iter().find_map(|heading| help.split_once(heading)) else { return Vec::new() };
        let commands = commands.lines().take_while(|line| !line.is_empty());
        // A line that goes on with the text of the one above has no name.
        let commands = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        // `template, --template` is called by its first name here.
        let names = commands.filter_map(|line| line.split([' ', ',']).find(|word| !word.is_empty()));
        names.filter(|name| *name != "help").map(str::to_owned).collect()
    }

    /// The words of every command, `errtable` itself and nested ones included.
    pub(crate) fn commands(&self) -> Vec<Vec<String>> {
        let mut commands = vec![Vec::new()];
        let mut next = 0;
        while let Some(command) = commands.get(next).cloned() {
            let words: Vec<_> = command.iter().map(String::as_str).collect();
            let subcommands = self.subcommands(&words).into_iter();
            commands.extend(subcommands.map(|name| [command.clone(), vec![name]].concat()));
            next += 1;
        }
        assert!(commands.len() > 12, "{commands:?}");
        commands
    }

    /// Makes the folder a repository of its own, with everything in it committed.
    pub(crate) fn commit(&self) {
        if !self.path(".git").exists() {
            self.git(&["init", "--quiet", "--initial-branch=main"]);
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    /// Git in this folder, as no setting of a machine would change it.
    pub(crate) fn git_command(&self, arguments: &[&str]) -> Command {
        let who = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"];
        Command::new("git").current_dir(&self.path).args(who).args(arguments)
    }

    /// The same, where it must go well.
    pub(crate) fn git(&self, arguments: &[&str]) {
        self.git_command(arguments).assert().success();
    }

    /// The command in this folder, with nothing around that would turn colours on or off, and no repository but its own:
    /// the target folder may lie in one that ignores it.
    pub(crate) fn errtable(&self, arguments: &[&str]) -> Command {
        let command = Command::new(cargo_bin!("errtable")).current_dir(&self.path).args(arguments);
        let command = command.env("GIT_CEILING_DIRECTORIES", self.path.parent().unwrap_or(&self.path));
        ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"].into_iter().fold(command, Command::env_remove)
    }
}
