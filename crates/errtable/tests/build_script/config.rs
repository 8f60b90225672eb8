//! `errtable.toml` in a build.

use crate::package::{GOOD, Package, errors, out_dir, text};

/// What `out_dir` reads is told in this format.
const BUILD: &[&str] = &["build", "--message-format=json"];

/// The code that the build has made.
fn code(output: &std::process::Output) -> String {
    std::fs::read_to_string(out_dir(output).join("codes.rs")).expect("the build makes the code")
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
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
#[ignore = "takes long: `.ci/run` has it"]
fn a_file_that_lists_other_specs_says_nothing() {
    let package = Package::new("of_others", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/other.md\"\nfeatures = [\"serde\"]\n");
    let output = package.cargo(BUILD);
    assert!(output.status.success() && !code(&output).contains("serde"), "{}", text(&output.stderr));
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_fault_in_the_file_is_an_error_of_the_build() {
    let package = Package::new("misconfigured", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\nfeature = [\"serde\"]\n");
    let output = package.cargo(BUILD);
    let [error] = &errors(&output)[..] else { panic!("{}", text(&output.stderr)) };
    assert!(error.starts_with("errtable.toml:3:1: there is no key `feature` [unknown-key]\n"), "{error}");
    assert!(error.contains("did you mean `features`?"), "{error}");
}
