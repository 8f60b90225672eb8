//! How breaks that are meant are put on record: one command accepts all of them.

use std::collections::{BTreeMap, HashSet};

use super::{Finding, Findings, Place};
use crate::text::{printable, shell_word};

/// How a break is put on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The command, without what it accepts.
    pub(crate) command: String,
    /// Whether there is a lock already.
    pub(crate) is_locked: bool,
    /// The breaks that follow from it, or that are accepted already: the same command accepts them.
    pub(crate) with: Vec<String>,
    /// What it says to do, once all breaks are known.
    pub(crate) help: Option<String>,
}

/// More breaks than these are not accepted by name.
const MOST: usize = 200;

impl Findings {
    /// Has the command that accepts all breaks stand at the first of those that are shown.
    pub(crate) fn record(&mut self) {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, finding) in self.shown.iter().enumerate() {
            if let Some(recording) = &finding.recording {
                groups.entry(recording.command.clone()).or_default().push(number);
            }
        }
        for (command, numbers) in groups {
            self.record_with(&command, &numbers);
        }
    }

    /// The help of findings with one command. Where one of them is no break, the command brings back what the lock lost.
    fn record_with(&mut self, command: &str, numbers: &[usize]) {
        let (breaks, others): (Vec<_>, Vec<_>) =
            numbers.iter().partition(|number| self.shown[**number].accepts.is_some());
        let mut keys: Vec<String> = Vec::new();
        for &number in numbers {
            let finding = &self.shown[number];
            keys.extend(finding.accepts.iter().chain(finding.accepted_with()).cloned());
        }
        let mut seen = HashSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        let words: String = keys.iter().map(|key| format!(" --accept {}", shell_word(key))).collect();
        let with = if keys.is_empty() { "" } else { ", with all breaks that are meant" };
        for number in others {
            self.say(number, format!("let the lock hold again what was released{with}: {command}{words}"));
        }
        let Some((&first, rest)) = breaks.split_first() else { return };
        let what = if rest.is_empty() { "it is meant, record it" } else { "all breaks are meant, record them" };
        let is_locked = self.shown[first].recording.as_ref().is_some_and(|recording| recording.is_locked);
        let lock = if is_locked { "" } else { " in a lock" };
        let place = self.shown[first].place.clone();
        let help = match keys.len() {
            ..=MOST => format!("if {what}{lock}, and release a new major version: {command}{words}"),
            // Nobody reads so long a command, and no shell takes one of any length.
            number => format!(
                "if all {number} breaks are meant, nothing holds of what was released: delete the lock, write it anew, and \
                 release a new major version: {command}"
            ),
        };
        self.say(first, help);
        rest.iter().for_each(|&number| self.say(number, with_others(&place)));
    }

    fn say(&mut self, number: usize, help: String) {
        if let Some(recording) = &mut self.shown[number].recording {
            recording.help = Some(help);
        }
    }

    /// Names breaks that are accepted already: nothing is written before all are.
    #[doc(hidden)]
    pub fn accept_also(&mut self, keys: &[String]) {
        let mut recordings = self.shown.iter_mut().filter_map(|finding| finding.recording.as_mut());
        if let Some(first) = recordings.next() {
            first.with.extend(keys.iter().cloned());
        }
        self.record();
    }
}

impl Finding {
    /// The breaks that are accepted where this one is, since they follow from it.
    #[doc(hidden)]
    pub fn accepted_with(&self) -> &[String] {
        self.recording.as_ref().map_or(&[], |recording| &recording.with)
    }
}

fn with_others(first: &Place) -> String {
    let (path, line) = (printable(first.source().path()), first.line());
    format!("if it is meant, accept it with the others: {path}:{line} has the command")
}
