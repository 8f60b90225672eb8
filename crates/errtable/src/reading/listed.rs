//! What a text lists, as far as its commas and its conjunctions tell.

/// The parts of a text that lists several things, as a person would read it: `a, b, and c` has three. A text that lists
/// nothing is its own only part.
///
/// This is what a person is asked about, and never how a cell is read.
pub(crate) fn listed(text: &str) -> Vec<&str> {
    const MARKS: [char; 7] = [',', ';', '，', '；', '、', '和', '及'];
    const WORDS: [&str; 7] = [" and ", " or ", " & ", " / ", " + ", " und ", " et "];
    let parts = text.split(MARKS).map(|part| {
        let part = part.trim();
        WORDS.into_iter().find_map(|word| part.strip_prefix(word.trim_start())).unwrap_or(part)
    });
    let mut parts: Vec<&str> = parts.collect();
    for word in WORDS {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    let parts: Vec<_> = parts.into_iter().map(str::trim).collect();
    // What has an empty part lists nothing: it is a remark behind a comma.
    if parts.iter().any(|part| part.is_empty()) { vec![text] } else { parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_a_person_does() {
        for (text, parts) in [
            ("Single push API, account API, and tag API", &["Single push API", "account API", "tag API"][..]),
            ("Tag and account APIs", &["Tag", "account APIs"]),
            ("a; b / c", &["a", "b", "c"]),
            ("单推接口、标签接口", &["单推接口", "标签接口"]),
            ("Android", &["Android"]),
            ("TCP/IP", &["TCP/IP"]),
            ("none,", &["none,"]),
        ] {
            assert_eq!(listed(text), parts, "{text}");
        }
    }
}
