//! Findings as JSON, in a form of our own and in that of SARIF 2.1.0.

use serde_json::{Value as Json, json};

use super::Locate;
use crate::pretty::pretty;
use errtable::inner::percent_encoded;
use errtable::{Finding, Findings, Place, Rule, Severity, printable};

/// Findings as JSON, indented, with a line break at its end. Lines and columns count from 1, columns in characters.
pub fn render_json(findings: &Findings, locate: Locate<'_>) -> String {
    pretty(&json!({
        "format": "errtable-findings/1",
        "findings": findings.iter().map(|finding| finding_json(finding, locate)).collect::<Vec<_>>(),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
        "held_back": findings.held_back(),
    }))
}

fn finding_json(finding: &Finding, locate: Locate<'_>) -> Json {
    let labels = finding.labels.iter().map(|label| with_place(json!({ "text": label.text }), &label.place, locate));
    let whole = json!({
        "rule": finding.rule.as_str(),
        "severity": finding.severity.to_string(),
        "message": finding.message,
        "note": finding.note,
        "labels": labels.collect::<Vec<_>>(),
        "help": finding.help,
        "accept": finding.accepts,
    });
    with_place(whole, &finding.place, locate)
}

fn with_place(mut object: Json, place: &Place, locate: Locate<'_>) -> Json {
    let ((line, column), (end_line, end_column)) = (place.start(), place.end());
    object["path"] = Json::from(locate(place.source()));
    for (key, number) in [("line", line), ("column", column), ("end_line", end_line), ("end_column", end_column)] {
        object[key] = Json::from(number);
    }
    object
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Findings as a log of [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
pub fn render_sarif(findings: &Findings, locate: Locate<'_>) -> String {
    let rules =
        Rule::ALL.iter().map(|rule| json!({ "id": rule.as_str(), "shortDescription": { "text": rule.about() } }));
    pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "errtable",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, locate)).collect::<Vec<_>>(),
        }],
    }))
}

fn result(finding: &Finding, locate: Locate<'_>) -> Json {
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let labels = finding.labels.iter().filter(|label| label.place.source().file().is_some()).enumerate();
    let related = labels.map(|(number, label)| {
        let mut location = location(&label.place, locate);
        location["id"] = Json::from(number + 1);
        location["message"] = json!({ "text": label.text });
        location
    });
    json!({
        "ruleId": finding.rule.as_str(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == finding.rule),
        "level": finding.severity.to_string(),
        "message": { "text": format!("{}{}", printable(&finding.message), help.collect::<String>()) },
        "locations": [location(&finding.place, locate)],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(place: &Place, locate: Locate<'_>) -> Json {
    let ((line, column), (end_line, end_column)) = (place.start(), place.end());
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&locate(place.source())) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    } })
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    percent_encoded(&path.replace('\\', "/"), b"-._~/")
}
