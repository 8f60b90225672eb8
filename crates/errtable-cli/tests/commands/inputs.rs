//! No output takes the place of a file that the spec is read from, by whatever name it is called.

use std::fs;
use std::path::Path;

use crate::folder::Folder;

const SPEC: &str = "\
<!-- errtable
lock = \"codes.lock\"
join = \"advice.md\"
-->

| Error code | Name |
| ---------- | ---- |
| 1 | lid open |
| 2 | lid stuck |
";

/// A locked spec that joins a file, and links of every kind to the three and to their folder.
fn spec(test: &str) -> Folder {
    let folder = Folder::with(test, SPEC);
    folder.write("advice.md", "| Error code | Advice |\n| --- | --- |\n| 1 | close it |\n");
    folder.write("template.html", "{{ title }} {{ style }} {{ script }}\n");
    folder.write("sub/x", "");
    folder.errtable(&["lock", "codes.md", "--stamp", "1.0.0"]).assert().code(0);
    folder
}

#[cfg(unix)]
fn names_of(folder: &Folder, file: &str) -> Vec<String> {
    use std::os::unix::fs::symlink;

    let _ = symlink(".", folder.path("folder"));
    symlink(file, folder.path(&format!("link-{file}"))).expect("a link can be made");
    symlink(format!("link-{file}"), folder.path(&format!("link-link-{file}"))).expect("a link can be made");
    fs::hard_link(folder.path(file), folder.path(&format!("hard-{file}"))).expect("a link can be made");
    vec![
        file.to_owned(),
        format!("./{file}"),
        format!("sub/../{file}"),
        format!("folder/{file}"),
        format!("link-{file}"),
        format!("folder/link-link-{file}"),
        format!("hard-{file}"),
        folder.path(file).to_str().expect("the path is UTF-8").to_owned(),
    ]
}

#[cfg(unix)]
#[test]
fn no_output_takes_the_place_of_an_input() {
    let folder = spec("inputs");
    let files = ["codes.md", "codes.lock", "advice.md", "template.html"];
    let held = || files.map(|file| folder.read(file));
    let before = held();
    for (file, what) in files.into_iter().zip(["the spec", "the lock of the spec", "a file that the spec joins"]) {
        for name in names_of(&folder, file) {
            for command in
                ["rust", "markdown", "markdown --sections", "markdown --rustdoc", "rust --feature serde", "json"]
            {
                let arguments: Vec<_> =
                    ["emit"].into_iter().chain(command.split(' ')).chain(["codes.md", "-o", &name]).collect();
                let output = folder.errtable(&arguments).assert().code(2).stdout_eq("");
                let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
                assert!(said.contains(&format!(": this is {what}, which the output would replace\n")), "{said}");
                assert_eq!(held(), before, "{arguments:?}");
            }
        }
    }
    let links = fs::read_link(folder.path("link-codes.md")).expect("it is a link still");
    assert_eq!(links, Path::new("codes.md"));
    // An output may be written over another one.
    folder.errtable(&["emit", "rust", "codes.md", "-o", "x.rs"]).assert().code(0);
    folder.errtable(&["emit", "markdown", "codes.md", "-o", "x.rs"]).assert().code(0).stdout_eq("x.rs is written\n");
}

#[test]
fn no_page_takes_the_place_of_its_spec_or_template() {
    let folder = spec("inputs-page");
    folder.write("index.html", SPEC);
    let refuses = |arguments: &[&str], what: &str| {
        let before = folder.read("index.html");
        let output = folder.errtable(arguments).assert().code(2).stdout_eq("");
        let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(said.contains(&format!("index.html: this is {what}, which the output would replace")), "{said}");
        assert_eq!(folder.read("index.html"), before);
    };
    refuses(&["emit", "html", "index.html", "-o", "index.html"], "the spec");
    refuses(&["emit", "html", "index.html", "-o", "sub/../index.html"], "the spec");
    folder.write("index.html", folder.read("template.html"));
    refuses(&["emit", "html", "codes.md", "-o", "./index.html", "--theme", "index.html"], "the template");
    folder.errtable(&["emit", "html", "codes.md", "-o", "site/index.html"]).assert().code(0);
}

/// What looks like a temporary file of an output may be a spec.
#[test]
fn no_input_is_taken_for_a_leftover() {
    let folder = Folder::new("inputs-leftover");
    folder.write(".x.rs.errtable-7.tmp", "| Error code | Name |\n| --- | --- |\n| 1 | lid open |\n");
    let file = fs::File::options().append(true).open(folder.path(".x.rs.errtable-7.tmp")).expect("it is there");
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("a time stamp can be set");
    folder.errtable(&["emit", "rust", ".x.rs.errtable-7.tmp", "-o", "x.rs"]).assert().code(0);
    assert!(folder.path(".x.rs.errtable-7.tmp").exists());
}

