//! A lock that has lost what an earlier one holds: what no comparison of two specs can tell.

use std::collections::{HashMap, HashSet};

use super::{Compiled, accepting};
use crate::catalog::Code;
use crate::finding::{Finding, Rule};
use crate::lock::{
    Lock, ReleasedCode, ReleasedColumn, ReleasedEnum, ReleasedRow, ReleasedType, UNRELEASED, is_released,
};
use crate::text::shell_word;

/// The finding for what the lock of an earlier state holds and that of today does not.
pub(super) fn lost(earlier: &Compiled, new: &Compiled) -> Option<Finding> {
    let (was, name) = (earlier.spec.lock.as_ref()?, earlier.lock_name()?);
    let finding = match (new.lock_name(), &new.spec.lock) {
        (None, _) => {
            let message =
                format!("the lock `{}` is named no more, so nothing is held to what it says", shell_word(name));
            Finding::error(Rule::LostLock, new.source(), 0..0, message).help(format!(
                "name it again, in the directive above the table: lock = {}",
                crate::text::toml_string(name)
            ))
        }
        // A lock that is missing or has faults has a finding of its own.
        (Some(_), None) => return None,
        (Some(_), Some(is)) if !is.is_whole || !was.is_whole => return None,
        (Some(_), Some(is)) => {
            let lost = Lost::between(was, is);
            let (first, more) = lost.split_first()?;
            let more = match more.len() {
                0 => String::new(),
                1 => " and 1 more".to_owned(),
                number => format!(" and {number} more"),
            };
            let message = format!("the lock has lost what `{}` holds: {first}{more}", was.source.path());
            Finding::error(Rule::LostLock, &is.source, 0..0, message)
        }
    };
    let mut finding = finding;
    finding.recording = Some(Box::new(accepting::recording(new, Some(earlier))));
    Some(finding)
}

/// What one lock has lost of another.
struct Lost<'l> {
    is: &'l Lock,
    accepted: HashSet<&'l str>,
    told: Vec<String>,
}

impl<'l> Lost<'l> {
    fn between(was: &Lock, is: &'l Lock) -> Vec<String> {
        let accepted: HashSet<_> = is.accepted.values().flat_map(|breaks| breaks.keys().map(String::as_str)).collect();
        let mut lost = Lost { is, accepted, told: Vec::new() };
        let records = was.accepted.values().flat_map(|breaks| breaks.keys());
        for key in records.filter(|key| !lost.accepted.contains(key.as_str())) {
            lost.told.push(format!("the break `{key}`, which was accepted"));
        }
        was.enums.iter().for_each(|released| lost.of_enum(released));
        lost.told
    }

    fn of_enum(&mut self, was: &ReleasedEnum) {
        let name = &was.name;
        let Some(is) = self.is.named(name) else {
            if is_released(&was.since) && !self.accepted.contains(format!("enum-removed:{name}").as_str()) {
                self.told.push(format!("the enum `{name}`"));
            }
            return;
        };
        let known: HashMap<&Code, (&ReleasedCode, &ReleasedRow)> =
            is.codes().map(|(code, row)| (&code.code, (code, row))).collect();
        for (code, row) in was.codes().filter(|(code, _)| is_released(&code.since)) {
            let gone = code.removed.as_ref().filter(|release| *release != UNRELEASED);
            let what = match gone {
                Some(release) => format!("code {}, which was given up in {release}", code.code),
                None => format!("code {}", code.code),
            };
            match known.get(&code.code) {
                None => self.told.push(what),
                Some((same, _)) if same.since != code.since => self.told.push(what),
                Some((_, same)) if code.code == row.first && self.has_other_texts(name, row, same) => {
                    self.told.push(format!("what code {} was released as", code.code));
                }
                Some(_) => {}
            }
        }
        if is_released(&was.since) {
            self.of_type(name, name, &was.of_type, &is.of_type);
        }
        for column in was.columns.iter().filter(|column| column.category().is_some()) {
            let twin = is.columns.iter().find(|twin| twin.accessor == column.accessor);
            self.values(name, column, twin);
            if let (Some(twin), Some((category, _)), true) = (twin, column.category(), is_released(&column.since)) {
                self.of_type(&format!("{name}::{}", column.accessor), category, &column.of_type, &twin.of_type);
            }
        }
    }

    /// What the type of a name was released with; `path` is how keys of breaks call it.
    fn of_type(&mut self, path: &str, name: &str, was: &ReleasedType, is: &ReleasedType) {
        let is_accepted = |key: String| self.accepted.contains(key.as_str());
        let mut told = Vec::new();
        if was.is_released_exhaustive()
            && !is.is_released_exhaustive()
            && !is_accepted(format!("exhaustive-removed:{path}"))
        {
            told.push(format!("that `{name}` can be matched in full"));
        }
        let derives = was.derives.iter().map(String::as_str).filter(|derive| !is.derives.iter().any(|of| of == derive));
        let impls = is.without.iter().filter(|of| !was.without.contains(of)).map(|of| of.as_str());
        let gone = derives.chain(impls).filter(|of| !was.is_unreleased(of));
        let gone = gone.filter(|of| !is_accepted(format!("trait-removed:{path}::{of}")));
        told.extend(gone.map(|of| format!("the trait `{of}` of `{name}`")));
        self.told.extend(told);
    }

    /// Whether the first texts of a row are others, and nobody has accepted that.
    fn has_other_texts(&self, name: &str, was: &ReleasedRow, is: &ReleasedRow) -> bool {
        let texts =
            |row: &ReleasedRow| (row.first_name().map(str::to_owned), row.first_description().map(str::to_owned));
        let is_accepted = |rule: &str| self.accepted.contains(format!("{rule}:{name}::{}", was.first).as_str());
        // A text that was added later is the first of its kind.
        let is_other = |was: Option<String>, is: Option<String>| was.is_some() && was != is;
        let ((name_was, about_was), (name_is, about_is)) = (texts(was), texts(is));
        (is_other(name_was, name_is) || is_other(about_was, about_is))
            && !is_accepted("meaning-changed")
            && !is_accepted("retired-reused")
    }

    fn values(&mut self, name: &str, was: &ReleasedColumn, is: Option<&ReleasedColumn>) {
        let Some((_, values)) = is.and_then(ReleasedColumn::category) else { return };
        let known: HashMap<&str, &str> =
            values.iter().map(|value| (value.variant.as_str(), value.since.as_str())).collect();
        let (category, released) = was.category().unwrap_or_default();
        for value in released.iter().filter(|value| is_released(&value.since)) {
            let key = format!("category-value-renamed:{name}::{}::{}", was.accessor, value.variant);
            let is_held = known.get(value.variant.as_str()).is_some_and(|since| *since == value.since);
            if !is_held && !self.accepted.contains(key.as_str()) {
                self.told.push(format!("the value `{category}::{}`", value.variant));
            }
        }
    }
}
