//! The directives that make a spec compile, inserted above its tables.

mod propose;
mod shared;

use std::collections::HashSet;
use std::sync::Arc;

use errtable::catalog::{Entry, Enum, TableId};
use errtable::inner::{self, MissingLock};
use errtable::{Compiled, Files, Findings, Source};

use crate::fix::{Policy, Settled, compiled, settle, with_edits};
use crate::lock::naming_lock;

/// A spec with its directives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Initialized {
    /// The whole text, byte-order mark included; the original with lines inserted.
    pub text: String,
    /// How many tables got a directive, or one that says more.
    pub directives: usize,
    /// What is left for a person to settle.
    pub findings: Findings,
}

/// Inserts above each table the directive that makes it compile, as far as that can be decided; each of its lines says
/// why. No table is left out, and no row that may hold a code: there the finding stays. Nothing but directives is changed,
/// and what has been initialized stays as it is.
///
/// ```
/// let spec = "| Code | Message |\n|---|---|\n| 7 | shaken |\n| 7 | stirred |\n";
/// let done = errtable_tools::init(&errtable::Source::new("codes.md", spec));
/// assert!(done.findings.is_empty());
/// assert!(done.text.starts_with("<!-- errtable\nduplicates = \"merge\" # some codes have several causes\n-->\n| Code |"));
/// ```
pub fn init(source: &Source) -> Initialized {
    Draft::of(source, None).done()
}

/// The same of a spec that names a lock, so that names which were released are not taken for names that meet.
pub fn init_locked(source: &Source, files: Files<'_>) -> Initialized {
    Draft::of(source, Some(files)).done()
}

/// The same, which names a lock beside the spec where none is named yet. `errtable lock` writes the lock itself.
///
/// ```
/// let spec = "| Error code | Name |\n|---|---|\n| 7 | shaken |\n";
/// let source = errtable::Source::new("codes.md", spec);
/// let missing = |name: &str| Err(errtable::ReadError::missing(name));
/// let done = errtable_tools::init_with_lock(&source, &missing);
/// assert_eq!(done.text, format!("<!-- errtable\nlock = \"codes.lock\"\n-->\n{spec}"));
/// ```
pub fn init_with_lock(source: &Source, files: Files<'_>) -> Initialized {
    let mut draft = Draft::of(source, Some(files));
    if let Some(fix) = naming_lock(&draft.compiled) {
        draft.text = with_edits(&draft.text, fix.edits());
        let first = draft.compiled.catalog.enums().first();
        draft.tables.extend(first.map(|enumeration| enumeration.tables[0].index()));
    }
    draft.done()
}

/// A spec that compiles as far as it can, and is made better.
struct Draft<'a> {
    source: &'a Source,
    files: Option<Files<'a>>,
    /// Its text, without a byte-order mark.
    text: String,
    /// The tables that a directive says more about.
    tables: HashSet<usize>,
    /// What the text makes.
    compiled: Compiled,
}

impl<'a> Draft<'a> {
    fn of(source: &'a Source, files: Option<Files<'a>>) -> Self {
        let Settled { text, tables, compiled, .. } = settle(source, files, Policy::Directives);
        let mut draft = Draft { source, files, text, tables, compiled };
        draft.propose();
        draft.gather();
        draft
    }

    fn done(self) -> Initialized {
        Initialized {
            text: self.source.with_bom(&self.text),
            directives: self.tables.len(),
            findings: self.compiled.findings,
        }
    }

    fn compile(&self, text: &str) -> Compiled {
        compiled(self.source.with_text(text), self.files)
    }

    /// Says of columns what they hold, where that brings nothing to settle.
    fn propose(&mut self) {
        let original = Arc::new(self.source.clone());
        let original = inner::parse(original, self.files, MissingLock::IsFound, &mut Findings::default());
        let was_silent = |table: TableId| original.plan(table).directive.is_none();
        let (tables, edits) = propose::propose(&self.compiled, was_silent);
        if edits.is_empty() {
            return;
        }
        let proposed = with_edits(&self.text, edits);
        let after = self.compile(&proposed);
        if after.findings.len() <= self.compiled.findings.len() {
            self.text = proposed;
            self.tables.extend(tables);
            self.compiled = after;
        }
    }

    /// Says once what several directives repeat, where that changes nothing.
    fn gather(&mut self) {
        let Some(gathered) = shared::gather(&self.text, self.source.text()) else { return };
        let after = self.compile(&gathered);
        let (before, now) = (self.compiled.catalog.enums(), after.catalog.enums());
        let is_same = before.len() == now.len() && before.iter().zip(now).all(|(one, other)| say_same(one, other));
        if is_same && after.findings.len() <= self.compiled.findings.len() {
            self.text = gathered;
            self.compiled = after;
        }
    }
}

/// Whether two enums have the same codes and say the same of each, wherever their rows stand.
fn say_same(one: &Enum, other: &Enum) -> bool {
    let is_same = |(one, other): (&Entry, &Entry)| {
        one.codes == other.codes && one.variant == other.variant && one.cells == other.cells
    };
    one.name == other.name
        && one.columns == other.columns
        && one.entries.len() == other.entries.len()
        && one.entries.iter().zip(&other.entries).all(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mdx_has_comments_of_its_own() {
        let spec = "| Error code | Message |\n|---|---|\n| 7 | shaken |\n| 7 | stirred |\n";
        let done = init(&Source::new("codes.mdx", spec));
        let directive = "{/* errtable\nduplicates = \"merge\" # some codes have several causes\n*/}\n";
        assert_eq!(done.text, format!("{directive}{spec}"));
        assert!(done.findings.is_empty());
    }

    #[test]
    fn a_byte_order_mark_stays_first() {
        let spec = "| Error code | Message |\n|---|---|\n| 7 | shaken |\n";
        let source = Source::new("codes.md", format!("\u{feff}{spec}"));
        let missing = |name: &str| Err(errtable::ReadError::missing(name));
        let done = init_with_lock(&source, &missing);
        assert_eq!(done.text, format!("\u{feff}<!-- errtable\nlock = \"codes.lock\"\n-->\n{spec}"));
    }
}
