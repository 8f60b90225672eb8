//! Which tables make one enum together, and what it is called.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::camel_case::in_camel_case;
use super::lineage::heirs;
use super::phrase::first_words;
use super::tables::Chosen;
use crate::catalog::identifier::{is_variant_name, upper_camel};
use crate::catalog::reserved::TYPES;
use crate::directive::Spanned;
use crate::finding::{Finding, Findings, Fix, Rule, Setting, Settings};
use crate::lock::{Lock, ReleasedEnum};
use crate::markdown::Row;
use crate::reading::{Reading, is_symbol};
use crate::text::Source;

/// The enum of a spec that has only one, unless a directive names it.
const LONE_NAME: &str = "ErrorCode";

/// The tables of one enum; they share a header.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) name: String,
    /// What was released of it.
    pub(crate) locked: Option<&'a ReleasedEnum>,
    /// The file that they are joined from.
    pub(crate) from: Option<&'a str>,
    pub(crate) tables: Vec<Chosen<'a>>,
    has_symbols: OnceCell<bool>,
}

impl<'a> Group<'a> {
    pub(crate) fn new(name: String, from: Option<&'a str>, tables: Vec<Chosen<'a>>) -> Self {
        Group { name, locked: None, from, tables, has_symbols: OnceCell::new() }
    }

    /// The first table, whose header and roles are those of all.
    pub(crate) fn first(&self) -> &Chosen<'_> {
        &self.tables[0]
    }

    /// Whether most cells of its column of names are symbols. Then those that are words name nothing.
    pub(crate) fn has_symbols(&self) -> bool {
        *self.has_symbols.get_or_init(|| {
            let Some(name) = self.first().roles.name else { return false };
            let rows = || self.tables.iter().flat_map(|chosen| &chosen.table.rows);
            rows().filter(|row| is_symbol(&row.cells[name].text)).count() * 2 > rows().count()
        })
    }
}

/// Groups tables into enums: those that share a header and agree about every code, else each for itself.
pub(crate) fn group<'t>(
    source: &Arc<Source>,
    chosen: Vec<Chosen<'t>>,
    lock: Option<&'t Lock>,
    findings: &mut Findings,
) -> Vec<Group<'t>> {
    let mut grouping = Grouping { source, findings };
    let parts = parts(chosen);
    let mut names = names(&parts);
    if let Some(lock) = lock {
        keep_names(&parts, &mut names, lock);
    }
    let named = parts.into_iter().zip(names).map(|((given, tables), name)| {
        let header = tables[0].table.header.span.clone();
        match given {
            None => Named { name, place: header, tables },
            Some(given) => Named { name: grouping.given(given), place: given.span.clone(), tables },
        }
    });
    let named = named.collect();
    let mut groups = grouping.distinct(named);
    if let Some(lock) = lock {
        // An enum that a directive calls something else keeps the names of its variants.
        let names: Vec<_> = groups.iter().map(|group| Some(group.name.as_str())).collect();
        let tables: Vec<_> = groups.iter().map(|group| group.tables.as_slice()).collect();
        let heirs = heirs(lock, &names, &tables);
        groups.iter_mut().zip(heirs).for_each(|(group, locked)| group.locked = locked);
    }
    groups
}

/// The tables of one enum, with the name that a directive gives it.
type EnumTables<'t> = (Option<&'t Spanned<String>>, Vec<Chosen<'t>>);

fn parts(chosen: Vec<Chosen<'_>>) -> Vec<EnumTables<'_>> {
    let mut buckets: Vec<EnumTables<'_>> = Vec::new();
    for table in chosen {
        let name = table.options.enum_name.as_ref();
        let fits = |bucket: &&mut EnumTables<'_>| {
            let first = &bucket.1[0];
            bucket.0.map(|name| &name.value) == name.map(|name| &name.value)
                && first.family == table.family
                && (name.is_some() || has_numbers(first) == has_numbers(&table))
        };
        match buckets.iter_mut().find(fits) {
            Some((_, tables)) => tables.push(table),
            None => buckets.push((name, vec![table])),
        }
    }
    let mut parts = Vec::new();
    for (name, tables) in buckets {
        match name {
            None if disagree(&tables) => parts.extend(tables.into_iter().map(|table| (None, vec![table]))),
            _ => parts.push((name, tables)),
        }
    }
    parts.sort_by_key(|(_, tables)| tables[0].table.span.start);
    parts
}

