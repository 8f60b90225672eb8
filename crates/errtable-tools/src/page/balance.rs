//! HTML of prose as elements that are closed in order, side by side where they stood too deep in each other.
//!
//! A parser of HTML looks through all open elements at each tag, and where tags do not match it moves or repeats
//! elements. A few kilobytes can cost it minutes. So tags are matched here, in one pass, by the rules of the HTML standard
//! for the elements that prose has. What is allowed is for the sanitiser to say, which parses the result.

use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use html5gum::{StartTag, State, Token, Tokenizer};
use minijinja::HtmlEscape;

/// As many elements stand in each other: a list of lists takes two of them for each level. Of what is deeper the text
/// stays. Browsers stop at 512.
const DEPTH: usize = 128;
/// The bytes of an attribute. Servers refuse longer addresses, and the serializer of the sanitiser looks through the
/// rest of an attribute at each `&`.
const ATTRIBUTE: usize = 8 << 10;
/// The bytes after which a text is parted by a comment, which the sanitiser drops: its serializer looks through the rest
/// of a text, too.
const TEXT: usize = 4 << 10;

/// What a sanitiser keeps, by its own lists.
pub(crate) struct Kept<'a> {
    tags: HashSet<&'a str>,
    /// Elements that go with all that is in them.
    emptied: HashSet<&'a str>,
    attributes: HashSet<&'a str>,
    attributes_by_tag: HashMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Kept<'a> {
    pub(crate) fn by(builder: &Builder<'a>) -> Self {
        Kept {
            tags: builder.clone_tags(),
            emptied: builder.clone_clean_content_tags(),
            attributes: builder.clone_generic_attributes(),
            attributes_by_tag: builder.clone_tag_attributes(),
        }
    }

    fn has_attribute(&self, tag: &str, attribute: &str) -> bool {
        let own = self.attributes_by_tag.get(tag);
        self.attributes.contains(attribute) || own.is_some_and(|own| own.contains(attribute))
    }
}

/// Closes each element, and reduces it to what is kept. An element whose id begins with `mark` is a place: it is there
/// however deep it stands. An image becomes the text that it has for those who do not see it.
pub(crate) fn balanced(html: &str, kept: &Kept<'_>, mark: &str) -> String {
    let mut tokens = Tokenizer::new(html);
    let mut tree = Tree::new(kept, mark);
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                tree.start(&tag);
                if let Some(state) = raw_text(&tag.name) {
                    tokens.set_state(state);
                }
            }
            Token::EndTag(tag) => tree.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => tree.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tree.close_to(0);
    tree.html
}

/// How what follows a tag is read, where that is not as HTML.
fn raw_text(name: &[u8]) -> Option<State> {
    match name {
        b"textarea" | b"title" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => Some(State::RawText),
        b"plaintext" => Some(State::PlainText),
        _ => None,
    }
}

struct Tree<'a> {
    kept: &'a Kept<'a>,
    mark: &'a str,
    html: String,
    open: Vec<&'a str>,
    /// End tags that are still to come, of elements that were closed before or never opened.
    late: HashMap<&'a str, usize>,
    /// Whether an element is open of which nothing is kept.
    in_emptied: bool,
    /// The bytes of text since the last tag.
    text: usize,
}

impl<'a> Tree<'a> {
    fn new(kept: &'a Kept<'a>, mark: &'a str) -> Self {
        let (html, open, late) = (String::new(), Vec::new(), HashMap::new());
        Tree { kept, mark, html, open, late, in_emptied: false, text: 0 }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        self.in_emptied |= self.kept.emptied.contains(&*name);
        if name == "img" {
            let alternative = tag.attributes.get(&b"alt"[..]);
            self.text(&alternative.map(|text| String::from_utf8_lossy(text)).unwrap_or_default());
        }
        let Some(&name) = self.kept.tags.get(&*name) else { return };
        let attributes = self.attributes(name, tag);
        let is_part = is_table_part(name);
        if is_part {
            if !self.make_room_in_table(name) {
                return;
            }
        } else {
            self.open_cell();
            self.close_for(name);
        }
        let is_place = |id: &[u8]| name == "div" && id.starts_with(self.mark.as_bytes());
        if tag.attributes.get(&b"id"[..]).is_some_and(|id| is_place(id)) {
            self.push_tag(name, &attributes);
            self.html.push_str("</div>");
            *self.late.entry(name).or_default() += 1;
        } else if is_void(name) {
            self.push_tag(name, &attributes);
        } else if is_part || self.open.len() < DEPTH {
            self.push_tag(name, &attributes);
            self.open.push(name);
        } else {
            self.expect_end(name);
            if is_block(name) && !self.html.ends_with('\n') {
                self.html.push('\n');
            }
        }
    }

