//! What would settle a finding: edits that a program applies, and the same as words for a person.

mod directive;
mod edit;
mod words;

use std::ops::Range;
use std::sync::Arc;

use super::place::Place;
use crate::text::{Source, toml_key, toml_string};

pub(crate) use self::directive::DirectiveToml;
pub use self::directive::{DirectiveSite, Given, Setting, Settings};
pub use self::edit::Edit;

/// Edits that settle a finding.
///
/// A finding can have several fixes, each of which settles it. All edits of a fix are applied together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    title: String,
    applicability: Applicability,
    /// Whether `errtable init` takes it, although a person may choose otherwise.
    is_for_init: bool,
    change: Change,
}

/// Who decides whether a fix is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It changes no meaning: `errtable check --fix` applies it.
    Safe,
    /// It is one of several, and the evidence for it stands in its title or its comment: `errtable check --fix=preferred`
    /// applies it, too.
    Preferred,
    /// It is one of several, and only a person can choose.
    Choice,
    /// Its text has a blank that a person must fill.
    Template,
}

impl Applicability {
    /// Its name in JSON and SARIF.
    pub const fn as_str(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Preferred => "preferred",
            Applicability::Choice => "choice",
            Applicability::Template => "template",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Edits(Vec<Edit>),
    /// What is said in directives, each another.
    Settings(Vec<Settings>),
}

impl Fix {
    /// A fix of one edit. Unless it is said otherwise, a person must choose it.
    pub fn edit(title: impl Into<String>, source: &Arc<Source>, span: Range<usize>, text: impl Into<String>) -> Self {
        let edit = Edit { place: Place::new(source, span), text: text.into() };
        Fix::edits_of(title, vec![edit])
    }

    /// A fix that takes out whole lines: those that `span` touches.
    pub(crate) fn without_lines(title: impl Into<String>, source: &Arc<Source>, span: Range<usize>) -> Self {
        let lines = source.whole_lines(span);
        Fix::edit(title, source, lines, "")
    }

    /// A fix that takes an element out of an array of TOML, with one of the commas beside it.
    pub(crate) fn without_element(title: impl Into<String>, source: &Arc<Source>, span: Range<usize>) -> Self {
        let text = source.text();
        let after = text[span.end..].trim_start();
        let before = text[..span.start].trim_end();
        let span = match (after.strip_prefix(','), before.strip_suffix(',')) {
            (Some(rest), _) => span.start..text.len() - rest.trim_start_matches(' ').len(),
            (None, Some(rest)) => rest.len()..span.end,
            // It is the only one, in brackets or without.
            (None, None) => return Fix::without_lines(title, source, span),
        };
        Fix::edit(title, source, span, "")
    }

    /// A fix that puts a word in the place of a key, or of a value, of TOML.
    pub(crate) fn word_of_toml(title: impl Into<String>, source: &Arc<Source>, span: Range<usize>, word: &str) -> Self {
        let is_bare = !source.text()[span.clone()].starts_with(['"', '\'']);
        let text = if is_bare { toml_key(word) } else { toml_string(word) };
        Fix::edit(title, source, span, text)
    }

    /// A fix that puts the word in the place of a key, or of a value, of TOML that was probably meant by it.
    pub(crate) fn meant_word(source: &Arc<Source>, span: Range<usize>, word: &str) -> Self {
        Fix::word_of_toml(format!("did you mean `{word}`?"), source, span, word).preferred()
    }

    /// A fix that puts another code in the place of the one that is written at a span, beside whatever else stands there.
    pub(crate) fn meant_code(source: &Arc<Source>, span: Range<usize>, written: &str, code: &str) -> Self {
        let text = source.text()[span.clone()].replacen(written, code, 1);
        Fix::edit(format!("did you mean {code}?"), source, span, text)
    }

    /// A fix that says of a table that it holds error codes.
    pub(crate) fn take_in(title: &str, site: &DirectiveSite) -> Self {
        Fix::edits_of(title, vec![site.comment("errtable")])
    }

    /// A fix that leaves a table out.
    pub(crate) fn leave_out(title: &str, site: &DirectiveSite) -> Self {
        Fix::edits_of(title, vec![site.comment("errtable skip")])
    }

    fn edits_of(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        let change = Change::Edits(edits);
        Fix { title: title.into(), applicability: Applicability::Choice, is_for_init: false, change }
    }

    /// A fix that says something in a directive.
    pub fn settings(title: impl Into<String>, settings: Settings) -> Self {
        Fix::settings_of_all(title, vec![settings])
    }

    /// A fix that says something in several directives.
    pub fn settings_of_all(title: impl Into<String>, settings: Vec<Settings>) -> Self {
        let is_broken = |settings: &Settings| settings.site.toml.as_ref().is_some_and(|toml| toml.is_broken);
        // Somebody must mend the directive first.
        let is_blocked = settings.iter().any(is_broken);
        let applicability = if is_blocked { Applicability::Template } else { Applicability::Choice };
        Fix { title: title.into(), applicability, is_for_init: false, change: Change::Settings(settings) }
    }

    /// The same with one more edit in the same source; a fix of settings stays as it is.
    #[must_use]
    pub(crate) fn and(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        if let Change::Edits(edits) = &mut self.change {
            let source = Arc::clone(&edits[0].place.source);
            edits.push(Edit { place: Place { source, span }, text: text.into() });
            edits.sort_by_key(|edit| edit.place.span.start);
        }
        self
    }

    /// The same, which says something in a directive, too.
    #[must_use]
    pub(crate) fn and_settings(mut self, settings: &Settings) -> Self {
        if let Change::Edits(edits) = &mut self.change {
            edits.extend(settings.edits());
            edits.sort_by_key(|edit| edit.place.span.start);
        }
        self
    }

    /// The same, which changes no meaning.
    #[must_use]
    pub(crate) fn safe(self) -> Self {
        Fix { applicability: Applicability::Safe, ..self }
    }

    /// The same, for which there is evidence.
    #[must_use]
    pub fn preferred(self) -> Self {
        match self.applicability {
            Applicability::Template => self,
            _ => Fix { applicability: Applicability::Preferred, ..self },
        }
    }

    /// The same, with a blank to fill.
    #[must_use]
    pub(crate) fn template(self) -> Self {
        Fix { applicability: Applicability::Template, ..self }
    }

    /// The same, which `errtable init` takes: it says of a table as it stands how it is read. Where the table is new to
    /// errtable, that is the question; where a person has just edited it, the edit may be the slip.
    #[must_use]
    pub(crate) fn for_init(self) -> Self {
        Fix { is_for_init: self.applicability == Applicability::Choice, ..self }
    }

    /// Whether `errtable init` takes it.
    pub fn is_for_init(&self) -> bool {
        self.is_for_init
    }

    /// What it does, in the imperative: `write 1008004`.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Who decides whether it is applied.
    pub fn applicability(&self) -> Applicability {
        self.applicability
    }

    /// The edits, in the order of their places. No two of them overlap.
    pub fn edits(&self) -> Vec<Edit> {
        match &self.change {
            Change::Edits(edits) => edits.clone(),
            Change::Settings(settings) => settings.iter().flat_map(Settings::edits).collect(),
        }
    }

    /// What it says in directives, if it does nothing else. Several such fixes of one directive are applied as one.
    pub fn as_settings(&self) -> Option<&[Settings]> {
        match &self.change {
            Change::Edits(_) => None,
            Change::Settings(settings) => Some(settings),
        }
    }

    /// What a person does: the title, and the text to paste with the line where it goes.
    pub fn help(&self) -> String {
        words::of(&self.title, &self.edits())
    }
}
