//! One fault, one finding: each kind of slip, at every row of our own spec with its lock and the file that it joins.
//!
//! A slip makes later checks miss what it has made unreadable. What follows from it is held back, so that the reader is
//! told of the cause, and of two causes where there are two.

use errtable::{Finding, ReadError, Rule, Source, compile_locked};

const SPEC: &str = include_str!("../../../spec/tpns.md");
const LOCK: &str = include_str!("../../../spec/tpns.lock");
const ADVICE: &str = include_str!("../../../spec/advice.md");
const FURTHER: &str = include_str!("../../../spec/further.md");

/// The spec and the files that it joins, as lines: that which adds columns, and that which adds codes.
#[derive(Clone)]
struct Files {
    spec: Vec<String>,
    advice: Vec<String>,
    further: Vec<String>,
}

/// What a slip does at a row, and what then must be told: one of the rules, at a line that begins so. `None` where the row
/// leaves no room for the slip.
struct Kind {
    name: &'static str,
    rules: &'static [Rule],
    slip: fn(&mut Files, usize) -> Option<String>,
}

impl Files {
    fn new() -> Self {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        Files { spec: lines(SPEC), advice: lines(ADVICE), further: lines(FURTHER) }
    }

    fn findings(&self) -> Vec<Finding> {
        let text = |lines: &[String]| lines.join("\n") + "\n";
        let open = |name: &str| {
            Ok(match name {
                "tpns.lock" => Source::new(name, LOCK),
                "further.md" => Source::new(name, text(&self.further)),
                "advice.md" => Source::new(name, text(&self.advice)),
                _ => return Err(ReadError::missing(name)),
            })
        };
        compile_locked(Source::new("tpns.md", text(&self.spec)), &open).findings.into_iter().collect()
    }

    /// The line of a finding.
    fn line(&self, finding: &Finding) -> &str {
        let number = finding.place.start().0 - 1;
        match finding.place.source().path() {
            "tpns.md" => &self.spec[number],
            "tpns.lock" => LOCK.lines().nth(number).expect("it lies in the lock"),
            "further.md" => &self.further[number],
            _ => &self.advice[number],
        }
    }
}

fn first_row(lines: &[String]) -> usize {
    lines.iter().position(|line| line.starts_with("| --")).expect("there is a table") + 1
}

fn cells(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// Edits the cells of a row; the line as it is then.
fn edit(lines: &mut [String], number: usize, edit: impl FnOnce(&mut Vec<String>)) -> Option<String> {
    let at = first_row(lines) + number;
    lines.get(first_row(lines)..=at)?.iter().all(|line| line.starts_with('|')).then_some(())?;
    let mut of_row = cells(&lines[at]);
    edit(&mut of_row);
    lines[at] = row(&of_row);
    Some(lines[at].clone())
}

/// Replaces a text that stands once in the directive.
fn directive(files: &mut Files, from: &str, to: &str) -> Option<String> {
    let line = files.spec.iter_mut().find(|line| line.contains(from))?;
    *line = line.replacen(from, to, 1);
    Some(line.clone())
}

fn misspelt(text: &str) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    // Within a word of six letters.
    let long = |at: usize| letters[at..].iter().take(6).filter(|letter| letter.is_ascii_lowercase()).count() == 6;
    let at = (1..letters.len()).find(|&at| long(at) && letters[at + 2] != letters[at + 3])?;
    letters.swap(at + 2, at + 3);
    Some(letters.into_iter().collect())
}

