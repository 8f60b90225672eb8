//! The version of the package that a spec belongs to.

use std::path::Path;
use std::sync::Arc;

use errtable::{Place, Source};
use toml::de::{DeTable, DeValue};

/// The version in the nearest `Cargo.toml` above a file, or that of its workspace, where it says so, and its place.
pub(crate) fn version(spec: &Path) -> Option<(String, Place)> {
    let absolute = std::path::absolute(spec).ok()?;
    let here = std::env::current_dir().ok();
    let mut manifests =
        absolute.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).filter(|path| path.is_file());
    let read = |path: &Path| {
        let shown = here.as_ref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
        Source::read(shown).ok().map(Arc::new)
    };
    let nearest = manifests.next()?;
    let source = read(&nearest)?;
    match at(&source, &["package", "version"])? {
        Version::Given(version, place) => return Some((version, place)),
        Version::OfWorkspace => {}
    }
    let workspaces = std::iter::once(nearest).chain(manifests).filter_map(|path| read(&path));
    workspaces.filter_map(|source| at(&source, &["workspace", "package", "version"])).find_map(
        |version| match version {
            Version::Given(version, place) => Some((version, place)),
            Version::OfWorkspace => None,
        },
    )
}

enum Version {
    Given(String, Place),
    OfWorkspace,
}

/// What stands under some keys of a manifest.
fn at(source: &Arc<Source>, keys: &[&str]) -> Option<Version> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let (last, sections) = keys.split_last()?;
    let mut section = table.get_ref();
    for key in sections {
        section = section.get(*key)?.get_ref().as_table()?;
    }
    let value = section.get(*last)?;
    match value.get_ref() {
        DeValue::String(version) => Some(Version::Given(version.to_string(), Place::new(source, value.span()))),
        DeValue::Table(of) if of.get("workspace").is_some() => Some(Version::OfWorkspace),
        _ => None,
    }
}
