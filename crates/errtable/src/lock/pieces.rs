//! A lock of many codes, cut into pieces: only some lines of it are a tree of TOML at once, which takes ten times their memory.

use std::collections::HashMap;
use std::ops::Range;

/// The lines of codes that are read at once.
pub(super) const LINES: usize = 1_000;

/// A lock without its lines of codes, and these, some at a time.
pub(super) struct Pieces<'t> {
    /// The text, with blanks in the place of the lines of codes: what is left stands where it stood.
    pub(super) rest: String,
    /// The lines of codes, by the name of their enum.
    codes: HashMap<&'t str, Vec<Range<usize>>>,
}

impl<'t> Pieces<'t> {
    /// Cuts a text behind each so many lines of codes. `None` where it has fewer, or has the codes of an enum twice.
    ///
    /// A cut may part what belongs together, since nobody has looked into the lines. Then a piece is no TOML by itself.
    pub(super) fn of(text: &'t str, lines: usize) -> Option<Self> {
        let mut codes: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        let mut section: Option<&str> = None;
        let (mut start, mut in_piece) = (0, 0);
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let bare = line.trim();
            if bare.starts_with('[') {
                section = bare.strip_prefix("[enum.").and_then(|rest| rest.strip_suffix(".codes]"));
                if section.is_some_and(|name| codes.insert(name, Vec::new()).is_some()) {
                    return None;
                }
            } else if let Some(pieces) = section.and_then(|name| codes.get_mut(name)) {
                match pieces.last_mut() {
                    Some(piece) if in_piece < lines => piece.end = end,
                    _ => {
                        in_piece = 0;
                        pieces.push(start..end);
                    }
                }
                in_piece += 1;
            }
            start = end;
        }
        if codes.values().all(|pieces| pieces.len() < 2) {
            return None;
        }
        let mut rest = String::with_capacity(text.len());
        let mut cut: Vec<_> = codes.values().flatten().collect();
        cut.sort_by_key(|piece| piece.start);
        for piece in cut {
            rest.push_str(&text[rest.len()..piece.start]);
            rest.extend(std::iter::repeat_n(' ', piece.len() - 1));
            rest.push('\n');
        }
        rest.push_str(&text[rest.len()..]);
        Some(Pieces { rest, codes })
    }

    /// Takes out the lines of codes of an enum.
    pub(super) fn take(&mut self, name: &str) -> Vec<Range<usize>> {
        self.codes.remove(name).unwrap_or_default()
    }

    /// Whether nobody has asked for some of the lines.
    pub(super) fn are_left(&self) -> bool {
        !self.codes.is_empty()
    }
}
