//! Specs as they stand in the editor: which documents are specs, the files that they name, and what each comes to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use errtable::catalog::Verdict;
use errtable::inner::config::{CONFIG_NAME, Config, SpecConfig, expanded, read_config};
use errtable::inner::{beside, compile_again, configs_above, folder, joined_documents, read_beside_with, spec_of};
use errtable::{Compiled, Findings, Place, ReadError, Rule, Source};

use crate::documents::{Document, Documents, is_markdown, path_of};
use crate::positions::{Encoding, Lines, Position, Range};
use crate::uri;

/// In a folder so many files are read to find the specs that join one of them, up to so many bytes each.
const BESIDE: usize = 200;
const BESIDE_BYTES: u64 = 4 << 20;
/// A pattern of an `errtable.toml` is sought among so many files.
const LISTED: usize = 10_000;

/// What a spec comes to.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) path: PathBuf,
    pub(crate) compiled: Compiled,
    /// What stands against it, in order; those that are held back are not among them, unless they are asked for.
    pub(crate) findings: Findings,
    /// The files that it is made of, its own included.
    inputs: BTreeSet<PathBuf>,
    /// Whether it holds a table of error codes or a directive, or an `errtable.toml` lists it.
    is_spec: bool,
    lines: RefCell<HashMap<String, Rc<Lines>>>,
}

/// All that is known of the files that the client has open, and of those beside them.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) documents: Documents,
    pub(crate) encoding: Encoding,
    /// The folders that are open.
    pub(crate) folders: Vec<PathBuf>,
    /// Whether findings are told that follow from others.
    pub(crate) shows_all: bool,
    disk: RefCell<HashMap<PathBuf, Cached>>,
    analyses: BTreeMap<PathBuf, Rc<Analysis>>,
    /// What specs came to before a file of them has changed: what has not is taken over.
    earlier: BTreeMap<PathBuf, Rc<Analysis>>,
    /// The documents that were specs since they were opened.
    known: BTreeSet<PathBuf>,
    /// Specs that are not open, and are made of a file that is.
    closed: BTreeSet<PathBuf>,
}

/// A file as it was on the disk.
#[derive(Debug)]
struct Cached {
    modified: Option<SystemTime>,
    length: u64,
    source: Source,
}

impl Workspace {
    /// Takes a document that was opened, with the specs that are made of it.
    pub(crate) fn open(&mut self, uri: String, language: String, version: i32, text: String) {
        let path = path_of(&uri);
        self.documents.open(uri, language, version, text);
        self.touch(&path);
        let joining = self.joining(&path);
        self.closed.extend(joining);
    }

    pub(crate) fn close(&mut self, uri: &str) {
        let Some(document) = self.documents.close(uri) else { return };
        self.known.remove(&document.path);
        self.touch(&document.path);
        self.analyses.remove(&document.path);
        self.earlier.clear();
        for spec in std::mem::take(&mut self.closed) {
            let of = self.analysis(&spec);
            let is_part = |document: &Document| of.as_ref().is_some_and(|of| of.inputs.contains(&document.path));
            if self.documents.iter().any(is_part) {
                self.closed.insert(spec);
            }
        }
        self.analyses.retain(|path, _| self.documents.at(path).is_some() || self.closed.contains(path));
        // What is left belongs to a file that may still be needed.
        let inputs: BTreeSet<_> = self.analyses.values().flat_map(|of| &of.inputs).collect();
        self.disk.borrow_mut().retain(|path, _| inputs.contains(path));
    }

    /// Forgets what was made of a file that has changed.
    pub(crate) fn touch(&mut self, path: &Path) {
        let is_config = path.file_name().is_some_and(|name| name == CONFIG_NAME || name == "Cargo.toml");
        let is_stale = |spec: &PathBuf, of: &Rc<Analysis>| is_config || spec == path || of.inputs.contains(path);
        let stale: Vec<_> =
            self.analyses.iter().filter(|(spec, of)| is_stale(spec, of)).map(|(spec, _)| spec.clone()).collect();
        for spec in stale {
            let of = self.analyses.remove(&spec);
            self.earlier.extend(of.map(|of| (spec, of)));
        }
    }

