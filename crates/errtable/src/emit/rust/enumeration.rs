//! The enum and its own methods.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::attributes::attributes;
use super::data::sets_name;
use super::{Context, doc, docs, index, integer_type, table, table_name};
use crate::catalog::identifier::is_keyword;
use crate::catalog::{Category, Code, Column, Content, Entry, Impl, Role, Value, has, with};
use crate::emit::{
    layout::{Layout, literal},
    marked::Spot,
};

/// The enum with its variants.
pub(super) fn enumeration(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    if context.is_long() {
        out.doc_block(|out| enum_docs(context, out));
    } else {
        enum_docs(context, out);
    }
    // Text codes are ordered by an impl of their own.
    let order =
        if context.is_text() { &[][..] } else { &[("PartialOrd", Some(Impl::PartialOrd)), ("Ord", Some(Impl::Ord))] };
    let own =
        [&[("Clone", None), ("Copy", None), ("PartialEq", None), ("Eq", None)], order, &[("Hash", Some(Impl::Hash))]];
    let repr = (!context.is_text()).then(|| enumeration.code_type.as_str());
    attributes(&enumeration.options, &own.concat(), repr, out);
    let headers: Vec<_> = enumeration.columns.iter().map(|column| doc::escape(column.shown_header())).collect();
    out.open(&format!("pub enum {} {{", enumeration.name));
    for entry in &enumeration.entries {
        variant(context, entry, &headers, out);
    }
    out.close("}");
}

fn enum_docs(context: &Context<'_>, out: &mut Layout) {
    let plural = if context.enumeration.entries.len() == 1 { "" } else { "s" };
    let mut adding: Vec<&str> = context.enumeration.entries.iter().filter_map(|entry| entry.from.as_deref()).collect();
    adding.dedup();
    let adding: Vec<_> = adding.into_iter().map(doc::escape).collect();
    let added =
        if adding.is_empty() { String::new() } else { format!(", and those that {} adds", adding.join(" and ")) };
    out.doc(&format!("The {}{plural} of {}{added}.", context.noun, doc::escape(context.file_name)));
    out.doc("");
    table::table(context.enumeration, "Self", |write| out.doc_with(write));
    if !context.enumeration.ranges.is_empty() {
        out.doc("");
        out.doc("Ranges of codes, which [`range_of`](Self::range_of) places:");
        out.doc("");
        table::ranges(context.enumeration, |write| out.doc_with(write));
    }
}

fn variant(context: &Context<'_>, entry: &Entry, headers: &[String], out: &mut Layout) {
    let enumeration = context.enumeration;
    let (name, description) = (enumeration.name_of(entry), enumeration.description_of(entry));
    let first = [Role::Description, Role::Name]
        .into_iter()
        .find_map(|role| enumeration.column(role).filter(|&column| entry.cells[column] != Value::Empty));
    out.doc_with(|line| match first {
        Some(column) => table::push_cell(line, enumeration, entry, column, Spot::Line),
        None => doc::push_escaped(line, &entry.variant),
    });
    out.doc("");
    for (index, header) in headers.iter().enumerate() {
        // The description stands above.
        let role = enumeration.columns[index].role;
        if role != Role::Description && (role == Role::Code || entry.cells[index] != Value::Empty) {
            out.doc_with(|line| {
                for part in ["- ", header, ": "] {
                    line.push_str(part);
                }
                table::push_cell(line, enumeration, entry, index, Spot::Line);
            });
        }
    }
    if let Some(file) = &entry.from {
        out.doc("");
        out.doc(&format!("{} adds it to {}.", doc::escape(file), doc::escape(context.file_name)));
    }
    let codes: Vec<_> = entry.codes.iter().map(|code| enumeration.show(code)).collect();
    // A log may write in decimal what the table writes in hexadecimal.
    let decimal: Vec<_> = entry.codes.iter().filter(|_| enumeration.hex_digits > 0).map(Code::to_string).collect();
    let mut seen = HashSet::new();
    for alias in codes.iter().chain(&decimal).map(String::as_str).chain(name) {
        if doc::is_alias(alias, &entry.variant) && seen.insert(alias) {
            out.doc_alias(alias);
        }
    }
    if entry.retired {
        let note = description.or(name).unwrap_or("retired");
        out.line_of(&["#[deprecated = ", &literal(note), "]"]);
    }
    match entry.code() {
        Code::Integer(_) => out.line_of(&[&entry.variant, " = ", &codes[0], ","]),
        Code::Text(_) => out.line_of(&[&entry.variant, ","]),
    }
}

