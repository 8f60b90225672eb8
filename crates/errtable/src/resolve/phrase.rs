//! The words of a description that name what it says, as a person would take them: one clause, without what only leads
//! to it, and with the fault in it.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::catalog::identifier::upper_camel;

/// A longer name is hard to read in code.
pub(crate) const LONGEST: usize = 45;
/// So many rows that begin alike say nothing by it.
const ROWS: usize = 3;

/// How many words of a text make a name, unless a directive says otherwise.
pub(crate) const MAX_WORDS: usize = 6;

/// The name that a description makes, of at most so many words; without a number of [`MAX_WORDS`], and of a few more where
/// the fault stands behind them. `None` where it says too little in Latin letters.
pub(crate) fn name(text: &str, max_words: Option<usize>, leads: &Leads) -> Option<String> {
    let text = leads.strip(text);
    if !is_latin(text) {
        return None;
    }
    let bare = without_placeholders(text);
    let words: Vec<&str> = clause(&bare).split_whitespace().collect();
    let words = without_article(&words);
    // `... has a size of {n}`: what led to the value leads nowhere.
    let words = if bare.len() < text.len() { without_end(words) } else { words };
    cut(words, max_words).and_then(|words| upper_camel(&words.join(" ")))
}

/// The first clause of a text, in at most so many words, as it is written.
pub(crate) fn first_words(text: &str, max_words: usize) -> String {
    let words: Vec<&str> = clause(text).split_whitespace().take(max_words + 1).collect();
    match words.len() > max_words {
        true => without_end(&words[..max_words]).join(" "),
        false => words.join(" "),
    }
}

/// What many descriptions of a table begin with, up to a colon: `Details: `.
#[derive(Debug, Default)]
pub(crate) struct Leads(HashSet<String>);

impl Leads {
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut rests: HashMap<&str, HashSet<&str>> = HashMap::new();
        for (lead, rest) in texts.filter_map(lead) {
            rests.entry(lead).or_default().insert(rest);
        }
        Leads(rests.into_iter().filter(|(_, rests)| rests.len() >= ROWS).map(|(lead, _)| lead.to_owned()).collect())
    }

    fn strip<'t>(&self, text: &'t str) -> &'t str {
        match lead(text) {
            Some((lead, rest)) if self.0.contains(lead) || LABELS.contains(&lead.to_lowercase().as_str()) => rest,
            _ => text,
        }
    }
}

/// Words before a colon that only say that an error follows.
const LABELS: &[&str] = &["error", "warning", "note", "fatal", "fatal error", "fehler", "erreur", "erro"];

/// A few words and a colon, and what follows.
fn lead(text: &str) -> Option<(&str, &str)> {
    let (lead, rest) = text.split_once([':', '：'])?;
    let is_lead = !rest.trim().is_empty() && lead.split_whitespace().count() <= 3;
    (is_lead && (rest.starts_with(char::is_whitespace) || text[lead.len()..].starts_with('：')))
        .then(|| (lead.trim(), rest.trim()))
}

/// Whether Latin letters say most of a text: the few that others leave, such as names of fields, would mislead. Letters that lose
/// a mark count with the others: where every third does, as in Vietnamese, the marks tell words apart, and what is left
/// without them is another sentence.
fn is_latin(text: &str) -> bool {
    let (mut latin, mut other) = (0, 0);
    for c in text.nfkc().filter(|c| c.is_alphabetic()) {
        match c {
            'a'..='z' | 'A'..='Z' | 'ß' | 'æ' | 'Æ' | 'œ' | 'Œ' | 'ø' | 'Ø' | 'ł' | 'Ł' | 'ı' => latin += 1,
            _ => other += 1,
        }
    }
    latin > 0 && latin >= 3 * other
}

/// The text without what stands for a value: `%s`, `{id}`, `[2]`, `<name>`.
fn without_placeholders(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split(' ') {
        let bare = word.trim_matches(['\'', '"', '`', '“', '”', '‘', '’', ',']);
        let is_format = bare.starts_with('%') && bare.len() > 1 && bare.ends_with(|c: char| c.is_ascii_alphanumeric());
        let is_between =
            |open, close| bare.starts_with(open) && bare.trim_end_matches(['.', ':', ';']).ends_with(close);
        let is_number = is_between("[", ']') && bare.contains(|c: char| c.is_ascii_digit());
        if !(is_format || is_number || is_between("{", '}') || is_between("${", '}') || is_between("<", '>')) {
            words.push(word);
        } else if let Some(mark) = word.chars().last().filter(|c| matches!(c, ',' | '.' | ':' | ';')) {
            // What ends the clause behind it still does.
            words.push(match mark {
                ',' => ",",
                '.' => ".",
                ':' => ":",
                _ => ";",
            });
        }
    }
    words.join(" ")
}

/// The first clause of a text that has a letter.
fn clause(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some((end, next)) = clause_end(rest) {
        let clause = rest[..end].trim();
        if clause.contains(char::is_alphanumeric) {
            return clause;
        }
        rest = rest[next..].trim_start();
    }
    rest
}

