//! A spec with a lock, in a build.

use std::fs;

use errtable::{ReadError, Source};
use errtable_tools::{Release, lock};

use crate::package::{GOOD, Package, errors, text};

fn spec() -> String {
    GOOD.replace("| Error code |", "<!-- errtable\nlock = \"codes.lock\"\n-->\n\n| Error code |")
}

/// A package whose spec is locked as it is.
fn locked(name: &str) -> Package {
    let package = Package::new(name, &spec());
    let missing = |name: &str| Err(ReadError::missing(name));
    let locked = lock(
        Source::new("codes.md", spec()),
        &missing,
        &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() },
    );
    package.write("spec/codes.lock", &locked.text.expect("the spec has no errors"));
    package
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn names_hold_and_breaks_are_warnings() {
    let package = locked("locked");
    let read = || fs::read_to_string(package.folder.join("spec/codes.lock")).expect("it has been written");
    let before = read();
    let output = package.cargo(&["run", "--quiet"]);
    assert_eq!(text(&output.stdout), "drawer open (4100)\n", "{}", text(&output.stderr));
    // The variant that `main` uses is still there, under a text that would make another.
    let mended = spec().replace("drawer open", "till open").replace("| 4102 |", "| 4109 |");
    package.write("spec/codes.md", &mended);
    let output = package.cargo(&["run"]);
    let stderr = text(&output.stderr);
    assert_eq!(text(&output.stdout), "till open (4100)\n", "{stderr}");
    let warning = "warning: locked@0.0.0: spec/codes.md:11:1: warning: code 4102, `ErrorCode::ScannerLost`, is removed: \
                   its row has the code 4109 now [code-removed]: give the row its code back: 4102\n";
    assert!(stderr.contains(warning), "{stderr}");
    assert_eq!(read(), before, "a build writes no lock");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn the_lock_is_watched() {
    let package = locked("watched");
    assert!(package.cargo(&["build"]).status.success());
    let lock = fs::read_to_string(package.folder.join("spec/codes.lock")).expect("it has been written");
    package.write("spec/codes.lock", &lock.replace("DrawerOpen", "TillOpen"));
    let errors = text(&package.cargo(&["build"]).stderr);
    assert!(errors.contains("no variant or associated item named `DrawerOpen`"), "{errors}");
    package.write("spec/codes.lock", &lock);
    assert!(package.cargo(&["build"]).status.success());
}

/// Nor is one read from there.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_lock_in_a_hidden_folder_is_a_compile_error() {
    let package = locked("hidden-lock");
    let lock = fs::read_to_string(package.folder.join("spec/codes.lock")).expect("it has been written");
    package.write("spec/.hidden/codes.lock", &lock.replace("DrawerOpen", "TillOpen"));
    package.write("spec/codes.md", &spec().replace("codes.lock", ".hidden/codes.lock"));
    let told = errors(&package.cargo(&["build", "--message-format=json"]));
    let refused = "spec/codes.md:4:8: `lock` cannot be `.hidden/codes.lock`: `.hidden` is a folder whose name begins with a \
                   dot [invalid-path]\n";
    assert!(told.len() == 1 && told[0].starts_with(refused), "{told:?}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_lock_that_cannot_be_used_is_a_compile_error() {
    let package = locked("unlocked");
    let file = package.folder.join("spec/codes.lock");
    let lock = fs::read_to_string(&file).expect("it has been written");
    package.write("spec/codes.lock", &lock.replace("4101 =", "<<<<<<< ours\n=======\n>>>>>>> theirs\n4101 ="));
    let told = errors(&package.cargo(&["build", "--message-format=json"]));
    assert_eq!(told.len(), 1, "names hold even then: {told:?}");
    assert!(
        told[0].starts_with("spec/codes.lock:17:1: the lock holds the markers of a merge conflict [lock-conflict]\n"),
        "{told:?}"
    );
    fs::remove_file(&file).expect("it is there");
    let told = errors(&package.cargo(&["build", "--message-format=json"]));
    let missing = "spec/codes.md:4:8: the lock cannot be used: there is no file `spec/codes.lock` [missing-lock]\n";
    assert!(told.len() == 1 && told[0].starts_with(missing), "{told:?}");
    // The script runs again once the lock is there.
    package.write("spec/codes.lock", &lock);
    assert!(package.cargo(&["build"]).status.success());
}
