//! Spec and code agree, cell by cell, in both directions: the table of the vendor, and that of codes from other pages.
//!
//! Each table is read once more here, by a Markdown parser that shares nothing with the one of the compiler, so that a
//! fault of either shows. What the crate answers is held against each cell, and each answer of the crate against a cell.

use std::collections::BTreeMap;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use tpns_errors::{ErrorCode, FeedbackApi};

const SPEC: &str = include_str!("../spec/tpns.md");
const FURTHER: &str = include_str!("../spec/further.md");
const HEADER: [&str; 4] = ["Error code", "English descriptor", "Error description", "Feedback API"];

/// A row as the page shows it, with where its code is documented, if that is another page.
type Row = ([String; 4], Option<String>);

/// The rows of both tables, in their order.
fn rows() -> Vec<Row> {
    let here = rows_of::<4>(SPEC, HEADER).into_iter().map(|row| (row, None));
    let [code, name, description, api] = HEADER;
    let further = rows_of::<5>(FURTHER, [code, name, description, api, "Documented in"]).into_iter();
    here.chain(further.map(|[code, name, description, api, page]| ([code, name, description, api], Some(page))))
        .collect()
}

/// The rows of the only table of a page, the header left out.
fn rows_of<const COLUMNS: usize>(page: &str, header: [&str; COLUMNS]) -> Vec<[String; COLUMNS]> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let page = parse_document(&arena, page, &options);
    let mut tables = page.children().filter(|node| matches!(node.data.borrow().value, NodeValue::Table(_)));
    let table = tables.next().expect("the page has a table");
    assert!(tables.next().is_none(), "a second table would need a comparison of its own");
    let mut rows: Vec<_> = table.children().map(row).collect();
    assert_eq!(rows.remove(0), header);
    rows
}

fn row<'a, const COLUMNS: usize>(row: &'a AstNode<'a>) -> [String; COLUMNS] {
    let cells: Vec<_> = row.children().map(text).collect();
    cells.try_into().unwrap_or_else(|cells| panic!("the row has not {COLUMNS} cells: {cells:?}"))
}

/// The text of a cell; marks around it, such as those of a retired code, are none of it.
fn text<'a>(cell: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in cell.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

fn number(cell: &str) -> u32 {
    cell.parse().unwrap_or_else(|_| panic!("{cell:?} is not a number"))
}

/// What the crate says of a code, as the first cells of its row, and the last.
fn answer(error: ErrorCode) -> ([String; 3], Option<String>) {
    let cells = [error.code().to_string(), error.name().into(), error.description().into()];
    (cells, error.documented_in().map(Into::into))
}

/// A row without the cell that says which APIs report its code.
fn without_apis(([code, name, description, _], page): Row) -> ([String; 3], Option<String>) {
    ([code, name, description], page)
}

#[test]
fn every_cell_is_in_the_code() {
    for row in rows() {
        let ([code, name, ..], _) = &row;
        let error = ErrorCode::from_code(number(code)).unwrap_or_else(|| panic!("the code lacks {row:?}"));
        assert_eq!(ErrorCode::from_name(name), Some(error), "{row:?}");
        assert_eq!(answer(error), without_apis(row));
    }
}

#[test]
fn every_answer_is_in_the_table_in_the_same_order() {
    let answers: Vec<_> = ErrorCode::ALL.iter().map(|&error| answer(error)).collect();
    assert_eq!(answers, rows().into_iter().map(without_apis).collect::<Vec<_>>());
}

/// The vendor's table stays the source for its codes.
#[test]
fn a_code_says_whether_another_page_documents_it() {
    let (here, further): (Vec<ErrorCode>, Vec<ErrorCode>) =
        ErrorCode::ALL.iter().copied().partition(|error| error.documented_in().is_none());
    assert_eq!((here.len(), further.len()), (25, 5));
    assert!(further.iter().all(|error| !SPEC.contains(&error.code().to_string())));
}

/// The APIs that the vendor's cell names, each alone. A kind of push is a push, and a push is of any kind.
fn apis(cell: &str) -> &'static [&'static str] {
    const PUSH: &[&str] = &["Push API", "Single push API", "Full push API", "Tag push API"];
    const EVERY: &[&str] = &[
        "Push API",
        "Single push API",
        "Full push API",
        "Tag push API",
        "Account binding API",
        "Account query API",
        "Account operation API",
        "Tag binding API",
        "Tag operation API",
        "Certificate upload API",
        "Number package upload API",
        "Application creating API",
        "Statistics API",
        "Statistics query API",
    ];
    match cell {
        "General API" | "General error" => EVERY,
        "Push API" => PUSH,
        "Single push API, account binding API, and tag binding API" => {
            &["Push API", "Single push API", "Account binding API", "Tag binding API"]
        }
        "Push APIs for full push and tag push" => &["Push API", "Full push API", "Tag push API"],
        "Account binding and query API" => &["Account binding API", "Account query API"],
        "Tag operation and account operation APIs" => &["Tag operation API", "Account operation API"],
        "Certificate upload API" => &["Certificate upload API"],
        "Certificate upload API and number package upload API" => {
            &["Certificate upload API", "Number package upload API"]
        }
        "Application creating API" => &["Application creating API"],
        "Statistics API" => &["Statistics API"],
        "Statistics query API" => &["Statistics query API"],
        // The page of the SDK names no API.
        "Not stated" => &[],
        _ => panic!("the cell {cell:?} is new"),
    }
}

#[test]
fn every_api_lists_the_codes_of_its_rows() {
    let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for ([code, _, _, cell], _) in rows() {
        for api in apis(&cell) {
            expected.entry((*api).to_owned()).or_default().push(number(&code));
        }
    }
    let codes = |api: &FeedbackApi| ErrorCode::with_feedback_api(*api).iter().map(|error| error.code()).collect();
    let found: BTreeMap<String, Vec<u32>> =
        FeedbackApi::ALL.iter().map(|api| (api.as_str().to_owned(), codes(api))).collect();
    assert_eq!(found, expected);
}
