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
    fn the_nearest_wins() {
        assert_eq!(nearest("descripton", ["code", "description"]), Some("description"));
        assert_eq!(nearest("x", ["code"]), None);
    }
}
