//! Changes against what was released, to findings: where it broke, the row as it was, and the way out.

use std::collections::HashSet;

use super::Compiled;
use super::unread::SetAside;
use crate::catalog::{Entry, Enum, Verdict};
use crate::check::JoinedTable;
use crate::compare::diff::{self, Change, Class, Scope, Subject};
use crate::finding::{Finding, Findings, Place};
use crate::lock::{Lock, LockedEnum};
use crate::text::shell_word;

/// Compares a spec with its lock.
pub(crate) fn compare_with_lock(compiled: &mut Compiled) {
    let Some(lock) = compiled.spec.lock.as_ref().filter(|lock| lock.is_whole) else { return };
    let old: Vec<_> = lock.enums.iter().map(|locked| as_shown_by(compiled, &locked.shape)).collect();
    let mut changes = diff::compare(&old, compiled.catalog.enums(), Scope::Released);
    changes.extend(lock.enums.iter().flat_map(|locked| reused(locked, compiled)));
    let report = Report { new: compiled, old: Old::Lock(lock) };
    let findings: Vec<_> = report.findings(&changes).collect();
    compiled.findings.extend(findings);
    compiled.changes = changes;
}

/// A released enum whose codes are shown as those of the spec are: a lock does not say how they were written.
fn as_shown_by(compiled: &Compiled, released: &Enum) -> Enum {
    let hex_digits = named(compiled, &released.name).map_or(0, |enumeration| enumeration.hex_digits);
    Enum { hex_digits, ..released.clone() }
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
    let record = |compiled: &Compiled| -> HashSet<String> {
        let accepted = compiled.spec.lock.iter().flat_map(Lock::accepted);
        accepted.map(|(release, key)| format!("{release} {key}")).collect()
    };
    let meant: HashSet<String> = record(new).difference(&record(old)).cloned().collect();
    let is_meant = |change: &Change| {
        change
            .key()
            .is_some_and(|key| meant.iter().any(|meant| meant.split_once(' ').is_some_and(|(_, other)| other == key)))
    };
    let changes: Vec<_> = changes(old, new).changes.into_iter().filter(|change| !is_meant(change)).collect();
    let report = Report { new, old: Old::Spec(old) };
    report.findings(&changes).collect()
}

/// What has changed between two states of a spec. What a row with an error may still hold does not count as gone.
///
/// See [`diff`](crate::diff::diff()).
pub fn changes(old: &Compiled, new: &Compiled) -> diff::Diff {
    let (was, is) = (SetAside::of(old), SetAside::of(new));
    let mut diff = diff::diff(&old.catalog, &new.catalog);
    diff.changes.retain(|change| match change.class {
        Class::Added => !was.holds(change),
        _ => !is.explains(change),
    });
    diff
}

/// Codes that were taken out and are used again for something else.
fn reused(locked: &LockedEnum, compiled: &Compiled) -> Vec<Change> {
    let Some(enumeration) = named(compiled, &locked.shape.name) else { return Vec::new() };
    let mut changes = Vec::new();
    for gone in &locked.removed {
        let back = enumeration.entries.iter().find(|entry| entry.codes.contains(gone.code()));
        let Some(back) = back else { continue };
        let (was, is) = (diff::meaning_of(&locked.shape, gone), diff::meaning_of(enumeration, back));
        if was.is_another(&is) {
            let code = gone.code().clone();
            changes.push(Change {
                class: Class::Reused,
                enumeration: enumeration.name.clone(),
                subject: Subject::Code { shown: enumeration.show(&code), code, variant: gone.variant.clone() },
                column: None,
                before: diff::quoted(&locked.shape, gone),
                after: diff::quoted(enumeration, back),
            });
        }
    }
    changes
}

pub(crate) fn named<'a>(compiled: &'a Compiled, name: &str) -> Option<&'a Enum> {
    compiled.catalog.enums().iter().find(|enumeration| enumeration.name == name)
}

/// What a spec is compared with.
#[derive(Clone, Copy)]
pub(crate) enum Old<'a> {
    Lock(&'a Lock),
    Spec(&'a Compiled),
}

pub(crate) struct Report<'a> {
    pub(crate) new: &'a Compiled,
    pub(crate) old: Old<'a>,
}

