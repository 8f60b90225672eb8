//! What a template is given.

use std::collections::{BTreeMap, HashMap, HashSet};

use minijinja::Value;
use serde::Serialize;

use super::escape::{marked, sanitize};
use super::prose::{Prose, prose};
use errtable::Compiled;
use errtable::catalog::{Code, Content, Entry, Enum, Role, RowId, Verdict};
use errtable::inner::{percent_encoded, spec_of};
use errtable::printable;

/// A `String` is text, which the template escapes where it is printed; a `Value` is HTML already.
#[derive(Serialize)]
pub(crate) struct Context {
    title: String,
    /// The name by which links in the prose call the title, if it comes from there.
    anchor: String,
    source: String,
    /// The language of the texts, as far as their script tells.
    language: &'static str,
    version: &'static str,
    style: Value,
    script: Value,
    count: usize,
    retired: usize,
    enums: Vec<String>,
    filters: Vec<Filter>,
    blocks: Vec<Block>,
}

/// The values of a category, to choose from.
#[derive(Serialize)]
struct Filter {
    header: String,
    values: Vec<FilterValue>,
}

#[derive(Serialize)]
struct FilterValue {
    /// What entries that have it name it by.
    key: String,
    text: String,
    count: usize,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Block {
    Prose {
        html: Value,
    },
    Codes {
        name: String,
        /// Of the heading of an entry.
        level: usize,
        /// Entries, some at a time, so that a browser need not lay out all of them.
        chunks: Vec<Vec<Item>>,
        ranges: Vec<Range>,
    },
}

#[derive(Serialize)]
struct Item {
    id: String,
    /// Each code, and the name by which a link leads to it, percent-encoded.
    codes: Vec<CodeLink>,
    name: Value,
    description: Value,
    cells: Vec<Cell>,
    path: String,
    aliases: Vec<String>,
    retired: bool,
    line: usize,
    /// The keys of its categories' values.
    keys: String,
}

#[derive(Serialize)]
struct CodeLink {
    text: String,
    anchor: String,
}

#[derive(Serialize)]
struct Cell {
    header: String,
    html: Value,
}

#[derive(Serialize)]
struct Range {
    first: String,
    last: String,
    text: String,
}

/// As many entries as a browser lays out at once.
const CHUNK: usize = 16;

pub(crate) fn context(compiled: &Compiled, module: Option<&str>, style: &str, script: &str) -> Context {
    let catalog = &compiled.catalog;
    let entries = || catalog.enums().iter().flat_map(|enumeration| &enumeration.entries);
    // The tables of error codes begin at these bytes.
    let tables = compiled.tables.iter().zip(&spec_of(compiled).document.tables);
    let compiled_tables = tables.filter(|(table, _)| matches!(table.verdict, Verdict::Compiled { .. }));
    let starts: HashSet<usize> = compiled_tables.map(|(_, table)| table.span.start).collect();
    let mut shown = Shown { compiled, module, ids: HashSet::new(), tables: BTreeMap::new(), filters: 0 };
    for enumeration in 0..catalog.enums().len() {
        shown.enumeration(enumeration);
    }
    let prose = prose(compiled.source(), &starts, &shown.ids);
    let blocks = shown.blocks(&prose);
    let (title, anchor) = prose.title.unwrap_or_else(|| ("Error codes".to_owned(), String::new()));
    Context {
        title: printable(&title),
        anchor: printable(&anchor),
        source: printable(catalog.file_name()),
        language: language(compiled),
        version: env!("CARGO_PKG_VERSION"),
        style: Value::from_safe_string(style.to_owned()),
        script: Value::from_safe_string(script.to_owned()),
        count: entries().count(),
        retired: entries().filter(|entry| entry.retired).count(),
        enums: catalog.enums().iter().map(|enumeration| printable(&enumeration.name)).collect(),
        filters: filters(catalog.enums()),
        blocks,
    }
}

/// What a table shows.
struct Table {
    enumeration: usize,
    items: Vec<Item>,
    ranges: Vec<Range>,
}

impl Table {
    fn block(self, enums: &[Enum], level: usize) -> Block {
        let mut chunks = Vec::new();
        let mut items = self.items.into_iter().peekable();
        while items.peek().is_some() {
            chunks.push(items.by_ref().take(CHUNK).collect());
        }
        Block::Codes { name: printable(&enums[self.enumeration].name), level, chunks, ranges: self.ranges }
    }
}

/// The entries by the table in which each stands first.
struct Shown<'a> {
    compiled: &'a Compiled,
    module: Option<&'a str>,
    ids: HashSet<String>,
    tables: BTreeMap<usize, Table>,
    /// The categories of the enums so far.
    filters: usize,
}

