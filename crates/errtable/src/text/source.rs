//! A text with the path it is shown under, and the way from a byte offset to a line and a column.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::text::{limits, printable, shell_word};

/// A Markdown file: its text and the path that findings show.
///
/// A byte-order mark at the front is not part of [`text`](Self::text): it would hide a table in the first line.
///
/// ```
/// let source = errtable::Source::new("spec/codes.md", "# Codes\n\n| Code |\n");
/// assert_eq!(source.position(9), (3, 1));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    path: String,
    file: Option<PathBuf>,
    text: String,
    has_bom: bool,
    has_carriage_returns: bool,
    line_starts: Vec<usize>,
    /// The characters before each block of [`BLOCK`] bytes, so that a column is found as fast in a line of megabytes.
    chars_before: Vec<usize>,
}

/// The bytes that are counted one by one at most.
const BLOCK: usize = 256;

/// How comments begin and end, in HTML and in MDX.
pub(crate) const HTML_COMMENT: (&str, &str) = ("<!--", "-->");
pub(crate) const MDX_COMMENT: (&str, &str) = ("{/*", "*/}");

impl Source {
    /// Whether it is MDX, where comments are those of JavaScript.
    pub fn is_mdx(&self) -> bool {
        self.path.ends_with(".mdx")
    }

    /// How a comment begins and ends that is written into it.
    pub(crate) fn comment_marks(&self) -> (&'static str, &'static str) {
        if self.is_mdx() { MDX_COMMENT } else { HTML_COMMENT }
    }

    /// Takes a text that is already in memory; `path` is only shown, as [`printable`] has it, and never opened.
    pub fn new(path: impl AsRef<str>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let has_bom = text.starts_with('\u{feff}');
        if has_bom {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut line_starts = vec![0];
        line_starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        let mut chars = 0;
        let chars_before = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = chars;
            chars += count_chars(block);
            before
        });
        let chars_before = chars_before.collect();
        let has_carriage_returns = text.contains("\r\n");
        let path = printable(path.as_ref());
        Source { path, file: None, text, has_bom, has_carriage_returns, line_starts, chars_before }
    }

    /// Reads a file; the path shown is relative to the root of the cargo workspace above it, as cargo shows paths.
    ///
    /// # Errors
    ///
    /// When there is no such file, it is not a regular file, cannot be read, is not UTF-8, or has more than 32 MiB, or 64 MiB
    /// where its name ends in `.lock`.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let shown = display_path(path);
        let fail = |cause| ReadError::of(&shown, cause);
        let metadata = fs::metadata(path).map_err(|error| fail(Cause::Io(error)))?;
        if metadata.is_dir() {
            return Err(fail(Cause::Folder));
        }
        if !metadata.is_file() {
            return Err(fail(Cause::NotAFile));
        }
        let mut bytes = Vec::new();
        // A file may grow, and the length of some is not known.
        let file = fs::File::open(path).map(|file| file.take(limits::bytes(&shown) as u64 + 1));
        file.and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|error| fail(Cause::Io(error)))?;
        Source::of_file(path, bytes)
    }

    /// Takes bytes in the place of those of a file, as an editor has them before they are saved: it is shown and named as
    /// if it were read from there.
    ///
    /// # Errors
    ///
    /// When they are not UTF-8, or more than such a file may have.
    pub fn of_file(path: &Path, bytes: Vec<u8>) -> Result<Self, ReadError> {
        let source = Source::from_bytes(display_path(path), bytes)?;
        Ok(Source { file: Some(path.to_owned()), ..source })
    }

    /// Takes the text of a file as an editor has it, which is not saved yet; the path shown is as [`read`](Self::read) has it.
    ///
    /// # Errors
    ///
    /// When the text is longer than a file may be.
    pub fn unsaved(path: &Path, text: impl Into<String>) -> Result<Self, ReadError> {
        let (shown, text) = (display_path(path), text.into());
        match text.len() > limits::bytes(&shown) {
            true => Err(ReadError::of(shown, Cause::TooLarge)),
            false => Ok(Source { file: Some(path.to_owned()), ..Source::new(shown, text) }),
        }
    }

    /// Takes the bytes of a file that is already in memory; `path` is only shown, never opened.
    ///
    /// # Errors
    ///
    /// When they are not UTF-8, or more than a spec may have.
    pub fn from_bytes(path: impl AsRef<str>, bytes: Vec<u8>) -> Result<Self, ReadError> {
        if bytes.len() > limits::bytes(path.as_ref()) {
            return Err(ReadError::of(path, Cause::TooLarge));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, text)),
            Err(error) => Err(ReadError::of(path, not_utf8(&error))),
        }
    }

    /// Another text in the place of this one, as a change to its file would make it.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        Source { file: self.file.clone(), ..Source::new(&self.path, text) }
    }

    /// The path as findings show it, on one line.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path that it was read from; `None` for a text that was in memory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// How a command line names it: as it was named itself, or else as findings show it, which holds on any machine.
    pub(crate) fn argument(&self) -> String {
        let given = self.file.as_deref().filter(|file| file.is_relative());
        shell_word(given.map_or(OsStr::new(&self.path), Path::as_os_str)).into_owned()
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file began with a byte-order mark.
    pub fn has_bom(&self) -> bool {
        self.has_bom
    }

    /// A text in the place of this one as the file is to hold it: with a byte-order mark, where the file began with one.
    pub fn with_bom(&self, text: &str) -> String {
        if self.has_bom { format!("\u{feff}{text}") } else { text.to_owned() }
    }

    /// The 1-based line that holds a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// The 1-based line and column of a byte offset; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        (line, self.chars_before(offset) - self.chars_before(self.line_starts[line - 1]) + 1)
    }

    fn chars_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.chars_before.get(block).copied();
        before.map_or_else(
            || count_chars(self.text.as_bytes()),
            |before| before + count_chars(&self.text.as_bytes()[block * BLOCK..offset]),
        )
    }

    /// The bytes of a 1-based line, without its line ending.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }

    /// The bytes of the lines that a span touches, with their line endings.
    pub(crate) fn whole_lines(&self, span: Range<usize>) -> Range<usize> {
        let start = self.line_starts[self.line(span.start) - 1];
        let last = self.line(span.end.max(span.start + 1) - 1);
        start..self.line_starts.get(last).copied().unwrap_or(self.text.len())
    }

    /// How its lines end.
    pub(crate) fn line_end(&self) -> &'static str {
        if self.has_carriage_returns { "\r\n" } else { "\n" }
    }
}