/// Slips at one row, which leave all others as they are.
const AT_A_ROW: &[Kind] = &[
    Kind {
        name: "the code is missing",
        rules: &[Rule::EmptyCode],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[0].clear()),
    },
    Kind {
        name: "code and name have changed places",
        rules: &[Rule::InvalidCode],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells.swap(0, 1)),
    },
    Kind {
        name: "letters stand for digits in the code",
        rules: &[Rule::InvalidCode],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[0] = cells[0].replace('0', "O")),
    },
    Kind {
        name: "a dash stands before the code",
        rules: &[Rule::OddCode],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[0].insert(0, '–')),
    },
    Kind {
        name: "the code has other digits",
        rules: &[Rule::CodeRemoved, Rule::OddCode],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[0] = cells[0].replacen('1', "2", 1)),
    },
    Kind {
        name: "the name is dropped with its pipe",
        rules: &[Rule::ShortRow],
        slip: |files, number| edit(&mut files.spec, number, |cells| drop(cells.remove(1))),
    },
    Kind {
        name: "the pipe before the last cell is lost",
        rules: &[Rule::ShortRow],
        slip: |files, number| {
            edit(&mut files.spec, number, |cells| {
                let last = cells.pop().unwrap_or_default();
                cells.last_mut().expect("a row has cells").push_str(&format!(" {last}"));
            })
        },
    },
    Kind {
        name: "the description is missing",
        rules: &[Rule::EmptyCell],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[2].clear()),
    },
    Kind {
        name: "the category is missing",
        rules: &[Rule::EmptyCell],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells[3].clear()),
    },
    Kind {
        name: "two letters of a category have changed places",
        rules: &[Rule::InvalidCell],
        slip: |files, number| {
            let meant = cells(&files.spec[first_row(&files.spec) + number])[3].clone();
            let slip = misspelt(&meant)?;
            edit(&mut files.spec, number, |cells| cells[3] = slip)
        },
    },
    Kind {
        name: "description and category have changed places",
        rules: &[Rule::InvalidCell],
        slip: |files, number| edit(&mut files.spec, number, |cells| cells.swap(2, 3)),
    },
    Kind {
        name: "the row is deleted",
        rules: &[Rule::CodeRemoved],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            let gone = files.spec.remove(at);
            Some(format!("{} = ", cells(&gone)[0]))
        },
    },
    Kind {
        name: "the row goes on in the next line",
        rules: &[Rule::ShortRow],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            let line = row(&cells(&files.spec[at]));
            let (first, second) = line.split_at(line.rfind(" | ")? - 1);
            files.spec[at] = first.to_owned();
            files.spec.insert(at + 1, second.to_owned());
            Some(first.to_owned())
        },
    },
    Kind {
        name: "the next row stands on the same line",
        rules: &[Rule::ExtraCell],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            let next = files.spec.get(at + 1).filter(|line| line.starts_with('|'))?.clone();
            files.spec.remove(at + 1);
            files.spec[at] = format!("{} {next}", files.spec[at]);
            Some(files.spec[at].clone())
        },
    },
    Kind {
        name: "tabs part the cells",
        rules: &[Rule::GluedText],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            files.spec[at] = cells(&files.spec[at]).join("\t");
            // Above the first row, text makes no table at all.
            Some(files.spec[at].clone())
        },
    },
    Kind {
        name: "letters of an advice have changed places",
        rules: &[Rule::NearIdentical, Rule::CategoryValueRenamed],
        slip: |files, number| {
            let at = first_row(&files.advice) + number;
            let meant = cells(files.advice.get(at).filter(|line| line.starts_with('|'))?).get(1)?.clone();
            let slip = misspelt(&meant)?;
            edit(&mut files.advice, number, |cells| cells[1] = slip)
        },
    },
    Kind {
        name: "the code of an added row has a letter",
        rules: &[Rule::InvalidCode],
        slip: |files, number| edit(&mut files.further, number, |cells| cells[0] = cells[0].replace('0', "O")),
    },
    Kind {
        name: "an added row has lost its last cell",
        rules: &[Rule::ShortRow],
        slip: |files, number| edit(&mut files.further, number, |cells| _ = cells.pop()),
    },
    Kind {
        name: "the code of an added row is missing",
        rules: &[Rule::EmptyCode],
        slip: |files, number| edit(&mut files.further, number, |cells| cells[0].clear()),
    },
    Kind {
        name: "the code of an advice has a letter",
        rules: &[Rule::InvalidCode],
        slip: |files, number| edit(&mut files.advice, number, |cells| cells[0] = cells[0].replace('0', "O")),
    },
];

