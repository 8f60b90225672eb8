//! Pairs of revisions, and a consumer that uses all of the older one: where the compiler refuses it with the newer one, the
//! verdict on the pair is that it breaks.

use errtable::catalog::{Code, Column, Content, Enum, Impl, Role, TypeOptions};
use errtable::diff::Level;
use errtable::{Compiled, ReadError, RustOptions, Source, changes, compile, compile_locked, rust};

use crate::toolchain::Crate;

/// Everything that generated code can have.
const OLD: &str = "\
# Till errors

<!-- errtable
enum = \"TillError\"
duplicates = \"alias\"
ranges = true
codes = \"many\"

[columns.Part]
as = \"category\"

[columns.Since]
as = \"integer\"
optional = true

[columns.Fatal]
as = \"boolean\"
-->

| Error code | Name | Description | Part | Since | Fatal | Hint |
| ---------- | ---- | ----------- | ---- | ----- | ----- | ---- |
| 4100, 4150 | drawer open | The cash drawer was left open | drawer | 1 | no | shut it |
| 4101 | paper out | The receipt printer has no paper | printer | | no | put some in |
| ~~4102~~ | ribbon dry | The ribbon needs ink | printer | 2 | no | put ink on it |
| 4110 | scanner lost | The scanner stopped answering | scanner | 3 | yes | plug it in |
| 4110 | scanner gone | The scanner was unplugged | scanner | 3 | yes | plug it in |
| 4200 - 4299 | reserved | Kept for the shop | shop | 1 | no | wait |

# Mail errors

<!-- errtable
enum = \"MailError\"
-->

| Error code | Description |
| ---------- | ----------- |
| mailbox_full | The recipient has no room left |
| relay_denied | The server does not relay |

# Scale errors

<!-- errtable
enum = \"ScaleError\"

