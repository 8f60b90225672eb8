//! Columns whose cells hold several values of a category each: what a directive says of how they are parted, and the set
//! that each text of a cell stands for.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Resolve;
use super::categories::{ValueKeys, reworded_in_sets, value_key};
use super::codes::Draft;
use super::columns::setting;
use super::tables::{Chosen, column_key, count};
use crate::catalog::{Category, Value};
use crate::directive::{ColumnOptions, Holds, Spanned};
use crate::finding::{Finding, Fix, Place, Rule, Setting, Topic};
use crate::lock::ReleasedColumn;
use crate::reading::{is_nothing, listed};
use crate::text::limits::{self, SUGGESTIONS, VALUES};
use crate::text::{is_misspelt, nearest, toml_string};

/// As many cells are shown of those that nothing parts; the lines to paste are for all.
const SHOWN: usize = 10;
/// For more texts than this, a directive would not be written by hand.
const PASTED: usize = 500;

/// A text of a cell, where it stands, and how many cells have it.
struct Text {
    text: String,
    span: Range<usize>,
    /// Whether it stands in a cell, and not in the directive as what empty cells say.
    is_cell: bool,
}

/// A column of sets, and what is known of it.
struct SetColumn<'o, 'd> {
    chosen: &'d Chosen<'d>,
    index: usize,
    accessor: &'d str,
    options: &'o ColumnOptions,
    drafts: &'d [Draft<'d>],
}

/// What a text of a cell stands for.
enum Said {
    /// Every value.
    Every,
    /// These values, each with the place that names it.
    Values(Vec<(String, Range<usize>)>),
}

/// Why a text stands for no set.
enum Fault {
    /// Nothing says which values it holds.
    Unsaid,
    /// There is nothing before, between or behind its separators.
    EmptyPart,
    /// A value stands in it twice.
    Twice(String),
}

/// How a directive says that the cells of a column are read.
struct Reader<'o> {
    separator: Option<String>,
    sets: HashMap<String, &'o [Spanned<String>]>,
    every: HashSet<String>,
    /// The values that `sets` lists.
    named: HashSet<String>,
    /// The texts of `sets` and `all` that a cell has.
    used: HashSet<String>,
}

impl<'o> Reader<'o> {
    fn new(options: &'o ColumnOptions) -> Self {
        // Of directives that say different things of one text, the nearest counts.
        let sets = options.sets.iter().rev().map(|(text, values)| (value_key(&text.value), values.as_slice()));
        let named = options.sets.iter().flat_map(|(_, values)| values);
        Reader {
            separator: options.separator.as_ref().map(|separator| parting(&separator.value)),
            sets: sets.collect(),
            every: options.all.iter().map(|text| value_key(&text.value)).collect(),
            named: named.map(|value| value_key(&value.value)).collect(),
            used: HashSet::new(),
        }
    }

    /// What a text of a cell says.
    fn read(&mut self, Text { text, span, .. }: &Text) -> Result<Said, Fault> {
        let key = value_key(text);
        let mut said = Said::Values(Vec::new());
        if self.add_known(&key, &mut said) {
            return Ok(said);
        }
        let Some(separator) = self.separator.clone() else {
            return match self.named.contains(&key) {
                true => Ok(Said::Values(vec![(text.clone(), span.clone())])),
                false => Err(Fault::Unsaid),
            };
        };
        let mut seen = HashSet::new();
        for part in key.split(separator.as_str()).map(str::trim) {
            if part.is_empty() {
                return Err(Fault::EmptyPart);
            }
            if !seen.insert(part.to_owned()) {
                return Err(Fault::Twice(part.to_owned()));
            }
            if !self.add_known(part, &mut said) {
                said.add((part.to_owned(), span.clone()));
            }
        }
        Ok(said)
    }

    /// Adds what `all` or `sets` say of a text; whether one of them does.
    fn add_known(&mut self, key: &str, said: &mut Said) -> bool {
        let values = self.sets.get(key).copied();
        if self.every.contains(key) {
            *said = Said::Every;
        } else if let Some(values) = values {
            for value in values {
                let key = value_key(&value.value);
                if self.every.contains(&key) {
                    self.used.insert(key);
                    *said = Said::Every;
                } else {
                    said.add((value.value.clone(), value.span.clone()));
                }
            }
        } else {
            return false;
        }
        self.used.insert(key.to_owned());
        true
    }
}

