//! `errtable lsp`: what an editor is told is what the command says, and what it applies is what the command writes.

#![forbid(unsafe_code)]

mod cases;
mod client;
mod features;
