//! What was released, to the text of a lock file: one line for each thing, in an order that rows of the spec have no part
//! in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use errtable::catalog::{Code, Role};
use errtable::inner::{
    LOCK_FORMAT, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedEnum, ReleasedRange, ReleasedRow,
    ReleasedType, ReleasedValue, push_toml_string, toml_key, toml_string,
};

/// The text of the lock of a spec.
pub(super) fn text(
    spec: &str,
    released: Option<&str>,
    accepted: &BTreeMap<String, BTreeMap<String, String>>,
    enums: &[ReleasedEnum],
) -> String {
    let mut text = format!(
        "# What {spec} has released. It keeps names as they are and tells of what would break.\n\
         # Written by `errtable lock`, not by hand; commit it with the spec.\n\
         format = {}\n",
        toml_string(LOCK_FORMAT)
    );
    if let Some(version) = released {
        let _ = writeln!(text, "released = {}", toml_string(version));
    }
    for (release, breaks) in accepted {
        let _ = write!(text, "\n[accepted.{}]\n", toml_string(release));
        for (key, about) in breaks {
            let _ = writeln!(text, "{} = {}", toml_string(key), toml_string(about));
        }
    }
    enums.iter().for_each(|released| text.push_str(&section(released)));
    text
}

fn section(released: &ReleasedEnum) -> String {
    let name = toml_key(&released.name);
    let mut text = format!("\n[enum.{name}]\ncode_type = {}\n", toml_string(released.code_type.as_str()));
    facts(&released.of_type).into_iter().chain(since(&released.since)).for_each(|fact| {
        let _ = writeln!(text, "{fact}");
    });
    if !released.former_headers.is_empty() {
        let _ = writeln!(text, "former_headers = {}", list(&released.former_headers));
    }
    let _ = write!(text, "\n[enum.{name}.columns]\n{}", lines(columns(released)));
    let categories = released.columns.iter().filter_map(|column| Some((&column.accessor, column.category()?)));
    for (accessor, (_, of)) in categories.collect::<BTreeMap<_, _>>() {
        let _ = write!(text, "\n[enum.{name}.values.{}]\n{}", toml_key(accessor), lines(values(of)));
    }
    let _ = write!(text, "\n[enum.{name}.codes]\n");
    push_codes(&mut text, released);
    for (title, items) in [("constants", lines(constants(released))), ("ranges", lines(ranges(released)))] {
        if !items.is_empty() {
            let _ = write!(text, "\n[enum.{name}.{title}]\n{items}");
        }
    }
    text
}

/// What is public of a type, where it is not what is usual.
fn facts(of_type: &ReleasedType) -> Vec<String> {
    let ReleasedType { derives, exhaustive, without, unreleased } = of_type;
    let without: Vec<_> = without.iter().map(|of| of.as_str().to_owned()).collect();
    let lists = [("derive", derives), ("without", &without), ("unreleased", unreleased)];
    let mut facts = Vec::from_iter(exhaustive.then(|| "non_exhaustive = false".to_owned()));
    facts.extend(lists.iter().filter(|(_, texts)| !texts.is_empty()).map(|(key, of)| format!("{key} = {}", list(of))));
    facts
}

/// The release that had something first; it is left out where nobody knows which it was.
fn since(release: &str) -> Option<String> {
    (!release.is_empty()).then(|| format!("since = {}", toml_string(release)))
}

fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| toml_string(text)).collect();
    format!("[{}]", texts.join(", "))
}

fn lines<K: Ord>(map: BTreeMap<K, String>) -> String {
    map.into_values().collect()
}

fn columns(released: &ReleasedEnum) -> BTreeMap<(Role, &str), String> {
    let line = |column: &ReleasedColumn| {
        let mut facts = vec![format!("header = {}", toml_string(&column.header))];
        facts.extend(column.content.type_name().map(|name| format!("type = {}", toml_string(name))));
        facts.extend(column.content.is_set().then(|| "set = true".to_owned()));
        facts.extend(self::facts(&column.of_type));
        facts.extend(column.optional.then(|| "optional = true".to_owned()));
        facts.extend(column.default.iter().map(|default| format!("default = {}", toml_string(default))));
        facts.extend(since(&column.since));
        format!("{} = {{ {} }}\n", toml_key(&column.accessor), facts.join(", "))
    };
    released.columns.iter().map(|column| ((column.role, column.accessor.as_str()), line(column))).collect()
}

