//! Compiles `spec/codes.md`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    errtable::Build::new("spec/codes.md").compile();
}
