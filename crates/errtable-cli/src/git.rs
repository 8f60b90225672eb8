//! What git knows: files as they were, and whether it tracks them. The library never starts a process; this does.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use errtable::inner::config::{CONFIG_NAME, read_config};
use errtable::inner::{config_of, folder};
use errtable::{Compiled, ReadError, Source, compile_locked};

use crate::message::{Message, Result, shown};

/// A spec as it was: `git:REV:path`, or `git:REV` with the path of a spec of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    rev: String,
    path: PathBuf,
    names_file: bool,
}

impl Revision {
    /// Reads `git:REV:path`; `None` where the text does not begin like that.
    pub(crate) fn parse(text: &str) -> Option<Result<Self>> {
        let rest = text.strip_prefix("git:")?;
        Some(match rest.split_once(':') {
            Some((rev, path)) if is_revision(rev) && !path.is_empty() => {
                Ok(Revision { rev: rev.to_owned(), path: PathBuf::from(path), names_file: true })
            }
            _ => Err(Message::new(format!(
                "`{text}` names no file of a revision: write git:REV:path, such as git:v1.0.0:spec/codes.md"
            ))),
        })
    }

    /// Reads `git:REV`, for the spec at a path, or `git:REV:path`.
    pub(crate) fn of(text: &str, spec: &Path) -> Result<Self> {
        if let Some(Ok(named)) = Self::parse(text) {
            return Ok(named);
        }
        match text.strip_prefix("git:") {
            Some(rev) if is_revision(rev) => {
                Ok(Revision { rev: rev.to_owned(), path: spec.to_owned(), names_file: false })
            }
            _ => {
                let said = "names no revision: write git:REV, such as git:origin/main or git:v1.0.0";
                Err(Message::new(format!("`{text}` {said}")))
            }
        }
    }

    /// The revision alone.
    pub(crate) fn rev(&self) -> &str {
        &self.rev
    }

    /// The file of the revision.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a person named the file, and not the revision alone.
    pub(crate) fn names_file(&self) -> bool {
        self.names_file
    }

    /// The revision with the file that another one names, where this one names none.
    pub(crate) fn or_at(text: &str, other: &Path) -> Result<Self> {
        Self::of(text, other).map(|revision| Revision { names_file: revision.path != other, ..revision })
    }

    /// The spec as it was, with the files that it names as they were, or why there is none.
    pub(crate) fn compile(&self) -> Result<std::result::Result<Compiled, Absence>> {
        if let Some(absence) = self.absence(place_of(&self.path))? {
            return Ok(Err(absence));
        }
        let Some(text) = self.show(&self.path)? else { return Ok(Err(Absence::NoFile)) };
        let source = Source::new(format!("git:{}:{}", self.rev, shown(&self.path)), text);
        let file = |name: &str| {
            if name == CONFIG_NAME {
                return self.config();
            }
            let path = errtable::inner::beside(&self.path, name);
            let shown = format!("git:{}:{}", self.rev, shown(&path));
            match self.show(&path) {
                Ok(Some(text)) => Ok(Source::new(shown, text)),
                Ok(None) => Err(ReadError::missing(shown)),
                Err(error) => Err(ReadError::new(shown, io::Error::other(error.to_string()))),
            }
        };
        Ok(Ok(compile_locked(source, &file)))
    }

    /// The `errtable.toml` that spoke of the spec: that of today as it was, or one above the spec.
    fn config(&self) -> std::result::Result<Source, ReadError> {
        let today = config_of(&self.path, &[folder(&self.path), Path::new(".")], &Source::read).ok();
        let today = today.and_then(|source| source.file().map(Path::to_owned));
        let above = self.path.ancestors().skip(1).map(|folder| folder.join(CONFIG_NAME));
        for path in today.into_iter().chain(above) {
            let Ok(Some(text)) = self.show(&path) else { continue };
            let source = Source::new(format!("git:{}:{}", self.rev, shown(&path)), text);
            if read_config(source.clone()).entry(&self.path).is_some() {
                return Ok(source);
            }
        }
        Err(ReadError::missing(CONFIG_NAME))
    }

    /// The text of a file of the revision.
    fn show(&self, path: &Path) -> Result<Option<String>> {
        let here = Path::new(".");
        let name = given(path.file_name().unwrap_or_default());
        let from_here = (here, format!("{}:./{}", self.rev, given(path.as_os_str())));
        // A path is one from here, as everywhere on a command line, or one from the top of the tree, as git has it.
        let place = match folder(path) {
            folder if folder.is_dir() => (folder, format!("{}:./{name}", self.rev)),
            _ => from_here,
        };
        let from_top = (here, format!("{}:{}", self.rev, given(path.as_os_str())));
        let mut found = None;
        for (folder, object) in [place].into_iter().chain(path.is_relative().then_some(from_top)) {
            if found.is_none() && git(folder, &["cat-file", "-e", &object])?.status.success() {
                found = Some((folder, object));
            }
        }
        let Some((folder, object)) = found else { return Ok(None) };
        let output = git(folder, &["show", &object])?;
        if !output.status.success() {
            return Err(failed(&output));
        }
        String::from_utf8(output.stdout).map(Some).map_err(|_| Message::new(format!("{object} is not UTF-8")))
    }

