//! Findings to text: as rustc shows them, or one to a line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::finding::{Finding, Findings, Place, Rule, Severity};
use crate::text::{Source, is_unprintable, printable, printable_char, printable_lines};

/// How findings are shown to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour with ANSI escapes.
    pub color: bool,
}

/// Places further apart than this are shown as snippets of their own, so that a snippet stays short to lay out.
const NEARBY_LINES: usize = 50;

/// A finding as rustc would show it: message, snippet, labels, help.
///
/// ```
/// use errtable::{Source, Style, compile, render};
///
/// let source = Source::new("codes.md", "| Code | Name |\n|---|---|\n| 1 | a |\n| 1 | b |\n");
/// let compiled = compile(source);
/// let text = render(&compiled.findings.iter().next().unwrap(), Style::default());
/// assert!(text.starts_with("error[duplicate-code]: code 1 is used twice\n --> codes.md:4:3\n"));
/// ```
pub fn render(finding: &Finding, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&finding.message)).id(finding.rule.as_str());
    let mut group = Group::with_title(title);
    let windows = windows(finding);
    if finding.place.source().text().is_empty() {
        let origin = Origin::path(printable(finding.place.source().path())).line(1).char_column(1);
        group = group.element(origin);
    } else {
        for window in &windows {
            let snippet = window.snippet();
            let annotations = window.marks.iter().map(|mark| {
                let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(window.shown_at(mark.span.start)..window.shown_at(mark.span.end));
                annotation.label((!mark.label.is_empty()).then(|| printable(&mark.label)))
            });
            group = group.element(snippet.annotations(annotations));
        }
    }
    for advice in finding.advice() {
        group = group.element(Level::HELP.message(printable_lines(&advice)));
    }
    let mut text = renderer.render(&[group]).lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// Findings of a rule that are shown whole; those after them say nothing new to a reader.
const WHOLE: usize = 3;
/// Lines that are named of those that are not.
const NAMED: usize = 12;

/// Findings one after the other, a blank line between them, and a last line that counts them. Of a rule that is broken
/// again and again, the first few are shown whole and the others by their lines.
pub fn render_all(findings: &Findings, style: Style) -> String {
    let mut text = String::new();
    let mut shown: BTreeMap<Rule, usize> = BTreeMap::new();
    let mut lines: BTreeMap<(Rule, &str), Vec<usize>> = BTreeMap::new();
    for finding in findings {
        let number = shown.entry(finding.rule).or_default();
        *number += 1;
        if *number <= WHOLE {
            text.push_str(&render(finding, style));
            text.push('\n');
        } else {
            let file = finding.place.source().path();
            lines.entry((finding.rule, file)).or_default().push(finding.place.line());
        }
    }
    let files: BTreeSet<_> = findings.iter().map(|finding| finding.place.source().path()).collect();
    for ((rule, file), lines) in lines {
        let of = if files.len() > 1 { format!(" of {}", printable(file)) } else { String::new() };
        let named: Vec<_> = lines.iter().take(NAMED).map(ToString::to_string).collect();
        let (plural, more) = (if lines.len() == 1 { "" } else { "s" }, if lines.len() > NAMED { ", ..." } else { "" });
        let _ = writeln!(text, "and {} more [{rule}], at line{plural} {}{more}{of}\n", lines.len(), named.join(", "));
    }
    if !findings.is_empty() {
        let _ = writeln!(text, "{}", tally(findings));
    }
    if let Some(held) = findings.held_back_line() {
        let _ = writeln!(text, "{held}");
    }
    text
}

/// `2 errors, 1 warning`.
pub fn tally(findings: &Findings) -> String {
    let part = |severity| match findings.count(severity) {
        0 => None,
        1 => Some(format!("1 {severity}")),
        number => Some(format!("{number} {severity}s")),
    };
    [part(Severity::Error), part(Severity::Warning)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

struct Mark<'a> {
    place: &'a Place,
    span: Range<usize>,
    label: String,
    primary: bool,
}

/// Lines of a source as a snippet shows them. The renderer itself has signs for the control characters of ASCII.
fn shown(lines: &str) -> Cow<'_, str> {
    let is_replaced = |c: char| is_unprintable(c) && !c.is_ascii();
    match lines.contains(is_replaced) {
        false => Cow::Borrowed(lines),
        true => lines.chars().map(|c| if is_replaced(c) { printable_char(c) } else { c }).collect(),
    }
}

/// Lines of a source that are shown together.
struct Window<'a> {
    source: &'a Source,
    lines: Range<usize>,
    span: Range<usize>,
    marks: Vec<Mark<'a>>,
}

impl<'a> Window<'a> {
    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let source = self.source;
        let lines = shown(&source.text()[self.span.clone()]);
        Snippet::source(lines).path(printable(source.path())).line_start(self.lines.start)
    }

    /// Where a byte of the source is in the text of the snippet.
    fn shown_at(&self, at: usize) -> usize {
        shown(&self.source.text()[self.span.start..at]).len()
    }
}

/// Gathers the places of a finding into windows, that of the place itself first.
fn windows(finding: &Finding) -> Vec<Window<'_>> {
    let mark = |place, label: &str, primary| Mark { place, span: Place::span(place), label: label.to_owned(), primary };
    let primary = mark(&finding.place, &finding.note, true);
    let labels = finding.labels.iter().map(|label| mark(&label.place, &label.text, false));
    let mut windows: Vec<Window<'_>> = Vec::new();
    for mark in std::iter::once(primary).chain(labels) {
        let source = mark.place.source();
        let first = source.line(mark.span.start);
        // A mark ends where its first line does: what follows would only repeat the table.
        let line = source.line_span(first);
        // It may begin behind it, in carriage returns that are not shown.
        let start = mark.span.start.min(line.end);
        let mark = Mark { span: start..mark.span.end.clamp(start, line.end), ..mark };
        let near = |window: &&mut Window<'_>| {
            std::ptr::eq(window.source, source)
                && first + NEARBY_LINES >= window.lines.start
                && first <= window.lines.end + NEARBY_LINES
        };
        match windows.iter_mut().find(near) {
            Some(window) => {
                window.lines = window.lines.start.min(first)..window.lines.end.max(first);
                window.span = window.span.start.min(line.start)..window.span.end.max(line.end);
                window.marks.push(mark);
            }
            None => windows.push(Window { source, lines: first..first, span: line, marks: vec![mark] }),
        }
    }
    windows
}
