//! `[spec.keep]`: the files that are made of a spec and committed.

use toml::de::{DeTable, DeValue};

use super::Spanned;
use crate::directive::kind::{Kind, TomlValue, ValueReader, in_order, list};
use crate::directive::value::{Choice, OneOf, ValueType, choices};
use crate::finding::{Finding, Fix, Rule};
use crate::text::{nearest, printable};

choices! {
    /// What is made of a spec.
    OutputKind {
        /// The Rust code that a build script would make.
        Rust = "rust",
        /// The reference page in Markdown.
        Markdown = "markdown",
        /// The page for a browser.
        Html = "html",
        /// The catalogue as JSON.
        Json = "json",
        /// A TypeScript module.
        TypeScript = "typescript",
        /// A Python module.
        Python = "python",
        /// What a template of one's own makes of the catalogue.
        Template = "template",
    }
}

impl OutputKind {
    /// The key beside `path` that the kind takes: the file from which the output is made, too.
    fn option(self) -> Option<&'static str> {
        match self {
            OutputKind::Html => Some("theme"),
            OutputKind::Template => Some("template"),
            _ => None,
        }
    }
}

/// A file that is made of a spec and committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub kind: OutputKind,
    /// Its path from the folder of `errtable.toml`, in which `{name}` stands for the name of the spec.
    pub(crate) path: Spanned<String>,
    /// The theme of the page, or the template, as a path from the same folder.
    pub(crate) made_with: Option<Spanned<String>>,
}

impl Kept {
    /// Where its path stands in the `errtable.toml`.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.path.span.clone()
    }

    /// The theme of the page, or the template, as a path from the folder of `errtable.toml`.
    pub fn made_with(&self) -> Option<&str> {
        self.made_with.as_ref().map(|path| path.value.as_str())
    }
}

pub(super) const KEEP: Kind<Vec<Kept>> = Kind { shown: ValueType::Outputs, read: keep };

fn keep(reader: &mut ValueReader<'_>, key: &str, value: &TomlValue<'_>) -> Vec<Kept> {
    let Some(table) = reader.table(key, value) else { return Vec::new() };
    let mut all = Vec::new();
    for (key, value) in in_order(table) {
        let Some(&kind) = OutputKind::ALL.iter().find(|kind| kind.word() == key.value) else {
            let message = format!("there is no output `{}`", printable(key.value));
            let finding = reader.error(Rule::UnknownKey, key.span.clone(), message);
            let known = || OutputKind::ALL.iter().map(|kind| kind.word());
            reader.findings.push(match nearest(key.value, known()) {
                Some(meant) => finding.fix(Fix::meant_word(reader.source, key.span, meant)),
                None => finding.help(format!("the outputs are {}", list(known()))),
            });
            continue;
        };
        match value.get_ref() {
            DeValue::Array(values) => all.extend(values.iter().filter_map(|value| output(reader, kind, value))),
            _ => all.extend(output(reader, kind, value)),
        }
    }
    all
}

fn output(reader: &mut ValueReader<'_>, kind: OutputKind, value: &TomlValue<'_>) -> Option<Kept> {
    let (path, made_with) = match value.get_ref() {
        DeValue::String(path) => (reader.spanned(path.to_string(), value.span()), None),
        DeValue::Table(table) => of_table(reader, kind, table, value)?,
        _ => {
            let word = kind.word();
            let message = format!("`{word}` is a path, a table with `path`, or an array of these");
            let finding = reader.error(Rule::ValueType, value.span(), message);
            reader.findings.push(finding.help(format!("write the path of the file that is kept: {}", example(kind))));
            return None;
        }
    };
    for path in made_with.iter().chain([&path]) {
        if path.value.is_empty() || path.value.starts_with('/') || path.value.contains([':', '\\']) {
            let message = format!("a kept file cannot be `{}`", printable(&path.value));
            let finding = Finding::error(Rule::InvalidPath, reader.source, path.span.clone(), message);
            let help = "write a path from the folder of errtable.toml, with `/` between folders";
            reader.findings.push(finding.help(help));
            return None;
        }
    }
    if kind == OutputKind::Template && made_with.is_none() {
        let finding = reader.error(Rule::ConfigSyntax, value.span(), "nothing says which template makes this file");
        reader.findings.push(finding.help(format!("name it, too: {}", example(kind))));
        return None;
    }
    Some(Kept { kind, path, made_with })
}

/// The path, and the file from which the output is made, too.
type Paths = (Spanned<String>, Option<Spanned<String>>);

fn of_table(
    reader: &mut ValueReader<'_>,
    kind: OutputKind,
    table: &DeTable<'_>,
    value: &TomlValue<'_>,
) -> Option<Paths> {
    let (mut path, mut made_with) = (None, None);
    for (key, value) in in_order(table) {
        let is_option = Some(key.value) == kind.option();
        if key.value != "path" && !is_option {
            let is_of_another = OutputKind::ALL.iter().any(|other| other.option() == Some(key.value));
            let rule = if is_of_another { Rule::MisplacedKey } else { Rule::UnknownKey };
            let finding =
                reader.error(rule, key.span, format!("`{}` is no key of `{}`", printable(key.value), kind.word()));
            let keys = ["path"].into_iter().chain(kind.option());
            reader.findings.push(finding.help(format!("take it out; the keys are {}", list(keys))));
            continue;
        }
        let Some(text) = value.get_ref().as_str() else {
            let finding = reader.error(Rule::ValueType, value.span(), format!("`{}` is a path", key.value));
            reader.findings.push(finding.help(format!("write it as a string: {}", example(kind))));
            return None;
        };
        let text = reader.spanned(text.to_owned(), value.span());
        if is_option { made_with = Some(text) } else { path = Some(text) }
    }
    if path.is_none() {
        let finding = reader.error(Rule::ConfigSyntax, value.span(), "nothing says which file this is");
        reader.findings.push(finding.help(format!("name it: {}", example(kind))));
    }
    Some((path?, made_with))
}

/// A line that keeps a file of a kind.
fn example(kind: OutputKind) -> &'static str {
    match kind {
        OutputKind::Rust => "rust = \"src/generated.rs\"",
        OutputKind::Markdown => "markdown = \"docs/codes.md\"",
        OutputKind::Html => "html = { path = \"docs/codes.html\", theme = \"docs/theme.html\" }",
        OutputKind::Json => "json = \"docs/codes.json\"",
        OutputKind::TypeScript => "typescript = \"web/codes.ts\"",
        OutputKind::Python => "python = \"codes.py\"",
        OutputKind::Template => "template = { path = \"Codes.kt\", template = \"kotlin.j2\" }",
    }
}
