//! A spec that joins a file, in a build.

use std::fs;

use crate::package::{GOOD, MAIN, Package, errors, text};

const ADVICE: &str = "\
| Error code | Advice |
| ---------- | ------ |
| 4101 | Put a new roll in |
";

fn spec() -> String {
    GOOD.replace("| Error code |", "<!-- errtable\njoin = \"own/advice.md\"\n-->\n\n| Error code |")
}

fn joining(name: &str) -> Package {
    let package = Package::new(name, &spec());
    package.write("spec/own/advice.md", ADVICE);
    package.write("src/main.rs", &MAIN.replace("ErrorCode::DrawerOpen", "ErrorCode::PaperOut.advice().unwrap()"));
    package
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn columns_of_ones_own() {
    let package = joining("joining");
    let output = package.cargo(&["run", "--quiet"]);
    assert_eq!(text(&output.stdout), "Put a new roll in\n", "{}", text(&output.stderr));
    // The build runs again for the one file as for the other.
    package.write("spec/own/advice.md", &ADVICE.replace("a new roll", "another roll"));
    assert_eq!(text(&package.cargo(&["run", "--quiet"]).stdout), "Put another roll in\n");
    let stderr = text(&package.cargo(&["build", "-v"]).stderr);
    assert!(stderr.contains("Fresh joining v0.0.0"), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_fault_of_the_joined_file_is_a_compile_error() {
    let package = joining("misjoined");
    package.write("spec/own/advice.md", &ADVICE.replace("4101", "4191"));
    let told = errors(&package.cargo(&["build", "--message-format=json"]));
    let unknown = "spec/own/advice.md:3:3: `ErrorCode` has no code 4191 [unknown-code]\n";
    assert!(told.iter().any(|error| error.starts_with(unknown)), "{told:?}");
    package.write("spec/own/advice.md", ADVICE);
    assert!(package.cargo(&["build"]).status.success());
    fs::remove_file(package.folder.join("spec/own/advice.md")).expect("it is there");
    let told = errors(&package.cargo(&["build", "--message-format=json"]));
    let missing =
        "spec/codes.md:4:8: `own/advice.md` cannot be joined: there is no file `spec/own/advice.md` [missing-join]\n";
    assert!(told.iter().any(|error| error.starts_with(missing)), "{told:?}");
    // The script runs again once the file is there.
    package.write("spec/own/advice.md", ADVICE);
    assert!(package.cargo(&["build"]).status.success());
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_file_outside_the_package_is_not_packaged() {
    let package = joining("joining-outside");
    package.write("spec/codes.md", &spec().replace("own/advice.md", "../../outside-advice.md"));
    package.write("../outside-advice.md", ADVICE);
    let stderr = text(&package.cargo(&["build"]).stderr);
    assert!(stderr.contains("`spec/../../outside-advice.md` lies outside the package"), "{stderr}");
}