/// Slips in the directive. It is read as it was meant, so that other faults still show.
const IN_THE_DIRECTIVE: &[Kind] = &[
    Kind {
        name: "typographic quotes",
        rules: &[Rule::DirectiveSyntax],
        slip: |files, _| directive(files, "\"tpns.lock\"", "“tpns.lock”"),
    },
    Kind {
        name: "no quotes",
        rules: &[Rule::DirectiveSyntax],
        slip: |files, _| directive(files, "\"tpns.lock\"", "tpns.lock"),
    },
    Kind {
        name: "a key is misspelt",
        rules: &[Rule::UnknownKey],
        slip: |files, _| directive(files, "join = ", "jion = "),
    },
    Kind {
        name: "the lock's key is misspelt",
        rules: &[Rule::UnknownKey],
        slip: |files, _| directive(files, "lock = ", "locks = "),
    },
    Kind {
        name: "the word is misspelt",
        rules: &[Rule::UnknownDirective],
        slip: |files, _| directive(files, "<!-- errtable", "<!-- errtabel"),
    },
    Kind {
        name: "the comment has a dash more",
        rules: &[Rule::UnknownDirective],
        slip: |files, _| directive(files, "<!-- errtable", "<!--- errtable"),
    },
];

/// Slips that take lines out of the table. What else is wrong in those lines is seen only when they are back, so that
/// pairs of these with a slip below them cannot be told of; with one above them, they are.
const ENDS_THE_TABLE: &[Kind] = &[
    Kind {
        name: "a blank line",
        rules: &[Rule::DetachedRow],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            files.spec.insert(at, String::new());
            (number > 0).then(|| files.spec[at + 1].clone())
        },
    },
    Kind {
        name: "a comment",
        rules: &[Rule::DetachedRow],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            files.spec.insert(at, "<!-- ask the vendor -->".to_owned());
            (number > 0).then(|| files.spec[at + 1].clone())
        },
    },
];

/// Slips that make the file unreadable as a whole. All else in it is held back, whether it follows from them or not: with
/// both sides of a conflict in a file, or without its table, nothing is known of its rows.
const TAKES_ALL: &[Kind] = &[
    Kind {
        name: "the markers of a merge conflict",
        rules: &[Rule::MergeConflict],
        slip: |files, number| {
            let at = first_row(&files.spec) + number;
            let theirs = files.spec[at].clone();
            let ours = theirs.replace("API", "side");
            files.spec.splice(
                at..=at,
                ["<<<<<<< HEAD".to_owned(), ours, "=======".to_owned(), theirs, ">>>>>>> b".to_owned()],
            );
            Some("<<<<<<< HEAD".to_owned())
        },
    },
    Kind {
        name: "the delimiter row has long dashes",
        rules: &[Rule::BrokenTable],
        slip: |files, _| {
            let at = first_row(&files.spec) - 1;
            files.spec[at] = files.spec[at].replace('-', "—");
            Some(files.spec[at].clone())
        },
    },
];

/// Slips above the rows, and in the file that is joined. What a column holds is not known while its header or what is said
/// of it is wrong, so that slips in its cells do not show beside them.
const OF_A_COLUMN: &[Kind] = &[
    Kind {
        name: "the header of the names is reworded",
        rules: &[Rule::ColumnRemoved],
        slip: |files, _| directive(files, "| English descriptor |", "| Slug |"),
    },
    Kind {
        name: "the header of the category is reworded",
        rules: &[Rule::ColumnRemoved],
        slip: |files, _| directive(files, "| Feedback API |", "| Reported by |"),
    },
    Kind {
        name: "the name of a column is misspelt",
        rules: &[Rule::UnknownColumn],
        slip: |files, _| directive(files, "\"Feedback API\"", "\"Feedbak API\""),
    },
    Kind {
        name: "a header of the joined file is reworded",
        rules: &[Rule::ColumnRemoved],
        slip: |files, _| {
            let at = first_row(&files.advice) - 2;
            files.advice[at] = files.advice[at].replace("Advice", "Counsel");
            Some(files.advice[at].clone())
        },
    },
    Kind {
        name: "it is no more said that codes are added",
        rules: &[Rule::MisplacedKey],
        slip: |files, _| {
            files.further.retain(|line| line != "adds = true");
            Some("[variants]".to_owned())
        },
    },
    Kind {
        name: "`adds` is misspelt",
        rules: &[Rule::UnknownKey],
        slip: |files, _| {
            let line = files.further.iter_mut().find(|line| *line == "adds = true")?;
            *line = "ads = true".to_owned();
            Some(line.clone())
        },
    },
    Kind {
        name: "a header of the added codes is reworded",
        rules: &[Rule::EmptyCell],
        slip: |files, _| {
            let at = first_row(&files.further) - 2;
            files.further[at] = files.further[at].replace("Feedback API", "API");
            Some(files.further[at].clone())
        },
    },
    Kind {
        name: "the default is dropped",
        rules: &[Rule::ColumnTypeChanged],
        slip: |files, _| {
            files.advice.retain(|line| !line.starts_with("default = "));
            Some("| Error code | Advice ".to_owned())
        },
    },
    Kind {
        name: "a blank line in the joined file",
        rules: &[Rule::DetachedRow],
        slip: |files, number| {
            let at = first_row(&files.advice) + number;
            files.advice.get(at).filter(|line| line.starts_with('|'))?;
            files.advice.insert(at, String::new());
            (number > 0).then(|| files.advice[at + 1].clone())
        },
    },
];

