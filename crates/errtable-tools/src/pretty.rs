//! JSON for people to read.

use errtable::inner::is_unprintable;

/// JSON, indented, with a line break at its end. What JSON allows in a string and must not be shown is escaped.
pub(crate) fn pretty(json: &impl serde::Serialize) -> String {
    use std::fmt::Write as _;

    let text = serde_json::to_string_pretty(json).expect("strings, numbers and arrays always serialize");
    let mut pretty = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Outside strings there is none of these but the line feed.
        if is_unprintable(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(pretty, "\\u{unit:04x}");
            }
        } else {
            pretty.push(c);
        }
    }
    pretty.push('\n');
    pretty
}
