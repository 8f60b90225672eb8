//! Each piece of help is true: doing what it says settles its finding and brings no other error.
//!
//! Help that holds text to paste is applied as it stands. What a reader does in other words is written down below, and a
//! new help text without such a line fails here.

mod fixture;

use std::ops::Range;

use errtable::{Finding, Findings, Rule, Severity};
use errtable_tools::{Release, lock};

use fixture::{Case, cases};

/// What a reader does: in this case, on reading help that begins so, put the second text in the place of the first.
const BY_HAND: &[(&str, &str, &str, &str)] = &[
    ("boolean-column-with-bad-cell", "write `yes`", "sometimes", "`no`"),
    (
        "category-value-without-letters",
        "name it",
        "\"category\"\n",
        "\"category\"\n[columns.Service.variants]\n\"密钥库\" = \"KeyVault\"\n",
    ),
    ("category-without-a-value", "fill a cell", "belt torn | |", "belt torn | drive |"),
    ("allow-what-is-no-suspicion", "it can be", "\"duplicate-code\"", "\"near-identical\""),
    ("column-said-in-two-ways", "say one of them", "\"other\"", "\"none\""),
    ("code-used-twice", "give one of them another code", "4101", "~~4101~~"),
    ("codes-that-no-program-sends", "give each of its codes a row", "lid-1.10 to lid-1.19", "lid-1.10"),
    ("codes-that-no-program-sends", "mend the slip", "ink-2.g\u{43e}ne", "ink-3.gone"),
    ("default-that-cannot-be", "take it out", "default = \"paper\"\n", ""),
    ("skip-of-a-table-that-is-gone", "take it out", "<!-- errtable skip: the old ones -->\n", ""),
    ("default-that-cannot-be", "write what a cell could hold", "\"many\"", "\"1\""),
    ("default-that-cannot-be", "take out one of", "optional = true\n", ""),
    ("directive-in-cell", "put it on a line of its own", "<!-- errtable skip --> ", ""),
    ("directive-not-closed", "close it", "Error\"\n", "Error\"\n-->\n"),
    ("directive-without-table", "put it above", "<!-- errtable\nenum = \"SealError\"\n-->\n", ""),
    ("duplicate-row", "take one of them out", "| 1 | egg cracked | The shell is broken |\n", ""),
    ("empty-code", "give it one", "|     |", "| 302 |"),
    ("every-row-skipped", "add a row with a code", "kiln hot    |\n", "kiln hot    |\n| 3 | kiln wet |\n"),
    ("extra-cell", "give the table another column", "and | or | not", "and \\| or \\| not"),
    ("full-width-comma", "write it as", "，", ", "),
    ("header-with-fewer-cells", "the rows have 3 cells", "| Name |\n", "| Name | Description |\n"),
    ("indented-row", "take the spaces out", "    | 2", "| 2"),
    ("integer-column-with-bad-cell", "write a number", "4O9", "409"),
    ("invalid-value", "it can be `error`", "merge", "alias"),
    ("invalid-value-type", "write `true`", "\"yes\"", "true"),
    ("invalid-value-type", "write a whole number from 1", "0\n", "1\n"),
    ("invalid-value-type", "write a table", "columns = [\"Name\"]", "[columns.Name]"),
    ("invalid-variant-name", "write it in upper camel case: 1 =", "\"tank empty\"", "\"TankEmpty\""),
    ("invalid-variant-name", "write it in upper camel case: 2 =", "\"Bad_Fuel\"", "\"BadFuel\""),
    ("joined-file-is-missing", "correct the path", "\"joined/beans.md\"", "[]"),
    ("joined-file-of-two-enums", "move it into the directive", "join = \"joined/joined-file-of-two-enums.md\"\n", ""),
    ("joined-file-of-two-enums", "give each enum a file", "[\"joined/joined-file-of-two-enums.md\", ", "["),
    ("joined-file-of-two-enums", "name a Markdown file", ", \"/etc/beans.md\"", ""),
    (
        "joined-file-without-table",
        "an error table begins",
        "Nothing",
        "| Error code | Name |\n|---|---|\n| 7301 | a |\n\nNothing",
    ),
    ("joined-file-without-codes", "add a row with a code", "| soon |", "| 7301 | Refill |\n| soon |"),
    ("joined-rows", "take it out, or say it in the spec", "lock = \"beans.lock\"\n", ""),
    ("joined-rows", "the keys are", "joyn = \"x\"\n", ""),
    ("joined-rows", "its columns are", "[columns.Hints]\nas = \"boolean\"\n", ""),
    ("joined-column-must-be-whole", "add a row for it", "| 7304", "| 7302 | no |\n| 7304"),
    ("joined-column-must-be-whole", "or let its accessor", "optional = false\n", ""),
    ("joined-column-must-be-whole", "write `yes`", "loudly", "yes"),
    (
        "joined-column-whole-and-a-keyword",
        "add a row for it",
        "| 1001 | worn |\n",
        "| 1001 | worn |\n| 1002 | slack |\n",
    ),
    ("joined-column-whole-and-a-keyword", "or let its accessor", "optional = false\n", ""),
    ("joined-row-of-a-skipped-code", "add a row for it", "| 1003 |", "| 1002 |"),
    ("joined-row-of-a-skipped-code", "or let its accessor", "optional = false\n", ""),
    ("joined-with-itself", "name another file", "join = \"joined/joined-with-itself.md\"\n", ""),
    ("joined-row-struck-out", "take the row out", "~~7401~~", "7401"),
    ("joined-rows", "keep one of the two", "| 7301 | refill | 3 |\n", ""),
    ("joined-rows", "take the row out", "| 9 | wait | 1 |\n", ""),
    ("joined-rows", "write one code", "| grinder |", "| 7305 |"),
    ("joined-rows", "give it one", "| | wait", "| 7305 | wait"),
    ("joined-rows", "write a number", "soon", "1"),
    ("joined-rows", "add the missing cells", "| 7308 | wait |\n", "| 7308 | wait |  |\n"),
    ("joined-rows", "give the table another column", "low | and more", "low \\| and more"),
    ("leading-zero-among-numbers", "write 100", "0100", "100"),
    ("lone-carriage-return", "part the table", "\r", "\n"),
    ("lock-above-the-spec", "name a file in the folder", "../codes.lock", "codes.lock"),
    ("lock-in-hidden-folder", "name a file in the folder", ".git/index.lock", "index.lock"),
    ("lock-outside", "name a file in the folder", "/codes.txt", "codes.lock"),
    ("locks-of-two-tables", "one lock holds all tables", "mail.lock", "till.lock"),
    ("many-faults", "the keys are", "colour = \"red\"\n", ""),
    ("many-faults", "add the missing cells", "its date |", "its date |  |"),
    ("many-faults", "give one of them another code", "5001", "~~5001~~"),
    ("many-faults", "give it one", "| | currency", "| 5006 | currency"),
    ("many-faults", "escape the pipe", "`major|minor`", "`major\\|minor`"),
    ("many-faults", "escape it", "<bank>", "\\<bank>"),
    (
        "name-and-description-swapped",
        "let the two cells change places",
        "The ribbon of the printer needs some new ink | ribbon dry",
        "ribbon dry | The ribbon of the printer needs some new ink",
    ),
    ("negative-beside-u64", "correct it", "18446744073709551615", "18446744073"),
    ("no-delimiter-row", "put this line below", "Description |\n", "Description |\n| --- | --- | --- |\n"),
    ("no-table", "an error table begins", "The", "| Error code | Name |\n|---|---|\n| 1 | a |\n\nThe"),
    ("only-ranges", "add a row with a code", "kiln faults |\n", "kiln faults |\n| 5 | kiln wet |\n"),
    ("pipe-in-backticks", "escape the pipe", "`read|write`", "`read\\|write`"),
    ("prose-glued-to-table", "put a blank line above it", "All other", "\nAll other"),
    (
        "released-constant-gone",
        "put the row back",
        "| 4200 -",
        "| 4110 | scanner gone | The scanner was unplugged |\n| 4200 -",
    ),
    ("released-range-gone", "put the row back", "| 4210 -", "| 4200 -"),
    (
        "released-code-means-another",
        "give the new meaning",
        "| 4100 |",
        "| ~~4100~~ | drawer open | The cash drawer was left open | drawer |\n| 4111 |",
    ),
    (
        "released-code-removed",
        "put its row back",
        "| ~~4102~~",
        "| ~~4101~~ | paper out | The receipt printer has no paper | printer |\n| ~~4102~~",
    ),
    ("released-code-renumbered", "give the row its code back", "4191", "4101"),
    ("released-code-type-too-small", "give codes that are new", "5000000000", "5000"),
    ("released-column-of-smaller-numbers", "give new cells", "5000000000", "5000"),
    (
        "released-column-removed",
        "put the column",
        RELEASED_WITHOUT_DESCRIPTION,
        "| Error code | Name | Description | Part |\n| --- | --- | --- | --- |\n\
         | 4100 | drawer open | The cash drawer was left open | drawer |\n\
         | 4101 | paper out | The receipt printer has no paper | printer |\n\
         | ~~4102~~ | ribbon dry | The ribbon needs ink | printer |\n\
         | 4110 | scanner lost | The scanner stopped answering | scanner |\n",
    ),
    ("released-column-under-another-header", "if it is meant", "[columns.Part]", "[columns.Device]"),
    ("released-value-gone", "put a row back", "answering | printer |", "answering | scanner |"),
    (
        "retired-code-removed",
        "put its row back",
        "| 4110 |",
        "| ~~4102~~ | ribbon dry | The ribbon needs ink | printer |\n| 4110 |",
    ),
    (
        "retired-code-used-again",
        "give the new meaning",
        "| 4102 |",
        "| ~~4102~~ | ribbon dry | The ribbon needs ink | printer |\n| 4112 |",
    ),
    ("header-like-a-row", "move them below", "| 30 | belt slack | The belt slips |\n\n", ""),
    (
        "header-like-a-row",
        "take the delimiter row out",
        "\n| 32 | belt gone | There is no belt |\n| ---------- | ---- | ----------- |\n",
        "| 32 | belt gone | There is no belt |\n",
    ),
    (
        "rows-after-an-open-fence",
        "end the block of code",
        "example\n\n",
        "example\n```\n\n| Error code | Name |\n|---|---|\n",
    ),
    ("rows-after-an-open-comment", "end the comment", "yet --\n\n| 2 | oven hot |\n", "yet -->\n"),
    ("digits-that-markup-parts", "if the code is 602", "602[1](#notes)", "602"),
    ("digits-that-markup-parts", "if the code is 60,", "`60`3", "`60`"),
    (
        "struck-out-in-part",
        "if 53 was a code of its own",
        "| ~~53~~ 54 |",
        "| ~~53~~ | tray off | The tray lies aside | 500 | no | tray |\n| 54 |",
    ),
    ("struck-out-in-part", "write the value that holds", "~~404~~ | ~~yes~~", "404 | yes"),
    ("struck-name", "write the value that holds", "~~tray lost~~ ", ""),
    ("struck-category", "write the value that holds", "~~lid~~ ", ""),
    ("row-after-comment", "move the comment", "<!-- from firmware 4 on -->\n", ""),
    ("short-row", "add the missing cells", "greylisted |", "greylisted |  |"),
    ("table-without-rows", "add a row", "\n\nThey", "\n| 1 | no mast | There is no mast |\n\nThey"),
    ("texts-but-for-one-letter", "mend the slip", "printer ofline", "printer unplugged"),
    ("directive-word-misspelt", "write `<!-- errtable`", "<!---", "<!--"),
    ("pipe-lost-between-cells", "add the missing cell before", "anchor lost |", "anchor lost | The chain has torn |"),
    (
        "merge-conflict",
        "keep the lines that are right",
        "<<<<<<< HEAD\n| 12 | bow open | The bow door is open |\n=======\n\
         | 12 | door open | The door at the bow is open |\n>>>>>>> other\n| 13 | ramp stuck | The ramp does not move |\n",
        "| 12 | bow open | The bow door is open |\n| 13 | ramp stuck | The ramp does not move |\n\
         | 99 | nobody | There is nobody |\n",
    ),
    ("follow-ups-are-held-back", "take the row out", "| 14 | dive |\n", ""),
    ("types-of-two-enums-meet", "rename one of them", "\"AnyKiln\"", "\"AnyKilnCode\""),
    ("unknown-code", "take the line out", "9 = \"Blackout\"\n", ""),
    ("unknown-column", "its columns are", "columns.Hint", "columns.Name"),
    ("unknown-key-far", "the keys are", "visibility = \"crate\"\n", ""),
    ("unknown-key-in-column", "the keys are", "kind", "as"),
    ("unknown-verb-far", "after `errtable` comes", "ignore ", ""),
    ("variant-like-a-constant", "write it in upper camel case: 2 =", "2 = \"ALL\"", "2 = \"All\""),
    ("variant-like-a-constant", "write it in upper camel case, without", "\"both\" = \"ALL\"", "\"both\" = \"Both\""),
    ("variants-that-look-alike", "write it in upper camel case", "\"Оса\"", "\"WaspInside\""),
    ("variants-that-look-alike", "call 2 otherwise", "valve Il", "valve shut"),
    ("variants-that-look-alike", "call 4 otherwise", "\"ÖlI\"", "\"OilGone\""),
    ("vanishing-tag", "escape it", "<hostname>", "\\<hostname>"),
];

