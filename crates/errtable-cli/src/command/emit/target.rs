//! Where an output goes: it is printed, kept in a file, or compared with one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueHint;
use errtable::Compiled;
use errtable::inner::{Inputs, folder};
use errtable_tools::Output;

use crate::command::{Outcome, file_error};
use crate::message::{Message, Result, shown};
use crate::specs::{self, LATE, Spec};
use crate::term::Term;
use crate::write::{Freshness, Mode, update};

#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The specs: Markdown files, folders, patterns such as 'docs/**/*.md', or - for standard input.
    // Not those of `Specs`: clap knows whether a group is there by its own arguments, if no other group is in it.
    #[arg(required = true, value_name = "SPEC", value_hint = ValueHint::AnyPath)]
    specs: Vec<PathBuf>,
    /// The path of the file that standard input stands for; its lock and joined files are read from there.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, display_order = LATE)]
    stdin_path: Option<PathBuf>,
    /// Write to this file instead of printing; a file that is up to date is left alone.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write nothing, and fail if the file is not up to date.
    #[arg(long, requires = "output")]
    check: bool,
}

impl Target {
    /// The specs. A file can hold what is made of one.
    pub(super) fn find(&self) -> Result<Vec<Spec>> {
        let specs = specs::find(&self.specs, self.stdin_path.as_deref())?;
        if self.output.is_some() {
            specs::only_one(&specs, "--output")?;
        }
        Ok(specs)
    }

    pub(super) fn write_or_check(
        &self,
        output: &Output,
        spec: &Path,
        compiled: &Compiled,
        text: &str,
        term: &Term,
    ) -> Result<Outcome> {
        let Some(path) = self.output.as_deref() else {
            term.answer(text)?;
            return Ok(Outcome::Clean);
        };
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let freshness = bring(&output.with_inputs(Inputs::of(compiled)), path, text, mode)?;
        let said = match (mode, freshness) {
            (_, Freshness::Fresh) => "is fresh",
            (Mode::Write, _) => "is written",
            (Mode::Check, stale) => {
                let message = Message::new(format!("`{}` {}", shown(path), fault(stale, spec)));
                let command = output.command(spec, Some(path));
                term.error(&message.help(format!("refresh it: {command}")));
                return Ok(Outcome::Findings);
            }
        };
        term.line(&format!("{} {said}", shown(path)))?;
        Ok(Outcome::Clean)
    }
}

/// Compares a file with an output and, in [`Mode::Write`], writes it, with the folders above it.
pub(crate) fn bring(inputs: &Inputs, path: &Path, text: &str, mode: Mode) -> Result<Freshness> {
    if mode == Mode::Write {
        fs::create_dir_all(folder(path)).map_err(|error| file_error(folder(path), &error))?;
    }
    update(inputs, path, text, mode).map_err(|error| file_error(path, &error))
}

/// What is wrong with a file that does not hold the output.
pub(crate) fn fault(freshness: Freshness, spec: &Path) -> String {
    match freshness {
        Freshness::Missing => "does not exist".to_owned(),
        _ => format!("is stale: `{}` makes another text", shown(spec)),
    }
}
