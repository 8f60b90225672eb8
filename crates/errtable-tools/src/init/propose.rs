//! What the owner of a spec would say of its columns, beyond what it needs to compile: that they hold yes or no, whole numbers,
//! or a few values that come again.

use std::collections::HashSet;

use errtable::catalog::{Column, Content, Enum, Role, TableId};
use errtable::inner::{self, Setting, Settings, boolean, is_nothing, upper_camel, whole_number};
use errtable::{Compiled, Edit, Fix};

/// The edits that say what columns hold, for enums none of whose tables had a directive. `was_silent` tells of a table, by its
/// order in the file, whether it had none. Also the tables that they are about.
pub(super) fn propose(compiled: &Compiled, was_silent: impl Fn(TableId) -> bool) -> (Vec<usize>, Vec<Edit>) {
    let spec = inner::spec_of(compiled);
    let (mut tables, mut edits) = (Vec::new(), Vec::new());
    for enumeration in compiled.catalog.enums() {
        if !enumeration.tables.iter().all(|table| was_silent(*table)) {
            continue;
        }
        let table = spec.document.table(enumeration.tables[0]);
        let mut settings = Settings::new(spec.plan(table.id).site(&spec.source, table), []);
        let columns = enumeration.columns.iter().enumerate();
        for (index, column) in columns.filter(|(_, column)| column.from.is_none()) {
            let headers = table.header.cells.iter().filter(|cell| cell.text == column.header).count();
            let name =
                if headers == 1 && !column.header.is_empty() { column.header.clone() } else { (index + 1).to_string() };
            for (key, value, why) in of_column(enumeration, index, column) {
                settings.lines.push((Setting::column(&name, key, value), why));
            }
        }
        if !settings.lines.is_empty() {
            tables.push(table.id.index());
            edits.extend(Fix::settings("say what its columns hold", settings).edits());
        }
    }
    (tables, edits)
}

/// The keys of a column with their values, each with what was seen.
fn of_column(enumeration: &Enum, index: usize, column: &Column) -> Vec<(&'static str, &'static str, String)> {
    if column.content != Content::Text || column.role != Role::Other {
        return Vec::new();
    }
    let texts: Vec<&str> =
        enumeration.entries.iter().map(|entry| entry.cells[index].as_text().unwrap_or_default()).collect();
    let filled: Vec<&str> = texts.iter().copied().filter(|text| !is_nothing(text)).collect();
    let counted = |what: &str| match filled.len() == texts.len() {
        true => format!("all {} cells {what}", texts.len()),
        false => format!("{} of {} cells {what}", filled.len(), texts.len()),
    };
    let held = holds(&filled, &texts).map(|(holds, what)| ("as", holds, counted(&what)));
    let nothing = texts.len() - filled.len();
    // Nothing is left for a person to write where cells are empty, and so the finding has said it.
    let is_optional = !column.optional && nothing > 0 && !filled.is_empty();
    let is_answer = matches!(held, Some((_, "\"boolean\"", _)));
    let is_marked = texts.iter().any(|text| is_nothing(text) && !(is_answer && boolean(text).is_some()));
    let optional = (is_optional && is_marked).then(|| {
        let marks: Vec<_> = texts.iter().filter(|text| is_nothing(text)).collect();
        let shown = if marks[0].is_empty() { "are empty".to_owned() } else { format!("say `{}`", marks[0]) };
        ("optional", "true", format!("{nothing} of {} cells {shown}", texts.len()))
    });
    held.into_iter().chain(optional).collect()
}

/// What cells hold that is no text, with what was seen.
fn holds(filled: &[&str], texts: &[&str]) -> Option<(&'static str, String)> {
    let distinct: HashSet<&str> = filled.iter().copied().collect();
    if filled.len() < LEAST {
        return None;
    }
    // A dash beside answers says no.
    if distinct.len() >= 2
        && texts.iter().all(|text| text.is_empty() || boolean(text).is_some())
        && is_answered(&distinct)
    {
        let mut words: Vec<&str> = distinct.into_iter().collect();
        words.sort_unstable();
        return Some(("\"boolean\"", format!("say {}", words.join(" or "))));
    }
    if filled.iter().all(|text| whole_number(text).is_some()) {
        return Some(("\"integer\"", "are whole numbers".to_owned()));
    }
    let is_few = distinct.len() >= 2 && distinct.len() <= VALUES && distinct.len() * REPEATED <= filled.len();
    let is_value = |text: &&str| text.chars().count() <= LONGEST && !text.contains([',', ';', '/', '、']);
    let variants: HashSet<String> = distinct.iter().filter_map(|text| upper_camel(text)).collect();
    let are_values = is_few && distinct.iter().all(is_value) && variants.len() == distinct.len();
    are_values.then(|| ("\"category\"", format!("have one of {} values", distinct.len())))
}

/// Whether the words are one of yes and one of no.
fn is_answered(words: &HashSet<&str>) -> bool {
    let answers: HashSet<bool> = words.iter().filter_map(|word| boolean(word)).collect();
    answers.len() == 2
}

/// Fewer cells tell nothing about those to come.
const LEAST: usize = 4;
/// More values than these are a list of names.
const VALUES: usize = 12;
/// How often each value comes again, on the average.
const REPEATED: usize = 3;
/// The most letters of a value; more are a sentence.
const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use crate::init;
    use errtable::Source;

    /// What is said of a column of these cells.
    fn said(cells: &[&str]) -> Vec<String> {
        let row = |(number, cell): (usize, &&str)| format!("| {} | fault {number} of many | {cell} |\n", number + 1);
        let rows: String = cells.iter().enumerate().map(row).collect();
        let done = init(&Source::new("x.md", format!("| Error code | Message | Part |\n|---|---|---|\n{rows}")));
        assert!(done.findings.is_empty(), "{:?}", done.findings);
        let again = init(&Source::new("x.md", done.text.as_str()));
        assert_eq!((again.text.as_str(), again.directives), (done.text.as_str(), 0));
        let lines = done.text.lines().filter(|line| line.starts_with("as ") || line.starts_with("optional "));
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn columns_say_what_they_hold() {
        for (cells, lines) in [
            (&["yes", "no", "no", "yes"][..], &["as = \"boolean\" # all 4 cells say no or yes"][..]),
            (
                &["是", "否", "", "是", "否"],
                &["optional = true # 1 of 5 cells are empty", "as = \"boolean\" # 4 of 5 cells say 否 or 是"],
            ),
            (&["400", "404", "400", "500"], &["as = \"integer\" # all 4 cells are whole numbers"]),
            (
                &["400", "—", "400", "500", "404"],
                &["as = \"integer\" # 4 of 5 cells are whole numbers", "optional = true # 1 of 5 cells say `—`"],
            ),
            (&["lid", "ink", "lid", "ink", "lid", "lid"], &["as = \"category\" # all 6 cells have one of 2 values"]),
            (&["lid", "ink", "lid", "ink"], &[]),
            (&["yes", "yes", "yes", "yes"], &[]),
            (&["yes", "no"], &[]),
            (&["one text", "another text", "a third text", "a fourth text"], &[]),
        ] {
            assert_eq!(said(cells), lines, "{cells:?}");
        }
    }
}
