//! What is made of a spec: one type for all kinds of outputs.

use std::path::Path;

use errtable::inner::config::{Kept, OutputKind, SpecConfig};
use errtable::inner::{Input, Inputs, shell_word};
use errtable::{Compiled, Findings, Page, ReadError, RustOptions, markdown, rust};

use crate::generate::{PYTHON, TYPESCRIPT, python, render, typescript};
use crate::json::json;
use crate::page::{HtmlOptions, html};
use crate::template::Template;

/// A text that is made of a spec, with the options that make it. The same spec and options give the same bytes.
///
/// ```
/// use std::path::Path;
/// use errtable::{Page, Source, compile};
/// use errtable_tools::Output;
///
/// let spec = "| Error code | Name |\n|---|---|\n| 7 | lid open |\n";
/// let compiled = compile(Source::new("codes.md", spec));
/// let output = Output::Markdown(Page::Sections);
/// assert!(output.render(&compiled).is_ok_and(|page| page.contains("### <a id=\"errorcode-7\"></a>7 lid open\n")));
/// let command = output.command(Path::new("codes.md"), Some(Path::new("page.md")));
/// assert_eq!(command, "errtable emit markdown codes.md --sections -o page.md");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// The Rust code that a build script makes, with the impls behind these cargo features beside those of `errtable.toml`.
    Rust(Vec<String>),
    /// The reference page.
    Markdown(Page),
    /// The page for a browser.
    Html(HtmlOptions),
    /// The catalogue.
    Json,
    /// A module of TypeScript.
    TypeScript,
    /// A module of Python.
    Python,
    /// What a template of one's own makes of the catalogue.
    Template(Template),
}

impl Output {
    /// A file that is kept, as `errtable.toml` says.
    ///
    /// # Errors
    ///
    /// When its theme or template cannot be read.
    pub fn kept(kept: &Kept, config: &SpecConfig) -> Result<Self, ReadError> {
        let read = |key| kept.option(key).map(|path| Template::read(&config.folder().join(path))).transpose();
        Ok(match kept.kind {
            OutputKind::Rust => Output::Rust(Vec::new()),
            OutputKind::Markdown => Output::Markdown(match kept.option("style") {
                Some("sections") => Page::Sections,
                Some("rustdoc") => Page::Rustdoc,
                _ => Page::Tables,
            }),
            OutputKind::Html => {
                let mut options = HtmlOptions::default();
                if let Some(module) = kept.option("module") {
                    options = options.with_module(module);
                }
                if let Some(theme) = read("theme")? {
                    options = options.with_theme(theme);
                }
                Output::Html(options)
            }
            OutputKind::Json => Output::Json,
            OutputKind::TypeScript => Output::TypeScript,
            OutputKind::Python => Output::Python,
            OutputKind::Template => Output::Template(read("template")?.expect("it is not read without one")),
        })
    }

    /// Makes the text of a spec without errors.
    ///
    /// # Errors
    ///
    /// Findings of what the spec says and this output cannot say, and of faults in a template.
    pub fn render(&self, compiled: &Compiled) -> Result<String, Findings> {
        let catalog = &compiled.catalog;
        match self {
            Output::Rust(features) => {
                let with = |options: RustOptions, name: &String| options.clone().feature(name).unwrap_or(options);
                Ok(rust(catalog, &features.iter().fold(RustOptions::of(compiled), with)))
            }
            Output::Markdown(page) => Ok(markdown(catalog, *page)),
            Output::Html(options) => html(compiled, options),
            Output::Json => Ok(json(catalog)),
            Output::TypeScript => typescript(compiled),
            Output::Python => python(compiled),
            Output::Template(template) => render(template, compiled),
        }
    }

    /// Adds the file that it is made of besides the spec, which no output may replace.
    #[must_use]
    pub fn with_inputs(&self, inputs: Inputs) -> Inputs {
        let template = match self {
            Output::Html(options) => options.theme(),
            Output::Template(template) => Some(template),
            _ => None,
        };
        let file = template.and_then(Template::file);
        file.into_iter().fold(inputs, |inputs, file| inputs.with(Input::Template, file))
    }

    /// The command that prints it or, with a file, writes it there.
    pub fn command(&self, spec: &Path, file: Option<&Path>) -> String {
        let mut words = vec!["errtable emit".to_owned()];
        match self {
            Output::Template(template) => {
                words.extend(template.file().map(|file| format!(" --template {}", shell_word(file))));
            }
            _ => words.push(format!(" {}", self.kind())),
        }
        words.push(format!(" {}", shell_word(spec)));
        match self {
            Output::Rust(features) => words.extend(features.iter().map(|name| format!(" --feature {name}"))),
            Output::Markdown(page) => words.push(page.argument().map_or_else(String::new, |word| format!(" {word}"))),
            Output::Html(options) => words.push(options.arguments()),
            Output::Json | Output::TypeScript | Output::Python | Output::Template(_) => {}
        }
        words.extend(file.map(|file| format!(" -o {}", shell_word(file))));
        words.concat()
    }

    /// Our template for a kind, to begin one's own with.
    pub fn template(&self) -> Option<&'static str> {
        match self {
            Output::Html(_) => Some(HtmlOptions::template()),
            Output::TypeScript => Some(TYPESCRIPT),
            Output::Python => Some(PYTHON),
            _ => None,
        }
    }

    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Output::Rust(_) => "rust",
            Output::Markdown(_) => "markdown",
            Output::Html(_) => "html",
            Output::Json => "json",
            Output::TypeScript => "typescript",
            Output::Python => "python",
            Output::Template(_) => "template",
        }
    }
}
