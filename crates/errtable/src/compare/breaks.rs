//! Changes that break users, to findings: what broke, the row as it was, and the way out.

use std::collections::{HashMap, HashSet};

use super::diff::{Change, Class, CodeView, Difference, Of, Site, Subject};
use super::remedies::Reworded;
use super::restore::Restorer;
use super::{Compiled, accepting, remedies};
use crate::catalog::Code;
use crate::check::JoinedTable;
use crate::finding::{DirectiveSite, Finding, Fix, Place, Rule, Settings, Topic};

/// The breaks of a spec.
pub(super) struct Breaks<'a> {
    new: &'a Compiled,
    /// The earlier spec that it is compared with; `None` where that is its own lock.
    earlier: Option<&'a Compiled>,
    /// The breaks that the comparison with its lock has found already.
    known: HashSet<String>,
    restorer: Restorer<'a>,
    /// The variants that its lock gives to codes, by enum.
    released: HashMap<(&'a str, &'a Code), &'a str>,
}

impl<'a> Breaks<'a> {
    /// Those since the lock was written. `past` is an earlier state of the spec, which knows more of it than the lock.
    pub(super) fn since_lock(new: &'a Compiled, past: Option<&'a Compiled>) -> Self {
        let restorer = Restorer::new(new, past);
        Breaks { new, earlier: None, known: HashSet::new(), restorer, released: HashMap::new() }
    }

    pub(super) fn since(earlier: &'a Compiled, new: &'a Compiled) -> Self {
        let enums = new.spec.lock.iter().flat_map(|lock| &lock.enums);
        let rows = enums.flat_map(|of| of.rows.iter().map(move |row| (of, row)));
        let codes = rows.flat_map(|(of, row)| row.codes.iter().map(move |released| (of, row, &released.code)));
        let released = codes.map(|(of, row, code)| ((of.name.as_str(), code), row.variant.as_str())).collect();
        let known = new.changes.iter().filter_map(Change::key).collect();
        let restorer = Restorer::new(new, Some(earlier));
        Breaks { new, earlier: Some(earlier), known, restorer, released }
    }

