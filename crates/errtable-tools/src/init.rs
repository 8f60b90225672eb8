//! The directives that make a spec compile, inserted above its tables.

use errtable::{Files, Findings, Source};

use crate::fix::{Policy, fix};

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
/// assert!(done.text.starts_with("<!-- errtable\nduplicates = \"alias\" # some codes have more than one row\n-->\n| Code |"));
/// ```
pub fn init(source: &Source) -> Initialized {
    with(source, None)
}

/// The same of a spec that names a lock, so that names which were released are not taken for names that meet.
pub fn init_locked(source: &Source, files: Files<'_>) -> Initialized {
    with(source, Some(files))
}

fn with(source: &Source, files: Option<Files<'_>>) -> Initialized {
    let fixed = fix(source, files, Policy::Directives);
    Initialized { text: fixed.spec, directives: fixed.tables.len(), findings: fixed.findings }
}
