//! The names of all generated types, settled across the enums of a spec.

use std::collections::HashSet;
use std::sync::Arc;

use crate::catalog::{Content, Enum};
use crate::finding::{Finding, Findings, Rule};
use crate::source::Source;

/// Names that the generated code uses for something else.
pub(super) const RESERVED: &[&str] = &[
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Default",
    "Clone",
    "Copy",
    "Debug",
    "Display",
    "Drop",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "Hash",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromStr",
    "Error",
    "Send",
    "Sync",
    "Sized",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "ToString",
    "ToOwned",
    "AsRef",
    "AsMut",
    "String",
    "Vec",
    "Box",
    "Unpin",
    "Extend",
    "Visitor",
    "Serialize",
    "Serializer",
    "Deserialize",
    "Deserializer",
    "Arbitrary",
    "Unstructured",
];

/// The types that come with an enum.
fn types_of(name: &str) -> [String; 5] {
    [
        name.to_owned(),
        format!("Any{name}"),
        format!("Unknown{name}"),
        format!("Parse{name}Error"),
        format!("{name}Range"),
    ]
}

/// Prefixes the categories whose names are shared or taken with their enums' names; what then still meets is a finding.
pub(super) fn settle(source: &Arc<Source>, enums: &mut [Enum], findings: &mut Findings) {
    let mut taken: Vec<String> = enums.iter().flat_map(|enumeration| types_of(&enumeration.name)).collect();
    taken.extend(category_names(enums));
    for enumeration in enums.iter_mut() {
        let name = enumeration.name.clone();
        for column in &mut enumeration.columns {
            if let Content::Category(category) = &mut column.content {
                let uses = taken.iter().filter(|taken| **taken == category.name).count();
                if uses > 1 || RESERVED.contains(&category.name.as_str()) {
                    category.name = format!("{name}{}", category.name);
                }
            }
        }
    }
    let mut seen = HashSet::new();
    let names = enums.iter().flat_map(|enumeration| types_of(&enumeration.name));
    for name in names.chain(category_names(enums)) {
        // Modules are named after types in lower case, so those must differ too.
        if !seen.insert(name.to_lowercase()) {
            findings.push(
                Finding::error(
                    Rule::TypeCollision,
                    source,
                    0..0,
                    format!("two of the generated types would be called `{name}`"),
                )
                .help("give one another name, in the directive above its table: enum = \"...\", for a category inside `[columns.\"...\"]`"),
            );
        }
    }
}

fn category_names(enums: &[Enum]) -> Vec<String> {
    enums.iter().flat_map(Enum::categories).map(|(_, _, category)| category.name.clone()).collect()
}
