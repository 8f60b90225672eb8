//! The tables that the methods read: the columns row by row, and the keys by which rows are found.

use super::Context;
use super::enumeration::table_name;
use crate::catalog::{Code, Column, Content, Enum, Role, Value};
use crate::emit::layout::{Layout, literal};
use crate::emit::lookup::{Lookup, lookup};

/// Every code with its row.
pub(super) fn codes(enumeration: &Enum) -> Lookup<Code> {
    let rows = enumeration.entries.iter().enumerate();
    lookup(rows.flat_map(|(row, entry)| entry.codes.iter().map(move |code| (code.clone(), row))))
}

/// Every name with its row; a name that an alias adds counts where no row has it.
pub(super) fn names(enumeration: &Enum) -> Lookup<&str> {
    let rows = enumeration.entries.iter().enumerate();
    let names = rows.filter_map(|(row, entry)| Some((enumeration.name_of(entry)?, row)));
    let aliases = enumeration.aliases.iter().map(|alias| (alias.text.as_str(), alias.entry));
    let has_names = enumeration.column(Role::Name).is_some();
    lookup(names.chain(aliases.filter(|(name, _)| has_names && !name.is_empty())))
}

/// Every variant name with its row.
pub(super) fn variants(enumeration: &Enum) -> Lookup<&str> {
    lookup(enumeration.entries.iter().enumerate().map(|(row, entry)| (entry.variant.as_str(), row)))
}

/// The modules of the tables.
pub(super) fn tables(context: &Context<'_>) -> String {
    let mut out = Layout::new(1);
    columns(context, &mut out);
    keys(context, &mut out);
    out.finish()
}

fn columns(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    out.doc("The columns, one value for each row of the table.");
    out.open(&format!("mod {} {{", context.data));
    uses(context, out);
    let strings = |texts: Vec<&str>| texts.into_iter().map(literal).collect::<Vec<_>>();
    let variants = enumeration.entries.iter().map(|entry| entry.variant.as_str());
    let paths: Vec<_> = variants.clone().map(|variant| format!("{}::{variant}", enumeration.name)).collect();
    out.array("VARIANT", &enumeration.name, &paths);
    out.array("VARIANT_NAME", "&str", &strings(variants.collect()));
    if context.is_text() {
        let codes = enumeration.entries.iter().map(|entry| match entry.code() {
            Code::Text(text) => text.as_str(),
            Code::Integer(_) => "",
        });
        out.array("CODE", "&str", &strings(codes.collect()));
    }
    for (index, column) in enumeration.columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code) {
        let (element, values) = column_values(enumeration, index, column);
        out.array(&table_name(column).to_string(), &element, &values);
    }
    ranges(context, out);
    out.close("}");
}

fn uses(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    let mut names: Vec<_> = enumeration.categories().map(|(_, _, category)| category.name.clone()).collect();
    names.push(enumeration.name.clone());
    if !enumeration.ranges.is_empty() {
        names.push(context.range.to_string());
    }
    names.sort();
    for name in names {
        out.line(&format!("use super::{name};"));
    }
}

/// The element type and the elements of a column's table.
fn column_values(enumeration: &Enum, index: usize, column: &Column) -> (String, Vec<String>) {
    let element = match &column.content {
        Content::Text => "&str".to_owned(),
        Content::Category(category) => category.name.clone(),
        Content::Integer(integer) => integer.as_str().to_owned(),
        Content::Boolean => "bool".to_owned(),
    };
    // An optional text that is missing is an empty text: half the size, and the accessor tells them apart.
    let wrapped = column.optional && column.content != Content::Text;
    let value = |value: &Value| {
        let text = match (value, &column.content) {
            (Value::Empty, Content::Text) => return literal(""),
            (Value::Empty, _) => return "None".to_owned(),
            (Value::Text(text), _) => literal(text),
            (Value::Category(value), Content::Category(category)) => {
                format!("{}::{}", category.name, category.values[*value].variant)
            }
            (Value::Category(value), _) => value.to_string(),
            (Value::Integer(number), _) => number.to_string(),
            (Value::Boolean(answer), _) => answer.to_string(),
        };
        if wrapped { format!("Some({text})") } else { text }
    };
    let values = enumeration.entries.iter().map(|entry| value(&entry.cells[index])).collect();
    (if wrapped { format!("Option<{element}>") } else { element }, values)
}

fn ranges(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    if enumeration.ranges.is_empty() {
        return;
    }
    out.open(&format!("pub(super) static RANGE: [{}; {}] = [", context.range, enumeration.ranges.len()));
    for range in &enumeration.ranges {
        out.open(&format!("{} {{", context.range));
        for (field, end) in [("first", range.first), ("last", range.last)] {
            out.line(&format!("{field}: {},", enumeration.show(&Code::Integer(end))));
        }
        out.line(&format!("text: {},", literal(&range.text)));
        out.close("},");
    }
    out.close("];");
}

fn keys(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    out.doc("The keys by which rows are found, sorted, and the row of each where it is not the key's own place.");
    out.open(&format!("mod {} {{", context.index));
    if enumeration.categories().next().is_some() {
        out.line(&format!("use super::{};", enumeration.name));
    }
    let shown = context.codes.keys.iter().map(|code| match code {
        Code::Integer(_) => enumeration.show(code),
        Code::Text(text) => literal(text),
    });
    let shown: Vec<_> = shown.collect();
    let code_type = if context.is_text() { "&str" } else { enumeration.code_type.as_str() };
    out.array("CODE", code_type, &shown);
    rows(out, "ROW", context.codes.rows.as_deref());
    if context.has_names() {
        out.array("NAME", "&str", &context.names.keys.iter().map(|name| literal(name)).collect::<Vec<_>>());
        rows(out, "NAME_ROW", context.names.rows.as_deref());
    }
    out.array("VARIANT", "&str", &context.variants.keys.iter().map(|name| literal(name)).collect::<Vec<_>>());
    rows(out, "VARIANT_ROW", context.variants.rows.as_deref());
    for (index, column, category) in enumeration.categories() {
        let entries = |value: usize| {
            let entries = enumeration.entries.iter().filter(|entry| entry.cells[index] == Value::Category(value));
            entries.map(|entry| format!("{}::{}", enumeration.name, entry.variant)).collect::<Vec<_>>().join(", ")
        };
        let slices: Vec<_> = (0..category.values.len()).map(|value| format!("&[{}]", entries(value))).collect();
        out.array(&table_name(column).to_string(), &format!("&[{}]", enumeration.name), &slices);
    }
    out.close("}");
}

fn rows(out: &mut Layout, name: &str, rows: Option<&[usize]>) {
    if let Some(rows) = rows {
        let most = rows.iter().max().copied().unwrap_or(0);
        let element = if u16::try_from(most).is_ok() { "u16" } else { "u32" };
        out.array(name, element, &rows.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
}
