//! Text with its code and links as Markdown, for the pages and for documentation, which escape text in ways of their own.

use crate::text::mark::runs;
use crate::text::{Mark, is_unprintable};

/// Where text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// In a paragraph or a list.
    Line,
    /// In a cell of a table, where pipes are read before code is.
    Cell,
}

/// Adds text with its code and links to a line; `escape` adds what is neither.
pub(crate) fn push_marked(line: &mut String, text: &str, marks: &[&Mark], spot: Spot, escape: fn(&mut String, &str)) {
    if marks.is_empty() {
        escape(line, text);
        return;
    }
    for run in runs(text, marks) {
        if let (Some(address), [part]) = (run.link, &run.parts[..])
            && part.text == address
            && !(part.is_code || address.contains(['*', '&']))
        {
            line.push_str(&format!("<{address}>"));
            continue;
        }
        if run.link.is_some() {
            // Behind a bare exclamation mark it would be an image.
            if line.ends_with('!') && !line.ends_with("\\!") {
                line.insert(line.len() - 1, '\\');
            }
            line.push('[');
        }
        for part in run.parts {
            if !(part.is_code && push_code(line, part.text, spot)) {
                push_stretch(line, part.text, escape);
            }
        }
        if let Some(address) = run.link {
            // A star and a slash would end a block of documentation, and `&copy;` is a character.
            line.push_str("](<");
            line.push_str(&address.replace('*', "%2A").replace('&', "&amp;"));
            line.push_str(">)");
        }
    }
}

/// A part of a text, with the blanks at its ends.
fn push_stretch(line: &mut String, text: &str, escape: fn(&mut String, &str)) {
    line.push_str(if text.starts_with(' ') { " " } else { "" });
    escape(line, text.trim_matches(' '));
    line.push_str(if text.len() > 1 && text.ends_with(' ') { " " } else { "" });
}

/// Code as code, where that shows what it says; whether it was written.
fn push_code(line: &mut String, text: &str, spot: Spot) -> bool {
    let odd = |c: char| c == '`' || is_unprintable(c);
    // Nor can a block of documentation hold what begins or ends one; and a backtick before would join the fence.
    let ends_block = text.contains("*/") || text.contains("/*");
    let is_odd = text.is_empty() || text.trim() != text || text.contains(odd) || line.ends_with(['`', '\\']);
    if is_odd || ends_block || (spot == Spot::Cell && text.contains("\\|")) {
        return false;
    }
    let escaped = if spot == Spot::Cell { text.replace('|', "\\|") } else { text.to_owned() };
    line.push_str(&format!("`{escaped}`"));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::rust::doc::push_escaped;
    use crate::text::MarkKind;

    #[test]
    fn code_and_links_survive() {
        let mark = |range, kind| Mark { range, kind };
        let link = MarkKind::Link("https://x/*/y".to_owned());
        let marks = [mark(4..8, MarkKind::Code), mark(12..19, link), mark(16..19, MarkKind::Code)];
        let marked = |text: &str, spot| {
            let mut line = String::new();
            push_marked(&mut line, text, &marks.iter().collect::<Vec<_>>(), spot, push_escaped);
            line
        };
        let text = "Use a|b* or the #df.";
        assert_eq!(marked(text, Spot::Line), "Use `a|b*` or [the `#df`](<https://x/%2A/y>)\\.");
        assert_eq!(marked(text, Spot::Cell), "Use `a\\|b*` or [the `#df`](<https://x/%2A/y>)\\.");
        // What code cannot hold is text.
        assert_eq!(marked("Use a*/b or the a`b.", Spot::Line), "Use a\\*\\/b or [the a\\`b](<https://x/%2A/y>)\\.");
    }

    #[test]
    fn a_link_is_no_image() {
        let mark = Mark { range: 4..7, kind: MarkKind::Link("https://x".to_owned()) };
        let mut line = String::new();
        push_marked(&mut line, "No! see", &[&mark], Spot::Line, String::push_str);
        assert_eq!(line, "No! [see](<https://x>)");
        let mark = Mark { range: 3..6, ..mark };
        line.clear();
        push_marked(&mut line, "No!see", &[&mark], Spot::Line, String::push_str);
        assert_eq!(line, "No\\![see](<https://x>)");
    }
}
