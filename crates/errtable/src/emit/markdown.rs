//! The reference page: what a spec says, without its prose and its directives, in one form for all specs.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::marked::{Spot, push_marked};
use super::rust;
use crate::catalog::{Catalog, Code, CodeType, Column, Entry, Enum, Role};
use crate::text::printable_char;

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
        let asked = |page: &Page| page.argument().is_some_and(|argument| first.starts_with(argument));
        Some([Page::Sections, Page::Rustdoc].into_iter().find(asked).unwrap_or_default())
    }

    /// The argument of `errtable emit markdown` that asks for it.
    pub const fn argument(self) -> Option<&'static str> {
        match self {
            Page::Tables => None,
            Page::Sections => Some("--sections"),
            Page::Rustdoc => Some("--rustdoc"),
        }
    }
}

const BANNER: &str = "<!-- Made by `errtable emit markdown ";

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
    let spec = catalog.file_name().replace("--", "-\u{2010}");
    let argument = page.argument().map_or_else(String::new, |argument| format!("{argument} "));
    let mut text = format!("{BANNER}{argument}{spec}`; edit {spec} instead. -->\n");
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
            sections(enumeration, &mut text);
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
    for (entry, variants) in enumeration.entries.iter().zip(variants(enumeration)) {
        let cells = enumeration.columns.iter().enumerate().map(|(index, column)| match column.role {
            Role::Code => codes(enumeration, entry),
            _ => shown(enumeration, entry, index, Spot::Cell).unwrap_or_default(),
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(text, "| {} | {variants} |", cells.join(" | "));
    }
}

fn sections(enumeration: &Enum, text: &mut String) {
    let mut taken = HashSet::new();
    for (entry, variants) in enumeration.entries.iter().zip(variants(enumeration)) {
        let anchors = entry.codes.iter().map(|code| {
            let anchor = anchor(&enumeration.name, code, &taken);
            let element = format!("<a id=\"{anchor}\"></a>");
            taken.insert(anchor);
            element
        });
        let anchors: String = anchors.collect();
        section(enumeration, entry, &anchors, &variants, text);
    }
}

/// The name by which links lead to a code: `errorcode-1008003`. Of codes that differ in marks alone, later ones are
/// numbered.
fn anchor(name: &str, code: &Code, taken: &HashSet<String>) -> String {
    let anchor = format!("{name}-{code}").to_lowercase();
    let anchor = anchor.replace(|c: char| !c.is_alphanumeric() && c != '-', "-");
    let mut numbered = (1..).map(|number| if number == 1 { anchor.clone() } else { format!("{anchor}-{number}") });
    numbered.find(|anchor| !taken.contains(anchor)).unwrap_or_default()
}

fn section(enumeration: &Enum, entry: &Entry, anchors: &str, variants: &str, text: &mut String) {
    let text_of = |role| shown(enumeration, entry, enumeration.column(role)?, Spot::Line);
    let name = text_of(Role::Name).map_or_else(String::new, |name| format!(" {name}"));
    let _ = write!(text, "\n### {anchors}{}{name}\n", codes(enumeration, entry));
    if let Some(description) = text_of(Role::Description) {
        let _ = write!(text, "\n> {}\n", paragraph(&description));
    }
    text.push('\n');
    for (index, column) in enumeration.other_columns() {
        if let Some(value) = shown(enumeration, entry, index, Spot::Line) {
            let _ = writeln!(text, "- {}: {value}", header(column));
        }
    }
    let _ = writeln!(text, "- Variant: {variants}");
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

/// What a cell says, with its code and links; `None` where it is empty.
fn shown(enumeration: &Enum, entry: &Entry, index: usize, spot: Spot) -> Option<String> {
    let text = enumeration.columns[index].told(&entry.cells[index])?;
    let mut line = String::new();
    push_marked(&mut line, &text, &entry.marks_of(index), spot, |line, text| line.push_str(&escape(text)));
    Some(line)
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

/// The variant of each entry, and the constants that are other names of it.
fn variants(enumeration: &Enum) -> Vec<String> {
    let aliases = enumeration.aliases_by_entry();
    let entries = enumeration.entries.iter().enumerate().map(|(index, entry)| {
        let aliases = aliases.get(&index).into_iter().flatten().map(|alias| alias.name.as_str());
        let names = std::iter::once(entry.variant.as_str()).chain(aliases);
        names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    });
    entries.collect()
}

/// A line that begins no list and no rule.
fn paragraph(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = if line.starts_with(['-', '+', '=']) {
        0
    } else if digits > 0 && line[digits..].starts_with(['.', ')']) {
        digits
    } else {
        return line.to_owned();
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

/// Text that Markdown shows as it is, on one line.
pub fn escape(text: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$');
    text.chars().map(printable_char).flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
