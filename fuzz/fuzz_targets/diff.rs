//! Two specs, parted by a line of `%`: what has changed between them, and between the lock of one and the other.

#![no_main]

use errtable::{Compiled, Source, changes, compare};
use errtable_fuzz::{compile, expect_findings, expect_printable, lock_beside};
use errtable_tools::{Release, diff_json, diff_markdown, diff_text, lock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (old, new) = text.split_once("\n%\n").unwrap_or((text, ""));
    let named = |spec: &str| format!("<!-- errtable default\nlock = \"x.lock\"\n-->\n\n{spec}");
    let (old_spec, new_spec) = (named(old), named(new));
    let [old, new] = [&old_spec, &new_spec].map(|spec| compile(spec, Some("format = \"errtable-lock/2\"\n")));
    for compiled in [&old, &new] {
        assert!(changes(compiled, compiled).changes.is_empty());
        assert!(compare(compiled, compiled).is_empty());
    }
    expect_diff(&old, &new);
    expect_diff(&new, &old);
    let empty = |name: &str| lock_beside(name, "");
    let begun =
        lock(Source::new("x.md", old_spec.as_str()), &empty, &Release { stamp: Some("1.0.0"), ..Release::default() });
    if let Some(released) = begun.text {
        let same = compile(&old_spec, Some(&released));
        assert!(same.changes.is_empty(), "the lock does not say what its spec says");
        let compiled = compile(&new_spec, Some(&released));
        assert!(new.catalog.enums().is_empty() || !compiled.catalog.enums().is_empty());
        let locks = |name: &str| lock_beside(name, &released);
        let locked = lock(
            Source::new("x.md", new_spec.as_str()),
            &locks,
            &Release { stamp: Some("2.0.0"), ..Release::default() },
        );
        expect_findings(&locked.findings);
        let accept = &locked.breaks;
        let locked = lock(
            Source::new("x.md", new_spec.as_str()),
            &locks,
            &Release { stamp: Some("2.0.0"), accept, ..Release::default() },
        );
        if let Some(text) = locked.text {
            let accepted = compile(&new_spec, Some(&text));
            assert!(accepted.changes.is_empty(), "what was accepted is still told");
        }
    }
});

fn expect_diff(old: &Compiled, new: &Compiled) {
    let diff = changes(old, new);
    for text in [diff_text(&diff), diff_markdown(&diff), diff_json(&diff)] {
        expect_printable(&text);
    }
    expect_findings(&compare(old, new));
}
