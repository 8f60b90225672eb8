//! What would settle a finding: lines of a directive, for people to paste and for `init` to insert.

use crate::text::{TableId, printable, toml_key, toml_string};

/// A directive that settles a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The table.
    pub table: TableId,
    /// The other tables that the same lines belong above.
    pub others: Vec<TableId>,
    /// The lines of the directive.
    pub settings: Vec<Setting>,
    /// Why, in a few words for a comment.
    pub why: String,
}

/// One line of a directive that would settle a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `None` for a key of the directive itself, else the table that it stands in: `[columns."..."]`.
    pub section: Option<String>,
    /// The key as TOML.
    pub key: String,
    /// The value as TOML.
    pub value: String,
}

impl Setting {
    /// A key of the directive itself.
    pub fn new(key: &str, value: impl Into<String>) -> Self {
        Setting { section: None, key: key.to_owned(), value: value.into() }
    }

    /// A key of a column.
    pub fn column(column: &str, key: &str, value: impl Into<String>) -> Self {
        let section = Some(format!("columns.{}", toml_key(column)));
        Setting { section, key: key.to_owned(), value: value.into() }
    }

    /// The variant of a value of a category.
    pub(crate) fn value_variant(column: &str, text: &str, variant: &str) -> Self {
        let section = Some(format!("columns.{}.variants", toml_key(column)));
        Setting { section, key: toml_string(text), value: toml_string(variant) }
    }

    /// The variant of a code.
    pub fn variant(code: &str, variant: &str) -> Self {
        Setting { section: Some("variants".to_owned()), key: toml_key(code), value: toml_string(variant) }
    }
}

/// Settings as the lines of a directive, each with the words behind it as a comment.
pub fn toml_lines<'a>(settings: impl IntoIterator<Item = (&'a Setting, Option<&'a str>)>) -> Vec<String> {
    let mut settings: Vec<_> = settings.into_iter().collect();
    // Keys of the directive itself come first: below a `[section]` they would belong to it.
    settings.sort_by_key(|(setting, _)| setting.section.clone());
    let mut lines = Vec::new();
    let mut section = &None;
    for (setting, why) in settings {
        if setting.section != *section {
            section = &setting.section;
            lines.extend(section.iter().map(|section| format!("[{section}]")));
        }
        let comment = why.map_or(String::new(), |why| format!(" # {}", printable(why)));
        lines.push(format!("{} = {}{comment}", setting.key, setting.value));
    }
    lines
}
