//! Markdown to tables of located cells. The only user of pulldown-cmark.
//!
//! What a cell says is what GitHub shows: entities and escapes resolved, links and emphasis reduced to their text.
//! Beside what the parser reports, each row carries what its raw line says, since the parser pads short rows and drops
//! extra cells without a word.

mod cell;
mod conflict;
mod front_matter;
mod row;
mod stray;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::finding::{Finding, Findings, Rule};
use crate::text::{HTML_COMMENT, MDX_COMMENT, RowId, Source, TableId, is_slip, limits};

pub use pulldown_cmark::Alignment;

pub use self::cell::{Cell, CodeText, Text};
pub use self::row::{Row, Shape, split as split_row};
pub(crate) use self::row::{is_delimiter, raw_cells, with_hyphens};
pub(crate) use self::stray::{Between, BetweenKind, cells as stray_cells};
pub use self::stray::{BrokenTable, DetachedRows};

/// What of a Markdown file concerns us.
#[derive(Debug, Default)]
pub struct Document {
    /// The title that the metadata at the top gives.
    pub title: Option<String>,
    /// Every table, in order.
    pub tables: Vec<Table>,
    /// Every HTML comment whose first word is `errtable`, in order.
    pub comments: Vec<Comment>,
    /// Lines that look like a table but are none.
    pub broken: Vec<BrokenTable>,
    /// Lines that look like rows and are in no table.
    pub detached: Vec<DetachedRows>,
    /// From the first marker of a merge conflict to the last one.
    pub(crate) conflict: Option<Range<usize>>,
}

impl Document {
    /// A table.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    /// A row.
    pub fn row(&self, id: RowId) -> &Row {
        let table = self.table(id.table());
        id.body_index().map_or(&table.header, |index| &table.rows[index])
    }
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// What it is called by.
    pub id: TableId,
    /// From the header's first byte to the end of the last row.
    pub span: Range<usize>,
    /// The headings that the table stands under, the outermost first.
    pub headings: Vec<String>,
    /// Its first row.
    pub header: Row,
    /// The line below the header, without the space around it.
    pub delimiter: Range<usize>,
    /// How the delimiter row aligns each column.
    pub alignments: Vec<Alignment>,
    /// The body, each row with as many cells as the header.
    pub rows: Vec<Row>,
    /// Tags in its cells that no browser knows and so none shows, those of one cell together.
    pub vanishing_tags: Vec<Vec<Range<usize>>>,
}

/// An HTML comment addressed to errtable.
#[derive(Debug)]
pub struct Comment {
    /// From `<!--` to `-->`, or to the end of the block that it swallows.
    pub span: Range<usize>,
    /// What stands between.
    pub(crate) body: Range<usize>,
    /// Whether it ends.
    pub closed: bool,
    /// Whether it stands in a cell of a table.
    pub in_cell: bool,
}

/// Whether a comment is addressed to errtable: by its first word, or by one that is all but that, where a directive follows.
fn is_addressed(body: &str) -> bool {
    let body = without_dashes(body);
    let is_word = body.get(.."errtable".len()).is_some_and(|word| word.eq_ignore_ascii_case("errtable"));
    let word = body.split_whitespace().next().unwrap_or_default();
    let line = body[word.len()..].lines().next().unwrap_or_default().trim();
    // Prose may have a word that is near.
    let is_directive = line.is_empty()
        || line.contains('=')
        || line.starts_with(['[', '#'])
        || ["default", "skip", "skip:"].contains(&line.split_whitespace().next().unwrap_or_default());
    is_word || is_directive && is_nearly_addressed(word)
}

/// The body of a comment without the dashes that are too many in `<!---`.
pub(crate) fn without_dashes(body: &str) -> &str {
    body.trim_start_matches('-').trim_start()
}

/// Whether a word is `errtable` but for one slip of the pen, for hyphens, or for blanks that are missing before it.
pub(crate) fn is_nearly_addressed(word: &str) -> bool {
    let bare = word.to_lowercase().replace(['-', '_'], "");
    // A letter more or less at its end makes it no other word of a language.
    (7..=9).contains(&bare.len()) && is_slip(&bare, "errtable")
}

