//! The reference page of directives, `docs/directives.md`, and the examples on it.
//!
//! The page is made from the records of the keys. `SNAPSHOTS=overwrite cargo test -p errtable --test directives` writes it
//! anew; a plain run compares.

use std::path::Path;

use errtable::inner::config::{read_config, spec_keys, type_keys};
use errtable::inner::directive::{Key, Merging, Scope, ValueType, column_keys, table_keys};
use errtable::{ReadError, Rule, Source, Style, compile_locked, render_all};
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::report::Palette;
use snapbox::{Assert, Data};

/// A table for every example.
const TABLE: &str = "\
| Error code | Name | Feedback API |
| --- | --- | --- |
| 1008001 | paramter parse error | Push API |
| 1008002 | token is expired | Push and tag APIs |
| 1008003 | auth failure | General API |
";

#[test]
fn the_page_is_what_the_records_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/directives.md");
    let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV).palette(Palette::plain());
    assert.eq(Data::text(page()), expected);
}

#[test]
fn the_page_of_errtable_toml_is_what_the_records_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errtable-toml.md");
    let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV).palette(Palette::plain());
    assert.eq(Data::text(config_page()), expected);
}

/// Each example stands in a file of its own, below the path of the spec.
#[test]
fn examples_of_errtable_toml_are_read_without_a_finding() {
    let entry = "[[spec]]\npath = \"spec/codes.md\"\n";
    let of_types = type_keys().map(|key| format!("{entry}[spec.enum.ErrorCode]\n{}\n", key.example));
    let of_specs = spec_keys().map(|key| match key.name {
        "path" => format!("[[spec]]\n{}\n", key.example),
        _ => format!("{entry}{}\n", key.example),
    });
    for text in of_specs.chain(of_types).chain([CONFIG_EXAMPLE.to_owned()]) {
        let config = read_config(Source::new("errtable.toml", text.as_str()));
        assert_eq!(render_all(&config.findings, Style::default()), "", "{text}");
        assert!(config.entry(Path::new("spec/codes.md")).is_some(), "{text}");
    }
}

#[test]
fn examples_are_read_without_a_finding_about_their_key() {
    for key in table_keys().chain(column_keys()) {
        if matches!(key.scope, Scope::Joined(_)) {
            assert_eq!(findings_beside(key.example, "further.md"), "", "{}", key.name);
            assert!(findings(key.example).contains("error[misplaced-key]"), "{}", key.name);
            continue;
        }
        let section = if key.scope == Scope::Column { "[columns.\"Feedback API\"]\n" } else { "" };
        assert_eq!(findings(&format!("{section}{}", key.example)), "", "{}", key.name);
    }
}

#[test]
fn a_wrong_example_is_noticed() {
    for (directive, fault) in [
        ("enmu = \"PushError\"", "error[unknown-key]"),
        ("enum = 2", "error[value-type]"),
        ("duplicates = \"combine\"", "error[unknown-value]"),
        ("code = \"No such header\"", "error[unknown-column]"),
        ("[reserved]\nPull = \"1008000..=1008999\"", "error[unknown-column]"),
        ("[reserved]\nPush = \"1008002..=1008999\"", "error[outside-reserved]"),
        ("[variants]\n1008009 = \"NoSuchCode\"", "error[unknown-code]"),
    ] {
        assert!(findings(directive).contains(fault), "{directive}");
    }
}

/// What is found where a spec joins a file with another code, below a directive.
fn findings_beside(directive: &str, file: &str) -> String {
    let source = Source::new("codes.md", format!("<!-- errtable\njoin = \"{file}\"\n-->\n\n{TABLE}"));
    let joined = format!(
        "<!-- errtable\n{directive}\n-->\n\n| Error code | English descriptor | Feedback API |\n| --- | --- | --- |\n\
         | 1008009 | quota used up | Push API |\n"
    );
    let files = |name: &str| match name == file {
        true => Ok(Source::new(name, joined.as_str())),
        false => Err(ReadError::missing(name)),
    };
    render_all(&compile_locked(source, &files).findings, Style::default())
}

/// What is found in the table below a heading and a directive.
fn findings(directive: &str) -> String {
    let source = Source::new("codes.md", format!("# Push\n\n<!-- errtable\n{directive}\n-->\n\n{TABLE}"));
    let compiled = compile_locked(source, &|name| match name {
        "tpns.lock" => Ok(Source::new(name, "format = \"errtable-lock/2\"\n")),
        "advice.md" => Ok(Source::new(name, "| Error code | Advice |\n| --- | --- |\n| 1008002 | Get a new token |\n")),
        _ => Err(ReadError::missing(name)),
    });
    render_all(&compiled.findings, Style::default())
}

const INTRODUCTION: &str = r#"# Directives

<!-- A test makes this page: SNAPSHOTS=overwrite cargo test -p errtable --test directives -->