/// Whether the codes of a table are numbers, as far as one of its cells tells; those of no type hold texts beside them.
fn has_numbers(chosen: &Chosen<'_>) -> bool {
    chosen.codes().iter().all(|code| code.text.is_empty())
        || chosen.codes().iter().any(|code| !matches!(code.reading, Reading::Other | Reading::Empty))
}

/// Whether two of the tables number the faults of different things: most of the codes of the smaller one mean something else
/// in the other, where no cell beside them is the same. A few codes that differ are slips, or several causes of one code, and
/// tell nothing about the tables.
fn disagree(tables: &[Chosen<'_>]) -> bool {
    // Each code with the first table that has it, and what that says of it.
    let mut owners: HashMap<&str, (usize, HashSet<&str>)> = HashMap::new();
    for (number, chosen) in tables.iter().enumerate() {
        let column = chosen.roles.code;
        let mut shared: HashMap<usize, (usize, usize)> = HashMap::new();
        for (row, code) in chosen.rows().filter(|(_, code)| !code.whole().is_empty()) {
            let (owner, known) = owners.entry(code.whole()).or_insert_with(|| (number, HashSet::new()));
            if *owner == number {
                known.extend(meaning(row, column));
                continue;
            }
            let (agree, differ) = shared.entry(*owner).or_default();
            *(if meaning(row, column).any(|text| known.contains(text)) { agree } else { differ }) += 1;
        }
        let parts = |(owner, (agree, differ)): (&usize, &(usize, usize))| {
            let smaller = chosen.table.rows.len().min(tables[*owner].table.rows.len());
            differ > agree && differ * 2 > smaller
        };
        if shared.iter().any(parts) {
            return true;
        }
    }
    false
}

/// The texts of a row beside its code.
fn meaning(row: &Row, code: usize) -> impl Iterator<Item = &str> {
    let others = row.cells.iter().enumerate().filter(move |(column, _)| *column != code);
    others.map(|(_, cell)| cell.text.as_str()).filter(|text| !text.is_empty())
}

/// What each enum is called: as its directive says, else after the heading that all its tables stand under.
///
/// Where headings repeat (`Errors` under each of several chapters), those above them come in front, as many as it takes.
fn names(parts: &[EnumTables<'_>]) -> Vec<Option<String>> {
    let given = |part: &EnumTables<'_>| part.0.map(|name| name.value.clone());
    if let [part] = parts {
        return vec![given(part).or_else(|| Some(LONE_NAME.to_owned()))];
    }
    let mut depths = vec![1; parts.len()];
    loop {
        let named = parts.iter().zip(&depths);
        let names: Vec<_> = named.map(|(part, &depth)| given(part).or_else(|| name_at(&part.1, depth))).collect();
        let clashes = |index: usize| names.iter().filter(|other| **other == names[index]).count() > 1;
        let deeper = |index: usize| {
            parts[index].0.is_none() && clashes(index) && depths[index] < shared_headings(&parts[index].1).len()
        };
        let deepened: Vec<_> = (0..parts.len()).filter(|&index| deeper(index)).collect();
        if deepened.is_empty() {
            return with_lone_name(names);
        }
        deepened.into_iter().for_each(|index| depths[index] += 1);
    }
}

/// Gives parts that no directive names the names under which their rows were released.
fn keep_names(parts: &[EnumTables<'_>], names: &mut [Option<String>], lock: &Lock) {
    let known: Vec<_> = names.iter().map(Option::as_deref).collect();
    let tables: Vec<_> = parts.iter().map(|part| part.1.as_slice()).collect();
    let heirs = heirs(lock, &known, &tables);
    for ((part, name), locked) in parts.iter().zip(names).zip(heirs) {
        if let (None, Some(locked)) = (part.0, locked.filter(|locked| is_type_name(&locked.name))) {
            *name = Some(locked.name.clone());
        }
    }
}

/// The one enum that nothing names is simply that of the error codes.
fn with_lone_name(mut names: Vec<Option<String>>) -> Vec<Option<String>> {
    let taken = names.iter().any(|name| name.as_deref() == Some(LONE_NAME));
    let mut unnamed = names.iter_mut().filter(|name| name.is_none());
    if let (Some(name), None, false) = (unnamed.next(), unnamed.next(), taken) {
        *name = Some(LONE_NAME.to_owned());
    }
    names
}

/// The headings that all of the tables stand under, the outermost first.
fn shared_headings<'t>(tables: &[Chosen<'t>]) -> &'t [String] {
    let headings = &tables[0].table.headings;
    let same = |depth: &usize| tables.iter().all(|chosen| chosen.table.headings.get(*depth) == headings.get(*depth));
    &headings[..(0..headings.len()).take_while(same).count()]
}