impl Report<'_> {
    fn findings<'c>(&'c self, changes: &'c [Change]) -> impl Iterator<Item = Finding> + 'c {
        let aside = SetAside::of(self.new);
        changes.iter().filter(move |change| !aside.explains(change)).filter_map(|change| self.finding(change, changes))
    }

    fn finding(&self, change: &Change, changes: &[Change]) -> Option<Finding> {
        let (rule, key) = (change.class.rule()?, change.key()?);
        let (here, there) = (self.new_place(change, changes), self.old_place(change));
        let was = self.was(change);
        let (place, second) = match (here, there) {
            (Some(here), there) => (here, there),
            (None, Some(there)) => match self.old {
                Old::Lock(_) => (there, None),
                // The past cannot be edited; what it had is to come back here.
                Old::Spec(_) => (self.table(&change.enumeration), Some(there)),
            },
            (None, None) => (self.table(&change.enumeration), None),
        };
        let mut finding = Finding::warning(rule, &self.new.spec.source, 0..0, self.message(change));
        finding.place = place;
        match second {
            Some(second) => finding = finding.label_at(second, was),
            None => finding.note = was,
        }
        for help in self.remedies(change, changes) {
            finding = finding.help(help);
        }
        // Where the lock says otherwise than the past, it is to be mended first.
        if self.contradicted(change).is_none() {
            finding = finding.help(self.record(&key));
        }
        finding.accepts = Some(key);
        Some(finding)
    }

    /// How a break that is meant is put on record.
    fn record(&self, key: &str) -> String {
        let lock = if self.new.spec.lock.is_some() { "" } else { " in a lock" };
        let mut command = format!("errtable lock {}", self.new.spec.source.argument());
        if let Old::Spec(old) = self.old
            && !self.new.changes.iter().any(|change| change.key().as_deref() == Some(key))
        {
            // The lock of today does not know of what is broken.
            command = format!("{command} --from {}", old.spec.source.argument());
        }
        let accept = shell_word(key);
        format!("if it is meant, record it{lock}, and release a new major version: {command} --accept {accept}")
    }

    fn message(&self, change: &Change) -> String {
        let Subject::Code { code, shown, .. } = &change.subject else { return change.to_string() };
        let path = change.path();
        let Change { before, after, .. } = change;
        let entries = self.old_enum(&change.enumeration).into_iter().flat_map(|old| &old.entries);
        let was_retired = entries.into_iter().any(|entry| entry.retired && entry.codes.contains(code));
        match change.class {
            Class::Removed if was_retired => {
                format!("the retired code {shown}, `{path}`, is removed, and no longer decodes")
            }
            Class::Removed => format!("code {shown}, `{path}`, is removed without having been struck out"),
            Class::Renumbered => format!("code {shown}, `{path}`, is removed: its row has the code {after} now"),
            Class::MeaningChanged => format!("code {shown}, `{path}`, is given another meaning: it was “{before}”"),
            Class::Reused => format!("code {shown}, `{path}`, was given up and is used again: it was “{before}”"),
            Class::Renamed => {
                format!("the variant of code {shown} was released as `{before}` and is called `{after}` now")
            }
            _ => change.to_string(),
        }
    }

    /// What a label says of the older state.
    fn was(&self, change: &Change) -> String {
        match (&change.subject, self.old) {
            (Subject::Code { code, .. }, Old::Lock(lock)) => {
                let since = lock.named(&change.enumeration).and_then(|locked| locked.since(code)).unwrap_or_default();
                format!("released in {since}")
            }
            (_, Old::Lock(_)) => "released as this".to_owned(),
            (_, Old::Spec(_)) => "as it was".to_owned(),
        }
    }

    /// Where the spec says it now.
    fn new_place(&self, change: &Change, changes: &[Change]) -> Option<Place> {
        let enumeration = named(self.new, &change.enumeration).or_else(|| named(self.new, &change.after));
        match (&change.subject, change.class) {
            (Subject::Code { .. }, Class::Removed) => None,
            (Subject::Code { .. }, Class::Renumbered) => {
                let shown = |entry: &&Entry| enumeration.is_some_and(|all| all.show(entry.code()) == change.after);
                Some(row(self.new, enumeration?.entries.iter().find(shown)?))
            }
            (Subject::Code { code, .. }, _) => {
                let codes = |entry: &&Entry| entry.codes.iter().any(|other| other.to_string() == code.to_string());
                Some(row(self.new, enumeration?.entries.iter().find(codes)?))
            }
            (Subject::Enum, Class::CodeTypeChanged) => {
                let released = self.old_enum(&change.enumeration)?.code_type;
                let misfit = |entry: &&Entry| entry.codes.iter().any(|code| !released.holds(code));
                let misfit = enumeration?.entries.iter().find(misfit);
                Some(misfit.map_or_else(|| self.table(&change.enumeration), |entry| row(self.new, entry)))
            }
            (Subject::Column { accessor, .. }, _) => enumeration.map(|all| {
                let heir = all.columns.iter().find(|column| column.header == change.after);
                let accessor = heir.map_or(accessor, |column| &column.accessor);
                let joined = joined(self.new, &all.name, accessor).map(|table| table.header.clone());
                joined.unwrap_or_else(|| self.table(&all.name))
            }),
            (Subject::Enum, _) => enumeration.map(|all| self.table(&all.name)),
            (Subject::Value { accessor, .. }, _) => {
                let heir = new_value(accessor, changes)?;
                let column = enumeration?.columns.iter().position(|column| column.accessor == *accessor)?;
                let says = |entry: &&Entry| {
                    enumeration.is_some_and(|all| {
                        all.columns[column].shown(&entry.cells[column]).as_ref() == Some(&heir.after)
                    })
                };
                let entry = enumeration?.entries.iter().find(says)?;
                let joined = joined(self.new, &enumeration?.name, accessor);
                let place = joined.and_then(|table| entry.codes.iter().find_map(|code| table.rows.get(code)));
                Some(place.cloned().unwrap_or_else(|| row(self.new, entry)))
            }
            (Subject::Item(_), _) => None,
        }
    }

    /// Where the lock or the earlier spec says it.
    fn old_place(&self, change: &Change) -> Option<Place> {
        match self.old {
            Old::Lock(lock) => {
                let locked = lock.enums.iter().find(|locked| locked.shape.name == change.enumeration)?;
                let line = match &change.subject {
                    Subject::Code { code, .. } => locked.facts.get(code).map(|fact| fact.span.clone()),
                    Subject::Column { accessor, .. } => locked.lines.get(accessor).cloned(),
                    Subject::Value { accessor, variant, .. } => {
                        locked.lines.get(&format!("{accessor}::{variant}")).cloned()
                    }
                    Subject::Item(item) => locked.lines.get(item).cloned(),
                    Subject::Enum => None,
                };
                Some(Place::new(&lock.source, line.unwrap_or_else(|| locked.span.clone())))
            }
            Old::Spec(old) => {
                let enumeration = named(old, &change.enumeration)?;
                match &change.subject {
                    Subject::Code { code, .. } => {
                        Some(row(old, enumeration.entries.iter().find(|entry| entry.codes.contains(code))?))
                    }
                    _ => Some(header(old, &enumeration.name)?),
                }
            }
        }
    }

    /// The header of the table that an enum is made of; the first line of the file where there is none.
    fn table(&self, name: &str) -> Place {
        header(self.new, name).unwrap_or_else(|| Place::new(&self.new.spec.source, 0..0))
    }
}

