//! A program that uses every generated item and says what it gets, and what it should say by the catalogue.
//!
//! What the two must agree on is printed; what must hold for any table is asserted in the program.

use std::fmt::Write as _;

use errtable::Catalog;
use errtable::catalog::{Category, Code, CodeType, Column, Content, Entry, Enum, Role, Value};

/// The program, for a crate `cases` with a module `case_N` for each catalogue.
pub(crate) fn program(catalogs: &[(&str, Catalog)]) -> String {
    let mut text = String::from(PREAMBLE);
    let mut calls = String::new();
    for (number, (name, catalog)) in catalogs.iter().enumerate() {
        for enumeration in catalog.enums() {
            let function = format!("case_{number}_{}", enumeration.name.to_lowercase());
            let _ =
                writeln!(calls, "    println!(\"{{}} {{}}\", {name:?}, {:?});\n    {function}();", enumeration.name);
            text.push_str(&of_enum(&function, number, enumeration));
        }
    }
    let _ = writeln!(text, "fn main() {{\n{calls}}}");
    text
}

const PREAMBLE: &str = "\
#![deny(warnings)]
#![allow(deprecated, reason = \"retired codes still decode\")]
use std::collections::HashSet;
use std::error::Error;
use std::str::FromStr;

fn is_error<E: Error + Copy + Eq + std::hash::Hash + std::fmt::Debug + Send + Sync + 'static>(_: E) {}
";

/// What the program prints.
pub(crate) fn expected(catalogs: &[(&str, Catalog)]) -> String {
    let mut text = String::new();
    for (name, catalog) in catalogs {
        for enumeration in catalog.enums() {
            let _ = writeln!(text, "{name} {}", enumeration.name);
            for entry in &enumeration.entries {
                let _ = writeln!(text, "{}", expected_line(enumeration, entry));
            }
            for range in &enumeration.ranges {
                let _ = writeln!(text, "{} {} {:?}", range.first, range.last, range.text);
            }
            for (_, _, category) in enumeration.categories() {
                let texts: Vec<_> = category.values.iter().map(|value| value.text.as_str()).collect();
                let _ = writeln!(text, "{texts:?}");
            }
        }
    }
    text
}

fn expected_line(enumeration: &Enum, entry: &Entry) -> String {
    let code = entry.code();
    let shown = match (enumeration.name_of(entry), enumeration.description_of(entry)) {
        (Some(name), _) => name,
        (None, Some(description)) => description,
        (None, None) => &entry.variant,
    };
    let display = format!("{shown} ({})", enumeration.show(code));
    let mut line = format!("{} {:?} {display:?}", literal(code), entry.variant);
    for (index, column) in with_accessors(enumeration) {
        let value = expected_value(&entry.cells[index], column);
        let _ = write!(line, " {}={value}", column.accessor);
    }
    line
}

/// A value as `{:?}` prints what the accessor returns.
fn expected_value(value: &Value, column: &Column) -> String {
    let text = match (value, &column.content) {
        (cell, Content::Categories(category)) => {
            let variants: Vec<_> = cell.values().iter().map(|&index| category.values[index].variant.as_str()).collect();
            return format!("[{}]", variants.join(", "));
        }
        (Value::Empty, _) if column.optional => return "None".to_owned(),
        (Value::Empty, _) => return "\"\"".to_owned(),
        (Value::Text(text), _) => format!("{text:?}"),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Boolean(answer), _) => answer.to_string(),
        (Value::Category(index), Content::Category(category)) => category.values[*index].variant.clone(),
        (Value::Category(_) | Value::Categories(_), _) => {
            unreachable!("only a category column holds values of a category")
        }
    };
    if column.optional { format!("Some({text})") } else { text }
}

/// The columns that a method reads.
fn with_accessors(enumeration: &Enum) -> impl Iterator<Item = (usize, &Column)> {
    enumeration.columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code)
}

