//! The columns of an enum: accessors, what their cells hold, and the values of entries.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Resolve;
use super::categories::{ValueKeys, value_key};
use super::codes::Draft;
use super::column_options::{options, said};
use super::groups::Group;
use super::tables::{Chosen, column_called, column_key, count};
use crate::catalog::{CodeType, Column, Content, Entry, Role, Value, has, with};
use crate::directive::{ColumnOptions, Holds, NamedColumn, Spanned};
use crate::finding::{Finding, Place, Rule, Setting, Topic};
use crate::lock::{ReleasedColumn, ReleasedContent, ReleasedEnum};
use crate::reading::{boolean, is_nothing, whole_number};
use crate::text::{Mark, toml_string};

/// The columns of an enum, with what their cells say.
#[derive(Default)]
pub(crate) struct Columns {
    pub(crate) columns: Vec<Column>,
    /// What the texts of each column stand for; nothing where it holds no category.
    pub(crate) keys: Vec<ValueKeys>,
}

impl Resolve<'_> {
    /// The columns of a group of tables. `taken` are the methods that its enum has already, with their headers.
    pub(crate) fn columns(
        &mut self,
        group: &Group<'_>,
        drafts: &[Draft<'_>],
        mut taken: Vec<(String, String)>,
    ) -> Columns {
        let first = group.first();
        let mut columns = Columns::default();
        self.contradictions(group);
        let options = options(group);
        let of_column = |(index, options): (usize, &ColumnOptions)| {
            released(group, index).or_else(|| released_as(group, options.accessor.as_ref()?))
        };
        let released: Vec<_> = options.iter().enumerate().map(of_column).collect();
        // Methods that were released are taken before all others, wherever their columns stand.
        for (index, column) in released.iter().enumerate().filter_map(|(index, column)| Some((index, (*column)?))) {
            if options[index].accessor.is_none() {
                let methods = methods_of(&column.accessor, options[index].holds);
                taken.extend(methods.map(|method| (method, column.header.clone())));
            }
        }
        for ((index, released), options) in released.into_iter().enumerate().zip(options) {
            let role = role(first, index);
            let header = first.table.header.cells[index].text.clone();
            let accessor = match released.filter(|_| role == Role::Other && options.accessor.is_none()) {
                Some(released) => released.accessor.clone(),
                None => {
                    let accessor = self.accessor(first, index, role, &options, &taken);
                    if role == Role::Other {
                        let methods = methods_of(&accessor, options.holds);
                        taken.extend(methods.map(|method| (method, header.clone())));
                    }
                    accessor
                }
            };
            let mut keys = ValueKeys::new();
            self.unfit_for_sets(first, index, &options);
            let content = match (role, options.holds.unwrap_or_default()) {
                // An enum without a variant would hold nothing.
                (Role::Other, Holds::Category) => {
                    let (category, texts) = self.category(first, index, &options, (group.locked, released), drafts);
                    keys = texts;
                    if category.values.is_empty() { Content::Text } else { Content::Category(category) }
                }
                (Role::Other, Holds::Categories) => {
                    let (category, texts) = self.categories(first, (index, &accessor), &options, released, drafts);
                    keys = texts;
                    if category.values.is_empty() { Content::Text } else { Content::Categories(category) }
                }
                (Role::Other, Holds::Integer) => {
                    Content::Integer(self.integers(first, index, &options, released, drafts))
                }
                (Role::Other, Holds::Boolean) => Content::Boolean,
                (_, Holds::Text) => Content::Text,
                (_, _) => {
                    self.role_holds_text(first, index);
                    Content::Text
                }
            };
            // A file that is joined need not speak of every code.
            let is_joined = group.from.is_some() && options.default.is_none();
            let optional = options.optional.unwrap_or(is_joined && role != Role::Name);
            let from = group.from.map(str::to_owned);
            let mut column = Column { header, role, accessor, content, optional, default: None, from };
            column.default = self.default_value(&column, &options);
            columns.columns.push(column);
            columns.keys.push(keys);
        }
        columns
    }

    /// Tables of one enum share their columns, so what is said of one in two ways holds in neither.
    fn contradictions(&mut self, group: &Group<'_>) {
        let table = group.first().table;
        let mut first: HashMap<(usize, &str), Spanned<String>> = HashMap::new();
        for columns in said(group) {
            // Of what a directive and `errtable default` say, the directive counts.
            let mut own = HashSet::new();
            for NamedColumn { name, options, .. } in columns {
                let Some(index) = column_called(table, &name.value) else { continue };
                for (key, said) in options.said(name) {
                    if !own.insert((index, key)) {
                        continue;
                    }
                    let before = first.entry((index, key)).or_insert_with(|| said.clone());
                    if before.value != said.value {
                        let header = &table.header.cells[index].text;
                        let message = format!(
                            "`{key}` of the column `{header}` is {} here, and {} for another table of the same enum",
                            said.value, before.value
                        );
                        self.findings.push(
                            Finding::error(Rule::ConflictingSettings, self.source, said.span, message)
                                .label(before.span.clone(), "the first")
                                .help("say one of them, or give this table an enum of its own: enum = \"...\""),
                        );
                    }
                }
            }
        }
    }

    /// What the column says where a cell is empty, if it can say that.
    fn default_value(&mut self, column: &Column, options: &ColumnOptions) -> Option<String> {
        let given = options.default.as_ref()?;
        let (what, title) = match (column.role, &column.content) {
            _ if column.optional => ("an optional column has no value there", "take `default` or `optional` out"),
            (Role::Code | Role::Name | Role::Description, _) => {
                ("a code, name or description is its row's own", "take it out")
            }
            (_, Content::Integer(_) | Content::Boolean) if value(column, &ValueKeys::new(), &given.value).is_none() => {
                ("its cells hold something else", "write what a cell could hold, or take it out")
            }
            _ => return Some(given.value.clone()),
        };
        let message = format!("the column `{}` cannot have a `default` of `{}`: {what}", column.header, given.value);
        let span = given.span.clone();
        let finding = Finding::error(Rule::UnfitSetting, self.source, span.clone(), message);
        self.findings.push(finding.fix_without_key(title, span));
        None
    }

    fn role_holds_text(&mut self, chosen: &Chosen<'_>, index: usize) {
        let cell = &chosen.table.header.cells[index];
        self.findings.push(
            Finding::error(
                Rule::UnfitSetting,
                self.source,
                cell.span.clone(),
                format!("`{}` is the code, the name or the description, and so holds text", cell.text),
            )
            .help("take `as` out of its `[columns]` entry, or give the role to another column"),
        );
    }

    fn integers(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        options: &ColumnOptions,
        released: Option<&ReleasedColumn>,
        drafts: &[Draft<'_>],
    ) -> CodeType {
        let released = released.and_then(|released| match released.content {
            ReleasedContent::Integer(integer) => Some(integer),
            _ => None,
        });
        let default = options.default.iter().filter_map(|default| whole_number(&default.value));
        let values = drafts.iter().filter_map(|draft| whole_number(&draft.row.text(index))).chain(default);
        let (least, greatest) = values.fold((0, 0), |(least, greatest), value| (least.min(value), greatest.max(value)));
        let smallest = CodeType::holding(least, greatest);
        let kept = released.filter(|released| released.holds_all(least, greatest));
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
    pub(crate) fn fitting<'g>(
        &mut self,
        group: &Group<'_>,
        Columns { columns, keys }: &Columns,
        drafts: Vec<Draft<'g>>,
    ) -> Vec<Draft<'g>> {
        let mut bad = vec![false; drafts.len()];
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.role != Role::Code) {
            let mut empty = Vec::new();
            for (number, draft) in drafts.iter().enumerate() {
                let text = draft.row.text(index);
                if text.is_empty() && !column.optional && column.default.is_none() {
                    empty.push(draft.row.cell_span(index));
                    // An empty text is a text; a category has no empty value.
                    bad[number] |= column.content != Content::Text;
                } else if let Some(finding) = self.struck(group, column, index, draft) {
                    bad[number] = true;
                    self.findings.push(draft.row.with_others(finding));
                } else if held(column, &keys[index], draft, index).is_none() {
                    bad[number] = true;
                    self.misfit(column, &text, index, draft);
                }
            }
            self.empty_cells(group, column, index, &empty, drafts.len());
        }
        let mut bad = bad.into_iter();
        drafts.into_iter().filter(|_| !bad.next().unwrap_or(false)).collect()
    }

    /// A value of a live row that is struck out, as a whole or in part, holds no longer; what holds, the cell does not say.
    fn struck(&self, group: &Group<'_>, column: &Column, index: usize, draft: &Draft<'_>) -> Option<Finding> {
        let is_prose = column.content == Content::Text && column.role != Role::Name;
        let (is_any, is_whole) = draft.row.row.cells[index].struck();
        if draft.retired() || is_prose || !is_any {
            return None;
        }
        let what = if is_whole { "this value" } else { "a part of this value" };
        let message = format!("{what} is struck out, and its row is not");
        let finding = Finding::error(Rule::StruckCell, self.source, draft.row.cell_span(index), message)
            .help("write the value that holds");
        Some(match group.from {
            None => {
                let code = &draft.row.code().text;
                finding.help(format!("or, if the code is given up, strike it out: ~~{code}~~"))
            }
            Some(_) => finding,
        })
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
        let lines = empty.iter().map(|cell| Topic::line(&Place::new(self.source, cell.clone())));
        finding.explains.extend(lines);
        let chosen = group.first();
        // To make it optional would break what was released, where the accessor then returned an `Option`.
        let of_role =
            |locked: &'_ ReleasedEnum| locked.columns.iter().any(|old| old.role == column.role && !old.optional);
        let was_whole = match column.role {
            Role::Other => released(group, index).is_some_and(|released| !released.optional),
            _ => group.locked.is_some_and(of_role),
        };
        let default = released(group, index).and_then(|released| released.default.as_ref());
        if let Some(default) = default.filter(|_| column.default.is_none()) {
            let setting = setting(chosen, index, "default", &toml_string(default));
            let title = "fill it, or say again what holds where nothing is said";
            self.findings.push(finding.fix(chosen.saying(title, [setting])));
            return;
        }
        if was_whole && !column.holds_sets() {
            self.findings.push(finding.help("fill it: its accessor was released without an `Option`"));
            return;
        }
        if group.from.is_some() && column.from.is_none() {
            self.findings.push(finding.help("fill it: the spec says that each code has a value there"));
            return;
        }
        let setting = setting(chosen, index, "optional", "true");
        let title = match column.holds_sets() {
            true => "fill it, or let its set be empty",
            false => "fill it, or let its accessor return an `Option`",
        };
        let why = format!("{} of {} cells are empty", empty.len(), rows);
        self.findings.push(finding.fix(chosen.saying_why(title, setting, &why)));
    }

    fn misfit(&mut self, column: &Column, text: &str, index: usize, draft: &Draft<'_>) {
        let (wanted, help) = match &column.content {
            Content::Integer(_) => ("a whole number", "write a number"),
            Content::Boolean => ("yes or no", "write `yes` or `no`, `true` or `false`"),
            // The category has said what is wrong with this value.
            Content::Category(_) | Content::Categories(_) | Content::Text => return,
        };
        let message = format!("`{text}` is not {wanted}, as the column `{}` is declared", column.header);
        let finding = Finding::error(Rule::InvalidCell, self.source, draft.row.cell_span(index), message)
            .help(format!("{help}, or change `as` in the directive above the table"));
        self.findings.push(draft.row.with_others(finding));
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
fn released<'g>(group: &Group<'g>, index: usize) -> Option<&'g ReleasedColumn> {
    let header = &group.first().table.header.cells[index].text;
    let is_unique = group.first().headers().filter(|other| other == header).count() == 1;
    group.locked.filter(|_| is_unique)?.column(header)
}

