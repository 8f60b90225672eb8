//! What a cell of the code column says.

use std::borrow::Cow;

use crate::catalog::Code;
use crate::markdown::{Cell, CodeText};
use crate::text::is_invisible;
use crate::text::mark::SUPERSCRIPTS;

/// A number as a cell writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: i128,
    /// The digits after `0x`; 0 for a decimal.
    pub(crate) hex_digits: usize,
}

/// What a code cell says when it is read as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Empty,
    Number(Number),
    /// `200 (OK)`: a number, and words about it.
    Annotated(Number, String),
    /// `1001, 1002`: several numbers, two at the least.
    List(Vec<Number>),
    /// `12 000`, `12,000`: one number whose digits are grouped, or several.
    Grouped(Number),
    /// `1000 - 1999`; ends included.
    Range(Number, Number),
    /// `404*`: a number with a mark behind it, or any digits in the place of so many stars.
    Starred(Number, usize),
    /// Digits that stand for a text: `0000`.
    LeadingZero,
    /// An integer beyond 64 bits.
    TooLarge,
    Other,
}

impl Reading {
    /// Reads the text of a cell, which [`normalize`] has been applied to.
    fn of(text: &str) -> Reading {
        if text.is_empty() {
            return Reading::Empty;
        }
        let text = unwrapped(text);
        match number(text) {
            Some(Ok(number)) => return Reading::Number(number),
            Some(Err(NotANumber::LeadingZero)) => return Reading::LeadingZero,
            Some(Err(NotANumber::TooLarge)) => return Reading::TooLarge,
            None => {}
        }
        starred(text)
            .or_else(|| range(text))
            .or_else(|| grouped(text))
            .or_else(|| list(text))
            .or_else(|| symbol_and_number(text).map(|(symbol, number)| Reading::Annotated(number, symbol.to_owned())))
            .or_else(|| annotated(text))
            .unwrap_or(Reading::Other)
    }
}

/// The number that a text was probably meant to be: letters that look like digits, or blanks between digits.
pub(crate) fn look_alike(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | ',' | '_' | '\''))
        .map(|c| match c {
            'O' | 'o' | 'О' => '0',
            'l' | 'I' | '|' => '1',
            c @ '０'..='９' => char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0)),
            c => c,
        })
        .collect();
    matches!(Reading::of(&digits), Reading::Number(_)).then_some(digits)
}

/// What a cell says as one of the column of codes. It is read once; all that asks about the code of a row asks this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeCell {
    /// The code as it is written, without what is around it but no part of it.
    pub(crate) text: String,
    /// The whole cell in the same form, where that is another text.
    whole: Option<Box<str>>,
    pub(crate) reading: Reading,
    /// Whether the code is struck out.
    pub(crate) retired: bool,
    /// Why nobody can tell which code is meant.
    pub(crate) doubt: Option<Box<Doubt>>,
}

/// What leaves open which code a cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A struck-out code stands beside another.
    PartStruck { struck: String, left: String },
    /// Digits that different markup parts may be one number.
    Parted(String, String),
}

impl CodeCell {
    pub(crate) fn read(cell: &Cell) -> Self {
        let (text, remark, doubt) = match cell.code() {
            CodeText::Live(text) => (text, None, None),
            CodeText::Retired { code, remark } => (code.into(), Some(remark), None),
            CodeText::PartStruck { struck, left } => {
                (Cow::Borrowed(cell.text.as_str()), None, Some(Doubt::PartStruck { struck, left }))
            }
            CodeText::Parted(before, after) => {
                (Cow::Borrowed(cell.text.as_str()), None, Some(Doubt::Parted(before, after)))
            }
        };
        let whole = (*text != cell.text).then(|| normalize(&cell.text).into());
        CodeCell { whole, doubt: doubt.map(Box::new), ..CodeCell::of(&text, remark.as_deref()) }
    }

    /// A code of this text, with what stands beside it where it is struck out.
    pub(crate) fn of(text: &str, remark: Option<&str>) -> Self {
        #[cfg(test)]
        tests::READ.set(tests::READ.get() + 1);
        let text = normalize(text);
        let reading = match (Reading::of(&text), remark) {
            (Reading::Number(number), Some(remark)) if !remark.is_empty() => {
                Reading::Annotated(number, without_brackets(remark).to_owned())
            }
            (reading, _) => reading,
        };
        CodeCell { text, whole: None, reading, retired: remark.is_some(), doubt: None }
    }

