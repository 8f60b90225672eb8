//! The codes of a group: their type, the rows that have none, and those that share one.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::Resolve;
use super::groups::Group;
use super::no_code::{is_not_available, text_codes};
use super::rows::TableRow;
use super::tables::{Chosen, count};
use crate::catalog::{Code, CodeRange, CodeType, Skipped};
use crate::directive::{Blank, CodesInCell, DeclaredType, Options, Spanned};
use crate::finding::{Finding, Fix, Rule, Setting, Settings};
use crate::markdown::{Cell, Shape};
use crate::reading;
use crate::reading::{CodeCell, Doubt, Number, Reading, any_digits, codes_between, parts, symbol_and_number};
use crate::text::RowId;
use crate::text::limits::{self, CODES, SUGGESTIONS};
use crate::text::{fits_pattern, toml_string};

/// An entry in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) codes: Vec<Code>,
    pub(crate) row: TableRow<'a>,
    /// The words beside the number: `OK` of `200 (OK)`.
    pub(crate) words: Option<String>,
    /// The rows that make it.
    pub(crate) rows: Vec<RowId>,
}

impl Draft<'_> {
    /// Whether the code is struck out.
    pub(crate) fn retired(&self) -> bool {
        self.row.code().retired
    }
}

/// What the code column makes of the rows.
#[derive(Debug)]
pub(crate) struct Codes<'a> {
    pub(crate) code_type: CodeType,
    pub(crate) hex_digits: usize,
    pub(crate) drafts: Vec<Draft<'a>>,
    pub(crate) ranges: Vec<CodeRange>,
    /// Rows whose code an earlier row has, with that row's index, to become aliases.
    pub(crate) aliases: Vec<(usize, Draft<'a>)>,
}

/// The pattern by which `skip` leaves a row out, by what its code cell says or by its text: a dash says nothing.
pub(crate) fn skipping<'o>(options: &'o Options, code: &CodeCell, cell: &Cell) -> Option<&'o Spanned<String>> {
    options
        .skip
        .iter()
        .find(|pattern| fits_pattern(&pattern.value, code.whole()) || fits_pattern(&pattern.value, cell.text.trim()))
}

