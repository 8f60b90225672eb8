//! Metadata at the top of a file.
//!
//! GitHub takes metadata at the first byte of a file and nowhere else; pulldown-cmark, where it is told to, takes a `---`
//! in the middle of a file for metadata too, and leaves out all that stands before the next one.

use super::row::is_delimiter;

/// The bytes of the metadata that a text begins with, its last line included; 0 where there is none.
///
/// What holds a line of a table or a comment is no metadata: the `---` above it is a rule, as it is to GitHub.
pub(crate) fn length(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let closing: &[&str] = match lines.next().map(str::trim_end) {
        Some("---") => &["---", "..."],
        Some("+++") => &["+++"],
        _ => return 0,
    };
    let mut length = text.find('\n').map_or(text.len(), |at| at + 1);
    for (number, line) in lines.enumerate() {
        length += line.len();
        let shown = line.trim_end();
        if closing.contains(&shown) {
            return length;
        }
        let is_blank = number == 0 && shown.is_empty();
        if is_blank || shown.trim_start().starts_with(['|', '<']) || is_delimiter(shown) {
            return 0;
        }
    }
    0
}

/// The title in the metadata that a text begins with: `title: Error codes`, `title = "Error codes"`.
pub(crate) fn title(text: &str) -> Option<String> {
    let lines = text[..length(text)].lines();
    let title = lines.filter_map(|line| line.strip_prefix("title")).find_map(|rest| {
        rest.trim_start().strip_prefix([':', '=']).map(|title| title.trim().trim_matches(['"', '\'']).to_owned())
    });
    title.filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_is_that_of_the_metadata() {
        for (text, title) in [
            ("---\nid: 1\ntitle: \"Lid codes\"\n---\n", Some("Lid codes")),
            ("+++\ntitle = 'Lid codes'\n+++\n", Some("Lid codes")),
            ("---\ntitles: x\n---\ntitle: y\n", None),
            ("title: y\n", None),
        ] {
            assert_eq!(super::title(text).as_deref(), title, "{text:?}");
        }
    }

    #[test]
    fn metadata_stands_at_the_first_byte() {
        for (text, length) in [
            ("---\ntitle: x\n---\ny", 17),
            ("---\r\ntitle: x\r\n---\r\ny", 20),
            ("---\ntitle: x\n...\ny", 17),
            ("+++\ntitle = 1\n+++\n", 18),
            ("---\n---\ny", 8),
            ("y\n---\ntitle: x\n---\n", 0),
            ("---\n\ntitle: x\n---\n", 0),
            ("---\ntitle: x\n", 0),
            ("---\ntitle: x\n+++\n", 0),
            ("----\ntitle: x\n----\n", 0),
            ("---\n# Codes\n| a | b |\n|---|---|\n| 1 | 2 |\n---\n", 0),
            ("---\na | b\n--- | ---\n1 | 2\n---\n", 0),
            ("---\n<!-- errtable skip -->\n---\n", 0),
            ("", 0),
        ] {
            assert_eq!(super::length(text), length, "{text:?}");
        }
    }
}