/// The column that was released with a method, which a directive gives to one under another header.
fn released_as<'g>(group: &Group<'g>, accessor: &Spanned<String>) -> Option<&'g ReleasedColumn> {
    let mut columns = group.locked?.columns.iter();
    columns.find(|column| column.role == Role::Other && column.accessor == accessor.value)
}

/// The entries that drafts make; their cells fit, since [`Check::fitting`] has let them pass.
pub(crate) fn entries(drafts: Vec<(Draft<'_>, String)>, Columns { columns, keys }: &Columns) -> Vec<Entry> {
    let entry = |(draft, variant): (Draft<'_>, String)| {
        let cells = columns.iter().zip(keys).enumerate();
        let cell = |(index, (column, keys))| held(column, keys, &draft, index).unwrap_or(Value::Empty);
        let cells: Vec<_> = cells.map(cell).collect();
        let marks = columns.iter().zip(&cells).enumerate().flat_map(|(index, (column, value))| {
            marks(&draft, index, column, value).iter().map(move |mark| (index, mark.clone()))
        });
        let marks = marks.collect();
        Entry {
            retired: draft.retired(),
            marks,
            cells,
            codes: draft.codes,
            variant,
            former_names: Vec::new(),
            rows: draft.rows,
            from: None,
        }
    };
    drafts.into_iter().map(entry).collect()
}

/// The marks of a draft's cell; those of a category's hold for its value where both are the same text.
pub(crate) fn marks<'d>(draft: &'d Draft<'_>, index: usize, column: &Column, value: &Value) -> &'d [Mark] {
    let marks = draft.row.marks(index);
    let holds = || column.shown(value) == Some(draft.row.text(index));
    if marks.is_empty() || !holds() { &[] } else { marks }
}

/// What a draft holds in a column; `None` where that is not what the column does. The sets of merged rows are one.
pub(crate) fn held(column: &Column, keys: &ValueKeys, draft: &Draft<'_>, index: usize) -> Option<Value> {
    let texts = if column.holds_sets() { draft.row.texts(index) } else { Vec::new() };
    if texts.len() < 2 {
        return value(column, keys, &draft.row.shown(index, column.role));
    }
    let values = texts.iter().map(|text| value(column, keys, text)).collect::<Option<Vec<_>>>()?;
    let mut values: Vec<usize> = values.iter().flat_map(Value::values).copied().collect();
    values.sort_unstable();
    values.dedup();
    Some(Value::Categories(values.into()))
}

/// The methods that columns give to their enum, each with the header of its column.
pub(crate) fn methods<'c>(columns: impl Iterator<Item = &'c Column>) -> Vec<(String, String)> {
    let of_column = |column: &'c Column| {
        let holds = match &column.content {
            Content::Text => Holds::Text,
            Content::Category(_) => Holds::Category,
            Content::Categories(_) => Holds::Categories,
            Content::Integer(_) => Holds::Integer,
            Content::Boolean => Holds::Boolean,
        };
        methods_of(&column.accessor, Some(holds)).map(|method| (method, column.header.clone()))
    };
    columns.filter(|column| column.role == Role::Other).flat_map(of_column).collect()
}

