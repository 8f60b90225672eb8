//! What can stand at a place: keys and values of directives, headers, codes that are free, and values of categories.

use std::collections::BTreeSet;
use std::fs;
use std::ops::{Range, RangeInclusive};

use errtable::catalog::{Code, Content, Enum, Role};
use errtable::inner::directive::{Key, ValueType};
use errtable::inner::markdown::Table;
use errtable::inner::{folder, lock, reserved, spec_of, toml_key};
use errtable::{Rule, printable};
use errtable_tools::default_lock_name;
use serde_json::{Value as Json, json};

use crate::documents::{Document, is_markdown};
use crate::hover;
use crate::positions::{Lines, Position};
use crate::site::{TomlSite, column};
use crate::workspace::{Analysis, Part, Workspace};

/// The kinds of completion items that the protocol has.
const VALUE: u32 = 12;
const PROPERTY: u32 = 10;
const MEMBER: u32 = 20;
const FILE: u32 = 17;

/// What may stand at a place, in the place of some bytes of the document's text without its mark.
#[derive(Debug)]
struct Item {
    label: String,
    kind: u32,
    detail: String,
    documentation: String,
    text: String,
}

impl Item {
    fn new(label: impl Into<String>, kind: u32, detail: impl Into<String>) -> Self {
        let label = label.into();
        Item { text: label.clone(), label, kind, detail: detail.into(), documentation: String::new() }
    }

    /// The same, which writes something else than it is called.
    fn writing(self, text: impl Into<String>) -> Self {
        Item { text: text.into(), ..self }
    }

    fn documented(self, text: impl Into<String>) -> Self {
        Item { documentation: text.into(), ..self }
    }
}

pub(crate) fn completion(workspace: &mut Workspace, uri: &str, position: Position) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    let byte = workspace.byte(&document, position);
    let text = document.text[document.mark()..].to_owned();
    let of_toml = TomlSite::at(&document, &text, byte);
    let found = match &of_toml {
        Some(site) => Some(toml(workspace, &document, site, &text)),
        None if document.is_markdown() => row(workspace, &document, &text, byte),
        None => None,
    };
    let Some((items, replaced)) = found else { return Json::Null };
    let mark = document.mark();
    let lines = Lines::of(&document.text);
    let range = lines.range(&document.text, replaced.start + mark..replaced.end + mark, workspace.encoding);
    let item = |(number, item): (usize, Item)| {
        let mut json = json!({
            "label": item.label,
            "kind": item.kind,
            "detail": item.detail,
            "sortText": format!("{number:04}"),
            "filterText": item.text,
            "textEdit": {"range": range, "newText": item.text},
        });
        if !item.documentation.is_empty() {
            json["documentation"] = json!({"kind": "markdown", "value": item.documentation});
        }
        json
    };
    Json::from(items.into_iter().enumerate().map(item).collect::<Vec<_>>())
}

type Found = (Vec<Item>, Range<usize>);

/// Keys or values of a directive.
fn toml(workspace: &mut Workspace, document: &Document, site: &TomlSite<'_>, text: &str) -> Found {
    let (key, key_span) = site.key();
    let of = workspace.specs_of(&document.path).into_iter().next();
    let of = of.as_deref();
    if site.is_in_value() {
        let span = value_span(site);
        return (values(document, of, site, key, text), site.start + span.start..site.start + span.end);
    }
    let line = site.start + key_span.start.min(site.at)..site.start + key_span.end.max(site.at);
    if key.starts_with('[') {
        return (sections(of, document, site, text), line);
    }
    let said: BTreeSet<&str> =
        section_lines(site).filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim()).collect();
    let keys = site.keys().into_iter().filter(|key| !said.contains(key.name));
    let mut items: Vec<_> = keys.map(key_item).collect();
    let is_codes = matches!(&site.section[..], [section] if section == "variants");
    if let Some((of, table)) = of.and_then(|of| table_below(of, document, text, site.start)).filter(|_| is_codes) {
        let entries = of.entries.iter().filter(|entry| entry.row().table() == table.id);
        items.extend(entries.map(|entry| {
            let code = entry.code().to_string();
            let line = format!("{} = \"{}\"", toml_key(&code), entry.variant);
            Item::new(code, MEMBER, entry.variant.clone()).writing(line)
        }));
    }
    (items, line)
}

