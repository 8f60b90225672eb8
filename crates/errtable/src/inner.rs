//! What the sister crates need of the compiler beyond its public face. It changes with every version: nobody else should
//! use it.

use std::sync::Arc;

use crate::{Compiled, Findings};

pub use crate::emit::escape;
pub use crate::finding::{Action, Fix, Setting, toml_lines};
pub use crate::lock::{
    FORMAT as LOCK_FORMAT, Lock, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent, ReleasedEnum,
    ReleasedRange, ReleasedRow, ReleasedValue, default_name as default_lock_name,
};
pub use crate::resolve::{MissingLock, Spec, parse};
pub use crate::text::mark::{Part, Run, percent_encoded, runs, web_address};
pub use crate::text::{is_unprintable, limits, printable_char, toml_key, toml_string};

/// Markdown as the compiler reads it.
pub mod markdown {
    pub use crate::markdown::{
        Alignment, BrokenTable, Cell, CodeText, Comment, DetachedRows, Document, OPTIONS, Row, Shape, Table, Text,
        events, parse, readable, split_row,
    };
}

/// The whole way of a spec that is parsed, with what was found so far.
pub fn compile(spec: Spec, findings: Findings) -> Compiled {
    crate::compile_spec(spec, findings)
}

/// The parsed spec of what was compiled.
pub fn spec_of(compiled: &Compiled) -> &Spec {
    &compiled.spec
}

/// The parsed spec of what was compiled, to be changed and compiled again.
pub fn spec(compiled: Compiled) -> Spec {
    Arc::into_inner(compiled.spec).expect("what was compiled is its only owner")
}

/// What was released, as it was read or accepted.
pub fn lock(compiled: &Compiled) -> Option<&Lock> {
    compiled.spec.lock.as_ref()
}
