//! What holds of everything that is made of a spec, whatever bytes it has. The fuzzers of `fuzz/` ask the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use errtable::catalog::{Catalog, Code, Content, Enum, Role, Value, Verdict};
use errtable::inner;
use errtable::inner::markdown::{Cell, Row, Table};
use errtable::{
    Compiled, Finding, Findings, Fix, Page, Place, Rule, RustOptions, Severity, Source, Style, markdown, printable,
    render, render_all, rust,
};
use errtable_tools::{HtmlOptions, html, json, render_github, render_json, render_sarif, render_short};
use serde_json::Value as Json;

/// As many findings are rendered one by one; the others are of the same kinds.
const RENDERED: usize = 8;

/// Looks at all that has come of a spec.
pub(crate) fn expect_sound(compiled: &Compiled) {
    expect_findings(&compiled.findings);
    let says_nothing = compiled.findings.is_empty() && compiled.catalog.enums().is_empty();
    assert!(!says_nothing || !compiled.catalog.skipped().is_empty(), "there is nothing, and nothing says why");
    for enumeration in compiled.catalog.enums() {
        expect_valid(enumeration);
    }
    expect_every_row(compiled);
    expect_rust(&compiled.catalog);
    expect_printable(&markdown(&compiled.catalog, Page::Sections));
    expect_page(compiled);
}

/// The page has every code, and no script or style but its own, whatever stands in the prose.
fn expect_page(compiled: &Compiled) {
    let page = html(compiled, &HtmlOptions::default()).expect("our own template has no fault");
    let entries: usize = compiled.catalog.enums().iter().map(|of| of.entries.len()).sum();
    assert_eq!(page.matches("<article id=").count(), entries);
    assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1));
}

/// Findings have a place, say what is wrong and what to do, and in no form of theirs can they command who shows them.
pub(crate) fn expect_findings(findings: &Findings) {
    for finding in findings {
        expect_sound_place(&finding.place);
        finding.labels.iter().for_each(|label| expect_sound_place(&label.place));
        assert!(!finding.message.is_empty() && finding.advice().next().is_some(), "{finding}");
        finding.fixes.iter().for_each(expect_sound_fix);
    }
    let few: Findings = findings.iter().take(RENDERED).cloned().collect();
    let path = |source: &Source| source.path().to_owned();
    few.iter().for_each(|finding| expect_printable(&render(finding, Style::default())));
    expect_printable(&render_all(findings, Style::default()));
    render_all(findings, Style { color: true, width: None });
    expect_printable(&render_short(&few, &path));
    expect_printable(&render_github(&few, &path));
    for text in [render_json(&few, &path), render_sarif(&few, &path)] {
        expect_printable(&text);
        serde_json::from_str::<Json>(&text).expect("findings are JSON");
    }
}

/// Edits are in order, apart from each other, and of pieces of the text.
fn expect_sound_fix(fix: &Fix) {
    let edits = fix.edits();
    assert!(!fix.title().is_empty() && !edits.is_empty(), "{fix:?}");
    edits.iter().for_each(|edit| expect_sound_place(&edit.place));
    for pair in edits.windows(2) {
        let is_same_file = pair[0].place.source() == pair[1].place.source();
        assert!(!is_same_file || pair[0].place.span().end <= pair[1].place.span().start, "{fix:?}");
    }
}

fn expect_sound_place(place: &Place) {
    let (span, text) = (place.span(), place.source().text());
    assert!(text.get(span.clone()).is_some(), "{span:?} is no piece of the text");
    let (line, column) = place.start();
    let before = &text[..span.start];
    assert_eq!(line, before.matches('\n').count() + 1);
    assert_eq!(column, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    assert!(place.start() <= place.end());
}

/// Nothing of a spec may become a command to the terminal that shows it, or turn or hide what stands around it.
pub(crate) fn expect_printable(text: &str) {
    for line in text.split('\n') {
        assert_eq!(printable(line), line);
    }
}

/// Each body row of each table that is compiled or left out makes an entry, joins one, is skipped for a reason, or has a
/// finding; none counts twice.
fn expect_every_row(compiled: &Compiled) {
    let accounted = accounted_lines(&compiled.catalog);
    // A lone carriage return parts rows and no lines.
    let are_lines = !compiled.source().text().replace("\r\n", "").contains('\r');
    assert!(!are_lines || accounted.windows(2).all(|pair| pair[0] < pair[1]), "a line counts twice: {accounted:?}");
    let accounted: BTreeSet<usize> = accounted.into_iter().collect();
    let mut told: BTreeSet<usize> = compiled.findings.iter().flat_map(told_lines).collect();
    let many = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error && is_of_many(finding));
    told.extend(many.flat_map(|finding| alike(compiled, finding)));
    let enums: HashSet<&str> = compiled.catalog.enums().iter().map(|of| of.name.as_str()).collect();
    for table in &compiled.tables {
        let is_in = match &table.verdict {
            Verdict::Compiled { name } => enums.contains(name.as_str()),
            Verdict::Skipped => true,
            _ => false,
        };
        if is_in {
            for row in &table.rows {
                let known = accounted.contains(row) || told.contains(row);
                assert!(known, "nothing is said of the row at line {row} of {table:?}");
            }
        } else {
            let compiled = matches!(table.verdict, Verdict::Compiled { .. });
            let rows: Vec<_> = table.rows.iter().filter(|row| accounted.contains(row)).collect();
            assert!(compiled || rows.is_empty(), "the rows {rows:?} are of no enum: {table:?}");
        }
    }
}

