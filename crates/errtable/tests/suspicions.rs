//! Suspicions are raised where a person would raise them, and nowhere else.

use errtable::{Rule, Source, compile};

const SPEC: &str = include_str!("../../../spec/tpns.md");

/// The suspicions about a text, each with its line.
fn suspicions(spec: &str) -> Vec<(Rule, usize)> {
    let findings = compile(Source::new("tpns.md", spec)).findings;
    let suspicions = findings.iter().filter(|finding| finding.rule.is_suspicion());
    suspicions.map(|finding| (finding.rule, finding.place.start().0)).collect()
}

/// The rows of our own table: line from 1, and cells.
fn rows() -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let lines = SPEC.lines().enumerate().filter(|(_, line)| line.starts_with("| 100") || line.starts_with("| 101"));
    lines.map(|(number, line)| (number + 1, line.trim().trim_matches('|').split('|').map(str::trim).collect()))
}

/// The spec with one line replaced by a row.
fn with_row(line: usize, cells: &[&str]) -> String {
    let row = format!("| {} |", cells.join(" | "));
    let lines = SPEC.lines().enumerate().map(|(number, text)| if number + 1 == line { row.as_str() } else { text });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn our_own_table_raises_none() {
    assert_eq!(suspicions(SPEC), []);
    assert!(rows().count() >= 24);
}

#[test]
fn cells_in_each_others_place() {
    // One more name that begins so is refused, since another row has it.
    for (line, cells) in rows().filter(|(_, cells)| cells[2] != "Invalid token") {
        let [code, name, description, api] = cells[..] else { panic!("{cells:?}") };
        let told = suspicions(&with_row(line, &[code, description, name, api]));
        // Where both begin with a capital, or neither does, nothing tells one from the other.
        let capital = |text: &str| text.starts_with(char::is_uppercase);
        let expected = if capital(description) && !capital(name) { vec![(Rule::MisplacedText, line)] } else { vec![] };
        assert_eq!(told, expected, "{cells:?}");
    }
}

#[test]
fn a_description_in_the_column_of_the_category() {
    let (line, cells) = rows().nth(2).expect("there are rows");
    let [code, name, description, api] = cells[..] else { panic!("{cells:?}") };
    let swapped = with_row(line, &[code, name, api, description]);
    let plain = swapped.split_once("as = \"categories\"").and_then(|(before, rest)| {
        let (_, rest) = rest.split_once("[variants]")?;
        Some(format!(
            "{}as = \"category\"\n[variants]{rest}",
            before.replacen("lock", "allow = \"several-values\"\nlock", 1)
        ))
    });
    let plain = plain.expect("the column holds sets");
    let moved = swapped.lines().count() - plain.lines().count();
    assert_eq!(suspicions(&plain), [(Rule::MisplacedText, line - moved)]);
    // In a column of sets, a text of which nothing says what it holds is an error, and may have changed places.
    let findings = compile(Source::new("tpns.md", swapped)).findings;
    let [finding] = findings.iter().filter(|of| of.rule == Rule::InvalidCell).collect::<Vec<_>>()[..] else {
        panic!("{findings:?}")
    };
    assert_eq!(finding.place.start().0, line);
    assert!(finding.fixes.iter().any(|fix| fix.title().contains("changed places")));
}

#[test]
fn a_code_with_a_digit_too_many() {
    for (line, mut cells) in rows().filter(|(_, cells)| cells[0].starts_with("1008")) {
        let code = cells[0].replacen("1008", "10080", 1);
        cells[0] = &code;
        assert_eq!(suspicions(&with_row(line, &cells)), [(Rule::OddCode, line)], "{code}");
    }
}

#[test]
fn full_width_marks_in_ascii_alone() {
    let (line, mut cells) = rows().next().expect("there are rows");
    cells[2] = "It failed，again";
    assert_eq!(suspicions(&with_row(line, &cells)), [(Rule::FullWidthPunctuation, line)]);
    cells[2] = "参数，解析错误 API";
    assert_eq!(suspicions(&with_row(line, &cells)), []);
}

#[test]
fn names_but_for_a_slip() {
    let (line, mut cells) = rows().nth(1).expect("there are rows");
    for (name, rule) in [
        ("invalid paramter", Some(Rule::NearIdentical)),
        ("invalid paraemter", Some(Rule::NearIdentical)),
        ("invalid parameters", None),
        ("illegal parameter", None),
    ] {
        cells[1] = name;
        let told: Vec<_> = suspicions(&with_row(line, &cells)).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(told, Vec::from_iter(rule), "{name}");
    }
}

#[test]
fn each_is_off_where_a_directive_allows_it() {
    let (line, mut cells) = rows().nth(1).expect("there are rows");
    (cells[0], cells[1], cells[2]) = ("10080002", "invalid paramter", "All，of it");
    let spec = with_row(line, &cells);
    let raised = [Rule::OddCode, Rule::NearIdentical, Rule::FullWidthPunctuation];
    assert_eq!(suspicions(&spec).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>().len(), raised.len());
    for rule in raised {
        let allowed = spec.replacen("<!-- errtable\n", &format!("<!-- errtable\nallow = \"{rule}\"\n"), 1);
        let told: Vec<_> = suspicions(&allowed).into_iter().map(|(rule, _)| rule).collect();
        assert!(told.len() == 2 && !told.contains(&rule), "{rule}: {told:?}");
    }
}

/// The suspicions about a column of these cells.
fn of_column(holds: &str, cells: &[&str]) -> Vec<Rule> {
    let row = |(number, cell): (usize, &&str)| format!("| {} | fault {number} of many | {cell} |\n", number + 1);
    let rows: String = cells.iter().enumerate().map(row).collect();
    let spec = format!(
        "<!-- errtable\n[columns.Part]\n{holds}\n-->\n\n| Error code | Message | Part |\n| --- | --- | --- |\n{rows}"
    );
    let findings = compile(Source::new("codes.md", spec)).findings;
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn values_that_list_others() {
    for cells in [
        &["Push API", "Push API, tag API"][..],
        &["Push API", "push API and tag APIs"],
        &["Android", "iOS", "Android / iOS"],
        &["Certificate upload API", "Certificate upload API and number package upload API"],
        &["read", "write", "read, write"],
    ] {
        assert_eq!(of_column("as = \"category\"", cells), [Rule::SeveralValues], "{cells:?}");
    }
}

#[test]
fn ordinary_categories_list_nothing() {
    for cells in [
        &["error", "fatal error", "warning"][..],
        &["retry", "retry later", "retry, then give up"],
        &["Push API", "Single push API", "Push API of the tags"],
        &["yes", "no", "no, unless it is new"],
        &["Terms", "Terms and conditions"],
        &["Internal error", "Internal error, retry later"],
        &["TCP", "TCP/IP", "IP address"],
        &["Authentication", "Authentication and authorization"],
        &["client", "server", "client error", "server error"],
        &["Read only", "Read only, no write"],
        &["Research and development", "Sales"],
        &["a", "b", "c"],
    ] {
        assert_eq!(of_column("as = \"category\"", cells), [], "{cells:?}");
    }
    assert_eq!(of_column("as = \"categories\"\nseparator = \",\"", &["Push API, tag API", "tag API"]), []);
}
