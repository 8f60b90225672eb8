//! What is to be written and what is left to a person, each line of it told.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use errtable::inner::{Input, Inputs, folder};
use similar::{ChangeTag, TextDiff};

use crate::command::{Outcome, file_error, path_word};
use crate::message::{Result, shown};
use crate::term::Term;
use crate::write::{Mode, rewrite, update};

/// Files with the texts that they are to hold.
pub(super) struct Plan {
    spec: PathBuf,
    changes: Vec<Change>,
    by_hand: Vec<(PathBuf, &'static str, String)>,
    notes: Vec<String>,
}

struct Change {
    path: PathBuf,
    before: Option<String>,
    after: String,
}

impl Plan {
    pub(super) fn new(spec: &Path) -> Self {
        Plan { spec: spec.to_owned(), changes: Vec::new(), by_hand: Vec::new(), notes: Vec::new() }
    }

    /// The text that a file holds, or is to hold by this plan; `None` where there is none.
    pub(super) fn text(&self, path: &Path) -> Result<Option<String>> {
        if let Some(change) = self.changes.iter().find(|change| change.path == path) {
            return Ok(Some(change.after.clone()));
        }
        match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_error(path, &error)),
        }
    }

    /// Lets a file hold a text.
    pub(super) fn put(&mut self, path: &Path, text: impl Into<String>) -> Result<()> {
        let (before, mut after) = (self.text(path)?, text.into());
        if before.as_ref().is_some_and(|before| before.contains("\r\n")) {
            after = after.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        match self.changes.iter_mut().find(|change| change.path == path) {
            Some(change) => change.after = after,
            None => self.changes.push(Change { path: path.to_owned(), before, after }),
        }
        Ok(())
    }

    /// Leaves lines to a person: which, and where they go.
    pub(super) fn leave(&mut self, path: &Path, what: &'static str, lines: impl Into<String>) {
        self.by_hand.push((path.to_owned(), what, lines.into()));
    }

    /// Adds what is good to know.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Writes all of it, or shows it, and says each line.
    pub(super) fn carry_out(self, only_show: bool, term: &Term) -> Result<Outcome> {
        for change in &self.changes {
            if only_show {
                term.tell(&change.unified())?;
            } else {
                change.write(&self.spec)?;
                change.tell(term)?;
            }
        }
        for (path, what, lines) in &self.by_hand {
            let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
            term.tell(&format!("{}: {what}\n{lines}", shown(path)))?;
        }
        self.notes.iter().for_each(|note| term.help(note));
        if self.changes.is_empty() && self.by_hand.is_empty() {
            term.line("nothing is to be done")?;
        } else if !only_show && !self.changes.is_empty() {
            let files: Vec<_> = self.changes.iter().map(|change| path_word(&change.path)).collect();
            term.help(&format!("commit them: git add {}", files.join(" ")));
        }
        let is_open = !self.by_hand.is_empty() || only_show && !self.changes.is_empty();
        Ok(if is_open { Outcome::Findings } else { Outcome::Clean })
    }
}

impl Change {
    fn write(&self, spec: &Path) -> Result<()> {
        // A link to a file stays a link.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let inputs = Inputs::of_spec(spec);
        let written = fs::create_dir_all(folder(&path)).and_then(|()| match self.path == spec {
            true => rewrite(&inputs, Input::Spec, &path, &self.after, Mode::Write),
            false => update(&inputs, &path, &self.after, Mode::Write),
        });
        written.map(drop).map_err(|error| file_error(&self.path, &error))
    }

    /// Says each line that is new in a file that was there.
    fn tell(&self, term: &Term) -> Result<()> {
        let path = shown(&self.path);
        let Some(before) = &self.before else { return Ok(term.line(&format!("{path}: is new"))?) };
        term.line(&format!("{path}: gets"))?;
        for change in TextDiff::from_lines(before, &self.after).iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Insert => '+',
                ChangeTag::Delete => '-',
            };
            let line = change.value().trim_end();
            if !line.is_empty() {
                term.line(&format!("  {sign} {line}"))?;
            }
        }
        Ok(())
    }

    fn unified(&self) -> String {
        let path = shown(&self.path);
        let (old, new) = (if self.before.is_some() { path.as_str() } else { "/dev/null" }, path.as_str());
        let before = self.before.as_deref().unwrap_or_default();
        TextDiff::from_lines(before, &self.after).unified_diff().header(old, new).to_string()
    }
}
