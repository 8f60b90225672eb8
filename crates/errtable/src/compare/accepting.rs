//! Breaks that are meant: which of them a lock has on record, and how one comes there.

use std::collections::HashSet;

use super::Compiled;
use super::breaks::Past;
use crate::lock::Lock;
use crate::text::shell_word;

/// The keys of the breaks that were accepted between two states of a spec.
pub(super) fn accepted_since<'a>(old: &Compiled, new: &'a Compiled) -> HashSet<&'a str> {
    let known = old.spec.lock.as_ref().map(Lock::accepted).unwrap_or_default();
    let accepted = new.spec.lock.iter().flat_map(Lock::accepted);
    accepted.filter(|accepted| !known.contains(accepted)).map(|(_, key)| key).collect()
}

/// How a break is put on record.
pub(super) fn remedy(new: &Compiled, past: Past<'_>, key: &str) -> String {
    let lock = if new.spec.lock.is_some() { "" } else { " in a lock" };
    let mut command = format!("errtable lock {}", new.spec.source.argument());
    if let Past::Spec(old) = past
        && !new.changes.iter().any(|change| change.key().as_deref() == Some(key))
    {
        // The lock of today does not know of what is broken.
        command = format!("{command} --from {}", old.spec.source.argument());
    }
    let accept = shell_word(key);
    format!("if it is meant, record it{lock}, and release a new major version: {command} --accept {accept}")
}
