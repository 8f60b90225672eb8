//! `errtable man`: the manual pages, made from the same texts as the help.

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::{Command, ValueHint};
use clap_mangen::Man;
use errtable::inner::Inputs;
use roff::{Roff, bold, roman};

use super::{Outcome, file_error};
use crate::help::{self, Help};
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::{Freshness, Mode, update};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the pages of all commands into this folder: errtable.1, errtable-check.1 and so on.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let mut command = crate::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.output else {
        term.text(&page(&command, "")?)?;
        return Ok(Outcome::Clean);
    };
    fs::create_dir_all(folder).map_err(|error| file_error(folder, &error))?;
    let mut written = 0;
    let pages = pages(&command, "")?;
    for (name, text) in &pages {
        let path = folder.join(name);
        let freshness = update(&Inputs::none(), &path, text, Mode::Write).map_err(|error| file_error(&path, &error))?;
        written += usize::from(freshness != Freshness::Fresh);
    }
    term.line(&format!("{}: {} pages, {written} of them written", shown(folder), pages.len()))?;
    Ok(Outcome::Clean)
}

/// The page of a command and those of its subcommands, each with the name of its file. `path` is how the command is
/// called, without `errtable`.
fn pages(command: &Command, path: &str) -> Result<Vec<(String, String)>> {
    let mut pages = vec![(Man::new(command.clone()).get_filename(), page(command, path)?)];
    for subcommand in command.get_subcommands() {
        pages.extend(self::pages(subcommand, &help::path(path, subcommand))?);
    }
    Ok(pages)
}

fn page(command: &Command, path: &str) -> Result<String> {
    let version = format!("errtable {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(version).manual("errtable");
    let mut text = Vec::new();
    sections(command, path, &man, &mut text)?;
    String::from_utf8(text).map_err(|error| Message::new(format!("the page is no text: {error}")))
}

fn sections(command: &Command, path: &str, man: &Man, text: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(text)?;
    man.render_name_section(text)?;
    man.render_synopsis_section(text)?;
    man.render_description_section(text)?;
    man.render_options_section(text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(text)?;
    }
    if let Some(help) = Help::of(path) {
        examples_and_exit_codes(help).to_writer(text)?;
    }
    Ok(())
}

fn examples_and_exit_codes(help: &Help) -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLES"]);
    for (what, line) in help.examples {
        roff.control("PP", []).text([roman(format!("{what}:"))]);
        // As it is typed, whatever its length.
        roff.control("RS", ["4"]).control("nf", []).text([bold(*line)]).control("fi", []).control("RE", []);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in help.exit_codes() {
        roff.control("TP", []).text([bold(code.to_string())]).text([roman(meaning)]);
    }
    roff
}
