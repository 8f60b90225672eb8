//! An enum as the comparison sees it: borrowed from a catalogue, or from what a lock says was released.

mod catalog;
mod lock;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Site;
use crate::catalog::{Code, CodeType, Column, Entry, Impl, Kind, Role, Value};
use crate::lock::ReleasedType;
use crate::reading::meaning::Meaning;
use crate::text::Mark;
use crate::text::mark::{Part, Run, runs};

/// An enum. Of it and of all in it, `is_released` says whether a release has it, as far as a lock knows.
#[derive(Debug)]
pub(crate) struct EnumView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code_type: CodeType,
    pub(crate) of_type: TypeView<'a>,
    pub(crate) hex_digits: usize,
    pub(crate) columns: Vec<ColumnView<'a>>,
    /// The places of columns by role and method.
    places: HashMap<(Role, &'a str), usize>,
    pub(crate) rows: Vec<RowView<'a>>,
    /// The rows of codes that are gone, which only a lock knows.
    pub(crate) removed: Vec<RowView<'a>>,
    pub(crate) constants: Vec<ConstantView<'a>>,
    pub(crate) ranges: Vec<RangeView<'a>>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A column.
#[derive(Debug)]
pub(crate) struct ColumnView<'a> {
    pub(crate) accessor: &'a str,
    pub(crate) header: &'a str,
    pub(crate) role: Role,
    pub(crate) kind: Kind<'a>,
    pub(crate) optional: bool,
    /// What it says where nothing is said, if that is known.
    pub(crate) default: Option<&'a str>,
    /// What the enum of its category carries.
    pub(crate) of_type: TypeView<'a>,
    /// The values of its category; none where it holds no category.
    pub(crate) values: Vec<ValueView<'a>>,
    pub(crate) is_joined: bool,
    /// In a lock, the texts of the values, by variant.
    texts: HashMap<&'a str, &'a str>,
    /// In a catalogue, the column with its index, by which rows have their cells.
    cells: Option<(usize, &'a Column)>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// What is public of a type beside its values.
#[derive(Debug)]
pub(crate) struct TypeView<'a> {
    /// The traits that may differ between two types of its kind, by their paths, or by the names of the impls.
    pub(crate) traits: Vec<&'a str>,
    pub(crate) exhaustive: bool,
    /// What of it is not released: traits, and [`EXHAUSTIVE`].
    unreleased: &'a [String],
}

impl<'a> TypeView<'a> {
    fn new(derives: &'a [String], without: &[Impl], exhaustive: bool, known: Option<&'a ReleasedType>) -> Self {
        let impls = Impl::ALL.iter().filter(|of| !without.contains(of)).map(|of| of.as_str());
        TypeView {
            traits: derives.iter().map(String::as_str).chain(impls).collect(),
            exhaustive,
            unreleased: known.map_or(&[], |known| &known.unreleased),
        }
    }

    /// Whether it implements a trait, by whichever derive.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.traits.iter().any(|of| last_part(of) == last_part(name))
    }

    /// Whether a trait, or [`EXHAUSTIVE`], was released with it, as far as a lock knows.
    pub(crate) fn is_released(&self, name: &str) -> bool {
        !self.unreleased.iter().any(|unreleased| unreleased == name)
    }
}

/// The name of a trait without its path: a trait that one crate derives may be derived by another.
fn last_part(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

/// A value of a category.
#[derive(Debug)]
pub(crate) struct ValueView<'a> {
    pub(crate) variant: &'a str,
    pub(crate) text: &'a str,
    /// The text with which it was first released.
    pub(crate) first: &'a str,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A row.
#[derive(Debug)]
pub(crate) struct RowView<'a> {
    pub(crate) first: &'a Code,
    pub(crate) codes: Vec<CodeView<'a>>,
    pub(crate) variant: &'a str,
    pub(crate) meaning: Meaning<'a>,
    /// What it said when it was first released.
    pub(crate) first_meaning: Meaning<'a>,
    pub(crate) retired: bool,
    /// In a lock, the variants of its values, by the methods of their columns.
    values: Option<&'a BTreeMap<String, Vec<String>>>,
    /// In a catalogue, the entry; of other columns than name and description a lock says nothing.
    entry: Option<&'a Entry>,
}

/// A code of a row.
#[derive(Debug)]
pub(crate) struct CodeView<'a> {
    pub(crate) code: &'a Code,
    /// In a lock, the first release that had it.
    pub(crate) since: Option<&'a str>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A constant that is a second name of a code.
#[derive(Debug)]
pub(crate) struct ConstantView<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a Code,
    /// What a catalogue says of it: a lock does not know.
    pub(crate) text: Option<&'a str>,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

/// A range of codes.
#[derive(Debug)]
pub(crate) struct RangeView<'a> {
    pub(crate) ends: (i128, i128),
    /// What a catalogue says of it: that of a lock is not compared.
    pub(crate) text: Option<&'a str>,
    /// What is known of its text.
    pub(crate) said: &'a str,
    pub(crate) is_released: bool,
    pub(crate) site: Site,
}

impl<'a> EnumView<'a> {
    /// A code as the generated code shows it.
    pub(crate) fn show(&self, code: &Code) -> String {
        code.shown(self.hex_digits)
    }

