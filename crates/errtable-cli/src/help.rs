//! What each help and each manual page ends with: examples and exit codes. A test runs the examples.

use clap::Command;

/// What there is to say of a command besides its arguments.
#[derive(Debug)]
pub(crate) struct Help {
    /// How the command is called, without `errtable`.
    path: &'static str,
    /// What a line does, and the line.
    pub(crate) examples: &'static [(&'static str, &'static str)],
    /// When it exits with 1, if it ever does.
    one: Option<&'static str>,
}

const FINDINGS: Option<&str> = Some("a spec has findings that are errors");
const STALE: Option<&str> = Some("a spec has findings that are errors, or --check finds that a file is not up to date");

/// One for each command, in the order of the alphabet; the first is that of `errtable` itself.
const HELPS: &[Help] = &[
    Help {
        path: "",
        examples: &[
            ("Check all that errtable.toml lists", "errtable check"),
            ("Bring locks and kept files up to date", "errtable update"),
            ("Look up a code", "errtable explain 4100"),
            ("Read what a rule is about", "errtable rule duplicate-code"),
        ],
        one: Some("there are findings"),
    },
    Help {
        path: "check",
        examples: &[
            ("Check all that errtable.toml lists, with all files that it keeps", "errtable check"),
            ("Check a spec, its lock and its kept files", "errtable check spec/codes.md"),
            ("Check all specs below a folder", "errtable check spec"),
            ("Check all files that match a pattern", "errtable check 'spec/**/*.md'"),
            ("Check a text that is not saved yet", "errtable check - --stdin-path spec/codes.md <spec/codes.md"),
            ("Compare with the last release", "errtable check spec/codes.md --against git:v1.0.0"),
            ("Apply the fixes that change no meaning", "errtable check --fix spec/codes.md"),
            ("Report to GitHub", "errtable check --format github spec/codes.md"),
        ],
        one: Some(
            "there are errors; with --deny-warnings, warnings count, too; with --diff, there is something to fix",
        ),
    },
    Help {
        path: "completions",
        examples: &[
            (
                "Install the completions of bash",
                "errtable completions bash >~/.local/share/bash-completion/completions/errtable",
            ),
            ("Install those of fish", "errtable completions fish >~/.config/fish/completions/errtable.fish"),
            ("Install those of zsh, into a folder of $fpath", "errtable completions zsh >~/.zfunc/_errtable"),
        ],
        one: None,
    },
    Help {
        path: "diff",
        examples: &[
            ("Compare with the last release", "errtable diff git:v1.0.0:spec/codes.md spec/codes.md"),
            (
                "Write the entry of a changelog",
                "errtable diff git:v1.0.0:spec/codes.md spec/codes.md --format markdown",
            ),
            (
                "Fail if a new major version is needed",
                "errtable diff git:HEAD:spec/codes.md spec/codes.md --deny major",
            ),
        ],
        one: Some("--deny finds such a change, or a spec has errors, so that the list may be incomplete"),
    },
    Help {
        path: "emit",
        examples: &[
            ("Print the Rust code", "errtable emit rust spec/codes.md"),
            ("Write a page for a browser", "errtable emit html spec/codes.md -o site/index.html"),
            ("Say what else there is for a kind", "errtable emit html --help"),
        ],
        one: STALE,
    },
    Help {
        path: "emit html",
        examples: &[
            ("Write the page", "errtable emit html spec/codes.md -o site/index.html"),
            ("Check that it is up to date", "errtable emit html spec/codes.md -o site/index.html --check"),
            ("Begin a theme", "errtable emit html --print-theme >theme.html"),
        ],
        one: STALE,
    },
    Help {
        path: "emit json",
        examples: &[
            ("Print the catalogue", "errtable emit json spec/codes.md"),
            ("Print those of several specs, one after the other", "errtable emit json spec"),
            ("Print the schema of every catalogue", "errtable emit json --schema"),
        ],
        one: STALE,
    },
    Help {
        path: "emit markdown",
        examples: &[
            ("Print the reference page", "errtable emit markdown spec/codes.md"),
            (
                "Write a page with a section for each code",
                "errtable emit markdown --sections spec/codes.md -o codes.md",
            ),
            ("Check that it is up to date", "errtable emit markdown --sections spec/codes.md -o codes.md --check"),
        ],
        one: STALE,
    },
    Help {
        path: "emit python",
        examples: &[
            ("Print the module", "errtable emit python spec/codes.md"),
            ("Write it to a file", "errtable emit python spec/codes.md -o till/errors.py"),
            ("Check that it is up to date", "errtable emit python spec/codes.md -o till/errors.py --check"),
            ("Begin a template of your own", "errtable emit python --print-template >errors.py.j2"),
        ],
        one: STALE,
    },
    Help {
        path: "emit rust",
        examples: &[
            ("Print the code", "errtable emit rust spec/codes.md"),
            (
                "Write it to a file, with impls for serde",
                "errtable emit rust spec/codes.md --feature serde -o codes.rs",
            ),
            ("Check that it is up to date", "errtable emit rust spec/codes.md --feature serde -o codes.rs --check"),
            (
                "Print the code of a text that is not saved yet",
                "errtable emit rust - --stdin-path spec/codes.md <spec/codes.md",
            ),
        ],
        one: STALE,
    },
    Help {
        path: "emit template",
        examples: &[
            ("Print what the template makes", "errtable emit --template names.j2 spec/codes.md"),
            ("Write it to a file", "errtable emit --template names.j2 spec/codes.md -o names.txt"),
            ("Check that it is up to date", "errtable emit --template names.j2 spec/codes.md -o names.txt --check"),
        ],
        one: STALE,
    },
    Help {
        path: "emit typescript",
        examples: &[
            ("Print the module", "errtable emit typescript spec/codes.md"),
            ("Write it to a file", "errtable emit typescript spec/codes.md -o web/errors.ts"),
            ("Check that it is up to date", "errtable emit typescript spec/codes.md -o web/errors.ts --check"),
            ("Begin a template of your own", "errtable emit typescript --print-template >errors.ts.j2"),
        ],
        one: STALE,
    },
    Help {
        path: "explain",
        examples: &[
            ("Look up a code in the specs of errtable.toml", "errtable explain 4100"),
            ("Look up a code of one spec", "errtable explain spec/codes.md 4100"),
            ("Look up a name or a variant", "errtable explain spec/codes.md DrawerOpen"),
            ("Search by words of the description", "errtable explain spec/codes.md 'no paper'"),
            ("Search all specs below a folder", "errtable explain spec 4100"),
        ],
        one: Some("there is no such code, or a spec has errors, so that it may lack codes"),
    },
    Help {
        path: "fmt",
        examples: &[
            ("Align the tables of all specs of errtable.toml", "errtable fmt"),
            ("Align the tables of a spec", "errtable fmt spec/codes.md"),
            ("Align those of all specs below a folder", "errtable fmt spec"),
            ("Print the aligned text", "errtable fmt - <spec/codes.md"),
            ("Only check, as in a CI", "errtable fmt --check spec/codes.md"),
        ],
        one: Some("--check finds a table that is not aligned, or a spec is too large"),
    },
    Help {
        path: "init",
        examples: &[
            ("Insert the directives that a spec needs", "errtable init spec/codes.md"),
            ("Name a lock, too", "errtable init --lock spec/codes.md"),
            ("Print the text instead", "errtable init - --stdin-path spec/codes.md <spec/codes.md"),
        ],
        one: Some("something is left for you to decide"),
    },
    Help {
        path: "lock",
        examples: &[
            ("Record what the spec says", "errtable lock spec/codes.md"),
            ("Record that version 1.1.0 is out", "errtable lock spec/codes.md --stamp 1.1.0"),
            ("Only check, as in a CI", "errtable lock spec/codes.md --check"),
        ],
        one: Some("the spec has errors or breaks, or --check finds that the lock is not up to date"),
    },
    Help {
        path: "lsp",
        examples: &[(
            "See that it starts; an editor does so by itself, as docs/editor.md says",
            "errtable lsp </dev/null",
        )],
        one: Some("the client says `exit` without `shutdown`"),
    },
    Help {
        path: "man",
        examples: &[
            ("Read the manual page", "errtable man | man -l -"),
            ("Install the pages of all commands", "errtable man -o ~/.local/share/man/man1"),
        ],
        one: None,
    },
    Help {
        path: "new",
        examples: &[
            ("Set up the package in this folder, with a new table or the one in spec/codes.md", "errtable new"),
            ("Show what it would write", "errtable new --diff"),
            ("Use another table, and add a workflow", "errtable new docs/errors.md --ci github"),
        ],
        one: Some("the table has errors, lines are left for you to add, or --diff shows something"),
    },
    Help {
        path: "rule",
        examples: &[
            ("List all rules", "errtable rule"),
            ("Explain the rule of a finding", "errtable rule duplicate-code"),
        ],
        one: None,
    },
    Help {
        path: "show",
        examples: &[
            ("Show how a spec is read", "errtable show spec/codes.md"),
            ("Show all specs below a folder", "errtable show spec"),
        ],
        one: FINDINGS,
    },
    Help {
        path: "update",
        examples: &[
            ("Bring all that errtable.toml lists up to date", "errtable update"),
            ("Bring one spec up to date", "errtable update spec/codes.md"),
        ],
        one: Some("an error, a break or a suspicion stands; then nothing is written"),
    },
];

