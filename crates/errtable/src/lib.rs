//! Compiles a Markdown error-code table, as it stands in the docs, into a Rust enum, lookup tables and documentation.
//!
//! The table is the single source of truth: people edit the Markdown and rebuild.
//!
//! # In a build script
//!
//! ```no_run
//! // In `main` of build.rs:
//! errtable::Build::new("spec/codes.md").compile();
//! ```
//!
//! ```ignore
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/codes.rs"));
//! ```
//!
//! What is wrong with the table arrives as a compile error that points into the Markdown; the good rows stay usable.
//!
//! # As a library
//!
//! ```
//! use errtable::{RustOptions, Source, compile, rust};
//!
//! let source = Source::new("codes.md", "| Error code | Name |\n|---|---|\n| 1008003 | auth failure |\n");
//! let compiled = compile(source);
//! assert!(compiled.findings.is_empty());
//! assert_eq!(compiled.catalog.enums()[0].entries[0].variant, "AuthFailure");
//! assert!(rust(&compiled.catalog, &RustOptions::default()).contains("AuthFailure = 1008003,"));
//! ```
//!
//! # The pipeline
//!
//! Data goes one way: [`Source`] → tables and directives → [`Catalog`] and [`Findings`] → Rust, JSON. Only
//! [`Build`] prints, reads the environment or writes files; everything else returns values.

mod build_script;
pub mod catalog;
mod check;
mod code;
pub mod diff;
mod directive;
mod emit;
mod finding;
mod format;
mod ident;
mod init;
mod inputs;
mod join;
mod limits;
mod lock;
mod locking;
mod markdown;
mod markup;
mod output;
mod printable;
mod promised;
mod released;
mod render;
mod roles;
mod setting;
mod shell;
mod source;
mod spelling;
mod tidy;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::build_script::Build;
pub use self::catalog::Catalog;
pub use self::diff::Level;
#[cfg(feature = "json")]
pub use self::emit::json;
#[cfg(feature = "html")]
pub use self::emit::{HtmlOptions, TemplateError, html};
pub use self::emit::{Page, RustOptions, markdown, rust};
pub use self::finding::{Finding, Findings, Label, Place, Rule, Severity};
pub use self::init::{Initialized, init, init_locked};
pub use self::inputs::{Input, Inputs, read_beside};
pub use self::lock::{default_name as default_lock_name, setting as lock_setting};
pub use self::locking::{Locked, Release, lock, lock_text};
pub use self::output::{Freshness, Mode};
pub use self::printable::printable;
pub use self::released::{changes, compare};
pub use self::render::{
    Locate, Style, diff_markdown, diff_text, render, render_all, render_github, render_short, tally, uncommanding,
};
#[cfg(feature = "json")]
pub use self::render::{diff_json, render_json, render_sarif};
pub use self::shell::shell_word;
pub use self::source::{ReadError, Source};
pub use self::spelling::nearest;
pub use self::tidy::{Left, Tidied, tidy};

/// What a spec comes to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The good rows.
    pub catalog: Catalog,
    /// Every table of the file and what has become of it.
    pub tables: Vec<catalog::TableOverview>,
    /// What is wrong with the other rows, in the order of the file.
    pub findings: Findings,
    /// What has changed since the spec was locked, where it is.
    pub changes: Vec<diff::Change>,
    pub(crate) source: Arc<Source>,
    pub(crate) document: Arc<markdown::Document>,
    pub(crate) lock: Option<lock::Lock>,
    pub(crate) lock_name: Option<String>,
    pub(crate) joins: Arc<join::Joins>,
    /// Where the columns stand that other files add.
    pub(crate) joined: Vec<join::JoinedTable>,
}

impl Compiled {
    /// The lock that the spec names, as a path from its folder.
    pub fn lock_name(&self) -> Option<&str> {
        self.lock_name.as_deref()
    }

    /// The text of the lock; `None` where the spec names none, or none that can be read.
    pub fn lock(&self) -> Option<&Arc<Source>> {
        self.lock.as_ref().map(|lock| &lock.source)
    }