    /// Why the repository does not have the revision, where that is no fault of whoever names it.
    fn absence(&self, folder: &Path) -> Result<Option<Absence>> {
        let is_id = matches!(self.rev.len(), 40 | 64) && self.rev.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_id && self.rev.bytes().all(|byte| byte == b'0') {
            return Ok(Some(Absence::NoCommit));
        }
        let commit = format!("{}^{{commit}}", self.rev);
        if git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?.status.success() {
            return Ok(None);
        }
        let output = git(folder, &["rev-parse", "--is-shallow-repository"])?;
        if !output.status.success() {
            return Err(failed(&output));
        }
        let rev = &self.rev;
        Err(match String::from_utf8_lossy(&output.stdout).trim() {
            "false" if is_id => return Ok(Some(Absence::Replaced)),
            "true" => Message::new(format!("this clone is shallow and does not have the revision `{rev}`"))
                .help(format!("fetch it: git fetch {}", fetching(rev)))
                .help("in a workflow of GitHub, let actions/checkout fetch all of it: fetch-depth: 0"),
            _ => Message::new(format!("git knows no revision `{rev}`"))
                .help("fetch it, or correct its name: git fetch --all --tags"),
        })
    }
}

/// Why there is nothing to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// The id consists of zeros: a service says so of the state before the first push of a branch.
    NoCommit,
    /// The whole repository has no commit of this id: a force push has replaced it.
    Replaced,
    /// The revision does not have the file.
    NoFile,
}

impl Absence {
    /// Says so of a revision.
    pub(crate) fn told_of(self, rev: &str) -> String {
        match self {
            Absence::NoCommit => format!("`{rev}` stands for no commit, so there is nothing to compare with"),
            Absence::Replaced => {
                format!("this repository has no commit `{rev}`, so there is nothing to compare with")
            }
            Absence::NoFile => format!("`{rev}` has no such file, so there is nothing to compare with"),
        }
    }

    /// What to do about it.
    pub(crate) fn remedies(self, rev: &str) -> Vec<String> {
        match self {
            Absence::NoCommit => vec![
                "nothing is to be done after the first push of a branch".to_owned(),
                "else name a revision that has the spec: --against git:REV".to_owned(),
            ],
            Absence::Replaced => vec![format!("if a force push has replaced it, fetch it: git fetch origin {rev}")],
            Absence::NoFile => vec![
                "once it is in a revision, name that one".to_owned(),
                format!("or, if it had another name there, say so: --against git:{rev}:NAME"),
            ],
        }
    }
}

/// As many revisions are looked at for what a spec had, and as many bytes of their texts.
const REVISIONS: &str = "-20";
const BYTES: usize = 4 << 20;

/// A spec as it was in each of the last revisions that changed it, the newest first; none where git has none.
pub(crate) fn history(spec: &Path) -> impl Iterator<Item = Compiled> {
    let revisions = std::iter::once_with(|| {
        let name = format!("./{}", given(spec.file_name().unwrap_or_default()));
        let words = ["--literal-pathspecs", "log", REVISIONS, "--format=%h", "--", &name];
        let output = git(folder(spec), &words).ok().filter(|output| output.status.success());
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
    });
    let revisions = revisions.flat_map(|told| told.lines().map(str::to_owned).collect::<Vec<_>>());
    let path = spec.to_owned();
    let compiled = revisions.map(move |rev| Revision { rev, path: path.clone(), names_file: false });
    let mut bytes = 0;
    compiled.filter_map(|revision| revision.compile().ok()?.ok()).take_while(move |compiled| {
        bytes += compiled.source().text().len();
        bytes <= BYTES
    })
}

/// The arguments that bring a revision into a shallow clone.
fn fetching(rev: &str) -> String {
    match rev.strip_prefix("origin/") {
        Some(branch) => format!("--depth=1 origin {branch}:refs/remotes/{rev}"),
        // Counted from another revision, or by its hash: only the history itself has it.
        None if rev.contains(['~', '^', '@']) || rev.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            "--unshallow".to_owned()
        }
        None => format!("--depth=1 origin tag {rev}"),
    }
}

/// A name that git cannot take for an option or for more than one revision.
fn is_revision(rev: &str) -> bool {
    !rev.is_empty()
        && !rev.starts_with('-')
        && !rev.contains(|c: char| c.is_whitespace() || c == ':')
        && !rev.contains("..")
}

