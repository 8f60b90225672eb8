//! The comparison itself.

use std::collections::{HashMap, HashSet};

use super::{Change, Class, Subject};
use crate::catalog::{Alias, Category, Code, CodeRange, CodeType, Column, Content, Entry, Enum, Role};
use crate::compare::meaning::Meaning;

/// How much of the older side is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Everything,
    /// What a lock holds: of a row its name and description.
    Released,
}

/// Every change between two sets of enums.
pub(crate) fn compare(old: &[Enum], new: &[Enum], scope: Scope) -> Vec<Change> {
    let mut changes = Vec::new();
    let named = |enums: &[Enum], name: &str| enums.iter().any(|enumeration| enumeration.name == name);
    for before in old {
        let twin = new.iter().find(|after| after.name == before.name);
        let mut pair = Pair { old: before, new: twin.unwrap_or(before), scope, changes: &mut changes };
        if twin.is_some() {
            pair.compare();
            continue;
        }
        let heir = new.iter().filter(|after| !named(old, &after.name)).find(|after| shared(before, after) > 0);
        pair.push(Class::EnumRemoved, Subject::Enum, "", heir.map_or("", |heir| &heir.name));
        if let Some(heir) = heir {
            Pair { new: heir, ..pair }.compare();
        }
    }
    for after in new.iter().filter(|after| !named(old, &after.name)) {
        if !old.iter().any(|before| !named(new, &before.name) && shared(before, after) > 0) {
            let mut pair = Pair { old: after, new: after, scope, changes: &mut changes };
            pair.push(Class::EnumAdded, Subject::Enum, "", "");
        }
    }
    changes
}

/// How many codes two enums share.
fn shared(a: &Enum, b: &Enum) -> usize {
    let codes = by_code(b);
    a.entries.iter().flat_map(|entry| &entry.codes).filter(|code| codes.contains_key(&code.to_string())).count()
}

/// What a row says its code means.
pub(crate) fn meaning_of<'a>(enumeration: &Enum, entry: &'a Entry) -> Meaning<'a> {
    Meaning { name: enumeration.name_of(entry), description: enumeration.description_of(entry) }
}

/// Entries by code. The key is text, so that a code is found whose type has changed.
fn by_code(enumeration: &Enum) -> HashMap<String, &Entry> {
    let codes = enumeration.entries.iter().flat_map(|entry| entry.codes.iter().map(move |code| (code, entry)));
    codes.map(|(code, entry)| (code.to_string(), entry)).collect()
}

/// One enum before and after.
struct Pair<'a, 'c> {
    old: &'a Enum,
    new: &'a Enum,
    scope: Scope,
    changes: &'c mut Vec<Change>,
}