    /// The files that the spec joins, as paths from its folder, each with its text where that can be read.
    pub fn joined(&self) -> impl Iterator<Item = (&str, Option<&Arc<Source>>)> {
        self.joins.names.iter().map(|name| (name.value.as_str(), self.joins.file(&name.value).map(|file| &file.source)))
    }

    /// The spec.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }
}

/// Where the files are read from that a spec names, its lock (`….lock`) and those that it joins: by that name, which is a
/// path from the folder of the spec. From a disk [`read_beside`] reads them.
pub type Files<'a> = &'a dyn Fn(&str) -> Result<Source, ReadError>;

/// Reads and compiles a spec, with the files that it names; one that cannot be read gives an empty catalogue and a finding
/// that says why.
pub fn compile_file(path: &Path) -> Compiled {
    match Source::read(path) {
        Ok(source) => compile_locked(source, &|name| read_beside(path, name)),
        Err(error) => {
            let mut compiled = compile_shared(&Arc::new(Source::new(error.path(), "")), None);
            compiled.findings = Findings::from_iter([Finding::unreadable(&error)]);
            compiled
        }
    }
}

/// The path of a file that a spec names.
pub fn beside(spec: &Path, name: &str) -> PathBuf {
    spec.parent().unwrap_or(Path::new("")).join(name)
}

/// Compiles a spec: the whole pipeline, without a side effect.
///
/// There is always a catalogue; it holds all of the spec where [`Findings::has_errors`] is false. A lock is not looked
/// for, so names are those of a spec that was never released, and a file that it joins is missed: see [`compile_locked`].
pub fn compile(source: Source) -> Compiled {
    compile_shared(&Arc::new(source), None)
}

/// Compiles a spec with the files that it names: the lock, which keeps names as they were released, and those that it
/// joins. What breaks users of what was released is a warning; `errtable check` makes errors of those.
///
/// ```
/// use errtable::{Source, compile_locked};
///
/// let spec = "<!-- errtable\nlock = \"codes.lock\"\n-->\n\n| Error code | Name |\n|---|---|\n| 7 | lid ajar |\n";
/// let lock = "format = \"errtable-lock/1\"\n[enum.ErrorCode]\ncode_type = \"u32\"\n\
///             [enum.ErrorCode.columns]\ncode = { header = \"Error code\" }\nname = { header = \"Name\" }\n\
///             [enum.ErrorCode.codes]\n7 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }\n";
/// let compiled = compile_locked(Source::new("codes.md", spec), &|name| Ok(Source::new(name, lock)));
/// assert_eq!(compiled.catalog.enums()[0].entries[0].variant, "LidOpen");
/// ```
pub fn compile_locked(source: Source, files: Files<'_>) -> Compiled {
    compile_shared(&Arc::new(source), Some(files))
}

fn compile_shared(source: &Arc<Source>, files: Option<Files<'_>>) -> Compiled {
    let mut findings = Findings::default();
    let document = Arc::new(markdown::parse(source, &mut findings));
    let plans = directive::read(source, &document, directive::Part::Spec, &mut findings);
    let named = directive::lock(source, &plans, &mut findings);
    let lock = named.zip(files).and_then(|(name, files)| lock::open(source, name, files, &mut findings));
    let lock_name = named.map(|name| name.value.clone());
    let joins = Arc::new(join::open(source, &plans, files, &mut findings));
    Compiled { lock_name, ..compile_with(source, document, &plans, joins, lock, findings) }
}

/// The pipeline from the lock on.
fn compile_with(
    source: &Arc<Source>,
    document: Arc<markdown::Document>,
    plans: &[directive::Plan],
    joins: Arc<join::Joins>,
    lock: Option<lock::Lock>,
    mut findings: Findings,
) -> Compiled {
    let check::Checked { catalog, tables, joined } =
        check::check(source, &document, plans, &joins, lock.as_ref(), &mut findings);
    let mut compiled = Compiled {
        catalog,
        tables,
        findings,
        changes: Vec::new(),
        source: Arc::clone(source),
        document,
        lock,
        lock_name: None,
        joins,
        joined,
    };
    released::compare_with_lock(&mut compiled);
    compiled.findings.sort();
    compiled
}