    /// A finding for each change that breaks users.
    pub(super) fn findings<'d>(&'d self, differences: &'d [Difference<'_>]) -> impl Iterator<Item = Finding> + 'd {
        let reworded = remedies::reworded(differences);
        differences.iter().filter_map(move |difference| self.finding(difference, &reworded))
    }

    fn finding(&self, difference: &Difference<'_>, reworded: &Reworded<'_>) -> Option<Finding> {
        let change = &difference.change;
        let (rule, key) = (change.rule()?, change.key()?);
        let (place, second) = self.places(difference);
        let was = self.was(difference);
        let mut finding = Finding::warning(rule, self.new.source(), 0..0, message(difference));
        finding.place = place;
        match second {
            Some(second) => finding = finding.label_at(second, was),
            None => finding.note = was,
        }
        finding = match self.contradicted(change) {
            // Until the lock is mended, another remedy would go by what it says.
            Some(earlier) => finding.help(accepting::mend(self.new, earlier)),
            None => {
                // The lock of today does not know of what breaks nothing in it.
                let from = self.earlier.filter(|_| !self.known.contains(&key) && rule != Rule::SetReduced);
                let recording = accepting::recording(self.new, from);
                let reworded = match (&difference.of, change.class) {
                    (Of::Value { column, heir: Some(_), .. }, Class::ValueRenamed) => {
                        reworded.get(&(change.enumeration.as_str(), column.accessor)).map_or(&[][..], Vec::as_slice)
                    }
                    _ => &[],
                };
                let mut finding =
                    remedies::add(finding, difference, reworded, self.directive(difference), &self.restorer);
                // One directive says of all values of a column what they are called.
                if reworded.len() > 1 {
                    let topic = Topic::RewordedValues(accessor(change).unwrap_or_default());
                    finding.explains.push(topic.clone());
                    finding = finding.about([topic]);
                }
                finding.recording = Some(Box::new(recording));
                finding
            }
        };
        finding.accepts = Some(key);
        if rule == Rule::ColumnTypeChanged || rule == Rule::ColumnRemoved {
            finding.explains.extend(accessor(change).map(Topic::Values));
        }
        if let (Class::Removed | Class::Renumbered, Of::Code { code, row }) = (change.class, &difference.of) {
            // That of the first stands for the row, whose other codes have findings of their own.
            finding.explains.extend([code.code, row.first].map(|code| Topic::Gone(code.to_string())));
            finding.explains.extend((change.class == Class::Removed).then_some(Topic::ValueOfGoneRow));
            // Of the codes of one row, the first tells of all.
            if code.code != row.first {
                return Some(finding.about([Topic::Gone(row.first.to_string())]));
            }
        }
        let names = names(difference, &finding);
        Some(if names.is_empty() { finding } else { finding.about(names) })
    }

    /// What an earlier state of the spec knows of something that is gone: the fix that brings it back.
    pub(super) fn recalled(&self, difference: &Difference<'_>) -> Option<Fix> {
        match &difference.of {
            Of::Column { column, heir: Some(twin) } => {
                let default = self.restorer.default_of(difference.old.name, column)?;
                let settings = Settings::new(self.directive(difference)?, [remedies::default_again(twin, default)]);
                Some(Fix::settings(remedies::DEFAULT_AGAIN, settings))
            }
            _ => self.restorer.by_past(difference),
        }
    }

    /// Where the spec says it now, and where the lock or the earlier spec says it.
    fn places(&self, Difference { change, new, .. }: &Difference<'_>) -> (Place, Option<Place>) {
        let here = change.new_site.as_ref().map(|site| self.new.place(site));
        let there = change.old_site.as_ref().map(|site| self.earlier.unwrap_or(self.new).place(site));
        match (here, there, self.earlier) {
            (Some(here), there, _) => (here, there),
            (None, Some(there), None) => (there, None),
            // The past cannot be edited; what it had is to come back here.
            (None, there, _) => {
                let of_enum = new.map(|new| self.new.place(&new.site));
                (of_enum.unwrap_or_else(|| Place::new(self.new.source(), 0..0)), there)
            }
        }
    }

    /// The directive of the table that a break is about.
    fn directive(&self, Difference { change, new, of, .. }: &Difference<'_>) -> Option<DirectiveSite> {
        let spec = &self.new.spec;
        let is_joined = matches!(of, Of::Column { column, .. } if column.is_joined);
        let table = match change.new_site.as_ref().or(new.map(|new| &new.site))? {
            Site::Row(row) if !is_joined => row.table(),
            Site::Table(table) if !is_joined => *table,
            site => {
                let is_there = |table: &&JoinedTable| match site {
                    Site::Beside(there) => *there == table.header || table.rows.values().any(|place| place == there),
                    _ => false,
                };
                let enumeration = &new.as_ref()?.name;
                let mut joined = self.new.joined.iter().filter(|table| table.enumeration == *enumeration);
                let exact = joined.clone().find(is_there);
                return exact.or_else(|| joined.next()).map(|table| table.directive.clone());
            }
        };
        Some(spec.plan(table).site(&spec.source, spec.document.table(table)))
    }

    /// What a label says of the past.
    fn was(&self, difference: &Difference<'_>) -> String {
        match (&difference.of, self.earlier) {
            (_, Some(_)) => "as it was".to_owned(),
            (Of::Code { code: CodeView { since: Some(since), .. }, .. }, None) if !since.is_empty() => {
                format!("released in {since}")
            }
            (_, None) => "released as this".to_owned(),
        }
    }

    /// The earlier spec, where the lock of today gives a code another variant than that did.
    fn contradicted(&self, change: &Change) -> Option<&Compiled> {
        let (Class::Renamed, Subject::Code { code, .. }) = (change.class, &change.subject) else { return None };
        let released = self.released.get(&(change.enumeration.as_str(), code))?;
        self.earlier.filter(|_| *released == change.after)
    }
}