    /// The number that the text is in base 16, with `0x` before it or without.
    pub(crate) fn hexadecimal(&self) -> Option<Number> {
        let text = unwrapped(&self.text);
        let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
        let is_number = digits.len() <= 16 && digits.chars().all(|c| c.is_ascii_hexdigit());
        plain_number(&format!("0x{digits}")).filter(|_| is_number)
    }

    /// Reads it in base 16, as its header says.
    pub(crate) fn read_as_hexadecimal(&mut self) {
        if let Some(number) = self.hexadecimal() {
            self.reading = Reading::Number(number);
        }
    }

    /// What the whole cell says, without what is no part of a code.
    pub(crate) fn whole(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.text)
    }

    /// Each code that the cell may mean: its number without the spelling, its parts, and the text itself.
    pub(crate) fn possible(&self) -> Vec<Code> {
        match self.doubt.as_deref() {
            None => possible(&self.text, &self.reading),
            Some(Doubt::PartStruck { struck, left }) => {
                [struck.as_str(), left].into_iter().flat_map(possible_of).collect()
            }
            Some(Doubt::Parted(before, after)) => {
                [before.as_str(), &format!("{before}{after}")].into_iter().flat_map(possible_of).collect()
            }
        }
    }
}

/// Each code that a raw text may mean.
pub(crate) fn possible_of(text: &str) -> Vec<Code> {
    let text = normalize(text);
    possible(&text, &Reading::of(&text))
}

fn possible(text: &str, reading: &Reading) -> Vec<Code> {
    let number = |number: &Number| Code::Integer(number.value);
    let mut codes = match reading {
        Reading::Number(one) | Reading::Annotated(one, _) | Reading::Starred(one, _) | Reading::Grouped(one) => {
            vec![number(one)]
        }
        Reading::List(numbers) => numbers.iter().map(number).collect(),
        _ => Vec::new(),
    };
    codes.extend(parts(text).map(|part| Code::Text(part.to_owned())));
    codes.extend(look_alike(text).and_then(|digits| plain_number(&digits)).as_ref().map(number));
    codes.push(Code::Text(text.to_owned()));
    codes
}

/// A symbol with a number behind it: `LID_OPEN (13)`, and, where the symbol has an underscore, `LID_OPEN 0x0D` or
/// `LID_OPEN 13 (0x0D)`, the two lines of a cell.
pub(crate) fn symbol_and_number(text: &str) -> Option<(&str, Number)> {
    let (symbol, number) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((symbol, number)) if !symbol.trim_end().contains(char::is_whitespace) => (symbol.trim_end(), number),
        _ => text.split_once(' ').filter(|(symbol, _)| symbol.contains('_'))?,
    };
    let is_symbol = symbol.starts_with(char::is_alphabetic) && !symbol.contains(char::is_whitespace);
    let number = match plain_number(number) {
        Some(number) => number,
        None => match annotated(number)? {
            Reading::Number(number) => number,
            _ => return None,
        },
    };
    is_symbol.then_some((symbol, number))
}

/// The ends of a range of codes that are texts: `5.7.900 to 5.7.999`.
pub(crate) fn text_range(text: &str) -> Option<(&str, &str)> {
    let ends = |sign: &&str| {
        let (first, last) = text.split_once(*sign)?;
        let is_code = |end: &str| end.contains(|c: char| c.is_ascii_digit()) && !end.contains(' ');
        (is_code(first) && is_code(last)).then_some((first, last))
    };
    [" to ", " - ", " – ", " — ", " ~ ", " bis ", " à "].iter().find_map(ends).or_else(|| tight_range(text))
}

/// `E100-E149`, `0001-0999`: two codes of one making, the later one greater. `10-01` is a code.
fn tight_range(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.split_once(['-', '–'])?;
    let digits = |code: &str| code.len() - code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (of_first, of_last) = (digits(first), digits(last));
    let is_alike = first.len() == last.len() && first[..first.len() - of_first] == last[..last.len() - of_last];
    let has_letters = of_first < first.len() && first.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_long = of_first >= 2 && has_letters || of_first == first.len() && of_first >= 4;
    (is_alike && of_first == of_last && is_long && first < last).then_some((first, last))
}

