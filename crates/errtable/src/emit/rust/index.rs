//! The index: from a code or a name to a slot, and what lives there.
//!
//! A code has a slot of its own; a name leads to that of its code. Any other leads to some slot, too, so whoever looks
//! there compares what it finds with what it was asked for. That comparison is the only one of a lookup, and becomes one
//! with that of the caller, who asks whether there was an answer.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::data::values;
use super::slots::{Key, Slots};
use super::{Context, docs};
use crate::catalog::{Column, Enum, Role, Value};
use crate::emit::layout::Layout;

/// Up to this many rows a `static` holds values of the enum; above it the arms of a `match` do.
///
/// rustc compares each value of a constant with the discriminants one after the other. That takes some 90 ms for this
/// many rows, and grows with their square; a `match` grows with their number, and LLVM makes a table of it.
const ROWS_IN_A_STATIC: usize = 1 << 11;

/// The arms of one `match`, numbered by a `u8`: LLVM takes time with the square of their number.
///
/// Each has all of them. Only then does LLVM see one table in the `match`es of a long table, and makes no jumps of them,
/// which cost more than all the rest of a lookup.
const ARMS: usize = 1 << 8;

/// The functions on texts that the generated code shares with this crate.
const TEXT: &str = include_str!("text.rs");

/// How the rows of an enum are found.
pub(super) struct Index<'a> {
    codes: Slots<'a>,
    /// The slot of the first code of each row.
    slot_of_row: Vec<usize>,
    names: Option<Slots<'a>>,
    variants: Slots<'a>,
}

impl<'a> Index<'a> {
    pub(super) fn new(enumeration: &'a Enum) -> Self {
        let entries = || enumeration.entries.iter().enumerate();
        let codes = entries().flat_map(|(row, entry)| entry.codes.iter().map(move |code| (Key::from(code), row)));
        let codes = Slots::new(codes.collect());
        let mut slot_of_row = Vec::with_capacity(enumeration.entries.len());
        for (slot, (_, row)) in codes.of_keys().into_iter().zip(codes.keys()) {
            // Further codes of a row come after its first.
            if *row == slot_of_row.len() {
                slot_of_row.push(slot);
            }
        }
        let names = names(enumeration);
        Index {
            codes,
            slot_of_row,
            names: (!names.is_empty()).then(|| Slots::new(names)),
            variants: Slots::new(entries().map(|(row, entry)| (Key::Text(&entry.variant), row)).collect()),
        }
    }
}

/// Every name with its row. Of equal names the first counts, and one that an alias adds where no row has it.
fn names(enumeration: &Enum) -> Vec<(Key<'_>, usize)> {
    if enumeration.column(Role::Name).is_none() {
        return Vec::new();
    }
    let rows = enumeration.entries.iter().enumerate();
    let names = rows.filter_map(|(row, entry)| Some((enumeration.name_of(entry)?, row)));
    let aliases = enumeration.aliases.iter().map(|alias| (alias.text.as_str(), alias.entry));
    let mut seen = HashSet::new();
    let names = names.chain(aliases.filter(|(name, _)| !name.is_empty())).filter(|(name, _)| seen.insert(*name));
    names.map(|(name, row)| (Key::Text(name), row)).collect()
}

/// The methods that find a code, and the private one that finds a row.
pub(super) fn methods(context: &Context<'_>) -> TokenStream {
    let from_code = from_code(context);
    let from_name = context.has_names().then(|| from_name(context));
    let from_variant_name = from_variant_name(context);
    let row = row(context);
    quote! {
        #from_code
        #from_name
        #from_variant_name
        #row
    }
}

