//! What `errtable diff` prints of each kind of change: its level, its class, a sentence, and what stood there where the
//! sentence does not say so.

use std::collections::BTreeSet;

use errtable::diff::{Class, Diff, Site};
use errtable::{Compiled, ReadError, Source, changes, compare, compile};
use errtable_tools::{Release, diff_json, diff_markdown, diff_text, lock};

/// A spec with something of every kind that can change.
const OLD: &str = "\
<!-- errtable
enum = \"TillError\"
duplicates = \"alias\"
ranges = true

[columns.Part]
as = \"category\"
-->

| Error code | Name | Part | Hint |
| ---------- | ---- | ---- | ---- |
| 4100 | drawer open | drawer | 1 |
| 4101 | paper out | printer | 2 |
| ~~4102~~ | ribbon dry | printer | 2 |
| 4110 | scanner lost | scanner | 3 |
| 4110 | scanner gone | scanner | 3 |
| 4200 - 4299 | reserved | drawer | 9 |

# Mail

<!-- errtable
enum = \"MailError\"
-->

| Error code | Name |
| ---------- | ---- |
| 1 | mailbox full |

# Scale

<!-- errtable
enum = \"ScaleError\"

[columns.Client]
as = \"categories\"
separator = \";\"
all = [\"every one\"]
-->

| Error code | Meaning | Client |
| ---------- | ------- | ------ |
| 7 | scale off | till; web |
| 8 | scale tilted | web |
| 9 | scale hot | till |
| 10 | scale gone | every one |
";

/// Pieces of the spec, and what each becomes wherever it stands.
type Edits = &'static [(&'static str, &'static str)];

/// Edits, and what is told of them.
const TOLD: &[(Edits, &[&str])] = &[
    (&[], &["nothing has changed"]),
    (
        &[(
            "# Mail",
            "# Ink\n\n<!-- errtable\nenum = \"InkError\"\n-->\n\n| Error code | Name |\n|---|---|\n| 9 | dry |\n\n# Mail",
        )],
        &["minor enum-added the enum `InkError` is new", "minor: 1 minor"],
    ),
    (
        &[
            ("\n| Error code | Name |\n| ---------- | ---- |\n| 1 | mailbox full |\n", ""),
            ("\n<!-- errtable\nenum = \"MailError\"\n-->\n", ""),
        ],
        &["major enum-removed the enum `MailError` is gone", "major: 1 major"],
    ),
    (
        &[("| 1 | mailbox full |", "| full | mailbox full |")],
        &[
            "major code-type-changed the enum `MailError` has codes of type &str, which were u32",
            "major renumbered `MailError::MailboxFull` (1) has the code full",
            "major: 2 major",
        ],
    ),
    (
        &[("| scale off | till; web |", "| scale off | web |")],
        &["major set-reduced `ScaleError::ScaleOff` (7) has less in `Client`", "- till", "major: 1 major"],
    ),
    (
        &[("| scale tilted | web |", "| scale tilted | every one |")],
        &["minor set-extended `ScaleError::ScaleTilted` (8) has more in `Client`", "+ till", "minor: 1 minor"],
    ),
    // The same values in other words, and in another order.
    (
        &[
            ("| till; web |", "| web; till |"),
            ("all = [\"every one\"]", "sets = { \"every one\" = [\"till\", \"web\"] }"),
        ],
        &["nothing has changed"],
    ),
    (
        &[("| scale off | till; web |", "| scale off | web |"), ("| scale hot | till |", "| scale hot | web |")],
        &[
            "major value-renamed `Client::Till`, the value “till”, is gone",
            "minor set-extended `ScaleError::ScaleHot` (9) has more in `Client`",
            "+ web",
            "major: 1 major, 1 minor",
        ],
    ),
    (
        &[("| 4101 |", "| 4103 | paper jam | printer | 2 |\n| 4101 |")],
        &["minor added `TillError::PaperJam` (4103) is new", "+ paper jam", "minor: 1 minor"],
    ),
    (
        &[("| 4101 |", "| ~~4101~~ |")],
        &["minor retired `TillError::PaperOut` (4101) is retired", "+ paper out", "minor: 1 minor"],
    ),
    (
        &[("| ~~4102~~ |", "| 4102 |")],
        &["minor restored `TillError::RibbonDry` (4102) is no longer retired", "minor: 1 minor"],
    ),
    (
        &[("| ~~4102~~ | ribbon dry |", "| 4102 | fuse blown |")],
        &[
            "major renamed `TillError::RibbonDry` (4102) is called `FuseBlown`",
            "major reused `TillError::RibbonDry` (4102) was retired and is used again",
            "- ribbon dry",
            "+ fuse blown",
            "major: 2 major",
        ],
    ),
    (
        &[("| paper out |", "| fuse blown |")],
        &[
            "major renamed `TillError::PaperOut` (4101) is called `FuseBlown`",
            "major meaning-changed `TillError::PaperOut` (4101) has another meaning",
            "- paper out",
            "+ fuse blown",
            "major: 2 major",
        ],
    ),
    (
        &[("| 4101 | paper out | printer | 2 |\n", "")],
        &["major removed `TillError::PaperOut` (4101) is removed", "- paper out", "major: 1 major"],
    ),
    (
        &[("| 4101 |", "| 4109 |")],
        &["major renumbered `TillError::PaperOut` (4101) has the code 4109", "major: 1 major"],
    ),
    (
        &[("| drawer | 1 |", "| drawer | 7 |")],
        &["patch reworded `TillError::DrawerOpen` (4100): `Hint` is reworded", "- 1", "+ 7", "patch: 1 patch"],
    ),
    (
        &[
            (" | Part | Hint |", " | Part |"),
            ("| ---- | ---- | ---- |", "| ---- | ---- |"),
            ("| drawer | 1 |", "| drawer |"),
            ("| printer | 2 |", "| printer |"),
            ("| scanner | 3 |", "| scanner |"),
            ("| 4200 - 4299 | reserved | drawer | 9 |\n", ""),
        ],
        &[
            "major column-removed the column `Hint` (`TillError::hint`) is gone",
            "major item-removed the range `4200..=4299` of `TillError` is gone",
            "- reserved — drawer — 9",
            "major: 2 major",
        ],
    ),
    (
        &[("| Hint |", "| Remedy |")],
        &[
            "major header-reworded the column `Hint` (`TillError::hint`) has the header `Remedy` now, over the same cells; \
             `columns.Remedy.accessor = \"hint\"` keeps what it was",
            "major: 1 major",
        ],
    ),
    // All variants are named after another column.
    (
        &[
            ("| Error code | Name |\n| ---------- | ---- |\n| 1", "| Error code | Slug |\n| ---------- | ---- |\n| 1"),
            ("# Mail", "# Mail errors"),
        ],
        &[
            "major header-reworded the column `Name` (`MailError::name`) has the header `Slug` now, over the same cells, which \
             renames a variant; `name = \"Slug\"` keeps what it was",
            "major: 1 major",
        ],
    ),
    (
        &[("| Hint |", "| Remedy |"), ("| drawer | 1 |", "| drawer | 7 |")],
        &[
            "major header-reworded the column `Hint` (`TillError::hint`) has the header `Remedy` now, over the same cells; \
             `columns.Remedy.accessor = \"hint\"` keeps what it was",
            "patch reworded `TillError::DrawerOpen` (4100): `Hint` is reworded",
            "- 1",
            "+ 7",
            "major: 1 major, 1 patch",
        ],
    ),
    (
        &[("| 4100 |", "| 0x1004 |")],
        &[
            "patch reworded `TillError::DrawerOpen` (4100): `Error code` is reworded",
            "- 4100",
            "+ 0x1004",
            "patch: 1 patch",
        ],
    ),
    (
        &[("| 1 | mailbox full |", "| 0x1 | mailbox full |")],
        &[
            "patch display-changed the enum `MailError` displays its codes in another way",
            "- 1",
            "+ 0x1",
            "patch reworded `MailError::MailboxFull` (1): `Error code` is reworded",
            "- 1",
            "+ 0x1",
            "patch: 2 patch",
        ],
    ),
    (
        &[("| 4101 | paper out |", "| 4101 | `paper` [out](https://till.example/out) |")],
        &[
            "patch markup-changed `TillError::PaperOut` (4101): `Name` has other links or code",
            "- paper out",
            "+ `paper` [out](https://till.example/out)",
            "patch: 1 patch",
        ],
    ),
    (
        &[("| Hint |", "| Remedy |"), ("| 1 |\n", "| a |\n"), ("| 2 |\n", "| b |\n"), ("| 3 |\n", "| c |\n")],
        &[
            "major column-removed the column `Hint` (`TillError::hint`) is gone; `Remedy` stands in its place",
            "minor column-added the column `Remedy` (`TillError::remedy`) is new",
            "major: 1 major, 1 minor",
        ],
    ),
    (
        &[("as = \"category\"\n", "as = \"category\"\n\n[columns.Hint]\nas = \"integer\"\n")],
        &[
            "major column-type-changed the column `Hint` (`TillError::hint`) is of type `u32`, which was `&str`",
            "major: 1 major",
        ],
    ),
    (
        &[("| scanner | 3 |", "| printer | 3 |")],
        &[
            "major value-renamed `Part::Scanner`, the value “scanner”, is gone",
            "patch reworded `TillError::ScannerLost` (4110): `Part` is reworded",
            "- scanner",
            "+ printer",
            "major: 1 major, 1 patch",
        ],
    ),
    (
        &[("as = \"category\"\n", "as = \"category\"\n\n[columns.Part.variants]\nscanner = \"Reader\"\n")],
        &[
            "major value-renamed `Part::Scanner`, the value “scanner”, is called `Reader`",
            "minor value-added `Part::Reader` is new",
            "+ scanner",
            "major: 1 major, 1 minor",
        ],
    ),
    (
        &[("| 4110 | scanner gone | scanner | 3 |\n", "")],
        &["major item-removed `TillError::SCANNER_GONE` is gone", "- 4110", "major: 1 major"],
    ),
    (
        &[("| 4200 -", "| 4300 - 4399 | spare | drawer | 9 |\n| 4200 -")],
        &["minor item-added the range `4300..=4399` of `TillError` is new", "+ spare — drawer — 9", "minor: 1 minor"],
    ),
    (
        &[("| reserved |", "| kept back |")],
        &[
            "patch reworded the range `4200..=4299` of `TillError` is reworded",
            "- reserved — drawer — 9",
            "+ kept back — drawer — 9",
            "patch: 1 patch",
        ],
    ),
];

/// What errtable.toml asks of types before and after, what the spec becomes, and what is told.
const TOLD_OF_TYPES: &[(&str, &str, Edits, &[&str])] = &[
    (
        "[spec.enum.TillError]\nderive = [\"a::B\"]\n[spec.enum.Part]\nnon_exhaustive = false\n",
        "[spec.enum.TillError]\nderive = [\"a::C\"]\n[spec.enum.Part]\nwithout = [\"serde\"]\n",
        &[],
        &[
            "major trait-removed the trait `a::B` of `TillError` is gone",
            "major exhaustive-removed `Part` can no longer be matched in full: it is `non_exhaustive`",
            "major trait-removed the trait `serde` of `Part` is gone",
            "minor trait-added the trait `a::C` of `TillError` is new",
            "major: 3 major, 1 minor",
        ],
    ),
    (
        "",
        "[spec.enum.MailError]\nnon_exhaustive = false\n",
        &[],
        &["minor exhaustive-added `MailError` can be matched in full", "minor: 1 minor"],
    ),
    (
        "[spec.enum.MailError]\nnon_exhaustive = false\n",
        "[spec.enum.MailError]\nnon_exhaustive = false\n",
        &[("| 1 | mailbox full |\n", "| 1 | mailbox full |\n| 2 | relay denied |\n")],
        &[
            "major added-to-exhaustive `MailError::RelayDenied` (2) is new in an enum that users match in full",
            "+ relay denied",
            "major: 1 major",
        ],
    ),
];

fn read_asked(spec: &str, config: &str) -> Compiled {
    errtable::compile_locked(Source::new("codes.md", spec), &|name| match name {
        "errtable.toml" => Ok(Source::new(name, format!("[[spec]]\npath = \"codes.md\"\n{config}"))),
        _ => Err(ReadError::missing(name)),
    })
}

fn lines(diff: &Diff) -> Vec<String> {
    diff_text(diff).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn edited(edits: Edits) -> String {
    edits.iter().fold(OLD.to_owned(), |spec, (from, to)| {
        assert!(spec.contains(from), "there is no {from:?}");
        spec.replace(from, to)
    })
}

fn read(spec: &str) -> Compiled {
    let compiled = compile(Source::new("codes.md", spec));
    let told: Vec<_> = compiled.findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    compiled
}

fn diff(edits: Edits) -> Diff {
    changes(&read(OLD), &read(&edited(edits)))
}

#[test]
fn each_class_has_its_sentence() {
    let mut classes = BTreeSet::new();
    for (edits, expected) in TOLD {
        let diff = diff(edits);
        assert_eq!(lines(&diff), *expected, "{edits:?}");
        classes.extend(diff.changes.iter().map(|change| change.class));
    }
    for (before, after, edits, expected) in TOLD_OF_TYPES {
        let diff = changes(&read_asked(OLD, before), &read_asked(&edited(edits), after));
        assert_eq!(lines(&diff), *expected, "{after}");
        classes.extend(diff.changes.iter().map(|change| change.class));
    }
    // What is on record, a lock alone knows.
    classes.insert(Class::Recorded);
    assert_eq!(classes, Class::ALL.iter().copied().collect(), "a class is told by no line of the table");
}

/// A code that was given up and came back as it was: the two states are the same, and a version between them broke users.
#[test]
fn a_break_on_record_counts_where_the_comparison_shows_nothing() {
    let named = |spec: &str| spec.replacen("<!-- errtable\n", "<!-- errtable\nlock = \"x.lock\"\n", 1);
    let compiled = |spec: &str, lock: &str| {
        errtable::compile_locked(Source::new("codes.md", named(spec)), &|name| match name.ends_with(".lock") {
            true => Ok(Source::new(name, lock)),
            false => Err(ReadError::missing(name)),
        })
    };
    let first = locked(OLD, None, &[]);
    let gone = OLD.replace("| 4101 | paper out | printer | 2 |\n", "");
    let second = locked(&gone, Some(&first), &["code-removed:TillError::4101".to_owned()]);
    let third = locked(OLD, Some(&second), &[]);
    let diff = changes(&compiled(OLD, &first), &compiled(OLD, &third));
    let told: Vec<_> =
        diff_text(&diff).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let record = "`TillError::PaperOut` (4101) is removed: “paper out”";
    let line = format!("major recorded the enum `TillError` has a break on record: {record}");
    assert_eq!(told, [line.as_str(), "major: 1 major"]);
}

/// Who matches on the text of a class or a level finds what the columns of `errtable diff` say.
#[test]
fn classes_and_levels_are_shown_by_their_names() {
    for class in Class::ALL {
        assert_eq!(class.to_string(), class.as_str());
        assert_eq!(class.level().to_string(), class.level().as_str());
    }
}

#[test]
fn an_enum_that_is_renamed_names_its_heir() {
    let diff = diff(&[("MailError", "PostError")]);
    let told: Vec<_> = diff.changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["the enum `MailError` is gone; its codes are those of `PostError` now"]);
}

/// The line on which a side of a change stands.
fn line<'t>(compiled: &'t Compiled, site: Option<&Site>) -> &'t str {
    let number = match site {
        Some(Site::Row(row)) => row.line(),
        Some(Site::Table(table)) => compiled.tables[table.index()].line,
        Some(other) => panic!("{other:?} is in no spec"),
        None => return "",
    };
    compiled.source().text().lines().nth(number - 1).expect("the spec has the line")
}

