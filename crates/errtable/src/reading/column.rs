//! Which of a table's columns takes which role.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::code::{CodeCell, Reading, is_wide};
use super::header::{
    Certainty, code_certainty, is_bare, is_code_of, is_hexadecimal as is_hexadecimal_header, is_number, may_name,
    speaks_of_errors, speaks_of_others, text_scores,
};
use crate::markdown::{Cell, Table};

/// The columns with a role, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) code: usize,
    pub(crate) name: Option<usize>,
    pub(crate) description: Option<usize>,
    /// Whether only the cells say that they are names, so that some may come twice.
    pub(crate) names_repeat: bool,
}

/// What the headings above a table say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Announced {
    /// That it holds errors: the innermost one does.
    Errors,
    /// That it holds codes of answers.
    Answers,
    /// Nothing, but it stands on a page of error codes.
    Page,
    No,
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
    /// The columns of a table.
    pub(crate) fn all(table: &'a Table) -> Vec<Self> {
        let cells = |index: usize| table.rows.iter().map(|row| &row.cells[index]).collect();
        let headers = table.header.cells.iter().enumerate();
        let column = |(index, header): (usize, &'a Cell)| Column {
            header: &header.text,
            cells: cells(index),
            codes: OnceCell::new(),
        };
        headers.map(column).collect()
    }

    /// Its cells, read as codes.
    pub(crate) fn codes(&self) -> &[CodeCell] {
        self.codes.get_or_init(|| {
            let mut codes: Vec<_> = self.cells.iter().map(|cell| CodeCell::read(cell)).collect();
            let is_hexadecimal = |cell: &CodeCell| cell.text.is_empty() || cell.hexadecimal().is_some();
            if is_hexadecimal_header(self.header) && codes.iter().all(is_hexadecimal) {
                codes.iter_mut().for_each(CodeCell::read_as_hexadecimal);
            }
            codes
        })
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(|cell| cell.text.as_str())
    }

    /// Whether it has no cell.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
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
        // Where words have no spaces between them, a sentence is one word.
        let is_terse = |text: &str| text.split_whitespace().count() <= 2 && !text.contains(is_wide);
        let is_code = |cell: &CodeCell| cell.reading != Reading::Other || is_terse(cell.whole());
        let is_number = |cell: &CodeCell| matches!(cell.reading, Reading::Number(_));
        // A column of lists sums up the codes of other tables.
        let is_list = |cell: &CodeCell| matches!(cell.reading, Reading::List(_));
        self.cells.is_empty()
            || (filled * 2 >= self.cells.len()
                && (self.percent(is_code) >= 60 || self.percent(is_number) >= 50)
                && self.percent(is_list) <= 50)
    }

    /// Whether all its cells are ranges of codes.
    pub(crate) fn holds_ranges(&self) -> bool {
        self.percent(|cell| matches!(cell.reading, Reading::Range(..))) == 100
    }

    /// Whether a person could mean the column by the codes: each cell another number or symbol, and no count of the rows.
    pub(crate) fn looks_like_codes(&self) -> bool {
        self.holds_codes()
            && self.identifies()
            && !self.counts_rows()
            && !self.holds_ranges()
            && (self.is_mostly_numbers() || self.holds_symbols())
    }

    /// Whether most cells are numbers, or nearly all are symbols: other texts may be anything.
    pub(crate) fn holds_numbers_or_symbols(&self) -> bool {
        self.is_mostly_numbers() || self.holds_symbols()
    }

    pub(crate) fn is_mostly_numbers(&self) -> bool {
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

    /// Whether nine in ten cells are symbols: `LID_OPEN`, `lid-open`, `LidOpen`.
    fn holds_symbols(&self) -> bool {
        let symbols = self.texts().filter(|text| is_symbol(text)).count();
        !self.cells.is_empty() && symbols * 10 >= self.cells.len() * 9
    }

    /// Whether it says what its rows are about: by its header, or in phrases of three words and more.
    pub(crate) fn explains(&self) -> bool {
        let (name, description) = text_scores(self.header);
        name.max(description) >= LEAST_DESCRIPTION || self.holds_phrases()
    }

    /// Whether most cells are phrases.
    fn holds_phrases(&self) -> bool {
        let is_phrase = |text: &&str| {
            let wide = text.chars().filter(|&c| is_wide(c)).count();
            text.split_whitespace().count() + wide / 2 >= 3
        };
        self.texts().filter(is_phrase).count() * 2 > self.cells.len()
    }

    /// Whether every cell is a whole number, and hardly one comes twice.
    fn holds_distinct_numbers(&self) -> bool {
        let is_number = |cell: &CodeCell| matches!(cell.reading, Reading::Number(_));
        self.nearly_identifies() && self.codes().iter().all(is_number)
    }

    /// Whether most cells are one word each.
    fn holds_words(&self) -> bool {
        let is_word = |text: &&str| !text.contains(|c: char| c.is_whitespace() || is_wide(c));
        self.texts().filter(is_word).count() * 2 > self.cells.len() || self.is_empty()
    }

    /// Whether every cell is there, and nine in ten are different.
    fn nearly_identifies(&self) -> bool {
        let is_filled = !self.cells.is_empty() && self.texts().all(|text| !text.is_empty());
        is_filled && self.distinct() * 10 >= self.cells.len() * 9
    }

    /// Whether it holds the codes of a table under a heading of errors whose headers say nothing of codes: `Errors`, `Answers to the
    /// shop`. Seen in the tables of four of 220 public files.
    fn numbers_faults(&self) -> bool {
        let is_number = |cell: &CodeCell| match &cell.reading {
            Reading::Number(_) => true,
            Reading::Annotated(_, words) => is_symbol(words),
            _ => false,
        };
        self.nearly_identifies()
            && self.percent(is_number) >= 90
            && !self.counts_rows()
            && !speaks_of_others(self.header)
    }

    /// Whether the cells can name what their rows are about: all there, all different, none a sentence.
    fn is_terse(&self) -> bool {
        self.identifies() && self.is_short()
    }

    /// Whether the cells can name most of their rows, although some come back.
    fn is_almost_terse(&self) -> bool {
        let is_filled = !self.cells.is_empty() && self.texts().all(|text| !text.is_empty());
        is_filled && self.distinct() * 4 >= self.cells.len() * 3 && self.is_short()
    }

    fn is_short(&self) -> bool {
        self.texts().all(|text| text.chars().count() <= 60 && text.split_whitespace().count() <= 8)
    }
}

