//! `errtable new`: what it writes into packages of all kinds, and that it takes nothing away.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::folder::{BROKEN, Folder, SMALL};

const MANIFEST: &str = "[package]\nname = \"kiosk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";

/// A library that `cargo init --lib` has made, in a repository.
fn library(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.write("Cargo.toml", MANIFEST);
    folder.write("src/lib.rs", "//! A kiosk.\n\npub fn open() {}\n");
    folder.commit();
    folder
}

/// What a command says: its status, and both streams.
fn told(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = folder.errtable(arguments).assert();
    let output = output.get_output();
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output.status.code().expect("it was not killed"), text)
}

/// Every file below a folder with its text, but for those of git.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() && !path.ends_with(".git") {
                open.push(path);
            } else if path.is_file() {
                let name = path.strip_prefix(folder).expect("it lies there").to_str().expect("it is UTF-8").to_owned();
                files.push((name, fs::read_to_string(&path).expect("it is a text")));
            }
        }
    }
    files.sort();
    files
}

/// Runs it twice: the second time there is nothing to do.
fn settled(folder: &Folder, arguments: &[&str]) {
    let before = files(&folder.path(""));
    folder.errtable(arguments).assert().code(0).stderr_eq("").stdout_eq("nothing is to be done\n");
    assert_eq!(files(&folder.path("")), before);
}

