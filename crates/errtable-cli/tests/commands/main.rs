//! The `errtable` command as a shell sees it: what it says on which stream, what it writes, and how it exits.
//!
//! `SNAPSHOTS=overwrite cargo test -p errtable-cli --test commands` writes the expected output anew.

mod check;
mod completions;
mod diff;
mod explain;
mod fmt;
mod folder;
mod formats;
mod gates;
mod held;
mod help;
mod html;
mod init;
mod inputs;
mod join;
mod json;
mod laundering;
mod lock;
mod man;
mod markdown;
mod names;
mod new;
mod paste;
mod recall;
mod rule;
mod rust;
mod show;
mod specs;
mod terminal;
mod update;
