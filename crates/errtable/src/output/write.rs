//! What a build script writes.

use std::fs;
use std::io;
use std::path::Path;

use super::Inputs;

impl Inputs {
    /// Refuses a path at which an output would replace one of the inputs.
    ///
    /// # Errors
    ///
    /// When the file at the path is one of the inputs.
    pub fn expect_none_at(&self, path: &Path) -> io::Result<()> {
        match self.find(path) {
            Some(input) => Err(io::Error::other(format!("this is {input}, which the output would replace"))),
            None => Ok(()),
        }
    }

    /// Makes a file hold a text. A file that holds it keeps its time stamp, so that nothing is compiled again.
    ///
    /// The file is written in place: cargo runs a build script again that was stopped or has failed, so half a file is
    /// never compiled. The command has no such second run, and writes a temporary file first.
    pub(crate) fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        self.expect_none_at(path)?;
        match fs::read(path).is_ok_and(|held| held == text.as_bytes()) {
            true => Ok(()),
            false => fs::write(path, text),
        }
    }
}
