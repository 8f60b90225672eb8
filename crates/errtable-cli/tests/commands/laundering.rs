//! The ways in which a released meaning could change unnoticed: each in one step and in two, each step with a lock and a
//! commit of its own. Some gate speaks of each.

use crate::folder::Folder;

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"

[columns.Advice]
as = \"category\"
-->

| Error code | Name | Description | Advice |
| --- | --- | --- | --- |
| 1 | pass refused | The weaver has no pass | give up |
| 2 | loom cold | Weaving is allowed again once it is warm | weave again |
| 3 | pattern missing | The pattern was sent synchronously | weave again |
| 4 | no dye | 染色成功 | give up |
";

/// What an editor puts in the place of what.
type Edits = &'static [(&'static str, &'static str)];

struct Trial {
    folder: Folder,
}

impl Trial {
    fn new(name: &str) -> Self {
        let folder = Folder::with(&format!("laundering-{name}"), SPEC);
        folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
        folder.commit();
        folder.git(&["tag", "v1"]);
        Trial { folder }
    }

    fn edit(&self, edits: Edits) {
        let mut spec = self.folder.read("codes.md");
        for (from, to) in edits {
            assert!(spec.contains(from), "{from}");
            spec = spec.replacen(from, "\u{1}", 1).replace('\u{1}', to);
        }
        self.folder.write("codes.md", &spec);
    }

    /// Whether the lock takes what the spec says.
    fn locks(&self, version: &str) -> bool {
        let output = self.folder.errtable(&["lock", "codes.md", "--stamp", version]).assert();
        output.get_output().status.success()
    }

    /// The rules that a check tells of.
    fn told(&self, arguments: &[&str]) -> Vec<String> {
        let output = self.folder.errtable(&[&["check", "codes.md", "--format", "short"], arguments].concat()).assert();
        let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        let errors = told.lines().filter(|line| line.contains(": error: "));
        errors.filter_map(|line| Some(line.rsplit_once(" [")?.1.trim_end_matches(']').to_owned())).collect()
    }

    fn judges(&self, rule: &str, what: &str) {
        for arguments in [&[][..], &["--against", "git:v1"]] {
            let told = self.told(arguments);
            assert!(told.iter().any(|told| told == rule), "{what}, {arguments:?}: {told:?}");
        }
        assert!(!self.locks("9.0.0"), "{what} is locked");
    }
}

/// Each way that the lock knows of: a first step that it may take, and a second one that it may not.
const WAYS: &[(&str, Edits, Edits)] = &[
    (
        "name-then-description",
        &[("pass refused", "cloth burnt")],
        &[("The weaver has no pass", "Call the fire brigade now")],
    ),
    (
        "description-then-name",
        &[("The weaver has no pass", "Call the fire brigade now")],
        &[("pass refused", "cloth burnt")],
    ),
    ("denied", &[("Weaving is", "The weaving is")], &[("is allowed", "is not allowed")]),
    ("asynchronous", &[("The pattern was", "A pattern was")], &[("sent synchronously", "sent asynchronously")]),
    ("failure", &[("no dye", "no dyes")], &[("染色成功", "染色失败")]),
    (
        "swapped-descriptions",
        &[("The weaver has no pass", "Weaver has no pass")],
        &[
            ("Weaver has no pass", "x"),
            ("Weaving is allowed again once it is warm", "Weaver has no pass"),
            ("| x |", "| Weaving is allowed again once it is warm |"),
        ],
    ),
    (
        "swapped-names",
        &[("loom cold", "the loom is cold")],
        &[("pass refused", "x"), ("the loom is cold", "pass refused"), ("| x |", "| loom cold |")],
    ),
    (
        "swapped-variants",
        &[("no dye", "no dyes")],
        &[(
            "as = \"category\"\n",
            "as = \"category\"\nvariants = { \"weave again\" = \"GiveUp\", \"give up\" = \"WeaveAgain\" }\n",
        )],
    ),
];

