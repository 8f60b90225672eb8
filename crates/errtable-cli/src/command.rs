//! The subcommands, one file each.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod html;
pub(crate) mod init;
pub(crate) mod json;
pub(crate) mod lock;
pub(crate) mod markdown;
mod output;
pub(crate) mod rust;
pub(crate) mod show;

use std::io;
use std::path::Path;

use errtable::inner::shell_word;
use errtable::{Compiled, Finding, Findings, Source, compile_file};

use self::output::Output;
use crate::git::Revision;
use crate::message::{Message, Result, shown};
use crate::term::Term;

/// How a command that could run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Clean,
    Findings,
}

/// A spec without errors. What is wrong is shown; `None` where it is too much.
fn open_valid(spec: &Path, term: &Term) -> Option<Compiled> {
    let compiled = compile_file(spec);
    term.findings(&compiled.findings);
    (!compiled.findings.has_errors()).then_some(compiled)
}

/// A spec as it stands. One that cannot be read is shown as a finding.
fn read(spec: &Path, term: &Term) -> Option<Source> {
    Source::read(spec).map_err(|error| term.findings(&Findings::from_iter([Finding::unreadable(&error)]))).ok()
}

/// A spec as it is or was, its errors shown: a file, or `git:REV:path`.
fn open(spec: &str, term: &Term) -> Result<Compiled> {
    let compiled = match Revision::parse(spec) {
        None => compile_file(Path::new(spec)),
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
