//! The compiler, rustdoc and clippy, run as a consumer's build would run them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A crate of one folder, without cargo.
#[derive(Debug)]
pub(crate) struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// An empty folder for the test of this name.
    pub(crate) fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled").join(test);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of an earlier run can be removed");
        }
        fs::create_dir_all(&folder).expect("a folder can be made in the target directory");
        Crate { folder }
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("a file can be written into the target directory");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).expect("a file that was written can be read")
    }

    /// Runs a tool in the folder; its output as text, and whether it went well.
    pub(crate) fn run<I: AsRef<OsStr>>(&self, tool: impl AsRef<OsStr>, arguments: &[I]) -> (bool, String) {
        let tool = tool.as_ref();
        let output = Command::new(tool).args(arguments).current_dir(&self.folder).output();
        let output = output.unwrap_or_else(|error| panic!("{} cannot be run: {error}", tool.display()));
        (output.status.success(), told(&output))
    }

    /// Runs a tool that must say nothing and succeed.
    pub(crate) fn run_clean<I: AsRef<OsStr>>(&self, tool: &str, arguments: &[I]) {
        let (success, text) = self.run(tool, arguments);
        assert!(success && text.is_empty(), "{tool} in {}:\n{text}", self.folder.display());
    }

    /// A program that has been made here.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
