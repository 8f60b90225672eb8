//! Tables aligned, as `errtable fmt` aligns them.

use errtable::Source;
use errtable_tools::align;
use serde_json::Value as Json;

use crate::edits;
use crate::workspace::Workspace;

pub(crate) fn formatting(workspace: &mut Workspace, uri: &str) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    // Markdown that is none of ours keeps its tables as they are.
    if !document.is_markdown() || workspace.specs_of(&document.path).is_empty() {
        return Json::Null;
    }
    let Ok(source) = Source::unsaved(&document.path, &*document.text) else { return Json::Null };
    let aligned = align(&source);
    match aligned.findings.is_empty() {
        true => Json::from(edits::between(&document.text, &aligned.text, workspace.encoding)),
        false => Json::Null,
    }
}