#[test]
fn what_takes_two_steps_is_told_as_what_takes_one() {
    for (name, first, second) in WAYS {
        let trial = Trial::new(&format!("{name}-at-once"));
        trial.edit(first);
        trial.edit(second);
        trial.judges("meaning-changed", &format!("{name} at once"));
        let trial = Trial::new(&format!("{name}-in-two"));
        trial.edit(first);
        assert!(trial.locks("1.0.1"), "{name}: the first step changes no meaning");
        trial.folder.commit();
        trial.folder.git(&["tag", "v2"]);
        assert_eq!(trial.told(&["--against", "git:v1"]), [""; 0], "{name}");
        trial.edit(second);
        trial.judges("meaning-changed", &format!("{name} in two steps"));
        let told = trial.told(&["--against", "git:v2"]);
        assert!(told.contains(&"meaning-changed".to_owned()), "{name}, since the second: {told:?}");
    }
}

/// What the lock of today says nothing of, that of the past does.
#[test]
fn a_gate_that_is_gone_is_told_of() {
    // A number that was given up is used again, and the line that says so is deleted.
    let trial = Trial::new("number");
    trial.edit(&[("| 1 | pass refused | The weaver has no pass | give up |\n", "")]);
    let accept = ["lock", "codes.md", "--stamp", "2.0.0", "--accept", "code-removed:ErrorCode::1"];
    trial.folder.errtable(&accept).assert().code(0);
    trial.folder.commit();
    let lock = trial.folder.read("codes.lock");
    let kept = lock.lines().filter(|line| !line.starts_with("1 = ") && !line.contains("code-removed"));
    trial.folder.write("codes.lock", kept.fold(String::new(), |text, line| text + line + "\n"));
    trial.edit(&[("| 2 |", "| 1 | thread jam | Cut the thread | give up |\n| 2 |")]);
    assert!(trial.locks("3.0.0"), "the lock has forgotten");
    assert_eq!(trial.told(&["--against", "git:HEAD"]), ["lost-lock", "retired-reused"]);
    // The lock is begun anew under another name, in a second commit, too.
    let trial = Trial::new("renamed");
    trial.edit(&[("codes.lock", "other.lock"), ("is allowed", "is forbidden")]);
    assert!(trial.locks("2.0.0"), "a new lock knows nothing");
    trial.folder.commit();
    assert_eq!(trial.told(&["--against", "git:v1"]), ["meaning-changed", "lost-lock"]);
    // The lock and the directive that names it are gone.
    let trial = Trial::new("deleted");
    trial.edit(&[("lock = \"codes.lock\"\n", ""), ("is allowed", "is forbidden")]);
    std::fs::remove_file(trial.folder.path("codes.lock")).expect("it was there");
    trial.folder.commit();
    assert_eq!(trial.told(&[]), [""; 0]);
    assert_eq!(trial.told(&["--against", "git:v1"]), ["lost-lock", "meaning-changed"]);
}

/// A code that moves to another enum is one that is gone from its own.
#[test]
fn a_code_that_moves_to_another_enum_is_told_of() {
    let tables = "<!-- errtable default\nlock = \"codes.lock\"\n-->\n\n<!-- errtable\nenum = \"WarpError\"\n-->\n\n\
                  | Error code | Name |\n| --- | --- |\n| 1 | loom cold |\n| 2 | lid open |\n\n# Weft\n\n\
                  <!-- errtable\nenum = \"WeftError\"\n-->\n\n| Error code | Name |\n| --- | --- |\n| 11 | no dye |\n";
    let folder = Folder::with("laundering-moved", tables);
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder.commit();
    folder.git(&["tag", "v1"]);
    let trial = Trial { folder };
    trial.edit(&[("| 2 | lid open |\n", ""), ("| 11 |", "| 2 | lid open |\n| 11 |")]);
    trial.judges("code-removed", "a code moves");
}

/// A value that resembles another is a question before the lock takes it, and one that is reworded keeps its variant.
#[test]
fn a_new_value_with_a_twin_is_not_locked() {
    let trial = Trial::new("twin");
    trial.edit(&[("| 4 |", "| 5 | lid open | Close it | weave agian |\n| 4 |")]);
    assert!(!trial.locks("1.1.0"));
    trial.edit(&[("weave agian", "weave again")]);
    assert!(trial.locks("1.1.0"));
}
