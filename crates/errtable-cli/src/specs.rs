//! What the command line names as SPEC: files, folders, patterns and standard input, made a list of specs.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::ValueHint;
use errtable::catalog::Verdict;
use errtable::inner::config::CONFIG_NAME;
use errtable::inner::{beside, limits, read_beside, spec_of};
use errtable::{Compiled, Files, Page, ReadError, Source, compile_locked};
use glob::MatchOptions;

use crate::command::{Outcome, file_error, path_word};
use crate::config::Listed;
use crate::git;
use crate::message::{Message, Result, shown};
use crate::term::Term;

/// The specs that a command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Specs {
    /// The specs: Markdown files, folders, patterns such as 'docs/**/*.md', or - for standard input.
    // A negative code behind the specs is no option.
    #[arg(required = true, value_name = "SPEC", value_hint = ValueHint::AnyPath, allow_negative_numbers = true)]
    specs: Vec<PathBuf>,
    /// The path of the file that standard input stands for; its lock and joined files are read from there.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, display_order = LATE)]
    stdin_path: Option<PathBuf>,
}

/// The specs that a command takes which, without one, works on those that errtable.toml lists.
#[derive(Debug, clap::Args)]
pub(crate) struct ListedSpecs {
    /// The specs, as Markdown files, folders, patterns or - for standard input. Without one: all that errtable.toml lists.
    // A negative code behind the specs is no option.
    #[arg(value_name = "SPEC", value_hint = ValueHint::AnyPath, allow_negative_numbers = true)]
    specs: Vec<PathBuf>,
    /// The path of the file that standard input stands for; its lock and joined files are read from there.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, display_order = LATE)]
    stdin_path: Option<PathBuf>,
}

/// The specs that a command works on.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) specs: Vec<Spec>,
    /// The errtable.toml that lists them, where none was named.
    pub(crate) listed: Option<Listed>,
}

impl ListedSpecs {
    pub(crate) fn find(&self) -> Result<Found> {
        if !self.specs.is_empty() || self.stdin_path.is_some() {
            return Ok(Found { specs: find(&self.specs, self.stdin_path.as_deref())?, listed: None });
        }
        let listed = Listed::find()?;
        Ok(Found { specs: listed.specs.iter().map(|path| Spec::file(path)).collect(), listed: Some(listed) })
    }

    /// The same for a command that holds nothing: what is wrong with errtable.toml is only shown.
    pub(crate) fn find_and_tell(&self, term: &Term) -> Result<Vec<Spec>> {
        let Found { specs, listed } = self.find()?;
        term.findings(&listed.map(|listed| listed.findings).unwrap_or_default());
        Ok(specs)
    }
}

/// Behind the other options of a command.
pub(crate) const LATE: usize = 900;

impl Specs {
    pub(crate) fn find(&self) -> Result<Vec<Spec>> {
        find(&self.specs, self.stdin_path.as_deref())
    }
}

/// The specs that some arguments mean, each once: in the order of the arguments, and those of a folder or a pattern by name.
pub(crate) fn find(arguments: &[PathBuf], stdin_path: Option<&Path>) -> Result<Vec<Spec>> {
    let has_stdin = arguments.iter().any(|argument| is_stdin(argument));
    if let Some(path) = stdin_path.filter(|_| !has_stdin) {
        let said = format!("--stdin-path names `{}`, but no SPEC is `-`", shown(path));
        return Err(Message::new(said).help("to read from standard input, write `-` as the SPEC"));
    }
    let mut specs = Vec::new();
    let mut known = HashSet::new();
    for argument in arguments {
        if is_stdin(argument) {
            if known.insert(PathBuf::from(STDIN)) {
                specs.push(Spec::stdin(stdin_path)?);
            }
            continue;
        }
        let files = files(argument)?.into_iter();
        specs.extend(files.filter(|file| known.insert(identity(file))).map(|file| Spec::file(&file)));
    }
    Ok(specs)
}

/// The spec that an argument names which takes one: a file, or standard input.
pub(crate) fn one(argument: &Path) -> Result<Spec> {
    if is_stdin(argument) { Spec::stdin(None) } else { Ok(Spec::file(argument)) }
}

/// The one spec of a command where an option speaks of one.
pub(crate) fn only_one<'a>(specs: &'a [Spec], option: &str) -> Result<&'a Spec> {
    match specs {
        [spec] => Ok(spec),
        _ => {
            let said = format!("{option} is for one spec, and here are {}", specs.len());
            Err(Message::new(said).help(format!("give {option} with one spec at a time")))
        }
    }
}

/// Refuses standard input beside other specs, for a command that writes its text to standard output.
pub(crate) fn expect_stdin_alone(specs: &[Spec]) -> Result<()> {
    match specs.len() > 1 && specs.iter().any(Spec::is_stdin) {
        false => Ok(()),
        true => Err(Message::new("the text of `-` goes to standard output, so no other spec can stand beside it")
            .help("run the command for `-` and for the others by itself")),
    }
}

