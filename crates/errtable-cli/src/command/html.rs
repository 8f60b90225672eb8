//! `errtable html`: the page for a browser.

use std::fs;
use std::path::PathBuf;

use errtable::inner::{Input, Inputs, shell_word};
use errtable_tools::{HtmlOptions, html};

use super::{Outcome, Output, file_error, open_valid, path_word};
use crate::message::{Message, Result, shown};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Markdown file with the table.
    #[arg(value_name = "SPEC", required_unless_present = "print_template")]
    spec: Option<PathBuf>,
    /// Write `index.html` into this folder instead of printing the page; one that is fresh is left alone.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write nothing; fail where the page is not what it would be.
    #[arg(long, requires = "output")]
    check: bool,
    /// The module with the generated code, with which the paths to copy begin: `tpns_errors`.
    #[arg(long, value_name = "PATH")]
    module: Option<String>,
    /// A template of one's own.
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Print the template that is used where there is no other, to begin one's own with.
    #[arg(long, exclusive = true)]
    print_template: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let Some(spec) = &args.spec else {
        term.answer(HtmlOptions::template())?;
        return Ok(Outcome::Clean);
    };
    let Some(compiled) = open_valid(spec, term)? else { return Ok(Outcome::Findings) };
    let mut inputs = Inputs::of(&compiled);
    let mut options = HtmlOptions::default();
    let mut command = format!("html {}", path_word(spec));
    if let Some(module) = &args.module {
        options = options.with_module(module);
        command.push_str(&format!(" --module {}", shell_word(module)));
    }
    if let Some(template) = &args.template {
        let text = fs::read_to_string(template).map_err(|error| file_error(template, &error))?;
        options = options.with_template(shown(template), text);
        inputs = inputs.with(Input::Template, template);
        command.push_str(&format!(" --template {}", path_word(template)));
    }
    let page = html(&compiled, &options).map_err(Message::new)?;
    let folder = args.output.as_deref();
    let path = folder.map(|folder| folder.join("index.html"));
    if let Some(folder) = folder.filter(|_| !args.check) {
        fs::create_dir_all(folder).map_err(|error| file_error(folder, &error))?;
    }
    Output { path: path.as_deref(), folder, check: args.check, command, inputs }.write_or_check(&page, spec, term)
}
