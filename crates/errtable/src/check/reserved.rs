//! The numbers that a directive reserves for the rows below a heading, or for those that have a value of a category.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use super::JoinedTable;
use super::join::{code_cell, joined_of, possible};
use crate::catalog::{Code, CodeType, Entry, Enum, Role, TableId};
use crate::directive::{RangeOf, Spanned};
use crate::finding::{Finding, Findings, Fix, Place, Rule};
use crate::lock::{ReleasedEnum, is_released};
use crate::reading::{possible_of, whole_number};
use crate::resolve::{Group, Spec, folded, value_key};
use crate::text::nearest;

/// For so many names that are not known it is said what each may have been.
const SUGGESTIONS: usize = 10;

/// Checks the codes of an enum against the ranges that its directives reserve.
pub(super) fn check(
    spec: &Spec,
    group: &Group<'_>,
    enumeration: &Enum,
    joined: &[JoinedTable],
    findings: &mut Findings,
) {
    let given: Vec<&RangeOf> = group.tables.iter().flat_map(|chosen| &chosen.options.reserved).collect();
    let Some((first, _)) = given.first() else { return };
    if enumeration.code_type == CodeType::Text {
        let message = "`reserved` is for numbers, and the codes of this table are texts";
        let finding = Finding::error(Rule::UnfitSetting, &spec.source, first.span.clone(), message);
        findings.push(finding.help("take `[reserved]` out of the directive"));
        return;
    }
    let faults = overlaps(spec, &given);
    if !faults.is_empty() {
        findings.extend(faults);
        return;
    }
    // A name may be that of a row that was set aside.
    let is_whole = !findings.has_errors();
    let mut names = Names::of(spec, group, enumeration, given);
    let (known, unknown): (Vec<_>, Vec<&RangeOf>) =
        names.given.iter().copied().partition(|(name, _)| names.is_known(&name.value));
    if is_whole {
        // A key that is there twice is none.
        let mut taken: HashSet<String> = names.given.iter().map(|(name, _)| folded(&name.value)).collect();
        for (number, (name, _)) in unknown.iter().enumerate() {
            findings.push(names.unknown(group, name, number, &mut taken));
        }
    }
    names.keep(known);
    let numbers = Numbers::of(spec, group, enumeration);
    Check { spec, enumeration, joined, names, numbers }.rows(findings);
}

/// The ranges that have a number in common with another.
fn overlaps(spec: &Spec, given: &[&RangeOf]) -> Vec<Finding> {
    let mut sorted: Vec<&RangeOf> = given.to_vec();
    sorted.sort_by_key(|(name, range)| (*range.value.start(), name.span.start));
    let mut faults = Vec::new();
    let mut widest: Option<&RangeOf> = None;
    for of in sorted {
        let (name, range) = of;
        if let Some((other, wide)) = widest.filter(|(_, wide)| wide.value.end() >= range.value.start()) {
            // What two directives say alike is said once.
            if folded(&other.value) == folded(&name.value) && wide.value == range.value {
                continue;
            }
            let message = format!("the ranges of `{}` and `{}` have numbers in common", other.value, name.value);
            let finding = Finding::error(Rule::ConflictingSettings, &spec.source, range.span.clone(), message);
            let finding = finding.label(wide.span.clone(), "the other");
            faults.push(finding.help("let one of them end before the other begins"));
        }
        if widest.is_none_or(|(_, wide)| wide.value.end() < range.value.end()) {
            widest = Some(of);
        }
    }
    faults
}

