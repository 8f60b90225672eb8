//! What a [`Catalog`](crate::Catalog) becomes. No emitter sees Markdown or a place, and none can fail.

#[cfg(feature = "html")]
mod html;
#[cfg(feature = "json")]
pub mod json;
mod layout;
mod lookup;
mod markdown;
mod rust;

#[cfg(feature = "html")]
pub use self::html::{HtmlOptions, TemplateError, html};
pub(crate) use self::layout::Layout;
pub(crate) use self::markdown::escape;
pub use self::markdown::{Page, markdown};
pub use self::rust::{RustOptions, rust};
