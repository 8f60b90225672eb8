//! The compiler, rustdoc and clippy, run as a consumer's build would run them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value as Json;

/// The cargo features of the generated code.
pub(crate) const FEATURES: [&str; 3] = ["arbitrary", "defmt", "serde"];

/// A crate of one folder, without cargo.
#[derive(Debug)]
pub(crate) struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// An empty folder for the test of this name.
    pub(crate) fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled").join(test);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of an earlier run can be removed");
        }
        fs::create_dir_all(&folder).expect("a folder can be made in the target directory");
        Crate { folder }
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("a file can be written into the target directory");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).expect("a file that was written can be read")
    }

    /// Runs a tool in the folder; its output as text, and whether it went well.
    pub(crate) fn run<I: AsRef<OsStr>>(&self, tool: impl AsRef<OsStr>, arguments: &[I]) -> (bool, String) {
        let tool = tool.as_ref();
        let output = Command::new(tool).args(arguments).current_dir(&self.folder).output();
        let output = output.unwrap_or_else(|error| panic!("{} cannot be run: {error}", tool.display()));
        (output.status.success(), told(&output))
    }

    /// Runs a tool that must say nothing and succeed.
    pub(crate) fn run_clean<I: AsRef<OsStr>>(&self, tool: &str, arguments: &[I]) {
        let (success, text) = self.run(tool, arguments);
        assert!(success && text.is_empty(), "{tool} in {}:\n{text}", self.folder.display());
    }

    /// A program that has been made here.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// What rustc and rustdoc are told so that the generated code has its features, and the crates that those need.
///
/// Cargo checks the crates once, in the versions of the workspace. It may fetch one that is not here yet.
pub(crate) fn with_features() -> &'static [String] {
    static ARGUMENTS: OnceLock<Vec<String>> = OnceLock::new();
    ARGUMENTS.get_or_init(|| {
        let mut arguments: Vec<_> =
            FEATURES.iter().flat_map(|name| ["--cfg".to_owned(), format!("feature=\"{name}\"")]).collect();
        for (name, library) in libraries() {
            arguments.extend(["--extern".to_owned(), format!("{name}={}", library.display())]);
            let folder = library.parent().expect("a library is in a folder");
            arguments.extend(["-L".to_owned(), format!("dependency={}", folder.display())]);
        }
        arguments
    })
}

/// What rustc is told for each set of the features.
pub(crate) fn feature_sets() -> Vec<Vec<String>> {
    let sets = (0..1_u32 << FEATURES.len()).map(|set| {
        let has = |number: usize| set >> number & 1 == 1;
        let (flags, libraries) = with_features().split_at(2 * FEATURES.len());
        let flags = flags.chunks(2).enumerate().filter(|(number, _)| has(*number)).flat_map(|(_, flag)| flag.to_vec());
        flags.chain(libraries.iter().cloned()).collect()
    });
    sets.collect()
}

/// The crates, each with its library.
fn libraries() -> Vec<(String, PathBuf)> {
    const MANIFEST: &str = "[package]\nname = \"externs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
        [dependencies]\narbitrary = { version = \"1\", default-features = false }\ndefmt = \"1\"\n\
        serde_core = { version = \"1\", default-features = false }\n";
    let externs = Crate::new("externs");
    externs.write("Cargo.toml", MANIFEST);
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let locked = fs::read_to_string(workspace.join("Cargo.lock")).expect("the workspace has its versions locked");
    externs.write("Cargo.lock", &locked);
    fs::create_dir(externs.folder.join("src")).expect("a folder can be made in the target directory");
    externs.write("src/lib.rs", "");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--message-format=json", "--target-dir", "../externs-target"])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(&externs.folder)
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", told(&output));
    let text = String::from_utf8_lossy(&output.stdout);
    let artifacts = text.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let library = |artifact: Json| {
        let name = artifact["target"]["name"].as_str()?.to_owned();
        let files = artifact["filenames"].as_array()?.iter().filter_map(Json::as_str).map(PathBuf::from);
        let library = files.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "rmeta"))?;
        ["arbitrary", "defmt", "serde_core"].contains(&name.as_str()).then_some((name, library))
    };
    let libraries: Vec<_> = artifacts.filter_map(library).collect();
    assert_eq!(libraries.len(), 3, "{libraries:?}");
    libraries
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