impl<'a> Pair<'a, '_> {
    fn push(&mut self, class: Class, subject: Subject, before: impl Into<String>, after: impl Into<String>) {
        let (before, after) = (before.into(), after.into());
        let enumeration = self.old.name.clone();
        self.changes.push(Change { class, enumeration, subject, column: None, before, after });
    }

    fn compare(&mut self) {
        let (old, new) = (self.old, self.new);
        if old.code_type != new.code_type {
            self.push(Class::CodeTypeChanged, Subject::Enum, rust_type(old.code_type), rust_type(new.code_type));
        }
        self.columns();
        self.codes();
        self.items();
    }

    fn codes(&mut self) {
        let (before, after) = (by_code(self.old), by_code(self.new));
        let moves = self.moves(&before, &after);
        for entry in &self.old.entries {
            for code in &entry.codes {
                let subject = subject(self.old, code, entry);
                match after.get(&code.to_string()) {
                    Some(twin) if twin.variant != entry.variant => {
                        self.push(Class::Renamed, subject, entry.variant.as_str(), twin.variant.as_str());
                    }
                    Some(_) => {}
                    None => match moves.get(entry.variant.as_str()).filter(|_| code == entry.code()) {
                        Some(heir) => {
                            self.push(Class::Renumbered, subject, self.old.show(code), self.new.show(heir.code()));
                        }
                        None => self.push(Class::Removed, subject, quoted(self.old, entry), ""),
                    },
                }
            }
            if let Some(twin) = after.get(&entry.code().to_string()) {
                self.row(entry, twin);
            }
        }
        let arrived: HashSet<&str> = moves.values().map(|heir| heir.variant.as_str()).collect();
        for entry in self.new.entries.iter().filter(|entry| !arrived.contains(entry.variant.as_str())) {
            for code in entry.codes.iter().filter(|code| !before.contains_key(&code.to_string())) {
                self.push(Class::Added, subject(self.new, code, entry), "", quoted(self.new, entry));
            }
        }
    }

    /// Where the rows went that have lost all of their codes: to new codes, under which rows have the same variant or say
    /// just the same.
    fn moves(&self, before: &HashMap<String, &Entry>, after: &HashMap<String, &Entry>) -> HashMap<&'a str, &'a Entry> {
        let is_in = |codes: &HashMap<String, &Entry>, code: &Code| codes.contains_key(&code.to_string());
        let is_new = |heir: &&Entry| !heir.codes.iter().any(|code| is_in(before, code));
        let is_gone = |entry: &&Entry| !entry.codes.iter().any(|code| is_in(after, code));
        let mut heirs: HashMap<Vec<String>, Vec<&Entry>> = HashMap::new();
        for heir in self.new.entries.iter().filter(is_new) {
            heirs.entry(vec![heir.variant.clone()]).or_default().push(heir);
            heirs.entry(meaning_of(self.new, heir).key()).or_default().push(heir);
        }
        let mut moves: HashMap<&str, &Entry> = HashMap::new();
        let mut arrived: HashSet<&str> = HashSet::new();
        for entry in self.old.entries.iter().filter(is_gone) {
            let keys = [vec![entry.variant.clone()], meaning_of(self.old, entry).key()];
            let candidates = keys.iter().filter_map(|key| heirs.get(key)).flatten();
            if let Some(heir) = candidates.copied().find(|heir| !arrived.contains(heir.variant.as_str())) {
                arrived.insert(&heir.variant);
                moves.insert(&entry.variant, heir);
            }
        }
        moves
    }

    /// A row that is on both sides, under its first code.
    fn row(&mut self, before: &Entry, after: &Entry) {
        let (old, new) = (self.old, self.new);
        let subject = subject(old, before.code(), before);
        if before.variant == after.variant && before.code().to_string() != after.code().to_string() {
            self.push(Class::Renumbered, subject.clone(), old.show(before.code()), new.show(after.code()));
        }
        let (was, is) = (meaning_of(old, before), meaning_of(new, after));
        let another = before.retired && !after.retired && was.is_another(&is);
        match (before.retired, after.retired) {
            (true, false) if another => {
                self.push(Class::Reused, subject.clone(), quoted(old, before), quoted(new, after));
            }
            (true, false) => self.push(Class::Restored, subject.clone(), "", ""),
            (false, true) => self.push(Class::Retired, subject.clone(), "", quoted(new, after)),
            _ => {}
        }
        if another {
            return;
        }
        if was.differs(&is) {
            self.push(Class::MeaningChanged, subject, quoted(old, before), quoted(new, after));
            return;
        }
        self.cells(&subject, before, after);
    }

    /// What is reworded in a row whose meaning stays.
    fn cells(&mut self, subject: &Subject, before: &Entry, after: &Entry) {
        for (index, column) in self.old.columns.iter().enumerate() {
            let comparable = match column.role {
                Role::Code => false,
                Role::Name | Role::Description => true,
                Role::Other => self.scope == Scope::Everything,
            };
            let Some(other) = twin(self.new, column).filter(|_| comparable) else { continue };
            let was = column.shown(&before.cells[index]).unwrap_or_default();
            let is = self.new.columns[other].shown(&after.cells[other]).unwrap_or_default();
            if was != is {
                self.push(Class::Reworded, subject.clone(), was, is);
                if let Some(change) = self.changes.last_mut() {
                    change.column = Some(column.header.clone());
                }
            }
        }
    }

    fn columns(&mut self) {
        for (index, column) in self.old.columns.iter().enumerate() {
            let Some(other) = twin(self.new, column) else {
                // A header in the same place may be the same column under another name.
                let heir = self.new.columns.get(index).filter(|heir| twin(self.old, heir).is_none());
                let heir = heir.map_or("", |heir| &heir.header);
                self.push(Class::ColumnRemoved, of_column(column), column.header.as_str(), heir);
                continue;
            };
            let other = &self.new.columns[other];
            if column.header != other.header {
                self.push(Class::Reworded, of_column(column), column.header.as_str(), other.header.as_str());
            }
            if column.returns() != other.returns() {
                self.push(Class::ColumnChanged, of_column(column), column.returns(), other.returns());
            }
            if let (Content::Category(old), Content::Category(new)) = (&column.content, &other.content) {
                self.values(column, old, new);
            }
        }
        for column in self.new.columns.iter().filter(|column| twin(self.old, column).is_none()) {
            self.push(Class::ColumnAdded, of_column(column), "", column.header.as_str());
        }
    }

    fn values(&mut self, column: &Column, old: &Category, new: &Category) {
        let subject = |variant: &str| Subject::Value {
            accessor: column.accessor.clone(),
            category: old.name.clone(),
            variant: variant.to_owned(),
        };
        let (before, after) = (by_variant(old), by_variant(new));
        let by_text: HashMap<&str, &str> =
            new.values.iter().rev().map(|value| (value.text.as_str(), value.variant.as_str())).collect();
        for value in &old.values {
            match after.get(value.variant.as_str()) {
                Some(twin) if *twin != value.text => {
                    self.push(Class::Reworded, subject(&value.variant), value.text.as_str(), *twin);
                }
                Some(_) => {}
                None => {
                    let heir = by_text.get(value.text.as_str()).copied().unwrap_or_default();
                    self.push(Class::ValueRenamed, subject(&value.variant), value.text.as_str(), heir);
                }
            }
        }
        for value in new.values.iter().filter(|value| !before.contains_key(value.variant.as_str())) {
            self.push(Class::ValueAdded, subject(&value.variant), "", value.text.as_str());
        }
    }

    /// Constants and ranges. What a range says is not all known of what was released.
    fn items(&mut self) {
        let constant = |enumeration: &Enum, alias: &Alias| {
            (alias.name.clone(), enumeration.entries[alias.entry].code().to_string())
        };
        let constants = |all: &Enum| all.aliases.iter().map(|alias| constant(all, alias)).collect::<Vec<_>>();
        let is_told = self.scope == Scope::Everything;
        let text = |range: &CodeRange| if is_told { range.text.clone() } else { String::new() };
        let ranges = |all: &Enum| all.ranges.iter().map(|range| (range.name(), text(range))).collect::<Vec<_>>();
        self.named(&constants(self.old), &constants(self.new), Class::Renumbered);
        self.named(&ranges(self.old), &ranges(self.new), Class::Reworded);
    }

    /// Items by name, each with what it says; `changed` is the class of one that says something else.
    fn named(&mut self, old: &[(String, String)], new: &[(String, String)], changed: Class) {
        let (old_by_name, new_by_name) = (by_name(old), by_name(new));
        for (name, before) in old {
            match new_by_name.get(name.as_str()) {
                None => self.push(Class::ItemRemoved, Subject::Item(name.clone()), before.as_str(), ""),
                Some(after) if after != before => {
                    self.push(changed, Subject::Item(name.clone()), before.as_str(), *after);
                }
                Some(_) => {}
            }
        }
        for (name, after) in new.iter().filter(|(name, _)| !old_by_name.contains_key(name.as_str())) {
            self.push(Class::ItemAdded, Subject::Item(name.clone()), "", after.as_str());
        }
    }
}

