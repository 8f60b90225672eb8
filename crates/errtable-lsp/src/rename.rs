//! Another name for a variant: `[variants]` in the directive of its table.

use std::rc::Rc;

use errtable::catalog::Entry;
use errtable::inner::{Setting, Settings, directive_site, is_variant_name};
use errtable::{Compiled, Finding, Fix, Rule, Source, compile_locked, printable};
use serde_json::{Value as Json, json};

use crate::edits;
use crate::positions::{Position, Range};
use crate::server::{Answer, Client, Refusal};
use crate::site::CellSite;
use crate::workspace::{Analysis, Workspace};

/// What can be renamed at a place: the range of the cell, and the variant as it is.
pub(crate) fn prepare(workspace: &mut Workspace, uri: &str, position: Position) -> Answer {
    let Some((of, entry, range)) = found(workspace, uri, position) else { return Ok(Json::Null) };
    let variant = &of.compiled.catalog.enums()[entry.0].entries[entry.1].variant;
    Ok(json!({"range": range, "placeholder": variant}))
}

/// The edit that gives a variant another name, and what the lock will call a break.
pub(crate) fn rename(
    workspace: &mut Workspace,
    client: &Client,
    uri: &str,
    position: Position,
    name: &str,
) -> Result<(Json, Option<String>), Refusal> {
    let nothing = || Refusal::failed("no code stands here that has a variant: put the cursor on a row of a table");
    let (of, (number, index), _) = found(workspace, uri, position).ok_or_else(nothing)?;
    let enumeration = &of.compiled.catalog.enums()[number];
    let entry = &enumeration.entries[index];
    if !is_variant_name(name) {
        let shown = printable(name);
        let said = format!("`{shown}` cannot be a variant: write it in upper camel case, such as `{}`", entry.variant);
        return Err(Refusal::failed(said));
    }
    let spec = errtable::inner::spec_of(&of.compiled);
    let site = directive_site(spec, entry.row().table());
    let setting = Setting::variant(&entry.code().to_string(), name);
    let title = format!("call it `{name}`");
    let fix = Fix::settings(title, Settings::new(site, [setting]));
    let faults = faults_after(workspace, &of, &fix);
    let is_new = |finding: &&Finding| {
        let before = of.compiled.findings.iter_all();
        !before.into_iter().any(|known| known.rule == finding.rule && known.message == finding.message)
    };
    let (breaks, others): (Vec<_>, Vec<_>) = faults.iter().filter(is_new).partition(|finding| finding.rule.is_break());
    if let Some(fault) = others.iter().find(|fault| fault.rule != Rule::LookAlike) {
        return Err(Refusal::failed(printable(&fault.message)));
    }
    let told = breaks.first().map(|of| {
        let accept = of.accepts.as_ref().map(|key| format!("; if it is meant: errtable lock --accept {key}"));
        format!("this breaks users of what was released: {}{}", printable(&of.message), accept.unwrap_or_default())
    });
    let changes = edits::of_places(workspace, &of, &fix.edits())
        .ok_or_else(|| Refusal::failed("the directive stands in a file that cannot be opened"))?;
    let mut edit = edits::workspace_edit(workspace, client, changes);
    if let (Some(told), true, true) = (&told, client.change_annotations, client.document_changes) {
        annotate(&mut edit, told);
    }
    Ok((edit, told))
}

/// Has each edit say that it breaks users, so that a client asks first.
fn annotate(edit: &mut Json, told: &str) {
    for change in edit["documentChanges"].as_array_mut().into_iter().flatten() {
        for edit in change["edits"].as_array_mut().into_iter().flatten() {
            edit["annotationId"] = Json::from("break");
        }
    }
    edit["changeAnnotations"] =
        json!({"break": {"label": "breaks what was released", "needsConfirmation": true, "description": told}});
}

/// The row at a place: its spec, the numbers of enum and entry, and the range of the cell.
fn found(workspace: &mut Workspace, uri: &str, position: Position) -> Option<(Rc<Analysis>, (usize, usize), Range)> {
    let document = workspace.documents.of(uri).cloned()?;
    let byte = workspace.byte(&document, position);
    workspace.specs_of(&document.path).into_iter().find_map(|of| {
        let part = of.part(&document.path)?;
        let site = CellSite::at(&of, part, byte)?;
        let entry: &Entry = site.entry?;
        let enums = of.compiled.catalog.enums();
        let number = enums.iter().position(|other| std::ptr::eq(other, site.of))?;
        let index = enums[number].entries.iter().position(|other| std::ptr::eq(other, entry))?;
        let range = workspace.range(&of, part.source, site.cell()?.span.clone());
        Some((Rc::clone(&of), (number, index), range))
    })
}

/// What is found once a fix is applied.
fn faults_after(workspace: &Workspace, of: &Analysis, fix: &Fix) -> Vec<Finding> {
    let changed = |source: &Source| {
        let mut text = source.text().to_owned();
        let edits = fix.edits();
        for edit in edits.iter().rev().filter(|edit| edit.place.source().path() == source.path()) {
            text.replace_range(edit.place.span(), &edit.text);
        }
        source.with_text(text)
    };
    let files = |name: &str| workspace.read_beside(&of.path, name).map(|source| changed(&source));
    let compiled: Compiled = compile_locked(changed(of.compiled.source()), &files);
    compiled.findings.iter_all().cloned().collect()
}
