//! A lock file to a [`Lock`].

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::pieces::{self, Pieces};
use super::released::{
    BOOLEAN, ReleasedCode, ReleasedColumn, ReleasedConstant, ReleasedContent, ReleasedEnum, ReleasedRange, ReleasedRow,
    ReleasedType, ReleasedValue, Unreleased,
};
use super::twice::Lines;
use super::{FORMAT, FORMAT_1, Lock};
use crate::catalog::identifier::{is_variant_name, lower_snake};
use crate::catalog::reserved::is_own;
use crate::catalog::{Code, CodeType, Impl, Role};
use crate::finding::{Finding, Findings, Rule};
use crate::text::{ConflictMarker, Source, limits, printable};

type Toml<'t> = Spanned<DeValue<'t>>;
type Key<'t> = Spanned<Cow<'t, str>>;
type Pair<'t, 'i> = (&'t Key<'i>, &'t Toml<'i>);

/// Reads a lock. What is wrong becomes a finding; what is right counts, so that names hold even then.
pub(crate) fn read(source: &Arc<Source>, spec: &str, findings: &mut Findings) -> Lock {
    let mut lock = Lock::empty(Arc::clone(source));
    if let Some(what) = limits::toml_exceeded(source.text()) {
        findings.push(Finding::error(Rule::TooLarge, source, 0..0, format!("the lock {what}")).help(limits::REMEDY));
        lock.is_whole = false;
        return lock;
    }
    let conflict = conflict(source, spec);
    if let Some((mut lock, told)) = conflict.is_none().then(|| read_pieces(source, spec, pieces::LINES)).flatten() {
        lock.is_whole = told.is_empty();
        findings.extend(told);
        return lock;
    }
    let text = match conflict {
        Some(_) => Cow::Owned(without_markers(source.text())),
        None => Cow::Borrowed(source.text()),
    };
    let mut reader = LockReader::new(source, spec, None);
    let (table, errors) = DeTable::parse_recoverable(&text);
    // Keys that stand twice, each with the first line that has it.
    let is_twice = |error: &toml::de::Error| error.message() == "duplicate key";
    let lines = errors.iter().any(is_twice).then(|| Lines::of(source));
    let (mut conflict, mut is_told) = (conflict, false);
    for error in errors {
        let twice = lines.as_ref().filter(|_| is_twice(&error));
        if let Some(twice) = twice.and_then(|lines| lines.twice(&error.span()?)) {
            // Of the codes that both sides of a conflict took, the first is shown.
            if twice.is_one_number_of_two_rows() && !is_told {
                conflict = conflict.map(|conflict| twice.in_conflict(conflict, spec));
                is_told = true;
            }
            reader.findings.push(twice.finding(spec));
            continue;
        }
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
    lock
}

/// Reads a lock of many codes piece by piece. `None` where it has few, or must be read whole to say what is wrong with it.
fn read_pieces(source: &Arc<Source>, spec: &str, lines: usize) -> Option<(Lock, Vec<Finding>)> {
    let pieces = Pieces::of(source.text(), lines)?;
    let rest = pieces.rest.clone();
    let (table, errors) = DeTable::parse_recoverable(&rest);
    let mut lock = Lock::empty(Arc::clone(source));
    let mut reader = LockReader::new(source, spec, Some(pieces));
    reader.lock(&mut lock, table.get_ref());
    let is_read = errors.is_empty() && !reader.is_cut_wrongly && !reader.pieces.is_some_and(|pieces| pieces.are_left());
    is_read.then_some((lock, reader.findings))
}

/// The finding for conflict markers: one for all of them.
fn conflict(source: &Arc<Source>, spec: &str) -> Option<Finding> {
    let lines = source.text().lines().enumerate();
    let mut markers =
        lines.filter(|(_, line)| ConflictMarker::of(line).is_some()).map(|(number, _)| source.line_span(number + 1));
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
        .map(|line| match ConflictMarker::of(line.trim_end()) {
            Some(_) => line.replace(|c| c != '\n', " "),
            None => line.to_owned(),
        })
        .collect()
}

struct LockReader<'a> {
    source: &'a Arc<Source>,
    spec: &'a str,
    findings: Vec<Finding>,
    /// The lines of codes that are read by themselves.
    pieces: Option<Pieces<'a>>,
    /// Where the piece begins that is read now.
    offset: usize,
    /// A piece cannot be read by itself.
    is_cut_wrongly: bool,
}

