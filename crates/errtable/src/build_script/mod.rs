//! The front end for `build.rs`: reads the environment, writes the files of a spec into `OUT_DIR`, and tells cargo.
//!
//! The only module of the library that prints, exits or reads the environment.

mod built;
mod files;
mod outputs;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process;

use self::built::Report;
pub use self::built::{BuildError, Built};
use self::files::Files;
use crate::compile_with;
use crate::directive::CONFIG_NAME;
use crate::emit::RustOptions;
use crate::finding::{Finding, Findings, Severity, Style, in_short};
use crate::output::{Inputs, config_of, folder, read_beside};
use crate::text::{Source, beside};

/// One spec to compile in a build script.
///
/// ```no_run
/// // In `main` of build.rs:
/// errtable::Build::new("spec/codes.md").compile();
/// ```
///
/// The code is then a line away, in any module of the crate:
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/codes.rs"));
/// ```
///
/// The page of that module shows the table, if it begins with this:
///
/// ```ignore
/// #![doc = include_str!(concat!(env!("OUT_DIR"), "/codes.md"))]
/// ```
///
/// What the generated types carry, and which cargo features add impls, stands in `errtable.toml` beside `Cargo.toml`, or in
/// a folder above it: the first that lists the spec counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    spec: PathBuf,
    output: Option<String>,
}

impl Build {
    /// A spec, by its path from the package's folder; the file made of it is named after it: `OUT_DIR/codes.rs`.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Build { spec: spec.into(), output: None }
    }

    /// Names the file in `OUT_DIR` that holds the code; the page of the module is named after it, too: `shop_codes.md`.
    ///
    /// Two specs of one file name need this: without it, the build fails and says so. A `Build` that says the same as an
    /// earlier one makes the same files again, which is no error.
    ///
    /// ```no_run
    /// errtable::Build::new("till/codes.md").compile();
    /// errtable::Build::new("shop/codes.md").output("shop_codes.rs").compile();
    /// ```
    #[must_use]
    pub fn output(mut self, name: impl Into<String>) -> Self {
        self.output = Some(name.into());
        self
    }

    /// Compiles the spec and tells cargo when to do so again.
    ///
    /// Each error of the spec becomes a `compile_error!` beside the code of its good rows, so that the terminal,
    /// `--message-format=json` and the editor all show it. Warnings are cargo warnings. Only where nothing can be
    /// generated does the build script itself fail. [`try_compile`](Self::try_compile) does the same, and neither prints
    /// nor ends the process.
    pub fn compile(&self) {
        match self.try_compile() {
            Ok(built) => print!("{}", built.cargo_lines()),
            Err(error) => {
                print!("{}", error.cargo_lines());
                for line in error.to_string().lines() {
                    println!("cargo::error={line}");
                }
                process::exit(1);
            }
        }
    }

    /// Compiles the spec, writes the files of it into `OUT_DIR`, and returns what was done.
    ///
    /// This is for a build script that goes on: it looks at the findings, makes other files of the spec, or has code to
    /// fall back on. It prints [`Built::cargo_lines`], so that cargo runs it again when the spec changes.
    ///
    /// ```no_run
    /// // In `main` of build.rs:
    /// match errtable::Build::new("spec/codes.md").try_compile() {
    ///     Ok(built) => {
    ///         print!("{}", built.cargo_lines());
    ///         println!("cargo::rustc-env=CODES={}", built.code().display());
    ///     }
    ///     Err(error) => panic!("{error}"),
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When nothing can be made of the spec, a file cannot be written or would replace an input, an option of this
    /// `Build` is wrong, or `CARGO_MANIFEST_DIR` or `OUT_DIR` is not set. A spec with good rows is no error, whatever is
    /// wrong with the others: the code holds a `compile_error!` for each error of [`Built::findings`].
    pub fn try_compile(&self) -> Result<Built, BuildError> {
        let mut report = Report::default();
        match self.run(&mut report) {
            Ok(files) => Ok(Built { files, report }),
            Err(message) => Err(BuildError::new(&message, report)),
        }
    }

    /// Writes the files, and returns their paths. The report holds what is known where a step fails.
    fn run(&self, report: &mut Report) -> Result<Vec<PathBuf>, String> {
        let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let out = PathBuf::from(variable("OUT_DIR")?);
        let stem = outputs::stem(self)?;
        outputs::claim(self, &out, &stem)?;
        report.watch(&root, &self.spec);
        report.expect_inside(&root, &self.spec);
        let spec = root.join(&self.spec);
        let folders = [&root, folder(&spec)];
        let compiled = compile_with(&spec, &|name| match name {
            CONFIG_NAME => config_of(&spec, &folders, &Source::read),
            name => read_beside(&spec, name),
        });
        report.watch_configs(&root, &folders, compiled.config());
        if let Some(name) = compiled.lock_name() {
            report.watch(&root, &beside(&self.spec, name));
        }
        for (name, _) in compiled.joined() {
            let file = beside(&self.spec, name);
            report.watch(&root, &file);
            report.expect_inside(&root, &file);
        }
        report.findings = compiled.findings.clone();
        if compiled.catalog.enums().is_empty() {
            return Err(shown(of(Severity::Error, &compiled.findings)));
        }
        let inputs = outputs::inputs(self, Inputs::of(&compiled))?;
        Files { out: &out, stem: &stem, inputs }.write(&compiled, &RustOptions::of(&compiled))
    }
}

fn variable(name: &str) -> Result<OsString, String> {
    env::var_os(name).ok_or_else(|| format!("{name} is not set: call this from a build script"))
}

/// Findings as text for a terminal that cargo writes to.
fn shown<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let (whole, more) = in_short(findings, Style::default(), &|source| source.path().to_owned());
    let texts: Vec<_> = whole.into_iter().map(|(_, text)| text).chain(more).collect();
    texts.join("\n")
}

/// The findings of one severity, in the order of the file.
fn of(severity: Severity, findings: &Findings) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(move |finding| finding.severity == severity)
}
