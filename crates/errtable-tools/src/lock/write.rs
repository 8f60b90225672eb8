//! A catalogue to the text of a lock file: one line for each thing, in an order that rows of the spec have no part in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use errtable::catalog::{Alias, Category, Code, CodeRange, Column, Content, Entry, Enum, Role};
use errtable::diff::{Change, Class, Subject};
use errtable::inner::{Fact, LOCK_FORMAT, Lock, LockedEnum, Spec, toml_key, toml_string};

/// The text of the lock that holds these enums, and what the lock knows besides.
///
/// Codes that are new are first released by `release`; those that are gone are gone from it on.
pub(crate) fn text(lock: &Lock, spec: &str, enums: &[Enum], release: &str) -> String {
    let mut sections: BTreeMap<&str, String> = BTreeMap::new();
    for enumeration in enums {
        let known = lock.named(&enumeration.name);
        sections.insert(&enumeration.name, section(enumeration, known, release));
    }
    for locked in &lock.enums {
        let name = locked.shape.name.as_str();
        sections.entry(name).or_insert_with(|| section(&gone(locked), Some(locked), release));
    }
    let mut text = format!(
        "# What {spec} has released. It keeps names as they are and tells of what would break.\n\
         # Written by `errtable lock`, not by hand; commit it with the spec.\n\
         format = {}\n",
        toml_string(LOCK_FORMAT)
    );
    for (release, breaks) in &lock.accepted {
        let _ = write!(text, "\n[accepted.{}]\n", toml_string(release));
        for (key, about) in breaks {
            let _ = writeln!(text, "{} = {}", toml_string(key), toml_string(about));
        }
    }
    sections.into_values().for_each(|section| text.push_str(&section));
    text
}

/// Takes a break that is meant into the record, and forgets what it breaks, so that names become free.
pub(crate) fn accept(spec: &mut Spec, change: &Change, key: &str, release: &str) {
    let Some(lock) = &mut spec.lock else { return };
    lock.accepted.entry(release.to_owned()).or_default().insert(key.to_owned(), change.in_full());
    let Some(locked) = lock.enums.iter_mut().find(|locked| locked.shape.name == change.enumeration) else { return };
    match (&change.subject, change.class) {
        (Subject::Enum, Class::EnumRemoved) => {
            if change.after.is_empty() {
                locked.removed.append(&mut locked.shape.entries);
            } else {
                locked.shape.name.clone_from(&change.after);
            }
        }
        (Subject::Column { accessor, .. }, Class::ColumnRemoved) => remove_column(locked, accessor),
        (Subject::Item(item), _) => {
            locked.shape.aliases.retain(|alias| alias.name != *item);
            locked.shape.ranges.retain(|range| range.name() != *item);
        }
        (Subject::Code { code, .. }, Class::Removed | Class::Renumbered) => remove(locked, code),
        _ => {}
    }
}

fn remove_column(locked: &mut LockedEnum, accessor: &str) {
    let Some(at) = locked.shape.columns.iter().position(|column| column.accessor == accessor) else { return };
    locked.shape.columns.remove(at);
    for entry in locked.shape.entries.iter_mut().chain(&mut locked.removed) {
        entry.cells.remove(at);
    }
}

fn remove(locked: &mut LockedEnum, code: &Code) {
    let Some(at) = locked.shape.entries.iter().position(|entry| entry.codes.contains(code)) else { return };
    let entry = &mut locked.shape.entries[at];
    let mut alone = entry.clone();
    alone.codes = vec![code.clone()];
    locked.removed.push(alone);
    entry.codes.retain(|other| other != code);
    if entry.codes.is_empty() {
        locked.shape.entries.remove(at);
        // A constant goes with its code, and says so as a change of its own.
        locked.shape.aliases.retain(|alias| alias.entry != at);
        locked.shape.aliases.iter_mut().filter(|alias| alias.entry > at).for_each(|alias| alias.entry -= 1);
    }
}

/// What is left of an enum that is gone: its codes, so that none of them comes back unnoticed.
fn gone(locked: &LockedEnum) -> Enum {
    let mut gone = locked.shape.clone();
    gone.entries.clear();
    gone.aliases.clear();
    gone.ranges.clear();
    gone
}