/// A spec that is a link stays one.
#[cfg(unix)]
#[test]
fn what_a_command_writes_in_place_is_the_file_at_the_end_of_a_link() {
    let folder = Folder::new("inputs-in-place");
    folder.write("sub/codes.md", "| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
    std::os::unix::fs::symlink("sub/codes.md", folder.path("codes.md")).expect("a link can be made");
    folder.errtable(&["fmt", "codes.md"]).assert().code(0).stdout_eq("codes.md is aligned now\n");
    assert!(folder.path("codes.md").is_symlink());
    assert!(folder.read("sub/codes.md").contains("| ---"));
}

/// A shell may have led a stream into a file, which is the shell's. The streams are named by links of our own: a command
/// that is at fault would replace `/dev/stdout` itself, for everybody.
#[cfg(target_os = "linux")]
#[test]
fn no_stream_is_replaced() {
    let folder = spec("inputs-streams");
    let links = [("1", "/dev/stdout"), ("2", "/dev/stderr"), ("1", "/dev/fd/1"), ("3", "/proc/self/fd/3")];
    for (stream, leads_to) in links {
        let _ = fs::remove_file(folder.path("out.rs"));
        std::os::unix::fs::symlink(leads_to, folder.path("out.rs")).expect("a link can be made");
        folder.write("log", "a line before\n");
        let script = format!("exec {stream}>>log; \"$ERRTABLE\" emit rust codes.md -o out.rs; echo $? >status");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script]).current_dir(folder.path(""));
        let output = command.env("ERRTABLE", snapbox::cmd::cargo_bin!("errtable")).output().expect("there is a shell");
        assert!(output.status.success());
        let said = folder.read("log") + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(folder.read("status"), "2\n", "{leads_to}: {said}");
        assert!(folder.read("log").starts_with("a line before\n"), "{leads_to} is truncated");
        assert!(said.contains("it is not a regular file"), "{leads_to}: {said}");
        assert!(folder.path("out.rs").is_symlink());
    }
}

/// Where a lock must not be, it is neither written nor read.
#[cfg(unix)]
#[test]
fn a_lock_lies_with_its_spec() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("inputs-lock");
    let with =
        |lock: &str| format!("<!-- errtable\nlock = {lock:?}\n-->\n\n| Error code | Name |\n|---|---|\n| 1 | a |\n");
    folder.write("spec/codes.md", with("x.lock"));
    folder.errtable(&["lock", "spec/codes.md", "--stamp", "1.0.0"]).assert().code(0);
    let lock = folder.read("spec/x.lock");
    for place in ["x.lock", ".git/x.lock", "spec/.hidden/x.lock", "spec/.hidden/a/x.lock", "other/x.lock"] {
        folder.write(place, &lock);
    }
    symlink("../other", folder.path("spec/other")).expect("a link can be made");
    symlink(".hidden", folder.path("spec/shown")).expect("a link can be made");
    symlink("../x.lock", folder.path("spec/out.lock")).expect("a link can be made");
    symlink("out.lock", folder.path("spec/outer.lock")).expect("a link can be made");
    symlink("../.git/index.lock", folder.path("spec/index.lock")).expect("a link can be made");
    let absolute = folder.path("spec/x.lock");
    let absolute = absolute.to_str().expect("the path is UTF-8");
    let outside = ["../x.lock", "../.git/index.lock", "a/../x.lock", "..\\x.lock", "C:x.lock", absolute];
    let hidden = [".hidden/x.lock", "./.hidden/x.lock", ".hidden/a/x.lock", ".none/x.lock"];
    let links = ["other/x.lock", "other/new.lock", "shown/x.lock", "out.lock", "outer.lock", "index.lock"];
    for name in outside.into_iter().chain(hidden).chain(links) {
        folder.write("spec/codes.md", with(name).replace("| 1 | a |\n", "| 1 | a |\n| 2 | b |\n"));
        let count = || fs::read_dir(folder.path("other")).expect("it is there").count();
        for arguments in [&["lock", "spec/codes.md", "--stamp", "1.0.0"][..], &["check", "spec/codes.md"]] {
            let output = folder.errtable(arguments).assert().code(1).stdout_eq("");
            let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
            assert!(said.starts_with("error[invalid-path]: "), "{name}: {said}");
            assert!(
                said.contains("--> spec/codes.md:2:8\n")
                    && (said.contains("or below: `") || said.contains(": lock = \"")),
                "{name}: {said}"
            );
            assert!(said.contains("\n1 error\n"), "nothing of the lock was read: {said}");
        }
        assert_eq!((folder.read("x.lock") == lock, count()), (true, 1), "{name}");
        assert!(!folder.path(".git/index.lock").exists() && folder.path("spec/index.lock").is_symlink());
    }
    // Below the spec it may lie, by a link that stays there, too.
    folder.write("spec/locks/x.lock", &lock);
    symlink("locks/x.lock", folder.path("spec/inner.lock")).expect("a link can be made");
    for name in ["locks/x.lock", "./locks/x.lock", "inner.lock"] {
        folder.write("spec/codes.md", with(name));
        folder.errtable(&["lock", "spec/codes.md", "--stamp", "1.0.0"]).assert().code(0);
        assert!(folder.path("spec/inner.lock").is_symlink());
    }
}
