//! What to do about a break: the way back, with text that can be pasted.

use super::{Old, Report, named, new_value};
use crate::Compiled;
use crate::catalog::{Code, Column, Content, Enum, Role, Value};
use crate::diff::{Change, Class, Subject};
use crate::setting::{Setting, toml_lines, toml_string};

impl Report<'_> {
    /// What to do instead, the old row included where it is to come back.
    pub(super) fn remedies(&self, change: &Change, changes: &[Change]) -> Vec<String> {
        let directive = |settings: &[Setting]| {
            let lines = toml_lines(settings.iter().map(|setting| (setting, None))).join("\n");
            format!("in the directive above the table:\n\n{lines}")
        };
        match (&change.subject, change.class) {
            (Subject::Code { code, .. }, Class::Removed) => {
                vec![format!("put its row back, struck out:\n\n{}", self.struck_out(&change.enumeration, code))]
            }
            (Subject::Code { shown, .. }, Class::Renumbered) => {
                vec![format!("give the row its code back: {shown}")]
            }
            (Subject::Code { shown, .. }, Class::MeaningChanged | Class::Reused) => {
                vec![format!("give the new meaning a code of its own, and keep the old row, struck out: ~~{shown}~~")]
            }
            (Subject::Code { code, variant, .. }, Class::Renamed) => {
                if let Some(old) = self.contradicted(change) {
                    let (spec, old) = (self.new.source.argument(), old.source.argument());
                    return vec![format!(
                        "let the lock say again what was released: errtable lock {spec} --from {old}"
                    )];
                }
                let settings = [Setting::variant(&code.to_string(), variant)];
                vec![format!("keep its name, {}", directive(&settings))]
            }
            (Subject::Enum, Class::CodeTypeChanged) => {
                vec![format!("give codes that are new numbers that {} holds", change.before)]
            }
            (Subject::Enum, _) if !change.after.is_empty() => {
                let settings = [Setting::new("enum", toml_string(&change.enumeration))];
                vec![format!("keep its name, {}", directive(&settings))]
            }
            (Subject::Column { accessor, .. }, Class::ColumnRemoved) if !change.after.is_empty() => {
                let settings = self.heir(change, accessor);
                vec![format!("if only its header has changed, keep its method, {}", directive(&settings))]
            }
            (Subject::Column { .. }, Class::ColumnRemoved) => vec![format!("put the column `{}` back", change.before)],
            (Subject::Column { .. }, _) => vec![format!(
                "let it be what it was, with the keys `as`, `optional` and `enum` of its `[columns]` entry"
            )],
            (Subject::Value { accessor, variant, .. }, _) => self.renamed_value(change, accessor, variant, changes),
            _ => vec!["put the row back that makes it".to_owned()],
        }
    }

    /// What makes a column the heir of one that is gone.
    fn heir(&self, change: &Change, accessor: &str) -> Vec<Setting> {
        if matches!(accessor, "name" | "description") {
            return vec![Setting::new(accessor, toml_string(&change.after))];
        }
        let setting = |key: &str, value: &str| Setting::column(&change.after, key, value);
        let mut settings = vec![setting("accessor", &toml_string(accessor))];
        let columns = self.old_enum(&change.enumeration).map(|old| &old.columns);
        let old = columns.and_then(|columns| columns.iter().find(|column| column.accessor == accessor));
        match old.map(|old| &old.content) {
            Some(Content::Category(category)) => {
                settings.push(setting("as", "\"category\""));
                settings.push(setting("enum", &toml_string(&category.name)));
            }
            Some(Content::Integer(_)) => settings.push(setting("as", "\"integer\"")),
            Some(Content::Boolean) => settings.push(setting("as", "\"boolean\"")),
            Some(Content::Text) | None => {}
        }
        if old.is_some_and(|old| old.optional) {
            settings.push(setting("optional", "true"));
        }
        settings
    }

    /// The earlier spec, where the lock itself gives a code another variant than that did.
    pub(super) fn contradicted(&self, change: &Change) -> Option<&Compiled> {
        let (Old::Spec(old), Subject::Code { code, .. }) = (self.old, &change.subject) else { return None };
        let locked = self.new.lock.as_ref().and_then(|lock| lock.named(&change.enumeration));
        let mut entries = locked.into_iter().flat_map(|locked| &locked.shape.entries);
        let is_other = change.class == Class::Renamed
            && entries.any(|entry| entry.codes.contains(code) && entry.variant == change.after);
        is_other.then_some(old)
    }

    /// An enum as it was.
    pub(super) fn old_enum(&self, name: &str) -> Option<&Enum> {
        match self.old {
            Old::Lock(lock) => lock.named(name).map(|locked| &locked.shape),
            Old::Spec(old) => named(old, name),
        }
    }

    /// A value that is gone where another has come was probably reworded.
    fn renamed_value(&self, change: &Change, accessor: &str, variant: &str, changes: &[Change]) -> Vec<String> {
        let text = match (change.after.as_str(), new_value(accessor, changes)) {
            ("", Some(other)) => other.after.as_str(),
            ("", None) => return vec![format!("put a row back that says “{}”", change.before)],
            _ => change.before.as_str(),
        };
        let column = named(self.new, &change.enumeration)
            .and_then(|all| all.columns.iter().find(|column| column.accessor == accessor))
            .map_or(accessor, |column| &column.header);
        let lines = toml_lines([(&Setting::value_variant(column, text, variant), None)]).join("\n");
        vec![format!(
            "if it is the same value in other words, keep its name, in the directive above the table:\n\n{lines}"
        )]
    }

    /// The row of a code as it was, in the columns of today.
    fn struck_out(&self, enumeration: &str, code: &Code) -> String {
        let Some(old) = self.old_enum(enumeration) else { return format!("| ~~{code}~~ |") };
        let entry = old.entries.iter().find(|entry| entry.codes.contains(code));
        let columns = &named(self.new, enumeration).unwrap_or(old).columns;
        let cell = |column: &Column| {
            if column.role == Role::Code {
                return format!("~~{}~~", named(self.new, enumeration).unwrap_or(old).show(code));
            }
            let at =
                old.columns.iter().position(|other| other.role == column.role && other.accessor == column.accessor);
            let value = at.zip(entry).map_or(&Value::Empty, |(at, entry)| &entry.cells[at]);
            at.and_then(|at| old.columns[at].shown(value))
                .map_or_else(|| "...".to_owned(), |text| text.replace('|', "\\|"))
        };
        format!("| {} |", columns.iter().map(cell).collect::<Vec<_>>().join(" | "))
    }
}
