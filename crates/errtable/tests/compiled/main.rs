//! What is generated compiles without a warning in every edition, documents without one, and says what the table says.
//!
//! The code is that of every case in `cases/pass`, of one spec whose cells do their worst, of long tables, and of keys
//! that no hash is perfect for.

mod consumer;
#[path = "../crafted/mod.rs"]
mod crafted;
#[path = "../fixture/mod.rs"]
mod fixture;
#[allow(dead_code, reason = "the property tests use all of it")]
#[path = "../property/grammar.rs"]
mod grammar;
mod hostile;
mod long;
mod names;
mod pairs;
mod survivors;
mod toolchain;
mod without;

use errtable::{Page, RustOptions, Style, markdown, render_all, rust};

use fixture::{Case, cases};
use toolchain::Crate;

const LIB: &str = "\
//! Generated code.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, rust_2018_idioms, unused_qualifications, unreachable_pub)]
";

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn compiles_without_a_warning() {
    let folder = library("rustc");
    for edition in ["2018", "2021", "2024"] {
        folder.run_clean("rustc", &["--edition", edition, "--crate-type", "lib", "--emit", "metadata", "lib.rs"]);
    }
}

#[test]
fn a_warning_is_noticed() {
    let folder = Crate::new("warning");
    folder.write("lib.rs", &format!("{LIB}pub mod undocumented {{}}\n"));
    let (success, text) = folder.run("rustc", &["--edition", "2024", "--crate-type", "lib", "lib.rs"]);
    assert!(!success && text.contains("missing documentation for a module"), "{text}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn documents_without_a_warning() {
    let folder = library("rustdoc");
    folder.run_clean("rustdoc", &["--edition", "2024", "-D", "warnings", "--crate-name", "cases", "lib.rs"]);
}

/// A code fence in a cell would become one.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn holds_no_doctest() {
    let folder = library("doctest");
    let (success, text) = folder.run("rustdoc", &["--edition", "2024", "--test", "--crate-name", "cases", "lib.rs"]);
    assert!(success && text.contains("running 0 tests"), "{text}");
}

