//! Code for other languages: what a template makes of the catalogue, and the templates of ours.

mod comment;
mod filter;
mod language;
mod literal;
mod numbers;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;

use errtable::{Compiled, Findings, Source};

use crate::json::complete;
use crate::template::Template;

/// Our template for TypeScript.
pub(crate) const TYPESCRIPT: &str = include_str!("typescript.ts.j2");
/// Our template for Python.
pub(crate) const PYTHON: &str = include_str!("python.py.j2");

/// What a template makes of the catalogue of a spec.
pub(crate) fn render(template: &Template, compiled: &Compiled) -> Result<String, Findings> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("the marks of blocks are those of the default"));
    filter::add(&mut environment);
    template.render(environment, &complete(&compiled.catalog), compiled)
}

/// The module of TypeScript, whose numbers have 53 bits.
pub(crate) fn typescript(compiled: &Compiled) -> Result<String, Findings> {
    let findings = numbers::unsafe_in_javascript(compiled);
    if findings.has_errors() { Err(findings) } else { render_ours("typescript.ts.j2", TYPESCRIPT, compiled) }
}

/// The module of Python.
pub(crate) fn python(compiled: &Compiled) -> Result<String, Findings> {
    render_ours("python.py.j2", PYTHON, compiled)
}

/// What a template of ours makes of the catalogue of a spec.
fn render_ours(name: &str, text: &str, compiled: &Compiled) -> Result<String, Findings> {
    render(&Template::new(Source::new(name, text)), compiled)
}