    fn attributes(&self, name: &str, tag: &StartTag<()>) -> String {
        let mut html = String::new();
        for (attribute, value) in &tag.attributes {
            let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(value));
            if value.len() <= ATTRIBUTE && self.kept.has_attribute(name, &attribute) {
                html.push_str(&format!(" {attribute}=\"{}\"", HtmlEscape(&value)));
            }
        }
        html
    }

    fn push_tag(&mut self, name: &str, attributes: &str) {
        self.html.push_str(&format!("<{name}{attributes}>"));
        self.text = 0;
    }

    fn text(&mut self, text: &str) {
        if self.in_emptied {
            return;
        }
        if !text.trim_ascii().is_empty() {
            self.open_cell();
        }
        let mut rest = text;
        while !rest.is_empty() {
            if self.text >= TEXT {
                self.html.push_str("<!---->");
                self.text = 0;
            }
            let room = TEXT - self.text;
            let end = rest.char_indices().map(|(at, _)| at).find(|at| *at >= room).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at(end);
            self.html.push_str(&HtmlEscape(piece).to_string());
            self.text += piece.len();
            rest = behind;
        }
    }

    fn end(&mut self, name: &str) {
        self.in_emptied &= !self.kept.emptied.contains(name);
        let Some(&name) = self.kept.tags.get(name) else { return };
        if let Some(late) = self.late.get_mut(name).filter(|late| **late > 0) {
            *late -= 1;
            return;
        }
        let stops: &[&str] = if name == "table" || is_table_part(name) { &[] } else { CELLS };
        if let Some(at) = self.nearest(&[name], stops) {
            self.late.clear();
            self.close_to(at);
        }
    }

    /// Where the innermost of these elements is open, in the table that is open and above none that stops the search.
    fn nearest(&self, names: &[&str], stops: &[&str]) -> Option<usize> {
        let at = self.open.iter().rposition(|open| names.contains(open) || stops.contains(open) || *open == "table")?;
        names.contains(&self.open[at]).then_some(at)
    }

    /// Closes all elements but the outermost; the end tags of those within the first are then late.
    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(name) = self.open.pop() else { return };
            self.html.push_str(&format!("</{name}>"));
            self.text = 0;
            if self.open.len() > length {
                self.expect_end(name);
            }
        }
    }

    fn expect_end(&mut self, name: &'a str) {
        if !may_lack_its_end(name) {
            *self.late.entry(name).or_default() += 1;
        }
    }

    /// Closes what a tag ends without saying so.
    fn close_for(&mut self, name: &str) {
        let rules: [(bool, &[&str], &[&str]); 5] = [
            (is_block(name), &["p"], &[]),
            (name == "li", &["li"], &["ol", "ul"]),
            (matches!(name, "dd" | "dt"), &["dd", "dt"], &["dl"]),
            (matches!(name, "rp" | "rt" | "rtc"), &["rp", "rt", "rtc"], &["ruby"]),
            (name == "a", &["a"], &[]),
        ];
        for (_, ended, stops) in rules.into_iter().filter(|(applies, ..)| *applies) {
            if let Some(at) = self.nearest(ended, &[CELLS, stops].concat()) {
                self.close_to(at);
            }
        }
        if is_heading(name) && self.open.last().is_some_and(|open| is_heading(open)) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Closes what stands in the place of a part of the table that is open, and opens the row of a cell; whether there is
    /// a table.
    fn make_room_in_table(&mut self, name: &str) -> bool {
        let Some(table) = self.open.iter().rposition(|open| *open == "table") else { return false };
        let has = |at: usize, names: &[&str]| self.open.get(at).is_some_and(|open| names.contains(open));
        let rows = if has(table + 1, SECTIONS) { table + 2 } else { table + 1 };
        let is_in_row = has(rows, &["tr"]);
        let is_in_columns = has(table + 1, &["colgroup"]);
        match name {
            "td" | "th" if is_in_row => self.close_to(rows + 1),
            "td" | "th" => {
                self.close_to(rows);
                self.push_tag("tr", "");
                self.open.push("tr");
            }
            "tr" => self.close_to(rows),
            "col" if is_in_columns => self.close_to(table + 2),
            _ => self.close_to(table + 1),
        }
        true
    }

    /// Between the cells of a table there is no place for text: a parser would move it above the table, piece by piece.
    fn open_cell(&mut self) {
        let is_between = |name: &&str| *name == "table" || (is_table_part(name) && !CELLS.contains(name));
        if self.open.last().is_some_and(is_between) && self.make_room_in_table("td") {
            self.push_tag("td", "");
            self.open.push("td");
        }
    }
}

const CELLS: &[&str] = &["caption", "td", "th"];
const SECTIONS: &[&str] = &["tbody", "tfoot", "thead"];

fn is_table_part(name: &str) -> bool {
    CELLS.contains(&name) || SECTIONS.contains(&name) || matches!(name, "col" | "colgroup" | "tr")
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "col" | "hr" | "wbr")
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether an element ends the paragraph above it.
fn is_block(name: &str) -> bool {
    is_heading(name)
        || matches!(name, "blockquote" | "center" | "dd" | "details" | "div" | "dl" | "dt" | "figcaption" | "figure")
        || matches!(name, "hr" | "li" | "ol" | "p" | "pre" | "summary" | "table" | "ul")
}