/// The names that have a range, and what they mean.
struct Names<'a> {
    enumeration: &'a Enum,
    /// Each with its range. The others are numbered as these are.
    given: Vec<&'a RangeOf>,
    /// The tables of the enum, each with the headings above it, as they are written.
    headings: HashMap<TableId, &'a [String]>,
    /// By the text without its case: the headings above a table of the enum.
    known_headings: HashSet<String>,
    /// The texts of values of categories, each with a column that has it.
    known_values: HashMap<String, usize>,
    /// The number of each name, by the heading.
    by_heading: HashMap<String, Vec<usize>>,
    /// The number of each name, by the value.
    by_value: HashMap<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    fn of(spec: &'a Spec, group: &'a Group<'_>, enumeration: &'a Enum, given: Vec<&'a RangeOf>) -> Self {
        let own = group.tables.iter().map(|chosen| (chosen.table.id, chosen.table.headings.as_slice()));
        let mut headings: HashMap<TableId, &[String]> = own.collect();
        for row in enumeration.entries.iter().flat_map(|entry| &entry.rows) {
            let id = row.table();
            headings.entry(id).or_insert_with(|| spec.table_of(id).table.headings.as_slice());
        }
        let known_headings = headings.values().flat_map(|above| above.iter()).map(|heading| folded(heading)).collect();
        let mut known_values = HashMap::new();
        for (column, _, category) in enumeration.categories() {
            for value in &category.values {
                known_values.entry(value_key(&value.text)).or_insert(column);
            }
        }
        let (by_heading, by_value) = Default::default();
        Names { enumeration, given, headings, known_headings, known_values, by_heading, by_value }
    }

    /// Leaves the others out.
    fn keep(&mut self, given: Vec<&'a RangeOf>) {
        for (number, (name, _)) in given.iter().enumerate() {
            self.by_heading.entry(folded(&name.value)).or_default().push(number);
            self.by_value.entry(value_key(&name.value)).or_default().push(number);
        }
        self.given = given;
    }

    fn is_heading(&self, name: &str) -> bool {
        self.known_headings.contains(&folded(name))
    }

    fn is_known(&self, name: &str) -> bool {
        self.is_heading(name) || self.known_values.contains_key(&value_key(name))
    }

    /// The finding for a name that means nothing, after so many others. It offers no name that is taken.
    fn unknown(
        &self,
        group: &Group<'_>,
        Spanned { value: name, span }: &Spanned<String>,
        number: usize,
        taken: &mut HashSet<String>,
    ) -> Finding {
        let source = group.first().source;
        let message = format!("no heading above the table and no value of a category is `{name}`");
        let finding = Finding::error(Rule::UnknownColumn, source, span.clone(), message);
        if number >= SUGGESTIONS {
            return finding.fix_without_key("take it out", span.clone());
        }
        let mut headings: Vec<&str> =
            self.headings.values().flat_map(|above| above.iter()).map(String::as_str).collect();
        headings.sort_unstable();
        headings.dedup();
        let values = self.enumeration.categories().flat_map(|(_, _, category)| &category.values);
        let candidates = values.map(|value| value.text.as_str()).chain(headings);
        if let Some(meant) = nearest(name, candidates.filter(|candidate| !taken.contains(&folded(candidate)))) {
            taken.insert(folded(meant));
            return finding.fix(Fix::meant_word(source, span.clone(), meant));
        }
        let key = value_key(name);
        let mut texts =
            group.tables.iter().flat_map(|chosen| &chosen.table.rows).flat_map(|row| row.cells.iter().enumerate());
        let column = texts.find(|(_, cell)| value_key(&cell.text) == key).map(|(column, _)| column);
        match column.and_then(|column| group.first().table.header.cells.get(column)) {
            Some(header) => finding.help(format!(
                "the column `{}` has it as a text: say that it is one of categories, or write a heading",
                header.text
            )),
            None => finding.fix_without_key("take it out", span.clone()),
        }
    }

    /// The numbers of the names of each table.
    fn of_tables(&self) -> HashMap<TableId, Vec<usize>> {
        let numbers = |above: &[String]| {
            let numbers = above.iter().filter_map(|heading| self.by_heading.get(&folded(heading)));
            numbers.flatten().copied().collect::<Vec<_>>()
        };
        self.headings.iter().map(|(id, above)| (*id, numbers(above))).collect()
    }

    /// The numbers of the names of each value, by the column.
    fn of_values(&self) -> Vec<(usize, Vec<&[usize]>)> {
        let numbers = |text: &str| self.by_value.get(&value_key(text)).map_or(&[][..], Vec::as_slice);
        let categories = self.enumeration.categories();
        let columns = categories
            .map(|(column, _, category)| (column, category.values.iter().map(|value| numbers(&value.text)).collect()));
        columns.collect()
    }

    /// What a row needs to have a name.
    fn joining(&self, name: &str) -> String {
        let heading = self.is_heading(name).then(|| format!("put the row below the heading `{name}`"));
        let column = self.known_values.get(&value_key(name)).map(|&column| &self.enumeration.columns[column]);
        let value = column.map(|column| format!("give it the value `{name}` of `{}`", column.shown_header()));
        heading.into_iter().chain(value).collect::<Vec<_>>().join(", or ")
    }
}

