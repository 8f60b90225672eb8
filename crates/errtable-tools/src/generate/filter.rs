//! The filters that templates have for code.

use std::collections::HashSet;

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};

use super::language::Language;

/// Adds all of them.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("snake", |text: &str| cased(text, text.to_snake_case()));
    environment.add_filter("screaming_snake", |text: &str| cased(text, text.to_shouty_snake_case()));
    environment.add_filter("camel", |text: &str| cased(text, text.to_lower_camel_case()));
    environment.add_filter("upper_camel", |text: &str| cased(text, text.to_upper_camel_case()));
    environment.add_filter("kebab", |text: &str| cased(text, text.to_kebab_case()));
    environment.add_filter("identifier", |text: &str, name: &str| Ok::<_, Error>(language(name)?.identifier(text)));
    environment.add_filter("literal", literal);
    environment.add_filter("comment", comment);
    environment.add_filter("distinct", distinct);
    environment.add_filter("hex", hex);
    environment.add_filter("basename", |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned());
}

/// A text in another case; itself, where it has no letters.
fn cased(text: &str, cased: String) -> String {
    if cased.is_empty() { text.to_owned() } else { cased }
}

fn language(name: &str) -> Result<&'static Language, Error> {
    let unknown = || invalid(format!("there is no language `{name}`, but these: {}", Language::names()));
    Language::named(name).ok_or_else(unknown)
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// A value as a language writes it.
fn literal(value: &Value, name: &str) -> Result<String, Error> {
    let language = language(name)?;
    let [yes, no, nothing] = language.constants;
    match value.kind() {
        ValueKind::String => Ok(language.escapes.quoted(value.as_str().unwrap_or_default())),
        ValueKind::Number => Ok(value.to_string()),
        ValueKind::Bool => Ok(if value.is_true() { yes } else { no }.to_owned()),
        ValueKind::None => Ok(nothing.to_owned()),
        kind => Err(invalid(format!("a {kind} has no literal: write its items one by one"))),
    }
}

/// A text as a comment of a language; `indent` is for its further lines, and `tag` is the last of them, such as
/// `@deprecated`.
#[allow(clippy::needless_pass_by_value, reason = "a filter is given it so")]
fn comment(text: &str, name: &str, options: Kwargs) -> Result<String, Error> {
    const DEEPEST: usize = 80;

    let (indent, tag): (Option<usize>, Option<&str>) = (options.get("indent")?, options.get("tag")?);
    options.assert_all_used()?;
    Ok(language(name)?.comment.comment(text, indent.unwrap_or(0).min(DEEPEST), tag))
}

/// Texts in their order, each with underscores behind it until it differs from those before it and from those taken.
fn distinct(texts: Vec<String>, taken: Option<Vec<String>>) -> Vec<String> {
    let mut seen: HashSet<String> = taken.into_iter().flatten().collect();
    let texts = texts.into_iter().map(|mut text| {
        while !seen.insert(text.clone()) {
            text.push('_');
        }
        text
    });
    texts.collect()
}

/// A whole number in hexadecimal, with so many digits at the least; as it is where that is none.
fn hex(number: &Value, digits: usize) -> Result<String, Error> {
    const MOST: usize = 32;

    let value = i128::try_from(number.clone())?;
    let sign = if value < 0 { "-" } else { "" };
    Ok(match digits.min(MOST) {
        0 => value.to_string(),
        digits => format!("{sign}0x{:0digits$X}", value.unsigned_abs()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> String {
        let mut environment = Environment::new();
        add(&mut environment);
        environment.render_str(template, ()).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn filters() {
        for (template, expected) in [
            ("{{ 'LidOpen' | snake }} {{ 'LidOpen' | screaming_snake }}", "lid_open LID_OPEN"),
            (
                "{{ 'lid open' | camel }} {{ 'lid open' | upper_camel }} {{ 'LidOpen' | kebab }}",
                "lidOpen LidOpen lid-open",
            ),
            ("{{ 'type' | identifier('rust') }}", "r#type"),
            ("{{ 1 | literal('python') }} {{ none | literal('python') }} {{ true | literal('go') }}", "1 None true"),
            ("{{ '$a' | literal('kotlin') }}", "\"\\$a\""),
            ("{{ ['a', 'a', 'b', 'a_'] | distinct(['b']) | join(' ') }}", "a a_ b_ a__"),
            ("{{ 26 | hex(4) }} {{ -26 | hex(2) }} {{ 26 | hex(0) }}", "0x001A -0x1A 26"),
            ("{{ 'a/b.md' | basename }}", "b.md"),
            ("{{ 'a\nb' | comment('python', indent=2) }}", "# a\n  # b"),
        ] {
            assert_eq!(rendered(template), expected, "{template}");
        }
        assert!(
            rendered("{{ 'x' | literal('cobol') }}").contains("there is no language `cobol`, but these: typescript")
        );
        assert!(rendered("{{ [] | literal('c') }}").contains("a sequence has no literal"));
        assert!(rendered("{{ 'x' | comment('c', width=3) }}").contains("width"));
    }
}
