//! Names and descriptions that a person would look at twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Suspect;
use crate::catalog::{CategoryValue, Code, Entry, Enum, Role, Value};
use crate::finding::{Fix, Rule};
use crate::text::is_misspelt;

/// In longer tables texts are made from one another, so that a slip is not told from a series.
pub(crate) const LONGEST_TABLE: usize = 500;
/// Longer texts differ in a letter for a reason: they are made from one another.
const LONGEST: usize = 60;
/// In shorter words, another letter makes another word.
const SHORTEST_WORD: usize = 6;
/// Nobody slips more often in the same way: a value of more rows is meant.
const SLIPS: usize = 3;
/// Of more values, each is not held against all others.
const VALUES: usize = 500;
/// Of fewer rows one cannot say what is usual.
const ROWS: usize = 6;

impl Suspect<'_, '_> {
    /// Texts of one column that differ in one slip of the pen.
    pub(crate) fn near_identical(&mut self) {
        let enumeration = self.enumeration;
        for role in [Role::Name, Role::Description] {
            let Some(column) = enumeration.column(role) else { continue };
            let texts = enumeration.entries.iter().filter_map(|entry| Some((entry, entry.cells[column].as_text()?)));
            let texts: Vec<(&Entry, &str)> = texts.filter(|(_, text)| text.chars().count() <= LONGEST).collect();
            let mut whole: HashMap<String, &Entry> = HashMap::new();
            for (entry, text) in &texts {
                whole.entry(text.to_lowercase()).or_insert(entry);
            }
            let mut told: HashSet<&Code> = HashSet::new();
            for (entry, text) in &texts {
                let text = text.to_lowercase();
                let twin = slips(&text).find_map(|slip| whole.get(&slip).copied());
                // Of letters in each other's place, each text is a slip of the other.
                let twin = twin.filter(|twin| !twin.codes.contains(entry.code()) && !told.contains(twin.code()));
                if let Some(twin) = twin {
                    told.insert(entry.code());
                    self.alike(column, twin, entry);
                }
            }
        }
    }

    /// A value of a category that few rows have, and that is another value but for a slip of the pen.
    pub(crate) fn misspelt_values(&mut self) {
        let enumeration = self.enumeration;
        let lock = self.spec.lock.as_ref().and_then(|lock| lock.enums.iter().find(|of| of.name == enumeration.name));
        for (column, _, category) in enumeration.categories() {
            if category.values.len() > VALUES {
                continue;
            }
            let header = &enumeration.columns[column].header;
            let released: Vec<&str> = lock
                .and_then(|lock| lock.column(header)?.category())
                .map(|(_, values)| values.iter().map(|value| value.text.as_str()).collect())
                .unwrap_or_default();
            let rows = enumeration.rows_by_value(column);
            for (value, of_value) in category.values.iter().zip(&rows) {
                if of_value.len() > SLIPS || released.contains(&value.text.as_str()) {
                    continue;
                }
                let is_usual = |(other, rows): &(&CategoryValue, &Vec<usize>)| {
                    rows.len() >= 2 * of_value.len() || released.contains(&other.text.as_str())
                };
                let others = category.values.iter().zip(&rows).filter(is_usual);
                let mut others = others.map(|(other, _)| other.text.as_str());
                let was = || {
                    let gone = |text: &&str| !category.values.iter().any(|value| value.text == **text);
                    let mut gone = released.iter().copied().filter(gone);
                    let was = gone.find(|was| is_misspelt(&value.text, was))?;
                    // A word that other rows write like this was mended.
                    (!self.is_written_elsewhere(&value.text, was)).then_some(was)
                };
                let twin = others.find(|other| is_misspelt(&value.text, other));
                let Some(meant) = twin.or_else(was) else { continue };
                of_value.iter().for_each(|&row| self.misspelt(&enumeration.entries[row], column, &value.text, meant));
            }
        }
    }

    /// Whether the word of a text that another one has not stands in other cells.
    fn is_written_elsewhere(&self, text: &str, was: &str) -> bool {
        let words = |text: &str| -> HashSet<String> {
            text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
        };
        let new: HashSet<_> = words(text).difference(&words(was)).cloned().collect();
        let columns = self.enumeration.columns.iter().enumerate();
        let mut cells = columns.flat_map(|(index, column)| {
            self.enumeration.entries.iter().filter_map(move |entry| column.shown(&entry.cells[index]))
        });
        cells.any(|cell| cell != text && !words(&cell).is_disjoint(&new))
    }

