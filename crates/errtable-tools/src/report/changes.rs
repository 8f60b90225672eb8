//! Changes to text: for a terminal, for a CHANGELOG, for other tools.

use std::fmt::Write as _;

use errtable::diff::Subject;
use errtable::diff::{Change, Class, Diff, Level};
use errtable::inner::escape;
use errtable::printable;

/// The changes as a list, those that break first, and the verdict below them.
pub fn diff_text(diff: &Diff) -> String {
    let mut text = String::new();
    let mut changes: Vec<_> = diff.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.level()));
    for change in changes {
        let _ = writeln!(
            text,
            "{:5}  {:19}  {}",
            change.level().as_str(),
            change.class.as_str(),
            printable(&change.to_string())
        );
        for (sign, side) in change.sides() {
            let _ = writeln!(text, "{:28}{sign} {}", "", printable(side));
        }
    }
    let verdict = match diff.level() {
        None if diff.is_partial => "nothing has changed in what could be compared".to_owned(),
        None => "nothing has changed".to_owned(),
        Some(level) => format!("{level}: {}", tally(diff)),
    };
    let _ = writeln!(text, "{verdict}");
    if diff.is_partial {
        let _ = writeln!(text, "in part: {PARTIAL}");
    }
    text
}

/// What a comparison says of a side with errors.
const PARTIAL: &str = "what has errors is left out of the comparison";

/// `1 major, 2 patch`.
fn tally(diff: &Diff) -> String {
    let count = |level: Level| diff.changes.iter().filter(|change| change.level() == level).count();
    let parts = [Level::Major, Level::Minor, Level::Patch].map(|level| (level, count(level)));
    let parts = parts.iter().filter(|(_, number)| *number > 0).map(|(level, number)| format!("{number} {level}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// The sections of a CHANGELOG and the classes that stand in each, as [Keep a Changelog](https://keepachangelog.com) has
/// them.
const SECTIONS: &[(&str, &[Class])] = &[
    (
        "Added",
        &[
            Class::EnumAdded,
            Class::Added,
            Class::AddedToExhaustive,
            Class::Restored,
            Class::ColumnAdded,
            Class::ValueAdded,
            Class::SetExtended,
            Class::ItemAdded,
            Class::TraitAdded,
        ],
    ),
    (
        "Changed",
        &[
            Class::CodeTypeChanged,
            Class::ExhaustiveAdded,
            Class::ExhaustiveRemoved,
            Class::MeaningChanged,
            Class::Reused,
            Class::Renamed,
            Class::Renumbered,
            Class::HeaderReworded,
            Class::ColumnChanged,
            Class::ValueRenamed,
            Class::SetReduced,
            Class::Reworded,
            Class::MarkupChanged,
            Class::DisplayChanged,
        ],
    ),
    ("Deprecated", &[Class::Retired]),
    ("Removed", &[Class::EnumRemoved, Class::Removed, Class::ColumnRemoved, Class::ItemRemoved, Class::TraitRemoved]),
];

/// The changes as sections of a CHANGELOG; empty where nothing has changed. Above them stands whether they are all.
pub fn diff_markdown(diff: &Diff) -> String {
    let mut sections = Vec::from_iter(diff.is_partial.then(|| format!("> In part: {PARTIAL}.\n")));
    for (title, classes) in SECTIONS {
        let mut lines: Vec<_> = diff.changes.iter().filter(|change| classes.contains(&change.class)).collect();
        lines.sort_by_key(|change| std::cmp::Reverse(change.level()));
        if !lines.is_empty() {
            let items: Vec<_> = lines.into_iter().map(item).collect();
            sections.push(format!("### {title}\n\n{}", items.concat()));
        }
    }
    sections.join("\n")
}

fn item(change: &Change) -> String {
    let breaking = if change.level() == Level::Major { "**Breaking:** " } else { "" };
    let said: Vec<_> = change.sides().map(|(_, side)| quoted(side)).collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(" → ")) };
    format!("- {breaking}{}{said}\n", sentence(change))
}

/// The sentence of a change, its parts in backticks left as they are and no other text of a table left to be Markdown.
fn sentence(change: &Change) -> String {
    let parts = change.to_string();
    let parts = parts.split('`').enumerate();
    let parts = parts.map(|(number, part)| if number % 2 == 1 { printable(part) } else { escape(part) });
    parts.collect::<Vec<_>>().join("`")
}

fn quoted(text: &str) -> String {
    format!("“{}”", escape(text))
}

/// The changes as JSON, indented, with a line break at its end.
pub fn diff_json(diff: &Diff) -> String {
    crate::pretty::pretty(&serde_json::json!({
        "format": "errtable-diff/1",
        "partial": diff.is_partial,
        "level": diff.level().map(Level::as_str),
        "changes": diff.changes.iter().map(change_json).collect::<Vec<_>>(),
    }))
}

fn change_json(change: &Change) -> serde_json::Value {
    let (subject, code, variant) = match &change.subject {
        Subject::Enum => ("enum", None, None),
        Subject::Code { code, variant, .. } | Subject::Cell { code, variant, .. } => {
            ("code", Some(code.to_string()), Some(variant.as_str()))
        }
        Subject::Column { .. } => ("column", None, None),
        Subject::Value { variant, .. } => ("value", None, Some(variant.as_str())),
        Subject::Type { accessor: None, .. } => ("enum", None, None),
        Subject::Type { .. } => ("category", None, None),
        Subject::Trait { .. } => ("trait", None, None),
        // Constants, ranges, and whatever else an enum has.
        _ => ("item", None, None),
    };
    serde_json::json!({
        "class": change.class.as_str(),
        "level": change.level().as_str(),
        "enum": change.enumeration,
        "subject": subject,
        "path": change.path(),
        "code": code,
        "variant": variant,
        "column": change.column,
        "renames": change.renames,
        "undone_by": change.undone_by,
        "before": change.before,
        "after": change.after,
        "message": change.to_string(),
        "accept": change.key(),
    })
}