    /// A file on the disk has changed, has come or is gone.
    pub(crate) fn touch_disk(&mut self, path: &Path) {
        self.disk.borrow_mut().remove(path);
        if self.documents.at(path).is_none() {
            self.touch(path);
        }
        // A spec may join a file that is only now there, and a file may have become a spec that joins an open one.
        let paths: Vec<_> = self.documents.iter().map(|document| document.path.clone()).collect();
        if is_markdown(path) && self.documents.at(path).is_none() {
            let names: Vec<_> = paths.iter().filter(|open| self.names(path, open)).collect();
            if !names.is_empty() {
                self.closed.insert(path.to_owned());
            }
        }
    }

    /// A file as the editor has it, else as it is on the disk.
    fn read(&self, path: &Path) -> Result<Source, ReadError> {
        if let Some(document) = self.documents.at(path) {
            return Source::unsaved(path, &*document.text);
        }
        let metadata = fs::metadata(path).ok();
        let (modified, length) = metadata.map_or((None, 0), |metadata| (metadata.modified().ok(), metadata.len()));
        let mut disk = self.disk.borrow_mut();
        let known = disk.get(path).filter(|of| of.modified == modified && of.length == length && modified.is_some());
        if let Some(known) = known {
            return Ok(known.source.clone());
        }
        let source = Source::read(path)?;
        disk.insert(path.to_owned(), Cached { modified, length, source: source.clone() });
        Ok(source)
    }

    /// A file that a spec names.
    pub(crate) fn read_beside(&self, spec: &Path, name: &str) -> Result<Source, ReadError> {
        let folders: Vec<_> = self.folders.iter().map(PathBuf::as_path).collect();
        if self.has_file(spec) {
            read_beside_with(spec, name, &folders, &|path| self.read(path))
        } else {
            Err(ReadError::missing(name))
        }
    }

    /// Whether a document is one of a file.
    fn has_file(&self, path: &Path) -> bool {
        self.documents.at(path).is_none_or(|document| uri::path(&document.uri).is_some())
    }

    /// What a spec comes to, compiled again only where a file of it has changed.
    pub(crate) fn analysis(&mut self, spec: &Path) -> Option<Rc<Analysis>> {
        if let Some(known) = self.analyses.get(spec) {
            return Some(Rc::clone(known));
        }
        let source = match self.read(spec) {
            Ok(source) => source,
            Err(error) => return self.unreadable(spec, &error),
        };
        let earlier = self.earlier.remove(spec);
        let analysis = Rc::new(self.analyse(spec, source, earlier.as_deref()));
        discard(earlier);
        if analysis.is_spec && self.documents.at(spec).is_some() {
            self.known.insert(spec.to_owned());
        }
        self.analyses.insert(spec.to_owned(), Rc::clone(&analysis));
        Some(analysis)
    }

    /// A spec that is too large, or is gone. One that is gone is not told of: it was closed, too.
    fn unreadable(&self, spec: &Path, error: &ReadError) -> Option<Rc<Analysis>> {
        self.documents.at(spec)?;
        let compiled = errtable::compile(Source::unsaved(spec, "").ok()?);
        let source = Arc::clone(compiled.source());
        let mut finding = errtable::Finding::unreadable(error);
        finding.place = Place::new(&source, 0..0);
        Some(Rc::new(Analysis {
            path: spec.to_owned(),
            findings: Findings::from_iter([finding]),
            inputs: BTreeSet::from([spec.to_owned()]),
            is_spec: true,
            lines: RefCell::default(),
            compiled,
        }))
    }

