//! What a spec says, checked: plain data from which every emitter works without asking again.
//!
//! Only the checks that [`compile`](crate::compile()) runs make these values, and a [`Catalog`] gives them out for reading, so what it holds
//! stays true: names are identifiers and unique, codes fit their type and are unique, cells match their columns.

mod code;
pub(crate) mod identifier;
mod options;
pub(crate) mod reserved;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use self::code::{Code, CodeType};
pub(crate) use self::options::attribute;
pub use self::options::{Impl, TypeOptions};
pub use crate::text::{Mark, MarkKind, RowId, TableId};

/// Everything that one spec defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    pub(crate) source: String,
    pub(crate) enums: Vec<Enum>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) other_tables: Vec<usize>,
}

impl Catalog {
    /// The path of the spec, as findings show it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name of the spec's file: `tpns.md`.
    pub fn file_name(&self) -> &str {
        self.source.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The enums, in the order of their first tables.
    pub fn enums(&self) -> &[Enum] {
        &self.enums
    }

    /// The rows that made no entry because the spec asked for it, those of tables left out by a directive included.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The 1-based lines of the headers of tables that hold no error codes.
    pub fn other_tables(&self) -> &[usize] {
        &self.other_tables
    }

    /// The rows that are accounted for: those that make an entry or a range, and those that are skipped.
    pub(crate) fn rows(&self) -> HashSet<RowId> {
        let entries = self.enums.iter().flat_map(|of| of.entries.iter().flat_map(|entry| &entry.rows));
        let ranges = self.enums.iter().flat_map(|of| of.ranges.iter().flat_map(|range| &range.rows));
        entries.chain(ranges).chain(self.skipped.iter().map(|skipped| &skipped.row)).copied().collect()
    }
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The row, by its table and its number.
    pub row: RowId,
    /// Why it was left out: what the spec says, or that the row is empty.
    pub reason: String,
}

/// One generated enum: the rows of one table, or of several that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enum {
    /// Its Rust name, in upper camel case.
    pub name: String,
    /// The tables of the spec that make it, in the order of the file. At least one.
    pub tables: Vec<TableId>,
    /// The type of its codes.
    pub code_type: CodeType,
    /// The digits of its longest code where every code is written in hexadecimal, else 0.
    pub hex_digits: usize,
    /// Its columns, in the table's order; then those that other files add.
    pub columns: Vec<Column>,
    /// Its entries, in the table's order; then those that other files add. At least one.
    pub entries: Vec<Entry>,
    /// Further names of its entries.
    pub aliases: Vec<Alias>,
    /// Ranges of codes that the table describes as a whole.
    pub ranges: Vec<CodeRange>,
    /// What it carries beside what its table says.
    pub options: TypeOptions,
}

impl Enum {
    /// The index of the column with a role that only one column has.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// The name that the table gives an entry.
    pub fn name_of<'a>(&self, entry: &'a Entry) -> Option<&'a str> {
        entry.cells[self.column(Role::Name)?].as_text()
    }

    /// The description that the table gives an entry.
    pub fn description_of<'a>(&self, entry: &'a Entry) -> Option<&'a str> {
        entry.cells[self.column(Role::Description)?].as_text()
    }

    /// The columns that are neither code nor name nor description, with their indices.
    pub fn other_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Other)
    }

    /// The categories of the enum, with the indices of their columns: those of which a cell holds one value, and those of
    /// which it holds several.
    pub fn categories(&self) -> impl Iterator<Item = (usize, &Column, &Category)> {
        self.columns.iter().enumerate().filter_map(|(index, column)| Some((index, column, column.category()?)))
    }

    /// The further names of each entry that has some, by its index.
    pub fn aliases_by_entry(&self) -> HashMap<usize, Vec<&Alias>> {
        let mut aliases: HashMap<usize, Vec<&Alias>> = HashMap::new();
        for alias in &self.aliases {
            aliases.entry(alias.entry).or_default().push(alias);
        }
        aliases
    }

    /// The columns of few values, each of which leads back to its codes, with their indices: categories, sets of them, and
    /// those of yes and no.
    pub fn indexed_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.number_of_values().is_some())
    }

    /// The indices of the entries that have each value of an [indexed column](Self::indexed_columns), in the order of the
    /// table. Of yes and no, no stands first.
    pub fn rows_by_value(&self, column: usize) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new(); self.columns[column].number_of_values().unwrap_or(0)];
        for (row, entry) in self.entries.iter().enumerate() {
            match &entry.cells[column] {
                Value::Boolean(answer) => rows[usize::from(*answer)].push(row),
                value => value.values().iter().for_each(|&value| rows[value].push(row)),
            }
        }
        rows
    }

    /// A code as the generated code shows it: hexadecimal where the whole column is.
    pub fn show(&self, code: &Code) -> String {
        code.shown(self.hex_digits)
    }
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The codes. Exactly one column.
    Code,
    /// A symbol or short phrase. At most one column.
    Name,
    /// What the code means, in prose. At most one column.
    Description,
    /// Anything else; reached by an accessor.
    Other,
}

