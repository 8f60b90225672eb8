//! The files that a spec is read from, by what they are on the disk, so that nothing that is made of the spec takes the place
//! of one.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::config::{Reader, config_of};
use crate::compare::Compiled;
use crate::directive::CONFIG_NAME;
use crate::text::{ReadError, Source, beside};

/// What a file is to a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// The spec itself.
    Spec,
    /// The lock that it names.
    Lock,
    /// A file that it joins.
    Joined,
    /// The `errtable.toml` that speaks of it.
    Config,
    /// The template of an output.
    Template,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Input::Spec => "the spec",
            Input::Lock => "the lock of the spec",
            Input::Joined => "a file that the spec joins",
            Input::Config => "the errtable.toml of the spec",
            Input::Template => "the template",
        })
    }
}

/// The files that specs are read from. Whoever writes a file asks here first, so that no other text takes the place of one.
///
/// ```
/// use std::path::Path;
/// use errtable::inner::{Input, Inputs};
///
/// let inputs = Inputs::of_spec(Path::new("src/lib.rs"));
/// assert_eq!(inputs.find(Path::new("src/../src/lib.rs")), Some(Input::Spec));
/// assert_eq!(inputs.find(Path::new("src/none.rs")), None);
/// ```
#[derive(Clone, Debug)]
pub struct Inputs(Vec<(Input, PathBuf)>);

impl Inputs {
    /// The spec at a path alone.
    pub fn of_spec(spec: &Path) -> Self {
        Inputs(vec![(Input::Spec, spec.to_owned())])
    }

    /// A spec, its lock, the files that it joins and its `errtable.toml`.
    pub fn of(compiled: &Compiled) -> Self {
        let Some(spec) = compiled.source().file() else { return Inputs::none() };
        let mut inputs = Inputs::of_spec(spec);
        inputs.0.extend(compiled.lock_name().map(|name| (Input::Lock, beside(spec, name))));
        inputs.0.extend(compiled.config().and_then(|config| Some((Input::Config, config.source.file()?.to_owned()))));
        inputs.0.extend(compiled.joined().map(|(name, _)| (Input::Joined, beside(spec, name))));
        inputs
    }

    /// No file at all.
    pub fn none() -> Self {
        Inputs(Vec::new())
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, others: &Inputs) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, input: Input, path: impl Into<PathBuf>) -> Self {
        self.0.push((input, path.into()));
        self
    }

    /// What a file is, if it is one of them: by whatever path or link, and whatever the system makes of capitals.
    pub fn find(&self, path: &Path) -> Option<Input> {
        let identity = Identity::of(path)?;
        self.0.iter().find(|(_, input)| Identity::of(input).as_ref() == Some(&identity)).map(|(input, _)| *input)
    }
}

/// A file, whatever it is called.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    /// The number of the device, and that of the file on it.
    #[cfg(unix)]
    Numbers(u64, u64),
    /// Where no links are hard ones: the path that the system itself has for it.
    #[cfg(not(unix))]
    Path(PathBuf),
    /// One that is not there, by its folder and its name without regard to capitals.
    Missing(PathBuf, OsString),
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        match Self::of_file(path) {
            Ok(identity) => Some(identity),
            Err(_) => {
                let folder = fs::canonicalize(folder(path)).ok()?;
                Some(Identity::Missing(folder, path.file_name()?.to_ascii_lowercase()))
            }
        }
    }

    #[cfg(unix)]
    fn of_file(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;

        fs::metadata(path).map(|metadata| Identity::Numbers(metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    fn of_file(path: &Path) -> io::Result<Self> {
        fs::canonicalize(path).map(Identity::Path)
    }
}

/// Reads a file that a spec names, by its path from the folder of the spec; `errtable.toml` is the one that speaks of the
/// spec, in its folder or in that where the program runs, or above them.
///
/// # Errors
///
/// When it cannot be read, and when a lock does not lie in that folder or below it: a link must not lead a lock elsewhere,
/// nor into a folder whose name begins with a dot, which belongs to another program.
pub fn read_beside(spec: &Path, name: &str) -> Result<Source, ReadError> {
    read_beside_with(spec, name, &[Path::new(".")], &Source::read)
}

/// The same, where another function reads the files, and `errtable.toml` may lie in some folders more.
///
/// # Errors
///
/// As [`read_beside`].
pub fn read_beside_with(spec: &Path, name: &str, folders: &[&Path], read: Reader<'_>) -> Result<Source, ReadError> {
    if name == CONFIG_NAME {
        let folders: Vec<_> = std::iter::once(folder(spec)).chain(folders.iter().copied()).collect();
        return config_of(spec, &folders, read);
    }
    let path = beside(spec, name);
    if name.ends_with(".lock") && leads_out(&path, folder(spec)) {
        return Err(ReadError::leading_out(&path));
    }
    read(&path)
}

/// Whether a path leads to a file that is not in a folder, or in one below it whose name begins with a dot.
fn leads_out(path: &Path, root: &Path) -> bool {
    let [Ok(root), Ok(end)] = [root, folder(&end_of_links(path))].map(fs::canonicalize) else { return false };
    let hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    end.strip_prefix(root).map_or(true, |below| below.components().any(hidden))
}

/// Where a path leads, also where nothing is at the end.
fn end_of_links(path: &Path) -> PathBuf {
    links(path).last().unwrap_or_else(|| path.to_owned())
}

/// A path, where it leads if it is a link, and so on; of a circle as many as Linux would follow.
pub fn links(path: &Path) -> impl Iterator<Item = PathBuf> {
    const LINKS: usize = 40;

    let next = |path: &PathBuf| fs::read_link(path).ok().map(|target| folder(path).join(target));
    std::iter::successors(Some(path.to_owned()), next).take(LINKS)
}

/// The folder of a file.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
