//! The names of all generated types, settled across the enums of a spec.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::catalog::reserved::TYPES;
use crate::catalog::{Content, Enum};
use crate::finding::{Finding, Findings, Rule};
use crate::text::Source;

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

/// The types that come with a category.
fn types_of_category(name: &str) -> [String; 2] {
    [name.to_owned(), format!("Parse{name}Error")]
}

/// Prefixes the categories whose names are shared or taken with their enums' names; what then still meets is a finding.
///
/// A category that was released under its name keeps it.
pub(crate) fn check(source: &Arc<Source>, enums: &mut Vec<Enum>, released: &HashSet<&str>, findings: &mut Findings) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for name in enums.iter().flat_map(|enumeration| types_of(&enumeration.name)).chain(types_of_categories(enums)) {
        *uses.entry(name).or_default() += 1;
    }
    for enumeration in enums.iter_mut() {
        let name = enumeration.name.clone();
        for column in &mut enumeration.columns {
            if let Content::Category(category) | Content::Categories(category) = &mut column.content {
                let is_shared = types_of_category(&category.name).iter().any(|name| uses[name] > 1);
                let is_taken = TYPES.contains(&category.name.as_str());
                if is_taken || is_shared && !released.contains(category.name.as_str()) {
                    category.name = format!("{name}{}", category.name);
                }
            }
        }
    }
    let mut seen = HashSet::new();
    // The later of two enums that share a name is left out, so that the code of the other compiles.
    enums.retain(|enumeration| {
        let categories = enumeration.categories().flat_map(|(_, _, category)| types_of_category(&category.name));
        let names: Vec<_> = types_of(&enumeration.name).into_iter().chain(categories).collect();
        // Modules are named after types in lower case, so those must differ too.
        let is_taken = |name: &&String| TYPES.contains(&name.as_str()) || !seen.insert(name.to_lowercase());
        let met: Vec<_> = names.iter().filter(is_taken).collect();
        for name in &met {
            findings.push(collision(source, &enumeration.name, name));
        }
        met.is_empty()
    });
}

fn collision(source: &Arc<Source>, enumeration: &str, name: &str) -> Finding {
    let message = format!("the enum `{enumeration}` needs a type `{name}`, and another enum or category has it");
    Finding::error(Rule::TypeCollision, source, 0..0, message).help(format!(
        "rename one of them, in the directive above its table: enum = \"{enumeration}Code\"; a category in its `[columns]` entry"
    ))
}

fn types_of_categories(enums: &[Enum]) -> Vec<String> {
    enums.iter().flat_map(Enum::categories).flat_map(|(_, _, category)| types_of_category(&category.name)).collect()
}
