//! What our parser reads of tables, held against two others: comrak, and cmark-gfm, from which GitHub's own descends.
//!
//! Facts are the examples of the GFM specification; tables are made by the grammar of the property tests; and
//! `.ci/corpus FOLDER` compares whatever files there are. Where the three are known to differ, `known.rs` says why.

mod between;
#[allow(dead_code, reason = "the property tests use all of it")]
#[path = "../property/grammar.rs"]
mod grammar;
mod known;
mod parsers;

use std::path::{Path, PathBuf};

use errtable::{Source, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use parsers::{Row, cmark_gfm, comrak, ours};

/// The examples of section 4.10 of the GFM specification: the Markdown, and the cells of each row of the table in it.
const FACTS: &[(&str, &[&[&str]])] = &[
    ("| foo | bar |\n| --- | --- |\n| baz | bim |\n", &[&["foo", "bar"], &["baz", "bim"]]),
    ("| abc | defghi |\n:-: | -----------:\nbar | baz\n", &[&["abc", "defghi"], &["bar", "baz"]]),
    ("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n", &[&["f|oo"], &["b | az"], &["b | im"]]),
    ("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n", &[&["abc", "def"], &["bar", "baz"]]),
    ("| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n", &[&["abc", "def"], &["bar", "baz"], &["bar", ""]]),
    ("| abc | def |\n| --- |\n| bar |\n", &[]),
    ("| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n", &[&["abc", "def"], &["bar", ""], &["bar", "baz"]]),
    ("| abc | def |\n| --- | --- |\n", &[&["abc", "def"]]),
];

/// What lets every row of such a table in, so that its cells can be asked for.
const LENIENT: &str = "<!-- errtable\ncode = 1\ncode_type = \"text\"\nduplicates = \"alias\"\nshort_rows = \"pad\"\n\
                       extra_cells = \"drop\"\n-->\n\n";

#[test]
fn examples_of_the_specification_are_read_as_it_says() {
    for (markdown, expected) in FACTS {
        let expected: Vec<Vec<String>> =
            expected.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let cells = |rows: Vec<Row>| rows.into_iter().map(|row| row.cells).collect::<Vec<_>>();
        assert_eq!(cells(comrak(markdown)), expected, "comrak of\n{markdown}");
        if let Some(rows) = cmark_gfm(markdown) {
            assert_eq!(cells(rows), expected, "cmark-gfm of\n{markdown}");
        }
        let compiled = compile(Source::new("x.md", format!("{LENIENT}{markdown}")));
        let Some(table) = compiled.tables.first() else {
            assert_eq!(expected, Vec::<Vec<String>>::new(), "we of\n{markdown}");
            continue;
        };
        assert_eq!((&table.headers, table.rows.len()), (&expected[0], expected.len() - 1), "we of\n{markdown}");
        for row in ours(&compiled) {
            // A line of text glued to a table is a finding, and no entry.
            let others = &expected[row.line - LENIENT.matches('\n').count() - 1 - 1];
            assert_eq!(&row.cells, others, "we of\n{markdown}");
        }
    }
}

#[test]
fn a_difference_is_noticed() {
    let text = "| Error code | Name |\n|---|---|\n| 1 | lid open |\n";
    let mut rows = comrak(text);
    rows[1].cells[1].push('!');
    assert_eq!(differences(text, &rows).len(), 1);
}

/// As many specs are compared, unless `ERRTABLE_CASES` says how many.
fn cases(usual: usize) -> usize {
    let asked = std::env::var("ERRTABLE_CASES").ok();
    asked.map_or(usual, |number| number.parse().expect("ERRTABLE_CASES is a number"))
}

/// A fixed one, unless the environment names another.
fn seed() -> RngSeed {
    match ProptestConfig::default().rng_seed {
        RngSeed::Random => RngSeed::Fixed(1_008_003),
        seed => seed,
    }
}

#[test]
fn generated_tables_are_read_alike() {
    let mut runner = TestRunner::new(ProptestConfig { rng_seed: seed(), ..ProptestConfig::default() });
    let (mut rows, mut failures) = (0, Vec::new());
    let number = cases(400);
    for _ in 0..number {
        let text = grammar::spec().new_tree(&mut runner).expect("the grammar makes a spec").current().text();
        let (compared, differences) = compare(&text);
        rows += compared;
        failures.extend(differences.into_iter().map(|difference| format!("{difference} of\n{text}")));
    }
    assert!(rows > number, "only {rows} rows were compared");
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures[..failures.len().min(3)].join("\n\n"));
}

#[test]
fn our_own_table_is_read_alike() {
    // Without its directive, by which cells hold the values that they stand for, and not what they say.
    let (_, table) = include_str!("../../../../spec/tpns.md").split_once("-->").expect("a directive stands above it");
    let (rows, differences) = compare(table);
    assert!(rows >= 24 && differences.is_empty(), "{rows} rows: {differences:?}");
}

/// `ERRTABLE_CORPUS` names a folder.
#[test]
#[ignore = "`.ci/corpus FOLDER` names the folder"]
fn files_of_a_folder_are_read_alike() {
    let folder = std::env::var_os("ERRTABLE_CORPUS").expect("ERRTABLE_CORPUS names a folder");
    let (mut rows, mut failures) = (0, Vec::new());
    for file in files(Path::new(&folder)) {
        let Ok(source) = Source::read(&file) else { continue };
        let (compared, differences) = compare(source.text());
        rows += compared;
        failures.extend(differences.into_iter().map(|difference| format!("{}: {difference}", file.display())));
    }
    println!("{rows} rows compared, {} differences", failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in folder.read_dir().expect("the folder can be read").flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(self::files(&path)),
            path if path.extension().is_some_and(|ending| ending == "md") => files.push(path),
            _ => {}
        }
    }
    files.sort();
    files
}

/// How many rows were compared, and where the others say something else.
fn compare(text: &str) -> (usize, Vec<String>) {
    let text = text.trim_start_matches('\u{feff}');
    let entries = ours(&compile(Source::new("x.md", text))).len();
    let mut compared = 0;
    let mut found = Vec::new();
    for (name, rows) in [("comrak", Some(comrak(text))), ("cmark-gfm", cmark_gfm(text))] {
        let Some(rows) = rows else { continue };
        compared += entries;
        found.extend(differences(text, &rows).into_iter().map(|difference| format!("{name} {difference}")));
    }
    (compared, found)
}

/// Each of our entries has a row in theirs, in the same line, with the same cells.
fn differences(text: &str, theirs: &[Row]) -> Vec<String> {
    let mut differences = Vec::new();
    for ours in ours(&compile(Source::new("x.md", text))) {
        match theirs.iter().find(|row| row.line == ours.line) {
            None if known::is_no_row(text, ours.line) => {}
            None => differences.push(format!("has no row in line {}: {:?}", ours.line, ours.cells)),
            Some(theirs) => {
                let cells = ours.cells.iter().zip(&theirs.cells).enumerate();
                let other = cells.filter(|(column, (ours, theirs))| !known::is_same(*column == 0, ours, theirs));
                differences.extend(other.map(|(_, (ours, theirs))| format!("says {theirs:?}, and we {ours:?}")));
            }
        }
    }
    differences
}
