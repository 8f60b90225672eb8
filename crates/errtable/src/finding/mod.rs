//! What is wrong with a spec: a rule, a place, and what to do about it.

mod fix;
mod held;
mod place;
mod record;
mod render;
mod rule;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use self::fix::DirectiveToml;
pub use self::fix::{Applicability, DirectiveSite, Edit, Fix, Given, Setting, Settings};
pub use self::held::Topic;
pub use self::place::Place;
pub use self::record::Recording;
pub(crate) use self::render::in_short;
pub use self::render::{Style, render, render_all, render_all_at, tally};
pub use self::rule::{Rule, RuleSeverity};
use crate::text::{HTML_COMMENT, MDX_COMMENT, ReadError, Source, is_quotation, printable};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is wrong, and something could not be looked at.
    Note,
    /// The spec compiles, and something in it is probably not meant.
    Warning,
    /// The spec does not compile; its good rows still do.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A second place that a finding points to, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place in the spec, or in a file beside it.
    pub place: Place,
    /// Why it is pointed at, in a few words. May be empty.
    pub text: String,
}

/// One fault of a spec.
///
/// Messages begin in lower case and have no full stop at the end; fixes and help say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that the spec does not follow.
    pub rule: Rule,
    /// Whether it fails the build, is worth a look, or only informs.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The place in the spec, or in a file beside it.
    pub place: Place,
    /// What stands at that place, in a few words; may be empty.
    pub note: String,
    /// Further places that explain the fault, such as the first use of a code that is used twice.
    pub labels: Vec<Label>,
    /// What would settle it, as edits.
    pub fixes: Vec<Fix>,
    /// What else to do; each may have several lines.
    pub help: Vec<String>,
    /// How `errtable lock --accept` calls the break, where it is one.
    pub accepts: Option<String>,
    /// How it is put on record, where it is a break.
    #[doc(hidden)]
    pub recording: Option<Box<Recording>>,
    /// What it is about, each thing by all of its names.
    #[doc(hidden)]
    pub about: Vec<Vec<Topic>>,
    /// What its fault makes unknown.
    #[doc(hidden)]
    pub explains: Vec<Topic>,
}

impl Finding {
    /// An error; `source` and `span` say where.
    pub fn error(rule: Rule, source: &Arc<Source>, span: Range<usize>, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity: Severity::Error,
            message: message.into(),
            place: Place::new(source, span),
            note: String::new(),
            labels: Vec::new(),
            fixes: Vec::new(),
            help: Vec::new(),
            accepts: None,
            recording: None,
            about: Vec::new(),
            explains: Vec::new(),
        }
    }

    /// A warning; `source` and `span` say where.
    pub fn warning(rule: Rule, source: &Arc<Source>, span: Range<usize>, message: impl Into<String>) -> Self {
        Finding { severity: Severity::Warning, ..Finding::error(rule, source, span, message) }
    }

    /// The finding for a spec that could not be read; its place is 1:1.
    pub fn unreadable(error: &ReadError) -> Self {
        let source = Arc::new(Source::new(error.path(), ""));
        Finding::error(Rule::UnreadableSpec, &source, 0..0, error.to_string()).help(error.remedy())
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = text.into();
        self
    }

    /// Adds a second place in the same source.
    #[must_use]
    pub fn label(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        let place = Place { source: Arc::clone(&self.place.source), span };
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds a second place, in whichever source.
    #[must_use]
    pub(crate) fn label_at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Says what would settle it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds a fix that takes a key of TOML out; `span` is that of the key or of its value. Where the key shares its line with
    /// another, or with a mark of the comment, a person must do it.
    #[must_use]
    pub(crate) fn fix_without_key(self, title: &str, span: Range<usize>) -> Self {
        let source = Arc::clone(&self.place.source);
        let line = source.line_span(source.line(span.start));
        let before = source.text()[line.start..span.start].trim_start_matches(is_quotation);
        let is_alone = before.is_empty() || before.trim_end().ends_with('=') && !before.contains(['{', ',']);
        let line = &source.text()[line];
        let has_mark =
            [HTML_COMMENT, MDX_COMMENT].iter().any(|(open, close)| line.contains(open) || line.contains(close));
        match is_alone && !has_mark {
            true => self.fix(Fix::without_lines(title, &source, span)),
            false => self.help(title),
        }
    }

    /// All that a person can do: the fixes in words, and after them what no edit can do.
    pub fn advice(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let here = self.place.source().path();
        let fixes = self.fixes.iter().map(move |fix| {
            let edits = fix.edits();
            let other = edits.iter().map(|edit| edit.place.source().path()).find(|path| *path != here);
            Cow::Owned(match other {
                Some(path) => format!("in {path}, {}", fix.help()),
                None => fix.help(),
            })
        });
        let record = self.recording.iter().filter_map(|recording| recording.help.as_deref());
        fixes.chain(self.help.iter().map(String::as_str).chain(record).map(Cow::Borrowed))
    }

    /// Adds something to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// `path:line:column: severity: message [rule]`, on one line.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.place.start();
        let message = printable(&self.message);
        let path = printable(self.place.source().path());
        write!(f, "{path}:{line}:{column}: {}: {message} [{}]", self.severity, self.rule)
    }
}

