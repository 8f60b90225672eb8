//! Instructions a lookup, counted by callgrind.

use std::io;
use std::path::PathBuf;
use std::process::Command;

/// Two numbers of lookups: the difference between their counts is that of lookups alone.
const FEW: usize = 1 << 12;
const MANY: usize = 1 << 16;

/// Counts the instructions of a made program.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    program: PathBuf,
}

impl Counter {
    /// An error where there is no valgrind.
    pub(super) fn new(program: PathBuf) -> io::Result<Self> {
        let output = Command::new("valgrind").arg("--version").output()?;
        if !output.status.success() {
            return Err(io::Error::other(output.status.to_string()));
        }
        Ok(Counter { program })
    }

    /// How many instructions a subject needs to find a code or a name that is there.
    pub(super) fn a_lookup(&self, catalog: &str, what: &str, subject: &str) -> io::Result<f64> {
        let count = |number: usize| self.count(&["count", catalog, what, subject, &number.to_string()]);
        let (few, many) = (count(FEW)?, count(MANY)?);
        Ok((many as f64 - few as f64) / (MANY - FEW) as f64)
    }

    fn count(&self, words: &[&str]) -> io::Result<u64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(&self.program).args(words);
        let output = valgrind.output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let count = if output.status.success() { collected(&said) } else { None };
        count.ok_or_else(|| io::Error::other(format!("{valgrind:?} failed: {said}")))
    }
}

/// The number of instructions in what callgrind says.
fn collected(said: &str) -> Option<u64> {
    let count = said.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count);
    count?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_read() {
        let said = "==7== Events    : Ir\n==7== Collected : 1234567\n==7== \n==7== I   refs:      1,234,567\n";
        assert_eq!(collected(said), Some(1_234_567));
        assert_eq!(collected("valgrind: no such program\n"), None);
    }
}