    fn misspelt(&mut self, entry: &Entry, column: usize, text: &str, meant: &str) {
        let of_column = &self.enumeration.columns[column];
        let message = format!("`{text}` in `{}` is `{meant}` but for one letter", of_column.header);
        let title = format!("mend the slip: {meant}");
        // Where another file adds the column, its cell may say more than this.
        let is_own = of_column.from.is_none() || of_column.from == entry.from;
        let mended = self.cell(entry, column).filter(|_| is_own).map(|cell| (cell, meant.to_owned()));
        self.ask(Rule::NearIdentical, (entry, column), message, |finding| match mended {
            Some((cell, text)) => finding.fix(Fix::edit(title, cell.shared_source(), cell.span(), text).preferred()),
            None => finding.help(title),
        });
    }

    fn alike(&mut self, column: usize, a: &Entry, b: &Entry) {
        let (first, second) = if a.rows <= b.rows { (a, b) } else { (b, a) };
        let header = &self.enumeration.columns[column].header;
        let [one, other] = [first, second].map(|entry| self.enumeration.show(entry.code()));
        let message = format!("the codes {one} and {other} have the same text in `{header}`, but for one letter");
        let label = self.cell(first, column);
        self.ask(Rule::NearIdentical, (second, column), message, |finding| {
            let finding = finding.help("mend the slip, and say how the two differ");
            match label {
                Some(place) => finding.label_at(place, "the other one"),
                None => finding,
            }
        });
    }

    /// Marks of a Chinese keyboard in a text that has no Chinese.
    pub(crate) fn full_width(&mut self) {
        let enumeration = self.enumeration;
        for (column, _) in enumeration
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.role != Role::Code && column.from.is_none())
        {
            for entry in &enumeration.entries {
                let Some(text) = enumeration.columns[column].shown(&entry.cells[column]) else { continue };
                if text.is_ascii() {
                    continue;
                }
                let Some(mark) = text.chars().find(|&c| narrow(c).is_some()) else { continue };
                let mended: String = text.chars().map(|c| narrow(c).unwrap_or(c)).collect();
                if mended.is_ascii() && mended.contains(|c: char| c.is_ascii_alphabetic()) {
                    let message = format!("`{mark}` is a full-width mark in an ASCII text");
                    self.ask(Rule::FullWidthPunctuation, (entry, column), message, |finding| {
                        let (title, span) = (format!("write `{}`", spaced(&text)), finding.place.span());
                        let source = &Arc::clone(finding.place.shared_source());
                        // Markup in the cell would be lost.
                        let is_plain = source.text()[span.clone()] == *text;
                        match is_plain {
                            true => finding.fix(Fix::edit(title, source, span, spaced(&text)).preferred()),
                            false => finding.help(title),
                        }
                    });
                }
            }
        }
    }

    /// A row whose texts stand in each other's columns.
    pub(crate) fn misplaced(&mut self) {
        let enumeration = self.enumeration;
        let (name, description) = (enumeration.column(Role::Name), enumeration.column(Role::Description));
        if let (Some(name), Some(description)) = (name, description) {
            let habits = Habits::of(self.enumeration, name, description);
            for entry in &enumeration.entries {
                if habits.swapped(entry) {
                    self.changed_places(entry, name, description);
                }
            }
        }
        let of_one = enumeration.categories().filter(|(_, column, _)| !column.holds_sets());
        for (category, _, values) in of_one {
            let mut uses: HashMap<&Value, usize> = HashMap::new();
            for entry in &enumeration.entries {
                *uses.entry(&entry.cells[category]).or_default() += 1;
            }
            for text in [name, description].into_iter().flatten() {
                for entry in enumeration.entries.iter().filter(|entry| uses[&entry.cells[category]] == 1) {
                    let own = entry.cells[text].as_text();
                    let named = values.values.iter().position(|value| Some(value.text.as_str()) == own);
                    if named.is_some_and(|index| entry.cells[category] != Value::Category(index)) {
                        self.changed_places(entry, category, text);
                    }
                }
            }
        }
    }

    /// Asks whether the cell of `column` belongs into `other`, and that one here.
    fn changed_places(&mut self, entry: &Entry, column: usize, other: usize) {
        let headers = [other, column].map(|column| self.enumeration.columns[column].header.as_str());
        let message = format!("the text of `{}` seems to stand in `{}`", headers[0], headers[1]);
        let label = self.cell(entry, other);
        self.ask(Rule::MisplacedText, (entry, column), message, |finding| {
            let title = "let the two cells change places";
            let Some(there) = label.filter(|there| there.source() == finding.place.source()) else {
                return finding.help(title);
            };
            let (source, here, there) = (Arc::clone(there.shared_source()), finding.place.span(), there.span());
            let [one, two] = [&here, &there].map(|span| source.text()[span.clone()].to_owned());
            let swap = Fix::edit(title, &source, here, two).and(there.clone(), one);
            finding.label(there, "and the other way round").fix(swap)
        });
    }
}