/// A name column by its header alone; below it, its cells must all be there and differ.
const SURE_NAME: u8 = 6;
const LEAST_NAME: u8 = 2;
const LEAST_DESCRIPTION: u8 = 4;

/// Finds the column of the codes; `announced` is what the headings above the table say of it.
pub(crate) fn code_column(columns: &[Column<'_>], announced: Announced) -> CodeColumn {
    let mut scores: Vec<_> = columns.iter().map(certainty).collect();
    for (index, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score <= Some(Certainty::Plain)) {
        let others = columns.iter().enumerate().filter(|(other, _)| *other != index);
        if score.is_some() && others.into_iter().any(|(_, other)| is_code_of(columns[index].header, other.header)) {
            *score = Some(Certainty::Weak);
        }
    }
    // Beside what says error, codes may come again: each of several causes has a row.
    let may_repeat = announced == Announced::Errors || columns.iter().any(|column| speaks_of_errors(column.header));
    let plausible = |&index: &usize| {
        let column = &columns[index];
        match scores[index] {
            None => false,
            // Whatever stands below such a header was meant to be a code.
            Some(Certainty::Error) => column.cells.is_empty() || column.texts().any(|text| !text.is_empty()),
            Some(certainty) if may_repeat && certainty >= Certainty::Plain => column.holds_codes(),
            Some(Certainty::Result) => column.holds_codes() && !column.is_statistic(),
            Some(_) => {
                column.holds_codes() && !column.is_statistic() && (column.is_mostly_numbers() || !column.refers())
            }
        }
    };
    let candidates: Vec<usize> = (0..columns.len()).filter(plausible).collect();
    let Some(best) = candidates.iter().filter_map(|&index| scores[index]).max() else {
        let numbers = columns.iter().position(Column::numbers_faults).filter(|_| announced != Announced::No);
        return numbers.map_or(CodeColumn::None, |index| CodeColumn::Found(index, Certainty::Plain));
    };
    let top: Vec<usize> = candidates.iter().copied().filter(|&index| scores[index] == Some(best)).collect();
    if let Some(number) = number_beside_symbol(columns, &scores, &top) {
        return CodeColumn::Found(number, best);
    }
    if let [only] = top[..] {
        return match best_or_rival(columns, &scores, &candidates, only, best) {
            CodeColumn::Found(index, best) => CodeColumn::Found(complete(columns, index), best),
            other => other,
        };
    }
    break_tie(columns, &top)
        .or_else(|| break_tie(columns, &candidates))
        .map_or(CodeColumn::Ambiguous(top), |index| CodeColumn::Found(index, best))
}

/// What a header says about a column of codes, in the light of what its cells look like.
fn certainty(column: &Column<'_>) -> Option<Certainty> {
    match code_certainty(column.header)? {
        // `Error` above words names what a code beside it stands for, and `Status` a state; above numbers it is the code.
        // Above phrases it is neither.
        Certainty::Plain | Certainty::Side if is_bare(column.header) && !column.is_mostly_numbers() => {
            column.holds_words().then_some(Certainty::Weak)
        }
        Certainty::Weak if column.counts_rows() => None,
        certainty => Some(certainty),
    }
}

/// The column of the numbers that stand beside symbols: the number is the code and the symbol its name, whichever of the two
/// the headers call the code. `None` where there is no such column, or more than one.
fn number_beside_symbol(columns: &[Column<'_>], scores: &[Option<Certainty>], top: &[usize]) -> Option<usize> {
    let [symbol] = top[..] else { return None };
    if !(columns[symbol].nearly_identifies() && columns[symbol].holds_symbols()) {
        return None;
    }
    let is_other = |index: &usize| *index != symbol && scores[*index].is_some() && is_number(columns[*index].header);
    let others: Vec<usize> = (0..columns.len()).filter(is_other).collect();
    only(columns, &others, Column::holds_distinct_numbers)
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

/// The column that has the code of every row where this one has not: its numbers are the same otherwise.
fn complete(columns: &[Column<'_>], index: usize) -> usize {
    let column = &columns[index];
    if column.texts().all(|text| !text.is_empty()) {
        return index;
    }
    let number = |cell: &CodeCell| match &cell.reading {
        Reading::Number(number) | Reading::Annotated(number, _) => Some(number.value),
        _ => None,
    };
    let is_same = |(one, other): (&CodeCell, &CodeCell)| match number(one) {
        Some(code) => number(other) == Some(code),
        None => one.text.is_empty() && !other.text.is_empty(),
    };
    let says_same = |other: &usize| *other != index && column.codes().iter().zip(columns[*other].codes()).all(is_same);
    (0..columns.len()).find(says_same).unwrap_or(index)
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

/// Whether a text is a name as programs write it: one word of letters and digits that an underscore, a hyphen, a period or a
/// capital parts, or one of four capitals at the least.
pub(crate) fn is_symbol(text: &str) -> bool {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_parted = text.contains(['_', '-', '.']);
    let is_camel = text.chars().any(|c| c.is_ascii_lowercase()) && text.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let is_shouted = text.len() >= 4 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    is_word && (is_parted || is_camel || is_shouted)
}

/// Assigns the other two roles, once the column of the codes is known.
pub(crate) fn text_columns(columns: &[Column<'_>], code: usize) -> Roles {
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
    let may_name = |index: &usize| may_name(columns[*index].header);
    // Symbols name their rows, whatever stands above them.
    let symbols = || {
        let is_symbols = |index: &usize| columns[*index].identifies() && columns[*index].holds_symbols();
        let symbols = free().filter(may_name).filter(is_symbols);
        symbols.max_by_key(|&index| (scores[index].0, std::cmp::Reverse(index)))
    };
    // `Code` beside `Number`: a second column of codes that are words names them.
    let words = || {
        let is_words = |index: &usize| {
            let column = &columns[*index];
            code_certainty(column.header).is_some() && column.is_terse() && !column.is_mostly_numbers()
        };
        free().filter(may_name).find(is_words)
    };
    let terse = || {
        let is_terse = |index: usize| columns[index].is_terse() && !columns[index].is_mostly_numbers();
        best(&|index| if is_terse(index) { scores[index].0 } else { 0 }, LEAST_NAME, description)
    };
    // Symbols or a few words below a header that may be that of a name; where two rows have one, they fall back, and not the
    // others.
    let repeated = || {
        let is_repeated =
            |index: usize| columns[index].holds_symbols() && columns[index].distinct() * 2 > columns[index].cells.len();
        let symbols = best(&|index| if is_repeated(index) { scores[index].0 } else { 0 }, LEAST_NAME, None);
        let is_almost_terse = |index: usize| columns[index].is_almost_terse() && !columns[index].is_mostly_numbers();
        let words = || best(&|index| if is_almost_terse(index) { scores[index].0 } else { 0 }, LEAST_NAME, description);
        symbols.or_else(words)
    };
    let name = sure_name.or_else(symbols).or_else(words).or_else(terse);
    let other = name.is_none().then(repeated).flatten();
    // What only the cells of this table make a name may come twice in another that belongs to it.
    let is_sure = name.is_some_and(|name| scores[name].0 > 0 || code_certainty(columns[name].header).is_some());
    let name = name.or(other);
    // `What they mean`: where no header is that of a name or of a description, the only column of phrases is one.
    let phrases = || {
        let others: Vec<usize> = free().filter(may_name).collect();
        only(columns, &others, Column::holds_phrases).filter(|_| name.is_none())
    };
    let description = description
        .filter(|_| description != name)
        .or_else(|| best(&|index| scores[index].1, LEAST_DESCRIPTION, name))
        .or_else(phrases);
    Roles { code, name, description, names_repeat: name.is_some() && !is_sure }
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
        code_column(&Column::all(&file(headers, rows).tables[0]), Announced::No)
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
    fn a_number_beside_a_symbol_is_the_code() {
        let rows: &[&[&str]] = &[&["LID_OPEN", "3", "400"], &["LID_STUCK", "7", "500"]];
        for (headers, code) in [
            (["Error code", "Value", "HTTP status"], 1),
            (["Name", "Code", "HTTP status"], 1),
            (["Error code", "Since", "HTTP status"], 0),
            (["Error code", "Since", "Status"], 0),
        ] {
            let CodeColumn::Found(found, _) = code_of(&headers, rows) else {
                panic!("{headers:?} has no column of codes")
            };
            assert_eq!(found, code, "{headers:?}");
        }
    }

    #[test]
    fn symbols_name_their_rows() {
        let roles = |headers: &[&str], cells: [&str; 3]| {
            let rows: Vec<_> =
                ["1", "2", "3"].into_iter().zip(cells).map(|(code, cell)| [code, cell, "a b c"]).collect();
            let rows: Vec<&[&str]> = rows.iter().map(<[_; 3]>::as_slice).collect();
            let roles = text_columns(&Column::all(&file(headers, &rows).tables[0]), 0);
            (roles.name, roles.names_repeat)
        };
        assert_eq!(roles(&["Code", "Result", "Text"], ["FAILED", "TOO_EARLY", "LidOpen"]), (Some(1), true));
        assert_eq!(roles(&["Code", "Error", "Text"], ["FAILED", "TOO_EARLY", "LidOpen"]), (Some(1), false));
        assert_eq!(roles(&["Code", "Message", "Text"], ["LID_OPEN", "NO_INK", "NO_INK"]), (Some(1), true));
        assert_eq!(roles(&["Code", "SQLSTATE", "Text"], ["HY000", "LM000", "LM001"]), (None, false));
        assert_eq!(roles(&["Code", "Parameter", "Text"], ["lid_id", "ink_id", "tray_id"]), (None, false));
        assert_eq!(roles(&["Code", "Level", "Text"], ["HIGH", "HIGH", "HIGH"]), (None, false));
    }

    #[test]
    fn what_is_a_symbol() {
        for symbol in ["LID_OPEN", "lid-open", "LidOpen", "lid.open", "tecCLAIM", "FAILED"] {
            assert!(is_symbol(symbol), "{symbol}");
        }
        for other in ["", "OK", "lid", "Lid", "lid open", "LID_", "42", "4XX_ERROR", "Größe"] {
            assert!(!is_symbol(other), "{other}");
        }
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
            let roles = text_columns(&Column::all(&file.tables[0]), 0);
            assert_eq!((roles.name, roles.description), (name, description), "{headers:?}");
        }
    }
}
