//! The files that a spec joins: tables that add columns to the codes of its own.

use std::collections::HashMap;
use std::sync::Arc;

use super::{FileRole, Plan, Spanned, read};
use crate::finding::{Finding, Findings, Rule};
use crate::markdown::{self, Document};
use crate::text::{Files, Source, printable};

/// The files that the directives of a spec join.
#[derive(Debug, Default)]
pub(crate) struct Joins {
    /// As the directives first name them, those included that cannot be read.
    pub(crate) names: Vec<Spanned<String>>,
    files: HashMap<String, JoinedFile>,
}

/// A file that is joined.
#[derive(Debug)]
pub(crate) struct JoinedFile {
    pub(crate) source: Arc<Source>,
    pub(crate) document: Document,
    pub(crate) plans: Vec<Plan>,
}

impl Joins {
    /// The file of a name, if it can be read.
    pub(crate) fn file(&self, name: &str) -> Option<&JoinedFile> {
        self.files.get(name)
    }

    /// Those that can be read, in the order in which they are named.
    pub(crate) fn files(&self) -> impl Iterator<Item = &JoinedFile> {
        self.names.iter().filter_map(|name| self.file(&name.value))
    }

    /// Whether a finding is about a file that is joined, or about one that is not there.
    pub(crate) fn concern(&self, finding: &Finding) -> bool {
        let path = finding.place.source().path();
        finding.rule == Rule::MissingJoin || self.files.values().any(|file| file.source.path() == path)
    }
}

/// Reads the files that the directives of a spec join; each that cannot be read is a finding.
pub(crate) fn open_joined(
    spec: &Arc<Source>,
    plans: &[Plan],
    files: Option<Files<'_>>,
    findings: &mut Findings,
) -> Joins {
    let mut joins = Joins::default();
    for name in plans.iter().flat_map(|plan| &plan.options.join) {
        if joins.names.iter().any(|known| known.value == name.value) {
            continue;
        }
        joins.names.push(name.clone());
        match files.map(|files| files(&name.value)) {
            Some(Ok(source)) => {
                if source.text() == spec.text() {
                    let finding = missing(spec, name, "it is this very file");
                    findings.push(finding.help("name another file, or take `join` out"));
                    continue;
                }
                let source = Arc::new(source);
                let document = markdown::parse(&source, findings);
                let plans = read(&source, &document, FileRole::Joined, findings);
                joins.files.insert(name.value.clone(), JoinedFile { source, document, plans });
            }
            Some(Err(error)) => {
                let help = "correct the path, which is one from the folder of this file, or write a table there:\n\n\
                            | Error code | Advice |\n| --- | --- |";
                findings.push(missing(spec, name, &error.to_string()).help(help));
            }
            None => {
                let finding = missing(spec, name, "only the text of the spec itself is given");
                findings.push(finding.help("give the files that it names, too: errtable::compile_locked"));
            }
        }
    }
    joins
}

fn missing(spec: &Arc<Source>, name: &Spanned<String>, why: &str) -> Finding {
    let message = format!("`{}` cannot be joined: {why}", printable(&name.value));
    Finding::error(Rule::MissingJoin, spec, name.span.clone(), message)
}
