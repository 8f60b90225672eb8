//! What a [`Catalog`](crate::Catalog) becomes. No emitter sees Markdown or a place, and none can fail.

mod format;
mod layout;
mod markdown;
mod marked;
mod rust;

pub(crate) use self::layout::Layout;
pub use self::markdown::escape;
pub use self::markdown::{Page, markdown};
pub use self::rust::{RustOptions, rust};
