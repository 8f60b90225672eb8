//! The version of the package that a spec belongs to.

use std::fs;
use std::path::Path;

use toml::de::{DeTable, DeValue};

/// The version in the nearest `Cargo.toml` above a file, or that of its workspace, where it says so.
///
/// # Errors
///
/// A message that says where no version was found.
pub(crate) fn version(spec: &Path) -> Result<String, String> {
    let absolute = std::path::absolute(spec).map_err(|error| error.to_string())?;
    let mut manifests =
        absolute.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).filter(|path| path.is_file());
    let nearest = manifests.next().ok_or("there is no Cargo.toml above the spec to take the version from")?;
    let shown = std::env::current_dir().ok().and_then(|here| nearest.strip_prefix(here).ok());
    let shown = shown.unwrap_or(&nearest);
    let shown = crate::message::shown(shown);
    let text = fs::read_to_string(&nearest).map_err(|error| format!("{shown}: {error}"))?;
    match at(&text, &["package", "version"]) {
        Some(Version::Given(version)) => return Ok(version),
        None => return Err(format!("{shown} names no version of a package")),
        Some(Version::OfWorkspace) => {}
    }
    let workspaces = std::iter::once(nearest).chain(manifests);
    let texts = workspaces.filter_map(|path| fs::read_to_string(path).ok());
    texts
        .filter_map(|text| at(&text, &["workspace", "package", "version"]))
        .find_map(|version| match version {
            Version::Given(version) => Some(version),
            Version::OfWorkspace => None,
        })
        .ok_or_else(|| "no Cargo.toml above the spec has the version of the workspace".to_owned())
}

enum Version {
    Given(String),
    OfWorkspace,
}

/// What stands under some keys of a manifest.
fn at(text: &str, keys: &[&str]) -> Option<Version> {
    let (table, _) = DeTable::parse_recoverable(text);
    let (last, sections) = keys.split_last()?;
    let mut section = table.get_ref();
    for key in sections {
        section = section.get(*key)?.get_ref().as_table()?;
    }
    match section.get(*last)?.get_ref() {
        DeValue::String(version) => Some(Version::Given(version.to_string())),
        DeValue::Table(of) if of.get("workspace").is_some() => Some(Version::OfWorkspace),
        _ => None,
    }
}
