//! The lock: what has been released, so that names stay, and nothing of it changes unnoticed.

mod known;
mod pieces;
mod read;
mod released;
mod twice;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::Role;
use crate::directive::Spanned;
use crate::finding::{Finding, Findings, Rule};
use crate::text::{Files, ReadError, Source, printable};

pub use self::known::Known;
use self::read::read;
pub(crate) use self::released::is_released;
pub use self::released::{
    EXHAUSTIVE, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent, ReleasedEnum, ReleasedRange,
    ReleasedRow, ReleasedType, ReleasedValue, UNRELEASED, Unreleased,
};

/// The version of the form, in the key `format`.
pub const FORMAT: &str = "errtable-lock/2";

/// The form before it, which is read: it knows last texts alone, and all that it has was released.
pub(crate) const FORMAT_1: &str = "errtable-lock/1";

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
    /// The enums that were released, by name.
    pub enums: Vec<ReleasedEnum>,
    /// Whether it was read without a fault, so that what it does not say was not released.
    pub is_whole: bool,
    /// Whether nothing at all was found when it was read.
    pub is_faultless: bool,
    /// The last version that was stamped.
    pub released: Option<String>,
    /// Breaks that were meant, by the release that makes them, which may be [`UNRELEASED`]: key and changelog.
    pub accepted: BTreeMap<String, BTreeMap<String, String>>,
}

impl Lock {
    /// A lock without anything in it.
    pub fn empty(source: Arc<Source>) -> Self {
        Lock {
            source,
            enums: Vec::new(),
            is_whole: true,
            is_faultless: true,
            released: None,
            accepted: BTreeMap::new(),
        }
    }

    /// The breaks that were accepted, each with its release.
    pub fn accepted(&self) -> BTreeSet<(&str, &str)> {
        let all = self.accepted.iter();
        all.flat_map(|(release, breaks)| breaks.keys().map(move |key| (release.as_str(), key.as_str()))).collect()
    }

    /// The enum of a name.
    pub fn named(&self, name: &str) -> Option<&ReleasedEnum> {
        self.enums.iter().find(|released| released.name == name)
    }

    /// Whether a column with a header was released, in whichever role but that of the code.
    pub fn has_column(&self, header: &str) -> bool {
        let mut columns = self.enums.iter().flat_map(|released| &released.columns);
        let mut former = self.enums.iter().flat_map(|released| &released.former_headers);
        columns.any(|column| column.role != Role::Code && column.header == header) || former.any(|of| of == header)
    }
}

/// The lock that a spec names.
pub(crate) fn open(
    spec: &Arc<Source>,
    name: &Spanned<String>,
    files: Files<'_>,
    known: Option<&Arc<Lock>>,
    findings: &mut Findings,
) -> Option<Arc<Lock>> {
    match files(&name.value) {
        Ok(source) => {
            let is_same = |known: &&Arc<Lock>| known.is_faultless && *known.source == source;
            if let Some(known) = known.filter(is_same) {
                return Some(Arc::clone(known));
            }
            let before = findings.len();
            let lock = read(&Arc::new(source), &spec.argument(), findings);
            Some(Arc::new(Lock { is_faultless: findings.len() == before, ..lock }))
        }
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
        return Finding::error(Rule::InvalidPath, spec, span, format!("the lock cannot be used: {error}"))
            .help(error.remedy())
            .help("or name a file that lies there: lock = \"codes.lock\"");
    }
    Finding::error(Rule::MissingLock, spec, span, format!("the lock cannot be used: {error}"))
        .help("bring it back from version control")
        .help(format!("or, where nothing has been released yet, write it: errtable lock {}", spec.argument()))
}
