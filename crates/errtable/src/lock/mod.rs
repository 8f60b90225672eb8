//! The lock: what has been released, so that names stay, and nothing of it changes unnoticed.

mod read;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{Code, Column, Entry, Enum, Role};
use crate::directive::Spanned;
use crate::finding::{Finding, Findings, Rule};
use crate::text::{Files, ReadError, Source, printable};

use self::read::read;

/// The version of the form, in the key `format`.
pub const FORMAT: &str = "errtable-lock/1";

/// The name of a lock that no directive names yet: that of the spec, with another ending.
pub fn default_name(spec: &str) -> String {
    let file = spec.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{}.lock", printable(file.strip_suffix(".md").unwrap_or(file)).replace(':', "-"))
}

/// What a lock file says.
#[derive(Clone, Debug)]
pub struct Lock {
    /// Its text.
    pub source: Arc<Source>,
    /// The enums, in the order of the file.
    pub enums: Vec<LockedEnum>,
    /// Whether it was read without a fault, so that what it does not say was not released.
    pub is_whole: bool,
    /// Breaks that were meant, by the release that makes them: key and changelog.
    pub accepted: BTreeMap<String, BTreeMap<String, String>>,
}

/// An enum that was released.
#[derive(Clone, Debug)]
pub struct LockedEnum {
    /// As a catalogue would hold it; of each row the name and the description alone.
    pub shape: Enum,
    /// Codes that were released and are gone, as `--accept` allowed.
    pub removed: Vec<Entry>,
    /// What is known of each code besides.
    pub facts: BTreeMap<Code, Fact>,
    /// The line that opens it in the lock.
    pub span: Range<usize>,
    /// The lines of its columns, by accessor, and of their values, by `accessor::Variant`.
    pub lines: HashMap<String, Range<usize>>,
}

/// What is known of a released code besides its row.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The first release that had it.
    pub since: String,
    /// The release that took it out.
    pub removed: Option<String>,
    /// Its line in the lock.
    pub span: Range<usize>,
}

impl Lock {
    /// A lock without anything in it.
    pub fn empty(source: Arc<Source>) -> Self {
        Lock { source, enums: Vec::new(), is_whole: true, accepted: BTreeMap::new() }
    }

    /// The breaks that were accepted, each with its release.
    pub fn accepted(&self) -> BTreeSet<(&str, &str)> {
        let all = self.accepted.iter();
        all.flat_map(|(release, breaks)| breaks.keys().map(move |key| (release.as_str(), key.as_str()))).collect()
    }

    /// The enum of a name.
    pub fn named(&self, name: &str) -> Option<&LockedEnum> {
        self.enums.iter().find(|locked| locked.shape.name == name)
    }

    /// Whether a column with a header was released, in whichever role but that of the code.
    pub(crate) fn has_column(&self, header: &str) -> bool {
        let columns = self.enums.iter().flat_map(|locked| &locked.shape.columns);
        columns.into_iter().any(|column| column.role != Role::Code && column.header == header)
    }
}

impl LockedEnum {
    /// The variants that codes have been given. Of codes that shared a row, where rows are no longer what they were, the
    /// first keeps the variant as long as it is `present`.
    pub fn by_code(&self, present: &HashSet<&Code>) -> HashMap<&Code, &str> {
        let mut variants = HashMap::new();
        for entry in &self.shape.entries {
            let is_led = present.contains(entry.code());
            let codes = entry.codes.iter().filter(|code| *code == entry.code() || !is_led);
            variants.extend(codes.map(|code| (code, entry.variant.as_str())));
        }
        variants
    }

    /// The first release that had a code.
    pub fn since(&self, code: &Code) -> Option<&str> {
        self.facts.get(code).map(|fact| fact.since.as_str())
    }

    /// The variants of the codes that were released.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.shape.entries.iter().map(|entry| entry.variant.as_str())
    }

    /// The names of the enums of its categories.
    pub(crate) fn category_names(&self) -> impl Iterator<Item = String> {
        self.shape.categories().map(|(_, _, category)| category.name.clone())
    }

    /// The column with a header, other than those with a role.
    pub fn column(&self, header: &str) -> Option<&Column> {
        let mut columns =
            self.shape.columns.iter().filter(|column| column.role == Role::Other && column.header == header);
        columns.next().filter(|_| columns.next().is_none())
    }
}

/// The lock that a spec names.
pub(crate) fn open(
    spec: &Arc<Source>,
    name: &Spanned<String>,
    files: Files<'_>,
    findings: &mut Findings,
) -> Option<Lock> {
    match files(&name.value) {
        Ok(source) => Some(read(&Arc::new(source), &spec.argument(), findings)),
        Err(error) => {
            findings.push(missing(spec, name.span.clone(), &error));
            None
        }
    }
}

/// The lock of a spec, to be brought up to date: one that is not there is begun.
pub(crate) fn begin(
    spec: &Arc<Source>,
    named: Option<&Spanned<String>>,
    files: Files<'_>,
    findings: &mut Findings,
) -> Lock {
    let name = named.map_or_else(|| default_name(spec.path()), |name| name.value.clone());
    match files(&name) {
        Ok(source) => read(&Arc::new(source), &spec.argument(), findings),
        Err(error) => {
            if !error.is_missing() {
                findings.push(missing(spec, named.map_or(0..0, |name| name.span.clone()), &error));
            }
            Lock::empty(Arc::new(Source::new(name, "")))
        }
    }
}

fn missing(spec: &Arc<Source>, span: Range<usize>, error: &ReadError) -> Finding {
    if error.leads_out() {
        return Finding::error(Rule::InvalidValue, spec, span, format!("the lock cannot be used: {error}"))
            .help(error.remedy())
            .help("or name a file that lies there: lock = \"codes.lock\"");
    }
    Finding::error(Rule::MissingLock, spec, span, format!("the lock cannot be used: {error}"))
        .help("bring it back from version control")
        .help(format!("or, where nothing has been released yet, write it: errtable lock {}", spec.argument()))
}
