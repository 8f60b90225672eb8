//! The files that a `Build` makes in `OUT_DIR`: the code, the page of its module, and the texts of its errors.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{of, outputs};
use crate::Compiled;
use crate::emit::{Page, RustOptions, markdown, rust};
use crate::finding::{Finding, Findings, Severity, Style, in_short};
use crate::output::Inputs;
use crate::text::printable;

/// The files of one `Build`.
pub(super) struct Files<'a> {
    pub(super) out: &'a Path,
    pub(super) stem: &'a str,
    pub(super) inputs: Inputs,
}

impl Files<'_> {
    /// Writes them, and returns their paths: the code, the page, and the texts of errors.
    pub(super) fn write(&self, compiled: &Compiled, options: &RustOptions) -> Result<Vec<PathBuf>, String> {
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
        let made = self.put_all(&names, compiled, options);
        made.map_err(|error| format!("cannot write to {}: {error}", self.out.display()))
    }

    fn put_all(&self, names: &[String; 2], compiled: &Compiled, options: &RustOptions) -> io::Result<Vec<PathBuf>> {
        let texts = self.put_findings(&compiled.findings)?;
        let [code, page] = names;
        self.put(code, &(errors(&texts) + &rust(&compiled.catalog, options)))?;
        self.put(page, &markdown(&compiled.catalog, Page::Rustdoc))?;
        Ok(names.iter().chain(&texts).map(|name| self.out.join(name)).collect())
    }

    fn put(&self, name: &str, text: &str) -> io::Result<()> {
        self.inputs.write(&self.out.join(name), text)
    }

    /// The texts of the errors, each in a file of its own, and one of those that are more of the same; returns their names.
    fn put_findings(&self, findings: &Findings) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let (whole, more) =
            in_short(of(Severity::Error, findings), Style::default(), &|source| source.path().to_owned());
        let texts = whole
            .into_iter()
            .map(|(finding, text)| message(finding, &text))
            .chain((!more.is_empty()).then(|| more.join("\n")));
        for (number, text) in texts.enumerate() {
            let name = format!("{}-finding-{}.txt", self.stem, number + 1);
            self.put(&name, &text)?;
            names.push(name);
        }
        self.remove_others(&names)?;
        Ok(names)
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

/// A `compile_error!` for each text of an error, which stands in front of the code.
fn errors(texts: &[String]) -> String {
    let error = |name| format!("::core::compile_error!(::core::include_str!({name:?}));\n");
    texts.iter().map(error).collect()
}

/// `path:line:col: message [rule]` and the snippet below it.
fn message(finding: &Finding, snippet: &str) -> String {
    let (line, column) = finding.place.start();
    let path = printable(finding.place.source().path());
    let first = format!("{path}:{line}:{column}: {} [{}]", printable(&finding.message), finding.rule);
    // The first lines of the snippet say the same again: the message, and the place.
    let below: Vec<_> = snippet.lines().skip(1).skip_while(|line| line.trim_start().starts_with("--> ")).collect();
    format!("{first}\n{}\n", below.join("\n"))
}