[columns.Client]
as = \"categories\"
separator = \";\"
all = [\"every one\"]
-->

| Error code | Meaning | Client |
| ---------- | ------- | ------ |
| 7 | scale off | till; web |
| 8 | scale tilted | web |
| 9 | scale hot | till |
| 10 | scale gone | every one |
";

/// What the newer revision does to the older one, in pieces of text.
type Edits = &'static [(&'static str, &'static str)];

const PAIRS: &[(&str, Edits)] = &[
    ("prose is mended", &[("The cash drawer was left open", "Somebody left the cash drawer open")]),
    (
        "a name is mended and its variant held",
        &[
            ("drawer open |", "drawer ajar |"),
            (TILL, "\n[variants]\n4100 = \"DrawerOpen\"\n-->\n\n| Error code | Name"),
        ],
    ),
    ("a name is mended", &[("drawer open |", "drawer ajar |")]),
    (
        "a code is added",
        &[("| ~~4102~~", "| 4103 | paper jam | The paper is stuck | printer | | no | pull |\n| ~~4102~~")],
    ),
    ("a code is retired", &[("| 4101 |", "| ~~4101~~ |")]),
    ("a code comes back", &[("| ~~4102~~ |", "| 4102 |")]),
    (
        "a code is removed",
        &[("| 4101 | paper out | The receipt printer has no paper | printer | | no | put some in |\n", "")],
    ),
    ("a code is renumbered", &[("| 4101 |", "| 4105 |")]),
    ("the second of two codes is removed", &[("| 4100, 4150 |", "| 4100 |")]),
    ("two codes change places", &[("| 4100, 4150 |", "| 4150, 4100 |")]),
    (
        "rows change places",
        &[
            ("| 4101 | paper out | The receipt printer has no paper | printer | | no | put some in |\n", ""),
            (
                "| 4200 -",
                "| 4101 | paper out | The receipt printer has no paper | printer | | no | put some in |\n| 4200 -",
            ),
        ],
    ),
    (
        "codes outgrow their type",
        &[(
            "| 4110 | scanner lost",
            "| 5000000000 | clock lost | The clock stopped | clock | | no | wind it |\n| 4110 | scanner lost",
        )],
    ),
    (
        "a code is negative",
        &[(
            "| 4110 | scanner lost",
            "| -1 | clock lost | The clock stopped | clock | | no | wind it |\n| 4110 | scanner lost",
        )],
    ),
    ("a value is mended", &[("| scanner | 3", "| barcode scanner | 3"), ("| scanner | 3", "| barcode scanner | 3")]),
    (
        "a value is mended and its variant held",
        &[
            ("| scanner | 3", "| barcode scanner | 3"),
            ("| scanner | 3", "| barcode scanner | 3"),
            ("[columns.Since]", "[columns.Part.variants]\n\"barcode scanner\" = \"Scanner\"\n\n[columns.Since]"),
        ],
    ),
    (
        "a column is removed",
        &[
            (" | Hint |", " |"),
            (" | ---- |\n| 4100", " |\n| 4100"),
            (" | shut it |", " |"),
            (" | put some in |", " |"),
            (" | put ink on it |", " |"),
            (" | plug it in |", " |"),
            (" | plug it in |", " |"),
            (" | wait |", " |"),
        ],
    ),
    ("a column has another header", &[("| Hint |", "| Remedy |")]),
    ("a column is no longer optional", &[("optional = true", "optional = false"), ("printer | |", "printer | 1 |")]),
    ("numbers become text", &[("as = \"integer\"\n", "")]),
    ("numbers outgrow their type", &[("| 2 | no |", "| 5000000000 | no |")]),
    (
        "an alias is removed",
        &[("| 4110 | scanner gone | The scanner was unplugged | scanner | 3 | yes | plug it in |\n", "")],
    ),
    ("ranges are removed", &[("| 4200 - 4299 | reserved | Kept for the shop | shop | 1 | no | wait |\n", "")]),
    ("an enum is renamed", &[("\"MailError\"", "\"PostError\"")]),
    ("a code has a value more", &[("| scale tilted | web |", "| scale tilted | web; till |")]),
    ("a code has every value", &[("| scale tilted | web |", "| scale tilted | every one |")]),
    ("a code has a value less", &[("| scale off | till; web |", "| scale off | till |")]),
    (
        "sets are one value",
        &[
            ("as = \"categories\"\nseparator = \";\"\nall = [\"every one\"]", "as = \"category\""),
            ("till; web", "till"),
        ],
    ),
    ("a text code is removed", &[("| relay_denied | The server does not relay |\n", "")]),
    (
        "text codes get names",
        &[
            (
                "| Error code | Description |\n| ---------- | ----------- |",
                "| Error code | Name | Description |\n| --- | --- | --- |",
            ),
            ("| mailbox_full |", "| mailbox_full | mailbox full |"),
            ("| relay_denied |", "| relay_denied | relay denied |"),
        ],
    ),
    (
        "a table is added",
        &[(
            "# Mail errors",
            "# Ink errors\n\n<!-- errtable\nenum = \"InkError\"\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | dry |\n\n# Mail errors",
        )],
    ),
];

const TILL: &str = "-->\n\n| Error code | Name";

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn the_verdict_is_never_weaker_than_the_compiler() {
    let folder = Crate::new("pairs");
    let old = read("old", OLD);
    folder.write("old.rs", &rust(&old.catalog, &RustOptions::default()));
    let consumer = consumer(&old);
    let mut refused = 0;
    let mut faults = Vec::new();
    assert!(PAIRS.len() >= 20);
    build(&folder, "old", &consumer).unwrap_or_else(|told| panic!("the consumer does not build at all: {told}"));
    for (number, (what, edits)) in PAIRS.iter().enumerate() {
        let new = read(what, &edited(what, edits));
        let name = format!("new_{number}");
        folder.write(&format!("{name}.rs"), &rust(&new.catalog, &RustOptions::default()));
        let built = build(&folder, &name, &consumer);
        let level = changes(&old, &new).level();
        match (built, level == Some(Level::Major)) {
            (Err(told), false) => {
                faults.push(format!("{what}: the verdict is {level:?}, and the compiler says {told}"));
            }
            (Ok(()), true) => {
                faults.push(format!("{what}: the verdict is major, and the compiler finds nothing wrong"));
            }
            (Err(_), true) => refused += 1,
            (Ok(()), false) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!((8..=PAIRS.len() - 8).contains(&refused), "{refused} of {} pairs are refused", PAIRS.len());
}

/// What errtable.toml asks of the older revision.
const ASKED: &str = "\
[[spec]]
path = \"codes.md\"

[spec.enum.TillError]
non_exhaustive = false
code_type = \"u16\"

[spec.enum.Part]
non_exhaustive = false

[spec.enum.MailError]
without = [\"Ord\"]
";

/// What the newer revision does to errtable.toml, and to the spec.
const PAIRS_OF_TYPES: &[(&str, Edits, Edits)] = &[
    ("nothing", &[], &[]),
    (
        "a code is added to an exhaustive enum",
        &[],
        &[("| ~~4102~~", "| 4103 | paper jam | The paper is stuck | printer | | no | pull |\n| ~~4102~~")],
    ),
    ("a row gets another code", &[], &[("| 4101 |", "| 4101, 4151 |")]),
    (
        "a value is added to an exhaustive category",
        &[("[spec.enum.TillError]\nnon_exhaustive = false", "[spec.enum.TillError]")],
        &[(
            "| 4101 | paper out | The receipt printer has no paper | printer",
            "| 4101 | paper out | The receipt printer has no paper | tray",
        )],
    ),
    (
        "a code is added to an enum that is not",
        &[],
        &[("| 8 | scale tilted", "| 6 | scale wet | web |\n| 8 | scale tilted")],
    ),
    (
        "an enum is not exhaustive any more",
        &[("[spec.enum.TillError]\nnon_exhaustive = false", "[spec.enum.TillError]")],
        &[],
    ),
    ("a category is not exhaustive any more", &[("[spec.enum.Part]\nnon_exhaustive = false", "[spec.enum.Part]")], &[]),
    ("an enum becomes exhaustive", &[("[spec.enum.MailError]", "[spec.enum.MailError]\nnon_exhaustive = false")], &[]),
    ("codes are of another type", &[("u16", "u32")], &[]),
    ("an impl is left out", &[("[\"Ord\"]", "[\"Ord\", \"Hash\"]")], &[]),
    ("an impl of a category is left out", &[("[spec.enum.Part]", "[spec.enum.Part]\nwithout = [\"FromStr\"]")], &[]),
    ("an impl comes", &[("without = [\"Ord\"]\n", "")], &[]),
];

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn what_types_carry_is_part_of_the_verdict() {
    let folder = Crate::new("pairs_of_types");
    let old = read_asked("old", OLD, ASKED);
    folder.write("old.rs", &rust(&old.catalog, &RustOptions::default()));
    let consumer = consumer(&old) + &types(&old);
    let mut faults = Vec::new();
    build(&folder, "old", &consumer).unwrap_or_else(|told| panic!("the consumer does not build at all: {told}"));
    for (number, (what, config, spec)) in PAIRS_OF_TYPES.iter().enumerate() {
        let new = read_asked(what, &edited(what, spec), &with(what, ASKED, config));
        let name = format!("new_{number}");
        folder.write(&format!("{name}.rs"), &rust(&new.catalog, &RustOptions::default()));
        let built = build(&folder, &name, &consumer);
        let level = changes(&old, &new).level();
        if built.is_err() != (level == Some(Level::Major)) {
            faults.push(format!("{what}: the verdict is {level:?}, and the compiler says {built:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a consumer does with the types of an older revision: it matches those that can be matched in full, and asks for the
/// traits that they have.
fn types(old: &Compiled) -> String {
    let mut text = String::new();
    for enumeration in old.catalog.enums() {
        let variants: Vec<_> = enumeration.entries.iter().map(|entry| entry.variant.as_str()).collect();
        text.push_str(&of_type(&enumeration.name, &variants, &enumeration.options, true));
        for (_, _, category) in enumeration.categories() {
            let variants: Vec<_> = category.values.iter().map(|value| value.variant.as_str()).collect();
            text.push_str(&of_type(&category.name, &variants, &category.options, false));
        }
    }
    text
}

fn of_type(name: &str, variants: &[&str], options: &TypeOptions, is_of_errors: bool) -> String {
    let mut text = String::new();
    if options.exhaustive {
        let arms: Vec<_> = variants.iter().map(|variant| format!("{name}::{variant}")).collect();
        text.push_str(&format!("pub fn match_{name}(e: {name}) {{ match e {{ {} => () }} }}\n", arms.join(" | ")));
    }
    let bounds = [
        (Impl::Display, "std::fmt::Display"),
        (Impl::FromStr, "std::str::FromStr"),
        (Impl::Hash, "std::hash::Hash"),
        (Impl::Ord, "Ord"),
        (Impl::PartialOrd, "PartialOrd"),
        (Impl::Error, "std::error::Error"),
    ];
    for (of, bound) in bounds {
        if options.has(of) && (is_of_errors || of.is_of_categories()) {
            text.push_str(&format!("const _: () = {{ fn needs<T: {bound}>() {{}} let _ = needs::<{name}>; }};\n"));
        }
    }
    text
}

fn read_asked(what: &str, spec: &str, config: &str) -> Compiled {
    let compiled = compile_locked(Source::new("codes.md", spec), &|name| match name {
        "errtable.toml" => Ok(Source::new(name, config)),
        _ => Err(ReadError::missing(name)),
    });
    clean(what, compiled)
}

fn read(what: &str, spec: &str) -> Compiled {
    clean(what, compile(Source::new("codes.md", spec)))
}

fn clean(what: &str, compiled: Compiled) -> Compiled {
    let told: Vec<_> = compiled.findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{what}: {}", told.join("\n"));
    compiled
}

fn edited(what: &str, edits: Edits) -> String {
    with(what, OLD, edits)
}

fn with(what: &str, text: &str, edits: Edits) -> String {
    edits.iter().fold(text.to_owned(), |spec, (from, to)| {
        assert!(spec.contains(from), "{what}: there is no {from:?}");
        spec.replacen(from, to, 1)
    })
}

/// Compiles a generated file and the consumer of it; what the compiler says where it refuses.
fn build(folder: &Crate, name: &str, consumer: &str) -> Result<(), String> {
    let metadata = ["--edition", "2024", "--crate-type", "lib", "--emit", "metadata"];
    folder.run_clean("rustc", &[&metadata[..], &["--crate-name", "codes", &format!("{name}.rs")]].concat());
    folder.write("consumer.rs", consumer);
    let (success, told) =
        folder.run("rustc", &[&metadata[..], &["--extern", "codes=libcodes.rmeta", "consumer.rs"]].concat());
    if success { Ok(()) } else { Err(told) }
}

/// A crate that uses whatever an older revision offers, with the types and numbers that it had.
fn consumer(old: &Compiled) -> String {
    let mut text = String::from("#![allow(deprecated)]\nuse codes::*;\n");
    for (number, enumeration) in old.catalog.enums().iter().enumerate() {
        text.push_str(&format!("pub mod uses_{number} {{\n    use super::*;\n{}}}\n", uses(enumeration)));
    }
    text
}

fn uses(enumeration: &Enum) -> String {
    let own = &enumeration.name;
    let mut text = format!(
        "    pub fn all() -> &'static [{own}] {{ {own}::ALL }}\n    pub fn any(e: Any{own}) -> Option<{own}> {{ e.known() }}\n"
    );
    for entry in &enumeration.entries {
        let variant = &entry.variant;
        for code in &entry.codes {
            let (known, literal) = match code {
                Code::Integer(code) => (format!("{code}_{}", enumeration.code_type.as_str()), code.to_string()),
                Code::Text(code) => (format!("{code:?}"), format!("{code:?}")),
            };
            text.push_str(&format!("    pub fn is_{}(e: {own}) -> bool {{ matches!(e, {own}::{variant}) && {own}::from_code({known}) == Some(e) }}\n", literal.replace(['"', '-'], "_")));
            if matches!(code, Code::Integer(_)) {
                text.push_str(&format!(
                    "    const _: () = assert!(matches!({own}::from_code({known}), Some({own}::{variant})));\n"
                ));
            }
        }
        if let Code::Integer(code) = entry.code() {
            text.push_str(&format!("    const _: () = assert!({own}::{variant}.code() == {code});\n"));
        }
    }
    for column in enumeration.columns.iter().filter(|column| column.role != Role::Code) {
        text.push_str(&reads(own, column));
    }
    for (index, column, category) in enumeration.categories().filter(|(_, column, _)| column.holds_sets()) {
        for entry in &enumeration.entries {
            for value in entry.cells[index].values().iter().map(|&value| &category.values[value]) {
                text.push_str(&format!(
                    "    const _: () = assert!({own}::{}.has_{}({}::{}));\n",
                    entry.variant, column.accessor, category.name, value.variant
                ));
            }
        }
    }
    if enumeration.column(Role::Name).is_some() {
        text.push_str(&format!("    pub fn named(name: &str) -> Option<{own}> {{ {own}::from_name(name) }}\n"));
    }
    for alias in &enumeration.aliases {
        text.push_str(&format!("    pub const {0}: {own} = {own}::{0};\n", alias.name));
    }
    for range in &enumeration.ranges {
        text.push_str(&format!("    const _: () = assert!({own}::range_of({}).is_some());\n", range.first));
    }
    text
}

fn reads(own: &str, column: &Column) -> String {
    let (accessor, returns) = (&column.accessor, column.returns().replace('&', "&'static "));
    let mut text = format!("    pub fn read_{accessor}(e: {own}) -> {returns} {{ e.{accessor}() }}\n");
    let value = match &column.content {
        Content::Boolean => Some("bool"),
        _ => column.category().map(|category| category.name.as_str()),
    };
    if let Some(value) = value {
        let list = format!("{own}::with_{accessor}(value)");
        text.push_str(&format!("    pub fn with_{accessor}(value: {value}) -> &'static [{own}] {{ {list} }}\n"));
    }
    for value in column.category().iter().flat_map(|category| &category.values) {
        let name = column.category().map_or("", |category| &category.name);
        text.push_str(&format!(
            "    pub const {}: {name} = {name}::{};\n",
            value.variant.to_uppercase(),
            value.variant
        ));
    }
    text
}
