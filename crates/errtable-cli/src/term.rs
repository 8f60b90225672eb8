//! The two streams of the terminal: answers on one, findings on the other.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::AutoStream;
use clap::ValueEnum;
use errtable::inner::render_all_at;
use errtable::{Findings, Style, printable};
use errtable_tools::uncommanding;

use crate::message::{Message, from_here};

/// `--color`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always, also in a file or a pipe.
    Always,
    /// Never.
    Never,
}

#[derive(Debug)]
pub(crate) struct Term {
    choice: ColorChoice,
}

impl Term {
    pub(crate) fn new(choice: ColorChoice) -> Self {
        Term { choice }
    }

    fn choice(&self) -> anstream::ColorChoice {
        match self.choice {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }

    /// Writes an answer for programs, as it is.
    pub(crate) fn answer(&self, text: &str) -> io::Result<()> {
        // To look for escapes in megabytes takes longer than to make them.
        let choice = if text.contains('\u{1b}') { self.choice() } else { anstream::ColorChoice::AlwaysAnsi };
        let mut out = AutoStream::new(io::stdout().lock(), choice);
        unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Writes the text of a file: as it is for a file or another program, and to a terminal as nothing that commands it.
    pub(crate) fn text(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if out.is_terminal() {
            return self.tell(text);
        }
        unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Writes an answer for people, in lines of ours with colours of ours.
    pub(crate) fn tell(&self, text: &str) -> io::Result<()> {
        self.answer(&uncommanding(&without_commands(text)))
    }

    /// Writes an answer of one line for people.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        self.tell(&(printable(text) + "\n"))
    }

    /// Writes findings.
    pub(crate) fn findings(&self, findings: &Findings) {
        let style = Style {
            color: true,
            width: asked_width().or_else(|| columns(terminal_size::terminal_size_of(io::stderr()))),
        };
        self.aside(&uncommanding(&render_all_at(findings, style, &from_here)));
    }

    /// Writes one message in the form of a finding that has no place.
    pub(crate) fn error(&self, message: &Message) {
        self.message(&format!("{RED}error"), message);
    }

    /// The same for what hinders nothing.
    pub(crate) fn warning(&self, message: &Message) {
        self.message(&format!("{YELLOW}warning"), message);
    }

    /// The same for what is good to know.
    pub(crate) fn note(&self, message: &Message) {
        self.message(&format!("{BOLD}note"), message);
    }

    fn message(&self, kind: &str, message: &Message) {
        self.aside(&uncommanding(&format!("{kind}{RESET}{BOLD}: {message}{RESET}\n")));
    }

    /// Writes what else the reader could do.
    pub(crate) fn help(&self, text: &str) {
        self.aside(&uncommanding(&format!("help: {}\n", printable(text))));
    }

    /// Writes to the stream of the findings.
    fn aside(&self, text: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), self.choice());
        // Nothing is left to tell when even this stream is closed.
        let _ = err.write_all(text.as_bytes());
    }

    /// Emphasises words of an answer.
    pub(crate) fn bold(&self, text: &str) -> String {
        format!("{BOLD}{}{RESET}", printable(text))
    }

    /// A paragraph of an answer that begins with `first` and goes on with `next`, set to the width of the terminal; as one
    /// line where a file or another program reads it, unless `COLUMNS` is set.
    pub(crate) fn wrapped(&self, first: &str, next: &str, text: &str) -> String {
        let Some(width) = width() else { return format!("{first}{}\n", printable(text)) };
        // Colours take no room, and the first line begins as far to the right as the others.
        let room = width.saturating_sub(next.len()).max(20);
        let lines = textwrap::wrap(&printable(text), room).join(&format!("\n{next}"));
        format!("{first}{lines}\n")
    }

    /// Sets words of an answer back.
    pub(crate) fn dim(&self, text: &str) -> String {
        format!("{DIM}{}{RESET}", printable(text))
    }
}

/// A reader who has seen enough and closed the pipe is no error.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Text whose control characters are line breaks and colours, and nothing else.
fn without_commands(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let mut parts = line.split('\u{1b}');
        let mut shown = printable(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.strip_prefix('[').map_or("", |rest| rest.split('m').next().unwrap_or_default());
            let is_colour = part.len() > digits.len() + 1 && digits.bytes().all(|b| b.is_ascii_digit() || b == b';');
            shown.push_str(if is_colour && part.starts_with('[') { "\u{1b}" } else { " " });
            shown.push_str(&printable(part));
        }
        shown
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How wide an answer may be: long lines are hard to read.
fn width() -> Option<usize> {
    let width = asked_width().or_else(|| columns(terminal_size::terminal_size_of(io::stdout())))?;
    Some(width.min(100))
}

/// The columns that `COLUMNS` asks for.
fn asked_width() -> Option<usize> {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok())
}

fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Option<usize> {
    size.map(|(width, _)| usize::from(width.0))
}

/// How many columns of a terminal a text takes.
pub(crate) fn display_width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const RESET: &str = "\x1b[0m";