struct Check<'a> {
    spec: &'a Spec,
    enumeration: &'a Enum,
    joined: &'a [JoinedTable],
    names: Names<'a>,
    numbers: Numbers,
}

impl<'a> Check<'a> {
    fn rows(mut self, findings: &mut Findings) {
        let of_tables = self.names.of_tables();
        let of_values = self.names.of_values();
        let faults: Vec<_> = {
            let names = &self.names;
            let mut ranges: Vec<usize> = (0..names.given.len()).collect();
            ranges.sort_by_key(|&number| *names.given[number].1.value.start());
            let range_with = |code: i128| {
                let after = ranges.partition_point(|&number| *names.given[number].1.value.start() <= code);
                let number = *ranges.get(after.checked_sub(1)?)?;
                names.given[number].1.value.contains(&code).then_some(number)
            };
            let fault = |entry: &'a Entry| {
                let above = entry.rows.iter().filter_map(|row| of_tables.get(&row.table())).flatten();
                let values = of_values
                    .iter()
                    .flat_map(|(column, names)| entry.cells[*column].values().iter().flat_map(|&value| names[value]));
                let mut names = above.chain(values).copied();
                let first = names.next();
                let own: HashSet<usize> = first.into_iter().chain(names).collect();
                let mut wrong = integers(&entry.codes).filter_map(|code| match range_with(code) {
                    Some(range) if own.contains(&range) => None,
                    None if own.is_empty() => None,
                    range => Some((code, first, range)),
                });
                wrong.next().map(|(code, own, range)| (entry, code, own, range))
            };
            self.enumeration.entries.iter().filter(|entry| !entry.retired).filter_map(fault).collect()
        };
        for (entry, code, own, range) in faults {
            let finding = match (own, range) {
                (Some(own), _) => self.outside(entry, code, own),
                (None, Some(range)) => self.foreign(entry, code, range),
                (None, None) => continue,
            };
            findings.push(finding);
        }
    }

    /// A code that is not in the range of its row.
    fn outside(&mut self, entry: &'a Entry, code: i128, own: usize) -> Finding {
        let (name, range) = self.names.given[own];
        let shown = self.show(code);
        let message = format!("code {shown} belongs to `{}`, and lies outside the range of its numbers", name.value);
        let place = Place::new(&self.spec.source, range.span.clone());
        let finding = self.finding(entry, message).label_at(place, "its numbers");
        let widen = format!("or widen the range of `{}`", name.value);
        if self.numbers.is_released(entry) {
            return finding
                .help(format!("the code was released, and keeps its number: widen the range of `{}`", name.value));
        }
        let Some(number) = self.numbers.next(own, &range.value, self.enumeration.code_type) else {
            return finding.help(format!("no number of the range is free: widen the range of `{}`", name.value));
        };
        let number = self.show(number);
        match self.renumbered(entry, code, &number) {
            Some(fix) => finding.fix(fix).help(widen),
            None => finding
                .help(format!("give it the lowest free number, {number}, wherever the code is named"))
                .help(widen),
        }
    }

    /// A code in the range of others.
    fn foreign(&self, entry: &'a Entry, code: i128, range: usize) -> Finding {
        let (name, range) = self.names.given[range];
        let message = format!("code {} lies in a range that is reserved for `{}`", self.show(code), name.value);
        let finding = self.finding(entry, message);
        let finding = finding.label_at(Place::new(&self.spec.source, range.span.clone()), "the range");
        let joining = self.names.joining(&name.value);
        match self.numbers.is_released(entry) {
            true => finding.help(format!("the code was released, and keeps its number: {joining}, or move the range")),
            false => finding.help(format!("give it a number outside, or {joining}")),
        }
    }

    fn show(&self, code: i128) -> String {
        self.enumeration.show(&Code::Integer(code))
    }

    /// A finding at the code of an entry.
    fn finding(&self, entry: &Entry, message: String) -> Finding {
        let (of, row) = self.spec.row_of(entry.row());
        let cell = code_cell(self.spec, self.enumeration, self.joined, entry);
        let span = cell.map_or(row.span.clone(), |(_, cell)| cell.span.clone());
        Finding::error(Rule::OutsideReserved, of.source, span, message)
    }

    /// Puts another number in the place of a code that is named nowhere else.
    fn renumbered(&self, entry: &'a Entry, code: i128, number: &str) -> Option<Fix> {
        let column = self.enumeration.column(Role::Code)?;
        let written = entry.cells[column].as_text()?;
        let is_alone = entry.codes.len() == 1 && entry.rows.len() == 1 && whole_number(written) == Some(code);
        let own = usize::from(entry.from.is_some());
        let joined = joined_of(self.enumeration, self.joined, entry.code()).count();
        let is_elsewhere = joined > own || self.numbers.named.contains(&code);
        let (of, cell) = code_cell(self.spec, self.enumeration, self.joined, entry)?;
        let text = &of.source.text()[cell.span.clone()];
        let mut places = text.match_indices(written);
        let (Some((at, _)), None, true, false) = (places.next(), places.next(), is_alone, is_elsewhere) else {
            return None;
        };
        let span = cell.span.start + at..cell.span.start + at + written.len();
        Some(Fix::edit(
            format!("give it the lowest number of the range that is free: {number}"),
            of.source,
            span,
            number,
        ))
    }
}

