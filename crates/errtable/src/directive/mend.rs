//! TOML as word processors and hurried people write it: quotation marks that are typographic, and strings without any.
//!
//! It is told of and read as it was meant, so that the rest of the spec is judged as if it were right. Each character
//! keeps its place, so that the places of later findings are right.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Finding, Findings, Fix, Rule};
use crate::text::{Source, toml_string};

/// The TOML as it was meant, with a finding for each kind of mistake; `base` is where it begins in the file.
pub(super) fn mended(source: &Arc<Source>, base: usize, toml: String, findings: &mut Findings) -> String {
    // In strings over several lines, what looks like TOML may be text.
    if toml.contains("\"\"\"") || toml.contains("'''") {
        return toml;
    }
    let (straight, curly) = with_straight_quotes(&toml);
    let toml = if curly.is_empty() {
        toml
    } else {
        findings.push(typographic(source, base, &toml, &curly));
        straight
    };
    let mut mended = String::with_capacity(toml.len());
    for line in toml.split_inclusive('\n') {
        let Some(bare) = bare_value(line) else {
            mended.push_str(line);
            continue;
        };
        let at = base + mended.len();
        findings.push(unquoted(source, at + bare.start..at + bare.end, &line[bare.clone()]));
        mended.push_str(&quoted(line, &bare));
    }
    mended
}

/// The quotation mark of TOML that a typographic one stands for.
fn straight(c: char) -> Option<char> {
    Some(match c {
        '\u{201c}'..='\u{201f}' | '\u{ff02}' => '"',
        '\u{2018}'..='\u{201b}' => '\'',
        _ => return None,
    })
}

/// The text with straight marks where typographic ones begin and end strings, and where those stand.
fn with_straight_quotes(toml: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(toml.len());
    let mut found = Vec::new();
    // The mark that ends the string, and whether a typographic one began it.
    let mut open: Option<(char, bool)> = None;
    let mut in_comment = false;
    for (at, c) in toml.char_indices() {
        let blanks = " ".repeat(c.len_utf8() - 1);
        match (open, straight(c)) {
            _ if c == '\n' => (open, in_comment) = (None, false),
            _ if in_comment => {}
            (None, Some(mark)) => {
                found.push(at);
                open = Some((mark, true));
                text.push_str(&blanks);
                text.push(mark);
                continue;
            }
            (Some((end, true)), Some(mark)) if mark == end => {
                found.push(at);
                open = None;
                text.push(mark);
                text.push_str(&blanks);
                continue;
            }
            (Some((end, _)), None) if c == end => open = None,
            (None, None) if c == '#' => in_comment = true,
            (None, None) if c == '"' || c == '\'' => open = Some((c, false)),
            _ => {}
        }
        text.push(c);
    }
    (text, found)
}

fn typographic(source: &Arc<Source>, base: usize, toml: &str, curly: &[usize]) -> Finding {
    let mark = |at: usize| toml[at..].chars().next().unwrap_or_default();
    let end = |at: usize| at + mark(at).len_utf8();
    let (first, last) = (curly[0], curly[curly.len() - 1]);
    let message = format!("`{}` is a typographic quotation mark, and a directive has straight ones", mark(first));
    let mut text = String::new();
    let mut at = first;
    for &next in curly {
        text.push_str(&toml[at..next]);
        text.extend(straight(mark(next)));
        at = end(next);
    }
    let span = base + first..base + end(last);
    let fix = Fix::edit("write straight quotation marks", source, span, text).preferred();
    Finding::error(Rule::DirectiveSyntax, source, base + first..base + end(first), message).fix(fix)
}

/// A value that should be a string and stands in no quotation marks, as its place in the line.
fn bare_value(line: &str) -> Option<Range<usize>> {
    let equals = line.find('=')?;
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"' | '\'' | ' ' | '\t');
    if line[..equals].trim().is_empty() || !line[..equals].chars().all(is_key) {
        return None;
    }
    let rest = &line[equals + 1..];
    let value = rest.split(" #").next().unwrap_or_default().trim();
    let start = equals + 1 + (rest.len() - rest.trim_start().len());
    // A word, or several: nothing that TOML could take for another value.
    let is_word = value.starts_with(char::is_alphabetic)
        && !value.contains(['"', '\'', '[', ']', '{', '}', '=', '\\', '#'])
        && !matches!(value, "true" | "false" | "inf" | "nan");
    is_word.then(|| start..start + value.len())
}

fn unquoted(source: &Arc<Source>, span: Range<usize>, value: &str) -> Finding {
    let message = format!("`{value}` stands in no quotation marks, as a text in a directive must");
    let string = toml_string(value);
    let fix = Fix::edit(format!("write {string}"), source, span.clone(), string).preferred();
    Finding::error(Rule::DirectiveSyntax, source, span, message).fix(fix)
}

/// The line with quotation marks around the value, in the place of the blanks around `=`; without the line where there is
/// no room for them.
fn quoted(line: &str, bare: &Range<usize>) -> String {
    let key = line[..bare.start].trim_end_matches([' ', '\t', '=']);
    let room = bare.start - key.len();
    if room < 3 {
        return line.replace(|c| c != '\n', " ");
    }
    let (value, rest) = (&line[bare.clone()], &line[bare.end..]);
    format!("{key}{}=\"{value}\"{rest}", " ".repeat(room - 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(toml: &str) -> (String, usize) {
        let mut findings = Findings::default();
        let source = Arc::new(Source::new("x.md", toml));
        let text = mended(&source, 0, toml.to_owned(), &mut findings);
        assert_eq!(text.len(), toml.len());
        (text, findings.len())
    }

    #[test]
    fn what_is_meant_is_read_in_its_place() {
        assert_eq!(mend("lock = “a.lock”\n"), ("lock =   \"a.lock\"  \n".to_owned(), 1));
        assert_eq!(mend("lock = a.lock\n"), ("lock=\"a.lock\"\n".to_owned(), 1));
        assert_eq!(mend("[columns.“Feedback API”]\nas = category # few\n").1, 2);
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for toml in ["enum = \"“quoted”\"\n", "optional = true\n", "# “x”\n", "short = 'a = b'\n", "n = 0x1F\n"]
        {
            assert_eq!(mend(toml), (toml.to_owned(), 0));
        }
    }
}
