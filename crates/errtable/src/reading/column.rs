//! Which of a table's columns takes which role.

use super::code::{Reading, normalize};
use super::header::{Certainty, code_certainty, is_bare, text_scores};

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

/// A column as the roles see it.
#[derive(Debug)]
pub(crate) struct Sample<'a> {
    pub(crate) header: &'a str,
    pub(crate) cells: Vec<&'a str>,
}

/// A name column by its header alone; below it, its cells must all be there and differ.
const SURE_NAME: u8 = 6;
const LEAST_NAME: u8 = 2;
const LEAST_DESCRIPTION: u8 = 4;

/// Finds the column of the codes.
pub(crate) fn code_column(columns: &[Sample<'_>]) -> CodeColumn {
    let scores: Vec<_> = columns.iter().map(certainty).collect();
    let plausible = |&index: &usize| {
        let cells = &columns[index].cells;
        match scores[index] {
            None => false,
            // Whatever stands below such a header was meant to be a code.
            Some(Certainty::Error) => cells.is_empty() || cells.iter().any(|cell| !cell.is_empty()),
            Some(Certainty::Result) => holds_codes(cells) && !is_statistic(cells),
            Some(_) => holds_codes(cells) && !is_statistic(cells) && (mostly_numbers(cells) || !refers(cells)),
        }
    };
    let candidates: Vec<usize> = (0..columns.len()).filter(plausible).collect();
    let Some(best) = candidates.iter().filter_map(|&index| scores[index]).max() else { return CodeColumn::None };
    let top: Vec<usize> = candidates.iter().copied().filter(|&index| scores[index] == Some(best)).collect();
    if let [only] = top[..] {
        return settle_best(columns, &scores, &candidates, only, best);
    }
    break_tie(columns, &top)
        .or_else(|| break_tie(columns, &candidates))
        .map_or(CodeColumn::Ambiguous(top), |index| CodeColumn::Found(index, best))
}

/// What a header says about a column of codes, in the light of what its cells look like.
fn certainty(column: &Sample<'_>) -> Option<Certainty> {
    match code_certainty(column.header)? {
        // `Error` above words names what a code beside it stands for; above numbers it is the code.
        Certainty::Plain if is_bare(column.header) && !mostly_numbers(&column.cells) => Some(Certainty::Weak),
        Certainty::Weak if counts_rows(&column.cells) => None,
        certainty => Some(certainty),
    }
}

/// Whether the cells are 1, 2, 3 ...: numbers of the rows.
fn counts_rows(cells: &[&str]) -> bool {
    let is_number = |(index, cell): (usize, &&str)| cell.trim_end_matches('.').parse() == Ok(index + 1);
    cells.len() > 1 && cells.iter().enumerate().all(is_number)
}

/// A header can promise more than its column holds: codes that come again and again identify nothing, where a column
/// with a plainer header identifies every row.
fn settle_best(
    columns: &[Sample<'_>],
    scores: &[Option<Certainty>],
    candidates: &[usize],
    best: usize,
    certainty: Certainty,
) -> CodeColumn {
    let rival = |index: &usize| {
        let cells = &columns[*index].cells;
        *index != best && scores[*index] >= Some(Certainty::Plain) && !refers(cells)
    };
    let rivals: Vec<usize> = candidates.iter().copied().filter(rival).collect();
    match rivals[..] {
        _ if identifies(&columns[best].cells) => CodeColumn::Found(best, certainty),
        [rival] if refers(&columns[best].cells) => CodeColumn::Found(rival, certainty),
        _ if rivals.iter().any(|&rival| identifies(&columns[rival].cells)) => {
            CodeColumn::Ambiguous([best].into_iter().chain(rivals).collect())
        }
        _ => CodeColumn::Found(best, certainty),
    }
}

/// The one column among equals whose cells can be codes where those of the others cannot.
fn break_tie(columns: &[Sample<'_>], top: &[usize]) -> Option<usize> {
    let only = |test: fn(&[&str]) -> bool| {
        let mut passing = top.iter().copied().filter(|&index| test(&columns[index].cells));
        passing.next().filter(|_| passing.next().is_none())
    };
    only(|cells| identifies(cells) && mostly_numbers(cells))
        .or_else(|| only(identifies))
        .or_else(|| only(mostly_numbers))
}

/// Assigns the other two roles, once the column of the codes is known.
pub(crate) fn text_columns(columns: &[Sample<'_>], code: usize) -> (Option<usize>, Option<usize>) {
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
            let cells = &columns[*index].cells;
            code_certainty(columns[*index].header).is_some() && is_terse(cells) && !mostly_numbers(cells)
        };
        free().find(symbol)
    };
    let name = sure_name.or_else(symbols).or_else(|| {
        let terse = |index: usize| is_terse(&columns[index].cells) && !mostly_numbers(&columns[index].cells);
        best(&|index| if terse(index) { scores[index].0 } else { 0 }, LEAST_NAME, description)
    });
    (name, description)
}

/// The share of cells, in percent of those that hold anything, that pass a test; 0 where none holds anything.
fn percent(cells: &[&str], test: impl Fn(&str) -> bool) -> usize {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let passing = cells.iter().filter(|cell| !cell.is_empty() && test(cell)).count();
    (passing * 100).checked_div(filled).unwrap_or(0)
}

/// Whether the cells can be codes at all: short, most of them there, few words.
fn holds_codes(cells: &[&str]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let code_like =
        |cell: &str| !matches!(Reading::of(&normalize(cell)), Reading::Other) || cell.split_whitespace().count() <= 2;
    // A column of lists sums up the codes of other tables.
    let list = |cell: &str| matches!(Reading::of(&normalize(cell)), Reading::List(_));
    cells.is_empty() || (filled * 2 >= cells.len() && percent(cells, code_like) >= 60 && percent(cells, list) <= 50)
}

fn mostly_numbers(cells: &[&str]) -> bool {
    percent(cells, |cell| !matches!(Reading::of(&normalize(cell)), Reading::Other | Reading::Empty)) > 50
}

/// Whether each cell is there and no two are the same.
fn identifies(cells: &[&str]) -> bool {
    distinct(cells) == cells.len() && cells.iter().all(|cell| !cell.is_empty())
}

/// Whether few values come back so often that they are a property of the rows: an exit status of each test run.
fn is_statistic(cells: &[&str]) -> bool {
    cells.len() >= 4 && distinct(cells) * 3 < cells.len()
}

/// Whether words come back so often that they refer to codes rather than define them.
fn refers(cells: &[&str]) -> bool {
    distinct(cells) * 4 < cells.len() * 3
}

fn distinct(cells: &[&str]) -> usize {
    cells.iter().collect::<std::collections::HashSet<_>>().len()
}

/// Whether the cells can name what their rows are about: all there, all different, none a sentence.
fn is_terse(cells: &[&str]) -> bool {
    identifies(cells) && cells.iter().all(|cell| cell.chars().count() <= 60 && cell.split_whitespace().count() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns<'a>(headers: &[&'a str], rows: &[&[&'a str]]) -> Vec<Sample<'a>> {
        let cells = |index: usize| rows.iter().map(|row| row[index]).collect();
        headers.iter().enumerate().map(|(index, header)| Sample { header, cells: cells(index) }).collect()
    }

    #[test]
    fn the_more_specific_header_wins() {
        let columns = columns(&["HTTP status", "Error code"], &[&["400", "1"], &["404", "2"]]);
        assert_eq!(code_column(&columns), CodeColumn::Found(1, Certainty::Error));
    }

    #[test]
    fn cells_break_a_tie() {
        let columns = columns(&["Code", "Number"], &[&["OK", "0"], &["CANCELLED", "1"]]);
        assert_eq!(code_column(&columns), CodeColumn::Found(1, Certainty::Plain));
    }

    #[test]
    fn two_plausible_columns_are_never_decided_silently() {
        let columns = columns(&["Error code", "Error number"], &[&["1", "10"], &["2", "20"]]);
        assert_eq!(code_column(&columns), CodeColumn::Ambiguous(vec![0, 1]));
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
            let columns = columns(&headers, &[&["1", "a b", "x y z"], &["2", "c d", "u v w"]]);
            assert_eq!(text_columns(&columns, 0), (name, description), "{headers:?}");
        }
    }
}
