//! What a file holds when its writer is stopped: killed at any moment, out of space, not allowed to write, or not alone.
//!
//! Disks that are full or read only are mounted for the test, in a name space of its own, so that no one else sees them.

#![cfg(target_os = "linux")]

mod mount;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use snapbox::cmd::cargo_bin;

/// A folder with two specs that take a while to compile, and what each compiles to.
struct Folder {
    path: PathBuf,
    texts: [String; 2],
}

impl Folder {
    fn new(test: &str, rows: usize) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults").join(test);
        if path.exists() {
            fs::remove_dir_all(&path).expect("the folder of an earlier run can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made in the target folder");
        let texts = ["a", "b"].map(|name| {
            let rows: String = (1..=rows).map(|row| format!("| {row} | {name} {row} |\n")).collect();
            let spec = path.join(format!("{name}.md"));
            fs::write(&spec, format!("| Error code | Name |\n|---|---|\n{rows}")).expect("a spec can be written");
            let output = Command::new(cargo_bin!("errtable")).args(["emit", "rust"]).arg(&spec).output();
            String::from_utf8(output.expect("the command runs").stdout).expect("code is UTF-8")
        });
        assert!(texts[0].len() > 1000 && texts[0] != texts[1]);
        Folder { path, texts }
    }

    fn start(&self, spec: usize) -> Child {
        let spec = self.path.join(["a.md", "b.md"][spec]);
        let mut command = Command::new(cargo_bin!("errtable"));
        command.args(["emit", "rust"]).arg(spec).arg("-o").arg(self.out());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts")
    }

    fn out(&self) -> PathBuf {
        self.path.join("codes.rs")
    }

    /// Which of the texts the file holds; there is never another.
    fn held(&self) -> Option<usize> {
        let text = fs::read_to_string(self.out()).ok()?;
        let held = self.texts.iter().position(|whole| *whole == text);
        assert!(held.is_some(), "a file of {} bytes is neither the old nor the new one", text.len());
        held
    }

    fn temporary(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.path).expect("the folder is there").flatten().map(|entry| entry.path());
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "tmp")).collect()
    }
}

#[test]
fn a_killed_writer_leaves_the_old_file_or_the_new() {
    let folder = Folder::new("killed", 2_000);
    let whole = {
        let start = SystemTime::now();
        assert!(folder.start(1).wait().expect("it ends").success());
        start.elapsed().expect("time goes on")
    };
    let (mut old, mut new, mut left) = (0, 0, 0);
    for round in 0..120_u32 {
        let (before, spec) = (folder.held(), (round % 2) as usize);
        let mut writer = folder.start(spec);
        // Every moment of a run, and a little more.
        sleep(whole * (round % 60) / 40);
        let _ = writer.kill();
        writer.wait().expect("a killed process ends");
        let held = folder.held();
        assert!(held == before || held == Some(spec));
        old += usize::from(held != Some(spec));
        new += usize::from(held == Some(spec) && before != held);
        left = left.max(folder.temporary().len());
    }
    println!("killed 120 times: {old} times the old file stayed, {new} times the new one came; {left} files were left");
    assert!(old > 5 && new > 5, "the moments are not spread: {old} old, {new} new");
    // What has been left is cleared away by a run a minute later.
    fs::write(folder.path.join(".codes.rs.errtable-1.tmp"), "half a te").expect("a file can be written");
    for path in folder.temporary() {
        let minute_ago = SystemTime::now() - Duration::from_secs(61);
        let file = File::options().append(true).open(path).expect("the file is there");
        file.set_modified(minute_ago).expect("a time stamp can be set");
    }
    let spec = usize::from(folder.held() == Some(0));
    assert!(folder.start(spec).wait().expect("it ends").success());
    assert_eq!((folder.held(), folder.temporary()), (Some(spec), Vec::new()));
}

#[test]
fn two_writers_at_once_leave_one_whole_file() {
    let folder = Folder::new("two", 300);
    for _ in 0..30 {
        let writers = [0, 1, 0, 1].map(|spec| folder.start(spec));
        for mut writer in writers {
            assert!(writer.wait().expect("it ends").success());
        }
        assert!(folder.held().is_some());
    }
    assert_eq!(folder.temporary(), [] as [PathBuf; 0]);
}

#[test]
fn a_fresh_file_keeps_its_time_stamp() {
    let folder = Folder::new("fresh", 10);
    let stamp = || fs::metadata(folder.out()).and_then(|metadata| metadata.modified()).expect("the file is there");
    assert!(folder.start(0).wait().expect("it ends").success());
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    let file = File::options().append(true).open(folder.out()).expect("the file is there");
    file.set_modified(hour_ago).expect("a time stamp can be set");
    assert!(folder.start(0).wait().expect("it ends").success());
    assert_eq!(stamp(), hour_ago);
    assert!(folder.start(1).wait().expect("it ends").success());
    assert!(stamp() > hour_ago);
}
