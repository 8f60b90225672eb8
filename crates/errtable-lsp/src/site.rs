//! What stands at a place of a document: a cell of a row, or a part of a directive.

use std::ops::Range;

use errtable::catalog::{Column, Entry, Enum};
use errtable::inner::config::{CONFIG_NAME, spec_keys, type_keys};
use errtable::inner::directive::{Key, column_keys, table_keys};
use errtable::inner::markdown::{Cell, Row, Table};

use crate::documents::Document;
use crate::workspace::{Analysis, Part};

/// A cell of a table of error codes, or of a file that such a table joins.
#[derive(Debug)]
pub(crate) struct CellSite<'a> {
    pub(crate) table: &'a Table,
    pub(crate) row: &'a Row,
    /// Which of its cells.
    pub(crate) index: usize,
    pub(crate) of: &'a Enum,
    /// What the row makes; `None` for the header, and for a row with an error.
    pub(crate) entry: Option<&'a Entry>,
}

impl<'a> CellSite<'a> {
    /// The cell that a byte of a file is in.
    pub(crate) fn at(analysis: &'a Analysis, part: Part<'a>, byte: usize) -> Option<Self> {
        let line = part.source.line(byte);
        let table = part.document.tables.iter().find(|table| {
            let last = table.rows.last().map_or(table.header.line, |row| row.line);
            (table.header.line..=last).contains(&line)
        })?;
        let row = std::iter::once(&table.header).chain(&table.rows).find(|row| row.line == line)?;
        // Behind the text of a cell there is still the cell.
        let index = row.cells.iter().rposition(|cell| cell.span.start <= byte).unwrap_or_default();
        let enums = analysis.compiled.catalog.enums();
        let of = match part.name {
            None => enums.iter().find(|of| of.tables.contains(&table.id))?,
            Some(name) => {
                let is_added = |of: &&Enum| {
                    of.columns.iter().any(|column| column.from.as_deref() == Some(name))
                        || of.entries.iter().any(|entry| entry.from.as_deref() == Some(name))
                };
                enums.iter().find(is_added)?
            }
        };
        let is_of_row =
            |entry: &&Entry| entry.from.as_deref() == part.name && entry.rows.iter().any(|id| id.line() == line);
        let says_of = |entry: &&Entry| row.cells.iter().any(|cell| is_code_of(of, entry, cell));
        let is_header = row.line == table.header.line;
        let own = of.entries.iter().find(is_of_row);
        let entry = own.or_else(|| of.entries.iter().find(says_of).filter(|_| part.name.is_some()));
        Some(CellSite { table, row, index, of, entry: entry.filter(|_| !is_header) })
    }

    pub(crate) fn cell(&self) -> Option<&'a Cell> {
        self.row.cells.get(self.index)
    }

    pub(crate) fn is_header(&self) -> bool {
        self.row.line == self.table.header.line
    }

    /// The column of the enum that the cell is in.
    pub(crate) fn column(&self) -> Option<&'a Column> {
        column(self.of, self.table, self.index)
    }
}

/// The column of an enum at a place in a table of it.
pub(crate) fn column<'a>(of: &'a Enum, table: &Table, index: usize) -> Option<&'a Column> {
    let header = &table.header.cells.get(index)?.text;
    of.columns.iter().find(|column| column.header == *header)
}

fn is_code_of(of: &Enum, entry: &Entry, cell: &Cell) -> bool {
    entry.codes.iter().any(|code| of.show(code) == cell.text || code.to_string() == cell.text)
}

/// A place in the TOML of a directive, or of an `errtable.toml`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TomlSite<'t> {
    pub(crate) is_config: bool,
    /// The TOML of the directive, up to the line of the place.
    pub(crate) before: &'t str,
    /// The keys of the section that the line is in.
    pub(crate) section: Vec<String>,
    /// The line, without its end, and where it begins.
    pub(crate) line: &'t str,
    pub(crate) start: usize,
    /// The place in the line.
    pub(crate) at: usize,
}

const MARKS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

impl<'t> TomlSite<'t> {
    /// The place at a byte of a text, if that is in a directive; one that is not closed yet ends before the next table.
    pub(crate) fn at(document: &Document, text: &'t str, byte: usize) -> Option<Self> {
        let byte = byte.min(text.len());
        let is_config = document.path.file_name().is_some_and(|name| name == CONFIG_NAME);
        let body = if is_config { 0..text.len() } else { directive(text, byte)? };
        let start = text[..byte].rfind('\n').map_or(0, |at| at + 1).max(body.start);
        let end = text[byte..body.end].find('\n').map_or(body.end, |at| byte + at);
        let before = &text[body.start..start];
        let line = text[start..end].trim_end_matches('\r');
        let section = before.lines().chain([line]).filter_map(header).next_back().unwrap_or_default();
        Some(TomlSite { is_config, before, section, line, start, at: byte - start })
    }

