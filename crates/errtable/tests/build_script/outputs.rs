//! Several specs in a build script, and what stands in `OUT_DIR` already.

use std::fs;
use std::path::Path;

use crate::package::{Package, names, out_dir, text};

const A: &str = "| Error code | Name |\n| --- | --- |\n| 1 | lid open |\n";
const B: &str = "| Error code | Name |\n| --- | --- |\n| 2 | no dye |\n";

/// A package with two specs of one file name, and what its build script does with them.
fn package(name: &str, builds: &[&str], main: &str) -> Package {
    let package = Package::new(name, A);
    package.write("a/codes.md", A);
    package.write("b/codes.md", B);
    package.write("build.rs", &script(builds));
    let modules = |text: &str, file: &str| {
        text.replace(file, &format!("include!(concat!(env!(\"OUT_DIR\"), \"/{}\"));", &file[1..]))
    };
    let main = ["@codes.rs", "@b_codes.rs"].into_iter().fold(main.to_owned(), |text, file| modules(&text, file));
    package.write("src/main.rs", &format!("#![allow(dead_code, unused)]\n{main}"));
    package
}

fn script(builds: &[&str]) -> String {
    let calls = builds.iter().map(|build| format!("    errtable::Build::{build}.compile();\n"));
    format!("fn main() {{\n{}}}\n", calls.collect::<String>())
}

const BOTH: &str = "mod a { @codes.rs }\nmod b { @b_codes.rs }\n\
                    fn main() { println!(\"{:?} {:?}\", a::ErrorCode::ALL, b::ErrorCode::ALL); }\n";

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn two_specs_of_one_file_name_need_two_names() {
    let package = package("two", &["new(\"a/codes.md\")", "new(\"b/codes.md\")"], BOTH);
    let output = package.cargo(&["build"]);
    let stderr = text(&output.stderr);
    assert!(!output.status.success());
    let told = "error: two@0.0.0: `a/codes.md` and `b/codes.md` would both become `codes.rs` in OUT_DIR, and the second \
                would replace the first\n";
    assert!(stderr.contains(told), "{stderr}");
    let (_, help) = stderr.split_once("help: give it another name: errtable::Build::").expect("it says what to write");
    let remedy = help.lines().next().expect("it is a line");
    assert_eq!(remedy, "new(\"b/codes.md\").output(\"b_codes.rs\")");
    package.write("build.rs", &script(&["new(\"a/codes.md\")", remedy]));
    let output = package.cargo(&["run", "--quiet"]);
    assert_eq!(text(&output.stdout), "[LidOpen] [NoDye]\n", "{}", text(&output.stderr));
    let output = package.cargo(&["build", "--message-format=json"]);
    assert_eq!(names(&out_dir(&output)), ["b_codes.md", "b_codes.rs", "codes.md", "codes.rs"]);
    // A fault of the one leaves nothing of the other behind, nor takes anything of it away.
    package.write("b/codes.md", &format!("{B}| 2 | again |\n"));
    let output = package.cargo(&["build", "--message-format=json"]);
    assert!(!output.status.success());
    let found = ["b_codes-finding-1.txt", "b_codes.md", "b_codes.rs", "codes.md", "codes.rs"];
    assert_eq!(names(&out_dir(&output)), found);
}

