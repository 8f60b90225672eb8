//! `errtable rule`: what a rule finds, why, and what to do about it.

use errtable::Rule;
use errtable::inner::nearest;

use super::Outcome;
use crate::message::{Message, Result};
use crate::term::Term;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The rule, as a finding has it in brackets: duplicate-code. Without it, all rules are listed.
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let text = match &args.rule {
        Some(name) => page(named(name)?, term),
        None => list(term),
    };
    term.tell(&text)?;
    Ok(Outcome::Clean)
}

/// The rule of a name, which may be copied with its brackets: `error[no-table]`.
fn named(name: &str) -> Result<Rule> {
    let bare = name.rsplit('[').next().unwrap_or_default().trim_end_matches([']', ':']);
    if let Some(rule) = Rule::ALL.iter().find(|rule| rule.as_str() == bare) {
        return Ok(*rule);
    }
    let message = Message::new(format!("there is no rule `{name}`"));
    Err(match nearest(bare, Rule::ALL.iter().map(|rule| rule.as_str())) {
        Some(meant) => message.help(format!("did you mean `{meant}`?")),
        None => message.help("list all rules: errtable rule"),
    })
}

/// The page of a rule, with its headings set off. Blocks stay as they are, so that they can be copied.
fn page(rule: Rule, term: &Term) -> String {
    let mut text = format!("{}\n\n{}\n\nLevel: {}.\n\n", term.bold(rule.as_str()), rule.about(), rule.level());
    let mut in_block = false;
    for line in rule.page().lines() {
        in_block ^= line.starts_with("```");
        match line.strip_prefix("## ").filter(|_| !in_block) {
            Some(heading) => text.push_str(&format!("{}\n", term.bold(heading))),
            None if in_block || line.starts_with("```") || line.is_empty() => text.push_str(&format!("{line}\n")),
            None => text.push_str(&term.wrapped("", "", line)),
        }
    }
    text
}

/// All rules, grouped by their level, each with its sentence.
fn list(term: &Term) -> String {
    let width = Rule::ALL.iter().map(|rule| rule.as_str().len()).max().unwrap_or_default();
    let mut levels = Vec::new();
    for rule in Rule::ALL {
        if !levels.contains(&rule.level()) {
            levels.push(rule.level());
        }
    }
    let parts = levels.iter().map(|level| {
        let mut part = format!("{}\n", term.bold(&level.to_string()));
        for rule in Rule::ALL.iter().filter(|rule| rule.level() == *level) {
            let first = format!("  {:width$}  ", rule.as_str());
            part.push_str(&term.wrapped(&first, &" ".repeat(width + 4), rule.about()));
        }
        part
    });
    parts.collect::<Vec<_>>().join("\n")
}
