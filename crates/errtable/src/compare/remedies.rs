//! What to do about a break: the way back, with text that can be pasted.

use std::collections::HashMap;

use super::diff::{Change, Class, CodeView, ColumnView, Difference, Of, RowView};
use super::restore::Restorer;
use crate::catalog::{Impl, Kind, Role};
use crate::finding::{DirectiveSite, Finding, Fix, Setting, Settings};
use crate::text::{is_misspelt, toml_key, toml_string};

/// Adds to the finding of a break what to do instead. `site` is the directive of its table.
///
/// `reworded` are the settings that keep the variants of all values of its column that seem to be reworded.
pub(super) fn add(
    finding: Finding,
    difference: &Difference<'_>,
    reworded: &[Setting],
    site: Option<DirectiveSite>,
    restorer: &Restorer<'_>,
) -> Finding {
    if let Some(fix) = is_gone(difference).then(|| restorer.fix(difference)).flatten() {
        return finding.fix(fix);
    }
    let finding = match keep_names(difference, site.clone()) {
        Some(fix) => finding.fix(fix),
        None => finding,
    };
    match remedy(difference, reworded) {
        Remedy::Words(words) => finding.help(words),
        Remedy::Settings(title, settings) => match site {
            Some(site) => finding.fix(Fix::settings(title, Settings::new(site, settings))),
            None => finding.help(title),
        },
    }
}

/// Whether rows are gone that can come back.
fn is_gone(Difference { change, .. }: &Difference<'_>) -> bool {
    matches!(change.class, Class::Removed | Class::ItemRemoved)
}

/// Where the column of the names is gone: what keeps the names. It is preferred where no other column came.
fn keep_names(difference: &Difference<'_>, site: Option<DirectiveSite>) -> Option<Fix> {
    let Of::Column { column, heir } = &difference.of else { return None };
    if difference.change.class != Class::ColumnRemoved || column.role != Role::Name {
        return None;
    }
    let settings = Settings::new(site?, [Setting::new("keep_names", "true")]);
    let fix = Fix::settings("keep the names that were released, from the lock", settings);
    Some(if heir.is_none() { fix.preferred() } else { fix })
}

/// What keeps the variants of values that seem to be reworded, by enum and column.
pub(super) type Reworded<'d> = HashMap<(&'d str, &'d str), Vec<Setting>>;