impl Help {
    /// That of a command, by its path.
    pub(crate) fn of(path: &str) -> Option<&'static Self> {
        HELPS.iter().find(|help| help.path == path)
    }

    /// Each exit code with its meaning.
    pub(crate) fn exit_codes(&self) -> impl Iterator<Item = (u8, &'static str)> {
        let two = "the command could not run, or a file could not be read or written";
        [(0, Some("everything is right")), (1, self.one), (2, Some(two))]
            .into_iter()
            .filter_map(|(code, meaning)| Some((code, meaning?)))
    }

    fn text(&self) -> String {
        let examples: String = self.examples.iter().map(|(what, line)| format!("  {what}:\n    {line}\n")).collect();
        let codes: String = self.exit_codes().map(|(code, meaning)| format!("  {code}  {meaning}\n")).collect();
        format!("Examples:\n{examples}\nExit codes:\n{}", codes.trim_end())
    }
}

/// The path of a subcommand of a command.
pub(crate) fn path(of: &str, subcommand: &Command) -> String {
    format!("{of} {}", subcommand.get_name()).trim_start().to_owned()
}

/// Gives a command and all its subcommands their examples and exit codes.
pub(crate) fn complete(command: Command) -> Command {
    complete_at(command, "")
}

fn complete_at(command: Command, path: &str) -> Command {
    let text = Help::of(path).map(Help::text);
    let command = command.mut_subcommands(|subcommand| {
        let path = self::path(path, &subcommand);
        complete_at(subcommand, &path)
    });
    match text {
        Some(text) => command.after_help(text),
        None => command,
    }
}
