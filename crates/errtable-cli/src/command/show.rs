//! `errtable show`: how a spec is understood.

use errtable::catalog::{Content, Entry, Enum, Role, TableOverview, Verdict};
use errtable::inner::tally;
use errtable::{Compiled, printable};

use super::Outcome;
use crate::message::{Message, Result};
use crate::specs::{self, ListedSpecs, Spec};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: ListedSpecs,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let specs = args.specs.find_and_tell(term)?;
    let mut has_told = false;
    specs::each(&specs, term, |spec| {
        let blank = if has_told { "\n" } else { "" };
        let heading = format!("{blank}{}\n", term.bold(&spec.shown()));
        let outcome = show(spec, if specs.len() > 1 { &heading } else { "" }, term)?;
        has_told = true;
        Ok(outcome)
    })
}

fn show(spec: &Spec, heading: &str, term: &Term) -> Result<Outcome> {
    let compiled = spec.compile()?;
    if compiled.tables.is_empty() {
        term.findings(&compiled.findings);
        return Ok(Outcome::Findings);
    }
    let mut text = heading.to_owned();
    for table in &compiled.tables {
        text.push_str(&show_table(&compiled, table, term));
    }
    for enumeration in compiled.catalog.enums() {
        text.push_str(&show_enum(enumeration, term));
    }
    text.push_str(&show_skipped(&compiled));
    term.tell(&text)?;
    if compiled.findings.has_errors() {
        let said = format!("{} in {}", tally(&compiled.findings), spec.shown());
        let help = format!("see them: errtable check {}", spec.word());
        term.error(&Message::new(said).help(help));
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Clean)
}

/// `line 10  25 rows  ErrorCode  | Error code | ...`
fn show_table(compiled: &Compiled, table: &TableOverview, term: &Term) -> String {
    let verdict = match &table.verdict {
        Verdict::Compiled { name } => {
            let enumeration = compiled.catalog.enums().iter().find(|enumeration| enumeration.name == *name);
            match enumeration {
                Some(_) => format!("rows of {}", term.bold(name)),
                None => format!("rows of {name}, none of them good"),
            }
        }
        Verdict::Skipped => "left out by a directive".to_owned(),
        Verdict::Refused => "refused, as a finding says".to_owned(),
        Verdict::Other => "no error codes, left alone".to_owned(),
    };
    let heading = table.heading.as_ref().map_or(String::new(), |heading| format!(" under “{}”", printable(heading)));
    let rows = table.rows.len();
    let plural = if rows == 1 { "" } else { "s" };
    format!(
        "table at line {}{heading}, {rows} row{plural}: {verdict}\n  {}\n",
        table.line,
        term.dim(&format!("| {} |", table.headers.join(" | ")))
    )
}

fn show_enum(enumeration: &Enum, term: &Term) -> String {
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let codes = enumeration.entries.iter().map(|entry| entry.codes.len()).sum();
    let retired = enumeration.entries.iter().filter(|entry| entry.retired).count();
    let merged: usize = enumeration.entries.iter().map(|entry| entry.rows.len() - 1).sum();
    let mut facts = vec![count(codes, "code"), format!("type {}", enumeration.code_type.as_str())];
    let mut files: Vec<&str> = enumeration.entries.iter().filter_map(|entry| entry.from.as_deref()).collect();
    files.dedup();
    facts.extend(files.into_iter().map(|file| {
        let of_file = enumeration.entries.iter().filter(|entry| entry.from.as_deref() == Some(file));
        format!("{} of them from {}", of_file.map(|entry| entry.codes.len()).sum::<usize>(), printable(file))
    }));
    let more = [
        (retired, "retired code"),
        (merged, "row joined to an earlier one"),
        (enumeration.aliases.len(), "further name"),
        (enumeration.ranges.len(), "range"),
    ];
    facts.extend(more.into_iter().filter(|&(number, _)| number > 0).map(|(number, noun)| match noun {
        "row joined to an earlier one" if number > 1 => format!("{number} rows joined to earlier ones"),
        _ => count(number, noun),
    }));
    let mut text = format!("\nenum {}: {}\n", term.bold(&enumeration.name), facts.join(", "));
    let width = enumeration.columns.iter().map(|column| column.header.chars().count()).max().unwrap_or(0);
    for column in &enumeration.columns {
        let optional = if column.optional { ", optional" } else { "" };
        let from = column.from.as_ref().map_or(String::new(), |file| format!(", from {}", printable(file)));
        let what = match (column.role, &column.content) {
            (Role::Code, _) => "the code".to_owned(),
            (Role::Name, _) => "the name".to_owned(),
            (Role::Description, _) => "the description".to_owned(),
            (Role::Other, Content::Category(category)) => {
                format!("category {} of {}", category.name, count(category.values.len(), "value"))
            }
            (Role::Other, Content::Categories(category)) => {
                format!("sets of category {} of {}", category.name, count(category.values.len(), "value"))
            }
            (Role::Other, Content::Integer(integer)) => format!("integer {}", integer.as_str()),
            (Role::Other, Content::Boolean) => "boolean".to_owned(),
            (Role::Other, Content::Text) => "text".to_owned(),
        };
        let space = " ".repeat(width - column.header.chars().count());
        let accessor = format!("{}()", column.accessor);
        text.push_str(&format!(
            "  {}{space}  {what}{optional}{from}, {}\n",
            printable(&column.header),
            term.dim(&accessor)
        ));
    }
    let first = &enumeration.entries[0];
    let last = &enumeration.entries[enumeration.entries.len() - 1];
    let sample = |entry: &Entry| format!("{} {}", enumeration.show(entry.code()), entry.variant);
    text.push_str(&format!("  from {} to {}\n", sample(first), sample(last)));
    text
}

/// The rows that were left out, those with one reason together.
fn show_skipped(compiled: &Compiled) -> String {
    let mut reasons: Vec<(&str, Vec<usize>)> = Vec::new();
    for skipped in compiled.catalog.skipped() {
        match reasons.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
            Some((_, lines)) => lines.push(skipped.row.line()),
            None => reasons.push((&skipped.reason, vec![skipped.row.line()])),
        }
    }
    let line = |(reason, lines): (&str, Vec<usize>)| {
        let shown: Vec<_> = lines.iter().take(8).map(ToString::to_string).collect();
        let more = if lines.len() > 8 { format!(" and {} more", lines.len() - 8) } else { String::new() };
        let plural = if lines.len() == 1 { "" } else { "s" };
        format!("\nleft out, line{plural} {}{more}: {}\n", shown.join(", "), printable(reason))
    };
    reasons.into_iter().map(line).collect()
}