impl<'a> LockReader<'a> {
    fn new(source: &'a Arc<Source>, spec: &'a str, pieces: Option<Pieces<'a>>) -> Self {
        LockReader { source, spec, findings: Vec::new(), pieces, offset: 0, is_cut_wrongly: false }
    }

    fn fault(&mut self, span: Range<usize>, message: impl Into<String>) {
        let help = format!("bring the lock back from version control, then: errtable lock {}", self.spec);
        let span = span.start + self.offset..span.end + self.offset;
        self.findings.push(Finding::error(Rule::LockSyntax, self.source, span, message).help(help));
    }

    fn lock(&mut self, lock: &mut Lock, table: &DeTable<'_>) {
        let mut format = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "format" => format = self.text(value).map(|text| (text, value.span())),
                "released" => lock.released = self.text(value),
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
            Some((format, span)) if ![FORMAT, FORMAT_1].contains(&format.as_str()) => {
                self.fault(span, format!("this lock is of the form `{format}`, and this errtable knows `{FORMAT}`"));
            }
            Some((format, _)) if format == FORMAT_1 => lock.released = latest(lock),
            None if self.findings.is_empty() => {
                self.fault(0..0, format!("the lock does not begin with `format = \"{FORMAT}\"`"));
            }
            _ => {}
        }
        lock.enums.sort_by(|a, b| a.name.cmp(&b.name));
    }

    fn enumeration(&mut self, key: &Key<'_>, value: &Toml<'_>) -> Option<ReleasedEnum> {
        let name = self.identifier(key.get_ref(), key.span())?;
        let table = self.table(value);
        let find = |wanted: &str| table.iter().find(|(key, _)| key.get_ref() == wanted).map(|(_, value)| *value);
        let code_type = find("code_type").and_then(|value| self.text(value));
        let code_type = code_type.as_deref().and_then(CodeType::named).unwrap_or_else(|| {
            self.fault(key.span(), format!("the enum `{name}` has no `code_type` that is known"));
            CodeType::U32
        });
        let columns = self.columns(find("columns"), find("values"));
        let (rows, removed) = self.rows(&name, find("codes"), code_type, &columns);
        let constants = self.constants(find("constants"), &rows);
        let ranges = self.ranges(find("ranges"));
        let mut of_type = ReleasedType::default();
        for (key, value) in &table {
            let known = ["code_type", "since", "former_headers", "columns", "values", "codes", "constants", "ranges"];
            if !known.contains(&key.get_ref().as_ref()) && !self.of_type(&mut of_type, key, value) {
                self.unknown(key);
            }
        }
        let former_headers = find("former_headers").map(|value| self.texts(value)).unwrap_or_default();
        let since = find("since").and_then(|value| self.text(value)).unwrap_or_default();
        let place = self.line(find("code_type").map_or(key.span(), Spanned::span));
        let released = ReleasedEnum {
            name,
            code_type,
            of_type,
            columns,
            rows,
            removed,
            constants,
            ranges,
            former_headers,
            since,
            place,
        };
        self.distinct(&released);
        Some(released)
    }

    /// Takes a key that says what is public of a type; whether it is one.
    fn of_type(&mut self, of_type: &mut ReleasedType, key: &Key<'_>, value: &Toml<'_>) -> bool {
        match key.get_ref().as_ref() {
            "derive" => of_type.derives = self.texts(value),
            "non_exhaustive" => of_type.exhaustive = value.get_ref().as_bool() == Some(false),
            "without" => {
                for name in self.texts(value) {
                    match Impl::named(&name) {
                        Some(of) => of_type.without.push(of),
                        None => self.fault(value.span(), format!("no type can be without `{}`", printable(&name))),
                    }
                }
            }
            "unreleased" => of_type.unreleased = self.texts(value),
            _ => return false,
        }
        true
    }

    fn columns(&mut self, columns: Option<&Toml<'_>>, values: Option<&Toml<'_>>) -> Vec<ReleasedColumn> {
        let values = self.optional_table(values);
        let values: HashMap<_, _> = values.into_iter().map(|(key, value)| (key.get_ref(), value)).collect();
        let mut read = Vec::new();
        for (key, value) in self.optional_table(columns) {
            let values = self.optional_table(values.get(key.get_ref()).copied());
            read.extend(self.column(key, value, &values));
        }
        read
    }

    fn column(&mut self, key: &Key<'_>, value: &Toml<'_>, values: &[Pair<'_, '_>]) -> Option<ReleasedColumn> {
        let accessor = key.get_ref().as_ref();
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
            self.fault(key.span(), format!("`{}` cannot be the method of a column", printable(accessor)));
            return None;
        }
        let mut column = ReleasedColumn {
            accessor: accessor.to_owned(),
            header: String::new(),
            role,
            content: ReleasedContent::Text,
            of_type: ReleasedType::default(),
            optional: false,
            default: None,
            since: String::new(),
            place: self.line(key.span()),
        };
        let mut is_set = false;
        for (key, value) in self.table(value) {
            match key.get_ref().as_ref() {
                "set" => is_set = value.get_ref().as_bool() == Some(true),
                "header" => column.header = self.text(value)?,
                "optional" => column.optional = value.get_ref().as_bool() == Some(true),
                "default" => column.default = self.text(value),
                "since" => column.since = self.text(value)?,
                "type" => column.content = self.content(value, values)?,
                _ if self.of_type(&mut column.of_type, key, value) => {}
                _ => self.unknown(key),
            }
        }
        if let (true, ReleasedContent::Category { name, values }) = (is_set, &mut column.content) {
            column.content = ReleasedContent::Categories { name: std::mem::take(name), values: std::mem::take(values) };
        }
        Some(column)
    }

    fn content(&mut self, value: &Toml<'_>, values: &[Pair<'_, '_>]) -> Option<ReleasedContent> {
        let text = self.text(value)?;
        Some(match CodeType::named(&text) {
            Some(CodeType::Text) => ReleasedContent::Text,
            Some(integer) => ReleasedContent::Integer(integer),
            None if text == BOOLEAN => ReleasedContent::Boolean,
            None => ReleasedContent::Category {
                name: self.identifier(&text, value.span())?,
                values: values.iter().filter_map(|(key, value)| self.value(key, value)).collect(),
            },
        })
    }

    fn value(&mut self, key: &Key<'_>, value: &Toml<'_>) -> Option<ReleasedValue> {
        let variant = self.identifier(key.get_ref(), key.span())?;
        let (mut text, mut first, mut since, mut removed) = (None, None, String::new(), None);
        if value.get_ref().as_str().is_some() {
            // The form before had the text alone.
            text = self.text(value);
        } else {
            for (key, value) in self.table(value) {
                match key.get_ref().as_ref() {
                    "text" => text = self.text(value),
                    "first" => first = self.text(value),
                    "since" => since = self.text(value).unwrap_or_default(),
                    "removed" => removed = self.text(value),
                    _ => self.unknown(key),
                }
            }
        }
        let Some(text) = text else {
            self.fault(key.span(), format!("the value `{variant}` has no `text` in the lock"));
            return None;
        };
        Some(ReleasedValue { variant, text, first, since, removed, place: self.line(key.span()) })
    }

    /// The lines of `codes`: the rows that are in use, and those that are removed.
    fn rows(
        &mut self,
        name: &str,
        codes: Option<&Toml<'_>>,
        code_type: CodeType,
        columns: &[ReleasedColumn],
    ) -> (Vec<ReleasedRow>, Vec<ReleasedRow>) {
        let (mut rows, mut removed) = (Rows::default(), Rows::default());
        let has = |role: Role| columns.iter().any(|column| column.role == role);
        let mut add = |mut row: ReleasedRow| {
            // A text without a column says nothing that could be compared.
            row.name = row.name.filter(|_| has(Role::Name));
            row.description = row.description.filter(|_| has(Role::Description));
            let is_removed = row.codes.iter().any(|code| code.removed.is_some());
            if is_removed { &mut removed } else { &mut rows }.add(row);
        };
        for (key, value) in self.optional_table(codes) {
            self.row(key, value, code_type).map(&mut add);
        }
        let (text, mut known) = (self.source.text(), HashSet::new());
        for piece in self.pieces.as_mut().map(|pieces| pieces.take(name)).unwrap_or_default() {
            let (table, errors) = DeTable::parse_recoverable(&text[piece.clone()]);
            self.offset = piece.start;
            for (key, value) in pairs(table.get_ref()) {
                self.is_cut_wrongly |= !known.insert(key.get_ref().to_string());
                self.row(key, value, code_type).map(&mut add);
            }
            self.offset = 0;
            self.is_cut_wrongly |= !errors.is_empty();
        }
        (rows.rows, removed.rows)
    }

    /// One line of `codes`, as a row with that code alone.
    fn row(&mut self, key: &Key<'_>, value: &Toml<'_>, code_type: CodeType) -> Option<ReleasedRow> {
        let code = self.number(key.get_ref(), key.span(), code_type)?;
        let mut released = ReleasedCode { code, since: String::new(), removed: None, place: self.line(key.span()) };
        let (mut variant, mut first) = (None, None);
        let mut row = ReleasedRow {
            first: released.code.clone(),
            codes: Vec::new(),
            variant: String::new(),
            name: None,
            description: None,
            former_names: Vec::new(),
            first_description: None,
            values: BTreeMap::new(),
            retired: None,
            unreleased: Unreleased::default(),
        };
        for (key, value) in self.table(value) {
            match key.get_ref().as_ref() {
                "variant" => variant = self.text(value).and_then(|text| self.identifier(&text, value.span())),
                "name" => row.name = self.text(value),
                "former_names" => row.former_names = self.texts(value),
                "description" => row.description = self.text(value),
                "first_description" => row.first_description = self.text(value),
                "values" => {
                    for (column, value) in self.table(value) {
                        row.values.insert(column.get_ref().to_string(), self.texts(value));
                    }
                }
                "since" => released.since = self.text(value).unwrap_or_default(),
                // The form before knows no release in which a code was struck out.
                "retired" if value.get_ref().as_bool() == Some(true) => row.retired = Some(String::new()),
                "retired" => row.retired = self.text(value),
                "unreleased" => {
                    let texts = self.texts(value);
                    let has = |text: &str| texts.iter().any(|of| of == text);
                    row.unreleased = Unreleased { name: has("name"), description: has("description") };
                }
                "removed" => released.removed = self.text(value),
                "of" => {
                    let text = self.text(value).unwrap_or_default();
                    first = self.number(&text, value.span(), code_type);
                }
                _ => self.unknown(key),
            }
        }
        let Some(variant) = variant else {
            self.fault(key.span(), format!("code {} has no `variant` in the lock", released.code));
            return None;
        };
        Some(ReleasedRow { first: first.unwrap_or(row.first), codes: vec![released], variant, ..row })
    }

    fn constants(&mut self, constants: Option<&Toml<'_>>, rows: &[ReleasedRow]) -> Vec<ReleasedConstant> {
        let codes: HashMap<String, &Code> = rows.iter().map(|row| (row.first.to_string(), &row.first)).collect();
        let mut read = Vec::new();
        for (key, value) in self.optional_table(constants) {
            let (code, since) = self.item(value, "code");
            match codes.get(&code) {
                Some(&code) => read.push(ReleasedConstant {
                    name: key.get_ref().to_string(),
                    code: code.clone(),
                    since,
                    place: self.line(key.span()),
                }),
                None => self.fault(value.span(), format!("no code of the lock is `{code}`")),
            }
        }
        read
    }

    fn ranges(&mut self, ranges: Option<&Toml<'_>>) -> Vec<ReleasedRange> {
        let mut read = Vec::new();
        for (key, value) in self.optional_table(ranges) {
            let ends = key.get_ref().split_once("..=");
            let ends = ends.and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
            let (text, since) = self.item(value, "text");
            match ends {
                Some((first, last)) => {
                    read.push(ReleasedRange { first, last, text, since, place: self.line(key.span()) });
                }
                None => self.fault(key.span(), format!("`{}` is no range: write 1000..=1999", key.get_ref())),
            }
        }
        read
    }

    /// What stands under one key of a constant or a range, and the release that had it first. The form before had the former
    /// alone.
    fn item(&mut self, value: &Toml<'_>, wanted: &str) -> (String, String) {
        let (mut said, mut since) = (String::new(), String::new());
        if value.get_ref().as_table().is_none() {
            return (self.text(value).unwrap_or_default(), since);
        }
        for (key, value) in self.table(value) {
            match key.get_ref().as_ref() {
                "since" => since = self.text(value).unwrap_or_default(),
                key if key == wanted => said = self.text(value).unwrap_or_default(),
                _ => self.unknown(key),
            }
        }
        (said, since)
    }

    /// Two branches may each have named a new code alike, or one of them has lost the code that others share a row with.
    fn distinct(&mut self, released: &ReleasedEnum) {
        let known: HashSet<&Code> = released.codes().map(|(code, _)| &code.code).collect();
        let mut seen = HashSet::new();
        for row in &released.rows {
            let place = &row.codes[0].place;
            if !known.contains(&row.first) {
                let message = format!("the lock has no code {}, whose row this one shares", row.first);
                self.fault(place.clone(), message);
            }
            if !seen.insert(&row.variant) {
                self.fault(place.clone(), format!("the variant `{}` stands twice in the lock", row.variant));
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

    fn texts(&mut self, value: &Toml<'_>) -> Vec<String> {
        let Some(values) = value.get_ref().as_array() else {
            self.fault(value.span(), format!("a list belongs here, not this {}", value.get_ref().type_str()));
            return Vec::new();
        };
        values.iter().filter_map(|value| self.text(value)).collect()
    }

    /// The pairs of a table, in the order of the file.
    fn table<'t, 'i>(&mut self, value: &'t Toml<'i>) -> Vec<Pair<'t, 'i>> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span(), format!("a table belongs here, not this {}", value.get_ref().type_str()));
            return Vec::new();
        };
        pairs(table)
    }

    /// The pairs of a table that may be left out.
    fn optional_table<'t, 'i>(&mut self, value: Option<&'t Toml<'i>>) -> Vec<Pair<'t, 'i>> {
        value.map(|value| self.table(value)).unwrap_or_default()
    }

    fn unknown(&mut self, key: &Key<'_>) {
        self.fault(key.span(), format!("this errtable knows no key `{}` of a lock", key.get_ref()));
    }

    fn line(&self, span: Range<usize>) -> Range<usize> {
        self.source.line_span(self.source.line(span.start + self.offset))
    }
}