const RELEASED_WITHOUT_DESCRIPTION: &str = "\
| Error code | Name | Part |
| ---------- | ---- | ---- |
| 4100 | drawer open | drawer |
| 4101 | paper out | printer |
| ~~4102~~ | ribbon dry | printer |
| 4110 | scanner lost | scanner |
";

#[test]
fn help_helps() {
    let mut faults = Vec::new();
    for case in cases("fail") {
        for finding in &case.compile().findings {
            for help in &finding.help {
                faults.extend(try_out(&case, finding, help).err());
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} pieces of help do not help", faults.join("\n"), faults.len());
}

/// A line for help that is gone would pass for coverage.
#[test]
fn every_line_by_hand_is_used() {
    let cases = cases("fail");
    for (name, begins, ..) in BY_HAND {
        let case = cases.iter().find(|case| case.name == *name).unwrap_or_else(|| panic!("there is no case {name}"));
        let helps = case.compile().findings.into_iter().flat_map(|finding| finding.help);
        assert!(helps.into_iter().any(|help| is_meant(name, begins, case, &help)), "{name} has no help `{begins}`");
    }
}

fn is_meant(name: &str, begins: &str, case: &Case, help: &str) -> bool {
    name == case.name && help.starts_with(begins)
}

fn try_out(case: &Case, finding: &Finding, help: &str) -> Result<(), String> {
    let fault = |what: &str| Err(format!("{}: {finding}\n  help: {help}\n  {what}", case.name));
    let Some(followed) = follow(case, finding, help) else { return fault("nobody has written down what that means") };
    if (&followed.text, &followed.lock, &followed.joined) == (&case.text, &case.lock, &case.joined) {
        return fault("doing so changes nothing");
    }
    let before = case.compile().findings;
    let after = followed.compile().findings;
    let text = text_of(&followed, finding);
    if count(&after, finding) >= count(&before, finding) {
        return fault(&format!("the finding is still there in\n{text}"));
    }
    let new = after.iter().find(|other| other.severity == Severity::Error && count(&before, other) == 0);
    match new {
        Some(new) => fault(&format!("doing so brings another: {new}")),
        None => Ok(()),
    }
}

fn count(findings: &Findings, finding: &Finding) -> usize {
    findings.iter().filter(|other| (other.rule, &other.message) == (finding.rule, &finding.message)).count()
}

/// The spec and its lock after a reader has followed the help.
fn follow(case: &Case, finding: &Finding, help: &str) -> Option<Case> {
    let by_hand = BY_HAND.iter().find(|(name, begins, ..)| is_meant(name, begins, case, help));
    let in_spec = by_hand.filter(|_| !case.joined.contains_key(finding.place.source().path()));
    let text = in_spec.map_or_else(|| case.text.clone(), |(_, _, from, to)| case.text.replacen(from, to, 1));
    let with_lock = |lock: Option<String>| Case { text: text.clone(), lock, ..case.clone() };
    if let Some((_, command)) = help.split_once("errtable lock ") {
        let accept: Vec<_> = command.split(" --accept ").skip(1).map(str::to_owned).collect();
        // Whoever is told to bring the lock back, or to take the markers out, does so first.
        let known = case.lock.as_deref().filter(|_| finding.rule != Rule::LockSyntax).map(with_both_sides);
        return Some(with_lock(Some(locked(&with_lock(known), &accept)?)));
    }
    match help {
        "bring it back from version control" => Some(with_lock(locked(case, &[]))),
        help if help.starts_with("keep the lines of both sides") => {
            Some(with_lock(case.lock.as_deref().map(with_both_sides)))
        }
        help => {
            let text = follow_in_text(case, finding, help)?;
            let mut followed = case.clone();
            match followed.joined.get_mut(finding.place.source().path()) {
                Some(joined) => *joined = text,
                None => followed.text = text,
            }
            Some(followed)
        }
    }
}

/// The lock that `errtable lock` writes.
fn locked(case: &Case, accept: &[String]) -> Option<String> {
    lock(case.source(), &|name| case.open(name), &Release { version: "9.0.0", accept }).text
}

/// A lock without the markers of a conflict.
fn with_both_sides(lock: &str) -> String {
    let is_marker = |line: &&str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker));
    lock.lines().filter(|line| !is_marker(line)).collect::<Vec<_>>().join("\n")
}

