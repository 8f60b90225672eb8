//! `errtable fmt`: tables aligned in place, or those of standard input on standard output.

use errtable::Source;
use errtable::inner::{Input, Inputs};
use errtable_tools::{Left, align};

use super::{Outcome, file_error};
use crate::message::{Message, Result};
use crate::specs::{self, ListedSpecs, Spec};
use crate::term::Term;
use crate::write::{Freshness, Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: ListedSpecs,
    /// Write nothing, and fail if a table is not aligned.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let specs = args.specs.find_and_tell(term)?;
    let mode = if args.check { Mode::Check } else { Mode::Write };
    if mode == Mode::Write {
        specs::expect_stdin_alone(&specs)?;
    }
    specs::each(&specs, term, |spec| format(spec, mode, term))
}

fn format(spec: &Spec, mode: Mode, term: &Term) -> Result<Outcome> {
    let source = spec.read()?;
    let aligned = align(&source);
    if !aligned.findings.is_empty() {
        term.findings(&aligned.findings);
        return Ok(Outcome::Findings);
    }
    for Left { line, why, help, .. } in &aligned.left {
        let message = Message::new(format!("{}:{line}: the table is left as it is: {why}", spec.shown()));
        term.warning(&message.help(help));
    }
    if spec.is_stdin() && mode == Mode::Write {
        term.text(&aligned.text)?;
        return Ok(Outcome::Clean);
    }
    let said = match (mode, bring(spec, &source, &aligned.text, mode)?) {
        (_, Freshness::Fresh) => "is aligned",
        (Mode::Write, _) => "is aligned now",
        (Mode::Check, _) => {
            let message = Message::new(format!("the tables of `{}` are not aligned", spec.shown()));
            term.error(&message.help(format!("align them: errtable fmt {}", spec.word())));
            return Ok(Outcome::Findings);
        }
    };
    term.line(&format!("{} {said}", spec.shown()))?;
    Ok(Outcome::Clean)
}

/// How a spec stood to the text that it should have; a file has it after that, if it is to be written.
fn bring(spec: &Spec, source: &Source, text: &str, mode: Mode) -> Result<Freshness> {
    if spec.is_stdin() {
        let is_fresh = source.with_bom(source.text()) == text;
        return Ok(if is_fresh { Freshness::Fresh } else { Freshness::Stale });
    }
    let path = spec.path();
    rewrite(&Inputs::of_spec(path), Input::Spec, path, text, mode).map_err(|error| file_error(path, &error))
}