/// The lines of the section of a place, above it.
fn section_lines<'t>(site: &TomlSite<'t>) -> impl Iterator<Item = &'t str> {
    let start = site.before.rfind("\n[").map_or(0, |at| at + 1);
    site.before[start..].lines()
}

fn key_item(key: &'static Key) -> Item {
    let is_table =
        matches!(key.value, ValueType::TextTable | ValueType::TextsTable | ValueType::RangeTable | ValueType::Columns);
    let text = match key.value {
        _ if is_table && key.name == "columns" => "[columns.\"\"]".to_owned(),
        ValueType::TextTable | ValueType::RangeTable if key.example.starts_with('[') => format!("[{}]", key.name),
        ValueType::Text | ValueType::Texts | ValueType::Choice(_) => format!("{} = \"\"", key.name),
        ValueType::Suspicions => format!("{} = [\"\"]", key.name),
        _ => format!("{} = ", key.name),
    };
    Item::new(key.name, PROPERTY, key.value.wanted()).writing(text).documented(hover::of_key(key))
}

/// Where the string, or the bare word, stands in its line that the place is in; with its quotes.
fn value_span(site: &TomlSite<'_>) -> Range<usize> {
    let (mut open, line) = (None, site.line);
    let first = line.find('=').map_or(0, |at| at + 1);
    for (at, c) in line[first..site.at].char_indices() {
        match (c, open) {
            ('"' | '\'', None) => open = Some((first + at, c)),
            (c, Some((_, quote))) if c == quote => open = None,
            _ => {}
        }
    }
    let Some((start, quote)) = open else {
        return site.word().1;
    };
    let end = line[site.at..].find(quote).map_or(site.at, |at| site.at + at + 1);
    start..end
}

fn values(document: &Document, of: Option<&Analysis>, site: &TomlSite<'_>, key: &str, text: &str) -> Vec<Item> {
    let quoted = |word: &str| format!("\"{word}\"");
    let Some(record) = site.record(key) else { return Vec::new() };
    match record.value {
        ValueType::Choice(choices) => {
            let item = |choice: &errtable::inner::directive::Choice| {
                Item::new(choice.name, VALUE, "").writing(quoted(choice.name)).documented(choice.about())
            };
            choices.iter().map(item).collect()
        }
        ValueType::Flag => ["true", "false"].map(|word| Item::new(word, VALUE, "")).into(),
        ValueType::Suspicions => {
            let suspicions = Rule::ALL.iter().filter(|rule| rule.is_suspicion());
            let item = |rule: &Rule| {
                let name = rule.as_str();
                Item::new(name, VALUE, rule.about()).writing(quoted(name)).documented(hover::of_rule(*rule))
            };
            suspicions.map(item).collect()
        }
        ValueType::ColumnName => {
            let headers = of.and_then(|of| headers_below(of, document, text, site.start)).unwrap_or_default();
            let named = headers.into_iter().map(|header| {
                let text = errtable::inner::toml_string(&header);
                Item::new(header, VALUE, "a header of the table").writing(text)
            });
            named.chain([Item::new("false", VALUE, "the table has no such column")]).collect()
        }
        _ => match record.name {
            "lock" => {
                let path = of.map_or(document.path.as_path(), |of| of.path.as_path());
                let name = default_lock_name(&path.file_name().map(|name| printable(&shown(name))).unwrap_or_default());
                vec![Item::new(name.clone(), FILE, "the usual name").writing(quoted(&name))]
            }
            "join" | "path" => files(document)
                .into_iter()
                .map(|name| Item::new(name.clone(), FILE, "").writing(quoted(&name)))
                .collect(),
            _ => Vec::new(),
        },
    }
}

/// The Markdown files beside a document.
fn files(document: &Document) -> Vec<String> {
    let entries = fs::read_dir(folder(&document.path)).into_iter().flatten().flatten().take(200);
    let paths = entries.map(|entry| entry.path()).filter(|path| is_markdown(path) && *path != document.path);
    let mut names: Vec<_> = paths.filter_map(|path| path.file_name().map(shown)).collect();
    names.sort();
    names
}

