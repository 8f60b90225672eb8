//! What the sister crates `errtable-tools` and `errtable-cli` need of the compiler and nobody else does.
//!
//! They are crates of their own so that no build script compiles them. They work on the same Markdown, findings and locks
//! as the compiler, so they use its code for these instead of a second copy. This module is no part of the public face: it
//! may change with every version, and the sister crates of one version need the compiler of that version.

use std::borrow::Borrow;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::catalog::{RowId, TableId};
use crate::resolve;
use crate::{Compiled, Files, Findings, Source};

// A file with its names and texts: commands to paste, words that are meant, TOML, and what may be shown.
pub use crate::text::limits;
pub use crate::text::mark::{Part, Run, percent_encoded, runs, web_address};
pub use crate::text::{is_unprintable, nearest, printable_char, push_toml_string, shell_word, toml_key, toml_string};

// Findings: what a fix decides, and how many there are.
pub use crate::finding::{DirectiveSite, Given, Recording, Setting, Settings, Topic, render_all_at, tally};

// Locks, which `errtable lock` writes.
pub use crate::lock::{
    EXHAUSTIVE, FORMAT as LOCK_FORMAT, Known, Lock, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent,
    ReleasedEnum, ReleasedRange, ReleasedRow, ReleasedType, ReleasedValue, UNRELEASED, Unreleased,
    default_name as default_lock_name,
};

// A spec between parsing and compiling, which `errtable init` and `errtable lock` change.
pub use crate::resolve::{MissingLock, Spec, parse};

// What cells say, for proposals of what their columns hold.
pub use crate::catalog::identifier::{is_keyword, is_variant_name, lower_snake, upper_camel};
pub use crate::reading::{boolean, is_nothing, whole_number};

// Files that a spec is read from, which no output replaces.
pub use crate::output::{
    Input, Inputs, Reader, config_of, configs_above, folder, links, read_beside, read_beside_with,
};
pub use crate::text::beside;

// Text as Markdown.
pub use crate::emit::escape;

/// The keys that directives have.
pub mod directive {
    pub use crate::directive::{Choice, Key, Merging, Scope, ValueType, column_keys, table_keys};
}

/// `errtable.toml`: what it says, and the keys that it has.
pub mod config {
    pub use crate::directive::{
        CONFIG_NAME, Config, IntegerType, Kept, Omitted, OutputKind, SpecConfig, TypeConfig, expanded, read_config,
        spec_keys, type_keys,
    };
}

/// Markdown as the compiler reads it, for what aligns tables and shows prose; the types of its public fields included.
pub mod markdown {
    pub use crate::markdown::{
        Alignment, BrokenTable, Cell, CodeText, Comment, DetachedRows, Document, OPTIONS, Row, Shape, Table, Text,
        events, parse, readable, split_row,
    };
}

/// The whole way of a spec that is parsed, with what was found so far.
pub fn compile(spec: Spec, findings: Findings) -> Compiled {
    crate::compile_spec(spec, findings)
}

/// Compiles a spec again after a change: of its earlier state, the files that it names are taken over where they are as they
/// were. What comes of it is what [`compile_locked`](crate::compile_locked) makes.
pub fn compile_again(source: Source, files: Files<'_>, earlier: Option<&Compiled>) -> Compiled {
    let mut findings = Findings::default();
    let earlier = earlier.map(|compiled| &*compiled.spec);
    let spec = resolve::parse_again(Arc::new(source), Some(files), MissingLock::IsFound, earlier, &mut findings);
    crate::compile_spec(spec, findings)
}

/// The parsed spec of what was compiled.
pub fn spec_of(compiled: &Compiled) -> &Spec {
    &compiled.spec
}

/// The files that a spec joins, by the names that it gives them, as they were read.
pub fn joined_documents(spec: &Spec) -> impl Iterator<Item = (&str, &Arc<Source>, &markdown::Document)> {
    let names = spec.joins.names.iter().filter_map(|name| Some((name.value.as_str(), spec.joins.file(&name.value)?)));
    names.map(|(name, file)| (name, &file.source, &file.document))
}

/// Where the directive of a table of a spec, or of a file that adds codes to it, stands or would stand.
pub fn directive_site(spec: &Spec, table: TableId) -> DirectiveSite {
    spec.table_of(table).site()
}

/// The numbers that the directive of a table reserves, by the names that have them.
pub fn reserved(spec: &Spec, table: TableId) -> impl Iterator<Item = (&str, RangeInclusive<i128>)> {
    let reserved = spec.table_of(table).plan.options.reserved.iter();
    reserved.map(|(name, range)| (name.value.as_str(), range.value.clone()))
}

/// The parsed spec of what was compiled, to be changed and compiled again.
pub fn spec(compiled: Compiled) -> Spec {
    Arc::into_inner(compiled.spec).expect("what was compiled is its only owner")
}

/// Lets the findings of breaks say what earlier states of the spec know: the cells of rows that are gone, and defaults. The
/// states are asked one after the other until all is found.
pub fn recall(compiled: &Compiled, findings: &mut Findings, pasts: impl IntoIterator<Item = impl Borrow<Compiled>>) {
    crate::compare::recall(compiled, findings, pasts);
}

/// Where a row stands: in the spec, or in a file that it joins.
pub fn row_at(compiled: &Compiled, row: RowId) -> (Arc<Source>, Range<usize>) {
    let (of, row) = compiled.spec.row_of(row);
    (Arc::clone(of.source), row.span.clone())
}

/// What was released, as it was read or accepted.
pub fn lock(compiled: &Compiled) -> Option<&Lock> {
    compiled.spec.lock.as_deref()
}