/// What of Markdown is read.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    // Not GitHub's, but the attributes of a heading are no part of its words.
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// A text as pulldown-cmark is to read it, each character in its place: it takes no tab in a delimiter row, as GitHub does, and
/// knows no comments of MDX, which become instructions of as many bytes.
pub fn readable(source: &Source) -> Cow<'_, str> {
    let text = source.text();
    let mut readable = Cow::Borrowed(text);
    let (mut start, mut is_comment) = (0, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let is_list = bare.starts_with("-\t") || bare.starts_with("- ");
        if bare.trim_end().contains('\t') && !is_list && is_delimiter(bare.trim_end()) {
            let from = start + line.len() - bare.len();
            let spaced = bare.replace('\t', " ");
            readable.to_mut().replace_range(from..start + line.len(), &spaced);
        }
        if source.is_mdx() {
            let content = line.trim_start_matches(['>', ' ', '\t']);
            let from = start + line.len() - content.len();
            let opens = !is_comment && content.starts_with(MDX_COMMENT.0);
            if opens {
                readable.to_mut().replace_range(from..from + MDX_COMMENT.0.len(), "<? ");
            }
            is_comment |= opens;
            if let Some(close) = content.find(MDX_COMMENT.1).filter(|_| is_comment) {
                let close = from + close;
                readable.to_mut().replace_range(close..close + MDX_COMMENT.1.len(), " ?>");
                is_comment = false;
            }
        }
        start += line.len();
    }
    readable
}

/// Takes out the attributes that kramdown, the Markdown of Jekyll, reads from a line right under a table: `{: .wide }`.
fn without_attributes(source: &Source, table: &mut Table) {
    let is_attributes = |row: &Row| {
        let raw = source.text()[row.span.clone()].trim();
        raw.starts_with("{:") && raw.ends_with('}') && !raw.contains('|')
    };
    while let Some(row) = table.rows.pop_if(|row| is_attributes(row)) {
        table.span.end = source.line_span(row.line).start.max(table.span.start);
    }
}

/// The level of a heading and what follows its marks, where a line begins with those of one.
pub(crate) fn after_marks(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    matches!(level, 1..=6).then_some((level, rest))
}

/// What stands in a file below its metadata, each piece with its place in the file.
pub fn events(text: &str, options: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let from = front_matter::length(text);
    let events = Parser::new_ext(&text[from..], options).into_offset_iter();
    events.map(move |(event, range)| (event, range.start + from..range.end + from))
}

/// Reads the tables and comments of a Markdown file. Of one that is too large nothing is read.
pub fn parse(source: &Arc<Source>, findings: &mut Findings) -> Document {
    let too_large = |message| Finding::error(Rule::TooLarge, source, 0..0, message).help(limits::REMEDY);
    let mut excess = limits::exceeded(source).map(too_large);
    if excess.is_none() {
        let mut reader = DocumentReader::new(source);
        let text = readable(source);
        for (event, range) in events(&text, OPTIONS) {
            reader.read(event, range);
            excess = reader.exceeded();
            if excess.is_some() {
                break;
            }
        }
        if excess.is_none() {
            return Document { title: front_matter::title(source.text()), ..reader.finish() };
        }
    }
    findings.extend(excess);
    Document::default()
}

struct DocumentReader<'a> {
    source: &'a Arc<Source>,
    document: Document,
    /// The current path of headings with their levels.
    headings: Vec<(usize, String)>,
    heading: Option<(usize, Text)>,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<cell::Builder>,
    hidden: stray::Hidden,
    rows: usize,
    cells: usize,
    lacking: usize,
}

