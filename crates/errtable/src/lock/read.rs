//! A lock file to a [`Lock`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{FORMAT, Fact, Lock, LockedEnum};
use crate::catalog::identifier::{is_variant_name, lower_snake};
use crate::catalog::reserved::is_own;
use crate::catalog::{
    Alias, Category, CategoryValue, Code, CodeRange, CodeType, Column, Content, Entry, Enum, Role, Value,
};
use crate::finding::{Finding, Findings, Rule};
use crate::text::{RowId, Source, limits, printable};

type Toml<'t> = Spanned<DeValue<'t>>;
type Key<'t> = Spanned<Cow<'t, str>>;
type Pair<'t, 'i> = (&'t Key<'i>, &'t Toml<'i>);

/// Reads a lock. What is wrong becomes a finding; what is right counts, so that names hold even then.
pub(crate) fn read(source: &Arc<Source>, spec: &str, findings: &mut Findings) -> Lock {
    let mut lock = Lock::empty(Arc::clone(source));
    let mut reader = Reader { source, spec, findings: Vec::new() };
    if let Some(what) = limits::toml_exceeded(source.text()) {
        findings.push(Finding::error(Rule::TooLarge, source, 0..0, format!("the lock {what}")).help(limits::REMEDY));
        lock.is_whole = false;
        return lock;
    }
    let conflict = conflict(source, spec);
    let text = if conflict.is_some() { without_markers(source.text()) } else { source.text().to_owned() };
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        reader.fault(error.span().unwrap_or(0..0), format!("this is not TOML: {message}"));
    }
    reader.lock(&mut lock, table.get_ref());
    lock.is_whole = conflict.is_none() && reader.findings.is_empty();
    match conflict {
        // Both sides of a conflict together break more rules, which says nothing new.
        Some(conflict) => findings.push(conflict),
        None => findings.extend(reader.findings),
    }
    lock.enums.sort_by(|a, b| a.shape.name.cmp(&b.shape.name));
    lock
}

