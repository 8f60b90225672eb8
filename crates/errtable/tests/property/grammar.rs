//! Specs of nasty tables: directives, headers, codes and cells that have been too much for somebody.

use proptest::prelude::*;

/// A spec in the making: prose, directives and tables.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
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
    pub(crate) fn text(&self) -> String {
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{}", self.lines().0.join(self.line_end))
    }

    /// The lines, and for each table the 1-based lines of its rows.
    pub(crate) fn lines(&self) -> (Vec<String>, Vec<Vec<usize>>) {
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
    "[columns.Note]\nas = \"categories\"\nseparator = \",\"\noptional = true\nall = \"x\"",
    "[columns.Type]\nas = \"categories\"\naccessor = \"kind\"\nsets = { x = [\"a\", \"b\"] }",
    "[columns.3]\nas = \"categories\"\nseparator = \" and \"\ndefault = \"none\"",
    "[columns.2]\noptional = true",
    "[columns.3]\noptional = true\naccessor = \"third\"",
    "[columns.x",
    "[[columns]]",
];

pub(crate) fn spec() -> impl Strategy<Value = Spec> {
    let blocks = prop::collection::vec(block(), 1..4);
    let line_end = prop::sample::select(vec!["\n", "\n", "\r\n"]);
    let lenient = prop::sample::select(vec![None, None, Some("first"), Some("alias"), Some("merge")]);
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
