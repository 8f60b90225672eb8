//! The machine-readable catalogue: the door for every other language and tool.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::pretty::pretty;
use errtable::catalog::{
    Alias, Catalog, Code, CodeRange, Column, Content, Entry, Enum, Role, RowId, TypeOptions, Value,
};

/// The version of the shape, in the key `format`.
pub const FORMAT: &str = "errtable/1";

/// The JSON Schema (draft 2020-12) that every catalogue is valid against.
///
/// ```
/// assert!(errtable_tools::json::SCHEMA.contains(errtable_tools::json::FORMAT));
/// ```
pub const SCHEMA: &str = include_str!("../schema/catalogue.json");

/// The catalogue as JSON, indented, with a line break at its end.
///
/// ```
/// let source = errtable::Source::new("codes.md", "| Error code | Name |\n|---|---|\n| 1 | auth failure |\n");
/// let json = errtable_tools::json::json(&errtable::compile(source).catalog);
/// assert!(json.starts_with("{\n  \"format\": \"errtable/1\",\n  \"source\": \"codes.md\","));
/// ```
pub fn json(catalog: &Catalog) -> String {
    pretty(&document(catalog))
}

/// The catalogue as templates see it: each key is there, and null or empty where it says nothing.
pub(crate) fn complete(catalog: &Catalog) -> Json {
    let mut json = serde_json::to_value(document(catalog)).expect("strings, numbers and arrays always serialize");
    fill(&mut json, &[("other_tables", Json::Array(Vec::new()))]);
    for enumeration in json["enums"].as_array_mut().into_iter().flatten() {
        let no_text = ["accessor", "default", "from"].map(|key| (key, Json::Null));
        for column in enumeration["columns"].as_array_mut().into_iter().flatten() {
            fill(column, &no_text);
            fill(column, &[("optional", Json::Bool(false))]);
        }
        for entry in enumeration["entries"].as_array_mut().into_iter().flatten() {
            fill(entry, &[("aliases", Json::Array(Vec::new())), ("from", Json::Null)]);
        }
    }
    json
}

/// Adds keys that an object lacks.
fn fill(object: &mut Json, keys: &[(&str, Json)]) {
    for (key, value) in keys {
        if let Some(object) = object.as_object_mut() {
            object.entry(*key).or_insert_with(|| value.clone());
        }
    }
}

fn document(catalog: &Catalog) -> Document<'_> {
    Document {
        format: FORMAT,
        source: catalog.source(),
        enums: catalog.enums().iter().map(enumeration).collect(),
        skipped: catalog
            .skipped()
            .iter()
            .map(|skipped| SkippedRow { line: skipped.row.line(), reason: &skipped.reason })
            .collect(),
        other_tables: catalog.other_tables(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    source: &'a str,
    enums: Vec<Enumeration<'a>>,
    skipped: Vec<SkippedRow<'a>>,
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    other_tables: &'a [usize],
}

#[derive(Serialize)]
struct Enumeration<'a> {
    name: &'a str,
    code_type: &'static str,
    #[serde(flatten)]
    options: Options<'a>,
    columns: Vec<ColumnShape<'a>>,
    entries: Vec<EntryShape<'a>>,
    ranges: Vec<RangeShape<'a>>,
}

/// What a generated type carries that is not usual; of a column, the enum of its category.
#[derive(Default, Serialize)]
struct Options<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    exhaustive: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    derives: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<&'static str>,
}

#[derive(Serialize)]
struct ColumnShape<'a> {
    header: &'a str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessor: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    optional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(flatten)]
    options: Options<'a>,
}

#[derive(Serialize)]
struct EntryShape<'a> {
    codes: Vec<Json>,
    variant: &'a str,
    name: Option<&'a str>,
    description: Option<&'a str>,
    cells: Map<String, Json>,
    retired: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<AliasShape<'a>>,
    lines: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
}

#[derive(Serialize)]
struct AliasShape<'a> {
    constant: &'a str,
    text: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct RangeShape<'a> {
    first: Json,
    last: Json,
    text: &'a str,
    lines: Vec<usize>,
}

