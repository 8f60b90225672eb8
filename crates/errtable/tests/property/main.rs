//! Whatever a file holds, compiling it ends, says what is wrong where it is, and makes nothing but sound code.
//!
//! Each run tries the same inputs; `PROPTEST_RNG_SEED=... PROPTEST_CASES=... cargo test -p errtable --test property` tries
//! others.

mod grammar;
#[path = "../sound/mod.rs"]
mod sound;

use errtable::{Catalog, Compiled, RustOptions, Source, compile, rust};
use errtable_tools::{align, init, json::json};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use grammar::{Spec, spec};

fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { cases },
        rng_seed: if default.rng_seed == RngSeed::Random { RngSeed::Fixed(1_008_003) } else { default.rng_seed },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_text(text in ".{0,300}") {
        check(&text);
    }

    #[test]
    fn any_marks(text in "[|`\\-:<>!\\[\\]()~*_#=\"\\\\ \\t\\r\\na1.,;&]{0,300}") {
        check(&text);
    }

    #[test]
    #[ignore = "takes long: `.ci/run` has it"]
    fn any_directive(toml in "[a-z_]{0,12}( = |=|\\.|\n)?[\"\\[\\]{}0-9a-z., \n='-]{0,60}", verb in 0..3_usize) {
        let verb = ["\n", " default\n", " skip "][verb];
        check(&format!("<!-- errtable{verb}{toml}\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | a |\n| 2 | b |\n"));
    }
}

/// Texts that have once been too much.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn what_was_too_much() {
    for text in [
        // A blank line inside an indented block of code that holds a pipe.
        "    a | b\n\n    c\n",
        " \r\r\t |\n\n\t,",
        // Carriage returns at the end of a line of a directive, with a fault among them.
        "<!-- errtable\r\r\r\"]\r\r\r\r\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | a |\n",
        // A row that the parser leaves without most of its cells, since it would have to add very many.
        &format!("|code|n|\n|-|-|\n{}", "|1\n".repeat(140_000)),
        // A category without a value.
        "<!-- errtable\n[columns.2]\nas = \"category\"\noptional = true\n-->\n\n| Code | Kind |\n|---|---|\n| 1 | |\n",
        "<!-- errtable skip -->\n| Error code | Name |\n|---|---|\n| 1 | a |\r| 2 | b |\n",
    ] {
        check(text);
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    #[ignore = "takes long: `.ci/long` has it"]
    fn nasty_tables(spec in spec()) {
        let compiled = check(&spec.text());
        if !compiled.findings.has_errors() {
            expect_every_row(&spec, &compiled.catalog);
        }
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn aligned_tables_say_the_same(
        spec in spec(),
        delimiter in prop::sample::select(vec![" --- |", "--:|", ":-:|", "-|"]),
        has_outer_pipes in any::<bool>(),
        prefix in prop::sample::select(vec!["", "", "> ", "- "]),
    ) {
        expect_same_aligned(&set_otherwise(&spec.text(), delimiter, has_outer_pipes, prefix));
    }

    #[test]
    #[ignore = "takes long: `.ci/run` has it"]
    fn directives_are_only_inserted(spec in spec(), prefix in prop::sample::select(vec!["", "", "> ", "- "])) {
        let text = set_otherwise(&spec.text(), "", true, prefix);
        let done = init(&Source::new("x.md", text.as_str()));
        // What ends a directive of one line moves to the next one; all else stays.
        let mut letters = done.text.chars();
        let is_there = text.chars().filter(|c| !c.is_whitespace()).all(|c| letters.any(|other| other == c));
        prop_assert!(is_there, "something is gone in\n{}", done.text);
        let [before, after] = [text.as_str(), done.text.as_str()].map(|text| {
            let compiled = compile(Source::new("x.md", text));
            compiled.tables.iter().map(|table| (table.rows.len(), table.headers.clone())).collect::<Vec<_>>()
        });
        prop_assert_eq!(before, after, "tables have changed in\n{}", done.text);
        check(&done.text);
        prop_assert_eq!(init(&Source::new("x.md", done.text.as_str())).text, done.text);
    }
}

#[test]
#[ignore = "takes long: `.ci/long` has it"]
fn tables_of_every_case_say_the_same_aligned() {
    let mut count = 0;
    for folder in ["pass", "pass/joined", "fail", "fail/joined"] {
        let folder = format!("{}/tests/cases/{folder}", env!("CARGO_MANIFEST_DIR"));
        let Ok(files) = std::fs::read_dir(folder) else { continue };
        for file in files.map(|file| file.expect("the folder can be read").path()) {
            if file.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&file).expect("a case is text");
                expect_same_aligned(&text);
                for (delimiter, prefix) in [("--:|", ""), (":-:|", "> "), ("--:|", "- "), ("-|", "- ")] {
                    expect_same_aligned(&set_otherwise(&text, delimiter, false, prefix));
                }
                count += 1;
            }
        }
    }
    assert!(count >= 150, "only {count} cases were found");
}

