//! Which known word a mistyped one was meant to be.

use strsim::osa_distance;

/// Nobody mistypes a longer word, and to compare it takes long.
const LONGEST: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be meant.
///
/// ```
/// assert_eq!(errtable::inner::nearest("enmu", ["enum", "code"]), Some("enum"));
/// assert_eq!(errtable::inner::nearest("colour", ["enum", "code"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    if length > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        // In bytes a character may be four times as long.
        .filter(|candidate| candidate.len() <= 4 * (length + allowed))
        .map(|candidate| (osa_distance(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Whether one word is the other, or is it but for one slip of the pen: a letter more, less, another, or two in each
/// other's place.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    word.len().abs_diff(other.len()) <= 4 && osa_distance(word, other) <= 1
}

/// In shorter words, another letter makes another word.
const SHORTEST_WORD: usize = 5;

/// Whether two texts are the same but for one slip of the pen within a long word. Plurals are words of their own, as are
/// those that begin with another letter; a digit is never a slip, since values are counted by them.
pub(crate) fn is_misspelt(text: &str, other: &str) -> bool {
    let (text, other) = (text.to_lowercase(), other.to_lowercase());
    let (words, others): (Vec<&str>, Vec<&str>) =
        (text.split_whitespace().collect(), other.split_whitespace().collect());
    let mut differing = words.iter().zip(&others).filter(|(word, other)| word != other);
    let (Some((word, other)), None) = (differing.next(), differing.next()) else { return false };
    let is_word = |word: &str| word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST_WORD;
    let is_plural = |word: &str, other: &str| word.strip_suffix('s') == Some(other);
    words.len() == others.len()
        && is_word(word)
        && is_word(other)
        && word.chars().next() == other.chars().next()
        && !is_plural(word, other)
        && !is_plural(other, word)
        && is_slip(word, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_step() {
        assert_eq!(osa_distance("enmu", "enum"), 1);
        assert_eq!(osa_distance("", "abc"), 3);
        assert_eq!(osa_distance("kitten", "sitting"), 3);
    }

    #[test]
    fn a_slip_is_within_a_long_word() {
        for (text, other) in [("Boiler room", "Bioler room"), ("try later", "try latter"), ("Boiler", "Boilar")] {
            assert!(is_misspelt(text, other), "{text} {other}");
        }
        for (text, other) in
            [("pump 1", "pump 2"), ("boilers", "boiler"), ("on", "in"), ("nature", "mature"), ("a b", "a")]
        {
            assert!(!is_misspelt(text, other), "{text} {other}");
        }
    }

    #[test]
    fn the_nearest_wins() {
        assert_eq!(nearest("descripton", ["code", "description"]), Some("description"));
        assert_eq!(nearest("x", ["code"]), None);
    }
}
