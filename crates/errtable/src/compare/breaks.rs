//! Changes that break users, to findings: what broke, the row as it was, and the way out.

use super::diff::{Change, Class, CodeView, Difference, Of, Site, Subject};
use super::unread::Unread;
use super::{Compiled, accepting};
use crate::finding::{Finding, Place};

/// What a spec is compared with.
#[derive(Clone, Copy)]
pub(super) enum Past<'a> {
    /// Its own lock.
    Lock,
    /// An earlier spec.
    Spec(&'a Compiled),
}

/// The breaks of a spec.
pub(super) struct Breaks<'a> {
    pub(super) new: &'a Compiled,
    pub(super) past: Past<'a>,
}

impl Breaks<'_> {
    /// A finding for each change that breaks something which the spec says no more.
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
        let mut finding = Finding::warning(rule, &self.new.spec.source, 0..0, message(difference));
        finding.place = place;
        match second {
            Some(second) => finding = finding.label_at(second, was),
            None => finding.note = was,
        }
        for help in self.remedies(difference) {
            finding = finding.help(help);
        }
        // Where the lock says otherwise than the past, it is to be mended first.
        if self.contradicted(change).is_none() {
            finding = finding.help(accepting::remedy(self.new, self.past, &key));
        }
        finding.accepts = Some(key);
        Some(finding)
    }

    /// Where the spec says it now, and where the past said it.
    fn places(&self, Difference { change, new, .. }: &Difference<'_>) -> (Place, Option<Place>) {
        let here = change.new_site.as_ref().map(|site| self.new.place(site));
        let there = change.old_site.as_ref().map(|site| match self.past {
            Past::Lock => self.new.place(site),
            Past::Spec(old) => old.place(site),
        });
        match (here, there, self.past) {
            (Some(here), there, _) => (here, there),
            (None, Some(there), Past::Lock) => (there, None),
            // The past cannot be edited; what it had is to come back here.
            (None, there, _) => {
                let enumeration = new.map(|new| self.new.place(&new.site));
                (enumeration.unwrap_or_else(|| Place::new(&self.new.spec.source, 0..0)), there)
            }
        }
    }

    /// What a label says of the past.
    fn was(&self, difference: &Difference<'_>) -> String {
        match (&difference.of, self.past) {
            (_, Past::Spec(_)) => "as it was".to_owned(),
            (Of::Code { code: CodeView { since: Some(since), .. }, .. }, Past::Lock) => format!("released in {since}"),
            (_, Past::Lock) => "released as this".to_owned(),
        }
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
