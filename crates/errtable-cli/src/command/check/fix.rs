//! `errtable check --fix`: fixes written into the spec and the files that it joins, or shown as a diff.

use clap::ValueEnum;
use errtable::Source;
use errtable::inner::{Input, Inputs, beside, read_beside};
use errtable_tools::{Fixed, Policy, fix};
use similar::TextDiff;

use crate::command::file_error;
use crate::message::{Message, Result, shown};
use crate::specs::Spec;
use crate::term::Term;
use crate::write::{Mode, rewrite};

/// `--fix`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Limit {
    /// Fixes that change no meaning.
    Safe,
    /// Also fixes that are the best of several.
    Preferred,
}

impl From<Limit> for Policy {
    fn from(limit: Limit) -> Policy {
        match limit {
            Limit::Safe => Policy::Safe,
            Limit::Preferred => Policy::Preferred,
        }
    }
}

/// Fixes a spec, or shows what would be fixed. How many fixes there were.
pub(super) fn apply(spec: &Spec, limit: Limit, mode: Mode, term: &Term) -> Result<usize> {
    if spec.is_stdin() && mode == Mode::Write {
        let message = Message::new("--fix writes into the spec, and standard input is no file");
        return Err(message.help("see the fixes: --fix --diff").help("or name the file"));
    }
    let source = spec.read()?;
    let fixed = spec.with_files(|files| fix(&source, Some(files), limit.into()))?;
    match mode {
        Mode::Check => show(spec, &source, &fixed, term)?,
        Mode::Write => write(spec, &fixed)?,
    }
    let count = match fixed.applied {
        0 => return Ok(0),
        1 => "1 fix".to_owned(),
        number => format!("{number} fixes"),
    };
    if mode == Mode::Write {
        term.line(&format!("{}: {count} applied", spec.shown()))?;
    }
    Ok(fixed.applied)
}

fn write(spec: &Spec, fixed: &Fixed) -> Result<()> {
    let spec = spec.path();
    let mut inputs = Inputs::of_spec(spec);
    for name in fixed.joined.keys() {
        inputs = inputs.with(Input::Joined, beside(spec, name));
    }
    rewrite(&inputs, Input::Spec, spec, &fixed.spec, Mode::Write).map_err(|error| file_error(spec, &error))?;
    for (name, text) in &fixed.joined {
        let path = beside(spec, name);
        rewrite(&inputs, Input::Joined, &path, text, Mode::Write).map_err(|error| file_error(&path, &error))?;
    }
    Ok(())
}

fn show(spec: &Spec, source: &Source, fixed: &Fixed, term: &Term) -> Result<()> {
    let whole = |source: &Source| source.with_bom(source.text());
    let mut text = unified(&whole(source), &fixed.spec, &spec.shown());
    let spec = spec.path();
    for (name, new) in &fixed.joined {
        let old = read_beside(spec, name).map(|source| whole(&source)).unwrap_or_default();
        text.push_str(&unified(&old, new, &shown(&beside(spec, name))));
    }
    term.tell(&text)?;
    Ok(())
}

fn unified(old: &str, new: &str, path: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(path, path).to_string()
}