fn from_code(context: &Context<'_>) -> TokenStream {
    let index = &context.index;
    let about =
        docs(&[format!("The {} with this code; `None` for a code that the table does not have.", context.noun)]);
    let parameter = context.code_parameter();
    let found = context.code_at(&quote!(slot));
    let code_type = context.code_type();
    let is_it = match (context.is_text(), context.has_further_codes()) {
        (false, false) => quote!(found as #code_type == code),
        (false, true) => quote!(#index::KEY[slot] == code),
        (true, false) => {
            let text = context.text_at(&format_ident!("CODE"), &quote!(found as usize));
            quote!(#index::is_same(#text, code))
        }
        (true, true) => quote!(#index::is_same(#index::KEY[slot], code)),
    };
    quote! {
        #about
        #[inline]
        pub const fn from_code(code: #parameter) -> Option<Self> {
            let slot = #index::code_slot(code);
            let found = #found;
            if #is_it { Some(found) } else { None }
        }
    }
}

fn from_name(context: &Context<'_>) -> TokenStream {
    let about = docs(&[format!("The {} with this name, written as in the table.", context.noun)]);
    let body = match &context.slots.names {
        // No row has a name.
        None => quote! {
            let _ = name;
            None
        },
        Some(names) => find_text(context, names, "name", &format_ident!("NAME")),
    };
    quote! {
        #about
        pub fn from_name(name: &str) -> Option<Self> {
            #body
        }
    }
}

fn from_variant_name(context: &Context<'_>) -> TokenStream {
    let body = find_text(context, &context.slots.variants, "variant", &format_ident!("VARIANT_NAME"));
    quote! {
        fn from_variant_name(name: &str) -> Option<Self> {
            #body
        }
    }
}

/// Looks the text `name` up: among those of a column, or, where aliases have added some, among all keys.
fn find_text(context: &Context<'_>, keys: &Slots<'_>, kind: &str, column: &Ident) -> TokenStream {
    let index = &context.index;
    let (place, table) = (format_ident!("{kind}_slot"), format_ident!("{}", kind.to_uppercase()));
    let found = context.code_at(&quote!(#index::SLOT[row] as usize));
    if kind == "name" && !context.are_names_of_rows(keys) {
        return quote! {
            let key = #index::NAME[#index::name_slot(name)] as usize;
            let row = #index::NAME_ROW[key] as usize;
            if #index::NAME_KEY[key] == name { Some(#found) } else { None }
        };
    }
    let is_it = if context.is_long() {
        let data = &context.data;
        quote!(#data::#column.bytes_at(row) == name.as_bytes())
    } else {
        let text = context.text_at(column, &quote!(row));
        quote!(#text == name)
    };
    quote! {
        let row = #index::#table[#index::#place(name)] as usize;
        if #is_it { Some(#found) } else { None }
    }
}

fn row(context: &Context<'_>) -> TokenStream {
    let body = if context.is_text() {
        quote!(self as usize)
    } else {
        let (index, code_type) = (&context.index, context.code_type());
        quote!(#index::ROW[#index::code_slot(self as #code_type)] as usize)
    };
    quote! {
        #[inline]
        const fn row(self) -> usize {
            #body
        }
    }
}

impl Context<'_> {
    /// Whether the table has so many rows that no constant should list the values of the enum.
    pub(super) fn is_long(&self) -> bool {
        self.enumeration.entries.len() > ROWS_IN_A_STATIC
    }

    fn has_further_codes(&self) -> bool {
        self.slots.codes.keys().len() > self.enumeration.entries.len()
    }

    /// Whether each name is what its row has in the column of the names, and not what an alias adds.
    fn are_names_of_rows(&self, names: &Slots<'_>) -> bool {
        names.keys().iter().all(|(name, row)| {
            let of_row = self.enumeration.name_of(&self.enumeration.entries[*row]);
            of_row.is_some_and(|of_row| *name == Key::Text(of_row))
        })
    }

    /// The code in a slot.
    fn code_at(&self, slot: &TokenStream) -> TokenStream {
        let index = &self.index;
        if self.is_long() { quote!(#index::code_at(#slot)) } else { quote!(#index::CODE[#slot]) }
    }
}

/// The module of the index.
pub(super) fn module(context: &Context<'_>, out: &mut Layout) {
    let Index { codes, names, variants, .. } = &context.slots;
    out.doc("How rows are found: each code has a slot, and names lead to it. An empty slot has the code of another.");
    out.open(&format!("mod {} {{", context.index));
    out.line(&format!("use super::{};", context.enumeration.name));
    code_tables(context, codes, out);
    if let Some(names) = names {
        out.doc("The only place at which the row of a name can be.");
        names.function("name", "&str", out);
        name_tables(context, names, out);
    }
    out.doc("The only place at which the row of a variant can be.");
    variants.function("variant", "&str", out);
    out.numbers("VARIANT", &variants.map(|key| variants.keys()[key].1));
    categories(context, out);
    out.lines(TEXT);
    out.close("}");
}

fn code_tables(context: &Context<'_>, codes: &Slots<'_>, out: &mut Layout) {
    let parameter = if context.is_text() { "&str" } else { context.enumeration.code_type.as_str() };
    out.doc("The only slot in which a code can be.");
    codes.function("code", parameter, out);
    if context.is_long() {
        code_at(context, codes, out);
    } else {
        out.array("CODE", &context.enumeration.name, &codes.map(|key| &context.paths[codes.keys()[key].1]));
    }
    if context.has_further_codes() {
        out.array("KEY", parameter, &codes.map(|key| context.shown(codes.keys()[key].0)));
    }
    if !context.is_text() {
        out.doc("The row of each slot, and the slot of each row.");
        out.numbers("ROW", &codes.map(|key| codes.keys()[key].1));
    }
    out.numbers("SLOT", &context.slots.slot_of_row);
}

/// What a long table has in place of `CODE`.
fn code_at(context: &Context<'_>, codes: &Slots<'_>, out: &mut Layout) {
    let name = &context.enumeration.name;
    let paths = codes.map(|key| &context.paths[codes.keys()[key].1]);
    let numbers: Vec<_> = (0..ARMS).map(|number| number.to_string()).collect();
    let parts = paths.chunks(ARMS);
    out.line("#[inline(never)]");
    out.open(&format!("pub(super) const fn code_at(slot: usize) -> {name} {{"));
    out.open("match slot >> 8 {");
    for number in 0..parts.len() {
        out.line(&format!("{number} => code_at_{number}(slot as u8),"));
    }
    out.line(&format!("_ => {},", paths[0]));
    out.close("}");
    out.close("}");
    for (number, part) in parts.enumerate() {
        out.line("#[inline(always)]");
        out.open(&format!("const fn code_at_{number}(slot: u8) -> {name} {{"));
        out.open("match slot {");
        for (slot, path) in numbers.iter().zip(part) {
            out.arm(slot, path);
        }
        out.close("}");
        out.close("}");
    }
}

fn name_tables(context: &Context<'_>, names: &Slots<'_>, out: &mut Layout) {
    if context.are_names_of_rows(names) {
        out.numbers("NAME", &names.map(|key| names.keys()[key].1));
        return;
    }
    out.numbers("NAME", &names.map(|key| key));
    let texts: Vec<_> = names.keys().iter().map(|(name, _)| context.shown(*name)).collect();
    out.array("NAME_KEY", "&str", &texts);
    out.numbers("NAME_ROW", &names.keys().iter().map(|(_, row)| *row).collect::<Vec<_>>());
}

/// The codes of each value of each category.
fn categories(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    for (index, column, category) in enumeration.categories() {
        let mut members = vec![Vec::new(); category.values.len()];
        for (entry, path) in enumeration.entries.iter().zip(&context.paths) {
            if let Value::Category(value) = entry.cells[index] {
                members[value].push(path.as_str());
            }
        }
        let slices: Vec<_> = members.into_iter().map(|members| format!("&[{}]", members.join(", "))).collect();
        values(context, &members_name(column), &format!("&'static [{}]", enumeration.name), &slices, out);
    }
}

/// What the list of the codes of each value of a category is called; no name of an accessor, which could be another's.
pub(super) fn members_name(column: &Column) -> String {
    format!("of_{}", column.accessor)
}
