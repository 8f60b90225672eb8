//! Disks that are full or read only, mounted in a name space of their own.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use snapbox::cmd::cargo_bin;

use super::Folder;

/// Runs a script of `sh` as the root of a name space of its own; `None` where this machine refuses one, which is told.
fn isolated(folder: &Folder, script: &str) -> Option<Output> {
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-euc", script]);
        command.current_dir(&folder.path).env("ERRTABLE", cargo_bin!("errtable"));
        command.output().map_err(|error| error.to_string())
    };
    let probe = run("mount -t tmpfs -o size=64k tmpfs .");
    let refused = match probe {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Some(error),
    };
    if let Some(why) = refused {
        // Seen whatever captures the output of tests.
        let _ = writeln!(io::stderr(), "SKIPPED: no disk can be mounted here: {why}");
        return None;
    }
    Some(run(script).expect("it ran a moment ago"))
}

fn expect_success(output: &Output) {
    let texts = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    assert!(output.status.success(), "{}{}", texts[0], texts[1]);
}

#[test]
fn a_full_disk_leaves_the_old_file() {
    let folder = Folder::new("full", 3_000);
    let script = "
        mkdir disk small; mount -t tmpfs -o size=64k tmpfs disk
        printf '| Error code | Name |\\n|---|---|\\n| 1 | a |\\n' >small/codes.md
        $ERRTABLE emit rust small/codes.md -o disk/codes.rs; cp disk/codes.rs before
        if $ERRTABLE emit rust a.md -o disk/codes.rs 2>told; then echo 'the disk was not full'; exit 1; fi
        grep -q 'No space left on device' told || { cat told; exit 1; }
        cmp before disk/codes.rs; ls disk | cmp - <<END
codes.rs
END
        mount -o remount,size=8m disk
        $ERRTABLE emit rust a.md -o disk/codes.rs; $ERRTABLE emit rust a.md | cmp - disk/codes.rs";
    if let Some(output) = isolated(&folder, script) {
        expect_success(&output);
    }
}

#[test]
fn a_disk_that_is_read_only_is_told_of() {
    let folder = Folder::new("read-only", 10);
    let script = "
        mkdir disk; mount -t tmpfs tmpfs disk; $ERRTABLE emit rust a.md -o disk/codes.rs
        mount -o remount,ro disk
        $ERRTABLE emit rust a.md -o disk/codes.rs  # fresh: nothing to write
        if $ERRTABLE emit rust b.md -o disk/codes.rs 2>told; then echo 'the disk was written'; exit 1; fi
        grep -q 'Read-only file system' told || { cat told; exit 1; }
        $ERRTABLE emit rust a.md | cmp - disk/codes.rs
        mount -o remount,rw disk
        $ERRTABLE emit rust b.md -o disk/codes.rs; $ERRTABLE emit rust b.md | cmp - disk/codes.rs";
    if let Some(output) = isolated(&folder, script) {
        expect_success(&output);
    }
}

/// The same for a build script, whose files stand in `OUT_DIR`; findings among them.
#[test]
fn a_build_after_one_that_failed_is_right() {
    let folder = Folder::new("build", 10);
    let errtable = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates").join("errtable");
    let manifest = format!(
        "[package]\nname = \"faulty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [build-dependencies]\nerrtable = {{ path = {errtable:?} }}\n\n[workspace]\n"
    );
    let main = "include!(concat!(env!(\"OUT_DIR\"), \"/a.rs\"));\nfn main() { println!(\"{}\", ErrorCode::COUNT); }\n";
    let build = "fn main() { errtable::Build::new(\"a.md\").compile(); }\n";
    fs::create_dir(folder.path.join("src")).expect("the folder is empty");
    for (file, text) in [("Cargo.toml", manifest.as_str()), ("src/main.rs", main), ("build.rs", build)] {
        fs::write(folder.path.join(file), text).expect("a file can be written");
    }
    let lock = errtable.join("../../Cargo.lock");
    fs::copy(lock, folder.path.join("Cargo.lock")).expect("the workspace has a lock");
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults-target");
    let script = format!(
        "export CARGO_TARGET_DIR='{}' RUSTFLAGS= ; rm -rf \"$CARGO_TARGET_DIR\"/debug/build/faulty-*
        cargo run --offline -q >told 2>&1 || {{ cat told; exit 1; }}
        [ \"$(cat told)\" = 10 ]
        out=$(dirname \"$(find \"$CARGO_TARGET_DIR\" -path '*faulty-*/out/a.rs' | head -n 1)\")
        echo '| 11 | more |' >>a.md
        mount --bind \"$out\" \"$out\"; mount -o remount,bind,ro \"$out\"
        if cargo run --offline -q >told 2>&1; then echo 'the folder was written'; exit 1; fi
        grep -q 'cannot write to .*Read-only file system' told || {{ cat told; exit 1; }}
        umount \"$out\"
        mount -t tmpfs -o size=4k tmpfs \"$out\"
        if cargo run --offline -q >told 2>&1; then echo 'the folder was not full'; exit 1; fi
        grep -q 'cannot write to .*No space left on device' told || {{ cat told; exit 1; }}
        umount \"$out\"
        cargo run --offline -q >one 2>&1 & cargo run --offline -q >two 2>&1; wait
        [ \"$(cat one two)\" = \"11
11\" ] || {{ cat one two; exit 1; }}",
        shared.to_str().expect("the path is UTF-8")
    );
    if let Some(output) = isolated(&folder, &script) {
        expect_success(&output);
    }
}
