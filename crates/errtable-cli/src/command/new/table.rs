//! The table itself, its lock, and its place in `errtable.toml`.

use std::path::{Path, PathBuf};

use errtable::inner::config::{CONFIG_NAME, read_config};
use errtable::inner::{beside, default_lock_name, read_beside, tally, toml_string};
use errtable::{Findings, ReadError, Rule, Source};
use errtable_tools::{Release, init_with_lock, lock};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table as Section, value};

use super::plan::Plan;
use super::{between, portable};
use crate::command::{path_word, read};
use crate::message::{Message, Result, shown};
use crate::term::Term;

const TEMPLATE: &str = include_str!("table.md");

/// A spec without errors, that names a lock.
pub(super) struct Table {
    pub(super) spec: PathBuf,
    text: String,
    /// The lock, and its text where it is to be begun.
    pub(super) lock: PathBuf,
    lock_text: Option<String>,
}

impl Table {
    /// The table that is there, with the directives that it needs, or one to begin with; `None` where it has errors, which
    /// are shown.
    pub(super) fn of(spec: &Path, term: &Term) -> Result<Option<Self>> {
        let source = if spec.exists() { read(spec)? } else { begun(spec)? };
        let files = |name: &str| read_beside(spec, name);
        let mut done = init_with_lock(&source, &files);
        // A lock that is named and missing is about to be made.
        done.findings.retain(|finding| finding.rule != Rule::MissingLock);
        if done.findings.has_errors() {
            return Ok(refuse(spec, &done.findings, term));
        }
        let locked = lock(source.with_text(done.text.trim_start_matches('\u{feff}')), &files, &Release::default());
        let path = beside(spec, &locked.name);
        let Some(text) = locked.text else { return Ok(refuse(spec, &locked.findings, term)) };
        // A lock that is there is for `errtable lock` to write.
        let lock_text = (!path.exists()).then_some(text);
        Ok(Some(Table { spec: spec.to_owned(), text: done.text, lock: path, lock_text }))
    }

    pub(super) fn write(&self, plan: &mut Plan) -> Result<()> {
        plan.put(&self.spec, &*self.text)?;
        self.lock_text.iter().try_for_each(|text| plan.put(&self.lock, &**text))
    }

    /// Lists the spec in the `errtable.toml` of a folder.
    pub(super) fn list(&self, home: &Path, plan: &mut Plan) -> Result<()> {
        let path = home.join(CONFIG_NAME);
        let text = plan.text(&path)?.unwrap_or_default();
        if path.exists() {
            let source = Source::read(&path).map_err(|error| unreadable(&error))?;
            let config = read_config(source);
            if config.entry(&self.spec).is_some() {
                return Ok(());
            }
        }
        let fail = |error| Message::new(format!("{}: {error}", shown(&path))).help("mend it, then run this again");
        let mut document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| fail(error.message().to_owned()))?;
        let specs = document.entry("spec").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let specs = specs.as_array_of_tables_mut().ok_or_else(|| fail("`spec` is no array of tables".to_owned()))?;
        let mut section = Section::new();
        section["path"] = value(portable(&self.below(home)?)?);
        if !text.is_empty() {
            section.decor_mut().set_prefix("\n");
        }
        specs.push(section);
        plan.put(&path, document.to_string())
    }

    /// The path of the spec from a folder.
    fn below(&self, folder: &Path) -> Result<PathBuf> {
        way(folder, &self.spec)
    }
}

/// The way from a folder to a file.
pub(super) fn way(folder: &Path, file: &Path) -> Result<PathBuf> {
    let here = std::env::current_dir()?.canonicalize()?;
    let whole = |path: &Path| {
        let mut whole = PathBuf::new();
        for part in here.join(path).components() {
            match part {
                std::path::Component::ParentDir => drop(whole.pop()),
                std::path::Component::CurDir => {}
                part => whole.push(part),
            }
        }
        whole
    };
    Ok(between(&whole(folder), &whole(file)))
}

fn begun(spec: &Path) -> Result<Source> {
    let name = portable(spec)?;
    let lock = toml_string(&default_lock_name(&name));
    let table = TEMPLATE.replace("{lock}", &lock);
    Ok(Source::new(name, table))
}

fn refuse<T>(spec: &Path, findings: &Findings, term: &Term) -> Option<T> {
    term.findings(findings);
    let message = Message::new(format!("nothing is written: {} left for you to settle", tally(findings)));
    term.error(&message.help(format!("see them again: errtable check {}", path_word(spec))));
    None
}

fn unreadable(error: &ReadError) -> Message {
    Message::new(error).help(error.remedy())
}