/// The pairs of a table, in the order of the file.
fn pairs<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Pair<'t, 'i>> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}

/// The latest of the versions that a lock names: the form before says of none that it was the last one.
fn latest(lock: &Lock) -> Option<String> {
    let codes = lock.enums.iter().flat_map(ReleasedEnum::codes);
    let versions = codes.flat_map(|(code, _)| [Some(code.since.as_str()), code.removed.as_deref()]);
    let numbers = |version: &str| -> Option<[u64; 3]> {
        let parts: Option<Vec<_>> = version.split('.').map(|part| part.parse().ok()).collect();
        parts?.try_into().ok()
    };
    let versions = versions.flatten().chain(lock.accepted.keys().map(String::as_str));
    let latest = versions.filter_map(|version| Some((numbers(version)?, version))).max()?;
    Some(latest.1.to_owned())
}

/// Rows, put together of lines that have one code each.
#[derive(Default)]
struct Rows {
    rows: Vec<ReleasedRow>,
    /// Where the row of each first code stands.
    places: HashMap<Code, usize>,
}

impl Rows {
    /// Takes a line. Codes that share a row stand where they sort, which may be before the one that has its texts.
    fn add(&mut self, line: ReleasedRow) {
        let at = *self.places.entry(line.first.clone()).or_insert(self.rows.len());
        let has_texts = line.codes[0].code == line.first;
        match self.rows.get_mut(at) {
            None => self.rows.push(line),
            Some(row) if has_texts => {
                let shared = std::mem::take(&mut row.codes);
                *row = line;
                row.codes.extend(shared);
            }
            Some(row) => row.codes.extend(line.codes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"format = "errtable-lock/2"
[enum.ErrorCode]
code_type = "u32"
[enum.ErrorCode.columns]
code = { header = "Error code" }
name = { header = "Name" }
[enum.ErrorCode.codes]
3 = { variant = "LidOpen", of = "5", since = "1.1.0" }
4 = { variant = "NoInk", name = "no ink", since = "1.0.0", removed = "2.0.0" }
5 = { variant = "LidOpen", name = "lid open", description = "says nothing", since = "1.0.0", retired = true }
6 = { variant = "LidOpen", of = "5", since = "1.0.0", removed = "2.0.0" }
[enum.ErrorCode.constants]
LID_AJAR = "5"
"#;

    fn codes(rows: &[ReleasedRow]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.codes.iter().map(|released| released.code.to_string()).collect()).collect()
    }

    #[test]
    fn lines_of_codes_that_share_a_row_make_one() {
        let source = Arc::new(Source::new("x.lock", LOCK));
        let mut findings = Findings::default();
        let lock = read(&source, "x.md", &mut findings);
        assert!(lock.is_whole && findings.is_empty());
        let released = &lock.enums[0];
        assert_eq!(codes(&released.rows), [["5", "3"]]);
        assert_eq!(codes(&released.removed), [["4"], ["6"]]);
        let row = &released.rows[0];
        assert_eq!((row.name.as_deref(), row.retired.clone()), (Some("lid open"), Some(String::new())));
        assert_eq!(row.description, None, "there is no such column");
        assert_eq!(released.constants[0].code, row.first);
        let lines = row.codes.iter().map(|code| &LOCK[code.place.clone()]).collect::<Vec<_>>();
        assert!(lines[0].starts_with("5 = ") && lines[1].starts_with("3 = "), "{lines:?}");
    }

    #[test]
    fn pieces_say_what_the_whole_says() {
        let whole = |source: &Arc<Source>| {
            let mut findings = Findings::default();
            let lock = read(source, "x.md", &mut findings);
            (format!("{:?}", lock.enums), format!("{findings:?}"))
        };
        let mut read_by_pieces = 0;
        // The lines of the lock, each changed in turn to what only a look at the whole can judge, or to a fault of its own.
        let changes = [
            "",
            "5 = 1",
            "5 = { variant = \"A\", x = 1 }",
            "5.variant = \"A\"",
            "a = [",
            "]",
            "\"\"\"",
            "[enum.B]",
            " [x]",
        ];
        let lines: Vec<_> = LOCK.lines().collect();
        for (number, change) in (0..=lines.len()).flat_map(|number| changes.map(|change| (number, change))) {
            let mut lines = lines.clone();
            lines.insert(number, change);
            let source = Arc::new(Source::new("x.lock", lines.join("\n")));
            let (lock, findings) = whole(&source);
            for size in 1..=3 {
                let Some((pieces, told)) = read_pieces(&source, "x.md", size) else { continue };
                assert_eq!(format!("{:?}", pieces.enums), lock, "{size}: {lines:#?}");
                let mut in_order = Findings::default();
                in_order.extend(told);
                assert_eq!(format!("{in_order:?}"), findings, "{size}: {lines:#?}");
                read_by_pieces += 1;
            }
        }
        assert!(read_by_pieces > 100, "{read_by_pieces}");
    }
}
