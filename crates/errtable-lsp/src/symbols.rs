//! The tables of a document with their codes.

use errtable::catalog::{Entry, Enum};
use errtable::printable;
use serde_json::{Value as Json, json};

use crate::server::Client;
use crate::workspace::{Analysis, Part, Workspace};

/// The kinds of symbols that the protocol has for an enum and for a member of one.
const ENUM: u32 = 10;
const MEMBER: u32 = 22;

pub(crate) fn symbols(workspace: &mut Workspace, client: &Client, uri: &str) -> Json {
    let Some(document) = workspace.documents.of(uri).cloned() else { return Json::Null };
    let specs = workspace.specs_of(&document.path);
    let parts = specs.iter().filter_map(|of| Some((of, of.part(&document.path)?)));
    let Some((of, part)) = parts.into_iter().next() else { return json!([]) };
    let tables = tables(workspace, of, part);
    match client.hierarchical_symbols {
        true => Json::from(tables),
        false => Json::from(tables.into_iter().flat_map(|table| flat(table, &document.uri)).collect::<Vec<_>>()),
    }
}

fn tables(workspace: &Workspace, of: &Analysis, part: Part<'_>) -> Vec<Json> {
    let mut symbols = Vec::new();
    for table in &part.document.tables {
        let lines = table.header.line..=table.rows.last().map_or(table.header.line, |row| row.line);
        let of_row = |entry: &Entry, line: usize| {
            entry.from.as_deref() == part.name && entry.rows.iter().any(|row| row.line() == line)
        };
        let is_of_table = |of: &&Enum| {
            of.entries.iter().any(|entry| {
                entry.from.as_deref() == part.name && entry.rows.iter().any(|row| lines.contains(&row.line()))
            })
        };
        let Some(enumeration) = of.compiled.catalog.enums().iter().find(is_of_table) else { continue };
        let mut rows = Vec::new();
        let mut entries = enumeration.entries.iter().filter(|entry| entry.from.as_deref() == part.name).peekable();
        for row in &table.rows {
            // Entries stand in the order of their rows, but for those of several rows.
            let next = entries.next_if(|entry| of_row(entry, row.line));
            let Some(entry) = next.or_else(|| enumeration.entries.iter().find(|entry| of_row(entry, row.line))) else {
                continue;
            };
            let code = row.cells.iter().find(|cell| entry.codes.iter().any(|code| enumeration.show(code) == cell.text));
            let selection = code.map_or(row.span.clone(), |cell| cell.span.clone());
            let detail = enumeration.description_of(entry).or(enumeration.name_of(entry)).unwrap_or_default();
            rows.push(json!({
                "name": format!("{} {}", enumeration.show(entry.code()), entry.variant),
                "detail": printable(detail),
                "kind": MEMBER,
                "tags": if entry.retired { json!([1]) } else { json!([]) },
                "range": workspace.range(of, part.source, row.span.clone()),
                "selectionRange": workspace.range(of, part.source, selection),
            }));
        }
        symbols.push(json!({
            "name": enumeration.name,
            "detail": printable(table.headings.last().map_or("", String::as_str)),
            "kind": ENUM,
            "range": workspace.range(of, part.source, table.span.clone()),
            "selectionRange": workspace.range(of, part.source, table.header.span.clone()),
            "children": rows,
        }));
    }
    symbols
}

/// The same for a client that knows no tree.
fn flat(mut table: Json, uri: &str) -> Vec<Json> {
    let children = table["children"].take();
    let container = table["name"].clone();
    let symbol = |of: &Json, container: Option<&Json>| {
        json!({
            "name": of["name"], "kind": of["kind"], "containerName": container,
            "location": {"uri": uri, "range": of["range"]},
        })
    };
    let rows = children.as_array().into_iter().flatten().map(|row| symbol(row, Some(&container)));
    std::iter::once(symbol(&table, None)).chain(rows).collect()
}
