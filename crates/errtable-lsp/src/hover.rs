//! What a code, a header, a key of a directive or a rule is.

use std::fmt::Write as _;
use std::path::Path;

use errtable::catalog::{Code, Column, Entry, Enum, Role};
use errtable::inner::directive::{Key, Merging, ValueType};
use errtable::inner::{Known, escape, lock, reserved, spec_of};
use errtable::{Rule, printable};
use serde_json::{Value as Json, json};

use crate::documents::Document;
use crate::positions::Position;
use crate::site::{CellSite, TomlSite};
use crate::workspace::{Analysis, Workspace};

pub(crate) fn hover(workspace: &mut Workspace, uri: &str, position: Position) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    let byte = workspace.byte(&document, position);
    let mut parts: Vec<String> = of_toml(&document, byte).into_iter().collect();
    for of in workspace.specs_of(&document.path) {
        if parts.is_empty() {
            parts.extend(of_cell(&of, &document.path, byte));
        }
        for finding in &of.findings {
            let is_here = workspace.uri_of(&of, finding.place.source()).as_deref() == Some(&document.uri);
            let range = workspace.range(&of, finding.place.source(), finding.place.span());
            if is_here && (range.start..=range.end).contains(&position) {
                let page = of_rule(finding.rule);
                parts.extend((!parts.contains(&page)).then_some(page));
            }
        }
    }
    match parts.is_empty() {
        true => Json::Null,
        false => json!({"contents": {"kind": "markdown", "value": parts.join("\n\n---\n\n")}}),
    }
}

/// The key of a line of a directive, or the rule that it allows.
fn of_toml(document: &Document, byte: usize) -> Option<String> {
    let text = &document.text[document.mark()..];
    let site = TomlSite::at(document, text, byte)?;
    let (key, _) = site.key();
    let record = site.record(key);
    if site.is_in_value() && record.is_some_and(|record| matches!(record.value, ValueType::Suspicions)) {
        let (word, _) = site.word();
        if let Some(rule) = Rule::ALL.iter().find(|rule| rule.as_str() == word) {
            return Some(of_rule(*rule));
        }
    }
    record.map(of_key)
}

/// The page of a rule, under its name.
pub(crate) fn of_rule(rule: Rule) -> String {
    format!("### `{rule}` · {}\n\n{}\n\n{}", rule.severity(), rule.about(), rule.page().trim())
}

pub(crate) fn of_key(key: &Key) -> String {
    let mut text = format!("### `{}`\n\n{}\n\nThe value is {}.", key.name, key.about().trim(), key.value.wanted());
    if let ValueType::Choice(choices) = key.value {
        text.push('\n');
        for choice in choices {
            let _ = write!(text, "\n- `{}`: {}", choice.name, choice.about().trim().replace('\n', " "));
        }
    }
    if key.merging == Merging::ListsJoin {
        text.push_str("\n\nThe values of all directives of a table count together.");
    }
    let _ = write!(text, "\n\n```toml\n{}\n```", key.example);
    text
}

fn of_cell(of: &Analysis, path: &Path, byte: usize) -> Option<String> {
    let site = CellSite::at(of, of.part(path)?, byte)?;
    if site.is_header() {
        return site.column().map(|column| of_column(site.of, column));
    }
    Some(card(of, site.of, site.entry?))
}

fn of_column(of: &Enum, column: &Column) -> String {
    let role = match column.role {
        Role::Code => "the codes",
        Role::Name => "the names",
        Role::Description => "the descriptions",
        Role::Other => "a column of its own",
    };
    let method = if column.role == Role::Code { "code" } else { &column.accessor };
    let mut text = format!("**{}**: {role} of `{}`", escaped(column.shown_header()), of.name);
    let returns = if column.role == Role::Code { of.code_type.as_str().to_owned() } else { column.returns() };
    let _ = write!(text, "\n\n```rust\nfn {method}(self) -> {returns}\n```");
    if let Some(default) = &column.default {
        let _ = write!(text, "\n\nAn empty cell says {}.", escaped(default));
    }
    text
}

/// All that is known of a code.
fn card(analysis: &Analysis, of: &Enum, entry: &Entry) -> String {
    let codes: Vec<_> = entry.codes.iter().map(|code| of.show(code)).collect();
    let mut text = format!("```rust\n{}::{}\n```\n\n**{}**", of.name, entry.variant, escaped(&codes.join(", ")));
    if let Some(name) = of.name_of(entry) {
        let _ = write!(text, " {}", escaped(name));
    }
    if let Some(description) = of.description_of(entry) {
        let _ = write!(text, "\n\n{}", escaped(description));
    }
    let shown = |(index, column): (usize, &Column)| {
        let value = column.told(&entry.cells[index]).or_else(|| column.default.clone())?;
        Some(format!("- `{}()`: {}", column.accessor, escaped(&value)))
    };
    let accessors: Vec<_> = of.other_columns().filter_map(shown).collect();
    if !accessors.is_empty() {
        let _ = write!(text, "\n\n{}", accessors.join("\n"));
    }
    let facts = facts(analysis, of, entry);
    if !facts.is_empty() {
        let _ = write!(text, "\n\n{}", facts.join("  \n"));
    }
    text
}

/// Since when a code is there, whether it is given up, its other names, and the ranges that it lies in.
fn facts(analysis: &Analysis, of: &Enum, entry: &Entry) -> Vec<String> {
    let mut facts = Vec::new();
    let released = lock(&analysis.compiled).and_then(|lock| lock.named(&of.name));
    let known = Known::of(released);
    match known.codes.get(entry.code()) {
        Some((code, row)) => {
            let since = match code.since.as_str() {
                "" => "Released, nobody knows since when".to_owned(),
                "unreleased" => "In the lock, and not released yet".to_owned(),
                since => format!("Since {since}"),
            };
            facts.push(escaped(&since));
            facts.extend(row.retired.as_ref().map(|version| format!("Retired in {}", escaped(version))));
        }
        None if analysis.compiled.lock().is_some() => facts.push("Not in the lock yet".to_owned()),
        None => {}
    }
    if entry.retired {
        facts.push("Struck out: it still decodes, as deprecated".to_owned());
    }
    let aliases = of.aliases_by_entry();
    let index = of.entries.iter().position(|other| std::ptr::eq(other, entry));
    for alias in index.and_then(|index| aliases.get(&index)).into_iter().flatten() {
        facts.push(format!("Also `{}`", alias.name));
    }
    if !entry.former_names.is_empty() {
        facts.push(format!("Former names: {}", escaped(&entry.former_names.join(", "))));
    }
    if let Code::Integer(number) = entry.code() {
        let range = of.ranges.iter().find(|range| (range.first..=range.last).contains(number));
        facts.extend(range.map(|range| format!("In the range `{}`: {}", range.name(), escaped(&range.text))));
        let spec = spec_of(&analysis.compiled);
        let ranges = of.tables.iter().flat_map(|&table| reserved(spec, table));
        let own = ranges.into_iter().find(|(_, range)| range.contains(number));
        facts.extend(own.map(|(name, range)| {
            format!("In the numbers of {}: `{}..={}`", escaped(name), range.start(), range.end())
        }));
    }
    facts
}

fn escaped(text: &str) -> String {
    escape(&printable(text))
}
