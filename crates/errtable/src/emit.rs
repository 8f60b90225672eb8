//! What a [`Catalog`](crate::Catalog) becomes. No emitter sees Markdown or a place, and none can fail.

#[cfg(feature = "json")]
pub mod json;
mod layout;
mod lookup;
mod rust;

pub(crate) use self::layout::Layout;
pub use self::rust::{RustOptions, rust};
