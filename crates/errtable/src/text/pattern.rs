//! Patterns in which `*` stands for any text.

/// Whether a text fits a pattern in which `*` stands for any text.
pub(crate) fn fits_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    let mut rest = rest;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "x", false),
            ("*", "anything", true),
            ("N/A", "N/A", true),
            ("1*9", "159", true),
            ("1*9", "19", true),
            ("1*1", "1", false),
            ("*xx", "10xx", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
        ] {
            assert_eq!(fits_pattern(pattern, text), expected, "{pattern:?} {text:?}");
        }
    }
}