/// One column of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its header, as the table shows it.
    pub header: String,
    /// What it means.
    pub role: Role,
    /// The method that reads it: `name`, `description`, or one named after the header. May be a keyword.
    pub accessor: String,
    /// What its cells hold.
    pub content: Content,
    /// Whether cells may be empty, so that the accessor returns an `Option`; that of a column of sets then returns an empty
    /// one.
    pub optional: bool,
    /// What it says of a code whose cell is empty, or which has no row in the file that adds the column.
    pub default: Option<String>,
    /// The file that adds it to the table, as the spec names it; `None` for a column of the table itself.
    pub from: Option<String>,
}

impl Column {
    /// Whether it is kept from the lock: the table has it no more.
    pub fn is_kept(&self) -> bool {
        self.from.as_ref().is_some_and(|file| file.ends_with(".lock"))
    }

    /// Its header or, where that is empty, its accessor.
    pub fn shown_header(&self) -> &str {
        if self.header.is_empty() { &self.accessor } else { &self.header }
    }

    /// A cell of this column as text; `None` where it is empty. Several values stand in the order of their category.
    pub fn shown(&self, value: &Value) -> Option<String> {
        match (value, &self.content) {
            (Value::Text(text), _) => Some(text.clone()),
            (Value::Category(index), Content::Category(category)) => Some(category.values[*index].text.clone()),
            (Value::Categories(values), Content::Categories(category)) if !values.is_empty() => {
                Some(category.listed(values))
            }
            (Value::Integer(number), _) => Some(number.to_string()),
            (Value::Boolean(answer), _) => Some(if *answer { "yes" } else { "no" }.to_owned()),
            (Value::Empty | Value::Category(_) | Value::Categories(_), _) => None,
        }
    }

    /// The same for a reader, with a word for every value of a category.
    pub fn told(&self, value: &Value) -> Option<String> {
        let is_every = |category: &Category| self.holds_sets() && category.is_every(value.values());
        if self.category().is_some_and(is_every) { Some("every value".to_owned()) } else { self.shown(value) }
    }

    /// The category, if its cells hold values of one.
    pub fn category(&self) -> Option<&Category> {
        match &self.content {
            Content::Category(category) | Content::Categories(category) => Some(category),
            _ => None,
        }
    }

    /// Whether its cells hold several values each.
    pub fn holds_sets(&self) -> bool {
        matches!(self.content, Content::Categories(_))
    }

    /// How many values its cells can have, where these are few.
    fn number_of_values(&self) -> Option<usize> {
        match &self.content {
            Content::Boolean => Some(2),
            _ => self.category().map(|category| category.values.len()),
        }
    }

    /// What its accessor returns, as Rust writes it: `Option<FeedbackApi>`.
    pub fn returns(&self) -> String {
        self.content.kind().returned(self.optional)
    }
}

/// The method that asks whether the set of a column has a value.
pub(crate) fn has(accessor: &str) -> String {
    format!("has_{accessor}")
}

/// The function that gives the codes that have a value in a column.
pub(crate) fn with(accessor: &str) -> String {
    format!("with_{accessor}")
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text,
    /// One of few values, which an enum of its own lists.
    Category(Category),
    /// Several of few values, which an enum of its own lists.
    Categories(Category),
    /// Whole numbers of a type.
    Integer(CodeType),
    /// Yes or no.
    Boolean,
}

impl Content {
    /// The kind of value that it is.
    pub fn kind(&self) -> Kind<'_> {
        match self {
            Content::Text => Kind::Text,
            Content::Category(category) => Kind::Category(&category.name),
            Content::Categories(category) => Kind::Categories(&category.name),
            Content::Integer(integer) => Kind::Integer(*integer),
            Content::Boolean => Kind::Boolean,
        }
    }
}

/// The kind of value that the cells of a column hold, without the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Text.
    Text,
    /// A value of the category with this name.
    Category(&'a str),
    /// Several values of the category with this name.
    Categories(&'a str),
    /// A whole number of a type.
    Integer(CodeType),
    /// Yes or no.
    Boolean,
}

impl Kind<'_> {
    /// What the accessor of a column returns, as Rust writes it: `Option<FeedbackApi>`.
    pub(crate) fn returned(self, is_optional: bool) -> String {
        let value = match self {
            Kind::Text => "&str",
            Kind::Category(name) => name,
            // A set that holds nothing is empty.
            Kind::Categories(name) => return format!("&[{name}]"),
            Kind::Integer(integer) => integer.as_str(),
            Kind::Boolean => "bool",
        };
        if is_optional { format!("Option<{value}>") } else { value.to_owned() }
    }
}

