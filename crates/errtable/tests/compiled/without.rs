//! What `without` leaves out is not there, and all else is, in any combination: where an impl is left out, one written by
//! hand compiles, and where it is not, it is found.

use std::fmt::Write as _;

use errtable::catalog::{CodeType, Impl, TypeOptions};
use errtable::{Compiled, ReadError, RustOptions, Source, compile_locked, rust};

use crate::names::with_features;
use crate::toolchain::{self, Crate};

const SPEC: &str = "\
<!-- errtable
ranges = true
enum = \"TillError\"
[columns.Part]
as = \"category\"
-->

| Error code | Name | Part |
| --- | --- | --- |
| 0x10 | drawer open | drawer |
| 0x2A | paper out | printer |
| 0x30 - 0x3F | reserved | shop |

<!-- errtable
enum = \"MailError\"
[columns.Side]
as = \"categories\"
separator = \";\"
-->

| Error code | Meaning | Side |
| --- | --- | --- |
| mailbox_full | no room is left | theirs |
| relay_denied | nothing is relayed | ours; theirs |
";

/// The types of the spec, and whether each is of errors.
const TYPES: [(&str, bool); 4] = [("TillError", true), ("MailError", true), ("Part", false), ("Side", false)];

/// Sets of impls, in which each is without each other, and with it: alone, all but one, by halves, and all.
fn sets() -> Vec<Vec<Impl>> {
    let all = || Impl::ALL.iter().copied();
    let mut sets: Vec<Vec<Impl>> = vec![all().collect()];
    for of in all() {
        sets.push(vec![of]);
        sets.push(all().filter(|other| *other != of).collect());
    }
    for bit in 0..4 {
        let half = |is_set: bool| all().zip(0..).filter(move |(_, number)| (number >> bit & 1 == 1) == is_set);
        sets.extend([true, false].map(|is_set| half(is_set).map(|(of, _)| of).collect()));
    }
    sets
}

fn compile(without: &[Impl]) -> Compiled {
    let mut config = "[[spec]]\npath = \"codes.md\"\nfeatures = [\"arbitrary\", \"defmt\", \"serde\"]\n".to_owned();
    for (name, is_of_errors) in TYPES {
        let names = without.iter().filter(|of| is_of_errors || of.is_of_categories());
        let names: Vec<_> = names.map(|of| format!("{:?}", of.as_str())).collect();
        let _ = writeln!(config, "[spec.enum.{name}]\nwithout = [{}]", names.join(", "));
    }
    let compiled = compile_locked(Source::new("codes.md", SPEC), &|name| match name {
        "errtable.toml" => Ok(Source::new(name, config.as_str())),
        _ => Err(ReadError::missing(name)),
    });
    assert_eq!(errtable::render_all(&compiled.findings, errtable::Style::default()), "");
    compiled
}

/// A crate with the code for each set, beside impls by hand of what it leaves out.
fn library(lib: &str) -> Crate {
    let folder = Crate::new("without");
    let mut text = lib.to_owned();
    for (number, set) in sets().iter().enumerate() {
        let compiled = compile(set);
        folder.write(&format!("code_{number}.rs"), &rust(&compiled.catalog, &RustOptions::default()));
        folder.write(&format!("featured_{number}.rs"), &rust(&compiled.catalog, &with_features()));
        let mut uses = String::new();
        for of in compiled.catalog.enums() {
            let code = if of.code_type == CodeType::Text { "&'static str" } else { of.code_type.as_str() };
            uses.push_str(&self::uses(&of.name, Some(code), &of.options));
            of.categories()
                .for_each(|(_, _, category)| uses.push_str(&self::uses(&category.name, None, &category.options)));
        }
        let _ = writeln!(
            text,
            "/// A set.\npub mod set_{number} {{\n//! A set.\n\
             #[cfg(not(feature = \"serde\"))]\ninclude!(\"code_{number}.rs\");\n\
             #[cfg(feature = \"serde\")]\ninclude!(\"featured_{number}.rs\");\n{uses}}}"
        );
    }
    folder.write("lib.rs", &text);
    folder
}

/// Impls by hand of what a type is without, and functions that need the others.
fn uses(name: &str, code: Option<&str>, options: &TypeOptions) -> String {
    let mut text = String::new();
    for &of in Impl::ALL.iter().filter(|of| code.is_some() || of.is_of_categories()) {
        let taken = code.unwrap_or("&'static str").replace("'static ", "");
        let bound = bound(of, &taken);
        let feature = if of.is_of_feature() { format!("#[cfg(feature = {:?})]\n", of.as_str()) } else { String::new() };
        if options.has(of) {
            let _ =
                writeln!(text, "{feature}const _: () = {{ fn needs<T: {bound}>() {{}} let _ = needs::<{name}>; }};");
        } else {
            let _ = writeln!(text, "{feature}{}", by_hand(of, name, code.unwrap_or("&'static str"), &taken));
        }
    }
    // What others need is there, whatever is left out.
    if code.is_some() {
        let lifetime = if code == Some("u32") { "" } else { "<'static>" };
        let _ = writeln!(
            text,
            "const _: () = {{ fn needs<T: core::error::Error + Copy + Ord + core::hash::Hash>() {{}} \
             let _ = needs::<Any{name}{lifetime}>; }};"
        );
    }
    text
}

