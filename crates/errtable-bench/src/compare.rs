//! `errtable-bench compare`: how the time grows that a spec takes beside its lock and beside its past.

mod shapes;

use std::hint::black_box;
use std::io;
use std::process::Command;
use std::time::Instant;

use errtable::{Compiled, ReadError, Source, changes, compare, compile_locked};
use errtable_tools::{Release, diff_json, lock, render_json};

use self::shapes::{SHAPES, Shape, Side};
use crate::Rounds;
use crate::generate::{PROFILES, THIS, build};
use crate::table::{Table, number};
use crate::workspace::output_of;

/// Of how many things a shape consists: rows, values, codes or enums.
const SIZES: [usize; 4] = [500, 1_000, 2_000, 4_000];

/// How much more time than size may grow, as a power of it: 1 is straight, 2 is quadratic.
const STEEPEST: f64 = 1.4;

const ROUNDS: usize = 3;

const HEAD: [&str; 8] = ["build", "shape", "500: ms", "1,000: ms", "2,000: ms", "4,000: ms", "slope", "changes"];

const NOTES: &str = "
Each shape is verified first: its lock is that of the older side, and the newer side has the changes that it was made with.
What is measured: the newer side is compiled beside its lock and compared with the older one, and all findings and changes
are told as JSON. Minimum of 3 rounds. The slope is that of time over size, both logarithmic; above 1.4 it is an error.
";

pub(crate) fn run(rounds: Rounds) -> io::Result<()> {
    let mut table = Table::new(2, HEAD);
    let mut steep = Vec::new();
    for (name, profile, words) in PROFILES {
        let program = match rounds {
            Rounds::Enough => build(profile, words)?,
            Rounds::One if profile == THIS => std::env::current_exe()?,
            Rounds::One => continue,
        };
        let told = output_of(Command::new(&program).args(rounds.words()).arg("compare-times"))?;
        for line in told.lines() {
            let measured = Measured::parse(line)?;
            if measured.slope() > STEEPEST {
                steep.push(format!("{}, {name}", measured.shape));
            }
            table.row(measured.row(name));
        }
    }
    print!("{table}{NOTES}");
    if rounds == Rounds::One {
        println!("Once: one round, of this very program.");
    }
    match &steep[..] {
        [] => Ok(()),
        steep => Err(io::Error::other(format!("the time grows faster than the size: {}", steep.join("; ")))),
    }
}

/// Prints a line for each shape.
pub(crate) fn print_times(rounds: Rounds) -> io::Result<()> {
    SHAPES.iter().try_for_each(|shape| {
        println!("{}", Measured::of(shape, rounds)?.line());
        Ok(())
    })
}

/// The times of a shape.
#[derive(Clone, Debug, PartialEq)]
struct Measured {
    shape: String,
    /// The least for each size, in ms.
    times: Vec<f64>,
    /// The changes at the largest size.
    changes: usize,
}

impl Measured {
    fn of(shape: &Shape, rounds: Rounds) -> io::Result<Self> {
        let mut measured = Measured { shape: shape.name.to_owned(), times: Vec::new(), changes: 0 };
        for size in SIZES {
            let case = Case::new(shape, size)?;
            let mut least = f64::INFINITY;
            for _ in 0..if rounds == Rounds::One { 1 } else { ROUNDS } {
                let start = Instant::now();
                measured.changes = case.compare()?;
                least = least.min(start.elapsed().as_secs_f64() * 1e3);
            }
            measured.times.push(least);
        }
        Ok(measured)
    }

    /// The power of the size with which the time grows: the line that fits best, both axes logarithmic.
    fn slope(&self) -> f64 {
        let points: Vec<_> =
            SIZES.iter().zip(&self.times).map(|(size, time)| ((*size as f64).ln(), time.ln())).collect();
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let above: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
        let below: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
        above / below
    }

    fn row(&self, build: &str) -> Vec<String> {
        let mut row = vec![build.to_owned(), self.shape.clone()];
        row.extend(self.times.iter().copied().map(number));
        row.extend([number(self.slope()), self.changes.to_string()]);
        row
    }

    fn line(&self) -> String {
        let times: Vec<_> = self.times.iter().map(ToString::to_string).collect();
        format!("{}\t{}\t{}", self.shape, self.changes, times.join("\t"))
    }

    fn parse(line: &str) -> io::Result<Self> {
        let read = || {
            let mut parts = line.split('\t');
            let (shape, changes) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
            let times: Vec<_> = parts.map(|time| time.parse().ok()).collect::<Option<_>>()?;
            (times.len() == SIZES.len()).then_some(Measured { shape, times, changes })
        };
        read().ok_or_else(|| io::Error::other(format!("this is no line of times: {line}")))
    }
}

/// A spec before and after, with the lock of before.
struct Case {
    name: String,
    old: Compiled,
    new: String,
    lock: String,
    /// The changes that the newer side was made with.
    changes: usize,
}

/// The lock of a spec, which is the only file beside it.
fn open(name: &str, lock: &str) -> Result<Source, ReadError> {
    match name.ends_with(".lock") {
        true => Ok(Source::new(name, lock)),
        false => Err(ReadError::missing(name)),
    }
}

impl Case {
    fn new(shape: &Shape, size: usize) -> io::Result<Self> {
        let name = format!("{} of {size}", shape.name);
        let text = (shape.spec)(size, Side::Old);
        let missing = |name: &str| Err(ReadError::missing(name));
        let released = Release { stamp: Some("1.0.0"), ..Release::default() };
        let locked = lock(Source::new("made.md", text.as_str()), &missing, &released);
        let lock = locked.text.ok_or_else(|| wrong(&name, "is not locked"))?;
        let old = compile_locked(Source::new("made.md", text), &|name| open(name, &lock));
        if !old.changes.is_empty() || old.findings.has_errors() {
            return Err(wrong(&name, "is not that of its lock"));
        }
        let new = (shape.spec)(size, Side::New);
        Ok(Case { name, old, new, lock, changes: (shape.changes)(size) })
    }

    /// What is measured. How many changes there are since the lock.
    fn compare(&self) -> io::Result<usize> {
        let files = |name: &str| open(name, &self.lock);
        let new = black_box(compile_locked(Source::new("made.md", self.new.as_str()), &files));
        let findings = compare(&self.old, &new);
        let diff = changes(&self.old, &new);
        let locate = |source: &Source| source.path().to_owned();
        black_box((render_json(&new.findings, &locate), render_json(&findings, &locate), diff_json(&diff)));
        match new.changes.len() {
            changes if changes == self.changes => Ok(changes),
            changes => Err(wrong(&self.name, &format!("has {changes} changes, not {}", self.changes))),
        }
    }
}

fn wrong(name: &str, what: &str) -> io::Error {
    io::Error::other(format!("{name} cannot be measured: it {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_can_be_measured() {
        for shape in SHAPES {
            for size in [1, 12] {
                let changes = Case::new(shape, size).and_then(|case| case.compare());
                assert_eq!(changes.ok(), Some((shape.changes)(size)), "{} of {size}", shape.name);
            }
        }
    }

    #[test]
    fn the_slope_is_the_power_of_the_size() {
        for power in [0.5, 1.0, 2.0] {
            let times = SIZES.iter().map(|size| 3.0 * (*size as f64).powf(power)).collect();
            let measured = Measured { shape: "made".to_owned(), times, changes: 7 };
            assert!((measured.slope() - power).abs() < 1e-9, "{power}");
            assert_eq!(Measured::parse(&measured.line()).ok(), Some(measured));
        }
        assert!(Measured::parse("made\t7\t1").is_err(), "a time lacks");
    }
}
