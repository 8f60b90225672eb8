//! Compiles `spec/tpns.md`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "from-spec")]
    errtable::Build::new("spec/tpns.md").compile();
}
