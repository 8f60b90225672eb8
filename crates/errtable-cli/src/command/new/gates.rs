//! What holds the codes to the table: attributes of kept files, a workflow, and a hook.

use std::path::{Path, PathBuf};

use errtable::Source;
use errtable::inner::config::{CONFIG_NAME, OutputKind, read_config};

use super::plan::Plan;
use super::table::{Table, way};
use super::{Origin, portable};
use crate::message::{Message, Result, shown};

const WORKFLOW: &str = include_str!("github.yml");
const HOOK: &str = include_str!("pre-commit.yaml");
const HOOK_CONFIG: &str = ".pre-commit-config.yaml";

/// Tells git and its services which files are made by a tool.
pub(super) fn attributes(home: &Path, table: &Table, plan: &mut Plan) -> Result<()> {
    let mut files = vec![(way(home, &table.lock)?, "linguist-generated")];
    let config = home.join(CONFIG_NAME);
    if let Ok(source) = Source::read(&config)
        && let Some(entry) = read_config(source).entry(&table.spec)
    {
        for kept in entry.keep() {
            // Nobody reads the changes of a page for a browser in its HTML.
            let attributes = match kept.kind {
                OutputKind::Html => "linguist-generated -diff",
                _ => "linguist-generated",
            };
            files.push((way(home, &entry.kept_path(kept, &table.spec))?, attributes));
        }
    }
    let path = home.join(".gitattributes");
    let mut text = plan.text(&path)?.unwrap_or_default();
    for (file, attributes) in files {
        let pattern = pattern(&portable(&file)?);
        if text.lines().any(|line| line.starts_with(&format!("{pattern} "))) {
            continue;
        }
        if text.is_empty() {
            text.push_str("# Made by errtable: hosts fold their changes.\n");
        } else if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&format!("{pattern} {attributes}\n"));
    }
    plan.put(&path, text)
}

/// A path as a pattern of git; one with spaces stands in quotes.
fn pattern(path: &str) -> String {
    let is_plain = !path.contains(|c: char| c.is_whitespace() || "\"\\*?[#!".contains(c));
    if is_plain { path.to_owned() } else { format!("{:?}", path.replace(['*', '?', '['], "?")) }
}

/// The root of the repository, and the folder below it from which errtable is run.
pub(super) struct At {
    top: PathBuf,
    /// The folder from the root; empty where it is the root.
    folder: PathBuf,
}

impl At {
    pub(super) fn of(top: &Path, home: &Path) -> Result<Self> {
        Ok(At { top: top.to_owned(), folder: way(top, home)? })
    }

    fn is_root(&self) -> bool {
        self.folder == Path::new("")
    }
}

/// The workflow of GitHub.
pub(super) fn workflow(at: &At, origin: &Origin, plan: &mut Plan) -> Result<()> {
    let name = match at.folder.file_name() {
        None => "errtable.yml".to_owned(),
        Some(folder) => format!("errtable-{}.yml", portable(Path::new(folder))?.replace(' ', "-")),
    };
    let path = at.top.join(".github/workflows").join(name);
    let text = workflow_text(at, origin, plan)?;
    match plan.text(&path)? {
        None => plan.put(&path, text),
        Some(held) if held.replace("\r\n", "\n") == text => Ok(()),
        Some(_) => {
            plan.note(format!("`{}` says something else than this would write, and is left as it is", shown(&path)));
            Ok(())
        }
    }
}

fn workflow_text(at: &At, origin: &Origin, plan: &mut Plan) -> Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let (key, source) = match origin {
        Origin::Published => (version.to_owned(), format!("errtable-cli@{version}")),
        Origin::Checkout(checkout) => {
            let folder = plain(&way(&at.top, checkout)?)?;
            if folder.starts_with("..") {
                let said = "lies outside of this repository, where the workflow cannot reach it";
                plan.note(format!(
                    "`{}` {said}: let it install errtable from elsewhere, such as `--git URL`",
                    shown(checkout)
                ));
            }
            let below = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let key = format!("${{{{ hashFiles('{below}Cargo.lock', '{below}crates/**') }}}}");
            (key, format!("--path \"$GITHUB_WORKSPACE/{below}crates/errtable-cli\""))
        }
    };
    let text = WORKFLOW.replace("{key}", &key).replace("{source}", &source);
    if at.is_root() {
        return Ok(text);
    }
    let folder = plain(&at.folder)?;
    let defaults = format!("\ndefaults:\n  run:\n    working-directory: '{folder}'\n\njobs:\n");
    Ok(text.replacen("\njobs:\n", &defaults, 1))
}

/// A folder that stands in a workflow as it is, in quotes.
fn plain(folder: &Path) -> Result<String> {
    let text = portable(folder)?;
    if text.contains(['\'', '"', '$', '`', '\\', '#', ':', '{']) {
        let message =
            format!("`{}` has a character that means something else in a workflow or in a shell", shown(folder));
        return Err(Message::new(message).help("rename the folder, or write the gate by hand"));
    }
    Ok(text)
}

/// The hook of pre-commit.
pub(super) fn hook(at: &At, plan: &mut Plan) -> Result<()> {
    let entry = match at.is_root() {
        true => "errtable check".to_owned(),
        false => format!("sh -c 'cd \"{}\" && exec errtable check'", plain(&at.folder)?),
    };
    let text = HOOK.replace("{entry}", &entry);
    let path = at.top.join(HOOK_CONFIG);
    match plan.text(&path)? {
        None => plan.put(&path, text),
        Some(held) if held.contains(&format!("entry: {entry}\n")) => Ok(()),
        Some(_) => {
            let lines: String = text.lines().skip(1).map(|line| format!("{line}\n")).collect();
            plan.leave(&path, "add by hand, below `repos:`", lines);
            Ok(())
        }
    }
}
