//! Findings as JSON, in a form of our own and in that of SARIF 2.1.0.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::Locate;
use crate::pretty::pretty;
use errtable::inner::percent_encoded;
use errtable::{Edit, Finding, Findings, Fix, Place, Rule, RuleSeverity, Severity, printable};

/// Findings as JSON, indented, with a line break at its end. Lines and columns count from 1, columns in characters.
pub fn render_json(findings: &Findings, locate: Locate<'_>) -> String {
    pretty(&json!({
        "format": "errtable-findings/1",
        "findings": findings.iter().map(|finding| finding_json(finding, locate)).collect::<Vec<_>>(),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
        "notes": findings.count(Severity::Note),
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
        "help": finding.advice().collect::<Vec<_>>(),
        "fixes": finding.fixes.iter().map(|fix| fix_json(fix, locate)).collect::<Vec<_>>(),
        "accept": finding.accepts,
    });
    with_place(whole, &finding.place, locate)
}

/// Besides lines and columns, the places of edits have their bytes in the text, which are what a program needs.
fn fix_json(fix: &Fix, locate: Locate<'_>) -> Json {
    let edit = |edit: &Edit| {
        let bytes = edit.place.span();
        with_place(json!({ "text": edit.text, "start": bytes.start, "end": bytes.end }), &edit.place, locate)
    };
    json!({
        "title": fix.title(),
        "applicability": fix.applicability().as_str(),
        "edits": fix.edits().iter().map(edit).collect::<Vec<_>>(),
    })
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
    // Pages of rules that nothing breaks would make most of the log.
    let rules: Vec<_> = BTreeSet::from_iter(findings.iter().map(|finding| finding.rule)).into_iter().collect();
    pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "errtable",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(*rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, &rules, locate)).collect::<Vec<_>>(),
        }],
    }))
}

/// A rule with its page. What breaks users is an error to `errtable check`, which alone writes SARIF.
fn descriptor(rule: Rule) -> Json {
    let severity = match rule.severity() {
        RuleSeverity::Warning | RuleSeverity::WarningOrNote => Severity::Warning,
        _ => Severity::Error,
    };
    let what = rule.page().split("\n## ").next().unwrap_or_default().trim();
    json!({
        "id": rule.as_str(),
        "shortDescription": { "text": rule.about() },
        "fullDescription": { "text": format!("{} {what}", rule.about()) },
        "help": { "text": rule.page(), "markdown": rule.page() },
        "defaultConfiguration": { "level": severity.to_string() },
    })
}

fn result(finding: &Finding, rules: &[Rule], locate: Locate<'_>) -> Json {
    let help = finding.advice().map(|help| format!("\nhelp: {help}"));
    let fixes: Vec<_> = finding.fixes.iter().map(|fix| sarif_fix(fix, locate)).collect();
    let labels = finding.labels.iter().filter(|label| label.place.source().file().is_some()).enumerate();
    let related = labels.map(|(number, label)| {
        let mut location = location(&label.place, locate);
        location["id"] = Json::from(number + 1);
        location["message"] = json!({ "text": label.text });
        location
    });
    let mut result = json!({
        "ruleId": finding.rule.as_str(),
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": finding.severity.to_string(),
        "message": { "text": format!("{}{}", printable(&finding.message), help.collect::<String>()) },
        "locations": [location(&finding.place, locate)],
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    // The schema asks for one at the least.
    if !fixes.is_empty() {
        result["fixes"] = Json::from(fixes);
    }
    result
}

fn sarif_fix(fix: &Fix, locate: Locate<'_>) -> Json {
    let mut changes: Vec<(String, Vec<Json>)> = Vec::new();
    for edit in fix.edits() {
        let uri = uri(&locate(edit.place.source()));
        let replacement = json!({ "deletedRegion": region(&edit.place), "insertedContent": { "text": edit.text } });
        match changes.iter_mut().find(|(known, _)| *known == uri) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((uri, vec![replacement])),
        }
    }
    let change = |(uri, replacements): (String, Vec<Json>)| json!({ "artifactLocation": { "uri": uri }, "replacements": replacements });
    json!({
        "description": { "text": fix.title() },
        "artifactChanges": changes.into_iter().map(change).collect::<Vec<_>>(),
        "properties": { "applicability": fix.applicability().as_str() },
    })
}

fn location(place: &Place, locate: Locate<'_>) -> Json {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&locate(place.source())) },
        "region": region(place),
    } })
}

fn region(place: &Place) -> Json {
    let ((line, column), (end_line, end_column)) = (place.start(), place.end());
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    percent_encoded(&path.replace('\\', "/"), b"-._~/")
}
