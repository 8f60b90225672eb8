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
mod limits;
mod lock;
mod locking;
mod markdown;
mod output;
mod printable;
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
pub use self::emit::{Page, RustOptions, markdown, rust};
pub use self::finding::{Finding, Findings, Label, Place, Rule, Severity};
pub use self::init::{Initialized, init, init_locked};
pub use self::lock::default_name as default_lock_name;
pub use self::locking::{Locked, Release, lock, lock_text};
pub use self::output::{Freshness, Mode, update};
pub use self::printable::printable;
pub use self::released::{changes, compare};
pub use self::render::{
    Locate, Style, diff_markdown, diff_text, render, render_all, render_github, render_short, tally,
};
#[cfg(feature = "json")]
pub use self::render::{diff_json, render_json, render_sarif};
pub use self::shell::shell_word;
pub use self::source::{ReadError, Source};
pub use self::spelling::nearest;
pub use self::tidy::tidy;

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

    /// The spec.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }
}

/// Where a lock is read from, by the name that the spec gives it, which is a path from the folder of the spec.
pub type Locks<'a> = &'a dyn Fn(&str) -> Result<Source, ReadError>;

/// Reads and compiles a spec, with the lock that it names; one that cannot be read gives an empty catalogue and a finding
/// that says why.
pub fn compile_file(path: &Path) -> Compiled {
    match Source::read(path) {
        Ok(source) => compile_locked(source, &|name| Source::read(&beside(path, name))),
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
/// for, so names are those of a spec that was never released: see [`compile_locked`].
pub fn compile(source: Source) -> Compiled {
    compile_shared(&Arc::new(source), None)
}

/// Compiles a spec with the lock that it names, which keeps names as they were released. What breaks users of what was
/// released is a warning; `errtable check` makes errors of those.
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
pub fn compile_locked(source: Source, locks: Locks<'_>) -> Compiled {
    compile_shared(&Arc::new(source), Some(locks))
}

fn compile_shared(source: &Arc<Source>, locks: Option<Locks<'_>>) -> Compiled {
    let mut findings = Findings::default();
    let document = Arc::new(markdown::parse(source, &mut findings));
    let plans = directive::read(source, &document, &mut findings);
    let named = directive::lock(source, &plans, &mut findings);
    let lock = named.zip(locks).and_then(|(name, locks)| lock::open(source, name, locks, &mut findings));
    let lock_name = named.map(|name| name.value.clone());
    Compiled { lock_name, ..compile_with(source, document, &plans, lock, findings) }
}

/// The pipeline from the lock on.
fn compile_with(
    source: &Arc<Source>,
    document: Arc<markdown::Document>,
    plans: &[directive::Plan],
    lock: Option<lock::Lock>,
    mut findings: Findings,
) -> Compiled {
    let (catalog, tables) = check::check(source, &document, plans, lock.as_ref(), &mut findings);
    let source = Arc::clone(source);
    let mut compiled =
        Compiled { catalog, tables, findings, changes: Vec::new(), source, document, lock, lock_name: None };
    released::compare_with_lock(&mut compiled);
    compiled.findings.sort();
    compiled
}
