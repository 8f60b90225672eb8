//! Measures errtable against its peers. Each benchmark prints one table in Markdown.

mod catalog;
mod lookup;
mod peers;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "usage: errtable-bench BENCHMARK

  lookup    codes and names found: time, latency and instructions
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["lookup", ref chosen @ ..] => lookup::run(chosen),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