/// The associated constants that further names of entries become.
pub(super) fn aliases(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    if enumeration.aliases.is_empty() {
        return;
    }
    out.line("/// Further names of codes.");
    out.open(&format!("impl {} {{", enumeration.name));
    for alias in &enumeration.aliases {
        let variant = &enumeration.entries[alias.entry].variant;
        out.doc(&format!("Another name of [`{variant}`](Self::{variant}): {}", doc::escape(&alias.text)));
        if doc::is_alias(&alias.text, &alias.name) {
            out.doc_alias(&alias.text);
        }
        out.line(&format!("pub const {}: Self = Self::{variant};", alias.name));
    }
    out.close("}");
}

/// The inherent methods.
pub(super) fn methods(context: &Context<'_>) -> TokenStream {
    let name = &context.name;
    let constants = constants(context);
    let find = index::methods(context);
    let code = code(context);
    let columns = context.enumeration.columns.iter().filter(|column| column.role != Role::Code);
    let columns = columns.map(|column| accessor(context, column));
    let indexed = context.enumeration.indexed_columns().map(|(index, column)| with_value(context, index, column));
    let variant_name = variant_name(context);
    let range_of = (!context.enumeration.ranges.is_empty()).then(|| range_of(context));
    quote! {
        impl #name {
            #constants
            #find
            #code
            #(#columns)*
            #(#indexed)*
            #variant_name
            #range_of
        }
    }
}

fn constants(context: &Context<'_>) -> TokenStream {
    let values = context.all();
    let all = docs(&[format!("Every {}, in the order of the table.", context.noun)]);
    let count = docs(&[format!("How many {}s there are.", context.noun)]);
    // Not `ALL.len()`: rustc would evaluate the whole table a second time, which takes seconds for thousands of codes.
    let number = Literal::usize_unsuffixed(context.enumeration.entries.len());
    quote! {
        #all
        pub const ALL: &'static [Self] = #values;
        #count
        pub const COUNT: usize = #number;
    }
}

fn code(context: &Context<'_>) -> TokenStream {
    let code_type = context.code_type();
    let several = context.enumeration.entries.iter().any(|entry| entry.codes.len() > 1);
    let about = if several { "The code; of several codes of one row, the first." } else { "The code." };
    let about = docs(&[about]);
    let body = if context.is_text() {
        context.text_at(&format_ident!("CODE"), &quote!(self.row()))
    } else {
        quote!(self as #code_type)
    };
    quote! {
        #about
        #[inline]
        pub const fn code(self) -> #code_type {
            #body
        }
    }
}

/// The method that reads a column.
fn accessor(context: &Context<'_>, column: &Column) -> TokenStream {
    let data = &context.data;
    let method = method_name(column);
    let table = table_name(column);
    let header = doc::escape(&column.header);
    let what = match column.role {
        Role::Name => "The name as the table writes it".to_owned(),
        Role::Description => "What the code means".to_owned(),
        _ => format!("What {} says under “{header}”", doc::speaker(column)),
    };
    if let Content::Categories(category) = &column.content {
        return set_accessor(context, column, category, &what);
    }
    let about = if column.optional { format!("{what}, if it says anything.") } else { format!("{what}.") };
    let about = docs(&[about]);
    let read = match &column.content {
        Content::Text => context.text_at(&table, &quote!(self.row())),
        _ => quote!(#data::#table[self.row()]),
    };
    let value = match &column.content {
        Content::Text => quote!(&'static str),
        Content::Category(category) | Content::Categories(category) => {
            let category = format_ident!("{}", category.name);
            quote!(#category)
        }
        Content::Integer(integer) => integer_type(*integer),
        Content::Boolean => quote!(bool),
    };
    match (column.optional, &column.content) {
        (false, _) => quote! {
            #about
            #[inline]
            pub const fn #method(self) -> #value {
                #read
            }
        },
        // An empty cell is an empty text.
        (true, Content::Text) => quote! {
            #about
            #[inline]
            pub const fn #method(self) -> Option<#value> {
                let text = #read;
                if text.is_empty() { None } else { Some(text) }
            }
        },
        (true, _) => quote! {
            #about
            #[inline]
            pub const fn #method(self) -> Option<#value> {
                #read
            }
        },
    }
}