/// The codes that a range of texts takes in, the ends included: `EC011-EC013`, `5.7.900 to 5.7.999`. `None` where the ends
/// differ in more than the number behind them, or where there are more than a hundred.
pub(crate) fn codes_between(text: &str) -> Option<Vec<String>> {
    const MOST: u64 = 100;
    let (first, last) = text_range(text)?;
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &first[stem.len()..];
    let end = last.strip_prefix(stem)?;
    let is_padded = digits.len() > 1 && digits.starts_with('0');
    let is_alike = !is_padded || end.len() == digits.len();
    let (from, to) = (digits.parse::<u64>().ok()?, end.parse::<u64>().ok()?);
    let width = if is_padded { digits.len() } else { 0 };
    (is_alike && from < to && to - from < MOST)
        .then(|| (from..=to).map(|number| format!("{stem}{number:0width$}")).collect())
}

/// What commas, semicolons and `or` part of a text that holds several codes.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', '，', '、', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(|part| {
        let words: Vec<&str> = part.split(" or ").collect();
        // `NoSuchBucket or NoSuchKey`: in prose, words are parted otherwise.
        let are_codes = words.iter().all(|word| !word.is_empty() && !word.contains(' '));
        if are_codes { words } else { vec![part] }
    })
}

/// The code that a key of a directive means in an enum whose codes are text or are not.
pub(crate) fn code_of(key: &str, is_text: bool) -> Code {
    let text = normalize(key);
    match Reading::of(&text) {
        Reading::Number(number) if !is_text => Code::Integer(number.value),
        _ => Code::Text(text),
    }
}

/// The whole number that a cell says which is no code. Raised digits behind one may be its power.
pub fn whole_number(text: &str) -> Option<i128> {
    let is_raised = text.ends_with(|c: char| c.is_numeric() && !c.is_ascii_digit());
    match Reading::of(&normalize(text)) {
        Reading::Number(number) if !is_raised => Some(number.value),
        _ => None,
    }
}

fn without_brackets(remark: &str) -> &str {
    remark.trim_matches(['(', ')', '（', '）', '[', ']', '-', '–', '—', ':', '：', ' '])
}

/// The text without what is around a code but no part of it, marks of footnotes included; the many dashes that stand for
/// a minus become one.
fn normalize(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => {
                // A dash with a number on either side is a range, and keeps its form.
                let after_digit = normal.ends_with(|c: char| c.is_ascii_digit());
                let before_digit = chars.peek().is_some_and(char::is_ascii_digit);
                normal.push(if before_digit && !after_digit { '-' } else { c });
            }
            c if c.is_whitespace() => normal.push(' '),
            c if is_invisible(c) => {}
            c => normal.push(c),
        }
    }
    let normal = without_footnotes(normal.trim());
    if says_nothing(normal) { String::new() } else { normal.to_owned() }
}

/// Whether a text is a dash, a slash or an ellipsis: a way to write that there is nothing.
pub(crate) fn says_nothing(text: &str) -> bool {
    let is_nothing = |c: char| {
        matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '-' | '/' | '\\' | '.' | '…' | '·' | '_' | '*' | ' ')
    };
    text.chars().all(is_nothing)
}

/// The text without the raised digits and daggers behind it.
fn without_footnotes(text: &str) -> &str {
    let is_mark = |c: char| SUPERSCRIPTS.contains(&c) || matches!(c, '†' | '‡' | '⁽' | '⁾' | ' ');
    let mut code = text.trim_end_matches(is_mark);
    // `404¹, ²`
    while let Some(before) =
        code.strip_suffix(',').filter(|before| code.len() < text.len() && before.ends_with(is_mark))
    {
        code = before.trim_end_matches(is_mark);
    }
    if code.is_empty() { text } else { code }
}

