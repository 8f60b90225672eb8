//! The markers that git leaves in a file where a merge did not decide.

/// What begins the lines of a conflict: the text of one side, that of both before, and that of the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConflictMarker {
    Ours,
    Base,
    Theirs,
    End,
}

impl ConflictMarker {
    /// The marker that a line without its end begins with, and the label behind it.
    pub(crate) fn of(line: &str) -> Option<(Self, &str)> {
        let markers = [
            ("<<<<<<<", ConflictMarker::Ours),
            ("|||||||", ConflictMarker::Base),
            ("=======", ConflictMarker::Theirs),
            (">>>>>>>", ConflictMarker::End),
        ];
        let (label, marker) = markers.iter().find_map(|(text, marker)| Some((line.strip_prefix(text)?, *marker)))?;
        (label.is_empty() || label.starts_with([' ', '\r'])).then_some((marker, label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_seven_signs_and_a_label() {
        assert_eq!(ConflictMarker::of("<<<<<<< HEAD"), Some((ConflictMarker::Ours, " HEAD")));
        assert_eq!(ConflictMarker::of("======="), Some((ConflictMarker::Theirs, "")));
        assert_eq!(ConflictMarker::of("========"), None);
        assert_eq!(ConflictMarker::of(">> cited"), None);
    }
}
