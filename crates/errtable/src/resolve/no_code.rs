//! Rows whose code cell holds no code: it is empty, says so, or holds what no program sends.

use std::ops::Range;

use super::Resolve;
use super::groups::Group;
use super::rows::TableRow;
use super::tables::{Chosen, count};
use crate::finding::{Finding, Fix, Rule, Setting};
use crate::lock::ReleasedRow;
use crate::reading::{CodeCell, Reading, codes_between, is_wide, look_alike, text_range};

impl Resolve<'_> {
    /// A text that no program sends as it stands.
    pub(super) fn no_text_code(&self, chosen: &Chosen<'_>, row: &TableRow<'_>, many: bool) -> Option<Finding> {
        let text = &row.code().text;
        if is_not_available(text) {
            let finding = self.error(row, Rule::InvalidCode, format!("`{text}` says that there is no code"));
            // What is to be decided may become a code.
            let is_sure = !text.eq_ignore_ascii_case("tbd");
            return Some(or_left_out(chosen, finding, NO_CODE, text, is_sure));
        }
        let (first, last) = text_range(text)?;
        let between = codes_between(text);
        if many && between.is_some() {
            return None;
        }
        let finding = self.error(row, Rule::InvalidCode, format!("this is a range of codes, {first} to {last}"));
        let finding = match between {
            Some(codes) => {
                let title = format!("let each of its {} mean this row", count(codes.len(), "code"));
                finding.fix(chosen.saying_why(
                    title,
                    Setting::new("codes", "\"many\""),
                    "some cells hold several codes",
                ))
            }
            None => finding.help("give each of its codes a row"),
        };
        Some(or_left_out(chosen, finding, NO_CODE, text, false))
    }

    pub(super) fn no_number(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>) {
        let text = &row.code().text;
        let finding = self.error(row, Rule::InvalidCode, format!("`{text}` is not a number"));
        let finding = match look_alike(text) {
            Some(meant) => finding.fix(self.meant(row, meant).preferred()),
            None => finding.help("write a number: most codes of this column are numbers"),
        };
        let finding = match is_of_letters(text) {
            true => finding.fix(chosen.saying_why("keep codes as text", text_codes(), "some codes have letters")),
            false => finding,
        };
        // `init` leaves out what says that it is no code, and never what may be a code with a slip in it.
        self.findings.push(or_left_out(chosen, finding, NO_CODE, text, says_nothing(text)));
    }

    pub(crate) fn empty(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>, is_below: bool) {
        let finding = self.error(row, Rule::EmptyCode, "this row has no code".to_owned()).help("give it one");
        // A number in another column may be the code.
        let is_number = |cell: &CodeCell| matches!(cell.reading, Reading::Number(_) | Reading::Range(..));
        let has_number = row.row.cells.iter().map(CodeCell::read).any(|cell| is_number(&cell));
        // A row that is full but for its code says something of its own, about the code above it or another.
        let others = row.row.cells.iter().enumerate().filter(|(column, _)| *column != chosen.roles.code);
        let is_full = others.clone().all(|(_, cell)| !cell.text.is_empty());
        let above = || {
            let title = "let rows without a code say more about the code above them";
            chosen.saying(title, [Setting::new("blank", "\"above\"")])
        };
        // A dash says so. Seen in the tables of three of 150 public files, each time beside a status of HTTP.
        let said = row.code_cell().text.trim();
        let finding = if is_below && said.is_empty() { finding.fix(above()) } else { finding };
        let is_sure = !said.is_empty() || !has_number && !is_full;
        self.findings.push(or_left_out(chosen, finding, "leave rows without a code out", said, is_sure));
    }

    /// A row whose code is not in its place, where something tells which code it has: the lock, by its texts, or another of
    /// its cells, which holds the only number of the row.
    pub(super) fn lost_code(
        &self,
        group: &Group<'_>,
        row: &TableRow<'_>,
        is_text: bool,
        hex_digits: usize,
    ) -> Option<Finding> {
        let roles = &group.tables[row.table].roles;
        let column = roles.code;
        match row.code().reading {
            Reading::Empty => {
                let text =
                    |column: Option<usize>| column.map(|column| row.text(column)).filter(|text| !text.is_empty());
                let (name, description) = (text(roles.name), text(roles.description));
                let says = |old: &ReleasedRow| {
                    (name.is_some() || description.is_some()) && (&old.name, &old.description) == (&name, &description)
                };
                let mut released = group.locked?.rows.iter().filter(|released| says(released));
                let code = released.next().filter(|_| released.next().is_none())?.first.shown(hex_digits);
                let span = row.code_span();
                let finding = self.error(row, Rule::EmptyCode, "this row has no code".to_owned());
                let title = format!("give it the code that was released with its texts: {code}");
                Some(finding.fix(Fix::edit(title, self.source, span, format!(" {code} ")).preferred()))
            }
            Reading::Other if !is_text => {
                let cells = row.row.cells.iter().enumerate().filter(|(other, _)| *other != column);
                let mut numbers = cells.filter(|(_, cell)| matches!(CodeCell::read(cell).reading, Reading::Number(_)));
                let (other, cell) = numbers.next().filter(|_| numbers.next().is_none())?;
                let is_named = [roles.name, roles.description].contains(&Some(other));
                // In a column of numbers, a number is at home. Beside a word such as `Total`, it is none of the codes.
                let is_released = group.locked.is_some_and(|locked| {
                    let number = CodeCell::read(cell).possible().into_iter().next();
                    number.is_some_and(|number| locked.codes().any(|(released, _)| released.code == number))
                });
                if !is_named || !is_released || row.code().text.contains(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                let text = |span: Range<usize>| self.source.text()[span].to_owned();
                let (code, other) = (row.code_span(), cell.span.clone());
                let message = format!("the code of this row, {}, seems to stand in another column", cell.text);
                let fix = Fix::edit("let the two cells change places", self.source, code.clone(), text(other.clone()));
                let finding = self.error(row, Rule::InvalidCode, message).label(other.clone(), "the code");
                Some(finding.fix(fix.and(other, text(code)).preferred()))
            }
            _ => None,
        }
    }
}

