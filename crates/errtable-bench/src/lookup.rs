//! `errtable-bench lookup`: codes and names found, by what errtable generates and by its peers.

use std::fmt::Write as _;
use std::io;
use std::process::Command;

use errtable::{RustOptions, rust};

use crate::catalog::{Codes, all};
use crate::peers;
use crate::workspace::{Package, output_of, root};

const MAIN: &str = include_str!("lookup_main.rs.in");

pub(crate) fn run(chosen: &[&str]) -> io::Result<()> {
    let mut catalogs = all();
    catalogs.retain(|codes| chosen.is_empty() || chosen.contains(&codes.name));
    let program = build(&catalogs)?;
    let times = output_of(Command::new(&program).arg("time"))?;
    print!("{times}");
    Ok(())
}

/// The program that measures: a module for each catalogue, and one for its peers.
fn build(catalogs: &[Codes]) -> io::Result<std::path::PathBuf> {
    let package = Package::new(
        "lookup",
        &format!(
            "errtable-bench = {{ path = {:?} }}\nfoldhash = \"0.2\"\nnum_enum = \"0.7\"\nphf = \"0.14\"\nrustc-hash = \"2.1\"\nstrum = {{ version = \"0.28\", features = [\"derive\"] }}\nthiserror = \"2.0\"\n",
            root().join("crates/errtable-bench")
        ),
    )?;
    let mut main = MAIN.to_owned();
    let mut runs = String::new();
    for codes in catalogs {
        let name = codes.name;
        package.write(&format!("src/{name}.rs"), &rust(&codes.catalog, &RustOptions::default()))?;
        package.write(&format!("src/{name}_peers.rs"), &peers::lookups(codes))?;
        let _ = writeln!(main, "#[rustfmt::skip]\nmod {name};\n#[allow(dead_code)]\nmod {name}_peers;");
        let _ = writeln!(
            runs,
            "    if chosen.is_none_or(|chosen| chosen == {name:?}) {{\n        catalog!({name}, {name}_peers, counted);\n    }}"
        );
    }
    main.push_str(
        "
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (chosen, counted) = match words[..] {
        [\"count\", catalog, what, subject, number] => {
            (Some(catalog), Some((what, number.parse().expect(\"a number\"), subject)))
        }
        _ => (None, None),
    };
",
    );
    main.push_str(&runs);
    main.push_str("}\n");
    package.write("src/main.rs", &main)?;
    package.build()
}