/// How a file stands to git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tracking {
    /// It is not inside a working tree.
    NoRepository,
    Tracked,
    /// Not tracked; with the pattern that makes git ignore it, and where that stands.
    Untracked {
        ignored_by: Option<String>,
    },
}

/// Whether git tracks a file.
pub(crate) fn tracking(file: &Path) -> Result<Tracking> {
    let folder = folder(file);
    if top(folder)?.is_none() {
        return Ok(Tracking::NoRepository);
    }
    let name = given(file.file_name().unwrap_or_default());
    let name = format!("./{name}");
    let output = git(folder, &["--literal-pathspecs", "ls-files", "--error-unmatch", "--", &name])?;
    match output.status.code() {
        Some(0) => return Ok(Tracking::Tracked),
        Some(1) => {}
        _ => return Err(failed(&output)),
    }
    let output = git(folder, &["check-ignore", "--verbose", "--", &name])?;
    let told = String::from_utf8_lossy(&output.stdout);
    // `.gitignore:3:*.lock	./codes.lock`
    let ignored_by = told.split('\t').next().filter(|pattern| !pattern.is_empty() && output.status.success());
    Ok(Tracking::Untracked { ignored_by: ignored_by.map(str::to_owned) })
}

/// The files below a folder that git ignores; none where it cannot say.
pub(crate) fn ignored(below: &Path, files: &[PathBuf]) -> HashSet<PathBuf> {
    let below = if below == Path::new(".") { Path::new("") } else { below };
    let named = |file: &PathBuf| Some(format!("./{}", file.strip_prefix(below).ok()?.to_str()?));
    let names: HashMap<_, _> = files.iter().filter_map(|file| Some((named(file)?, file))).collect();
    let arguments = ["check-ignore", "--stdin", "-z"];
    let told =
        with_input(here_if_empty(below), &arguments, &names.keys().map(|name| format!("{name}\0")).collect::<String>());
    let told = told.map(|output| output.stdout).unwrap_or_default();
    told.split(|byte| *byte == 0)
        .filter_map(|name| names.get(std::str::from_utf8(name).ok()?))
        .map(|file| (*file).clone())
        .collect()
}

/// The top of the working tree that a folder is in; `None` where it is in none, or where there is no git to ask.
pub(crate) fn top(folder: &Path) -> Result<Option<PathBuf>> {
    let output = match git(folder, &["rev-parse", "--show-toplevel"]) {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if output.status.success() {
        return Ok(Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']))));
    }
    match String::from_utf8_lossy(&output.stderr).contains("not a git repository") {
        true => Ok(None),
        false => Err(failed(&output)),
    }
}

/// A path as git is given it.
#[allow(clippy::disallowed_methods, reason = "git takes the true path")]
fn given(path: &OsStr) -> Cow<'_, str> {
    path.to_string_lossy()
}

/// The folder of a path that names none is the current one.
pub(crate) fn here_if_empty(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Where git is asked about a file that may be gone: its folder, or else the current one.
fn place_of(file: &Path) -> &Path {
    Some(folder(file)).filter(|folder| folder.is_dir()).unwrap_or(Path::new("."))
}

fn git(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    // In English, since what it says is read.
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).env("LC_ALL", "C").output();
    output.map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))
}

/// Git with a text on its standard input, which it may answer before it has read all of it.
fn with_input(folder: &Path, arguments: &[&str], input: &str) -> io::Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut git = command.spawn()?;
    let stdin = git.stdin.take();
    thread::scope(|scope| {
        // What git does not read, it does not want.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        git.wait_with_output()
    })
}

fn failed(output: &Output) -> Message {
    let said = String::from_utf8_lossy(&output.stderr);
    Message::new(format!("git: {}", said.trim().trim_start_matches("fatal: ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_read() {
        let of =
            |rev: &str, path: &str, names_file| Revision { rev: rev.to_owned(), path: PathBuf::from(path), names_file };
        assert_eq!(Revision::parse("spec/codes.md"), None);
        assert_eq!(Revision::parse("git:v1.0:a/b.md"), Some(Ok(of("v1.0", "a/b.md", true))));
        assert_eq!(Revision::of("git:HEAD~1", Path::new("b.md")), Ok(of("HEAD~1", "b.md", false)));
        assert_eq!(Revision::of("git:v1:a.md", Path::new("b.md")), Ok(of("v1", "a.md", true)));
        for text in ["git:", "git:v1.0", "git::a.md", "git:--output=x:a.md", "git:a..b:c.md"] {
            assert!(matches!(Revision::parse(text), Some(Err(_))), "{text}");
        }
        for text in ["HEAD", "git:", "git:-x", "git:a b"] {
            assert!(Revision::of(text, Path::new("b.md")).is_err(), "{text}");
        }
    }
}
