//! Text of a spec as it may be shown: nothing in it is a command to what shows it, or changes the place of what stands
//! around it.

/// Text for a terminal, a log or cargo, on one line: control characters become spaces, and those that change the order of
/// their neighbours `\u{fffd}`.
///
/// ```
/// assert_eq!(errtable::printable("a\ncargo::error=b\u{1b}[31m"), "a cargo::error=b [31m");
/// ```
pub fn printable(text: &str) -> String {
    text.chars().map(printable_char).collect()
}

/// The same for text whose line breaks are ours.
pub(crate) fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

fn printable_char(c: char) -> char {
    match c {
        c if c.is_control() => ' ',
        c if is_reordering(c) => '\u{fffd}',
        c => c,
    }
}

/// Characters that change the order in which their neighbours are shown.
fn is_reordering(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that change how their neighbours are shown, or are not shown at all.
pub(crate) fn is_invisible(c: char) -> bool {
    is_reordering(c)
        || matches!(c,
            '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// JSON, indented, with a line break at its end. What JSON allows in a string and a terminal would obey is escaped.
#[cfg(feature = "json")]
pub(crate) fn pretty(json: &impl serde::Serialize) -> String {
    use std::fmt::Write as _;

    let text = serde_json::to_string_pretty(json).expect("strings, numbers and arrays always serialize");
    let mut pretty = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Outside strings there is none of these but the line feed.
        if (c.is_control() && c != '\n') || is_reordering(c) {
            let _ = write!(pretty, "\\u{:04x}", u32::from(c));
        } else {
            pretty.push(c);
        }
    }
    pretty.push('\n');
    pretty
}