/// What a row may be that has a text in the place of its code.
const NO_CODE: &str = "if the row holds no code, leave it out";

/// Offers to leave out the rows that have a text in the place of a code. `init` does so where `is_sure`.
fn or_left_out(chosen: &Chosen<'_>, finding: Finding, remedy: &str, text: &str, is_sure: bool) -> Finding {
    let setting = Setting::also("skip", text);
    finding.fix(match is_sure {
        true => chosen.saying_why(remedy, setting, "rows without a code of their own"),
        false => chosen.saying(remedy, [setting]),
    })
}

/// Whether a text says that there is no code, in a table of texts as in one of numbers.
pub(super) fn is_not_available(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "n/a" | "n.a." | "not applicable" | "tbd")
}

/// Whether a text among numbers may be a code of another making: `MPI901`, `E900`, or `AB` where the others are `05` and `12`, as
/// in the answers of banks. `O12` and `l12` are numbers with a slip.
fn is_of_letters(text: &str) -> bool {
    let letters = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let digits = &text[letters..];
    let is_prefix = letters >= 2 || letters == 1 && digits.len() >= 2 && look_alike(text).is_none();
    let is_numbered = is_prefix && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_short = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_numbered || is_short && letters > 0 && !says_nothing(text)
}

/// Whether a text in the place of a code cannot be one: prose, or a word for all that has no code of its own. `Any` or `Reserved`
/// may be a code.
fn says_nothing(text: &str) -> bool {
    const WORDS: &[&str] =
        &["default", "na", "none", "other", "others", "其他", "其它", "无", "その他", "なし", "기타", "없음"];
    let has_digit = text.contains(|c: char| c.is_numeric());
    // No program sends a word of such a script where it sends numbers: `未知`.
    let is_wide = text.chars().all(|c| is_wide(c) || !c.is_alphanumeric());
    !has_digit
        && (is_not_available(text) || text.contains(' ') || is_wide || WORDS.contains(&text.to_lowercase().as_str()))
}

/// Keeps codes as text.
pub(super) fn text_codes() -> Setting {
    Setting::new("code_type", "\"text\"")
}
