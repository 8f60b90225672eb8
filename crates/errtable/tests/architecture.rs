//! The folders of the compiler stand in the order in which data flows: each uses those before it, and none after it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, UseTree};

/// The folders of `src`, each of which may use those above it.
const ORDER: &[&str] = &[
    "text",
    "finding",
    "markdown",
    "directive",
    "catalog",
    "lock",
    "reading",
    "resolve",
    "check",
    "compare",
    "lookup",
    "emit",
    "output",
    "build_script",
];

/// The folder that uses the public face of the crate, as any other build script might.
const FRONT_END: &str = "build_script";

/// Files of `src` itself: the public face, and that of the sister crates. They may use everything.
const FACES: &[&str] = &["lib.rs", "inner.rs"];

/// A file of `src`.
struct Module {
    /// Its path from `src`: `markdown/cell.rs`.
    path: String,
    lines: usize,
    /// What it uses, as paths from the root of the crate: `markdown::cell::Cell`.
    uses: BTreeSet<Vec<String>>,
}

impl Module {
    fn read(root: &Path, file: &Path) -> Self {
        let text = fs::read_to_string(file).expect("a file of the crate can be read");
        let path = file.strip_prefix(root).expect("it lies in the crate").to_string_lossy().replace('\\', "/");
        let parsed = syn::parse_file(&text).expect("a file of the crate is Rust");
        Module::of(path, &text, &parsed.items)
    }

    fn of(path: String, text: &str, items: &[Item]) -> Self {
        let own = own_path(&path);
        let mut uses = BTreeSet::new();
        for item in items.iter().filter(|item| !is_for_tests(item)) {
            if let Item::Use(item) = item {
                used(&item.tree, &mut Vec::new(), &own, &mut uses);
            } else {
                named(item.to_token_stream(), &mut uses);
            }
        }
        Module { path, lines: text.lines().count(), uses }
    }

    /// The folder that it stands in; `None` for a file of `src` itself.
    fn folder(&self) -> Option<&str> {
        self.path.split_once('/').map(|(folder, _)| folder)
    }
}

/// The path of a module from the root of the crate: `["markdown", "cell"]`, and of a `mod.rs` that of its folder.
fn own_path(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.split('/').map(str::to_owned).collect()
}

fn is_for_tests(item: &Item) -> bool {
    matches!(item, Item::Mod(item) if item.ident == "tests")
}

/// Collects what a `use` names, if it is of this crate.
fn used(tree: &UseTree, path: &mut Vec<String>, own: &[String], uses: &mut BTreeSet<Vec<String>>) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            used(&tree.tree, path, own, uses);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, path, own, uses)),
        UseTree::Name(name) => uses.extend(absolute(path, &name.ident.to_string(), own)),
        UseTree::Rename(name) => uses.extend(absolute(path, &name.ident.to_string(), own)),
        UseTree::Glob(_) => uses.extend(absolute(path, "*", own)),
    }
}

/// A path from the root of the crate; `None` for one that leads out of it.
fn absolute(path: &[String], last: &str, own: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let base: Vec<String> = match first.as_str() {
        "crate" => Vec::new(),
        "self" => own.to_vec(),
        "super" => own[..own.len().saturating_sub(1)].to_vec(),
        _ => return None,
    };
    Some(base.into_iter().chain(rest.iter().cloned()).chain([last.to_owned()]).collect())
}

/// Collects the paths that begin with `crate::` in the body of an item.
fn named(tokens: TokenStream, uses: &mut BTreeSet<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => named(group.stream(), uses),
            TokenTree::Ident(word) if word == "crate" => {
                let path: Vec<String> = tokens[at + 1..].chunks(3).map_while(step).collect();
                uses.extend((!path.is_empty()).then_some(path));
            }
            _ => {}
        }
    }
}

/// The word of `::word`.
fn step(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(word)]
            if first.as_char() == ':' && second.as_char() == ':' =>
        {
            Some(word.to_string())
        }
        _ => None,
    }
}

