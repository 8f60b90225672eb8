//! The columns of an enum: accessors, what their cells hold, and the values of entries.

use std::ops::Range;
use std::sync::Arc;

use super::Check;
use super::codes::Draft;
use super::groups::{Group, is_type_name};
use super::tables::{Chosen, column_called, count};
use crate::catalog::{Category, CategoryValue, CodeType, Column, Content, Entry, Role, Value};
use crate::code::{Reading, normalize};
use crate::directive::{ColumnOptions, Holds};
use crate::finding::{Finding, Rule};
use crate::ident::{is_variant_name, upper_camel};
use crate::markdown::Cell;
use crate::setting::Setting;
use crate::source::Source;
use crate::spelling::nearest;

impl Check<'_> {
    pub(super) fn columns(&mut self, group: &Group<'_>, drafts: &[Draft<'_>]) -> Vec<Column> {
        let first = group.first();
        let mut columns: Vec<Column> = Vec::new();
        let released: Vec<_> = (0..first.table.header.cells.len()).map(|index| released(group, index)).collect();
        // Methods that were released are taken before all others, wherever their columns stand.
        let mut taken: Vec<(String, String)> = Vec::new();
        for (index, column) in released.iter().enumerate().filter_map(|(index, column)| Some((index, (*column)?))) {
            if options(group, index).accessor.is_none() {
                taken.push((column.accessor.clone(), column.header.clone()));
            }
        }
        for (index, released) in released.into_iter().enumerate() {
            let role = role(first, index);
            let options = options(group, index);
            let header = first.table.header.cells[index].text.clone();
            let accessor = match released.filter(|_| role == Role::Other && options.accessor.is_none()) {
                Some(released) => released.accessor.clone(),
                None => {
                    let accessor = self.accessor(first, index, role, &options, &taken);
                    taken.extend((role == Role::Other).then(|| (accessor.clone(), header.clone())));
                    accessor
                }
            };
            let content = match (role, options.holds.unwrap_or_default()) {
                (Role::Other, Holds::Category) => {
                    let category = self.category(first, index, &options, released, drafts);
                    // An enum without a variant would hold nothing.
                    if category.values.is_empty() { Content::Text } else { Content::Category(category) }
                }
                (Role::Other, Holds::Integer) => Content::Integer(self.integers(first, index, released, drafts)),
                (Role::Other, Holds::Boolean) => Content::Boolean,
                (_, Holds::Text) => Content::Text,
                (_, _) => {
                    self.role_holds_text(first, index);
                    Content::Text
                }
            };
            let optional = options.optional.unwrap_or(false);
            columns.push(Column { header, role, accessor, content, optional });
        }
        columns
    }

    fn role_holds_text(&mut self, chosen: &Chosen<'_>, index: usize) {
        let cell = &chosen.table.header.cells[index];
        self.findings.push(
            Finding::error(
                Rule::InvalidValue,
                self.source,
                cell.span.clone(),
                format!("`{}` is the code, the name or the description, and so holds text", cell.text),
            )
            .help("take `as` out of its `[columns]` entry, or give the role to another column"),
        );
    }

    /// The values of a category, in the order of their first use.
    fn category(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        released: Option<&Column>,
        drafts: &[Draft<'_>],
    ) -> Category {
        let header = &chosen.table.header.cells[index];
        let released = released.and_then(Column::category);
        let mut values: Vec<(CategoryValue, Range<usize>)> = Vec::new();
        // A value has one fault, in however many rows it stands.
        let mut faulty: Vec<String> = Vec::new();
        for draft in drafts {
            let text = draft.row.text(index);
            let mut known = values.iter().map(|(value, _)| &value.text).chain(&faulty);
            if text.is_empty() || known.any(|known| same_value(known, &text)) {
                continue;
            }
            let span = draft.row.cell_span(index);
            let locked =
                released.and_then(|released| released.values.iter().find(|value| same_value(&value.text, &text)));
            let locked = locked.map(|value| value.variant.as_str());
            let Some(variant) = self.value_variant(chosen, &header.text, &text, &span, options, locked) else {
                faulty.push(text);
                continue;
            };
            match values.iter().find(|(value, _)| value.variant == variant) {
                None => values.push((CategoryValue { variant, text }, span)),
                Some(first) => {
                    let finding = values_meet(self.source, chosen, &header.text, &variant, &text, span, first);
                    self.findings.push(finding);
                    faulty.push(text);
                }
            }
        }
        self.unknown_values(options, index, released, drafts);
        if values.is_empty() && faulty.is_empty() && !drafts.is_empty() {
            self.findings.push(self.no_value(header));
        }
        let name = self.category_name(&header.text, index, options, released);
        Category { name, values: values.into_iter().map(|(value, _)| value).collect() }
    }

    fn no_value(&self, header: &Cell) -> Finding {
        let message = format!("no cell of the column `{}` has a value, so its category would have none", header.text);
        Finding::error(Rule::InvalidCell, self.source, header.span.clone(), message)
            .help("fill a cell, or take `as = \"category\"` out of its `[columns]` entry")
    }

    fn category_name(
        &mut self,
        header: &str,
        index: usize,
        options: &ColumnOptions,
        released: Option<&Category>,
    ) -> String {
        let given = options.type_name.as_ref();
        if let Some(bad) = given.filter(|name| !is_type_name(&name.value)) {
            let message = format!("`{}` cannot be the name of an enum", bad.value);
            self.findings.push(
                Finding::error(Rule::InvalidValue, self.source, bad.span.clone(), message)
                    .help("write it in upper camel case: enum = \"Category\""),
            );
        }
        given
            .map(|name| name.value.clone())
            .filter(|name| is_type_name(name))
            .or_else(|| released.map(|released| released.name.clone()))
            .or_else(|| upper_camel(header))
            .unwrap_or_else(|| format!("Column{}", index + 1))
    }

    fn value_variant(
        &mut self,
        chosen: &Chosen<'_>,
        header: &str,
        text: &str,
        span: &Range<usize>,
        options: &ColumnOptions,
        locked: Option<&str>,
    ) -> Option<String> {
        if let Some((_, given)) = options.variants.iter().find(|(key, _)| same_value(&key.value, text)) {
            if is_variant_name(&given.value) {
                return Some(given.value.clone());
            }
            let message = format!("`{}` cannot be the name of a variant", given.value);
            self.findings.push(
                Finding::error(Rule::InvalidValue, self.source, given.span.clone(), message)
                    .help("write it in upper camel case, without an underscore"),
            );
            return None;
        }
        let variant = locked.map(str::to_owned).or_else(|| upper_camel(text));
        if variant.is_none() {
            let settings = [Setting::value_variant(header, text, "...")];
            self.findings.push(
                Finding::error(
                    Rule::CategoryCollision,
                    self.source,
                    span.clone(),
                    format!("the value `{text}` has no Latin letters to name a variant after"),
                )
                .help(format!("name it, {}", chosen.paste(&settings))),
            );
        }
        variant
    }

    fn unknown_values(
        &mut self,
        options: &ColumnOptions,
        index: usize,
        released: Option<&Category>,
        drafts: &[Draft<'_>],
    ) {
        let is_gone = |text: &str| {
            released.is_some_and(|released| released.values.iter().any(|value| same_value(&value.text, text)))
        };
        for (key, _) in options.variants.iter().filter(|(key, _)| !is_gone(&key.value)) {
            if !drafts.iter().any(|draft| same_value(&draft.row.text(index), &key.value)) {
                let message = format!("no cell of the column holds `{}`", key.value);
                let finding = Finding::error(Rule::UnknownColumn, self.source, key.span.clone(), message);
                let texts: Vec<_> = drafts.iter().map(|draft| draft.row.text(index)).collect();
                let help = match nearest(&key.value, texts.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "take the line out".to_owned(),
                };
                self.findings.push(finding.help(help));
            }
        }
    }

    fn integers(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        released: Option<&Column>,
        drafts: &[Draft<'_>],
    ) -> CodeType {
        let released = released.and_then(|released| match released.content {
            Content::Integer(integer) => Some(integer),
            _ => None,
        });
        let values = drafts.iter().filter_map(|draft| integer(&draft.row.text(index)));
        let (least, greatest) = values.fold((0, 0), |(least, greatest), value| (least.min(value), greatest.max(value)));
        let smallest = CodeType::holding(least, greatest);
        let kept = released.filter(|released| smallest.is_some_and(|smallest| released.includes(smallest)));
        kept.or(smallest).unwrap_or_else(|| {
            let cell = &chosen.table.header.cells[index];
            let message = format!("no 64-bit type holds every number of the column `{}`", cell.text);
            self.findings.push(
                Finding::error(Rule::InvalidCell, self.source, cell.span.clone(), message)
                    .help("take `as = \"integer\"` out of its `[columns]` entry"),
            );
            CodeType::I64
        })
    }

    /// Sets aside the rows whose cells do not hold what their columns do.
    pub(super) fn fitting<'g>(
        &mut self,
        group: &Group<'_>,
        columns: &[Column],
        drafts: Vec<Draft<'g>>,
    ) -> Vec<Draft<'g>> {
        let mut bad = vec![false; drafts.len()];
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code) {
            let mut empty = Vec::new();
            for (number, draft) in drafts.iter().enumerate() {
                let text = draft.row.text(index);
                if text.is_empty() && !column.optional {
                    empty.push(draft.row.cell_span(index));
                    // An empty text is a text; a category has no empty value.
                    bad[number] |= column.content != Content::Text;
                } else if !text.is_empty() && value(column, &text).is_none() {
                    bad[number] = true;
                    self.misfit(column, &text, draft.row.cell_span(index));
                }
            }
            self.empty_cells(group, column, index, &empty, drafts.len());
        }
        let mut bad = bad.into_iter();
        drafts.into_iter().filter(|_| !bad.next().unwrap_or(false)).collect()
    }

    /// One finding for a column, since a column with one empty cell tends to have many.
    fn empty_cells(&mut self, group: &Group<'_>, column: &Column, index: usize, empty: &[Range<usize>], rows: usize) {
        let Some(first) = empty.first() else { return };
        let message = match empty.len() {
            1 => format!("this cell of the column `{}` is empty", column.header),
            number => format!("{number} of {} in the column `{}` are empty", count(rows, "cell"), column.header),
        };
        let finding = match column.content {
            Content::Text => Finding::warning,
            _ => Finding::error,
        };
        let mut finding = finding(Rule::EmptyCell, self.source, first.clone(), message);
        for other in empty.iter().skip(1).take(2) {
            finding = finding.label(other.clone(), "empty too");
        }
        let chosen = group.first();
        let settings = vec![setting(chosen, index, "optional", "true")];
        let remedy = "fill it, or let its accessor return an `Option`";
        self.findings.push(chosen.settle(finding, remedy, settings, "some of its cells are empty"));
    }

    fn misfit(&mut self, column: &Column, text: &str, span: Range<usize>) {
        let (wanted, help) = match &column.content {
            Content::Integer(_) => ("a whole number", "write a number"),
            Content::Boolean => ("yes or no", "write `yes` or `no`, `true` or `false`"),
            // The category has said what is wrong with this value.
            Content::Category(_) | Content::Text => return,
        };
        self.findings.push(
            Finding::error(
                Rule::InvalidCell,
                self.source,
                span,
                format!("`{text}` is not {wanted}, as the column `{}` is declared", column.header),
            )
            .help(format!("{help}, or change `as` in the directive above the table")),
        );
    }
}