/// The methods that read a column of sets: all values of a code, and whether one is among them.
fn set_accessor(context: &Context<'_>, column: &Column, category: &Category, what: &str) -> TokenStream {
    let data = &context.data;
    let (method, has) = (method_name(column), format_ident!("{}", has(&column.accessor)));
    let (table, sets) = (table_name(column), sets_name(column));
    let category = format_ident!("{}", category.name);
    let about = docs(&[format!("{what}: each value once, in the order of [`{category}::ALL`].")]);
    let asks = docs(&[format!("Whether [`{0}`](Self::{0}) has a value.", column.accessor)]);
    quote! {
        #about
        #[inline]
        pub const fn #method(self) -> &'static [#category] {
            #data::#sets[#data::#table[self.row()] as usize]
        }
        #asks
        #[inline]
        pub const fn #has(self, value: #category) -> bool {
            let set = self.#method();
            let mut start = 0;
            let mut end = set.len();
            while start < end {
                let middle = start + (end - start) / 2;
                if (set[middle] as usize) < value as usize {
                    start = middle + 1;
                } else {
                    end = middle;
                }
            }
            start < set.len() && set[start] as usize == value as usize
        }
    }
}

/// The way back from a value of a column to its codes.
fn with_value(context: &Context<'_>, index: usize, column: &Column) -> TokenStream {
    let method = format_ident!("{}", with(&column.accessor));
    let value = match column.category() {
        Some(category) => {
            let category = format_ident!("{}", category.name);
            quote!(#category)
        }
        None => quote!(bool),
    };
    let among = if column.holds_sets() { "holds" } else { "is" };
    let about = docs(&[format!(
        // rustdoc knows no raw identifiers in links.
        "The {0}s whose [`{1}`](Self::{1}) {among} this, in the order of the table.",
        context.noun, column.accessor
    )]);
    let members = context.members(index, column);
    quote! {
        #about
        #[inline]
        pub const fn #method(value: #value) -> &'static [Self] {
            #members
        }
    }
}

/// The method that reads a column; a keyword as a raw identifier.
pub(super) fn method_name(column: &Column) -> Ident {
    if is_keyword(&column.accessor) {
        Ident::new_raw(&column.accessor, Span::call_site())
    } else {
        format_ident!("{}", column.accessor)
    }
}

fn variant_name(context: &Context<'_>) -> TokenStream {
    let read = context.text_at(&format_ident!("VARIANT_NAME"), &quote!(self.row()));
    let example = &context.enumeration.entries[0].variant;
    let about = docs(&[format!("The name of the variant: `\"{example}\"`.")]);
    quote! {
        #about
        #[inline]
        pub const fn variant_name(self) -> &'static str {
            #read
        }
    }
}

fn range_of(context: &Context<'_>) -> TokenStream {
    let (data, range, code_type) = (&context.data, &context.range, context.code_type());
    quote! {
        /// The ranges of codes that the table describes as a whole.
        pub const RANGES: &'static [#range] = &#data::RANGE;
        /// The first range that holds a code, whether or not the code has a row of its own.
        pub const fn range_of(code: #code_type) -> Option<&'static #range> {
            let mut at = 0;
            while at < Self::RANGES.len() {
                if Self::RANGES[at].first <= code && code <= Self::RANGES[at].last {
                    return Some(&Self::RANGES[at]);
                }
                at += 1;
            }
            None
        }
    }
}