impl Resolve<'_> {
    pub(crate) fn codes<'g>(&mut self, group: &Group<'_>, rows: Vec<TableRow<'g>>) -> Codes<'g> {
        let column = group.first().roles.code;
        let rows = self.with_code(group, rows);
        let is_text = self.is_text(group, &rows);
        let mut codes = Codes {
            code_type: CodeType::Text,
            hex_digits: if is_text { 0 } else { hex_digits(&rows) },
            drafts: Vec::new(),
            ranges: Vec::new(),
            aliases: Vec::new(),
        };
        let mut drafts: Vec<Draft<'g>> = Vec::new();
        let mut lost = 0;
        let one_valued = self.one_valued(group);
        // Whether the row above has made the last draft, and the rows that say more about each.
        let mut is_open = false;
        let mut below: BTreeMap<usize, Vec<TableRow<'g>>> = BTreeMap::new();
        for row in rows {
            let is_below = is_open && drafts.last().is_some_and(|draft: &Draft<'_>| draft.row.table == row.table);
            is_open = false;
            if row.code().text.is_empty() && group.tables[row.table].options.blank == Some(Blank::Above) && is_below {
                drafts.last_mut().into_iter().for_each(|draft| draft.rows.push(row.id()));
                below.entry(drafts.len() - 1).or_default().push(row);
                is_open = true;
                continue;
            }
            // To ask the lock takes long where it has many rows.
            if lost < SUGGESTIONS && matches!(row.code().reading, Reading::Empty | Reading::Other) {
                lost += 1;
                if let Some(finding) = self.lost_code(group, &row, is_text, codes.hex_digits) {
                    self.findings.push(finding);
                    continue;
                }
            }
            let chosen = &group.tables[row.table];
            if row.code().text.is_empty() {
                let says_more = is_below && one_valued.iter().all(|&column| row.text(column).is_empty());
                self.empty(chosen, &row, says_more);
                continue;
            }
            let options = chosen.options;
            let many = options.codes == Some(CodesInCell::Many);
            if let (false, Reading::Range(first, last)) = (is_text, &row.code().reading)
                && options.ranges.unwrap_or(last.value - first.value >= WIDE)
            {
                codes.ranges.push(range(group, &row, *first, *last));
                continue;
            }
            let read = if is_text { self.text_codes(chosen, &row, many) } else { self.numbers(chosen, &row, many) };
            let Some((mut found, words)) = read else { continue };
            if found.len() > 1 {
                let mut seen = HashSet::new();
                found.retain(|code| seen.insert(code.clone()));
            }
            if self.is_too_much(&row, found.len()) {
                continue;
            }
            drafts.push(Draft { codes: found, rows: vec![row.id()], row, words });
            is_open = true;
        }
        self.merge_below(group, &mut drafts, below);
        if !is_text {
            codes.code_type = self.integer_type(group, &codes.ranges, &mut drafts);
            self.other_spellings(group, column, &mut drafts);
        }
        self.merge(group, drafts, &mut codes);
        codes
    }

    /// Whether the codes of a cell are more than a spec may have. The first such cell is told of.
    fn is_too_much(&mut self, row: &TableRow<'_>, codes: usize) -> bool {
        let before = *self.codes;
        *self.codes += codes;
        if before <= CODES && *self.codes > CODES {
            let message = format!("the file has more than {CODES} codes, which is more than errtable takes");
            self.findings.push(self.error(row, Rule::TooLarge, message).help(limits::REMEDY));
        }
        *self.codes > CODES
    }

    /// The rows whose cells say one code or several; those that `skip` names are left out.
    pub(crate) fn with_code<'g>(&mut self, group: &Group<'_>, rows: Vec<TableRow<'g>>) -> Vec<TableRow<'g>> {
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            if row.row.cells.iter().all(|cell| cell.text.is_empty()) && row.row.shape == Shape::Whole {
                self.skipped.push(Skipped { row: row.id(), reason: "the row is empty".to_owned() });
                continue;
            }
            if let Some(pattern) = skipping(group.tables[row.table].options, row.code(), row.code_cell()) {
                let reason = format!("skip = {}", toml_string(&pattern.value));
                self.skipped.push(Skipped { row: row.id(), reason });
                continue;
            }
            match row.code().doubt.as_deref() {
                None => kept.push(row),
                Some(Doubt::PartStruck { struck, left }) => {
                    self.findings.push(self.part_struck(row.code_span(), struck, left));
                }
                Some(Doubt::Parted(before, after)) => self.findings.push(self.parted(row.code_span(), before, after)),
            }
        }
        kept
    }

    /// A struck-out code beside another: which of the two holds, and whether the other one was ever out, only a person knows.
    fn part_struck(&self, span: Range<usize>, struck: &str, left: &str) -> Finding {
        let message = format!("`{struck}` is struck out here, and `{left}` stands beside it");
        Finding::error(Rule::InvalidCode, self.source, span.clone(), message)
            .fix(Fix::edit(format!("if only {left} is meant, write {left}"), self.source, span, left))
            .help(format!("if {struck} was a code of its own, give it a row of its own, struck out: ~~{struck}~~"))
    }

    fn parted(&self, span: Range<usize>, before: &str, after: &str) -> Finding {
        let message =
            format!("markup parts `{before}` and `{after}`, so they may be one number or a number with a mark");
        let whole = format!("{before}{after}");
        let title = format!("if it is one number, write {whole}");
        Finding::error(Rule::InvalidCode, self.source, span.clone(), message)
            .fix(Fix::edit(title, self.source, span, whole))
            .help(format!("if the code is {before}, put what follows into another column"))
    }

    /// Whether the codes are text: as declared, else where most are no integers, or zeros in front matter.
    fn is_text(&self, group: &Group<'_>, rows: &[TableRow<'_>]) -> bool {
        let declared = group.tables.iter().find_map(|chosen| chosen.options.code_type.as_ref());
        if let Some(declared) = declared {
            return declared.value == DeclaredType::Text;
        }
        if group.locked.is_some_and(|locked| locked.code_type == CodeType::Text) {
            return true;
        }
        let rows: Vec<_> = rows.iter().filter(|row| !is_not_available(&row.code().text)).collect();
        let count = |test: fn(&Reading) -> bool| rows.iter().filter(|row| test(&row.code().reading)).count();
        let other = count(|reading| matches!(reading, Reading::Other));
        let zeros = count(|reading| matches!(reading, Reading::LeadingZero));
        let filled = rows.len() - count(|reading| matches!(reading, Reading::Empty));
        if other * 2 >= filled && filled > 0 {
            return true;
        }
        let mut widths = rows.iter().map(|row| row.code().text.len()).filter(|&length| length > 0);
        let width = widths.next();
        zeros > 0 && (zeros * 4 >= filled || widths.all(|other| Some(other) == width))
    }

    pub(crate) fn text_codes(
        &mut self,
        chosen: &Chosen<'_>,
        row: &TableRow<'_>,
        many: bool,
    ) -> Option<(Vec<Code>, Option<String>)> {
        if row.code().text.is_empty() {
            self.empty(chosen, row, false);
            return None;
        }
        if let Some(finding) = self.no_text_code(chosen, row, many) {
            self.findings.push(finding);
            return None;
        }
        let text = row.code().text.as_str();
        // Where codes are symbols, a number behind one is a remark.
        let text = symbol_and_number(text).map_or(text, |(symbol, _)| symbol);
        let parts: Vec<&str> = parts(text).collect();
        if parts.len() > 1 && !many {
            self.several(chosen, row, parts.len());
            return None;
        }
        let parts = if many { parts } else { vec![text] };
        let codes = parts.into_iter().flat_map(|part| codes_between(part).unwrap_or_else(|| vec![part.to_owned()]));
        Some((codes.map(Code::Text).collect(), None))
    }

    fn numbers(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>, many: bool) -> Option<(Vec<Code>, Option<String>)> {
        let code = |number: &Number| Code::Integer(number.value);
        match &row.code().reading {
            Reading::Number(number) => return Some((vec![code(number)], None)),
            Reading::Annotated(number, words) => {
                let words = (!words.is_empty()).then(|| words.clone());
                return Some((vec![code(number)], words));
            }
            Reading::List(numbers) if many => return Some((numbers.iter().map(code).collect(), None)),
            Reading::List(numbers) => self.several(chosen, row, numbers.len()),
            Reading::Range(first, last) => {
                let message = format!("this is a range of codes, {} to {}", first.value, last.value);
                let finding = self.error(row, Rule::InvalidCode, message);
                let setting = Setting::new("ranges", "true");
                let title = "document it and place its codes";
                let fix = chosen.saying_why(title, setting, "some rows describe a range of codes");
                self.findings.push(finding.fix(fix));
            }
            Reading::Empty => self.empty(chosen, row, false),
            Reading::TooLarge => {
                let message = format!("the code {} does not fit into 64 bits", row.code().text);
                let finding = self.error(row, Rule::CodeTooLarge, message);
                let why = "some codes do not fit into 64 bits";
                self.findings.push(finding.fix(chosen.saying_why(
                    "correct it, or keep codes as text",
                    text_codes(),
                    why,
                )));
            }
            Reading::LeadingZero => {
                let message = format!("the number {} begins with a zero, which a number cannot keep", row.code().text);
                let bare = row.code().text.trim_start_matches('0');
                let bare = if bare.is_empty() { "0" } else { bare };
                let finding = self.error(row, Rule::InvalidCode, message).fix(Fix::edit(
                    format!("write {bare}"),
                    self.source,
                    row.code_span(),
                    bare,
                ));
                let why = "some codes begin with a zero";
                self.findings.push(finding.fix(chosen.saying_why("keep codes as text", text_codes(), why)));
            }
            Reading::Grouped(_) if many && !row.code().text.contains(' ') => {
                let parts = parts(&row.code().text).filter_map(|part| part.parse().ok());
                let parts: Vec<Code> = parts.map(Code::Integer).collect();
                return Some((parts, None));
            }
            Reading::Grouped(number) => self.grouped(chosen, row, *number),
            Reading::Starred(number, stars) => self.starred(chosen, row, *number, *stars),
            Reading::Other => self.no_number(chosen, row),
        }
        None
    }

    /// Groups of three digits are one number to most readers; parted by a comma, each may be a code of its own.
    fn grouped(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>, number: Number) {
        let text = &row.code().text;
        let message = format!("`{text}` is a number with its digits in groups, or several numbers");
        let finding = self.error(row, Rule::InvalidCode, message).fix(self.meant(row, number.value.to_string()));
        self.findings.push(match text.contains(' ') {
            true => finding,
            false => {
                let several = Setting::new("codes", "\"many\"");
                finding.fix(chosen.saying("if these are several codes, let all of them mean this row", [several]))
            }
        });
    }

    pub(crate) fn meant(&self, row: &TableRow<'_>, meant: impl Into<String>) -> Fix {
        let meant = meant.into();
        Fix::edit(format!("did you mean {meant}?"), self.source, row.code_span(), meant)
    }

    /// A star may mark a footnote or stand for any digit; nothing in the cell tells which.
    fn starred(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>, number: Number, stars: usize) {
        let code = row.code().text.trim_end_matches('*');
        let message = format!("the star of `{}` may mark a footnote, or stand for any digit", row.code().text);
        let title = format!("if it marks a footnote, write {code}, and the remark into another column");
        let finding = self.error(row, Rule::InvalidCode, message);
        let finding = finding.fix(Fix::edit(title, self.source, row.code_span(), code));
        self.findings.push(match any_digits(number, stars) {
            Some((first, last)) => {
                let range = format!("{first} - {last}");
                let title = format!("if it stands for any digit, write {range}, and say so");
                let settings = Settings::new(chosen.site(), [Setting::new("ranges", "true")]);
                finding.fix(Fix::edit(title, self.source, row.code_span(), range).and_settings(&settings))
            }
            None => finding,
        });
    }

    pub(crate) fn several(&mut self, chosen: &Chosen<'_>, row: &TableRow<'_>, number: usize) {
        let finding = self.error(row, Rule::InvalidCode, format!("this cell holds {}", count(number, "code")));
        let setting = Setting::new("codes", "\"many\"");
        let title = "let all of them mean this row";
        self.findings.push(finding.fix(chosen.saying_why(title, setting, "some cells hold several codes")));
    }

    pub(super) fn error(&self, row: &TableRow<'_>, rule: Rule, message: String) -> Finding {
        Finding::error(rule, self.source, row.code_span(), message)
    }

    /// Sets aside the rows whose hexadecimal and decimal columns do not mean one number.
    fn other_spellings(&mut self, group: &Group<'_>, column: usize, drafts: &mut Vec<Draft<'_>>) {
        let headers: Vec<_> = group.first().headers().collect();
        let spelled = |&other: &usize| other != column && reading::is_radix(headers[other]);
        for other in (0..headers.len()).filter(spelled) {
            drafts.retain(|draft| {
                let [Code::Integer(code)] = draft.codes[..] else { return true };
                let spelling =
                    draft.row.row.id.body_index().map(|index| &group.tables[draft.row.table].column(other)[index]);
                let Some(Reading::Number(number)) = spelling.map(|cell| &cell.reading) else { return true };
                let text = draft.row.text(other);
                // A negative code may be written as its two's complement.
                let same =
                    [0, 32, 64].into_iter().any(|bits| number.value == code + if bits > 0 { 1 << bits } else { 0 });
                if !same {
                    let message = format!("`{}` says {text}, which is {}, not {code}", headers[other], number.value);
                    self.findings.push(
                        Finding::error(Rule::InvalidCell, self.source, draft.row.cell_span(other), message)
                            .label(draft.row.cell_span(column), "the code")
                            .help("correct the one that is wrong"),
                    );
                }
                same
            });
        }
    }

    /// The type that was released, as long as it holds every code, else the smallest that does; a code that no type holds
    /// beside the others is set aside.
    fn integer_type(&mut self, group: &Group<'_>, ranges: &[CodeRange], drafts: &mut Vec<Draft<'_>>) -> CodeType {
        let column = group.first().roles.code;
        let ends = ranges.iter().flat_map(|range| [range.first, range.last]);
        let codes = drafts.iter().flat_map(|draft| &draft.codes).filter_map(|code| match code {
            Code::Integer(value) => Some(*value),
            Code::Text(_) => None,
        });
        let (least, greatest) =
            ends.chain(codes).fold((0, 0), |(least, greatest), value| (value.min(least), value.max(greatest)));
        let released = group.locked.map(|locked| locked.code_type);
        let kept = released.filter(|released| released.holds_all(least, greatest));
        if let Some(code_type) = kept.or_else(|| CodeType::holding(least, greatest)) {
            return code_type;
        }
        let too_large = |code: &Code| matches!(code, Code::Integer(value) if *value > i128::from(i64::MAX));
        for draft in drafts.iter().filter(|draft| draft.codes.iter().any(too_large)) {
            self.findings.push(
                Finding::error(
                    Rule::CodeTooLarge,
                    self.source,
                    draft.row.cell_span(column),
                    format!("no 64-bit type holds both {} and the negative codes", draft.codes[0]),
                )
                .fix(group.tables[draft.row.table].saying("correct it, or keep codes as text", [text_codes()])),
            );
        }
        drafts.retain(|draft| !draft.codes.iter().any(too_large));
        CodeType::I64
    }
}

