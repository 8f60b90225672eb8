//! Rows that share a code: joined, merged, refused, made aliases, or left out.

use std::collections::{BTreeMap, HashMap};

use super::Resolve;
use super::categories::value_key;
use super::codes::{Codes, Draft};
use super::column_options::options;
use super::groups::Group;
use super::rows::TableRow;
use crate::catalog::identifier::upper_camel;
use crate::catalog::{Code, Skipped};
use crate::directive::{Duplicates, Holds};
use crate::finding::{Finding, Fix, Rule, Setting};
use crate::reading::{Roles, is_symbol};

impl Resolve<'_> {
    /// Joins rows that repeat each other, and deals with those that share a code but differ.
    pub(crate) fn merge<'g>(&mut self, group: &Group<'_>, drafts: Vec<Draft<'g>>, codes: &mut Codes<'g>) {
        let mut first_with: HashMap<Code, usize> = HashMap::new();
        let mut refused: Vec<(Code, Draft<'g>, usize)> = Vec::new();
        let mut merging = Merging::new(group);
        for mut draft in drafts {
            let taken = draft.codes.iter().find_map(|code| first_with.get(code).map(|&index| (code.clone(), index)));
            let Some((code, index)) = taken else {
                for code in &draft.codes {
                    first_with.insert(code.clone(), codes.drafts.len());
                }
                codes.drafts.push(draft);
                continue;
            };
            let policy = group.tables[draft.row.table].options.duplicates.unwrap_or_default();
            if same_row(&draft, &codes.drafts[index]) {
                if policy == Duplicates::Error {
                    self.repeated(group, &draft, &codes.drafts[index]);
                }
                codes.drafts[index].rows.extend(draft.rows);
                codes.drafts[index].row.join(&draft.row);
                continue;
            }
            // A row that replaces another must bring all of its codes, and no code of a third.
            let same_codes = draft.codes == codes.drafts[index].codes;
            if same_codes && draft.retired() != codes.drafts[index].retired() {
                self.succeed(&code, draft, &mut codes.drafts[index]);
                continue;
            }
            let free: Vec<Code> = draft.codes.iter().filter(|code| !first_with.contains_key(code)).cloned().collect();
            if policy != Duplicates::Error && !free.is_empty() {
                // The codes that an earlier row has are that row's; the others make an entry of their own.
                first_with.extend(free.iter().map(|code| (code.clone(), codes.drafts.len())));
                draft.codes = free;
                codes.drafts.push(draft);
                continue;
            }
            match policy {
                Duplicates::Error => refused.push((code, draft, index)),
                Duplicates::First => {
                    let first = codes.drafts[index].row.id().line();
                    let reason = format!("duplicates = \"first\": line {first} has the code {code}");
                    self.skipped.push(Skipped { row: draft.row.id(), reason });
                }
                Duplicates::Alias if other_name(group, &draft, &codes.drafts[index]).is_some() => {
                    codes.drafts[index].rows.extend(&draft.rows);
                    codes.aliases.push((index, draft));
                }
                Duplicates::Merge | Duplicates::Alias => {
                    match merging.difference(&draft, index, &codes.drafts[index]) {
                        Some(column) => self.differ(group, column, &draft, &codes.drafts[index]),
                        None => {
                            codes.drafts[index].rows.extend(draft.rows);
                            merging.rows.entry(index).or_default().push(draft.row);
                        }
                    }
                }
            }
        }
        merging.finish(&mut codes.drafts);
        let roles = &group.first().roles;
        let has_two_symbols = |(_, draft, index): &(Code, Draft<'_>, usize)| {
            symbol(roles, draft).is_some_and(|one| symbol(roles, &codes.drafts[*index]).is_some_and(|two| one != two))
        };
        let symbols = refused.iter().any(has_two_symbols);
        let policy = if symbols { Duplicates::Alias } else { Duplicates::Merge };
        for (code, draft, index) in &refused {
            let first = &codes.drafts[*index];
            let policy = if merging.difference(draft, *index, first).is_some() { Duplicates::First } else { policy };
            self.duplicate(group, code, draft, first, policy);
        }
    }

    /// The columns in which a code has one value.
    pub(crate) fn one_valued(&self, group: &Group<'_>) -> Vec<usize> {
        let is_one = Merging::new(group).is_one;
        (0..is_one.len()).filter(|&column| is_one[column]).collect()
    }

    /// Lets rows without a code say more about the code above them; those that say something else are told of.
    pub(crate) fn merge_below<'g>(
        &mut self,
        group: &Group<'_>,
        drafts: &mut [Draft<'g>],
        below: BTreeMap<usize, Vec<TableRow<'g>>>,
    ) {
        let mut merging = Merging::new(group);
        for (index, rows) in below {
            for row in rows {
                let more = Draft { row, ..drafts[index].clone() };
                match merging.difference(&more, index, &drafts[index]) {
                    Some(column) => {
                        self.differ(group, column, &more, &drafts[index]);
                        drafts[index].rows.retain(|&id| id != more.row.id());
                    }
                    None => merging.rows.entry(index).or_default().push(more.row),
                }
            }
        }
        merging.finish(drafts);
    }

    /// Of a retired row and a live one with the same code, the live one counts, whichever comes first.
    fn succeed<'g>(&mut self, code: &Code, draft: Draft<'g>, entry: &mut Draft<'g>) {
        let retired = if draft.retired() { draft } else { std::mem::replace(entry, draft) };
        let reason = format!("struck out: line {} has the code {code} now", entry.row.id().line());
        self.skipped.extend(retired.rows.into_iter().map(|row| Skipped { row, reason: reason.clone() }));
    }

    fn repeated(&mut self, group: &Group<'_>, draft: &Draft<'_>, first: &Draft<'_>) {
        let row = draft.row.row.span.clone();
        let message = "this row repeats an earlier one word for word";
        let finding = Finding::warning(Rule::DuplicateRow, self.source, row.clone(), message)
            .label(first.row.row.span.clone(), "the same row");
        self.findings.push(match draft.row.table == first.row.table {
            true => finding.fix(Fix::without_lines("take this one out", self.source, row).safe()),
            // Pages repeat a code in the table of each request that answers with it.
            false => {
                let setting = Setting::new("duplicates", "\"merge\"");
                let chosen = &group.tables[draft.row.table];
                let title = "if this table repeats codes on purpose, say so";
                finding.fix(chosen.saying_why(title, setting, "some codes are those of other tables"))
            }
        });
    }

    fn duplicate(&mut self, group: &Group<'_>, code: &Code, draft: &Draft<'_>, first: &Draft<'_>, policy: Duplicates) {
        let column = group.first().roles.code;
        let finding = Finding::error(
            Rule::DuplicateCode,
            self.source,
            draft.row.cell_span(column),
            format!("code {code} is used twice"),
        )
        .label(first.row.cell_span(column), "first used here")
        .help(format!(
            "give one of them another code, or strike out the retired one: ~~{}~~",
            draft.row.code().whole()
        ));
        let chosen = &group.tables[draft.row.table];
        let fix = match policy {
            // Rows that say different things in a column of one value cannot be merged, and which is left out is asked.
            Duplicates::First => chosen.saying("leave the later one out", [Setting::new("duplicates", "\"first\"")]),
            Duplicates::Alias => chosen.saying_why(
                "if both are symbols of one code, make the later one an alias (`first` leaves it out)",
                Setting::new("duplicates", "\"alias\""),
                "some codes have two symbols",
            ),
            _ => chosen.saying_why(
                "if both are causes of one code, merge them (`first` leaves the later one out)",
                Setting::new("duplicates", "\"merge\""),
                "some codes have several causes",
            ),
        };
        self.findings.push(finding.fix(fix));
    }

    /// A code has one value in a column that holds no text.
    fn differ(&mut self, group: &Group<'_>, column: usize, draft: &Draft<'_>, first: &Draft<'_>) {
        let header = &group.first().table.header.cells[column].text;
        let message =
            format!("code {} has two values in the column `{header}`, so its rows cannot be merged", draft.codes[0]);
        let finding = Finding::error(Rule::DuplicateCode, self.source, draft.row.cell_span(column), message)
            .label(first.row.cell_span(column), "the other value")
            .help("write one value in both rows, or take `as` out of the `[columns]` entry");
        self.findings.push(finding);
    }
}

