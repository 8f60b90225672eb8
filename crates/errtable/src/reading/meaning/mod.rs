//! Whether two texts say the same thing: so that a typo can be mended, a page translated, and a code that comes back with
//! another meaning be noticed.

mod words;

use std::collections::BTreeSet;

use strsim::osa_distance;

use self::words::{Word, are_opposite, are_opposite_texts, is_ideograph, is_negative, said, stems, words};

/// What a row says its code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
}

/// How two texts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// They are the same but for case, punctuation, the order of words, small words, and slips of the pen.
    Alike,
    /// One may be the other in new words.
    Akin,
    /// One says the opposite of the other.
    Opposite,
    /// They speak of different things.
    Foreign,
    /// One may be a translation of the other: nobody here can read both.
    Translated,
}

impl Meaning<'_> {
    /// Whether the code has come to mean something else; `None` where nobody can tell, since the texts are translated.
    ///
    /// A text that says the opposite always tells so. Where both rows have a name and a description, both must speak of
    /// something else: one of the two alone is prose that somebody improved or translated. Where only one can be compared,
    /// it decides, by how many of its words are left.
    pub(crate) fn has_changed(&self, other: &Meaning<'_>) -> Option<bool> {
        if self == other {
            return Some(false);
        }
        let name = self.name.zip(other.name);
        let description = self.description.zip(other.description);
        // Of texts of which one has vanished, or has just come, what is left must at least speak of the same thing.
        if self.texts() != other.texts() {
            let is_opposite = [name, description].into_iter().flatten().any(|(a, b)| is_opposite(a, b));
            let (a, b) = (self.said(), other.said());
            let is_translated = is_ideographic(&a) != is_ideographic(&b) && !a.is_empty() && !b.is_empty();
            return if is_translated { None } else { Some(is_opposite || unrelated(&a, &b, Share::Any)) };
        }
        let (name, description) = match (name, description) {
            (Some((a, b)), Some((c, d))) => {
                (Some(relation(a, b, Share::MoreThanHalf)), Some(relation(c, d, Share::MoreThanHalf)))
            }
            (Some((a, b)), None) => (Some(relation(a, b, Share::MoreThanHalf)), None),
            (None, Some((a, b))) => (None, Some(relation(a, b, Share::Third))),
            (None, None) => return Some(false),
        };
        let all = || [name, description].into_iter().flatten();
        if all().any(|relation| relation == Relation::Opposite) {
            return Some(true);
        }
        if all().any(|relation| matches!(relation, Relation::Alike | Relation::Akin)) {
            return Some(false);
        }
        // A translation of one text says nothing; where both are others, nothing is left to know the code by.
        (all().count() > 1 || name.or(description) != Some(Relation::Translated)).then_some(true)
    }

    /// Whether a code that was retired has come back as another: stricter, since its number was given up.
    pub(crate) fn is_another(&self, other: &Meaning<'_>) -> bool {
        match self.name.zip(other.name) {
            Some((a, b)) => !alike(a, b),
            None => self.has_changed(other) == Some(true),
        }
    }

    /// What it comes to in words, name and description apart: the same for rows that say the same under two numbers.
    pub(crate) fn key(&self) -> Vec<String> {
        // Two texts, so that it is not taken for a name alone.
        [self.name, self.description].map(|text| text_key(text.unwrap_or_default())).into()
    }

    /// What it says in one line: `auth failure: Verification failed`.
    pub(crate) fn quoted(&self) -> String {
        [self.name, self.description].into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    fn texts(&self) -> (bool, bool) {
        (self.name.is_some(), self.description.is_some())
    }

    fn said(&self) -> BTreeSet<String> {
        let texts = [self.name, self.description];
        texts.into_iter().flatten().flat_map(said).collect()
    }
}

/// A text as its words: the same for texts that differ in case, punctuation, small words and the order of words alone.
pub(crate) fn text_key(text: &str) -> String {
    words(text).into_iter().collect::<Vec<_>>().join(" ")
}

