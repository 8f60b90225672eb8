//! Settings of a directive as edits: each goes where TOML has it mean what is meant, and all that stands there stays.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use toml::de::{DeTable, DeValue};

use super::edit::Edit;
use crate::finding::place::Place;
use crate::text::{
    HTML_COMMENT, MDX_COMMENT, Source, is_quotation, printable, quotation, toml_key, toml_string, without_quotation,
};

/// Where the directive of a table stands, or would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveSite {
    /// The file.
    pub source: Arc<Source>,
    /// Where the first line of the table begins.
    pub table: usize,
    /// What stands before the table on that line, with blanks for all but the marks of quotations.
    pub prefix: String,
    /// The TOML of the directive that governs the table alone, if there is one.
    pub toml: Option<Arc<DirectiveToml>>,
}

/// The TOML of a directive. Findings share it, so that it is read once, and only if one of them is shown.
#[derive(Debug)]
pub struct DirectiveToml {
    span: Range<usize>,
    /// Whether not all of it is TOML, so that nobody knows what another line of it would mean.
    pub(super) is_broken: bool,
    layout: OnceLock<Layout>,
}

impl DirectiveToml {
    /// The TOML at some bytes of a file.
    pub(crate) fn new(span: Range<usize>, is_broken: bool) -> Self {
        DirectiveToml { span, is_broken, layout: OnceLock::new() }
    }
}

impl PartialEq for DirectiveToml {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span
    }
}

impl Eq for DirectiveToml {}

impl DirectiveSite {
    /// A comment of one line above the table.
    pub(super) fn comment(&self, words: &str) -> Edit {
        let (open, close) = self.source.comment_marks();
        let text = format!("{}{open} {words} {close}{}", self.prefix, self.source.line_end());
        Edit { place: Place::new(&self.source, self.table..self.table), text }
    }
}

/// What is to be said in one directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where.
    pub site: DirectiveSite,
    /// Its lines, each with the words behind it as a comment; no words, no comment.
    pub lines: Vec<(Setting, String)>,
}

/// A key of a directive with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key, after the keys of the tables that it stands in: `columns`, `Feedback API`, `as`.
    pub path: Vec<String>,
    /// What it is set to.
    pub value: Given,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A value as TOML writes it, in the place of any other.
    Value(String),
    /// A text that joins those that the key has.
    Also(String),
}

impl Setting {
    /// A key of the directive itself, with a value as TOML writes it.
    pub fn new(key: &str, value: impl Into<String>) -> Self {
        Setting { path: vec![key.to_owned()], value: Given::Value(value.into()) }
    }

    /// A text that joins those of a key whose values are a list.
    pub(crate) fn also(key: &str, text: &str) -> Self {
        Setting { path: vec![key.to_owned()], value: Given::Also(text.to_owned()) }
    }

    /// A key of a column, with a value as TOML writes it.
    pub fn column(column: &str, key: &str, value: impl Into<String>) -> Self {
        let path = ["columns", column, key].map(str::to_owned).into();
        Setting { path, value: Given::Value(value.into()) }
    }

    /// The variant of a value of a category.
    pub(crate) fn value_variant(column: &str, text: &str, variant: &str) -> Self {
        let path = ["columns", column, "variants", text].map(str::to_owned).into();
        Setting { path, value: Given::Value(toml_string(variant)) }
    }

    /// The values that a text of a cell stands for.
    pub(crate) fn set(column: &str, text: &str, values: &[&str]) -> Self {
        let path = ["columns", column, "sets", text].map(str::to_owned).into();
        let values: Vec<_> = values.iter().map(|value| toml_string(value)).collect();
        Setting { path, value: Given::Value(format!("[{}]", values.join(", "))) }
    }

    /// The last key with its value, as TOML writes it.
    pub(crate) fn shown(&self) -> String {
        self.line(1)
    }

    /// The variant of a code.
    pub fn variant(code: &str, variant: &str) -> Self {
        Setting { path: ["variants", code].map(str::to_owned).into(), value: Given::Value(toml_string(variant)) }
    }

    fn section(&self) -> &[String] {
        &self.path[..self.path.len().saturating_sub(1)]
    }

