//! Edits as a person reads them: what to paste, and on which line.

use super::edit::Edit;
use crate::text::Source;

/// The title, and after it each edit whose text the title does not say.
pub(super) fn of(title: &str, edits: &[Edit]) -> String {
    let edits = by_line(edits);
    let parts: Vec<_> = match above_each(&edits) {
        Some(part) => vec![part],
        None => edits.iter().filter_map(|edit| part(title, edit)).collect(),
    };
    match parts.is_empty() {
        true => title.to_owned(),
        false => format!("{title}: {}", parts.join("\n\nand ")),
    }
}

/// The same lines above several tables, shown once.
fn above_each(edits: &[Edit]) -> Option<String> {
    let [first, others @ ..] = edits else { return None };
    let goes_above = |edit: &Edit| {
        let (source, start) = (edit.place.source(), edit.place.span().start);
        let is_above = matches!(Shape::of(edit), Shape::LinesAbove) && start < source.text().len();
        (is_above && !edit.text.trim().is_empty()).then(|| source.line(start))
    };
    let is_same = |other: &Edit| {
        std::ptr::eq(other.place.source(), first.place.source()) && block(&other.text) == block(&first.text)
    };
    let lines: Option<Vec<_>> = edits.iter().map(goes_above).collect();
    let lines = lines.filter(|_| !others.is_empty() && others.iter().all(is_same))?;
    Some(format!("add above {}:\n\n{}", listed(&lines), block(&first.text)))
}

/// Lines in words. What is added above one of them moves those below it.
fn listed(lines: &[usize]) -> String {
    match lines {
        [line] => format!("line {line}"),
        [lines @ .., last] => {
            let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
            format!("lines {} and {last}, the last one first", lines.join(", "))
        }
        [] => String::new(),
    }
}

/// Edits of one line as one, since the line is shown as it is after all of them.
fn by_line(edits: &[Edit]) -> Vec<Edit> {
    let mut lines: Vec<Edit> = Vec::new();
    for edit in edits {
        let (source, span) = (edit.place.source(), edit.place.span());
        let before = lines.pop_if(|before| {
            let is_same_file = std::ptr::eq(before.place.source(), source);
            is_same_file && source.line(before.place.span().end) == source.line(span.start)
        });
        lines.push(match before {
            None => edit.clone(),
            Some(before) => {
                let (start, end) = (before.place.span().start, before.place.span().end);
                let text = format!("{}{}{}", before.text, &source.text()[end..span.start], edit.text);
                Edit { place: before.place.with_span(start..span.end), text }
            }
        });
    }
    lines
}

fn part(title: &str, edit: &Edit) -> Option<String> {
    let source = edit.place.source();
    let span = edit.place.span();
    let (first, last) = (source.line(span.start), source.line(span.end.max(span.start + 1) - 1));
    let text = edit.text.as_str();
    match Shape::of(edit) {
        // The title says where a blank line goes.
        Shape::LinesAbove if text.trim().is_empty() => None,
        Shape::LinesAbove if span.start >= source.text().len() => Some(format!("add at the end:\n\n{}", block(text))),
        Shape::LinesAbove => Some(format!("add above {}:\n\n{}", listed(&[first]), block(text))),
        Shape::LinesBelow => Some(format!("add below line {first}:\n\n{}", block(text))),
        Shape::LinesOut if first == last => Some(format!("line {first}")),
        Shape::LinesOut => Some(format!("lines {first} to {last}")),
        Shape::Inside if says(title, text, &source.text()[span.clone()]) => None,
        Shape::Inside | Shape::Lines if first == last => {
            Some(format!("line {first} becomes\n\n{}", block(&mended(source, edit))))
        }
        Shape::Inside | Shape::Lines => {
            Some(format!("lines {first} to {last} become\n\n{}", block(&mended(source, edit))))
        }
    }
}

/// Whether a title says what is written, or what is taken out.
fn says(title: &str, written: &str, replaced: &str) -> bool {
    let said = if written.trim().is_empty() { replaced } else { written };
    // A string of TOML is named without its quotes.
    let said = said.trim().trim_matches('"');
    title.contains(said)
}

/// Lines without the last break, which a reader sees as the end of the block.
fn block(lines: &str) -> String {
    lines.trim_matches(['\n', '\r']).replace('\r', "")
}

/// The lines that an edit touches, as they are then.
fn mended(source: &Source, edit: &Edit) -> String {
    let span = edit.place.span();
    let start = source.line_span(source.line(span.start)).start;
    // What ends with its line leaves the next one alone.
    let is_whole = source.text()[span.clone()].ends_with('\n');
    let end = if is_whole { span.end } else { source.line_span(source.line(span.end)).end.max(span.end) };
    format!("{}{}{}", &source.text()[start..span.start], edit.text, &source.text()[span.end..end])
}

/// What an edit is to the lines of its source.
enum Shape {
    /// Whole lines are inserted, and the place is where a line begins.
    LinesAbove,
    /// Whole lines are inserted, and the place is where a line ends.
    LinesBelow,
    /// Whole lines go.
    LinesOut,
    /// Part of a line changes.
    Inside,
    /// Several lines change.
    Lines,
}

impl Shape {
    fn of(edit: &Edit) -> Shape {
        let source = edit.place.source();
        let (span, text) = (edit.place.span(), edit.text.as_str());
        let begins_line = source.line_span(source.line(span.start)).start == span.start;
        if span.is_empty() && text.ends_with('\n') && begins_line {
            return Shape::LinesAbove;
        }
        let ends_line = source.line_span(source.line(span.start)).end == span.start;
        if span.is_empty() && text.starts_with(['\n', '\r']) && ends_line {
            return Shape::LinesBelow;
        }
        let replaced = &source.text()[span];
        if text.is_empty() && begins_line && replaced.ends_with('\n') {
            return Shape::LinesOut;
        }
        if replaced.contains('\n') || text.contains('\n') { Shape::Lines } else { Shape::Inside }
    }
}
