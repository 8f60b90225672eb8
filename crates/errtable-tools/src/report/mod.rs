//! Findings and changes for readers other than a person at a terminal, and changes for those.

mod changes;
mod github;
mod machine;

use errtable::{Finding, Findings, Source, printable};

pub use self::changes::{diff_json, diff_markdown, diff_text};
pub use self::github::render_github;
pub use self::machine::{render_json, render_sarif};

/// The path of a source as a reader of the text knows it: other tools count from another folder than people do.
pub type Locate<'a> = &'a dyn Fn(&Source) -> String;

/// Findings one to a line, as editors and `grep` like them: `path:line:column: severity: message [rule]`.
pub fn render_short(findings: &Findings, locate: Locate<'_>) -> String {
    findings.iter().map(|finding| short(finding, locate)).collect()
}

fn short(finding: &Finding, locate: Locate<'_>) -> String {
    let (line, column) = finding.place.start();
    let (path, message) = (locate(finding.place.source()), &finding.message);
    let text = format!("{path}:{line}:{column}: {}: {message} [{}]", finding.severity, finding.rule);
    uncommanding(&printable(&text)) + "\n"
}

/// Lines that GitHub's runner takes for none of its commands. One begins a line, behind blanks or none; those of an older
/// form stand wherever they like.
///
/// ```
/// assert_eq!(errtable_tools::uncommanding("  ::error::x\n##[error]y"), "  : :error::x\n## [error]y");
/// assert_eq!(errtable_tools::uncommanding("\u{1b}[2m::error::x"), "\u{1b}[2m: :error::x");
/// ```
pub fn uncommanding(lines: &str) -> String {
    let part = |line: &str| match behind_colours(line).strip_prefix("::") {
        Some(rest) => format!("{}: :{rest}", &line[..line.len() - rest.len() - "::".len()]),
        None => line.to_owned(),
    };
    lines.split('\n').map(part).collect::<Vec<_>>().join("\n").replace("##[", "## [")
}

/// A line without the blanks and colours that it begins with. Colours may be taken out later, so they hide nothing.
fn behind_colours(line: &str) -> &str {
    let rest = line.trim_start();
    let colour = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m'));
    match colour.filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b';')) {
        Some((_, rest)) => behind_colours(rest),
        None => rest,
    }
}