    /// `key = value`, with the last `keys` parts of the path.
    fn line(&self, keys: usize) -> String {
        let value = match &self.value {
            Given::Value(value) => value.clone(),
            Given::Also(text) => format!("[{}]", toml_string(text)),
        };
        format!("{} = {value}", dotted(&self.path[self.path.len() - keys..]))
    }
}

fn dotted(path: &[String]) -> String {
    path.iter().map(|key| toml_key(key)).collect::<Vec<_>>().join(".")
}

impl Settings {
    /// Settings without a comment.
    pub fn new(site: DirectiveSite, settings: impl IntoIterator<Item = Setting>) -> Self {
        Settings { site, lines: settings.into_iter().map(|setting| (setting, String::new())).collect() }
    }

    /// Takes over those of another for the same directive. What is said already stays.
    pub fn merge(&mut self, other: Settings) {
        for line in other.lines {
            let is_said = |(known, _): &(Setting, String)| {
                known.path == line.0.path && (known.value == line.0.value || matches!(known.value, Given::Value(_)))
            };
            if !self.lines.iter().any(is_said) {
                self.lines.push(line);
            }
        }
    }

    /// The edits that write them.
    pub(super) fn edits(&self) -> Vec<Edit> {
        match &self.site.toml {
            None => vec![self.directive()],
            Some(toml) => {
                let layout = toml.layout.get_or_init(|| Layout::read(&self.site.source, toml.span.clone()));
                Body { source: &self.site.source, span: toml.span.clone(), layout }.with(self)
            }
        }
    }

    /// A directive of its own above the table.
    fn directive(&self) -> Edit {
        let site = &self.site;
        let line_end = site.source.line_end();
        let (open, close) = site.source.comment_marks();
        let mut lines = vec![format!("{open} errtable")];
        lines.extend(toml_lines(&self.lines));
        lines.push(close.to_owned());
        let text = lines.iter().map(|line| format!("{}{line}{line_end}", site.prefix)).collect();
        Edit { place: Place::new(&site.source, site.table..site.table), text }
    }
}

/// Settings as lines of TOML. Those of the directive itself come first: below a `[section]` they would belong to it.
fn toml_lines(settings: &[(Setting, String)]) -> Vec<String> {
    let mut sections: BTreeMap<&[String], Vec<String>> = BTreeMap::new();
    for (setting, why) in joined(settings) {
        sections.entry(setting.0.section()).or_default().push(format!("{}{}", setting.1, comment(why)));
    }
    let mut lines = Vec::new();
    for (section, said) in sections {
        lines.extend((!section.is_empty()).then(|| format!("[{}]", dotted(section))));
        lines.extend(said);
    }
    lines
}

/// Each key once, with its line and its words: the texts of a list stand together.
fn joined(settings: &[(Setting, String)]) -> Vec<((&Setting, String), &str)> {
    let mut lines: Vec<((&Setting, String), &str)> = Vec::new();
    let mut places: HashMap<&[String], usize> = HashMap::new();
    for (setting, why) in settings {
        let place = *places.entry(&setting.path).or_insert(lines.len());
        match (lines.get_mut(place), &setting.value) {
            (Some(((_, line), _)), Given::Also(text)) => {
                line.pop();
                line.push_str(&format!(", {}]", toml_string(text)));
            }
            (Some(_), Given::Value(_)) => {}
            (None, _) => lines.push(((setting, setting.line(1)), why)),
        }
    }
    lines
}

fn comment(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(" # {}", printable(why)) }
}

/// Where the parts of a directive stand.
#[derive(Debug)]
struct Layout {
    /// Each key and each table, by its path, with the place of its value.
    values: BTreeMap<Vec<String>, Range<usize>>,
    /// The sections in order, each with its path: first that of the directive itself, whose path is empty.
    sections: Vec<(Vec<String>, Range<usize>)>,
}

/// The TOML of a directive, with the places where more of it can go.
struct Body<'a> {
    source: &'a Arc<Source>,
    span: Range<usize>,
    layout: &'a Layout,
}

