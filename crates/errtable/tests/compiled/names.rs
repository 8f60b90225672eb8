//! Specs that call their enums, categories, values, columns, aliases and codes what the generated code calls its own
//! parts. What it does is read from the code of all other cases, so nothing that is added to it is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use errtable::catalog::{Catalog, CodeType, Content, Enum};
use errtable::{RustOptions, rust};
use heck::{ToSnakeCase, ToTitleCase, ToUpperCamelCase};
use proc_macro2::{TokenStream, TokenTree};

use crate::fixture::Case;
use crate::toolchain::FEATURES;

/// What a spec can call by a name of its choice.
const ROLES: [&str; 7] = ["enum", "category", "column", "value", "alias", "variant", "code"];

pub(crate) fn with_features() -> RustOptions {
    FEATURES.into_iter().fold(RustOptions::default(), |options, name| options.feature(name).expect("it is known"))
}

/// Every identifier of the code of these cases that is not out of a table: of one, it would be in no other's code. Of
/// those that differ only in how their words are joined, the first, which has capitals.
pub(crate) fn own(cases: &[Case]) -> Vec<String> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_tables = BTreeSet::new();
    for case in cases {
        let catalog = case.compile().catalog;
        let code: TokenStream = rust(&catalog, &with_features()).parse().expect("the generated code is Rust");
        let mut of_code = BTreeSet::new();
        identifiers(code, &mut of_code);
        of_code.into_iter().for_each(|name| *uses.entry(name).or_default() += 1);
        of_tables.extend(variants(&catalog));
    }
    // No column can be called so, whoever else is; and what has no letter is no name.
    let mut seen = BTreeSet::from(["", "crate", "self", "super"].map(str::to_owned));
    let own = uses.into_iter().filter(|(name, uses)| *uses > 1 && !of_tables.contains(name));
    own.map(|(name, _)| name).filter(|name| seen.insert(name.to_snake_case())).collect()
}