fn role(chosen: &Chosen<'_>, index: usize) -> Role {
    if index == chosen.roles.code {
        Role::Code
    } else if Some(index) == chosen.roles.name {
        Role::Name
    } else if Some(index) == chosen.roles.description {
        Role::Description
    } else {
        Role::Other
    }
}

/// What was released of a column. Headers that repeat do not tell which is which.
fn released<'g>(group: &Group<'g>, index: usize) -> Option<&'g Column> {
    let header = &group.first().table.header.cells[index].text;
    let is_unique = group.first().headers().filter(|other| other == header).count() == 1;
    group.locked.filter(|_| is_unique)?.column(header)
}

/// What the directives of a group say about a column: the first that says something counts.
fn options(group: &Group<'_>, index: usize) -> ColumnOptions {
    let mut merged = ColumnOptions::default();
    for chosen in &group.tables {
        for (name, options) in &chosen.options.columns {
            if column_called(chosen.table, &name.value) == Some(index) {
                let options = options.clone();
                merged.holds = merged.holds.or(options.holds);
                merged.optional = merged.optional.or(options.optional);
                merged.accessor = merged.accessor.or(options.accessor);
                merged.type_name = merged.type_name.or(options.type_name);
                merged.variants.extend(options.variants);
            }
        }
    }
    merged
}

