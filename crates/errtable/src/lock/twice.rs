//! Lines of a lock that say two things of one key: two branches have each written one, and a merge has kept both.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Finding, Rule};
use crate::text::{Source, printable};

/// A key that a lock has twice in one section.
pub(super) struct Twice<'a> {
    source: &'a Arc<Source>,
    key: &'a str,
    is_code: bool,
    /// The lines.
    first: Range<usize>,
    second: Range<usize>,
}

/// The lines of a lock in which keys stand first.
pub(super) struct Lines<'a> {
    source: &'a Arc<Source>,
    /// By section and key; a section itself has no key.
    first: HashMap<(&'a str, &'a str), Range<usize>>,
    /// For each line its section.
    sections: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(source: &'a Arc<Source>) -> Self {
        let mut lines = Lines { source, first: HashMap::new(), sections: Vec::new() };
        let (mut section, mut start) = ("", 0);
        for line in source.text().split_inclusive('\n') {
            let bare = line.trim();
            if bare.starts_with('[') {
                section = bare;
            }
            lines.sections.push(section);
            lines.first.entry((section, key(bare))).or_insert(start..start + line.trim_end().len());
            start += line.len();
        }
        lines
    }

    /// The key at a span, where an earlier line of its section has it, too.
    pub(super) fn twice(&self, span: &Range<usize>) -> Option<Twice<'a>> {
        let number = self.source.line(span.start);
        let second = self.source.line_span(number);
        let section = *self.sections.get(number - 1)?;
        let key = key(self.source.text()[second.clone()].trim());
        let first = self.first.get(&(section, key)).filter(|first| first.start < second.start)?.clone();
        let is_code = section.ends_with(".codes]") && !key.is_empty();
        Some(Twice { source: self.source, key, is_code, first, second })
    }
}

/// What stands before the `=` of a line.
fn key(line: &str) -> &str {
    if line.starts_with('[') { "" } else { line.split(" = ").next().unwrap_or_default().trim() }
}

impl Twice<'_> {
    /// Whether two branches have given one code to two rows.
    pub(super) fn is_one_number_of_two_rows(&self) -> bool {
        let variant = |line: &Range<usize>| {
            let text = &self.source.text()[line.clone()];
            text.split_once("variant = ").map(|(_, rest)| rest.split(['"', '\'']).nth(1).unwrap_or_default().to_owned())
        };
        self.is_code && variant(&self.first) != variant(&self.second)
    }

    /// Points at the first line, and says what to do about both. `spec` is the spec as a word of a command.
    pub(super) fn explain(&self, finding: Finding, spec: &str) -> Finding {
        let key = printable(self.key);
        finding
            .label(self.first.clone(), format!("what one branch has made of {key}"))
            .help(format!(
                "two branches took {key}: it stays that of the branch which others have already; take the other line out"
            ))
            .help(format!("then give the row of the other branch a code of its own, and write the lock: errtable lock {spec}"))
    }

    /// The finding for a lock without markers of a conflict.
    pub(super) fn finding(&self, spec: &str) -> Finding {
        let what = if self.key.is_empty() { &self.source.text()[self.second.clone()] } else { self.key };
        let what = if self.is_code { format!("code {}", printable(what)) } else { format!("`{}`", printable(what)) };
        let finding = Finding::error(
            Rule::LockSyntax,
            self.source,
            self.second.clone(),
            format!("{what} stands twice in the lock"),
        );
        if self.is_one_number_of_two_rows() {
            return self.explain(finding.note("and what another has"), spec);
        }
        let finding = finding.label(self.first.clone(), "it stands here first");
        finding.help(format!("take one of the two lines out, and write the lock: errtable lock {spec}"))
    }

    /// The finding for the markers of a conflict whose sides have these lines.
    pub(super) fn in_conflict(&self, conflict: Finding, spec: &str) -> Finding {
        let message = format!("{}, and both sides take {}", conflict.message, printable(self.key));
        let help = conflict.help.into_iter().take(1).collect();
        let finding = self.explain(Finding { message, help, labels: Vec::new(), ..conflict }, spec);
        finding.label(self.second.clone(), "and what another has")
    }
}
