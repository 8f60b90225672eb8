//! The generated text: laid out as prettyplease would lay it out, the same for the same table, and named by what the
//! rows say, not by where they stand.

mod crafted;
mod fixture;

use std::collections::{BTreeMap, BTreeSet};

use errtable::catalog::{Catalog, Code};
use errtable::{Compiled, RustOptions, Source, compile, rust};
use proptest::prelude::*;

use fixture::{Case, cases};

#[test]
fn cases_are_laid_out_as_prettyplease_would() {
    for case in cases("pass") {
        expect_pretty(&rust(&case.compile().catalog, &with_features()), &case.name);
    }
}

/// Where no hash is perfect, keys are searched for, in each type of codes and in texts.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn keys_against_all_hashes_are_searched() {
    for (case, functions) in crafted::cases() {
        let compiled = case.compile();
        assert!(compiled.findings.is_empty(), "{}: {:?}", case.name, compiled.findings);
        let text = rust(&compiled.catalog, &with_features());
        for function in functions {
            let (_, body) = text.split_once(&format!("const fn {function}(")).expect("a function");
            assert!(
                body.split_once("\n        }\n").is_some_and(|(body, _)| body.contains("while end - slot > 1")),
                "{}: {function}",
                case.name
            );
        }
        expect_pretty(&text, &case.name);
    }
}

/// Arrays of texts stand on one line or on many; every number of rows with every length of name that brings them near.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_length_of_a_name_is_laid_out_otherwise() {
    for rows in 1..=30 {
        for length in 1..=120 {
            if rows * (length + 4) < 150 {
                let name = |row: usize| format!("{}{}", letter(row).to_string().repeat(length), "z".repeat(row / 26));
                let lines = (0..rows).map(|row| format!("| {} | {} |", row + 1, name(row)));
                expect_pretty(
                    &code_of("| Error code | Name |\n|---|---|", lines),
                    &format!("{rows} rows, names of {length} letters"),
                );
            }
        }
    }
}

/// Width is counted in bytes, in which a wide letter has three.
#[test]
fn no_wide_letter_is_laid_out_otherwise() {
    for rows in 1..=3_usize {
        for length in 1..=40 {
            let lines = (0..rows).map(|row| format!("| {row} | {}{row} |", "无".repeat(length)));
            let text = code_of("| Error code | Name |\n|---|---|", lines);
            expect_pretty(&text, &format!("{rows} rows, names of {length} wide letters"));
        }
    }
}

/// Arrays of numbers fill their lines; every number of rows with codes of many lengths.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_length_of_a_code_is_laid_out_otherwise() {
    for digits in [1_u32, 2, 3, 5, 7, 8, 10, 13, 19] {
        for rows in 1..=30_u64 {
            let code = |row: u64| 10_u64.pow(digits - 1) + if digits == 1 { row } else { rows - row };
            let lines = (0..rows).map(|row| format!("| {} | 无 |", code(row)));
            expect_pretty(
                &code_of("| Error code | Description |\n|---|---|", lines),
                &format!("{rows} rows, codes of {digits} digits"),
            );
        }
    }
}

/// The index of a category is an array of slices, each of which stands on one line or on many.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_slice_of_a_category_is_laid_out_otherwise() {
    let directive = "<!-- errtable\nenum = \"E\"\n[columns.C]\nas = \"category\"\n[columns.O]\nas = \"integer\"\noptional = true\n-->\n\n";
    for rows in 1..=8_usize {
        for length in (1..=80).filter(|length| length * rows < 110) {
            let name = |row: usize| letter(row).to_string().repeat(length);
            let category = |row: usize| if row < 5 { "one" } else { "two" };
            let number = |row: usize| if row.is_multiple_of(3) { String::new() } else { "7".repeat(length.min(18)) };
            let lines =
                (0..rows).map(|row| format!("| {} | {} | {} | {} |", row, name(row), category(row), number(row)));
            expect_pretty(
                &code_of(&format!("{directive}| Error code | Name | C | O |\n|---|---|---|---|"), lines),
                &format!("{rows} rows, names of {length} letters"),
            );
        }
    }
}

