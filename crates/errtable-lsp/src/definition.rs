//! From a code to the generated Rust that is kept of it.

use std::path::Path;

use errtable::inner::config::OutputKind;
use errtable::{Compiled, Source};
use serde_json::{Value as Json, json};

use crate::positions::{Lines, Position};
use crate::site::CellSite;
use crate::workspace::{Workspace, plain};

/// Where the variant of the code at a place is declared, in each Rust file that an `errtable.toml` keeps of the spec.
pub(crate) fn definition(workspace: &mut Workspace, uri: &str, position: Position) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    let byte = workspace.byte(&document, position);
    let mut found = Vec::new();
    for of in workspace.specs_of(&document.path) {
        let site = of.part(&document.path).and_then(|part| CellSite::at(&of, part, byte));
        let Some((site, entry)) = site.and_then(|site| Some((site.of, site.entry?))) else { continue };
        for path in kept_rust(&of.compiled, &of.path) {
            let Some(source) = workspace.file(&path) else { continue };
            let Some(span) = declaration(source.text(), &site.name, &entry.variant) else { continue };
            let range = Lines::of(source.text()).range(source.text(), span, workspace.encoding);
            found.push(json!({"uri": workspace.uri_at(&path), "range": range}));
        }
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() { Json::Null } else { Json::from(found) }
}

fn kept_rust(compiled: &Compiled, spec: &Path) -> Vec<std::path::PathBuf> {
    let Some(config) = compiled.config() else { return Vec::new() };
    let rust = config.keep().iter().filter(|kept| kept.kind == OutputKind::Rust);
    rust.map(|kept| plain(&config.kept_path(kept, spec))).collect()
}

/// The name of a variant in the declaration of an enum.
fn declaration(code: &str, name: &str, variant: &str) -> Option<std::ops::Range<usize>> {
    let opening = format!("pub enum {name} {{");
    let start = code.match_indices(&opening).map(|(at, _)| at + opening.len()).next()?;
    let mut at = start;
    for line in code[start..].split_inclusive('\n') {
        let bare = line.trim_start();
        let rest = bare.strip_prefix(variant).unwrap_or("x");
        if rest.starts_with([',', ' ', '=', '(']) || rest.trim().is_empty() && bare.trim() == variant {
            let from = at + line.len() - bare.len();
            return Some(from..from + variant.len());
        }
        if bare.trim_end() == "}" {
            return None;
        }
        at += line.len();
    }
    None
}

/// A text of any kind, as it is on the disk or in the editor.
impl Workspace {
    fn file(&self, path: &Path) -> Option<Source> {
        match self.documents.at(path) {
            Some(document) => Source::unsaved(path, &*document.text).ok(),
            None => Source::read(path).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_found_in_its_enum() {
        let code =
            "pub enum Other {\n    Lid = 1,\n}\npub enum E {\n    /// Lid = 7\n    LidOpen = 7,\n    Lid = 8,\n}\n";
        let found = |name, variant| declaration(code, name, variant).map(|span| code[..span.start].lines().count());
        assert_eq!(found("E", "Lid"), Some(7));
        assert_eq!(found("E", "LidOpen"), Some(6));
        assert_eq!((found("Other", "LidOpen"), found("None", "Lid")), (None, None));
    }
}
