//! What stands around the tables of a file, as HTML.

use std::collections::{HashMap, HashSet};
use std::iter;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use super::{OPTIONS, cell};
use crate::markup::web_address;
use crate::source::Source;

/// A piece of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// HTML that is to be sanitised: raw HTML of the file stands in it as it is.
    Prose(String),
    /// The table that begins at this byte.
    Table(usize),
}

/// A file parted at some of its tables, named by the bytes where they begin; all others are prose.
#[derive(Debug)]
pub(crate) struct Prose {
    /// The text of a heading of the first level with nothing but raw HTML above it. It is left out of the blocks.
    pub(crate) title: Option<String>,
    pub(crate) blocks: Vec<Block>,
    /// For each block, the level that a heading below it has.
    pub(crate) levels: Vec<usize>,
}

/// Renders the prose of a file. Images become their texts, so that a page asks for no other file.
pub(crate) fn prose(source: &Source, tables: &HashSet<usize>) -> Prose {
    let mut writer = Writer::new();
    let mut skipping: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(source.text(), OPTIONS).into_offset_iter() {
        if skipping.as_ref().is_some_and(|table| table.contains(&range.start)) {
            continue;
        }
        skipping = None;
        if matches!(event, Event::Start(Tag::Table(_))) && tables.contains(&range.start) {
            writer.table(range.start);
            skipping = Some(range);
        } else {
            writer.event(event);
        }
    }
    writer.finish()
}

struct Writer<'a> {
    events: Vec<Event<'a>>,
    /// The events of a heading that is open, and its text.
    heading: Option<(Vec<Event<'a>>, cell::Text)>,
    level: usize,
    slugs: HashMap<String, usize>,
    in_metadata: bool,
    /// How many links and images are open.
    link_depth: usize,
    /// Where the innermost of them leads, while it has no text.
    unnamed: Option<String>,
    prose: Prose,
}

impl<'a> Writer<'a> {
    fn new() -> Self {
        Writer {
            events: Vec::new(),
            heading: None,
            level: 1,
            slugs: HashMap::new(),
            in_metadata: false,
            link_depth: 0,
            unnamed: None,
            prose: Prose { title: None, blocks: Vec::new(), levels: Vec::new() },
        }
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.in_metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.in_metadata = false,
            _ if self.in_metadata => {}
            Event::Start(Tag::Link { dest_url, .. }) => self.link(&dest_url),
            // An image is a link to itself.
            Event::Start(Tag::Image { dest_url, .. }) => self.link(&web_address(&dest_url).unwrap_or_default()),
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Start(Tag::Heading { .. }) => self.heading = Some((Vec::new(), cell::Text::default())),
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            event => self.push(event),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        if matches!(event, Event::Text(_) | Event::Code(_)) {
            self.unnamed = None;
        }
        match &mut self.heading {
            Some((events, text)) => {
                text.inline(&event);
                events.push(event);
            }
            None => self.events.push(event),
        }
    }

    /// Begins a link, unless it is in one already.
    fn link(&mut self, address: &str) {
        self.unnamed = Some(address.to_owned());
        self.link_depth += 1;
        if self.link_depth == 1 {
            let (link_type, nothing) = (LinkType::Inline, CowStr::Borrowed(""));
            let dest_url = address.to_owned().into();
            self.push(Event::Start(Tag::Link { link_type, dest_url, title: nothing.clone(), id: nothing }));
        }
    }

    /// A link without a text shows where it leads.
    fn end_link(&mut self) {
        if let Some(address) = self.unnamed.take() {
            self.push(Event::Text(address.into()));
        }
        self.link_depth = self.link_depth.saturating_sub(1);
        if self.link_depth == 0 {
            self.push(Event::End(TagEnd::Link));
        }
    }

