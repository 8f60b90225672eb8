//! What of a cell's markup outlives its text: inline code, and links to the web.

use std::ops::Range;

/// Digits as `<sup>` shows them: `404<sup>1</sup>` is `404¹`, and not 4041.
pub(crate) const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A part of a text that is more than text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// Which bytes of the text. Marks come in the order of their beginnings.
    pub range: Range<usize>,
    /// What they are.
    pub kind: MarkKind,
}

/// What a part of a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MarkKind {
    /// Code: set in a typeface for it, and never broken into Markdown again.
    Code,
    /// A link to an `http` or `https` address, which holds no blank, quote, angle bracket or control character.
    Link(String),
}

/// A stretch of a text that is one link or none.
#[derive(Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// Where it leads.
    pub link: Option<&'a str>,
    /// What it consists of.
    pub parts: Vec<Part<'a>>,
}

/// A stretch of a text that is code or not.
#[derive(Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it is code.
    pub is_code: bool,
}

/// A text parted at its marks.
pub fn runs<'a>(text: &'a str, marks: &'a [&'a Mark]) -> Vec<Run<'a>> {
    let mut ends: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    ends.extend([0, text.len()]);
    ends.sort_unstable();
    ends.dedup();
    let mut ahead = marks.iter().peekable();
    let (mut code, mut link) = (None::<&Mark>, None::<&Mark>);
    let mut runs: Vec<Run<'_>> = Vec::new();
    for pair in ends.windows(2) {
        let is_over = |mark: &&Mark| pair[0] < mark.range.end;
        let linked_before = link;
        (code, link) = (code.filter(is_over), link.filter(is_over));
        while let Some(mark) = ahead.next_if(|mark| mark.range.start <= pair[0]) {
            match mark.kind {
                MarkKind::Code => code = Some(mark),
                MarkKind::Link(_) => link = Some(mark),
            }
        }
        let part = Part { text: &text[pair[0]..pair[1]], is_code: code.is_some() };
        let goes_on = link.map(std::ptr::from_ref) == linked_before.map(std::ptr::from_ref);
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.parts.push(part),
            None => runs.push(Run { link: link.and_then(Mark::address), parts: vec![part] }),
        }
    }
    runs
}

impl Mark {
    /// Where it leads, if it is a link.
    pub fn address(&self) -> Option<&str> {
        match &self.kind {
            MarkKind::Link(address) => Some(address),
            MarkKind::Code => None,
        }
    }
}

/// An address as a link may have it; `None` for what does not lead to the web.
///
/// Whatever could end an address where it is quoted is percent-encoded, which no server takes for something else.
pub fn web_address(address: &str) -> Option<String> {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })?;
    if rest.is_empty() || rest.starts_with('/') {
        return None;
    }
    Some(percent_encoded(address, b"-._~:/?#[]@!$&()*+,;=%"))
}

/// Text as a part of an address: all but letters, digits and the marks that are `bare` there is percent-encoded.
pub fn percent_encoded(text: &str, bare: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || bare.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The addresses that stand bare in a text, which GitHub makes links of: from the scheme to a blank or `<`, without
/// the punctuation behind it.
pub(crate) fn bare_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("http").map(|at| from + at) {
        from = at + "http".len();
        let starts_word = !text[..at].ends_with(char::is_alphanumeric);
        let host = ["http://", "https://"].iter().find_map(|scheme| text[at..].strip_prefix(scheme));
        if starts_word && host.is_some_and(|host| host.starts_with(char::is_alphanumeric)) {
            let length = text[at..].find(ends_address).unwrap_or(text.len() - at);
            found.push(at..at + without_punctuation(&text[at..at + length]).len());
            from = at + length;
        }
    }
    found
}

/// Whether a character is in no address. The punctuation of East Asia stands without a blank before it.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '，' | '。' | '；' | '）' | '、' | '」' | '》')
}

fn without_punctuation(address: &str) -> &str {
    // A bracket ends an address that has not opened it.
    let mut unopened = address.matches(')').count().saturating_sub(address.matches('(').count());
    let mut end = address.len();
    for (at, c) in address.char_indices().rev() {
        match c {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' => {}
            ')' if unopened > 0 => unopened -= 1,
            _ => break,
        }
        end = at;
    }
    &address[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_at_its_marks() {
        let mark = |range, kind| Mark { range, kind };
        let link = || MarkKind::Link("http://x".to_owned());
        let marks = [mark(2..8, link()), mark(4..6, MarkKind::Code), mark(8..9, link())];
        let marks: Vec<_> = marks.iter().collect();
        let part = |text, is_code| Part { text, is_code };
        assert_eq!(
            runs("a bcdefghi", &marks),
            [
                Run { link: None, parts: vec![part("a ", false)] },
                Run { link: Some("http://x"), parts: vec![part("bc", false), part("de", true), part("fg", false)] },
                Run { link: Some("http://x"), parts: vec![part("h", false)] },
                Run { link: None, parts: vec![part("i", false)] },
            ]
        );
        assert_eq!(runs("", &[]), []);
    }

    #[test]
    fn only_the_web_is_an_address() {
        for address in
            ["javascript:alert(1)", "//x", "/x", "#x", "ftp://x", "data:text/html,x", "http:", "http:///x", ""]
        {
            assert_eq!(web_address(address), None, "{address}");
        }
        assert_eq!(web_address("HTTPS://x/a?b=c#d").as_deref(), Some("HTTPS://x/a?b=c#d"));
        assert_eq!(
            web_address("http://x/\" onload='é<>`|\\").as_deref(),
            Some("http://x/%22%20onload=%27%C3%A9%3C%3E%60%7C%5C")
        );
    }

    #[test]
    fn bare_addresses_end_where_github_ends_them() {
        let found = |text: &'static str| bare_addresses(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(
            found("see https://a.b/c_(d), (http://e/f) and http://g."),
            ["https://a.b/c_(d)", "http://e/f", "http://g"]
        );
        assert_eq!(found("参见https://a.b/c。然后"), [""; 0]);
        assert_eq!(found("参见 https://a.b/c。然后"), ["https://a.b/c"]);
        assert_eq!(found("https://a/b(c)))..), http://[::1]"), ["https://a/b(c)"]);
        assert_eq!(found("xhttp://a http:/a http https://"), [""; 0]);
    }
}
