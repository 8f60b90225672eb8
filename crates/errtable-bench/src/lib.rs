//! What the crates that the benchmarks make link: how lookups are measured.
//!
//! See `errtable-bench --help` for the benchmarks themselves.

pub mod measure;
