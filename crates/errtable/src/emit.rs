//! What a [`Catalog`](crate::Catalog) becomes. No emitter sees Markdown or a place, and none can fail.

#[cfg(feature = "json")]
pub mod json;
mod layout;
mod lookup;
mod markdown;
mod rust;

pub(crate) use self::layout::Layout;
pub(crate) use self::markdown::escape;
pub use self::markdown::{Page, markdown};
pub use self::rust::{RustOptions, rust};