impl Shown<'_> {
    /// The prose, and in it the tables, each in its place.
    fn blocks(mut self, prose: &Prose) -> Vec<Block> {
        let html = sanitize(&prose.html, &prose.mark, self.ids);
        let enums = self.compiled.catalog.enums();
        let mut blocks = Vec::new();
        let mut at = 0;
        for (place, range) in prose.places_in(&html) {
            let Some(table) = self.tables.remove(&place.table) else { continue };
            let before = Value::from_safe_string(html[at..range.start].to_owned());
            blocks.extend([Block::Prose { html: before }, table.block(enums, place.level)]);
            at = range.end;
        }
        blocks.push(Block::Prose { html: Value::from_safe_string(html[at..].to_owned()) });
        // Raw HTML can swallow a place: what is left open in it goes on to the end of the file.
        let levels: HashMap<_, _> = prose.places.iter().map(|place| (place.table, place.level)).collect();
        let last = prose.places.last().map_or(2, |place| place.level);
        let lost = self.tables.into_iter();
        blocks.extend(lost.map(|(start, table)| table.block(enums, levels.get(&start).copied().unwrap_or(last))));
        blocks.retain(
            |block| !matches!(block, Block::Prose { html } if html.as_str().is_none_or(|html| html.trim().is_empty())),
        );
        blocks
    }

    fn enumeration(&mut self, number: usize) {
        let enumeration = &self.compiled.catalog.enums()[number];
        let aliases = enumeration.aliases_by_entry();
        let filters = self.filters;
        self.filters += enumeration.categories().count();
        for (index, entry) in enumeration.entries.iter().enumerate() {
            let aliases = aliases.get(&index).into_iter().flatten();
            let aliases = aliases.map(|alias| printable(&format!("{}: {}", alias.name, alias.text))).collect();
            let item = self.item(number, entry, aliases, filters);
            // The file that adds a code is not on the page: the code stands below those of the last table.
            let last = enumeration.tables.last().map(|&table| spec_of(self.compiled).document.table(table));
            let last = last.filter(|_| entry.from.is_some());
            match last {
                Some(table) => self.table_at(number, table.span.start),
                None => self.table(number, &entry.rows),
            }
            .items
            .push(item);
        }
        for range in &enumeration.ranges {
            let [first, last] = [range.first, range.last].map(|end| enumeration.show(&Code::Integer(end)));
            let shown = Range { first, last, text: printable(&range.text) };
            self.table(number, &range.rows).ranges.push(shown);
        }
    }

    fn table(&mut self, enumeration: usize, rows: &[RowId]) -> &mut Table {
        let table = rows.first().map(|row| spec_of(self.compiled).document.table(row.table()));
        self.table_at(enumeration, table.map_or(0, |table| table.span.start))
    }

    fn table_at(&mut self, enumeration: usize, start: usize) -> &mut Table {
        self.tables.entry(start).or_insert_with(|| Table { enumeration, items: Vec::new(), ranges: Vec::new() })
    }

    fn item(&mut self, number: usize, entry: &Entry, aliases: Vec<String>, filters: usize) -> Item {
        let enumeration = &self.compiled.catalog.enums()[number];
        let codes: Vec<_> = entry.codes.iter().map(|code| enumeration.show(code)).collect();
        let links: Vec<_> = codes.iter().map(|code| self.anchor(&enumeration.name, code)).collect();
        let column = |role| {
            let index = enumeration.column(role)?;
            Some(Value::from_safe_string(marked(entry.cells[index].as_text()?, &entry.marks_of(index))))
        };
        let shown = enumeration.other_columns().filter_map(|(index, column)| {
            let text = column.told(&entry.cells[index])?;
            let html = Value::from_safe_string(marked(&text, &entry.marks_of(index)));
            Some(Cell { header: printable(column.shown_header()), html })
        });
        let path = [self.module.unwrap_or_default(), &enumeration.name, &entry.variant];
        let path: Vec<_> = path.into_iter().filter(|part| !part.is_empty()).collect();
        Item {
            id: printable(&links[0]),
            codes: codes
                .iter()
                .zip(&links)
                .map(|(code, anchor)| CodeLink {
                    text: printable(code),
                    anchor: printable(&percent_encoded(anchor, b"-._~:")),
                })
                .collect(),
            name: column(Role::Name).unwrap_or_else(|| Value::from("")),
            description: column(Role::Description).unwrap_or_else(|| Value::from("")),
            cells: shown.collect(),
            path: printable(&path.join("::")),
            aliases,
            retired: entry.retired,
            line: entry.rows.first().filter(|_| entry.from.is_none()).map_or(0, |row| row.line()),
            keys: keys(filters, enumeration, entry),
        }
    }

    /// The name by which links lead to a code: the code, or with the enum before it where another enum has that code.
    fn anchor(&mut self, enumeration: &str, code: &str) -> String {
        let code = code.replace(char::is_whitespace, "_");
        let free = [code.clone(), format!("{enumeration}::{code}")].into_iter().find(|id| !self.ids.contains(id));
        let id = free.unwrap_or_else(|| format!("{enumeration}::{code}-{}", self.ids.len()));
        self.ids.insert(id.clone());
        id
    }
}