fn values(values: &[ReleasedValue]) -> BTreeMap<&str, String> {
    let line = |value: &ReleasedValue| {
        let mut facts = vec![format!("text = {}", toml_string(&value.text))];
        facts.extend(value.first.iter().map(|first| format!("first = {}", toml_string(first))));
        facts.extend(since(&value.since));
        facts.extend(value.removed.iter().map(|release| format!("removed = {}", toml_string(release))));
        format!("{} = {{ {} }}\n", toml_key(&value.variant), facts.join(", "))
    };
    values.iter().map(|value| (value.variant.as_str(), line(value))).collect()
}

/// A line of something that has one fact beside its release.
fn item(name: &str, key: &str, said: &str, release: &str) -> String {
    let facts: Vec<_> = [format!("{key} = {}", toml_string(said))].into_iter().chain(since(release)).collect();
    format!("{name} = {{ {} }}\n", facts.join(", "))
}

fn constants(released: &ReleasedEnum) -> BTreeMap<&str, String> {
    let line = |of: &ReleasedConstant| item(&toml_key(&of.name), "code", &of.code.to_string(), &of.since);
    released.constants.iter().map(|of| (of.name.as_str(), line(of))).collect()
}

fn ranges(released: &ReleasedEnum) -> BTreeMap<(i128, i128), String> {
    let line = |range: &ReleasedRange| item(&toml_string(&range.name()), "text", &range.text, &range.since);
    released.ranges.iter().map(|range| ((range.first, range.last), line(range))).collect()
}

/// The codes, straight into the text: a lock may have tens of thousands.
fn push_codes(text: &mut String, released: &ReleasedEnum) {
    let codes: BTreeMap<&Code, _> = released.codes().map(|(code, row)| (&code.code, (code, row))).collect();
    for (code, row) in codes.into_values() {
        push_code(text, code, row);
    }
}

fn push_code(text: &mut String, released: &ReleasedCode, row: &ReleasedRow) {
    text.push_str(&toml_key(&released.code.to_string()));
    text.push_str(" = { variant = ");
    push_toml_string(text, &row.variant);
    if released.code == row.first {
        push_texts(text, row);
    } else {
        push_fact(text, "of", &row.first.to_string());
    }
    if !released.since.is_empty() {
        push_fact(text, "since", &released.since);
    }
    match row.retired.as_deref() {
        Some("") => text.push_str(", retired = true"),
        Some(release) => push_fact(text, "retired", release),
        None => {}
    }
    released.removed.iter().for_each(|release| push_fact(text, "removed", release));
    text.push_str(" }\n");
}

/// What the first code of a row says of it besides its variant.
fn push_texts(text: &mut String, row: &ReleasedRow) {
    row.name.iter().for_each(|name| push_fact(text, "name", name));
    if !row.former_names.is_empty() {
        let _ = write!(text, ", former_names = {}", list(&row.former_names));
    }
    row.description.iter().for_each(|description| push_fact(text, "description", description));
    row.first_description.iter().for_each(|first| push_fact(text, "first_description", first));
    if !row.values.is_empty() {
        let values = row.values.iter().map(|(column, values)| format!("{} = {}", toml_key(column), list(values)));
        let _ = write!(text, ", values = {{ {} }}", values.collect::<Vec<_>>().join(", "));
    }
    let new = [("name", row.unreleased.name), ("description", row.unreleased.description)];
    let new: Vec<_> = new.into_iter().filter(|(_, is_new)| *is_new).map(|(text, _)| text.to_owned()).collect();
    if !new.is_empty() {
        let _ = write!(text, ", unreleased = {}", list(&new));
    }
}

fn push_fact(text: &mut String, key: &str, said: &str) {
    text.push_str(", ");
    text.push_str(key);
    text.push_str(" = ");
    push_toml_string(text, said);
}
