//! A text that a command makes: printed, kept in a file, or compared with one.

use std::path::Path;

use errtable::inner::Inputs;

use super::{Outcome, file_error, path_word};
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Freshness, Mode, update};

/// Where the text goes.
pub(crate) struct Output<'a> {
    pub(crate) path: Option<&'a Path>,
    /// The folder that `-o` names, where it names one.
    pub(crate) folder: Option<&'a Path>,
    pub(crate) check: bool,
    /// What makes the text, without the path: `rust codes.md --feature serde`.
    pub(crate) command: String,
    /// What it must not replace.
    pub(crate) inputs: Inputs,
}

impl Output<'_> {
    pub(crate) fn write_or_check(&self, text: &str, spec: &Path, term: &Term) -> Result<Outcome> {
        let Some(path) = self.path else {
            term.answer(text)?;
            return Ok(Outcome::Clean);
        };
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let freshness = update(&self.inputs, path, text, mode).map_err(|error| file_error(path, &error))?;
        let said = match (mode, freshness) {
            (_, Freshness::Fresh) => "is fresh",
            (Mode::Write, _) => "is written",
            (Mode::Check, stale) => {
                let message = Message::new(format!("`{}` {}", shown(path), fault(stale, spec)));
                term.error(&message.help(refresh(&self.command, self.folder.unwrap_or(path))));
                return Ok(Outcome::Findings);
            }
        };
        term.line(&format!("{} {said}", shown(path)))?;
        Ok(Outcome::Clean)
    }
}

/// What is wrong with a file that does not hold the text.
pub(crate) fn fault(freshness: Freshness, spec: &Path) -> String {
    match freshness {
        Freshness::Missing => "does not exist".to_owned(),
        _ => format!("is stale: `{}` makes another text", shown(spec)),
    }
}

/// The command that mends it.
pub(crate) fn refresh(command: &str, path: &Path) -> String {
    format!("refresh it: errtable {command} -o {}", path_word(path))
}