/// Whether an earlier state of the spec may know what brings back that which is gone.
pub(super) fn can_be_recalled(difference: &Difference<'_>) -> bool {
    match (&difference.of, difference.change.class) {
        (Of::Code { code, row }, Class::Removed) => code.code == row.first && difference.change.new_site.is_none(),
        (Of::Constant(_) | Of::Range(_), Class::ItemRemoved) => true,
        (Of::Column { column, heir: Some(twin) }, Class::ColumnChanged) => {
            column.default.is_none() && twin.default.is_none() && column.kind == twin.kind && twin.optional
        }
        _ => false,
    }
}

fn accessor(change: &Change) -> Option<String> {
    match &change.subject {
        Subject::Column { accessor, .. } | Subject::Value { accessor, .. } | Subject::Cell { accessor, .. } => {
            Some(accessor.clone())
        }
        _ => None,
    }
}

/// What a break is about, by all names under which another finding may explain it.
fn names(difference: &Difference<'_>, finding: &Finding) -> Vec<Topic> {
    let change = &difference.change;
    let mut names = Vec::new();
    match &difference.of {
        Of::Code { code, row } => {
            names.extend(matches!(change.new_site, Some(Site::Row(_))).then(|| Topic::line(&finding.place)));
            match change.class {
                Class::Removed | Class::Renumbered => {
                    names.push(Topic::Code(code.code.to_string()));
                    let texts = difference.old.columns.iter().filter_map(|column| row.says(column));
                    names.extend(texts.filter(|text| !text.is_empty()).map(|text| Topic::text(&text)));
                }
                Class::Renamed => names.push(Topic::Settings),
                _ => {}
            }
        }
        Of::Value { value, heir, .. } => {
            names.extend([Topic::text(value.text), Topic::value(value.text)]);
            names.extend(heir.is_none().then_some(Topic::ValueOfGoneRow));
            names.extend([Topic::Settings, Topic::JoinedColumns]);
            names.extend(accessor(change).map(Topic::Values));
            names.extend(change.new_site.is_some().then(|| Topic::line(&finding.place)));
        }
        Of::Cell { .. } => {
            names.extend([Topic::Settings, Topic::JoinedColumns, Topic::line(&finding.place)]);
            names.extend(accessor(change).map(Topic::Values));
        }
        Of::Column { .. } => names.extend([Topic::Settings, Topic::JoinedColumns]),
        Of::Enum if change.class == Class::EnumRemoved => names.push(Topic::Enums),
        // One code of another sign or size gives all of them another type.
        Of::Enum => {
            names.extend([Topic::Settings, Topic::line(&finding.place), Topic::broken(&finding.place)]);
        }
        Of::Type { .. } | Of::Trait { .. } => {}
        Of::Constant(_) | Of::Range(_) => names.push(Topic::Settings),
    }
    names
}

fn message(Difference { change, of, .. }: &Difference<'_>) -> String {
    if change.class == Class::SetReduced {
        return change.in_full();
    }
    let (Subject::Code { shown, .. }, Of::Code { row, .. }) = (&change.subject, of) else { return change.to_string() };
    let path = change.path();
    let Change { before, after, .. } = change;
    match change.class {
        Class::Removed if row.retired => {
            format!("the retired code {shown}, `{path}`, is removed, and no longer decodes")
        }
        Class::Removed => format!("code {shown}, `{path}`, is removed without having been struck out"),
        Class::Renumbered => format!("code {shown}, `{path}`, is removed: its row has the code {after} now"),
        Class::MeaningChanged => format!("code {shown}, `{path}`, is given another meaning: it was “{before}”"),
        Class::Reused => format!("code {shown}, `{path}`, was given up and is used again: it was “{before}”"),
        Class::Renamed => format!("the variant of code {shown} was released as `{before}` and is called `{after}` now"),
        _ => change.to_string(),
    }
}

impl Compiled {
    /// A site of this spec, as a place in its text or in that of a file beside it.
    pub(super) fn place(&self, site: &Site) -> Place {
        let span = match site {
            Site::Row(row) => self.spec.document.row(*row).span.clone(),
            Site::Table(table) => self.spec.document.tables[table.index()].header.span.clone(),
            Site::Beside(place) => return place.clone(),
        };
        Place::new(&self.spec.source, span)
    }
}
