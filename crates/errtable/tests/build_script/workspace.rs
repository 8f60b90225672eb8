//! Specs of a workspace: inside a member of it, and outside of every package.

use std::fs;

use crate::package::{GOOD, MAIN, Package, errors, out_dir, text};

const BUILD: &[&str] = &["build", "--message-format=json"];

/// A workspace with a member and a spec beside it.
fn workspace(name: &str, spec: &str) -> Package {
    let package = Package::new(name, GOOD);
    let manifest = fs::read_to_string(package.folder.join("Cargo.toml")).expect("it has just been written");
    package.write("crates/till/Cargo.toml", &manifest.replace("[workspace]\n", ""));
    package.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    package.write("crates/till/build.rs", &format!("fn main() {{ errtable::Build::new({spec:?}).compile(); }}\n"));
    package.write("crates/till/src/main.rs", MAIN);
    package
}

/// Cargo shows every path from the root of the workspace.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn paths_are_those_that_cargo_shows() {
    let package = workspace("of-members", "spec/codes.md");
    package.write("crates/till/spec/codes.md", &GOOD.replace("4102", "4101"));
    let told = errors(&package.cargo(BUILD));
    assert!(told[0].starts_with("crates/till/spec/codes.md:7:3: code 4101 is used twice"), "{told:?}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_spec_outside_the_package() {
    let package = workspace("of-workspace", "../../docs/codes.md");
    let locked = format!("<!-- errtable\nlock = \"codes.lock\"\n-->\n\n{GOOD}");
    package.write("docs/codes.md", &locked);
    let told = errors(&package.cargo(BUILD));
    assert!(
        told[0].starts_with("docs/codes.md:2:8: the lock cannot be used: there is no file `docs/codes.lock`"),
        "{told:?}"
    );
    assert!(told[0].contains("errtable lock docs/codes.md"), "{told:?}");
    // What counts for it stands where all that use the spec find it.
    package.write("docs/codes.md", GOOD);
    package.write("errtable.toml", "[[spec]]\npath = \"docs/codes.md\"\nfeatures = [\"defmt\"]\n");
    let output = package.cargo(BUILD);
    let stderr = text(&output.stderr);
    let code = fs::read_to_string(out_dir(&output).join("codes.rs")).expect("the build makes the code");
    assert!(code.contains("#[cfg(feature = \"defmt\")]"), "{stderr}");
    let outside = ["docs/codes.md", "errtable.toml"].map(|file| format!("../../{file}` lies outside the package"));
    assert!(outside.iter().any(|line| stderr.contains(line)), "{stderr}");
    // Nobody packs this one.
    let manifest = fs::read_to_string(package.folder.join("crates/till/Cargo.toml")).expect("it is there");
    package.write("crates/till/Cargo.toml", &manifest.replace("edition", "publish = false\nedition"));
    let stderr = text(&package.cargo(BUILD).stderr);
    assert!(!stderr.contains("outside the package"), "{stderr}");
}
