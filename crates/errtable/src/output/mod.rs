//! Files that are written: whole or not at all, only where they change, and never in the place of an input.

mod inputs;
mod write;

pub use self::inputs::{Input, Inputs, read_beside};
pub use self::write::{Freshness, Mode};
