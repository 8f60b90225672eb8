//! Which files are joined to which enum, and in what order: codes first, then what is said of them.

use std::collections::{HashMap, HashSet};

use super::join::{Join, JoinedTable, LeftOut, Part};
use super::shared::shared;
use super::told;
use crate::catalog::{Enum, Role, Verdict};
use crate::directive::{JoinedFile, Spanned};
use crate::finding::{Finding, Findings, Rule};
use crate::lock::ReleasedEnum;
use crate::resolve::{Chosen, Group, Spec, Tables};

/// Joins files to the enums of a spec, each to one.
pub(crate) struct Joining<'a> {
    spec: &'a Spec,
    /// The enums that files are joined to, by the name of the file.
    owners: HashMap<&'a str, String>,
    left_out: LeftOut,
    pub(crate) tables: Vec<JoinedTable>,
}

impl<'a> Joining<'a> {
    pub(crate) fn new(spec: &'a Spec) -> Self {
        Joining { spec, owners: HashMap::new(), left_out: LeftOut::default(), tables: Vec::new() }
    }

    /// The enum with the codes and the columns of the files that the directives of its tables name.
    pub(crate) fn join(&mut self, mut enumeration: Enum, group: &Group<'a>, findings: &mut Findings) -> Enum {
        let named = |chosen: &Chosen<'_>| chosen.options.join.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
        let wanted: HashSet<_> = group.tables.iter().flat_map(named).collect();
        let joins = &self.spec.joins;
        // What is wrong with a file is looked at apart: it may be why nothing of it is joined.
        let mut own: Vec<Findings> = Vec::new();
        let mut parts: Vec<(usize, Part<'a>)> = Vec::new();
        for name in joins.names.iter().filter(|name| wanted.contains(&name.value)) {
            let Some(file) = joins.file(&name.value) else { continue };
            match self.owners.get(name.value.as_str()) {
                Some(owner) => findings.push(self.taken(group, name, owner)),
                None => {
                    self.owners.insert(&name.value, enumeration.name.clone());
                    let mut of_file = Findings::default();
                    let of = self.parts(&enumeration, group, &name.value, file, &mut of_file);
                    parts.extend(of.into_iter().map(|part| (own.len(), part)));
                    own.push(of_file);
                }
            }
        }
        // All codes are there before a file says something of them.
        let mut added = Vec::new();
        for (number, part) in &parts {
            let Some(shared) = &part.adds else { continue };
            let mut join = Join::new(self.spec, group, &mut enumeration, part, &mut own[*number], &mut self.left_out);
            let rows = join.add_codes(&part.group, shared, part.file);
            added.extend(rows.map(|(drafts, columns)| (number, part, shared, drafts, columns)));
        }
        for (number, part, shared, drafts, columns) in added {
            let mut join = Join::new(self.spec, group, &mut enumeration, part, &mut own[*number], &mut self.left_out);
            self.tables.push(join.attach(&part.group, &drafts, columns, shared, true));
        }
        for (number, part) in parts.iter().filter(|(_, part)| part.adds.is_none()) {
            let mut join = Join::new(self.spec, group, &mut enumeration, part, &mut own[*number], &mut self.left_out);
            self.tables.extend(join.tables(&part.group));
        }
        // `init` writes above tables of the spec.
        own.into_iter().for_each(|own| findings.extend(own));
        enumeration
    }

    /// A file says something of the codes of one enum; the codes of another would all be unknown there.
    fn taken(&self, group: &Group<'_>, name: &Spanned<String>, owner: &str) -> Finding {
        let mut places = group.tables.iter().flat_map(|chosen| &chosen.options.join);
        let place = places.find(|other| other.value == name.value).unwrap_or(name);
        let message = format!("`{}` is joined to `{owner}` already", name.value);
        Finding::error(Rule::ConflictingSettings, &self.spec.source, place.span.clone(), message)
            .label(name.span.clone(), "named here")
            .help("give each enum a file of its own")
    }

    /// The tables of a file, those of one header together.
    fn parts(
        &self,
        enumeration: &Enum,
        group: &Group<'a>,
        name: &'a str,
        file: &'a JoinedFile,
        findings: &mut Findings,
    ) -> Vec<Part<'a>> {
        let mut verdicts = vec![Verdict::Other; file.document.tables.len()];
        let tables = Tables { source: &file.source, document: &file.document, plans: &file.plans };
        let selection = tables.select(self.spec.lock.as_deref(), &mut verdicts, findings);
        told(&tables, &selection, &verdicts, findings);
        // The names of a table that has them no more may come back from another file.
        let had_names = |locked: &ReleasedEnum| locked.columns.iter().any(|column| column.role == Role::Name);
        let takes_names = enumeration.column(Role::Name).is_none() && group.locked.is_some_and(had_names);
        let part = |mut tables: Vec<Chosen<'a>>| {
            let adds = tables[0].options.adds == Some(true);
            let mut of_first = None;
            for table in &mut tables {
                let name = table.roles.name;
                let shared = shared(&enumeration.columns, table, group.locked);
                if !adds {
                    // The code is the only role that a column has which is added, and the name where it comes back.
                    table.roles.name = name.filter(|_| takes_names);
                    table.roles.description = None;
                }
                of_first.get_or_insert(shared);
            }
            let mut joined = Group::new(group.name.clone(), Some(name), tables);
            joined.locked = group.locked;
            Part { file, group: joined, adds: of_first.filter(|_| adds) }
        };
        by_header(selection.chosen).into_iter().map(part).collect()
    }
}

/// The tables that share a header, as one; those that add codes apart from the others.
fn by_header(chosen: Vec<Chosen<'_>>) -> Vec<Vec<Chosen<'_>>> {
    let mut parts: Vec<Vec<Chosen<'_>>> = Vec::new();
    for table in chosen {
        let fits = |part: &&mut Vec<Chosen<'_>>| {
            part[0].headers().eq(table.headers()) && part[0].options.adds == table.options.adds
        };
        match parts.iter_mut().find(fits) {
            Some(part) => part.push(table),
            None => parts.push(vec![table]),
        }
    }
    parts
}
