//! Text as HTML.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use minijinja::HtmlEscape;

use super::balance::{Kept, balanced};
use errtable::catalog::Mark;
use errtable::inner::{printable_char, runs};
use errtable::printable;

/// Text with its code and links as HTML.
pub(crate) fn marked(text: &str, marks: &[&Mark]) -> String {
    let escape = |text: &str| HtmlEscape(&printable(text)).to_string();
    if marks.is_empty() {
        return escape(text);
    }
    let mut html = String::with_capacity(text.len() + 32);
    for run in runs(text, marks) {
        if let Some(address) = run.link {
            html.push_str(&format!("<a href=\"{}\" rel=\"noopener noreferrer\">", escape(address)));
        }
        for part in run.parts {
            html.push_str(if part.is_code { "<code>" } else { "" });
            html.push_str(&escape(part.text));
            html.push_str(if part.is_code { "</code>" } else { "" });
        }
        html.push_str(if run.link.is_some() { "</a>" } else { "" });
    }
    html
}

/// The prose of a spec without what could run, load, lead elsewhere than to the web or into the page, or pass for a part
/// of the page. Names that are taken are no longer given; elements whose names begin with `mark` are where they were.
pub(crate) fn sanitize(html: &str, mark: &str, taken: HashSet<String>) -> String {
    let mut builder = rules();
    let html = balanced(html, &Kept::by(&builder), mark);
    builder.attribute_filter(move |_, attribute, value| {
        let is_taken = matches!(attribute, "id" | "name") && taken.contains(value);
        (!is_taken).then_some(Cow::Borrowed(value))
    });
    let clean = builder.clean(&html).to_string();
    let shown = |c| if matches!(c, '\n' | '\t') { c } else { printable_char(c) };
    clean.trim().chars().map(shown).collect()
}

/// What the prose may hold.
pub(crate) fn rules() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        // An image would be a request.
        .rm_tags(["img", "map", "area"])
        .rm_tags(["article", "aside", "footer", "header", "hgroup", "nav"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(fragment)))
        .add_generic_attributes(["dir", "id"])
        .add_tag_attributes("a", ["name"]);
    builder
}

/// A link into the page stays; one into the spec's folder would lead nowhere.
fn fragment(address: &str) -> Option<Cow<'_, str>> {
    address.starts_with('#').then_some(Cow::Borrowed(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sanitize(html: &str) -> String {
        super::sanitize(html, "errtable-0-", HashSet::from(["7".to_owned()]))
    }

    #[test]
    fn nothing_of_the_prose_runs_or_loads() {
        for html in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<style>*{}</style>",
            "<iframe src=//x></iframe>",
            "<svg onload=alert(1)>",
            "<form action=//x><input></form>",
            "<meta http-equiv=refresh content=0>",
            "<base href=//x>",
            "<link rel=stylesheet href=//x>",
            "<!-- comment -->",
        ] {
            assert_eq!(sanitize(html), "", "{html}");
        }
        let kept = |text: &str| format!("<a rel=\"noopener noreferrer\">{text}</a>");
        for address in ["javascript:alert(1)", "data:text/html,x", "other.md", "//x/y", "/x"] {
            assert_eq!(sanitize(&format!("<a href=\"{address}\" onclick=alert(1) style=color:red>t</a>")), kept("t"));
        }
        assert_eq!(sanitize("<article id=\"7\"><header>a</header></article>"), "a");
        assert_eq!(
            sanitize("<p id=\"7\">a</p><a name=\"b\"></a>"),
            "<p>a</p><a name=\"b\" rel=\"noopener noreferrer\"></a>"
        );
        assert_eq!(sanitize("<h2 id=\"a\">b</h2>"), "<h2 id=\"a\">b</h2>");
        assert_eq!(sanitize("<a href=\"#a\">b</a>"), "<a href=\"#a\" rel=\"noopener noreferrer\">b</a>");
    }

    #[test]
    fn text_ends_no_element_and_no_attribute() {
        assert_eq!(marked("<b a=\"'\">&\u{202e}\n", &[]), "&lt;b a=&quot;&#x27;&quot;&gt;&amp;\u{fffd} ");
    }
}
