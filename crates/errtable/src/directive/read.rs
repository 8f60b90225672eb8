//! The TOML inside a directive.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{
    ColumnName, ColumnOptions, DeclaredType, Duplicates, ExtraCells, Holds, NamesFrom, Options, Part, Spanned,
    lock_name,
};
use crate::finding::{Finding, Findings, Rule};
use crate::text::limits::{self, SUGGESTIONS, SYNTAX_ERRORS};
use crate::text::{Source, nearest, printable, toml_string};

type Value<'t> = TomlSpanned<DeValue<'t>>;

/// What a directive governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    part: Part,
    /// All tables below it, not the next one.
    is_default: bool,
}

impl Scope {
    pub(crate) fn of(part: Part, is_default: bool) -> Self {
        Scope { part, is_default }
    }

    /// The keys that mean something there.
    fn keys(self) -> &'static [&'static str] {
        match self.part {
            Part::Spec => KEYS,
            Part::Joined => JOINED_KEYS,
        }
    }
}

/// Reads the TOML in `span`; what is wrong becomes a finding, what is right counts.
pub(crate) fn options(source: &Arc<Source>, span: Range<usize>, scope: Scope, findings: &mut Findings) -> Options {
    let toml = without_quotation(&source.text()[span.clone()]);
    if let Some(what) = limits::toml_exceeded(&toml) {
        let first_line = source.line_span(source.line(span.start));
        let finding = Finding::error(Rule::TooLarge, source, first_line, format!("the directive {what}"));
        findings.push(finding.help("take out what the table does not need"));
        return Options::default();
    }
    let (table, errors) = DeTable::parse_recoverable(&toml);
    let mut reader = Reader { source, base: span.start, unknown: 0, findings };
    for error in errors.iter().take(SYNTAX_ERRORS) {
        let at = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", "));
        let finding = reader.error(Rule::DirectiveSyntax, at, message);
        reader.findings.push(finding.help("a directive holds `key = value` lines: enum = \"ErrorCode\""));
    }
    let mut options = Options::default();
    for (key, value) in in_order(table.get_ref()) {
        reader.option(&mut options, key, value, scope);
    }
    options
}

/// The lines without the `>` of a block quotation in front, each of them a blank instead, so that places stay right.
fn without_quotation(text: &str) -> String {
    let mut at_start = false;
    text.chars()
        .map(|c| match c {
            '\n' => {
                at_start = true;
                c
            }
            '>' if at_start => ' ',
            ' ' | '\t' => c,
            _ => {
                at_start = false;
                c
            }
        })
        .collect()
}

/// The pairs of a table in the order in which they are written.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(Spanned<&'t str>, &'t Value<'i>)> {
    let mut pairs: Vec<_> =
        table.iter().map(|(key, value)| (Spanned { value: key.get_ref().as_ref(), span: key.span() }, value)).collect();
    pairs.sort_by_key(|(key, _)| key.span.start);
    pairs
}

const KEYS: &[&str] = &[
    "enum",
    "code",
    "name",
    "description",
    "code_type",
    "columns",
    "variants",
    "duplicates",
    "names",
    "max_words",
    "codes",
    "ranges",
    "short_rows",
    "extra_cells",
    "skip",
    "lock",
    "join",
    "allow",
];

/// Codes and what they are called are the business of the spec.
const JOINED_KEYS: &[&str] = &["code", "columns", "codes", "short_rows", "extra_cells", "skip"];

const COLUMN_KEYS: &[&str] = &["as", "optional", "default", "accessor", "enum", "variants"];

