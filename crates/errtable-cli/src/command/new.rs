//! `errtable new`: a package that compiles a table, from nothing or from a table that is there.

mod code;
mod gates;
mod package;
mod plan;
mod table;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use errtable::inner::is_unprintable;

use self::package::Package;
use self::plan::Plan;
use self::table::Table;
use super::Outcome;
use crate::git;
use crate::message::{Message, Result, shown};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Markdown file with the table; where there is none, it is made.
    #[arg(value_name = "SPEC", default_value = "spec/codes.md")]
    spec: PathBuf,
    /// Depend on a checkout of errtable in this folder, instead of on the version that is published.
    #[arg(long, value_name = "FOLDER")]
    errtable_path: Option<PathBuf>,
    /// Add a workflow that runs `errtable check`, too.
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<Service>,
    /// Add a hook for pre-commit that runs `errtable check`, too.
    #[arg(long)]
    pre_commit: bool,
    /// Show what would be written, and write nothing.
    #[arg(long, visible_alias = "dry-run")]
    diff: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Service {
    Github,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let source = Origin::of(args.errtable_path.as_deref())?;
    let package = Package::here()?;
    let spec = from_here(&args.spec)?;
    let Some(table) = Table::of(&spec, term)? else { return Ok(Outcome::Findings) };
    let mut plan = Plan::new(&spec);
    table.write(&mut plan)?;
    let home = package.home(&spec)?;
    table.list(&home, &mut plan)?;
    package.depend(&source, &mut plan)?;
    package.include(&home, &table, &mut plan);
    code::build_script(&package, &spec, &mut plan)?;
    code::module(&package, &spec, &mut plan)?;
    let top = git::top(Path::new("."))?.map(|top| relative(&top)).transpose()?;
    if top.is_some() {
        gates::attributes(&home, &table, &mut plan)?;
    }
    if args.ci.is_some() || args.pre_commit {
        let top = top.ok_or_else(|| {
            Message::new("this folder is in no git repository, and the gates go to the root of one").help("git init")
        })?;
        let at = gates::At::of(&top, &home)?;
        if args.ci == Some(Service::Github) {
            gates::workflow(&at, &source, &mut plan)?;
        }
        if args.pre_commit {
            gates::hook(&at, &mut plan)?;
        }
    }
    plan.carry_out(args.diff, term)
}

/// Where errtable comes from.
enum Origin {
    /// A registry, which has the version of this command.
    Published,
    /// A checkout, by its path from here.
    Checkout(PathBuf),
}

impl Origin {
    fn of(checkout: Option<&Path>) -> Result<Self> {
        let Some(checkout) = checkout else { return Ok(Origin::Published) };
        if !checkout.join("crates/errtable/Cargo.toml").is_file() {
            let message = format!("`{}` is no checkout of errtable: it has no crates/errtable", shown(checkout));
            return Err(Message::new(message).help("name the folder that holds the Cargo.toml of its workspace"));
        }
        Ok(Origin::Checkout(from_here(checkout)?))
    }
}

/// A path from the current folder, without `.` and `..` that lead nowhere.
fn from_here(path: &Path) -> Result<PathBuf> {
    let mut parts: Vec<std::path::Component<'_>> = Vec::new();
    for part in path.components() {
        use std::path::Component::{CurDir, Normal, ParentDir};
        match (part, parts.last()) {
            (CurDir, _) => {}
            (ParentDir, Some(Normal(_))) => drop(parts.pop()),
            (part, _) => parts.push(part),
        }
    }
    let path: PathBuf = parts.iter().collect();
    if path.is_absolute() { relative(&path) } else { Ok(path) }
}

/// The way from the current folder to an absolute path.
fn relative(path: &Path) -> Result<PathBuf> {
    let here = std::env::current_dir()?.canonicalize()?;
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    Ok(between(&here, &path))
}

/// The way from one absolute folder to a path.
fn between(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| std::path::Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A path as files of any system have it, with `/` between folders.
fn portable(path: &Path) -> Result<String> {
    let parts: Option<Vec<_>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    let portable = parts.map(|parts| parts.join("/")).filter(|path| !path.contains(is_unprintable));
    portable.ok_or_else(|| {
        let message = format!("`{}` has a character that cannot be shown, so that no file can name it", shown(path));
        Message::new(message).help("rename it")
    })
}
