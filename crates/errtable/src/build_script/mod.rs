//! The front end for `build.rs`: cargo directives out, files into `OUT_DIR`.
//!
//! The only module of the library that prints or reads the environment.

mod outputs;

use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process;

use crate::Compiled;
use crate::compile_file;
use crate::emit::{Page, RustOptions, markdown, rust};
use crate::finding::{Finding, Findings, Severity, Style, render};
use crate::output::Inputs;
use crate::text::limits::SHOWN;
use crate::text::{beside, manifest_folder, printable};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    spec: PathBuf,
    output: Option<String>,
    features: Vec<String>,
}

impl Build {
    /// A spec, by its path from the package's folder; the file made of it is named after it: `OUT_DIR/codes.rs`.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Build { spec: spec.into(), output: None, features: Vec::new() }
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

    /// Adds impls behind a cargo feature of the package, which must declare it: `serde`, `arbitrary` or `defmt`.
    ///
    /// The feature of that name must turn on the dependency that the impls use: `serde_core`, `arbitrary`, `defmt`.
    #[must_use]
    pub fn feature(mut self, name: impl Into<String>) -> Self {
        self.features.push(name.into());
        self
    }

    /// Compiles the spec and tells cargo when to do so again.
    ///
    /// Each error of the spec becomes a `compile_error!` beside the code of its good rows, so that the terminal,
    /// `--message-format=json` and the editor all show it. Warnings are cargo warnings. Only where nothing can be
    /// generated does the build script itself fail.
    pub fn compile(&self) {
        if let Err(message) = self.run() {
            for line in message.lines() {
                println!("cargo::error={}", printable(line));
            }
            process::exit(1);
        }
    }

    fn run(&self) -> Result<(), String> {
        let variable =
            |name| env::var_os(name).ok_or_else(|| format!("{name} is not set: call this from a build script"));
        let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let out = PathBuf::from(variable("OUT_DIR")?);
        let spec = root.join(&self.spec);
        let stem = outputs::stem(self)?;
        outputs::claim(self, &out, &stem)?;
        watch(&self.spec, &spec);
        let mut options = RustOptions::default();
        for name in &self.features {
            let known = RustOptions::known_features().collect::<Vec<_>>().join("`, `");
            options =
                options.feature(name).ok_or_else(|| format!("there is no feature `{name}`: known are `{known}`"))?;
        }
        warn_outside(&root, &self.spec);
        let compiled = compile_file(&spec);
        if let Some(name) = compiled.lock_name() {
            watch(&beside(&self.spec, name), &beside(&spec, name));
        }
        for (name, _) in compiled.joined() {
            let file = beside(&self.spec, name);
            watch(&file, &root.join(&file));
            warn_outside(&root, &file);
        }
        warn(&compiled.findings);
        if compiled.catalog.enums().is_empty() {
            return Err(shown(of(Severity::Error, &compiled.findings).take(SHOWN)));
        }
        let inputs = outputs::inputs(self, Inputs::of(&compiled))?;
        Files { out: &out, stem: &stem, inputs }.write(&compiled, &options)
    }
}

fn warn(findings: &Findings) {
    for warning in of(Severity::Warning, findings).take(SHOWN) {
        println!("cargo::warning={}", printable(&one_line(warning)));
    }
    let all = findings.count(Severity::Warning);
    if all > SHOWN {
        println!("cargo::warning={} more warnings of the spec, {all} in all", all - SHOWN);
    }
}

/// The files of one `Build`.
struct Files<'a> {
    out: &'a Path,
    stem: &'a str,
    inputs: Inputs,
}

