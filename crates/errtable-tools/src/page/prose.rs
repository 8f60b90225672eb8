//! What stands around the tables of a file, as HTML.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Tag, TagEnd, html};

use errtable::Source;
use errtable::inner::markdown::{OPTIONS, Text, events, readable};
use errtable::inner::web_address;

/// The prose of a file, with a place for each table that is left out.
#[derive(Debug)]
pub(crate) struct Prose {
    /// The text and the name of a heading of the first level with nothing but raw HTML above it, which is left out.
    pub(crate) title: Option<(String, String)>,
    /// HTML that is to be sanitised: raw HTML of the file stands in it as it is.
    pub(crate) html: String,
    /// The places of the tables, in order.
    pub(crate) places: Vec<Place>,
    /// What begins the id of the empty `div` in each place, before its number. The file holds it nowhere.
    pub(crate) mark: String,
}

impl Prose {
    /// The places that are in the HTML, sanitised or not, with the bytes of their elements.
    pub(crate) fn places_in<'a>(&'a self, html: &'a str) -> impl Iterator<Item = (&'a Place, Range<usize>)> {
        let begin = format!("<div id=\"{}", self.mark);
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = at + html[at..].find(&begin)?;
                at = start + begin.len();
                let digits = html[at..].bytes().take_while(u8::is_ascii_digit).count();
                let number = html[at..at + digits].parse().ok();
                at += digits;
                if let (Some(place), true) =
                    (number.and_then(|n: usize| self.places.get(n)), html[at..].starts_with(END))
                {
                    at += END.len();
                    return Some((place, start..at));
                }
            }
        })
    }
}

/// What ends the element in a place.
const END: &str = "\"></div>";

/// Where a table stood.
#[derive(Debug)]
pub(crate) struct Place {
    /// The byte at which the table begins.
    pub(crate) table: usize,
    /// The level of a heading below it.
    pub(crate) level: usize,
}

/// What GitHub shows besides what decides about tables.
const SHOWN: Options = OPTIONS.union(Options::ENABLE_TASKLISTS).union(Options::ENABLE_GFM);

/// Renders a file without the tables that begin at some of its bytes. Images become their texts, so that a page asks for
/// no other file. No name of a heading is one of those that are taken.
pub(crate) fn prose(source: &Source, tables: &HashSet<usize>, taken: &HashSet<String>) -> Prose {
    let text = readable(source);
    let mut writer = Writer::new(source, taken);
    let mut is_left_out = false;
    for (event, range) in events(&text, SHOWN) {
        match event {
            Event::Start(Tag::Table(_)) if tables.contains(&range.start) => {
                writer.table(range.start);
                is_left_out = true;
            }
            Event::End(TagEnd::Table) if is_left_out => is_left_out = false,
            _ if is_left_out => {}
            event => writer.event(event),
        }
    }
    writer.finish()
}

struct Writer<'a> {
    taken: &'a HashSet<String>,
    events: Vec<Event<'a>>,
    heading: Option<Heading>,
    level: usize,
    /// Whether there has been nothing but raw HTML.
    only_html: bool,
    /// The names of headings, and those by which links in the file call them.
    ids: HashSet<String>,
    called: HashMap<String, String>,
    /// The number that was not yet tried for the next heading of the same words.
    numbers: HashMap<String, usize>,
    /// Where each link and image that is open leads, and how many texts there were before it.
    links: Vec<(String, usize)>,
    texts: usize,
    mark: String,
    places: Vec<Place>,
    title: Option<(String, String)>,
}

/// A heading that is open.
struct Heading {
    /// Where its events begin.
    start: usize,
    text: Text,
    /// Whether nothing but raw HTML stands above it.
    is_first: bool,
}

