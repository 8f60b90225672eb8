//! Any text as the lock of a spec. What is written after it is read again as it was meant.

#![no_main]

use errtable::Source;
use errtable_fuzz::{compile, expect_findings, expect_printable, lock_beside};
use errtable_tools::{Release, lock};
use libfuzzer_sys::fuzz_target;

const SPEC: &str = "\
<!-- errtable
lock = \"x.lock\"
codes = \"many\"
ranges = true
duplicates = \"alias\"

[columns.Part]
as = \"category\"
-->

| Error code | Name | Part |
|---|---|---|
| 1, 2 | lid open | lid |
| ~~3~~ | lid stuck | lid |
| 4 | no ink | ink |
| 4 | out of ink | ink |
| 10 - 19 | reserved | |
";

fuzz_target!(|text: &str| {
    let compiled = compile(SPEC, Some(text));
    assert!(!compiled.catalog.enums().is_empty(), "a lock never takes the enum away");
    let locked = lock(Source::new("x.md", SPEC), &|name| lock_beside(name, text), &Release::default());
    expect_findings(&locked.findings);
    if let Some(text) = locked.text {
        expect_printable(&text);
        let again = compile(SPEC, Some(&text));
        assert!(!again.findings.has_errors() && again.changes.is_empty(), "the lock does not say what the spec says");
        let locks = |name: &str| lock_beside(name, &text);
        let rewritten = lock(Source::new("x.md", SPEC), &locks, &Release::default()).text;
        assert_eq!(rewritten.as_deref(), Some(text.as_str()), "a lock that is current is left alone");
    }
});
