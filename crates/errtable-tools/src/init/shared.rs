//! One `errtable default` in the place of lines that several directives repeat.

use std::cmp::Reverse;
use std::collections::HashMap;

/// The text with the lines that several of the new directives repeat in one `errtable default` above the first of them; `None` where
/// none is repeated. `known` is the text that the new directives were inserted into.
pub(super) fn gather(text: &str, known: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let directives = directives(&lines, known);
    for &(start, end) in &directives {
        settings(&lines, start, end).for_each(|line| *counts.entry(lines[line]).or_default() += 1);
    }
    let mut shared: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count >= LEAST).collect();
    // Of two values of one key, the more frequent one; the other stays where it is, and counts there.
    shared.sort_unstable_by_key(|&(line, count)| (key(line), Reverse(count), line));
    shared.dedup_by_key(|(line, _)| key(line));
    let shared: Vec<&str> = shared.into_iter().map(|(line, _)| line).collect();
    if shared.is_empty() {
        return None;
    }
    let mut gathered = String::with_capacity(text.len());
    let mut is_said = false;
    let mut at = 0;
    for (start, end) in directives {
        let own: Vec<usize> = (start + 1..end)
            .filter(|&line| !(is_setting(&lines, start, end, line) && shared.contains(&lines[line])))
            .collect();
        lines[at..start].iter().for_each(|line| gathered.push_str(line));
        if own.len() < end - start - 1 && !is_said {
            is_said = true;
            gathered.push_str(&lines[start].replacen("errtable", "errtable default", 1));
            shared.iter().for_each(|line| gathered.push_str(line));
            gathered.push_str(lines[end]);
            // The next directive is one of its own.
            gathered.push_str(lines[start].trim_start_matches(|c| c != '\r' && c != '\n'));
        }
        if !own.is_empty() {
            gathered.push_str(lines[start]);
            own.iter().for_each(|&line| gathered.push_str(lines[line]));
            gathered.push_str(lines[end]);
        }
        at = end + 1;
    }
    lines[at..].iter().for_each(|line| gathered.push_str(line));
    Some(gathered)
}

/// So many directives that say the same are one.
const LEAST: usize = 3;

/// The first and the last line of each directive that stands at the margin and was not there before.
fn directives(lines: &[&str], known: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = matches!(lines[at].trim_end(), "<!-- errtable" | "{/* errtable")
            .then(|| (at + 1..lines.len()).find(|&line| matches!(lines[line].trim_end(), "-->" | "*/}")))
            .flatten();
        match end {
            Some(end) if !known.contains(&lines[at..=end].concat()) => {
                found.push((at, end));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// The lines of a directive that can stand in one for all tables: keys of its own that are not of this table alone.
fn settings(lines: &[&str], start: usize, end: usize) -> impl Iterator<Item = usize> {
    (start + 1..end).filter(move |&line| is_setting(lines, start, end, line)).collect::<Vec<_>>().into_iter()
}

fn is_setting(lines: &[&str], start: usize, end: usize, line: usize) -> bool {
    let section = (start + 1..end).find(|&line| lines[line].starts_with('[')).unwrap_or(end);
    line < section && !matches!(key(lines[line]), "join" | "code" | "name" | "description")
}

fn key(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_three_directives_repeat_are_said_once() {
        let table = |setting: &str| format!("<!-- errtable\n{setting}-->\n| Code |\n");
        let text = [
            table("skip = [\"\"] # x\n"),
            table("skip = [\"\"] # x\ncodes = \"many\"\n"),
            table("skip = [\"\"] # x\n[columns.A]\nas = \"text\"\n"),
            table("codes = \"many\"\n"),
        ];
        let gathered = [
            "<!-- errtable default\nskip = [\"\"] # x\n-->\n\n| Code |\n".to_owned(),
            table("codes = \"many\"\n"),
            table("[columns.A]\nas = \"text\"\n"),
            table("codes = \"many\"\n"),
        ];
        assert_eq!(gather(&text.concat(), "").as_deref(), Some(gathered.concat().as_str()));
        assert_eq!(gather(&text.concat(), &text.concat()), None);
        assert_eq!(gather(&text[1..].concat(), ""), None);
    }
}
