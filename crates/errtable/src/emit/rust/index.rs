//! The index: from a code or a name to a slot, and what lives there.
//!
//! A code has a slot of its own; a name leads to that of its code. Any other leads to some slot, too, so whoever looks
//! there compares what it finds with what it was asked for. That comparison is the only one of a lookup, and becomes one
//! with that of the caller, who asks whether there was an answer.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::slots::{IS_BEFORE, Key, Slots};
use super::{Context, docs, table_name};
use crate::catalog::{Column, Enum, Role};
use crate::emit::layout::{Layout, type_for};

/// Up to this many rows a `static` holds values of the enum; above it the arms of a `match` do.
///
/// rustc compares each value of a constant with the discriminants one after the other. That takes some 90 ms for this
/// many rows, and grows with their square; a `match` grows with their number, and LLVM makes a table of it.
const ROWS_IN_A_STATIC: usize = 1 << 11;

/// Up to this many rows a `static` lists the values of the enum, which then takes rustc about a millisecond.
///
/// Above it a function does, which nobody pays for who does not call it: rustc evaluates a constant when it is first
/// needed, and none that depends on a parameter before someone asks for it.
const ROWS_IN_A_LIST: usize = 1 << 8;

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
    /// Whether some of the names are not in the column of the names: an alias or an earlier release has added them.
    has_added_names: bool,
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
        let is_added = |(name, row): &(Key<'_>, usize)| {
            enumeration.name_of(&enumeration.entries[*row]).map(Key::Text) != Some(*name)
        };
        Index {
            codes,
            slot_of_row,
            has_added_names: names.iter().any(is_added),
            names: (!names.is_empty()).then(|| Slots::new(names)),
            variants: Slots::new(entries().map(|(row, entry)| (Key::Text(&entry.variant), row)).collect()),
        }
    }
}

/// Every name with its row. Of equal names the first counts, and one that an alias or an earlier release adds where no row
/// has it.
fn names(enumeration: &Enum) -> Vec<(Key<'_>, usize)> {
    if enumeration.column(Role::Name).is_none() {
        return Vec::new();
    }
    let rows = enumeration.entries.iter().enumerate();
    let names = rows.filter_map(|(row, entry)| Some((enumeration.name_of(entry)?, row)));
    let aliases = enumeration.aliases.iter().map(|alias| (alias.text.as_str(), alias.entry));
    let mut seen = HashSet::new();
    let rows = enumeration.entries.iter().enumerate();
    let former = rows.flat_map(|(row, entry)| entry.former_names.iter().map(move |name| (name.as_str(), row)));
    let added = aliases.chain(former).filter(|(name, _)| !name.is_empty());
    let names = names.chain(added).filter(|(name, _)| seen.insert(*name));
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
    let mut about = vec![format!("The {} with this name, written as in the table.", context.noun)];
    if context.enumeration.entries.iter().any(|entry| !entry.former_names.is_empty()) {
        about.push("Names as earlier releases wrote them are found, too.".to_owned());
    }
    let about = docs(&about);
    let body = match &context.slots.names {
        // No row has a name.
        None => quote! {
            let _ = name;
            None
        },
        Some(_) if context.slots.has_added_names => find_added_name(context),
        Some(_) => find_text(context, "name", &format_ident!("NAME")),
    };
    quote! {
        #about
        pub fn from_name(name: &str) -> Option<Self> {
            #body
        }
    }
}

fn from_variant_name(context: &Context<'_>) -> TokenStream {
    let body = find_text(context, "variant", &format_ident!("VARIANT_NAME"));
    let about = docs(&[format!("The {} whose variant has this name.", context.noun)]);
    quote! {
        #about
        pub fn from_variant_name(name: &str) -> Option<Self> {
            #body
        }
    }
}