fn integers(codes: &[Code]) -> impl Iterator<Item = i128> {
    codes.iter().filter_map(|code| if let Code::Integer(number) = code { Some(*number) } else { None })
}

/// Which numbers codes have or had.
struct Numbers {
    /// The codes that were released.
    released: HashSet<Code>,
    taken: HashSet<Code>,
    /// The codes whose variants a directive names.
    named: HashSet<i128>,
    /// The ranges of codes, each by its first number with its last.
    ranges: BTreeMap<i128, i128>,
    /// Up to which number each reserved range is given away.
    next: HashMap<usize, i128>,
}

impl Numbers {
    fn of(spec: &Spec, group: &Group<'_>, enumeration: &Enum) -> Self {
        let mut taken = possible(group);
        taken.extend(enumeration.entries.iter().flat_map(|entry| entry.codes.iter().cloned()));
        taken.extend(group.locked.into_iter().flat_map(ReleasedEnum::codes).map(|(code, _)| code.code.clone()));
        let locked = group.locked.into_iter().flat_map(ReleasedEnum::codes);
        let released = locked.filter(|(code, _)| is_released(&code.since)).map(|(code, _)| code.code.clone());
        let tables: HashSet<TableId> = enumeration.entries.iter().map(|entry| entry.row().table()).collect();
        let variants = tables.iter().flat_map(|&id| &spec.table_of(id).plan.options.variants);
        let variants = variants.chain(group.tables.iter().flat_map(|chosen| &chosen.options.variants));
        let named = variants.flat_map(|(key, _)| integers(&possible_of(&key.value)).collect::<Vec<_>>()).collect();
        let ranges = enumeration.ranges.iter().map(|range| (range.first, range.last)).collect();
        Numbers { released: released.collect(), taken, named, ranges, next: HashMap::new() }
    }

    fn is_released(&self, entry: &Entry) -> bool {
        entry.codes.iter().any(|code| self.released.contains(code))
    }

    /// The lowest number of a reserved range that is free, and was not given before.
    fn next(&mut self, reserved: usize, range: &RangeInclusive<i128>, code_type: CodeType) -> Option<i128> {
        let next = self.next.entry(reserved).or_insert(*range.start());
        loop {
            let number = *next;
            if !range.contains(&number) {
                return None;
            }
            let around = self.ranges.range(..=number).next_back().filter(|(_, last)| **last >= number);
            if let Some((_, last)) = around {
                *next = last + 1;
                continue;
            }
            *next = number + 1;
            let code = Code::Integer(number);
            // A number beyond the type would change that of all codes.
            match code_type.holds(&code) {
                true if !self.taken.contains(&code) => return Some(number),
                true => {}
                false if number < 0 => *next = 0,
                false => return None,
            }
        }
    }
}