#[derive(Serialize)]
struct SkippedRow<'a> {
    line: usize,
    reason: &'a str,
}

fn enumeration(enumeration: &Enum) -> Enumeration<'_> {
    let aliases = enumeration.aliases_by_entry();
    Enumeration {
        name: &enumeration.name,
        code_type: enumeration.code_type.as_str(),
        options: options(&enumeration.options),
        columns: enumeration.columns.iter().map(column).collect(),
        entries: (0..enumeration.entries.len()).map(|index| entry(enumeration, index, aliases.get(&index))).collect(),
        ranges: enumeration.ranges.iter().map(range).collect(),
    }
}

fn column(column: &Column) -> ColumnShape<'_> {
    let role = match (column.role, &column.content) {
        (Role::Code, _) => "code",
        (Role::Name, _) => "name",
        (Role::Description, _) => "description",
        (Role::Other, Content::Text) => "text",
        (Role::Other, Content::Category(_)) => "category",
        (Role::Other, Content::Categories(_)) => "categories",
        (Role::Other, Content::Integer(_)) => "integer",
        (Role::Other, Content::Boolean) => "boolean",
    };
    let accessor = (column.role == Role::Other).then_some(column.accessor.as_str());
    ColumnShape {
        header: &column.header,
        role,
        accessor,
        optional: column.optional,
        default: column.default.as_deref(),
        from: column.from.as_deref(),
        options: column.category().map(|category| options(&category.options)).unwrap_or_default(),
    }
}

fn options(of: &TypeOptions) -> Options<'_> {
    Options {
        exhaustive: of.exhaustive,
        derives: &of.derives,
        without: of.without.iter().map(|of| of.as_str()).collect(),
    }
}

fn entry<'a>(enumeration: &'a Enum, index: usize, aliases: Option<&Vec<&'a Alias>>) -> EntryShape<'a> {
    let entry = &enumeration.entries[index];
    let aliases = aliases.into_iter().flatten();
    EntryShape {
        codes: entry.codes.iter().map(code).collect(),
        variant: &entry.variant,
        name: enumeration.name_of(entry),
        description: enumeration.description_of(entry),
        cells: cells(enumeration, entry),
        retired: entry.retired,
        aliases: aliases
            .map(|alias| AliasShape { constant: &alias.name, text: &alias.text, line: alias.row.line() })
            .collect(),
        lines: lines(&entry.rows),
        from: entry.from.as_deref(),
    }
}

/// The other columns by header; a header that comes again carries the number of its column.
fn cells(enumeration: &Enum, entry: &Entry) -> Map<String, Json> {
    let mut cells = Map::new();
    for (index, column) in enumeration.other_columns() {
        let value = match (&entry.cells[index], &column.content) {
            (cell, Content::Categories(category)) => {
                cell.values().iter().map(|&value| category.values[value].text.as_str()).collect()
            }
            (Value::Empty | Value::Categories(_), _) => Json::Null,
            (Value::Text(text), _) => Json::from(text.as_str()),
            (Value::Category(value), Content::Category(category)) => Json::from(category.values[*value].text.as_str()),
            (Value::Category(value), _) => Json::from(*value),
            (Value::Integer(number), _) => integer(*number),
            (Value::Boolean(answer), _) => Json::from(*answer),
        };
        let mut key = column.header.clone();
        if cells.contains_key(&key) {
            key = format!("{key} ({})", index + 1);
        }
        cells.insert(key, value);
    }
    cells
}

fn range(range: &CodeRange) -> RangeShape<'_> {
    RangeShape { first: integer(range.first), last: integer(range.last), text: &range.text, lines: lines(&range.rows) }
}

fn lines(rows: &[RowId]) -> Vec<usize> {
    rows.iter().map(|row| row.line()).collect()
}

fn code(code: &Code) -> Json {
    match code {
        Code::Integer(number) => integer(*number),
        Code::Text(text) => Json::from(text.as_str()),
    }
}

/// Every code type lies within these two.
fn integer(number: i128) -> Json {
    i64::try_from(number).map_or_else(|_| Json::from(u64::try_from(number).unwrap_or(u64::MAX)), Json::from)
}