/// Yes and no, nothing at all, hexadecimal and negative numbers: each kind of element in arrays that fill a line and more.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_kind_of_element_is_laid_out_otherwise() {
    let directive = "<!-- errtable\n[columns.Y]\nas = \"boolean\"\n[columns.N]\nas = \"integer\"\n[columns.O]\nas = \"integer\"\noptional = true\n[columns.P]\nas = \"boolean\"\noptional = true\n[columns.T]\noptional = true\n-->\n\n";
    let header = format!("{directive}| Error code | Description | Y | N | O | P | T |\n|---|---|---|---|---|---|---|");
    for rows in 1..=40_u32 {
        for shape in 0..6 {
            let code = |row: u32| match shape {
                0 => row.to_string(),
                1 => format!("0x{row:04X}"),
                2 => format!("0x{:X}", row * row * row),
                3 => format!("-{}", row + 1),
                4 => (row * 99_991).to_string(),
                _ => format!("x{row}"),
            };
            let line = |row: u32| {
                let answer = if row.is_multiple_of(shape + 2) { "yes" } else { "no" };
                let number = if shape == 3 { format!("-{row}") } else { (row * 7).to_string() };
                let optional = if shape < 3 { String::new() } else { number.clone() };
                let blank = if shape < 4 { "" } else { answer };
                format!("| {} | 无 | {answer} | {number} | {optional} | {blank} | {blank} |", code(row))
            };
            expect_pretty(&code_of(&header, (0..rows).map(line)), &format!("{rows} rows of shape {shape}"));
        }
    }
}

/// Long tables: lists on demand, texts in one, and the arms of a `match`, with names that fit on a line and some that do
/// not.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_long_table_is_laid_out_otherwise() {
    let directive = "<!-- errtable\n[columns.C]\nas = \"category\"\n[columns.4]\nas = \"categories\"\nenum = \"S\"\nseparator = \";\"\nall = \"each\"\n-->\n\n";
    let sets = "Whoever may come to see what this code says of the matter at hand";
    let header = format!("{directive}| Error code | Name | Text | {sets} | C |\n|---|---|---|---|---|");
    for (rows, factor) in [(257, 1), (2_049, 1), (2_049, 999_983)] {
        let line = |row: u32| {
            let name = letter(row as usize).to_string().repeat(40 + row as usize % 50);
            format!(
                "| {} | {name}{row} | \\\\ \"{{}}\" 无 &nbsp; | {} | {} |",
                row * factor,
                if row.is_multiple_of(9) { "each".to_owned() } else { format!("user {}; other {}", row % 50, row % 7) },
                if row < 5 { "one" } else { "two" }
            )
        };
        expect_pretty(&code_of(&header, (1..=rows).map(line)), &format!("{rows} rows, codes {factor} apart"));
    }
}

#[test]
fn another_layout_is_noticed() {
    let text = rust(&cases("pass")[0].compile().catalog, &RustOptions::default());
    assert_eq!(difference_to_prettyplease(&text), None);
    let other = text.replacen("    use core::fmt;\n", "  use core::fmt;\n", 1);
    assert!(difference_to_prettyplease(&other).is_some_and(|difference| difference.contains("use core::fmt;")));
    assert!(difference_to_prettyplease("fn").is_some_and(|difference| difference.starts_with("not Rust")));
    assert_eq!(difference_to_prettyplease("mod a {}\n\n").as_deref(), Some("the number of lines differs"));
}

/// What stands around a table, how its lines end and where its file lies is not in the code.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn only_the_table_counts() {
    for case in cases("pass") {
        let code = |source: Source| rust(&compile(source).catalog, &RustOptions::default());
        let file = format!("{}.md", case.name);
        let plain = code(Source::new(file.as_str(), case.text.as_str()));
        assert_eq!(plain, code(Source::new(format!("/some/where/{file}"), case.text.as_str())), "{}: path", case.name);
        let unix = case.text.replace("\r\n", "\n");
        assert_eq!(plain, code(Source::new(file.as_str(), unix.replace('\n', "\r\n"))), "{}: line ends", case.name);
        let marked = format!("\u{feff}{}", case.text.trim_start_matches('\u{feff}'));
        assert_eq!(plain, code(Source::new(file.as_str(), marked)), "{}: byte-order mark", case.name);
        let below = format!("{}\nWords below.\n", case.text);
        assert_eq!(plain, code(Source::new(file.as_str(), below)), "{}: words below", case.name);
        // Front matter is such only at the very top.
        if !case.text.starts_with("---\n") {
            let above = format!("Words\nabove.\n\n{}", case.text.trim_start_matches('\u{feff}'));
            assert_eq!(plain, code(Source::new(file.as_str(), above)), "{}: words above", case.name);
        }
    }
}

