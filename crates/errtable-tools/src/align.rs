//! The tables of a Markdown file with their columns aligned. Nothing but white space and outer pipes changes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use errtable::inner::limits;
use errtable::inner::markdown::{self, Alignment, Document, Row, Shape, Table, split_row};
use errtable::{Findings, Source};

/// A column is padded to its longest cell of so many columns of a screen; what is longer stands out. A wide screen shows
/// some 200 characters in a line: a row with a longer cell is wrapped, and no blanks align it.
const WIDTH: usize = 200;
/// How many bytes a file may grow beyond twice its size: a small table may have one long cell, and in a large one that
/// cell would make the file many times as long.
const GROWTH: usize = 16 << 10;

/// A spec with its tables aligned.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Aligned {
    /// The whole text, byte-order mark included.
    pub text: String,
    /// The tables that are as they were, in order.
    pub left: Vec<Left>,
    /// Why nothing of the file was read, where it is too large.
    pub findings: Findings,
}

/// A table that could not be aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// The 1-based line of its header.
    pub line: usize,
    /// What keeps it from being aligned, as a clause.
    pub why: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// Why a table is left as it is, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    LoneReturn,
    TooLong,
    TooLarge,
    ReadOtherwise,
}

impl Reason {
    fn left(self, line: usize) -> Left {
        let (why, help) = match self {
            Reason::LoneReturn => {
                ("it holds a carriage return that ends no line", "save the file with one kind of line endings")
            }
            Reason::TooLong => ("aligned, it would be more than twice as long", "leave out columns that are empty"),
            Reason::TooLarge => ("aligned, the file would be larger than errtable takes", limits::REMEDY),
            Reason::ReadOtherwise => ("aligned, it would be read as something else", "align it by hand"),
        };
        Left { line, why, help }
    }
}

/// Aligns the tables of a spec, so that each parses to the same cells as before.
///
/// Wide characters count as two columns, as they do where the text is edited. A column is as wide as its longest cell of
/// up to 200 columns, or less where the file would be more than twice as long and 16 KiB; longer cells stand out. Where a
/// line without outer pipes would begin with blanks or look like a list, all rows of the table get outer pipes. Rows
/// whose cells are not as many as the header's stay as they are, since what they mean is for a person to say.
///
/// ```
/// let source = errtable::Source::new("codes.md", "|Code|Name|\n|--|---|\n|1|not found|\n");
/// let tidied = errtable_tools::align(&source);
/// assert_eq!(tidied.text, "| Code | Name      |\n| --   | ---       |\n| 1    | not found |\n");
/// ```
pub fn align(source: &Source) -> Aligned {
    let source = Arc::new(source.clone());
    let mut findings = Findings::default();
    let document = markdown::parse(&source, &mut findings);
    let allowance = GROWTH / document.tables.len().max(1);
    let mut left = BTreeMap::new();
    let mut aligned = Vec::new();
    for (number, table) in document.tables.iter().enumerate() {
        aligned.push(aligned_table(&source, table, allowance).unwrap_or_else(|why| {
            left.insert(number, why);
            Vec::new()
        }));
    }
    let text = as_before(&source, &document, aligned, &mut left);
    let left = left.into_iter().map(|(number, reason)| reason.left(document.tables[number].header.line));
    Aligned { text: source.with_bom(&text), left: left.collect(), findings }
}

/// The lines of a table, with what they become.
type Lines = Vec<(Range<usize>, String)>;

/// How often tables are left out that would be read as something else, before the whole file is left as it is.
const ROUNDS: usize = 4;

/// The text with the aligned lines, but those of tables that the parser then reads otherwise. None is known: this is to be
/// sure, since the file is not ours.
fn as_before(
    source: &Arc<Source>,
    document: &Document,
    mut aligned: Vec<Lines>,
    left: &mut BTreeMap<usize, Reason>,
) -> String {
    let before = Contents::of(source, document);
    let mut reason = Reason::ReadOtherwise;
    for _ in 0..ROUNDS {
        let text = replaced(source.text(), &aligned);
        if text == source.text() {
            return text;
        }
        if text.len() > limits::bytes(source.path()) {
            reason = Reason::TooLarge;
            break;
        }
        let read = Arc::new(source.with_text(text));
        let after = Contents::of(&read, &markdown::parse(&read, &mut Findings::default()));
        if before == after {
            return read.text().to_owned();
        }
        let differs = |number: &usize| before.tables.get(*number) != after.tables.get(*number);
        for number in (0..before.tables.len()).filter(differs) {
            aligned[number].clear();
            left.insert(number, reason);
        }
    }
    for number in 0..document.tables.len() {
        left.entry(number).or_insert(reason);
    }
    source.text().to_owned()
}