/// The texts of the values of a category, by variant.
fn by_variant(category: &Category) -> HashMap<&str, &str> {
    category.values.iter().map(|value| (value.variant.as_str(), value.text.as_str())).collect()
}

fn by_name(items: &[(String, String)]) -> HashMap<&str, &str> {
    items.iter().map(|(name, says)| (name.as_str(), says.as_str())).collect()
}

fn subject(enumeration: &Enum, code: &Code, entry: &Entry) -> Subject {
    Subject::Code { code: code.clone(), shown: enumeration.show(code), variant: entry.variant.clone() }
}

fn of_column(column: &Column) -> Subject {
    Subject::Column { accessor: column.accessor.clone(), header: column.header.clone() }
}

/// The index of the same column in another enum: that of the same role, or with the same accessor.
fn twin(enumeration: &Enum, column: &Column) -> Option<usize> {
    let same = |other: &Column| other.role == column.role && other.accessor == column.accessor;
    enumeration.columns.iter().position(same)
}

/// What a row says, in one line: `auth failure: Verification failed`.
pub(crate) fn quoted(enumeration: &Enum, entry: &Entry) -> String {
    let texts = [enumeration.name_of(entry), enumeration.description_of(entry)];
    texts.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

fn rust_type(code_type: CodeType) -> &'static str {
    match code_type {
        CodeType::Text => "&str",
        integer => integer.as_str(),
    }
}
