//! Packages made in the target folder, built with the versions that this workspace has locked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A dependency by path, as a line of a manifest.
pub(crate) fn by_path(name: &str, folder: &Path) -> String {
    format!("{name} = {{ path = {folder:?} }}\n")
}

/// A package of its own, below the target folder.
pub(crate) struct Package {
    folder: PathBuf,
    name: String,
}

impl Package {
    /// Makes the folder anew. The dependencies are a part of the manifest, headings included.
    pub(crate) fn new(name: &str, dependencies: &str) -> io::Result<Self> {
        let folder = target().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        // Cargo takes out what the package does not need.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let package = Package { folder, name: name.to_owned() };
        package.write("Cargo.toml", &format!("{}\n[workspace]\n", manifest(name, dependencies)))?;
        Ok(package)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    }

    /// A cargo that works in the package.
    pub(crate) fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = cargo(words);
        cargo.current_dir(&self.folder);
        cargo
    }

    /// Builds the program and gives its path.
    pub(crate) fn build(&self, profile: &str) -> io::Result<PathBuf> {
        let mut cargo = self.cargo(&["build", "--quiet"]);
        if profile == "release" {
            // Else the place of a loop in the program decides as much as what is in it.
            cargo.arg("--release").env("RUSTFLAGS", "-Cllvm-args=-align-loops=64");
        }
        output_of(&mut cargo)?;
        Ok(program(profile, &self.name))
    }
}

/// The first part of a manifest.
pub(crate) fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}")
}

/// A cargo that builds into a folder of the benchmarks' own.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(words).env("CARGO_TARGET_DIR", target().join("target"));
    // What this program was started with concerns this program alone.
    for variable in ["CARGO_ENCODED_RUSTFLAGS", "CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "RUSTFLAGS"] {
        cargo.env_remove(variable);
    }
    cargo
}

/// Where such a cargo puts a program.
pub(crate) fn program(profile: &str, name: &str) -> PathBuf {
    target().join("target").join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of the benchmarks, in the target folder of this workspace.
pub(crate) fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("errtable-bench")
}

/// What a command prints; an error with what it complained of where it fails.
pub(crate) fn output_of(command: &mut Command) -> io::Result<String> {
    let output = command.output();
    let failed = |why: &str| io::Error::other(format!("{command:?} failed: {why}"));
    match output {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(failed(&String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(failed(&error.to_string())),
    }
}
