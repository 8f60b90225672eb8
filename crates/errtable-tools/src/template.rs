//! Templates in the language of minijinja: where they come from, how they are rendered, and what is wrong with them.

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use errtable::{Finding, Findings, ReadError, Rule, Source};

/// A template, with the path that its faults show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    source: Arc<Source>,
}

impl Template {
    /// A template that is already in memory.
    pub fn new(source: Source) -> Self {
        Template { source: Arc::new(source) }
    }

    /// Reads the file of a template.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Source::read(path).map(Template::new)
    }

    /// The file that it was read from.
    pub fn file(&self) -> Option<&Path> {
        self.source.file()
    }

    /// The text of the template.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// Renders the template. `size` is how much it is given, in bytes: the bound of its time and of its memory grows
    /// with it.
    pub(crate) fn render(
        &self,
        mut environment: Environment<'_>,
        context: &impl Serialize,
        size: usize,
    ) -> Result<String, Findings> {
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Errors then know their place.
        environment.set_debug(true);
        environment.set_fuel(Some(fuel(size)));
        let rendered = environment
            .template_from_named_str(self.source.path(), self.source.text())
            .and_then(|template| template.render(Serde(context)));
        rendered.map_err(|error| Findings::from_iter([self.finding(&error)]))
    }

    fn finding(&self, error: &Error) -> Finding {
        let line = error.line().unwrap_or(1).min(self.source.line(self.source.text().len()));
        let line = self.source.line_span(line);
        let is_inside = |span: &std::ops::Range<usize>| line.start <= span.start && span.end <= line.end;
        let span = error.range().filter(is_inside).unwrap_or(line);
        let finding = Finding::error(Rule::TemplateError, &self.source, span, message(error));
        finding.help(match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => {
                "the language of templates: https://docs.rs/minijinja/latest/minijinja/syntax/".to_owned()
            }
            ErrorKind::OutOfFuel => "look for a loop inside a loop, or for a text that grows with each turn".to_owned(),
            _ => "begin with a template that works: errtable emit typescript --print-template".to_owned(),
        })
    }
}

/// How much a template may do: about that many steps, and 64 bytes of text for each.
fn fuel(size: usize) -> u64 {
    const LEAST: u64 = 20_000_000;
    const FOR_EACH_BYTE: u64 = 100;
    LEAST.saturating_add(FOR_EACH_BYTE.saturating_mul(size as u64))
}

/// What is wrong, and why.
fn message(error: &Error) -> String {
    if error.kind() == ErrorKind::OutOfFuel {
        return "the template takes too long, or makes too much".to_owned();
    }
    let mut message = said(error);
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.downcast_ref::<Error>().map_or_else(|| cause.to_string(), said);
        message.push_str(&format!(": {cause_said}"));
        source = cause.source();
    }
    message
}

/// The words of an error, without its place.
fn said(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()))
}