/// The characters that begin in some bytes: those that do not continue one.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({:?}, {} bytes)", self.path, self.text.len())
    }
}

/// Why a file could not become a [`Source`].
#[derive(Debug)]
pub struct ReadError {
    path: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Folder,
    NotAFile,
    TooLarge,
    /// A lock that a link leads elsewhere.
    LeadsOut,
    NotUtf8 {
        byte: u8,
        line: usize,
        column: usize,
    },
}

impl ReadError {
    /// A file that could not be read, by the path to show.
    pub fn new(path: impl AsRef<str>, error: io::Error) -> Self {
        ReadError::of(path, Cause::Io(error))
    }

    /// A file that is not there, by the path to show.
    pub fn missing(path: impl AsRef<str>) -> Self {
        ReadError::new(path, io::ErrorKind::NotFound.into())
    }

    /// A lock that does not lie with its spec.
    pub(crate) fn leading_out(path: &Path) -> Self {
        ReadError::of(display_path(path), Cause::LeadsOut)
    }

    /// Whether it is a lock that does not lie with its spec.
    pub(crate) fn leads_out(&self) -> bool {
        matches!(self.cause, Cause::LeadsOut)
    }

    fn of(path: impl AsRef<str>, cause: Cause) -> Self {
        ReadError { path: printable(path.as_ref()), cause }
    }

    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(&self.cause, Cause::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// The path as findings show it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same, with the path as a reader knows it.
    #[must_use]
    pub fn shown_as(self, path: &str) -> Self {
        ReadError::of(path, self.cause)
    }

    /// What the reader can do about it.
    pub fn remedy(&self) -> &'static str {
        match &self.cause {
            Cause::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                "correct the path, or create the file; a path in build.rs is relative to the package's folder"
            }
            Cause::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "make the file readable for this user"
            }
            Cause::Io(_) => "name a Markdown file that can be read",
            Cause::Folder => "name the Markdown file inside it",
            Cause::NotAFile => "name a regular Markdown file",
            Cause::TooLarge => limits::REMEDY,
            Cause::LeadsOut => "put the file itself into the folder of the spec, in the place of the link",
            Cause::NotUtf8 { .. } => "save the file as UTF-8",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                write!(f, "there is no file `{}`", self.path)
            }
            Cause::Io(error) => write!(f, "`{}` cannot be read: {error}", self.path),
            Cause::Folder => write!(f, "`{}` is a folder, not a Markdown file", self.path),
            Cause::NotAFile => write!(f, "`{}` is not a regular file", self.path),
            Cause::TooLarge => {
                write!(
                    f,
                    "`{}` has more than {} bytes, which is more than errtable takes",
                    self.path,
                    limits::bytes(&self.path)
                )
            }
            Cause::LeadsOut => {
                write!(
                    f,
                    "`{}` leads out of the folder of the spec, or into one whose name begins with a dot",
                    self.path
                )
            }
            Cause::NotUtf8 { byte, line, column } => write!(
                f,
                "`{}` is not UTF-8: the byte 0x{byte:02X} at line {line}, column {column} begins no character",
                self.path
            ),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            _ => None,
        }
    }
}

