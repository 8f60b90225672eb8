//! Files that are written whole or not at all, and only where they change.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

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
/// The text goes to a temporary file beside it, which takes its place once it is on the disk: whoever reads sees the old
/// file or the new, whatever the writer is stopped by.
///
/// # Errors
///
/// When the file is not a regular one, or cannot be read or written.
pub fn update(path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
    let freshness = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(io::Error::other("it is not a regular file")),
        Ok(_) if fs::read(path)? == text.as_bytes() => return Ok(Freshness::Fresh),
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
    remove_leftovers(path);
    let temporary = temporary(path, &std::process::id().to_string());
    let written = write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The write has failed already; a left-over file is all that this could still change.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync_folder(path)
}

/// The name of a temporary file: that of the file itself, and who writes it.
fn temporary(path: &Path, writer: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{writer}.tmp"));
    path.with_file_name(name)
}

fn write(temporary: &Path, text: &str) -> io::Result<()> {
    let create = || File::create_new(temporary);
    let mut file = match create() {
        // A process that had our number was killed, and left it.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(temporary).and_then(|()| create())
        }
        created => created,
    }?;
    file.write_all(text.as_bytes())?;
    // A name that is on the disk before what it names would show an empty file after a crash.
    file.sync_all()
}

/// Puts the new name itself on the disk.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Nobody writes a file for as long; who had begun to was killed.
const LEFT_OVER: Duration = Duration::from_secs(60);

/// Removes the temporary files that killed writers of this file have left. Where that fails they are only in the way of
/// nobody.
fn remove_leftovers(path: &Path) {
    let Some((folder, name)) = path.parent().zip(path.file_name()) else { return };
    let prefix = format!("{}.", name.to_string_lossy());
    let is_temporary = |name: &str| {
        let writer = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".tmp"));
        writer.is_some_and(|writer| writer.parse::<u32>().is_ok())
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let is_old = modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age >= LEFT_OVER));
        if is_old && is_temporary(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