impl Layout {
    fn read(source: &Source, span: Range<usize>) -> Self {
        let toml = without_quotation(&source.text()[span.clone()]);
        let (table, _) = DeTable::parse_recoverable(&toml);
        let mut values = BTreeMap::new();
        let mut texts = Vec::new();
        collect(table.get_ref(), &[], span.start, &mut values, &mut texts);
        let mut sections = vec![(Vec::new(), span.clone())];
        let mut at = span.start;
        for line in toml.split_inclusive('\n') {
            // A line of an array or of a long text is no header.
            let is_inside = texts.iter().any(|text| text.start < at && at < text.end);
            if line.trim_start().starts_with('[') && !is_inside {
                sections.last_mut().expect("there is a first section").1.end = at;
                sections.push((header_path(line.trim()), at..span.end));
            }
            at += line.len();
        }
        Layout { values, sections }
    }
}

impl Body<'_> {
    /// How many keys of a path there are, and the place of the value of the last of them.
    fn depth(&self, path: &[String]) -> (usize, Option<Range<usize>>) {
        let depths = (1..=path.len()).rev();
        let known = depths.filter_map(|depth| Some((depth, self.layout.values.get(&path[..depth])?.clone()))).next();
        known.map_or((0, None), |(depth, place)| (depth, Some(place)))
    }

    fn text(&self, span: Range<usize>) -> &str {
        &self.source.text()[span]
    }

    /// The edits that make the directive say the settings, too.
    fn with(&self, settings: &Settings) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut below: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for ((setting, line), why) in joined(&settings.lines) {
            let keys = setting.path.len();
            let (depth, place) = self.depth(&setting.path);
            let replaced = match place {
                Some(place) if depth == keys => Some(self.replaced(settings, setting, place, &line)),
                Some(place) => self.inside(setting, depth, &place),
                None => None,
            };
            if let Some((span, text)) = replaced {
                edits.push(Edit { place: Place::new(self.source, span), text });
                continue;
            }
            // A dotted key can stand beside others of its table, however often; a section must not come twice.
            let sections = (0..keys).rev().filter_map(|depth| Some((depth, self.section(&setting.path[..depth])?)));
            let (depth, section) = sections.into_iter().next().unwrap_or((0, &self.layout.sections[0].1));
            let line = if depth + 1 == keys { line } else { setting.line(keys - depth) };
            below.entry(self.end(section)).or_default().push(format!("{line}{}", comment(why)));
        }
        edits.extend(below.into_iter().map(|(at, lines)| self.below(at, &lines)));
        edits.sort_by_key(|edit| edit.place.span().start);
        edits
    }

    /// Another value for a key that is there.
    fn replaced(
        &self,
        settings: &Settings,
        setting: &Setting,
        place: Range<usize>,
        line: &str,
    ) -> (Range<usize>, String) {
        let value = line.split_once(" = ").map_or(line, |(_, value)| value);
        self.extended(settings, setting, place.clone()).unwrap_or_else(|| (place, value.to_owned()))
    }

    /// A key more in a table that stands in one line, if the table at the place does.
    fn inside(&self, setting: &Setting, depth: usize, place: &Range<usize>) -> Option<(Range<usize>, String)> {
        let inside = self.text(place.clone()).strip_prefix('{')?.strip_suffix('}')?;
        let at = place.start + 1 + inside.trim_end().len();
        let line = setting.line(setting.path.len() - depth);
        Some((at..at, if inside.trim().is_empty() { format!(" {line} ") } else { format!(", {line}") }))
    }

    /// Lines below one that ends at a byte.
    fn below(&self, at: usize, lines: &[String]) -> Edit {
        let (prefix, line_end) = (self.prefix(), self.source.line_end());
        let mut text: String = lines.iter().map(|line| format!("{line_end}{prefix}{line}")).collect();
        let mut span = at..at;
        let rest = self.text(at..self.span.end);
        // What ends the comment stands on a line of its own then.
        if !rest.contains('\n') && rest.trim().is_empty() {
            span.end = self.span.end;
            text.push_str(&format!("{line_end}{prefix}"));
        }
        Edit { place: Place::new(self.source, span), text }
    }

    /// The list at a place with one more text, if the setting adds one.
    fn extended(&self, settings: &Settings, setting: &Setting, place: Range<usize>) -> Option<(Range<usize>, String)> {
        let texts = settings.lines.iter().filter(|(other, _)| other.path == setting.path);
        let texts: Vec<_> = texts
            .filter_map(|(other, _)| match &other.value {
                Given::Also(text) => Some(toml_string(text)),
                Given::Value(_) => None,
            })
            .collect();
        if texts.is_empty() {
            return None;
        }
        let more = texts.join(", ");
        let there = self.text(place.clone());
        let Some(inside) = there.strip_prefix('[').and_then(|list| list.strip_suffix(']')) else {
            return Some((place.clone(), format!("[{there}, {more}]")));
        };
        let filled = inside.trim_end().trim_end_matches(',');
        let comma = if filled.trim().is_empty() { "" } else { ", " };
        let at = place.start + 1 + filled.len();
        Some((at..at, format!("{comma}{more}")))
    }

    fn section(&self, path: &[String]) -> Option<&Range<usize>> {
        self.layout.sections.iter().find(|(known, _)| known == path).map(|(_, span)| span)
    }

    /// Where the last line of a section ends that says something.
    fn end(&self, section: &Range<usize>) -> usize {
        let text = self.text(section.clone());
        section.start + text.trim_end_matches(is_quotation).len()
    }

    /// What stands before the directive on its first line.
    fn prefix(&self) -> String {
        let line = self.source.line_span(self.source.line(self.span.start));
        let before = &self.source.text()[line.start..self.span.start];
        let open = [HTML_COMMENT, MDX_COMMENT].iter().filter_map(|(open, _)| before.find(open)).min();
        let before = open.map_or("", |at| &before[..at]);
        quotation(before)
    }
}