/// Where the first of two rows counts, which is first matters.
const ORDERED: &[&str] = &[
    "aliases-without-words",
    "codes-shared-by-rows",
    "codes-under-headings-of-errors",
    "duplicates-as-aliases",
    "duplicates-first",
    "duplicates-merged",
    "duplicates-symbols-and-causes",
    "repeated-number-under-known-header",
    "rows-that-say-more",
];

#[test]
fn variants_do_not_depend_on_the_order_of_rows() {
    for case in cases("pass").iter().filter(|case| !ORDERED.contains(&case.name.as_str())) {
        let variants = variants(&case.compile().catalog);
        for shuffle in [|rows: &mut [&str]| rows.reverse(), |rows: &mut [&str]| rows.rotate_left(1)] {
            let shuffled = shuffled(case, shuffle).compile();
            assert!(shuffled.findings.is_empty(), "{}: {:?}", case.name, shuffled.findings);
            assert_eq!(variants, self::variants(&shuffled.catalog), "{}", case.name);
        }
    }
}

/// Few words, so that many descriptions make the same name, and some make the name that another gets for its code.
const WORDS: &[&str] =
    &["Code", "Invalid token", "Invalid token 1", "invalid-token", "1", "12", "无", "Code 1", "Self"];

fn described_rows() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let description = prop::collection::vec(prop::sample::select(WORDS), 1..3).prop_map(|words| words.join(" "));
    let row = (0..200_u32, description).prop_map(|(code, description)| (code, format!("| {code} | {description} |")));
    prop::collection::vec(row, 1..30).prop_flat_map(|rows| {
        let rows: Vec<_> = rows.into_iter().collect::<BTreeMap<_, _>>().into_values().collect();
        (Just(rows.clone()), Just(rows).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn derived_variants_do_not_depend_on_the_order_of_rows((rows, shuffled) in described_rows()) {
        let [sorted, shuffled] = [rows, shuffled].map(|rows| table("| Error code | Description |\n|---|---|", rows));
        prop_assert!(sorted.findings.is_empty(), "{:?}", sorted.findings);
        prop_assert_eq!(variants(&sorted.catalog), variants(&shuffled.catalog));
    }
}

fn letter(number: usize) -> char {
    char::from(b'a' + u8::try_from(number % 26).expect("less than 26"))
}

fn table(header: &str, rows: impl IntoIterator<Item = String>) -> Compiled {
    let rows: Vec<_> = rows.into_iter().collect();
    compile(Source::new("t.md", format!("{header}\n{}\n", rows.join("\n"))))
}

fn code_of(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    let compiled = table(header, rows);
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    rust(&compiled.catalog, &RustOptions::default())
}

/// The variant of every code, by enum.
fn variants(catalog: &Catalog) -> BTreeMap<(String, Code), String> {
    let entries = catalog.enums().iter().flat_map(|of| of.entries.iter().map(move |entry| (of, entry)));
    let codes = entries.flat_map(|(of, entry)| entry.codes.iter().map(move |code| (of, code, entry)));
    codes.map(|(of, code, entry)| ((of.name.clone(), code.clone()), entry.variant.clone())).collect()
}

/// A case with the rows of each table in another order.
fn shuffled(case: &Case, shuffle: impl Fn(&mut [&str])) -> Case {
    let mut lines: Vec<&str> = case.text.lines().collect();
    let is_delimiter = |line: &str| line.contains("---") && line.contains('|') && !line.contains(char::is_alphanumeric);
    let bodies: Vec<usize> = (0..lines.len()).filter(|&at| is_delimiter(lines[at])).map(|at| at + 1).collect();
    for body in bodies {
        let length = lines[body..].iter().take_while(|line| line.contains('|')).count();
        shuffle(&mut lines[body..body + length]);
    }
    Case { name: case.name.clone(), text: lines.join("\n") + "\n", ..case.clone() }
}

fn expect_pretty(text: &str, what: &str) {
    if let Some(difference) = difference_to_prettyplease(text) {
        panic!("{what}: {difference}");
    }
}

/// Where prettyplease would write something else.
fn difference_to_prettyplease(text: &str) -> Option<String> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return Some(format!("not Rust: {error}")),
    };
    // It keeps no comments, which stand above all code.
    let comments: String = text.split_inclusive('\n').take_while(|line| line.starts_with("// ")).collect();
    let pretty = comments + &prettyplease::unparse(&file);
    let mut lines = text.lines().zip(pretty.lines()).enumerate();
    let differing = lines.find(|(_, (ours, theirs))| ours != theirs);
    match differing {
        Some((number, (ours, theirs))) => Some(format!("line {}:\n{ours}\nprettyplease:\n{theirs}", number + 1)),
        None => (text != pretty).then(|| "the number of lines differs".to_owned()),
    }
}