A directive is an HTML comment above a table. It says what errtable cannot read from the table, and a browser does not
show it. It holds [TOML](https://toml.io):

```markdown
<!-- errtable
enum = "PushError"

[columns."Feedback API"]
as = "category"
-->

| Error code | Name | Feedback API |
| --- | --- | --- |
| 1008001 | parameter error | Push API |
```

| Directive | What it governs |
| --- | --- |
| `<!-- errtable` | The next table |
| `<!-- errtable default` | All tables below it |
| `<!-- errtable skip: why -->` | The next table, which is left out |

Keys without brackets come first, as TOML requires. `errtable init FILE` writes the directives that a file needs, each
line with its reason. `errtable show FILE` says how each table is understood.

Several directives can govern one table. The directive right above the table is the nearest. Then comes the last
`errtable default` above the table, then the one before it. For each key, this page says whether the nearest value
counts or all of them.
"#;

const COLUMNS: &str = r#"
## Keys of a column

These keys stand in a table of TOML for one column. The column is named by its header or by its number from 1:

```toml
[columns."Feedback API"]
as = "category"
```
"#;

const CONFIG_EXAMPLE: &str = r#"[[spec]]
path = "spec/codes.md"
features = ["serde"]
baseline = "git:origin/main"

[spec.keep]
rust = "src/generated.rs"
html = "docs/codes.html"

[spec.enum.ErrorCode]
derive = ["strum::EnumIter"]
"#;

const CONFIG_INTRODUCTION: &str = r#"# errtable.toml

<!-- A test makes this page: SNAPSHOTS=overwrite cargo test -p errtable --test directives -->

`errtable.toml` says which specs a package has, which files are made of them and committed, and what the generated types
carry. It stands beside `Cargo.toml`, or at the root of a repository that has none:

"#;

const CONFIG_USE: &str = r#"
| Who reads it | What for |
| --- | --- |
| `errtable::Build` in `build.rs` | The features and the types of the code that it makes |
| `errtable check` without a spec | Everything that the file lists: specs, locks, kept files, format, baseline |
| `errtable update` | The locks and the kept files, which it writes |
| Every other command with a spec | What the file says of that spec |

All of them make the same bytes of a spec. For a spec, the first `errtable.toml` counts that lists it. A build script looks
in the folder of its package and those above it, then in the folder of the spec and those above it. The command looks in
the folder of the spec and those above it, then in the current folder and those above it. None is looked for above the root
of the git repository.

A package that is published needs the file: if `Cargo.toml` has an `include`, name it there. A build script that ran before
the file existed runs again when `build.rs` or the spec changes.
"#;

const TYPE_KEYS: &str = r#"
## Keys of a type

These keys stand in a table of TOML for one type, which is named as in the generated code. [The generated
types](types.md#what-a-type-carries) says what each does to the code, and what is a break of it:

```toml
[spec.enum.ErrorCode]
derive = ["strum::EnumIter"]
```
"#;

/// The page of `errtable.toml`.
fn config_page() -> String {
    let mut page = format!("{CONFIG_INTRODUCTION}```toml\n{CONFIG_EXAMPLE}```\n{CONFIG_USE}");
    page.push_str("\n## Keys of a spec\n");
    page.extend(spec_keys().map(entry));
    page.push_str(TYPE_KEYS);
    page.extend(type_keys().map(entry));
    page
}

/// What to type in `errtable.toml`, and what it does.
fn entry(key: &Key) -> String {
    let (name, example, about, value) = (key.name, key.example, key.about(), key.value.wanted());
    let words = table(key.value);
    format!("\n### `{name}`\n\n```toml\n{example}\n```\n\n{about}\n\n- Value: {value}.\n{words}")
}

/// The reference page.
fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Keys of a table\n");
    page.extend(table_keys().map(section));
    page.push_str(COLUMNS);
    page.extend(column_keys().map(section));
    page
}

/// What to type, what it does, and the rules for it.
fn section(key: &Key) -> String {
    let mut section = format!("\n### `{}`\n\n```toml\n{}\n```\n\n{}\n", key.name, key.example, key.about());
    let (value, place, merging) = (key.value.wanted(), place(key.scope), merging(key.merging));
    section.push_str(&format!("\n- Place: {place}.\n- Several directives: {merging}.\n- Value: {value}.\n"));
    section + &table(key.value)
}

/// The words that a value can be, as a table of Markdown.
fn table(value: ValueType) -> String {
    let words = words(value).into_iter().map(|(word, about)| format!("| `\"{word}\"` | {about} |\n"));
    let rows: String = words.collect();
    if rows.is_empty() { rows } else { format!("\n| Value | What it means |\n| --- | --- |\n{rows}") }
}

/// The words that a value can be, each with what it means.
fn words(value: ValueType) -> Vec<(&'static str, String)> {
    match value {
        ValueType::Choice(choices) | ValueType::Choices(choices) => {
            choices.iter().map(|choice| (choice.name, choice.about().replace('\n', " "))).collect()
        }
        ValueType::Suspicions => {
            let suspicions = Rule::ALL.iter().filter(|rule| rule.is_suspicion());
            suspicions.map(|rule| (rule.as_str(), rule.about().to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::AnyFile => "every directive of the spec and of the files that it joins",
        Scope::Spec => "every directive of the spec, and none of a file that it joins",
        Scope::OneTable(_) => "the directive of one table of the spec, and no `errtable default`",
        Scope::Adding(None) => "every directive of the spec; in a file that it joins, beside `adds = true`",
        Scope::Adding(Some(_)) => {
            "the directive of one table of the spec, or beside `adds = true` in a file that it joins; no `errtable default`"
        }
        Scope::Joined(_) => "the directive of one table in a file that a spec joins, and no `errtable default`",
        Scope::Column => "the table of TOML for a column",
        Scope::Config => "`errtable.toml`",
    }
}

fn merging(merging: Merging) -> &'static str {
    match merging {
        Merging::NearestWins => "the nearest value counts",
        Merging::ListsJoin => "all of their values count",
    }
}