/// The text inside brackets or quotation marks that hold all of it.
fn unwrapped(text: &str) -> &str {
    const PAIRS: &[(char, char)] =
        &[('(', ')'), ('（', '）'), ('[', ']'), ('"', '"'), ('\'', '\''), ('“', '”'), ('「', '」')];
    let inside = PAIRS.iter().find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    match inside {
        Some(inside) if !inside.contains(['(', ')', '[', ']', '"', '\'']) => inside.trim(),
        _ => text,
    }
}

enum NotANumber {
    LeadingZero,
    TooLarge,
}

/// A text that is a number and nothing else. A C suffix (`0x10L`, `5UL`) is no part of it.
fn number(text: &str) -> Option<Result<Number, NotANumber>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let suffix = digits.trim_end_matches(['u', 'U', 'l', 'L']);
    let digits = if digits.len() - suffix.len() <= 3 { suffix } else { digits };
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let (digits, radix) = hex.map_or((digits, 10), |hex| (hex, 16));
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    if radix == 10 && digits.len() > 1 && digits.starts_with('0') {
        return Some(Err(NotANumber::LeadingZero));
    }
    let hex_digits = if radix == 16 { digits.len() } else { 0 };
    let value = i128::from_str_radix(digits, radix).map(|value| if negative { -value } else { value });
    Some(match value {
        Ok(value) if (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value) => Ok(Number { value, hex_digits }),
        _ => Err(NotANumber::TooLarge),
    })
}

fn starred(text: &str) -> Option<Reading> {
    let digits = text.trim_end_matches('*');
    let stars = text.len() - digits.len();
    plain_number(digits).filter(|_| stars > 0).map(|number| Reading::Starred(number, stars))
}

/// The codes that a number with stars behind it may stand for, if those are digits.
pub(crate) fn any_digits(number: Number, stars: usize) -> Option<(i128, i128)> {
    let end = |digit: &str| plain_number(&format!("{}{}", number.value, digit.repeat(stars)));
    Some((end("0")?.value, end("9")?.value)).filter(|_| stars <= 6 && number.hex_digits == 0 && number.value > 0)
}

fn plain_number(text: &str) -> Option<Number> {
    number(text.trim())?.ok()
}

/// What stands between the ends of a range. A lone hyphen comes last, since it may be a sign.
const RANGE_SIGNS: &[&str] = &[
    "...", "..", "…", "～", "~", "\u{2013}", "\u{2014}", "\u{2212}", "\u{2010}", "\u{2011}", " to ", " bis ", " à ",
    " a ", "至", "到", " - ", "-",
];

fn range(text: &str) -> Option<Reading> {
    // `5xx`, `13nnn`: whatever the last digits are. A single `n` may be the letter of a list.
    let word = text.split([' ', '(']).next().unwrap_or_default();
    let digits = word.trim_end_matches(['x', 'X']);
    let counted = word.trim_end_matches('n');
    let digits = if word.len() - counted.len() > 1 { counted } else { digits };
    let open = word.len() - digits.len();
    if let (1..=6, Some(number)) =
        (open, plain_number(digits).filter(|number| number.hex_digits == 0 && number.value > 0))
    {
        let end = |digit: &str| plain_number(&format!("{}{}", number.value, digit.repeat(open)));
        return Some(Reading::Range(end("0")?, end("9")?));
    }
    RANGE_SIGNS.iter().find_map(|sign| {
        let (first, last) = text.split_once(sign)?;
        let (first, last) = (plain_number(first)?, plain_number(last)?);
        match first.value < last.value {
            true => Some(Reading::Range(first, last)),
            // Downwards, and no text with a hyphen in it: below zero a range may begin with the greater number.
            false if last.value < first.value && (first.value < 0 || !is_hyphen(sign)) => {
                Some(Reading::Range(last, first))
            }
            false => None,
        }
    })
}

fn is_hyphen(sign: &str) -> bool {
    matches!(sign, "-" | "\u{2013}" | "\u{2014}" | "\u{2212}" | "\u{2010}" | "\u{2011}")
}

