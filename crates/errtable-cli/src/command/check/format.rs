//! The forms in which findings are told.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use errtable::{Findings, Source};
use errtable_tools::{render_github, render_json, render_sarif, render_short};

use crate::git;
use crate::message::{Result, from_here};

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines that they are about, for people.
    Human,
    /// One to a line, for editors.
    Short,
    /// For other tools.
    Json,
    /// As annotations of a workflow on GitHub.
    Github,
    /// As SARIF 2.1.0, for code scanning.
    Sarif,
}

impl Format {
    /// All findings in this form, with paths as those who read it count them; `None` for people, who are shown each spec
    /// by itself.
    pub(super) fn render(self, findings: &Findings) -> Result<Option<String>> {
        let here = std::env::current_dir()?;
        let from_here = |source: &Source| located(source, &here);
        Ok(Some(match self {
            Format::Human => return Ok(None),
            Format::Short => render_short(findings, &from_here),
            Format::Json => render_json(findings, &from_here),
            Format::Github | Format::Sarif => {
                let top = git::top(&here)?.unwrap_or_else(|| here.clone());
                let render = if self == Format::Github { render_github } else { render_sarif };
                render(findings, &|source| located(source, &top))
            }
        }))
    }
}

/// The path of a source from a folder, with `/` between its parts; as it opens from here where it lies elsewhere.
fn located(source: &Source, folder: &Path) -> String {
    let relative = |file: &Path| -> Option<PathBuf> {
        let absolute = std::path::absolute(file).ok()?;
        let absolute = absolute.canonicalize().unwrap_or(absolute);
        let folder = folder.canonicalize().ok()?;
        Some(absolute.strip_prefix(folder).ok()?.to_owned())
    };
    #[allow(
        clippy::disallowed_methods,
        reason = "each format escapes the path itself, and a program needs the true one"
    )]
    match source.file().and_then(relative) {
        Some(path) => path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"),
        None => from_here(source),
    }
}