const MARKERS: &[&str] = &["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn is_marker(line: &str) -> bool {
    MARKERS
        .iter()
        .any(|marker| line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r'])))
}

/// The finding for conflict markers: one for all of them.
fn conflict(source: &Arc<Source>, spec: &str) -> Option<Finding> {
    let lines = source.text().lines().enumerate();
    let mut markers = lines.filter(|(_, line)| is_marker(line)).map(|(number, _)| source.line_span(number + 1));
    let finding =
        Finding::error(Rule::LockConflict, source, markers.next()?, "the lock holds the markers of a merge conflict");
    let finding = match markers.last() {
        Some(last) => finding.label(last, "to here"),
        None => finding,
    };
    Some(
        finding
            .help("keep the lines of both sides, one for each code, and take the markers out")
            .help(format!("then let it be sorted and checked: errtable lock {spec}")),
    )
}

/// The text with blanks in the place of conflict markers, so that places stay right.
fn without_markers(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines
        .map(|line| if is_marker(line.trim_end()) { line.replace(|c| c != '\n', " ") } else { line.to_owned() })
        .collect()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    spec: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Range<usize>, message: impl Into<String>) {
        let help = format!("bring the lock back from version control, then: errtable lock {}", self.spec);
        self.findings.push(Finding::error(Rule::LockSyntax, self.source, span, message).help(help));
    }

    fn lock(&mut self, lock: &mut Lock, table: &DeTable<'_>) {
        let mut format = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "format" => format = self.text(value).map(|text| (text, value.span())),
                "enum" => {
                    for (name, value) in self.table(value) {
                        lock.enums.extend(self.enumeration(name, value));
                    }
                }
                "accepted" => {
                    for (release, value) in self.table(value) {
                        let breaks = self.table(value).into_iter();
                        let breaks =
                            breaks.filter_map(|(key, value)| Some((key.get_ref().to_string(), self.text(value)?)));
                        let breaks: BTreeMap<_, _> = breaks.collect();
                        lock.accepted.insert(release.get_ref().to_string(), breaks);
                    }
                }
                _ => self.unknown(key),
            }
        }
        match format {
            Some((format, span)) if format != FORMAT => {
                self.fault(span, format!("this lock is of the form `{format}`, and this errtable knows `{FORMAT}`"));
            }
            None if self.findings.is_empty() => {
                self.fault(0..0, format!("the lock does not begin with `format = \"{FORMAT}\"`"));
            }
            _ => {}
        }
    }

    fn enumeration(&mut self, name: &Key<'_>, value: &Toml<'_>) -> Option<LockedEnum> {
        let mut shape = Enum {
            name: self.identifier(name.get_ref(), name.span())?,
            code_type: CodeType::U32,
            hex_digits: 0,
            columns: Vec::new(),
            entries: Vec::new(),
            aliases: Vec::new(),
            ranges: Vec::new(),
        };
        let table = self.table(value);
        let find = |wanted: &str| table.iter().find(|(key, _)| key.get_ref() == wanted).map(|(_, value)| *value);
        let code_type = find("code_type").and_then(|value| self.text(value));
        match code_type.as_deref().and_then(CodeType::named) {
            Some(code_type) => shape.code_type = code_type,
            None => self.fault(name.span(), format!("the enum `{}` has no `code_type` that is known", shape.name)),
        }
        let mut lines = HashMap::new();
        let values_of = find("values").map(|value| self.table(value)).unwrap_or_default();
        let values_of: HashMap<_, _> = values_of.into_iter().map(|(key, value)| (key.get_ref(), value)).collect();
        for (key, value) in find("columns").map(|value| self.table(value)).unwrap_or_default() {
            let values = values_of.get(key.get_ref()).map(|value| self.table(value)).unwrap_or_default();
            lines.insert(key.get_ref().to_string(), self.line(key.span()));
            lines.extend(
                values
                    .iter()
                    .map(|(value, _)| (format!("{}::{}", key.get_ref(), value.get_ref()), self.line(value.span()))),
            );
            shape.columns.extend(self.column(key, value, &values));
        }
        let span = self.line(find("code_type").map_or(name.span(), Spanned::span));
        let facts = BTreeMap::new();
        let mut locked = LockedEnum { shape, removed: Vec::new(), facts, span, lines };
        let mut places = HashMap::new();
        for (key, value) in find("codes").map(|value| self.table(value)).unwrap_or_default() {
            self.code(&mut locked, &mut places, key, value);
        }
        let rows = locked.shape.entries.iter().enumerate();
        let rows: HashMap<String, usize> = rows.map(|(row, entry)| (entry.code().to_string(), row)).collect();
        for (key, value) in find("constants").map(|value| self.table(value)).unwrap_or_default() {
            self.constant(&mut locked, &rows, key, value);
        }
        for (key, value) in find("ranges").map(|value| self.table(value)).unwrap_or_default() {
            self.range(&mut locked, key, value);
        }
        for (key, _) in &table {
            if !["code_type", "columns", "values", "codes", "constants", "ranges"].contains(&key.get_ref().as_ref()) {
                self.unknown(key);
            }
        }
        self.distinct(&locked);
        Some(locked)
    }

    fn column(&mut self, accessor: &Key<'_>, value: &Toml<'_>, values: &[Pair<'_, '_>]) -> Option<Column> {
        let (accessor, span) = (accessor.get_ref().as_ref(), accessor.span());
        let role = match accessor {
            "code" => Role::Code,
            "name" => Role::Name,
            "description" => Role::Description,
            _ => Role::Other,
        };
        if lower_snake(accessor).as_deref() != Some(accessor)
            || ["self", "super", "crate"].contains(&accessor)
            || (role == Role::Other && is_own(accessor))
        {
            self.fault(span, format!("`{}` cannot be the method of a column", printable(accessor)));
            return None;
        }
        let mut column = Column {
            default: None,
            from: None,
            header: String::new(),
            role,
            accessor: accessor.to_owned(),
            content: Content::Text,
            optional: false,
        };
        for (key, value) in self.table(value) {
            match key.get_ref().as_ref() {
                "header" => column.header = self.text(value)?,
                "optional" => column.optional = value.get_ref().as_bool() == Some(true),
                "type" => {
                    let text = self.text(value)?;
                    column.content = match CodeType::named(&text) {
                        Some(CodeType::Text) => Content::Text,
                        Some(integer) => Content::Integer(integer),
                        None if text == "boolean" => Content::Boolean,
                        None => Content::Category(Category {
                            name: self.identifier(&text, value.span())?,
                            values: self.values(values),
                        }),
                    };
                }
                _ => self.unknown(key),
            }
        }
        Some(column)
    }

    fn values(&mut self, values: &[Pair<'_, '_>]) -> Vec<CategoryValue> {
        let value = |&(key, value): &Pair<'_, '_>| {
            let variant = self.identifier(key.get_ref(), key.span())?;
            Some(CategoryValue { variant, text: self.text(value)? })
        };
        values.iter().filter_map(value).collect()
    }

    /// One line of `codes`. Where the row of a code stands, of those that are gone and of the others, is kept in `places`.
    fn code(
        &mut self,
        locked: &mut LockedEnum,
        places: &mut HashMap<(bool, Code), usize>,
        key: &Key<'_>,
        value: &Toml<'_>,
    ) {
        let Some(code) = self.number(key.get_ref(), key.span(), locked.shape.code_type) else { return };
        let (mut variant, mut name, mut description, mut first) = (None, None, None, None);
        let mut fact = Fact { since: String::new(), removed: None, span: self.line(key.span()) };
        let mut retired = false;
        for (key, value) in self.table(value) {
            match key.get_ref().as_ref() {
                "variant" => variant = self.text(value).and_then(|text| self.identifier(&text, value.span())),
                "name" => name = self.text(value),
                "description" => description = self.text(value),
                "since" => fact.since = self.text(value).unwrap_or_default(),
                "retired" => retired = value.get_ref().as_bool() == Some(true),
                "removed" => fact.removed = self.text(value),
                "of" => {
                    let text = self.text(value).unwrap_or_default();
                    first = self.number(&text, value.span(), locked.shape.code_type);
                }
                _ => self.unknown(key),
            }
        }
        let Some(variant) = variant else {
            self.fault(key.span(), format!("code {code} has no `variant` in the lock"));
            return;
        };
        let cell = |column: &Column| match column.role {
            Role::Name => name.clone().map_or(Value::Empty, Value::Text),
            Role::Description => description.clone().map_or(Value::Empty, Value::Text),
            Role::Code | Role::Other => Value::Empty,
        };
        let cells = locked.shape.columns.iter().map(cell).collect();
        let place = (fact.removed.is_some(), first.clone().unwrap_or_else(|| code.clone()));
        let entries = if fact.removed.is_some() { &mut locked.removed } else { &mut locked.shape.entries };
        locked.facts.insert(code.clone(), fact);
        let row = Entry { codes: vec![place.1.clone()], variant, cells, marks: Vec::new(), retired, rows: Vec::new() };
        let at = *places.entry(place).or_insert(entries.len());
        match (entries.get_mut(at), first) {
            (None, None) => entries.push(row),
            (None, Some(_)) => entries.push(Entry { codes: [row.codes.as_slice(), &[code]].concat(), ..row }),
            (Some(entry), Some(_)) => entry.codes.push(code),
            // Codes that share a row stand where they sort, which may be before the one that has its texts.
            (Some(entry), None) => *entry = Entry { codes: std::mem::take(&mut entry.codes), ..row },
        }
    }

    fn constant(&mut self, locked: &mut LockedEnum, rows: &HashMap<String, usize>, key: &Key<'_>, value: &Toml<'_>) {
        let name = key.get_ref().to_string();
        let code = self.text(value).unwrap_or_default();
        locked.lines.insert(name.clone(), self.line(key.span()));
        match rows.get(&code) {
            Some(&entry) => {
                locked.shape.aliases.push(Alias { name, entry, text: String::new(), row: RowId::default() });
            }
            None => self.fault(value.span(), format!("no code of the lock is `{code}`")),
        }
    }

    fn range(&mut self, locked: &mut LockedEnum, key: &Key<'_>, value: &Toml<'_>) {
        let ends =
            key.get_ref().split_once("..=").and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
        let text = self.text(value).unwrap_or_default();
        locked.lines.insert(key.get_ref().to_string(), self.line(key.span()));
        match ends {
            Some((first, last)) => locked.shape.ranges.push(CodeRange { first, last, text, rows: Vec::new() }),
            None => self.fault(key.span(), format!("`{}` is no range: write 1000..=1999", key.get_ref())),
        }
    }

    /// Two branches may each have named a new code alike, or one of them has lost the code that others share a row with.
    fn distinct(&mut self, locked: &LockedEnum) {
        let mut seen = BTreeSet::new();
        for entry in &locked.shape.entries {
            let Some(fact) = entry.codes.iter().find_map(|code| locked.facts.get(code)) else { continue };
            if !locked.facts.contains_key(entry.code()) {
                self.fault(
                    fact.span.clone(),
                    format!("the lock has no code {}, whose row this one shares", entry.code()),
                );
            }
            if !seen.insert(&entry.variant) {
                let span = fact.span.clone();
                self.fault(span, format!("the variant `{}` stands twice in the lock", entry.variant));
            }
        }
    }

    fn number(&mut self, text: &str, span: Range<usize>, code_type: CodeType) -> Option<Code> {
        let code = match code_type {
            CodeType::Text => Some(Code::Text(text.to_owned())),
            _ => text.parse().ok().map(Code::Integer),
        };
        if code.is_none() {
            self.fault(span, format!("`{text}` is no code of type {}", code_type.as_str()));
        }
        code
    }

    fn identifier(&mut self, text: &str, span: Range<usize>) -> Option<String> {
        if is_variant_name(text) {
            return Some(text.to_owned());
        }
        self.fault(span, format!("`{}` cannot be a name in Rust", printable(text)));
        None
    }

    fn text(&mut self, value: &Toml<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.fault(value.span(), format!("a string belongs here, not this {}", value.get_ref().type_str()));
        }
        text
    }

    /// The pairs of a table, in the order of the file.
    fn table<'t, 'i>(&mut self, value: &'t Toml<'i>) -> Vec<Pair<'t, 'i>> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span(), format!("a table belongs here, not this {}", value.get_ref().type_str()));
            return Vec::new();
        };
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        pairs
    }

    fn unknown(&mut self, key: &Key<'_>) {
        self.fault(key.span(), format!("this errtable knows no key `{}` of a lock", key.get_ref()));
    }

    fn line(&self, span: Range<usize>) -> Range<usize> {
        self.source.line_span(self.source.line(span.start))
    }
}
