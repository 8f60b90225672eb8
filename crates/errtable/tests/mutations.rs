//! Every small change of a real table, each alone, and the verdict that a person would give on it.
//!
//! The table is that of `tpns-errors`. It is taken apart and put together here without the compiler, and what a change
//! should come to is worked out from the cells alone.

use std::collections::BTreeSet;

use errtable::diff::{Class, Level};
use errtable::{Compiled, ReadError, Severity, Source, changes, compile_locked};
use errtable_tools::{Release, lock};

const SPEC: &str = include_str!("../../../spec/tpns.md");

const CODE: usize = 0;
const NAME: usize = 1;
const DESCRIPTION: usize = 2;
const API: usize = 3;

/// The spec, taken apart: what stands before the table, its header, and its rows.
#[derive(Clone)]
struct Page {
    before: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Page {
    /// The table, each cell of whose last column is one value of a category.
    fn read() -> Self {
        let page = Page::of_sets();
        let (before, rest) = page.before.split_once("as = \"categories\"").expect("the last column holds sets");
        let (_, rest) = rest.split_once("[variants]").expect("variants come last");
        let before = before.replacen("lock = ", "allow = \"several-values\"\nlock = ", 1);
        Page { before: format!("{before}as = \"category\"\n\n[variants]{rest}"), ..page }
    }

    /// The table as it is: each cell of its last column holds several values.
    fn of_sets() -> Self {
        let start = SPEC.find("| Error code").expect("the table begins so");
        let cells = |line: &str| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        let mut lines = SPEC[start..].lines().filter(|line| line.starts_with('|')).map(cells);
        let header = lines.next().expect("the table has a header");
        let rows = lines.skip(1).collect();
        // The table alone is judged: of a row that is gone, the file that it joins would tell, too.
        let is_own = |line: &&str| !line.starts_with("join = ") && !line.starts_with("\"Not stated\"");
        let before = SPEC[..start].split_inclusive('\n').filter(is_own).collect();
        Page { before, header, rows }
    }

    fn text(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let delimiter = format!("|{}\n", "---|".repeat(self.header.len()));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}{}{delimiter}{rows}", self.before, line(&self.header))
    }

    fn source(&self) -> Source {
        Source::new("tpns.md", self.text())
    }

    fn compile(&self, lock: &str) -> Compiled {
        compile_locked(self.source(), &|name| match name.ends_with(".lock") {
            true => Ok(Source::new(name, lock)),
            false => Err(ReadError::missing(name)),
        })
    }

    fn line(&self, row: usize) -> usize {
        self.before.lines().count() + 3 + row
    }

    /// Whether no other row says what a row says in a column.
    fn is_alone(&self, row: usize, column: usize) -> bool {
        self.rows.iter().filter(|other| other[column] == self.rows[row][column]).count() == 1
    }
}

/// What a change should come to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// Lines with an error.
    errors: Vec<usize>,
    /// The rules of what was released that are broken.
    breaks: BTreeSet<&'static str>,
    /// The classes of the changes, but for rows that have an error.
    classes: BTreeSet<Class>,
    level: Option<Level>,
}

impl Verdict {
    fn of(old: &Compiled, new: &Compiled) -> Self {
        let findings = new.findings.iter();
        let errors = findings.clone().filter(|finding| finding.severity == Severity::Error);
        let diff = changes(old, new);
        Verdict {
            errors: errors.map(|finding| finding.place.start().0).collect(),
            breaks: findings.filter(|finding| finding.rule.is_break()).map(|finding| finding.rule.as_str()).collect(),
            classes: diff.changes.iter().map(|change| change.class).collect(),
            level: diff.level(),
        }
    }

