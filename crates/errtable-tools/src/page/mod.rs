//! The page for a browser: one file that asks for no other, with the prose of the spec around its codes.

mod balance;
mod context;
mod escape;
mod prose;

use std::error::Error;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use sha2::{Digest as _, Sha256};

use errtable::Compiled;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How a page is made.
#[derive(Clone, Debug, Default)]
pub struct HtmlOptions {
    template: Option<(String, String)>,
    module: Option<String>,
}

impl HtmlOptions {
    /// Another template than ours, with the name that its errors show. [`template`](Self::template) is one to begin with.
    #[must_use]
    pub fn with_template(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.template = Some((name.into(), text.into()));
        self
    }

    /// The module in which the generated code stands, `tpns_errors`, with which paths to variants then begin.
    #[must_use]
    pub fn with_module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// Our template, in the language of [minijinja](https://docs.rs/minijinja). A comment in it lists what it is given.
    pub fn template() -> &'static str {
        TEMPLATE
    }
}

/// What is wrong with a template: its name, the line and the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    message: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TemplateError {}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        TemplateError { message }
    }
}

/// The page of a spec. The same spec gives the same bytes.
///
/// Nothing of the spec can run in it: cells are text with code and web links, raw HTML in the prose is sanitised, and a
/// content security policy allows our own style and script by their hashes and nothing else.
///
/// Elements of the prose that stand more than 128 deep in each other are shown side by side at that depth, with all of
/// their text. An attribute of more than 8 KiB is left out.
///
/// # Errors
///
/// Only a template that is not ours can have a fault.
///
/// ```
/// use errtable::{Source, compile};
/// use errtable_tools::{HtmlOptions, html};
///
/// let spec = "# Codes\n\n| Error code | Name |\n|---|---|\n| 7 | lid <b>open</b> |\n";
/// let page = html(&compile(Source::new("codes.md", spec)), &HtmlOptions::default())?;
/// assert!(page.starts_with("<!doctype html>"));
/// assert!(page.contains("<title>Codes</title>"));
/// # Ok::<(), errtable_tools::TemplateError>(())
/// ```
pub fn html(compiled: &Compiled, options: &HtmlOptions) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("csp_hash", |text: &str| csp_hash(text));
    let (name, text) = match &options.template {
        Some((name, text)) => (name.as_str(), text.as_str()),
        None => ("page.html", TEMPLATE),
    };
    // A text is escaped where it is printed, whatever the template is called.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_template(name, text)?;
    let context = context::context(compiled, options.module.as_deref(), STYLE, SCRIPT);
    let mut page = environment.get_template(name)?.render(Serde(&context))?;
    page.push('\n');
    Ok(page)
}

/// How a content security policy names an inline style or script.
fn csp_hash(text: &str) -> Value {
    Value::from_safe_string(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use errtable::{Source, compile};

    /// The sanitiser keeps its rules in maps, whose order is another in each.
    #[test]
    fn the_same_spec_gives_the_same_bytes() {
        let spec = "# A\n\n<p id=x dir=rtl title=t lang=de><a href=http://x title=t id=y name=z>b</a></p>\n\n\
                    | Error code | Name |\n|---|---|\n| 1 | a |\n";
        let page = || html(&compile(Source::new("x.md", spec)), &HtmlOptions::default());
        let first = page();
        assert!((0..20).all(|_| page() == first));
    }
}