/// A file with other delimiter rows, without outer pipes, or in a quotation or a list.
fn set_otherwise(text: &str, delimiter: &str, has_outer_pipes: bool, prefix: &str) -> String {
    let is_delimiter = |line: &str| line.starts_with('|') && line.bytes().all(|byte| b"|-: \r".contains(&byte));
    let line = |(number, line): (usize, &str)| {
        let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
        let columns = line.matches('|').count().saturating_sub(1);
        let line = match line {
            line if is_delimiter(line) && !delimiter.is_empty() => format!("|{}", delimiter.repeat(columns)),
            line => line.to_owned(),
        };
        let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).filter(|line| !line.ends_with('\\'));
        let line = inner.filter(|_| !has_outer_pipes).map_or(line.as_str(), str::trim_ascii);
        format!("{}{line}{end}", if number > 0 && prefix == "- " { "  " } else { prefix })
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A file with its tables aligned says the same, grows little, and is not aligned again.
fn expect_same_aligned(text: &str) {
    let source = Source::new("x.md", text);
    let done = align(&source);
    let has_lone_return = text.replace("\r\n", "").contains('\r');
    assert!(done.left.is_empty() || has_lone_return, "{:?} of\n{text}", done.left);
    let aligned = done.text;
    assert!(aligned.len() <= 2 * text.len() + (16 << 10), "{} bytes of {}", aligned.len(), text.len());
    let bare = |text: &str| text.replace([' ', '\t', '|'], "");
    assert_eq!(bare(&aligned), bare(text));
    let changed =
        text.split('\n').zip(aligned.split('\n')).find(|(before, after)| before != after && !before.contains('|'));
    assert_eq!(changed, None, "a line without a cell has changed in\n{text}");
    let again = Source::new("x.md", aligned.as_str());
    assert_eq!(align(&again).text, aligned);
    let [before, after] = [source, again].map(|source| {
        let compiled = compile(source);
        let finding = |of: &errtable::Finding| (of.rule, of.severity, of.place.start().0, bare(&of.message));
        let findings: Vec<_> = compiled.findings.iter().map(finding).collect();
        (json(&compiled.catalog), rust(&compiled.catalog, &RustOptions::default()), findings)
    });
    assert_eq!(after, before, "aligned, it is\n{aligned}");
}

/// The grammar would prove little if it made no table that is right, or none that is wrong.
#[test]
fn nasty_tables_are_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::new(config(400));
    let (mut right, mut wrong, mut skipped) = (0, 0, 0);
    let counted = std::cell::RefCell::new((&mut right, &mut wrong, &mut skipped));
    let run = runner.run(&spec(), |spec| {
        let compiled = compile(Source::new("x.md", spec.text()));
        let mut counted = counted.borrow_mut();
        if compiled.findings.has_errors() {
            *counted.1 += 1;
        } else {
            *counted.0 += 1;
            *counted.2 += usize::from(!compiled.catalog.skipped().is_empty());
        }
        Ok(())
    });
    run.expect("counting cannot fail");
    assert!(right >= 80 && wrong >= 80 && skipped >= 12, "{right} right, {wrong} wrong, {skipped} with skipped rows");
}

/// Compiles a text and looks at all that comes of it.
fn check(text: &str) -> Compiled {
    let compiled = compile(Source::new("x.md", text));
    sound::expect_sound(&compiled);
    compiled
}

/// Each row of a table that is in stands in the catalogue once; a table that is not in is not there at all.
fn expect_every_row(spec: &Spec, catalog: &Catalog) {
    let accounted = sound::accounted_lines(catalog);
    let (_, tables) = spec.lines();
    let mut expected = Vec::new();
    for rows in tables {
        let found = rows.iter().filter(|line| accounted.contains(line)).count();
        assert!(found == 0 || found == rows.len(), "{found} of the rows {rows:?} are there: {accounted:?}");
        expected.extend(rows.into_iter().filter(|line| accounted.contains(line)));
    }
    assert_eq!(accounted, expected, "the lines of entries, ranges and skipped rows");
}
