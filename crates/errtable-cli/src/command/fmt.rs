//! `errtable fmt`: tables aligned in place.

use errtable::inner::{Input, Inputs};
use errtable_tools::{Left, align};

use super::{Outcome, file_error, path_word, read};
use crate::Spec;
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Freshness, Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: Spec,
    /// Write nothing; fail where the tables are not aligned.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let path = &args.spec.spec;
    let source = read(path)?;
    let aligned = align(&source);
    if !aligned.findings.is_empty() {
        term.findings(&aligned.findings);
        return Ok(Outcome::Findings);
    }
    for Left { line, why, help, .. } in &aligned.left {
        let message = Message::new(format!("{}:{line}: the table is left as it is: {why}", shown(path)));
        term.warning(&message.help(help));
    }
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let freshness = rewrite(&Inputs::of_spec(path), Input::Spec, path, &aligned.text, mode);
    let freshness = freshness.map_err(|error| file_error(path, &error))?;
    let said = match (mode, freshness) {
        (_, Freshness::Fresh) => "is aligned",
        (Mode::Write, _) => "is aligned now",
        (Mode::Check, _) => {
            let message = Message::new(format!("the tables of `{}` are not aligned", shown(path)));
            term.error(&message.help(format!("align them: errtable fmt {}", path_word(path))));
            return Ok(Outcome::Findings);
        }
    };
    term.line(&format!("{} {said}", shown(path)))?;
    Ok(Outcome::Clean)
}
