//! Which of a table's columns takes which role.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::code::{CodeCell, Reading};
use super::header::{Certainty, code_certainty, is_bare, text_scores};
use crate::markdown::{Cell, Table};

/// The columns with a role, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) code: usize,
    pub(crate) name: Option<usize>,
    pub(crate) description: Option<usize>,
}

/// Which column holds the codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeColumn {
    /// This one, by a header that says so with this certainty.
    Found(usize, Certainty),
    /// Each of these could be.
    Ambiguous(Vec<usize>),
    None,
}

/// A column of a table. Its cells are read as codes once, if anything asks.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    pub(crate) header: &'a str,
    cells: Vec<&'a Cell>,
    codes: OnceCell<Vec<CodeCell>>,
}

impl<'a> Column<'a> {
    pub(crate) fn new(header: &'a str, cells: Vec<&'a Cell>) -> Self {
        Column { header, cells, codes: OnceCell::new() }
    }

    /// The columns of a table.
    pub(crate) fn all(table: &'a Table) -> Vec<Self> {
        let cells = |index: usize| table.rows.iter().map(|row| &row.cells[index]).collect();
        let headers = table.header.cells.iter().enumerate();
        headers.map(|(index, header)| Column::new(&header.text, cells(index))).collect()
    }

    /// Its cells, read as codes.
    pub(crate) fn codes(&self) -> &[CodeCell] {
        self.codes.get_or_init(|| self.cells.iter().map(|cell| CodeCell::read(cell)).collect())
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(|cell| cell.text.as_str())
    }

    /// The share of cells, in percent of those that hold anything, that pass a test; 0 where none holds anything.
    fn percent(&self, test: impl Fn(&CodeCell) -> bool) -> usize {
        let filled = || self.codes().iter().zip(self.texts()).filter(|(_, text)| !text.is_empty());
        let passing = filled().filter(|(code, _)| test(code)).count();
        (passing * 100).checked_div(filled().count()).unwrap_or(0)
    }

    /// Whether the cells can be codes at all: short, most of them there, few words.
    fn holds_codes(&self) -> bool {
        let filled = self.texts().filter(|text| !text.is_empty()).count();
        let is_code = |cell: &CodeCell| cell.reading != Reading::Other || cell.whole().split_whitespace().count() <= 2;
        // A column of lists sums up the codes of other tables.
        let is_list = |cell: &CodeCell| matches!(cell.reading, Reading::List(_));
        self.cells.is_empty()
            || (filled * 2 >= self.cells.len() && self.percent(is_code) >= 60 && self.percent(is_list) <= 50)
    }

    fn is_mostly_numbers(&self) -> bool {
        self.percent(|cell| !matches!(cell.reading, Reading::Other | Reading::Empty)) > 50
    }

    /// Whether the cells are 1, 2, 3 ...: numbers of the rows.
    fn counts_rows(&self) -> bool {
        let is_number = |(index, cell): (usize, &str)| cell.trim_end_matches('.').parse() == Ok(index + 1);
        self.cells.len() > 1 && self.texts().enumerate().all(is_number)
    }

    fn distinct(&self) -> usize {
        self.texts().collect::<HashSet<_>>().len()
    }

    /// Whether each cell is there and no two are the same.
    fn identifies(&self) -> bool {
        self.distinct() == self.cells.len() && self.texts().all(|text| !text.is_empty())
    }

    /// Whether few values come back so often that they are a property of the rows: an exit status of each test run.
    fn is_statistic(&self) -> bool {
        self.cells.len() >= 4 && self.distinct() * 3 < self.cells.len()
    }

    /// Whether words come back so often that they refer to codes rather than define them.
    fn refers(&self) -> bool {
        self.distinct() * 4 < self.cells.len() * 3
    }

    /// Whether the cells can name what their rows are about: all there, all different, none a sentence.
    fn is_terse(&self) -> bool {
        let is_short = |text: &str| text.chars().count() <= 60 && text.split_whitespace().count() <= 8;
        self.identifies() && self.texts().all(is_short)
    }
}

/// A name column by its header alone; below it, its cells must all be there and differ.
const SURE_NAME: u8 = 6;
const LEAST_NAME: u8 = 2;
const LEAST_DESCRIPTION: u8 = 4;