/// The name that the last `depth` shared headings make.
fn name_at(tables: &[Chosen<'_>], depth: usize) -> Option<String> {
    let headings = shared_headings(tables);
    let mut name = String::new();
    let mut last = "";
    for heading in &headings[headings.len().saturating_sub(depth)..] {
        // A page whose first heading is its title says one thing twice.
        if heading == std::mem::replace(&mut last, heading) {
            continue;
        }
        // `2.1 Payment errors`: the number orders the page and says nothing.
        let words = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '、'));
        name.push_str(&upper_camel(&first_words(words, 5)).unwrap_or_default());
    }
    (!name.is_empty()).then(|| with_noun(name))
}

/// A name that says what the values of its type are: codes.
fn with_noun(mut name: String) -> String {
    if name.ends_with("Codes") || name.ends_with("Errors") {
        name.pop();
    }
    let says_what = ["Error", "Code", "Status", "Exception", "Errno", "Reason"].iter().any(|word| name.contains(word));
    if says_what && !TYPES.contains(&name.as_str()) { name } else { format!("{name}Code") }
}

/// Adds a fix that says the same of each table of an enum, and points at those that the finding does not.
fn of_all(tables: &[Chosen<'_>], finding: Finding, title: &str, setting: &Setting, why: &str) -> Finding {
    let others = tables.iter().skip(1).map(|chosen| chosen.table.header.span.clone());
    let finding = others.fold(finding, |finding, header| finding.label(header, "this one belongs to it"));
    let settings =
        tables.iter().map(|chosen| Settings { site: chosen.site(), lines: vec![(setting.clone(), why.to_owned())] });
    let fix = Fix::settings_of_all(title, settings.collect());
    let is_said = tables.iter().any(|chosen| chosen.options.sets(setting));
    finding.fix(if is_said { fix } else { fix.for_init() })
}

/// Whether a name can be that of a generated type.
pub(crate) fn is_type_name(name: &str) -> bool {
    is_variant_name(name) && !TYPES.contains(&name)
}

/// The tables of one enum and what it is called, with the place that says so.
struct Named<'a> {
    name: Option<String>,
    place: Range<usize>,
    tables: Vec<Chosen<'a>>,
}

struct Grouping<'a> {
    source: &'a Arc<Source>,
    findings: &'a mut Findings,
}

