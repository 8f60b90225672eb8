//! Text: a file with its places, what of it may be shown, and what errtable takes of it.

mod conflict;
mod id;
pub mod limits;
pub(crate) mod mark;
mod nearest;
mod pattern;
mod quotation;
mod sanitize;
mod shell;
mod source;
mod toml;

use std::path::{Path, PathBuf};

pub(crate) use self::conflict::ConflictMarker;
pub use self::id::{RowId, TableId};
pub use self::mark::{Mark, MarkKind};
pub use self::nearest::nearest;
pub(crate) use self::nearest::{is_misspelt, is_slip};
pub(crate) use self::pattern::fits_pattern;
pub(crate) use self::quotation::{is_quotation, quotation, without_quotation};
pub(crate) use self::sanitize::{is_invisible, printable_lines};
pub use self::sanitize::{is_unprintable, printable, printable_char};
pub use self::shell::shell_word;
pub(crate) use self::source::{HTML_COMMENT, MDX_COMMENT, manifest_folder};
pub use self::source::{ReadError, Source};
pub use self::toml::{push_toml_string, toml_key, toml_string};

/// Where the files are read from that a spec names, its lock (`….lock`) and those that it joins: by that name, which is a
/// path from the folder of the spec. The name `errtable.toml` asks for the one that speaks of the spec, wherever it lies. [`compile_file`](crate::compile_file) reads them from the disk.
pub type Files<'a> = &'a dyn Fn(&str) -> Result<Source, ReadError>;

/// The path of a file that a spec names.
pub fn beside(spec: &Path, name: &str) -> PathBuf {
    spec.parent().unwrap_or(Path::new("")).join(name)
}
