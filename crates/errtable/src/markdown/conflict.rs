//! Conflicts of a merge that nobody has decided.

use std::ops::Range;

use crate::text::ConflictMarker;

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
        let is_shown =
            |block: &Range<usize>| block.contains(&here) && text[block.clone()].trim_start().starts_with(['`', '~']);
        let Some((marker, _)) = ConflictMarker::of(line.trim_end()) else { continue };
        if hidden.iter().any(is_shown) {
            continue;
        }
        match marker {
            ConflictMarker::Ours => (start, parted) = (Some(here), false),
            ConflictMarker::Theirs => parted = start.is_some(),
            ConflictMarker::End if parted => {
                let end = here + line.trim_end().len();
                let first = found.map_or(start.unwrap_or(here), |found| found.start);
                found = Some(first..end);
                (start, parted) = (None, false);
            }
            ConflictMarker::End | ConflictMarker::Base => {}
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