/// The methods of a column by its accessor, which stands first, and by what its cells hold.
pub(crate) fn methods_of(accessor: &str, holds: Option<Holds>) -> impl Iterator<Item = String> {
    let has = (holds == Some(Holds::Categories)).then(|| has(accessor));
    let is_indexed = matches!(holds, Some(Holds::Category | Holds::Categories | Holds::Boolean));
    let with = is_indexed.then(|| with(accessor));
    [accessor.to_owned()].into_iter().chain(has).chain(with)
}

/// What a cell holds; `None` where that is not what its column does.
pub(crate) fn value(column: &Column, keys: &ValueKeys, text: &str) -> Option<Value> {
    let text = match (text, &column.default) {
        ("", Some(default)) => default,
        ("", None) => return Some(Value::Empty),
        (text, _) if column.optional && is_nothing(text) && column.content != Content::Boolean => {
            return Some(Value::Empty);
        }
        (text, _) => text,
    };
    match &column.content {
        Content::Text => Some(Value::Text(text.to_owned())),
        Content::Category(_) | Content::Categories(_) => keys.get(&value_key(text)).cloned(),
        Content::Integer(_) => whole_number(text).map(Value::Integer),
        Content::Boolean => boolean(text).map(Value::Boolean),
    }
}

/// A setting of a column, which a number names where its header does not.
pub(crate) fn setting(chosen: &Chosen<'_>, index: usize, key: &str, value: &str) -> Setting {
    Setting::column(&column_key(chosen, index), key, value)
}
