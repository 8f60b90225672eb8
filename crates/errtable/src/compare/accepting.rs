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

/// How a break is put on record. `from` is the earlier spec that released what it breaks, where the lock does not say so.
pub(super) fn record(new: &Compiled, from: Option<&Compiled>, key: &str) -> String {
    let lock = if new.spec.lock.is_some() { "" } else { " in a lock" };
    let (command, accept) = (lock_command(new, from), shell_word(key));
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
