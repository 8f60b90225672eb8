//! Changes of texts as a client applies them.

use std::collections::BTreeMap;
use std::ops;

use errtable::Edit;
use serde_json::{Value as Json, json};
use similar::{DiffOp, TextDiff};

use crate::positions::{Encoding, Lines};
use crate::server::Client;
use crate::workspace::{Analysis, Workspace};

/// Edits of a fix or of a setting, by the address of the file; `None` where one is in a file that cannot be opened.
pub(crate) fn of_places(workspace: &Workspace, of: &Analysis, edits: &[Edit]) -> Option<BTreeMap<String, Vec<Json>>> {
    let mut changes: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for Edit { place, text } in edits {
        let range = workspace.range(of, place.source(), place.span());
        let uri = workspace.uri_of(of, place.source())?;
        changes.entry(uri).or_default().push(json!({"range": range, "newText": text}));
    }
    Some(changes)
}

/// Edits that make one text of another, line by line.
pub(crate) fn between(old: &str, new: &str, encoding: Encoding) -> Vec<Json> {
    if old == new {
        return Vec::new();
    }
    let lines = Lines::of(old);
    let (old_lines, new_lines) = (split(old), split(new));
    let diff = TextDiff::from_slices(&old_lines, &new_lines);
    let starts = |lines: &[&str]| {
        let ends = lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect::<Vec<_>>()
    };
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let bytes = |starts: &[usize], range: ops::Range<usize>| starts[range.start]..starts[range.end];
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edit = |op: &DiffOp| {
        let (from, to) = (bytes(&old_starts, op.old_range()), bytes(&new_starts, op.new_range()));
        json!({"range": lines.range(old, from, encoding), "newText": &new[to]})
    };
    changed.map(edit).collect()
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Changes of several files as one edit of the workspace.
pub(crate) fn workspace_edit(workspace: &Workspace, client: &Client, changes: BTreeMap<String, Vec<Json>>) -> Json {
    if !client.document_changes {
        return json!({ "changes": changes });
    }
    let changes = changes.into_iter().map(|(uri, edits)| {
        let version = workspace.documents.of(&uri).map(|document| document.version);
        json!({"textDocument": {"uri": uri, "version": version}, "edits": edits})
    });
    json!({ "documentChanges": changes.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::positions::Range;

    /// The text after edits, which do not overlap.
    fn applied(old: &str, edits: &[Json]) -> String {
        let lines = Lines::of(old);
        let mut text = old.to_owned();
        for edit in edits.iter().rev() {
            let range: Range = serde_json::from_value(edit["range"].clone()).expect("a range");
            text.replace_range(lines.span(old, range, Encoding::Utf16), edit["newText"].as_str().expect("a text"));
        }
        text
    }

    #[test]
    fn the_edits_make_the_other_text() {
        for (old, new) in [
            ("a\nb\nc\n", "a\nx\nc\nd\n"),
            ("错🙂\r\nb", "错\r\nb\n"),
            ("", "a"),
            ("a\n", ""),
            ("a\rb\n", "a\rc\n"),
            ("a", "a"),
        ] {
            assert_eq!(applied(old, &between(old, new, Encoding::Utf16)), new);
        }
    }
}
