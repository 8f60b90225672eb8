//! Where an output goes: it is printed, kept in a file, or compared with one.

use std::fs;
use std::path::{Path, PathBuf};

use errtable::Compiled;
use errtable::inner::{Inputs, folder};
use errtable_tools::Output;

use crate::command::{Outcome, file_error};
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Freshness, Mode, update};

#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The Markdown file with the table.
    #[arg(value_name = "SPEC")]
    pub(super) spec: PathBuf,
    /// Write to this file instead of printing; a file that is fresh is left alone.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; fail where the file is not what it would be.
    #[arg(long, requires = "output")]
    check: bool,
}

impl Target {
    pub(super) fn write_or_check(
        &self,
        output: &Output,
        compiled: &Compiled,
        text: &str,
        term: &Term,
    ) -> Result<Outcome> {
        let Some(path) = self.output.as_deref() else {
            term.answer(text)?;
            return Ok(Outcome::Clean);
        };
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let freshness = bring(output, compiled, path, text, mode)?;
        let said = match (mode, freshness) {
            (_, Freshness::Fresh) => "is fresh",
            (Mode::Write, _) => "is written",
            (Mode::Check, stale) => {
                let message = Message::new(format!("`{}` {}", shown(path), fault(stale, &self.spec)));
                let command = output.command(&self.spec, Some(path));
                term.error(&message.help(format!("refresh it: {command}")));
                return Ok(Outcome::Findings);
            }
        };
        term.line(&format!("{} {said}", shown(path)))?;
        Ok(Outcome::Clean)
    }
}

/// Compares a file with an output and, in [`Mode::Write`], writes it, with the folders above it.
fn bring(output: &Output, compiled: &Compiled, path: &Path, text: &str, mode: Mode) -> Result<Freshness> {
    let mut inputs = Inputs::of(compiled);
    for (input, file) in output.inputs() {
        inputs = inputs.with(input, file);
    }
    if mode == Mode::Write {
        fs::create_dir_all(folder(path)).map_err(|error| file_error(folder(path), &error))?;
    }
    update(&inputs, path, text, mode).map_err(|error| file_error(path, &error))
}

/// What is wrong with a file that does not hold the output.
pub(crate) fn fault(freshness: Freshness, spec: &Path) -> String {
    match freshness {
        Freshness::Missing => "does not exist".to_owned(),
        _ => format!("is stale: `{}` makes another text", shown(spec)),
    }
}