/// Does the same with each spec. One that cannot be worked on is told of, and the others go on.
pub(crate) fn each<'a>(
    specs: &'a [Spec],
    term: &Term,
    mut work: impl FnMut(&'a Spec) -> Result<Outcome>,
) -> Result<Outcome> {
    let outcomes = specs.iter().map(|spec| {
        work(spec).unwrap_or_else(|error| {
            term.error(&error);
            Outcome::Unreadable
        })
    });
    // All of them are worked on before the worst is looked for.
    Ok(outcomes.collect::<Vec<_>>().into_iter().max().unwrap_or(Outcome::Clean))
}

/// How standard input is named.
const STDIN: &str = "-";
/// How findings name it.
const STDIN_SHOWN: &str = "<stdin>";

fn is_stdin(argument: &Path) -> bool {
    argument == Path::new(STDIN)
}

/// A spec: a file, or standard input, which may stand for a file.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    path: PathBuf,
    /// What standard input holds.
    stdin: Option<Vec<u8>>,
}

impl Spec {
    pub(crate) fn file(path: &Path) -> Self {
        Spec { path: path.to_owned(), stdin: None }
    }

    /// Reads standard input to its end.
    fn stdin(path: Option<&Path>) -> Result<Self> {
        let path = path.unwrap_or(Path::new(STDIN)).to_owned();
        let most = limits::bytes(STDIN_SHOWN) as u64;
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Message::new(format!("standard input cannot be read: {error}")))?;
        Ok(Spec { path, stdin: Some(bytes) })
    }

    /// The path of its file, or of the file that standard input stands for; `-` where that is not known.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is standard input: what a command makes of it goes to standard output.
    pub(crate) fn is_stdin(&self) -> bool {
        self.stdin.is_some()
    }

    /// Whether files can lie beside it.
    pub(crate) fn has_folder(&self) -> bool {
        !self.is_stdin() || !is_stdin(&self.path)
    }

    /// Its file, for a command that can do nothing with standard input.
    pub(crate) fn expect_file(&self, why: &str) -> Result<&Path> {
        match self.is_stdin() {
            false => Ok(&self.path),
            true => Err(Message::new(format!("standard input does not work here: {why}")).help("name the file")),
        }
    }

    /// Its name in a line for people.
    pub(crate) fn shown(&self) -> String {
        if self.has_folder() { shown(&self.path) } else { STDIN_SHOWN.to_owned() }
    }

    /// Its name as a word of a command.
    pub(crate) fn word(&self) -> String {
        path_word(&self.path)
    }

    /// Its text.
    pub(crate) fn read(&self) -> Result<Source> {
        self.try_read().map_err(|error| Message::new(&error).help(error.remedy()))
    }

    /// The same, where the reader is told later why it cannot be read.
    pub(crate) fn try_read(&self) -> std::result::Result<Source, ReadError> {
        let read = match &self.stdin {
            None => Source::read(&self.path),
            Some(bytes) if self.has_folder() => Source::of_file(&self.path, bytes.clone()),
            Some(bytes) => Source::from_bytes(STDIN_SHOWN, bytes.clone()),
        };
        read.map_err(|error| error.shown_as(&self.shown()))
    }

    /// Works on its text and the files that it names.
    pub(crate) fn with_files<T>(&self, work: impl FnOnce(Files<'_>) -> T) -> Result<T> {
        if self.has_folder() {
            return Ok(work(&|name| read_beside(&self.path, name)));
        }
        let missed = RefCell::new(None);
        let done = work(&|name| {
            // An errtable.toml counts for the specs that it lists, by their paths.
            if name != CONFIG_NAME {
                missed.borrow_mut().get_or_insert_with(|| name.to_owned());
            }
            Err(ReadError::missing(name))
        });
        match missed.into_inner() {
            None => Ok(done),
            Some(name) => {
                let said = format!("the spec on standard input needs the file `{name}`, which lies beside it");
                Err(Message::new(said).help("say where the spec lies: --stdin-path FILE"))
            }
        }
    }

    /// It and the files that it names, compiled.
    pub(crate) fn compile(&self) -> Result<Compiled> {
        let source = self.read()?;
        self.with_files(|files| compile_locked(source, files))
    }

    /// The same where it has no errors. What is wrong is shown; `None` where it is too much.
    pub(crate) fn open_valid(&self, term: &Term) -> Result<Option<Compiled>> {
        let compiled = self.compile()?;
        term.findings(&compiled.findings);
        Ok((!compiled.findings.has_errors()).then_some(compiled))
    }
}

