//! `errtable-bench build`: what a build costs that has an error table in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Rounds;
use crate::catalog::{Codes, Made};
use crate::meter::{Cost, Metered, metered};
use crate::table::{NOTHING, Table, number};
use crate::workspace::{Package, by_path, manifest, output_of, root, target};

/// Each cold build is done as often; the least counts.
const RUNS: usize = 3;

/// What the generator stands on, with the features that it asks for.
const LIBRARIES: &str = "[build-dependencies]
prettyplease = \"0.3\"
proc-macro2 = \"1.0.100\"
pulldown-cmark = { version = \"0.13.4\", default-features = false }
quote = \"1.0.40\"
syn = { version = \"3\", default-features = false, features = [\"full\", \"parsing\", \"printing\"] }
";

const FIVE: &[&str] = &["prettyplease", "proc-macro2", "pulldown-cmark", "quote", "syn"];

const DERIVES: &str = "[dependencies]
num_enum = \"0.7\"
strum = { version = \"0.28\", features = [\"derive\"] }
thiserror = \"2.0\"
";

const NOTES: &str = "
CPU: user and system seconds of `cargo build`, unoptimised, with all that it starts; cold: the least of three builds into
an empty folder, downloads done before. Crates: those that cargo says it compiles, the consumer included.
again: an application and its library, which compiles the spec of TPNS in its build script, after a build of both. Cargo
compiles a library whenever its build script has run, and then what depends on it, even if the code is the same.
";

pub(crate) fn run(rounds: Rounds) -> io::Result<()> {
    let head = ["build", "CPU, s", "crates compiled", "build scripts run", "generated code"];
    let mut table = Table::new(1, head);
    for (name, package, crates) in consumers()? {
        let (cost, output) = cold(&package, if rounds == Rounds::One { 1 } else { RUNS })?;
        expect_compiled(name, &output, crates)?;
        table.row(row(name, cost, &output, NOTHING));
    }
    rebuilds(&mut table)?;
    print!("{table}{NOTES}");
    if rounds == Rounds::One {
        println!("Once: each cold build is done once.");
    }
    Ok(())
}

/// Consumers that have nothing but dependencies.
fn consumers() -> io::Result<[(&'static str, Package, &'static [&'static str]); 5]> {
    let root = root();
    let from_spec = format!("[dependencies]\n{}", by_path("tpns-errors", &root));
    let committed = from_spec.replace(" }", ", default-features = false }");
    // rustc itself says where a table is not what it was.
    let codes = expected(&fs::read_to_string(root.join("spec/tpns.md"))?)? + further()?;
    let uses = format!("const _: () = assert!(tpns_errors::ErrorCode::ALL.len() == {codes});\n");
    let package = |name: &str, dependencies: &str| -> io::Result<Package> {
        let package = Package::new(name, dependencies)?;
        package.write("src/lib.rs", if dependencies.contains("tpns-errors") { &uses } else { "" })?;
        package.write("build.rs", "fn main() {}\n")?;
        output(&package, &["fetch", "--quiet"], "cold")?;
        Ok(package)
    };
    Ok([
        (
            "cold, tpns-errors, from its spec",
            package("build-from-spec", &from_spec)?,
            &["tpns-errors", "errtable", "syn"],
        ),
        ("cold, tpns-errors, as committed", package("build-committed", &committed)?, &["tpns-errors"]),
        ("cold, the five libraries alone", package("build-libraries", LIBRARIES)?, FIVE),
        ("cold, strum + num_enum + thiserror", package("build-derives", DERIVES)?, &["strum", "num_enum", "thiserror"]),
        ("cold, no dependencies", package("build-nothing", "")?, &[]),
    ])
}

/// The least of some builds from nothing.
fn cold(package: &Package, runs: usize) -> io::Result<(Cost, String)> {
    let mut least: Option<Metered> = None;
    for _ in 0..runs {
        remove(&folder("cold"))?;
        let next = output(package, &["build", "-v"], "cold")?;
        let cost = least.map_or(next.cost, |least| least.cost.min(next.cost));
        least = Some(Metered { cost, ..next });
    }
    let Some(Metered { cost, said }) = least else { return Err(io::Error::other("nothing was built")) };
    Ok((cost, said))
}

/// An application whose library compiles its own spec, built again and again.
fn rebuilds(table: &mut Table) -> io::Result<()> {
    let application = Package::new("build-again", "[dependencies]\ncodes = { path = \"codes\" }\n")?;
    let errtable = by_path("errtable", &root().join("crates/errtable"));
    let library = manifest("codes", &format!("[build-dependencies]\n{errtable}"));
    let spec = fs::read_to_string(root().join("spec/tpns.md"))?;
    application.write("src/main.rs", "fn main() {\n    println!(\"{}\", codes::ErrorCode::ALL.len());\n}\n")?;
    application.write("codes/Cargo.toml", &library)?;
    application.write("codes/build.rs", "fn main() {\n    errtable::Build::new(\"spec/tpns.md\").compile();\n}\n")?;
    application.write("codes/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/tpns.rs\"));\n")?;
    application.write("codes/spec/tpns.md", &spec)?;
    for beside in ["spec/tpns.lock", "spec/advice.md", "spec/further.md"] {
        fs::copy(root().join(beside), application.folder().join("codes").join(beside))?;
    }
    remove(&folder("again"))?;
    output(&application, &["build", "-v"], "again")?;
    expect_codes("before any edit", &spec)?;
    let mut last = generated(&folder("again"))?;

    let with_prose = format!("{spec}\nAsk support about codes that are not listed.\n");
    let with_row = add_row(&spec)?;
    let edits = [
        ("again, nothing touched", spec.as_str()),
        ("again, prose of the spec edited", &with_prose),
        ("again, a row of the spec added", &with_row),
    ];
    for (name, text) in edits {
        if fs::read_to_string(application.folder().join("codes/spec/tpns.md"))? != text {
            application.write("codes/spec/tpns.md", text)?;
        }
        let Metered { cost, said } = output(&application, &["build", "-v"], "again")?;
        expect_codes(name, text)?;
        let now = generated(&folder("again"))?;
        table.row(row(name, cost, &said, if now == last { "the same" } else { "changed" }));
        last = now;
    }
    Ok(())
}

/// How many codes a spec has, read as plain lines; an error where errtable makes something else of it.
fn expected(spec: &str) -> io::Result<usize> {
    Codes::compile("the spec", &Made::vendors(spec)).map(|codes| codes.number())
}

/// How many codes the file adds that the spec joins for them: the rows of its one table.
fn further() -> io::Result<usize> {
    let further = fs::read_to_string(root().join("spec/further.md"))?;
    Ok(further.lines().filter(|line| line.starts_with('|')).count().saturating_sub(2))
}

/// The application of [`rebuilds`] has the codes of its spec.
fn expect_codes(name: &str, spec: &str) -> io::Result<()> {
    let printed = output_of(&mut Command::new(folder("again").join("debug/build-again")))?;
    expect_printed(name, &printed, expected(spec)? + further()?)
}

fn expect_printed(name: &str, printed: &str, codes: usize) -> io::Result<()> {
    if printed.trim() == codes.to_string() {
        return Ok(());
    }
    Err(io::Error::other(format!("{name}: the application has {} codes, not {codes}", printed.trim())))
}

/// Cargo has compiled what the build is said to be of.
fn expect_compiled(name: &str, said: &str, crates: &[&str]) -> io::Result<()> {
    let is_compiled = |wanted: &str| said.lines().any(|line| line.trim().starts_with(&format!("Compiling {wanted} v")));
    match crates.iter().find(|wanted| !is_compiled(wanted)) {
        Some(missing) => Err(io::Error::other(format!("{name}: cargo has not compiled {missing}"))),
        None => Ok(()),
    }
}

/// The spec with one more code, behind the last row of its table.
fn add_row(spec: &str) -> io::Result<String> {
    let last = spec.lines().rfind(|line| line.starts_with('|'));
    let last = last.ok_or_else(|| io::Error::other("the spec has no table"))?;
    let cells = last.matches('|').count().saturating_sub(1).max(2);
    // The last column holds what others of it do.
    let kept = last.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
    let added = format!("| 19990001 |{}{kept}|", " made for a build |".repeat(cells.saturating_sub(2)));
    Ok(spec.replacen(last, &format!("{last}\n{added}"), 1))
}

fn row(name: &str, cost: Cost, said: &str, generated: &str) -> Vec<String> {
    let (compiled, run) = counts(said);
    vec![name.to_owned(), number(cost.cpu), compiled.to_string(), run.to_string(), generated.to_owned()]
}

/// How many crates cargo compiled, and how many build scripts it ran.
fn counts(said: &str) -> (usize, usize) {
    let lines = || said.lines().map(str::trim_start);
    let compiled = lines().filter(|line| line.starts_with("Compiling ")).count();
    let run = lines().filter(|line| line.starts_with("Running ") && line.contains("/build-script-"));
    // Compiling a build script is no run of it.
    (compiled, run.filter(|line| !line.contains("--crate-name")).count())
}

fn output(package: &Package, words: &[&str], name: &str) -> io::Result<Metered> {
    let mut cargo = package.cargo(words);
    cargo.env("CARGO_TARGET_DIR", folder(name));
    metered(&cargo, &target().join("report"))
}

/// A target folder of this benchmark.
fn folder(name: &str) -> PathBuf {
    target().join(format!("target-{name}"))
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

/// What the library of [`rebuilds`] has generated.
fn generated(target: &Path) -> io::Result<String> {
    for entry in fs::read_dir(target.join("debug/build"))? {
        let path = entry?.path().join("out/tpns.rs");
        if path.exists() {
            return fs::read_to_string(path);
        }
    }
    Err(io::Error::other("the library has generated nothing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_counted() {
        let said = "       Fresh quote v1.0.47
       Dirty codes v0.0.0 (/codes): the file `codes/spec/tpns.md` has changed
   Compiling codes v0.0.0 (/codes)
     Running `/target/debug/build/codes-1/build-script-build`
     Running `/bin/rustc --crate-name build_script_build --out-dir /target/debug/build/codes-1 -o /build-script-x`
   Compiling build-again v0.0.0 (/)
     Running `/bin/rustc --crate-name codes`
    Finished `dev` profile\n";
        assert_eq!(counts(said), (2, 1));
        assert_eq!(counts("    Finished `dev` profile\n"), (0, 0));
    }

    #[test]
    fn a_build_of_something_else_is_an_error() {
        let said = "   Compiling syn v3.0.0\n   Compiling tpns-errors v0.1.0 (/)\n";
        assert!(expect_compiled("cold", said, &["syn", "tpns-errors"]).is_ok());
        assert!(expect_compiled("cold", said, &["quote"]).is_err());
        assert!(expect_compiled("cold", "       Fresh syn v3.0.0\n", &["syn"]).is_err());
        assert!(expect_printed("again", "25\n", 25).is_ok());
        for printed in ["24\n", ""] {
            assert!(expect_printed("again", printed, 25).is_err(), "{printed:?}");
        }
        assert!(expected("Prose.\n").is_err());
        assert_eq!(expected(include_str!("../../../spec/tpns.md")).expect("codes"), 25);
    }

    #[test]
    fn a_spec_that_is_refused_is_not_built() {
        let spec = include_str!("../../../spec/tpns.md");
        let refused = |spec: &str| expected(spec).expect_err("it is refused").to_string();
        assert!(refused(&add_row(&add_row(spec).expect("a table")).expect("a table")).contains("26 codes, not 27"));
        assert!(refused(&format!("{spec}{}", "[".repeat(2_500_001))).contains("punctuation marks"));
    }

    #[test]
    fn a_row_is_added_to_the_table() {
        let spec = "| Code | Name | Kind |\n|---|---|---|\n| 1 | a | b |\n\nProse.\n";
        let added =
            "| Code | Name | Kind |\n|---|---|---|\n| 1 | a | b |\n| 19990001 | made for a build | b |\n\nProse.\n";
        assert_eq!(add_row(spec).expect("a table"), added);
        assert!(add_row("Prose.\n").is_err());
    }
}
