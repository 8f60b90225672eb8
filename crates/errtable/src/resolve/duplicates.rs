//! Rows that share a code: joined, refused, made aliases, or left out.

use std::collections::HashMap;

use super::Resolve;
use super::codes::{Codes, Draft};
use super::groups::Group;
use crate::catalog::{Code, Skipped};
use crate::directive::Duplicates;
use crate::finding::{Finding, Fix, Rule, Setting};

impl Resolve<'_> {
    /// Joins rows that repeat each other, and deals with those that share a code but differ.
    pub(crate) fn merge<'g>(&mut self, group: &Group<'_>, drafts: Vec<Draft<'g>>, codes: &mut Codes<'g>) {
        let mut first_with: HashMap<Code, usize> = HashMap::new();
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
                Duplicates::Error => self.duplicate(group, &code, &draft, &codes.drafts[index]),
                Duplicates::First => {
                    let first = codes.drafts[index].row.id().line();
                    let reason = format!("duplicates = \"first\": line {first} has the code {code}");
                    self.skipped.push(Skipped { row: draft.row.id(), reason });
                }
                Duplicates::Alias => {
                    codes.drafts[index].rows.extend(&draft.rows);
                    codes.aliases.push((index, draft));
                }
            }
        }
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
                let setting = Setting::new("duplicates", "\"first\"");
                let chosen = &group.tables[draft.row.table];
                finding.fix(chosen.saying("if this table repeats codes on purpose, say so", [setting]))
            }
        });
    }

    fn duplicate(&mut self, group: &Group<'_>, code: &Code, draft: &Draft<'_>, first: &Draft<'_>) {
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
        let setting = Setting::new("duplicates", "\"alias\"");
        let title = "if both are meant, make the later one an alias (`first` leaves it out)";
        let chosen = &group.tables[draft.row.table];
        let fix = chosen.saying_why(title, setting, "some codes have more than one row");
        self.findings.push(finding.fix(fix));
    }
}

fn same_row(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    let columns = a.row.row.cells.len();
    a.codes == b.codes
        && a.retired() == b.retired()
        && (0..columns).all(|column| a.row.text(column) == b.row.text(column))
}
