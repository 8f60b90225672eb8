//! Findings as diagnostics, each in the file that its place is in.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use errtable::inner::config::CONFIG_NAME;
use errtable::{Finding, Rule, Severity, printable};
use serde_json::{Value as Json, json};

use crate::positions::{Lines, Range};
use crate::server::Client;
use crate::workspace::{Analysis, Workspace};

/// What a client is told of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    /// The version of the document, where it is open.
    pub(crate) version: Option<i32>,
    pub(crate) diagnostics: Vec<Json>,
}

/// What is found in each file, by its address. An open document of which nothing is found is among them, unless nothing of
/// it was ever judged.
pub(crate) fn by_document(workspace: &mut Workspace, client: &Client) -> BTreeMap<String, Told> {
    let mut found: BTreeMap<String, Told> = BTreeMap::new();
    for of in workspace.specs() {
        found.entry(workspace.uri_at(&of.path)).or_default();
        for finding in &of.findings {
            let Some(uri) = workspace.uri_of(&of, finding.place.source()) else { continue };
            let diagnostic = diagnostic(workspace, client, &of, finding);
            let told = found.entry(uri).or_default();
            // Two specs may name one file.
            if !told.diagnostics.contains(&diagnostic) {
                told.diagnostics.push(diagnostic);
            }
        }
    }
    for (uri, diagnostics) in of_configs(workspace, client) {
        let told = found.entry(uri).or_default();
        for diagnostic in diagnostics {
            if !told.diagnostics.contains(&diagnostic) {
                told.diagnostics.push(diagnostic);
            }
        }
    }
    for document in workspace.documents.iter() {
        if let Some(told) = found.get_mut(&document.uri) {
            told.version = Some(document.version);
        }
    }
    found
}

/// What is wrong with each `errtable.toml` that is open, whether or not a spec is.
fn of_configs(workspace: &Workspace, client: &Client) -> Vec<(String, Vec<Json>)> {
    let is_config = |path: &PathBuf| path.file_name().is_some_and(|name| name == CONFIG_NAME);
    let open = workspace.documents.iter().filter(|document| is_config(&document.path));
    let of = |document: &crate::documents::Document| {
        let config = workspace.config(&document.path)?;
        let lines = Lines::of(config.source.text());
        let json = |finding: &Finding| {
            let span = finding.place.span();
            let range = lines.range(config.source.text(), span, workspace.encoding);
            shown(client, finding, range, Vec::new())
        };
        Some((document.uri.clone(), config.findings.iter().map(json).collect()))
    };
    open.filter_map(of).collect()
}

/// A finding as a client shows it.
pub(crate) fn diagnostic(workspace: &Workspace, client: &Client, of: &Rc<Analysis>, finding: &Finding) -> Json {
    let range = workspace.range(of, finding.place.source(), finding.place.span());
    let labels = finding.labels.iter().filter(|_| client.related_information);
    let related = labels.filter_map(|label| {
        let source = label.place.source();
        let range = workspace.range(of, source, label.place.span());
        let location = json!({"uri": workspace.uri_of(of, source)?, "range": range});
        Some(json!({"location": location, "message": printable(&label.text)}))
    });
    shown(client, finding, range, related.collect())
}

fn shown(client: &Client, finding: &Finding, range: Range, related: Vec<Json>) -> Json {
    let mut diagnostic = json!({
        "range": range,
        "severity": if finding.severity == Severity::Error { 1 } else { 2 },
        "code": finding.rule.as_str(),
        "source": "errtable",
        "message": message(finding),
    });
    if let Some(href) = page(client, finding.rule) {
        diagnostic["codeDescription"] = json!({"href": href});
    }
    if !related.is_empty() {
        diagnostic["relatedInformation"] = Json::from(related);
    }
    diagnostic
}

/// What is wrong, what stands there, and what to do where no edit can do it.
fn message(finding: &Finding) -> String {
    let mut message = printable(&finding.message);
    if !finding.note.is_empty() {
        message.push_str(&format!(" ({})", printable(&finding.note)));
    }
    for help in finding.advice().skip(finding.fixes.len()) {
        message.push_str("\nhelp: ");
        message.push_str(&help);
    }
    message
}

/// The address of the page of a rule, where the client has said where the documentation is.
pub(crate) fn page(client: &Client, rule: Rule) -> Option<String> {
    Some(format!("{}/rules.md#{rule}", client.docs.as_ref()?.trim_end_matches('/')))
}
