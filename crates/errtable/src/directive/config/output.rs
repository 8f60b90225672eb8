//! `[spec.keep]`: the files that are made of a spec and committed.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Spanned;
use crate::directive::kind::{Kind, TomlValue, ValueReader, in_order, list, placed_choice};
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
    /// The keys that the kind takes beside `path`, all of them texts.
    fn options(self) -> &'static [&'static str] {
        match self {
            OutputKind::Markdown => &["style"],
            OutputKind::Html => &["theme", "module"],
            OutputKind::Template => &["template"],
            _ => &[],
        }
    }

    /// The word for it, which is its key.
    pub fn as_str(self) -> &'static str {
        self.word()
    }
}

choices! {
    /// `style` of the reference page.
    PageStyle {
        /// A table for each enum. This is so without the key.
        Tables = "tables",
        /// A section with an anchor for each code.
        Sections = "sections",
        /// Tables with links to the variants, for the documentation of the module with the code.
        Rustdoc = "rustdoc",
    }
}

/// A file that is made of a spec and committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub kind: OutputKind,
    /// Its path from the folder of `errtable.toml`, in which `{name}` stands for the name of the spec.
    pub(crate) path: Spanned<String>,
    options: Vec<(&'static str, Spanned<String>)>,
}

impl Kept {
    /// Where its path stands in the `errtable.toml`.
    pub fn span(&self) -> Range<usize> {
        self.path.span.clone()
    }

    /// What it has for a key beside `path`: the `style` of a reference page, the `theme` and the `module` of a page for a
    /// browser, the `template` that makes it. A theme and a template are paths from the folder of `errtable.toml`.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.iter().find(|(name, _)| *name == key).map(|(_, text)| text.value.as_str())
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
    let kept = match value.get_ref() {
        DeValue::String(path) => {
            Kept { kind, path: reader.spanned(path.to_string(), value.span()), options: Vec::new() }
        }
        DeValue::Table(table) => of_table(reader, kind, table, value)?,
        _ => {
            let message = format!("`{}` is a path, a table with `path`, or an array of these", kind.word());
            let finding = reader.error(Rule::ValueType, value.span(), message);
            reader.findings.push(finding.help(format!("write the path of the file that is kept: {}", example(kind))));
            return None;
        }
    };
    let files = kept.options.iter().filter(|(key, _)| matches!(*key, "theme" | "template")).map(|(_, path)| path);
    for path in files.chain([&kept.path]) {
        if path.value.is_empty() || path.value.starts_with('/') || path.value.contains([':', '\\']) {
            let message = format!("a kept file cannot be `{}`", printable(&path.value));
            let finding = Finding::error(Rule::InvalidPath, reader.source, path.span.clone(), message);
            let help = "write a path from the folder of errtable.toml, with `/` between folders";
            reader.findings.push(finding.help(help));
            return None;
        }
    }
    if kind == OutputKind::Template && kept.option("template").is_none() {
        let finding = reader.error(Rule::ConfigSyntax, value.span(), "nothing says which template makes this file");
        reader.findings.push(finding.help(format!("name it, too: {}", example(kind))));
        return None;
    }
    Some(kept)
}

fn of_table(
    reader: &mut ValueReader<'_>,
    kind: OutputKind,
    table: &DeTable<'_>,
    value: &TomlValue<'_>,
) -> Option<Kept> {
    let mut path = None;
    let mut options = Vec::new();
    for (key, value) in in_order(table) {
        let option = kind.options().iter().find(|name| **name == key.value);
        if key.value != "path" && option.is_none() {
            unknown(reader, kind, key);
        } else if key.value == "style" {
            let style = (placed_choice::<PageStyle>().read)(reader, "style", value)?;
            options.push(("style", Spanned { value: style.value.word().to_owned(), span: style.span }));
        } else if let Some(text) = value.get_ref().as_str() {
            let text = reader.spanned(text.to_owned(), value.span());
            match option {
                Some(name) => options.push((*name, text)),
                None => path = Some(text),
            }
        } else {
            let finding = reader.error(Rule::ValueType, value.span(), format!("`{}` is a text here", key.value));
            reader.findings.push(finding.help(format!("write it as a string: {}", example(kind))));
            return None;
        }
    }
    if path.is_none() {
        let finding = reader.error(Rule::ConfigSyntax, value.span(), "nothing says which file this is");
        reader.findings.push(finding.help(format!("name it: {}", example(kind))));
    }
    Some(Kept { kind, path: path?, options })
}

fn unknown(reader: &mut ValueReader<'_>, kind: OutputKind, key: Spanned<&str>) {
    let is_of_another = OutputKind::ALL.iter().any(|other| other.options().contains(&key.value));
    let rule = if is_of_another { Rule::MisplacedKey } else { Rule::UnknownKey };
    let message = format!("`{}` is no key of `{}`", printable(key.value), kind.word());
    let finding = reader.error(rule, key.span, message);
    let keys = ["path"].into_iter().chain(kind.options().iter().copied());
    reader.findings.push(finding.help(format!("take it out; the keys are {}", list(keys))));
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