fn replaced(text: &str, lines: &[Lines]) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for (line, aligned) in lines.iter().flatten() {
        replaced.push_str(&text[at..line.start]);
        replaced.push_str(aligned);
        at = line.end;
    }
    replaced + &text[at..]
}

/// What a file says, apart from the white space and outer pipes of its tables.
#[derive(PartialEq, Eq)]
struct Contents {
    tables: Vec<String>,
    others: String,
}

impl Contents {
    fn of(source: &Source, document: &Document) -> Self {
        let raw = |span: &Range<usize>| source.text()[span.clone()].trim_ascii().to_owned();
        let row = |row: &Row| {
            let cells =
                row.cells.iter().map(|cell| (raw(&cell.span), &cell.text, cell.code(), cell.struck(), &cell.marks));
            format!("{} {} {:?}", row.line, row.shape == Shape::Whole, cells.collect::<Vec<_>>())
        };
        let table = |table: &Table| {
            let rows: Vec<_> = std::iter::once(&table.header).chain(&table.rows).map(row).collect();
            let tags: Vec<_> = table.vanishing_tags.iter().flatten().map(raw).collect();
            format!("{:?} {:?} {rows:?} {tags:?}", table.headings, table.alignments)
        };
        let comments = document.comments.iter();
        let comments: Vec<_> = comments.map(|comment| (raw(&comment.span), comment.closed, comment.in_cell)).collect();
        let lines = |rows: &[Range<usize>]| rows.iter().map(raw).collect::<Vec<_>>();
        let broken: Vec<_> = document.broken.iter().map(|broken| (raw(&broken.header), lines(&broken.rows))).collect();
        let detached: Vec<_> =
            document.detached.iter().map(|detached| (detached.table, lines(&detached.rows))).collect();
        let others = format!("{comments:?} {broken:?} {detached:?}");
        Contents { tables: document.tables.iter().map(table).collect(), others }
    }
}

/// The lines of a table aligned; or why they are not.
fn aligned_table(source: &Source, table: &Table, allowance: usize) -> Result<Lines, Reason> {
    // A lone carriage return parts rows and no lines: what such a table means is a finding.
    if source.text()[table.span.clone()].replace("\r\n", "").contains('\r') {
        return Err(Reason::LoneReturn);
    }
    let columns = table.header.cells.len();
    let rows = table.rows.iter().filter(|row| matches!(row.shape, Shape::Whole | Shape::Indented));
    let spans = [&table.header.span, &table.delimiter].into_iter().chain(rows.map(|row| &row.span));
    let lines = spans.map(|span| Line::read(source.text(), span.clone())).filter(|line| line.cells.len() == columns);
    let lines: Vec<_> = lines.collect();
    let layout = Layout::of(&lines, columns, &table.alignments, allowance).ok_or(Reason::TooLong)?;
    Ok(lines.iter().map(|line| (line.span.clone(), layout.set(line))).collect())
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

    /// Whether the line, without a pipe before it, could begin something else once a blank stands behind its first cell:
    /// a list, a heading, a block of HTML.
    fn may_begin_a_block(&self) -> bool {
        let first = self.cells[0];
        let number = first.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number || matches!(first, "" | "-" | "+" | "*") || first.starts_with(['#', '<', '>', '[', '='])
    }
}

/// How the lines of a table are set.
struct Layout<'a> {
    widths: Vec<usize>,
    alignments: &'a [Alignment],
    opens: bool,
    closes: bool,
}

