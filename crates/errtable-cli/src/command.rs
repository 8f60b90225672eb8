//! The subcommands, one file each. To add one, add its file, its `mod`, its variant and its arm here.

mod check;
mod completions;
mod diff;
mod emit;
mod explain;
mod fmt;
mod init;
mod lock;
mod lsp;
mod man;
mod new;
mod rule;
mod show;
mod update;

use std::io;
use std::path::Path;

use clap::Subcommand;
use errtable::inner::shell_word;
use errtable::{Compiled, Source};

use crate::git::{Absence, Revision};
use crate::message::{Message, Result, shown};
use crate::specs::{self, Spec};
use crate::term::Term;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check specs and report every finding.
    Check(check::Args),
    /// Make code, a page or another output of a spec: print it, or write it to a file.
    Emit(emit::Args),
    /// Bring locks and kept files up to date, all together.
    Update(update::Args),
    /// Record in the lock what a spec releases, so that no released name changes unnoticed.
    Lock(lock::Args),
    /// List the changes between two specs, and the version number that they need.
    Diff(diff::Args),
    /// Look a code up: by its number, name or variant, or by words of its description.
    Explain(explain::Args),
    /// Explain a rule: what it finds, why, and how to fix it. Without a rule, list all rules.
    Rule(rule::Args),
    /// Set up a package that compiles a table: build script, module, lock and CI; each line is told.
    New(new::Args),
    /// Insert the directives that make a spec compile, each line with its reason.
    Init(init::Args),
    /// Align the tables of specs; only white space and outer pipes change.
    Fmt(fmt::Args),
    /// Show how a spec is read: each table, its roles, and the rows that are left out.
    Show(show::Args),
    /// Serve an editor: findings while one types, fixes, hover, completion and more, by the Language Server Protocol.
    Lsp(lsp::Args),
    /// Print the completions of a shell.
    Completions(completions::Args),
    /// Print the man page, or write the pages of all commands.
    Man(man::Args),
}

impl Command {
    pub(crate) fn run(&self, term: &Term) -> Result<Outcome> {
        match self {
            Command::Check(args) => check::run(args, term),
            Command::Emit(args) => emit::run(args, term),
            Command::Update(args) => update::run(args, term),
            Command::Lock(args) => lock::run(args, term),
            Command::Diff(args) => diff::run(args, term),
            Command::Explain(args) => explain::run(args, term),
            Command::Rule(args) => rule::run(args, term),
            Command::New(args) => new::run(args, term),
            Command::Init(args) => init::run(args, term),
            Command::Show(args) => show::run(args, term),
            Command::Fmt(args) => fmt::run(args, term),
            Command::Lsp(args) => lsp::run(args),
            Command::Completions(args) => completions::run(args, term),
            Command::Man(args) => man::run(args, term),
        }
    }
}

/// How a command that could run ended; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Clean,
    Findings,
    /// Nothing is known of a spec, since it could not be read.
    Unreadable,
}

/// A spec as it stands.
fn read(spec: &Path) -> Result<Source> {
    Spec::file(spec).read()
}

/// A spec as it is or was, its errors shown: a file, or `git:REV:path`.
fn open(spec: &str, term: &Term) -> Result<Compiled> {
    let compiled = match Revision::parse(spec) {
        None => specs::one(Path::new(spec))?.compile()?,
        Some(revision) => {
            let revision = revision?;
            revision.compile()?.map_err(|absence| no_file(&revision, absence))?
        }
    };
    Ok(with_errors_shown(compiled, term))
}

/// Warnings are for those who write the spec, not for those who compare two states of it.
fn with_errors_shown(compiled: Compiled, term: &Term) -> Compiled {
    if compiled.findings.has_errors() {
        term.findings(&compiled.findings);
    }
    compiled
}

/// A file of a revision that is not there.
fn no_file(revision: &Revision, absence: Absence) -> Message {
    let (rev, path) = (revision.rev(), shown(revision.path()));
    match absence {
        Absence::NoFile => Message::new(format!("there is no such file in {rev}: git:{rev}:{path}")),
        _ => absence.remedies(rev).iter().fold(Message::new(absence.told_of(rev)), Message::help),
    }
}

/// A path as a word of a command that can be pasted.
pub(crate) fn path_word(path: &Path) -> String {
    shell_word(path).into_owned()
}

/// A file that could not be read or written.
pub(crate) fn file_error(path: &Path, error: &io::Error) -> Message {
    Message::new(format!("{}: {error}", shown(path)))
}
