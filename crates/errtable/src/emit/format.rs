//! Items to the text of a file. The one place that calls prettyplease.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Layout;

/// What a consumer's lints have no say in: how generated code is written, and how much of it is used. And what no table
/// can make it be.
const ATTRIBUTES: &str = "#[forbid(unsafe_code)]
#[allow(
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
/// The module carries the attributes, which a file that is `include!`d cannot.
#[derive(Debug)]
pub(crate) struct File {
    module: String,
    out: Layout,
    /// Items that have not been set yet: prettyplease is called once for all that follow upon each other.
    items: TokenStream,
}

impl File {
    /// `about` stands in the first lines, where tools look for `@generated`; no documentation, since that would begin with
    /// `///`. `length` is about how long the text will become, so that it need not be moved as it grows.
    pub(crate) fn new(module: String, about: &[String], length: usize) -> Self {
        let mut text = String::with_capacity(length);
        for line in about {
            text.push_str("// ");
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(ATTRIBUTES);
        text.push_str(&format!("mod {module} {{\n"));
        File { module, out: Layout::new(text, 1), items: TokenStream::new() }
    }

    /// Adds items whose number does not depend on the table.
    pub(crate) fn items(&mut self, items: TokenStream) {
        self.items.extend(items);
    }

    /// Where items are written that are [laid out](crate::emit) already.
    pub(crate) fn text(&mut self) -> &mut Layout {
        self.out.raw(&pretty(&std::mem::take(&mut self.items)));
        &mut self.out
    }

    pub(crate) fn finish(mut self) -> String {
        self.text();
        let mut text = self.out.finish();
        text.push_str("}\n#[allow(unused_imports, reason = \"a consumer need not use any of it\")]\n");
        text.push_str(&format!("pub use self::{}::*;\n", self.module));
        text
    }
}

/// Items as they stand inside a module: set inside one, since width counts from the margin, and taken out of it.
pub(crate) fn pretty(items: &TokenStream) -> String {
    if items.is_empty() {
        return String::new();
    }
    let file = syn::parse2(quote!(mod items { #items })).expect("emitters make valid items");
    let text = prettyplease::unparse(&file);
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    inside.expect("a module is set in braces of their own lines").to_owned()
}
