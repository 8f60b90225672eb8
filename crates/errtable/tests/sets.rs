//! Columns whose cells hold several values of a category: where they may stand, how much they may hold, and what is a break.

use errtable::{Compiled, ReadError, Rule, Source, compare, compile, compile_locked};
use errtable_tools::{Release, lock};

/// The variants of a code's values in the first column that holds sets.
fn set(compiled: &Compiled, code: &str) -> Vec<String> {
    let of = &compiled.catalog.enums()[0];
    let (index, _, category) = of.categories().find(|(_, column, _)| column.holds_sets()).expect("a column holds sets");
    let entry = of.entries.iter().find(|entry| entry.code().to_string() == code).expect("there is the code");
    entry.cells[index].values().iter().map(|&value| category.values[value].variant.clone()).collect()
}

const MDX: &str = "{/* errtable
[columns.Client]
as = \"categories\"
separator = \";\"
all = [\"each\"]
*/}

| Error code | Name | Client |
| --- | --- | --- |
| 1 | lid open | web; phone |
| 2 | no ink | each |
";

#[test]
fn a_directive_of_mdx_says_how_cells_are_read() {
    let compiled = compile(Source::new("codes.mdx", MDX));
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    assert_eq!(set(&compiled, "1"), ["Web", "Phone"]);
    assert_eq!(set(&compiled, "2"), ["Web", "Phone"]);
    let unsaid = compile(Source::new("codes.mdx", MDX.replace("separator = \";\"\n", "")));
    let finding = unsaid.findings.iter().next().expect("nothing says what the first cell holds");
    assert_eq!(finding.rule, Rule::InvalidCell);
    let texts: Vec<_> = finding.fixes.iter().flat_map(errtable::Fix::edits).map(|edit| edit.text).collect();
    assert!(texts.iter().any(|text| text.contains("separator = \";\"")), "{texts:?}");
    assert!(
        texts
            .iter()
            .any(|text| text.contains("sets.\"web; phone\" = [\"Web\", \"Phone\"]")
                || text.contains("[\"web\", \"phone\"]")),
        "{texts:?}"
    );
}

/// As many values as errtable takes, and one row of them more.
#[test]
fn sets_have_a_limit() {
    let values: Vec<_> = (0..1_000).map(|value| format!("v{value}")).collect();
    let spec = |rows: usize| {
        let rows: String = (2..=rows).map(|code| format!("| {code} | each |\n")).collect();
        format!(
            "<!-- errtable\n[columns.Client]\nas = \"categories\"\nseparator = \";\"\nall = \"each\"\n-->\n\n\
             | Error code | Client |\n| --- | --- |\n| 1 | {} |\n{rows}",
            values.join(";")
        )
    };
    assert!(compile(Source::new("codes.md", spec(1_000))).findings.is_empty());
    let rules: Vec<_> = compile(Source::new("codes.md", spec(1_001))).findings.iter().map(|of| of.rule).collect();
    assert!(rules.contains(&Rule::TooLarge), "{rules:?}");
}

const OLD: &str = "<!-- errtable
lock = \"codes.lock\"

[columns.Client]
as = \"categories\"
separator = \";\"
-->

| Error code | Name | Client |
| --- | --- | --- |
| 1 | lid open | web; phone |
| 2 | no ink | phone |
";

fn locked(spec: &str, lock: &str) -> Compiled {
    compile_locked(Source::new("codes.md", spec), &beside(lock))
}

/// The files beside a spec, of which its lock is the only one.
fn beside(lock: &str) -> impl Fn(&str) -> Result<Source, ReadError> {
    move |name| match name.ends_with(".lock") {
        true => Ok(Source::new(name, lock)),
        false => Err(ReadError::missing(name)),
    }
}

/// A value less is a break that only a comparison finds, and that can be put on record.
#[test]
fn a_value_less_is_a_break_until_it_is_accepted() {
    let missing = |name: &str| Err(ReadError::missing(name));
    let release = Release { stamp: Some("1.0.0"), ..Release::default() };
    let first = lock(Source::new("codes.md", OLD), &missing, &release).text.expect("it has no errors");
    let new =
        OLD.replace("web; phone", "phone; tablet").replace("| 2 | no ink | phone |", "| 2 | no ink | phone; web |");
    let (old, changed) = (locked(OLD, &first), locked(&new, &first));
    assert!(changed.findings.iter().all(|finding| finding.rule != Rule::SetReduced));
    let findings = compare(&old, &changed);
    let keys: Vec<_> = findings.iter().filter_map(|finding| finding.accepts.clone()).collect();
    assert_eq!(keys, ["set-reduced:ErrorCode::1::client"]);
    let accept = Release { accept: &keys, ..Release::default() };
    let next = lock(Source::new("codes.md", new.as_str()), &beside(&first), &accept);
    assert!(next.unmatched.is_empty(), "{:?}", next.unmatched);
    let next = next.text.expect("nothing stands against it");
    assert!(compare(&old, &locked(&new, &next)).is_empty());
    // What no set of the spec has is no break of it.
    let unknown = ["set-reduced:ErrorCode::9::client".to_owned()];
    let refused = Release { accept: &unknown, ..Release::default() };
    let refused = lock(Source::new("codes.md", new.as_str()), &beside(&first), &refused);
    assert_eq!(refused.unmatched, unknown);
}
