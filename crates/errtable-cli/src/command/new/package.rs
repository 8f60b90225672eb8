//! The cargo package of the current folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use errtable::inner::config::CONFIG_NAME;
use errtable::inner::configs_above;
use toml_edit::{DocumentMut, InlineTable, Item, Table as Section, Value, value};

use super::plan::Plan;
use super::table::{Table, way};
use super::{Origin, portable, relative};
use crate::command::file_error;
use crate::message::{Message, Result, shown};

const MANIFEST: &str = "Cargo.toml";

/// A package, by its manifest.
pub(super) struct Package {
    manifest: DocumentMut,
    /// The manifest of its workspace, where that is another one.
    workspace: Option<DocumentMut>,
}

impl Package {
    pub(super) fn here() -> Result<Self> {
        let path = Path::new(MANIFEST);
        if !path.is_file() {
            return Err(Message::new("there is no Cargo.toml in this folder")
                .help("go to the folder of a package, or begin one here: cargo init --lib"));
        }
        let manifest = parsed(path)?;
        if manifest.get("package").is_none() {
            let members = manifest.get("workspace").and_then(|workspace| workspace.get("members"));
            let members = members.and_then(Item::as_array).map(|members| {
                members.iter().filter_map(Value::as_str).map(|member| format!("`{member}`")).collect::<Vec<_>>()
            });
            let message = Message::new("this Cargo.toml is that of a workspace without a package of its own");
            return Err(match members {
                Some(members) if !members.is_empty() => message
                    .help(format!("go to the folder of the member that is to have the codes: {}", members.join(", "))),
                _ => message.help("go to the folder of the member that is to have the codes"),
            });
        }
        let workspace = match workspace_manifest()? {
            Some(path) => Some(parsed(&path)?),
            None => None,
        };
        Ok(Package { manifest, workspace })
    }

    fn package(&self, key: &str) -> Option<&Item> {
        self.manifest.get("package")?.get(key)
    }

    /// The file of the build script; `None` where the package says that it has none.
    pub(super) fn build_script(&self) -> Option<PathBuf> {
        match self.package("build") {
            Some(item) if item.as_bool() == Some(false) => None,
            item => Some(item.and_then(Item::as_str).unwrap_or("build.rs").into()),
        }
    }

    /// The root of its library or else of its program, and whether it is that of a library.
    pub(super) fn root(&self) -> Option<(PathBuf, bool)> {
        let library = self.manifest.get("lib").and_then(|library| library.get("path")).and_then(Item::as_str);
        let library = PathBuf::from(library.unwrap_or("src/lib.rs"));
        let programs = self.manifest.get("bin").and_then(Item::as_array_of_tables);
        let program = programs.and_then(|programs| programs.iter().next()?.get("path")?.as_str());
        let program = PathBuf::from(program.unwrap_or("src/main.rs"));
        [(library, true), (program, false)].into_iter().find(|(path, _)| path.is_file())
    }

    /// The folder of the `errtable.toml` for a spec: one that has such a file and lies above both, else that of the
    /// package, else the first above both.
    pub(super) fn home(&self, spec: &Path) -> Result<PathBuf> {
        let holds = |folder: &Path| way(folder, spec).map(|way| !way.starts_with(".."));
        for path in configs_above(Path::new(".")) {
            let folder = relative(&std::path::absolute(errtable::inner::folder(&path))?)?;
            if holds(&folder)? {
                return Ok(folder);
            }
        }
        let mut folder = PathBuf::new();
        while !holds(&folder)? {
            folder.push("..");
        }
        Ok(folder)
    }

    /// Adds errtable to the dependencies of the build script.
    pub(super) fn depend(&self, origin: &Origin, plan: &mut Plan) -> Result<()> {
        let mut manifest = self.manifest.clone();
        let sections = manifest.entry("build-dependencies").or_insert(Item::Table(Section::new()));
        let Some(sections) = sections.as_table_like_mut() else {
            plan.leave(Path::new(MANIFEST), "add to the build-dependencies", "errtable");
            return Ok(());
        };
        if sections.contains_key("errtable") {
            return Ok(());
        }
        let dependency = if self.workspace_has_errtable() {
            with("workspace", true.into())
        } else {
            match origin {
                Origin::Published => value(env!("CARGO_PKG_VERSION")),
                Origin::Checkout(path) => with("path", portable(&path.join("crates/errtable"))?.into()),
            }
        };
        sections.insert("errtable", dependency);
        plan.put(Path::new(MANIFEST), manifest.to_string())
    }

    fn workspace_has_errtable(&self) -> bool {
        let manifest = self.workspace.as_ref().unwrap_or(&self.manifest);
        let dependencies = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
        dependencies.is_some_and(|dependencies| dependencies.get("errtable").is_some())
    }

    /// Asks for the files that a package with an `include` would leave out.
    pub(super) fn include(&self, home: &Path, table: &Table, plan: &mut Plan) {
        let Some(include) = self.package("include").and_then(Item::as_array) else { return };
        let patterns: Vec<_> = include.iter().filter_map(Value::as_str).map(|text| text.trim_matches('/')).collect();
        let files = [home.join(CONFIG_NAME), table.spec.clone(), table.lock.clone(), PathBuf::from("build.rs")];
        let is_left_out = |path: &&PathBuf| {
            let is_named = |pattern: &str| pattern.contains(['*', '?', '[']) || path.starts_with(pattern);
            !path.starts_with("..") && !patterns.iter().any(|pattern| is_named(pattern))
        };
        let missing: Vec<_> = files.iter().filter(is_left_out).map(|path| format!("\"/{}\",", shown(path))).collect();
        if !missing.is_empty() {
            plan.leave(Path::new(MANIFEST), "add by hand to `include`", missing.join("\n"));
        }
    }
}

/// `{ key = value }`.
fn with(key: &str, part: Value) -> Item {
    value(InlineTable::from_iter([(key, part)]))
}

fn parsed(path: &Path) -> Result<DocumentMut> {
    let text = std::fs::read_to_string(path).map_err(|error| file_error(path, &error))?;
    let document = text.parse::<DocumentMut>();
    document.map_err(|error| {
        Message::new(format!("{}: {}", shown(path), error.message())).help("mend it, then run this again")
    })
}

/// The manifest of the workspace, where it is not that of the package. Only cargo knows it.
fn workspace_manifest() -> Result<Option<PathBuf>> {
    let command = &mut Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let output = command.args(["locate-project", "--workspace", "--message-format", "plain"]).output();
    let Ok(output) = output else { return Ok(None) };
    let Ok(told) = String::from_utf8(output.stdout) else { return Ok(None) };
    if !output.status.success() || told.trim().is_empty() {
        return Ok(None);
    }
    let path = relative(Path::new(told.trim()))?;
    Ok(Some(path).filter(|path| path != Path::new(MANIFEST)))
}
