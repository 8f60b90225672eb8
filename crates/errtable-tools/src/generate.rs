//! Code for other languages: what a template makes of the catalogue.

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;

use errtable::{Compiled, Findings};

use crate::json::complete;
use crate::template::Template;

/// What a template makes of the catalogue of a spec.
pub(crate) fn render(template: &Template, compiled: &Compiled) -> Result<String, Findings> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("the marks of blocks are those of the default"));
    template.render(environment, &complete(&compiled.catalog), compiled.source().text().len())
}