fn of_enum(function: &str, number: usize, enumeration: &Enum) -> String {
    let name = &enumeration.name;
    let answers = enumeration.columns.iter().filter(|column| column.content == Content::Boolean);
    let parts = [
        constants(enumeration),
        entries(enumeration),
        codes(enumeration),
        unknown_codes(enumeration),
        ranges(enumeration),
        enumeration.categories().map(|(_, column, category)| of_category(column, category)).collect(),
        answers.map(of_answers).collect(),
    ];
    let mut types =
        vec![format!("{name} as E"), format!("Any{name} as Any"), format!("Parse{name}Error as ParseError")];
    if enumeration.code_type != CodeType::Text {
        types.push(format!("Unknown{name}"));
    }
    let of_category = |category: &Category| [category.name.clone(), format!("Parse{}Error", category.name)];
    types.extend(enumeration.categories().flat_map(|(_, _, category)| of_category(category)));
    let (types, body) = (types.join(", "), parts.concat());
    format!("fn {function}() {{\n    use cases::case_{number}::{{{types}}};\n{body}}}\n")
}

fn constants(enumeration: &Enum) -> String {
    let first = &enumeration.entries[0];
    let (code, variant) = (literal(first.code()), &first.variant);
    let mut text = format!(
        "    assert_eq!(E::ALL.len(), {0});
    assert_eq!(E::COUNT, {0});
    const FIRST: Option<E> = E::from_code({code});
    const NAME: &str = E::{variant}.variant_name();
    const KNOWN: Option<E> = Any::new({code}).known();
    assert_eq!((FIRST, NAME, KNOWN), (Some(E::{variant}), {variant:?}, Some(E::{variant})));
    let all: HashSet<E> = E::ALL.iter().copied().collect();
    assert_eq!(all.len(), E::COUNT);
    let mut sorted = E::ALL.to_vec();
    sorted.sort();
    assert!(sorted.is_sorted_by_key(|e| e.code()));
",
        enumeration.entries.len()
    );
    for alias in &enumeration.aliases {
        let variant = &enumeration.entries[alias.entry].variant;
        let _ = writeln!(text, "    assert_eq!(E::{}, E::{variant});", alias.name);
        if enumeration.column(Role::Name).is_some() && !alias.text.is_empty() {
            let _ = writeln!(text, "    assert_eq!(E::from_name({:?}), Some(E::{variant}));", alias.text);
        }
    }
    text
}