/// Whether two texts are the same but for case, punctuation, the order of words, small words, and slips of the pen.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let is_opposite = is_opposite(a, b);
    let (mut a, mut b) = (words(a), words(b));
    let common: Vec<_> = a.intersection(&b).cloned().collect();
    for word in common {
        a.remove(&word);
        b.remove(&word);
    }
    a.len() == b.len() && a.iter().all(|word| b.iter().any(|other| is_slip(word, other))) && !is_opposite
}

/// Whether the text of a value may be that of another one in new words, or in another language. In several rows one shared
/// word says so; in a single row, a value may as well have been replaced by another, so that all words of the shorter text
/// must be there.
pub(crate) fn may_be_reworded(before: &str, after: &str, rows: usize) -> bool {
    let share = if rows > 1 { Share::Any } else { Share::All };
    !matches!(relation(before, after, share), Relation::Opposite | Relation::Foreign)
}

fn relation(a: &str, b: &str, share: Share) -> Relation {
    if a == b || alike(a, b) {
        return Relation::Alike;
    }
    if is_opposite(a, b) {
        return Relation::Opposite;
    }
    let (a, b) = (said(a), said(b));
    if a.is_empty() || b.is_empty() || is_ideographic(&a) != is_ideographic(&b) {
        return Relation::Translated;
    }
    if unrelated(&a, &b, share) { Relation::Foreign } else { Relation::Akin }
}

/// Whether one text says the opposite of the other: it denies what that says, or has a word for the opposite of one of its
/// words.
pub(crate) fn is_opposite(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    if are_opposite_texts(a, b) {
        return true;
    }
    let (a, b) = (stems(a), stems(b));
    denies(&a, &b) || denies(&b, &a) || has_opposites(&a, &b)
}

/// Whether a text denies a word that another one says, and nothing in that one makes up for it: `no token` and `token
/// missing` say the same.
fn denies(denying: &[Word], saying: &[Word]) -> bool {
    let has = |words: &[Word], stem: &str, denied: bool| words.iter().any(|of| of.stem == *stem && of.denied == denied);
    let turned = denying.iter().filter(|word| word.denied).any(|word| {
        has(saying, &word.stem, false) && !has(saying, &word.stem, true) && !has(denying, &word.stem, false)
    });
    turned && !saying.iter().any(|word| is_denial(word) && !denying.contains(word))
}

/// Whether a word says that something is not so.
fn is_denial(word: &Word) -> bool {
    word.denied || is_negative(&word.stem)
}

fn has_opposites(a: &[Word], b: &[Word]) -> bool {
    let only = |these: &[Word], those: &[Word]| -> Vec<Word> {
        these.iter().filter(|word| !those.iter().any(|other| other.stem == word.stem)).cloned().collect()
    };
    let (only_a, only_b) = (only(a, b), only(b, a));
    // Of a sentence that is another one, a word alone says nothing: `the lid is open`, `close the lid first`.
    let common = a.len().saturating_sub(only_a.len()).max(1);
    if only_a.len() > common || only_b.len() > common {
        return false;
    }
    only_a.iter().any(|one| {
        only_b.iter().filter(|other| one.denied == other.denied && are_opposite(&one.stem, &other.stem)).any(|other| {
            // `failed to enable` and `disabled` say the same.
            let is_negative = is_negative(&one.stem) || is_negative(&other.stem);
            let makes_up = |word: &&Word| {
                *word != one && *word != other && if is_negative { word.denied } else { is_denial(word) }
            };
            only_a.iter().filter(makes_up).count() == only_b.iter().filter(makes_up).count()
        })
    })
}

/// How much of the shorter text must be found in the longer one for both to speak of one thing.
#[derive(Clone, Copy)]
enum Share {
    Any,
    Third,
    MoreThanHalf,
    All,
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
        Share::All => shared < short.len(),
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
    is_long(a) && is_long(b) && osa_distance(a, b) == 1 && !are_opposite(a, b)
}

fn is_ideographic(words: &BTreeSet<String>) -> bool {
    let ideographs = words.iter().filter(|word| word.starts_with(is_ideograph)).count();
    ideographs * 2 > words.len()
}

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
            assert!(before.has_changed(&after) != Some(true), "{before:?} {after:?}");
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
            assert!(before.has_changed(&after) == Some(true), "{before:?} {after:?}");
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
