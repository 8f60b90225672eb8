//! `errtable::Build` inside cargo: packages that are built for each test, with one target folder for all of them that
//! stays between runs.

mod built;
mod config;
mod join;
mod lock;
mod new;
mod outputs;
mod package;
mod types;
mod workspace;

use std::fs;
use std::process::Output;

use package::{BUILD, GOOD, Package, errors, names, out_dir, text};

/// One row uses the code of another, and one has no code.
const BROKEN: &str = "\
# Till errors

| Error code | Name | Description |
| ---------- | ---- | ----------- |
| 4100 | drawer open | The cash drawer was left open |
| 4101 | paper out | The receipt printer has no paper |
| 4101 | scanner lost | The barcode scanner stopped answering |
| | lid open | The lid is not closed |
";

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_good_spec_builds() {
    let package = Package::new("good", GOOD);
    let output = package.cargo(&["run", "--quiet"]);
    let stderr = text(&output.stderr);
    assert_eq!(text(&output.stdout), "drawer open (4100)\n", "{stderr}");
    assert!(!stderr.contains("good@0.0.0") && !stderr.contains("codes"), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn findings_are_compile_errors() {
    let package = Package::new("broken", BROKEN);
    let output = package.cargo(&["build"]);
    assert!(!output.status.success());
    let stderr = text(&output.stderr);
    // The compiler indents what follows the first line of a message.
    let shown = "\
error: spec/codes.md:7:3: code 4101 is used twice [duplicate-code]
         |
       6 | | 4101 | paper out | The receipt printer has no paper |
         |   ---- first used here
       7 | | 4101 | scanner lost | The barcode scanner stopped answering |
         |   ^^^^
";
    assert!(stderr.contains(shown), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn findings_reach_the_editor_and_nothing_else_is_wrong() {
    let package = Package::new("editor", BROKEN);
    let output = package.cargo(&["build", "--message-format=json"]);
    assert!(!output.status.success());
    let errors = errors(&output);
    // The good rows are there: `ErrorCode::DrawerOpen` is no error.
    let [duplicate, empty] = &errors[..] else { panic!("two errors are expected: {errors:?}") };
    let lines: Vec<_> = duplicate.lines().take(6).collect();
    assert_eq!(
        lines,
        [
            "spec/codes.md:7:3: code 4101 is used twice [duplicate-code]",
            "  |",
            "6 | | 4101 | paper out | The receipt printer has no paper |",
            "  |   ---- first used here",
            "7 | | 4101 | scanner lost | The barcode scanner stopped answering |",
            "  |   ^^^^",
        ]
    );
    assert!(empty.starts_with("spec/codes.md:8:2: this row has no code [empty-code]\n"), "{empty}");
    assert!(errors.iter().all(|error| !error.contains('\u{1b}')), "colour in {errors:?}");
}

/// A file for each of thousands would say nothing new.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_more_findings_are_shown_than_anyone_reads() {
    let rows: String = (0..130).map(|row| format!("| x{row} | name {row} | words |\n")).collect();
    let numbers: String = (0..200).map(|row| format!("| {row} | number {row} | words |\n")).collect();
    let header = "| Error code | Name | Description |\n|---|---|---|\n";
    let package = Package::new("many", &format!("{header}{numbers}{rows}"));
    let output = package.cargo(&["build", "--message-format=json"]);
    let shown = errors(&output);
    let lines = (206..218).map(|line: u32| line.to_string()).collect::<Vec<_>>().join(", ");
    let more = format!("and 127 more [invalid-code], at lines {lines}, ...");
    let more = shown.iter().filter(|error| error.lines().next() == Some(&more));
    assert_eq!((shown.len() - 1, more.count(), names(&out_dir(&output)).len()), (4, 1, 6), "{shown:?}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_mended_spec_leaves_no_finding_behind() {
    let package = Package::new("mended", BROKEN);
    let output = package.cargo(&["build", "--message-format=json"]);
    let out = out_dir(&output);
    assert_eq!(names(&out), ["codes-finding-1.txt", "codes-finding-2.txt", "codes.md", "codes.rs"]);
    package.write("spec/codes.md", &BROKEN.replace("| | lid open", "| 4109 | lid open"));
    assert!(!package.cargo(&["build"]).status.success());
    assert_eq!(names(&out), ["codes-finding-1.txt", "codes.md", "codes.rs"]);
    package.write("spec/codes.md", GOOD);
    let output = package.cargo(&["build"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(names(&out), ["codes.md", "codes.rs"]);
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_spec_of_which_nothing_can_be_made_is_an_error_of_the_build_script() {
    let package = Package::new("nothing", GOOD);
    let spec = package.folder.join("spec/codes.md");
    let fails_with = |message: &str| {
        let output = package.cargo(&["build"]);
        let stderr = text(&output.stderr);
        assert!(!output.status.success() && !stderr.contains("panicked"), "{stderr}");
        let line = format!("error: nothing@0.0.0: {message}");
        assert!(stderr.contains(&line), "{line:?} is not in\n{stderr}");
    };
    fs::remove_file(&spec).expect("the spec is there");
    fails_with("error[unreadable-spec]: there is no file `spec/codes.md`\n");
    fs::create_dir(&spec).expect("there is nothing in the way");
    fails_with("error[unreadable-spec]: `spec/codes.md` is a folder, not a Markdown file\n");
    fs::remove_dir(&spec).expect("the folder is empty");
    fs::write(&spec, b"| Code |\n|---|\n| \xff |\n").expect("the folder is there");
    fails_with(
        "error[unreadable-spec]: `spec/codes.md` is not UTF-8: the byte 0xFF at line 3, column 3 begins no character\n",
    );
    package.write("spec/codes.md", "# Errors\n\nNone yet.\n");
    fails_with("error[no-table]: the file has no table\n");
    // The script runs again once the spec is there.
    package.write("spec/codes.md", GOOD);
    let output = package.cargo(&["build"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_warning_is_one_of_cargo() {
    let package = Package::new("warned", &format!("{GOOD}| 4100 | drawer open | The cash drawer was left open |\n"));
    let output = package.cargo(&["build"]);
    let stderr = text(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let warning = "warning: warned@0.0.0: spec/codes.md:8:1: warning: this row repeats an earlier one word for word \
                   [duplicate-row]: take this one out: line 8\n";
    assert!(stderr.contains(warning), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn a_spec_outside_the_package_is_told_of() {
    let package = Package::new("outside", GOOD);
    let elsewhere = Package::new("elsewhere", GOOD);
    let spec = elsewhere.folder.join("spec/codes.md");
    package.write("build.rs", &BUILD.replace("spec/codes.md", "../elsewhere/spec/codes.md"));
    let output = package.cargo(&["build"]);
    let stderr = text(&output.stderr);
    assert!(spec.is_file() && output.status.success(), "{stderr}");
    let warning = "warning: outside@0.0.0: `../elsewhere/spec/codes.md` lies outside the package";
    assert!(stderr.contains(warning), "{stderr}");
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn an_untouched_spec_is_not_compiled_again() {
    let package = Package::new("untouched", GOOD);
    let ran = |output: &Output| {
        text(&output.stderr).contains("untouched-") && text(&output.stderr).contains("/build-script-build`")
    };
    assert!(ran(&package.cargo(&["build", "-v"])), "a new package runs its build script");
    let output = package.cargo(&["build", "-v"]);
    assert!(!ran(&output) && text(&output.stderr).contains("Fresh untouched v0.0.0"), "{}", text(&output.stderr));
    // Another file of the package is none of its business; the spec is.
    package.write("README.md", "words\n");
    assert!(!ran(&package.cargo(&["build", "-v"])));
    package.write("spec/codes.md", &GOOD.replace("4102", "4103"));
    let output = package.cargo(&["build", "-v"]);
    assert!(ran(&output) && output.status.success(), "{}", text(&output.stderr));
}

/// What a cell says goes to cargo's own ears, line by line.
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_text_becomes_a_directive() {
    let inject = "x&#10;cargo::rustc-env=PWNED=yes&#10;cargo:rustc-env=PWNED=yes&NewLine;cargo::error=no&#13;";
    let spec = format!(
        "| Error code | Name | Note {inject} |\n|---|---|---|\n| 4100 | drawer open | |\n| 4101 | b {inject} | {inject} |\n\
         | 4101 | b {inject} | {inject} |\n"
    );
    let package = Package::new("injected", &spec);
    let output = package.cargo(&["run"]);
    let stderr = text(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(text(&output.stdout), "drawer open (4100)\n");
    // It was told of, so it had its chance.
    assert!(stderr.contains("cargo::rustc-env=PWNED=yes"), "{stderr}");
    // As an error of the spec it does not get further either.
    package.write("spec/codes.md", &spec.replacen("4101", "4100", 1));
    let errors = errors(&package.cargo(&["build", "--message-format=json"]));
    assert!(errors.iter().all(|error| error.starts_with("spec/codes.md:")), "{errors:?}");
}

/// Nor does a path.
#[cfg(unix)]
#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn no_path_becomes_a_directive() {
    let package = Package::new("path", GOOD);
    let name = "spec/x\\ncargo::rustc-env=PWNED=yes\\ncargo::error=no\\n.md";
    package.write("build.rs", &BUILD.replace("spec/codes.md", name));
    package.write("src/main.rs", "fn main() {\n    assert_eq!(option_env!(\"PWNED\"), None);\n}\n");
    package.write(&name.replace("\\n", "\n"), GOOD);
    // Whether such a path is taken is another matter.
    let stderr = text(&package.cargo(&["run"]).stderr);
    assert!(!stderr.contains("path@0.0.0: no\n") && !stderr.contains("assertion"), "{stderr}");
}

/// Numbers and texts, with a category each, so that every impl is made in every form.
const SEVERAL: &str = "\
<!-- errtable default
[columns.Part]
as = \"category\"
-->

# Till errors

| Error code | Name | Part |
| ---------- | ---- | ---- |
| -4100 | drawer open | cash drawer |
| -4101 | paper out | printer |

# Mail errors

| Error code | Description | Part |
| ---------- | ----------- | ---- |
| mailbox_full | The recipient has no room left | box |
| relay_denied | The server does not relay | relay |
";

const USES_FEATURES: &str = r#"
include!(concat!(env!("OUT_DIR"), "/codes.rs"));

use arbitrary::{Arbitrary, Unstructured};
use serde::Deserialize;
use serde::de::value::{BorrowedBytesDeserializer, BorrowedStrDeserializer, BytesDeserializer, Error, StrDeserializer};
use serde_json::{from_reader, from_str, to_string};

fn is_format<T: defmt::Format>(_: T) {}

/// What a type makes of a text that is lent, or given for a moment, and of the same as bytes.
macro_rules! read {
    ($what:ty, $text:literal) => {{
        let (text, bytes) = ($text, $text.as_bytes());
        [
            <$what>::deserialize(BorrowedStrDeserializer::<Error>::new(text)),
            <$what>::deserialize(BorrowedBytesDeserializer::<Error>::new(bytes)),
            <$what>::deserialize(StrDeserializer::<Error>::new(text)),
            <$what>::deserialize(BytesDeserializer::<Error>::new(bytes)),
        ]
    }};
}

fn reads_texts_however_they_are_held() {
    assert_eq!(read!(MailError, "relay_denied"), [const { Ok(MailError::RelayDenied) }; 4]);
    assert_eq!(read!(AnyMailError, "relay_denied"), [const { Ok(AnyMailError::new("relay_denied")) }; 4]);
    assert_eq!(read!(MailErrorPart, "relay"), [const { Ok(MailErrorPart::Relay) }; 4]);
    for refused in read!(MailError, "no_such") {
        let error = refused.unwrap_err().to_string();
        assert!(error.ends_with("expected a known code"), "{error}");
    }
    let [lent, lent_bytes, given, given_bytes] = read!(AnyMailError, "no_such");
    assert_eq!([lent, lent_bytes], [const { Ok(AnyMailError::new("no_such")) }; 2]);
    for refused in [given, given_bytes] {
        let error = refused.unwrap_err().to_string();
        assert_eq!(error, "the code \"no_such\" is unknown, and the input does not lend its text to keep it");
    }
    assert_eq!(from_str::<AnyMailError>("\"relay\\u005fdenied\"").unwrap(), MailError::RelayDenied.into());
    assert!(from_str::<AnyMailError>("\"no\\u005fsuch\"").is_err());
    assert!(AnyMailError::deserialize(BytesDeserializer::<Error>::new(b"\xff")).is_err());
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Named {
    #[serde(with = "as_variant_name")]
    till: TillError,
    #[serde(with = "as_variant_name")]
    mail: MailError,
}

fn main() {
    assert_eq!(to_string(&TillError::ALL).unwrap(), "[-4100,-4101]");
    assert_eq!(from_str::<TillError>("-4101").unwrap(), TillError::PaperOut);
    assert!(from_str::<TillError>("7").unwrap_err().to_string().starts_with("unknown till error 7"));
    assert_eq!(from_str::<AnyTillError>("7").unwrap().code(), 7);
    assert_eq!(to_string(&AnyTillError::new(7)).unwrap(), "7");
    assert_eq!(to_string(&MailError::ALL).unwrap(), "[\"mailbox_full\",\"relay_denied\"]");
    let borrows_nothing = &b"\"relay_denied\""[..];
    assert_eq!(from_reader::<_, MailError>(borrows_nothing).unwrap(), MailError::RelayDenied);
    assert!(from_str::<MailError>("\"no_such\"").unwrap_err().to_string().contains("no_such"));
    assert_eq!(from_str::<AnyMailError>("\"no_such\"").unwrap().code(), "no_such");
    reads_texts_however_they_are_held();
    let named = to_string(&Named { till: TillError::PaperOut, mail: MailError::RelayDenied }).unwrap();
    assert_eq!(named, "{\"till\":\"PaperOut\",\"mail\":\"RelayDenied\"}");
    assert_eq!(from_str::<Named>(&named).unwrap().till, TillError::PaperOut);
    assert!(from_str::<Named>(&named.replace("PaperOut", "paper out")).is_err());
    for part in TillErrorPart::ALL {
        assert_eq!(to_string(part).unwrap(), format!("{:?}", part.as_str()));
        assert_eq!(from_str::<TillErrorPart>(&to_string(part).unwrap()).unwrap(), *part);
    }
    let mut bytes = Unstructured::new(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert!(TillError::ALL.contains(&TillError::arbitrary(&mut bytes).unwrap()));
    assert!(MailErrorPart::ALL.contains(&MailErrorPart::arbitrary(&mut bytes).unwrap()));
    AnyTillError::arbitrary(&mut bytes).unwrap();
    AnyMailError::arbitrary(&mut bytes).unwrap();
    if false {
        is_format(TillError::PaperOut);
        is_format(AnyTillError::new(7));
        is_format(MailError::RelayDenied);
        is_format(AnyMailError::new("no_such"));
        is_format(MailErrorPart::Relay);
    }
}
"#;

/// What is made only where the package asks for it, and is then as good as the rest. The crates that the impls are for
/// are no dependency of this one.
#[test]
#[ignore = "takes long: `.ci/long` has it"]
fn features_add_impls() {
    let package = Package::new("features", SEVERAL);
    let manifest = fs::read_to_string(package.folder.join("Cargo.toml")).expect("it has just been written");
    let more = "[dependencies]\narbitrary = { version = \"1\", default-features = false, optional = true }\n\
                defmt = { version = \"1\", optional = true }\n\
                serde_core = { version = \"1\", default-features = false, optional = true }\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\n\
                [features]\narbitrary = [\"dep:arbitrary\"]\ndefmt = [\"dep:defmt\"]\nserde = [\"dep:serde_core\"]\n\n\
                [lints.rust]\nwarnings = \"deny\"\nunused_imports = \"allow\"\n\n";
    package.write("Cargo.toml", &manifest.replace("[workspace]", &format!("{more}[workspace]")));
    package.write(
        "errtable.toml",
        "[[spec]]\npath = \"spec/codes.md\"\nfeatures = [\"arbitrary\", \"defmt\", \"serde\"]\n",
    );
    package.write("src/main.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/codes.rs\"));\n\nfn main() {}\n");
    let output = package.cargo_online(&["check"]);
    assert!(output.status.success(), "without features: {}", text(&output.stderr));
    // A program with defmt in it links only for a device, so the impls are only checked.
    package.write("src/main.rs", USES_FEATURES);
    let output = package.cargo_online(&["check", "--all-features"]);
    assert!(output.status.success(), "with features: {}", text(&output.stderr));
    let bare = USES_FEATURES.lines().filter(|line| !line.contains("is_format"));
    package.write("src/main.rs", &bare.collect::<Vec<_>>().join("\n"));
    let output = package.cargo_online(&["run", "--features", "arbitrary,serde"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}