/// The value that is new in a column, where it is the only one.
pub(crate) fn new_value<'c>(accessor: &str, changes: &'c [Change]) -> Option<&'c Change> {
    let is_new = |other: &&Change| {
        other.class == Class::ValueAdded
            && matches!(&other.subject, Subject::Value { accessor: of, .. } if of == accessor)
    };
    let mut new = changes.iter().filter(is_new);
    new.next().filter(|_| new.next().is_none())
}

/// The table of another file that adds a column.
fn joined<'a>(compiled: &'a Compiled, enumeration: &str, accessor: &str) -> Option<&'a JoinedTable> {
    let adds = |table: &&JoinedTable| table.accessors.iter().any(|other| other == accessor);
    compiled.joined.iter().filter(|table| table.enumeration == enumeration).find(adds)
}

/// The first row that an entry is made of.
fn row(compiled: &Compiled, entry: &Entry) -> Place {
    let row = entry.rows.first().map(|row| compiled.spec.document.row(*row));
    Place::new(&compiled.spec.source, row.map_or(0..0, |row| row.span.clone()))
}

/// The header of the first table of an enum.
fn header(compiled: &Compiled, name: &str) -> Option<Place> {
    let is_of = |verdict: &Verdict| matches!(verdict, Verdict::Compiled { name: other } if other == name);
    let (table, _) =
        compiled.spec.document.tables.iter().zip(&compiled.tables).find(|(_, table)| is_of(&table.verdict))?;
    Some(Place::new(&compiled.spec.source, table.header.span.clone()))
}
