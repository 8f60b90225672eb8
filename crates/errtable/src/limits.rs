//! How much errtable takes at once. What is more is a finding, so that no file makes a build run out of memory or time:
//! within these limits the worst that is known stays below 1 GB and, compiled with optimizations, 10 seconds. A build
//! script is compiled without, and takes up to twice as long for a file that is one cell of megabytes.
//!
//! The largest error tables that people have written are far below: 13,000 rows and 2 MB.

use std::sync::Arc;

use crate::finding::{Finding, Rule};
use crate::source::Source;

/// The bytes of a spec or a lock.
pub(crate) const BYTES: usize = 8 << 20;
/// The punctuation marks and line breaks of a spec: each can be a part of its own to a Markdown parser, which keeps some
/// 100 bytes of it.
pub(crate) const MARKS: usize = 2_000_000;
/// The tables of a spec: names of enums are compared with each other.
pub(crate) const TABLES: usize = 4_000;
/// The directives of a spec.
pub(crate) const DIRECTIVES: usize = 2 * TABLES;
/// The columns of a table: each has a method and a table of its own in the generated code.
pub(crate) const COLUMNS: usize = 200;
/// The rows of a spec.
pub(crate) const ROWS: usize = 150_000;
/// The cells of a spec, those that short rows lack included: each is a text.
pub(crate) const CELLS: usize = 2_000_000;
/// The cells that the rows of a spec lack. A little above, the parser ends the table without a word.
pub(crate) const LACKING: usize = 200_000;
/// The patterns of `skip` for a table: each is held against each code.
pub(crate) const PATTERNS: usize = 200;
/// The errors and the warnings of a spec that a build shows; each error is a file of its own.
pub(crate) const SHOWN: usize = 100;
/// The faults of the TOML of a directive that are told.
pub(crate) const SYNTAX_ERRORS: usize = 20;
/// The keys of a directive for which the nearest known word is looked for.
pub(crate) const SUGGESTIONS: usize = 20;

/// What a spec has too much of, apart from its tables.
pub(crate) fn exceeded(source: &Arc<Source>) -> Option<Finding> {
    let text = source.text();
    let finding = |message: String| Finding::error(Rule::TooLarge, source, 0..0, message).help(REMEDY);
    if text.len() > BYTES {
        return Some(finding(format!("the file has {} bytes; errtable takes {BYTES}", text.len())));
    }
    let marks = text.bytes().filter(|byte| byte.is_ascii_punctuation() || *byte == b'\n').count();
    (marks > MARKS)
        .then(|| finding(format!("the file has {marks} punctuation marks and line breaks; errtable takes {MARKS}")))
}

/// What to do about it.
pub(crate) const REMEDY: &str = "keep the error table in a file of its own, or part it in several";