/// The text that a finding points into: the spec, or a file that it joins.
fn text_of<'c>(case: &'c Case, finding: &Finding) -> &'c String {
    case.joined.get(finding.place.source().path()).unwrap_or(&case.text)
}

fn follow_in_text(case: &Case, finding: &Finding, help: &str) -> Option<String> {
    let text = text_of(case, finding);
    if let Some((_, _, from, to)) = BY_HAND.iter().find(|(name, begins, ..)| is_meant(name, begins, case, help)) {
        return Some(text.replacen(from, to, 1));
    }
    if text.is_empty() {
        return help.split_once("write a table:\n\n").map(|(_, table)| table.to_owned());
    }
    if let Some(text) = follow_in_lines(text, finding, help) {
        return Some(text);
    }
    let comments = ["in a comment above the table:\n\n", "in a comment above it:\n\n", "leave it out:\n\n"];
    if let Some((_, block)) = comments.iter().find_map(|words| help.split_once(words)) {
        return Some(insert(text, table_start(text, finding.place.span().start), &format!("{block}\n\n")));
    }
    if let Some((_, lines)) = help.split_once("in the directive above the table:\n\n") {
        return Some(into_directive(text, finding.place.span().start, lines));
    }
    let (_, meant) = help.split_once("did you mean ")?;
    let meant = meant.strip_suffix('?')?.trim_matches('`').trim_start_matches("errtable ");
    Some(replace(text, finding.place.span(), meant))
}

