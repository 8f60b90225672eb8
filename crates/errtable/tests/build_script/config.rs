//! `errtable.toml` in a build.

use crate::package::{GOOD, Package, errors, out_dir, text};

/// What `out_dir` reads is told in this format.
const BUILD: &[&str] = &["build", "--message-format=json"];

/// The code that the build has made.
fn code(output: &std::process::Output) -> String {
    std::fs::read_to_string(out_dir(output).join("codes.rs")).expect("the build makes the code")
}

#[test]
fn the_file_beside_the_manifest_counts_and_an_edit_of_it() {
    let package = Package::new("configured", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\n");
    let plain = package.cargo(BUILD);
    assert!(plain.status.success() && !code(&plain).contains("serde"), "{}", text(&plain.stderr));
    package.write("errtable.toml", "[[spec]]\npath = \"spec/*.md\"\nfeatures = [\"serde\"]\n");
    let edited = package.cargo(BUILD);
    assert!(code(&edited).contains("#[cfg(feature = \"serde\")]"), "{}", text(&edited.stderr));
}

#[test]
fn a_file_that_lists_other_specs_says_nothing() {
    let package = Package::new("of_others", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/other.md\"\nfeatures = [\"serde\"]\n");
    let output = package.cargo(BUILD);
    assert!(output.status.success() && !code(&output).contains("serde"), "{}", text(&output.stderr));
}

#[test]
fn a_fault_in_the_file_is_an_error_of_the_build() {
    let package = Package::new("misconfigured", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\nfeature = [\"serde\"]\n");
    let output = package.cargo(BUILD);
    let [error] = &errors(&output)[..] else { panic!("{}", text(&output.stderr)) };
    assert!(error.starts_with("errtable.toml:3:1: there is no key `feature` [unknown-key]\n"), "{error}");
    assert!(error.contains("did you mean `features`?"), "{error}");
}

#[test]
fn the_file_of_a_workspace_counts_for_a_spec_outside_the_package() {
    let package = Package::new("outside", GOOD);
    package.write("docs/codes.md", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"docs/codes.md\"\nfeatures = [\"defmt\"]\n");
    let manifest = std::fs::read_to_string(package.folder.join("Cargo.toml")).expect("it has just been written");
    package.write("inner/Cargo.toml", &manifest.replace("[workspace]\n", ""));
    package.write("Cargo.toml", "[workspace]\nmembers = [\"inner\"]\nresolver = \"3\"\n");
    package.write("inner/build.rs", "fn main() { errtable::Build::new(\"../docs/codes.md\").compile(); }\n");
    package.write("inner/src/main.rs", crate::package::MAIN);
    let output = package.cargo(BUILD);
    assert!(code(&output).contains("#[cfg(feature = \"defmt\")]"), "{}", text(&output.stderr));
    let stderr = text(&output.stderr);
    assert!(stderr.contains("outside the package, so `cargo package` leaves it out"), "{stderr}");
}
