//! What the command tells people: lines that no path and no text of a spec can break, and that are no commands.

use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use errtable::{Source, printable};

/// Why the command could not run, or what it found: a line, and further ones that help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message(Vec<String>);

/// What a part of the command comes to that may fail to run.
pub(crate) type Result<T> = std::result::Result<T, Message>;

impl Message {
    /// One line, whatever it names.
    pub(crate) fn new(text: impl fmt::Display) -> Self {
        Message(vec![printable(&text.to_string())])
    }

    /// Adds a line with something to do.
    #[must_use]
    pub(crate) fn help(self, text: impl fmt::Display) -> Self {
        self.line("help", &text)
    }

    /// The same, where it helps.
    #[must_use]
    pub(crate) fn help_if(self, helps: bool, text: impl fmt::Display) -> Self {
        if helps { self.help(text) } else { self }
    }

    /// Adds a line with something to know.
    #[must_use]
    pub(crate) fn note(self, text: impl fmt::Display) -> Self {
        self.line("note", &text)
    }

    fn line(mut self, label: &str, text: &dyn fmt::Display) -> Self {
        self.0.push(printable(&format!("{label}: {text}")));
        self
    }
}

impl From<io::Error> for Message {
    fn from(error: io::Error) -> Self {
        Message::new(error)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// A path in a line for people: the only way in which one gets there, which `clippy.toml` sees to.
pub(crate) fn shown(path: &Path) -> String {
    #[allow(clippy::disallowed_methods, reason = "what cannot be shown is taken out here")]
    let text = path.to_string_lossy();
    printable(&text)
}

/// The path of a source as it opens from the current folder. The library shows paths from the folder of the package, where
/// cargo runs a build script.
pub(crate) fn from_here(source: &Source) -> String {
    let Some(file) = source.file() else { return source.path().to_owned() };
    let is_plain = file.is_relative() && file.components().all(|part| part != Component::ParentDir);
    let below = || {
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok()?;
        Some(file.canonicalize().ok()?.strip_prefix(here).ok()?.to_owned())
    };
    let given = || file.components().filter(|part| *part != Component::CurDir).collect();
    let path: PathBuf = if is_plain { given() } else { below().unwrap_or_else(given) };
    #[allow(clippy::disallowed_methods, reason = "what cannot be shown is taken out where findings are rendered")]
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