/// Findings, in the order of their places once [`sort`](Findings::sort)ed.
///
/// Those that follow from another one are held back: they are counted, and not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    shown: Vec<Finding>,
    held: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.shown.push(finding);
    }

    /// Whether one of them is an error, one that is held back included.
    pub fn has_errors(&self) -> bool {
        self.iter_all().any(|finding| finding.severity == Severity::Error)
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.shown.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many have a fix that is applied without a choice of a person, if fixes of `limit` are.
    pub fn count_fixable(&self, limit: Applicability) -> usize {
        let is_fixable = |finding: &&Finding| finding.fixes.iter().any(|fix| fix.applicability() <= limit);
        self.shown.iter().filter(is_fixable).count()
    }

    /// How many errors `errtable init` settles.
    pub fn count_for_init(&self) -> usize {
        let is_for_init = |finding: &&Finding| finding.fixes.iter().any(Fix::is_for_init);
        self.iter().filter(|finding| finding.severity == Severity::Error).filter(is_for_init).count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Goes through them.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.shown.iter()
    }

    /// Makes errors of the findings of some rules.
    pub fn escalate(&mut self, rules: impl Fn(Rule) -> bool) {
        for finding in self.shown.iter_mut().chain(&mut self.held).filter(|finding| rules(finding.rule)) {
            finding.severity = Severity::Error;
        }
    }

    /// Makes errors of the findings that a test holds for.
    #[doc(hidden)]
    pub fn escalate_those(&mut self, test: impl Fn(&Finding) -> bool) {
        for finding in self.shown.iter_mut().chain(&mut self.held).filter(|finding| test(finding)) {
            finding.severity = Severity::Error;
        }
    }

    /// Keeps those that a test holds for.
    pub fn retain(&mut self, mut test: impl FnMut(&Finding) -> bool) {
        self.shown.retain(&mut test);
        self.held.retain(test);
    }

    /// Gives findings of breaks another fix, by what `errtable lock --accept` calls them.
    pub(crate) fn recall(&mut self, mut fixes: HashMap<String, Fix>) {
        for finding in &mut self.shown {
            if let Some(fix) = finding.accepts.as_ref().and_then(|key| fixes.remove(key)) {
                finding.fixes = vec![fix];
                finding.help.clear();
            }
        }
    }

    /// Orders them by source, then place, then rule; those at one place and rule stay as they were found.
    pub fn sort(&mut self) {
        self.shown.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.place.span.start, finding.rule);
            a.place.source.path().cmp(b.place.source.path()).then(key(a).cmp(&key(b)))
        });
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.shown.into_iter()
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        self.shown.extend(findings);
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<T: IntoIterator<Item = Finding>>(findings: T) -> Self {
        Findings { shown: findings.into_iter().collect(), held: Vec::new() }
    }
}
