//! Compiles a Markdown error-code table, as it stands in the docs, into a Rust enum, lookup tables and documentation.
//!
//! The table is the single source of truth: people edit the Markdown and rebuild.
//!
//! # Steps
//!
//! 1. Put the table into your package, for instance as `spec/codes.md`.
//! 2. Make `errtable` a build dependency, and compile the table in `build.rs`.
//! 3. Include the generated code in a module.
//! 4. Name a lock once codes are released, so that no released name changes. The command `errtable lock` writes it.
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
//! # What becomes of the table
//!
//! | In the table | In the generated code |
//! | --- | --- |
//! | a row | a variant, with its texts as documentation |
//! | the code | `code()`, `from_code`, `TryFrom` |
//! | the name | `name()`, `from_name`, `FromStr`, `Display` |
//! | any other column | a method named after its header |
//! | a column of few values, by `as = "category"` | an enum of its own, and `with_...` for the codes of a value |
//! | a code that is struck out | a deprecated variant, which still decodes |
//! | a code that is not there | `Any...`, which keeps it |
//!
//! The generated code needs no `std`, no allocator and no dependency. Impls for `serde`, `arbitrary` and `defmt` stand behind
//! cargo features, which `errtable.toml` beside `Cargo.toml` asks for.
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
//! Data goes one way: [`Source`] → tables and directives → [`Catalog`] and [`Findings`] → Rust, a page of documentation.
//! [`Build`] reads the environment, writes files and prints; [`compile_file`] and [`Source::read`] read files; everything
//! else returns values.

mod build_script;
pub mod catalog;
mod check;
mod compare;
mod directive;
mod emit;
mod finding;
#[doc(hidden)]
pub mod inner;
mod lock;
mod lookup;
mod markdown;
mod output;
mod reading;
mod resolve;
mod text;

use std::path::Path;
use std::sync::Arc;

use self::output::read_beside;
use self::resolve::{MissingLock, Spec};

pub use self::build_script::{Build, BuildError, Built};
pub use self::catalog::Catalog;
pub use self::compare::diff;
pub use self::compare::{Compiled, changes, compare};
pub use self::emit::{Page, RustOptions, markdown, rust};
pub use self::finding::{
    Applicability, Edit, Finding, Findings, Fix, Label, Place, Rule, RuleSeverity, Severity, Style, render, render_all,
};
pub use self::text::{Files, ReadError, Source, printable};

/// Reads and compiles a spec, with the files that it names; one that cannot be read gives an empty catalogue and a finding
/// that says why.
pub fn compile_file(path: &Path) -> Compiled {
    compile_with(path, &|name| read_beside(path, name))
}

/// The same, with files from elsewhere.
fn compile_with(path: &Path, files: Files<'_>) -> Compiled {
    match Source::read(path) {
        Ok(source) => compile_locked(source, files),
        Err(error) => {
            let compiled = compile(Source::new(error.path(), ""));
            Compiled { findings: Findings::from_iter([Finding::unreadable(&error)]), ..compiled }
        }
    }
}

/// Compiles a spec: the whole pipeline, without a side effect.
///
/// There is always a catalogue; it holds all of the spec where [`Findings::has_errors`] is false. A lock is not looked
/// for, so names are those of a spec that was never released, and a file that it joins is missed: see [`compile_locked`].
pub fn compile(source: Source) -> Compiled {
    run(source, None)
}

/// Compiles a spec with the files that it names: the lock, which keeps names as they were released, and those that it
/// joins. What breaks users of what was released is a warning; `errtable check` makes errors of those.
///
/// ```
/// use errtable::{ReadError, Source, compile_locked};
///
/// let spec = "<!-- errtable\nlock = \"codes.lock\"\n-->\n\n| Error code | Name |\n|---|---|\n| 7 | lid ajar |\n";
/// let lock = "format = \"errtable-lock/2\"\n[enum.ErrorCode]\ncode_type = \"u32\"\n\
///             [enum.ErrorCode.columns]\ncode = { header = \"Error code\" }\nname = { header = \"Name\" }\n\
///             [enum.ErrorCode.codes]\n7 = { variant = \"LidOpen\", name = \"lid open\", since = \"1.0.0\" }\n";
/// let compiled = compile_locked(Source::new("codes.md", spec), &|name| match name {
///     "codes.lock" => Ok(Source::new(name, lock)),
///     _ => Err(ReadError::missing(name)),
/// });
/// assert_eq!(compiled.catalog.enums()[0].entries[0].variant, "LidOpen");
/// ```
pub fn compile_locked(source: Source, files: Files<'_>) -> Compiled {
    run(source, Some(files))
}

fn run(source: Source, files: Option<Files<'_>>) -> Compiled {
    let mut findings = Findings::default();
    let spec = resolve::parse(Arc::new(source), files, MissingLock::IsFound, &mut findings);
    compile_spec(spec, findings)
}

/// The whole way of a spec that is parsed, with what was found so far.
pub(crate) fn compile_spec(spec: Spec, mut findings: Findings) -> Compiled {
    let spec = Arc::new(spec);
    let resolved = resolve::resolve(&spec, &mut findings);
    let checked = check::check(&spec, resolved, &mut findings);
    compare::compare_with_lock(Arc::clone(&spec), checked, findings)
}