/// Where the first clause of a text ends, and where what follows begins.
fn clause_end(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, c)| {
        let after = &text[at + c.len_utf8()..];
        let before = &text[..at];
        let ends_word = after.is_empty() || after.starts_with(char::is_whitespace);
        let ends = match c {
            ';' | '!' | '?' | '(' | '\n' | '。' | '；' | '：' | '（' | '！' | '？' | '，' | '—' => true,
            ':' => ends_word,
            '.' => ends_word && !is_abbreviated(before),
            ',' => ends_word && !is_enumerated(after),
            '-' | '–' => ends_word && before.ends_with([' ', '-']),
            _ => false,
        };
        ends.then(|| (at, at + c.len_utf8()))
    })
}

/// Whether the period behind a text is that of an abbreviation: `e.g.`, `max.`
fn is_abbreviated(before: &str) -> bool {
    const WORDS: &[&str] =
        &["approx", "cf", "dept", "e.g", "etc", "i.e", "incl", "max", "min", "no", "resp", "vs", "z.b"];
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    WORDS.contains(&word.to_lowercase().as_str()) && !(word == "no" && before.len() == word.len())
}

/// Whether the comma before a text parts the members of a list: `lid, key or bolt`, `lid, key, or bolt`.
fn is_enumerated(after: &str) -> bool {
    const JOINTS: &[&str] = &["or", "and", "&", "oder", "und", "ou", "et", "o", "y", "e"];
    let is_joint = |word: &str| JOINTS.contains(&word.to_lowercase().as_str());
    let mut words = after.split_whitespace().take(4);
    match words.next() {
        None => false,
        Some(first) if is_joint(first) => true,
        Some(first) => {
            let ends_member = first.ends_with(',');
            let next: Vec<&str> = words.collect();
            next.iter().take(2).any(|word| is_joint(word))
                || ends_member && next.iter().take(3).any(|word| is_joint(word))
        }
    }
}

fn without_article<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let is_article = |word: &str| ARTICLES.contains(&word.to_lowercase().as_str());
    match words {
        [first, rest @ ..] if !rest.is_empty() && is_article(first) => rest,
        words => words,
    }
}

const ARTICLES: &[&str] = &["a", "an", "the"];

/// Words that say, in English prose, that something is wrong; the name must have one of them, or of [`NEGATIONS`], where the
/// text has.
const FAULTS: &[&str] = &[
    "failed",
    "fails",
    "failure",
    "invalid",
    "missing",
    "expired",
    "exceeds",
    "exceeded",
    "denied",
    "required",
    "unknown",
    "unsupported",
    "duplicate",
    "disabled",
    "incorrect",
    "wrong",
    "unavailable",
    "forbidden",
    "unauthorized",
    "empty",
    "mismatch",
    "timeout",
    "error",
];

/// Words that say so of the word behind them.
const NEGATIONS: &[&str] = &[
    "not", "no", "cannot", "cant", "can't", "never", "without", "nor", "already", "doesn't", "isn't", "wasn't",
    "don't", "doesnt", "isnt",
];

/// Words that lead to a next one, and so end no name.
const LEADING_ON: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "because", "been", "but", "by", "can", "cannot", "could", "did", "do",
    "does", "due", "for", "from", "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "must", "no",
    "not", "of", "on", "or", "should", "than", "that", "the", "their", "then", "this", "to", "was", "we", "were",
    "when", "which", "while", "will", "with", "without", "would", "you", "your",
];

/// The words that a name has room for. Those of the fault are among them, where the text has it.
fn cut<'t>(words: &[&'t str], given: Option<usize>) -> Option<Vec<&'t str>> {
    if words.is_empty() {
        return None;
    }
    let max_words = given.unwrap_or(MAX_WORDS);
    if words.len() <= max_words && length(words) <= LONGEST {
        return Some(words.to_vec());
    }
    let bare: Vec<&str> = words.iter().copied().filter(|word| !ARTICLES.contains(&folded(word).as_str())).collect();
    let is_of = |list: &[&str], word: &str| list.contains(&folded(word).as_str());
    let fault = bare.iter().position(|word| given.is_none() && (is_of(FAULTS, word) || is_of(NEGATIONS, word)));
    // A negation ends with what it denies.
    let end = fault.map_or(0, |at| {
        let is_negation = is_of(NEGATIONS, bare[at]);
        let denied =
            bare[at + 1..].iter().position(|word| !is_of(LEADING_ON, word)).map_or(bare.len(), |next| at + 2 + next);
        if is_negation { denied } else { at + 1 }
    });
    let whole = fitting(&bare[..bare.len().min(max_words.max(end))]);
    if end <= whole.len() {
        return Some(without_end(whole).to_vec());
    }
    // The fault stands far behind: what it is a fault of, and the fault itself.
    let fault = &bare[fault.unwrap_or(0)..end];
    let room = LONGEST.saturating_sub(length(fault));
    let mut head: Vec<&str> = Vec::new();
    for word in bare.iter().take(max_words.saturating_sub(fault.len()).max(1)) {
        if length(&head) + length(&[word]) > room {
            break;
        }
        head.push(word);
    }
    let head = without_end(&head).to_vec();
    let named = [head.as_slice(), fitting(fault)].concat();
    Some(without_end(&named).to_vec())
}

