//! What a process costs: CPU time and peak memory, of itself and of all that it starts.
//!
//! The kernel adds up what ended children have cost, for each process that waited for them, and a child begins with the
//! peak memory of the process that it was forked from. So this program starts itself again, as a small process that
//! waits for one command: a meter.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Where a meter writes to; this program is a meter where it is set.
const REPORT: &str = "ERRTABLE_BENCH_REPORT";

/// Where the meters of single crates write to, inside a build that is metered as a whole.
const CRATES: &str = "ERRTABLE_BENCH_CRATES";

/// What one process and its children have cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cost {
    /// User and system time in seconds.
    pub(crate) cpu: f64,
    /// The resident memory of the largest process, in MiB.
    pub(crate) peak: f64,
}

impl Cost {
    /// The least of each.
    pub(crate) fn min(self, other: Cost) -> Cost {
        Cost { cpu: self.cpu.min(other.cpu), peak: self.peak.min(other.peak) }
    }

    /// Reads a line of a meter, with the package that cargo had rustc compile, if there is one.
    fn parse(line: &str) -> Option<(&str, Cost)> {
        let mut fields = line.split('\t');
        let mut number = || fields.next()?.parse().ok();
        let cost = Cost { cpu: number()?, peak: number()? };
        Some((fields.next().unwrap_or_default(), cost))
    }
}

/// A command that was run, with what it cost and what it said on stderr.
#[derive(Clone, Debug)]
pub(crate) struct Metered {
    pub(crate) cost: Cost,
    pub(crate) said: String,
}

/// Runs a command under a meter.
pub(crate) fn metered(command: &Command, report: &Path) -> io::Result<Metered> {
    let mut meter = Command::new(std::env::current_exe()?);
    meter.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => meter.env(name, value),
            None => meter.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        meter.current_dir(folder);
    }
    run(meter.env(REPORT, report), report)
}

/// Runs a cargo that compiles one package, and gives what rustc cost for that package, without its dependencies.
pub(crate) fn rustc_metered(cargo: &mut Command, report: &Path) -> io::Result<Cost> {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(REPORT, report);
    Ok(run(cargo, report)?.cost)
}

/// Runs a cargo under a meter, with one more around each rustc, which writes what the crate cost to another report.
pub(crate) fn crates_metered(cargo: &mut Command, report: &Path, crates: &Path) -> io::Result<Metered> {
    remove(crates)?;
    metered(cargo.env("RUSTC_WRAPPER", std::env::current_exe()?).env(CRATES, crates), report)
}

/// What crates cost, by the package of each. Cargo's questions to rustc belong to no package.
pub(crate) fn named(report: &str) -> impl Iterator<Item = (&str, Cost)> {
    report.lines().filter_map(Cost::parse).filter(|(package, _)| !package.is_empty())
}

fn remove(report: &Path) -> io::Result<()> {
    if report.exists() { fs::remove_file(report) } else { Ok(()) }
}

fn run(command: &mut Command, report: &Path) -> io::Result<Metered> {
    remove(report)?;
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(io::Error::other(format!("{command:?} failed: {said}")));
    }
    // Cargo asks rustc a few questions before it compiles.
    let lines = fs::read_to_string(report).unwrap_or_default();
    let cost = lines.lines().last().and_then(Cost::parse).map(|(_, cost)| cost);
    let cost = cost.ok_or_else(|| io::Error::other(format!("{command:?} was not metered: {lines:?}")))?;
    Ok(Metered { cost, said })
}

/// The file to write to, where this process is to be a meter.
pub(crate) fn report() -> Option<PathBuf> {
    std::env::var_os(REPORT).or_else(|| std::env::var_os(CRATES)).map(PathBuf::from)
}

/// Runs the command that is this program's arguments and appends what it cost to the report.
pub(crate) fn meter(report: &Path) -> io::Result<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    let program = words.next().ok_or_else(|| io::Error::other("there is no command to meter"))?;
    let mut command = Command::new(program);
    // A meter of a whole build leaves those of its crates to cargo.
    command.args(words).env_remove(if std::env::var_os(REPORT).is_some() { REPORT } else { CRATES });
    let status = command.status()?;
    let Cost { cpu, peak } = of_children()?;
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    // One write, as rustc runs several times at once.
    let line = format!("{cpu}\t{peak}\t{package}\n");
    OpenOptions::new().create(true).append(true).open(report)?.write_all(line.as_bytes())?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(unix)]
fn of_children() -> io::Result<Cost> {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    // Apple counts bytes, all others KiB.
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    Ok(Cost {
        cpu: seconds(usage.user_time()) + seconds(usage.system_time()),
        peak: usage.max_rss() as f64 * unit / f64::from(1 << 20),
    })
}

#[cfg(not(unix))]
fn of_children() -> io::Result<Cost> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "what a process costs is known on Unix alone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_meter_is_read() {
        assert_eq!(Cost::parse("0.25\t30.5\t"), Some(("", Cost { cpu: 0.25, peak: 30.5 })));
        let report = "0.1\t20\t\n0.25\t30.5\tsyn\n";
        assert_eq!(named(report).collect::<Vec<_>>(), [("syn", Cost { cpu: 0.25, peak: 30.5 })]);
        for line in ["", "0.25", "0.25\t", "a\tb"] {
            assert_eq!(Cost::parse(line), None, "{line:?}");
        }
    }

    #[test]
    fn the_least_of_each_is_kept() {
        let (first, second) = (Cost { cpu: 1.0, peak: 4.0 }, Cost { cpu: 2.0, peak: 3.0 });
        assert_eq!(first.min(second), Cost { cpu: 1.0, peak: 3.0 });
    }

    #[cfg(unix)]
    #[test]
    fn a_process_costs_something() {
        Command::new("sh").args(["-c", "exit"]).status().expect("a shell");
        assert!(of_children().expect("a cost").peak > 0.0);
    }
}