fn bound(of: Impl, taken: &str) -> String {
    match of {
        Impl::Display => "core::fmt::Display".to_owned(),
        Impl::Error => "core::error::Error".to_owned(),
        Impl::FromStr => "core::str::FromStr".to_owned(),
        Impl::TryFrom => format!("for<'a> core::convert::TryFrom<{}>", taken.replace('&', "&'a ")),
        Impl::From => "Copy".to_owned(),
        Impl::Hash => "core::hash::Hash".to_owned(),
        Impl::PartialOrd => "PartialOrd".to_owned(),
        Impl::Ord => "Ord".to_owned(),
        Impl::Arbitrary => "for<'a> arbitrary::Arbitrary<'a>".to_owned(),
        Impl::Defmt => "defmt::Format".to_owned(),
        Impl::Serde => "serde_core::Serialize + for<'a> serde_core::Deserialize<'a>".to_owned(),
        other => panic!("nobody says how {other:?} is asked for"),
    }
}

/// An impl as its user would write it.
fn by_hand(of: Impl, name: &str, code: &str, taken: &str) -> String {
    match of {
        Impl::Display => format!(
            "impl core::fmt::Display for {name} {{\n\
             fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {{ f.write_str(self.variant_name()) }}\n}}"
        ),
        Impl::Error => format!("impl core::error::Error for {name} {{}}"),
        Impl::FromStr => format!(
            "impl core::str::FromStr for {name} {{\ntype Err = ();\n\
             fn from_str(text: &str) -> Result<Self, ()> {{ Self::from_variant_name(text).ok_or(()) }}\n}}"
        ),
        Impl::TryFrom => format!(
            "impl core::convert::TryFrom<{taken}> for {name} {{\ntype Error = ();\n\
             fn try_from(_: {taken}) -> Result<Self, ()> {{ Ok(Self::ALL[0]) }}\n}}"
        ),
        Impl::From => format!("impl From<{name}> for {code} {{\nfn from(known: {name}) -> Self {{ known.code() }}\n}}"),
        Impl::Hash => format!(
            "impl core::hash::Hash for {name} {{\n\
             fn hash<H: core::hash::Hasher>(&self, state: &mut H) {{ (*self as usize).hash(state) }}\n}}"
        ),
        Impl::PartialOrd => format!(
            "impl PartialOrd for {name} {{\n\
             fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {{ (*self as usize).partial_cmp(&(*other as usize)) }}\n}}"
        ),
        Impl::Ord => format!(
            "impl Ord for {name} {{\n\
             fn cmp(&self, other: &Self) -> core::cmp::Ordering {{ (*self as usize).cmp(&(*other as usize)) }}\n}}"
        ),
        Impl::Arbitrary => format!(
            "impl<'a> arbitrary::Arbitrary<'a> for {name} {{\n\
             fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {{ u.choose(Self::ALL).copied() }}\n}}"
        ),
        Impl::Defmt => format!(
            "impl defmt::Format for {name} {{\n\
             fn format(&self, f: defmt::Formatter<'_>) {{ defmt::write!(f, \"{{=str}}\", self.variant_name()) }}\n}}"
        ),
        Impl::Serde => format!(
            "impl serde_core::Serialize for {name} {{\n\
             fn serialize<S: serde_core::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{ s.serialize_str(self.variant_name()) }}\n}}"
        ),
        other => panic!("nobody has written {other:?} by hand"),
    }
}

#[test]
#[ignore = "takes long: `.ci/run` has it"]
fn types_can_be_without_any_of_their_impls() {
    // The impls by hand are written for all editions.
    let folder = library(&crate::LIB.replace("unused_qualifications, ", ""));
    let metadata = ["--crate-type", "lib", "--emit", "metadata", "lib.rs"].map(str::to_owned);
    for edition in ["2018", "2024"] {
        let edition = ["--edition", edition].map(str::to_owned);
        folder.run_clean("rustc", &[&edition[..], &metadata].concat());
        folder.run_clean("rustc", &[&edition[..], &metadata, toolchain::with_features()].concat());
    }
    folder.run_clean("rustdoc", &["--edition", "2024", "-D", "warnings", "--crate-name", "sets", "lib.rs"]);
}