/// The values of a category column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Category {
    /// The Rust name of its enum.
    pub name: String,
    /// Its values, in the order in which the table first uses them.
    pub values: Vec<CategoryValue>,
    /// What it carries beside what its table says.
    pub options: TypeOptions,
}

impl Category {
    /// The texts of values, one after the other.
    pub fn listed(&self, values: &[usize]) -> String {
        // A text may have a comma itself.
        let between = if self.values.iter().any(|value| value.text.contains(',')) { "; " } else { ", " };
        values.iter().map(|&value| self.values[value].text.as_str()).collect::<Vec<_>>().join(between)
    }

    /// Whether these are all of its values, and too many to be read one by one where a word says the same.
    pub fn is_every(&self, values: &[usize]) -> bool {
        const READ_AT_A_GLANCE: usize = 3;
        values.len() == self.values.len() && values.len() > READ_AT_A_GLANCE
    }
}

/// One value of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CategoryValue {
    /// Its Rust name.
    pub variant: String,
    /// Its text, as the table shows it.
    pub text: String,
}

/// One code with what the table says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its codes; the first is the canonical one. At least one.
    pub codes: Vec<Code>,
    /// Its Rust name, in upper camel case.
    pub variant: String,
    /// One value for each column of the enum; that of the code column is the code as it is written.
    pub cells: Vec<Value>,
    /// The code and the links in its cells, each with the index of the column; they count in the text of the cell.
    pub marks: Vec<(usize, Mark)>,
    /// Whether the code is struck out.
    pub retired: bool,
    /// Names that it had in releases before, which still find it, in their order.
    pub former_names: Vec<String>,
    /// The rows that make it. At least one.
    pub rows: Vec<RowId>,
    /// The file that adds it to the table, as the spec names it; `None` for an entry of the table itself. Its rows stand
    /// there.
    pub from: Option<String>,
}

impl Entry {
    /// The canonical code.
    pub fn code(&self) -> &Code {
        &self.codes[0]
    }

    /// The first row that makes it.
    pub fn row(&self) -> RowId {
        self.rows[0]
    }

    /// The marks in the cell of a column.
    pub fn marks_of(&self, column: usize) -> Vec<&Mark> {
        self.marks.iter().filter(|(index, _)| *index == column).map(|(_, mark)| mark).collect()
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing; only in a column that is optional or holds text.
    Empty,
    /// A text, as GitHub shows it.
    Text(String),
    /// The index of a value of the column's category.
    Category(usize),
    /// The indices of values of the column's category, each once, in order. Equal sets can share them.
    Categories(Arc<[usize]>),
    /// A number of the column's type.
    Integer(i128),
    /// Yes or no.
    Boolean(bool),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The indices of the values of the column's category.
    pub fn values(&self) -> &[usize] {
        match self {
            Value::Category(value) => std::slice::from_ref(value),
            Value::Categories(values) => values,
            _ => &[],
        }
    }
}

/// A second name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// Its Rust name, in screaming snake case.
    pub name: String,
    /// The index of the entry.
    pub entry: usize,
    /// What the table says on the row that makes the alias.
    pub text: String,
    /// That row.
    pub row: RowId,
}

/// A range of codes that the table describes as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeRange {
    /// The least code.
    pub first: i128,
    /// The greatest code.
    pub last: i128,
    /// What the table says of it.
    pub text: String,
    /// The rows that make it.
    pub rows: Vec<RowId>,
}

impl CodeRange {
    /// Both ends, as Rust writes a range: `1000..=1999`.
    pub fn name(&self) -> String {
        range_name(self.first, self.last)
    }
}

/// Both ends of a range of codes, as Rust writes it.
pub(crate) fn range_name(first: i128, last: i128) -> String {
    format!("{first}..={last}")
}

/// One table of a spec and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableOverview {
    /// The 1-based line of its header.
    pub line: usize,
    /// The nearest heading above it.
    pub heading: Option<String>,
    /// Its headers, as the table shows them.
    pub headers: Vec<String>,
    /// The 1-based lines of its rows.
    pub rows: Vec<usize>,
    /// What has become of it.
    pub verdict: Verdict,
}

/// What has become of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its rows are in the enum of this name.
    Compiled {
        /// The name of the enum.
        name: String,
    },
    /// A directive leaves it out.
    Skipped,
    /// A finding says what is missing.
    Refused,
    /// It holds no error codes.
    Other,
}