/// A name as a text; it goes into an edit, which holds any text.
#[allow(clippy::disallowed_methods, reason = "an edit has the true name")]
fn shown(name: &std::ffi::OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// The headers of sections.
fn sections(of: Option<&Analysis>, document: &Document, site: &TomlSite<'_>, text: &str) -> Vec<Item> {
    if site.is_config {
        let names = of.into_iter().flat_map(|of| of.compiled.catalog.enums()).flat_map(|of| {
            let categories = of.categories().map(|(_, _, category)| category.name.clone());
            std::iter::once(of.name.clone()).chain(categories).collect::<Vec<_>>()
        });
        let types = names.map(|name| Item::new(format!("[spec.enum.{name}]"), PROPERTY, "what a type carries"));
        return ["[[spec]]", "[spec.keep]"]
            .map(|name| Item::new(name, PROPERTY, ""))
            .into_iter()
            .chain(types)
            .collect();
    }
    let mut items = vec![
        Item::new("[variants]", PROPERTY, "the variants of single codes"),
        Item::new("[reserved]", PROPERTY, "the numbers that are reserved for rows"),
    ];
    let headers = of.and_then(|of| headers_below(of, document, text, site.start)).unwrap_or_default();
    items.extend(
        headers
            .iter()
            .map(|header| Item::new(format!("[columns.{}]", toml_key(header)), PROPERTY, "what is said of the column")),
    );
    items
}

/// The enum and the table below a byte of a document.
fn table_below<'a>(of: &'a Analysis, document: &Document, text: &str, byte: usize) -> Option<(&'a Enum, &'a Table)> {
    let part = of.part(&document.path).filter(|part| part.source.text() == text)?;
    let table = part.document.tables.iter().find(|table| table.span.start >= byte)?;
    let of = of.compiled.catalog.enums().iter().find(|of| of.tables.contains(&table.id))?;
    Some((of, table))
}

/// The headers of the table below a byte; the table need not be compiled.
fn headers_below(of: &Analysis, document: &Document, text: &str, byte: usize) -> Option<Vec<String>> {
    let part = of.part(&document.path)?;
    let table = part.document.tables.iter().find(|table| table.span.start >= byte);
    let lines = || text.get(byte..)?.lines().find(|line| line.trim_start().starts_with('|'));
    match table {
        Some(table) => Some(table.header.cells.iter().map(|cell| cell.text.clone()).collect()),
        None => Some(lines()?.split('|').map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()),
    }
}

/// Codes, values and headers in a line of a table, which need not be whole.
fn row(workspace: &mut Workspace, document: &Document, text: &str, byte: usize) -> Option<Found> {
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    let line = text[start..end].trim_end_matches('\r');
    let at = (byte - start).min(line.len());
    if !line.trim_start().starts_with('|') {
        return None;
    }
    let cells = pipes(line);
    let index = cells.iter().filter(|&&pipe| pipe < at).count().checked_sub(1)?;
    let from = cells[index] + 1;
    let to = cells.get(index + 1).copied().unwrap_or(line.len());
    let cell = &line[from..to];
    let filled = cell.trim();
    let span = match filled.is_empty() {
        true => start + at..start + at,
        false => {
            let lead = from + cell.len() - cell.trim_start().len();
            start + lead..start + (lead + filled.len()).max(at)
        }
    };
    let specs = workspace.specs_of(&document.path);
    let next = text[end..].lines().nth(1).unwrap_or_default();
    if is_delimiter(next) {
        return Some((headers(&specs.iter().map(|of| &**of).collect::<Vec<_>>()), span));
    }
    let of = specs.first()?;
    let part = of.part(&document.path)?;
    let number = part.source.line(start);
    let table = part.document.tables.iter().rev().find(|table| table.header.line < number)?;
    // A line of another table, or of none, lies farther below.
    let last = table.rows.last().map_or(table.header.line + 1, |row| row.line);
    if number > last + 1 {
        return None;
    }
    let enums = of.compiled.catalog.enums();
    let enumeration = match part.name {
        None => enums.iter().find(|of| of.tables.contains(&table.id))?,
        Some(name) => enums
            .iter()
            .find(|of| of.columns.iter().any(|column| column.from.as_deref() == Some(name)))
            .or(enums.first())?,
    };
    let column = column(enumeration, table, index)?;
    let items = match (&column.content, column.role) {
        (_, Role::Code) => free_codes(of, part, enumeration, table, line, &cells, number).into_iter().collect(),
        (Content::Category(category) | Content::Categories(category), _) => {
            let values = category.values.iter();
            values
                .map(|value| Item::new(value.text.clone(), MEMBER, format!("{}::{}", category.name, value.variant)))
                .collect()
        }
        (Content::Boolean, _) => ["yes", "no"].map(|word| Item::new(word, VALUE, "")).into(),
        _ => return None,
    };
    Some((items, span))
}

