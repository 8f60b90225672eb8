//! The peers, as source text: what people write or derive for the same codes.

use std::fmt::Write as _;

use errtable::catalog::Entry;

use crate::catalog::Codes;

/// Above this many codes rustc and LLVM take minutes and gigabytes for it.
const MATCH_MOST: usize = 13_000;
const DERIVE_MOST: usize = 1_500;

/// What [`lookups`] does not have, in a sentence.
pub(crate) const LEFT_OUT: &str = "`match` is left out above 13,000 codes and the derives above 1,500.";

/// Lookups by number and by name, for a crate of the benchmark of lookups.
pub(crate) fn lookups(codes: &Codes) -> String {
    let (numbers, names) = (codes.codes(), codes.names());
    let mut text = String::new();
    let _ = writeln!(text, "pub static CODES: [u32; {}] = {numbers:?};", numbers.len());
    let _ = writeln!(text, "pub static NAMES: [&str; {}] = {names:?};", names.len());
    sorted(&mut text, "SORTED_CODES", "u32", &numbers);
    sorted(&mut text, "SORTED_NAMES", "&str", &names);
    perfect(&mut text, "PHF_CODES", "u32", &numbers);
    perfect(&mut text, "PHF_NAMES", "&'static str", &names);
    let matched = numbers.len() <= MATCH_MOST;
    let _ = writeln!(text, "pub const MATCHED: bool = {matched};");
    let (numbers, names) = if matched { (&numbers[..], &names[..]) } else { (&[][..], &[][..]) };
    matches(&mut text, "match_code", "u32", numbers);
    matches(&mut text, "match_name", "&str", names);
    let derived = codes.codes().len() <= DERIVE_MOST;
    let _ = writeln!(text, "pub const DERIVED: bool = {derived};");
    text.push_str(&derive_stack(codes, if derived { usize::MAX } else { 1 }));
    text
}

fn sorted<K: Ord + std::fmt::Debug>(text: &mut String, name: &str, key: &str, keys: &[K]) {
    let mut pairs: Vec<_> = keys.iter().zip(0_u32..).collect();
    pairs.sort();
    let (keys, rows): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let _ = writeln!(text, "pub static {name}: ([{key}; {0}], [u32; {0}]) = ({keys:?}, {rows:?});", keys.len());
}

fn perfect<K>(text: &mut String, name: &str, key: &str, keys: &[K])
where
    K: phf_shared::PhfHash + phf_shared::FmtConst + Eq + std::hash::Hash + Copy,
{
    let mut map = phf_codegen::Map::new();
    for (row, key) in keys.iter().enumerate() {
        map.entry(*key, row.to_string());
    }
    let _ = writeln!(text, "pub static {name}: phf::Map<{key}, u32> = {};", map.build());
}

fn matches<K: std::fmt::Debug>(text: &mut String, name: &str, key: &str, keys: &[K]) {
    let _ = writeln!(text, "pub fn {name}(key: {key}) -> Option<u32> {{\n    match key {{");
    for (row, key) in keys.iter().enumerate() {
        let _ = writeln!(text, "        {key:?} => Some({row}),");
    }
    text.push_str("        _ => None,\n    }\n}\n");
}

/// strum, num_enum and thiserror, for all that the generated enum can do.
pub(crate) fn derive_stack(codes: &Codes, most: usize) -> String {
    let enumeration = &codes.catalog.enums()[0];
    let mut text = String::from(
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(strum::EnumString, strum::IntoStaticStr, strum::EnumMessage, strum::VariantArray)]
#[derive(num_enum::TryFromPrimitive, num_enum::IntoPrimitive, thiserror::Error)]
#[non_exhaustive]
#[repr(u32)]
pub enum Derived {\n",
    );
    for entry in enumeration.entries.iter().take(most) {
        let name = enumeration.name_of(entry).unwrap_or_default();
        let description = enumeration.description_of(entry).unwrap_or_default();
        let (code, variant) = (entry.code(), &entry.variant);
        let _ = writeln!(text, "    /// {description}\n    #[error(\"{name} ({code})\")]");
        let _ =
            writeln!(text, "    #[strum(serialize = {name:?}, message = {description:?})]\n    {variant} = {code},");
    }
    text.push_str("}\n");
    text
}

/// The enum alone, with what every enum of codes derives.
pub(crate) fn bare_enum(codes: &Codes) -> String {
    let mut text = String::from(
        "#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[non_exhaustive]\n#[repr(u32)]\npub enum Bare {\n",
    );
    for (variant, code) in codes.variants().iter().zip(codes.codes()) {
        let _ = writeln!(text, "    {variant} = {code},");
    }
    text.push_str("}\n");
    text
}

/// The enum with a hand-written `match` for each question.
pub(crate) fn hand_written(codes: &Codes) -> String {
    let enumeration = &codes.catalog.enums()[0];
    let name = |entry: &Entry| format!("{:?}", enumeration.name_of(entry).unwrap_or_default());
    let description = |entry: &Entry| format!("{:?}", enumeration.description_of(entry).unwrap_or_default());
    let mut text = bare_enum(codes);
    text.push_str("impl Bare {\n");
    let mut method = |signature: &str, on: &str, rest: &str, arm: &dyn Fn(&Entry) -> String| {
        let _ = writeln!(text, "    pub {signature} {{\n        match {on} {{");
        for entry in &enumeration.entries {
            let _ = writeln!(text, "            {},", arm(entry));
        }
        let _ = writeln!(text, "{rest}        }}\n    }}");
    };
    let none = "            _ => None,\n";
    method("const fn from_code(code: u32) -> Option<Self>", "code", none, &|entry| {
        format!("{} => Some(Self::{})", entry.code(), entry.variant)
    });
    method("fn from_name(name: &str) -> Option<Self>", "name", none, &|entry| {
        format!("{} => Some(Self::{})", name(entry), entry.variant)
    });
    method("const fn name(self) -> &'static str", "self", "", &|entry| {
        format!("Self::{} => {}", entry.variant, name(entry))
    });
    method("const fn description(self) -> &'static str", "self", "", &|entry| {
        format!("Self::{} => {}", entry.variant, description(entry))
    });
    text.push_str("}\n");
    text
}
