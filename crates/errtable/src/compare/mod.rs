//! What a spec comes to, and how it stands to what was released and to its own past: changes, and findings for those that
//! break users.

mod accepting;
mod breaks;
mod causes;
pub mod diff;
mod lost;
mod remedies;
mod restore;
mod unread;

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::breaks::Breaks;
use self::diff::{Change, Class, Diff, EnumView};
use self::unread::Unread;
use crate::catalog::{Catalog, Code, RowId, TableOverview};
use crate::check::{Checked, JoinedTable};
use crate::directive::SpecConfig;
use crate::finding::{Finding, Findings, Place};
use crate::resolve::Spec;
use crate::text::Source;

/// What a spec comes to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The good rows.
    pub catalog: Catalog,
    /// Every table of the file and what has become of it.
    pub tables: Vec<TableOverview>,
    /// What is wrong with the other rows, in the order of the file.
    pub findings: Findings,
    /// What has changed since the spec was locked, where it is.
    pub changes: Vec<Change>,
    pub(crate) spec: Arc<Spec>,
    /// Where the columns stand that other files add.
    pub(crate) joined: Vec<JoinedTable>,
    /// The rows of its tables that no entry is made of, each with the codes that it may have.
    pub(crate) set_aside: HashMap<RowId, Vec<Code>>,
}

impl Compiled {
    /// The lock that the spec names, as a path from its folder.
    pub fn lock_name(&self) -> Option<&str> {
        self.spec.lock_name.as_deref()
    }

    /// The text of the lock; `None` where the spec names none, or none that can be read.
    pub fn lock(&self) -> Option<&Arc<Source>> {
        self.spec.lock.as_ref().map(|lock| &lock.source)
    }

    /// The files that the spec joins, as paths from its folder, each with its text where that can be read.
    pub fn joined(&self) -> impl Iterator<Item = (&str, Option<&Arc<Source>>)> {
        self.spec
            .joins
            .names
            .iter()
            .map(|name| (name.value.as_str(), self.spec.joins.file(&name.value).map(|file| &file.source)))
    }

    /// Where the spec, or a file that it joins, says what is new in a change; where the lock has it, for what is gone.
    #[doc(hidden)]
    pub fn place_of(&self, change: &Change) -> Option<Place> {
        change.new_site.as_ref().or(change.old_site.as_ref()).map(|site| self.place(site))
    }

    /// The spec.
    pub fn source(&self) -> &Arc<Source> {
        &self.spec.source
    }

    /// What `errtable.toml` says of the spec.
    #[doc(hidden)]
    pub fn config(&self) -> Option<&Arc<SpecConfig>> {
        self.spec.config.as_ref()
    }

    /// Its enums, to be compared.
    fn views(&self) -> Vec<EnumView<'_>> {
        EnumView::of_catalog(&self.catalog, &self.joined, None)
    }

    /// Its enums as an earlier state, of which its lock knows what was released.
    fn released_views(&self) -> Vec<EnumView<'_>> {
        let lock = self.spec.lock.as_deref().filter(|lock| lock.is_whole);
        EnumView::of_catalog(&self.catalog, &self.joined, lock)
    }
}

/// What a spec comes to, compared with what was released.
pub(crate) fn compare_with_lock(spec: Arc<Spec>, checked: Checked, findings: Findings) -> Compiled {
    let Checked { catalog, tables, joined, set_aside } = checked;
    let mut compiled = Compiled { catalog, tables, findings, changes: Vec::new(), spec, joined, set_aside };
    let (changes, breaks) = since_release(&compiled);
    compiled.changes = changes;
    compiled.findings.extend(breaks);
    compiled.findings.sort();
    causes::hold_back(&mut compiled);
    compiled
}

/// What has changed since the spec was locked, with a finding for each break; nothing where it is not, or where the lock
/// has faults.
fn since_release(compiled: &Compiled) -> (Vec<Change>, Vec<Finding>) {
    let Some(lock) = compiled.spec.lock.as_deref().filter(|lock| lock.is_whole) else { return Default::default() };
    let new = compiled.views();
    let old = EnumView::of_lock(lock, &new);
    let differences = diff::compare(&old, &new);
    let breaks = Breaks::since_lock(compiled, None).findings(&differences).collect();
    (differences.into_iter().map(|difference| difference.change).collect(), breaks)
}

/// Lets the findings of breaks say what earlier states of the spec know and the lock does not: the cells of rows that are
/// gone, and defaults. The states are asked one after the other until all is found.
pub(crate) fn recall(
    compiled: &Compiled,
    findings: &mut Findings,
    pasts: impl IntoIterator<Item = impl Borrow<Compiled>>,
) {
    let Some(lock) = compiled.spec.lock.as_deref().filter(|lock| lock.is_whole) else { return };
    let told: HashSet<&str> = findings.iter().filter_map(|finding| finding.accepts.as_deref()).collect();
    if told.is_empty() {
        return;
    }
    let new = compiled.views();
    let old = EnumView::of_lock(lock, &new);
    let mut open: Vec<_> = diff::compare(&old, &new);
    open.retain(|of| breaks::can_be_recalled(of) && of.change.key().is_some_and(|key| told.contains(key.as_str())));
    let mut known = HashMap::new();
    let mut pasts = pasts.into_iter();
    while !open.is_empty() {
        let Some(past) = pasts.next() else { break };
        let breaks = Breaks::since_lock(compiled, Some(past.borrow()));
        open.retain(|difference| {
            let fix = breaks.recalled(difference);
            let is_open = fix.is_none();
            known.extend(difference.change.key().zip(fix));
            is_open
        });
    }
    findings.recall(known);
}

/// Compares a spec with an earlier state of it: a finding for each break that is not in the record of the lock.
///
/// ```
/// use errtable::{Rule, Source, compile};
///
/// let spec = |row: &str| compile(Source::new("codes.md", format!("| Error code | Name |\n|---|---|\n| 1 | a |\n{row}")));
/// let findings = errtable::compare(&spec("| 2 | b |\n"), &spec(""));
/// assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::CodeRemoved]);
/// ```
pub fn compare(old: &Compiled, new: &Compiled) -> Findings {
    let (was, is) = (old.released_views(), new.views());
    let accepted = accepting::accepted_since(old, new);
    let mut differences = diff::compare(&was, &is);
    differences.retain(|difference| !difference.change.key().is_some_and(|key| accepted.contains(key.as_str())));
    let mut findings: Findings = Breaks::since(old, new).findings(&differences).collect();
    findings.extend(lost::lost(old, new));
    findings.record();
    findings
}

/// What has changed between two states of a spec. What a row with an error may still hold does not count as gone.
///
/// See [`diff`](crate::diff::diff()).
pub fn changes(old: &Compiled, new: &Compiled) -> Diff {
    let is_partial = old.findings.has_errors() || new.findings.has_errors();
    // Of one that has no enum for its errors, nothing is known to be gone or new.
    if is_partial && (old.catalog.enums().is_empty() || new.catalog.enums().is_empty()) {
        return Diff { changes: Vec::new(), is_partial };
    }
    let (was, is) = (old.released_views(), new.views());
    let changes = diff::compare(&was, &is).into_iter().map(|difference| difference.change);
    let mut changes: Vec<_> = changes.collect();
    let (unread_before, unread) = (Unread::of(old), Unread::of(new));
    changes.retain(|change| match change.class {
        Class::Added | Class::AddedToExhaustive => !unread_before.holds(change),
        _ => !unread.explains(change),
    });
    let recorded = accepting::recorded_since(old, new, &changes);
    changes.extend(recorded);
    Diff { changes, is_partial }
}
