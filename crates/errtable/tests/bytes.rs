//! Whatever a file holds, compiling it ends, says what is wrong where it is, and makes nothing but sound code.
//!
//! Each run tries the same inputs; `PROPTEST_RNG_SEED=... PROPTEST_CASES=... cargo test -p errtable --test bytes` tries
//! others.

use std::collections::HashSet;

use errtable::catalog::{Catalog, Code, Content, Enum, Role, Value, Verdict};
use errtable::{Compiled, Place, RustOptions, Source, Style, compile, init, render_all, rust, tidy};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value as Json;

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
    fn any_directive(toml in "[a-z_]{0,12}( = |=|\\.|\n)?[\"\\[\\]{}0-9a-z., \n='-]{0,60}", verb in 0..3_usize) {
        let verb = ["\n", " default\n", " skip "][verb];
        check(&format!("<!-- errtable{verb}{toml}\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | a |\n| 2 | b |\n"));
    }
}

/// Texts that have once been too much.
#[test]
fn what_was_too_much() {
    for text in [
        // A blank line inside an indented block of code that holds a pipe.
        "    a | b\n\n    c\n",
        " \r\r\t |\n\n\t,",
    ] {
        check(text);
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn nasty_tables(spec in spec()) {
        let compiled = check(&spec.text());
        if !compiled.findings.has_errors() {
            spec.expect_every_row(&compiled.catalog);
            expect_every_row(&compiled);
        }
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn aligned_tables_say_the_same(spec in spec()) {
        let source = Source::new("x.md", spec.text());
        let aligned = tidy(&source);
        let bare = |text: &str| text.replace([' ', '\t'], "");
        prop_assert_eq!(bare(&aligned), bare(&spec.text()));
        let again = Source::new("x.md", aligned.as_str());
        prop_assert_eq!(tidy(&again), aligned);
        let [before, after] = [source, again].map(|source| rust(&compile(source).catalog, &RustOptions::default()));
        prop_assert_eq!(before, after);
    }

    #[test]
    fn directives_are_only_inserted(spec in spec()) {
        let done = init(Source::new("x.md", spec.text()));
        let [bare, after] = [spec.text(), done.text.clone()].map(|text| text.trim_start_matches('\u{feff}').to_owned());
        let mut lines = after.lines();
        prop_assert!(bare.lines().all(|line| lines.any(|other| other == line)), "a line has changed in\n{}", done.text);
        check(&done.text);
        prop_assert_eq!(init(Source::new("x.md", done.text.as_str())).text, done.text);
    }
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

/// A spec in the making: prose, directives and tables.
#[derive(Clone, Debug)]
struct Spec {
    /// What becomes of codes that come twice, where most of what is wrong is mended.
    lenient: Option<&'static str>,
    blocks: Vec<Block>,
    line_end: &'static str,
    mark: bool,
}

#[derive(Clone, Debug)]
enum Block {
    Prose(String),
    Directive(Vec<&'static str>),
    Table { header: Vec<&'static str>, rows: Vec<String> },
}

impl Spec {
    fn text(&self) -> String {
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{}", self.lines().0.join(self.line_end))
    }

    /// The lines, and for each table the 1-based lines of its rows.
    fn lines(&self) -> (Vec<String>, Vec<Vec<usize>>) {
        let mut lines = Vec::new();
        let mut tables = Vec::new();
        if let Some(duplicates) = self.lenient {
            lines.extend(LENIENT.replace("first", duplicates).split('\n').map(str::to_owned));
        }
        for block in &self.blocks {
            match block {
                Block::Prose(text) => lines.extend(text.split('\n').map(str::to_owned)),
                Block::Directive(keys) => {
                    lines.push("<!-- errtable".to_owned());
                    lines.extend(keys.iter().flat_map(|key| key.split('\n')).map(str::to_owned));
                    lines.push("-->".to_owned());
                }
                Block::Table { header, rows } => {
                    lines.push(format!("| {} |", header.join(" | ")));
                    lines.push(format!("|{}", " --- |".repeat(header.len())));
                    let first = lines.len() + 1;
                    tables.push((first..first + rows.len()).collect());
                    lines.extend(rows.iter().cloned());
                }
            }
            lines.push(String::new());
        }
        (lines, tables)
    }

    /// Each row of a table that is in stands in the catalogue once; a table that is not in is not there at all.
    fn expect_every_row(&self, catalog: &Catalog) {
        let accounted = accounted_lines(catalog);
        let (_, tables) = self.lines();
        let mut expected = Vec::new();
        for rows in tables {
            let found = rows.iter().filter(|line| accounted.contains(line)).count();
            assert!(found == 0 || found == rows.len(), "{found} of the rows {rows:?} are there: {accounted:?}");
            expected.extend(rows.into_iter().filter(|line| accounted.contains(line)));
        }
        assert_eq!(accounted, expected, "the lines of entries, ranges and skipped rows");
    }
}

/// The same by what the compiler itself says of the tables.
fn expect_every_row(compiled: &Compiled) {
    let accounted = accounted_lines(&compiled.catalog);
    for table in &compiled.tables {
        let is_in = |name: &str| compiled.catalog.enums().iter().any(|of| of.name == name);
        let expected = match &table.verdict {
            Verdict::Compiled { name } if is_in(name) => 1,
            // Of a table whose rows are all left out, no enum is made.
            Verdict::Compiled { .. } => continue,
            Verdict::Skipped => 1,
            _ => 0,
        };
        for row in &table.rows {
            let times = accounted.iter().filter(|line| *line == row).count();
            assert_eq!(times, expected, "the row at line {row} of {table:?}");
        }
    }
}

/// The lines that the machine-readable catalogue accounts for, sorted, none left out that comes twice.
fn accounted_lines(catalog: &Catalog) -> Vec<usize> {
    let json: Json = serde_json::from_str(&errtable::json::json(catalog)).expect("the catalogue is JSON");
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let enums = list(&json["enums"]);
    let parts = enums.iter().flat_map(|of| [list(&of["entries"]), list(&of["ranges"])].concat());
    let lines = parts.flat_map(|part| list(&part["lines"]));
    let lines = lines.chain(list(&json["skipped"]).into_iter().map(|skipped| skipped["line"].clone()));
    let mut lines: Vec<usize> = lines.filter_map(|line| usize::try_from(line.as_u64()?).ok()).collect();
    lines.sort_unstable();
    lines
}

/// What leaves out or mends most of what is wrong with a row.
const LENIENT: &str = "<!-- errtable default
duplicates = \"first\"
skip = [\"\", \"N/A\", \"*.*\", \"18446744073709551616\"]
codes = \"many\"
ranges = true
short_rows = \"pad\"
extra_cells = \"drop\"
names = \"name\"
-->
";

const HEADERS: &[&str] = &[
    "Error code",
    "Code",
    "错误码",
    "HTTP status",
    "Hex",
    "Name",
    "Name",
    "Symbol",
    "Description",
    "说明",
    "Type",
    "Retry",
    "Note",
    "Note",
    "",
    "Variant name",
    "Range",
    "a`b",
    "**x**",
    "[y](z)",
    "#",
    "Row of code",
    "Count",
    "Any",
];

const CELLS: &[&str] = &[
    "",
    " ",
    "a",
    "b",
    "A b",
    "a-b",
    "auth failure",
    "auth  failure",
    "Self",
    "type",
    "1",
    "2",
    "yes",
    "no",
    "-",
    "`c`",
    "`",
    "``",
    "`a\\|b`",
    "\\|",
    "\\",
    "\\\\",
    "*/",
    "\"",
    "'",
    "{}",
    "{0}",
    "<b>",
    "<x>",
    "</x>",
    "<!-- c -->",
    "<!-- errtable skip -->",
    "[x]",
    "[x](y)",
    "![i](j)",
    "http://x.y",
    "&amp;",
    "&#10;",
    "&#x202e;",
    "\u{202e}",
    "\u{200b}",
    "\u{a0}",
    "\u{0}",
    "\u{1b}[31m",
    "\t",
    "错误",
    "e\u{301}",
    "🦀",
    "~~d~~",
    "~~",
    "a<br>b",
    "#[doc]",
    "---",
    "a long description of what has gone wrong, and of what to do about it. Try again",
];

const CODES: &[&str] = &[
    "",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
    "100",
    "1008003",
    "-1",
    "−2",
    "+5",
    "0x0A",
    "0xFFFFFFFF",
    "007",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "1O",
    "1, 2",
    "200 (OK)",
    "N/A",
    "E_X",
    "42P01",
    "~~13~~",
    "~~1~~",
    "`14`",
    "[15](x)",
    "**16**",
    "1.5",
    "１７",
    "错",
    "🦀",
];

const KEYS: &[&str] = &[
    "enum = \"E\"",
    "enum = \"Error\"",
    "code_type = \"text\"",
    "code_type = \"integer\"",
    "code = 1",
    "code = 9",
    "name = false",
    "description = 2",
    "duplicates = \"alias\"",
    "duplicates = \"first\"",
    "names = \"code\"",
    "names = \"description\"",
    "max_words = 1",
    "codes = \"many\"",
    "ranges = true",
    "short_rows = \"pad\"",
    "extra_cells = \"join\"",
    "extra_cells = \"drop\"",
    "skip = [\"\", \"N/A\", \"E*\"]",
    "unknown = 1",
];

const SECTIONS: &[&str] = &[
    "[variants]\n1 = \"One\"",
    "[variants]\n1 = \"bad name\"",
    "[columns.Note]\noptional = true",
    "[columns.Retry]\nas = \"boolean\"",
    "[columns.Type]\nas = \"category\"\naccessor = \"kind\"",
    "[columns.\"HTTP status\"]\nas = \"integer\"\noptional = true",
    "[columns.Name]\nas = \"category\"",
    "[columns.2]\noptional = true",
    "[columns.3]\noptional = true\naccessor = \"third\"",
    "[columns.x",
    "[[columns]]",
];

fn spec() -> impl Strategy<Value = Spec> {
    let blocks = prop::collection::vec(block(), 1..4);
    let line_end = prop::sample::select(vec!["\n", "\n", "\r\n"]);
    let lenient = prop::sample::select(vec![None, None, Some("first"), Some("alias")]);
    let spec = (lenient, blocks, line_end, any::<bool>());
    spec.prop_map(|(lenient, blocks, line_end, mark)| Spec { lenient, blocks, line_end, mark })
}

fn block() -> impl Strategy<Value = Block> {
    let prose = prop::sample::select(vec![
        "# Errors",
        "## Push API",
        "words",
        "> quoted",
        "- item",
        "```",
        "| stray | row |",
        "| a |\n|---|---|",
        "<!-- c -->",
        "---",
        "<!-- errtable skip -->",
        "<!-- errtable default\nduplicates = \"first\"\n-->",
        "<!-- errtable",
        "\u{1b}[2J",
    ]);
    let directive = (
        prop::collection::vec(prop::sample::select(KEYS), 0..3),
        prop::collection::vec(prop::sample::select(SECTIONS), 0..2),
    );
    prop_oneof![
        2 => prose.prop_map(|text| Block::Prose(text.to_owned())),
        1 => directive.prop_map(|(keys, sections)| Block::Directive([keys, sections].concat())),
        4 => plain_table(),
        3 => nasty_table(),
    ]
}

/// A table that is mostly right. Ranges stand beside codes, since a table of ranges alone makes no enum.
fn plain_table() -> impl Strategy<Value = Block> {
    let rows = prop::collection::vec((0..40_u32, 0..CELLS.len(), 0..20_u32), 1..8);
    (rows, 0..4_u32).prop_map(|(rows, ranges)| {
        let rows = rows.into_iter().map(|(code, cell, word)| format!("| {code} | word {word} | x {} |", CELLS[cell]));
        let ranges = (2..ranges).map(|range| format!("| {range}0 - {range}9 | words | x |"));
        Block::Table { header: vec!["Error code", "Description", "Note"], rows: rows.chain(ranges).collect() }
    })
}

fn nasty_table() -> impl Strategy<Value = Block> {
    let header = (prop::sample::select(HEADERS), prop::collection::vec(prop::sample::select(HEADERS), 0..4));
    let cell = prop_oneof![3 => prop::sample::select(CELLS), 1 => prop::sample::select(CODES)];
    let row = (prop::sample::select(CODES), prop::collection::vec(cell, 4), 0..20_usize);
    (header, prop::collection::vec(row, 0..8)).prop_map(|((first, others), rows)| {
        let header: Vec<_> = std::iter::once(first).chain(others).collect();
        let rows = rows.into_iter().map(|(code, cells, shape)| {
            let width = match shape {
                0 => header.len().saturating_sub(2),
                1 => header.len() + 1,
                _ => header.len() - 1,
            };
            let cells = cells.into_iter().take(width);
            let cells: String = std::iter::once(code).chain(cells).map(|cell| format!(" {cell} |")).collect();
            match shape {
                2 => format!("    |{cells}"),
                // A line that is nothing but a pipe is no row.
                3 if header.len() > 1 => cells,
                _ => format!("|{cells}"),
            }
        });
        let rows = rows.collect();
        Block::Table { header, rows }
    })
}

/// Compiles a text and looks at all that comes of it.
fn check(text: &str) -> Compiled {
    let compiled = compile(Source::new("x.md", text));
    for finding in &compiled.findings {
        expect_sound_place(&finding.place);
        finding.labels.iter().for_each(|label| expect_sound_place(&label.place));
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding}");
    }
    expect_printable(&render_all(&compiled.findings, Style::default()));
    render_all(&compiled.findings, Style { color: true });
    let says_nothing = compiled.findings.is_empty() && compiled.catalog.enums().is_empty();
    assert!(!says_nothing || !compiled.catalog.skipped().is_empty(), "there is nothing, and nothing says why");
    for enumeration in compiled.catalog.enums() {
        expect_valid(enumeration);
    }
    let lines = accounted_lines(&compiled.catalog);
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "a line counts twice: {lines:?}");
    expect_rust(&compiled.catalog);
    compiled
}

fn expect_sound_place(place: &Place) {
    let (span, text) = (place.span(), place.source().text());
    assert!(text.get(span.clone()).is_some(), "{span:?} is no piece of the text");
    let (line, column) = place.start();
    let shown = text.split('\n').nth(line - 1).expect("the line is there");
    assert!(column <= shown.chars().count() + 1, "{line}:{column} lies beyond the line {shown:?}");
    assert!(place.start() <= place.end());
}

/// Nothing of a spec may become a command to the terminal that shows it.
fn expect_printable(text: &str) {
    let bad = text.chars().find(|c| c.is_ascii_control() && *c != '\n');
    assert_eq!(bad, None, "in {text:?}");
}

/// What `catalog.rs` promises of what it holds.
fn expect_valid(of: &Enum) {
    assert!(!of.entries.is_empty(), "{} has no entries", of.name);
    let columns = |role| of.columns.iter().filter(|column| column.role == role).count();
    assert_eq!((columns(Role::Code), columns(Role::Name) <= 1, columns(Role::Description) <= 1), (1, true, true));
    let mut codes = HashSet::new();
    let mut variants = HashSet::new();
    let mut names = of.entries.iter().map(|entry| &entry.variant).chain(of.aliases.iter().map(|alias| &alias.name));
    assert!(names.all(|name| syn::parse_str::<syn::Ident>(name).is_ok()));
    for entry in &of.entries {
        assert!(variants.insert(entry.variant.as_str()), "the variant {} comes twice", entry.variant);
        assert!(entry.codes.iter().all(|code| codes.insert(code)), "a code of {} comes twice", entry.variant);
        assert!(entry.codes.iter().all(|code| fits(of, code)), "{:?} are not of {:?}", entry.codes, of.code_type);
        assert_eq!(entry.cells.len(), of.columns.len());
        for (cell, column) in entry.cells.iter().zip(&of.columns) {
            let fits = match (cell, &column.content) {
                (Value::Empty, content) => column.optional || *content == Content::Text,
                (Value::Text(text), Content::Text) => !text.is_empty(),
                (Value::Category(index), Content::Category(category)) => *index < category.values.len(),
                (Value::Integer(_), Content::Integer(_)) | (Value::Boolean(_), Content::Boolean) => true,
                _ => false,
            };
            assert!(fits, "{cell:?} in the column {column:?}");
        }
    }
    assert!(of.aliases.iter().all(|alias| alias.entry < of.entries.len()));
}

fn fits(of: &Enum, code: &Code) -> bool {
    match (of.code_type.as_str(), code) {
        ("text", Code::Text(_)) => true,
        ("u32", Code::Integer(code)) => u32::try_from(*code).is_ok(),
        ("i32", Code::Integer(code)) => i32::try_from(*code).is_ok(),
        ("u64", Code::Integer(code)) => u64::try_from(*code).is_ok(),
        ("i64", Code::Integer(code)) => i64::try_from(*code).is_ok(),
        _ => false,
    }
}

/// The code is Rust, and laid out as prettyplease would.
fn expect_rust(catalog: &Catalog) {
    let text = rust(catalog, &RustOptions::default());
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    assert_eq!(prettyplease::unparse(&file), text);
    expect_printable(&text);
}