/// Looks the text `name` up among all keys, where some of them are in no column.
fn find_added_name(context: &Context<'_>) -> TokenStream {
    let index = &context.index;
    let found = context.code_at(&quote!(#index::SLOT[row] as usize));
    quote! {
        let key = #index::NAME[#index::name_slot(name)] as usize;
        let row = #index::NAME_ROW[key] as usize;
        if #index::NAME_KEY[key] == name { Some(#found) } else { None }
    }
}

/// Looks the text `name` up among those of a column.
fn find_text(context: &Context<'_>, kind: &str, column: &Ident) -> TokenStream {
    let index = &context.index;
    let (place, table) = (format_ident!("{kind}_slot"), format_ident!("{}", kind.to_uppercase()));
    let found = context.code_at(&quote!(#index::SLOT[row] as usize));
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

    /// The code in a slot.
    pub(super) fn code_at(&self, slot: &TokenStream) -> TokenStream {
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
        names.function(context, "name", "&str", out);
        name_tables(context, names, out);
    }
    out.doc("The only place at which the row of a variant can be.");
    variants.function(context, "variant", "&str", out);
    out.numbers("VARIANT", &variants.rows());
    if context.lists_on_demand() {
        list(context, type_for(&context.slots.slot_of_row), out);
    }
    if context.lists_on_demand() && context.enumeration.categories().any(|(_, column, _)| column.holds_sets()) {
        copied(context, out);
    }
    lists(context, out);
    out.lines(TEXT);
    if [Some(codes), names.as_ref(), Some(variants)].into_iter().flatten().any(Slots::orders_texts) {
        out.lines(IS_BEFORE);
    }
    out.close("}");
}

fn code_tables(context: &Context<'_>, codes: &Slots<'_>, out: &mut Layout) {
    let parameter = if context.is_text() { "&str" } else { context.enumeration.code_type.as_str() };
    out.doc("The only slot in which a code can be.");
    codes.function(context, "code", parameter, out);
    if context.is_long() {
        code_at(context, codes, out);
    } else {
        out.array(
            "CODE",
            &context.enumeration.name,
            &codes.rows().iter().map(|row| &context.paths[*row]).collect::<Vec<_>>(),
        );
    }
    if context.has_further_codes() {
        out.array("KEY", parameter, &codes.map(|key| context.shown(codes.keys()[key].0)));
    }
    if !context.is_text() {
        out.doc("The row of each slot, and the slot of each row.");
        out.numbers("ROW", &codes.rows());
    }
    out.numbers("SLOT", &context.slots.slot_of_row);
}

/// What a long table has in place of `CODE`.
fn code_at(context: &Context<'_>, codes: &Slots<'_>, out: &mut Layout) {
    let name = &context.enumeration.name;
    let mut paths: Vec<_> = codes.rows().into_iter().map(|row| &context.paths[row]).collect();
    // Slots of a hash are a power of two; those that are searched are as many as the keys.
    paths.resize(paths.len().next_multiple_of(ARMS), paths[0]);
    let numbers: Vec<_> = (0..ARMS).map(|number| number.to_string()).collect();
    let parts = paths.chunks(ARMS);
    out.line("#[inline(never)]");
    out.open_fn("pub(super) const fn code_at", "slot: usize", name);
    out.open("match slot >> 8 {");
    for number in 0..parts.len() {
        out.line(&format!("{number} => code_at_{number}(slot as u8),"));
    }
    out.arm("_", paths[0]);
    out.close("}");
    out.close("}");
    for (number, part) in parts.enumerate() {
        out.line("#[inline(always)]");
        out.open_fn(&format!("const fn code_at_{number}"), "slot: u8", name);
        out.open("match slot {");
        for (slot, path) in numbers.iter().zip(part) {
            out.arm(slot, path);
        }
        out.close("}");
        out.close("}");
    }
}

fn name_tables(context: &Context<'_>, names: &Slots<'_>, out: &mut Layout) {
    if !context.slots.has_added_names {
        out.numbers("NAME", &names.rows());
        return;
    }
    out.numbers("NAME", &names.map(|key| key));
    let (texts, rows): (Vec<_>, Vec<_>) = names.keys().iter().map(|(name, row)| (context.shown(*name), *row)).unzip();
    out.array("NAME_KEY", "&str", &texts);
    out.numbers("NAME_ROW", &rows);
}

/// What a table that [lists on demand](ROWS_IN_A_LIST) makes its lists with.
fn list(context: &Context<'_>, element: &str, out: &mut Layout) {
    let name = &context.enumeration.name;
    let code_at = |slot: &str| if context.is_long() { format!("code_at({slot})") } else { format!("CODE[{slot}]") };
    // The parameters have underscores, which no type of a spec has.
    let result = format!("[{name}; ROW_COUNT]");
    out.open_fn("const fn list<const ROW_COUNT: usize>", &format!("slots: &[{element}; ROW_COUNT]"), &result);
    out.line(&format!("let mut list = [{}; ROW_COUNT];", code_at("0")));
    out.line("let mut at = 0;");
    out.open("while at < ROW_COUNT {");
    out.line(&format!("list[at] = {};", code_at("slots[at] as usize")));
    out.line("at += 1;");
    out.close("}");
    out.line("list");
    out.close("}");
    out.line("#[inline(never)]");
    out.open(&format!("pub(super) const fn all<const IS_CALLED: bool>() -> &'static [{name}] {{"));
    out.open("const {");
    out.line("core::assert!(IS_CALLED);");
    out.line("&list(&SLOT)");
    out.close("}");
    out.close("}");
}

/// The codes of each value of each column that is indexed.
fn lists(context: &Context<'_>, out: &mut Layout) {
    let enumeration = context.enumeration;
    for (index, column) in enumeration.indexed_columns() {
        let rows = enumeration.rows_by_value(index);
        let table = table_name(column).to_string();
        let (lists, of_value) = shared(&rows);
        if column.holds_sets() {
            out.numbers(&format!("LIST_OF_{table}"), &of_value);
        }
        let rows = if column.holds_sets() { lists } else { rows.iter().map(Vec::as_slice).collect() };
        if context.lists_on_demand() && column.holds_sets() {
            members_of_sets(context, index, &rows, out);
        } else if context.lists_on_demand() {
            members_on_demand(context, column, &rows, out);
        } else {
            let slice = |rows: &&[usize]| {
                let paths: Vec<_> = rows.iter().map(|row| context.paths[*row].as_str()).collect();
                format!("&[{}]", paths.join(", "))
            };
            let slices: Vec<_> = rows.iter().map(slice).collect();
            out.array(&format!("OF_{table}"), &format!("&'static [{}]", enumeration.name), &slices);
        }
    }
}

/// Lists, each once, and the number of the list of each value: in a column of sets, values can have the same codes.
fn shared(rows: &[Vec<usize>]) -> (Vec<&[usize]>, Vec<usize>) {
    let mut numbers: HashMap<&[usize], usize> = HashMap::new();
    let mut lists: Vec<&[usize]> = Vec::new();
    let of_value = rows.iter().map(|rows| {
        *numbers.entry(rows).or_insert_with(|| {
            lists.push(rows);
            lists.len() - 1
        })
    });
    let of_value = of_value.collect();
    (lists, of_value)
}

fn members_on_demand(context: &Context<'_>, column: &Column, rows: &[&[usize]], out: &mut Layout) {
    let (name, table) = (&context.enumeration.name, table_name(column));
    let slots: Vec<_> = rows.iter().copied().flatten().map(|row| context.slots.slot_of_row[*row]).collect();
    let mut ends = vec![0];
    for rows in rows {
        ends.push(ends[ends.len() - 1] + rows.len());
    }
    out.numbers_as(&format!("SLOTS_OF_{table}"), type_for(&context.slots.slot_of_row), &slots);
    out.numbers(&format!("ENDS_OF_{table}"), &ends);
    let start = format!("pub(super) const fn of_{}<const IS_CALLED: bool>", column.accessor);
    out.line("#[inline(never)]");
    out.open_fn(&start, "value: usize", &format!("&'static [{name}]"));
    out.open(&format!("let list: &[{name}] = const {{"));
    out.line("core::assert!(IS_CALLED);");
    out.line(&format!("&list(&SLOTS_OF_{table})"));
    out.close("};");
    out.line(&format!("let end = ENDS_OF_{table}[value + 1] as usize;"));
    out.line(&format!("let start = ENDS_OF_{table}[value] as usize;"));
    out.line("list.split_at(end).0.split_at(start).1");
    out.close("}");
}

/// The codes of values that many rows can have: more than there are rows. They are copied from the list of all, since to
/// find each in its slot would take the compiler minutes, and in several constants, since it refuses one that takes long.
fn members_of_sets(context: &Context<'_>, index: usize, lists: &[&[usize]], out: &mut Layout) {
    let name = &context.enumeration.name;
    let element = type_for(&[context.enumeration.entries.len()]);
    let mut ends = vec![0];
    // The first list of each constant.
    let mut firsts = vec![0];
    for (number, list) in lists.iter().enumerate() {
        let end = ends[ends.len() - 1] + list.len();
        if end - ends[firsts[firsts.len() - 1]] > COPIED_AT_ONCE && number > firsts[firsts.len() - 1] {
            firsts.push(number);
        }
        ends.push(end);
    }
    out.numbers(&format!("ENDS_{index}"), &ends);
    let lasts = firsts.iter().skip(1).copied().chain([lists.len()]);
    for (part, (&first, last)) in firsts.iter().zip(lasts).enumerate() {
        let rows: Vec<usize> = lists[first..last].iter().copied().flatten().copied().collect();
        out.numbers_as(&format!("ROWS_{index}_{part}"), element, &rows);
        out.open(&format!("const fn part_{index}_{part}<const IS_CALLED: bool>() -> &'static [{name}] {{"));
        out.open("const {");
        out.line("core::assert!(IS_CALLED);");
        out.line(&format!("&copied(&ROWS_{index}_{part}, all::<true>())"));
        out.close("}");
        out.close("}");
    }
    out.line("#[inline(never)]");
    let start = format!("pub(super) const fn of_{index}<const IS_CALLED: bool>");
    out.open_fn(&start, "list: usize", &format!("&'static [{name}]"));
    out.open("let (rows, before) = match list {");
    for (part, &first) in firsts.iter().enumerate().rev() {
        let pattern = if first == 0 { "_".to_owned() } else { format!("{first}..") };
        out.arm(&pattern, &format!("(part_{index}_{part}::<IS_CALLED>(), {})", ends[first]));
    }
    out.close("};");
    out.line(&format!("let end = ENDS_{index}[list + 1] as usize - before;"));
    out.line(&format!("let start = ENDS_{index}[list] as usize - before;"));
    out.line("rows.split_at(end).0.split_at(start).1");
    out.close("}");
}

/// As many values are copied in one constant: rustc refuses one of some 300,000, which takes it a second.
const COPIED_AT_ONCE: usize = 100_000;

/// The function that copies rows from the list of all.
fn copied(context: &Context<'_>, out: &mut Layout) {
    let name = &context.enumeration.name;
    let element = type_for(&[context.enumeration.entries.len()]);
    let parameters = format!("rows: &[{element}; ROW_COUNT], all: &[{name}]");
    out.open("const fn copied<const ROW_COUNT: usize>(");
    for parameter in parameters.split("], ").zip(["],", ","]) {
        out.line(&format!("{}{}", parameter.0, parameter.1));
    }
    out.close(&format!(") -> [{name}; ROW_COUNT] {{"));
    out.open_block();
    out.line("let mut list = [all[0]; ROW_COUNT];");
    out.line("let mut at = 0;");
    out.open("while at < ROW_COUNT {");
    out.line("list[at] = all[rows[at] as usize];");
    out.line("at += 1;");
    out.close("}");
    out.line("list");
    out.close("}");
}

impl Context<'_> {
    /// Whether the values of the enum are listed by functions.
    pub(super) fn lists_on_demand(&self) -> bool {
        self.enumeration.entries.len() > ROWS_IN_A_LIST
    }

    /// Every value of the enum.
    pub(super) fn all(&self) -> TokenStream {
        let (data, index) = (&self.data, &self.index);
        if self.lists_on_demand() { quote!(#index::all::<true>()) } else { quote!(&#data::VARIANT) }
    }

    /// The codes that have `value` in a column.
    pub(super) fn members(&self, column_index: usize, column: &Column) -> TokenStream {
        let index = &self.index;
        let list = if column.holds_sets() {
            let lists = format_ident!("LIST_OF_{}", table_name(column));
            quote!(#index::#lists[value as usize] as usize)
        } else {
            quote!(value as usize)
        };
        if self.lists_on_demand() {
            // A long name would not fit on the line.
            let function = match column.holds_sets() {
                true => format_ident!("of_{column_index}"),
                false => format_ident!("of_{}", column.accessor),
            };
            quote!(#index::#function::<true>(#list))
        } else {
            let table = format_ident!("OF_{}", table_name(column));
            quote!(#index::#table[#list])
        }
    }
}
