//! Where parsers are known to differ, each with its reason. Any other difference fails.

/// Whether two cells are the same text. The first of the cells that are compared holds the code.
pub(crate) fn is_same(is_code: bool, ours: &str, theirs: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Codes are numbers here and text there: `0x0A`, `+5`, and what stands around them.
    is_code || plain(ours) == plain(theirs)
        // NUL is U+FFFD to CommonMark; pulldown-cmark leaves it to whoever writes HTML.
        || plain(&ours.replace('\0', "\u{fffd}")) == plain(theirs)
        // The others say what is raised or lowered as if it were not.
        || plain(&level(ours)) == plain(theirs)
}

/// A text with its raised and lowered digits on the line.
fn level(text: &str) -> String {
    let digits = ["⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"];
    let digit = |c: char| digits.iter().find_map(|of| of.chars().zip('0'..='9').find(|(odd, _)| *odd == c));
    text.chars().map(|c| digit(c).map_or(c, |(_, digit)| digit)).collect()
}

/// Whether a line is a row to us and to no other.
pub(crate) fn is_no_row(text: &str, line: usize) -> bool {
    let mut above = text.lines().take(line);
    // Front matter is what it is to GitHub's pages; to the others its lines are a heading or a table.
    let in_front_matter = text.starts_with("---") && above.clone().skip(1).all(|line| line != "---");
    // To the others a table ends at a row that is indented by four; to us that is a finding, and what follows is read.
    let lines: Vec<&str> = above.clone().collect();
    let in_table = lines.iter().rev().take_while(|line| !line.trim().is_empty());
    if in_table.clone().any(|line| line.starts_with("    ")) {
        return true;
    }
    // A lone carriage return ends a line of Markdown, so that lines are counted in two ways.
    in_front_matter || above.any(|line| line.contains('\r'))
}
