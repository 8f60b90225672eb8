//! What people and other programs make of an error-code table beside its code.
//!
//! The compiler itself is [`errtable`]; a build script needs nothing of this.

mod align;
mod check;
mod fix;
mod generate;
mod init;
pub mod json;
mod lock;
mod manifest;
mod output;
mod page;
mod pretty;
mod report;
mod template;

pub use self::align::{Aligned, Left, align};
pub use self::check::{check, differing_line, is_same_text, unaligned};
pub use self::fix::{Fixed, Policy, fix};
pub use self::init::{Initialized, init, init_locked, init_with_lock};
pub use self::lock::{
    Locked, Pending, Release, default_lock_name, lock, lock_setting, lock_text, naming_lock, past_lock_text, pending,
};
pub use self::output::Output;
pub use self::page::{HtmlOptions, html};
pub use self::report::{
    Locate, diff_json, diff_markdown, diff_text, render_github, render_json, render_sarif, render_short, uncommanding,
};
pub use self::template::Template;
