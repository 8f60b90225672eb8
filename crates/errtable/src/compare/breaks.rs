//! Changes that break users, to findings: what broke, the row as it was, and the way out.

use super::diff::{Change, Class, CodeView, Difference, Of, Site, Subject};
use super::unread::Unread;
use super::{Compiled, accepting, remedies};
use crate::catalog::Code;
use crate::finding::{Finding, Place};

/// The breaks of a spec.
pub(super) struct Breaks<'a> {
    pub(super) new: &'a Compiled,
    /// The earlier spec that it is compared with; `None` where that is its own lock.
    pub(super) earlier: Option<&'a Compiled>,
}

impl Breaks<'_> {
    /// A finding for each change that breaks users. What may stand in a row that could not be read is not gone.
    pub(super) fn findings<'d>(&'d self, differences: &'d [Difference<'_>]) -> impl Iterator<Item = Finding> + 'd {
        let unread = Unread::of(self.new);
        let read = differences.iter().filter(move |difference| !unread.explains(&difference.change));
        read.filter_map(|difference| self.finding(difference))
    }

    fn finding(&self, difference: &Difference<'_>) -> Option<Finding> {
        let change = &difference.change;
        let (rule, key) = (change.class.rule()?, change.key()?);
        let (place, second) = self.places(difference);
        let was = self.was(difference);
        let mut finding = Finding::warning(rule, self.new.source(), 0..0, message(difference));
        finding.place = place;
        match second {
            Some(second) => finding = finding.label_at(second, was),
            None => finding.note = was,
        }
        finding = match self.contradicted(change) {
            // The lock comes first: what it says now would be taken for what was released.
            Some(earlier) => finding.help(accepting::mend(self.new, earlier)),
            None => {
                let record = accepting::record(self.new, self.earlier, &key);
                finding.help(remedies::remedy(difference)).help(record)
            }
        };
        finding.accepts = Some(key);
        Some(finding)
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

    /// What a label says of the past.
    fn was(&self, difference: &Difference<'_>) -> String {
        match (&difference.of, self.earlier) {
            (_, Some(_)) => "as it was".to_owned(),
            (Of::Code { code: CodeView { since: Some(since), .. }, .. }, None) => format!("released in {since}"),
            (_, None) => "released as this".to_owned(),
        }
    }

    /// The earlier spec, where the lock of today gives a code another variant than that did.
    fn contradicted(&self, change: &Change) -> Option<&Compiled> {
        let (Class::Renamed, Subject::Code { code, .. }) = (change.class, &change.subject) else { return None };
        let (earlier, lock) = self.earlier.zip(self.new.spec.lock.as_ref())?;
        let released = lock.named(&change.enumeration)?;
        let gives = |code: &Code, variant: &str| {
            let mut rows = released.rows.iter().filter(|row| row.variant == variant);
            rows.any(|row| row.codes.iter().any(|released| released.code == *code))
        };
        gives(code, &change.after).then_some(earlier)
    }
}

fn message(Difference { change, of, .. }: &Difference<'_>) -> String {
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
    fn place(&self, site: &Site) -> Place {
        let span = match site {
            Site::Row(row) => self.spec.document.row(*row).span.clone(),
            Site::Table(table) => self.spec.document.tables[table.index()].header.span.clone(),
            Site::Beside(place) => return place.clone(),
        };
        Place::new(&self.spec.source, span)
    }
}
