//! What was released, to the text of a lock file: one line for each thing, in an order that rows of the spec have no part
//! in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use errtable::catalog::{Code, Role};
use errtable::inner::{
    LOCK_FORMAT, ReleasedCode, ReleasedColumn, ReleasedEnum, ReleasedRow, ReleasedValue, toml_key, toml_string,
};

/// The text of the lock of a spec.
pub(super) fn text(
    spec: &str,
    accepted: &BTreeMap<String, BTreeMap<String, String>>,
    enums: &[ReleasedEnum],
) -> String {
    let mut text = format!(
        "# What {spec} has released. It keeps names as they are and tells of what would break.\n\
         # Written by `errtable lock`, not by hand; commit it with the spec.\n\
         format = {}\n",
        toml_string(LOCK_FORMAT)
    );
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
    let _ = write!(text, "\n[enum.{name}.columns]\n{}", lines(columns(released)));
    let categories = released.columns.iter().filter_map(|column| Some((&column.accessor, column.category()?)));
    for (accessor, (_, of)) in categories.collect::<BTreeMap<_, _>>() {
        let _ = write!(text, "\n[enum.{name}.values.{}]\n{}", toml_key(accessor), lines(values(of)));
    }
    let _ = write!(text, "\n[enum.{name}.codes]\n{}", lines(codes(released)));
    for (title, items) in [("constants", lines(constants(released))), ("ranges", lines(ranges(released)))] {
        if !items.is_empty() {
            let _ = write!(text, "\n[enum.{name}.{title}]\n{items}");
        }
    }
    text
}

fn lines<K: Ord>(map: BTreeMap<K, String>) -> String {
    map.into_values().collect()
}

fn columns(released: &ReleasedEnum) -> BTreeMap<(Role, &str), String> {
    let line = |column: &ReleasedColumn| {
        let mut facts = vec![format!("header = {}", toml_string(&column.header))];
        facts.extend(column.content.type_name().map(|name| format!("type = {}", toml_string(name))));
        facts.extend(column.optional.then(|| "optional = true".to_owned()));
        facts.extend(column.default.iter().map(|default| format!("default = {}", toml_string(default))));
        format!("{} = {{ {} }}\n", toml_key(&column.accessor), facts.join(", "))
    };
    released.columns.iter().map(|column| ((column.role, column.accessor.as_str()), line(column))).collect()
}

fn values(values: &[ReleasedValue]) -> BTreeMap<&str, String> {
    let line = |value: &ReleasedValue| format!("{} = {}\n", toml_key(&value.variant), toml_string(&value.text));
    values.iter().map(|value| (value.variant.as_str(), line(value))).collect()
}

fn constants(released: &ReleasedEnum) -> BTreeMap<&str, String> {
    let line = |name: &str, code: &Code| format!("{} = {}\n", toml_key(name), toml_string(&code.to_string()));
    released.constants.iter().map(|of| (of.name.as_str(), line(&of.name, &of.code))).collect()
}

fn ranges(released: &ReleasedEnum) -> BTreeMap<(i128, i128), String> {
    let line = |name: &str, text: &str| format!("{} = {}\n", toml_string(name), toml_string(text));
    released.ranges.iter().map(|range| ((range.first, range.last), line(&range.name(), &range.text))).collect()
}

fn codes(released: &ReleasedEnum) -> BTreeMap<&Code, String> {
    released.codes().map(|(code, row)| (&code.code, line(code, row))).collect()
}

fn line(released: &ReleasedCode, row: &ReleasedRow) -> String {
    let mut facts = vec![format!("variant = {}", toml_string(&row.variant))];
    if released.code == row.first {
        let texts = [("name", &row.name), ("description", &row.description)];
        let texts =
            texts.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", toml_string(text.as_ref()?))));
        facts.extend(texts);
    } else {
        facts.push(format!("of = {}", toml_string(&row.first.to_string())));
    }
    facts.push(format!("since = {}", toml_string(&released.since)));
    facts.extend(row.retired.then(|| "retired = true".to_owned()));
    facts.extend(released.removed.iter().map(|release| format!("removed = {}", toml_string(release))));
    format!("{} = {{ {} }}\n", toml_key(&released.code.to_string()), facts.join(", "))
}
