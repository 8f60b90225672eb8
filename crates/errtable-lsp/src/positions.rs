//! Places of a text as an editor counts them: lines from 0, and characters in the units that client and server have agreed
//! on.

use std::ops;

use serde::{Deserialize, Serialize};

/// The units in which the characters of a line are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first of those that a client offers, which needs no counting where it is UTF-8. All clients know UTF-16.
    pub(crate) fn negotiated(offered: &[&str]) -> Self {
        let known = [("utf-8", Encoding::Utf8), ("utf-32", Encoding::Utf32)];
        let wanted = offered.iter().take_while(|name| **name != "utf-16");
        wanted
            .filter_map(|name| known.iter().find(|(known, _)| known == name))
            .map(|(_, of)| *of)
            .next()
            .unwrap_or_default()
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => text.chars().count(),
        }
    }

    /// The byte at which so many units have passed. One inside a character is that of its beginning.
    fn byte(self, text: &str, units: usize) -> usize {
        let mut passed = 0;
        for (byte, character) in text.char_indices() {
            passed += match self {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if passed > units {
                return byte;
            }
        }
        text.len()
    }
}

/// A place in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) character: u32,
}

/// A part of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

impl Range {
    /// Whether they have a place in common; the ends belong to them.
    pub(crate) fn meets(&self, other: &Range) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// Where the lines of a text begin. They end as the protocol has it: by `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        Lines(std::iter::once(0).chain((0..bytes.len()).filter(|&at| ends_line(at)).map(|at| at + 1)).collect())
    }

    pub(crate) fn position(&self, text: &str, byte: usize, encoding: Encoding) -> Position {
        let byte = byte.min(text.len());
        let line = self.0.partition_point(|&start| start <= byte) - 1;
        let units = encoding.units(&text[self.0[line]..byte]);
        Position { line: narrow(line), character: narrow(units) }
    }

    pub(crate) fn range(&self, text: &str, span: ops::Range<usize>, encoding: Encoding) -> Range {
        Range { start: self.position(text, span.start, encoding), end: self.position(text, span.end, encoding) }
    }

    /// The byte of a place. One behind the end of its line is that end, and one behind the last line the end of the text.
    pub(crate) fn byte(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.0.get(line) else { return text.len() };
        let end = self.0.get(line + 1).copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\r', '\n']);
        start + encoding.byte(line, position.character as usize)
    }

    pub(crate) fn span(&self, text: &str, range: Range, encoding: Encoding) -> ops::Range<usize> {
        let (start, end) = (self.byte(text, range.start, encoding), self.byte(text, range.end, encoding));
        start.min(end)..end.max(start)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn characters_are_counted_in_units() {
        let text = "a\n| 错🙂b |\r\nc\rd";
        let lines = Lines::of(text);
        let at = text.find('b').expect("there is a b");
        for (encoding, character) in ALL.into_iter().zip([9, 5, 4]) {
            assert_eq!(lines.position(text, at, encoding), Position { line: 1, character });
        }
        assert_eq!(lines.position(text, text.len(), Encoding::Utf16), Position { line: 3, character: 1 });
    }

    #[test]
    fn every_byte_is_found_again() {
        let text = "a\n| 错🙂b |\r\nc\rd\n\n";
        let lines = Lines::of(text);
        for encoding in ALL {
            for (byte, character) in text.char_indices().filter(|(_, character)| !matches!(character, '\r' | '\n')) {
                assert_eq!(lines.byte(text, lines.position(text, byte, encoding), encoding), byte, "{character}");
            }
        }
    }

    #[test]
    fn what_lies_outside_is_moved_to_an_end() {
        let text = "错🙂\r\nx";
        let lines = Lines::of(text);
        let byte = |line, character| lines.byte(text, Position { line, character }, Encoding::Utf16);
        assert_eq!([byte(0, 2), byte(0, 99), byte(1, 99), byte(7, 0)], [3, 7, 10, 10]);
    }

    #[test]
    fn the_first_encoding_that_both_know_is_taken() {
        for (offered, agreed) in [
            (&[][..], Encoding::Utf16),
            (&["utf-16", "utf-8"], Encoding::Utf16),
            (&["utf-7", "utf-32", "utf-8"], Encoding::Utf32),
            (&["utf-8", "utf-16"], Encoding::Utf8),
        ] {
            assert_eq!(Encoding::negotiated(offered), agreed);
        }
    }
}
