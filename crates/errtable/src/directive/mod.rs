//! `<!-- errtable ... -->` comments to options. TOML inside; every finding points at the key it is about.

mod joined;
mod lock_name;
mod read;

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Finding, Findings, Rule, Setting};
use crate::markdown::{Comment, Document};
use crate::text::limits::{COLUMNS, PATTERNS};
use crate::text::{Source, nearest, toml_string};

pub(crate) use self::joined::{JoinedFile, Joins, open_joined};

/// A value of a directive, with the bytes of the Markdown file that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// How a directive names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ColumnName {
    Header(String),
    /// 1-based.
    Number(usize),
    /// `false`: the table has no such column.
    None,
}

/// What a column is declared to hold (`as`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holds {
    #[default]
    Text,
    Category,
    Integer,
    Boolean,
}

impl Holds {
    /// As `as` writes it.
    pub(crate) const ALL: [(&'static str, Holds); 4] = [
        ("text", Holds::Text),
        ("category", Holds::Category),
        ("integer", Holds::Integer),
        ("boolean", Holds::Boolean),
    ];

    fn as_str(self) -> &'static str {
        Holds::ALL.iter().find(|(_, holds)| *holds == self).map_or("", |(word, _)| word)
    }
}

/// `[columns."..."]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnOptions {
    pub(crate) holds: Option<Holds>,
    pub(crate) optional: Option<bool>,
    /// What a cell that is empty says.
    pub(crate) default: Option<Spanned<String>>,
    pub(crate) accessor: Option<Spanned<String>>,
    /// The name of a category's enum.
    pub(crate) type_name: Option<Spanned<String>>,
    /// The variants of a category's values, by the value's text.
    pub(crate) variants: Vec<(Spanned<String>, Spanned<String>)>,
}

impl ColumnOptions {
    /// The keys that are given, with their values as TOML writes them. Those without a place stand at that of the name.
    pub(crate) fn said(&self, name: &Spanned<String>) -> Vec<(&'static str, Spanned<String>)> {
        let at_name = |value: String| Spanned { value, span: name.span.clone() };
        let quoted = |given: &Spanned<String>| Spanned { value: toml_string(&given.value), span: given.span.clone() };
        let said = [
            ("as", self.holds.map(|holds| at_name(format!("\"{}\"", holds.as_str())))),
            ("optional", self.optional.map(|optional| at_name(optional.to_string()))),
            ("default", self.default.as_ref().map(quoted)),
            ("accessor", self.accessor.as_ref().map(quoted)),
            ("enum", self.type_name.as_ref().map(quoted)),
        ];
        said.into_iter().filter_map(|(key, said)| Some((key, said?))).collect()
    }
}

/// `code_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeclaredType {
    Text,
    Integer,
}

/// `duplicates`: what rows become that share a code and differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Duplicates {
    #[default]
    Error,
    /// The first makes the variant, the others associated constants.
    Alias,
    /// The first counts, the others are skipped.
    First,
}

/// `names`: what variants are named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamesFrom {
    Name,
    Description,
    Code,
}

/// `extra_cells`: what becomes of cells beyond the last column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ExtraCells {
    #[default]
    Error,
    /// They are left out, as on GitHub.
    Drop,
    /// They belong to the last column, and the pipe between was meant as text.
    Join,
}

/// What the directives say about one table. `None` and empty: nothing.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(crate) enum_name: Option<Spanned<String>>,
    pub(crate) code: Option<Spanned<ColumnName>>,
    pub(crate) name: Option<Spanned<ColumnName>>,
    pub(crate) description: Option<Spanned<ColumnName>>,
    pub(crate) code_type: Option<Spanned<DeclaredType>>,
    /// Shared by the tables for which they are the default.
    pub(crate) columns: Vec<(Spanned<String>, Arc<ColumnOptions>)>,
    pub(crate) variants: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) duplicates: Option<Duplicates>,
    pub(crate) names: Option<Spanned<NamesFrom>>,
    pub(crate) max_words: Option<usize>,
    pub(crate) many_codes: Option<bool>,
    pub(crate) ranges: Option<bool>,
    pub(crate) short_rows: Option<bool>,
    pub(crate) extra_cells: Option<ExtraCells>,
    /// Patterns of code cells whose rows are left out.
    pub(crate) skip: Vec<Spanned<String>>,
    /// The file that says what was released, from the folder of the spec.
    pub(crate) lock: Option<Spanned<String>>,
    /// The files that add columns to the codes of the table, from the folder of the spec.
    pub(crate) join: Vec<Spanned<String>>,
    /// Suspicions that this table is above.
    pub(crate) allow: Vec<Rule>,
}

impl Options {
    /// Whether they say something about what a setting is about.
    pub fn sets(&self, setting: &Setting) -> bool {
        match (setting.section.as_deref(), setting.key.as_str()) {
            (None, "enum") => self.enum_name.is_some(),
            (None, "code") => self.code.is_some(),
            (None, "code_type") => self.code_type.is_some(),
            (None, "duplicates") => self.duplicates.is_some(),
            (None, "names") => self.names.is_some(),
            (None, "codes") => self.many_codes.is_some(),
            (None, "ranges") => self.ranges.is_some(),
            (None, "short_rows") => self.short_rows.is_some(),
            (None, "extra_cells") => self.extra_cells.is_some(),
            (None, "skip") => !self.skip.is_empty(),
            (None, "lock") => self.lock.is_some(),
            (None, "join") => !self.join.is_empty(),
            _ => false,
        }
    }

