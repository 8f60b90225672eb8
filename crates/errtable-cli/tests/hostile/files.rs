//! What is no Markdown file, or more of one than can be.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use snapbox::cmd::cargo_bin;

use super::{errtable, folder};

#[test]
fn whatever_a_path_leads_to_is_a_finding() {
    let folder = folder("files");
    symlink("b.md", folder.join("a.md")).expect("the folder is there");
    symlink("a.md", folder.join("b.md")).expect("the folder is there");
    fs::create_dir(folder.join("folder.md")).expect("the folder is there");
    symlink("/dev/zero", folder.join("device.md")).expect("the folder is there");
    let made = Command::new("mkfifo").arg(folder.join("pipe.md")).status().expect("there is mkfifo");
    assert!(made.success());
    File::create(folder.join("huge.md")).and_then(|file| file.set_len(200 << 20)).expect("a file may have a hole");
    fs::write(folder.join("bytes.md"), b"| Code |\n|---|\n| \xff |\n").expect("the folder is there");
    for (file, says) in [
        ("a.md", "cannot be read: Too many levels of symbolic links"),
        ("device.md", "is not a regular file"),
        ("pipe.md", "is not a regular file"),
        ("huge.md", "has more than 33554432 bytes, which is more than errtable takes"),
        ("bytes.md", "is not UTF-8: the byte 0xFF at line 3, column 3"),
        ("none.md", "there is no file"),
    ] {
        for command in ["check", "emit json", "emit rust"] {
            let (code, said) = errtable(&folder, &format!("{command} {file}"));
            assert!(code == Some(2) && said.contains(says), "{command} {file}: {code:?} {said}");
        }
    }
    for command in ["check", "emit json", "emit rust"] {
        let (code, said) = errtable(&folder, &format!("{command} folder.md"));
        let says = "no Markdown file below `folder.md` holds an error table";
        assert!(code == Some(2) && said.contains(says), "{command}: {code:?} {said}");
    }
}

/// Nor does a lock, or a file that is to be written.
#[test]
fn neither_a_lock_nor_an_output_may_be_anything() {
    let folder = folder("others");
    let spec = "<!-- errtable\nlock = \"x.lock\"\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | a |\n";
    fs::write(folder.join("x.md"), spec).expect("the folder is there");
    let made = Command::new("mkfifo").arg(folder.join("pipe.rs")).status().expect("there is mkfifo");
    assert!(made.success());
    let (code, said) = errtable(&folder, "emit rust x.md -o pipe.rs");
    assert!(code == Some(1) && said.contains("there is no file `") && said.contains("x.lock`"), "{said}");
    symlink("/dev/zero", folder.join("x.lock")).expect("the folder is there");
    let (code, said) = errtable(&folder, "check x.md");
    assert!(code == Some(1) && said.contains("x.lock` leads out of the folder of the spec"), "{said}");
    fs::remove_file(folder.join("x.lock")).expect("it is there");
    let made = Command::new("mkfifo").arg(folder.join("x.lock")).status().expect("there is mkfifo");
    assert!(made.success());
    let (code, said) = errtable(&folder, "check x.md");
    assert!(code == Some(1) && said.contains("x.lock` is not a regular file"), "{said}");
    fs::write(folder.join("y.md"), spec.replace("lock = \"x.lock\"", "")).expect("the folder is there");
    let (code, said) = errtable(&folder, "emit rust y.md -o pipe.rs");
    assert!(code == Some(2) && said.contains("it is not a regular file"), "{said}");
}

/// Root reads everything, so that somebody else is asked.
#[test]
fn an_unreadable_file_is_a_finding() {
    let folder = folder("unreadable");
    let spec = folder.join("x.md");
    fs::write(&spec, "| Error code | Name |\n|---|---|\n| 1 | a |\n").expect("the folder is there");
    fs::set_permissions(&spec, Permissions::from_mode(0o0)).expect("it is ours");
    let run = |command: &mut Command| command.args(["check", "x.md"]).current_dir(&folder).output();
    let mut output = run(&mut Command::new(cargo_bin!("errtable"))).expect("it runs");
    if output.status.success() {
        let mut other = Command::new("setpriv");
        other.args(["--reuid=65534", "--clear-groups", "--"]).arg(cargo_bin!("errtable"));
        output = match run(&mut other) {
            Ok(output) if output.status.code() == Some(2) => output,
            refused => {
                // Seen whatever captures the output of tests.
                let why = format!("SKIPPED: nobody but root can run errtable here: {refused:?}");
                return writeln!(io::stderr(), "{why}").expect("there is a standard error");
            }
        };
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot be read: Permission denied"), "{said}");
}