/// The values that seem to be reworded, not misspelt.
pub(super) fn reworded<'d>(differences: &'d [Difference<'_>]) -> Reworded<'d> {
    let mut reworded: Reworded<'_> = HashMap::new();
    for difference in differences.iter().filter(|difference| difference.change.class == Class::ValueRenamed) {
        let Of::Value { column, value, header, heir: Some(heir) } = &difference.of else { continue };
        let settings = reworded.entry((difference.change.enumeration.as_str(), column.accessor)).or_default();
        // One text cannot be two values.
        let setting = Setting::value_variant(header, heir.text, value.variant);
        if !is_misspelt(heir.text, value.text) && !settings.iter().any(|other| other.path == setting.path) {
            settings.push(setting);
        }
    }
    reworded
}

/// What to do instead of a break.
enum Remedy {
    Words(String),
    /// Something to say in the directive, and what that does.
    Settings(&'static str, Vec<Setting>),
}

fn words(words: impl Into<String>) -> Remedy {
    Remedy::Words(words.into())
}

fn remedy(difference: &Difference<'_>, reworded: &[Setting]) -> Remedy {
    let change = &difference.change;
    match &difference.of {
        Of::Enum => enumeration(change),
        Of::Code { code, row } => code_again(difference, code, row),
        Of::Cell { .. } => {
            words(format!("let its cell say “{}” again, or let `sets` say what the cell stands for", change.before))
        }
        Of::Column { column, heir } => match (change.class, heir) {
            (Class::ColumnRemoved, _) if change.after.is_empty() => {
                words(format!("put the column `{}` back", change.before))
            }
            (Class::ColumnRemoved | Class::HeaderReworded, _) => replaced_column(change, column),
            (_, Some(twin)) => changed_column(column, twin),
            (_, None) => words(format!("let it be of type `{}` again", change.before)),
        },
        Of::Value { value, header, heir, .. } => match heir {
            None => words(format!("put a row back that says “{}”", value.text)),
            // A value that is gone where another has come was probably reworded.
            Some(heir) if change.class == Class::MeaningChanged => words(format!(
                "let `{}` stand for “{}” again, and give “{}” a variant of its own",
                value.variant, value.text, heir.text
            )),
            Some(heir) if is_misspelt(heir.text, value.text) => {
                words(format!("if it is a slip of the pen, write “{}”", value.text))
            }
            Some(_) if reworded.len() > 1 => {
                let title = "if they are the same values in other words, keep their names";
                Remedy::Settings(title, reworded.to_vec())
            }
            Some(heir) => {
                let setting = Setting::value_variant(header, heir.text, value.variant);
                Remedy::Settings("if it is the same value in other words, keep its name", vec![setting])
            }
        },
        Of::Type { .. } => {
            words(format!("say so again in errtable.toml:\n\n{}", asked(change, "non_exhaustive = false")))
        }
        Of::Trait { name, .. } if Impl::named(name).is_some() => {
            words(format!("take `{name}` out of `without` in errtable.toml"))
        }
        Of::Trait { name, .. } => {
            let line = format!("derive = [{}]", toml_string(name));
            words(format!("derive it again in errtable.toml:\n\n{}", asked(change, &line)))
        }
        Of::Constant(_) | Of::Range(_) => words(ROW_AGAIN),
    }
}

pub(super) const DEFAULT_AGAIN: &str = "say again what holds where nothing is said";
const ROW_AGAIN: &str = "put the row back that makes it";

/// What errtable.toml says of the type of a change.
fn asked(change: &Change, line: &str) -> String {
    format!("[spec.enum.{}]\n{line}", toml_key(&change.path()))
}

fn enumeration(change: &Change) -> Remedy {
    match change.class {
        Class::CodeTypeChanged => words(format!("give codes that are new numbers that {} holds", change.before)),
        _ if change.after.is_empty() => words(ROW_AGAIN),
        _ => {
            let setting = Setting::new("enum", toml_string(&change.enumeration));
            Remedy::Settings("keep its name", vec![setting])
        }
    }
}

fn code_again(difference: &Difference<'_>, CodeView { code, .. }: &CodeView<'_>, row: &RowView<'_>) -> Remedy {
    let shown = difference.old.show(code);
    match difference.change.class {
        Class::Removed => words(format!("put its row back, struck out: ~~{shown}~~")),
        Class::Renumbered => words(format!("give the row its code back: {shown}")),
        Class::Renamed => Remedy::Settings("keep its name", vec![Setting::variant(&code.to_string(), row.variant)]),
        _ => words(format!("give the new meaning a code of its own, and keep the old row, struck out: ~~{shown}~~")),
    }
}

/// What makes a column the heir of one that is gone.
fn replaced_column(change: &Change, old: &ColumnView<'_>) -> Remedy {
    let settings = match old.role {
        Role::Name | Role::Description => vec![Setting::new(old.accessor, toml_string(&change.after))],
        Role::Code | Role::Other => {
            let mut settings = vec![Setting::column(&change.after, "accessor", toml_string(old.accessor))];
            settings.extend(content(old, &change.after));
            settings
        }
    };
    Remedy::Settings("if only its header has changed, keep its method", settings)
}

/// What makes a column hold again what it held.
fn changed_column(old: &ColumnView<'_>, new: &ColumnView<'_>) -> Remedy {
    if let (Kind::Integer(was), Kind::Integer(is)) = (old.kind, new.kind)
        && was != is
    {
        return words(format!("give new cells numbers that {} holds", was.as_str()));
    }
    let mut settings = content(old, new.header);
    if old.kind == Kind::Text && new.kind != Kind::Text {
        settings.insert(0, Setting::column(new.header, "as", "\"text\""));
    }
    if let Some(default) = old.default.filter(|_| new.default.is_none()) {
        if old.kind == new.kind {
            return Remedy::Settings(DEFAULT_AGAIN, vec![default_again(new, default)]);
        }
        settings.push(default_again(new, default));
        return Remedy::Settings("let it be what it was", settings);
    }
    if new.optional && !old.optional {
        // A value that no cell says any more was that of the rows without one.
        if let Some(lost) = old.lone_lost_value(new) {
            let settings = vec![default_again(new, lost)];
            return Remedy::Settings(DEFAULT_AGAIN, settings);
        }
        settings.push(Setting::column(new.header, "optional", "false"));
    }
    Remedy::Settings("let it be what it was", settings)
}

/// What a column says where nothing is said.
pub(super) fn default_again(column: &ColumnView<'_>, default: &str) -> Setting {
    Setting::column(column.header, "default", toml_string(default))
}

/// What the column with a header must be told, to hold what another one did.
fn content(old: &ColumnView<'_>, header: &str) -> Vec<Setting> {
    let setting = |key: &str, value: &str| Setting::column(header, key, value);
    let mut settings = match old.kind {
        Kind::Category(name) => vec![setting("as", "\"category\""), setting("enum", &toml_string(name))],
        Kind::Categories(name) => vec![setting("as", "\"categories\""), setting("enum", &toml_string(name))],
        Kind::Integer(_) => vec![setting("as", "\"integer\"")],
        Kind::Boolean => vec![setting("as", "\"boolean\"")],
        Kind::Text => Vec::new(),
    };
    settings.extend(old.optional.then(|| setting("optional", "true")));
    settings
}