/// The first words, as many as a name has room for, and one in any case.
fn fitting<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let mut room = LONGEST;
    let fit = words.iter().take_while(|word| {
        let letters = length(&[word]);
        let fits = letters <= room;
        room = room.saturating_sub(letters);
        fits
    });
    &words[..fit.count().max(1).min(words.len())]
}

/// The words without those at the end that lead to a next one.
fn without_end<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let mut end = words.len();
    while end > 1 && LEADING_ON.contains(&folded(words[end - 1]).as_str()) {
        end -= 1;
    }
    &words[..end]
}

fn folded(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}

/// The letters and digits that words have in a name.
fn length(words: &[&str]) -> usize {
    words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> String {
        name(text, None, &Leads::default()).unwrap_or_default()
    }

    #[test]
    fn a_clause_ends_where_a_reader_ends_it() {
        for (text, expected) in [
            ("Bad Request -- Your lid is cold.", "BadRequest"),
            ("Busy - somebody else is printing", "Busy"),
            ("No ink — buy some", "NoInk"),
            ("Lid open; close it", "LidOpen"),
            ("Lid open: close it", "LidOpen"),
            ("Lid is open. Close it", "LidIsOpen"),
            ("lid.state is wrong", "LidStateIsWrong"),
            ("Wrong .lid2 password", "WrongLid2Password"),
            ("Lid, tray or drum is open", "LidTrayOrDrumIsOpen"),
            ("Lid, tray, or drum is open", "LidTrayOrDrumIsOpen"),
            ("Lid open, please close it and wait", "LidOpen"),
            ("Too many pages, e.g. of max. 5 sheets", "TooManyPages"),
            ("Takes max. 5 sheets", "TakesMax5Sheets"),
            ("(reserved)", "Reserved"),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_begins_with_what_it_is_about() {
        for (text, expected) in [
            ("The lid is open", "LidIsOpen"),
            ("An ink is missing", "InkIsMissing"),
            ("A", "A"),
            ("Error: lid open", "LidOpen"),
            ("The field %s is not known", "FieldIsNotKnown"),
            ("Unknown tray [2]", "UnknownTray"),
            ("Tray {id} is gone", "TrayIsGone"),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn a_cut_keeps_the_fault() {
        for (text, expected) in [
            ("The page to be printed is not in the tray", "PageToBePrintedIsNotInTray"),
            ("Opening the big printer's rear lid is not allowed", "OpeningBigPrintersRearLidIsNotAllowed"),
            ("This page cannot be printed due to a torn ribbon", "ThisPageCannotBePrinted"),
            ("The printer that you have chosen for all of these pages is not there", "PrinterNotThere"),
        ] {
            let name = named(text);
            assert_eq!(name, expected, "{text}");
            assert!(name.len() <= LONGEST, "{name}");
        }
        let text = "The page to be printed is not in the tray";
        assert_eq!(name(text, Some(2), &Leads::default()).as_deref(), Some("Page"));
    }

    #[test]
    fn no_name_ends_in_a_word_that_asks_for_another() {
        for text in [
            "The lid of the printer of the house of the man",
            "We had a problem with the tray and with",
            "It may be so that we and others do",
        ] {
            let name = named(text);
            assert!(!["Of", "The", "With", "Do", "And"].iter().any(|end| name.ends_with(end)), "{text}: {name}");
        }
    }

    #[test]
    fn what_many_rows_begin_with_names_none() {
        let texts = ["Details: no heat", "Details: no dye", "Details: no yarn", "Other: no lid"];
        let leads = Leads::of(texts.into_iter());
        let names: Vec<_> = texts.iter().filter_map(|text| name(text, None, &leads)).collect();
        assert_eq!(names, ["NoHeat", "NoDye", "NoYarn", "Other"]);
    }

    #[test]
    fn a_few_latin_words_among_others_make_no_name() {
        for text in ["缺少 lid_id 参数", "参数 lid_id、tray_name 均无效", "reqId重複", "未找到 Segment"]
        {
            assert_eq!(name(text, None, &Leads::default()), None, "{text}");
        }
        assert_eq!(named("Código inválido"), "CodigoInvalido");
    }

    #[test]
    fn the_first_words_stay_as_they_are_written() {
        assert_eq!(first_words("Invalid token. Please check it", 6), "Invalid token");
        assert_eq!(first_words("The name of the thing that is too long", 5), "The name of the thing");
        assert_eq!(first_words("The name of the thing", 4), "The name");
        assert_eq!(first_words("not logged in", 4), "not logged in");
        assert_eq!(first_words("not logged in", 3), "not logged in");
        assert_eq!(first_words("The lid is open", 1), "The");
        assert_eq!(first_words("", 4), "");
    }
}
