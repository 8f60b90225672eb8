//! A break that is meant: put on record in the lock, which forgets what it breaks, so that names become free.

use std::collections::{BTreeMap, HashMap, HashSet};

use errtable::catalog::{Code, Impl};
use errtable::diff::{Change, Class, Subject};
use errtable::inner::{Lock, ReleasedColumn, ReleasedEnum, ReleasedRow, ReleasedType, UNRELEASED};

/// Takes breaks into the record of the next release.
pub(super) fn accept(lock: &mut Lock, meant: &[(&Change, String)]) {
    let record = lock.accepted.entry(UNRELEASED.to_owned()).or_default();
    record.extend(meant.iter().map(|(change, key)| (key.clone(), change.in_full())));
    let mut by_enum: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for (change, _) in meant {
        by_enum.entry(&change.enumeration).or_default().push(change);
    }
    for (name, changes) in by_enum {
        if let Some(released) = lock.enums.iter_mut().find(|released| released.name == name) {
            of_enum(released, &changes);
        }
    }
}

fn of_enum(released: &mut ReleasedEnum, changes: &[&Change]) {
    let (mut gone, mut anew) = (HashSet::new(), HashSet::new());
    for change in changes {
        match (&change.subject, change.class) {
            (Subject::Enum, Class::EnumRemoved) if change.after.is_empty() => {
                released.removed.append(&mut released.rows);
            }
            (Subject::Enum, Class::EnumRemoved) => released.name.clone_from(&change.after),
            (Subject::Column { accessor, .. }, Class::ColumnRemoved | Class::HeaderReworded) => {
                let is_gone = |column: &&ReleasedColumn| column.accessor == *accessor;
                let gone = released.columns.iter().filter(is_gone).map(|column| column.header.clone());
                released.former_headers.extend(gone);
                released.columns.retain(|column| column.accessor != *accessor);
            }
            (Subject::Value { accessor, variant, .. }, class) => value(released, accessor, variant, class),
            (Subject::Type { accessor, .. }, _) => {
                types(released, accessor.as_deref()).for_each(|of_type| of_type.exhaustive = false);
            }
            (Subject::Trait { accessor, name, .. }, _) => {
                types(released, accessor.as_deref()).for_each(|of_type| without(of_type, name));
            }
            (Subject::Constant(name), _) => released.constants.retain(|constant| constant.name != *name),
            (Subject::Range { first, last }, _) => {
                released.ranges.retain(|range| (range.first, range.last) != (*first, *last));
            }
            (Subject::Code { code, .. }, Class::Removed | Class::Renumbered) => drop(gone.insert(code)),
            (Subject::Code { code, .. }, Class::MeaningChanged | Class::Reused) => drop(anew.insert(code)),
            _ => {}
        }
    }
    if !anew.is_empty() {
        forget_texts(released, &anew);
    }
    if !gone.is_empty() {
        remove_codes(released, &gone);
    }
}

/// The enum as a type, or that of the category of a column.
fn types<'l>(released: &'l mut ReleasedEnum, accessor: Option<&str>) -> impl Iterator<Item = &'l mut ReleasedType> {
    let of_enum = accessor.is_none().then_some(&mut released.of_type);
    let columns = released.columns.iter_mut().filter(move |column| Some(column.accessor.as_str()) == accessor);
    columns.map(|column| &mut column.of_type).chain(of_enum)
}

/// A trait that is gone: a derive is forgotten, and an impl is one that the type is without.
fn without(of_type: &mut ReleasedType, name: &str) {
    match Impl::named(name) {
        Some(of) => of_type.without.push(of),
        None => of_type.derives.retain(|derive| derive != name),
    }
}

/// A value that is gone, or that means something else: the lock forgets with which text it was released.
fn value(released: &mut ReleasedEnum, accessor: &str, variant: &str, class: Class) {
    let columns = released.columns.iter_mut().filter(|column| column.accessor == accessor);
    let values = columns.take(1).flat_map(|column| column.values_mut().iter_mut());
    for value in values.filter(|value| value.variant == variant) {
        match class {
            Class::ValueRenamed => value.removed = Some(UNRELEASED.to_owned()),
            _ => (value.first, value.text) = (None, String::new()),
        }
    }
}

/// Codes that mean something else from the next release on: what they were called before says nothing of them.
fn forget_texts(released: &mut ReleasedEnum, codes: &HashSet<&Code>) {
    let rows = released.rows.iter_mut().chain(&mut released.removed);
    for row in rows.filter(|row| row.codes.iter().any(|of| codes.contains(&of.code))) {
        row.former_names.clear();
        (row.name, row.description, row.first_description) = (None, None, None);
    }
}

/// Takes codes out of their rows, and rows with their constants out of the enum where those were the last ones.
fn remove_codes(released: &mut ReleasedEnum, codes: &HashSet<&Code>) {
    let mut moved: HashMap<Code, Option<Code>> = HashMap::new();
    let mut rows = Vec::with_capacity(released.rows.len());
    for mut row in std::mem::take(&mut released.rows) {
        let (gone, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut row.codes).into_iter().partition(|of| codes.contains(&of.code));
        for of in gone {
            let alone = ReleasedRow { first: of.code.clone(), codes: vec![of], ..row.clone() };
            released.removed.push(alone);
        }
        let next = left.first().map(|of| of.code.clone());
        let is_first_gone = codes.contains(&row.first);
        if is_first_gone {
            moved.insert(row.first.clone(), next.clone());
        }
        if let Some(next) = next {
            let first = if is_first_gone { next } else { row.first.clone() };
            rows.push(ReleasedRow { first, codes: left, ..row });
        }
    }
    released.rows = rows;
    // A constant goes with its row, and says so as a change of its own.
    released.constants.retain_mut(|constant| match moved.get(&constant.code) {
        None => true,
        Some(None) => false,
        Some(Some(next)) => {
            constant.code.clone_from(next);
            true
        }
    });
    drop_values_of_gone_rows(released);
}

/// A value whose rows are all gone goes with them.
fn drop_values_of_gone_rows(released: &mut ReleasedEnum) {
    let used = |rows: &[ReleasedRow], accessor: &str| -> HashSet<String> {
        rows.iter().filter_map(|row| row.values.get(accessor)).flatten().cloned().collect()
    };
    for column in &mut released.columns {
        let (left, gone) = (used(&released.rows, &column.accessor), used(&released.removed, &column.accessor));
        for value in column.values_mut().iter_mut().filter(|value| value.removed.is_none()) {
            if gone.contains(&value.variant) && !left.contains(&value.variant) {
                value.removed = Some(UNRELEASED.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use errtable::Source;

    use crate::{Release, lock};

    const LOCK: &str = r#"format = "errtable-lock/2"
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
        let release = Release { stamp: Some("2.0.0"), accept: &accept, on_record: &[] };
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
                r#"LID_AJAR = { code = "2" }"#,
                r#"OUT_OF_INK = { code = "7" }"#,
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
                r#"LID_AJAR = { code = "1" }"#,
            ]
        );
    }
}
