//! The subcommands, one file each. To add one, add its file, its `mod`, its variant and its arm here.

mod check;
mod diff;
mod explain;
mod fmt;
mod html;
mod init;
mod json;
mod lock;
mod lsp;
mod markdown;
mod output;
mod rule;
mod rust;
mod show;

use std::io;
use std::path::Path;

use clap::Subcommand;
use errtable::inner::{read_beside, shell_word};
use errtable::{Compiled, ReadError, Source, compile_locked};

use self::output::Output;
use crate::git::Revision;
use crate::message::{Message, Result, shown};
use crate::term::Term;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check specs and report every finding.
    Check(check::Args),
    /// Print the Rust code that a spec compiles to, or keep a file of it.
    Rust(rust::Args),
    /// Record what a spec releases in its lock, so that no name of it changes unnoticed.
    Lock(lock::Args),
    /// Say what has changed between two specs, and what that asks of the version number.
    Diff(diff::Args),
    /// Print the reference page of a spec as Markdown, or keep a file of it.
    Markdown(markdown::Args),
    /// Make a page for a browser: the codes with search and links, and the prose around them, in one file.
    Html(html::Args),
    /// Say what a code means, given the code, its name or its variant.
    Explain(explain::Args),
    /// Say what a rule finds, why, and what to do about it; without a rule, list all of them.
    Rule(rule::Args),
    /// Insert the directives that make a spec compile, each line with its reason.
    Init(init::Args),
    /// Align the tables of a spec in place, changing white space and outer pipes only.
    Fmt(fmt::Args),
    /// Show how a spec is understood: each table, its roles, and what is left out.
    Show(show::Args),
    /// Print the catalogue of a spec as JSON, for other languages and tools.
    Json(json::Args),
    /// Serve an editor: findings while one types, fixes, hover, completion and more, by the Language Server Protocol.
    Lsp(lsp::Args),
}

impl Command {
    pub(crate) fn run(&self, term: &Term) -> Result<Outcome> {
        match self {
            Command::Check(args) => check::run(args, term),
            Command::Rust(args) => rust::run(args, term),
            Command::Lock(args) => lock::run(args, term),
            Command::Diff(args) => diff::run(args, term),
            Command::Markdown(args) => markdown::run(args, term),
            Command::Html(args) => html::run(args, term),
            Command::Explain(args) => explain::run(args, term),
            Command::Rule(args) => rule::run(args, term),
            Command::Init(args) => init::run(args, term),
            Command::Show(args) => show::run(args, term),
            Command::Fmt(args) => fmt::run(args, term),
            Command::Json(args) => json::run(args, term),
            Command::Lsp(args) => lsp::run(args),
        }
    }
}

/// How a command that could run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Clean,
    Findings,
    /// Nothing is known of a spec, since it could not be read.
    Unreadable,
}

/// A spec without errors. What is wrong is shown; `None` where it is too much.
fn open_valid(spec: &Path, term: &Term) -> Result<Option<Compiled>> {
    let compiled = compile(spec)?;
    term.findings(&compiled.findings);
    Ok((!compiled.findings.has_errors()).then_some(compiled))
}

/// A spec as it stands.
fn read(spec: &Path) -> Result<Source> {
    try_read(spec).map_err(|error| Message::new(&error).help(error.remedy()))
}

/// The same, where the reader is told later why it cannot be read.
fn try_read(spec: &Path) -> std::result::Result<Source, ReadError> {
    Source::read(spec).map_err(|error| error.shown_as(&shown(spec)))
}

/// A spec with the files that it names, compiled.
fn compile(spec: &Path) -> Result<Compiled> {
    Ok(compile_locked(read(spec)?, &|name| read_beside(spec, name)))
}

/// A spec as it is or was, its errors shown: a file, or `git:REV:path`.
fn open(spec: &str, term: &Term) -> Result<Compiled> {
    let compiled = match Revision::parse(spec) {
        None => compile(Path::new(spec))?,
        Some(revision) => {
            let revision = revision?;
            let rev = revision.rev();
            revision.compile()?.ok_or_else(|| Message::new(format!("there is no such file in {rev}: {spec}")))?
        }
    };
    // Warnings are for those who write the spec, not for those who compare two states of it.
    if compiled.findings.has_errors() {
        term.findings(&compiled.findings);
    }
    Ok(compiled)
}

/// A path as a word of a command that can be pasted.
fn path_word(path: &Path) -> String {
    shell_word(path).into_owned()
}

/// A file that could not be read or written.
fn file_error(path: &Path, error: &io::Error) -> Message {
    Message::new(format!("{}: {error}", shown(path)))
}