fn filters(enums: &[Enum]) -> Vec<Filter> {
    let mut filters = Vec::new();
    for enumeration in enums {
        for (index, column, category) in enumeration.categories() {
            let header = match enums.len() {
                1 => column.shown_header().to_owned(),
                _ => format!("{}: {}", enumeration.name, column.shown_header()),
            };
            let number = filters.len();
            let rows = enumeration.rows_by_value(index);
            let values = category.values.iter().zip(rows).enumerate();
            let values = values.map(|(value, (shown, rows))| FilterValue {
                key: format!("{number}-{value}"),
                text: printable(&shown.text),
                count: rows.len(),
            });
            filters.push(Filter { header: printable(&header), values: values.collect() });
        }
    }
    filters
}

/// The keys of an entry's values, as [`filters`] numbers them; `first` is the number of its enum's first category. One key
/// stands for every value of a category.
fn keys(first: usize, enumeration: &Enum, entry: &Entry) -> String {
    let values = enumeration.categories().enumerate().flat_map(|(number, (index, column, category))| {
        let (number, values) = (first + number, entry.cells[index].values());
        match column.holds_sets() && category.is_every(values) {
            true => vec![format!("{number}-every")],
            false => values.iter().map(|value| format!("{number}-{value}")).collect(),
        }
    });
    values.collect::<Vec<_>>().join(" ")
}

/// The language of most texts, by their script: a typeface depends on it. Latin letters may be of any language, and are
/// taken for English, as the words of the page itself are.
fn language(compiled: &Compiled) -> &'static str {
    let enums = compiled.catalog.enums().iter();
    let texts = enums.flat_map(|enumeration| {
        let columns = enumeration.columns.iter().enumerate();
        let texts = columns.filter(|(_, column)| column.content == Content::Text);
        texts.flat_map(|(index, _)| enumeration.entries.iter().filter_map(move |entry| entry.cells[index].as_text()))
    });
    let (mut kana, mut hangul, mut han, mut other) = (0, 0, 0, 0);
    for c in texts.flat_map(str::chars) {
        match c {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            // A word of such letters says as much as one of these signs.
            c if c.is_alphabetic() => other += 1,
            _ => {}
        }
    }
    match () {
        () if kana * 10 > han && kana * 5 > other => "ja",
        () if hangul * 5 > other && hangul > han => "ko",
        () if han * 5 > other => "zh",
        () => "en",
    }
}