    /// The key of the line, with its place in it: what stands before `=`, or the whole line.
    pub(crate) fn key(&self) -> (&'t str, Range<usize>) {
        let (start, end) =
            (self.line.len() - self.line.trim_start().len(), self.line.find('=').unwrap_or(self.line.len()));
        let key = self.line[start.min(end)..end].trim_end();
        (key, start..start + key.len())
    }

    /// Whether the place is behind `=`.
    pub(crate) fn is_in_value(&self) -> bool {
        self.line.find('=').is_some_and(|equals| self.at > equals)
    }

    /// The records of the keys that can stand in the section.
    pub(crate) fn keys(&self) -> Vec<&'static Key> {
        let section: Vec<_> = self.section.iter().map(String::as_str).collect();
        match (self.is_config, &section[..]) {
            (true, ["spec"]) => spec_keys().collect(),
            (true, ["spec", "enum", _]) => type_keys().collect(),
            (false, []) => table_keys().collect(),
            (false, ["columns", _]) => column_keys().collect(),
            _ => Vec::new(),
        }
    }

    /// The record of a key of the section, or of a dotted key.
    pub(crate) fn record(&self, key: &str) -> Option<&'static Key> {
        let parts = dotted(key);
        let (last, section) = parts.split_last()?;
        let site = TomlSite {
            is_config: self.is_config,
            before: self.before,
            section: self.section.iter().chain(section).cloned().collect(),
            line: self.line,
            start: self.start,
            at: self.at,
        };
        site.keys().into_iter().find(|record| record.name == last)
    }

    /// The word of the line at the place, with its place there: a string, a number or a key.
    pub(crate) fn word(&self) -> (&'t str, Range<usize>) {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let start = self.line[..self.at]
            .rfind(|c| !is_part(c))
            .map_or(0, |at| at + self.line[at..].chars().next().map_or(1, char::len_utf8));
        let end = self.line[self.at..].find(|c| !is_part(c)).map_or(self.line.len(), |at| self.at + at);
        (&self.line[start..end], start..end)
    }
}

/// What stands behind the word `errtable` of the comment that a byte is in, if it is a directive.
fn directive(text: &str, byte: usize) -> Option<Range<usize>> {
    let opens = MARKS.iter().filter_map(|marks| Some((text[..byte].rfind(marks.0)?, marks)));
    let (open, (mark, close)) = opens.max_by_key(|(open, _)| *open)?;
    let body = open + mark.len();
    let word = body + text[body..].len() - text[body..].trim_start_matches(['-', ' ', '\t']).len();
    let after = word + text[word..].strip_prefix("errtable").map(|_| "errtable".len())?;
    let verb = text[after..].strip_prefix(" default").map_or(0, |_| " default".len());
    let start = after + verb;
    let end = text[start..].find(close).map(|end| start + end);
    let table = text[start..].find("\n|").map(|end| start + end);
    let end = match (end, table) {
        (Some(end), _) => end,
        (None, Some(table)) => table,
        (None, None) => text.len(),
    };
    (start <= byte && byte <= end).then_some(start..end)
}

/// The keys of a line that opens a section.
fn header(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let inside = line.strip_prefix("[[").and_then(|rest| rest.split_once("]]"));
    let inside = inside.or_else(|| line.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')));
    let (inside, rest) = inside?;
    (rest.trim().is_empty() || rest.trim().starts_with('#')).then(|| dotted(inside))
}

/// The parts of a dotted key, without their quotes.
fn dotted(key: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in key.trim().chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('.', None) => parts.push(String::new()),
            (' ' | '\t', None) => {}
            (c, _) => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Documents;

    fn with<T>(text: &str, see: impl Fn(Option<TomlSite<'_>>) -> T) -> T {
        let mut documents = Documents::default();
        let byte = text.find('^').expect("a mark stands at the place");
        let text = text.replacen('^', "", 1);
        documents.open("file:///a.md".to_owned(), "markdown".to_owned(), 1, text.clone());
        let document = documents.of("file:///a.md").expect("it is open");
        see(TomlSite::at(document, &text, byte))
    }

    #[test]
    fn a_line_knows_its_section() {
        let text = "x\n<!-- errtable\nlock = \"a\"\n[columns.\"Feed.back API\"]\nas = \"^cat\"\n-->\n";
        with(text, |site| {
            let site = site.expect("it is in a directive");
            assert_eq!(site.section, ["columns", "Feed.back API"]);
            assert_eq!((site.key().0, site.is_in_value(), site.word().0), ("as", true, "cat"));
            assert!(site.record("as").is_some() && site.record("lock").is_none());
        });
        with("<!-- errtable default\ncol^\n\n| a |\n", |site| {
            let site = site.expect("it is in a directive that is not closed");
            assert_eq!((site.key(), site.is_in_value()), (("col", 0..3), false));
            assert!(site.record("columns.x.as").is_some());
        });
    }

    #[test]
    fn what_is_no_directive_has_no_keys() {
        for text in
            ["^", "<!-- other\n^ -->", "<!-- errtable -->\n^", "<!-- errtable\n\n| a |\n^|---|\n", "<!-- err^table"]
        {
            with(text, |site| assert_eq!(site, None, "{text}"));
        }
    }
}
