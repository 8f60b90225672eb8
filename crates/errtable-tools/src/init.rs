//! The directives that make a spec compile, inserted above its tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use errtable::catalog::TableId;
use errtable::inner::markdown::Table;
use errtable::inner::{self, MissingLock, Setting, Spec, toml_lines};
use errtable::{Compiled, Files, Findings, Source};

/// A spec with its directives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Initialized {
    /// The whole text, byte-order mark included; the original with lines inserted.
    pub text: String,
    /// How many tables got a directive.
    pub directives: usize,
    /// What is left for a person to settle.
    pub findings: Findings,
}

/// Inserts above each table the directive that makes it compile, as far as that can be decided; each of its lines says
/// why. No table is left out, and no row that may hold a code: there the finding stays. Nothing but lines is inserted, and
/// what has been initialized stays as it is.
///
/// ```
/// let spec = "| Code | Message |\n|---|---|\n| 7 | shaken |\n| 7 | stirred |\n";
/// let done = errtable_tools::init(&errtable::Source::new("codes.md", spec));
/// assert!(done.findings.is_empty());
/// assert!(done.text.starts_with("<!-- errtable\nduplicates = \"merge\" # some codes have several causes\n-->\n| Code |"));
/// ```
pub fn init(source: &Source) -> Initialized {
    with(source, None)
}

/// The same of a spec that names a lock, so that names which were released are not taken for names that meet.
pub fn init_locked(source: &Source, files: Files<'_>) -> Initialized {
    with(source, Some(files))
}

fn with(source: &Source, files: Option<Files<'_>>) -> Initialized {
    let compile = |text: &str| compiled(Source::new(source.path(), text), files);
    let original = compile(source.text());
    let mut decisions: BTreeMap<TableId, Decision> = BTreeMap::new();
    let mut text = source.text().to_owned();
    // A remedy can bring a fault to light that the one before it hid; there are fewer kinds of them than this.
    for _ in 0..ROUNDS {
        let current = compile(&text);
        if !decide(inner::spec_of(&current), &current.findings, &mut decisions) {
            break;
        }
        text = insert(inner::spec_of(&original), &decisions);
    }
    let findings = compile(&text).findings;
    if source.has_bom() {
        text.insert(0, '\u{feff}');
    }
    Initialized { text, directives: decisions.len(), findings }
}

fn compiled(source: Source, files: Option<Files<'_>>) -> Compiled {
    let mut findings = Findings::default();
    let spec = inner::parse(Arc::new(source), files, MissingLock::IsFound, &mut findings);
    inner::compile(spec, findings)
}

const ROUNDS: usize = 16;

/// The lines of the directive of one table, each with why it stands there.
#[derive(Debug, Default)]
struct Decision {
    settings: Vec<(Setting, String)>,
}

/// Takes over what the findings ask for; whether anything was new.
fn decide(spec: &Spec, findings: &Findings, decisions: &mut BTreeMap<TableId, Decision>) -> bool {
    let mut news = false;
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        for table in [fix.table].iter().chain(&fix.others) {
            // What a person has set stays so; a warning is then a warning.
            let is_set = |setting: &Setting| spec.plan(*table).options.sets(setting) && setting.key != "skip";
            for setting in fix.settings.iter().filter(|setting| !is_set(setting)) {
                news |= decisions.entry(*table).or_default().add(setting, &fix.why);
            }
        }
    }
    news
}

impl Decision {
    /// Whether the setting says something that was not decided yet.
    fn add(&mut self, setting: &Setting, why: &str) -> bool {
        let same = |(other, _): &&mut (Setting, String)| other.key == setting.key && other.section == setting.section;
        match self.settings.iter_mut().find(same) {
            None => {
                self.settings.push((setting.clone(), why.to_owned()));
                true
            }
            Some((skip, _)) if skip.key == "skip" && !contains(&skip.value, &setting.value) => {
                let (known, new) = (skip.value.trim_end_matches(']'), setting.value.trim_start_matches('['));
                skip.value = format!("{known}, {new}");
                true
            }
            Some(_) => false,
        }
    }
}

/// Whether an array of TOML has the one element of another.
fn contains(array: &str, one: &str) -> bool {
    let element = one.trim_matches(['[', ']']);
    array.trim_matches(['[', ']']).split(", ").any(|other| other == element)
}

/// The original with a directive in front of each table that something was decided about.
fn insert(spec: &Spec, decisions: &BTreeMap<TableId, Decision>) -> String {
    let Spec { source, document, .. } = spec;
    let line_end = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = String::new();
    let mut at = 0;
    for (table, decision) in decisions {
        let start = line_start(source, document.table(*table));
        text.push_str(&source.text()[at..start]);
        let prefix = prefix(source, document.table(*table));
        for line in lines(decision) {
            text.push_str(&format!("{prefix}{line}{line_end}"));
        }
        at = start;
    }
    text.push_str(&source.text()[at..]);
    text
}

fn lines(decision: &Decision) -> Vec<String> {
    let settings = decision.settings.iter().map(|(setting, why)| (setting, Some(why.as_str())));
    let mut lines = vec!["<!-- errtable".to_owned()];
    lines.extend(toml_lines(settings));
    lines.push("-->".to_owned());
    lines
}

fn line_start(source: &Source, table: &Table) -> usize {
    source.line_span(table.header.line).start
}

/// What stands before the table on its first line, so that the directive is in the same quotation or list item.
fn prefix(source: &Source, table: &Table) -> String {
    let before = &source.text()[line_start(source, table)..table.header.span.start];
    before.chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
}
