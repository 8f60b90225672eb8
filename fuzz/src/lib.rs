//! What the fuzzers share: a spec with whatever in it, compiled, and asked what the tests ask.

#![forbid(unsafe_code)]

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../crates/errtable/tests/sound/mod.rs"]
mod sound;

use errtable::{Compiled, Findings, ReadError, RustOptions, Source, compile_locked, rust};
use errtable_tools::{align, init};

/// Findings have a place, say what is wrong and what to do, and cannot command who shows them.
pub fn expect_findings(findings: &Findings) {
    sound::expect_findings(findings);
}

/// A text holds no control characters but line breaks.
pub fn expect_printable(text: &str) {
    sound::expect_printable(text);
}

/// The file of a name beside a spec, where its lock is the only one.
pub fn lock_beside(name: &str, lock: &str) -> Result<Source, ReadError> {
    if name.ends_with(".lock") { Ok(Source::new(name, lock)) } else { Err(ReadError::missing(name)) }
}

/// Compiles a spec with the lock that it may name, and looks at all that comes of it.
pub fn compile(spec: &str, lock: Option<&str>) -> Compiled {
    let locks = |name: &str| lock.map_or_else(|| Err(ReadError::missing(name)), |lock| lock_beside(name, lock));
    let compiled = compile_locked(Source::new("x.md", spec), &locks);
    sound::expect_sound(&compiled);
    compiled
}

/// The same, and what else is made of a spec: the same again, aligned, and with directives inserted.
pub fn compile_whole(spec: &str) -> Compiled {
    let compiled = compile(spec, None);
    let code = |source: &Source| rust(&errtable::compile(source.clone()).catalog, &RustOptions::default());
    let source = Source::new("x.md", spec);
    let first = code(&source);
    assert_eq!(first, rust(&compiled.catalog, &RustOptions::default()), "a second time says something else");
    let aligned = Source::new("x.md", align(&source).text);
    assert_eq!(Source::new("x.md", align(&aligned).text), aligned, "aligning twice does something else");
    assert_eq!(code(&aligned), first, "aligned it says something else");
    let directed = init(&source).text;
    assert_eq!(init(&Source::new("x.md", directed.as_str())).text, directed, "directives were inserted twice");
    compiled
}

/// A text as one cell of a table.
pub fn cell(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('\\', "\\\\").replace('|', "\\|")
}
