//! The marks of block quotations, which stand in front of the lines of a directive.

/// What stands in front of a text on its line, with blanks for all but the marks of quotations, so that a line below it is in
/// the same quotation or list item.
pub(crate) fn quotation(before: &str) -> String {
    before.chars().map(|c| if is_quotation(c) { c } else { ' ' }).collect()
}

/// Whether a character is one of those that set a quotation off.
pub(crate) fn is_quotation(c: char) -> bool {
    c == '>' || c.is_whitespace()
}

/// Lines without the `>` of a block quotation in front, each of them a blank instead, so that places stay right.
pub(crate) fn without_quotation(text: &str) -> String {
    let mut at_start = false;
    text.chars()
        .map(|c| match c {
            '\n' => {
                at_start = true;
                c
            }
            '>' if at_start => ' ',
            ' ' | '\t' => c,
            _ => {
                at_start = false;
                c
            }
        })
        .collect()
}
