//! Files that are written: only where they change, and never in the place of an input.

mod inputs;
mod write;

pub use self::inputs::{Input, Inputs, folder, links, read_beside};
