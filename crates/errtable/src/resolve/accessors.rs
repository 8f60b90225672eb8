//! The methods that read columns.

use std::ops::Range;

use super::Resolve;
use super::columns::{methods_of, setting};
use super::tables::Chosen;
use crate::catalog::Role;
use crate::catalog::identifier::{is_identifier, is_keyword, lower_snake};
use crate::catalog::reserved::{hidden_trait, is_own};
use crate::directive::ColumnOptions;
use crate::finding::{Finding, Rule};
use crate::text::toml_string;

impl Resolve<'_> {
    /// The method that reads a column. A name that cannot be is a finding, and a number stands in for it. `taken` are the
    /// methods of other columns, with their headers.
    pub(crate) fn accessor(
        &mut self,
        chosen: &Chosen<'_>,
        index: usize,
        role: Role,
        options: &ColumnOptions,
        taken: &[(String, String)],
    ) -> String {
        match role {
            Role::Code => return "code".to_owned(),
            Role::Name => return "name".to_owned(),
            Role::Description => return "description".to_owned(),
            Role::Other => {}
        }
        let cell = &chosen.table.header.cells[index];
        let numbered = format!("column_{}", index + 1);
        let (name, span) = match &options.accessor {
            Some(given) => (given.value.clone(), given.span.clone()),
            None => (lower_snake(&cell.text).unwrap_or_else(|| numbered.clone()), cell.span.clone()),
        };
        let methods: Vec<_> = methods_of(&name, options.holds).collect();
        let twin = methods.iter().find_map(|method| taken.iter().find(|(other, _)| other == method));
        let fault = if let Some(owner) = owner(&name) {
            let fallback = format!("{name}_column");
            let is_free = taken.iter().all(|(accessor, _)| *accessor != fallback);
            if options.accessor.is_none() && is_free {
                return self.taken(chosen, index, &name, &owner, span);
            }
            format!("cannot be: {owner}")
        } else if let Some((method, header)) = twin {
            match *method == name {
                true => format!("is already that of the column `{header}`"),
                false => format!("brings a method `{method}`, which the column `{header}` has already"),
            }
        } else if is_keyword(&name) {
            return self.keyword(chosen, index, name, span);
        } else if !is_identifier(&name) || lower_snake(&name).as_deref() != Some(&name) {
            "is no function name in lower snake case".to_owned()
        } else {
            return name;
        };
        let message = format!("the accessor `{name}` of the column `{}` {fault}", cell.text);
        let finding = Finding::error(Rule::AccessorCollision, self.source, span, message);
        let base = lower_snake(&name).unwrap_or_else(|| "column".to_owned());
        let setting = setting(chosen, index, "accessor", &toml_string(&format!("{base}_{}", index + 1)));
        let fix = match &options.accessor {
            // What a person wrote is theirs to mend.
            Some(_) => chosen.saying("give it another", [setting]),
            None => chosen.saying_why("give it another", setting, "its own name is taken"),
        };
        self.findings.push(finding.fix(fix));
        numbered
    }

    /// A header that is the name of a method makes another one, which says whose it is.
    fn taken(&mut self, chosen: &Chosen<'_>, index: usize, name: &str, owner: &str, span: Range<usize>) -> String {
        let header = &chosen.table.header.cells[index].text;
        let accessor = format!("{name}_column");
        let message = format!("{owner}, so the accessor of the column `{header}` is `{accessor}`");
        let finding = Finding::warning(Rule::AccessorCollision, self.source, span, message);
        let setting = setting(chosen, index, "accessor", &toml_string(&accessor));
        self.findings.push(finding.fix(chosen.saying("agree, or give it another name", [setting])));
        accessor
    }

    /// A keyword can be a method's name, as Rust has it: `r#type`. Whoever wants to write less gives another.
    fn keyword(&mut self, chosen: &Chosen<'_>, index: usize, name: String, span: Range<usize>) -> String {
        let header = &chosen.table.header.cells[index].text;
        let setting = setting(chosen, index, "accessor", &toml_string(&format!("{name}_of")));
        if matches!(name.as_str(), "self" | "super" | "crate") {
            let message = format!("the accessor `{name}` of the column `{header}` is a keyword");
            let finding = Finding::error(Rule::AccessorCollision, self.source, span, message);
            let fix = chosen.saying_why("give it another", setting, "its own name is a keyword");
            self.findings.push(finding.fix(fix));
            return format!("column_{}", index + 1);
        }
        let message = format!("the accessor of the column `{header}` is a keyword, so it is called `r#{name}`");
        let finding = Finding::warning(Rule::AccessorCollision, self.source, span, message);
        self.findings.push(finding.fix(chosen.saying("give it another", [setting])));
        name
    }
}

/// Who has a method of this name already.
fn owner(accessor: &str) -> Option<String> {
    if is_own(accessor) {
        return Some(format!("the generated code has a `{accessor}` of its own"));
    }
    hidden_trait(accessor).map(|name| format!("the generated code has a `{accessor}` by the trait `{name}`"))
}
