//! `errtable emit`: what is made of a spec, one subcommand for each kind of output.

mod target;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use errtable::Page;
use errtable_tools::{HtmlOptions, Output, Template, json};

use self::target::Target;
pub(crate) use self::target::{bring, fault};
use super::Outcome;
use crate::message::{Message, Result, shown};
use crate::specs::{self, Spec};
use crate::term::Term;

#[derive(Debug, clap::Args)]
#[command(subcommand_value_name = "KIND", subcommand_help_heading = "Kinds")]
pub(crate) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// The Rust code that a build script makes.
    Rust {
        #[command(flatten)]
        target: Target,
        /// Add impls behind a cargo feature; may be given again.
        #[arg(long = "feature", value_name = "NAME", value_parser = ["arbitrary", "defmt", "serde"])]
        features: Vec<String>,
    },
    /// A reference page in Markdown.
    Markdown {
        #[command(flatten)]
        target: Target,
        /// A section with an anchor for each code, instead of a table.
        #[arg(long)]
        sections: bool,
        /// For rustdoc: with links to the variants, to be included in the documentation of the module with the code.
        #[arg(long, conflicts_with = "sections")]
        rustdoc: bool,
    },
    /// A page for a browser: the codes with search and links, and the prose around them, in one file.
    Html {
        #[command(flatten)]
        target: Option<Target>,
        /// The module with the generated code, with which the paths to copy begin: `tpns_errors`.
        #[arg(long, value_name = "PATH")]
        module: Option<String>,
        /// A template of one's own for the page.
        #[arg(long, value_name = "FILE")]
        theme: Option<PathBuf>,
        /// Print the template that is used where there is no other, to begin one's own with.
        #[arg(long, exclusive = true)]
        print_theme: bool,
    },
    /// The catalogue as JSON, for other languages and tools.
    Json {
        #[command(flatten)]
        target: Option<Target>,
        /// Print the JSON Schema that every catalogue is valid against.
        #[arg(long, exclusive = true)]
        schema: bool,
    },
    /// A module of TypeScript: the codes with their records, a type guard, and lookups.
    #[command(name = "typescript")]
    TypeScript(Generated),
    /// A module of Python: enums with typed properties.
    Python(Generated),
    /// What a template of one's own makes of the catalogue: `emit --template FILE SPEC`.
    #[command(long_flag = "template")]
    Template {
        /// The template.
        #[arg(value_name = "FILE")]
        template: PathBuf,
        #[command(flatten)]
        target: Target,
    },
}

/// Code by a template of ours.
#[derive(Debug, clap::Args)]
struct Generated {
    #[command(flatten)]
    target: Option<Target>,
    /// Print the template that makes it, to begin one's own with: `emit --template FILE SPEC`.
    #[arg(long, exclusive = true)]
    print_template: bool,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let (output, target) = match &args.kind {
        Kind::Rust { target, features } => (Output::Rust(features.clone()), Some(target)),
        Kind::Markdown { target, sections, rustdoc } => (Output::Markdown(page(*sections, *rustdoc)), Some(target)),
        Kind::Html { target, module, theme, .. } => (html(module.as_deref(), theme.as_deref())?, target.as_ref()),
        Kind::Json { target, .. } => (Output::Json, target.as_ref()),
        Kind::TypeScript(Generated { target, .. }) => (Output::TypeScript, target.as_ref()),
        Kind::Python(Generated { target, .. }) => (Output::Python, target.as_ref()),
        Kind::Template { target, template } => (Output::Template(read(template)?), Some(target)),
    };
    match target {
        Some(target) => specs::each(&target.find()?, term, |spec| emit(&output, target, spec, term)),
        None => {
            term.answer(output.template().unwrap_or(json::SCHEMA))?;
            Ok(Outcome::Clean)
        }
    }
}

fn emit(output: &Output, target: &Target, spec: &Spec, term: &Term) -> Result<Outcome> {
    let Some(compiled) = spec.open_valid(term)? else { return Ok(Outcome::Findings) };
    match output.render(&compiled) {
        Ok(text) => target.write_or_check(output, spec.path(), &compiled, &text, term),
        Err(findings) => {
            term.findings(&findings);
            Ok(Outcome::Findings)
        }
    }
}

fn page(sections: bool, rustdoc: bool) -> Page {
    match (sections, rustdoc) {
        (true, _) => Page::Sections,
        (_, true) => Page::Rustdoc,
        _ => Page::Tables,
    }
}

fn html(module: Option<&str>, theme: Option<&Path>) -> Result<Output> {
    let mut options = HtmlOptions::default();
    if let Some(module) = module {
        options = options.with_module(module);
    }
    if let Some(theme) = theme {
        options = options.with_theme(read(theme)?);
    }
    Ok(Output::Html(options))
}

fn read(path: &Path) -> Result<Template> {
    Template::read(path).map_err(|error| {
        let error = error.shown_as(&shown(path));
        Message::new(&error).help(error.remedy())
    })
}
