//! Files that are written: only where they change, and never in the place of an input.

mod config;
mod inputs;
mod write;

pub use self::config::{Reader, config_of, configs_above};
pub use self::inputs::{Input, Inputs, folder, links, read_beside, read_beside_with};
