//! Whether two texts say the same thing: so that a typo can be mended, a page translated, and a code that comes back with
//! another meaning be noticed.

use std::collections::BTreeSet;

use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

/// What a row says its code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
}

impl Meaning<'_> {
    /// Whether the code has come to mean something else.
    ///
    /// Where both rows have a name and a description, both must have changed by more than a slip of the pen: one of the
    /// two alone is prose that somebody improved or translated. Where only one can be compared, it decides, by how many
    /// of its words are left.
    pub(crate) fn differs(&self, other: &Meaning<'_>) -> bool {
        let names = self.name.zip(other.name);
        let descriptions = self.description.zip(other.description);
        match (names, descriptions) {
            (Some((a, b)), Some((c, d))) => !alike(a, b) && !alike(c, d),
            // The other text has vanished, or has just come: what is left must at least speak of the same thing.
            _ if self.texts() != other.texts() => unrelated(&self.words(), &other.words(), Share::Any),
            (Some((a, b)), None) => unrelated(&words(a), &words(b), Share::MoreThanHalf),
            (None, Some((a, b))) => unrelated(&words(a), &words(b), Share::Third),
            (None, None) => false,
        }
    }

    /// Whether a code that was retired has come back as another: stricter, since its number was given up.
    pub(crate) fn is_another(&self, other: &Meaning<'_>) -> bool {
        match self.name.zip(other.name) {
            Some((a, b)) => !alike(a, b),
            None => self.differs(other),
        }
    }

    /// What it comes to in words, name and description apart: the same for rows that say the same under two numbers.
    pub(crate) fn key(&self) -> Vec<String> {
        let texts = [self.name, self.description].map(|text| words(text.unwrap_or_default()));
        let key = texts.map(|words| words.into_iter().collect::<Vec<_>>().join(" "));
        // Two texts, so that it is not taken for a name alone.
        key.into()
    }

    fn texts(&self) -> (bool, bool) {
        (self.name.is_some(), self.description.is_some())
    }

    fn words(&self) -> BTreeSet<String> {
        let texts = [self.name, self.description];
        texts.into_iter().flatten().flat_map(words).collect()
    }
}

/// Whether two texts are the same but for case, punctuation, the order of words, small words, and slips of the pen.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (words(a), words(b));
    let common: Vec<_> = a.intersection(&b).cloned().collect();
    for word in common {
        a.remove(&word);
        b.remove(&word);
    }
    a.len() == b.len() && a.iter().all(|word| b.iter().any(|other| is_slip(word, other)))
}

/// How much of the shorter text must be found in the longer one for both to speak of one thing.
#[derive(Clone, Copy)]
enum Share {
    Any,
    Third,
    MoreThanHalf,
}

fn unrelated(a: &BTreeSet<String>, b: &BTreeSet<String>, share: Share) -> bool {
    // A translation has no word in common with what it translates, and no one here can read both.
    if a.is_empty() || b.is_empty() || is_ideographic(a) != is_ideographic(b) {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let kin = |word: &&String| long.iter().any(|other| is_kin(word, other));
    let shared = short.iter().filter(kin).count();
    match share {
        Share::Any => shared == 0,
        Share::Third => shared * 3 < short.len(),
        Share::MoreThanHalf => shared * 2 <= short.len(),
    }
}

/// One word, or one of its forms: `parse` and `parsing`, `auth` and `authentication`.
fn is_kin(a: &str, b: &str) -> bool {
    let stem = |word: &str| word.chars().take(4).collect::<String>();
    a == b || (a.chars().count() > 3 && stem(a) == stem(b)) || is_slip(a, b)
}

/// Whether one word is a misspelling of the other, and not its opposite (`valid`, `invalid`).
fn is_slip(a: &str, b: &str) -> bool {
    let is_long = |word: &str| word.chars().count() > 3 && !word.contains(|c: char| c.is_ascii_digit());
    is_long(a) && is_long(b) && osa_distance(a, b) == 1
}

fn is_ideographic(words: &BTreeSet<String>) -> bool {
    let ideographs = words.iter().filter(|word| word.starts_with(is_ideograph)).count();
    ideographs * 2 > words.len()
}

/// A script that puts no spaces between its words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// The words of a text that carry its meaning, in lower case; where a script parts no words, its characters.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase).chain([' ']) {
        if c.is_alphanumeric() && !is_ideograph(c) {
            word.push(c);
            continue;
        }
        let whole = std::mem::take(&mut word);
        if !whole.is_empty() && !SMALL.contains(&whole.as_str()) {
            words.insert(whole);
        }
        if is_ideograph(c) {
            words.insert(c.to_string());
        }
    }
    words
}

/// Words whose coming and going changes no meaning. Not `no` and `not`.
const SMALL: &[&str] =
    &["a", "an", "and", "are", "been", "for", "has", "have", "in", "is", "of", "on", "or", "the", "to", "was", "were"];

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(name: &'a str, description: &'a str) -> Meaning<'a> {
        let text = |text: &'a str| if text.is_empty() { None } else { Some(text) };
        Meaning { name: text(name), description: text(description) }
    }

    #[test]
    fn improved_prose_means_the_same() {
        for (before, after) in [
            (row("wrong formate", "The date has a wrong format"), row("wrong format", "日期格式不对")),
            (row("lid, open", "The lid is open"), row("lid，open", "Close the lid first")),
            (row("lid open", "The lid is open"), row("", "The lid was left open")),
            (row("bad pin", "Wrong PIN"), row("", "密码错误")),
            (row("", "Parameter parse error"), row("", "Failed to parse a parameter")),
            (row("auth failure", ""), row("authentication failure", "")),
            (row("lid open", "The lid is open"), row("box ajar", "The lid is open")),
        ] {
            assert!(!before.differs(&after), "{before:?} {after:?}");
        }
    }

    #[test]
    fn another_meaning_is_noticed() {
        for (before, after) in [
            (row("lid open", "The lid is open"), row("out of ink", "The ribbon is dry")),
            (row("certificate valid", "All is well"), row("certificate invalid", "It has expired")),
            (row("lid open", ""), row("lid stuck", "")),
            (row("", "The lid is open"), row("", "Ribbon ran dry")),
            (row("lid open", "The lid is open"), row("", "Ribbon ran dry")),
        ] {
            assert!(before.differs(&after), "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_number_given_up_comes_back_as_another() {
        assert!(row("lid open", "Close it").is_another(&row("out of ink", "Close it")));
        assert!(!row("lid open", "Close it").is_another(&row("Lid open", "Shut the lid")));
    }

    #[test]
    fn rows_that_moved_are_recognised() {
        assert_eq!(row("lid open", "Close it").key(), row("Lid, open", "Close it").key());
        assert_ne!(row("lid open", "Close it").key(), row("lid open", "Open it").key());
        assert_ne!(row("lid open", "").key(), row("", "lid open").key());
    }
}