fn not_utf8(error: &std::string::FromUtf8Error) -> Cause {
    let valid = error.utf8_error().valid_up_to();
    let prefix = String::from_utf8_lossy(&error.as_bytes()[..valid]);
    let (line, column) = Source::new("", prefix).position(usize::MAX);
    Cause::NotUtf8 { byte: error.as_bytes()[valid], line, column }
}

/// The path relative to the root of the workspace above it, with `/` between its parts; else as given.
pub(crate) fn display_path(path: &Path) -> String {
    let relative = std::path::absolute(path).ok().and_then(|absolute| {
        let root = workspace_folder(&absolute)?;
        Some(absolute.strip_prefix(root).ok()?.to_path_buf())
    });
    let parts: Vec<_> = match &relative {
        Some(relative) => relative.components().map(|part| part.as_os_str().to_string_lossy()).collect(),
        None => return path.to_string_lossy().into_owned(),
    };
    parts.join("/")
}

/// The root of the workspace that a file is in: cargo keeps its lock there, and shows paths from there. Where nothing was
/// built yet, the folder of the package.
fn workspace_folder(absolute: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| folder.join("Cargo.lock").is_file() && folder.join("Cargo.toml").is_file();
    absolute.ancestors().skip(1).find(is_root).map(Path::to_path_buf).or_else(|| manifest_folder(absolute))
}

/// The nearest folder above a file that holds a `Cargo.toml`.
pub(crate) fn manifest_folder(absolute: &Path) -> Option<PathBuf> {
    absolute.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("x.md", "a\n|错误|b");
        let at = source.text().find('b').expect("the text holds a b");
        assert_eq!(source.position(at), (2, 5));
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(usize::MAX), (2, 6));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let source = Source::new("x.md", "\u{feff}| Code |");
        assert!(source.has_bom());
        assert_eq!(source.position(2), (1, 3));
    }

    #[test]
    fn a_line_ends_before_its_line_ending() {
        let source = Source::new("x.md", "ab\r\ncd\n");
        assert_eq!(source.line_span(1), 0..2);
        assert_eq!(source.line_span(2), 4..6);
        assert_eq!(source.line_span(3), 7..7);
    }

    #[test]
    fn a_bad_byte_is_named_with_its_place() {
        let error = String::from_utf8(b"ok\n| \xFF".to_vec()).expect_err("0xFF is never UTF-8");
        let shown = ReadError { path: "x.md".into(), cause: not_utf8(&error) }.to_string();
        assert_eq!(shown, "`x.md` is not UTF-8: the byte 0xFF at line 2, column 3 begins no character");
    }
}
