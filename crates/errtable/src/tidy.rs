//! The tables of a Markdown file with their columns aligned. Nothing but white space changes.

use std::ops::Range;
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use crate::finding::Findings;
use crate::markdown::{self, Alignment, Table, split_row};
use crate::source::Source;

/// The text of a spec with its tables aligned, byte-order mark included.
///
/// Wide characters count as two columns, as they do where the text is edited. Rows whose cells are not as many as the
/// header's stay as they are, since what they mean is for a person to say.
///
/// ```
/// let source = errtable::Source::new("codes.md", "|Code|Name|\n|--|---|\n|1|not found|\n");
/// assert_eq!(errtable::tidy(&source), "| Code | Name      |\n| --   | ---       |\n| 1    | not found |\n");
/// ```
pub fn tidy(source: &Source) -> String {
    let mut text = String::with_capacity(source.text().len());
    if source.has_bom() {
        text.push('\u{feff}');
    }
    let mut at = 0;
    for table in &markdown::parse(&Arc::new(source.clone()), &mut Findings::default()).tables {
        for (line, aligned) in aligned(source, table) {
            text.push_str(&source.text()[at..line.start]);
            text.push_str(&aligned);
            at = line.end;
        }
    }
    text.push_str(&source.text()[at..]);
    text
}

/// The lines of a table that change, with what they become.
fn aligned(source: &Source, table: &Table) -> Vec<(Range<usize>, String)> {
    // A lone carriage return parts rows and no lines: what such a table means is a finding.
    if source.text()[table.span.clone()].replace("\r\n", "").contains('\r') {
        return Vec::new();
    }
    let columns = table.header.cells.len();
    let mut lines = vec![table.header.span.clone(), table.delimiter.clone()];
    lines.extend(table.rows.iter().map(|row| row.span.clone()));
    let lines: Vec<Line<'_>> = lines
        .into_iter()
        .map(|span| Line::read(source.text(), span))
        .filter(|line| line.cells.len() == columns && !line.begins_a_block())
        .collect();
    let width = |column: usize| lines.iter().map(|line| line.cells[column].width()).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns).map(width).collect();
    lines.iter().map(|line| (line.span.clone(), line.set(&widths, &table.alignments))).collect()
}

struct Line<'a> {
    span: Range<usize>,
    cells: Vec<&'a str>,
    opens: bool,
    closes: bool,
}

impl<'a> Line<'a> {
    fn read(text: &'a str, span: Range<usize>) -> Self {
        let raw = &text[span.clone()];
        let cells = split_row(raw).into_iter().map(|cell| raw[cell].trim_ascii()).collect();
        let closes = raw.ends_with('|') && !raw.ends_with("\\|");
        Line { span, cells, opens: raw.starts_with('|'), closes }
    }

    /// Whether a space behind the first cell would make a list item or a heading of the line.
    fn begins_a_block(&self) -> bool {
        let first = self.cells[0];
        let number = first.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        !self.opens && (matches!(first, "-" | "+" | "*") || is_number || first.bytes().all(|byte| byte == b'#'))
    }

    fn set(&self, widths: &[usize], alignments: &[Alignment]) -> String {
        let mut line = String::from(if self.opens { "| " } else { "" });
        let last = self.cells.len() - 1;
        for (column, cell) in self.cells.iter().enumerate() {
            let space = widths[column].saturating_sub(cell.width());
            let is_delimiter = cell.bytes().all(|byte| matches!(byte, b'-' | b':')) && !cell.is_empty();
            let before = match alignments.get(column) {
                Some(Alignment::Right) if !is_delimiter => space,
                Some(Alignment::Center) if !is_delimiter => space / 2,
                _ => 0,
            };
            line.push_str(&" ".repeat(before));
            line.push_str(cell);
            if column < last || self.closes {
                line.push_str(&" ".repeat(space - before));
            }
            line.push_str(if column < last { " | " } else { "" });
        }
        line.push_str(if self.closes { " |" } else { "" });
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        tidy(&Source::new("x.md", text))
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(
            tidied("| 错误码 | b |\n|---|--:|\n| 1 | 22 |\n| `x` | 3 |\n"),
            "| 错误码 |   b |\n| ---    | --: |\n| 1      |  22 |\n| `x`    |   3 |\n"
        );
    }

    #[test]
    fn no_line_becomes_a_block_of_another_kind() {
        for text in ["!|\n-|\n-|\n-!", "b||\n-|-\n-|kk", "a|b\n--|--\n1.|long\n#|c\n"] {
            let parsed = |text: &str| {
                let document = markdown::parse(&Arc::new(Source::new("x.md", text)), &mut Findings::default());
                document.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>()
            };
            assert_eq!(parsed(&tidied(text)), parsed(text), "{text}");
        }
    }

    #[test]
    fn a_second_time_changes_nothing() {
        for text in [
            "!|\n-|\n-|\n-!",
            // Carriage returns alone part rows, too.
            "a | b\n--|--\n1|ant\r2|bee\n  3 | wasp\n",
            "|a|b|\n|-|-|\n|1||\n",
            "a | b\n--|--\n1 | long cell\n",
            "> |a|b|\n> |-|-|\n> | 1 | 22 |\n",
            "\u{feff}|a|b|\r\n|:-:|-|\r\n|  1|x \\| y|\r\n| short |\r\n",
        ] {
            let once = tidied(text);
            assert_eq!(tidied(&once), once);
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&once), bare(text));
        }
    }
}