const ROWS: usize = 25;

/// What is wrong with what is told, if anything is.
fn fault(files: &Files, expected: &[(&Kind, String)]) -> Option<String> {
    let findings = files.findings();
    let is_told = |(kind, line): &(&Kind, String)| {
        findings.iter().any(|finding| kind.rules.contains(&finding.rule) && files.line(finding).starts_with(line))
    };
    if findings.len() == expected.len() && expected.iter().all(is_told) {
        return None;
    }
    let names: Vec<_> = expected.iter().map(|(kind, line)| format!("{} at “{line}”", kind.name)).collect();
    let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
    Some(format!("{}\n  {}", names.join(", and "), told.join("\n  ")))
}

fn end(faults: &[String], tried: usize, at_least: usize) {
    assert!(faults.is_empty(), "{}\n{} of {tried} are wrong", faults.join("\n"), faults.len());
    assert!(tried >= at_least, "only {tried} were tried");
}

#[test]
fn the_files_themselves_have_no_finding() {
    let files = Files::new();
    assert!(files.findings().is_empty());
    assert_eq!(files.spec[first_row(&files.spec)..].iter().filter(|line| line.starts_with('|')).count(), ROWS);
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn each_slip_is_one_finding() {
    let (mut faults, mut tried) = (Vec::new(), 0);
    for kind in [AT_A_ROW, IN_THE_DIRECTIVE, ENDS_THE_TABLE, TAKES_ALL, OF_A_COLUMN].into_iter().flatten() {
        for number in 0..ROWS {
            let mut files = Files::new();
            let Some(line) = (kind.slip)(&mut files, number) else { continue };
            tried += 1;
            faults.extend(fault(&files, &[(kind, line)]));
        }
    }
    end(&faults, tried, 500);
}

/// Pairs of slips, the second of which lies above the first, so that it changes no line number of it.
fn pairs(kinds: &[&'static Kind], above: &[&'static Kind], rows: &[(usize, usize)]) -> (Vec<String>, usize) {
    let (mut faults, mut tried) = (Vec::new(), 0);
    for &(upper, lower) in rows {
        for below in kinds {
            for above in above {
                // A column is told of once, with all of its cells that are empty.
                if below.name == above.name && below.rules == [Rule::EmptyCell] {
                    continue;
                }
                let mut files = Files::new();
                let Some(of_below) = (below.slip)(&mut files, lower) else { continue };
                let Some(of_above) = (above.slip)(&mut files, upper) else { continue };
                tried += 1;
                faults.extend(fault(&files, &[(below, of_below), (above, of_above)]));
            }
        }
    }
    (faults, tried)
}

#[test]
#[ignore = "takes long: `.ci/long` has it"]
fn two_slips_are_two_findings() {
    let all = |kinds: &'static [Kind]| kinds.iter().collect::<Vec<_>>();
    let at_a_row = all(AT_A_ROW);
    // Rows that have no row of advice in common, and values that other rows have, too.
    let rows = &[(1, 17), (3, 13)];
    let (mut faults, mut tried) = pairs(&at_a_row, &at_a_row, rows);
    for (kinds, above) in [(&at_a_row, all(IN_THE_DIRECTIVE)), (&all(ENDS_THE_TABLE), at_a_row.clone())] {
        let (more, count) = pairs(kinds, &above, rows);
        faults.extend(more);
        tried += count;
    }
    end(&faults, tried, 300);
}