impl<'a> Writer<'a> {
    fn new(source: &Source, taken: &'a HashSet<String>) -> Self {
        let marks = (0..).map(|number| format!("errtable-{number}-"));
        let mut unused = marks.filter(|mark| !source.text().contains(mark.as_str()));
        Writer {
            taken,
            events: Vec::new(),
            heading: None,
            level: 1,
            only_html: true,
            ids: HashSet::new(),
            called: HashMap::new(),
            numbers: HashMap::new(),
            links: Vec::new(),
            texts: 0,
            mark: unused.next().unwrap_or_default(),
            places: Vec::new(),
            title: None,
        }
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => self.link(&dest_url, &dest_url),
            // An image is a link to itself.
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.link(&web_address(&dest_url).unwrap_or_default(), &dest_url);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Start(Tag::Heading { id, .. }) => {
                let is_first = self.only_html && self.places.is_empty();
                self.heading = Some(Heading { start: self.events.len(), text: Text::default(), is_first });
                self.push(Event::Start(heading(HeadingLevel::H2, id.unwrap_or("".into()))));
            }
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            // The names of footnotes are none of codes or headings.
            Event::FootnoteReference(name) => self.push(Event::FootnoteReference(format!("fn-{name}").into())),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.push(Event::Start(Tag::FootnoteDefinition(format!("fn-{name}").into())));
            }
            Event::TaskListMarker(done) => self.push(Event::Text(if done { "☑ " } else { "☐ " }.into())),
            event => self.push(event),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.texts += usize::from(matches!(event, Event::Text(_) | Event::Code(_)));
        self.only_html &= is_html(&event);
        if let Some(heading) = &mut self.heading {
            heading.text.inline(&event);
        }
        self.events.push(event);
    }

    /// Begins a link, unless it is in one already.
    fn link(&mut self, address: &str, name: &str) {
        if self.links.is_empty() {
            let (link_type, nothing) = (LinkType::Inline, CowStr::Borrowed(""));
            let dest_url = address.to_owned().into();
            self.push(Event::Start(Tag::Link { link_type, dest_url, title: nothing.clone(), id: nothing }));
        }
        self.links.push((name.to_owned(), self.texts));
    }

    /// A link without a text shows where it leads.
    fn end_link(&mut self) {
        if let Some((name, texts)) = self.links.pop()
            && texts == self.texts
        {
            self.push(Event::Text(name.into()));
        }
        if self.links.is_empty() {
            self.push(Event::End(TagEnd::Link));
        }
    }

    /// Headings keep their order but leave no level out, as readers with a screen reader expect.
    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(Heading { start, text, is_first }) = self.heading.take() else { return };
        let text = text.finish();
        let given = match &self.events[start] {
            Event::Start(Tag::Heading { id: Some(id), .. }) if !id.is_empty() => Some(id.to_string()),
            _ => None,
        };
        let id = self.name(given, &text);
        if level == HeadingLevel::H1 && is_first && self.title.is_none() && !text.is_empty() {
            self.events.truncate(start);
            self.title = Some((text, id));
            return;
        }
        self.level = (level as usize).clamp(2, self.level + 1);
        let level = HeadingLevel::try_from(self.level).unwrap_or(HeadingLevel::H6);
        self.events[start] = Event::Start(heading(level, id.into()));
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    /// The name of a heading: the one that it is given, or the one that GitHub makes of its text; another where a code
    /// has that, so that links in the file must be led there.
    fn name(&mut self, given: Option<String>, text: &str) -> String {
        let slug = given.unwrap_or_else(|| slug(text));
        let numbered = |number: usize| if number == 0 { slug.clone() } else { format!("{slug}-{number}") };
        let first = self.numbers.get(&slug).copied().unwrap_or_default();
        let mut called = (first..).map(|number| (number, numbered(number)));
        let called = called.find(|(_, id)| !id.is_empty() && !self.called.contains_key(id));
        let (number, called) = called.unwrap_or_default();
        self.numbers.insert(slug, number + 1);
        let sections = (0..).map(|number| match number {
            0 => called.clone(),
            1 => format!("section-{called}"),
            number => format!("section-{called}-{number}"),
        });
        let mut free = sections.filter(|id| !self.taken.contains(id) && !self.ids.contains(id));
        let id = free.next().unwrap_or_default();
        self.ids.insert(id.clone());
        self.called.insert(called, id.clone());
        id
    }

    fn table(&mut self, start: usize) {
        let element = format!("<div id=\"{}{}{END}", self.mark, self.places.len());
        self.events.push(Event::Html(element.into()));
        self.places.push(Place { table: start, level: (self.level + 1).min(6) });
    }

    fn finish(mut self) -> Prose {
        for event in &mut self.events {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && let Some(id) = dest_url.strip_prefix('#').and_then(|name| self.called.get(name))
            {
                *dest_url = format!("#{id}").into();
            }
        }
        let mut text = String::new();
        html::push_html(&mut text, self.events.into_iter());
        Prose { title: self.title, html: text, places: self.places, mark: self.mark }
    }
}

fn heading<'a>(level: HeadingLevel, id: CowStr<'a>) -> Tag<'a> {
    Tag::Heading { level, id: Some(id), classes: Vec::new(), attrs: Vec::new() }
}

