//! The codes that other files add to an enum.

use std::collections::HashMap;
use std::ops::Range;

use super::join::{Join, possible};
use super::shared::{Shared, lacking};
use crate::catalog::identifier::upper_camel;
use crate::catalog::{CategoryValue, Code, CodeType, Column, Content, Entry, Value};
use crate::directive::JoinedFile;
use crate::finding::{Finding, Fix, Place, Rule, Setting, Topic};
use crate::lock::{ReleasedColumn, ReleasedEnum};
use crate::reading::{Reading, whole_number};
use crate::resolve::{
    Codes, Columns, Draft, Group, ValueKeys, column_called, entries, methods, options, set_keys, value, value_key,
    value_keys,
};

/// A finding for which no row is added: what was released of them is not gone.
fn hiding(mut finding: Finding, drafts: &[Draft<'_>]) -> Finding {
    let codes = drafts.iter().flat_map(|draft| &draft.codes);
    finding.explains.extend(codes.map(|code| Topic::Code(code.to_string())));
    finding
}

impl Join<'_, '_> {
    /// Adds the codes of tables that share a header. Gives the rows that were added, and the columns of their tables.
    pub(super) fn add_codes<'g>(
        &mut self,
        joined: &'g Group<'_>,
        shared: &Shared,
        file: &JoinedFile,
    ) -> Option<(Vec<Draft<'g>>, Columns)> {
        let rows = self.check.rows(joined);
        let rows = self.check.with_code(joined, rows);
        let is_decimal = rows.iter().any(|row| match &row.code().reading {
            Reading::Number(number) | Reading::Annotated(number, _) => number.hex_digits == 0,
            _ => false,
        });
        let drafts: Vec<_> = rows.into_iter().filter_map(|row| self.draft(joined, row)).collect();
        let drafts = self.new_codes(joined, drafts);
        if drafts.is_empty() && !self.check.findings.has_errors() {
            let finding = self.check.no_entries(joined);
            self.check.findings.push(finding);
        }
        if drafts.is_empty() || self.lacks(joined, shared, &drafts) || self.says_otherwise(joined, shared, &drafts) {
            return None;
        }
        let drafts = self.of_one_type(joined, drafts);
        let own = |(index, _): &(usize, &Column)| !shared.contains(&Some(*index));
        let taken = methods(self.enumeration.columns.iter().enumerate().filter(own).map(|(_, column)| column));
        let mut columns = self.check.columns(joined, &drafts, taken);
        for (index, of_enum) in shared.iter().enumerate().filter_map(|(index, of)| Some((index, (*of)?))) {
            columns.keys[index] = self.widen(joined, (index, of_enum), &drafts);
            columns.columns[index] = self.enumeration.columns[of_enum].clone();
        }
        let codes = Codes {
            code_type: self.enumeration.code_type,
            hex_digits: self.enumeration.hex_digits,
            drafts,
            ranges: Vec::new(),
            aliases: Vec::new(),
        };
        let (named, _) = self.check.variants(joined, &codes, &columns);
        let named = self.apart(joined, named);
        let drafts: Vec<_> = named.iter().map(|(draft, _)| draft.clone()).collect();
        if is_decimal && !drafts.is_empty() {
            self.enumeration.hex_digits = 0;
        }
        let absent = self.absent(shared);
        let added = entries(named, &columns).into_iter().map(|entry| entry_of(entry, joined, shared, file, &absent));
        let added: Vec<_> = added.collect();
        self.enumeration.entries.extend(added);
        Some((drafts, columns))
    }

    /// The rows of codes that are new. A code of a row that was set aside has a finding there.
    fn new_codes<'g>(&mut self, joined: &Group<'_>, drafts: Vec<Draft<'g>>) -> Vec<Draft<'g>> {
        let column = joined.first().roles.code;
        let set_aside = possible(self.group);
        let mut places: HashMap<Code, (String, Place)> = HashMap::new();
        for entry in &self.enumeration.entries {
            let (of, row) = self.spec.row_of(entry.row());
            let place = Place::new(of.source, row.span.clone());
            let path = of.source.path().to_owned();
            places.extend(entry.codes.iter().map(|code| (code.clone(), (path.clone(), place.clone()))));
        }
        let mut new = Vec::new();
        for mut draft in drafts {
            let twin = draft.codes.iter().find_map(|code| Some((code, places.get(code)?)));
            if let Some((code, (path, place))) = twin {
                let shown = self.enumeration.show(code);
                let message = format!("this file adds code {shown}, which has a row in {path} already");
                let span = draft.row.cell_span(column);
                let finding = Finding::error(Rule::DuplicateCode, self.check.source, span, message)
                    .label_at(place.clone(), "the row");
                // A table without a row is an error of its own.
                let is_last = joined.tables[draft.row.table].table.rows.len() == 1;
                let row = draft.row.row.span.clone();
                self.check.findings.push(match is_last {
                    false => finding.fix(Fix::without_lines("take this row out", self.check.source, row)),
                    true => finding.help("take this table out, and the file out of `join` if it has no other"),
                });
                continue;
            }
            draft.codes.retain(|code| !set_aside.contains(code));
            if draft.codes.is_empty() {
                continue;
            }
            let place = Place::new(self.check.source, draft.row.row.span.clone());
            let path = self.check.source.path().to_owned();
            places.extend(draft.codes.iter().map(|code| (code.clone(), (path.clone(), place.clone()))));
            new.push(draft);
        }
        new
    }

    /// Whether the tables lack a column that says something of each code.
    fn lacks(&mut self, joined: &Group<'_>, shared: &Shared, drafts: &[Draft<'_>]) -> bool {
        let lacking: Vec<_> = lacking(&self.enumeration.columns, shared);
        let headers: Vec<_> = lacking.iter().map(|column| format!("`{}`", column.header)).collect();
        let what = match &headers[..] {
            [] => return false,
            [one] => format!("column {one}"),
            [others @ .., last] => format!("columns {} and {last}", others.join(", ")),
        };
        let header = joined.first().table.header.span.clone();
        let message = format!("this table adds codes, and lacks the {what}");
        let of_spec = Place::new(&self.spec.source, self.group.first().table.header.span.clone());
        let path = self.spec.source.path();
        let finding = Finding::error(Rule::EmptyCell, self.check.source, header, message)
            .label_at(of_spec, "of which each code has a value")
            .help(format!("add what it lacks, or say in {path} that it is optional"));
        self.check.findings.push(hiding(finding, drafts));
        true
    }

    /// Whether a directive says something of a column that is one of the spec's table: that is said there.
    fn says_otherwise(&mut self, joined: &Group<'_>, shared: &Shared, drafts: &[Draft<'_>]) -> bool {
        let named = joined.tables.iter().flat_map(|chosen| {
            let columns = chosen.options.columns.iter();
            columns.filter_map(|column| Some((column_called(chosen.table, &column.name.value)?, column)))
        });
        let named: Vec<_> = named.filter(|(index, _)| shared[*index].is_some()).collect();
        for (index, column) in &named {
            let header = &joined.first().table.header.cells[*index].text;
            let message =
                format!("the column `{header}` is one of {}, which says what it holds", self.spec.source.path());
            let span = column.name.span.clone();
            let finding = Finding::error(Rule::ConflictingSettings, self.check.source, span, message);
            self.check.findings.push(hiding(finding.help("take what is said of it here out"), drafts));
        }
        !named.is_empty()
    }

    /// The rows whose codes fit a type together with those of the enum, which gets that type.
    fn of_one_type<'g>(&mut self, joined: &Group<'_>, drafts: Vec<Draft<'g>>) -> Vec<Draft<'g>> {
        if self.enumeration.code_type == CodeType::Text {
            return drafts;
        }
        let integer = |code: &Code| match code {
            Code::Integer(number) => Some(*number),
            Code::Text(_) => None,
        };
        let mut ends = (0, 0);
        let mut include = |number: i128| ends = (number.min(ends.0), number.max(ends.1));
        self.enumeration.ranges.iter().flat_map(|range| [range.first, range.last]).for_each(&mut include);
        self.enumeration.entries.iter().flat_map(|entry| &entry.codes).filter_map(integer).for_each(include);
        let mut fitting = Vec::new();
        for draft in drafts {
            let numbers = || draft.codes.iter().filter_map(integer);
            let wider = numbers().fold(ends, |(least, greatest), number| (number.min(least), number.max(greatest)));
            let Some(code_type) = CodeType::holding(wider.0, wider.1) else {
                let code = self.enumeration.show(&draft.codes[0]);
                let message = format!("no 64-bit type holds {code} and the other codes of `{}`", self.enumeration.name);
                let span = draft.row.cell_span(joined.first().roles.code);
                let finding = Finding::error(Rule::CodeTooLarge, self.check.source, span, message);
                self.check.findings.push(finding.help("correct it"));
                continue;
            };
            ends = wider;
            // A type that was released stays as long as it holds every code.
            if !self.enumeration.code_type.holds_all(ends.0, ends.1) {
                self.enumeration.code_type = code_type;
            }
            fitting.push(draft);
        }
        fitting
    }

    /// Lets a column of the enum hold what the new rows say there; what each text of theirs stands for.
    fn widen(&mut self, joined: &Group<'_>, (index, of_enum): (usize, usize), drafts: &[Draft<'_>]) -> ValueKeys {
        let texts = drafts.iter().map(|draft| (draft.row.text(index), draft.row.cell_span(index)));
        let texts: Vec<_> = texts.filter(|(text, _)| !text.is_empty()).collect();
        match &self.enumeration.columns[of_enum].content {
            Content::Category(_) => return self.new_values(joined, of_enum, &texts),
            Content::Categories(_) => return self.known_sets(of_enum, texts),
            Content::Integer(integer) => {
                let integer = *integer;
                let of_entry = |entry: &Entry| match entry.cells[of_enum] {
                    Value::Integer(number) => Some(number),
                    _ => None,
                };
                let numbers = texts.iter().filter_map(|(text, _)| whole_number(text));
                let numbers = numbers.chain(self.enumeration.entries.iter().filter_map(of_entry));
                let (least, greatest) =
                    numbers.fold((0, 0), |(least, greatest), number| (least.min(number), greatest.max(number)));
                match CodeType::holding(least, greatest) {
                    Some(smallest) if !integer.holds_all(least, greatest) => {
                        self.enumeration.columns[of_enum].content = Content::Integer(smallest);
                    }
                    Some(_) => {}
                    None => {
                        let cell = &joined.first().table.header.cells[index];
                        let message = format!("no 64-bit type holds every number of the column `{}`", cell.text);
                        let finding = Finding::error(Rule::InvalidCell, self.check.source, cell.span.clone(), message);
                        self.check.findings.push(finding.help("correct the number that is too large"));
                    }
                }
            }
            Content::Text | Content::Boolean => {}
        }
        ValueKeys::new()
    }

    /// What the cells of the new rows stand for in a column of sets, as the directive of the spec says; a cell of which it says
    /// nothing is a finding.
    fn known_sets(&mut self, of_enum: usize, texts: Vec<(String, Range<usize>)>) -> ValueKeys {
        let column = &self.enumeration.columns[of_enum];
        let Some(category) = column.category() else { return ValueKeys::new() };
        let mut keys = ValueKeys::new();
        if let Some(options) = options(self.group).get(of_enum) {
            let default = column.default.iter().map(|default| (default.clone(), 0..0));
            keys = set_keys(options, category, texts.iter().cloned().chain(default).collect());
        }
        let path = self.spec.source.path();
        for (text, span) in texts.into_iter().filter(|(text, _)| !keys.contains_key(&value_key(text))) {
            let header = &column.header;
            let message = format!("nothing says which values of the column `{header}` this cell holds: `{text}`");
            let finding = Finding::error(Rule::InvalidCell, self.check.source, span, message);
            let help =
                format!("write a text that the directive in {path} reads, or say there in `sets` what this one holds");
            self.check.findings.push(finding.help(help));
        }
        keys
    }

    /// Gives the category of a column the values that it lacks, under their released names where they have some.
    fn new_values(&mut self, joined: &Group<'_>, of_enum: usize, texts: &[(String, Range<usize>)]) -> ValueKeys {
        let column = &self.enumeration.columns[of_enum];
        let header = column.header.clone();
        let released = joined.locked.and_then(|locked| locked.column(&header)).and_then(ReleasedColumn::category);
        let locked: HashMap<_, _> = released
            .into_iter()
            .flat_map(|(_, values)| values)
            .map(|value| (value_key(&value.text), value.variant.as_str()))
            .collect();
        let mut known = column.category().map(value_keys).unwrap_or_default();
        for (text, span) in texts {
            if known.contains_key(&value_key(text)) {
                continue;
            }
            let Content::Category(category) = &mut self.enumeration.columns[of_enum].content else { return known };
            known.insert(value_key(text), Value::Category(category.values.len()));
            let variant =
                locked.get(&value_key(text)).map(|variant| (*variant).to_owned()).or_else(|| upper_camel(text));
            let twin = variant.as_ref().and_then(|name| category.values.iter().find(|value| value.variant == *name));
            let fault = match (&variant, twin) {
                (None, _) => format!("the value `{text}` has no Latin letters to name a variant after"),
                (Some(variant), Some(twin)) => {
                    format!("the values `{}` and `{text}` would both make the variant `{variant}`", twin.text)
                }
                (Some(variant), None) => {
                    let (variant, text) = (variant.clone(), text.clone());
                    category.values.push(CategoryValue { variant, text });
                    continue;
                }
            };
            let finding = Finding::error(Rule::CategoryCollision, self.check.source, span.clone(), fault);
            let help = format!("write a value that `{header}` has in {}", self.spec.source.path());
            known.remove(&value_key(text));
            self.check.findings.push(finding.help(help));
        }
        known
    }

    /// The rows whose variants no other code has.
    fn apart<'g>(&mut self, joined: &Group<'_>, named: Vec<(Draft<'g>, String)>) -> Vec<(Draft<'g>, String)> {
        let roles = &joined.first().roles;
        let column = roles.name.or(roles.description).unwrap_or(roles.code);
        let owners: HashMap<_, _> =
            self.enumeration.entries.iter().map(|entry| (entry.variant.as_str(), entry)).collect();
        let mut apart = Vec::new();
        for (draft, variant) in named {
            let Some(owner) = owners.get(variant.as_str()) else {
                apart.push((draft, variant));
                continue;
            };
            let (one, other) = (self.enumeration.show(owner.code()), self.enumeration.show(&draft.codes[0]));
            let message = format!("the codes {one} and {other} would both make the variant `{variant}`");
            let (of, row) = self.spec.row_of(owner.row());
            let finding =
                Finding::error(Rule::VariantCollision, self.check.source, draft.row.cell_span(column), message)
                    .label_at(Place::new(of.source, row.span.clone()), "the first");
            // A name that was released stays where it is.
            let is_released = |code: &Code| {
                let mut codes = joined.locked.into_iter().flat_map(ReleasedEnum::codes);
                codes.any(|(released, row)| released.code == *code && row.variant == variant)
            };
            let finding = if is_released(&draft.codes[0]) {
                finding.help(format!("name the new one: {one} = \"...\" under [variants], in {}", of.source.path()))
            } else {
                let chosen = &joined.tables[draft.row.table];
                let name = format!("{variant}{}", other.trim_start_matches('-'));
                finding.fix(chosen.saying("name the new one", [Setting::variant(&draft.codes[0].to_string(), &name)]))
            };
            self.check.findings.push(finding.about([Topic::Code(draft.codes[0].to_string())]));
        }
        apart
    }

    /// What a new row says in each column of the enum that its table lacks: the default. Nothing for the others.
    fn absent(&self, shared: &Shared) -> Vec<Value> {
        let options = options(self.group);
        let absent = self.enumeration.columns.iter().enumerate().map(|(of_enum, column)| {
            let default = column.default.as_ref().filter(|_| !shared.contains(&Some(of_enum)));
            let keys = default.zip(column.category()).map(|(default, category)| {
                match options.get(of_enum).filter(|_| column.holds_sets()) {
                    Some(options) => set_keys(options, category, vec![(default.clone(), 0..0)]),
                    None => value_keys(category),
                }
            });
            default.and_then(|_| value(column, &keys.unwrap_or_default(), "")).unwrap_or(Value::Empty)
        });
        absent.collect()
    }
}

/// An entry of the enum, of one of a joined table; `absent` is what it says in the columns that its table lacks.
fn entry_of(entry: Entry, joined: &Group<'_>, shared: &Shared, file: &JoinedFile, absent: &[Value]) -> Entry {
    let mut cells = absent.to_vec();
    for (cell, of_enum) in entry.cells.into_iter().zip(shared) {
        if let Some(of_enum) = of_enum {
            cells[*of_enum] = cell;
        }
    }
    let marks = entry.marks.into_iter().filter_map(|(index, mark)| Some((shared[index]?, mark)));
    Entry {
        cells,
        marks: marks.collect(),
        rows: entry.rows.iter().map(|row| row.counted_from(file.first)).collect(),
        from: joined.from.map(str::to_owned),
        codes: entry.codes,
        variant: entry.variant,
        retired: entry.retired,
        former_names: entry.former_names,
    }
}
