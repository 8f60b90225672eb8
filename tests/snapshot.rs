//! The committed copy of the generated code is what the spec compiles to.

const REFRESH: &str = "cargo run -p errtable-cli -- emit rust spec/tpns.md \
                       --feature arbitrary --feature defmt --feature serde -o src/generated.rs";

#[test]
fn the_committed_code_is_what_the_spec_compiles_to() {
    let compiled = include_str!(concat!(env!("OUT_DIR"), "/tpns.rs"));
    let committed = include_str!("../src/generated.rs");
    let differs = compiled.lines().zip(committed.lines()).position(|(compiled, committed)| compiled != committed);
    let line = differs.unwrap_or_else(|| compiled.lines().count().min(committed.lines().count())) + 1;
    assert!(
        compiled == committed,
        "src/generated.rs is stale from line {line} on; refresh it and commit it with the spec:\n\n    {REFRESH}\n"
    );
}