/// The name by which GitHub links to a heading.
fn slug(text: &str) -> String {
    let kept = text.to_lowercase();
    let kept = kept.chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Whether an event is raw HTML, or the block that holds it.
fn is_html(event: &Event<'_>) -> bool {
    let is_block = matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock));
    is_block || matches!(event, Event::Html(_) | Event::InlineHtml(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, tables: &[usize], taken: &[&str]) -> Prose {
        let taken = taken.iter().map(|&id| id.to_owned()).collect();
        prose(&Source::new("x.md", text), &tables.iter().copied().collect(), &taken)
    }

    fn html(text: &str) -> String {
        read(text, &[], &[]).html
    }

    #[test]
    fn tables_leave_their_places() {
        let text = "---\nx: y\n---\n<!-- a\nb -->\n# *The* title\n\n1. before\n\n   | a |\n   |---|\n   | 1 |\n\n2. errtable-0-\n\n\
                    ### behind\n\n| b |\n|---|\n";
        let start = text.find("| a").unwrap_or_default();
        let prose = read(text, &[start], &[]);
        assert_eq!(prose.title, Some(("The title".to_owned(), "the-title".to_owned())));
        assert_eq!(prose.places.len(), 1);
        let place = &prose.places[0];
        assert_eq!((place.table, place.level, prose.mark.as_str()), (start, 2, "errtable-1-"));
        let expected = "<li>\n<p>before</p>\n<div id=\"errtable-1-0\"></div></li>\n<li>\n<p>errtable-0-</p>";
        assert!(prose.html.contains(expected), "{}", prose.html);
        let places: Vec<_> =
            prose.places_in(&prose.html).map(|(place, range)| (place.table, &prose.html[range])).collect();
        assert_eq!(places, [(start, "<div id=\"errtable-1-0\"></div>")]);
        assert!(prose.html.contains("<h2 id=\"behind\">behind</h2>\n<table>"), "{}", prose.html);
    }

    #[test]
    fn headings_leave_no_level_out() {
        let text = "a\n# b\n#### c d!\n## c d\n";
        let expected = "<p>a</p>\n<h2 id=\"b\">b</h2>\n<h3 id=\"c-d\">c d!</h3>\n<h2 id=\"c-d-1\">c d</h2>\n";
        assert_eq!(html(text), expected);
    }

    #[test]
    fn no_two_headings_have_one_name_and_none_that_of_a_code() {
        let text = "a [1](#1) [b](#a-1) [c](#x)\n## 1\n## a\n## a\n## a-1\n## !!!\n## b {#x}\n";
        let prose = read(text, &[], &["1", "x"]);
        for part in [
            "<a href=\"#section-1\">1</a> <a href=\"#a-1\">b</a> <a href=\"#section-x\">c</a>",
            "<h2 id=\"section-1\">1</h2>",
            "<h2 id=\"a\">a</h2>\n<h2 id=\"a-1\">a</h2>\n<h2 id=\"a-1-1\">a-1</h2>\n<h2 id=\"-1\">!!!</h2>",
            "<h2 id=\"section-x\">b</h2>",
        ] {
            assert!(prose.html.contains(part), "{part} in {}", prose.html);
        }
    }

    #[test]
    fn images_become_links() {
        let linked = |address: &str, text: &str| format!("<p><a href=\"{address}\">{text}</a></p>\n");
        assert_eq!(html("![a *b*](http://x/y.png)"), linked("http://x/y.png", "a <em>b</em>"));
        assert_eq!(html("[![a](http://x/y.png)](http://z)"), linked("http://z", "a"));
        assert_eq!(html("[![](y.png)](http://z)"), linked("http://z", "y.png"));
        assert_eq!(html("![](http://x/y.png)"), linked("http://x/y.png", "http://x/y.png"));
        assert_eq!(html("[](http://z)"), linked("http://z", "http://z"));
        assert_eq!(html("![b](y.png)"), linked("", "b"));
    }

    #[test]
    fn footnotes_are_counted_over_the_whole_file() {
        let text = "a[^b] c[^1]\n\n[^1]: one\n[^b]: two\n";
        let html = html(text);
        for part in [
            "<a href=\"#fn-b\">1</a>",
            "<a href=\"#fn-1\">2</a>",
            "id=\"fn-1\"><sup class=\"footnote-definition-label\">2</sup>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
