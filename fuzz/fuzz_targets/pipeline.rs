//! Any bytes, as a file would hold them.

#![no_main]

use errtable::{Finding, Findings, Source};
use errtable_fuzz::{compile_whole, expect_findings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Source::from_bytes("x.md", bytes.to_vec()) {
        Ok(source) => drop(compile_whole(source.text())),
        Err(error) => expect_findings(&Findings::from_iter([Finding::unreadable(&error)])),
    }
});
