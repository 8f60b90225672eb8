//! Breaks that are meant: which of them a lock has on record, and the commands that write one there.

use std::collections::HashSet;

use super::Compiled;
use super::diff::{Change, Class, Subject};
use crate::finding::Recording;
use crate::lock::Lock;

/// The keys of the breaks that were accepted between two states of a spec.
pub(super) fn accepted_since<'a>(earlier: &Compiled, new: &'a Compiled) -> HashSet<&'a str> {
    let known = earlier.spec.lock.as_deref().map(Lock::accepted).unwrap_or_default();
    let accepted = new.spec.lock.as_deref().into_iter().flat_map(Lock::accepted);
    accepted.filter(|accepted| !known.contains(accepted)).map(|(_, key)| key).collect()
}

/// The breaks that were accepted between two states of a spec and that their comparison does not show: what was given up
/// and came back, or was changed in several steps.
pub(super) fn recorded_since(earlier: &Compiled, new: &Compiled, changes: &[Change]) -> Vec<Change> {
    let shown: HashSet<String> = changes.iter().filter_map(Change::key).collect();
    let known: HashSet<&String> =
        earlier.spec.lock.iter().flat_map(|lock| lock.accepted.values().flat_map(|breaks| breaks.keys())).collect();
    let accepted = new.spec.lock.iter().flat_map(|lock| lock.accepted.values().flatten());
    let recorded = accepted.filter(|(key, _)| !known.contains(key) && !shown.contains(*key));
    let change = |(key, about): (&String, &String)| {
        let of = key.split_once(':').map_or("", |(_, of)| of);
        Change {
            class: Class::Recorded,
            enumeration: of.split("::").next().unwrap_or_default().to_owned(),
            subject: Subject::Enum,
            column: None,
            undone_by: None,
            renames: 0,
            unreleased: false,
            before: String::new(),
            after: about.clone(),
            old_site: None,
            new_site: None,
        }
    };
    recorded.map(change).collect()
}

/// How a break is put on record. `from` is the earlier spec that released what it breaks, where the lock does not say so.
pub(super) fn recording(new: &Compiled, from: Option<&Compiled>) -> Recording {
    Recording { command: lock_command(new, from), is_locked: new.spec.lock.is_some(), with: Vec::new(), help: None }
}

/// How a lock is brought back that says otherwise than an earlier spec released.
pub(super) fn mend(new: &Compiled, earlier: &Compiled) -> String {
    format!("let the lock say again what was released: {}", lock_command(new, Some(earlier)))
}

fn lock_command(new: &Compiled, from: Option<&Compiled>) -> String {
    let from = from.map(|earlier| format!(" --from {}", earlier.source().argument())).unwrap_or_default();
    format!("errtable lock {}{from}", new.source().argument())
}
