//! Files that the command writes: whole or not at all, only where they change, and never in the place of an input.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use errtable::inner::{Input, Inputs, folder, links};
use errtable_tools::is_same_text;
use tempfile::{Builder, NamedTempFile};

/// Whether to write a file or only to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write it where it differs.
    Write,
    /// Leave it as it is.
    Check,
}

/// How a file stood to the text it should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It held just that.
    Fresh,
    /// It held something else.
    Stale,
    /// It was not there.
    Missing,
}

/// Compares a file with a text and, in [`Mode::Write`], makes it hold the text. A file that is fresh keeps its time stamp.
/// Where the file is one of the inputs, is not a regular one, or cannot be read or written, nothing is written.
///
/// The text goes to a temporary file beside it, which takes its place once it is on the disk: whoever reads sees the old
/// file or the new, whatever the writer is stopped by.
pub(crate) fn update(inputs: &Inputs, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
    inputs.expect_none_at(path)?;
    bring(inputs, path, text, mode)
}

/// The same of a file that is an input itself, such as a lock, and no other of the inputs. A link to it stays a link.
pub(crate) fn rewrite(inputs: &Inputs, input: Input, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
    if let Some(other) = inputs.find(path).filter(|other| *other != input) {
        return Err(io::Error::other(format!("this is {other}, too, so it cannot be {input}")));
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    bring(inputs, &target, text, mode)
}

fn bring(inputs: &Inputs, path: &Path, text: &str, mode: Mode) -> io::Result<Freshness> {
    let freshness = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() || is_stream(path) => {
            return Err(io::Error::other("it is not a regular file"));
        }
        Ok(_) => match fs::read(path)? {
            held if held == text.as_bytes() => return Ok(Freshness::Fresh),
            held if mode == Mode::Check && std::str::from_utf8(&held).is_ok_and(|held| is_same_text(held, text)) => {
                return Ok(Freshness::Fresh);
            }
            _ => Freshness::Stale,
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Freshness::Missing,
        Err(error) => return Err(error),
    };
    if mode == Mode::Write {
        remove_leftovers(inputs, path);
        replace(path, text)?;
    }
    Ok(freshness)
}

/// Whether a path is that of a stream of a process, or leads to one: `/dev/stdout` is a regular file where a shell has led
/// the output into one, and that file is not ours to replace.
fn is_stream(path: &Path) -> bool {
    let is_among =
        |folder: PathBuf| folder == Path::new("/dev") || folder.starts_with("/dev/fd") || folder.starts_with("/proc");
    links(path).any(|path| fs::canonicalize(folder(&path)).is_ok_and(is_among))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut file = temporary(path)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    // A name that is on the disk before what it names would show an empty file after a crash.
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(path)
}

/// What the names of the temporary files of a file begin with, and what they end with.
fn temporary_name(path: &Path) -> (OsString, &'static str) {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push(".errtable-");
    (prefix, ".tmp")
}

/// The crate would make a file for its owner alone, and tell of its passing name in errors: this makes a file of the
/// usual permissions, and errors of the system alone.
fn temporary(path: &Path) -> io::Result<NamedTempFile> {
    let (prefix, suffix) = temporary_name(path);
    Builder::new().prefix(&prefix).suffix(suffix).make_in(folder(path), |path| File::create_new(path))
}

/// Removes the temporary files that killed writers of this file have left. One that cannot be removed does no harm.
fn remove_leftovers(inputs: &Inputs, path: &Path) {
    let (prefix, suffix) = temporary_name(path);
    let is_temporary = |name: OsString| {
        let name = name.as_encoded_bytes();
        name.starts_with(prefix.as_encoded_bytes()) && name.ends_with(suffix.as_bytes())
    };
    for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let is_old = modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age >= LEFT_OVER));
        if is_old && is_temporary(entry.file_name()) && inputs.find(&entry.path()).is_none() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// No writer takes as long; one that had begun was killed.
const LEFT_OVER: Duration = Duration::from_secs(60);

/// Puts the new name itself on the disk.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
