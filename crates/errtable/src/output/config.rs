//! Which `errtable.toml` speaks of a spec.

use std::path::{Path, PathBuf};

use crate::directive::{CONFIG_NAME, read_config};
use crate::text::{ReadError, Source};

/// What reads a file: the disk, or an editor that holds another text of it.
pub type Reader<'a> = &'a dyn Fn(&Path) -> Result<Source, ReadError>;

/// The `errtable.toml` that speaks of a spec: the first that lists it in one of the folders or those above it, up to the
/// root of the repository. Where none lists it, one that has a fault is returned, since it may have meant to.
///
/// # Errors
///
/// When there is none, or one of them cannot be read.
pub fn config_of(spec: &Path, folders: &[&Path], read: Reader<'_>) -> Result<Source, ReadError> {
    let mut faulty = None;
    for path in folders.iter().flat_map(|folder| configs_above(folder)) {
        let source = read(&path)?;
        let config = read_config(source.clone());
        if config.entry(spec).is_some() {
            return Ok(source);
        }
        if !config.findings.is_empty() {
            faulty.get_or_insert(source);
        }
    }
    faulty.ok_or_else(|| ReadError::missing(CONFIG_NAME))
}

/// The files called `errtable.toml` in a folder and those above it, the nearest first, up to the root of the repository.
pub fn configs_above(folder: &Path) -> Vec<PathBuf> {
    let Ok(absolute) = std::path::absolute(folder) else { return Vec::new() };
    let is_here = folder == Path::new(".") || folder == Path::new("");
    let mut found = Vec::new();
    let mut shown = if is_here { PathBuf::new() } else { folder.to_owned() };
    for (depth, above) in absolute.ancestors().enumerate() {
        // A relative path stays one as long as it can, so that messages show what the reader has typed.
        if depth > 0 && is_here {
            shown.push("..");
        } else if depth > 0 && !shown.pop() {
            shown = above.to_owned();
        }
        if above.join(CONFIG_NAME).is_file() {
            found.push(shown.join(CONFIG_NAME));
        }
        if above.join(".git").exists() {
            break;
        }
    }
    found
}