/// Digits in groups of three, with a blank or a comma between.
fn grouped(text: &str) -> Option<Reading> {
    let separator = [' ', ','].into_iter().find(|separator| text.contains(*separator))?;
    let mut groups = text.split(separator);
    let is_group = |group: &str| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit());
    let first = groups.next()?;
    let is_first = matches!(first.len(), 1..=3) && first.chars().all(|c| c.is_ascii_digit()) && !first.starts_with('0');
    (is_first && groups.all(is_group)).then_some(())?;
    plain_number(&text.replace(separator, "")).map(Reading::Grouped)
}

fn list(text: &str) -> Option<Reading> {
    let parts: Vec<_> = text.split([',', '，', '、', '/', ';', '；', '|', ' ', '&']).map(str::trim).collect();
    let numbers: Option<Vec<_>> = parts
        .into_iter()
        .filter(|part| !part.is_empty() && !matches!(*part, "or" | "and" | "或" | "和"))
        .map(plain_number)
        .collect();
    numbers.filter(|numbers| numbers.len() > 1).map(Reading::List)
}

/// Whether a character is of a script that writes no spaces between words, or of one whose words no program sends.
pub(crate) fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

/// A number at the front, and words behind a space or in brackets.
fn annotated(text: &str) -> Option<Reading> {
    // Words of a script that writes no spaces stand right behind the number.
    let ends = |c: char| is_wide(c) || [' ', '(', ':', '[', ','].contains(&c);
    let end = text.find(ends)?;
    let number = plain_number(&text[..end])?;
    let brackets = ['(', ')', '（', '）', '[', ']', ':', '：', '-', '–', '—', '*', ',', '，', '、', ' '];
    let words = text[end..].trim_matches(brackets);
    // `17 (0x11)` says one number twice.
    if plain_number(words).is_some_and(|other| other.value == number.value) {
        return Some(Reading::Number(number));
    }
    // More digits behind it make it doubtful where the code ends.
    (!words.starts_with(|c: char| c.is_ascii_digit())).then(|| Reading::Annotated(number, words.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Counter;

    use super::*;
    use crate::compile_locked;
    use crate::text::{ReadError, Source};

    thread_local! {
        /// The code cells that this thread has read.
        pub(super) static READ: Counter<usize> = const { Counter::new(0) };
    }

    fn value(text: &str) -> Option<i128> {
        match Reading::of(&normalize(text)) {
            Reading::Number(number) => Some(number.value),
            _ => None,
        }
    }

    /// Whatever asks for the code of a row, its cell is read once: to choose the column, to tell tables apart, to find what
    /// was released, to join another file, and to say what has changed.
    #[test]
    fn each_code_cell_is_read_once() {
        let rows = |from: u32| (from..from + 20).map(|code| format!("| {code} | fault {code} |\n")).collect::<String>();
        let spec = format!(
            "<!-- errtable default\nlock = \"x.lock\"\n-->\n\n<!-- errtable\njoin = \"more.md\"\n-->\n\n\
             | Error code | Name |\n|---|---|\n{}| 7, 8 | no code |\n| ~~19~~ | gone |\n\n\
             | Error code | Name |\n|---|---|\n{}",
            rows(100),
            rows(200)
        );
        let lock = "format = \"errtable-lock/2\"\n[enum.Fault]\ncode_type = \"u32\"\n\
                    [enum.Fault.columns]\ncode = { header = \"Error code\" }\nname = { header = \"Name\" }\n\
                    [enum.Fault.codes]\n103 = { variant = \"Third\", name = \"fault 103\", since = \"1.0.0\" }\n\
                    999 = { variant = \"Gone\", name = \"what is gone\", since = \"1.0.0\" }\n";
        let more = "| Error code | Advice |\n|---|---|\n| 100 | retry |\n| 201 | retry |\n";
        let files = |name: &str| match name {
            "x.lock" => Ok(Source::new(name, lock)),
            "errtable.toml" => Err(ReadError::missing(name)),
            _ => Ok(Source::new(name, more)),
        };
        READ.set(0);
        let compiled = compile_locked(Source::new("x.md", spec), &files);
        assert_eq!(compiled.catalog.enums()[0].entries.len(), 41);
        assert!(!compiled.changes.is_empty());
        // The other cells of the row that is set aside are read, too: one of them may hold the code.
        let (spec, set_aside, joined) = (42, 1, 2);
        assert_eq!(READ.get(), spec + set_aside + joined);
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("1008003", 1_008_003),
            ("-32700", -32_700),
            ("\u{2212}5", -5),
            ("\u{a0}7\u{200b} ", 7),
            ("0x0000000A", 10),
            ("0xC0000005L", 0xC000_0005),
            ("5UL", 5),
            ("(0x80)", 0x80),
            ("\"7\"", 7),
            ("404¹", 404),
            ("404 ¹, ²", 404),
            ("404†", 404),
            ("0", 0),
            ("18446744073709551615", i128::from(u64::MAX)),
        ] {
            assert_eq!(value(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_number() {
        assert_eq!(Reading::of(""), Reading::Empty);
        assert_eq!(normalize(" \u{2014} "), "");
        assert_eq!(normalize("..."), "");
        assert_eq!(normalize("!!!"), "!!!");
        assert_eq!(normalize("[LID-1]"), "[LID-1]");
        assert_eq!(Reading::of("0007"), Reading::LeadingZero);
        assert_eq!(Reading::of("18446744073709551616"), Reading::TooLarge);
        assert_eq!(Reading::of("10O8003"), Reading::Other);
        assert_eq!(Reading::of("42P01"), Reading::Other);
        assert_eq!(Reading::of("1.2.3"), Reading::Other);
        assert_eq!(Reading::of("0x"), Reading::Other);
    }

    #[test]
    fn ranges_lists_and_words() {
        let number = |value| Number { value, hex_digits: 0 };
        assert_eq!(Reading::of("1000 - 1999"), Reading::Range(number(1000), number(1999)));
        assert_eq!(Reading::of(&normalize("0–999")), Reading::Range(number(0), number(999)));
        assert_eq!(Reading::of("-32099 to -32000"), Reading::Range(number(-32099), number(-32000)));
        assert_eq!(Reading::of("-32000 to -32099"), Reading::Range(number(-32099), number(-32000)));
        assert_eq!(Reading::of("5 to 2"), Reading::Range(number(2), number(5)));
        assert_ne!(Reading::of("1008-3"), Reading::Range(number(3), number(1008)));
        assert_eq!(Reading::of("-32099--32000"), Reading::Other);
        assert_eq!(Reading::of("13nn"), Reading::Range(number(1300), number(1399)));
        assert_eq!(Reading::of("13n"), Reading::Other);
        assert_eq!(Reading::of("5xx (server)"), Reading::Range(number(500), number(599)));
        assert_eq!(Reading::of("1, 2 / 3"), Reading::List(vec![number(1), number(2), number(3)]));
        assert_eq!(Reading::of("200 (OK)"), Reading::Annotated(number(200), "OK".into()));
        assert_eq!(
            Reading::of("0x01已拒绝，太冷"),
            Reading::Annotated(Number { value: 1, hex_digits: 2 }, "已拒绝，太冷".into())
        );
        assert_eq!(Reading::of("LID_OPEN (13)"), Reading::Annotated(number(13), "LID_OPEN".into()));
        assert_eq!(Reading::of("lid open (13)"), Reading::Other);
        assert_eq!(Reading::of("404 Not Found"), Reading::Annotated(number(404), "Not Found".into()));
        assert_eq!(Reading::of("100800 3x"), Reading::Other);
        assert_eq!(Reading::of("17(0x11)"), Reading::Number(number(17)));
        assert_eq!(Reading::of("17 (0x12)"), Reading::Other);
        assert_eq!(Reading::of("12 000"), Reading::Grouped(number(12_000)));
        assert_eq!(Reading::of("1,008,003"), Reading::Grouped(number(1_008_003)));
        assert_eq!(Reading::of("1001,1002"), Reading::List(vec![number(1001), number(1002)]));
        assert_eq!(Reading::of("400, 401"), Reading::List(vec![number(400), number(401)]));
    }

    #[test]
    fn letters_that_look_like_digits() {
        assert_eq!(look_alike("10O8003").as_deref(), Some("1008003"));
        assert_eq!(look_alike("1 008 003").as_deref(), Some("1008003"));
        assert_eq!(look_alike("１００８").as_deref(), Some("1008"));
        assert_eq!(look_alike("none"), None);
    }
}
