//! A package made from nothing, as the page says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::{root, text};

/// The block of the page that begins with a comment naming a file, without that comment.
fn block(file: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/build.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, rest) = page.split_once(&format!("```rust\n// {file}\n")).expect("the page says what goes there");
    rest.split_once("```").expect("a block is closed").0.to_owned()
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let command = &mut Command::new(env!("CARGO"));
    let command = command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", root().join("target"));
    let output = command.env_remove("RUSTFLAGS").env("CARGO_TERM_COLOR", "never").output().expect("cargo can be run");
    assert!(output.status.success(), "cargo {arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A folder whose workspace is its own: `cargo new` adds a package to the one above it.
fn empty() -> PathBuf {
    let folder = root().join("from-nothing");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of an earlier run can be removed");
    }
    fs::create_dir_all(&folder).expect("a folder can be made in the target folder");
    fs::write(folder.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\n").expect("a file can be written there");
    folder
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_new_package_has_a_table_of_its_own() {
    let folder = empty();
    // The versions that are here already, so that nothing has to be fetched.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the workspace has its versions locked");
    cargo(&folder, &["new", "--quiet", "--lib", "--vcs", "none", "kiosk"]);
    let kiosk = folder.join("kiosk");
    cargo(&kiosk, &["add", "--quiet", "--offline", "--build", "errtable", "--path", env!("CARGO_MANIFEST_DIR")]);
    let write = |file: &str, content: &str| fs::write(kiosk.join(file), content).expect("a file can be written there");
    fs::create_dir(kiosk.join("spec")).expect("a folder can be made there");
    write("spec/codes.md", "| Error code | Name |\n|---|---|\n| 17 | lid open |\n");
    assert_eq!(block("build.rs").lines().count(), 3);
    write("build.rs", &block("build.rs"));
    let used = "#[test]\nfn lid() {\n    assert_eq!(ErrorCode::from_code(17), Some(ErrorCode::LidOpen));\n}\n";
    write("src/lib.rs", &format!("{}\n{used}", block("src/lib.rs")));
    let told = cargo(&kiosk, &["test", "--offline"]);
    assert!(told.contains("test lid ... ok"), "{told}");
}