    fn analyse(&self, spec: &Path, source: Source, earlier: Option<&Analysis>) -> Analysis {
        let files = |name: &str| self.read_beside(spec, name);
        let compiled = compile_again(source, &files, earlier.map(|of| &of.compiled));
        let mut findings = errtable_tools::check(&compiled, spec, &files);
        if !findings.has_errors() {
            findings.extend(errtable_tools::unaligned(&compiled, spec));
        }
        findings.sort();
        findings.hold_back();
        if self.shows_all {
            findings.show_all();
        }
        let mut inputs = BTreeSet::from([spec.to_owned()]);
        let names = compiled.lock_name().into_iter().chain(compiled.joined().map(|(name, _)| name));
        inputs.extend(names.map(|name| plain(&beside(spec, name))));
        let config = compiled.config().and_then(|config| config.source.file());
        inputs.extend(config.map(plain));
        let lies_beside = errtable_tools::default_lock_name(compiled.source().path());
        inputs.insert(plain(&beside(spec, &lies_beside)));
        let is_spec = self.known.contains(spec) || compiled.config().is_some() || is_spec(&compiled);
        Analysis { path: spec.to_owned(), compiled, findings, inputs, is_spec, lines: RefCell::default() }
    }

    /// What the specs come to that are open, or that an open document is a part of.
    pub(crate) fn specs(&mut self) -> Vec<Rc<Analysis>> {
        let open =
            self.documents.iter().filter(|document| document.is_markdown()).map(|document| document.path.clone());
        let paths: Vec<_> = open.chain(self.closed.iter().cloned()).collect();
        let mut specs: Vec<_> = paths.iter().filter_map(|path| self.analysis(path)).collect();
        specs.retain(|of| of.is_spec && !of.findings_are_of_a_missing_file());
        let joined: BTreeSet<PathBuf> = specs.iter().flat_map(|of| of.joined_paths()).collect();
        // A file that another spec joins is judged as a part of that.
        specs.retain(|of| !joined.contains(&of.path) || of.compiled.config().is_some());
        specs
    }

    /// The specs that a document is, or is a part of.
    pub(crate) fn specs_of(&mut self, path: &Path) -> Vec<Rc<Analysis>> {
        let mut specs = self.specs();
        specs.retain(|of| of.inputs.contains(path));
        specs.sort_by_key(|of| of.path != path);
        specs
    }

    /// The `errtable.toml` at a path, as the editor has it.
    pub(crate) fn config(&self, path: &Path) -> Option<Config> {
        self.read(path).ok().map(read_config)
    }

    /// The specs that are not open and name a file: those that an `errtable.toml` above it lists, and those in its folder.
    fn joining(&self, path: &Path) -> Vec<PathBuf> {
        if !self.has_file(path) {
            return Vec::new();
        }
        let mut found = BTreeSet::new();
        for config in configs_above(folder(path)).iter().filter_map(|path| self.config(path)) {
            found.extend(config.specs.iter().flat_map(|spec| listed(spec)));
        }
        if path.file_name().is_none_or(|name| name != CONFIG_NAME) {
            let entries = fs::read_dir(folder(path)).into_iter().flatten().flatten().take(BESIDE);
            found.extend(entries.map(|entry| entry.path()).filter(|path| is_markdown(path)));
        }
        found.into_iter().filter(|spec| spec != path && self.names(spec, path)).collect()
    }

    /// Whether a spec on the disk seems to name a file; which it does is known once it is compiled.
    fn names(&self, spec: &Path, path: &Path) -> bool {
        if path.file_name().is_some_and(|name| name == CONFIG_NAME) {
            return true;
        }
        let is_small = fs::metadata(spec).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= BESIDE_BYTES);
        let name = path.file_name().map(|name| name.as_encoded_bytes().to_vec()).unwrap_or_default();
        let has = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
        is_small && fs::read(spec).is_ok_and(|text| has(&text, b"errtable") && has(&text, &name))
    }

    /// The address of a source as the client knows it; `None` of a file that nobody can open.
    pub(crate) fn uri_of(&self, analysis: &Analysis, source: &Source) -> Option<String> {
        if source.path() == analysis.compiled.source().path() {
            return Some(self.uri_at(&analysis.path));
        }
        source.file().map(|file| self.uri_at(&plain(file)))
    }

    pub(crate) fn uri_at(&self, path: &Path) -> String {
        self.documents.at(path).map_or_else(|| uri::of(path), |document| document.uri.clone())
    }

    /// The document of a source, where it is open.
    fn document_of(&self, analysis: &Analysis, source: &Source) -> Option<&Document> {
        if source.path() == analysis.compiled.source().path() {
            return self.documents.at(&analysis.path);
        }
        self.documents.at(&plain(source.file()?))
    }

    /// A span of a source as the client counts.
    pub(crate) fn range(&self, analysis: &Analysis, source: &Source, span: std::ops::Range<usize>) -> Range {
        let mut lines = analysis.lines.borrow_mut();
        let lines = lines.entry(source.path().to_owned()).or_insert_with(|| Rc::new(Lines::of(source.text())));
        let mut range = lines.range(source.text(), span, self.encoding);
        // An editor that shows a byte-order mark as a character counts it.
        if self.document_of(analysis, source).is_some_and(|document| document.mark() > 0) {
            let mark = if self.encoding == Encoding::Utf8 { 3 } else { 1 };
            for end in [&mut range.start, &mut range.end].into_iter().filter(|end| end.line == 0) {
                end.character += mark;
            }
        }
        range
    }

    /// Where a place of the client is in the text of an open document, without its byte-order mark.
    pub(crate) fn byte(&self, document: &Document, position: Position) -> usize {
        let byte = Lines::of(&document.text).byte(&document.text, position, self.encoding);
        byte.saturating_sub(document.mark())
    }
}

