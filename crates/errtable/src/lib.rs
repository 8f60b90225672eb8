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
mod directive;
mod emit;
mod finding;
mod format;
mod ident;
mod init;
mod markdown;
mod output;
mod render;
mod roles;
mod setting;
mod source;
mod spelling;
mod tidy;

use std::path::Path;
use std::sync::Arc;

pub use self::build_script::Build;
pub use self::catalog::Catalog;
#[cfg(feature = "json")]
pub use self::emit::json;
pub use self::emit::{RustOptions, rust};
pub use self::finding::{Finding, Findings, Label, Place, Rule, Severity};
pub use self::init::{Initialized, init};
pub use self::output::{Freshness, Mode, update};
pub use self::render::{Style, render, render_all, tally};
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
}

/// Reads and compiles a spec; one that cannot be read gives an empty catalogue and a finding that says why.
pub fn compile_file(path: &Path) -> Compiled {
    match Source::read(path) {
        Ok(source) => compile(source),
        Err(error) => {
            let findings = Findings::from_iter([Finding::unreadable(&error)]);
            Compiled { catalog: Catalog::default(), tables: Vec::new(), findings }
        }
    }
}

/// Compiles a spec: the whole pipeline, without a side effect.
///
/// There is always a catalogue; it holds all of the spec where [`Findings::has_errors`] is false.
pub fn compile(source: Source) -> Compiled {
    compile_shared(&Arc::new(source))
}

fn compile_shared(source: &Arc<Source>) -> Compiled {
    let mut findings = Findings::default();
    let document = markdown::parse(source);
    let plans = directive::read(source, &document, &mut findings);
    let (catalog, tables) = check::check(source, &document, &plans, &mut findings);
    findings.sort();
    Compiled { catalog, tables, findings }
}
