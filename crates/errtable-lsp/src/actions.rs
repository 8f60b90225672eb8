//! Fixes as code actions: those of single findings, and those that are safe, all at once.

use std::collections::BTreeMap;
use std::path::Path;

use errtable::inner::beside;
use errtable::{Applicability, Finding, Fix};
use errtable_tools::{Policy, fix};
use serde_json::{Value as Json, json};

use crate::diagnostics::diagnostic;
use crate::edits;
use crate::positions::Range;
use crate::server::Client;
use crate::workspace::{Analysis, Workspace, plain};

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.errtable";

/// The actions for a range of a document, of the kinds that are asked for.
pub(crate) fn actions(
    workspace: &mut Workspace,
    client: &Client,
    uri: &str,
    range: Range,
    only: Option<&[String]>,
) -> Json {
    let is_asked = |kind: &str| {
        let is_of = |asked: &String| {
            kind.strip_prefix(asked.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(is_of))
    };
    let Some(path) = workspace.documents.of(uri).map(|document| document.path.clone()) else { return json!([]) };
    let mut actions = Vec::new();
    for of in workspace.specs_of(&path) {
        if is_asked("quickfix") {
            let here = of.findings.iter().filter(|finding| {
                let source = finding.place.source();
                let is_here = workspace
                    .uri_of(&of, source)
                    .is_some_and(|other| workspace.documents.of(&other).is_some_and(|of| of.path == path));
                is_here && workspace.range(&of, source, finding.place.span()).meets(&range)
            });
            for finding in here {
                let diagnostic = diagnostic(workspace, client, &of, finding);
                actions.extend(quick_fixes(workspace, client, &of, finding, &diagnostic));
            }
        }
        if is_asked(FIX_ALL) && of.findings.count_fixable(Applicability::Safe) > 0 {
            let changes = all_fixed(workspace, &of);
            if !changes.is_empty() {
                actions.push(json!({
                    "title": "apply all safe fixes of this spec",
                    "kind": FIX_ALL,
                    "edit": edits::workspace_edit(workspace, client, changes),
                }));
            }
        }
    }
    Json::from(actions)
}

/// Each fix of a finding. The first that needs no choice of a person is preferred to the others.
fn quick_fixes(
    workspace: &Workspace,
    client: &Client,
    of: &Analysis,
    finding: &Finding,
    diagnostic: &Json,
) -> Vec<Json> {
    let is_decided = |fix: &Fix| fix.applicability() <= Applicability::Preferred;
    let preferred = finding.fixes.iter().position(is_decided);
    let action = |(number, fix): (usize, &Fix)| {
        let changes = edits::of_places(workspace, of, &fix.edits())?;
        let title = match fix.applicability() {
            Applicability::Template => format!("{} (fill in the blank)", fix.title()),
            _ => fix.title().to_owned(),
        };
        Some(json!({
            "title": title,
            "kind": "quickfix",
            "diagnostics": [diagnostic],
            "isPreferred": preferred == Some(number),
            "edit": edits::workspace_edit(workspace, client, changes),
        }))
    };
    finding.fixes.iter().enumerate().filter_map(action).collect()
}

/// What all safe fixes change, as `errtable check --fix` applies them: edits by the address of the file.
fn all_fixed(workspace: &Workspace, of: &Analysis) -> BTreeMap<String, Vec<Json>> {
    let files = |name: &str| workspace.read_beside(&of.path, name);
    let source = of.compiled.source();
    let fixed = fix(source, Some(&files), Policy::Safe);
    let mut changes = BTreeMap::new();
    // `saved` is the text of a file that is not open.
    let mut change = |path: &Path, saved: &str, new: &str| {
        let (old, new) = match workspace.documents.at(path) {
            // Whether there is a byte-order mark in the editor's text is the editor's affair.
            Some(document) if document.mark() == 0 => (document.text.to_string(), new.trim_start_matches('\u{feff}')),
            Some(document) => (document.text.to_string(), new),
            None => (saved.to_owned(), new.trim_start_matches('\u{feff}')),
        };
        let edits = edits::between(&old, new, workspace.encoding);
        if !edits.is_empty() {
            changes.insert(workspace.uri_at(path), edits);
        }
    };
    change(&of.path, source.text(), &fixed.spec);
    for (name, text) in &fixed.joined {
        let path = plain(&beside(&of.path, name));
        let saved = of.part(&path).map(|part| part.source.text()).unwrap_or_default();
        change(&path, saved, text);
    }
    let config = of.compiled.config().map(|config| &config.source);
    if let Some((config, text)) = config.zip(fixed.config.as_ref())
        && let Some(path) = config.file()
    {
        change(&plain(path), config.text(), text);
    }
    changes
}

/// The edits of one document before it is saved: the safe fixes of its specs.
pub(crate) fn on_save(workspace: &mut Workspace, uri: &str) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    let of_first = workspace.specs_of(&document.path).into_iter().find_map(|of| {
        let is_fixable = of.findings.count_fixable(Applicability::Safe) > 0;
        is_fixable.then(|| all_fixed(workspace, &of)).and_then(|mut changes| changes.remove(&document.uri))
    });
    of_first.map_or(Json::Null, Json::from)
}
