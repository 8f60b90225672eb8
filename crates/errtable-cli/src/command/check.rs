//! `errtable check`: the one gate of a CI.

mod fix;
mod format;
mod gates;

use std::io;

use errtable::inner::recall;
use errtable::{Applicability, Catalog, Compiled, Finding, Findings, Rule, Severity, compile_locked};
use errtable_tools::unaligned;

use self::fix::Limit;
use self::format::Format;
use self::gates::Gates;
use super::Outcome;
use crate::config::{self, KeptFiles};
use crate::git::{Revision, history};
use crate::message::{Message, Result};
use crate::specs::{Found, ListedSpecs, Spec};
use crate::term::Term;
use crate::write::Mode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    specs: ListedSpecs,
    /// Check that nothing breaks that the spec had at this revision; git:REV:path if it had another name.
    #[arg(long, value_name = "git:REV")]
    against: Option<String>,
    /// Also list the findings that follow from others; else they are only counted.
    #[arg(long)]
    all: bool,
    /// Apply the fixes that change no meaning; with `preferred`, also those that are the best of several.
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    fix: Option<Limit>,
    /// Show what --fix would change, and change nothing.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Fail on warnings as well.
    #[arg(long)]
    deny_warnings: bool,
    /// The form of the findings.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let mut all = Findings::default();
    let Found { specs, listed } = args.specs.find()?;
    let names_file = |against: &String| against.matches(':').count() > 1;
    if args.against.as_ref().is_some_and(names_file) && specs.len() > 1 {
        return Err(Message::new("the path of --against is that of one spec: check each spec by itself"));
    }
    if let Some(limit) = args.fix {
        let mode = if args.diff { Mode::Check } else { Mode::Write };
        let mut fixes = 0;
        for spec in &specs {
            fixes += fix::apply(spec, limit, mode, term)?;
        }
        if args.diff {
            return Ok(if fixes > 0 { Outcome::Findings } else { Outcome::Clean });
        }
    }
    if let Some(listed) = &listed {
        let mut findings = listed.findings.clone();
        findings.extend(gates::tracked(&listed.path, &listed.config)?);
        if args.format == Format::Human {
            term.findings(&findings);
        }
        all.append(findings);
    }
    let mut is_unreadable = false;
    let mut kept = KeptFiles::default();
    for spec in &specs {
        let (compiled, mut findings) = check(args, spec, listed.is_some(), &mut kept)?;
        config::retain_untold(&mut findings, &all);
        is_unreadable |= compiled.is_none();
        if args.format == Format::Human {
            show(compiled.as_ref(), &findings, spec, term)?;
        }
        all.append(findings);
    }
    if let Some(text) = args.format.render(&all)? {
        term.answer(&text)?;
    } else if let Some(first) = all.iter().next() {
        term.help(&format!("what a rule is about, with an example: errtable rule {}", first.rule));
    }
    if is_unreadable {
        return Ok(Outcome::Unreadable);
    }
    if args.deny_warnings && !all.has_errors() && all.count(Severity::Warning) > 0 {
        term.error(&Message::new("warnings are denied: --deny-warnings"));
        return Ok(Outcome::Findings);
    }
    Ok(if all.has_errors() { Outcome::Findings } else { Outcome::Clean })
}