    /// Headings keep their order but leave no level out, as readers with a screen reader expect.
    fn end_heading(&mut self, level: HeadingLevel) {
        let Some((events, text)) = self.heading.take() else { return };
        let text = text.finish();
        let stands_first = self.prose.blocks.is_empty() && self.events.iter().all(is_html);
        if level == HeadingLevel::H1 && stands_first && self.prose.title.is_none() && !text.is_empty() {
            self.prose.title = Some(text);
            return;
        }
        self.level = (level as usize).clamp(2, self.level + 1);
        let id = self.slug(&text);
        let level = HeadingLevel::try_from(self.level).unwrap_or(HeadingLevel::H6);
        let start = Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() };
        let end = Event::End(TagEnd::Heading(level));
        self.events.extend(iter::once(Event::Start(start)).chain(events).chain([end]));
    }

    /// The name by which GitHub links to a heading.
    fn slug(&mut self, text: &str) -> String {
        let kept = text.to_lowercase();
        let kept = kept.chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let seen = self.slugs.entry(slug.clone()).or_default();
        *seen += 1;
        if *seen == 1 { slug } else { format!("{slug}-{}", *seen - 1) }
    }

    fn flush(&mut self) {
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return;
        }
        let mut text = String::new();
        html::push_html(&mut text, events.into_iter());
        self.prose.blocks.push(Block::Prose(text));
        self.prose.levels.push((self.level + 1).min(6));
    }

    fn table(&mut self, start: usize) {
        self.flush();
        self.prose.blocks.push(Block::Table(start));
        self.prose.levels.push((self.level + 1).min(6));
    }

    fn finish(mut self) -> Prose {
        self.flush();
        self.prose
    }
}

/// Whether an event is raw HTML, or the block that holds it.
fn is_html(event: &Event<'_>) -> bool {
    let is_block = matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock));
    is_block || matches!(event, Event::Html(_) | Event::InlineHtml(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, tables: &[usize]) -> Prose {
        prose(&Source::new("x.md", text), &tables.iter().copied().collect())
    }

    fn html(text: &str) -> String {
        let blocks = read(text, &[]).blocks.into_iter();
        blocks.map(|block| if let Block::Prose(html) = block { html } else { String::new() }).collect()
    }

    #[test]
    fn a_file_is_parted_at_its_tables() {
        let text = "---\nx: y\n---\n<!-- a\nb -->\n# *The* title\n\nbefore\n\n| a |\n|---|\n| 1 |\n\n### behind\n\n| b |\n|---|\n";
        let prose = read(text, &[text.find("| a").unwrap_or_default()]);
        assert_eq!(prose.title.as_deref(), Some("The title"));
        let [Block::Prose(before), Block::Table(_), Block::Prose(behind)] = &prose.blocks[..] else {
            panic!("{:?}", prose.blocks);
        };
        assert_eq!(before, "<!-- a\nb -->\n<p>before</p>\n");
        assert!(behind.starts_with("<h2 id=\"behind\">behind</h2>\n<table>"), "{behind}");
        assert_eq!(prose.levels, [2, 2, 3]);
    }

    #[test]
    fn headings_leave_no_level_out() {
        let text = "a\n# b\n#### c d!\n## c d\n";
        let expected = "<p>a</p>\n<h2 id=\"b\">b</h2>\n<h3 id=\"c-d\">c d!</h3>\n<h2 id=\"c-d-1\">c d</h2>\n";
        assert_eq!(html(text), expected);
    }

    #[test]
    fn images_become_links() {
        assert_eq!(html("![a *b*](http://x/y.png)"), "<p><a href=\"http://x/y.png\">a <em>b</em></a></p>\n");
        assert_eq!(html("[![a](http://x/y.png)](http://z)"), "<p><a href=\"http://z\">a</a></p>\n");
        assert_eq!(
            html("![](http://x/y.png) [](http://z)"),
            "<p><a href=\"http://x/y.png\">http://x/y.png</a> <a href=\"http://z\">http://z</a></p>\n"
        );
        assert_eq!(html("![b](y.png)"), "<p><a href=\"\">b</a></p>\n");
    }
}