impl Grouping<'_> {
    /// The name that a directive gives, if it can be one.
    fn given(&mut self, name: &Spanned<String>) -> Option<String> {
        if is_type_name(&name.value) {
            return Some(name.value.clone());
        }
        let message = format!("`{}` cannot be the name of an enum", name.value);
        let finding = Finding::error(Rule::InvalidIdentifier, self.source, name.span.clone(), message);
        self.findings.push(finding.fix(in_camel_case(self.source, name, is_type_name, LONE_NAME)));
        let mended = upper_camel(&name.value).filter(|name| is_type_name(name));
        Some(mended.unwrap_or_else(|| LONE_NAME.to_owned()))
    }

    /// Keeps the enums whose names are there and differ; each of the others is a finding.
    fn distinct<'t>(&mut self, named: Vec<Named<'t>>) -> Vec<Group<'t>> {
        let mut groups: Vec<Group<'t>> = Vec::new();
        let mut places: HashMap<String, Range<usize>> = HashMap::new();
        let mut taken: HashSet<String> = named.iter().filter_map(|named| named.name.clone()).collect();
        for Named { name, place: span, tables } in named {
            let Some(name) = name else {
                let message = match tables.len() {
                    1 => "this table makes an enum of its own, and no heading gives it a name".to_owned(),
                    number => format!("these {number} tables make one enum, and no heading gives it a name"),
                };
                let finding = Finding::error(Rule::UnnamedEnum, self.source, span, message);
                let (setting, why) = proposed(&tables, &mut taken, "no heading above it has a name to offer");
                self.findings.push(of_all(&tables, finding, "name it", &setting, &why));
                continue;
            };
            match places.get(&name) {
                None => {
                    places.insert(name.clone(), span);
                    groups.push(Group::new(name, None, tables));
                }
                Some(first) => {
                    let finding = Finding::error(
                        Rule::TypeCollision,
                        self.source,
                        span,
                        format!("two tables with different headers or meanings would both make `{name}`"),
                    )
                    .label(first.clone(), "the first");
                    let why = "another table under the same heading has that name";
                    let (setting, why) = proposed(&tables, &mut taken, why);
                    self.findings.push(of_all(&tables, finding, "give one of them another name", &setting, &why));
                }
            }
        }
        groups
    }
}

/// The name that the Latin words of a heading make which is written in other letters.
fn latin_name(heading: &str) -> Option<String> {
    let words = heading.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> =
        words.filter(|word| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic())).collect();
    upper_camel(&words.join(" ")).map(with_noun)
}

/// The words with which all symbols of some tables begin, those of two rows at the least: `LP_ERR_LID_` of `LP_ERR_LID_OPEN` and
/// `LP_ERR_LID_TORN`.
fn common_prefix(tables: &[Chosen<'_>]) -> Option<String> {
    let of = |chosen: &Chosen<'_>| chosen.roles.name.unwrap_or(chosen.roles.code);
    let cells =
        tables.iter().flat_map(|chosen| chosen.table.rows.iter().map(|row| row.cells[of(chosen)].text.as_str()));
    let mut symbols = cells.filter(|text| !text.is_empty());
    let first = symbols.next().filter(|first| is_symbol(first))?;
    let mut prefix = &first[..=first.rfind('_')?];
    let mut rows = 1;
    for symbol in symbols {
        while !symbol.starts_with(prefix) {
            prefix = &prefix[..=prefix[..prefix.len() - 1].rfind('_')?];
        }
        rows += 1;
    }
    (rows > 1).then(|| prefix.to_owned())
}

/// A name for an enum that nothing names: that of the first heading above one of its tables that no enum has, else that of the
/// error codes, else the Latin words of such a heading, else what its symbols begin with, else a number; with why.
fn proposed(tables: &[Chosen<'_>], taken: &mut HashSet<String>, why: &str) -> (Setting, String) {
    let headings = tables.iter().filter_map(|chosen| {
        let heading = chosen.table.headings.last()?;
        Some((
            name_at(std::slice::from_ref(chosen), 1)?,
            format!("after `{heading}`, the heading of one of its tables"),
        ))
    });
    let lone = (LONE_NAME.to_owned(), why.to_owned());
    let symbols = common_prefix(tables).and_then(|prefix| {
        Some((with_noun(upper_camel(&prefix)?), format!("after `{prefix}`, with which its symbols begin")))
    });
    let number = tables[0].table.id.index() + 1;
    let numbered = (number..).map(|number| (format!("{LONE_NAME}{number}"), why.to_owned()));
    let latin = tables.iter().filter_map(|chosen| {
        let heading = chosen.table.headings.last()?;
        Some((
            latin_name(heading)?,
            format!("after the Latin letters of `{heading}`, the heading of one of its tables"),
        ))
    });
    let mut names = headings.chain([lone]).chain(latin).chain(symbols).chain(numbered);
    let (name, why) = names.find(|(name, _)| is_type_name(name) && !taken.contains(name)).unwrap_or_default();
    let setting = Setting::new("enum", format!("\"{name}\""));
    taken.insert(name);
    (setting, why)
}
