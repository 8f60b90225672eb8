//! Whether a table holds error codes, by what its headers and its heading say.

use super::column::{Announced, CodeColumn};
use super::header::{Certainty, Header, code_certainty};
use super::words::{CODE, ERROR, ERRORS, RESULT, SAYING};

/// How strongly a table claims to hold error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    /// It numbers something; it holds error codes only where no other table of the file does.
    Weak,
    /// It has a column of codes, and these are of something that need be no error, or nothing says what they mean: `Event code`
    /// beside `Event`, `Code` beside `Brand`. Beside a table of errors it is none.
    Foreign,
    /// It has a column of codes; of what, nothing says.
    Possible,
    /// Its headers or heading speak of errors, or of the codes of an answer.
    Strong,
    /// A directive stands above it.
    Asked,
}

/// How strongly a table claims to hold error codes; `None` where it does not. `heading` is the innermost one above it, `announced`
/// what all of them say; `explains` says whether a column tells what the codes mean.
pub(crate) fn claim(
    headers: &[&str],
    heading: Option<&str>,
    announced: Announced,
    code: &CodeColumn,
    explains: impl Fn() -> bool,
) -> Option<Claim> {
    let certainty = match code {
        CodeColumn::None => return None,
        CodeColumn::Found(_, certainty) => *certainty,
        CodeColumn::Ambiguous(columns) => columns.iter().filter_map(|&column| code_certainty(headers[column])).max()?,
    };
    let texts: Vec<Header> = headers.iter().copied().map(Header::read).collect();
    if certainty >= Certainty::Result {
        return Some(Claim::Strong);
    }
    let says = texts.iter().any(|header| header.has(&SAYING));
    let is_announced = matches!(announced, Announced::Errors | Announced::Answers);
    let is_plain = matches!(certainty, Certainty::Plain | Certainty::Foreign);
    if is_announced || texts.iter().any(|header| header.has_part(&ERROR)) || says && certainty >= Certainty::Side {
        // Codes of something else may stand under a heading that speaks of errors: languages, brands.
        return Some(if is_announced && !says && is_plain && !explains() { Claim::Possible } else { Claim::Strong });
    }
    let heading = heading.map(Header::read);
    if texts.iter().chain(&heading).any(Header::is_of_others) {
        return None;
    }
    if is_plain && announced == Announced::Page {
        return Some(Claim::Strong);
    }
    Some(match certainty {
        Certainty::Weak => Claim::Weak,
        Certainty::Foreign => Claim::Foreign,
        _ if explains() => Claim::Possible,
        _ => Claim::Foreign,
    })
}

/// What headings, the outermost first, say of a table below them.
pub(crate) fn announced(headings: &[&str]) -> Announced {
    let innermost = headings.last().map(|heading| Header::read(heading));
    match innermost {
        Some(heading) if heading.has_part(&ERROR) => Announced::Errors,
        Some(heading) if heading.has(&RESULT) && heading.has(&CODE) => Announced::Answers,
        _ if is_page(headings) => Announced::Page,
        _ => Announced::No,
    }
}

/// Whether one of them but the innermost is that of a page of error codes, which has them in each of its sections.
fn is_page(headings: &[&str]) -> bool {
    let is_page = |heading: &&str| {
        let heading = Header::read(heading);
        heading.has_part(&ERROR) && (heading.has_part(&CODE) || heading.has(&ERRORS))
    };
    headings.split_last().is_some_and(|(_, farther)| farther.iter().any(is_page))
}