    fn expected(classes: &[Class], breaks: &[&'static str]) -> Self {
        let classes: BTreeSet<_> = classes.iter().copied().collect();
        let level = classes.iter().map(|class| class.level()).max();
        Verdict { errors: Vec::new(), breaks: breaks.iter().copied().collect(), classes, level }
    }

    fn refused(line: usize) -> Self {
        Verdict { errors: vec![line], ..Verdict::default() }
    }

    /// The same, with what follows where the only row with some value of the category no longer has it.
    fn and_value_gone(mut self, is_gone: bool) -> Self {
        if is_gone {
            self.classes.insert(Class::ValueRenamed);
            self.breaks.insert("category-value-renamed");
            self.level = Some(Level::Major);
        }
        self
    }
}

/// Runs a table of changes; all that go wrong are told at once.
struct Trial {
    page: Page,
    old: Compiled,
    lock: String,
    tried: usize,
    faults: Vec<String>,
}

impl Trial {
    fn new() -> Self {
        Trial::of(Page::read())
    }

    fn of(page: Page) -> Self {
        let missing = |name: &str| Err(ReadError::missing(name));
        let lock = lock(page.source(), &missing, &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() });
        let lock = lock.text.expect("the table has no errors");
        let old = page.compile(&lock);
        assert!(old.findings.is_empty() && page.rows.len() >= 25);
        Trial { page, old, lock, tried: 0, faults: Vec::new() }
    }

    fn expect(&mut self, what: &str, changed: &Page, expected: &Verdict) {
        self.tried += 1;
        let new = changed.compile(&self.lock);
        let verdict = Verdict::of(&self.old, &new);
        if verdict != *expected {
            let told: Vec<_> = new.findings.iter().map(ToString::to_string).collect();
            self.faults
                .push(format!("{what}\n  expected {expected:?}\n  found    {verdict:?}\n  {}", told.join("\n  ")));
        }
        // No change of a row gives a code another variant.
        for entry in new.catalog.enums().iter().flat_map(|enumeration| &enumeration.entries) {
            let before = self.old.catalog.enums()[0].entries.iter().find(|before| before.codes == entry.codes);
            if before.is_some_and(|before| before.variant != entry.variant) {
                self.faults.push(format!("{what}\n  {} is renamed to {}", entry.code(), entry.variant));
            }
        }
    }

    /// One cell of each row, changed by a function of it.
    fn edit(&mut self, column: usize, edit: impl Fn(&str) -> String, verdict: impl Fn(&Page, usize) -> Verdict) {
        let page = self.page.clone();
        for row in 0..page.rows.len() {
            let mut changed = page.clone();
            let before = std::mem::take(&mut changed.rows[row][column]);
            changed.rows[row][column] = edit(&before);
            let what = format!("{before:?} becomes {:?} in row {row}", changed.rows[row][column]);
            self.expect(&what, &changed, &verdict(&page, row));
        }
    }

    fn end(self, at_least: usize) {
        assert!(
            self.faults.is_empty(),
            "{}\n{} of {} verdicts are wrong",
            self.faults.join("\n"),
            self.faults.len(),
            self.tried
        );
        assert!(self.tried >= at_least, "only {} changes were tried", self.tried);
    }
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_text_that_changes_is_reworded() {
    let mut trial = Trial::new();
    let reworded = |_: &Page, _| Verdict::expected(&[Class::Reworded], &[]);
    for column in [NAME, DESCRIPTION] {
        trial.edit(column, |text| format!("{text} again"), reworded);
        trial.edit(column, |text| text.chars().skip(1).collect(), reworded);
        trial.edit(column, |_| "quota exhausted".to_owned(), reworded);
        trial.edit(column, |_| "配额已用完".to_owned(), reworded);
        trial.edit(column, |_| String::new(), reworded);
    }
    // A name that another row has, too, belongs to both; their variants stay apart.
    trial.edit(
        NAME,
        |_| "internal error".to_owned(),
        |page, row| match page.rows[row][NAME].as_str() {
            "internal error" => Verdict::default(),
            _ => Verdict::expected(&[Class::Reworded], &[]),
        },
    );
    trial.end(250);
}

#[test]
fn a_row_that_says_something_else_means_another() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for row in 0..page.rows.len() {
        let mut changed = page.clone();
        changed.rows[row][NAME] = "quota exhausted".to_owned();
        changed.rows[row][DESCRIPTION] = "Nothing is left of what the day allows".to_owned();
        let expected = Verdict::expected(&[Class::MeaningChanged], &["meaning-changed"]);
        trial.expect(&format!("row {row} says something else"), &changed, &expected);
    }
    trial.end(25);
}