impl Analysis {
    /// The files that it joins, as paths.
    fn joined_paths(&self) -> impl Iterator<Item = PathBuf> {
        self.compiled.joined().map(|(name, _)| plain(&beside(&self.path, name)))
    }

    /// The spec itself, or the file of it that a document is, with its tables.
    pub(crate) fn part(&self, path: &Path) -> Option<Part<'_>> {
        let spec = spec_of(&self.compiled);
        if path == self.path {
            return Some(Part { name: None, source: &spec.source, document: &spec.document });
        }
        let mut joined = joined_documents(spec);
        let (name, source, document) = joined.find(|(name, ..)| plain(&beside(&self.path, name)) == path)?;
        Some(Part { name: Some(name), source, document })
    }

    fn findings_are_of_a_missing_file(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Rule::UnreadableSpec) && !self.is_spec
    }
}

/// A Markdown file of a spec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    /// Its name as the spec joins it; `None` for the spec itself.
    pub(crate) name: Option<&'a str>,
    pub(crate) source: &'a Arc<Source>,
    pub(crate) document: &'a errtable::inner::markdown::Document,
}

/// Whether a Markdown file is there to be compiled: a table of it is one of error codes, or a comment is a directive.
fn is_spec(compiled: &Compiled) -> bool {
    let is_unclear = |line: usize| {
        let of_table = compiled.findings.iter_all().filter(|finding| finding.place.start().0 == line);
        of_table.into_iter().all(|finding| finding.rule == Rule::UnclearTable)
    };
    let holds_codes = compiled.tables.iter().any(|table| match table.verdict {
        Verdict::Compiled { .. } | Verdict::Skipped => true,
        Verdict::Refused => !is_unclear(table.line),
        Verdict::Other => false,
    });
    holds_codes || !spec_of(compiled).document.comments.is_empty()
}

/// The Markdown files that an entry of an `errtable.toml` lists.
fn listed(entry: &SpecConfig) -> Vec<PathBuf> {
    let (below, is_pattern) = expanded(entry.pattern());
    let start = plain(&entry.folder().join(below));
    if !is_pattern {
        return vec![start];
    }
    let (mut folders, mut found, mut seen) = (vec![start], Vec::new(), 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            seen += 1;
            if seen > LISTED {
                return found;
            }
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let is_built = entry.file_name() == "target" || entry.file_name() == "node_modules";
            match entry.file_type() {
                Ok(of) if of.is_dir() && !is_hidden && !is_built => folders.push(entry.path()),
                Ok(of) if of.is_file() && is_markdown(&entry.path()) => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.retain(|path| entry.lists(path));
    found
}

/// Lets go of what a spec came to, beside the work: of thousands of rows that takes milliseconds.
fn discard(of: Option<Rc<Analysis>>) {
    if let Some(of) = of.and_then(Rc::into_inner) {
        thread::spawn(move || drop(of.compiled));
    }
}

/// A path without `.` and `..`, as far as its words tell.
pub(crate) fn plain(path: &Path) -> PathBuf {
    use std::path::Component;

    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