/// How the names of a table differ from its descriptions.
struct Habits {
    name: usize,
    description: usize,
    /// The words of the longest name but one: the one that stands out must not set the measure.
    words: usize,
    /// Names begin with a small letter, descriptions with a capital.
    by_case: bool,
    /// Names are one word, descriptions several.
    by_words: bool,
}

impl Habits {
    fn of(enumeration: &Enum, name: usize, description: usize) -> Self {
        let rows = enumeration.entries.len();
        let most = |column: usize, test: fn(&str) -> bool| {
            let texts = enumeration.entries.iter().filter_map(|entry| entry.cells[column].as_text());
            rows >= ROWS && texts.filter(|text| test(text)).count() * 10 >= rows * 9
        };
        let mut words: Vec<usize> = enumeration.entries.iter().map(|entry| words(entry, name)).collect();
        words.sort_unstable();
        Habits {
            name,
            description,
            words: if rows < ROWS { usize::MAX / 2 } else { words[rows - 2].max(1) },
            by_case: most(name, begins_low) && most(description, begins_high),
            by_words: most(name, |text| !text.contains(' ')) && most(description, |text| text.contains(' ')),
        }
    }

    fn swapped(&self, entry: &Entry) -> bool {
        let (Some(name), Some(description)) =
            (entry.cells[self.name].as_text(), entry.cells[self.description].as_text())
        else {
            return false;
        };
        let (own, other) = (words(entry, self.name), words(entry, self.description));
        let by_length = own > self.words * 2 && own > 3 && other * 2 < own && other <= self.words;
        by_length
            || (self.by_case && begins_high(name) && begins_low(description))
            || (self.by_words && own > 2 && other == 1)
    }
}

fn words(entry: &Entry, column: usize) -> usize {
    entry.cells[column].as_text().map_or(0, |text| text.split_whitespace().count())
}

fn begins_low(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

fn begins_high(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// The text with a letter less, or with two letters in each other's place, in one of its long words, in every way. Plurals
/// are words of their own.
fn slips(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let mut word_start = 0;
    let letters = text.char_indices().filter(move |(_, c)| is_letter(*c));
    letters.flat_map(move |(at, c)| {
        if at == 0 || !text[..at].ends_with(is_letter) {
            word_start = at;
        }
        let word_end =
            text[word_start..].find(|c: char| !is_letter(c)).map_or(text.len(), |length| word_start + length);
        let is_long = word_end - word_start > SHORTEST_WORD && at > word_start;
        let is_plural = c == 's' && at + 1 == word_end;
        let shorter = (is_long && !is_plural).then(|| format!("{}{}", &text[..at], &text[at + 1..]));
        let next = text[at + 1..word_end].chars().next().filter(|next| *next != c);
        let swapped = next.filter(|_| is_long).map(|next| format!("{}{next}{c}{}", &text[..at], &text[at + 2..]));
        shorter.into_iter().chain(swapped)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_those_of_long_words() {
        let is_slip = |text: &str, slip: &str| slips(text).any(|other| other == slip);
        assert!(is_slip("printer offline", "printer ofline"));
        assert!(is_slip("printer offline", "pritner offline"));
        for (text, slip) in [("lid open", "lid pen"), ("parameters", "parameter"), ("offline", "ffline")] {
            assert!(!is_slip(text, slip), "{text} {slip}");
        }
    }

    #[test]
    fn marks_get_their_blanks() {
        assert_eq!(spaced("no paper，no ink（yet）。"), "no paper, no ink(yet).");
    }
}
