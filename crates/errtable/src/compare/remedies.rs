//! What to do about a break: the way back, with text that can be pasted.

use super::Compiled;
use super::report::{Old, Report, named, new_value};
use crate::catalog::{Code, Column, Content, Enum, Role, Value};
use crate::compare::diff::{Change, Class, Subject};
use crate::finding::{Setting, toml_lines};
use crate::text::toml_string;

impl Report<'_> {
    /// What to do instead, the old row included where it is to come back.
    pub(crate) fn remedies(&self, change: &Change, changes: &[Change]) -> Vec<String> {
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
                    let (spec, old) = (self.new.spec.source.argument(), old.spec.source.argument());
                    return vec![format!(
                        "let the lock say again what was released: errtable lock {spec} --from {old}"
                    )];
                }
                let settings = [Setting::variant(&code.to_string(), variant)];
                vec![format!("keep its name, {}", in_directive(&settings))]
            }
            (Subject::Enum, Class::CodeTypeChanged) => {
                vec![format!("give codes that are new numbers that {} holds", change.before)]
            }
            (Subject::Enum, _) if !change.after.is_empty() => {
                let settings = [Setting::new("enum", toml_string(&change.enumeration))];
                vec![format!("keep its name, {}", in_directive(&settings))]
            }
            (Subject::Column { accessor, .. }, Class::ColumnRemoved) if !change.after.is_empty() => {
                let settings = self.heir(change, accessor);
                vec![format!("if only its header has changed, keep its method, {}", in_directive(&settings))]
            }
            (Subject::Column { .. }, Class::ColumnRemoved) => vec![format!("put the column `{}` back", change.before)],
            (Subject::Column { accessor, .. }, _) => vec![self.changed_column(change, accessor)],
            (Subject::Value { accessor, variant, .. }, _) => self.renamed_value(change, accessor, variant, changes),
            _ => vec!["put the row back that makes it".to_owned()],
        }
    }

    /// What makes a column the heir of one that is gone.
    fn heir(&self, change: &Change, accessor: &str) -> Vec<Setting> {
        if matches!(accessor, "name" | "description") {
            return vec![Setting::new(accessor, toml_string(&change.after))];
        }
        let mut settings = vec![Setting::column(&change.after, "accessor", toml_string(accessor))];
        let old = self.old_enum(&change.enumeration).and_then(|old| called(old, accessor));
        settings.extend(old.into_iter().flat_map(|old| content(old, &change.after)));
        settings
    }

    /// What makes a column hold again what it held.
    fn changed_column(&self, change: &Change, accessor: &str) -> String {
        let old = self.old_enum(&change.enumeration).and_then(|old| called(old, accessor));
        let new = named(self.new, &change.enumeration).and_then(|new| called(new, accessor));
        let Some((old, new)) = old.zip(new) else { return format!("let it be of type `{}` again", change.before) };
        if let (Content::Integer(was), Content::Integer(is)) = (&old.content, &new.content)
            && was != is
        {
            return format!("give new cells numbers that {} holds", was.as_str());
        }
        let mut settings = content(old, &new.header);
        if old.content == Content::Text && new.content != Content::Text {
            settings.insert(0, Setting::column(&new.header, "as", "\"text\""));
        }
        if new.optional && !old.optional {
            settings.push(Setting::column(&new.header, "optional", "false"));
        }
        format!("let it be what it was, {}", in_directive(&settings))
    }

    /// The earlier spec, where the lock itself gives a code another variant than that did.
    pub(crate) fn contradicted(&self, change: &Change) -> Option<&Compiled> {
        let (Old::Spec(old), Subject::Code { code, .. }) = (self.old, &change.subject) else { return None };
        let locked = self.new.spec.lock.as_ref().and_then(|lock| lock.named(&change.enumeration));
        let mut entries = locked.into_iter().flat_map(|locked| &locked.shape.entries);
        let is_other = change.class == Class::Renamed
            && entries.any(|entry| entry.codes.contains(code) && entry.variant == change.after);
        is_other.then_some(old)
    }

    /// An enum as it was.
    pub(crate) fn old_enum(&self, name: &str) -> Option<&Enum> {
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
        let of_table = columns.iter().filter(|column| column.from.is_none());
        format!("| {} |", of_table.map(cell).collect::<Vec<_>>().join(" | "))
    }
}

fn in_directive(settings: &[Setting]) -> String {
    let lines = toml_lines(settings.iter().map(|setting| (setting, None))).join("\n");
    format!("in the directive above the table:\n\n{lines}")
}

fn called<'a>(enumeration: &'a Enum, accessor: &str) -> Option<&'a Column> {
    enumeration.columns.iter().find(|column| column.accessor == accessor)
}

/// What the column with a header must be told, to hold what another one did.
fn content(old: &Column, header: &str) -> Vec<Setting> {
    let setting = |key: &str, value: &str| Setting::column(header, key, value);
    let mut settings = match &old.content {
        Content::Category(category) => {
            vec![setting("as", "\"category\""), setting("enum", &toml_string(&category.name))]
        }
        Content::Integer(_) => vec![setting("as", "\"integer\"")],
        Content::Boolean => vec![setting("as", "\"boolean\"")],
        Content::Text => Vec::new(),
    };
    settings.extend(old.optional.then(|| setting("optional", "true")));
    settings
}