/// The pipes of a line that part its cells.
fn pipes(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    (0..bytes.len()).filter(|&at| bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\')).collect()
}

fn is_delimiter(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.trim().bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Headers that say what a column means, and those of the other tables of the specs.
fn headers(specs: &[&Analysis]) -> Vec<Item> {
    let usual = [("Error code", "the codes"), ("Name", "the names"), ("Description", "what the codes mean")];
    let mut items: Vec<_> = usual.map(|(header, what)| Item::new(header, PROPERTY, what)).into();
    let known = specs.iter().flat_map(|of| of.compiled.catalog.enums()).flat_map(|of| &of.columns);
    for column in known {
        if !column.header.is_empty() && !items.iter().any(|item| item.label == column.header) {
            let detail = format!("{}()", column.accessor);
            items.push(Item::new(column.header.clone(), PROPERTY, detail));
        }
    }
    items
}

/// The next number that nobody has and nobody had, of those that are for a row.
fn free_codes(
    of: &Analysis,
    part: Part<'_>,
    enumeration: &Enum,
    table: &Table,
    line: &str,
    cells: &[usize],
    number: usize,
) -> Option<Item> {
    let spec = spec_of(&of.compiled);
    let mut taken: BTreeSet<i128> = BTreeSet::new();
    let mut take = |code: &Code| {
        if let Code::Integer(number) = code {
            taken.insert(*number);
        }
    };
    let of_row = |line: usize| {
        enumeration
            .entries
            .iter()
            .filter(move |entry| entry.from.as_deref() == part.name && entry.rows.iter().any(|row| row.line() == line))
    };
    // The row itself may hold a code, which is free for it.
    let own: BTreeSet<&Code> = of_row(number).flat_map(|entry| &entry.codes).collect();
    enumeration.entries.iter().flat_map(|entry| &entry.codes).filter(|code| !own.contains(code)).for_each(&mut take);
    let released = lock(&of.compiled).and_then(|lock| lock.named(&enumeration.name));
    if let Some(released) = released {
        released.codes().for_each(|(code, _)| take(&code.code));
    }
    let here: Vec<i128> = enumeration
        .entries
        .iter()
        .filter(|entry| entry.from.as_deref() == part.name)
        .filter(|entry| entry.rows.iter().any(|row| (table.header.line..=last(table)).contains(&row.line())))
        .flat_map(|entry| &entry.codes)
        .filter(|code| !own.contains(code))
        .filter_map(|code| if let Code::Integer(number) = code { Some(*number) } else { None })
        .collect();
    let ranges: Vec<(&str, RangeInclusive<i128>)> =
        enumeration.tables.iter().flat_map(|&table| reserved(spec, table)).collect();
    let texts: Vec<&str> = cells.windows(2).map(|pair| line[pair[0] + 1..pair[1]].trim()).collect();
    let is_named = |name: &str| {
        table.headings.iter().any(|heading| heading.eq_ignore_ascii_case(name))
            || texts.iter().any(|text| text.eq_ignore_ascii_case(name))
    };
    let is_free = |number: &i128| !taken.contains(number);
    let own_range = ranges.iter().rev().find(|(name, _)| is_named(name));
    let (free, detail) = match own_range {
        Some((name, range)) => {
            // Behind the greatest, else a gap.
            let greatest = taken.range(range.clone()).next_back().copied();
            let behind = greatest.map_or(*range.start(), |greatest| greatest + 1);
            let behind = (behind..=*range.end()).find(is_free);
            (behind.or_else(|| range.clone().find(is_free))?, format!("the next number of {name}"))
        }
        None => {
            let after = here.iter().max().or(taken.last()).copied().unwrap_or_default() + 1;
            let is_reserved = |number: &i128| ranges.iter().any(|(_, range)| range.contains(number));
            let mut number = after;
            while taken.contains(&number) || is_reserved(&number) {
                let within = ranges.iter().find(|(_, range)| range.contains(&number));
                number = within.map_or(number, |(_, range)| *range.end()) + 1;
            }
            (number, "the next number".to_owned())
        }
    };
    let code = Code::Integer(free);
    (!enumeration.entries.is_empty()).then(|| Item::new(enumeration.show(&code), VALUE, detail))
}

fn last(table: &Table) -> usize {
    table.rows.last().map_or(table.header.line, |row| row.line)
}