/// Gathers the places of values, and of those that are no tables once more.
fn collect(
    table: &DeTable<'_>,
    path: &[String],
    base: usize,
    values: &mut BTreeMap<Vec<String>, Range<usize>>,
    texts: &mut Vec<Range<usize>>,
) {
    for (key, value) in table {
        let path: Vec<String> = path.iter().cloned().chain([key.get_ref().to_string()]).collect();
        let place = base + value.span().start..base + value.span().end;
        match value.get_ref() {
            DeValue::Table(inner) => collect(inner, &path, base, values, texts),
            _ => texts.push(place.clone()),
        }
        values.insert(path, place);
    }
}

/// The keys of the header of a section.
fn header_path(header: &str) -> Vec<String> {
    let (table, _) = DeTable::parse_recoverable(header);
    let mut path = Vec::new();
    let mut table = table.get_ref();
    while let Some((key, value)) = table.iter().next() {
        path.push(key.get_ref().to_string());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text whose directive says more than it did; its TOML stands between `errtable` and the end of the comment.
    fn with(text: &str, settings: &[Setting]) -> String {
        let source = Arc::new(Source::new("x.md", text));
        let toml = text.find("errtable").map(|at| {
            let start = at + "errtable".len();
            Arc::new(DirectiveToml::new(start..text.find("-->").expect("the comment ends"), false))
        });
        let table = source.line_span(source.line(text.find('|').expect("there is a table"))).start;
        let prefix = text[table..].chars().take_while(|&c| c != '|').collect();
        let site = DirectiveSite { source, table, prefix, toml };
        let mut text = text.to_owned();
        for edit in Settings::new(site, settings.iter().cloned()).edits().into_iter().rev() {
            text.replace_range(edit.place.span(), &edit.text);
        }
        text
    }

    fn merge() -> Setting {
        Setting::new("duplicates", "\"merge\"")
    }

    fn optional() -> Setting {
        Setting::column("Part no", "optional", "true")
    }

    fn lid() -> Setting {
        Setting::variant("7", "Lid")
    }

    #[test]
    fn a_directive_of_its_own() {
        assert_eq!(
            with("> | a |\r\n", &[lid(), merge(), optional(), Setting::also("skip", "x"), Setting::also("skip", "y")]),
            "> <!-- errtable\r\n> duplicates = \"merge\"\r\n> skip = [\"x\", \"y\"]\r\n> [columns.\"Part no\"]\r\n\
             > optional = true\r\n> [variants]\r\n> 7 = \"Lid\"\r\n> -->\r\n> | a |\r\n"
        );
    }

    #[test]
    fn each_setting_goes_where_it_means_what_is_meant() {
        let all = [merge(), lid(), optional()];
        for (toml, expected) in [
            // An empty directive, and one of one line.
            (" ", "\nduplicates = \"merge\"\nvariants.7 = \"Lid\"\ncolumns.\"Part no\".optional = true\n"),
            (
                " name = 2 ",
                " name = 2\nduplicates = \"merge\"\nvariants.7 = \"Lid\"\ncolumns.\"Part no\".optional = true\n",
            ),
            // Keys of the whole table go above the first section, others into theirs.
            (
                "\nname = 2 # why\n\n[variants]\n6 = \"Box\"\n\n[columns.\"Part no\"]\nas = \"text\"\n",
                "\nname = 2 # why\nduplicates = \"merge\"\n\n[variants]\n6 = \"Box\"\n7 = \"Lid\"\n\n\
                 [columns.\"Part no\"]\nas = \"text\"\noptional = true\n",
            ),
            // In the section of a column, its variants are dotted.
            (
                "\n[columns.Other]\nas = \"category\"\n",
                "\nduplicates = \"merge\"\nvariants.7 = \"Lid\"\ncolumns.\"Part no\".optional = true\n\
                 [columns.Other]\nas = \"category\"\nvariants.x = \"X\"\n",
            ),
            // A section of a section is another one.
            (
                "\n[columns.\"Part no\".variants]\nx = \"X\"\n",
                "\nduplicates = \"merge\"\nvariants.7 = \"Lid\"\ncolumns.\"Part no\".optional = true\n\
                 [columns.\"Part no\".variants]\nx = \"X\"\n",
            ),
            // Tables in one line, and dotted keys.
            (
                "\ncolumns = { \"Part no\" = { as = \"text\" } }\nvariants = {}\n",
                "\ncolumns = { \"Part no\" = { as = \"text\", optional = true } }\nvariants = { 7 = \"Lid\" }\n\
                 duplicates = \"merge\"\n",
            ),
            (
                "\ncolumns.\"Part no\".as = \"text\"\nvariants.6 = \"Box\"\n",
                "\ncolumns.\"Part no\".as = \"text\"\nvariants.6 = \"Box\"\nduplicates = \"merge\"\n\
                 variants.7 = \"Lid\"\ncolumns.\"Part no\".optional = true\n",
            ),
            // What is said otherwise is replaced.
            (
                "\nduplicates = \"first\" # old\n[columns.\"Part no\"]\noptional = false\n[variants]\n7 = \"Box\"\n",
                "\nduplicates = \"merge\" # old\n[columns.\"Part no\"]\noptional = true\n[variants]\n7 = \"Lid\"\n",
            ),
        ] {
            let text = |toml: &str| format!("<!-- errtable{toml}-->\n| a |\n");
            let other = toml.contains("Other").then(|| Setting::value_variant("Other", "x", "X"));
            let all: Vec<_> = all.iter().cloned().chain(other).collect();
            let mended = with(&text(toml), &all);
            assert_eq!(mended, text(expected));
            let body = mended.trim_start_matches("<!-- errtable").split("-->").next().expect("there is a body");
            assert!(DeTable::parse(body).is_ok(), "{body}");
        }
    }

    #[test]
    fn texts_join_a_list() {
        let more = [Setting::also("skip", "x"), Setting::also("skip", "y")];
        for (toml, expected) in [
            ("skip = []", "skip = [\"x\", \"y\"]"),
            ("skip = [\"a\", ]", "skip = [\"a\", \"x\", \"y\", ]"),
            ("skip = \"a\"", "skip = [\"a\", \"x\", \"y\"]"),
            ("skip = [\n  \"a\",\n]", "skip = [\n  \"a\", \"x\", \"y\",\n]"),
        ] {
            let text = |toml: &str| format!("<!-- errtable\n{toml}\n-->\n| a |\n");
            assert_eq!(with(&text(toml), &more), text(expected));
        }
    }
}
