//! Whether a table holds error codes, by what its headers and its heading say.

use super::column::CodeColumn;
use super::header::{Certainty, Header, code_certainty};
use super::words::{CODE, ERROR, ERRORS, OTHER, RESULT, SAYING};

/// How strongly a table claims to hold error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    /// It numbers something; it holds error codes only where no other table of the file does.
    Weak,
    /// It has a column of codes; of what, nothing says.
    Possible,
    /// Its headers or heading speak of errors, or of the codes of an answer.
    Strong,
    /// A directive stands above it.
    Asked,
}

/// How strongly a table claims to hold error codes; `None` where it does not. `headings` are those above it, the title of the
/// file and the outermost first.
pub(crate) fn claim(headers: &[&str], headings: &[&str], code: &CodeColumn) -> Option<Claim> {
    let certainty = match code {
        CodeColumn::None => return None,
        CodeColumn::Found(_, certainty) => *certainty,
        CodeColumn::Ambiguous(columns) => columns.iter().filter_map(|&column| code_certainty(headers[column])).max()?,
    };
    let (heading, farther) = headings.split_last().map_or((None, headings), |(last, farther)| (Some(*last), farther));
    let texts: Vec<Header> = headers.iter().copied().chain(heading).map(Header::read).collect();
    let (headers, heading) = texts.split_at(headers.len());
    if certainty >= Certainty::Result {
        return Some(Claim::Strong);
    }
    let announced =
        heading.iter().any(|heading| heading.has_part(&ERROR) || heading.has(&RESULT) && heading.has(&CODE));
    let says = headers.iter().any(|header| header.has(&SAYING));
    if announced || headers.iter().any(|header| header.has_part(&ERROR)) || says && certainty >= Certainty::Side {
        return Some(Claim::Strong);
    }
    if texts.iter().any(|text| text.has(&OTHER)) {
        return None;
    }
    // A page of error codes has them in each of its sections.
    let is_page = |heading: &&str| {
        let heading = Header::read(heading);
        heading.has_part(&ERROR) && (heading.has_part(&CODE) || heading.has(&ERRORS))
    };
    if certainty == Certainty::Plain && farther.iter().any(is_page) {
        return Some(Claim::Strong);
    }
    Some(if certainty == Certainty::Weak { Claim::Weak } else { Claim::Possible })
}