impl Said {
    fn add(&mut self, value: (String, Range<usize>)) {
        if let Said::Values(values) = self {
            values.push(value);
        }
    }
}

/// What parts a cell: blanks around a mark do not count, and those around a word tell it from a part of another.
fn parting(separator: &str) -> String {
    let bare = separator.trim();
    let is_mark = !bare.is_empty() && !bare.contains(char::is_alphanumeric);
    if is_mark { value_key(bare) } else { separator.replace(char::is_whitespace, " ") }
}

impl Resolve<'_> {
    /// The values of a column of sets, in the order of their first use, and the set that each text of a cell stands for.
    /// A text that stands for none has a finding.
    pub(crate) fn categories(
        &mut self,
        chosen: &Chosen<'_>,
        (index, accessor): (usize, &str),
        options: &ColumnOptions,
        released: Option<&ReleasedColumn>,
        drafts: &[Draft<'_>],
    ) -> (Category, ValueKeys) {
        let column = SetColumn { chosen, index, accessor, options, drafts };
        let mut reader = Reader::new(options);
        let mut seen: HashSet<String> = HashSet::new();
        let mut said: Vec<(String, Said)> = Vec::new();
        let mut unsaid: Vec<Text> = Vec::new();
        let texts = texts(index, options, drafts);
        for text in texts {
            if !seen.insert(value_key(&text.text)) {
                continue;
            }
            match reader.read(&text) {
                Ok(read) => said.push((value_key(&text.text), read)),
                Err(Fault::Unsaid) => unsaid.push(text),
                Err(fault) => self.unreadable(chosen, index, &text, &fault, &reader),
            }
        }
        if !said.is_empty() && self.is_too_many(chosen, index, &said, drafts) {
            let none = self.category_of(chosen, index, options, released, Vec::new(), &HashMap::new());
            return (none, ValueKeys::new());
        }
        // Where most cells are read, the others are slips, each of its own; elsewhere nothing says how the column is read.
        let mut heirs = Vec::new();
        let at_once = if unsaid.len() <= said.len().min(SHOWN) { 1 } else { unsaid.len() };
        for unsaid in unsaid.chunks(at_once.max(1)) {
            self.unsaid(&column, &reader, unsaid, &mut heirs);
        }
        // A row of another file may have the text.
        let is_silent = released.is_some_and(|released| released.content.is_set()) || !chosen.options.join.is_empty();
        self.unused(options, &reader, &seen, &heirs, is_silent);
        let values = said.iter().flat_map(|(_, said)| match said {
            Said::Every => &[],
            Said::Values(values) => values.as_slice(),
        });
        // A text for every value has those, too, that no cell names any more.
        let is_every = said.iter().any(|(_, said)| matches!(said, Said::Every));
        let listed = options.sets.iter().flat_map(|(_, values)| values);
        let listed = listed.filter(|value| is_every && !reader.every.contains(&value_key(&value.value)));
        let listed = listed.map(|value| (value.value.clone(), value.span.clone()));
        let values: Vec<_> = values.cloned().chain(listed).collect();
        let mut uses = uses(index, &said, drafts);
        values.iter().for_each(|(value, _)| _ = uses.entry(value_key(value)).or_default());
        let reworded = reworded_in_sets(released, &uses, options);
        let is_empty = values.is_empty() && unsaid.is_empty() && !drafts.is_empty();
        let category = self.category_of(chosen, index, options, released, values, &reworded);
        if is_empty {
            self.findings.push(self.no_value_of_sets(chosen, index, options));
        }
        let keys = sets(&category, said);
        (category, keys)
    }

    /// Keys that say how cells of sets are read, of a column that holds none.
    pub(crate) fn unfit_for_sets(&mut self, chosen: &Chosen<'_>, index: usize, options: &ColumnOptions) {
        if options.holds == Some(Holds::Categories) {
            return;
        }
        let separator = options.separator.iter().map(|separator| ("separator", &separator.span));
        let sets = options.sets.iter().take(1).map(|(text, _)| ("sets", &text.span));
        let all = options.all.iter().take(1).map(|text| ("all", &text.span));
        let Some((key, span)) = separator.chain(sets).chain(all).next() else { return };
        let header = &chosen.table.header.cells[index].text;
        let message = format!("`{key}` says how a cell of `categories` is read, and the column `{header}` holds none");
        let finding = Finding::error(Rule::UnfitSetting, self.source, span.clone(), message);
        let setting = setting(chosen, index, "as", "\"categories\"");
        let fix = chosen.saying("say that its cells hold several values", [setting]);
        // A directive that names another column by a slip says nothing of this one.
        self.findings.push(finding.fix(fix).help("or take the key out").about([Topic::Settings]));
    }

    /// Whether the sets of a column hold more values together than a spec may have.
    fn is_too_many(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        said: &[(String, Said)],
        drafts: &[Draft<'_>],
    ) -> bool {
        let values = said.iter().map(|(_, said)| if let Said::Values(values) = said { values.len() } else { 0 });
        let distinct: usize = values.sum();
        let lengths: HashMap<&str, usize> = said
            .iter()
            .map(|(key, said)| match said {
                // As many as there can be: which of them are the same is found later.
                Said::Every => (key.as_str(), distinct),
                Said::Values(values) => (key.as_str(), values.len()),
            })
            .collect();
        let texts = drafts.iter().flat_map(|draft| draft.row.texts(index));
        let all: usize = texts.map(|text| lengths.get(value_key(&text).as_str()).copied().unwrap_or_default()).sum();
        *self.values += all.max(distinct);
        if *self.values <= VALUES {
            return false;
        }
        let cell = &chosen.table.header.cells[index];
        let message = format!(
            "the sets of the column `{}` hold more than {VALUES} values together, which is more than errtable takes",
            cell.text
        );
        self.findings
            .push(Finding::error(Rule::TooLarge, self.source, cell.span.clone(), message).help(limits::REMEDY));
        true
    }

    /// A text that its separator parts in a way that cannot be meant.
    fn unreadable(&mut self, chosen: &Chosen<'_>, index: usize, text: &Text, fault: &Fault, reader: &Reader<'_>) {
        let separator = reader.separator.as_deref().unwrap_or_default();
        let message = match fault {
            Fault::Twice(value) => format!("the value `{value}` stands twice in this cell"),
            _ => format!("a part of this cell is empty: `{}` has nothing beside a separator", text.text),
        };
        let key = value_key(&text.text);
        let mut seen = HashSet::new();
        let parts = key.split(separator).map(str::trim);
        let parts: Vec<_> = parts.filter(|part| !part.is_empty() && seen.insert(*part)).collect();
        let mut finding = Finding::error(Rule::InvalidCell, self.source, text.span.clone(), message);
        // Markup in the cell would be lost.
        if text.is_cell && self.source.text()[text.span.clone()] == text.text && !parts.is_empty() {
            let between = if separator.starts_with(' ') { separator.to_owned() } else { format!("{separator} ") };
            let mended = parts.join(&between);
            let title = format!("write {mended}");
            finding = finding.fix(Fix::edit(title, self.source, text.span.clone(), mended));
        }
        let line = Setting::set(&column_key(chosen, index), &text.text, &parts);
        self.findings.push(finding.fix(chosen.saying("or say which values it stands for", [line])));
    }

    /// One finding for texts of a column of which nothing says what they hold: their lines of TOML belong together. `heirs`
    /// are the texts of `sets` and `all` in whose place one of them is offered.
    fn unsaid<'o>(
        &mut self,
        column: &SetColumn<'o, '_>,
        reader: &Reader<'_>,
        unsaid: &[Text],
        heirs: &mut Vec<&'o Spanned<String>>,
    ) {
        let SetColumn { chosen, index, accessor, options, drafts } = *column;
        let [first, others @ ..] = unsaid else { return };
        let header = &chosen.table.header.cells[index].text;
        let column = format!("the column `{header}`");
        let message = match others.len() {
            0 => format!("nothing says which values of {column} this cell holds: `{}`", first.text),
            more => format!(
                "nothing says which values of {column} these cells hold: `{}` and {}",
                first.text,
                count(more, "other text"),
            ),
        };
        let mut finding = Finding::error(Rule::InvalidCell, self.source, first.span.clone(), message);
        for other in others.iter().take(SHOWN - 1) {
            finding = finding.label(other.span.clone(), "");
        }
        // Its values are unknown as long as a cell of it is.
        finding.explains.push(Topic::Values(accessor.to_owned()));
        let keys: HashSet<_> = unsaid.iter().map(|text| value_key(&text.text)).collect();
        let rows =
            drafts.iter().filter(|draft| draft.row.texts(index).iter().any(|text| keys.contains(&value_key(text))));
        let rows: Vec<_> = rows.collect();
        let lines = rows.iter().map(|draft| Topic::line(&Place::new(self.source, draft.row.cell_span(index))));
        finding.explains.extend(lines);
        // A text that another cell has, but for a slip of the pen.
        let is_plain = first.is_cell && self.source.text()[first.span.clone()] == first.text;
        let known = reader.sets.keys().chain(&reader.every).chain(&reader.named).map(String::as_str);
        let mut meant: Vec<_> = known.filter(|known| is_plain && is_misspelt(&first.text, known)).collect();
        meant.sort_unstable();
        if let Some(meant) = meant.first().filter(|_| others.is_empty()) {
            let title = format!("did you mean `{meant}`?");
            finding = finding.fix(Fix::edit(title, self.source, first.span.clone(), *meant));
        }
        if let ([row], true) = (rows.as_slice(), others.is_empty()) {
            finding = self.in_another_cell(finding, row, index, reader);
        }
        // A text that no cell has any more was probably this one.
        let texts = options.sets.iter().map(|(text, _)| text).chain(&options.all);
        let gone = texts.filter(|text| !reader.used.contains(&value_key(&text.value)));
        let gone = gone.filter(|text| heirs.iter().all(|heir| heir.span != text.span));
        let gone: Vec<_> = gone.take(SUGGESTIONS).collect();
        let heir = nearest(&first.text, gone.iter().map(|text| text.value.as_str())).filter(|_| others.is_empty());
        let heir = heir.and_then(|heir| gone.iter().find(|text| text.value == heir).copied());
        if let Some(heir) = heir {
            let title = format!("if it is what said `{}` before, write its text there", heir.value);
            let fix = Fix::word_of_toml(title, self.source, heir.span.clone(), &first.text);
            self.findings.push(finding.fix(fix));
            heirs.push(heir);
            return;
        }
        if let Some(separator) = reader.separator_of(unsaid) {
            let title = format!("if `{separator}` stands between values, say so");
            finding = finding.fix(chosen.saying(title, [setting(chosen, index, "separator", &toml_string(separator))]));
        }
        if unsaid.len() <= PASTED {
            let title = match others.len() {
                0 => "say which values it stands for",
                _ => "say which values each of them stands for",
            };
            let texts = unsaid.iter().map(|text| text.text.as_str());
            finding = finding.fix(chosen.saying(title, set_lines(&column_key(chosen, index), texts)));
        }
        let every = setting(chosen, index, "all", &format!("[{}]", toml_string(&first.text)));
        let help = format!("where a text stands for every value, name it in `all`: {}", every.shown());
        self.findings.push(finding.help(help));
    }

    /// Where another cell of the row has a text that this column knows, the two may have changed places.
    fn in_another_cell(&self, finding: Finding, draft: &Draft<'_>, index: usize, reader: &Reader<'_>) -> Finding {
        let is_known = |text: &str| {
            let key = value_key(text);
            reader.every.contains(&key) || reader.sets.contains_key(&key) || reader.named.contains(&key)
        };
        let mut others =
            draft.row.row.cells.iter().enumerate().filter(|(other, cell)| *other != index && is_known(&cell.text));
        let (Some((_, other)), None) = (others.next(), others.next()) else { return finding };
        let (here, there) = (draft.row.cell_span(index), other.span.clone());
        let [one, two] = [&here, &there].map(|span| self.source.text()[span.clone()].to_owned());
        let swap = Fix::edit("if the two cells have changed places, put them back", self.source, here, two);
        finding.label(there.clone(), "a text of this column").fix(swap.and(there, one))
    }

    /// Texts of `sets` and `all` that no cell has. Where the column was released, a row that had one may be gone: what
    /// breaks by that is told as such, and the line does no harm.
    fn unused(
        &mut self,
        options: &ColumnOptions,
        reader: &Reader<'_>,
        seen: &HashSet<String>,
        heirs: &[&Spanned<String>],
        is_silent: bool,
    ) {
        let texts = options.sets.iter().map(|(text, _)| text).chain(&options.all);
        let unused = texts.filter(|text| !reader.used.contains(&value_key(&text.value)));
        let unused = unused.filter(|text| heirs.iter().all(|heir| heir.span != text.span));
        for (number, text) in unused.enumerate() {
            let message = format!("no cell of the column holds `{}`", text.value);
            let finding = Finding::error(Rule::UnknownColumn, self.source, text.span.clone(), message);
            // A row that is set aside may hold it.
            let finding = finding.about([Topic::text(&text.value)]);
            let candidates = seen.iter().filter(|_| number < SUGGESTIONS).map(String::as_str);
            let candidates = candidates.filter(|known| !reader.used.contains(*known));
            let mut candidates: Vec<_> = candidates.collect();
            candidates.sort_unstable();
            self.findings.push(match nearest(&text.value, candidates) {
                Some(meant) => finding.fix(Fix::meant_word(self.source, text.span.clone(), meant)),
                None if is_silent => continue,
                None => finding.fix_without_key("take it out", text.span.clone()),
            });
        }
    }

    fn no_value_of_sets(&self, chosen: &Chosen<'_>, index: usize, options: &ColumnOptions) -> Finding {
        let cell = &chosen.table.header.cells[index];
        let why = if options.all.is_empty() { "" } else { ": those of `all` are none" };
        let message =
            format!("no cell of the column `{}` has a value, so its category would have none{why}", cell.text);
        Finding::error(Rule::InvalidCell, self.source, cell.span.clone(), message)
            .help("fill a cell, or take `as = \"categories\"` out of its `[columns]` entry")
    }
}

