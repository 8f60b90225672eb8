//! Markdown to tables of located cells. The only user of pulldown-cmark.
//!
//! What a cell says is what GitHub shows: entities and escapes resolved, links and emphasis reduced to their text.
//! Beside what the parser reports, each row carries what its raw line says, since the parser pads short rows and drops
//! extra cells without a word.

mod cell;
#[cfg(feature = "html")]
mod prose;
mod row;
mod stray;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::finding::{Finding, Findings, Rule};
use crate::limits;
use crate::source::Source;

pub(crate) use pulldown_cmark::Alignment;

pub(crate) use self::cell::Cell;
#[cfg(feature = "html")]
pub(crate) use self::prose::{Prose, prose};
pub(crate) use self::row::{Row, Shape, split as split_row};
pub(crate) use self::stray::{BrokenTable, DetachedRow};

/// What of a Markdown file concerns us.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Every table, in order.
    pub(crate) tables: Vec<Table>,
    /// Every HTML comment whose first word is `errtable`, in order.
    pub(crate) comments: Vec<Comment>,
    /// Lines that look like a table but are none.
    pub(crate) broken: Vec<BrokenTable>,
}

/// One table.
#[derive(Debug)]
pub(crate) struct Table {
    /// From the header's first byte to the end of the last row.
    pub(crate) span: Range<usize>,
    /// The headings that the table stands under, the outermost first.
    pub(crate) headings: Vec<String>,
    pub(crate) header: Row,
    /// The line below the header, without the space around it.
    pub(crate) delimiter: Range<usize>,
    pub(crate) alignments: Vec<Alignment>,
    /// The body, each row with as many cells as the header.
    pub(crate) rows: Vec<Row>,
    /// Lines below the table that look like rows of it but are not.
    pub(crate) detached: Vec<DetachedRow>,
    /// Tags in its cells that no browser knows and so none shows, those of one cell together.
    pub(crate) vanishing_tags: Vec<Vec<Range<usize>>>,
}

/// An HTML comment addressed to errtable.
#[derive(Debug)]
pub(crate) struct Comment {
    /// From `<!--` to `-->`, or to the end of the block that it swallows.
    pub(crate) span: Range<usize>,
    /// What stands between.
    pub(crate) body: Range<usize>,
    pub(crate) closed: bool,
    pub(crate) in_cell: bool,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    // Not GitHub's, but the attributes of a heading are no part of its words.
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// Reads the tables and comments of a Markdown file. Of one that is too large nothing is read.
pub(crate) fn parse(source: &Arc<Source>, findings: &mut Findings) -> Document {
    let mut excess = limits::exceeded(source);
    if excess.is_none() {
        let mut reader = Reader::new(source);
        for (event, range) in Parser::new_ext(source.text(), OPTIONS).into_offset_iter() {
            reader.read(event, range);
            excess = reader.exceeded();
            if excess.is_some() {
                break;
            }
        }
        if excess.is_none() {
            return reader.document;
        }
    }
    findings.extend(excess);
    Document::default()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    document: Document,
    /// The current path of headings with their levels.
    headings: Vec<(usize, String)>,
    heading: Option<(usize, cell::Text)>,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<cell::Builder>,
    /// Whether only paragraphs and comments have come since the last table.
    below_table: bool,
    rows: usize,
    cells: usize,
    lacking: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        Reader {
            source,
            document: Document::default(),
            headings: Vec::new(),
            heading: None,
            table: None,
            row: None,
            cell: None,
            below_table: false,
            rows: 0,
            cells: 0,
            lacking: 0,
        }
    }

