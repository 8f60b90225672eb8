//! Says what an error code of the TPNS push service means.
//!
//! ```text
//! cargo run --example explain -- 1008003
//! ```

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use tpns_errors::{ErrorCode, FeedbackApi};

fn main() -> io::Result<ExitCode> {
    // A name has spaces: quotes around it may be left out.
    let words: Vec<_> = env::args().skip(1).collect();
    let asked = words.join(" ");
    let asked = asked.trim();
    if asked.is_empty() {
        answer(&usage())?;
        return Ok(ExitCode::SUCCESS);
    }
    // `ErrorCode::AuthFailure`, pasted from a program, is `AuthFailure`.
    let variant = asked.rsplit("::").next().unwrap_or(asked);
    match variant.parse() {
        Ok(error) => {
            answer(&explain(error))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(_) => {
            eprint!("{}", unknown(asked));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Prints; a reader who has seen enough and closed the pipe is no error.
fn answer(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn explain(error: ErrorCode) -> String {
    let (code, name, description) = (error.code(), error.name(), error.description());
    let variant = error.variant_name();
    let apis: Vec<_> = error.feedback_api().iter().map(|api| api.as_str()).collect();
    let apis = if apis.len() == FeedbackApi::ALL.len() { "every API".to_owned() } else { apis.join(", ") };
    let why = error.advice_reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let advice = error.advice();
    let page = error.documented_in().map(|page| format!("  Documented in {page}\n")).unwrap_or_default();
    format!(
        "{code}  {name}

  {description}

  Feedback API  {apis}
{page}  Advice        {advice}{why}
  Rust          tpns_errors::ErrorCode::{variant}
"
    )
}

fn usage() -> String {
    let mut text = String::from(
        "Says what an error code of the TPNS push service means.

Usage: cargo run --example explain -- <a code, a name or a variant>

  cargo run --example explain -- 1008003
  cargo run --example explain -- auth failure
  cargo run --example explain -- AuthFailure
",
    );
    for api in FeedbackApi::ALL {
        let _ = write!(text, "\n{api}\n{}", lines(ErrorCode::with_feedback_api(*api).iter().copied()));
    }
    text
}

fn unknown(asked: &str) -> String {
    let near = match asked.parse() {
        Ok(number) => near_numbers(number),
        Err(_) => near_words(asked),
    };
    let mut text = format!("`{asked}` is not a code, a name or a variant of the table\n\n");
    text.push_str(&match near[..] {
        [] => "Give no code to see them all: cargo run --example explain\n".to_owned(),
        _ => format!("Near it:\n{}", lines(near.into_iter())),
    });
    text
}

fn lines(errors: impl Iterator<Item = ErrorCode>) -> String {
    errors.map(|error| format!("  {:<8}  {}\n", error.code(), error.name())).collect()
}

/// The three codes that are numerically nearest.
fn near_numbers(number: i128) -> Vec<ErrorCode> {
    let mut near = ErrorCode::ALL.to_vec();
    near.sort_by_key(|error| (i128::from(error.code()).abs_diff(number), error.code()));
    near.truncate(3);
    near
}

/// Up to five codes whose names hold the words, or are a few letters away.
fn near_words(words: &str) -> Vec<ErrorCode> {
    let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let words = letters(words);
    let distance = |error: ErrorCode| {
        let texts = [letters(error.name()), letters(error.variant_name())];
        let is_part = |text: &str| !words.is_empty() && text.contains(&words);
        let distances = texts.iter().map(|text| if is_part(text) { 0 } else { edits(&words, text) });
        distances.min().unwrap_or(usize::MAX)
    };
    let few = |&(edits, _): &(usize, ErrorCode)| edits <= words.len() / 3;
    let mut near: Vec<_> = ErrorCode::ALL.iter().map(|&error| (distance(error), error)).filter(few).collect();
    near.sort();
    near.into_iter().map(|(_, error)| error).take(5).collect()
}

/// The least number of letters to insert, remove or replace that make one text of the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}