impl<'a> DocumentReader<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        DocumentReader {
            source,
            document: Document::default(),
            headings: Vec::new(),
            heading: None,
            table: None,
            row: None,
            cell: None,
            hidden: stray::Hidden::default(),
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
                self.heading = Some((*level as usize, Text::default()));
            }
            Tag::Table(alignments) => {
                self.table = Some(Table {
                    id: TableId::new(self.document.tables.len()),
                    span: range,
                    headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
                    header: Row::default(),
                    delimiter: 0..0,
                    alignments: alignments.clone(),
                    rows: Vec::new(),
                    vanishing_tags: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Row::read(self.source, range)),
            Tag::TableCell => self.cell = Some(cell::Builder::new(self.source.text(), range)),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.hidden.indented.push(range),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => match stray::is_closed(self.source.text(), range.clone()) {
                true => self.hidden.deliberate.push(range),
                false => self.hidden.open = Some(range),
            },
            Tag::HtmlBlock => {
                self.comments(range.clone(), false);
                self.swallowed_headings(range.clone());
                self.hidden.deliberate.extend(stray::code_in_html(self.source.text(), range));
            }
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
                    table.header = row.called(table.id, 0);
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
                    table.rows.push(row.called(table.id, table.rows.len() + 1));
                }
            }
            TagEnd::Table => {
                if let Some(table) = &mut self.table {
                    without_attributes(self.source, table);
                }
                self.document.tables.extend(self.table.take());
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
        let text = self.source.text();
        let marks = if self.source.is_mdx() { [HTML_COMMENT, MDX_COMMENT].as_slice() } else { &[HTML_COMMENT] };
        let next = |at: usize| {
            let opens = marks.iter().filter_map(|&marks| Some((text[at..range.end].find(marks.0)?, marks)));
            opens.min_by_key(|(open, _)| *open)
        };
        while let Some((open, marks)) = next(at) {
            let start = at + open;
            let body = start + marks.0.len();
            let close = text[body..range.end].find(marks.1);
            let body = body..close.map_or(range.end, |length| body + length);
            at = close.map_or(range.end, |_| body.end + marks.1.len());
            let addressed = is_addressed(&self.source.text()[body.clone()]);
            match close {
                None if !addressed => self.hidden.open = Some(start..at),
                // Of a directive that is not closed, a finding tells.
                _ => self.hidden.deliberate.push(start..at),
            }
            if addressed {
                self.document.comments.push(Comment { span: start..at, body, closed: close.is_some(), in_cell });
            }
        }
    }

    /// A tag on the line above a heading makes the heading part of a block of HTML, which in MDX it is not meant to be.
    fn swallowed_headings(&mut self, range: Range<usize>) {
        for line in self.source.text()[range].lines() {
            let heading = after_marks(line).and_then(|(level, rest)| Some((level, rest.strip_prefix(' ')?)));
            if let Some((level, text)) = heading {
                self.push_heading(level, text.trim().trim_end_matches('#').trim_end().to_owned());
            }
        }
    }

    fn push_heading(&mut self, level: usize, text: String) {
        self.headings.retain(|&(above, _)| above < level);
        self.headings.push((level, text));
    }

    /// The document, with the lines that look like rows and are in no table.
    fn finish(self) -> Document {
        let mut document = self.document;
        let from = front_matter::length(self.source.text());
        document.conflict = conflict::find(self.source.text(), &self.hidden.deliberate);
        stray::find(self.source, from, &mut document, self.hidden);
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::MarkKind;

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
        let struck: Vec<_> = document.tables[0].rows[0].cells.iter().map(Cell::struck).collect();
        assert_eq!(struck, [(true, true), (true, false), (true, true)]);
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

    #[test]
    fn comments_of_mdx_are_comments() {
        let text = "# A\n\n{/* errtable\nskip = \"x\"\n\nlock = \"y.lock\"\n*/}\n| a |\n|---|\n| `{/* 1 */}` |\n\n{/*\n| b |\n|---|\n*/}\n";
        let mdx = parse(&Arc::new(Source::new("x.mdx", text)), &mut Findings::default());
        assert_eq!((mdx.comments.len(), mdx.tables.len()), (1, 1));
        assert_eq!(mdx.tables[0].rows[0].cells[0].text, "{/* 1 */}");
        assert!(mdx.detached.is_empty() && mdx.broken.is_empty());
        let plain = parse(&Arc::new(Source::new("x.md", text)), &mut Findings::default());
        assert_eq!(plain.comments.len(), 0);
    }
}