fn section(enumeration: &Enum, known: Option<&LockedEnum>, release: &str) -> String {
    let name = toml_key(&enumeration.name);
    let mut text = format!("\n[enum.{name}]\ncode_type = {}\n", toml_string(enumeration.code_type.as_str()));
    let _ = write!(text, "\n[enum.{name}.columns]\n{}", lines(columns(enumeration)));
    let mut categories: Vec<_> = enumeration.categories().collect();
    categories.sort_by_key(|(_, column, _)| &column.accessor);
    for (_, column, category) in categories {
        let _ = write!(text, "\n[enum.{name}.values.{}]\n{}", toml_key(&column.accessor), lines(values(category)));
    }
    let _ = write!(text, "\n[enum.{name}.codes]\n{}", lines(codes(enumeration, known, release)));
    for (title, items) in [("constants", lines(constants(enumeration))), ("ranges", lines(ranges(enumeration)))] {
        if !items.is_empty() {
            let _ = write!(text, "\n[enum.{name}.{title}]\n{items}");
        }
    }
    text
}

fn lines<K: Ord>(map: BTreeMap<K, String>) -> String {
    map.into_values().collect()
}

fn columns(enumeration: &Enum) -> BTreeMap<(Role, &str), String> {
    let line = |column: &Column| {
        let mut facts = vec![format!("header = {}", toml_string(&column.header))];
        facts.extend(
            match &column.content {
                Content::Text => None,
                Content::Integer(integer) => Some(integer.as_str()),
                Content::Boolean => Some("boolean"),
                Content::Category(category) => Some(category.name.as_str()),
            }
            .map(|kind| format!("type = {}", toml_string(kind))),
        );
        facts.extend(column.optional.then(|| "optional = true".to_owned()));
        format!("{} = {{ {} }}\n", toml_key(&column.accessor), facts.join(", "))
    };
    enumeration.columns.iter().map(|column| ((column.role, column.accessor.as_str()), line(column))).collect()
}

fn values(category: &Category) -> BTreeMap<&str, String> {
    let line = |text: &str, variant: &str| format!("{} = {}\n", toml_key(variant), toml_string(text));
    category.values.iter().map(|value| (value.variant.as_str(), line(&value.text, &value.variant))).collect()
}

/// The constants that are second names of codes.
fn constants(enumeration: &Enum) -> BTreeMap<&str, String> {
    let line = |alias: &Alias| {
        let code = enumeration.entries[alias.entry].code().to_string();
        format!("{} = {}\n", toml_key(&alias.name), toml_string(&code))
    };
    enumeration.aliases.iter().map(|alias| (alias.name.as_str(), line(alias))).collect()
}

fn ranges(enumeration: &Enum) -> BTreeMap<(i128, i128), String> {
    let line = |range: &CodeRange| format!("{} = {}\n", toml_string(&range.name()), toml_string(&range.text));
    enumeration.ranges.iter().map(|range| ((range.first, range.last), line(range))).collect()
}

fn codes(enumeration: &Enum, known: Option<&LockedEnum>, release: &str) -> BTreeMap<Code, String> {
    let mut lines = BTreeMap::new();
    for entry in &enumeration.entries {
        for code in &entry.codes {
            lines.insert(code.clone(), line(enumeration, entry, code, known, release, false));
        }
    }
    for entry in known.iter().flat_map(|known| known.removed.iter().chain(&known.shape.entries)) {
        for code in &entry.codes {
            let shape = known.map_or(enumeration, |known| &known.shape);
            lines.entry(code.clone()).or_insert_with(|| line(shape, entry, code, known, release, true));
        }
    }
    lines
}

fn line(
    enumeration: &Enum,
    entry: &Entry,
    code: &Code,
    known: Option<&LockedEnum>,
    release: &str,
    gone: bool,
) -> String {
    let mut facts = vec![format!("variant = {}", toml_string(&entry.variant))];
    if code == entry.code() {
        let texts = [("name", enumeration.name_of(entry)), ("description", enumeration.description_of(entry))];
        facts.extend(texts.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", toml_string(text?)))));
    } else {
        facts.push(format!("of = {}", toml_string(&entry.code().to_string())));
    }
    let fact: Option<&Fact> = known.and_then(|known| known.facts.get(code));
    facts.push(format!("since = {}", toml_string(fact.map_or(release, |fact| &fact.since))));
    facts.extend(entry.retired.then(|| "retired = true".to_owned()));
    if gone {
        let removed = fact.and_then(|fact| fact.removed.as_deref()).unwrap_or(release);
        facts.push(format!("removed = {}", toml_string(removed)));
    }
    format!("{} = {{ {} }}\n", toml_key(&code.to_string()), facts.join(", "))
}