#[test]
fn an_empty_package() {
    let folder = library("new-empty");
    let new = ["new", "--ci", "github", "--pre-commit"];
    folder.errtable(&[&new[..], &["--diff"]].concat()).assert().code(1);
    assert_eq!(files(&folder.path("")).len(), 2, "nothing is written");
    folder
        .errtable(&new)
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
spec/codes.md: is new
spec/codes.lock: is new
errtable.toml: is new
Cargo.toml: gets
  + [build-dependencies]
  + errtable = "0.1.0"
build.rs: is new
src/codes.rs: is new
src/lib.rs: gets
  + pub mod codes;
.gitattributes: is new
.github/workflows/errtable.yml: is new
.pre-commit-config.yaml: is new

"#]])
        .stderr_eq(str![[r#"
help: commit them: git add spec/codes.md spec/codes.lock errtable.toml Cargo.toml build.rs src/codes.rs src/lib.rs .gitattributes .github/workflows/errtable.yml .pre-commit-config.yaml

"#]]);
    folder.git(&["add", "--all"]);
    folder.errtable(&["check", "spec/codes.md"]).assert().code(0);
    settled(&folder, &new);
}

#[test]
fn a_table_that_is_there() {
    let folder = library("new-table");
    folder.write("docs/error codes.md", SMALL);
    let (code, text) = told(&folder, &["new", "docs/error codes.md"]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(folder.read("docs/error codes.md"), format!("<!-- errtable\nlock = \"error codes.lock\"\n-->\n{SMALL}"));
    assert!(folder.read("docs/error codes.lock").contains("2 = { variant = \"LidStuck\""));
    assert!(folder.read("build.rs").contains("errtable::Build::new(\"docs/error codes.md\").compile();"));
    assert!(folder.read("src/error_codes.rs").contains("concat!(env!(\"OUT_DIR\"), \"/error codes.rs\")"));
    assert!(folder.read("src/lib.rs").contains("//! A kiosk.\n\npub mod error_codes;\n\npub fn open() {}\n"));
    assert!(folder.read(".gitattributes").ends_with("\"docs/error codes.lock\" linguist-generated\n"));
    let listed = folder.git_command(&["check-attr", "linguist-generated", "docs/error codes.lock"]).assert().code(0);
    assert!(String::from_utf8_lossy(&listed.get_output().stdout).ends_with(": set\n"));
    settled(&folder, &["new", "docs/error codes.md"]);
}

#[test]
fn a_table_with_errors_is_left_alone() {
    let folder = library("new-broken");
    folder.write("spec/codes.md", BROKEN.replace("| 1 | lid stuck |", "| x1 | lid stuck |"));
    let before = files(&folder.path(""));
    let (code, text) = told(&folder, &["new"]);
    assert_eq!(code, 1);
    assert!(text.contains("error: nothing is written: 1 error left for you to settle\n"), "{text}");
    assert_eq!(files(&folder.path("")), before);
}

#[test]
fn a_build_script_that_is_there() {
    let folder = library("new-build-script");
    folder.write("build.rs", "use std::env;\n\nfn main() {\n    let _ = env::var(\"X\");\n}\n");
    let (code, text) = told(&folder, &["new"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("build.rs: gets\n  +     errtable::Build::new(\"spec/codes.md\").compile();\n"), "{text}");
    assert!(text.contains("help: cargo runs a build script again only for the files that it names"), "{text}");
    assert_eq!(
        folder.read("build.rs"),
        "use std::env;\n\nfn main() {\n    errtable::Build::new(\"spec/codes.md\").compile();\n    let _ = env::var(\"X\");\n}\n"
    );
    settled(&folder, &["new"]);
    // What is not understood is left as it is, and told.
    let script = "#[tokio::main]\nasync fn main() -> Result<(), ()> {\r\n    Ok(())\n}\n";
    folder.write("build.rs", script);
    let by_hand = "build.rs: add by hand, in `main`\n  errtable::Build::new(\"spec/codes.md\").compile();\n";
    assert_eq!(told(&folder, &["new"]), (1, by_hand.to_owned()));
    assert_eq!(folder.read("build.rs"), script);
    folder.write("Cargo.toml", folder.read("Cargo.toml").replace("[workspace]", "build = false\n\n[workspace]"));
    folder.write(
        "Cargo.toml",
        folder.read("Cargo.toml").replace("edition", "build = false\nedition").replacen("build = false\n\n", "", 1),
    );
    let (code, text) = told(&folder, &["new"]);
    assert!(code == 1 && text.starts_with("Cargo.toml: `build = false` turns build scripts off"), "{text}");
}

#[test]
fn files_that_are_something_else_are_kept() {
    let folder = library("new-kept");
    folder.write("src/codes.rs", "pub const CODES: u32 = 7;\n");
    folder.write(".pre-commit-config.yaml", "repos: []\n");
    folder.write(".github/workflows/errtable.yml", "name: mine\n");
    let (code, text) = told(&folder, &["new", "--ci", "github", "--pre-commit"]);
    assert_eq!(code, 1, "{text}");
    assert_eq!(folder.read("src/codes.rs"), "pub const CODES: u32 = 7;\n");
    assert_eq!(folder.read(".pre-commit-config.yaml"), "repos: []\n");
    assert_eq!(folder.read(".github/workflows/errtable.yml"), "name: mine\n");
    for part in [
        "src/codes.rs: this file is something else; add by hand, in any module\n  include!(concat!(",
        ".pre-commit-config.yaml: add by hand, below `repos:`\n    - repo: local\n",
        "help: `.github/workflows/errtable.yml` says something else than this would write",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn line_ends_of_another_system_stay() {
    let folder = library("new-line-ends");
    folder.write("src/lib.rs", "//! A kiosk.\r\n\r\npub fn open() {}\r\n");
    folder.write("Cargo.toml", MANIFEST.replace('\n', "\r\n"));
    folder.write("build.rs", "fn main() {\r\n}\r\n");
    assert_eq!(told(&folder, &["new"]).0, 0);
    for file in ["src/lib.rs", "Cargo.toml", "build.rs"] {
        let text = folder.read(file);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{file}: {text:?}");
    }
    settled(&folder, &["new"]);
}

/// A workspace with a member, in a repository.
fn workspace(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    folder.write("crates/kiosk/Cargo.toml", MANIFEST.replace("\n[workspace]\n", ""));
    folder.write("crates/kiosk/src/main.rs", "fn main() {}\n");
    folder.commit();
    folder
}

/// The command in the folder of the member.
fn in_member(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = folder.errtable(arguments).current_dir(folder.path("crates/kiosk")).assert();
    let output = output.get_output();
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output.status.code().expect("it was not killed"), text)
}

#[test]
fn a_member_of_a_workspace() {
    let folder = workspace("new-member");
    let root = folder.read("Cargo.toml");
    folder.write("Cargo.toml", root + "\n[workspace.dependencies]\nerrtable = \"0.1\"\n");
    let new = ["new", "--ci", "github", "--pre-commit"];
    let (code, text) = in_member(&folder, &new);
    assert_eq!(code, 0, "{text}");
    assert!(
        folder.read("crates/kiosk/Cargo.toml").ends_with("[build-dependencies]\nerrtable = { workspace = true }\n")
    );
    assert!(folder.read("crates/kiosk/errtable.toml").contains("path = \"spec/codes.md\""));
    assert_eq!(folder.read("crates/kiosk/src/main.rs"), "mod codes;\n\nfn main() {}\n");
    let workflow = folder.read(".github/workflows/errtable-kiosk.yml");
    assert!(workflow.contains("\ndefaults:\n  run:\n    working-directory: 'crates/kiosk'\n"), "{workflow}");
    let hook = folder.read(".pre-commit-config.yaml");
    assert!(hook.contains("entry: sh -c 'cd \"crates/kiosk\" && exec errtable check'\n"), "{hook}");
    assert_eq!(in_member(&folder, &new), (0, "nothing is to be done\n".to_owned()));
}

#[test]
fn a_spec_of_the_whole_workspace() {
    let folder = workspace("new-outside");
    folder.write("docs/errors.md", SMALL);
    let new = ["new", "../../docs/errors.md"];
    let (code, text) = in_member(&folder, &new);
    assert_eq!(code, 0, "{text}");
    assert!(folder.read("crates/kiosk/build.rs").contains("Build::new(\"../../docs/errors.md\")"));
    assert_eq!(folder.read("errtable.toml"), "[[spec]]\npath = \"docs/errors.md\"\n");
    assert!(folder.read(".gitattributes").ends_with("docs/errors.lock linguist-generated\n"));
    assert!(folder.read("docs/errors.lock").contains("LidStuck"));
    assert_eq!(in_member(&folder, &new), (0, "nothing is to be done\n".to_owned()));
    folder.git(&["add", "--all"]);
    folder.errtable(&["check", "docs/errors.md"]).assert().code(0);
}

#[test]
fn a_workspace_without_a_package() {
    let folder = workspace("new-virtual");
    folder.errtable(&["new"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: this Cargo.toml is that of a workspace without a package of its own
help: go to the folder of the member that is to have the codes: `crates/*`

"#]]);
    fs::remove_file(folder.path("Cargo.toml")).expect("it was there");
    folder.errtable(&["new"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no Cargo.toml in this folder
help: go to the folder of a package, or begin one here: cargo init --lib

"#]]);
}

#[test]
fn a_package_without_git() {
    let folder = Folder::new("new-no-git");
    folder.write("Cargo.toml", MANIFEST);
    folder.write("src/lib.rs", "");
    // Else the file of the repository in which this test runs would be the nearest.
    folder.write("errtable.toml", "");
    folder.errtable(&["new", "--ci", "github"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: this folder is in no git repository, and the gates go to the root of one
help: git init

"#]]);
    assert_eq!(files(&folder.path("")).len(), 3, "nothing is written");
    assert_eq!(told(&folder, &["new"]).0, 0);
    assert!(!folder.path(".gitattributes").exists());
    assert_eq!(folder.read("src/lib.rs"), "pub mod codes;\n");
    settled(&folder, &["new"]);
}

#[test]
fn what_is_kept_is_marked_for_git() {
    let folder = library("new-keep");
    folder.write("errtable.toml", "# Ours.\n[[spec]]\npath = \"old/*.md\"\n");
    assert_eq!(told(&folder, &["new"]).0, 0);
    assert_eq!(
        folder.read("errtable.toml"),
        "# Ours.\n[[spec]]\npath = \"old/*.md\"\n\n[[spec]]\npath = \"spec/codes.md\"\n"
    );
    let keep = "\n[spec.keep]\nhtml = \"docs/{name}.html\"\nrust = \"src/generated.rs\"\n";
    folder.write("errtable.toml", folder.read("errtable.toml") + keep);
    assert_eq!(told(&folder, &["new"]).0, 0);
    assert_eq!(
        folder.read(".gitattributes"),
        "# Made by errtable: hosts fold their changes.\nspec/codes.lock linguist-generated\n\
         docs/codes.html linguist-generated -diff\nsrc/generated.rs linguist-generated\n"
    );
    settled(&folder, &["new"]);
}

#[test]
fn a_checkout_of_errtable() {
    let folder = library("new-checkout");
    folder.errtable(&["new", "--errtable-path", "none"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: `none` is no checkout of errtable: it has no crates/errtable
help: name the folder that holds the Cargo.toml of its workspace

"#]]);
    folder.write("vendor/errtable/crates/errtable/Cargo.toml", "");
    let new = ["new", "--errtable-path", "./vendor/errtable/", "--ci", "github"];
    assert_eq!(told(&folder, &new).0, 0);
    let manifest = folder.read("Cargo.toml");
    assert!(manifest.ends_with("errtable = { path = \"vendor/errtable/crates/errtable\" }\n"), "{manifest}");
    let workflow = folder.read(".github/workflows/errtable.yml");
    let key = "hashFiles('vendor/errtable/Cargo.lock', 'vendor/errtable/crates/**')";
    assert!(workflow.contains(key), "{workflow}");
    assert!(workflow.contains("--path \"$GITHUB_WORKSPACE/vendor/errtable/crates/errtable-cli\""), "{workflow}");
    settled(&folder, &new);
}

#[test]
fn a_package_with_an_include() {
    let folder = library("new-include");
    folder.write("Cargo.toml", MANIFEST.replace("edition", "include = [\"/src\", \"/spec\"]\nedition"));
    let (code, text) = told(&folder, &["new"]);
    assert_eq!(code, 1);
    let by_hand = "Cargo.toml: add by hand to `include`\n  \"/errtable.toml\",\n  \"/build.rs\",\n";
    assert!(text.contains(by_hand), "{text}");
}
