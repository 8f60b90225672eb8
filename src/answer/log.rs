//! Text of others on one line of a log.

use alloc::string::String;
use core::fmt::{self, Write};

/// A text with at most so many characters of it shown, none of which breaks or reorders the line.
pub(super) struct Bounded<'a>(pub(super) &'a str, pub(super) usize);

impl fmt::Display for Bounded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Bounded(text, shown) = *self;
        for (index, c) in text.chars().enumerate() {
            if index == shown {
                return f.write_char('…');
            }
            match c {
                c if c.is_control() => fmt::Display::fmt(&c.escape_default(), f)?,
                // Line and paragraph separators; marks that turn the direction of what follows, or hide. The list is that of
                // the compiler, `text/sanitize.rs`, which a test of it holds equal to this one.
                '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e007f}' => {
                    fmt::Display::fmt(&c.escape_unicode(), f)?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The same between quotation marks, which nothing within it can end.
pub(super) struct Quoted<'a>(pub(super) &'a str, pub(super) usize);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Quoted(text, shown) = *self;
        // Each is escaped by itself, lest a bound falls between a backslash and what it escapes.
        f.write_char('"')?;
        for (index, c) in text.chars().enumerate() {
            match c {
                _ if index == shown => {
                    f.write_char('…')?;
                    break;
                }
                '"' | '\\' => write!(f, "\\{c}")?,
                c => fmt::Display::fmt(&Bounded(c.encode_utf8(&mut [0; 4]), 1), f)?,
            }
        }
        f.write_char('"')
    }
}

impl fmt::Debug for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What something says, bounded so.
pub(super) fn one_line(value: &impl fmt::Display, shown: usize) -> String {
    let text = alloc::format!("{value}");
    alloc::format!("{}", Bounded(&text, shown))
}