/// Words behind which the lines stand that a reader puts into the place of those that the finding points at.
const LINES_IN_PLACE: &[&str] = &[
    "replace this line:",
    "take it out, or close it in its cell:",
    "write each on a line of its own:",
    "write it as a row:",
    "write it on one line:",
    "write it:",
    "write them as rows:",
    "write:",
];

/// What a reader does with whole lines, or with all of a cell.
fn follow_in_lines(text: &str, finding: &Finding, help: &str) -> Option<String> {
    let place = finding.place.span();
    let line = text[..place.start].rfind('\n').map_or(0, |end| end + 1);
    let without_blanks = |lines: &str| lines.replace("\n\n", "\n");
    let rows = without_blanks(&text[line..place.end]);
    if let Some((_, header)) = help.split_once("its header, below a blank line:\n\n") {
        return Some(format!("{}\n{header}\n{rows}{}", &text[..line], &text[place.end..]));
    }
    if help.starts_with("move it up to the table") || help.starts_with("move them up to the table") {
        let table = finding.labels.first()?.place.span().end;
        return Some(format!("{}\n{rows}{}{}", &text[..table], &text[table..line], &text[place.end..]));
    }
    if let Some((_, meant)) = help.split_once(", write ").filter(|_| help.starts_with("if ")) {
        let (meant, also) = meant.split_once([',', '\n']).unwrap_or((meant, ""));
        let written = replace(text, place, meant.split(" and say").next()?);
        let comment = also.split_once("<!-- errtable").map(|(_, lines)| format!("<!-- errtable{lines}\n\n"));
        return Some(insert(&written, table_start(&written, finding.place.span().start), &comment.unwrap_or_default()));
    }
    if let Some((_, struck)) = help.split_once("is given up, strike it out: ") {
        return Some(text.replacen(&format!("| {} |", struck.trim_matches('~')), &format!("| {struck} |"), 1));
    }
    if let Some((_, lines)) = help.split_once("write straight quotation marks:\n\n") {
        let all = lines.lines().fold(text.to_owned(), |text, line| {
            let curly = |text: &str| text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
            text.lines().map(|old| if curly(old) == line { format!("{line}\n") } else { format!("{old}\n") }).collect()
        });
        return Some(all);
    }
    if let Some((words, lines)) = help.split_once("\n\n")
        && LINES_IN_PLACE.contains(&words)
    {
        let last = if words == "replace this line:" { place.start } else { place.end };
        let end = text[last..].find('\n').map_or(text.len(), |length| last + length);
        return Some(format!("{}{lines}{}", &text[..line], &text[end..]));
    }
    if let Some((_, rows)) = help.split_once("at the end of the table:\n\n") {
        let table = finding.labels.first()?.place.span().end;
        return Some(format!("{}\n{rows}{}{}", &text[..table], &text[table..line], &text[place.end..]));
    }
    if let Some((_, key)) = help.split_once("put it above the first section, in line ") {
        let end = text[line..].find('\n')? + line + 1;
        let without = format!("{}{}", &text[..line], &text[end..]);
        return Some(into_directive(&without, place.start, key.split_once("\n\n")?.1));
    }
    if let Some(meant) = help.strip_prefix("mend the slip: ") {
        return Some(replace(text, place, meant));
    }
    match help {
        "put a blank line above the header" => Some(insert(text, line, "\n")),
        "take the blank lines out" => {
            let table = finding.labels.first()?.place.span().end;
            Some(format!("{}\n{rows}{}", &text[..table], &text[place.end..]))
        }
        "take the blank line out" => {
            let at = if finding.rule == Rule::DetachedRow { line - 1 } else { text[line..].find('\n')? + line };
            Some(format!("{}{}", &text[..at], &text[at + 1..]))
        }
        "take the blanks in front of its lines out" => {
            let end = text[line..].find("\n\n").map_or(text.len(), |end| line + end);
            let lines = text[line..end].split('\n').map(str::trim_start).collect::<Vec<_>>();
            Some(format!("{}{}{}", &text[..line], lines.join("\n"), &text[end..]))
        }
        _ => None,
    }
}

