//! `errtable update`: the lock and all kept files of the specs, brought up to date together.

use std::path::{Path, PathBuf};

use errtable::diff::Change;
use errtable::inner::{Input, Inputs, beside, read_beside, recall};
use errtable::{Compiled, Findings, Rule, Severity, Source, compile_locked};
use errtable_tools::{Release, align, lock};

use super::{Outcome, emit, file_error};
use crate::config::{self, KeptFile, KeptFiles};
use crate::git::history;
use crate::message::{Message, Result, shown};
use crate::specs::{Found, ListedSpecs, Spec};
use crate::term::Term;
use crate::write::{Freshness, Mode, rewrite};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: ListedSpecs,
}

/// What is to be written of one spec.
struct Plan {
    spec: PathBuf,
    /// The aligned text, where the tables are to be aligned.
    aligned: Option<String>,
    /// The lock, where a directive names one, with what is new in it.
    lock: Option<(PathBuf, String, Vec<Change>)>,
    /// The kept files with their texts.
    kept: Vec<(KeptFile, String)>,
    inputs: Inputs,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let Found { specs, listed } = args.specs.find()?;
    let mut findings = listed.map(|listed| listed.findings).unwrap_or_default();
    let mut kept = KeptFiles::default();
    let mut plans = Vec::new();
    for spec in &specs {
        let (plan, mut found) = plan(spec.expect_file("the lock and the kept files lie beside a file")?, &mut kept)?;
        plans.extend(plan);
        config::retain_untold(&mut found, &findings);
        findings.append(found);
    }
    term.findings(&findings);
    // What is doubted would be released by the lock: a person answers first.
    if findings.iter().any(|finding| finding.severity == Severity::Error || finding.rule.is_suspicion()) {
        let message = Message::new("nothing is written: settle what stands above, or allow it");
        term.error(&message.help("a break that is meant goes on record by `errtable lock`, as its finding says"));
        return Ok(Outcome::Findings);
    }
    // No output takes the place of what any of the specs is read from.
    let inputs = plans.iter().fold(Inputs::none(), |inputs, plan| inputs.and(&plan.inputs));
    let mut is_fresh = true;
    for plan in &plans {
        is_fresh &= write(plan, &inputs, term)?;
    }
    if is_fresh {
        let specs = if plans.len() == 1 { "1 spec".to_owned() } else { format!("{} specs", plans.len()) };
        term.line(&format!("all is up to date: {specs}"))?;
    }
    Ok(Outcome::Clean)
}

/// What is to be written of a spec, and what stands against it.
fn plan(spec: &Path, kept: &mut KeptFiles) -> Result<(Option<Plan>, Findings)> {
    let source = Spec::file(spec).read()?;
    let files = |name: &str| read_beside(spec, name);
    let first = compile_locked(source.clone(), &files);
    let (source, aligned) = aligned(source, &first);
    let (lock, findings) = locked(spec, &source, &first)?;
    if findings.has_errors() {
        return Ok((None, findings));
    }
    // The same spec beside the lock as it will be.
    let with_lock = |name: &str| match &lock {
        Some((_, text, _)) if Some(name) == first.lock_name() => Ok(files(name)?.with_text(text.as_str())),
        _ => files(name),
    };
    let compiled = compile_locked(source, &with_lock);
    let (kept, faults) = kept.of(&compiled, spec);
    let mut findings = findings;
    findings.append(faults);
    let mut texts = Vec::new();
    for file in kept {
        match file.output.render(&compiled) {
            Ok(text) => texts.push((file, text)),
            Err(faults) => findings.append(faults),
        }
    }
    let inputs = texts.iter().fold(Inputs::of(&compiled), |inputs, (file, _)| file.output.with_inputs(inputs));
    Ok((Some(Plan { spec: spec.to_owned(), aligned, lock, kept: texts, inputs }), findings))
}

/// The spec with its tables aligned, where `errtable.toml` asks for it. A table that cannot be aligned has a finding.
fn aligned(source: Source, compiled: &Compiled) -> (Source, Option<String>) {
    if !compiled.config().is_some_and(|config| config.format()) {
        return (source, None);
    }
    let aligned = align(&source);
    match aligned.findings.is_empty() {
        true => (source.with_text(aligned.text.as_str()), Some(aligned.text)),
        false => (source, None),
    }
}

type NewLock = Option<(PathBuf, String, Vec<Change>)>;

/// The lock that a directive names, brought up to date, and what stands against it.
fn locked(spec: &Path, source: &Source, compiled: &Compiled) -> Result<(NewLock, Findings)> {
    let files = |name: &str| read_beside(spec, name);
    let Some(name) = compiled.lock_name() else {
        let mut findings = compiled.findings.clone();
        findings.escalate(Rule::is_break);
        return Ok((None, findings));
    };
    let mut locked = lock(source.clone(), &files, &Release::default());
    if locked.findings.iter().any(|finding| finding.accepts.is_some()) {
        recall(compiled, &mut locked.findings, history(spec));
    }
    let path = beside(spec, name);
    Ok((locked.text.map(|text| (path, text, locked.changes)), locked.findings))
}

/// Writes what is to be written, and tells of it; returns whether all was there already.
fn write(plan: &Plan, inputs: &Inputs, term: &Term) -> Result<bool> {
    let mut is_fresh = true;
    let mut told = |path: &Path, freshness| {
        let is_written = freshness != Freshness::Fresh;
        is_fresh &= !is_written;
        if is_written { term.line(&format!("{} is written", shown(path))) } else { Ok(()) }
    };
    if let Some(text) = &plan.aligned {
        let freshness = rewrite(inputs, Input::Spec, &plan.spec, text, Mode::Write);
        told(&plan.spec, freshness.map_err(|error| file_error(&plan.spec, &error))?)?;
    }
    if let Some((path, text, changes)) = &plan.lock {
        let freshness = rewrite(inputs, Input::Lock, path, text, Mode::Write);
        told(path, freshness.map_err(|error| file_error(path, &error))?)?;
        for change in changes {
            term.line(&format!("  {}", change.in_full()))?;
        }
    }
    for (KeptFile { path, .. }, text) in &plan.kept {
        told(path, emit::bring(inputs, path, text, Mode::Write)?)?;
    }
    Ok(is_fresh)
}
