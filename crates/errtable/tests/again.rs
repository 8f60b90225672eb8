//! A spec that is compiled again after each of many edits comes to what it comes to when it is compiled afresh.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use errtable::inner::{compile_again, read_beside};
use errtable::{Compiled, ReadError, Source, compile_locked};

/// As many edits are made of each spec.
const EDITS: usize = 6;
/// What is typed: signs that mean something to Markdown, to TOML and to a code, and some that mean nothing.
const TYPED: [&str; 12] = ["x", "|", "\n", "1", " ", "-", "\"", "`", "~~", "[", "#", "é"];

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    /// Types something into a text, or takes a character out of it.
    fn edit(&mut self, text: &mut String) {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if at < text.len() && self.below(3) == 0 {
            text.remove(at);
        } else {
            text.insert_str(at, TYPED[self.below(TYPED.len())]);
        }
    }
}

/// A spec in an editor, and the files beside it that were edited, by name.
struct Desk {
    path: PathBuf,
    spec: String,
    beside: BTreeMap<String, String>,
}

impl Desk {
    fn new(path: PathBuf) -> Self {
        let spec = fs::read_to_string(&path).expect("a spec can be read");
        Desk { path, spec, beside: BTreeMap::new() }
    }

    fn source(&self) -> Source {
        Source::unsaved(&self.path, self.spec.as_str()).expect("a spec is short")
    }

    fn read(&self, name: &str) -> Result<Source, ReadError> {
        match self.beside.get(name) {
            Some(text) => Source::unsaved(&self.path.with_file_name(name), text.as_str()),
            None => read_beside(&self.path, name),
        }
    }

    /// Edits the spec, or one of the files that it names.
    fn edit(&mut self, random: &mut Random, compiled: &Compiled) {
        let joined = compiled.joined().map(|(name, _)| name);
        let names: Vec<_> = compiled.lock_name().into_iter().chain(joined).collect();
        match names.get(random.below(2 * names.len() + 1)) {
            None => random.edit(&mut self.spec),
            Some(name) => {
                let mut text = self.read(name).map(|source| source.text().to_owned()).unwrap_or_default();
                random.edit(&mut text);
                self.beside.insert((*name).to_owned(), text);
            }
        }
    }
}

/// How many of the files that a spec names were taken over and not read again.
fn taken_over(before: &Compiled, after: &Compiled) -> usize {
    let texts = |of: &Compiled| {
        let joined = of.joined().filter_map(|(_, source)| source.cloned());
        of.lock().cloned().into_iter().chain(joined).collect::<Vec<_>>()
    };
    let known = texts(before);
    texts(after).iter().filter(|text| known.iter().any(|known| Arc::ptr_eq(known, text))).count()
}

fn specs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("a folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut specs: Vec<_> = paths.filter(|path| path.extension().is_some_and(|of| of == "md" || of == "mdx")).collect();
    specs.sort();
    specs
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn what_is_compiled_again_is_what_is_compiled_afresh() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut reused = 0;
    let mut seed = specs("tests/cases/pass");
    seed.extend(specs("tests/cases/fail"));
    seed.extend(specs("../../spec"));
    assert!(seed.len() > 300, "there are cases");
    for path in seed {
        let mut desk = Desk::new(path);
        let mut earlier = compile_again(desk.source(), &|name| desk.read(name), None);
        for edit in 0..EDITS {
            desk.edit(&mut random, &earlier);
            let again = compile_again(desk.source(), &|name| desk.read(name), Some(&earlier));
            let afresh = compile_locked(desk.source(), &|name| desk.read(name));
            let of = format!("{}, edit {edit}", desk.path.display());
            assert_eq!(again.findings, afresh.findings, "{of}");
            assert_eq!(again.catalog, afresh.catalog, "{of}");
            assert_eq!(again.tables, afresh.tables, "{of}");
            assert_eq!(again.changes, afresh.changes, "{of}");
            assert_eq!(again.lock(), afresh.lock(), "{of}");
            assert!(again.joined().eq(afresh.joined()), "{of}");
            reused += taken_over(&earlier, &again);
            earlier = again;
        }
    }
    assert!(reused > 100, "{reused} files were taken over");
}
