//! The page for a browser: one file that asks for no other, with the prose of the spec around its codes.

mod balance;
mod context;
mod escape;
mod prose;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::Environment;
use minijinja::value::Value;
use sha2::{Digest as _, Sha256};

use errtable::inner::shell_word;
use errtable::{Compiled, Findings, Source};

use crate::template::Template;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How a page is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlOptions {
    theme: Option<Template>,
    module: Option<String>,
}

impl HtmlOptions {
    /// Another template than ours. [`template`](Self::template) is one to begin with.
    #[must_use]
    pub fn with_theme(mut self, theme: Template) -> Self {
        self.theme = Some(theme);
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

    /// The template that is used instead of ours.
    pub fn theme(&self) -> Option<&Template> {
        self.theme.as_ref()
    }

    /// The options of the command that ask for it.
    pub(crate) fn arguments(&self) -> String {
        let module = self.module.iter().map(|module| format!(" --module {}", shell_word(module)));
        let theme = self.theme.iter().filter_map(Template::file).map(|file| format!(" --theme {}", shell_word(file)));
        module.chain(theme).collect()
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
/// Only a template that is not ours can have a fault, which is a finding.
///
/// ```
/// use errtable::{Source, compile};
/// use errtable_tools::{HtmlOptions, html};
///
/// let spec = "# Codes\n\n| Error code | Name |\n|---|---|\n| 7 | lid <b>open</b> |\n";
/// let page = html(&compile(Source::new("codes.md", spec)), &HtmlOptions::default())?;
/// assert!(page.starts_with("<!doctype html>"));
/// assert!(page.contains("<title>Codes</title>"));
/// # Ok::<(), errtable::Findings>(())
/// ```
pub fn html(compiled: &Compiled, options: &HtmlOptions) -> Result<String, Findings> {
    let mut environment = Environment::new();
    environment.add_filter("csp_hash", |text: &str| csp_hash(text));
    // A text is escaped where it is printed, whatever the template is called.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let ours = || Template::new(Source::new("page.html", TEMPLATE));
    let template = options.theme.clone().unwrap_or_else(ours);
    let context = context::context(compiled, options.module.as_deref(), STYLE, SCRIPT);
    let size = compiled.source().text().len();
    let mut page = template.render(environment, &context, size)?;
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
    use errtable::compile;

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
