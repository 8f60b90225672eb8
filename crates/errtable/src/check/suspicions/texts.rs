//! Names and descriptions that a person would look at twice.

use std::collections::HashMap;

use super::Suspect;
use crate::catalog::{Entry, Role};
use crate::finding::Rule;

/// Longer texts differ in a letter for a reason: they are made from one another.
const LONGEST: usize = 60;
/// In shorter words, another letter makes another word.
const SHORTEST_WORD: usize = 6;
/// Of fewer rows one cannot say what is usual.
const ROWS: usize = 6;

impl Suspect<'_> {
    /// Texts of one column that differ in one slip of the pen.
    pub(super) fn near_identical(&mut self) {
        let enumeration = self.enumeration;
        for role in [Role::Name, Role::Description] {
            let Some(column) = enumeration.column(role) else { continue };
            let texts = enumeration.entries.iter().filter_map(|entry| Some((entry, entry.cells[column].as_text()?)));
            let texts: Vec<(&Entry, &str)> = texts.filter(|(_, text)| text.chars().count() <= LONGEST).collect();
            let mut whole: HashMap<String, &Entry> = HashMap::new();
            for (entry, text) in &texts {
                whole.entry(text.to_lowercase()).or_insert(entry);
            }
            for (entry, text) in &texts {
                let text = text.to_lowercase();
                let twin = shortened(&text).find_map(|shorter| whole.get(&shorter).copied());
                if let Some(twin) = twin.filter(|twin| !twin.codes.contains(entry.code())) {
                    self.alike(column, twin, entry);
                }
            }
        }
    }

    fn alike(&mut self, column: usize, a: &Entry, b: &Entry) {
        let (first, second) = if a.lines <= b.lines { (a, b) } else { (b, a) };
        let header = &self.enumeration.columns[column].header;
        let [one, other] = [first, second].map(|entry| self.enumeration.show(entry.code()));
        let message = format!("the codes {one} and {other} have the same text in `{header}`, but for one letter");
        let label = self.cell(first, column);
        self.ask(Rule::NearIdentical, (second, column), message, |finding| {
            let finding = finding.help("mend the slip, and say how the two differ");
            match label {
                Some(span) => finding.label(span, "the other one"),
                None => finding,
            }
        });
    }

    /// Marks of a Chinese keyboard in a text that has no Chinese.
    pub(super) fn full_width(&mut self) {
        let enumeration = self.enumeration;
        for (column, _) in enumeration.columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code) {
            for entry in &enumeration.entries {
                let Some(text) = enumeration.columns[column].shown(&entry.cells[column]) else { continue };
                let Some(mark) = text.chars().find(|&c| narrow(c).is_some()) else { continue };
                let mended: String = text.chars().map(|c| narrow(c).unwrap_or(c)).collect();
                if mended.is_ascii() && mended.contains(|c: char| c.is_ascii_alphabetic()) {
                    let message = format!("`{mark}` is a full-width mark in an ASCII text");
                    self.ask(Rule::FullWidthPunctuation, (entry, column), message, |finding| {
                        finding.help(format!("write it as `{}`", spaced(&text)))
                    });
                }
            }
        }
    }

    /// A row whose name is the sentence and whose description is the name.
    pub(super) fn misplaced(&mut self) {
        let enumeration = self.enumeration;
        let (Some(name), Some(description)) = (enumeration.column(Role::Name), enumeration.column(Role::Description))
        else {
            return;
        };
        let words = |entry: &Entry, column: usize| {
            entry.cells[column].as_text().map_or(0, |text| text.split_whitespace().count())
        };
        let mut names: Vec<usize> = enumeration.entries.iter().map(|entry| words(entry, name)).collect();
        if names.len() < ROWS {
            return;
        }
        names.sort_unstable();
        // The one that stands out must not set the measure.
        let usual = names[names.len() - 2].max(1);
        for entry in &enumeration.entries {
            let (own, other) = (words(entry, name), words(entry, description));
            if own > usual * 2 && own > 3 && other * 2 < own && other <= usual {
                let headers = [name, description].map(|column| enumeration.columns[column].header.as_str());
                let message = format!("the text of `{}` seems to stand in `{}`", headers[1], headers[0]);
                let label = self.cell(entry, description);
                self.ask(Rule::MisplacedText, (entry, name), message, |finding| {
                    let finding = finding.help("let the two cells change places");
                    match label.filter(|_| other > 0) {
                        Some(span) => finding.label(span, "and the other way round"),
                        None => finding,
                    }
                });
            }
        }
    }
}

/// The text with a letter less in one of its long words, in every way. Plurals are words of their own.
fn shortened(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut word_start = 0;
    let letters = text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic());
    letters.filter_map(move |(at, c)| {
        let is_letter = |c: char| c.is_ascii_alphabetic();
        if at == 0 || !text[..at].ends_with(is_letter) {
            word_start = at;
        }
        let length = text[word_start..].find(|c: char| !is_letter(c)).unwrap_or(text.len() - word_start);
        let is_plural = c == 's' && at + 1 == word_start + length;
        let prefix = text[..at].ends_with(c);
        (length > SHORTEST_WORD && at > word_start && !is_plural && !prefix)
            .then(|| format!("{}{}", &text[..at], &text[at + 1..]))
    })
}

/// The ASCII mark that a full-width one stands for.
fn narrow(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' => ',',
        '。' => '.',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '！' => '!',
        '？' => '?',
        '【' => '[',
        '】' => ']',
        _ => return None,
    })
}

/// The text in ASCII marks, with the blank behind them that full-width ones bring along.
fn spaced(text: &str) -> String {
    let mut mended = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match narrow(c) {
            Some(mark @ ('(' | '[')) => mended.push(mark),
            Some(mark) => {
                mended.push(mark);
                if chars.peek().is_some_and(char::is_ascii_alphanumeric) {
                    mended.push(' ');
                }
            }
            None => mended.push(c),
        }
    }
    mended
}