/// The entry that a draft makes; its cells fit, since [`Check::fitting`] has let it pass.
pub(super) fn entry((draft, variant): (Draft<'_>, String), columns: &[Column]) -> Entry {
    let cells = columns.iter().enumerate();
    Entry {
        cells: cells.map(|(index, column)| value(column, &draft.row.text(index)).unwrap_or(Value::Empty)).collect(),
        codes: draft.codes,
        variant,
        retired: draft.retired,
        lines: draft.lines,
    }
}

/// What a cell holds; `None` where that is not what its column does.
fn value(column: &Column, text: &str) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::Empty);
    }
    match &column.content {
        Content::Text => Some(Value::Text(text.to_owned())),
        Content::Category(category) => {
            category.values.iter().position(|value| same_value(&value.text, text)).map(Value::Category)
        }
        Content::Integer(_) => integer(text).map(Value::Integer),
        Content::Boolean => boolean(text).map(Value::Boolean),
    }
}

fn integer(text: &str) -> Option<i128> {
    match Reading::of(&normalize(text)) {
        Reading::Number(number) => Some(number.value),
        _ => None,
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "x" | "✓" | "✔" | "✅" | "是" | "ja" | "oui" | "да" | "sim" | "sí" => {
            Some(true)
        }
        "false" | "no" | "n" | "-" | "✗" | "✘" | "❌" | "否" | "nein" | "non" | "нет" | "não" => Some(false),
        _ => None,
    }
}

/// Whether two texts are one value of a category: equal but for white space.
fn same_value(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

fn values_meet(
    source: &Arc<Source>,
    chosen: &Chosen<'_>,
    header: &str,
    variant: &str,
    text: &str,
    span: Range<usize>,
    (first, first_span): &(CategoryValue, Range<usize>),
) -> Finding {
    let settings = [Setting::value_variant(header, text, &format!("{variant}2"))];
    let message = format!("the values `{}` and `{text}` would both make the variant `{variant}`", first.text);
    Finding::error(Rule::CategoryCollision, source, span, message)
        .label(first_span.clone(), "the first")
        .help(format!("write them alike, or name one of them, {}", chosen.paste(&settings)))
}

/// A setting of a column, which a number names where its header does not.
pub(super) fn setting(chosen: &Chosen<'_>, index: usize, key: &str, value: &str) -> Setting {
    let header = &chosen.table.header.cells[index].text;
    let repeated = chosen.headers().filter(|other| other == header).count() > 1;
    let number = (index + 1).to_string();
    Setting::column(if repeated || header.is_empty() { &number } else { header }, key, value)
}
