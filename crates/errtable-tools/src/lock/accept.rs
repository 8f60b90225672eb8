//! A break that is meant: put on record in the lock, which forgets what it breaks, so that names become free.

use errtable::catalog::{Code, Role};
use errtable::diff::{Change, Class, Subject};
use errtable::inner::{Lock, ReleasedEnum, ReleasedRow};

/// Takes a break into the record of `release`.
pub(super) fn accept(lock: &mut Lock, change: &Change, key: &str, release: &str) {
    lock.accepted.entry(release.to_owned()).or_default().insert(key.to_owned(), change.in_full());
    let Some(released) = lock.enums.iter_mut().find(|released| released.name == change.enumeration) else { return };
    match (&change.subject, change.class) {
        (Subject::Enum, Class::EnumRemoved) if change.after.is_empty() => {
            released.removed.append(&mut released.rows);
        }
        (Subject::Enum, Class::EnumRemoved) => released.name.clone_from(&change.after),
        (Subject::Column { accessor, .. }, Class::ColumnRemoved | Class::ColumnRenamed) => {
            remove_column(released, accessor);
        }
        (Subject::Constant(name), _) => released.constants.retain(|constant| constant.name != *name),
        (Subject::Range { first, last }, _) => {
            released.ranges.retain(|range| (range.first, range.last) != (*first, *last));
        }
        (Subject::Code { code, .. }, Class::Removed | Class::Renumbered) => remove_code(released, code),
        _ => {}
    }
}

/// Takes a column out, with what rows say in it.
fn remove_column(released: &mut ReleasedEnum, accessor: &str) {
    let Some(at) = released.columns.iter().position(|column| column.accessor == accessor) else { return };
    let column = released.columns.remove(at);
    for row in released.rows.iter_mut().chain(&mut released.removed) {
        match column.role {
            Role::Name => row.name = None,
            Role::Description => row.description = None,
            Role::Code | Role::Other => {}
        }
    }
}

/// Takes a code out of its row, and the row with its constants out of the enum where that was the last one.
fn remove_code(released: &mut ReleasedEnum, code: &Code) {
    let has = |row: &ReleasedRow| row.codes.iter().position(|released| released.code == *code);
    let found = released.rows.iter().enumerate().find_map(|(index, row)| Some((index, has(row)?)));
    let Some((index, at)) = found else { return };
    let row = &mut released.rows[index];
    let alone = vec![row.codes.remove(at)];
    released.removed.push(ReleasedRow { first: code.clone(), codes: alone, ..row.clone() });
    if row.first != *code {
        return;
    }
    match row.codes.first() {
        Some(next) => {
            row.first = next.code.clone();
            let constants = released.constants.iter_mut().filter(|constant| constant.code == *code);
            constants.for_each(|constant| constant.code.clone_from(&row.first));
        }
        // A constant goes with its row, and says so as a change of its own.
        None => {
            released.rows.remove(index);
            released.constants.retain(|constant| constant.code != *code);
        }
    }
}

#[cfg(test)]
mod tests {
    use errtable::Source;

    use crate::{Release, lock};

    const LOCK: &str = r#"format = "errtable-lock/1"
[enum.ErrorCode]
code_type = "u32"
[enum.ErrorCode.columns]
code = { header = "Error code" }
name = { header = "Name" }
[enum.ErrorCode.codes]
1 = { variant = "LidOpen", name = "lid open", since = "1.0.0" }
2 = { variant = "LidOpen", of = "1", since = "1.0.0" }
7 = { variant = "NoInk", name = "no ink", since = "1.0.0" }
[enum.ErrorCode.constants]
LID_AJAR = "1"
OUT_OF_INK = "7"
"#;

    /// The lines of a lock after `accept`, of the codes and constants.
    fn accepted(rows: &str, accept: &[&str]) -> Vec<String> {
        let spec = format!("<!-- errtable\nduplicates = \"alias\"\n-->\n\n| Error code | Name |\n|---|---|\n{rows}");
        let accept: Vec<_> = accept.iter().map(|key| (*key).to_owned()).collect();
        let release = Release { version: "2.0.0", accept: &accept };
        let locked = lock(Source::new("x.md", spec), &|name| Ok(Source::new(name, LOCK)), &release);
        let text = locked.text.unwrap_or_else(|| panic!("{:?}", locked.breaks));
        let lines = text.lines().skip_while(|line| !line.ends_with("codes]")).map(str::to_owned);
        lines.filter(|line| line.contains(" = ")).collect()
    }

    /// A constant stands for a row: it keeps that as long as the row has a code.
    #[test]
    fn a_row_that_loses_its_first_code_keeps_its_constants() {
        let rows = "| 2 | lid open |\n| 2 | lid ajar |\n| 7 | no ink |\n| 7 | out of ink |\n";
        let lines = accepted(rows, &["code-removed:ErrorCode::1"]);
        assert_eq!(
            lines,
            [
                r#"1 = { variant = "LidOpen", name = "lid open", since = "1.0.0", removed = "2.0.0" }"#,
                r#"2 = { variant = "LidOpen", name = "lid open", since = "1.0.0" }"#,
                r#"7 = { variant = "NoInk", name = "no ink", since = "1.0.0" }"#,
                r#"LID_AJAR = "2""#,
                r#"OUT_OF_INK = "7""#,
            ]
        );
    }

    #[test]
    fn a_row_that_is_gone_takes_its_constants_along() {
        let rows = "| 1 | lid open |\n| 1 | lid ajar |\n";
        let lines = accepted(rows, &["code-removed:ErrorCode::2", "code-removed:ErrorCode::7"]);
        assert_eq!(
            lines,
            [
                r#"1 = { variant = "LidOpen", name = "lid open", since = "1.0.0" }"#,
                r#"2 = { variant = "LidOpen", name = "lid open", since = "1.0.0", removed = "2.0.0" }"#,
                r#"7 = { variant = "NoInk", name = "no ink", since = "1.0.0", removed = "2.0.0" }"#,
                r#"LID_AJAR = "1""#,
            ]
        );
    }
}