fn identifiers(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => identifiers(group.stream(), into),
            TokenTree::Ident(ident) => {
                into.insert(ident.to_string().trim_start_matches("r#").to_owned());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn variants(catalog: &Catalog) -> impl Iterator<Item = String> {
    let of_enum = catalog.enums().iter().flat_map(|enumeration| &enumeration.entries).map(|entry| &entry.variant);
    let of_categories = catalog.enums().iter().flat_map(Enum::categories);
    let values = of_categories.flat_map(|(_, _, category)| &category.values).map(|value| &value.variant);
    of_enum.chain(values).cloned()
}

/// A spec for each name, in which other names have the other roles; each name gets each role. Every other spec has text
/// codes. With more specs than names, each name meets others in the later ones.
///
/// The name of an enum that is refused gives way to one that never is. No other name may be refused.
pub(crate) fn cases(names: &[String], number: usize) -> Vec<Case> {
    let kinds = [Kind::Numbers, Kind::Texts].into_iter().cycle();
    kinds.enumerate().take(number).map(|(at, kind)| case(kind, names, at)).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Numbers,
    Texts,
}

fn case(kind: Kind, names: &[String], at: usize) -> Case {
    // Names that differ little stand side by side, and must not meet in one spec.
    let name = |role: &str| {
        let role = ROLES.iter().position(|other| *other == role).expect("it is a role");
        let stride = names.len() / ROLES.len() - at / names.len();
        names[(at + role * stride) % names.len()].as_str()
    };
    let named = format!("enum = \"{}\"\n", type_name(name("enum")));
    let texts = [named.as_str(), ""].map(|named| text(kind, named, &name));
    let cases = texts.map(|text| Case { name: format!("{} {at}", name("enum")), text, ..Case::default() });
    let compiles = |case: &&Case| !case.compile().findings.has_errors();
    cases.iter().find(compiles).unwrap_or_else(|| panic!("{:#?}", cases[1].compile().findings)).clone()
}

/// As it is where that can be the name of a type.
fn type_name(name: &str) -> String {
    let is_one = name.starts_with(char::is_uppercase) && !name.contains('_');
    if is_one { name.to_owned() } else { name.to_upper_camel_case() }
}

fn text<'a>(kind: Kind, named: &str, name: &impl Fn(&str) -> &'a str) -> String {
    let [category, column, value] = ["category", "column", "value"].map(name);
    // As words, which make the variant and the constant of this name.
    let [variant, alias] = ["variant", "alias"].map(|role| name(role).to_title_case());
    let (kind_of_code, code, ranges) = match kind {
        Kind::Numbers => ("", "3", "ranges = true\n"),
        Kind::Texts => ("code_type = \"text\"\n", name("code"), ""),
    };
    let range = if kind == Kind::Numbers { "| 10 - 19 | a range | four | what | ever |\n" } else { "" };
    format!(
        "<!-- errtable\n{named}code = \"Error code\"\nname = \"Meaning\"\ndescription = \"Text\"\nduplicates = \"alias\"\n{kind_of_code}{ranges}\
         [columns.\"{category}\"]\nas = \"category\"\n[columns.\"{column}\"]\noptional = true\n-->\n\n\
         | Error code | Meaning | Text | {category} | {column} |\n| --- | --- | --- | --- | --- |\n\
         | 1 | {variant} | one | {value} | |\n\
         | {code} | the second row | two | another one | filled |\n\
         | {code} | {alias} | three | {value} | filled |\n{range}"
    )
}

/// Which names came through in each role, as the catalogues of the cases have them.
pub(crate) fn accepted(cases: &[Case]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut accepted: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for enumeration in cases.iter().flat_map(|case| case.compile().catalog.enums().to_vec()) {
        let mut add = |role, name: &str| accepted.entry(role).or_default().insert(name.to_owned());
        add("enum", &enumeration.name);
        for column in &enumeration.columns {
            match &column.content {
                Content::Category(category) | Content::Categories(category) => {
                    add("category", &category.name);
                    category.values.iter().for_each(|value| {
                        add("value", &value.variant);
                    });
                }
                _ => {
                    add("column", &column.accessor);
                }
            }
        }
        for entry in &enumeration.entries {
            add("variant", &entry.variant);
            if enumeration.code_type == CodeType::Text {
                add("code", &entry.code().to_string());
            }
        }
        enumeration.aliases.iter().for_each(|alias| {
            add("alias", &alias.name);
        });
    }
    accepted
}

/// What callers write with the traits in scope, for the first enum of a case.
pub(crate) fn caller(number: usize, catalog: &Catalog) -> String {
    let enumeration = &catalog.enums()[0];
    let name = &enumeration.name;
    let code = match enumeration.code_type {
        CodeType::Text => "\"no code\"",
        _ => "7",
    };
    let into = match enumeration.code_type {
        CodeType::Text => "&'static str",
        integer => integer.as_str(),
    };
    CALLER.replace("NUMBER", &number.to_string()).replace("NAME", name).replace("INTO", into).replace("SENT", code)
}

const CALLER: &str = "
mod caller_NUMBER {
    use crate::case_NUMBER::NAME as __E;
    use super::*;
    pub(crate) fn core(e: __E, h: &mut impl core::hash::Hasher, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let _ = (__E::from_str(\"x\"), <__E as FromStr>::from_str(\"x\"), \"x\".parse::<__E>());
        let _ = (__E::try_from(SENT), <__E as TryFrom<_>>::try_from(SENT), __E::from(e));
        let _: INTO = e.into();
        let _: Result<__E, _> = e.try_into();
        let _ = (e.clone(), __E::clone(&e), e.eq(&e), e.ne(&e), e.cmp(&e), __E::cmp(&e, &e), e.partial_cmp(&e));
        let _ = (e.lt(&e), e.le(&e), e.gt(&e), e.ge(&e), e.max(e), e.min(e), e.clamp(e, e));
        let _: &__E = e.borrow();
        let _ = (e.to_string(), e.to_owned(), __E::source(&e), (__E::ALL, __E::COUNT, e.code()));
        e.hash(h);
        core::fmt::Display::fmt(&e, f)
    }
    #[cfg(feature = \"serde\")]
    pub(crate) fn serde<'de, S: Serializer, D: Deserializer<'de>>(s: S, d: D) -> (Option<S::Ok>, Option<__E>) {
        (__E::ALL[0].serialize(s).ok(), __E::deserialize(d).ok())
    }
    #[cfg(feature = \"arbitrary\")]
    pub(crate) fn arbitrary(u: &mut Unstructured<'_>) -> Option<__E> {
        __E::arbitrary(u).ok()
    }
    #[cfg(feature = \"defmt\")]
    pub(crate) fn defmt(e: __E, f: defmt::Formatter<'_>) {
        e.format(f);
    }
}
";

/// What stands above the callers.
pub(crate) const CALLERS: &str = "
extern crate alloc;
#[cfg(feature = \"arbitrary\")]
use arbitrary::{Arbitrary, Unstructured};
use alloc::borrow::ToOwned;
use alloc::string::ToString;
use core::borrow::Borrow;
use core::convert::{TryFrom, TryInto};
use core::error::Error;
use core::hash::Hash;
use core::str::FromStr;
#[cfg(feature = \"defmt\")]
use defmt::Format;
#[cfg(feature = \"serde\")]
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
";
