//! Findings as annotations of GitHub: workflow commands that its runner reads from the output.

use std::fmt::Write as _;

use super::{Locate, short};
use errtable::inner::tally;
use errtable::{Finding, Findings, Severity, printable};

/// GitHub shows as many annotations of one step, and drops the others without a word.
const SHOWN: usize = 10;

/// Findings as annotations, errors first. Where there are more than GitHub shows, the last one says so and the others
/// follow as plain lines of the log.
pub fn render_github(findings: &Findings, locate: Locate<'_>) -> String {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let shown = if ordered.len() > SHOWN { SHOWN - 1 } else { ordered.len() };
    let (shown, rest) = ordered.split_at(shown);
    let mut text: String = shown.iter().map(|finding| annotation(finding, locate)).collect();
    if let Some(first) = rest.first() {
        let message = format!("{} more, {} in all: the log of this step lists them", rest.len(), tally(findings));
        let _ = writeln!(text, "::{} title=errtable::{}", level(first.severity), data(&message));
        rest.iter().for_each(|finding| text.push_str(&short(finding, locate)));
    }
    if !findings.is_empty() {
        let _ = writeln!(text, "{}", tally(findings));
    }
    if let Some(held) = findings.held_back_line() {
        let _ = writeln!(text, "{held}");
    }
    text
}

fn annotation(finding: &Finding, locate: Locate<'_>) -> String {
    let ((line, column), (end_line, end_column)) = (finding.place.start(), finding.place.end());
    let file = property(&locate(finding.place.source()));
    let level = level(finding.severity);
    // Columns are for one line; over several GitHub refuses them.
    let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
    let title = property(&format!("errtable: {}", finding.rule));
    let help = finding.advice().map(|help| format!("\nhelp: {help}"));
    let message = format!("{}{}", finding.message, help.collect::<String>());
    format!("::{level} file={file},line={line},endLine={end_line}{columns},title={title}::{}\n", data(&message))
}

/// What GitHub calls a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// Text that ends neither the line nor the command.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    // It stands behind a command of ours, and so begins no line.
    lines.join("\n").replace("##[", "## [").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