/// Where capitals or the form of an accent do not count, they are the same file.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn names_that_some_systems_take_for_one_are_refused() {
    for (number, other) in ["CODES.rs", "Codes.rs"].into_iter().enumerate() {
        let second = format!("new(\"b/codes.md\").output({other:?})");
        let package = package(&format!("one-{number}"), &["new(\"a/codes.md\")", &second], "fn main() {}\n");
        let stderr = text(&package.cargo(&["build"]).stderr);
        assert!(stderr.contains("would both become") && stderr.contains(".output(\"b_codes.rs\")"), "{stderr}");
    }
    let accents = ["new(\"a/codes.md\").output(\"\\u{e9}.rs\")", "new(\"b/codes.md\").output(\"e\\u{301}.rs\")"];
    let stderr = text(&package("one-accent", &accents, "fn main() {}\n").cargo(&["build"]).stderr);
    assert!(stderr.contains("would both become"), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn the_same_spec_twice_makes_the_same_files() {
    let main = "mod a { @codes.rs }\nfn main() { println!(\"{:?}\", a::ErrorCode::ALL); }\n";
    let package = package("twice", &["new(\"a/codes.md\")", "new(\"a/codes.md\")"], main);
    let output = package.cargo(&["run", "--quiet"]);
    assert_eq!(text(&output.stdout), "[LidOpen]\n", "{}", text(&output.stderr));
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn an_output_is_a_rust_file_in_the_folder() {
    for output in [
        "",
        ".rs",
        "codes",
        "codes.txt",
        "../codes.rs",
        "a/codes.rs",
        "a\\\\codes.rs",
        "C:codes.rs",
        ".a.rs",
        "a\\n.rs",
    ] {
        let call = format!("new(\"b/codes.md\").output(\"{output}\")");
        let package = package("output", &[&call], "fn main() {}\n");
        let output = package.cargo(&["build"]);
        let stderr = text(&output.stderr);
        assert!(
            !output.status.success() && stderr.contains("the output of `b/codes.md` cannot be `"),
            "{call}: {stderr}"
        );
        assert!(stderr.contains(": errtable::Build::new(\"b/codes.md\").output(\"b_codes.rs\")\n"), "{call}: {stderr}");
    }
}

/// A spec that the build script makes itself stands where the page of its module would.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_output_takes_the_place_of_a_spec_in_the_folder() {
    let spec = "new(std::path::Path::new(&std::env::var(\"OUT_DIR\").unwrap()).join(\"FILE\"))";
    let written = "    std::fs::write(std::path::Path::new(&std::env::var(\"OUT_DIR\").unwrap()).join(\"FILE\"), TEXT).unwrap();\n";
    let main = "mod a { @codes.rs }\nmod b { @b_codes.rs }\nfn main() { println!(\"{:?} {:?}\", a::ErrorCode::ALL, b::ErrorCode::ALL); }\n";
    let package = package("inside", &[], main);
    let build = |file: &str, builds: &[&str]| {
        let script =
            format!("const TEXT: &str = {B:?};\n{}", script(builds).replacen("{\n", &format!("{{\n{written}"), 1));
        package.write("build.rs", &script.replace("FILE", file));
        let output = package.cargo(&["build"]);
        let out = package.cargo(&["build", "--message-format=json"]);
        let held =
            out.status.success().then(|| fs::read_to_string(out_dir(&out).join(file)).expect("the script wrote it"));
        assert!(held.is_none_or(|held| held == B), "the spec is gone");
        (output.status.success(), text(&output.stderr))
    };
    let first = "new(\"a/codes.md\")";
    // By itself, in the place of the page; of the code; before another, behind it, and with a name of its own.
    for (file, builds, is_right) in [
        ("codes.md", vec![spec], false),
        ("codes.rs", vec![spec], false),
        ("codes.md", vec![spec, first], false),
        ("codes.md", vec![first, spec], false),
        ("codes.md", vec![&*format!("{spec}.output(\"b_codes.rs\")"), first], false),
        ("codes.md", vec![first, &*format!("{spec}.output(\"b_codes.rs\")")], false),
        ("codes-finding-1.md", vec![first, &*format!("{spec}.output(\"b_codes.rs\")")], true),
        ("codes-finding-0.txt", vec![&*format!("{spec}.output(\"b_codes.rs\")"), first], true),
    ] {
        let (succeeded, stderr) = build(file, &builds);
        assert_eq!(succeeded, is_right, "{file} {builds:?}: {stderr}");
        let help = [".output(", "give the output another name", "give that one another name"];
        assert!(is_right || help.iter().any(|help| stderr.contains(help)), "{file} {builds:?}: {stderr}");
        assert!(is_right || stderr.contains("in OUT_DIR"), "{stderr}");
    }
}

/// The page says how, and what it says works.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn two_specs_as_the_docs_have_them() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/build.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, block) = page.split_once("```rust\n// build.rs, with two specs\n").expect("the page says it");
    let (block, _) = block.split_once("```").expect("a block is closed");
    let package = package("readme", &[], BOTH);
    let block = block.replace("till/codes.md", "a/codes.md").replace("shop/codes.md", "b/codes.md");
    package.write("build.rs", &block.replace("shop_codes.rs", "b_codes.rs"));
    let output = package.cargo(&["run", "--quiet"]);
    assert_eq!(text(&output.stdout), "[LidOpen] [NoDye]\n", "{}", text(&output.stderr));
}