#[test]
fn a_change_knows_where_both_sides_have_it() {
    const HEADER: &str = "| Error code | Name | Part | Hint |";
    let gone = "| 4110 | scanner gone | scanner | 3 |";
    let reserved = "| 4200 - 4299 | reserved | drawer | 9 |";
    for (edits, expected) in [
        (
            &[("| ~~4102~~ |", "| 4102 |")] as Edits,
            ["| ~~4102~~ | ribbon dry | printer | 2 |", "| 4102 | ribbon dry | printer | 2 |"],
        ),
        (&[("| 4101 |", "| 4109 |")], ["| 4101 | paper out | printer | 2 |", "| 4109 | paper out | printer | 2 |"]),
        (&[("| 4101 | paper out | printer | 2 |\n", "")], ["| 4101 | paper out | printer | 2 |", ""]),
        (
            &[
                ("# Mail", "| 4103 | jam | printer | 2 |\n# Mail"),
                ("reserved | drawer | 9 |\n\n", "reserved | drawer | 9 |\n"),
            ],
            ["", "| 4103 | jam | printer | 2 |"],
        ),
        (&[("| 4110 | scanner gone | scanner | 3 |\n", "")], [gone, ""]),
        (&[("| reserved |", "| kept back |")], [reserved, "| 4200 - 4299 | kept back | drawer | 9 |"]),
        (&[("| Hint |", "| Remedy |")], [HEADER, "| Error code | Name | Part | Remedy |"]),
        (
            &[("| scanner | 3 |", "| till | 3 |")],
            ["| 4110 | scanner lost | scanner | 3 |", "| 4110 | scanner lost | till | 3 |"],
        ),
        (&[("MailError", "PostError")], ["| Error code | Name |", "| Error code | Name |"]),
    ] {
        let (old, new) = (read(OLD), read(&edited(edits)));
        let change = &changes(&old, &new).changes[0];
        let lines = [line(&old, change.old_site.as_ref()), line(&new, change.new_site.as_ref())];
        assert_eq!(lines, expected, "{change}");
    }
}

