//! `Build::try_compile` inside cargo: a build script that goes on, whatever came of its spec.

use std::fs;

use crate::BROKEN;
use crate::package::{GOOD, Package, out_dir, text};

/// Tells in a file what it got, and has code to fall back on.
const BUILD: &str = r#"
use std::path::{Path, PathBuf};

fn main() {
    let names = |paths: &[PathBuf]| {
        let names = paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap());
        names.collect::<Vec<_>>().join(" ")
    };
    let out = std::env::var("OUT_DIR").unwrap();
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let (told, lines) = match errtable::Build::new("spec/codes.md").try_compile() {
        Ok(built) => {
            assert_eq!(built.code(), Path::new(&out).join("codes.rs"));
            assert!(built.files().iter().all(|file| file.is_file()));
            assert!(built.inputs().iter().all(|file| file.starts_with(&root)));
            let [files, inputs] = [built.files(), built.inputs()].map(names);
            (format!("{files}\n{inputs}\n{}\n", built.findings().len()), built.cargo_lines())
        }
        Err(error) => {
            let code = Path::new(&out).join("codes.rs");
            std::fs::write(code, "pub enum ErrorCode { DrawerOpen }\n").unwrap();
            println!("cargo::rustc-cfg=fallen_back");
            (format!("{error}\n{}\n{}\n", names(error.inputs()), error.findings().len()), error.cargo_lines())
        }
    };
    std::fs::write(Path::new(&out).join("told.txt"), told).unwrap();
    std::fs::write(Path::new(&out).join("lines.txt"), &lines).unwrap();
    print!("{lines}");
}
"#;

const LIB: &str = "
include!(concat!(env!(\"OUT_DIR\"), \"/codes.rs\"));
#[cfg(not(fallen_back))]
const _: usize = ErrorCode::COUNT;
";

/// What the script was told, its lines for cargo, and what it has printed.
fn built(package: &Package) -> [String; 3] {
    let out = out_dir(&package.cargo(&["build", "--message-format=json"]));
    let printed = out.parent().expect("the folder of the script").join("output");
    [out.join("told.txt"), out.join("lines.txt"), printed].map(|file| fs::read_to_string(file).expect("it was written"))
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_build_script_is_told_what_came_of_its_spec() {
    let package = Package::new("told", GOOD);
    fs::remove_file(package.folder.join("src/main.rs")).expect("it is there");
    package.write("src/lib.rs", LIB);
    package.write("build.rs", BUILD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\n");
    let [told, lines, printed] = built(&package);
    assert_eq!(told, "codes.rs codes.md\ncodes.md errtable.toml\n0\n");
    assert_eq!(lines, "cargo::rerun-if-changed=spec/codes.md\ncargo::rerun-if-changed=errtable.toml\n");
    assert_eq!(printed, lines, "nothing is printed but by the script");

    // Two rows and a lock that is not there are errors, beside the code of the good rows; the warning is for cargo.
    let repeated = "| 4100 | drawer open | The cash drawer was left open |\n";
    package.write("spec/codes.md", &format!("<!-- errtable\nlock = \"codes.lock\"\n-->\n\n{BROKEN}{repeated}"));
    let [told, lines, printed] = built(&package);
    let files = "codes.rs codes.md codes-finding-1.txt codes-finding-2.txt codes-finding-3.txt";
    assert_eq!(told, format!("{files}\ncodes.md errtable.toml codes.lock\n4\n"));
    let watched = "cargo::rerun-if-changed=spec/codes.md\ncargo::rerun-if-changed=errtable.toml\n\
                   cargo::rerun-if-changed=spec\ncargo::warning=";
    assert!(lines.starts_with(watched) && lines.contains("[duplicate-row]"), "{lines}");
    assert_eq!(printed, lines);
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_build_script_goes_on_without_its_spec() {
    let package = Package::new("fallen-back", GOOD);
    fs::remove_file(package.folder.join("src/main.rs")).expect("it is there");
    package.write("src/lib.rs", LIB);
    package.write("build.rs", BUILD);
    package.write("errtable.toml", "[[spec]]\npath = \"spec/codes.md\"\n");
    fs::remove_file(package.folder.join("spec/codes.md")).expect("the spec is there");
    let output = package.cargo(&["build"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let [told, lines, printed] = built(&package);
    assert!(told.starts_with("error[unreadable-spec]: there is no file `spec/codes.md`\n"), "{told}");
    // Of a spec that is not there, nobody knows which `errtable.toml` counts.
    assert!(told.contains("\ncodes.md errtable.toml") && told.ends_with("\n1\n"), "{told}");
    assert_eq!(printed, format!("cargo::rustc-cfg=fallen_back\n{lines}"));
    assert!(lines.starts_with("cargo::rerun-if-changed=spec\ncargo::rerun-if-changed=errtable.toml\n"), "{lines}");
    // The folder is watched, so the spec is compiled once it is there.
    package.write("spec/codes.md", GOOD);
    assert!(package.cargo(&["build"]).status.success());
    assert!(built(&package)[0].starts_with("codes.rs codes.md\n"));
}