/// From this difference of its ends on, a range stands for itself: nobody gives a hundred codes one row and means a hundred
/// variants.
const WIDE: i128 = 99;

fn hex_digits(rows: &[TableRow<'_>]) -> usize {
    // Rust shows a negative number in hexadecimal as its two's complement, which no table means.
    let digits = |number: &Number| if number.value < 0 { 0 } else { number.hex_digits };
    let digits = rows.iter().filter_map(|row| match &row.code().reading {
        Reading::Number(number) | Reading::Annotated(number, _) => Some(digits(number)),
        Reading::List(numbers) => numbers.iter().map(digits).min(),
        _ => None,
    });
    let digits: Vec<_> = digits.collect();
    if digits.contains(&0) { 0 } else { digits.into_iter().max().unwrap_or(0) }
}

fn range(group: &Group<'_>, row: &TableRow<'_>, first: Number, last: Number) -> CodeRange {
    let roles = &group.first().roles;
    let columns = (0..row.row.cells.len()).filter(|&column| column != roles.code);
    let texts = columns.map(|column| row.text(column)).filter(|text| !text.is_empty());
    CodeRange {
        first: first.value,
        last: last.value,
        text: texts.collect::<Vec<_>>().join(" — "),
        rows: vec![row.id()],
    }
}
