//! `<!-- errtable ... -->` comments to options. TOML inside; every finding points at the key it is about.

mod column;
mod config;
mod joined;
mod key;
mod kind;
mod lock_name;
mod mend;
mod options;
mod read;
mod scope;
mod value;

use std::ops::Range;
use std::sync::Arc;

use self::scope::Standing;
use crate::finding::{DirectiveSite, DirectiveToml, Finding, Findings, Fix, Rule, Topic};
use crate::markdown::{Comment, Document, Table, after_marks, is_nearly_addressed, without_dashes};
use crate::text::limits::{COLUMNS, PATTERNS};
use crate::text::{Source, nearest, quotation};

pub use self::column::column_keys;
pub(crate) use self::column::{ColumnOptions, DirectiveId, Holds, NamedColumn};
pub(crate) use self::config::open_config;
pub use self::config::{
    CONFIG_NAME, Config, IntegerType, Kept, Omitted, OutputKind, SpecConfig, TypeConfig, expanded, read_config,
    spec_keys, type_keys,
};
pub(crate) use self::joined::{JoinedFile, Joins, TableOf, open_joined};
pub use self::key::Key;
pub(crate) use self::kind::RangeOf;
pub use self::options::table_keys;
pub(crate) use self::options::{
    Blank, CodesInCell, DeclaredType, Duplicates, ExtraCells, NamesFrom, Options, ShortRows,
};
pub use self::scope::{Merging, Scope};
pub use self::value::{Choice, ValueType};
pub(crate) use self::value::{ColumnName, OneOf, Spanned};

/// What the directives make of one table.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// `errtable skip`, with its comment.
    pub(crate) skip: Option<Range<usize>>,
    /// The comment that governs this table alone.
    pub directive: Option<Range<usize>>,
    /// The TOML in it.
    toml: Option<Arc<DirectiveToml>>,
    pub options: Options,
}

impl Plan {
    /// Where its directive stands, or would stand.
    pub fn site(&self, source: &Arc<Source>, table: &Table) -> DirectiveSite {
        let start = source.line_span(table.header.line).start;
        let before = &source.text()[start..table.header.span.start];
        let toml = self.toml.clone();
        DirectiveSite { source: Arc::clone(source), table: start, prefix: quotation(before), toml }
    }
}

enum Verb {
    Table,
    Default,
    Skip,
}

/// What a file is to the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileRole {
    /// The spec itself.
    Spec,
    /// A file that it joins, whose tables add columns, or codes where they say so.
    Joined,
}

/// Reads the directives of a document: one plan for each of its tables.
pub(crate) fn read(source: &Arc<Source>, document: &Document, role: FileRole, findings: &mut Findings) -> Vec<Plan> {
    let mut reader = DirectiveReader { source, role, findings, default: Options::default() };
    let mut comments = document.comments.iter().peekable();
    let mut plans = Vec::new();
    for table in &document.tables {
        let mut plan = Plan::default();
        while let Some(comment) = comments.next_if(|comment| comment.span.start < table.span.end) {
            reader.comment(comment, &mut plan);
        }
        if let Some(skip) =
            plan.skip.take_if(|skip| has_heading(&source.text()[skip.end..table.span.start.max(skip.end)]))
        {
            reader.findings.push(parted(source, &skip));
        }
        plan.options = std::mem::take(&mut plan.options).or(&reader.default);
        plans.push(plan);
    }
    let mut left = Plan::default();
    for comment in comments {
        reader.comment(comment, &mut left);
        let broken_below = document.broken.iter().any(|broken| broken.header.start > comment.span.end);
        if (left.directive.is_some() || left.skip.is_some()) && !broken_below {
            reader.findings.push(unused(source, comment));
            left = Plan::default();
        }
    }
    plans
}

/// The lock that the directives of a spec name: one for all of its tables.
pub(crate) fn lock<'p>(
    source: &Arc<Source>,
    plans: &'p [Plan],
    findings: &mut Findings,
) -> Option<&'p Spanned<String>> {
    let mut names = plans.iter().filter_map(|plan| plan.options.lock.as_ref());
    let first = names.next()?;
    if let Some(other) = names.find(|name| name.value != first.value) {
        let message = format!("the spec has the lock `{}` already", first.value);
        findings.push(
            Finding::error(Rule::ConflictingSettings, source, other.span.clone(), message)
                .label(first.span.clone(), "named here")
                .fix(Fix::word_of_toml(
                    format!("one lock holds all tables of a spec: `{}`", first.value),
                    source,
                    other.span.clone(),
                    &first.value,
                )),
        );
    }
    Some(first)
}

struct DirectiveReader<'a> {
    source: &'a Arc<Source>,
    role: FileRole,
    findings: &'a mut Findings,
    default: Options,
}