/// The rows that are merged into the first of their code.
struct Merging<'g> {
    rows: HashMap<usize, Vec<TableRow<'g>>>,
    roles: Roles,
    /// Whether each column has one value for each code.
    is_one: Vec<bool>,
    /// That value, where the rows up to here have one.
    values: HashMap<(usize, usize), String>,
}

impl<'g> Merging<'g> {
    fn new(group: &Group<'_>) -> Self {
        let holds = options(group).into_iter().map(|options| options.holds.unwrap_or_default());
        Merging {
            rows: HashMap::new(),
            roles: group.first().roles.clone(),
            // The sets of rows that are merged are one.
            is_one: holds.map(|holds| !matches!(holds, Holds::Text | Holds::Categories)).collect(),
            values: HashMap::new(),
        }
    }

    /// The column in which a row has another value than those before it.
    fn difference(&mut self, draft: &Draft<'_>, index: usize, first: &Draft<'_>) -> Option<usize> {
        let columns = (0..self.is_one.len()).filter(|&column| self.is_one[column]);
        for column in columns {
            let known = self.values.entry((index, column)).or_insert_with(|| value_key(&first.row.text(column)));
            let new = value_key(&draft.row.text(column));
            if draft.row.row.cells[column].struck() != first.row.row.cells[column].struck() {
                return Some(column);
            }
            if known.is_empty() {
                *known = new;
            } else if !new.is_empty() && *known != new {
                return Some(column);
            }
        }
        None
    }

    fn finish(&mut self, drafts: &mut [Draft<'g>]) {
        for (index, rows) in self.rows.drain() {
            // A name that is the only text of its row says what its cause is, and so joins the others.
            let name = self.roles.name.filter(|_| self.roles.description.is_some());
            let is_one = |column| self.is_one[column] || column == self.roles.code || Some(column) == name;
            drafts[index].row.merge(&rows, is_one);
        }
    }
}

/// What a program calls the code of a row: a symbol in the column of the names, or beside the number.
fn symbol(roles: &Roles, draft: &Draft<'_>) -> Option<String> {
    let name = roles.name.map(|column| draft.row.own_text(column)).filter(|name| is_symbol(name));
    name.or_else(|| draft.words.clone().filter(|words| is_symbol(words)))
}

/// The name by which a row calls the code of another: a symbol, or a name of words where the names of the table are words.
/// `None` where that is no other name; a text that says what the code means is none.
pub(crate) fn other_name(group: &Group<'_>, draft: &Draft<'_>, first: &Draft<'_>) -> Option<String> {
    let roles = &group.first().roles;
    let called = |draft: &Draft<'_>| {
        let is_words = |name: &String| !group.has_symbols() && upper_camel(name).is_some();
        symbol(roles, draft).or_else(|| Some(draft.row.own_text(roles.name?)).filter(is_words))
    };
    called(draft).filter(|name| called(first).as_ref() != Some(name))
}

fn same_row(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    let columns = a.row.row.cells.len();
    a.codes == b.codes
        && a.retired() == b.retired()
        && (0..columns).all(|column| a.row.text(column) == b.row.text(column))
}