/// What holds for each entry, and what it says.
fn entries(enumeration: &Enum) -> String {
    let mut by_name = String::new();
    let mut format = String::from("{:?} {:?} {:?}");
    let mut arguments = String::from("e.code(), e.variant_name(), e.to_string()");
    for (_, column) in with_accessors(enumeration) {
        let _ = write!(format, " {}={{:?}}", column.accessor);
        let _ = write!(arguments, ", e.{}()", column.accessor);
        if column.role == Role::Name {
            // An empty cell is no name to be found by.
            let name = match column.optional {
                true => "if let Some(name) = e.name()",
                false => "let name = e.name();\n        if !name.is_empty()",
            };
            let _ = write!(
                by_name,
                "        {name} {{
            // Of rows that share a name, the first.
            assert_eq!(E::from_name(name).map(|first| first.name()), Some(name));
            assert_eq!(E::from_str(name).map(|first| first.name()), Ok(name));
        }}\n"
            );
        }
    }
    let order = match enumeration.code_type {
        CodeType::Text => "",
        _ => "        assert_eq!(Any::from(e).cmp(&Any::from(E::ALL[0])), Ord::cmp(&e, &E::ALL[0]));\n",
    };
    format!(
        "    for &e in E::ALL {{
        let code = e.code();
        assert_eq!(E::from_code(code), Some(e));
        assert_eq!(E::try_from(code).ok(), Some(e));
        assert_eq!(E::from_str(e.variant_name()), Ok(e));
        assert_eq!(E::from_str(&code.to_string()), Ok(e));
        let any = Any::from(code);
        assert_eq!((any, any.known(), any.code()), (Any::from(e), Some(e), code));
        assert_eq!(any.to_string(), e.to_string());
        assert_eq!(format!(\"{{e:?}}\"), e.variant_name());
        assert_eq!({code_type}::from(e), code);
        assert_eq!({code_type}::from(any), code);
{order}        is_error(e);
        is_error(any);
{by_name}        println!(\"{format}\", {arguments});
    }}
    assert_eq!(E::from_str(\"no such thing\"), Err(E::from_str(\"nor this\").unwrap_err()));
    is_error::<ParseError>(E::from_str(\"no such thing\").unwrap_err());
",
        code_type = code_type(enumeration)
    )
}

/// Every code of the catalogue finds its variant, and is its discriminant where it is the first.
fn codes(enumeration: &Enum) -> String {
    let entries = || enumeration.entries.iter();
    let list = |pairs: Vec<String>| pairs.join(", ");
    let known =
        entries().flat_map(|entry| entry.codes.iter().map(|code| format!("({}, E::{})", literal(code), entry.variant)));
    let code_type = code_type(enumeration).trim_matches(['<', '>']);
    let mut text = format!(
        "    let known: &[({code_type}, E)] = &[{}];
    for &(code, e) in known {{
        assert_eq!(E::from_code(code), Some(e));
    }}
",
        list(known.collect())
    );
    if enumeration.code_type != CodeType::Text {
        let first = entries().map(|entry| format!("({}, E::{})", literal(entry.code()), entry.variant));
        let _ = writeln!(
            text,
            "    let first: &[({code_type}, E)] = &[{}];
    for &(code, e) in first {{
        assert_eq!(e as {code_type}, code);
    }}",
            list(first.collect())
        );
    }
    text
}

/// What is not in the table is told apart, named, and kept.
fn unknown_codes(enumeration: &Enum) -> String {
    let is_text = enumeration.code_type == CodeType::Text;
    let unknown = if is_text {
        "        assert!(E::try_from(code).is_err());\n".to_owned()
    } else {
        format!(
            "        let unknown: Unknown{} = E::try_from(code).unwrap_err();
        assert!(unknown.to_string().ends_with(shown), \"{{unknown}}\");
        assert_eq!(unknown.code(), code);
        is_error(unknown);\n",
            enumeration.name
        )
    };
    let codes = absent_codes(enumeration).into_iter().map(|code| {
        let shown = match &code {
            Code::Integer(number) if enumeration.hex_digits > 0 => format!(" {number:#X}"),
            Code::Integer(number) => format!(" {number}"),
            Code::Text(text) => format!(" {text:?}"),
        };
        format!("({}, {shown:?})", literal(&code))
    });
    let codes: Vec<_> = codes.collect();
    format!(
        "    let absent: &[({code_type}, &str)] = &[{codes}];
    for &(code, shown) in absent {{
        assert_eq!(E::from_code(code), None);
        assert!(E::from_str(&code.to_string()).is_err());
        assert_eq!((Any::new(code).known(), Any::new(code).code()), (None, code));
        assert!(Any::new(code).to_string().ends_with(shown), \"{{}}\", Any::new(code));
{unknown}    }}
",
        code_type = code_type(enumeration).trim_matches(['<', '>']),
        codes = codes.join(", ")
    )
}

/// Codes of the type that no entry has: the neighbours of those that are there, and the ends of the type.
fn absent_codes(enumeration: &Enum) -> Vec<Code> {
    let known = |code: &Code| enumeration.entries.iter().any(|entry| entry.codes.contains(code));
    let (least, greatest) = match enumeration.code_type {
        CodeType::U32 => (0, i128::from(u32::MAX)),
        CodeType::I32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
        CodeType::U64 => (0, i128::from(u64::MAX)),
        CodeType::I64 => (i128::from(i64::MIN), i128::from(i64::MAX)),
        CodeType::Text => {
            let codes = enumeration.entries.iter().flat_map(|entry| &entry.codes);
            let near = codes.flat_map(|code| [format!("{code}x"), format!("x{code}")]);
            let texts = near.chain([String::new(), "\u{10ffff}".to_owned()]);
            return texts.map(Code::Text).filter(|code| !known(code)).collect();
        }
    };
    let codes = enumeration.entries.iter().flat_map(|entry| &entry.codes).filter_map(|code| match code {
        Code::Integer(number) => Some(*number),
        Code::Text(_) => None,
    });
    let near = codes.flat_map(|number| [number - 1, number + 1]).chain([least, greatest]);
    near.filter(|number| (least..=greatest).contains(number)).map(Code::Integer).filter(|code| !known(code)).collect()
}

fn ranges(enumeration: &Enum) -> String {
    let mut text = String::new();
    if enumeration.ranges.is_empty() {
        return text;
    }
    text.push_str(
        "    for range in E::RANGES {\n        println!(\"{} {} {:?}\", range.first, range.last, range.text);\n    }\n",
    );
    for range in &enumeration.ranges {
        for inside in [range.first, range.last] {
            let _ = writeln!(
                text,
                "    assert_eq!(E::range_of({inside}).map(|range| range.text), Some({:?}));",
                range.text
            );
        }
        for outside in [range.first - 1, range.last + 1] {
            let _ = writeln!(text, "    assert_eq!(E::range_of({outside}), None);");
        }
    }
    text
}

/// The values of a category, and the way back from each to its codes.
fn of_category(column: &Column, category: &Category) -> String {
    let (name, accessor) = (&category.name, &column.accessor);
    let has = match column.holds_sets() {
        true => format!("e.has_{accessor}(*value)"),
        false => format!("e.{accessor}() == {}", if column.optional { "Some(*value)" } else { "*value" }),
    };
    let more = match column.holds_sets() {
        true => format!(
            "    {{
    const SET: (&[{name}], bool) = (E::ALL[0].{accessor}(), E::ALL[0].has_{accessor}({name}::ALL[0]));
    assert_eq!(SET.1, SET.0.contains(&{name}::ALL[0]));
    }}
    for e in E::ALL {{
        assert!(e.{accessor}().is_sorted() && e.{accessor}().iter().all(|value| e.has_{accessor}(*value)));
    }}
"
        ),
        false => String::new(),
    };
    format!(
        "    println!(\"{{:?}}\", {name}::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>());
    for value in {name}::ALL {{
        let of_value: Vec<E> = E::ALL.iter().copied().filter(|e| {has}).collect();
        assert_eq!(E::with_{accessor}(*value), of_value);
        assert!(!of_value.is_empty());
        assert_eq!(value.to_string(), value.as_str());
        assert_eq!(value.variant_name(), format!(\"{{value:?}}\"));
        assert_eq!({name}::from_text(value.as_str()), Some(*value));
        assert_eq!({name}::from_variant_name(value.variant_name()), Some(*value));
        assert_eq!((value.as_str().parse(), {name}::try_from(value.as_str())), (Ok(*value), Ok(*value)));
        // The text of another value may be the name of a variant.
        let of_variant = {name}::from_text(value.variant_name()).unwrap_or(*value);
        assert_eq!(value.variant_name().parse(), Ok(of_variant));
    }}
    is_error::<Parse{name}Error>({name}::from_str(\"no such value\").unwrap_err());
    assert!({name}::try_from(\"no such value\").is_err() && {name}::from_variant_name(\"no such value\").is_none());
{more}"
    )
}

/// The way back from an answer to its codes.
fn of_answers(column: &Column) -> String {
    let accessor = &column.accessor;
    let is_it = if column.optional { "Some(answer)" } else { "answer" };
    format!(
        "    for answer in [false, true] {{
        let of_answer: Vec<E> = E::ALL.iter().copied().filter(|e| e.{accessor}() == {is_it}).collect();
        assert_eq!(E::with_{accessor}(answer), of_answer);
    }}
    const WITH_{}: &[E] = E::with_{accessor}(true);
    assert!(WITH_{}.len() <= E::COUNT);
",
        accessor.to_uppercase(),
        accessor.to_uppercase()
    )
}

fn code_type(enumeration: &Enum) -> &'static str {
    match enumeration.code_type {
        CodeType::Text => "<&str>",
        integer => integer.as_str(),
    }
}

/// A code as Rust writes it.
fn literal(code: &Code) -> String {
    match code {
        Code::Integer(number) => number.to_string(),
        Code::Text(text) => format!("{text:?}"),
    }
}