impl Reader<'_> {
    /// The mark that parts most of the texts which nothing parts, where no separator is said.
    fn separator_of(&self, unsaid: &[Text]) -> Option<&'static str> {
        let parted = |mark: &str| unsaid.iter().filter(|text| text.text.contains(mark)).count();
        let is_clean = |mark: &&str| {
            let texts = unsaid.iter().filter(|text| text.text.contains(*mark));
            texts.into_iter().all(|Text { text, .. }| {
                let mut seen = HashSet::new();
                let mut parts = text.split(*mark).map(str::trim);
                parts.all(|part| !part.is_empty() && !part.starts_with("and ") && seen.insert(part))
            })
        };
        let marks = [";", ",", "、", "/", "|", "&", "+"].into_iter();
        let marks = marks.filter(|mark| self.separator.is_none() && parted(mark) > 0).filter(is_clean);
        marks.max_by_key(|mark| parted(mark))
    }
}

/// The texts of a column: those of the cells that say something, and what empty cells say.
fn texts<'d>(index: usize, options: &'d ColumnOptions, drafts: &'d [Draft<'_>]) -> impl Iterator<Item = Text> + 'd {
    let cells = drafts.iter().flat_map(move |draft| {
        let span = draft.row.cell_span(index);
        let texts = draft.row.texts(index).into_iter();
        texts.map(move |text| Text { text, span: span.clone(), is_cell: true })
    });
    let default = options.default.iter();
    let default = default.map(|said| Text { text: said.value.clone(), span: said.span.clone(), is_cell: false });
    let is_optional = options.optional == Some(true);
    cells.chain(default).filter(move |text| !(text.text.is_empty() || is_optional && is_nothing(&text.text)))
}