/// Whether people leave out the end tag of an element, since another tag ends it.
fn may_lack_its_end(name: &str) -> bool {
    is_table_part(name) || matches!(name, "dd" | "dt" | "li" | "p" | "rp" | "rt" | "rtc")
}

#[cfg(test)]
mod tests {
    use super::super::escape::rules;
    use super::*;

    fn balanced(html: &str) -> String {
        super::balanced(html, &Kept::by(&rules()), "errtable-0-")
    }

    #[test]
    fn what_is_closed_in_order_stays() {
        for html in [
            "<p>a <b>b <i>c</i></b></p>\n<pre><code>\n\n d &lt; &amp;</code></pre>",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>",
            "<table><caption>t</caption><colgroup><col span=\"2\"></colgroup>\n<thead><tr><th>a</th></tr></thead>\
             <tbody>\n<tr><td>b<br><p>c</p></td><td></td></tr>\n</tbody></table>",
            "<dl><dt>a</dt><dd>b</dd></dl><hr><details><summary>c</summary><div title=\"&quot;\">d</div></details>",
        ] {
            assert_eq!(balanced(html), html);
        }
    }

    #[test]
    fn an_element_without_its_end_ends_where_it_would_in_a_browser() {
        for (html, expected) in [
            ("<p>a<p>b<div>c", "<p>a</p><p>b</p><div>c</div>"),
            ("<ul><li>a<li>b<ol><li>c</ul>d", "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>d"),
            ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
            ("<a name=x>a<a name=y>b", "<a name=\"x\">a</a><a name=\"y\">b</a>"),
            ("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>"),
            ("<ruby>a<rp>(<rt>b<rp>)</ruby>", "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>"),
            ("<table><td>a<td>b<tr><td>c<tbody><td>d</table>e", {
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr><tbody><tr><td>d</td></tr></tbody></table>e"
            }),
        ] {
            assert_eq!(balanced(html), expected, "{html}");
        }
    }

    #[test]
    fn an_end_that_fits_nothing_closes_nothing() {
        for (html, expected) in [
            ("a</p></div></b><td>b</td></tr>", "ab"),
            ("<b><div>a</b>b</div>c", "<b><div>a</div></b>bc"),
            ("<div><b><div>a</b></div>b</div>c", "<div><b><div>a</div></b>b</div>c"),
            ("<div><table><td>a</div>b</table>c</div>", "<div><table><tr><td>ab</td></tr></table>c</div>"),
        ] {
            assert_eq!(balanced(html), expected, "{html}");
        }
    }

    #[test]
    fn text_between_cells_gets_a_cell() {
        let cell = |text: &str| format!("<table><tr><td>{text}</td></tr></table>b");
        assert_eq!(balanced("<table>a</table>b"), cell("a"));
        assert_eq!(balanced("<table><tr><b>a</table>b"), cell("<b>a</b>"));
        assert_eq!(balanced("<table><colgroup>a</table>b"), "<table><colgroup></colgroup><tr><td>a</td></tr></table>b");
    }

    #[test]
    fn what_is_too_deep_stands_side_by_side() {
        let html = format!("{}a<b>b</b>{}c", "<div>".repeat(1000), "</div>".repeat(1000));
        let expected = format!("{}\nab{}c", "<div>".repeat(DEPTH), "</div>".repeat(DEPTH));
        assert_eq!(balanced(&html), expected);
        let place = "<div id=\"errtable-0-0\"></div>";
        let html = format!("{}<p>a{place}b", "<div>".repeat(DEPTH + 1));
        assert_eq!(balanced(&html), format!("{}\na{place}b{}", "<div>".repeat(DEPTH), "</div>".repeat(DEPTH)));
        // The text of a table that is too deep is in cells of the table around it.
        let tables = balanced(&"<table><td>x".repeat(1000));
        assert_eq!((tables.matches('x').count(), tables.matches("<table").count()), (1000, DEPTH / 3 + 1));
    }

    #[test]
    fn images_are_their_texts() {
        assert_eq!(balanced("<IMG src=y alt='a > b'><img alt=\"&lt;c\"/> <img>"), "a &gt; b&lt;c ");
    }

    #[test]
    fn of_what_runs_nothing_is_left() {
        let html = "<script>if (a<b) {}</script>a<style><b></style><title><b></title><!-- c --><!doctype d><svg><b>e";
        assert_eq!(balanced(html), "a&lt;b&gt;<b>e</b>");
        assert_eq!(balanced("<noscript><b onclick=a id=b>c</b></noscript>"), "<b id=\"b\">c</b>");
    }

    #[test]
    fn long_texts_are_parted_and_long_attributes_left_out() {
        let text = "&".repeat(2 * TEXT + 1);
        assert_eq!(balanced(&text), format!("{0}<!---->{0}<!---->&amp;", "&amp;".repeat(TEXT)));
        let link = |length: usize| format!("<a href=\"{}\">b</a>", "a".repeat(length));
        assert_eq!(balanced(&link(ATTRIBUTE)), link(ATTRIBUTE));
        assert_eq!(balanced(&link(ATTRIBUTE + 1)), "<a>b</a>");
    }
}
