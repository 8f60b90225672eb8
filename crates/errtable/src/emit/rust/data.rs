//! The columns, row by row.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, table_name};
use crate::catalog::{Category, Code, Column, Content, Enum, Role, Value};
use crate::emit::layout::{Layout, literal};

/// The texts of a long column are one text: a literal for each would cost the compiler, and the loader, more.
const TEXTS: &str = "\
/// The texts of a column, one after the other, and where each ends.
pub(super) struct __Texts {
    text: &'static str,
    ends: &'static [u32],
}
impl __Texts {
    #[inline]
    pub(super) const fn at(&self, row: usize) -> &'static str {
        let before_end = self.text.split_at(self.ends[row + 1] as usize).0;
        before_end.split_at(self.ends[row] as usize).1
    }
    /// The bytes alone, for which no one asks where a letter ends.
    #[inline]
    pub(super) fn bytes_at(&self, row: usize) -> &'static [u8] {
        let end = self.ends[row + 1] as usize;
        &self.text.as_bytes()[self.ends[row] as usize..end]
    }
}
";

/// The module of the columns.
pub(super) fn module(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    out.doc("The columns, one value for each row of the table.");
    out.open(&format!("mod {} {{", context.data));
    uses(context, out);
    if context.is_long() {
        out.lines(TEXTS);
    }
    if !context.lists_on_demand() {
        out.array("VARIANT", &enumeration.name, &context.paths);
    }
    let variants = enumeration.entries.iter().map(|entry| entry.variant.as_str());
    texts(context, "VARIANT_NAME", &variants.collect::<Vec<_>>(), out);
    if context.is_text() {
        let codes = enumeration.entries.iter().map(|entry| match entry.code() {
            Code::Text(text) => text.as_str(),
            Code::Integer(_) => "",
        });
        texts(context, "CODE", &codes.collect::<Vec<_>>(), out);
    }
    for (index, column) in enumeration.columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code) {
        let name = table_name(column).to_string();
        if column.content == Content::Text {
            // An optional text that is missing is an empty text: half the size, and the accessor tells them apart.
            let cells = enumeration.entries.iter().map(|entry| entry.cells[index].as_text().unwrap_or_default());
            texts(context, &name, &cells.collect::<Vec<_>>(), out);
        } else if let Content::Categories(category) = &column.content {
            sets(context, (index, column), category, out);
        } else {
            let (element, values) = column_values(enumeration, index, column);
            out.array(&name, &element, &values);
        }
    }
    ranges(context, out);
    out.close("}");
}

fn texts(context: &Context<'_>, name: &str, texts: &[&str], out: &mut Layout) {
    if context.is_long() {
        out.texts(name, texts);
    } else {
        out.array(name, "&str", &texts.iter().map(|text| literal(text)).collect::<Vec<_>>());
    }
}

/// The sets of a column: equal ones stand once, and each row has the number of its set.
fn sets(context: &Context<'_>, (index, column): (usize, &Column), category: &Category, out: &mut Layout) {
    let mut numbers: HashMap<&[usize], usize> = HashMap::new();
    let mut sets: Vec<&[usize]> = Vec::new();
    let rows = context.enumeration.entries.iter().map(|entry| {
        let values = entry.cells[index].values();
        *numbers.entry(values).or_insert_with(|| {
            sets.push(values);
            sets.len() - 1
        })
    });
    let rows: Vec<_> = rows.collect();
    let paths: Vec<_> = category.values.iter().map(|value| format!("{}::{}", category.name, value.variant)).collect();
    let slice = |set: &&[usize]| {
        let values: Vec<_> = set.iter().map(|&value| paths[value].as_str()).collect();
        format!("&[{}]", values.join(", "))
    };
    let slices: Vec<_> = sets.iter().map(slice).collect();
    out.array(&sets_name(column).to_string(), &format!("&'static [{}]", category.name), &slices);
    out.numbers(&table_name(column).to_string(), &rows);
}

/// The static that holds the sets of a column. No column is called so.
pub(super) fn sets_name(column: &Column) -> Ident {
    format_ident!("__SETS_OF_{}", table_name(column))
}

impl Context<'_> {
    /// Reads a text of a column.
    pub(super) fn text_at(&self, table: &Ident, row: &TokenStream) -> TokenStream {
        let data = &self.data;
        if self.is_long() { quote!(#data::#table.at(#row)) } else { quote!(#data::#table[#row]) }
    }
}

fn uses(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    let mut names: Vec<_> = enumeration.categories().map(|(_, _, category)| category.name.clone()).collect();
    if !context.lists_on_demand() {
        names.push(enumeration.name.clone());
    }
    if !enumeration.ranges.is_empty() {
        names.push(context.range.to_string());
    }
    names.sort();
    for name in names {
        out.line(&format!("use super::{name};"));
    }
}

/// The element type and the elements of a column that holds no text.
fn column_values(enumeration: &Enum, index: usize, column: &Column) -> (String, Vec<String>) {
    let element = match &column.content {
        Content::Text => "&str",
        Content::Category(category) | Content::Categories(category) => &category.name,
        Content::Integer(integer) => integer.as_str(),
        Content::Boolean => "bool",
    };
    let value = |value: &Value| {
        let text = match (value, &column.content) {
            (Value::Empty | Value::Categories(_), _) => return "None".to_owned(),
            (Value::Text(text), _) => literal(text),
            (Value::Category(value), Content::Category(category)) => {
                format!("{}::{}", category.name, category.values[*value].variant)
            }
            (Value::Category(value), _) => value.to_string(),
            (Value::Integer(number), _) => number.to_string(),
            (Value::Boolean(answer), _) => answer.to_string(),
        };
        if column.optional { format!("Some({text})") } else { text }
    };
    let values = enumeration.entries.iter().map(|entry| value(&entry.cells[index])).collect();
    (if column.optional { format!("Option<{element}>") } else { element.to_owned() }, values)
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