/// An enum with another name still has its rows: what else breaks in it is shown there.
#[test]
fn breaks_of_an_enum_with_another_name_have_their_places() {
    let new =
        read(&edited(&[("TillError", "DeskError"), ("| paper out |", "| fuse blown |"), ("| 4100 |", "| 4105 |")]));
    let findings = compare(&read(OLD), &new);
    let told: Vec<_> = findings.iter().map(|finding| (finding.accepts.as_deref(), finding.place.start().0)).collect();
    let row = |text: &str| OLD.lines().position(|line| line.contains(text)).map_or(0, |index| index + 1);
    let expected = [
        (Some("enum-removed:TillError"), row("| Part | Hint |")),
        (Some("code-removed:TillError::4100"), row("4100")),
        (Some("variant-renamed:TillError::4101"), row("4101")),
        (Some("meaning-changed:TillError::4101"), row("4101")),
    ];
    assert_eq!(told, expected);
}

/// The paths and the keys that tools read, of every kind of subject.
#[test]
fn each_subject_has_its_path_and_its_key() {
    for (edits, path, key) in [
        (&[("MailError", "PostError")] as Edits, "MailError", "enum-removed:MailError"),
        (&[("| 4101 |", "| 4109 |")], "TillError::PaperOut", "code-removed:TillError::4101"),
        (&[("| Hint |", "| Remedy |")], "TillError::hint", "column-removed:TillError::hint"),
        (&[("| scanner | 3 |", "| printer | 3 |")], "Part::Scanner", "category-value-renamed:TillError::part::Scanner"),
        (
            &[("| 4110 | scanner gone | scanner | 3 |\n", "")],
            "TillError::SCANNER_GONE",
            "item-removed:TillError::SCANNER_GONE",
        ),
    ] {
        let json = diff_json(&diff(edits));
        for line in [format!("\"path\": \"{path}\""), format!("\"accept\": \"{key}\"")] {
            assert!(json.contains(&line), "{line} is not in {json}");
        }
    }
    // Nothing is to be accepted where nothing breaks.
    assert!(diff_json(&diff(&[("| 4101 |", "| ~~4101~~ |")])).contains("\"accept\": null"));
}

