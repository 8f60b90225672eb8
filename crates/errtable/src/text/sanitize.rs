//! Text of others as it may be shown: no character of it is a command to what shows it, changes the place of what stands
//! around it, or hides.
//!
//! This is the one list of such characters. The package `tpns-errors` takes no dependency and so has the list again, in
//! `src/answer/log.rs`; `tests/printable.rs` holds that the two are equal.

/// What is shown in the place of a character that turns its neighbours round or cannot be seen.
const MARK: char = '\u{fffd}';

/// Text for a terminal, a log, a page or cargo, on one line: control characters become spaces, and characters that change
/// the order of their neighbours or cannot be seen become `\u{fffd}`.
///
/// ```
/// assert_eq!(errtable::printable("a\ncargo::error=b\u{1b}[31m"), "a cargo::error=b [31m");
/// assert_eq!(errtable::printable("a\u{202e}b\u{2028}c"), "a\u{fffd}b\u{fffd}c");
/// ```
pub fn printable(text: &str) -> String {
    text.chars().map(printable_char).collect()
}

/// The same for text whose line breaks are ours.
pub(crate) fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// A character as it may be shown.
pub fn printable_char(c: char) -> char {
    match c {
        c if c.is_control() => ' ',
        c if is_invisible(c) => MARK,
        c => c,
    }
}

/// Whether a character must not be shown as it is.
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Characters that are no control characters and change how their neighbours are shown, or are not shown at all.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        // Turn the direction of what follows, or part two directions.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Break the line.
        | '\u{2028}' | '\u{2029}'
        // Have no width.
        | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{feff}'
        // Are deprecated, or mean something to one program alone: annotations, musical and shorthand format.
        | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Tags spell ASCII that nobody sees.
        | '\u{e0000}'..='\u{e007f}')
}
