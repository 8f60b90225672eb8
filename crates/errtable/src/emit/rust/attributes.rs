//! What stands above a type: derives, attributes, and what its values are.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::catalog::{Impl, TypeOptions, attribute};
use crate::emit::format::pretty;
use crate::emit::layout::Layout;

/// The attributes of an enum. `own` are the derives that it has by itself, each with the impl that can be left out.
pub(super) fn attributes(options: &TypeOptions, own: &[(&str, Option<Impl>)], repr: Option<&str>, out: &mut Layout) {
    let is_kept = |(_, of): &&(&str, Option<Impl>)| of.is_none_or(|of| options.has(of));
    let own: Vec<_> = own.iter().filter(is_kept).map(|(name, _)| *name).collect();
    if options.derives.is_empty() && options.attributes.is_empty() {
        out.line(&format!("#[derive({})]", own.join(", ")));
    } else {
        out.raw(&asked(options, &own));
    }
    if !options.exhaustive {
        out.line("#[non_exhaustive]");
    }
    if let Some(repr) = repr {
        out.line(&format!("#[repr({repr})]"));
    }
}

/// The derives and the attributes that somebody asks for, laid out as everything else. The attributes come last: they may
/// be for a derive.
fn asked(options: &TypeOptions, own: &[&str]) -> String {
    let derives = own.iter().copied().chain(options.derives.iter().map(String::as_str)).map(path);
    let attributes: Vec<_> = options.attributes.iter().filter_map(|text| attribute(text)).collect();
    let text = pretty(&quote! {
        #[derive(#(#derives),*)]
        #(#attributes)*
        struct __Type;
    });
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    lines[..lines.len() - 1].concat()
}

fn path(text: &str) -> TokenStream {
    match syn::parse_str::<Path>(text) {
        Ok(path) => quote!(#path),
        Err(_) => TokenStream::new(),
    }
}