#[test]
fn a_value_that_changes_is_reworded_unless_it_was_the_last() {
    let mut trial = Trial::new();
    trial.edit(
        API,
        |_| "Push API".to_owned(),
        |page, row| match page.rows[row][API].as_str() {
            "Push API" => Verdict::default(),
            _ => Verdict::expected(&[Class::Reworded], &[]).and_value_gone(page.is_alone(row, API)),
        },
    );
    trial.edit(
        API,
        |_| "Quota API".to_owned(),
        |page, row| {
            Verdict::expected(&[Class::Reworded, Class::ValueAdded], &[]).and_value_gone(page.is_alone(row, API))
        },
    );
    trial.edit(API, |_| String::new(), |page, row| Verdict::refused(page.line(row)));
    trial.end(75);
}

#[test]
fn a_set_that_changes_is_more_or_less() {
    let mut trial = Trial::of(Page::of_sets());
    let old = trial.old.catalog.enums()[0].clone();
    let (column, ..) = old.categories().next().expect("the API is a category");
    let set = |row: usize| old.entries[row].cells[column].values();
    let push = trial.page.rows.iter().position(|row| row[API] == "Push API").expect("a row has it");
    let verdict = |row: usize| {
        let rows = (0..old.entries.len()).filter(|other| *other != row);
        let left: BTreeSet<usize> = rows.flat_map(set).chain(set(push)).copied().collect();
        let lost: Vec<_> = set(row).iter().filter(|value| !set(push).contains(value)).collect();
        let mut classes = Vec::new();
        classes.extend(lost.iter().any(|value| left.contains(value)).then_some(Class::SetReduced));
        classes.extend(set(push).iter().any(|value| !set(row).contains(value)).then_some(Class::SetExtended));
        Verdict::expected(&classes, &[]).and_value_gone(lost.iter().any(|value| !left.contains(value)))
    };
    trial.edit(API, |_| "Push API".to_owned(), |_, row| verdict(row));
    trial.edit(API, |cell| format!("{cell} of theirs"), |page, row| Verdict::refused(page.line(row)));
    trial.end(50);
}

#[test]
fn a_code_that_changes_is_renumbered() {
    let mut trial = Trial::new();
    let renumbered = |_: &Page, _| Verdict::expected(&[Class::Renumbered], &["code-removed"]);
    trial.edit(CODE, |code| code.replacen('1', "2", 1), renumbered);
    trial.edit(CODE, |code| format!("{}77", &code[..code.len() - 2]), renumbered);
    trial.edit(CODE, |code| format!("~~{code}~~"), |_, _| Verdict::expected(&[Class::Retired], &[]));
    trial.end(75);
}

#[test]
fn a_code_that_cannot_be_is_refused() {
    let mut trial = Trial::new();
    let refused = |page: &Page, row| Verdict::refused(page.line(row));
    trial.edit(
        CODE,
        |_| String::new(),
        |page, row| Verdict {
            // Its texts tell which code this row has lost, so that no other finding says that it is gone.
            errors: vec![page.line(row)],
            ..Verdict::expected(&[Class::Removed], &[])
        },
    );
    trial.edit(CODE, |code| code.replace('0', "O"), refused);
    trial.edit(CODE, |code| format!("{code} {code}"), refused);
    trial.end(75);
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_code_that_another_row_has_is_refused() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for row in 0..page.rows.len() {
        for other in (0..page.rows.len()).filter(|&other| other != row) {
            let mut changed = page.clone();
            changed.rows[row][CODE] = page.rows[other][CODE].clone();
            let what = format!("row {row} takes the code of row {other}");
            let new = changed.compile(&trial.lock);
            let errors = new.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let errors: Vec<_> = errors.map(|finding| (finding.rule.as_str(), finding.place.start().0)).collect();
            trial.tried += 1;
            if errors != [("duplicate-code", page.line(row.max(other)))] {
                trial.faults.push(format!("{what}: {errors:?}"));
            }
        }
    }
    trial.end(600);
}

