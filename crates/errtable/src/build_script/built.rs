//! What came of a `Build`, and what cargo is told of it.

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::of;
use crate::directive::SpecConfig;
use crate::finding::{Finding, Findings, Severity, Style, in_short};
use crate::output::configs_above;
use crate::text::{manifest_folder, printable, printable_lines};

/// What [`Build::try_compile`](crate::Build::try_compile) has made.
#[derive(Clone, Debug)]
pub struct Built {
    /// The code first.
    pub(super) files: Vec<PathBuf>,
    pub(super) report: Report,
}

impl Built {
    /// The file that holds the code.
    pub fn code(&self) -> &Path {
        &self.files[0]
    }

    /// All files that were made: the code, the page of its module, and the text of each error of the spec that the code
    /// includes. One that held its text already was left alone.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// What is wrong with the spec. Where there are errors, the code does not compile, and its first errors are these.
    pub fn findings(&self) -> &Findings {
        &self.report.findings
    }

    /// The spec, the lock that it names and the files that it joins, whether they are there or not, and each `errtable.toml`
    /// that may speak of it.
    pub fn inputs(&self) -> &[PathBuf] {
        &self.report.inputs
    }

    /// The lines for cargo, to be printed: when to run the build script again, and the warnings of the spec.
    pub fn cargo_lines(&self) -> String {
        self.report.cargo_lines()
    }
}

/// Why [`Build::try_compile`](crate::Build::try_compile) has failed: its text says that, and what to do.
///
/// A build script that has code to fall back on prints [`cargo_lines`](Self::cargo_lines) and goes on:
///
/// ```no_run
/// // In `main` of build.rs:
/// if let Err(error) = errtable::Build::new("spec/codes.md").try_compile() {
///     print!("{}", error.cargo_lines());
///     println!("cargo::rustc-cfg=codes_as_committed");
/// }
/// ```
#[derive(Clone, Debug)]
pub struct BuildError {
    message: String,
    report: Box<Report>,
}

impl BuildError {
    pub(super) fn new(message: &str, report: Report) -> Self {
        BuildError { message: printable_lines(message), report: Box::new(report) }
    }

    /// What is wrong with the spec, where it was read; else there is no finding.
    pub fn findings(&self) -> &Findings {
        &self.report.findings
    }

    /// The spec and the files that it names, as far as they are known.
    pub fn inputs(&self) -> &[PathBuf] {
        &self.report.inputs
    }

    /// The lines for cargo, to be printed: when to run the build script again, and the warnings of the spec. The error
    /// itself is not among them, since a `cargo::error` ends the build.
    pub fn cargo_lines(&self) -> String {
        self.report.cargo_lines()
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for BuildError {}

/// What is known of a `Build`, however it ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    pub(super) findings: Findings,
    inputs: Vec<PathBuf>,
    /// What cargo watches, from the folder of the package.
    watched: Vec<PathBuf>,
    /// The inputs that no package of the crate would hold.
    outside: Vec<PathBuf>,
}

impl Report {
    /// Adds an input, by its path from the folder of the package.
    pub(super) fn watch(&mut self, root: &Path, shown: &Path) {
        let file = root.join(shown);
        if self.inputs.contains(&file) {
            return;
        }
        let folder = || shown.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A path that is not there would make cargo run the script each time; its folder stands in for it.
        let watched = if file.exists() { shown } else { folder() };
        self.watched.push(watched.to_owned());
        self.inputs.push(file);
    }

    /// Adds each `errtable.toml` that may speak of the spec. The one that does is to be in the package.
    pub(super) fn watch_configs(&mut self, root: &Path, folders: &[&Path], listing: Option<&Arc<SpecConfig>>) {
        let listing = listing.and_then(|config| config.source.file());
        let shown = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
        for path in folders.iter().flat_map(|folder| configs_above(folder)) {
            self.watch(root, &shown(&path));
            // Behind the one that counts, none is looked at.
            if Some(path.as_path()) == listing {
                break;
            }
        }
        if let Some(path) = listing {
            self.expect_inside(root, &shown(path));
        }
    }

    /// Notes an input that lies outside the package, where that is ever packed.
    pub(super) fn expect_inside(&mut self, root: &Path, shown: &Path) {
        let file = normalized(&root.join(shown));
        let is_outside = manifest_folder(&file).is_some_and(|folder| folder != root) || !file.starts_with(root);
        if !is_outside {
            return;
        }
        let manifest = Path::new("Cargo.toml");
        if !self.watched.iter().any(|watched| watched == manifest) {
            self.watched.push(manifest.to_owned());
        }
        if is_published(root) {
            self.outside.push(shown.to_owned());
        }
    }

    fn cargo_lines(&self) -> String {
        let watched = self.watched.iter().map(|path| ("rerun-if-changed", path.to_string_lossy().into_owned()));
        let warnings = self.warnings().into_iter().map(|warning| ("warning", warning));
        watched.chain(warnings).map(|(key, value)| format!("cargo::{key}={}\n", printable(&value))).collect()
    }

    fn warnings(&self) -> Vec<String> {
        let outside = self.outside.iter().map(|path| {
            let path = path.to_string_lossy();
            format!("`{path}` lies outside the package, so `cargo package` leaves it out: move it inside")
        });
        let (whole, more) =
            in_short(of(Severity::Warning, &self.findings), Style::default(), &|source| source.path().to_owned());
        let held = match self.findings.held_back() {
            0 => None,
            number => Some(format!(
                "{number} more of the spec that follow from its findings: errtable check --all lists them"
            )),
        };
        let whole = whole.into_iter().map(|(finding, _)| one_line(finding));
        outside.chain(whole).chain(more).chain(held).collect()
    }
}

/// Whether a package may be published: its manifest does not say `publish = false`.
fn is_published(root: &Path) -> bool {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let (manifest, _) = DeTable::parse_recoverable(&text);
    let publish = manifest.get_ref().get("package").and_then(|package| package.get_ref().get("publish"));
    !matches!(publish.map(Spanned::get_ref), Some(DeValue::Boolean(false)))
}

/// The path without `.` and `..`, which the file need not be there for.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normalized.pop();
            }
            Component::CurDir => {}
            part => normalized.push(part),
        }
    }
    normalized
}

fn one_line(finding: &Finding) -> String {
    match finding.advice().next() {
        Some(help) => format!("{finding}: {help}"),
        None => finding.to_string(),
    }
}