struct Reader<'a> {
    source: &'a Arc<Source>,
    /// Where the TOML begins in the Markdown file.
    base: usize,
    /// The keys so far that mean nothing.
    unknown: usize,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn at(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    fn error(&self, rule: Rule, span: Range<usize>, message: impl Into<String>) -> Finding {
        Finding::error(rule, self.source, self.at(span), message)
    }

    fn option(&mut self, options: &mut Options, key: Spanned<&str>, value: &Value<'_>, scope: Scope) {
        match key.value {
            known if KEYS.contains(&known) && !scope.keys().contains(&known) => self.not_joined(key),
            "enum" => options.enum_name = self.string("enum", value),
            "code" => options.code = self.column_name("code", value),
            "name" => options.name = self.column_name("name", value),
            "description" => options.description = self.column_name("description", value),
            "code_type" => {
                let types = [("text", DeclaredType::Text), ("integer", DeclaredType::Integer)];
                options.code_type =
                    self.choice("code_type", value, &types).map(|value_| self.spanned(value_, value.span()));
            }
            "columns" => options.columns = self.columns(value),
            "variants" if scope.is_default => self.not_default(key, "names codes of one table"),
            "variants" => options.variants = self.strings("variants", value),
            "duplicates" => {
                let ways = [("error", Duplicates::Error), ("alias", Duplicates::Alias), ("first", Duplicates::First)];
                options.duplicates = self.choice("duplicates", value, &ways);
            }
            "names" => {
                let ways =
                    [("name", NamesFrom::Name), ("description", NamesFrom::Description), ("code", NamesFrom::Code)];
                options.names = self.choice("names", value, &ways).map(|way| self.spanned(way, value.span()));
            }
            "max_words" => options.max_words = self.count("max_words", value),
            "codes" => options.many_codes = self.choice("codes", value, &[("one", false), ("many", true)]),
            "ranges" => options.ranges = self.boolean("ranges", value),
            "short_rows" => {
                options.short_rows = self.choice("short_rows", value, &[("error", false), ("pad", true)]);
            }
            "extra_cells" => {
                let ways = [("error", ExtraCells::Error), ("drop", ExtraCells::Drop), ("join", ExtraCells::Join)];
                options.extra_cells = self.choice("extra_cells", value, &ways);
            }
            "skip" => options.skip = self.strings_of("skip", value),
            "lock" => options.lock = self.lock(value),
            "join" if scope.is_default => self.not_default(key, "adds columns to one table"),
            "join" => options.join = self.join(value),
            "allow" => options.allow = self.suspicions(value),
            _ => self.unknown_key(key, scope.keys()),
        }
    }

    fn columns(&mut self, value: &Value<'_>) -> Vec<(Spanned<String>, Arc<ColumnOptions>)> {
        let Some(table) = self.table("columns", value) else { return Vec::new() };
        let mut columns = Vec::new();
        for (key, value) in in_order(table) {
            let Some(table) = self.table(key.value, value) else { continue };
            let mut column = ColumnOptions::default();
            for (key, value) in in_order(table) {
                self.column_option(&mut column, key, value);
            }
            columns.push((self.spanned(key.value.to_owned(), key.span), Arc::new(column)));
        }
        columns
    }

    fn column_option(&mut self, column: &mut ColumnOptions, key: Spanned<&str>, value: &Value<'_>) {
        match key.value {
            "as" => column.holds = self.choice("as", value, &Holds::ALL),
            "optional" => column.optional = self.boolean("optional", value),
            "default" => column.default = self.string("default", value).filter(|text| !text.value.is_empty()),
            "accessor" => column.accessor = self.string("accessor", value),
            "enum" => column.type_name = self.string("enum", value),
            "variants" => column.variants = self.strings("variants", value),
            _ => self.unknown_key(key, COLUMN_KEYS),
        }
    }

    fn not_default(&mut self, key: Spanned<&str>, what: &str) {
        let finding = self.error(Rule::InvalidValue, key.span, format!("`{}` {what}", key.value));
        self.findings.push(finding.help("move it into the directive right above that table"));
    }

    fn not_joined(&mut self, key: Spanned<&str>) {
        let message = format!("`{}` means nothing here: a file that is joined adds columns alone", key.value);
        let finding = self.error(Rule::UnknownKey, key.span, message);
        self.findings.push(finding.help("take it out, or say it in the spec that joins this file"));
    }

    fn unknown_key(&mut self, key: Spanned<&str>, known: &[&str]) {
        let finding = self.error(Rule::UnknownKey, key.span, format!("there is no key `{}`", key.value));
        self.unknown += 1;
        let known_words = known.iter().copied().filter(|_| self.unknown <= SUGGESTIONS);
        let help = match nearest(key.value, known_words) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the keys are {}", list(known.iter())),
        };
        self.findings.push(finding.help(help));
    }

    fn invalid(&mut self, key: &str, value: &Value<'_>, wanted: &str) {
        let found = value.get_ref().type_str();
        let finding = self.error(Rule::InvalidValue, value.span(), format!("`{key}` is {wanted}, not this {found}"));
        self.findings.push(finding.help(format!("write {wanted} here, or take the key out")));
    }

    fn spanned<T>(&self, value: T, span: Range<usize>) -> Spanned<T> {
        Spanned { value, span: self.at(span) }
    }

    fn table<'t, 'i>(&mut self, key: &str, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.invalid(key, value, "a table");
        }
        table
    }

    fn string(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.invalid(key, value, "a string");
            return None;
        };
        Some(self.spanned(text.to_owned(), value.span()))
    }

    fn strings(&mut self, key: &str, value: &Value<'_>) -> Vec<(Spanned<String>, Spanned<String>)> {
        let Some(table) = self.table(key, value) else { return Vec::new() };
        let mut strings = Vec::new();
        for (key, value) in in_order(table) {
            if let Some(text) = self.string(key.value, value) {
                strings.push((self.spanned(key.value.to_owned(), key.span), text));
            }
        }
        strings
    }

    /// A string or an array of them.
    fn strings_of(&mut self, key: &str, value: &Value<'_>) -> Vec<Spanned<String>> {
        let values = match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => vec![value],
        };
        values.into_iter().filter_map(|value| self.string(key, value)).collect()
    }

    fn lock(&mut self, value: &Value<'_>) -> Option<Spanned<String>> {
        let name = self.string("lock", value)?;
        let Some(why) = lock_name::fault(&name.value) else { return Some(name) };
        let message = format!("`lock` cannot be {}: {why}", quoted(&name.value));
        let finding = Finding::error(Rule::InvalidValue, self.source, name.span, message);
        let renamed = toml_string(&lock_name::other(&name.value));
        self.findings.push(finding.help(format!("name a file in the folder of the spec or below: lock = {renamed}")));
        None
    }

    fn join(&mut self, value: &Value<'_>) -> Vec<Spanned<String>> {
        let mut names = Vec::new();
        for name in self.strings_of("join", value) {
            let path = name.value.as_str();
            // Findings show lines of the file, which must not be any file of the machine.
            let is_markdown = [".md", ".markdown", ".mdx"].iter().any(|ending| path.ends_with(ending));
            if is_beside(path) && is_markdown {
                names.push(name);
                continue;
            }
            let message = format!("`join` cannot be {}", quoted(path));
            let finding = Finding::error(Rule::InvalidValue, self.source, name.span, message);
            self.findings.push(finding.help("name a Markdown file by its path from the spec: join = \"advice.md\""));
        }
        names
    }

    fn suspicions(&mut self, value: &Value<'_>) -> Vec<Rule> {
        let mut allowed = Vec::new();
        for name in self.strings_of("allow", value) {
            let known = Rule::ALL.iter().copied().filter(|rule| rule.is_suspicion());
            if let Some(rule) = known.clone().find(|rule| rule.as_str() == name.value) {
                allowed.push(rule);
                continue;
            }
            let message = format!("`allow` turns suspicions off, and {} is none", quoted(&name.value));
            let finding = Finding::error(Rule::InvalidValue, self.source, name.span, message);
            let help = match nearest(&name.value, known.clone().map(Rule::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it can be {}", list(known.map(Rule::as_str))),
            };
            self.findings.push(finding.help(help));
        }
        allowed
    }

    fn boolean(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            self.invalid(key, value, "`true` or `false`");
        }
        answer
    }

    fn count(&mut self, key: &str, value: &Value<'_>) -> Option<usize> {
        let count = value.get_ref().as_integer().and_then(small).filter(|&count| count > 0);
        if count.is_none() {
            self.invalid(key, value, "a whole number from 1");
        }
        count
    }

    fn column_name(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<ColumnName>> {
        let name = match value.get_ref() {
            DeValue::String(header) => Some(ColumnName::Header(header.to_string())),
            DeValue::Integer(number) => small(number).filter(|&number| number > 0).map(ColumnName::Number),
            DeValue::Boolean(false) => Some(ColumnName::None),
            _ => None,
        };
        if name.is_none() {
            self.invalid(key, value, "the header of a column, its number from 1, or `false` for none");
        }
        name.map(|name| self.spanned(name, value.span()))
    }

    fn choice<T: Copy>(&mut self, key: &str, value: &Value<'_>, choices: &[(&str, T)]) -> Option<T> {
        let text = self.string(key, value)?.value;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let names = list(choices.iter().map(|(name, _)| name));
        let finding = self.error(Rule::InvalidValue, value.span(), format!("`{key}` cannot be {}", quoted(&text)));
        self.findings.push(finding.help(format!("it can be {names}")));
        None
    }
}

fn small(number: &DeInteger<'_>) -> Option<usize> {
    usize::from_str_radix(number.as_str(), number.radix()).ok()
}

fn quoted(text: &str) -> String {
    format!("`{}`", printable(text))
}

fn list<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    names.map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Whether a path is one from the folder of the spec, on every system.
fn is_beside(path: &str) -> bool {
    !path.starts_with(['/', '\\']) && !path.contains(':')
}
