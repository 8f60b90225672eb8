//! Codes with a digit too many, a digit too few, or a slip in their prefix.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use strsim::osa_distance;

use super::Suspect;
use crate::catalog::{Code, Entry};
use crate::finding::{Fix, Rule};

/// As many codes must begin alike before another looks odd beside them.
const SIBLINGS: usize = 6;
/// As many digits must they have in common.
const PREFIX: usize = 3;

impl Suspect<'_, '_> {
    pub(crate) fn odd_codes(&mut self) {
        // In hexadecimal, and where numbers are dense, digits are no structure; how many there are is one.
        if self.enumeration.hex_digits > 0 {
            self.odd_widths();
            return;
        }
        let enumeration = self.enumeration;
        let codes: Vec<(String, &Entry)> = enumeration
            .entries
            .iter()
            .filter(|entry| entry.codes.len() == 1)
            .map(|entry| (text(entry), entry))
            .collect();
        let families = Families::of(&codes.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>());
        let column = self.code_column();
        for (code, entry) in &codes {
            let Some(meant) = families.meant(code) else { continue };
            let message = format!("code {code} stands apart from its siblings, which begin with {}", meant.family);
            let free = meant.code.filter(|meant| !codes.iter().any(|(code, _)| code == meant));
            self.ask(Rule::OddCode, (entry, column), message, |finding| match free {
                Some(meant) => {
                    let (source, span) = (Arc::clone(finding.place.shared_source()), finding.place.span());
                    finding.fix(Fix::meant_code(&source, span, code, &meant))
                }
                None => finding.help("look again: a digit may be missing, or there twice"),
            });
        }
    }

    /// Codes that are negative beside many that are not, where each minus is a dash: a mark of a list, or what a word
    /// processor wrote.
    pub(crate) fn lone_dash(&mut self) {
        let enumeration = self.enumeration;
        let is_negative = |entry: &&Entry| matches!(entry.code(), Code::Integer(number) if *number < 0);
        let negative: Vec<_> = enumeration.entries.iter().filter(is_negative).collect();
        let column = self.code_column();
        let dash = |entry: &Entry| {
            let (of, cell) = self.cell_of(entry, column)?;
            let is_dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{fe63}' | '\u{ff0d}');
            Some((cell.text.chars().find(|&c| is_dash(c))?, of.source, cell.span.clone()))
        };
        let dashes: Option<Vec<_>> = negative.iter().map(|entry| dash(entry)).collect();
        let Some(dashes) = dashes.filter(|_| negative.len() * 4 <= enumeration.entries.len()) else { return };
        for (entry, (dash, source, cell)) in negative.into_iter().zip(dashes) {
            let code = text(entry);
            // Beside much longer codes, -1 may well be meant.
            let alike = enumeration.entries.iter().filter(|other| text(other).len().abs_diff(code.len()) <= 1).count();
            if alike * 2 < enumeration.entries.len() {
                continue;
            }
            let message = format!("`{dash}` before {code} is a dash and no minus, and hardly a code is negative");
            let fix = Fix::edit(format!("did you mean {code}?"), source, cell, code).preferred();
            self.ask(Rule::OddCode, (entry, column), message, |finding| finding.fix(fix));
        }
    }
}

impl Suspect<'_, '_> {
    /// A hexadecimal code with one digit more than all others, which zeros in front make equally long.
    fn odd_widths(&mut self) {
        let enumeration = self.enumeration;
        let column = self.code_column();
        let written = |entry: &Entry| {
            let text = entry.cells[column].as_text().unwrap_or_default();
            text.to_lowercase().strip_prefix("0x").map(str::to_owned).unwrap_or_default()
        };
        let codes: Vec<(String, &Entry)> = enumeration
            .entries
            .iter()
            .map(|entry| (written(entry), entry))
            .filter(|(code, _)| !code.is_empty())
            .collect();
        let mut widths: HashMap<usize, usize> = HashMap::new();
        codes.iter().for_each(|(code, _)| *widths.entry(code.len()).or_default() += 1);
        let Some((&width, &count)) = widths.iter().max_by_key(|(width, count)| (**count, **width)) else { return };
        let is_padded = codes.iter().any(|(code, _)| code.len() == width && width > 1 && code.starts_with('0'));
        if !is_padded || count < 2 || count + 1 != codes.len() {
            return;
        }
        for (code, entry) in codes.iter().filter(|(code, _)| code.len() == width + 1) {
            let message = format!("code 0x{code} has {} digits, and the other codes have {width}", code.len());
            let help = "look again: a digit may be there twice";
            self.ask(Rule::OddCode, (entry, column), message, |finding| finding.help(help));
        }
    }
}

fn text(entry: &Entry) -> String {
    match entry.code() {
        Code::Integer(number) => number.unsigned_abs().to_string(),
        Code::Text(text) => text.clone(),
    }
}

/// The ways in which the codes of a table begin, and how many codes each has.
struct Families<'a> {
    /// By length and prefix of numbers; empty where no family has most of the codes, so that none can be odd.
    numbers: HashMap<(usize, &'a str), usize>,
    /// What most codes of the table begin with, by their length.
    leading: HashMap<usize, &'a str>,
    /// By the letters that codes begin with.
    words: HashMap<&'a str, usize>,
    count: usize,
}

struct Meant {
    family: String,
    code: Option<String>,
}