/// Finds the column of the codes.
pub(crate) fn code_column(columns: &[Column<'_>]) -> CodeColumn {
    let scores: Vec<_> = columns.iter().map(certainty).collect();
    let plausible = |&index: &usize| {
        let column = &columns[index];
        match scores[index] {
            None => false,
            // Whatever stands below such a header was meant to be a code.
            Some(Certainty::Error) => column.cells.is_empty() || column.texts().any(|text| !text.is_empty()),
            Some(Certainty::Result) => column.holds_codes() && !column.is_statistic(),
            Some(_) => {
                column.holds_codes() && !column.is_statistic() && (column.is_mostly_numbers() || !column.refers())
            }
        }
    };
    let candidates: Vec<usize> = (0..columns.len()).filter(plausible).collect();
    let Some(best) = candidates.iter().filter_map(|&index| scores[index]).max() else { return CodeColumn::None };
    let top: Vec<usize> = candidates.iter().copied().filter(|&index| scores[index] == Some(best)).collect();
    if let [only] = top[..] {
        return best_or_rival(columns, &scores, &candidates, only, best);
    }
    break_tie(columns, &top)
        .or_else(|| break_tie(columns, &candidates))
        .map_or(CodeColumn::Ambiguous(top), |index| CodeColumn::Found(index, best))
}

/// What a header says about a column of codes, in the light of what its cells look like.
fn certainty(column: &Column<'_>) -> Option<Certainty> {
    match code_certainty(column.header)? {
        // `Error` above words names what a code beside it stands for; above numbers it is the code.
        Certainty::Plain if is_bare(column.header) && !column.is_mostly_numbers() => Some(Certainty::Weak),
        Certainty::Weak if column.counts_rows() => None,
        certainty => Some(certainty),
    }
}

/// A header can promise more than its column holds: codes that come again and again identify nothing, where a column
/// with a plainer header identifies every row.
fn best_or_rival(
    columns: &[Column<'_>],
    scores: &[Option<Certainty>],
    candidates: &[usize],
    best: usize,
    certainty: Certainty,
) -> CodeColumn {
    let rival = |index: &usize| *index != best && scores[*index] >= Some(Certainty::Plain) && !columns[*index].refers();
    let rivals: Vec<usize> = candidates.iter().copied().filter(rival).collect();
    match rivals[..] {
        _ if columns[best].identifies() => CodeColumn::Found(best, certainty),
        [rival] if columns[best].refers() => CodeColumn::Found(rival, certainty),
        _ if rivals.iter().any(|&rival| columns[rival].identifies()) => {
            CodeColumn::Ambiguous([best].into_iter().chain(rivals).collect())
        }
        _ => CodeColumn::Found(best, certainty),
    }
}

/// The one column among equals whose cells can be codes where those of the others cannot.
fn break_tie(columns: &[Column<'_>], top: &[usize]) -> Option<usize> {
    let is_both = |column: &Column<'_>| column.identifies() && column.is_mostly_numbers();
    only(columns, top, is_both)
        .or_else(|| only(columns, top, Column::identifies))
        .or_else(|| only(columns, top, Column::is_mostly_numbers))
}

/// The one column of some that passes a test.
fn only<'a>(columns: &[Column<'a>], some: &[usize], test: impl Fn(&Column<'a>) -> bool) -> Option<usize> {
    let mut passing = some.iter().copied().filter(|&index| test(&columns[index]));
    passing.next().filter(|_| passing.next().is_none())
}

/// Assigns the other two roles, once the column of the codes is known.
pub(crate) fn text_columns(columns: &[Column<'_>], code: usize) -> (Option<usize>, Option<usize>) {
    let scores: Vec<_> = columns.iter().map(|column| text_scores(column.header)).collect();
    let free = || (0..columns.len()).filter(move |&index| index != code);
    let best = |score: &dyn Fn(usize) -> u8, least: u8, not: Option<usize>| {
        free()
            .filter(|&index| Some(index) != not && score(index) >= least)
            // The leftmost of equals.
            .max_by_key(|&index| (score(index), std::cmp::Reverse(index)))
    };
    let sure_name = best(&|index| scores[index].0, SURE_NAME, None).filter(|&index| scores[index].0 > scores[index].1);
    let description = best(&|index| scores[index].1, LEAST_DESCRIPTION, sure_name);
    // `Code` beside `Number`: a second column of codes that are words names them.
    let symbols = || {
        let symbol = |index: &usize| {
            let column = &columns[*index];
            code_certainty(column.header).is_some() && column.is_terse() && !column.is_mostly_numbers()
        };
        free().find(symbol)
    };
    let name = sure_name.or_else(symbols).or_else(|| {
        let terse = |index: usize| columns[index].is_terse() && !columns[index].is_mostly_numbers();
        best(&|index| if terse(index) { scores[index].0 } else { 0 }, LEAST_NAME, description)
    });
    (name, description)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::finding::Findings;
    use crate::markdown::{Document, parse};
    use crate::text::Source;

    /// A file with one table.
    fn file(headers: &[&str], rows: &[&[&str]]) -> Document {
        let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
        let delimiter = vec!["---"; headers.len()];
        let text: String = [headers, &delimiter].into_iter().chain(rows.iter().copied()).map(line).collect();
        parse(&Arc::new(Source::new("x.md", text)), &mut Findings::default())
    }

    fn code_of(headers: &[&str], rows: &[&[&str]]) -> CodeColumn {
        code_column(&Column::all(&file(headers, rows).tables[0]))
    }

    #[test]
    fn the_more_specific_header_wins() {
        assert_eq!(
            code_of(&["HTTP status", "Error code"], &[&["400", "1"], &["404", "2"]]),
            CodeColumn::Found(1, Certainty::Error)
        );
    }

    #[test]
    fn cells_break_a_tie() {
        assert_eq!(
            code_of(&["Code", "Number"], &[&["OK", "0"], &["CANCELLED", "1"]]),
            CodeColumn::Found(1, Certainty::Plain)
        );
    }

    #[test]
    fn two_plausible_columns_are_never_decided_silently() {
        assert_eq!(
            code_of(&["Error code", "Error number"], &[&["1", "10"], &["2", "20"]]),
            CodeColumn::Ambiguous(vec![0, 1])
        );
    }

    #[test]
    fn names_and_descriptions() {
        for (headers, name, description) in [
            (["Error code", "English descriptor", "Error description"], Some(1), Some(2)),
            (["错误码", "错误英文描述", "错误中文描述"], Some(1), Some(2)),
            (["Code", "Message", "Description"], Some(1), Some(2)),
            (["Code", "Description", "Explanation"], Some(1), Some(2)),
            (["Code", "Meaning", "Reserved"], None, Some(1)),
            (["Code", "Name", "Message"], Some(1), Some(2)),
        ] {
            let file = file(&headers, &[&["1", "a b", "x y z"], &["2", "c d", "u v w"]]);
            assert_eq!(text_columns(&Column::all(&file.tables[0]), 0), (name, description), "{headers:?}");
        }
    }
}
