//! Packages with a build script, and cargo run in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value as Json;

/// A spec without a fault.
pub(crate) const GOOD: &str = "\
# Till errors

| Error code | Name | Description |
| ---------- | ---- | ----------- |
| 4100 | drawer open | The cash drawer was left open |
| 4101 | paper out | The receipt printer has no paper |
| 4102 | scanner lost | The barcode scanner stopped answering |
";

/// Uses one good row.
pub(crate) const MAIN: &str = "\
include!(concat!(env!(\"OUT_DIR\"), \"/codes.rs\"));

fn main() {
    assert_eq!(option_env!(\"PWNED\"), None);
    println!(\"{}\", ErrorCode::DrawerOpen);
}
";

pub(crate) const BUILD: &str = "fn main() { errtable::Build::new(\"spec/codes.md\").compile(); }\n";

/// A package in the target folder.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
}

impl Package {
    pub(crate) fn new(name: &str, spec: &str) -> Self {
        let folder = root().join("packages").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of an earlier run can be removed");
        }
        let package = Package { folder };
        // A key of TOML takes the path with its backslashes as they are.
        let errtable = format!("'''{}'''", env!("CARGO_MANIFEST_DIR"));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [build-dependencies]\nerrtable = {{ path = {errtable} }}\n\n[workspace]\n"
        );
        package.write("Cargo.toml", &manifest);
        // The versions that are here already, so that nothing has to be fetched.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
        package.write("Cargo.lock", &fs::read_to_string(lock).expect("the workspace has its versions locked"));
        package.write("build.rs", BUILD);
        package.write("src/main.rs", MAIN);
        package.write("spec/codes.md", spec);
        package
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("a folder can be made in the target folder");
        fs::write(&path, text).expect("a file can be written into the target folder");
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        self.cargo_online(&[arguments, &["--offline"]].concat())
    }

    /// Cargo that may fetch a locked version that is not here yet.
    pub(crate) fn cargo_online(&self, arguments: &[&str]) -> Output {
        let _one_at_a_time = lock();
        let (command, rest) = arguments.split_first().expect("a command is given");
        Command::new(env!("CARGO"))
            .arg(command)
            .arg("--target-dir")
            .arg(root().join("target"))
            .args(rest)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TERM_COLOR", "never")
            .current_dir(&self.folder)
            .output()
            .expect("cargo can be run")
    }
}

/// Cargo would wait for its own lock, and say so in the output.
fn lock() -> MutexGuard<'static, ()> {
    static CARGO: Mutex<()> = Mutex::new(());
    CARGO.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What cargo says in JSON, by its reason.
fn messages(output: &Output, reason: &str) -> Vec<Json> {
    let lines = text(&output.stdout);
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    messages.filter(|message| message["reason"] == reason).collect()
}

/// The compiler's errors that have a place.
pub(crate) fn errors(output: &Output) -> Vec<String> {
    let messages = messages(output, "compiler-message").into_iter().map(|message| message["message"].clone());
    let errors = messages.filter(|message| message["level"] == "error" && message["spans"] != Json::Array(Vec::new()));
    errors.map(|message| message["message"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Where the build script of the package itself writes.
pub(crate) fn out_dir(output: &Output) -> PathBuf {
    let scripts = messages(output, "build-script-executed");
    let script = scripts.last().expect("the build script has run");
    PathBuf::from(script["out_dir"].as_str().expect("the folder has a name"))
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
