//! Tables so long that their code is made otherwise: lists of values on demand, texts in one, and a `match` by slot.

use std::fmt::Write as _;

use crate::fixture::Case;

/// One for each length from which on something changes, and both kinds of codes.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("long-lists", 257, |row| (10_000 + row * 3).to_string()),
        // Far apart and in no order, so that they are displaced; the slots of the last `match` are not all taken.
        case("long-table", 2_049, |row| (row * 7_919_317 % 2_000_000_011).to_string()),
        case("long-table-in-one-run", 2_049, |row| (row + 1).to_string()),
        case("long-table-of-64-bits", 2_049, |row| ((row << 40) + 5_000_000_000).to_string()),
        case("long-table-of-negative-codes", 2_049, |row| format!("-{}", row * row + 1)),
        case("long-table-of-texts", 2_049, |row| format!("E{row}x{}", row % 7)),
    ]
}

/// A category is called what long tables call a type of theirs, names that only their middle tells apart come beside
/// ordinary ones, and notes begin or end in odd ways.
fn case(name: &str, rows: u64, code: impl Fn(u64) -> String) -> Case {
    const NOTES: &[&str] = &["", "plain", "&nbsp;led by a space", "\\\\", "ends in a quote \"", "{}", "&#9;tab", "无"];
    let mut text = String::from(
        "<!-- errtable\n[columns.Note]\noptional = true\n[columns.Texts]\nas = \"category\"\n[columns.Users]\nas = \"categories\"\nseparator = \";\"\nall = \"each\"\n-->\n\n\
         | Error code | Name | Description | Note | Texts | Users |\n|---|---|---|---|---|---|\n",
    );
    for row in 0..rows {
        let (note, part) = (NOTES[row as usize % NOTES.len()], row % 5);
        let name = if row % 3 == 0 { format!("the same {row:05} at both ends") } else { format!("name {row}") };
        let users =
            if row.is_multiple_of(4) { "each".to_owned() } else { format!("user {}; other {}", row % 60, row % 7) };
        let _ = writeln!(text, "| {} | {name} | Number {row} | {note} | part {part} | {users} |", code(row));
    }
    Case { name: name.to_owned(), text, ..Case::default() }
}
