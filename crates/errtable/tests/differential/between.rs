//! Rows with all kinds of lines between them: what another parser shows as a row is an entry, or told of; what looks like a
//! row and is none is told of.

use std::collections::{HashMap, HashSet};

use errtable::catalog::{Code, Verdict};
use errtable::{Compiled, Source, compile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

use super::parsers::{Row, cmark_gfm, comrak};

/// Lines that may stand between two rows. Whole ones only: what is left open hides the rest of a file from all readers.
const BETWEEN: &[&str] = &[
    "",
    "\n",
    "<!-- a comment -->",
    "<!-- a\ncomment -->",
    "\n<!-- a comment -->\n",
    "## A heading",
    "\n### A heading\n",
    "---",
    "\n---\n",
    "***",
    "+++",
    "...",
    "===",
    "text",
    "\ntext\n",
    "- a note",
    "\n- a note",
    "\n- a note\n",
    "\n* a note\n  of two lines",
    "1. a note",
    "> a note",
    "\n> a note",
    "\n> a note\n",
    "<p></p>",
    "<br>",
    "<div>",
    "</div>",
    "\n<details>\n<summary>more</summary>",
    "</details>\n",
    "\n</details>\n\n",
    "```text\nan example\n```",
    "\n~~~\nan example\n~~~\n",
    "    indented",
    "\n\tindented",
    "[a link]: https://example.com",
    "[^1]: a footnote",
    "&nbsp;",
    "| --- | --- |",
    "\n| --- | --- |",
    "---\ntitle: not metadata\n---",
    "\n| Error code | Name |\n| --- | --- |",
    "\n| Error code | Name |\n|:---\t|\t---|",
    "| Error code | Name |",
];

/// How a row may be written.
const ROWS: &[&str] = &[
    "| {} | fault {} |",
    "| {} | fault {} |",
    "| {} | fault {} |",
    "|{}|fault {}|",
    "| {} | fault {}",
    "  | {} | fault {} |",
    "    | {} | fault {} |",
    "\t| {} | fault {} |",
    "> | {} | fault {} |",
    "- | {} | fault {} |",
    "{} | fault {}",
];

const TOPS: &[&str] =
    &["", "# Faults\n\n", "---\ntitle: Faults\n---\n\n", "---\n\n", "---\n# Faults\n", "\u{feff}", "text\n"];

const DELIMITERS: &[&str] = &["| --- | --- |", "|---|---|", "|:--\t|---:|", "| :-: |:-", "|\t---\t|\t---\t|"];

#[derive(Clone, Debug)]
enum Piece {
    Row(&'static str),
    Between(&'static str),
}

/// A text, and the code in each of its lines that looks like a row.
fn spec() -> impl Strategy<Value = (String, HashMap<usize, i128>)> {
    let piece = prop_oneof![
        3 => select(ROWS).prop_map(Piece::Row),
        2 => select(BETWEEN).prop_map(Piece::Between),
    ];
    let line_end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    (select(TOPS), select(DELIMITERS), vec(piece, 2..12), line_end).prop_map(|(top, delimiter, pieces, line_end)| {
        let mut text = format!("{top}| Error code | Name |\n{delimiter}\n| 100 | fault 100 |\n");
        let mut rows = HashMap::from([(text.matches('\n').count(), 100)]);
        for (number, piece) in (101..).zip(pieces) {
            match piece {
                Piece::Row(form) => {
                    text.push_str(&form.replace("{}", &number.to_string()));
                    text.push('\n');
                    rows.insert(text.matches('\n').count(), number);
                }
                Piece::Between(lines) => {
                    text.push_str(lines);
                    text.push('\n');
                }
            }
        }
        (text.replace('\n', line_end), rows)
    })
}

/// The lines that findings point to, from the first to the last of each place.
fn told(compiled: &Compiled) -> HashSet<usize> {
    let places = compiled.findings.iter().map(|finding| &finding.place);
    let lines: HashSet<_> = places.flat_map(|place| place.start().0..=place.end().0).collect();
    // What is said of the header of a table that is refused is said of all its rows.
    let refused = compiled.tables.iter().filter(|table| table.verdict == Verdict::Refused);
    let rows = refused.filter(|table| lines.contains(&table.line)).flat_map(|table| table.rows.clone());
    rows.chain(lines.iter().copied()).collect()
}

fn faults(text: &str, rows: &HashMap<usize, i128>) -> Vec<String> {
    let compiled = compile(Source::new("x.md", text));
    let told = told(&compiled);
    let entries: HashMap<usize, &Code> = compiled
        .catalog
        .enums()
        .iter()
        .flat_map(|of| &of.entries)
        .flat_map(|entry| entry.rows.iter().map(|row| (row.line(), &entry.codes[0])))
        .collect();
    let plain = text.trim_start_matches('\u{feff}');
    let others: Vec<Vec<Row>> = [Some(comrak(plain)), cmark_gfm(plain)].into_iter().flatten().collect();
    let mut faults = Vec::new();
    for (line, code) in rows {
        let shown = others.iter().filter(|rows| rows.iter().any(|row| row.line == *line)).count();
        match entries.get(line) {
            Some(found) if found.to_string() != code.to_string() => faults.push(format!("line {line} is {found}")),
            // To the others a table ends at a lone tag, and at a row that is indented by four; to us each is a finding, and
            // we read on.
            Some(_) if shown == 0 && !is_below_told_end(text, *line, &told) => {
                faults.push(format!("line {line} is an entry, and no row to the others"));
            }
            Some(_) => {}
            None if told.contains(line) => {}
            None => faults.push(format!("nothing is said of line {line}, a row to {shown} of {}", others.len())),
        }
    }
    faults
}

fn is_below_told_end(text: &str, line: usize, told: &HashSet<usize>) -> bool {
    let above: Vec<_> = text.lines().enumerate().take(line - 1).collect();
    let mut above = above.into_iter().rev().take_while(|(_, line)| !line.is_empty());
    above.any(|(number, line)| {
        ["    ", "\t", "<"].iter().any(|start| line.starts_with(start)) && told.contains(&(number + 1))
    })
}

#[test]
fn no_row_is_lost_between_other_lines() {
    let (seed, default) = (super::seed(), ProptestConfig::default());
    let config = ProptestConfig {
        cases: u32::try_from(super::cases(600)).expect("it is a number of cases"),
        rng_seed: seed,
        failure_persistence: None,
        ..default
    };
    let found = TestRunner::new(config).run(&spec(), |(text, rows)| {
        let faults = faults(&text, &rows);
        prop_assert!(faults.is_empty(), "{}\nof\n{text}", faults.join("\n"));
        Ok(())
    });
    found.unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn a_lost_row_is_noticed() {
    let text = "| Error code | Name |\n|---|---|\n| 1 | lid open |\n\n```\n| 2 | lid shut |\n```\n";
    assert_eq!(faults(text, &HashMap::from([(3, 1), (6, 2)])).len(), 1);
    assert_eq!(faults(text, &HashMap::from([(3, 7)])).len(), 1);
}
