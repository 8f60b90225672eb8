//! The stages of the generator, timed in this process.

use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use errtable::{Compiled, RustOptions, Source, compile, rust};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::Rounds;
use crate::catalog::{Made, clustered, table, verify, verify_source};

/// How long to go on with rounds, and how many there are at the least and at the most.
const ENOUGH: Duration = Duration::from_secs(2);
const ROUNDS: std::ops::RangeInclusive<usize> = 3..=31;

/// The least times of a table, in ms.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stages {
    pub(super) rows: usize,
    pub(super) bytes: usize,
    /// The Markdown parser alone.
    pub(super) pass: f64,
    /// `errtable::compile`
    pub(super) compile: f64,
    /// `errtable::rust`
    pub(super) emit: f64,
    /// Both, in the same round.
    pub(super) whole: f64,
}

/// What a process does whose memory is measured.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Task {
    Pass,
    Errtable,
}

/// Does one thing with a made table.
pub(crate) fn once(task: Task, rows: usize) -> io::Result<()> {
    let made = table(&clustered(rows));
    match task {
        Task::Pass => verify_pass(&made, pass(&made.markdown)),
        Task::Errtable => {
            let compiled = compile(Source::new("made.md", made.markdown.as_str()));
            let generated = rust(&compiled.catalog, &RustOptions::default());
            verify_all(&made, &compiled, &generated)
        }
    }
}

/// The parser has seen every row.
fn verify_pass(made: &Made, rows: usize) -> io::Result<()> {
    let expected = made.expected.len();
    if rows == expected {
        return Ok(());
    }
    Err(io::Error::other(format!("the bare pass cannot be measured: it has {rows} rows, not {expected}")))
}

/// The whole table has become entries, and these have become code.
fn verify_all(made: &Made, compiled: &Compiled, generated: &str) -> io::Result<()> {
    let name = format!("a table of {} rows", made.expected.len());
    verify(&name, compiled, &made.expected)?;
    verify_source(&name, generated, &made.expected)
}

/// Prints a line for each made table.
pub(crate) fn print_times(rows: &[usize], rounds: Rounds) -> io::Result<()> {
    for &rows in rows {
        println!("{}", Stages::time(&table(&clustered(rows)), rounds)?.line());
    }
    Ok(())
}

/// Consumes what the parser says, as errtable asks for it, and counts the rows.
fn pass(text: &str) -> usize {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    events.filter(|event| matches!(black_box(event).0, Event::Start(Tag::TableRow))).count()
}

impl Stages {
    /// Times a table, whose first round must be right.
    fn time(made: &Made, rounds: Rounds) -> io::Result<Stages> {
        let text = &made.markdown;
        let [mut least_pass, mut least_compile, mut least_emit, mut least_whole] = [f64::INFINITY; 4];
        let begin = Instant::now();
        for round in 0..*ROUNDS.end() {
            if round >= *ROUNDS.start() && begin.elapsed() > ENOUGH || round > 0 && rounds == Rounds::One {
                break;
            }
            let source = Source::new("made.md", text.as_str());
            let start = Instant::now();
            let seen = pass(black_box(text));
            let passed = milliseconds(start);
            let start = Instant::now();
            let compiled = black_box(compile(source));
            let parsed = milliseconds(start);
            let start = Instant::now();
            let generated = black_box(rust(&compiled.catalog, &RustOptions::default()));
            let emitted = milliseconds(start);
            if round == 0 {
                verify_pass(made, seen)?;
                verify_all(made, &compiled, &generated)?;
            }
            drop(generated);
            least_pass = least_pass.min(passed);
            least_compile = least_compile.min(parsed);
            least_emit = least_emit.min(emitted);
            least_whole = least_whole.min(parsed + emitted);
        }
        let (rows, bytes) = (made.expected.len(), text.len());
        Ok(Stages { rows, bytes, pass: least_pass, compile: least_compile, emit: least_emit, whole: least_whole })
    }

    fn line(&self) -> String {
        let Stages { rows, bytes, pass, compile, emit, whole } = self;
        format!("{rows}\t{bytes}\t{pass}\t{compile}\t{emit}\t{whole}")
    }

    fn parse(line: &str) -> Option<Stages> {
        let fields: Vec<_> = line.split('\t').collect();
        let [rows, bytes, ref times @ ..] = fields[..] else { return None };
        let times = times.iter().map(|time| time.parse().ok()).collect::<Option<Vec<f64>>>()?;
        let [pass, compile, emit, whole] = times[..] else { return None };
        Some(Stages { rows: rows.parse().ok()?, bytes: bytes.parse().ok()?, pass, compile, emit, whole })
    }

    /// Reads what [`print_times`] prints.
    pub(super) fn parse_all(lines: &str) -> io::Result<Vec<Stages>> {
        let wrong = |line: &str| io::Error::new(io::ErrorKind::InvalidData, format!("these are no times: {line:?}"));
        lines.lines().map(|line| Stages::parse(line).ok_or_else(|| wrong(line))).collect()
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_between_processes() {
        let stages = Stages::time(&table(&clustered(25)), Rounds::Enough).expect("times");
        assert!(stages.pass > 0.0 && stages.compile > 0.0 && stages.emit > 0.0);
        assert!(stages.whole >= stages.compile.max(stages.emit));
        assert_eq!(Stages::parse_all(&format!("{}\n", stages.line())).expect("times"), [stages]);
    }

    #[test]
    fn what_is_refused_or_wrong_is_not_timed() {
        for task in [Task::Errtable, Task::Pass] {
            let refused = once(task, 150_001);
            assert_eq!(refused.is_err(), matches!(task, Task::Errtable), "{task:?}: {refused:?}");
        }
        let error = print_times(&[150_001], Rounds::One).expect_err("it is refused").to_string();
        assert!(error.contains("150000 rows"), "{error}");
        let mut made = table(&clustered(30));
        made.expected[7].1.push('s');
        assert!(Stages::time(&made, Rounds::One).is_err());
        made.expected.pop();
        assert!(verify_pass(&made, 30).is_err());
    }

    #[test]
    fn what_are_no_times_is_an_error() {
        for line in ["25\t1000\t1\t2\t3", "25\t1000\t1\t2\t3\t4\t5", "25\t1000\t1\t2\t3\tx", "x\t1000\t1\t2\t3\t4", ""]
        {
            assert!(Stages::parse_all(&format!("{line}\n")).is_err(), "{line:?}");
        }
    }
}