#[test]
fn a_row_that_is_gone_is_removed() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for row in 0..page.rows.len() {
        let mut changed = page.clone();
        let gone = changed.rows.remove(row);
        let mut expected = Verdict::expected(&[Class::Removed], &["code-removed"]);
        // With its row, the value is back: one finding is enough.
        expected.classes.extend(page.is_alone(row, API).then_some(Class::ValueRenamed));
        trial.expect(&format!("row {row} is gone, {gone:?}"), &changed, &expected);
    }
    trial.end(25);
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn rows_that_change_places_change_nothing() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for row in 0..page.rows.len() {
        for other in 0..row {
            let mut changed = page.clone();
            changed.rows.swap(row, other);
            trial.expect(&format!("rows {row} and {other} change places"), &changed, &Verdict::default());
        }
    }
    trial.end(300);
}

#[test]
fn a_row_that_is_new_is_added() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for row in 0..=page.rows.len() {
        let mut changed = page.clone();
        let cells = ["1008099", "quota exhausted", "The daily quota is used up", "Push API"];
        changed.rows.insert(row, cells.map(str::to_owned).to_vec());
        trial.expect(&format!("a row is put before row {row}"), &changed, &Verdict::expected(&[Class::Added], &[]));
    }
    trial.end(26);
}

#[test]
fn a_column_that_is_gone_is_removed() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for column in [NAME, DESCRIPTION, API] {
        let mut changed = page.clone();
        changed.header.remove(column);
        changed.rows.iter_mut().for_each(|row| drop(row.remove(column)));
        let what = format!("the column {:?} is gone", page.header[column]);
        trial.expect(&what, &changed, &Verdict::expected(&[Class::ColumnRemoved], &["column-removed"]));
    }
    let mut changed = page.clone();
    changed.header.remove(CODE);
    changed.rows.iter_mut().for_each(|row| drop(row.remove(CODE)));
    trial.expect("the column of the codes is gone", &changed, &Verdict::refused(page.line(0) - 2));
    trial.end(4);
}

#[test]
fn columns_that_change_places_change_nothing() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    for column in 1..4 {
        let mut changed = page.clone();
        changed.header.swap(0, column);
        changed.rows.iter_mut().for_each(|row| row.swap(0, column));
        trial.expect(&format!("column {column} comes first"), &changed, &Verdict::default());
    }
    trial.end(3);
}

#[test]
fn a_header_that_changes_keeps_its_column_where_it_is_understood() {
    let mut trial = Trial::new();
    let page = trial.page.clone();
    let reworded = || Verdict::expected(&[Class::Reworded], &[]);
    let replaced = || Verdict::expected(&[Class::HeaderReworded], &["column-removed"]);
    for (column, header, expected) in [
        (CODE, "Code", reworded()),
        (CODE, "错误码", reworded()),
        (CODE, "Zest", Verdict::refused(page.line(0) - 2)),
        (NAME, "Name", reworded()),
        (DESCRIPTION, "Description", reworded()),
        (DESCRIPTION, "Zest", replaced()),
        (API, "Zest", replaced()),
    ] {
        let mut changed = page.clone();
        changed.header[column] = header.to_owned();
        trial.expect(&format!("{:?} becomes {header:?}", page.header[column]), &changed, &expected);
    }
    trial.end(7);
}