impl<'a> Families<'a> {
    fn of(codes: &[&'a str]) -> Self {
        let mut words = HashMap::new();
        for word in codes.iter().filter_map(|code| word(code)) {
            *words.entry(word).or_default() += 1;
        }
        let long = || codes.iter().copied().filter(|code| is_number(code) && code.len() > PREFIX);
        let is_most = |count: usize| count >= SIBLINGS && count * 2 >= codes.len();
        let mut numbers = prefixes(long(), |_| PREFIX..=PREFIX);
        if numbers.values().any(|&count| is_most(count)) {
            numbers = prefixes(long(), |code| PREFIX..=code.len() - 1);
        } else {
            numbers.clear();
        }
        let mut leading: HashMap<usize, &str> = HashMap::new();
        for (&(length, prefix), _) in numbers.iter().filter(|(_, count)| is_most(**count)) {
            let longest = leading.entry(length).or_insert(prefix);
            let rank = |prefix: &'a str| (prefix.len(), numbers[&(length, prefix)], prefix);
            if rank(prefix) > rank(longest) {
                *longest = prefix;
            }
        }
        Families { numbers, leading, words, count: codes.len() }
    }

    /// What an odd code was probably meant to be.
    fn meant(&self, code: &str) -> Option<Meant> {
        if is_number(code) { self.number(code) } else { self.word(code) }
    }

    fn number(&self, code: &str) -> Option<Meant> {
        if self.leading.is_empty() {
            return None;
        }
        let alone = |code: &str| self.numbers.get(&(code.len(), &code[..=PREFIX])).is_none_or(|&count| count == 1);
        if code.len() <= PREFIX + 1 || !alone(code) {
            return None;
        }
        // The zeros and the doubled digits that the eye skips.
        let mut shorter = (0..code.len())
            .filter(|&at| at > 0 && (code.as_bytes()[at] == b'0' || code.as_bytes()[at] == code.as_bytes()[at - 1]));
        let meant = shorter.find_map(|at| {
            let meant = format!("{}{}", &code[..at], &code[at + 1..]);
            self.family(&meant).map(|family| Meant { family, code: Some(meant) })
        });
        meant.or_else(|| {
            let longer = (1..code.len()).map(|at| format!("{}0{}", &code[..at], &code[at..]));
            longer.into_iter().find_map(|meant| self.family(&meant).map(|family| Meant { family, code: None }))
        })
    }

    /// What most codes of the table begin with, where a number of their length would, too.
    fn family(&self, code: &str) -> Option<String> {
        let longest = self.leading.get(&code.len())?;
        code.starts_with(longest).then(|| (*longest).to_owned())
    }

    fn word(&self, code: &str) -> Option<Meant> {
        let own = word(code)?;
        let (most, &count) = self.words.iter().max_by_key(|(word, count)| (**count, *word))?;
        let is_slip = own.len() > PREFIX && own != *most && self.words[own] == 1 && osa_distance(own, most) == 1;
        (is_slip && count >= SIBLINGS && count * 10 >= self.count * 9)
            .then(|| Meant { family: (*most).to_owned(), code: Some(code.replacen(own, most, 1)) })
    }
}

/// How many numbers of each length have each prefix of the lengths asked for.
fn prefixes<'a>(
    numbers: impl Iterator<Item = &'a str>,
    lengths: impl Fn(&str) -> RangeInclusive<usize>,
) -> HashMap<(usize, &'a str), usize> {
    let mut counts = HashMap::new();
    for number in numbers {
        for length in lengths(number) {
            *counts.entry((number.len(), &number[..length])).or_default() += 1;
        }
    }
    counts
}

fn is_number(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The letters that a code begins with, up to what parts them from the rest: `ERR_` of `ERR_4100`.
fn word(code: &str) -> Option<&str> {
    let end = code.find(|c: char| !c.is_ascii_alphabetic())?;
    (end > 0).then(|| &code[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(codes: &[&str]) -> Vec<(String, Option<String>)> {
        let families = Families::of(codes);
        let odd = codes.iter().filter_map(|code| families.meant(code).map(|meant| (code.to_string(), meant.code)));
        odd.collect()
    }

    #[test]
    fn a_digit_too_many_or_too_few() {
        let mut codes = vec!["1008001", "1008002", "1008003", "1008004", "1008011", "1008021", "10110008", "10010005"];
        assert_eq!(odd(&codes), []);
        codes.push("10080031");
        assert_eq!(odd(&codes), [("10080031".to_owned(), Some("1008031".to_owned()))]);
        codes[8] = "108031";
        assert_eq!(odd(&codes), [("108031".to_owned(), None)]);
    }

    #[test]
    fn series_of_several_lengths_are_meant() {
        assert_eq!(odd(&["1", "2", "10", "11", "100", "101", "1000", "1001", "10000", "10001"]), []);
        assert_eq!(odd(&["400", "401", "403", "404", "409", "500", "4000", "40001"]), []);
    }

    #[test]
    fn a_slip_in_a_prefix() {
        let mut codes: Vec<String> = (0..12).map(|number| format!("AUTH_{number}")).collect();
        codes.push("AUHT_40".to_owned());
        let codes: Vec<_> = codes.iter().map(String::as_str).collect();
        assert_eq!(odd(&codes), [("AUHT_40".to_owned(), Some("AUTH_40".to_owned()))]);
    }
}
