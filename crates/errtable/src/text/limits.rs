//! How much errtable takes at once. What is more is a finding, so that no file makes a build run out of memory or time:
//! within these limits the worst that is known stays below 1 GB and, compiled with optimizations, 10 seconds; with a
//! lock of as many codes, 30 seconds. A build script is compiled without, and takes up to twice as long for a file that is one
//! cell of megabytes.
//!
//! 150,000 rows of usual length fit: in tables that people have written, a row has 140 bytes and 11 punctuation marks on
//! average, and in nine of ten tables at most 215 and 15. The largest of these tables has 13,000 rows and 2 MB.

use super::Source;

/// The bytes of a spec: 220 for each of its rows.
const SPEC_BYTES: usize = 32 << 20;
/// The bytes of a lock: it has the names and descriptions of its spec, and some 100 bytes more for each code.
const LOCK_BYTES: usize = 64 << 20;
/// The punctuation marks and line breaks of a spec: each can be a part of its own to a Markdown parser, which keeps some
/// 100 bytes of it, and the page of `errtable emit html` 400.
const MARKS: usize = 2_500_000;
/// The tables in the TOML of a directive or a lock, a dotted key as one for each dot: the parser keeps up to 1,800 bytes
/// of each. A lock has two for each code and one for each value: 150,000 codes with 50,000 values fit.
const TOML_TABLES: usize = 360_000;
/// The pairs and elements in the TOML of a directive or a lock: the parser keeps some 250 bytes of each. A lock has up to
/// ten for each code.
const TOML_ITEMS: usize = 2_500_000;
/// The tables of a spec: names of enums are compared with each other.
pub const TABLES: usize = 4_000;
/// The directives of a spec.
pub const DIRECTIVES: usize = 2 * TABLES;
/// The columns of a table: each has a method and a table of its own in the generated code.
pub const COLUMNS: usize = 200;
/// The rows of a spec.
pub const ROWS: usize = 150_000;
/// The codes of a spec: each has a place in every table of the generated code, and a line in the lock.
pub const CODES: usize = 250_000;
/// The values that the cells of a spec hold, in columns of sets: each has a place in the lists of the generated code, and
/// a part of a line in documentation.
pub const VALUES: usize = 1_000_000;
/// The cells of a spec, those that short rows lack included: each is a text, of which the page of `errtable emit html` takes
/// some 600 bytes.
pub const CELLS: usize = 1_500_000;
/// The cells that the rows of a spec lack. A little above, the parser ends the table without a word.
pub const LACKING: usize = 200_000;
/// The patterns of `skip` for a table: each is held against each code.
pub const PATTERNS: usize = 200;
/// The faults of the TOML of a directive that are told.
pub const SYNTAX_ERRORS: usize = 20;
/// The keys of a directive for which the nearest known word is looked for.
pub const SUGGESTIONS: usize = 20;

/// The bytes that a file may have, by its path: a lock ends in `.lock`.
pub fn bytes(path: &str) -> usize {
    if path.ends_with(".lock") { LOCK_BYTES } else { SPEC_BYTES }
}

/// What a text has too much of to be a spec, as a message.
pub fn exceeded(source: &Source) -> Option<String> {
    let text = source.text();
    let most = bytes(source.path());
    if text.len() > most {
        return Some(format!("the file has {} bytes; errtable takes {most}", text.len()));
    }
    let marks = text.bytes().filter(|byte| byte.is_ascii_punctuation() || *byte == b'\n').count();
    (marks > MARKS).then(|| format!("the file has {marks} punctuation marks and line breaks; errtable takes {MARKS}"))
}

/// What to do about it.
pub const REMEDY: &str = "keep the error table in a file of its own, or part it in several";

/// What the TOML of a directive or a lock has too much of, as the end of a message.
pub(crate) fn toml_exceeded(toml: &str) -> Option<String> {
    let (tables, items) = toml_parts(toml);
    let counts = [(tables, TOML_TABLES, "tables"), (items, TOML_ITEMS, "pairs and elements")];
    let (_, limit, what) = counts.into_iter().find(|(count, limit, _)| count > limit)?;
    Some(format!("has more than {limit} {what} in its TOML, which is more than errtable takes"))
}

/// The most tables, and the most pairs and elements, that a TOML parser can make of a text: the signs that begin one,
/// outside of strings and comments. A bracket begins a table where a line begins, and else a list.
fn toml_parts(toml: &str) -> (usize, usize) {
    let (mut tables, mut items) = (0, 0);
    let mut rest = toml.as_bytes();
    let mut begins_line = true;
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'[' if !begins_line => items += 1,
            b'.' | b'[' | b'{' => tables += 1,
            b'=' | b',' => items += 1,
            _ => {}
        }
        begins_line = byte == b'\n' || begins_line && matches!(byte, b' ' | b'\t' | b'[');
        rest = match byte {
            b'"' | b'\'' => after_string(rest, byte),
            b'#' => &after[after.iter().position(|&byte| byte == b'\n').unwrap_or(after.len())..],
            _ => after,
        };
    }
    (tables, items)
}

/// What follows the string that a text begins with. One that is not closed ends with its line: the parser goes on there.
fn after_string(text: &[u8], quote: u8) -> &[u8] {
    let is_long = text.starts_with(&[quote; 3]);
    let mut at = if is_long { 3 } else { 1 };
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\n' if !is_long => return &text[at..],
            b'\\' if quote == b'"' && text.get(at + 1) != Some(&b'\n') => at += 2,
            _ if byte == quote && !is_long => return &text[at + 1..],
            _ if is_long && text[at..].starts_with(&[quote; 3]) => return &text[at + 3..],
            _ => at += 1,
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_toml_are_counted_outside_of_strings() {
        for (toml, parts) in [
            ("a = 1\nb.c = { d = [1, 2] } # . = {", (2, 5)),
            ("[a]\n [[b]]\nc = [[1]]", (3, 3)),
            ("a = \"x=.\\\"{\"\nb = '{\\'\nc = 1", (0, 3)),
            ("a = \"\"\"=\n\"=\"\"\", b = '''=''', c = ''", (0, 5)),
            ("a = \"not closed =\nb = 1", (0, 2)),
            ("a = \"not closed \\\nb = 1", (0, 2)),
            ("a = '''x'y'''\nb.c = \"\"", (1, 2)),
            ("a = \"\\", (0, 1)),
        ] {
            assert_eq!(toml_parts(toml), parts, "{toml}");
        }
    }
}
