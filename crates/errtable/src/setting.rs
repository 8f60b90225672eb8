//! Lines of a directive, written by us: for people to paste, and for `init` to insert.

use crate::printable::{is_unprintable, printable};

/// One line of a directive that would settle a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// `None` for a key of the directive itself, else the table that it stands in: `[columns."..."]`.
    pub(crate) section: Option<String>,
    /// The key as TOML.
    pub(crate) key: String,
    /// The value as TOML.
    pub(crate) value: String,
}

impl Setting {
    pub(crate) fn new(key: &str, value: impl Into<String>) -> Self {
        Setting { section: None, key: key.to_owned(), value: value.into() }
    }

    /// A key of a column.
    pub(crate) fn column(column: &str, key: &str, value: impl Into<String>) -> Self {
        let section = Some(format!("columns.{}", toml_key(column)));
        Setting { section, key: key.to_owned(), value: value.into() }
    }

    /// The variant of a value of a category.
    pub(crate) fn value_variant(column: &str, text: &str, variant: &str) -> Self {
        let section = Some(format!("columns.{}.variants", toml_key(column)));
        Setting { section, key: toml_string(text), value: toml_string(variant) }
    }

    /// The variant of a code.
    pub(crate) fn variant(code: &str, variant: &str) -> Self {
        Setting { section: Some("variants".to_owned()), key: toml_key(code), value: toml_string(variant) }
    }
}

/// Settings as the lines of a directive, each with the words behind it as a comment.
pub(crate) fn toml_lines<'a>(settings: impl IntoIterator<Item = (&'a Setting, Option<&'a str>)>) -> Vec<String> {
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

/// A TOML string with this text, which neither ends the comment that it stands in nor holds a character that cannot be shown.
pub(crate) fn toml_string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            '>' if string.ends_with("--") => string.push_str("\\u003E"),
            c if is_unprintable(c) => string.push_str(&match u32::from(c) {
                number @ ..=0xffff => format!("\\u{number:04X}"),
                number => format!("\\U{number:08X}"),
            }),
            c => string.push(c),
        }
    }
    string.push('"');
    string
}

/// A TOML key with this text, bare where that is possible.
pub(crate) fn toml_key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { text.to_owned() } else { toml_string(text) }
}
