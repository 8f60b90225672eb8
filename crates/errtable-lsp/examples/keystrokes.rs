//! How long a person waits for diagnostics behind a keystroke, and whether memory grows with keystrokes.
//!
//!     cargo run --release -p errtable-lsp --example keystrokes
//!
//! With a number, so many keystrokes are made in the long table, and none in the short one: a few are enough for a profiler.

#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use errtable::{ReadError, Source};
use errtable_lsp::Server;
use errtable_lsp::transport::Incoming;
use errtable_tools::{Release, lock};
use serde_json::{Value as Json, json};

const ACTS: [&str; 10] =
    ["parse", "send", "bind", "upload", "query", "create", "delete", "refresh", "verify", "cancel"];
const THINGS: [&str; 10] =
    ["parameter", "token", "account", "certificate", "tag", "push task", "device", "package", "quota", "message"];
const FAULTS: [&str; 10] =
    ["invalid", "missing", "expired", "too long", "not found", "not allowed", "in use", "too fast", "busy", "failed"];

fn main() -> Result<(), Box<dyn Error>> {
    let number = std::env::args().nth(1).map(|number| number.parse()).transpose()?;
    let mut session = Session::new(9_000)?;
    let begun = processor()?;
    let times = session.times(number.unwrap_or(101))?;
    let ms = (processor()? - begun) * 10.0 / times.len() as f64;
    println!("9,000 rows, a lock and a joined file, {} keystrokes", times.len());
    println!(
        "median {:.1} ms, tenth slowest of a hundred {:.1} ms",
        times[times.len() / 2],
        times[times.len() * 9 / 10]
    );
    println!("time of the processor {ms:.0} ms each");
    if number.is_some() {
        return Ok(());
    }
    let mut session = Session::new(120)?;
    session.times(1_000)?;
    let before = resident()?;
    session.times(9_000)?;
    println!("120 rows: {before} KiB after 1,000 keystrokes, {} KiB after 10,000", resident()?);
    Ok(())
}

/// A spec that is open in an editor.
struct Session {
    server: Server,
    uri: String,
    /// The line of the row that is edited, and the character behind its name.
    place: (usize, usize),
    version: i32,
    _folder: tempfile::TempDir,
}

impl Session {
    fn new(rows: usize) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (spec, advice) = texts(rows);
        let files = |name: &str| match name {
            "advice.md" => Ok(Source::new(name, advice.as_str())),
            _ => Err(ReadError::missing(name)),
        };
        let locked = lock(
            Source::new("made.md", spec.as_str()),
            &files,
            &Release { stamp: Some("1.0.0"), ..Release::default() },
        );
        fs::write(folder.path().join("made.lock"), locked.text.ok_or("the spec is not locked")?)?;
        fs::write(folder.path().join("advice.md"), &advice)?;
        fs::write(folder.path().join("made.md"), &spec)?;
        let uri = format!("file://{}/made.md", folder.path().to_str().ok_or("the folder has a name")?);
        let line = spec.lines().position(|line| line.starts_with("| 10300 ")).ok_or("the row is there")?;
        let row = spec.lines().nth(line).unwrap_or_default();
        let character = row.match_indices(" |").nth(1).map(|(at, _)| at).ok_or("the row has a name")?;
        let mut session =
            Session { server: Server::default(), uri, place: (line, character), version: 1, _folder: folder };
        session.send("initialize", Some(1), &json!({"capabilities": {}}));
        session.send("initialized", None, &json!({}));
        let document = json!({"uri": session.uri, "languageId": "markdown", "version": 1, "text": spec});
        let told = session.send("textDocument/didOpen", None, &json!({"textDocument": document}));
        match diagnostics(&told) {
            Some(0) => Ok(session),
            other => Err(format!("the spec is right, and {other:?} diagnostics are told").into()),
        }
    }

    /// The times of keystrokes in ms, sorted: a character comes behind a name, and goes again.
    fn times(&mut self, number: usize) -> Result<Vec<f64>, Box<dyn Error>> {
        let mut times = Vec::new();
        for stroke in 0..number {
            let (line, character) = self.place;
            let (end, text) = if stroke % 2 == 0 { (character, "x") } else { (character + 1, "") };
            let range =
                json!({"start": {"line": line, "character": character}, "end": {"line": line, "character": end}});
            self.version += 1;
            let document = json!({"uri": self.uri, "version": self.version});
            let params = json!({"textDocument": document, "contentChanges": [{"range": range, "text": text}]});
            let start = Instant::now();
            let told = self.send("textDocument/didChange", None, &params);
            times.push(start.elapsed().as_secs_f64() * 1e3);
            // With the character, the lock lacks a change.
            if diagnostics(&told) != Some(1 - stroke % 2) {
                return Err(format!("at keystroke {stroke}, this is told: {told:?}").into());
            }
        }
        if number % 2 == 1 {
            self.place.1 += 1;
        }
        times.sort_by(f64::total_cmp);
        Ok(times)
    }

    fn send(&mut self, method: &str, id: Option<i32>, params: &Json) -> Vec<Json> {
        let mut message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        if let Some(id) = id {
            message["id"] = Json::from(id);
        }
        self.server.take(Incoming::Message(message));
        let mut told = Vec::new();
        while !self.server.is_idle() {
            told.extend(self.server.step());
        }
        told
    }
}

/// How many diagnostics a client is told.
fn diagnostics(told: &[Json]) -> Option<usize> {
    let of = told.iter().find(|message| message["method"] == "textDocument/publishDiagnostics")?;
    of["params"]["diagnostics"].as_array().map(Vec::len)
}

/// A spec and the file that it joins.
fn texts(rows: usize) -> (String, String) {
    let mut spec = "# Codes\n\n<!-- errtable\nlock = \"made.lock\"\njoin = \"advice.md\"\n-->\n\n\
                    | Error code | Name | Description |\n| --- | --- | --- |\n"
        .to_owned();
    let mut advice = "# Advice\n\n| Error code | Advice |\n| --- | --- |\n".to_owned();
    for row in 0..rows {
        let (act, thing, fault) = (ACTS[row % 10], THINGS[row / 10 % 10], FAULTS[row / 100 % 10]);
        let code = 10_000 + row * 3;
        let _ = writeln!(spec, "| {code} | {act} {thing} {fault} {code} | The {thing} could not {act}: {fault} |");
        let _ = writeln!(advice, "| {code} | {act} the {thing} again, as it was {fault} |");
    }
    (spec, advice)
}

/// The memory of this process in KiB.
fn resident() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string(Path::new("/proc/self/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("Linux tells the memory")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}

/// The time that the processor has worked for this process, in hundredths of a second.
fn processor() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = [11, 12].map(|field| fields.get(field).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or_default());
    Ok(ticks[0] + ticks[1])
}
