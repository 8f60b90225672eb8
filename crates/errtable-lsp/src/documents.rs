//! The documents that are open in the editor, with their texts as they are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::positions::{Encoding, Lines, Range};
use crate::uri;

/// An open document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) uri: String,
    /// Where its file lies, or would lie; the address itself of a document without a file.
    pub(crate) path: PathBuf,
    pub(crate) language: String,
    pub(crate) version: i32,
    /// The text as the client has it, byte-order mark included.
    pub(crate) text: Arc<str>,
}

const MARK: &str = "\u{feff}";

impl Document {
    /// How many bytes stand before the text that is compiled.
    pub(crate) fn mark(&self) -> usize {
        if self.text.starts_with(MARK) { MARK.len() } else { 0 }
    }

    pub(crate) fn is_markdown(&self) -> bool {
        matches!(self.language.as_str(), "markdown" | "mdx" | "markdown.mdx" | "pandoc" | "rmd")
            || is_markdown(&self.path)
    }
}

/// Whether a file is Markdown by its name.
pub(crate) fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["md", "markdown", "mdx"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A change of a document: a text in the place of a part, or of all of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    range: Option<Range>,
    text: String,
}

/// All open documents, by their paths.
#[derive(Debug, Default)]
pub(crate) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    pub(crate) fn open(&mut self, uri: String, language: String, version: i32, text: String) {
        let path = path_of(&uri);
        self.0.insert(path.clone(), Document { uri, path, language, version, text: text.into() });
    }

    pub(crate) fn close(&mut self, uri: &str) -> Option<Document> {
        self.0.remove(&path_of(uri))
    }

    /// Applies changes, one after the other.
    pub(crate) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> Option<&Document> {
        let document = self.0.get_mut(&path_of(uri))?;
        document.version = version;
        let mut text = document.text.to_string();
        for change in changes {
            match change.range {
                None => text = change.text,
                Some(range) => {
                    let span = Lines::of(&text).span(&text, range, encoding);
                    text.replace_range(span, &change.text);
                }
            }
        }
        document.text = text.into();
        Some(document)
    }

    pub(crate) fn at(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub(crate) fn of(&self, uri: &str) -> Option<&Document> {
        self.0.get(&path_of(uri))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.0.values()
    }
}

/// The path by which a document is known.
pub(crate) fn path_of(uri: &str) -> PathBuf {
    uri::path(uri).unwrap_or_else(|| PathBuf::from(uri))
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn changed(text: &str, changes: serde_json::Value) -> String {
        let mut documents = Documents::default();
        documents.open("file:///a.md".to_owned(), "markdown".to_owned(), 1, text.to_owned());
        let changes = from_value(changes).expect("these are changes");
        let document = documents.change("file:///a.md", 2, changes, Encoding::Utf16).expect("it is open");
        assert_eq!(document.version, 2);
        document.text.to_string()
    }

    #[test]
    fn changes_are_applied_in_order() {
        let at = |line, start, end| json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}});
        let changes = json!([{"range": at(0, 2, 4), "text": "x"}, {"range": at(1, 0, 0), "text": "y\n"}]);
        assert_eq!(changed("| 🙂 |\nb", changes), "| x |\ny\nb");
        assert_eq!(changed("a", json!([{"text": "b"}, {"range": at(0, 1, 1), "text": "c"}])), "bc");
        assert_eq!(changed("a", json!([{"range": at(9, 9, 3), "text": "b"}])), "ab");
    }

    #[test]
    fn a_document_has_one_path_however_its_address_is_written() {
        let mut documents = Documents::default();
        documents.open("file:///a%2Eb.md".to_owned(), String::new(), 1, "x".to_owned());
        assert!(documents.of("file:///a.b.md").is_some_and(Document::is_markdown));
        assert!(documents.close("file:///a.b.md").is_some() && documents.iter().next().is_none());
    }
}