    /// The same column of another enum: that of the same role, or with the same accessor.
    pub(crate) fn twin(&self, column: &ColumnView<'_>) -> Option<&ColumnView<'a>> {
        self.places.get(&(column.role, column.accessor)).map(|place| &self.columns[*place])
    }
}

/// The places of columns by role and method; of several alike the first.
fn places<'a>(columns: &[ColumnView<'a>]) -> HashMap<(Role, &'a str), usize> {
    let places = columns.iter().enumerate().rev();
    places.map(|(place, column)| ((column.role, column.accessor), place)).collect()
}

impl<'a> ColumnView<'a> {
    /// The name of its category, if its cells hold one.
    pub(crate) fn category(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Category(name) | Kind::Categories(name) => Some(name),
            _ => None,
        }
    }

    /// The one value of its category that the same column on another side has no more, where no other is gone.
    pub(crate) fn lone_lost_value(&self, other: &ColumnView<'_>) -> Option<&'a str> {
        let known: HashSet<&str> = other.values.iter().map(|value| value.variant).collect();
        let mut lost = self.values.iter().filter(|value| !known.contains(value.variant));
        lost.next().filter(|_| lost.next().is_none()).map(|value| value.text)
    }

    /// The text of a variant of its category, in a lock.
    fn text_of(&self, variant: &str) -> Option<&'a str> {
        self.texts.get(variant).copied()
    }

    /// What its accessor returns.
    pub(crate) fn returns(&self) -> String {
        self.kind.returned(self.optional)
    }
}

impl<'a> RowView<'a> {
    /// Whether a row means something else than this one was released to mean. Where nobody can tell, since the texts are
    /// translated, those of today are compared.
    pub(crate) fn means_another(&self, other: &RowView<'_>) -> bool {
        let since_first = self.first_meaning.has_changed(&other.meaning);
        since_first.or_else(|| self.meaning.has_changed(&other.meaning)).unwrap_or(false)
    }

    /// Where it stands: where its first code does.
    pub(crate) fn site(&self) -> &Site {
        &self.codes[0].site
    }

    /// The variants of its values in a column that is a category; none where that is not known.
    pub(crate) fn values_of(&self, column: &ColumnView<'a>) -> Vec<&'a str> {
        if let Some(values) = self.values {
            return values.get(column.accessor).into_iter().flatten().map(String::as_str).collect();
        }
        let Some((entry, (index, of))) = self.entry.zip(column.cells) else { return Vec::new() };
        match (&entry.cells[index], of.category()) {
            (Value::Category(value), Some(category)) => vec![&category.values[*value].variant],
            _ => Vec::new(),
        }
    }

    /// What it says in one line: `auth failure: Verification failed`.
    pub(crate) fn quoted(&self) -> String {
        self.meaning.quoted()
    }

    /// The values that it has in a column of sets of its enum; `None` where the column is another, or that is not known.
    pub(crate) fn set<'v>(&self, column: &'v ColumnView<'a>) -> Option<Vec<&'v ValueView<'a>>> {
        let (entry, (index, of_catalog)) = self.entry.zip(column.cells)?;
        let values = entry.cells[index].values().iter();
        of_catalog.holds_sets().then(|| values.map(|&value| &column.values[value]).collect())
    }

    /// What is known of what it says in a column of its enum, by the lock, too, which has no text but that of one value of a
    /// category, beside name and description.
    pub(crate) fn known(&self, column: &ColumnView<'_>) -> Option<String> {
        self.says(column).or_else(|| match &self.values?.get(column.accessor)?[..] {
            [variant] => column.text_of(variant).map(str::to_owned),
            _ => None,
        })
    }

    /// What it says in a column of its enum, which may be nothing; `None` where that is not known.
    pub(crate) fn says(&self, column: &ColumnView<'_>) -> Option<String> {
        let of_entry = || {
            let (entry, (index, column)) = self.entry.zip(column.cells)?;
            Some(column.shown(&entry.cells[index]).unwrap_or_default())
        };
        match column.role {
            Role::Code => of_entry(),
            Role::Name | Role::Description if self.entry.is_some() => of_entry(),
            Role::Name => Some(self.meaning.name.unwrap_or_default().to_owned()),
            Role::Description => Some(self.meaning.description.unwrap_or_default().to_owned()),
            Role::Other => of_entry(),
        }
    }

    /// The same with its links and its code, as Markdown has them; `None` where that is not known.
    pub(crate) fn marked(&self, column: &ColumnView<'_>) -> Option<String> {
        let (index, text) = self.cell(column)?;
        Some(marked(&text, &self.entry?.marks_of(index)))
    }

    /// What a catalogue has in a column, with the index of that.
    fn cell(&self, column: &ColumnView<'_>) -> Option<(usize, String)> {
        let (entry, (index, column)) = self.entry.zip(column.cells)?;
        Some((index, column.shown(&entry.cells[index]).unwrap_or_default()))
    }
}

/// A text with the marks in it.
fn marked(text: &str, marks: &[&Mark]) -> String {
    let part = |part: &Part<'_>| if part.is_code { format!("`{}`", part.text) } else { part.text.to_owned() };
    let run = |run: Run<'_>| {
        let text: String = run.parts.iter().map(part).collect();
        match run.link {
            Some(link) => format!("[{text}]({link})"),
            None => text,
        }
    };
    runs(text, marks).into_iter().map(run).collect()
}
