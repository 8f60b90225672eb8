//! The attributes of a type.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Meta};

use super::Asked;
use crate::catalog::attribute;
use crate::directive::Spanned;
use crate::finding::{Finding, Findings};
use crate::text::{is_unprintable, printable};

/// Attributes that would break the generated code, or that a key of its own is for, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    ("cfg", "the code around the type needs it: take it out"),
    ("derive", "write it as a path: derive = [\"strum::EnumIter\"]"),
    ("non_exhaustive", "a key says it: non_exhaustive = true"),
    ("repr", "it is that of the type of the codes: code_type = \"u16\""),
];

impl Asked<'_> {
    /// The attributes that can be, as they are written.
    pub(super) fn attributes(&self, findings: &mut Findings) -> Vec<String> {
        let mut attributes = Vec::new();
        for asked in &self.of.attributes {
            match self.fault(asked) {
                Some(finding) => findings.push(finding),
                None => attributes.push(asked.value.clone()),
            }
        }
        attributes
    }

    fn fault(&self, Spanned { value, span }: &Spanned<String>) -> Option<Finding> {
        let parsed = attribute(value).filter(|_| value.trim_start().starts_with("#["));
        let Some(parsed) = parsed else {
            let message = format!("`{}` is not one attribute", printable(value));
            return Some(self.unfit(span, message).help("write each as it stands above a type: `#[must_use]`"));
        };
        if value.contains(is_unprintable) {
            let message = "an attribute holds a character that is not shown";
            return Some(self.unfit(span, message).help("write it as an escape of Rust, such as `\\\\u{200b}`"));
        }
        let names = names(&parsed);
        let (name, remedy) = REFUSED.iter().find(|(name, _)| names.iter().any(|of| of == name))?;
        let message = format!("the attribute `{name}` cannot be asked for `{}`", self.name);
        Some(self.unfit(span, message).help(*remedy))
    }
}

/// What an attribute is called. That which `cfg_attr` adds is, too, unless it is a derive, which has no other way.
fn names(attribute: &Attribute) -> Vec<String> {
    let name = |path: &syn::Path| path.get_ident().map(ToString::to_string);
    let mut names: Vec<String> = name(attribute.path()).into_iter().collect();
    if names == ["cfg_attr"]
        && let Meta::List(list) = &attribute.meta
    {
        names.extend(added(list.tokens.clone()).into_iter().filter(|name| name != "derive"));
    }
    names
}

/// The first name of each part behind a comma.
fn added(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let behind = tokens.windows(2).filter(|pair| is_comma(&pair[0]));
    let names = behind.filter_map(|pair| match &pair[1] {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    });
    names.collect()
}