/// The text with `lines` in the directive that governs the table at `at`, or that `at` itself lies in.
fn into_directive(text: &str, at: usize, lines: &str) -> String {
    let open = text[..at].rfind("<!-- errtable").expect("the help speaks of a directive above");
    let close = open + text[open..].find("-->").expect("a directive is closed");
    if let Some((section, rest)) = lines.split_once('\n')
        && let Some(there) = text[open..close].find(section)
        && section.starts_with('[')
    {
        let below = open + there + section.len();
        return with_line(text, below..close, rest).unwrap_or_else(|| insert(text, below, &format!("\n{rest}")));
    }
    if lines.starts_with('[') {
        return insert(text, close, &format!("{lines}\n"));
    }
    with_line(text, open..close, lines)
        .unwrap_or_else(|| insert(text, open + "<!-- errtable".len(), &format!("\n{lines}")))
}

/// The text with a new value for a key that is in a place already.
fn with_line(text: &str, place: Range<usize>, line: &str) -> Option<String> {
    let key = format!("\n{} =", line.split(' ').next().unwrap_or_default());
    let start = place.start + text[place].find(&key)? + 1;
    let end = start + text[start..].find('\n')?;
    Some(format!("{}{line}{}", &text[..start], &text[end..]))
}

/// Where the table that holds `at` begins, or the one below it.
fn table_start(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut start = line;
    while start > 0 {
        let above = text[..start - 1].rfind('\n').map_or(0, |end| end + 1);
        if !text[above..start].contains('|') {
            break;
        }
        start = above;
    }
    if text[start..].starts_with(['|', ' ']) {
        start
    } else {
        start + text[start..].find("\n|").map_or(0, |end| end + 1)
    }
}

fn insert(text: &str, at: usize, what: &str) -> String {
    format!("{}{what}{}", &text[..at], &text[at..])
}

/// The text with another piece in a place; a string stays one.
fn replace(text: &str, span: Range<usize>, by: &str) -> String {
    let by = if text[span.clone()].starts_with('"') { format!("{by:?}") } else { by.to_owned() };
    format!("{}{by}{}", &text[..span.start], &text[span.end..])
}