fn with_features() -> RustOptions {
    RustOptions::known_features()
        .fold(RustOptions::default(), |options, name| options.feature(name).expect("a known feature can be asked for"))
}

/// A name out of a spec is held against these tables, so nothing that the emitters add may be missing there.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn what_every_enum_has_stands_in_the_table_of_promised_names() {
    let table = include_str!("../src/catalog/reserved.rs");
    let promised = |name: &str| table.contains(&format!("\"{name}\""));
    let mut seen = BTreeSet::new();
    for case in cases("pass") {
        let catalog = case.compile().catalog;
        let file = syn::parse_file(&rust(&catalog, &with_features())).expect("the generated code is Rust");
        for enumeration in catalog.enums() {
            let of_columns = enumeration.columns.iter().flat_map(|column| {
                let has = column.holds_sets().then(|| format!("has_{}", column.accessor));
                [column.accessor.clone(), format!("with_{}", column.accessor)].into_iter().chain(has)
            });
            let of_aliases = enumeration.aliases.iter().map(|alias| alias.name.clone());
            let of_spec: BTreeSet<_> = of_columns.chain(of_aliases).collect();
            let mut items = Vec::new();
            items_of(&enumeration.name, &file.items.iter().collect::<Vec<_>>(), &mut items);
            assert!(items.iter().any(|item| item == "from_code"), "{items:?}");
            seen.extend(items.into_iter().filter(|item| !of_spec.contains(item)));
        }
    }
    let missing: Vec<_> = seen.iter().filter(|item| !promised(item)).collect();
    assert!(missing.is_empty(), "src/catalog/reserved.rs lacks {missing:?}");
    for trait_name in ["FromStr", "TryFrom", "Serialize", "Arbitrary", "Format", "Named", "ALL", "range_of"] {
        assert!(seen.contains(trait_name), "{trait_name} is not looked at: {seen:?}");
    }
}

/// The associated items of a type, and the names of the traits that it implements or derives.
fn items_of(name: &str, items: &[&syn::Item], into: &mut Vec<String>) {
    let is_it = |ty: &syn::Type| matches!(ty, syn::Type::Path(path) if path.path.is_ident(name));
    for item in items {
        match item {
            syn::Item::Mod(module) => {
                let items = module.content.iter().flat_map(|(_, items)| items);
                items_of(name, &items.collect::<Vec<_>>(), into);
            }
            syn::Item::Const(constant) => {
                if let syn::Expr::Block(block) = &*constant.expr {
                    let statements = block.block.stmts.iter();
                    let items = statements.filter_map(|statement| match statement {
                        syn::Stmt::Item(item) => Some(item),
                        _ => None,
                    });
                    items_of(name, &items.collect::<Vec<_>>(), into);
                }
            }
            syn::Item::Enum(item) if item.ident == name => {
                for derive in item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")) {
                    let add = |meta: syn::meta::ParseNestedMeta<'_>| {
                        into.extend(meta.path.get_ident().map(ToString::to_string));
                        Ok(())
                    };
                    derive.parse_nested_meta(add).expect("a derive is a list of names");
                }
            }
            syn::Item::Impl(item) if is_it(&item.self_ty) => match &item.trait_ {
                Some((path, _)) => into.push(last(path)),
                None => into.extend(item.items.iter().filter_map(item_name)),
            },
            _ => {}
        }
    }
}

fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn item_name(item: &syn::ImplItem) -> Option<String> {
    match item {
        syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string().trim_start_matches("r#").to_owned()),
        syn::ImplItem::Const(constant) => Some(constant.ident.to_string()),
        _ => None,
    }
}