impl<'a> Layout<'a> {
    /// The widest layout in which the table is not more than twice as long, beside an allowance.
    fn of(lines: &[Line<'_>], columns: usize, alignments: &'a [Alignment], allowance: usize) -> Option<Self> {
        let is_moved = matches!(alignments.first(), Some(Alignment::Right | Alignment::Center));
        let must_open = lines.iter().any(|line| !line.opens && (is_moved || line.may_begin_a_block()));
        let opens = must_open || lines.iter().any(|line| line.opens);
        let closes = must_open || lines.iter().any(|line| line.closes);
        let texts: usize = lines.iter().flat_map(|line| &line.cells).map(|cell| cell.len()).sum();
        let pipes: usize =
            lines.iter().map(|line| columns - 1 + usize::from(line.opens) + usize::from(line.closes)).sum();
        let after = texts + lines.len() * (3 * (columns - 1) + 2 * (usize::from(opens) + usize::from(closes)));
        // Of the blanks that are there nothing depends, so that a table that is aligned stays as it is.
        let blanks = (2 * (texts + pipes) + allowance).checked_sub(after)?;
        Some(Layout { widths: widths(lines, columns, blanks), alignments, opens, closes })
    }

    fn set(&self, line: &Line<'_>) -> String {
        let mut text = String::from(if self.opens { "| " } else { "" });
        let last = line.cells.len() - 1;
        for (column, cell) in line.cells.iter().enumerate() {
            let space = self.widths[column].saturating_sub(cell.width());
            let is_delimiter = cell.bytes().all(|byte| matches!(byte, b'-' | b':')) && !cell.is_empty();
            let before = match self.alignments.get(column) {
                Some(Alignment::Right) if !is_delimiter => space,
                Some(Alignment::Center) if !is_delimiter => space / 2,
                _ => 0,
            };
            text.push_str(&" ".repeat(before));
            text.push_str(cell);
            if column < last || self.closes {
                text.push_str(&" ".repeat(space - before));
            }
            text.push_str(if column < last { " | " } else { "" });
        }
        text.push_str(if self.closes { " |" } else { "" });
        text
    }
}

/// How wide each column is, so that all of them take no more than so many blanks.
fn widths(lines: &[Line<'_>], columns: usize, blanks: usize) -> Vec<usize> {
    let mut cells = vec![[0_usize; WIDTH + 1]; columns];
    for line in lines {
        for (column, cell) in line.cells.iter().enumerate() {
            if let Some(count) = cells[column].get_mut(cell.width()) {
                *count += 1;
            }
        }
    }
    // The longest cell within a bound, and the blanks that pad all shorter ones to it, for each bound.
    let padded = cells.iter().map(|counts| {
        let (mut width, mut blanks, mut shorter) = (0, 0, 0);
        let bounds = counts.iter().enumerate().map(|(bound, count)| {
            if *count > 0 {
                blanks += shorter * (bound - width);
                (width, shorter) = (bound, shorter + count);
            }
            (width, blanks)
        });
        bounds.collect::<Vec<_>>()
    });
    let padded: Vec<_> = padded.collect();
    let fits = |bound: &usize| padded.iter().map(|column| column[*bound].1).sum::<usize>() <= blanks;
    let bound = (0..=WIDTH).rev().find(fits).unwrap_or_default();
    padded.iter().map(|column| column[bound].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        let tidied = align(&Source::new("x.md", text));
        assert!(tidied.left.iter().all(|left| left.why.contains("carriage return")), "{text}: {:?}", tidied.left);
        tidied.text
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(
            tidied("| 错误码 | b |\n|---|--:|\n| 1 | 22 |\n| `x` | 3 |\n"),
            "| 错误码 |   b |\n| ---    | --: |\n| 1      |  22 |\n| `x`    |   3 |\n"
        );
    }

    /// What a text says, however its tables are set.
    fn contents(text: &str) -> Contents {
        let source = Arc::new(Source::new("x.md", text));
        Contents::of(&source, &markdown::parse(&source, &mut Findings::default()))
    }

    #[test]
    fn no_line_becomes_a_block_of_another_kind() {
        for text in [
            "!|\n-|\n-|\n-!",
            "b||\n-|-\n-|kk",
            "a|b\n--|--\n1.|long\n#|c\n",
            "a|b\n--|--\n<div|long\n",
            "a|b\n--:|--\n1|c\n100800312|c\n",
            "a|b\n:-:|--\n1|c\n100800312|c\n",
            "- a|b\n  -:|--\n  1|c\n  100800312|c\n",
            "> code|b\n> -:|--\n> 1|c\n> 100800312|c\n",
            "a|b\n-|-\n1|c\n",
        ] {
            let once = tidied(text);
            assert!(contents(&once) == contents(text), "{text}");
            assert!(once.lines().any(|line| line.trim_start_matches(['>', '-', ' ']).starts_with('|')), "{once}");
            assert_eq!(tidied(&once), once);
        }
    }

    #[test]
    fn outer_pipes_are_added_where_a_line_would_begin_with_blanks() {
        assert_eq!(
            tidied("Code | Name\n---:|---\n1 | cold\n100800312 | hot"),
            "|      Code | Name |\n| ---:      | ---  |\n|         1 | cold |\n| 100800312 | hot  |"
        );
        assert_eq!(tidied("Code | Name\n---|---:\n1 | cold"), "Code | Name\n---  | ---:\n1    | cold");
        // Rows of one table are alike.
        assert_eq!(tidied("| a | b\n|---|---\n1 | c |"), "| a   | b   |\n| --- | --- |\n| 1   | c   |");
    }

    #[test]
    fn a_long_cell_stands_out() {
        let table = |cells: &[&str]| {
            let rows: String = cells.iter().map(|cell| format!("| {cell} | b |\n")).collect();
            format!("| a | b |\n| - | - |\n{rows}")
        };
        let [long, longest] = [WIDTH, WIDTH + 1].map(|width| "x".repeat(width));
        assert_eq!(tidied(&table(&["1", &longest])), table(&["1", &longest]));
        let padded = |cell: &str| format!("{cell}{}", " ".repeat(WIDTH - cell.len()));
        let once = tidied(&table(&["1", &long, &longest]));
        assert!(once.starts_with(&format!("| {} | b |\n", padded("a"))), "{once}");
        assert!(once.ends_with(&format!("| {} | b |\n| {long} | b |\n| {longest} | b |\n", padded("1"))), "{once}");
    }

    #[test]
    fn no_file_grows_beyond_twice_its_size_and_an_allowance() {
        let rows = |number: usize, long: usize| {
            let rows: String = (0..number).map(|row| format!("|{row}|a|\n")).collect();
            format!("|Code|Name|\n|-|-|\n{rows}|x|{}|\n\n", "y".repeat(long))
        };
        for text in
            [rows(5_000, WIDTH), rows(5_000, 20_000), rows(8, WIDTH).repeat(500), "|a|b|\n|-|-|\n\n".repeat(4_000)]
        {
            let once = tidied(&text);
            assert!(
                once.len() > text.len() && once.len() <= 2 * text.len() + GROWTH,
                "{} of {}",
                once.len(),
                text.len()
            );
            assert!(contents(&once) == contents(&text));
            assert_eq!(tidied(&once), once);
        }
        // The short cells of a large table are aligned, and a small table with the same long cell is so in whole.
        let large = tidied(&rows(5_000, WIDTH));
        assert!(large.contains("\n| 7    | a    |\n"), "{large:.200}");
        assert!(tidied(&rows(8, WIDTH)).contains(&format!("| 7    | a{} |", " ".repeat(WIDTH - 1))));
    }

    #[test]
    fn a_table_that_would_be_read_otherwise_is_left() {
        let table = "a|b\n-|-\n1|c\n\n";
        let source = Arc::new(Source::new("x.md", table.repeat(2)));
        let document = markdown::parse(&source, &mut Findings::default());
        let row = |table: usize, text: &str| vec![(document.tables[table].rows[0].span.clone(), text.to_owned())];
        let mut left = BTreeMap::new();
        let text = as_before(&source, &document, vec![row(0, "1 | c"), row(1, "1 | d")], &mut left);
        assert_eq!(text, format!("{}{table}", table.replace("1|c", "1 | c")));
        assert_eq!(left, BTreeMap::from([(1, Reason::ReadOtherwise)]));
        // What follows the tables counts, too.
        let text = as_before(&source, &document, vec![row(0, "1|c\n\n<!-- errtable skip"), Vec::new()], &mut left);
        assert_eq!(text, source.text());
    }

    #[test]
    fn what_cannot_be_aligned_is_told() {
        let empty = format!(
            "|{0}\n|{1}\n{2}",
            "a|".repeat(100),
            "-|".repeat(100),
            format!("|{}\n", "|".repeat(100)).repeat(500)
        );
        let tidied = align(&Source::new("x.md", format!("words\n\n{empty}")));
        assert_eq!((tidied.left.len(), tidied.left[0].line), (1, 3), "{:?}", tidied.left);
        assert!(tidied.text.ends_with(&empty));
        let too_large = align(&Source::new("x.md", "|a|\n|-|\n\n".repeat(limits::TABLES + 1)));
        assert_eq!(too_large.findings.len(), 1);
        let large = format!("|a|b|\n|-|-|\n|{}|c|\n", "d".repeat(limits::bytes("x.md") - 20));
        let tidied = align(&Source::new("x.md", large.as_str()));
        assert_eq!(tidied.left[0].why, "aligned, the file would be larger than errtable takes");
        assert!(tidied.text == large);
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
            assert!(contents(&once) == contents(text), "{text}");
        }
    }
}
