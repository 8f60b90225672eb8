//! `errtable check`: the one gate of a CI.

mod fix;
mod format;
mod gates;

use std::io;
use std::path::{Path, PathBuf};

use errtable::inner::{read_beside, recall};
use errtable::{Applicability, Catalog, Compiled, Finding, Findings, compile_locked};

use self::fix::Limit;
use self::format::Format;
use self::gates::Gates;
use super::{Outcome, path_word, try_read};
use crate::git::{Revision, history};
use crate::message::{Message, Result, shown};
use crate::term::Term;
use crate::write::Mode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Markdown files with the tables.
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
    /// Ask that this file holds the Rust code of the spec.
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// A cargo feature that the snapshot is to have impls for; else it is held to those that it has.
    #[arg(long = "feature", value_name = "NAME", value_parser = ["arbitrary", "defmt", "serde"], requires = "snapshot")]
    features: Vec<String>,
    /// Ask that this file holds the reference page of the spec.
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// Ask that nothing breaks that the spec had at this revision; git:REV:path where it had another name.
    #[arg(long, value_name = "git:REV")]
    against: Option<String>,
    /// List the findings, too, that follow from others and are held back.
    #[arg(long)]
    all: bool,
    /// Apply the fixes that change no meaning; with `preferred`, those that are preferred to others, too.
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    fix: Option<Limit>,
    /// Show what --fix would change instead of changing it.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Fail on warnings, too.
    #[arg(long)]
    deny_warnings: bool,
    /// The form of the findings.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &Args, term: &Term) -> Result<Outcome> {
    let names_file = |against: &String| against.matches(':').count() > 1;
    let one = args.snapshot.is_some() || args.page.is_some() || args.against.as_ref().is_some_and(names_file);
    if one && args.specs.len() > 1 {
        let said = "--snapshot, --page and the path of --against are those of one spec: check each spec by itself";
        return Err(Message::new(said));
    }
    if let Some(limit) = args.fix {
        let mode = if args.diff { Mode::Check } else { Mode::Write };
        let mut fixes = 0;
        for spec in &args.specs {
            fixes += fix::apply(spec, limit, mode, term)?;
        }
        if args.diff {
            return Ok(if fixes > 0 { Outcome::Findings } else { Outcome::Clean });
        }
    }
    let mut all = Findings::default();
    let mut is_unreadable = false;
    for spec in &args.specs {
        let (compiled, findings) = check(args, spec)?;
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
    if args.deny_warnings && !all.has_errors() && !all.is_empty() {
        term.error(&Message::new("warnings are denied: --deny-warnings"));
        return Ok(Outcome::Findings);
    }
    Ok(if all.has_errors() { Outcome::Findings } else { Outcome::Clean })
}

/// A spec with all that stands against it; `None` where the spec cannot be read.
fn check(args: &Args, spec: &Path) -> Result<(Option<Compiled>, Findings)> {
    let source = match try_read(spec) {
        Ok(source) => source,
        Err(error) => return Ok((None, Findings::from_iter([Finding::unreadable(&error)]))),
    };
    let compiled = compile_locked(source, &|name| read_beside(spec, name));
    let mut findings = errtable_tools::check(&compiled, spec, &|name| read_beside(spec, name));
    let gates = Gates { spec, compiled: &compiled };
    findings.append(gates.lock()?);
    findings.append(gates.joined()?);
    let mut past = None;
    if let Some(revision) = &args.against {
        let revision = Revision::of(revision, spec)?;
        let known: Vec<_> = findings.iter_all().filter_map(|finding| finding.accepts.clone()).collect();
        past = revision.compile()?;
        let mut broken = gates.against(&revision, past.as_ref())?;
        broken.retain(|finding| finding.accepts.as_ref().is_none_or(|key| !known.contains(key)));
        findings.append(broken);
    }
    recall(&compiled, &mut findings, past.into_iter().chain(history(spec)));
    // Of a spec with errors no file can be fresh, and saying so would only hide why.
    if !compiled.findings.has_errors() {
        if let Some(file) = &args.snapshot {
            findings.append(gates.snapshot(file, &args.features)?);
        }
        if let Some(file) = &args.page {
            findings.append(gates.page(file)?);
        }
    }
    findings.sort();
    findings.hold_back();
    if args.all {
        findings.show_all();
    }
    Ok((Some(compiled), findings))
}

fn show(compiled: Option<&Compiled>, findings: &Findings, spec: &Path, term: &Term) -> io::Result<()> {
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
fn hint_at_init(findings: &Findings, spec: &Path, term: &Term) {
    let what = match findings.count_for_init() {
        0 => return,
        1 => "a directive settles 1 of them".to_owned(),
        number => format!("directives settle {number} of them"),
    };
    term.help(&format!("{what}; this inserts what can be decided: errtable init {}", path_word(spec)));
}

/// That some of the findings have fixes.
fn hint(findings: &Findings, spec: &Path, term: &Term) {
    let counts = [Applicability::Safe, Applicability::Preferred].map(|limit| findings.count_fixable(limit));
    let (count, option) = match counts {
        [_, 0] => return,
        [safe, preferred] if safe == preferred => (safe, ""),
        [_, preferred] => (preferred, "=preferred"),
    };
    let what = if count == 1 { "1 of them has a fix" } else { "some of them have fixes" };
    term.help(&format!("{what} that can be applied: errtable check --fix{option} {}", path_word(spec)));
}

/// One line for a spec that is right: `spec/tpns.md: ErrorCode, 25 codes`.
fn summary(catalog: &Catalog, spec: &Path) -> String {
    let enums = catalog.enums().iter().map(|enumeration| {
        let codes: usize = enumeration.entries.iter().map(|entry| entry.codes.len()).sum();
        format!("{}, {codes} code{}", enumeration.name, if codes == 1 { "" } else { "s" })
    });
    format!("{}: {}", shown(spec), enums.collect::<Vec<_>>().join("; "))
}
