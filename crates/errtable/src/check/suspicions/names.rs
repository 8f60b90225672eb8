//! Variants and codes that look alike: a reader takes one for the other.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::Suspect;
use crate::catalog::identifier::skeleton;
use crate::catalog::{Code, Entry, Role};
use crate::finding::{Finding, Rule};

impl Suspect<'_, '_> {
    /// Asks about two variants of one look. Where their letters are of other scripts, rustc itself warns, so that they are
    /// an error here, which no `allow` takes away.
    pub(crate) fn look_alikes(&mut self) {
        let enumeration = self.enumeration;
        let column = enumeration.column(Role::Name).or(enumeration.column(Role::Description));
        let column = column.unwrap_or_else(|| self.code_column());
        let mut first: HashMap<String, usize> = HashMap::new();
        for (index, entry) in enumeration.entries.iter().enumerate() {
            let Some(&other) = first.get(&skeleton(&entry.variant)) else {
                first.insert(skeleton(&entry.variant), index);
                continue;
            };
            let other = &enumeration.entries[other];
            let (a, b) = (&other.variant, &entry.variant);
            let message = format!("the variants `{a}` and `{b}` look alike");
            let help = format!("call {} otherwise, in `[variants]` or in the table", enumeration.show(entry.code()));
            let place = self.cell(other, column);
            let more = |finding: Finding| match place {
                Some(place) => finding.help(help).label_at(place, "the other one"),
                None => finding.help(help),
            };
            if a.is_ascii() && b.is_ascii() {
                self.ask(Rule::LookAlike, (entry, column), message, more);
            } else if let Some(place) = self.cell(entry, column) {
                let finding = Finding::error(Rule::LookAlike, &self.spec.source, 0..0, message);
                self.findings.push(more(Finding { place, ..finding }));
            }
        }
    }

    /// Asks about two codes of one look, or of one spelling but for capitals.
    pub(crate) fn look_alike_codes(&mut self) {
        let enumeration = self.enumeration;
        let column = self.code_column();
        let mut first: HashMap<String, (&str, &Entry)> = HashMap::new();
        for entry in &enumeration.entries {
            for code in &entry.codes {
                let Code::Text(code) = code else { return };
                let look = skeleton(&code.to_lowercase().nfc().collect::<String>());
                let Some((twin, other)) = first.get(&look).copied() else {
                    first.insert(look, (code, entry));
                    continue;
                };
                // Of variants that look alike, too, a finding tells already.
                if skeleton(&other.variant) == skeleton(&entry.variant) {
                    continue;
                }
                let message = format!("the codes `{twin}` and `{code}` look alike");
                let place = self.cell(other, column);
                self.ask(Rule::LookAlike, (entry, column), message, |finding| {
                    let finding = finding.help("mend the slip, if one of them has it");
                    match place {
                        Some(place) => finding.label_at(place, "the other one"),
                        None => finding,
                    }
                });
            }
        }
    }
}
