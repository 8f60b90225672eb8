//! Findings to text: as rustc shows them, or one to a line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthChar as _;

use crate::finding::{Finding, Findings, Place, Rule, Severity};
use crate::text::{Source, is_unprintable, printable, printable_char, printable_lines};

/// How findings are shown to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour with ANSI escapes.
    pub color: bool,
    /// How many columns the reader has; without it, 120.
    pub width: Option<usize>,
}

/// The columns that a line of a source takes at most where nobody knows how many the reader has. rustc assumes 140, of which
/// its own margin and that of cargo take some.
const WIDTH: usize = 120;
/// With fewer columns, a cut line would show too little of itself.
const NARROWEST: usize = 40;

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
    render_at(finding, style, &own_path, &mut BTreeSet::new())
}

/// The path of a source as a reader knows it.
type Locate<'a> = &'a dyn Fn(&Source) -> String;

fn own_path(source: &Source) -> String {
    source.path().to_owned()
}

/// A finding without the blocks of help that were `said` before: those are named.
fn render_at(finding: &Finding, style: Style, locate: Locate<'_>, said: &mut BTreeSet<String>) -> String {
    let width = style.width.unwrap_or(WIDTH).max(NARROWEST);
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(printable(&finding.message)).id(finding.rule.as_str());
    let mut group = Group::with_title(title);
    let windows = windows(finding, width);
    if finding.rule == Rule::UnreadableSpec {
        // Nobody has seen a line of it.
        group = group.element(Origin::path(printable(&locate(finding.place.source()))));
    } else if finding.place.source().text().is_empty() {
        let origin = Origin::path(printable(&locate(finding.place.source()))).line(1).char_column(1);
        group = group.element(origin);
    } else {
        for window in &windows {
            let snippet = window.snippet(locate);
            let annotations = window.marks.iter().map(|mark| {
                let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(window.shown_at(mark.span.start)..window.shown_at(mark.span.end));
                annotation.label((!mark.label.is_empty()).then(|| printable(&mark.label)))
            });
            group = group.element(snippet.annotations(annotations));
        }
    }
    let unmarked: Vec<_> = finding.labels.iter().skip(LABELS).map(|label| label.place.line().to_string()).collect();
    if !unmarked.is_empty() {
        let plural = if unmarked.len() == 1 { "" } else { "s" };
        let more = if unmarked.len() > NAMED { ", ..." } else { "" };
        let lines = unmarked[..unmarked.len().min(NAMED)].join(", ");
        let note = format!("and {} more, at line{plural} {lines}{more}", unmarked.len());
        group = group.element(Level::NOTE.message(note));
    }
    for advice in finding.advice() {
        let advice = match advice.split_once('\n') {
            Some((first, _)) if !said.insert(advice.to_string()) => {
                Cow::Owned(format!("{}, as above", first.trim_end_matches(':')))
            }
            _ => advice,
        };
        group = group.element(Level::HELP.message(printable_lines(&advice)));
    }
    let mut text = renderer.render(&[group]).lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// Findings of a rule that are shown whole; those after them say nothing new to a reader.
const WHOLE: usize = 3;
/// Second places of a finding that are marked; the lines of the others are named.
const LABELS: usize = 2;
/// Lines that are named of those that are not shown.
const NAMED: usize = 12;

/// Findings one after the other, a blank line between them, and a last line that counts them. Of a rule that is broken
/// again and again, the first few are shown whole and the others by their lines.
pub fn render_all(findings: &Findings, style: Style) -> String {
    render_all_at(findings, style, &own_path)
}

/// The same, with paths as a reader knows them.
pub fn render_all_at(findings: &Findings, style: Style, locate: Locate<'_>) -> String {
    let (whole, more) = in_short(findings.iter(), style, locate);
    let whole = whole.into_iter().map(|(_, text)| text);
    let mut parts: Vec<_> = whole.chain(more.into_iter().map(|line| line + "\n")).collect();
    if !findings.is_empty() {
        parts.push(tally(findings) + "\n");
    }
    let held = findings.held_back_line().map(|line| line + "\n");
    parts.join("\n") + &held.unwrap_or_default()
}

/// The findings that are shown whole, each with its text, and a line for each rule and file that has more of them.
pub(crate) fn in_short<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    style: Style,
    locate: Locate<'_>,
) -> (Vec<(&'f Finding, String)>, Vec<String>) {
    let mut whole = Vec::new();
    let mut said = BTreeSet::new();
    let mut shown: BTreeMap<Rule, usize> = BTreeMap::new();
    let mut lines: BTreeMap<(Rule, String), Vec<usize>> = BTreeMap::new();
    let mut files = BTreeSet::new();
    for finding in findings {
        files.insert(finding.place.source().path());
        let number = shown.entry(finding.rule).or_default();
        *number += 1;
        match *number <= WHOLE {
            true => whole.push((finding, render_at(finding, style, locate, &mut said))),
            false => {
                let file = printable(&locate(finding.place.source()));
                lines.entry((finding.rule, file)).or_default().push(finding.place.line());
            }
        }
    }
    let more = lines.into_iter().map(|((rule, file), lines)| {
        let of = if files.len() > 1 { format!(" of {file}") } else { String::new() };
        let named: Vec<_> = lines.iter().take(NAMED).map(ToString::to_string).collect();
        let (plural, more) = (if lines.len() == 1 { "" } else { "s" }, if lines.len() > NAMED { ", ..." } else { "" });
        format!("and {} more [{rule}], at line{plural} {}{more}{of}", lines.len(), named.join(", "))
    });
    (whole, more.collect())
}

/// `2 errors, 1 warning`; notes last.
pub fn tally(findings: &Findings) -> String {
    let part = |severity| match findings.count(severity) {
        0 => None,
        1 => Some(format!("1 {severity}")),
        number => Some(format!("{number} {severity}s")),
    };
    [part(Severity::Error), part(Severity::Warning), part(Severity::Note)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
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
    /// The columns that the marks take, whichever line they are on.
    columns: Range<usize>,
    marks: Vec<Mark<'a>>,
}

impl<'a> Window<'a> {
    fn snippet(&self, locate: Locate<'_>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let source = self.source;
        let lines = shown(&source.text()[self.span.clone()]);
        Snippet::source(lines).path(printable(&locate(source))).line_start(self.lines.start)
    }

    /// Where a byte of the source is in the text of the snippet.
    fn shown_at(&self, at: usize) -> usize {
        shown(&self.source.text()[self.span.start..at]).len()
    }
}

/// The columns that the number of a line takes, and the bars beside it.
const GUTTER: usize = 10;

/// Where a mark ends that fits, with its line, into a width: one of a whole row that does not marks its first cell.
fn fitting(text: &str, line: usize, mark: Range<usize>, width: usize) -> usize {
    let marked = &text[mark.clone()];
    if display_width(&text[line..]) + GUTTER <= width || display_width(marked) <= width / 2 {
        return mark.end;
    }
    let begins = marked.len() - marked.trim_start_matches(['|', ' ', '\t']).len();
    let cell = marked[begins..].find('|').map_or(marked.len(), |pipe| begins + pipe);
    let cell = marked[..cell].trim_end();
    let mut columns = 0;
    let most = cell.char_indices().find(|(_, c)| {
        columns += c.width().unwrap_or(0);
        columns > width / 2
    });
    mark.start + most.map_or(cell.len(), |(at, _)| at)
}

/// How many columns of a terminal a text takes.
fn display_width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Gathers the places of a finding into windows, that of the place itself first.
fn windows(finding: &Finding, width: usize) -> Vec<Window<'_>> {
    let mark = |place, label: &str, primary| Mark { place, span: Place::span(place), label: label.to_owned(), primary };
    let primary = mark(&finding.place, &finding.note, true);
    let labels = finding.labels.iter().take(LABELS).map(|label| mark(&label.place, &label.text, false));
    let mut windows: Vec<Window<'_>> = Vec::new();
    for mark in std::iter::once(primary).chain(labels) {
        let source = mark.place.source();
        let first = source.line(mark.span.start);
        // A mark ends where its first line does: what follows would only repeat the table.
        let line = source.line_span(first);
        // It may begin behind it, in carriage returns that are not shown.
        let start = mark.span.start.min(line.end);
        let end = mark.span.end.clamp(start, line.end);
        let end = fitting(&source.text()[..line.end], line.start, start..end, width);
        let mark = Mark { span: start..end, ..mark };
        // All lines of a window are cut at the same columns, which must show each of its marks.
        let column = display_width(&source.text()[line.start..start]);
        let columns = column..column + display_width(&source.text()[start..end]);
        let near = |window: &&mut Window<'_>| {
            std::ptr::eq(window.source, source)
                && window.columns.end.max(columns.end) - window.columns.start.min(columns.start) + GUTTER <= width
                && first + NEARBY_LINES >= window.lines.start
                && first <= window.lines.end + NEARBY_LINES
        };
        match windows.iter_mut().find(near) {
            Some(window) => {
                window.lines = window.lines.start.min(first)..window.lines.end.max(first);
                window.span = window.span.start.min(line.start)..window.span.end.max(line.end);
                window.columns = window.columns.start.min(columns.start)..window.columns.end.max(columns.end);
                window.marks.push(mark);
            }
            None => windows.push(Window { source, lines: first..first, span: line, columns, marks: vec![mark] }),
        }
    }
    windows
}
