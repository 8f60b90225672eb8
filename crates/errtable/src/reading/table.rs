//! Whether a table holds error codes, by what its headers and its heading say.

use super::column::CodeColumn;
use super::header::{Certainty, Header, code_certainty};
use super::words::{CODE, ERROR, OTHER, RESULT, SAYING};

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

/// How strongly a table claims to hold error codes; `None` where it does not. `heading` is the nearest one above it.
pub(crate) fn claim(headers: &[&str], heading: Option<&str>, code: &CodeColumn) -> Option<Claim> {
    let certainty = match code {
        CodeColumn::None => return None,
        CodeColumn::Found(_, certainty) => *certainty,
        CodeColumn::Ambiguous(columns) => columns.iter().filter_map(|&column| code_certainty(headers[column])).max()?,
    };
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
    Some(if certainty == Certainty::Weak { Claim::Weak } else { Claim::Possible })
}
