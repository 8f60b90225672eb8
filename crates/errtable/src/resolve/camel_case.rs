//! Names that a directive gives and that no type or variant can have.

use std::sync::Arc;

use crate::catalog::identifier::upper_camel;
use crate::directive::Spanned;
use crate::finding::Fix;
use crate::text::Source;

/// A fix that writes a name as a type or variant is written.
pub(crate) fn in_camel_case(
    source: &Arc<Source>,
    given: &Spanned<String>,
    can_be: impl Fn(&str) -> bool,
    example: &str,
) -> Fix {
    let mended = upper_camel(&given.value).filter(|name| can_be(name));
    let fix = |name: &str| {
        let title = format!("write it in upper camel case, without an underscore: `{name}`");
        Fix::word_of_toml(title, source, given.span.clone(), name)
    };
    mended.as_deref().map_or_else(|| fix(example).template(), fix)
}