/// The files that an argument means.
fn files(argument: &Path) -> Result<Vec<PathBuf>> {
    if argument.is_dir() {
        return in_folder(argument);
    }
    let pattern = argument.to_str().filter(|text| text.contains(['*', '?', '[']) && !argument.exists());
    match pattern {
        Some(pattern) => matching(pattern),
        None => Ok(vec![argument.to_owned()]),
    }
}

/// A file, however it is named.
fn identity(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

/// The files that match a pattern, as a shell would find them: `*` stands for no name that begins with a dot.
fn matching(pattern: &str) -> Result<Vec<PathBuf>> {
    let options =
        MatchOptions { require_literal_separator: true, require_literal_leading_dot: true, ..MatchOptions::new() };
    let found = glob::glob_with(pattern, options).map_err(|error| {
        let said = format!("`{pattern}` is no pattern: {}, at character {}", error.msg, error.pos + 1);
        Message::new(said).help("correct it, or name the files")
    })?;
    let named = |folder: &str| Path::new(pattern).iter().any(|part| part == folder);
    let mut files = Vec::new();
    for path in found {
        let path = path.map_err(|error| file_error(error.path(), error.error()))?;
        let is_below = |folder: &&str| !named(folder) && path.iter().any(|part| part == *folder);
        if path.is_file() && !BUILT.iter().any(is_below) {
            files.push(path);
        }
    }
    match files.is_empty() {
        false => Ok(files),
        true => Err(Message::new(format!("no file matches `{pattern}`"))
            .help("correct the pattern, or name a folder, which means the specs below it")),
    }
}

/// Folders of files that nobody has written.
const BUILT: [&str; 2] = ["target", "node_modules"];

/// The specs below a folder: the Markdown files that hold an error table or a directive. A file that another of them joins
/// belongs to that one, and a page that errtable has made is no spec.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let pages = pages_below(folder)?;
    let ignored = git::ignored(folder, &pages);
    let specs = specs_among(pages.iter().filter(|page| !ignored.contains(*page)))?;
    if !specs.is_empty() {
        return Ok(specs);
    }
    let said = format!("no Markdown file below `{}` holds an error table", shown(folder));
    Err(match specs_among(ignored.iter())?.first() {
        None => Message::new(said).help("name another folder, or the file itself, and see why: errtable show FILE"),
        Some(spec) => Message::new(format!("{said} that git does not ignore"))
            .help(format!("name the file itself: {}", path_word(spec))),
    })
}

/// The specs below a folder that a test holds for, without those that git ignores.
pub(crate) fn below(folder: &Path, test: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut pages = pages_below(folder)?;
    pages.retain(|page| test(page));
    let ignored = git::ignored(folder, &pages);
    specs_among(pages.iter().filter(|page| !ignored.contains(*page)))
}

/// The Markdown files below a folder, from here, as a person would name them.
fn pages_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    walk(folder, &mut pages)?;
    Ok(pages.iter().map(|page| page.strip_prefix(".").unwrap_or(page).to_owned()).collect())
}

/// Adds the Markdown files below a folder, by name.
fn walk(folder: &Path, pages: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| file_error(folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (name, path) = (entry.file_name(), entry.path());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let is_page = path.extension().is_some_and(|ending| PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page)));
        // A link to a folder may lead back to where it is.
        match entry.file_type().map_err(|error| file_error(&path, &error))?.is_dir() {
            true if !BUILT.iter().any(|built| name == *built) => walk(&path, pages)?,
            false if is_page && path.is_file() => pages.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// How the names of Markdown files end.
const PAGES: [&str; 3] = ["md", "mdx", "markdown"];

/// The specs among some pages. One that cannot be read is among them, so that the reader is told.
fn specs_among<'a>(pages: impl Iterator<Item = &'a PathBuf>) -> Result<Vec<PathBuf>> {
    let mut specs = Vec::new();
    // The files that are joined, each with the spec that does so.
    let mut joined = HashSet::new();
    for page in pages {
        let spec = Spec::file(page);
        let Ok(source) = spec.try_read() else {
            specs.push(page.clone());
            continue;
        };
        let may_hold_a_table = source.text().contains('|') || source.text().contains("errtable");
        if !may_hold_a_table || Page::of(source.text()).is_some() {
            continue;
        }
        let compiled = spec.with_files(|files| compile_locked(source, files))?;
        joined.extend(compiled.joined().map(|(name, _)| (identity(page), identity(&beside(page, name)))));
        let has_directive = !spec_of(&compiled).document.comments.is_empty();
        if has_directive || compiled.tables.iter().any(|table| table.verdict != Verdict::Other) {
            specs.push(page.clone());
        }
    }
    let is_joined = |spec: &PathBuf| {
        let spec = identity(spec);
        joined.iter().any(|(by, file)| *file == spec && !joined.contains(&(file.clone(), by.clone())))
    };
    specs.retain(|spec| !is_joined(spec));
    Ok(specs)
}
