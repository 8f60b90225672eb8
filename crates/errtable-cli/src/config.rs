//! What the nearest `errtable.toml` lists, and the files that it keeps.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use errtable::inner::config::{CONFIG_NAME, Config, SpecConfig, expanded, read_config};
use errtable::inner::configs_above;
use errtable::{Compiled, Finding, Findings, Rule, Source};
use errtable_tools::Output;

use crate::git::here_if_empty;
use crate::message::{Message, Result, shown};
use crate::specs::below;

/// The specs that the nearest `errtable.toml` lists.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The path of the `errtable.toml`.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) config: Arc<Source>,
    /// The specs, each once.
    pub(crate) specs: Vec<PathBuf>,
    /// The entries that list nothing, or what others list.
    pub(crate) findings: Findings,
}

impl Listed {
    /// Reads the nearest `errtable.toml` in this folder or above it.
    pub(crate) fn find() -> Result<Self> {
        let Some(path) = configs_above(Path::new(".")).into_iter().next() else {
            let message = Message::new("no spec is named, and there is no errtable.toml here or above");
            return Err(message.help("name the Markdown file, or list it in an errtable.toml: errtable new FILE"));
        };
        let source = Source::read(&path).map_err(|error| Message::new(&error).help(error.remedy()))?;
        let config = read_config(source);
        let mut listed =
            Listed { path, config: Arc::clone(&config.source), specs: Vec::new(), findings: Findings::default() };
        for entry in &config.specs {
            listed.add(entry)?;
        }
        listed.without_specs(&config);
        Ok(listed)
    }

    fn add(&mut self, entry: &SpecConfig) -> Result<()> {
        let pattern = entry.pattern();
        let error = |message| Finding::error(Rule::UnlistedSpec, &self.config, entry.pattern_span(), message);
        let (path, is_pattern) = expanded(pattern);
        let path = entry.folder().join(path);
        if !is_pattern {
            if !path.is_file() {
                let finding = error(format!("there is no file `{pattern}`"));
                self.findings.push(finding.help("correct the path, or take this `[[spec]]` out"));
            } else if self.specs.contains(&path) {
                let finding = error(format!("an earlier `[[spec]]` lists `{pattern}` already, and counts"));
                self.findings.push(finding.help("take one of them out"));
            } else {
                self.specs.push(path);
            }
            return Ok(());
        }
        let folder = here_if_empty(&path);
        let mut found = if folder.is_dir() { below(folder, |page| entry.lists(page))? } else { Vec::new() };
        if found.is_empty() {
            let finding = error(format!("no file with error codes fits `{pattern}`"));
            self.findings.push(finding.help("correct the pattern, or take this `[[spec]]` out"));
        }
        found.retain(|path| !self.specs.contains(path));
        self.specs.append(&mut found);
        Ok(())
    }

    /// A file without specs holds nothing, which nobody means. What is wrong with its entries is told elsewhere only where
    /// there is a spec to tell it of.
    fn without_specs(&mut self, config: &Config) {
        if !self.specs.is_empty() {
            return;
        }
        self.findings.append(config.findings.clone());
        if self.findings.is_empty() {
            let message = "this errtable.toml lists no spec, so nothing is held";
            let finding = Finding::error(Rule::UnlistedSpec, &self.config, 0..0, message);
            self.findings.push(finding.help("list one:\n\n[[spec]]\npath = \"spec/codes.md\""));
        }
        self.findings.sort();
    }
}

/// Takes out what was told with another spec: what is wrong with errtable.toml itself is found with each that it lists.
pub(crate) fn retain_untold(findings: &mut Findings, told: &Findings) {
    let is_of_config = |finding: &&Finding| finding.place.source().path().ends_with(CONFIG_NAME);
    let told: Vec<_> = told.iter_all().filter(is_of_config).collect();
    findings.retain(|finding| !told.contains(&finding));
}

/// A file that is made of a spec and committed.
#[derive(Debug)]
pub(crate) struct KeptFile {
    /// Its path.
    pub(crate) path: PathBuf,
    /// What makes it.
    pub(crate) output: Output,
}

/// The kept files of several specs.
#[derive(Debug, Default)]
pub(crate) struct KeptFiles {
    /// Which spec each of them is made of.
    specs: HashMap<PathBuf, PathBuf>,
}

impl KeptFiles {
    /// Those of one more spec. One that is made of another spec as well, or cannot be made, is a finding.
    pub(crate) fn of(&mut self, compiled: &Compiled, spec: &Path) -> (Vec<KeptFile>, Findings) {
        let mut files = Vec::new();
        let mut findings = Findings::default();
        for (config, kept) in
            compiled.config().into_iter().flat_map(|config| config.keep().iter().map(move |kept| (config, kept)))
        {
            let path = config.kept_path(kept, spec);
            let error = |rule, message| Finding::error(rule, &config.source, kept.span(), message);
            if let Some(other) = self.specs.insert(path.clone(), spec.to_owned()) {
                let what = match other == spec {
                    true => "twice".to_owned(),
                    false => format!("of `{}`, too", shown(&other)),
                };
                let message = format!("`{}` is kept {what}, and one text would replace the other", shown(&path));
                let help = "give each a path of its own; `{name}` in a path stands for the name of the spec";
                findings.push(error(Rule::ConflictingSettings, message).help(help));
                continue;
            }
            match Output::kept(kept, config) {
                Ok(output) => files.push(KeptFile { path, output }),
                Err(fault) => findings.push(error(Rule::InvalidPath, fault.to_string()).help(fault.remedy())),
            }
        }
        (files, findings)
    }
}
