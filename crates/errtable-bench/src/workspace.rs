//! Packages made in the target folder, built with the versions that this workspace has locked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A package of its own, below the target folder.
pub(crate) struct Package {
    folder: PathBuf,
    name: String,
}

impl Package {
    /// Makes the folder anew.
    pub(crate) fn new(name: &str, dependencies: &str) -> io::Result<Self> {
        let folder = target().join("errtable-bench").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        // Cargo takes out what the package does not need.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let package = Package { folder, name: name.to_owned() };
        package.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n[profile.release]\ndebug = 1\n\n[workspace]\n"
            ),
        )?;
        Ok(package)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> io::Result<()> {
        fs::write(self.folder.join(path), text)
    }

    /// A cargo that works in the package.
    pub(crate) fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(words).current_dir(&self.folder).env("CARGO_TARGET_DIR", target().join("errtable-bench/target"));
        // What this program was started with concerns this program alone.
        for variable in ["CARGO_ENCODED_RUSTFLAGS", "CARGO_MANIFEST_DIR"] {
            cargo.env_remove(variable);
        }
        // Else the place of a loop in the program decides as much as what is in it.
        cargo.env("RUSTFLAGS", "-Cllvm-args=-align-loops=64");
        cargo
    }

    /// Builds the program, optimised, and gives its path.
    pub(crate) fn build(&self) -> io::Result<PathBuf> {
        output_of(&mut self.cargo(&["build", "--release", "--quiet"]))?;
        Ok(target().join("errtable-bench/target/release").join(&self.name))
    }
}

/// The target folder of this workspace.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// What a command prints; an error with what it complained of where it fails.
pub(crate) fn output_of(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{command:?} failed: {said}")))
}
