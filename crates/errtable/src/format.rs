//! Items to the text of a file. The one place that calls prettyplease.

use proc_macro2::TokenStream;
use quote::quote;

/// A part of a generated module.
#[derive(Debug)]
pub(crate) enum Item {
    /// Items whose number does not depend on the table.
    Fixed(TokenStream),
    /// Items already [laid out](crate::emit), one block deep.
    Text(String),
}

/// What a consumer's lints have no say in: how generated code is written, and how much of it is used.
const ALLOW: &str = "#[allow(
    dead_code,
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    reason = \"generated code\"
)]
";

/// A file that holds one private module and re-exports it whole.
///
/// The module carries the documentation and the `allow`s, which a file that is `include!`d cannot.
pub(crate) fn file(module: &str, about: &[String], items: Vec<Item>) -> String {
    let mut text = String::new();
    for line in about {
        text.push_str(if line.is_empty() { "///" } else { "/// " });
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(ALLOW);
    text.push_str(&format!("mod {module} {{\n"));
    let mut fixed = TokenStream::new();
    for item in items {
        match item {
            Item::Fixed(tokens) => fixed.extend(tokens),
            Item::Text(items) => {
                text.push_str(&pretty(&std::mem::take(&mut fixed)));
                text.push_str(&items);
            }
        }
    }
    text.push_str(&pretty(&fixed));
    text.push_str("}\n#[allow(unused_imports, reason = \"a consumer need not use any of it\")]\n");
    text.push_str(&format!("pub use self::{module}::*;\n"));
    text
}

/// Items as they stand inside a module: set inside one, since width counts from the margin, and taken out of it.
fn pretty(items: &TokenStream) -> String {
    if items.is_empty() {
        return String::new();
    }
    let file = syn::parse2(quote!(mod items { #items })).expect("emitters make valid items");
    let text = prettyplease::unparse(&file);
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    inside.expect("a module is set in braces of their own lines").to_owned()
}