/// In how many rows each value stands.
fn uses(index: usize, said: &[(String, Said)], drafts: &[Draft<'_>]) -> HashMap<String, usize> {
    let values: HashMap<&str, &Said> = said.iter().map(|(key, said)| (key.as_str(), said)).collect();
    let mut rows: HashMap<&str, usize> = HashMap::new();
    let keys: Vec<String> =
        drafts.iter().flat_map(|draft| draft.row.texts(index)).map(|text| value_key(&text)).collect();
    keys.iter().for_each(|key| *rows.entry(key).or_default() += 1);
    let mut uses = HashMap::new();
    for (key, rows) in rows {
        if let Some(Said::Values(said)) = values.get(key) {
            said.iter().for_each(|(value, _)| *uses.entry(value_key(value)).or_default() += rows);
        }
    }
    uses
}

/// The sets that texts of another file stand for in a column, as its directive says; none for a text of which it says nothing, or
/// that has a value which the column has not.
pub(crate) fn set_keys(options: &ColumnOptions, category: &Category, texts: Vec<(String, Range<usize>)>) -> ValueKeys {
    let mut reader = Reader::new(options);
    let texts = texts.into_iter().map(|(text, span)| Text { text, span, is_cell: true });
    let said = texts.filter_map(|text| Some((value_key(&text.text), reader.read(&text).ok()?)));
    sets(category, said.collect())
}

/// The set that each text stands for; one that has a value without a variant stands for none.
fn sets(category: &Category, said: Vec<(String, Said)>) -> ValueKeys {
    let index: HashMap<String, usize> =
        category.values.iter().enumerate().map(|(index, value)| (value_key(&value.text), index)).collect();
    let every: Arc<[usize]> = (0..category.values.len()).collect();
    let mut shared: HashSet<Arc<[usize]>> = HashSet::from([Arc::clone(&every)]);
    let mut keys = ValueKeys::new();
    for (key, said) in said {
        let values = match said {
            Said::Every => Some(Arc::clone(&every)),
            Said::Values(values) => {
                let values = values.iter().map(|(value, _)| index.get(&value_key(value)).copied());
                values.collect::<Option<Vec<_>>>().map(|values| share(values, &mut shared))
            }
        };
        keys.extend(values.map(|values| (key, Value::Categories(values))));
    }
    keys
}

/// A set of values: each once, in order, and one slice for all that are equal.
fn share(mut values: Vec<usize>, shared: &mut HashSet<Arc<[usize]>>) -> Arc<[usize]> {
    values.sort_unstable();
    values.dedup();
    if let Some(known) = shared.get(values.as_slice()) {
        return Arc::clone(known);
    }
    let values: Arc<[usize]> = values.into();
    shared.insert(Arc::clone(&values));
    values
}

/// The lines that say which values each of some texts stands for. A text that another one lists as a value is one.
fn set_lines<'t>(column: &str, texts: impl Iterator<Item = &'t str>) -> Vec<Setting> {
    let proposed: Vec<_> = texts.map(|text| (text, proposed(text))).collect();
    let listed = proposed.iter().filter(|(_, values)| values.len() > 1).flat_map(|(_, values)| values);
    let listed: HashSet<&String> = listed.collect();
    let is_line = |(text, values): &&(&str, Vec<String>)| values.len() > 1 || !listed.contains(&value_key(text));
    let lines = proposed.iter().filter(is_line);
    let line = |(text, values): &(&str, Vec<String>)| {
        Setting::set(column, text, &values.iter().map(String::as_str).collect::<Vec<_>>())
    };
    lines.map(line).collect()
}

/// The values that a text seems to list. Where only the first begins with a capital since the text does, so do all.
pub(crate) fn proposed(text: &str) -> Vec<String> {
    let begins_high = text.starts_with(char::is_uppercase);
    let mut values: Vec<String> = Vec::new();
    for part in listed(&value_key(text)) {
        let mut letters = part.chars();
        // `iOS` is written so.
        let is_word = !part.chars().nth(1).is_some_and(char::is_uppercase);
        let first = letters.next().filter(|_| begins_high && is_word);
        let part = first.map_or_else(|| part.to_owned(), |first| first.to_uppercase().chain(letters).collect());
        if !values.contains(&part) {
            values.push(part);
        }
    }
    values
}
