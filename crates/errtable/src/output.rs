//! Files that are written whole or not at all, and only where they change.

use std::fs;
use std::io;
use std::path::Path;

/// Whether to write a file or only to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it where it differs.
    Write,
    /// Leave it as it is.
    Check,
}

/// How a file stood to the text it should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It held just that.
    Fresh,
    /// It held something else.
    Stale,
    /// It was not there.
    Missing,
}

/// Compares a file with a text and, in [`Mode::Write`], makes it so. A file that is fresh keeps its time stamp.
///
/// The text goes to a temporary file beside it, which then takes its place: whoever reads sees the old file or the new.
///
/// # Errors
///
/// When the file cannot be read or written.
pub fn update(path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
    let freshness = match fs::read(path) {
        Ok(old) if old == text.as_bytes() => return Ok(Freshness::Fresh),
        Ok(_) => Freshness::Stale,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Freshness::Missing,
        Err(error) => return Err(error),
    };
    if mode == Mode::Write {
        replace(path, text)?;
    }
    Ok(freshness)
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The write has failed already; a left-over file is all that this could still change.
        let _ = fs::remove_file(&temporary);
    }
    written
}