    /// What there is too much of, up to here.
    fn exceeded(&self) -> Option<Finding> {
        let counts = [
            (self.document.tables.len(), limits::TABLES, "tables"),
            (self.document.comments.len(), limits::DIRECTIVES, "directives"),
            (self.rows, limits::ROWS, "rows in tables"),
            (self.lacking, limits::LACKING, "cells lacking in short rows"),
            (self.cells, limits::CELLS, "cells, counted as the headers have them"),
        ];
        let (_, limit, what) = counts.into_iter().find(|(count, limit, _)| count > limit)?;
        let message = format!("the file has more than {limit} {what}, which is more than errtable takes");
        let table = self.table.as_ref().or(self.document.tables.last());
        let header = table.map_or(0..0, |table| table.header.span.clone());
        Some(Finding::error(Rule::TooLarge, self.source, header, message).help(limits::REMEDY))
    }

    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::InlineHtml(html) => {
                self.comments(range.clone(), self.cell.is_some());
                if let Some(cell) = &mut self.cell {
                    cell.html(&html, range);
                }
            }
            event => {
                if let Some(cell) = &mut self.cell {
                    cell.inline(&event);
                } else if let Some((_, text)) = &mut self.heading {
                    text.inline(&event);
                }
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some((*level as usize, cell::Text::default()));
            }
            Tag::Table(alignments) => {
                self.below_table = false;
                self.table = Some(Table {
                    span: range,
                    headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
                    header: Row::default(),
                    delimiter: 0..0,
                    alignments: alignments.clone(),
                    rows: Vec::new(),
                    detached: Vec::new(),
                    vanishing_tags: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Row::read(self.source, range)),
            Tag::TableCell => self.cell = Some(cell::Builder::new(self.source.text(), range)),
            Tag::Paragraph | Tag::CodeBlock(CodeBlockKind::Indented) => self.stray_lines(range),
            Tag::HtmlBlock => {
                self.comments(range.clone(), false);
                self.swallowed_headings(range.clone());
                self.below_table &= self.source.text()[range].trim_start().starts_with("<!--");
            }
            Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_) => self.below_table = false,
            tag => {
                if let Some(cell) = &mut self.cell {
                    cell.start(tag);
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some((level, text)) = self.heading.take() {
                    self.push_heading(level, text.finish());
                }
            }
            TagEnd::TableCell => {
                if let (Some(cell), Some(row), Some(table)) = (self.cell.take(), &mut self.row, &mut self.table) {
                    let (cell, vanishing) = cell.finish();
                    row.cells.push(cell);
                    table.vanishing_tags.extend((!vanishing.is_empty()).then_some(vanishing));
                }
            }
            TagEnd::TableHead => {
                if let (Some(row), Some(table)) = (self.row.take(), &mut self.table) {
                    table.delimiter = row.next_line(self.source);
                    table.header = row;
                }
            }
            TagEnd::TableRow => {
                if let (Some(mut row), Some(table)) = (self.row.take(), &mut self.table) {
                    let columns = table.header.cells.len();
                    self.lacking += columns.saturating_sub(row.measure(self.source, &table.header));
                    self.rows += 1;
                    self.cells += columns;
                    if self.cells <= limits::CELLS {
                        row.fill(columns);
                    }
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                self.document.tables.extend(self.table.take());
                self.below_table = true;
            }
            tag => {
                if let Some(cell) = &mut self.cell {
                    cell.end(tag);
                }
            }
        }
    }

    /// Collects the comments of a piece of HTML that are addressed to errtable.
    fn comments(&mut self, range: Range<usize>, in_cell: bool) {
        let mut at = range.start;
        while let Some(open) = self.source.text()[at..range.end].find("<!--") {
            let start = at + open;
            let body = start + "<!--".len();
            let close = self.source.text()[body..range.end].find("-->");
            let body = body..close.map_or(range.end, |length| body + length);
            at = close.map_or(range.end, |_| body.end + "-->".len());
            let addressed = self.source.text()[body.clone()]
                .trim_start()
                .get(.."errtable".len())
                .is_some_and(|word| word.eq_ignore_ascii_case("errtable"));
            if addressed {
                self.document.comments.push(Comment { span: start..at, body, closed: close.is_some(), in_cell });
            }
        }
    }

    /// A tag on the line above a heading makes the heading part of a block of HTML, which in MDX it is not meant to be.
    fn swallowed_headings(&mut self, range: Range<usize>) {
        for line in self.source.text()[range].lines() {
            let level = line.bytes().take_while(|&byte| byte == b'#').count();
            if let (1..=6, Some(text)) = (level, line[level..].strip_prefix(' ')) {
                self.push_heading(level, text.trim().trim_end_matches('#').trim_end().to_owned());
            }
        }
    }

    fn push_heading(&mut self, level: usize, text: String) {
        self.headings.retain(|&(above, _)| above < level);
        self.headings.push((level, text));
        self.below_table = false;
    }

    /// Looks at the lines of a block that is not a table for rows and tables that GitHub does not show as such.
    fn stray_lines(&mut self, range: Range<usize>) {
        let lines = stray::Lines::read(self.source, range);
        if let Some(broken) = lines.broken_table() {
            self.document.broken.push(broken);
            self.below_table = false;
        } else if let (true, Some(table)) = (self.below_table, self.document.tables.last_mut()) {
            table.detached.extend(lines.rows_of(&table.header));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::MarkKind;

    fn read(text: &str) -> Document {
        parse(&Arc::new(Source::new("x.md", text)), &mut Findings::default())
    }

    fn texts(row: &Row) -> Vec<&str> {
        row.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn cells_say_what_github_shows() {
        let document = read(
            "| a | b | c | d |\n|---|---|---|---|\n\
             | `1` | x&amp;y \\| z | a<br>b [t](http://x) | <script>1</script> *e* \\_ |\n",
        );
        assert_eq!(texts(&document.tables[0].rows[0]), ["1", "x&y | z", "a b t", "<script>1</script> e _"]);
    }

    #[test]
    fn a_struck_out_cell_is_known() {
        let document = read("| a | b | c |\n|---|---|---|\n| ~~1~~ | ~~1~~ 2 | <del>3</del> |\n");
        let struck: Vec<_> = document.tables[0].rows[0].cells.iter().map(|cell| cell.struck).collect();
        assert_eq!(struck, [true, false, true]);
    }

    #[test]
    fn code_and_links_of_a_cell_are_marked() {
        let document = read(
            "| a | b | c |\n|---|---|---|\n\
             | ` x ` <code>y *z* </code> | [ *to* `w` ](https://x/ä) <http://y> | [no](#x) `http://v` http://u. |\n",
        );
        let row = &document.tables[0].rows[0];
        assert_eq!(texts(row), ["x y z", "to w http://y", "no http://v http://u."]);
        let marked = |column: usize| {
            let cell = &row.cells[column];
            cell.marks.iter().map(|mark| (&cell.text[mark.range.clone()], mark.kind.clone())).collect::<Vec<_>>()
        };
        let link = |address: &str| MarkKind::Link(address.to_owned());
        assert_eq!(marked(0), [("x", MarkKind::Code), ("y z", MarkKind::Code)]);
        assert_eq!(
            marked(1),
            [("to w", link("https://x/%C3%A4")), ("w", MarkKind::Code), ("http://y", link("http://y"))]
        );
        assert_eq!(marked(2), [("http://v", MarkKind::Code), ("http://u", link("http://u"))]);
    }

    #[test]
    fn a_table_knows_the_headings_above_it() {
        let document = read("# A\n## B {#id}\n### C\n## D *e*\n\n| a |\n|---|\n| 1 |\n");
        assert_eq!(document.tables[0].headings, ["A", "D e"]);
    }

    #[test]
    fn only_comments_for_us_are_kept() {
        let document = read("<!-- other -->\n<!-- errtable skip -->\n\nx <!--Errtable y--> z\n\n<!-- errtable\n");
        let closed: Vec<_> = document.comments.iter().map(|comment| comment.closed).collect();
        assert_eq!(closed, [true, true, false]);
    }
}