/// The record of a lock tells a later reader what was given up, and says nothing twice.
#[test]
fn an_accepted_break_is_recorded_in_full() {
    for (edits, key, about) in [
        (
            &[("| 4101 | paper out | printer | 2 |\n", "")] as Edits,
            "code-removed:TillError::4101",
            "`TillError::PaperOut` (4101) is removed: “paper out”",
        ),
        (&[("| 4101 |", "| 4109 |")], "code-removed:TillError::4101", "`TillError::PaperOut` (4101) has the code 4109"),
        (
            &[("| paper out |", "| fuse blown |")],
            "meaning-changed:TillError::4101",
            "`TillError::PaperOut` (4101) has another meaning: “paper out” → “fuse blown”",
        ),
    ] {
        let record = locked(&edited(edits), Some(&locked(OLD, None, &[])), &[key.to_owned()]);
        let line = format!("\"{key}\" = \"{about}\"\n");
        assert!(record.contains(&line), "{line} is not in {record}");
    }
}

/// The text of the lock of a spec.
fn locked(spec: &str, text: Option<&str>, accept: &[String]) -> String {
    let open = |name: &str| match text {
        Some(text) if name.ends_with(".lock") => Ok(Source::new(name, text)),
        _ => Err(ReadError::missing(name)),
    };
    let locked =
        lock(Source::new("codes.md", spec), &open, &Release { stamp: Some("1.0.0"), accept, ..Release::default() });
    locked.text.unwrap_or_else(|| panic!("{:?}", locked.findings.iter().map(ToString::to_string).collect::<Vec<_>>()))
}

/// A header that was reworded stands in backticks, where nothing can be escaped.
#[test]
fn no_control_character_is_left_in_what_is_printed() {
    let spec = |header: &str| {
        let table = format!("| Error code | {header} | Part |\n|---|---|---|\n| 1 | lid open | a\u{7}b |\n");
        compile(Source::new("x.md", table))
    };
    let diff = changes(&spec("Descrip\u{1b}tion"), &spec("Description"));
    assert!(!diff.changes.is_empty());
    for said in [diff_text(&diff), diff_markdown(&diff), diff_json(&diff)] {
        assert_eq!(said.chars().find(|c| c.is_control() && *c != '\n'), None, "{said}");
    }
}
