//! The markers that git leaves where a merge did not decide.

use std::ops::Range;

/// From the first marker of a conflict to its last one. Markers alone are none: a line of `=======` is a heading.
///
/// Lines in `hidden`, which are blocks of code, show what a conflict looks like.
pub(super) fn find(text: &str, hidden: &[Range<usize>]) -> Option<Range<usize>> {
    let mut start: Option<usize> = None;
    let mut parted = false;
    let mut found: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let here = at;
        at += line.len();
        let is_marker = |marker: &str| {
            line.strip_prefix(marker).is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
                && !hidden
                    .iter()
                    .any(|block| block.contains(&here) && text[block.clone()].trim_start().starts_with(['`', '~']))
        };
        if !line.starts_with(['<', '=', '>']) {
            continue;
        }
        if is_marker("<<<<<<<") {
            (start, parted) = (Some(here), false);
        } else if is_marker("=======") {
            parted = start.is_some();
        } else if is_marker(">>>>>>>") && parted {
            let end = here + line.trim_end().len();
            let first = found.map_or(start.unwrap_or(here), |found| found.start);
            found = Some(first..end);
            (start, parted) = (None, false);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_has_three_markers() {
        assert_eq!(find("a\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\n", &[]), Some(2..33));
        for none in ["Title\n=======\n", ">>>>>>> cited\n", "<<<<<<< x\nb\n"] {
            assert_eq!(find(none, &[]), None, "{none}");
        }
    }
}
