//! Which impls a type is without.

use super::{Asked, Kind};
use crate::catalog::Impl;
use crate::directive::OneOf;
use crate::finding::Findings;

impl Asked<'_> {
    /// The impls that are left out, those included that need one of them.
    pub(super) fn without(&self, findings: &mut Findings) -> Vec<Impl> {
        let mut without: Vec<Impl> = Vec::new();
        for asked in &self.of.without {
            let Some(of) = Impl::named(asked.value.word()) else { continue };
            if self.kind == Kind::Category && !of.is_of_categories() {
                let message = format!("`{}` is a category, which has no `{}`", self.name, of.as_str());
                findings.push(self.unfit(&asked.span, message).fix(self.take_out(&asked.span).safe()));
            } else if without.contains(&of) {
                let message = format!("`{}` is left out already", of.as_str());
                findings.push(self.unfit(&asked.span, message).fix(self.take_out(&asked.span).safe()));
            } else {
                without.push(of);
            }
        }
        let with: Vec<_> = without.iter().filter_map(|of| of.needed_by()).collect();
        without.extend(with);
        Impl::ALL
            .iter()
            .copied()
            .filter(|of| without.contains(of) && (self.kind != Kind::Category || of.is_of_categories()))
            .collect()
    }
}
