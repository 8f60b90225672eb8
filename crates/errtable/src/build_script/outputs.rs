//! The files that build scripts make in `OUT_DIR`, so that no `Build` writes over those of another.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use unicode_normalization::UnicodeNormalization as _;

use super::Build;
use crate::output::Inputs;
use crate::text::{is_unprintable, printable};

/// What all files of a `Build` are named after: `codes` of `codes.rs`, `codes.md` and `codes-finding-1.txt`.
pub(crate) fn stem(build: &Build) -> Result<String, String> {
    let Some(name) = &build.output else {
        return Ok(build.spec.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    };
    let stem = name.strip_suffix(".rs").filter(|stem| is_plain(stem));
    stem.map(str::to_owned).ok_or_else(|| {
        let spec = printable(&build.spec.to_string_lossy());
        format!(
            "the output of `{spec}` cannot be `{}`: it is the name of a Rust file in OUT_DIR\n\
             help: name it, without a folder: {}",
            printable(name),
            suggested(&build.spec, |_| true)
        )
    })
}

fn is_plain(stem: &str) -> bool {
    !stem.is_empty() && !stem.starts_with('.') && !stem.contains(['/', '\\', ':']) && !stem.contains(is_unprintable)
}

/// A `Build` of this process.
struct Done {
    build: Build,
    out: PathBuf,
    stem: String,
    /// What it has read, once it has.
    inputs: Option<Inputs>,
}

impl Done {
    fn is_called(&self, out: &Path, stem: &str) -> bool {
        self.out == out && folded(&self.stem) == folded(stem)
    }
}

static DONE: Mutex<Vec<Done>> = Mutex::new(Vec::new());

fn done() -> MutexGuard<'static, Vec<Done>> {
    DONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a stem for a `Build`. One that says the same makes the same files, and may do so twice.
pub(crate) fn claim(build: &Build, out: &Path, stem: &str) -> Result<(), String> {
    let mut done = done();
    match done.iter().find(|done| done.is_called(out, stem)).map(|done| &done.build) {
        Some(first) if first == build => Ok(()),
        Some(first) => {
            let [first, second] = [first, build].map(|build| printable(&build.spec.to_string_lossy()));
            let is_free = |stem: &str| !done.iter().any(|done| done.is_called(out, stem));
            Err(format!(
                "`{first}` and `{second}` would both become `{}` in OUT_DIR, and the second would replace the first\n\
                 help: give it another name: {}",
                printable(&format!("{stem}.rs")),
                suggested(&build.spec, is_free)
            ))
        }
        None => {
            done.push(Done { build: build.clone(), out: out.to_owned(), stem: stem.to_owned(), inputs: None });
            Ok(())
        }
    }
}

/// The files that no output of a `Build` may replace: those that it has read, and those of every `Build` before it. None
/// that it has read may be an output itself: it would be another text by now.
pub(crate) fn inputs(build: &Build, inputs: Inputs) -> Result<Inputs, String> {
    let mut done = done();
    for other in done.iter().filter(|other| other.build != *build && other.inputs.is_some()) {
        for name in files(&other.stem) {
            if let Some(input) = inputs.find(&other.out.join(&name)) {
                let [first, second] = [&other.build, build].map(|build| printable(&build.spec.to_string_lossy()));
                return Err(format!(
                    "`{}` in OUT_DIR is {input} `{second}`, and has been made of `{first}` just now\n\
                     help: give that one another name: {}",
                    printable(&name),
                    suggested(&other.build.spec, |stem| !done.iter().any(|done| done.is_called(&other.out, stem)))
                ));
            }
        }
    }
    if let Some(own) = done.iter_mut().find(|done| done.build == *build) {
        own.inputs = Some(inputs);
    }
    Ok(done.iter().filter_map(|done| done.inputs.as_ref()).fold(Inputs::none(), Inputs::and))
}

/// The files that are always made.
pub(crate) fn files(stem: &str) -> [String; 2] {
    ["rs", "md"].map(|ending| format!("{stem}.{ending}"))
}

/// A name as the systems compare it that take capitals for small letters, and one accent for the other form of it.
fn folded(stem: &str) -> String {
    stem.nfc().collect::<String>().to_lowercase()
}

/// The call that gives the output of a spec a name of its own: `.output("shop_codes.rs")` for `shop/codes.md`.
pub(crate) fn suggested(spec: &Path, is_free: impl Fn(&str) -> bool) -> String {
    let folder = spec.parent().and_then(|folder| folder.components().next_back());
    let folder = folder.and_then(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let word = |name: &OsStr| name.to_string_lossy().replace(|c: char| !c.is_alphanumeric() && c != '-', "_");
    let words = folder.into_iter().chain(spec.file_stem()).map(word);
    let name = words.collect::<Vec<_>>().join("_");
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}_{number}")));
    let name = names.find(|name| is_free(name)).unwrap_or_default();
    format!("errtable::Build::new({:?}).output(\"{name}.rs\")", printable(&spec.to_string_lossy()))
}