/// A spec with all that stands against it; `None` where the spec cannot be read.
fn check(args: &Args, spec: &Spec, is_listed: bool, kept: &mut KeptFiles) -> Result<(Option<Compiled>, Findings)> {
    let source = match spec.try_read() {
        Ok(source) => source,
        Err(error) => return Ok((None, Findings::from_iter([Finding::unreadable(&error)]))),
    };
    let compiled = spec.with_files(|files| compile_locked(source, files))?;
    let mut findings = spec.with_files(|files| errtable_tools::check(&compiled, spec.path(), files))?;
    let gates = Gates { spec: spec.path(), compiled: &compiled };
    if is_listed {
        findings.extend(gates::tracked(spec.path(), compiled.source())?);
    }
    findings.append(gates.lock()?);
    findings.append(gates.joined()?);
    let mut past = None;
    let baseline = compiled.config().and_then(|config| config.baseline()).map(|(baseline, _)| baseline);
    if let Some(revision) = args.against.as_deref().or(baseline) {
        let revision = Revision::of(revision, spec.path())?;
        if !spec.has_folder() && !revision.names_file() {
            let said = "--against looks for the spec at its path, and standard input has none";
            return Err(Message::new(said).help("say where the spec lies: --stdin-path FILE"));
        }
        let known: Vec<_> = findings.iter_all().filter_map(|finding| finding.accepts.clone()).collect();
        let earlier = revision.compile()?;
        let mut broken = gates.against(&revision, &earlier);
        past = earlier.ok();
        broken.retain(|finding| finding.accepts.as_ref().is_none_or(|key| !known.contains(key)));
        findings.append(broken);
    }
    let history = spec.has_folder().then(|| history(spec.path())).into_iter().flatten();
    recall(&compiled, &mut findings, past.into_iter().chain(history));
    // What is wrong with the spec or its lock changes what is made of it: to say that, too, would only hide why.
    let is_settled = |finding: &Finding| finding.severity != Severity::Error || finding.rule == Rule::UntrackedFile;
    let is_right = findings.iter_all().all(is_settled);
    let (files, faults) = kept.of(&compiled, spec.path());
    findings.append(faults);
    if is_right {
        findings.extend(unaligned(&compiled, spec.path()));
        findings.append(gates.kept(&files)?);
    }
    findings.sort();
    findings.hold_back();
    if args.all {
        findings.show_all();
    }
    Ok((Some(compiled), findings))
}

fn show(compiled: Option<&Compiled>, findings: &Findings, spec: &Spec, term: &Term) -> io::Result<()> {
    term.findings(findings);
    // Of a spec that was released, what does not fit is rather a slip.
    if compiled.is_some_and(|compiled| compiled.lock_name().is_none()) {
        hint_at_init(findings, spec, term);
    }
    hint(findings, spec, term);
    if let Some(Compiled { catalog, .. }) = compiled {
        if !findings.has_errors() {
            term.line(&summary(catalog, spec))?;
        }
        match catalog.other_tables() {
            [] => {}
            others => term.line(&left_alone(others))?,
        }
    }
    Ok(())
}

/// One line for the tables that hold something else: `2 other tables hold no error codes: lines 12, 80`.
fn left_alone(lines: &[usize]) -> String {
    let shown = lines.iter().take(LINES).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = if lines.len() > LINES { ", ..." } else { "" };
    match lines.len() {
        1 => format!("1 other table holds no error codes: line {shown}"),
        number => format!("{number} other tables hold no error codes: lines {shown}{more}"),
    }
}

/// As many lines are told of at the most.
const LINES: usize = 20;

/// That directives would settle some of the findings.
fn hint_at_init(findings: &Findings, spec: &Spec, term: &Term) {
    let what = match findings.count_for_init() {
        0 => return,
        1 => "a directive settles 1 of them".to_owned(),
        number => format!("directives settle {number} of them"),
    };
    term.help(&format!("{what}; this inserts what can be decided: errtable init {}", spec.word()));
}

/// That some of the findings have fixes.
fn hint(findings: &Findings, spec: &Spec, term: &Term) {
    let counts = [Applicability::Safe, Applicability::Preferred].map(|limit| findings.count_fixable(limit));
    let (count, option) = match counts {
        [_, 0] => return,
        [safe, preferred] if safe == preferred => (safe, ""),
        [_, preferred] => (preferred, "=preferred"),
    };
    let what = if count == 1 { "1 of them has a fix" } else { "some of them have fixes" };
    term.help(&format!("{what} that can be applied: errtable check --fix{option} {}", spec.word()));
}

/// One line for a spec that is right: `spec/tpns.md: ErrorCode, 25 codes`.
fn summary(catalog: &Catalog, spec: &Spec) -> String {
    let enums = catalog.enums().iter().map(|enumeration| {
        let codes: usize = enumeration.entries.iter().map(|entry| entry.codes.len()).sum();
        format!("{}, {codes} code{}", enumeration.name, if codes == 1 { "" } else { "s" })
    });
    format!("{}: {}", spec.shown(), enums.collect::<Vec<_>>().join("; "))
}