/// Whether a finding speaks of all rows in which a column holds the same.
fn is_of_many(finding: &Finding) -> bool {
    matches!(
        finding.rule,
        Rule::EmptyCell
            | Rule::CategoryCollision
            | Rule::InvalidIdentifier
            | Rule::UnfitSetting
            | Rule::InvalidCell
            | Rule::TooLarge
    )
}

/// The lines of the rows that such a finding speaks of: in the tables that share a header with the one that it stands in or
/// above, those with the same text in the same column, or all where it speaks of a directive.
fn alike(compiled: &Compiled, finding: &Finding) -> Vec<usize> {
    let document = &inner::spec_of(compiled).document;
    let at = finding.place.span().start;
    let is_here = *finding.place.source() == **compiled.source();
    let home = document.tables.iter().find(|table| is_here && at < table.span.end);
    let header = |table: &Table| table.header.cells.iter().map(|cell| cell.text.to_lowercase()).collect::<Vec<_>>();
    let family = document.tables.iter().filter(|table| home.is_none_or(|home| header(home) == header(table)));
    let rows: Vec<&Row> = family.flat_map(|table| &table.rows).collect();
    let key = |cell: &Cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cells = home.iter().flat_map(|home| &home.rows).flat_map(|row| row.cells.iter().enumerate());
    let mut place = cells
        .filter(|(_, cell)| cell.span.start <= at && at <= cell.span.end)
        .map(|(column, cell)| (column, key(cell)));
    let is_value = matches!(finding.rule, Rule::EmptyCell | Rule::CategoryCollision | Rule::InvalidCell);
    // A finding about sets is about all cells of which nothing says what they hold, or that have one of two values.
    let is_of_sets =
        finding.message.starts_with("nothing says which values") || finding.rule == Rule::CategoryCollision;
    let sets = compiled.catalog.enums().iter().flat_map(|of| &of.columns).any(errtable::catalog::Column::holds_sets);
    let is_alike = match place.next_back().filter(|_| is_value && !(is_of_sets && sets)) {
        Some((column, text)) => rows.into_iter().filter(|row| key(&row.cells[column]) == text).collect::<Vec<_>>(),
        None => rows,
    };
    is_alike.into_iter().map(|row| row.line).collect()
}

fn told_lines(finding: &Finding) -> impl Iterator<Item = usize> + '_ {
    let places = std::iter::once(&finding.place).chain(finding.labels.iter().map(|label| &label.place));
    places.flat_map(|place| place.start().0..=place.end().0)
}

/// The lines that the machine-readable catalogue accounts for, sorted, none left out that comes twice.
pub(crate) fn accounted_lines(catalog: &Catalog) -> Vec<usize> {
    let json: Json = serde_json::from_str(&json::json(catalog)).expect("the catalogue is JSON");
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let enums = list(&json["enums"]);
    let parts = enums.iter().flat_map(|of| [list(&of["entries"]), list(&of["ranges"])].concat());
    let lines = parts.flat_map(|part| list(&part["lines"]));
    let lines = lines.chain(list(&json["skipped"]).into_iter().map(|skipped| skipped["line"].clone()));
    let mut lines: Vec<usize> = lines.filter_map(|line| usize::try_from(line.as_u64()?).ok()).collect();
    lines.sort_unstable();
    lines
}

/// What `catalog.rs` promises of what it holds.
fn expect_valid(of: &Enum) {
    assert!(!of.entries.is_empty(), "{} has no entries", of.name);
    let columns = |role| of.columns.iter().filter(|column| column.role == role).count();
    assert_eq!((columns(Role::Code), columns(Role::Name) <= 1, columns(Role::Description) <= 1), (1, true, true));
    let mut codes = HashSet::new();
    let mut variants = HashMap::new();
    let mut names = of.entries.iter().map(|entry| &entry.variant).chain(of.aliases.iter().map(|alias| &alias.name));
    assert!(names.all(|name| syn::parse_str::<syn::Ident>(name).is_ok()));
    for entry in &of.entries {
        let other = variants.insert(entry.variant.as_str(), &entry.codes);
        assert_eq!(other, None, "the variant {} comes twice", entry.variant);
        assert!(entry.codes.iter().all(|code| codes.insert(code)), "a code of {} comes twice", entry.variant);
        assert!(entry.codes.iter().all(|code| fits(of, code)), "{:?} are not of {:?}", entry.codes, of.code_type);
        assert_eq!(entry.cells.len(), of.columns.len());
        for (cell, column) in entry.cells.iter().zip(&of.columns) {
            let fits = match (cell, &column.content) {
                (Value::Empty, content) => column.optional || *content == Content::Text,
                (Value::Text(text), Content::Text) => !text.is_empty(),
                (Value::Category(index), Content::Category(category)) => *index < category.values.len(),
                (Value::Categories(values), Content::Categories(category)) => {
                    let is_set = values.windows(2).all(|pair| pair[0] < pair[1]);
                    is_set && values.iter().all(|index| *index < category.values.len())
                }
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
        ("u8", Code::Integer(code)) => u8::try_from(*code).is_ok(),
        ("i8", Code::Integer(code)) => i8::try_from(*code).is_ok(),
        ("u16", Code::Integer(code)) => u16::try_from(*code).is_ok(),
        ("i16", Code::Integer(code)) => i16::try_from(*code).is_ok(),
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
    // What is not Rust to prettyplease, the comment on top, says where the code comes from.
    let begin = text.find("#[").unwrap_or_default();
    assert!(text[..begin].lines().all(|line| line.starts_with("// ")), "{}", &text[..begin]);
    assert_eq!(prettyplease::unparse(&file), text[begin..]);
    expect_printable(&text);
}
