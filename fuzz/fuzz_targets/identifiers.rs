//! Any text as all that a name is made of: names, codes, headers, categories, headings, and names of one's own.

#![no_main]

use errtable_fuzz::{cell, compile};
use libfuzzer_sys::fuzz_target;

/// As many lines of the input are used.
const LINES: usize = 8;

fuzz_target!(|text: &str| {
    let cells: Vec<String> = text.lines().map(cell).take(LINES).collect();
    let first = cells.first().map_or("", String::as_str);
    let rows = |row: &dyn Fn(usize, &str) -> String| -> String {
        cells.iter().enumerate().map(|(number, cell)| row(number, cell)).collect()
    };
    let of_headings = format!(
        "## {first}\n\n| Error code | Name |\n|---|---|\n{}\n## Other\n\n| Error code | Meaning |\n|---|---|\n{}",
        rows(&|number, cell| format!("| {number} | {cell} |\n")),
        rows(&|number, cell| format!("| {number} | {cell} |\n")),
    );
    let of_codes = format!(
        "<!-- errtable\ncode_type = \"text\"\n[columns.2]\nas = \"category\"\n-->\n\n| Code | {first} |{}\n|---|---|{}\n{}",
        rows(&|_, cell| format!(" {cell} |")),
        "---|".repeat(cells.len()),
        rows(&|_, cell| format!("| {cell} | {cell} |{}\n", " x |".repeat(cells.len()))),
    );
    let own = format!(
        "<!-- errtable\nenum = {first:?}\n[variants]\n{}\n[columns.3]\nas = \"category\"\nenum = {first:?}\n-->\n\n\
         | Error code | Name | Kind |\n|---|---|---|\n{}",
        rows(&|number, cell| format!("{number} = {cell:?}\n")),
        rows(&|number, cell| format!("| {number} | name {number} | {cell} |\n")),
    );
    for spec in [of_headings, of_codes, own] {
        compile(&spec, None);
    }
});