impl Files<'_> {
    fn write(&self, compiled: &Compiled, options: &RustOptions) -> Result<(), String> {
        let names = outputs::files(self.stem);
        let taken = |name: &String| Some((printable(name), self.inputs.find(&self.out.join(name))?));
        // Nothing is written where one of them cannot be.
        if let Some((name, input)) = names.iter().find_map(taken) {
            let spec = compiled.source().path();
            return Err(format!(
                "`{name}` in OUT_DIR is {input}, and the output would replace it\n\
                 help: give the output another name: {}",
                outputs::suggested(Path::new(spec), |stem| stem != self.stem)
            ));
        }
        let [code, page] = names;
        let text = self.with_errors(&rust(&compiled.catalog, options), &compiled.findings);
        text.and_then(|text| self.put(&code, &text))
            .and_then(|()| self.put(&page, &markdown(&compiled.catalog, Page::Rustdoc)))
            .map_err(|error| format!("cannot write to {}: {error}", self.out.display()))
    }

    fn put(&self, name: &str, text: &str) -> io::Result<()> {
        self.inputs.write(&self.out.join(name), text)
    }

    /// The code with a `compile_error!` in front for each error, its text in a file of its own.
    fn with_errors(&self, code: &str, findings: &Findings) -> io::Result<String> {
        let mut text = String::new();
        let mut written = Vec::new();
        for (number, finding) in of(Severity::Error, findings).take(SHOWN).enumerate() {
            let name = format!("{}-finding-{}.txt", self.stem, number + 1);
            self.put(&name, &message(finding))?;
            text.push_str(&format!("::core::compile_error!(::core::include_str!({name:?}));\n"));
            written.push(name);
        }
        let all = findings.count(Severity::Error);
        if all > SHOWN {
            let more = format!("{} more errors of the spec, {all} in all", all - SHOWN);
            text.push_str(&format!("::core::compile_error!({more:?});\n"));
        }
        self.remove_others(&written)?;
        Ok(text + code)
    }

    /// Removes the findings of an earlier build, since cargo never clears `OUT_DIR`.
    fn remove_others(&self, written: &[String]) -> io::Result<()> {
        let prefix = format!("{}-finding-", self.stem);
        let is_ours = |name: &str| {
            let number = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".txt"));
            number.is_some_and(|number| number.parse::<usize>().is_ok())
        };
        for entry in fs::read_dir(self.out)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_ours(&name) && !written.contains(&name) && self.inputs.find(&entry.path()).is_none() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A path that is not there would make cargo run the script each time; its folder stands in for it.
fn watch(shown: &Path, file: &Path) {
    let parent = || shown.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let watched = if file.exists() { shown } else { parent() };
    println!("cargo::rerun-if-changed={}", printable(&watched.to_string_lossy()));
}

/// Warns of a file that no package of the crate would hold; its path is one from the folder of the package.
fn warn_outside(root: &Path, shown: &Path) {
    let file = normalized(&root.join(shown));
    if manifest_folder(&file).is_some_and(|folder| folder != root) || !file.starts_with(root) {
        println!(
            "cargo::warning=`{}` lies outside the package, so `cargo package` leaves it out: move it inside",
            printable(&shown.to_string_lossy())
        );
    }
}

/// The path without `.` and `..`, which the file need not be there for.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normalized.pop();
            }
            Component::CurDir => {}
            part => normalized.push(part),
        }
    }
    normalized
}

fn of(severity: Severity, findings: &Findings) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(move |finding| finding.severity == severity)
}

fn one_line(finding: &Finding) -> String {
    match finding.help.first() {
        Some(help) => format!("{finding}: {help}"),
        None => finding.to_string(),
    }
}

/// Findings as text for a terminal that cargo writes to.
fn shown<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let texts: Vec<_> = findings.into_iter().map(|finding| render(finding, Style::default())).collect();
    texts.join("\n")
}

/// `path:line:col: message [rule]` and the snippet below it.
fn message(finding: &Finding) -> String {
    let (line, column) = finding.place.start();
    let path = printable(finding.place.source().path());
    let first = format!("{path}:{line}:{column}: {} [{}]", printable(&finding.message), finding.rule);
    let snippet = render(finding, Style::default());
    // The snippet's own first line says the same again.
    let below = snippet.split_once('\n').map_or("", |(_, below)| below);
    format!("{first}\n{below}")
}