#[test]
#[ignore = "takes long: `.ci/long` has it"]
fn has_nothing_for_clippy() {
    let folder = library("clippy");
    let arguments = ["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "-D", "clippy::all", "lib.rs"];
    folder.run_clean("clippy-driver", &arguments);
    // The page is documentation of the consumer's own module, where only they can allow what is a matter of taste.
    let lib = folder.read("lib.rs");
    let without_pages = lib.lines().filter(|line| !line.contains("#![doc")).collect::<Vec<_>>().join("\n");
    folder.write("lib.rs", &without_pages.replace("pub mod", "/// A case.\npub mod"));
    folder.run_clean("clippy-driver", &[&arguments[..], &["-D", "clippy::pedantic", "-D", "clippy::nursery"]].concat());
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn answers_as_the_catalogue_says() {
    let folder = library("answers");
    let cases = all();
    let catalogs: Vec<_> = cases.iter().map(|case| (case.name.as_str(), case.compile().catalog)).collect();
    folder.write("main.rs", &consumer::program(&catalogs));
    folder.run_clean("rustc", &["--edition", "2024", "--crate-type", "lib", "--crate-name", "cases", "lib.rs"]);
    folder.run_clean("rustc", &["--edition", "2024", "--extern", "cases=libcases.rlib", "main.rs"]);
    let (success, told) = folder.run(folder.program("main"), &[""; 0]);
    assert!(success, "{told}");
    snapbox::assert_data_eq!(told, snapbox::Data::text(consumer::expected(&catalogs)).raw());
}

/// Old code that names a retired code still compiles, and is told.
#[test]
fn a_retired_code_warns_where_it_is_used() {
    let folder = Crate::new("retired");
    let case = cases("pass").into_iter().find(|case| case.name == "retired-code").expect("there is such a case");
    folder.write("codes.rs", &rust(&case.compile().catalog, &RustOptions::default()));
    let uses =
        |variant: &str| format!("include!(\"codes.rs\");\nfn main() {{\n    let _ = ErrorCode::{variant};\n}}\n");
    let arguments = ["--edition", "2024", "--emit", "metadata", "main.rs"];
    folder.write("main.rs", &uses("BadPin"));
    folder.run_clean("rustc", &arguments);
    folder.write("main.rs", &uses("MagstripeBroken"));
    let (success, text) = folder.run("rustc", &arguments);
    let warning = "warning: use of deprecated unit variant `generated_retired_code::ErrorCode::MagstripeBroken`: \
                   The stripe could not be read";
    assert!(success && text.contains(warning), "{text}");
}

/// As many specs go the whole way, unless `ERRTABLE_CASES` says how many.
fn asked(usual: usize) -> usize {
    let asked = std::env::var("ERRTABLE_CASES").ok();
    asked.map_or(usual, |number| number.parse().expect("ERRTABLE_CASES is a number"))
}

/// Whether somebody asks for more than the usual number of specs, and so for all editions and sets of features.
fn is_thorough() -> bool {
    std::env::var_os("ERRTABLE_CASES").is_some()
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn survivors_of_the_grammar_compile_document_and_answer() {
    let cases = survivors::cases(asked(60));
    let editions: &[&str] = if is_thorough() { &["2018", "2021", "2024"] } else { &["2018"] };
    let folder = library_of("survivors", &cases);
    let featured: String = (0..cases.len()).map(|number| format!("pub mod featured_{number};\n")).collect();
    for (number, case) in cases.iter().enumerate() {
        let code = rust(&case.compile().catalog, &names::with_features());
        folder.write(&format!("code_{number}.rs"), &code);
        let module = format!("//! A case.\ninclude!(\"code_{number}.rs\");\n");
        folder.write(&format!("featured_{number}.rs"), &module);
    }
    folder.write("featured.rs", &format!("{LIB}{}", featured.replace("pub mod", "/// A case.\npub mod")));
    for edition in editions {
        let metadata = ["--edition", edition, "--crate-type", "lib", "--emit", "metadata"].map(str::to_owned);
        folder.run_clean("rustc", &[&metadata[..], &["lib.rs".to_owned()]].concat());
        let with_features = [&metadata[..], &["featured.rs".to_owned()], toolchain::with_features()].concat();
        folder.run_clean("rustc", &with_features);
    }
    folder.run_clean("rustc", &["--edition", "2024", "--crate-type", "lib", "--crate-name", "cases", "lib.rs"]);
    folder.run_clean("rustdoc", &["--edition", "2024", "-D", "warnings", "--crate-name", "cases", "lib.rs"]);
    let catalogs: Vec<_> = cases.iter().map(|case| (case.name.as_str(), case.compile().catalog)).collect();
    folder.write("main.rs", &consumer::program(&catalogs));
    folder.run_clean("rustc", &["--edition", "2024", "--extern", "cases=libcases.rlib", "main.rs"]);
    let (success, told) = folder.run(folder.program("main"), &[""; 0]);
    assert!(success, "{told}");
    snapbox::assert_data_eq!(told, snapbox::Data::text(consumer::expected(&catalogs)).raw());
}

/// Nothing out of a spec hides what the generated code calls by its name, and no column a method of a trait.
#[test]
#[ignore = "takes long: `.ci/long` has it"]
fn names_of_the_generated_code_are_no_names_of_a_spec() {
    let folder = Crate::new("names");
    let own = names::own(&all());
    let cases = names::cases(&own, asked(own.len()));
    for (role, accepted) in names::accepted(&cases) {
        assert!(accepted.len() * 10 > own.len() * 4, "{role}: {} of {}", accepted.len(), own.len());
    }
    let mut lib = LIB.to_owned();
    let mut callers = names::CALLERS.to_owned();
    for (number, case) in cases.iter().enumerate() {
        let catalog = case.compile().catalog;
        folder.write(&format!("case_{number}.rs"), &rust(&catalog, &names::with_features()));
        lib.push_str(&format!("/// A case.\npub mod case_{number} {{\n    include!(\"case_{number}.rs\");\n}}\n"));
        callers.push_str(&names::caller(number, &catalog));
    }
    folder.write("lib.rs", &format!("{lib}#[allow(warnings)]\nmod callers;\n"));
    folder.write("callers.rs", &callers);
    let library = ["--crate-type", "lib", "--emit", "metadata", "lib.rs"].map(str::to_owned);
    let edition = |edition: &str| ["--edition".to_owned(), edition.to_owned()];
    // What other editions and sets of features change is for a thorough run.
    let years = if is_thorough() { &["2021", "2024"][..] } else { &["2024"] };
    for year in years {
        folder.run_clean("rustc", &[&edition(year)[..], &library, toolchain::with_features()].concat());
    }
    // Callers name what is in the prelude since 2021.
    folder.write("lib.rs", &lib);
    let sets = toolchain::feature_sets();
    let number = if is_thorough() { sets.len() } else { 1 };
    for set in sets.into_iter().take(number) {
        folder.run_clean("rustc", &[&edition("2018")[..], &library, &set].concat());
    }
    folder.write("lib.rs", &format!("{lib}#[allow(warnings)]\nmod callers;\n"));
    let documents = ["-D", "warnings", "--crate-name", "cases", "lib.rs"].map(str::to_owned);
    folder.run_clean("rustdoc", &[&edition("2024")[..], &documents, toolchain::with_features()].concat());
}

/// A crate with a module for each case.
fn library(test: &str) -> Crate {
    let cases = all();
    for case in &cases {
        let findings = case.compile().findings;
        assert!(findings.is_empty(), "{}", render_all(&findings, Style::default()));
    }
    library_of(test, &cases)
}

fn library_of(test: &str, cases: &[Case]) -> Crate {
    let folder = Crate::new(test);
    let mut lib = LIB.to_owned();
    for (number, case) in cases.iter().enumerate() {
        let compiled = case.compile();
        assert!(!compiled.findings.has_errors(), "{}", render_all(&compiled.findings, Style::default()));
        folder.write(&format!("case_{number}.rs"), &rust(&compiled.catalog, &RustOptions::default()));
        folder.write(&format!("case_{number}.md"), &markdown(&compiled.catalog, Page::Rustdoc));
        lib.push_str(&format!(
            "pub mod case_{number} {{\n    #![doc = include_str!(\"case_{number}.md\")]\n    \
             include!(\"case_{number}.rs\");\n}}\n"
        ));
    }
    folder.write("lib.rs", &lib);
    folder
}

fn all() -> Vec<Case> {
    let mut all = cases("pass");
    all.push(hostile::case());
    all.extend(long::cases());
    all.extend(crafted::cases().into_iter().map(|(case, _)| case));
    all
}