fn modules() -> Vec<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: Vec<Module> = files(&root).iter().map(|file| Module::read(&root, file)).collect();
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(modules.len() > 50, "only {} files were found", modules.len());
    modules
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the crate can be read");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let files = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|file| file.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// The imports of a module that go against the order, each with why.
fn against_the_order(module: &Module) -> Vec<String> {
    let place = |folder: &str| ORDER.iter().position(|other| *other == folder);
    let Some(own) = module.folder() else { return Vec::new() };
    let fault = |path: &Vec<String>| match place(&path[0]) {
        Some(other) if other <= place(own)? => None,
        Some(_) => Some(format!("{} uses {}, which comes after it", module.path, path.join("::"))),
        None if own == FRONT_END => None,
        None => Some(format!("{} uses {}, which is in no folder", module.path, path.join("::"))),
    };
    module.uses.iter().filter_map(fault).collect()
}

#[test]
fn each_folder_uses_those_before_it() {
    let faults: Vec<_> = modules().iter().flat_map(against_the_order).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_stands_in_a_folder_of_the_order() {
    for module in modules() {
        match module.folder() {
            Some(folder) => assert!(ORDER.contains(&folder), "{} is in no folder of the order", module.path),
            None => assert!(FACES.contains(&module.path.as_str()), "{} is in no folder", module.path),
        }
    }
}

#[test]
fn no_folder_has_more_than_a_quarter_of_the_lines() {
    let modules = modules();
    let all: usize = modules.iter().map(|module| module.lines).sum();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for module in &modules {
        *lines.entry(module.folder().unwrap_or_default()).or_default() += module.lines;
    }
    for (folder, lines) in lines {
        assert!(lines * 4 <= all, "{folder} has {lines} of {all} lines");
    }
}

/// The files of one folder use each other in one direction, too. The `mod.rs` of a folder is its face: what it names of
/// its own files is no use of them, nor is what they take from it.
#[test]
fn no_files_of_a_folder_use_each_other() {
    let modules = modules();
    let is_file = |path: &[String]| modules.iter().any(|module| own_path(&module.path) == path && is_leaf(module));
    let mut uses: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for module in modules.iter().filter(|module| is_leaf(module)) {
        let own = own_path(&module.path);
        let others = module.uses.iter().flat_map(|path| (1..=path.len()).map(|length| path[..length].to_vec()));
        let others = others.filter(|other| is_file(other) && *other != own).collect();
        uses.insert(own, others);
    }
    for file in uses.keys() {
        let mut reached: BTreeSet<&Vec<String>> = uses[file].iter().collect();
        let mut ahead: Vec<&Vec<String>> = reached.iter().copied().collect();
        while let Some(next) = ahead.pop() {
            ahead.extend(uses[next].iter().filter(|other| reached.insert(other)));
        }
        assert!(!reached.contains(file), "{} is used by what it uses", file.join("::"));
    }
}

fn is_leaf(module: &Module) -> bool {
    module.folder().is_some() && !module.path.ends_with("/mod.rs")
}

#[test]
fn an_import_against_the_order_is_noticed() {
    let module = |text: &str| {
        let parsed = syn::parse_file(text).expect("this is Rust");
        Module::of("markdown/cell.rs".to_owned(), text, &parsed.items)
    };
    for (text, fault) in [
        ("use crate::emit::rust;", "emit::rust, which comes after it"),
        ("use crate::{text::Source, check::{self, join}};", "check::join, which comes after it"),
        (
            "fn f() { let x = vec![crate::compare::diff::Level::Major]; }",
            "compare::diff::Level::Major, which comes after",
        ),
        ("use crate::Compiled;", "Compiled, which is in no folder"),
    ] {
        let faults = against_the_order(&module(text)).join("\n");
        assert!(faults.contains(fault), "{text}: {faults}");
    }
    let fine = "use super::row::Row; use crate::text::Source; mod tests { use crate::emit::rust; }";
    assert_eq!(against_the_order(&module(fine)), [""; 0]);
}
