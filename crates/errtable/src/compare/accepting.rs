//! Breaks that are meant: which of them a lock has on record, and the commands that write one there.

use std::collections::HashSet;

use super::Compiled;
use crate::lock::Lock;
use crate::text::shell_word;

/// The keys of the breaks that were accepted between two states of a spec.
pub(super) fn accepted_since<'a>(earlier: &Compiled, new: &'a Compiled) -> HashSet<&'a str> {
    let known = earlier.spec.lock.as_ref().map(Lock::accepted).unwrap_or_default();
    let accepted = new.spec.lock.iter().flat_map(Lock::accepted);
    accepted.filter(|accepted| !known.contains(accepted)).map(|(_, key)| key).collect()
}

/// How a break is put on record, after a comparison with the lock or with an earlier spec.
pub(super) fn record(new: &Compiled, earlier: Option<&Compiled>, key: &str) -> String {
    let lock = if new.spec.lock.is_some() { "" } else { " in a lock" };
    // A break that the lock of today does not know of is accepted against what the earlier spec released.
    let is_known = || new.changes.iter().any(|change| change.key().as_deref() == Some(key));
    let command = match earlier {
        Some(earlier) if !is_known() => lock_command(new, Some(earlier)),
        _ => lock_command(new, None),
    };
    let accept = shell_word(key);
    format!("if it is meant, record it{lock}, and release a new major version: {command} --accept {accept}")
}

/// How a lock is brought back that says otherwise than an earlier spec released.
pub(super) fn mend(new: &Compiled, earlier: &Compiled) -> String {
    format!("let the lock say again what was released: {}", lock_command(new, Some(earlier)))
}

fn lock_command(new: &Compiled, from: Option<&Compiled>) -> String {
    let from = from.map(|earlier| format!(" --from {}", earlier.source().argument())).unwrap_or_default();
    format!("errtable lock {}{from}", new.source().argument())
}