    /// These options where they say something, else those of `base`.
    fn or(self, base: &Options) -> Options {
        let base = base.clone();
        Options {
            enum_name: self.enum_name.or(base.enum_name),
            code: self.code.or(base.code),
            name: self.name.or(base.name),
            description: self.description.or(base.description),
            code_type: self.code_type.or(base.code_type),
            columns: self.columns.into_iter().chain(base.columns).collect(),
            variants: self.variants.into_iter().chain(base.variants).collect(),
            duplicates: self.duplicates.or(base.duplicates),
            names: self.names.or(base.names),
            max_words: self.max_words.or(base.max_words),
            many_codes: self.many_codes.or(base.many_codes),
            ranges: self.ranges.or(base.ranges),
            short_rows: self.short_rows.or(base.short_rows),
            extra_cells: self.extra_cells.or(base.extra_cells),
            skip: self.skip.into_iter().chain(base.skip).collect(),
            lock: self.lock.or(base.lock),
            join: self.join.into_iter().chain(base.join).collect(),
            allow: self.allow.into_iter().chain(base.allow).collect(),
        }
    }
}

/// What the directives make of one table.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// `errtable skip`, with its comment.
    pub(crate) skip: Option<Range<usize>>,
    /// The comment that governs this table alone.
    pub directive: Option<Range<usize>>,
    pub options: Options,
}

enum Verb {
    Table,
    Default,
    Skip,
}

/// What a file is to the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The spec itself.
    Spec,
    /// A file that it joins, whose tables add columns and say nothing else.
    Joined,
}

/// Reads the directives of a document: one plan for each of its tables.
pub(crate) fn read(source: &Arc<Source>, document: &Document, part: Part, findings: &mut Findings) -> Vec<Plan> {
    let mut reader = Reader { source, part, findings, default: Options::default() };
    let mut comments = document.comments.iter().peekable();
    let mut plans = Vec::new();
    for table in &document.tables {
        let mut plan = Plan::default();
        while let Some(comment) = comments.next_if(|comment| comment.span.start < table.span.end) {
            reader.comment(comment, &mut plan);
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
            Finding::error(Rule::InvalidValue, source, other.span.clone(), message)
                .label(first.span.clone(), "named here")
                .help(format!("one lock holds all tables of a spec: lock = {}", toml_string(&first.value))),
        );
    }
    Some(first)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    part: Part,
    findings: &'a mut Findings,
    default: Options,
}

impl Reader<'_> {
    fn comment(&mut self, comment: &Comment, plan: &mut Plan) {
        if !comment.closed || comment.in_cell {
            self.findings.push(misplaced(self.source, comment));
            return;
        }
        let Some((verb, toml)) = self.verb(comment) else { return };
        match verb {
            Verb::Skip => plan.skip = Some(comment.span.clone()),
            Verb::Table => {
                let options = read::options(self.source, toml, read::Scope::of(self.part, false), self.findings);
                plan.options = options.or(&plan.options);
                plan.directive = Some(comment.span.clone());
                limit(self.source, &mut plan.options, &comment.span, self.findings);
            }
            Verb::Default => {
                let options = read::options(self.source, toml, read::Scope::of(self.part, true), self.findings);
                self.default = options.or(&self.default);
                limit(self.source, &mut self.default, &comment.span, self.findings);
            }
        }
    }

    /// The word after `errtable`, and where the TOML begins and ends.
    fn verb(&mut self, comment: &Comment) -> Option<(Verb, Range<usize>)> {
        let text = self.source.text();
        let body = &text[comment.body.clone()];
        let start = comment.body.end - body.trim_start().len();
        let after = start + "errtable".len();
        let rest = &text[after..comment.body.end];
        if !text[start..].starts_with("errtable") || rest.starts_with(|c: char| !c.is_whitespace()) {
            let word = text[start..comment.body.end].split_whitespace().next().unwrap_or_default();
            self.findings.push(
                Finding::error(
                    Rule::UnknownDirective,
                    self.source,
                    start..start + word.len(),
                    format!("a directive begins with the word `errtable`, not `{word}`"),
                )
                .help("write `<!-- errtable` and then a space or a line break"),
            );
            return None;
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
                let help = match nearest(word, ["default", "skip"]) {
                    Some(meant) => format!("did you mean `errtable {meant}`?"),
                    None => "after `errtable` comes `default`, `skip`, or the first `key = value`".to_owned(),
                };
                self.findings.push(finding.help(help));
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

fn unused(source: &Arc<Source>, comment: &Comment) -> Finding {
    Finding::error(
        Rule::UnusedDirective,
        source,
        comment.span.start..comment.span.start + "<!-- errtable".len(),
        "no table follows this directive",
    )
    .help("put it above the table that it governs, or take it out")
}
