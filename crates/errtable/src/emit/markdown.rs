//! The reference page: what a spec says, without its prose and its directives, in one form for all specs.

use std::fmt::Write as _;

use super::rust;
use crate::catalog::{Alias, Catalog, Code, CodeType, Column, Entry, Enum, Role};

/// How a reference page is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// A table for each enum.
    #[default]
    Tables,
    /// A section for each code, with an anchor that links can lead to: `#errorcode-1008003`.
    Sections,
    /// For rustdoc: tables with links to the variants, and the values of categories with their codes, as documentation
    /// of the module that the code stands in.
    Rustdoc,
}

impl Page {
    /// How a page that was made is laid out, by its first line; `None` where that is not ours.
    pub fn of(page: &str) -> Option<Self> {
        let first = page.lines().next()?.strip_prefix(BANNER)?;
        let asked = |page: &Page| !page.arguments().is_empty() && first.starts_with(page.arguments());
        Some([Page::Sections, Page::Rustdoc].into_iter().find(asked).unwrap_or_default())
    }

    /// The arguments that ask for it.
    pub const fn arguments(self) -> &'static str {
        match self {
            Page::Tables => "",
            Page::Sections => "--sections ",
            Page::Rustdoc => "--rustdoc ",
        }
    }
}

const BANNER: &str = "<!-- Made by `errtable markdown ";

/// The reference page of a catalogue. The same catalogue gives the same bytes.
///
/// ```
/// use errtable::{Page, Source, compile, markdown};
///
/// let spec = "| Error code | Name |\n|---|---|\n| ~~7~~ | lid open |\n";
/// let page = markdown(&compile(Source::new("codes.md", spec)).catalog, Page::Tables);
/// assert!(page.ends_with("| Error code | Name | Variant |\n| --- | --- | --- |\n| ~~7~~ | lid open | `LidOpen` |\n"));
/// assert_eq!(Page::of(&page), Some(Page::Tables));
/// ```
pub fn markdown(catalog: &Catalog, page: Page) -> String {
    // A comment has no escapes, so what would end it must not get in.
    let spec = catalog.file_name().replace("--", "-\u{2010}").replace(char::is_control, " ");
    let mut text = format!("{BANNER}{}{spec}`; edit {spec} instead. -->\n", page.arguments());
    if page == Page::Rustdoc {
        rust::page(catalog, &mut text);
        return text;
    }
    for enumeration in catalog.enums() {
        let count = enumeration.entries.len();
        let plural = if count == 1 { "" } else { "s" };
        let _ =
            write!(text, "\n## {}\n\n{count} code{plural} of type `{}`.\n", enumeration.name, code_type(enumeration));
        if page == Page::Sections {
            enumeration.entries.iter().for_each(|entry| section(enumeration, entry, &mut text));
        } else {
            table(enumeration, &mut text);
        }
        ranges(enumeration, &mut text);
    }
    text
}

fn code_type(enumeration: &Enum) -> &'static str {
    match enumeration.code_type {
        CodeType::Text => "&str",
        integer => integer.as_str(),
    }
}

fn table(enumeration: &Enum, text: &mut String) {
    let headers: Vec<_> = enumeration.columns.iter().map(header).collect();
    let _ = write!(text, "\n| {} | Variant |\n|{}\n", headers.join(" | "), " --- |".repeat(headers.len() + 1));
    for entry in &enumeration.entries {
        let cells = enumeration.columns.iter().zip(&entry.cells).map(|(column, value)| match column.role {
            Role::Code => codes(enumeration, entry),
            _ => column.shown(value).map_or_else(String::new, |text| escape(&text)),
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(text, "| {} | {} |", cells.join(" | "), variants(enumeration, entry));
    }
}

fn section(enumeration: &Enum, entry: &Entry, text: &mut String) {
    let anchor = format!("{}-{}", enumeration.name, entry.code()).to_lowercase();
    let anchor = anchor.replace(|c: char| !c.is_alphanumeric() && c != '-', "-");
    let name = enumeration.name_of(entry).map_or_else(String::new, |name| format!(" {}", escape(name)));
    let _ = write!(text, "\n### <a id=\"{anchor}\"></a>{}{name}\n", codes(enumeration, entry));
    if let Some(description) = enumeration.description_of(entry) {
        // As a quotation, a description cannot begin a list or a heading.
        let _ = write!(text, "\n> {}\n", escape(description));
    }
    text.push('\n');
    let others =
        enumeration.other_columns().filter_map(|(index, column)| Some((column, column.shown(&entry.cells[index])?)));
    for (column, value) in others {
        let _ = writeln!(text, "- {}: {}", header(column), escape(&value));
    }
    let _ = writeln!(text, "- Variant: {}", variants(enumeration, entry));
    if entry.retired {
        text.push_str("- Retired: it is still decoded, and deprecated in code.\n");
    }
}

fn ranges(enumeration: &Enum, text: &mut String) {
    if enumeration.ranges.is_empty() {
        return;
    }
    text.push_str("\n| First | Last | Range |\n| --- | --- | --- |\n");
    for range in &enumeration.ranges {
        let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
        let _ = writeln!(text, "| {first} | {last} | {} |", escape(&range.text));
    }
}

fn header(column: &Column) -> String {
    escape(column.shown_header())
}

/// The codes of an entry, struck out where they are retired.
fn codes(enumeration: &Enum, entry: &Entry) -> String {
    let mark = if entry.retired { "~~" } else { "" };
    let codes = entry.codes.iter().map(|code| format!("{mark}{}{mark}", escape(&enumeration.show(code))));
    codes.collect::<Vec<_>>().join(", ")
}

/// The variant, and the constants that are other names of it.
fn variants(enumeration: &Enum, entry: &Entry) -> String {
    let is_of = |alias: &&Alias| enumeration.entries[alias.entry].code() == entry.code();
    let aliases = enumeration.aliases.iter().filter(is_of).map(|alias| alias.name.as_str());
    let names = std::iter::once(entry.variant.as_str()).chain(aliases);
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Text that Markdown shows as it is, on one line.
pub(crate) fn escape(text: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$');
    let text = text.replace(char::is_control, " ");
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