impl DirectiveReader<'_> {
    fn comment(&mut self, comment: &Comment, plan: &mut Plan) {
        if !comment.closed || comment.in_cell {
            self.findings.push(misplaced(self.source, comment));
            return;
        }
        let Some((verb, toml)) = self.verb(comment) else { return };
        match verb {
            Verb::Skip => plan.skip = Some(comment.span.clone()),
            Verb::Table => {
                let (before, span) = (self.findings.len(), toml.clone());
                let options = read::options(
                    self.source,
                    toml,
                    Standing { role: self.role, is_default: false, adds: false },
                    self.findings,
                );
                let mut new = self.findings.iter().skip(before);
                let is_broken = new.any(|finding| finding.rule == Rule::DirectiveSyntax);
                plan.toml = Some(Arc::new(DirectiveToml::new(span, is_broken)));
                plan.options = options.or(&plan.options);
                plan.directive = Some(comment.span.clone());
                limit(self.source, &mut plan.options, &comment.span, self.findings);
            }
            Verb::Default => {
                let options = read::options(
                    self.source,
                    toml,
                    Standing { role: self.role, is_default: true, adds: false },
                    self.findings,
                );
                self.default = options.or(&self.default);
                limit(self.source, &mut self.default, &comment.span, self.findings);
            }
        }
    }

    /// The word after `errtable`, and where the TOML begins and ends.
    fn verb(&mut self, comment: &Comment) -> Option<(Verb, Range<usize>)> {
        let text = self.source.text();
        let body = &text[comment.body.clone()];
        let start = comment.body.end - without_dashes(body).len();
        let word = text[start..comment.body.end].split_whitespace().next().unwrap_or_default();
        let after = start + word.len();
        let rest = &text[after..comment.body.end];
        if word != "errtable" || body.starts_with('-') {
            let dashes = comment.body.start..comment.body.end - body.trim_start_matches('-').len();
            let message = match dashes.is_empty() {
                true => format!("a directive begins with the word `errtable`, not `{word}`"),
                false => "a directive begins with `<!--`, and here is a dash more".to_owned(),
            };
            let finding = Finding::error(Rule::UnknownDirective, self.source, start..after, message);
            self.findings.push(if !dashes.is_empty() {
                finding.fix(Fix::edit("take the dash out", self.source, dashes, "").preferred())
            } else if is_nearly_addressed(word) {
                finding.fix(Fix::edit("did you mean `errtable`?", self.source, start..after, "errtable").preferred())
            } else {
                let (open, _) = self.source.comment_marks();
                finding.help(format!("write `{open} errtable` and then a space or a line break"))
            });
            // What is all but the word is read as it, so that the rest of the spec is judged as if it were right.
            if !is_nearly_addressed(word) {
                return None;
            }
        }
        let line = rest.lines().next().unwrap_or_default().trim();
        let word = line.split_whitespace().next().unwrap_or_default();
        let at = after + rest.find(word).unwrap_or_default();
        match word {
            "default" => Some((Verb::Default, at + word.len()..comment.body.end)),
            // What follows says why, in anybody's words.
            "skip" | "skip:" => Some((Verb::Skip, at..at)),
            _ if line.is_empty() || line.contains('=') || line.starts_with(['[', '#']) => {
                Some((Verb::Table, after..comment.body.end))
            }
            _ => {
                let finding = Finding::error(
                    Rule::UnknownDirective,
                    self.source,
                    at..at + word.len(),
                    format!("`{word}` is not a directive"),
                );
                self.findings.push(match nearest(word, ["default", "skip"]) {
                    Some(meant) => {
                        let title = format!("did you mean `errtable {meant}`?");
                        finding.fix(Fix::edit(title, self.source, at..at + word.len(), meant).preferred())
                    }
                    None => finding.help("after `errtable` comes `default`, `skip`, or the first `key = value`"),
                });
                None
            }
        }
    }
}

/// Takes away what is more than a table may have.
fn limit(source: &Arc<Source>, options: &mut Options, comment: &Range<usize>, findings: &mut Findings) {
    options.allow.sort_unstable();
    options.allow.dedup();
    let counts = [(options.skip.len(), PATTERNS, "patterns of `skip`"), (options.columns.len(), COLUMNS, "columns")];
    for (_, limit, what) in counts.into_iter().filter(|(count, limit, _)| count > limit) {
        let message = format!("the directives of a table name more than {limit} {what}");
        let first_line = comment.start..comment.start + "<!-- errtable".len();
        let finding = Finding::error(Rule::TooLarge, source, first_line, message);
        findings.push(finding.help("take out what the table does not need; in `skip`, `*` stands for any text"));
    }
    options.skip.truncate(PATTERNS);
    options.columns.truncate(COLUMNS);
}

fn misplaced(source: &Arc<Source>, comment: &Comment) -> Finding {
    let first_line = comment.span.start..comment.span.start + "<!-- errtable".len();
    let finding = |message| Finding::error(Rule::DirectiveSyntax, source, first_line, message);
    if comment.closed {
        finding("a directive stands inside a cell, where it governs nothing")
            .help("put it on a line of its own above the table")
    } else {
        finding("this directive is not closed, so it hides the rest of the file").help("close it with `-->`")
    }
}

/// Whether a heading stands among the lines of a text.
fn has_heading(text: &str) -> bool {
    text.lines().any(|line| after_marks(line).is_some_and(|(_, rest)| rest.starts_with([' ', '\t'])))
}

/// The table that a directive left out is gone, and the next one stands under a heading of its own.
fn parted(source: &Arc<Source>, skip: &Range<usize>) -> Finding {
    let first_line = skip.start..skip.start + "<!-- errtable".len();
    let message = "a heading stands between this directive and the next table, so what it left out seems to be gone";
    Finding::error(Rule::UnusedDirective, source, first_line, message).fix(Fix::without_lines(
        "put it right above the table that it leaves out, or take it out",
        source,
        skip.clone(),
    ))
}

fn unused(source: &Arc<Source>, comment: &Comment) -> Finding {
    Finding::error(
        Rule::UnusedDirective,
        source,
        comment.span.start..comment.span.start + "<!-- errtable".len(),
        "no table follows this directive",
    )
    .fix(Fix::without_lines("put it above the table that it governs, or take it out", source, comment.span.clone()))
    .about([Topic::Tables(source.path().to_owned())])
}
