//! Files that are written whole or not at all, only where they change, and never in the place of a spec.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::inputs::{Input, Inputs, folder, links};

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

impl Inputs {
    /// Compares a file with a text and, in [`Mode::Write`], makes it so. A file that is fresh keeps its time stamp.
    ///
    /// The text goes to a temporary file beside it, which takes its place once it is on the disk: whoever reads sees the
    /// old file or the new, whatever the writer is stopped by.
    ///
    /// # Errors
    ///
    /// When the file is one of the inputs, is not a regular one, or cannot be read or written. Nothing is written then.
    pub fn update(&self, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
        if let Some(input) = self.find(path) {
            return Err(io::Error::other(format!("this is {input}, which the output would replace")));
        }
        self.bring(path, text, mode)
    }

    /// The same of a file that is an input itself, such as a lock. A link to it stays a link.
    ///
    /// # Errors
    ///
    /// When the file is another of the inputs as well, is not a regular one, or cannot be read or written.
    pub fn rewrite(&self, input: Input, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
        if let Some(other) = self.find(path).filter(|other| *other != input) {
            return Err(io::Error::other(format!("this is {other}, too, so it cannot be {input}")));
        }
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.bring(&target, text, mode)
    }

    fn bring(&self, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
        let freshness = match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() || is_stream(path) => {
                return Err(io::Error::other("it is not a regular file"));
            }
            Ok(_) if fs::read(path)? == text.as_bytes() => return Ok(Freshness::Fresh),
            Ok(_) => Freshness::Stale,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Freshness::Missing,
            Err(error) => return Err(error),
        };
        if mode == Mode::Write {
            self.replace(path, text)?;
        }
        Ok(freshness)
    }

    fn replace(&self, path: &Path, text: &str) -> io::Result<()> {
        self.remove_leftovers(path);
        let temporary = temporary(path, &std::process::id().to_string());
        if let Some(input) = self.find(&temporary) {
            return Err(io::Error::other(format!("its temporary file would take the place of {input}")));
        }
        let written = write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            // The write has failed already; a left-over file is all that this could still change.
            let _ = fs::remove_file(&temporary);
        }
        written?;
        sync_folder(path)
    }

    /// Removes the temporary files that killed writers of this file have left. Where that fails they are only in the way
    /// of nobody.
    fn remove_leftovers(&self, path: &Path) {
        let Some(name) = path.file_name() else { return };
        let prefix = format!("{}.", name.to_string_lossy());
        let is_temporary = |name: &str| {
            let writer = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".tmp"));
            writer.is_some_and(|writer| writer.parse::<u32>().is_ok())
        };
        for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            let is_old = modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age >= LEFT_OVER));
            let is_ours = is_old && is_temporary(&entry.file_name().to_string_lossy());
            if is_ours && self.find(&entry.path()).is_none() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a path is that of a stream of a process, or leads to one: `/dev/stdout` is a regular file where a shell has led
/// the output into one, and that file is not ours to replace.
fn is_stream(path: &Path) -> bool {
    let is_among =
        |folder: PathBuf| folder == Path::new("/dev") || folder.starts_with("/dev/fd") || folder.starts_with("/proc");
    links(path).any(|path| fs::canonicalize(folder(&path)).is_ok_and(is_among))
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
    File::open(folder(path))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Nobody writes a file for as long; who had begun to was killed.
const LEFT_OVER: Duration = Duration::from_secs(60);
