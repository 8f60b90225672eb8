//! The rows of an enum before and after, found by their codes.

use std::collections::{HashMap, HashSet, VecDeque};

use super::codes::{ByCode, code_as};
use super::pair::{Of, Pair};
use super::view::{CodeView, ColumnView, RowView, ValueView};
use super::{Class, Site};
use crate::catalog::Role;
use crate::reading::meaning::{Meaning, text_key};

/// The rows that have other codes now, by the variants that they had.
type Moves<'v> = HashMap<&'v str, &'v RowView<'v>>;

impl<'v> Pair<'v, '_> {
    pub(super) fn rows(&mut self) {
        let (before, after) = (ByCode::of(self.old), ByCode::of(self.new));
        let moves = self.moves(&before, &after);
        let displaced = self.displaced(&after);
        for row in &self.old.rows {
            self.codes(row, &after, moves.get(row.variant).copied());
            if let Some(twin) = after.get(row.first) {
                self.row(row, twin, &displaced);
            }
        }
        let arrived: HashSet<&str> = moves.values().map(|heir| heir.variant).collect();
        let known: HashSet<&str> = self.old.rows.iter().map(|row| row.variant).collect();
        for row in self.new.rows.iter().filter(|row| !arrived.contains(row.variant)) {
            // A code more of a variant that is there adds none.
            let class = match known.contains(row.variant) {
                true => Class::Added,
                false => self.class_of_addition(Class::Added, None),
            };
            for code in row.codes.iter().filter(|of| before.get(of.code).is_none()) {
                self.added(class, Of::Code { code, row }, row.quoted());
            }
        }
    }

    /// What has become of each code of a row. `heir` is the row that it has become where all its codes are others.
    fn codes(&mut self, row: &'v RowView<'v>, after: &ByCode<'v>, heir: Option<&'v RowView<'v>>) {
        // Where a code is gone, other codes of its row may be there still.
        let rest = row.codes.iter().find_map(|of| after.get(of.code));
        for code in &row.codes {
            let of = Of::Code { code, row };
            match (after.get(code.code), heir.filter(|_| code.code == row.first)) {
                (Some(twin), _) if twin.variant != row.variant && self.is_by_header(row, twin) => {
                    let columns = self.differences.iter_mut().rev().find(|of| of.change.class == Class::HeaderReworded);
                    columns.into_iter().for_each(|of| of.change.renames += 1);
                }
                (Some(twin), _) if twin.variant != row.variant => {
                    self.changed(Class::Renamed, of, row.variant, twin.variant, Some(twin.site()));
                }
                (Some(_), _) => {}
                (None, Some(heir)) => {
                    let (was, is) = (self.old.show(code.code), self.new.show(heir.first));
                    self.changed(Class::Renumbered, of, was, is, Some(heir.site()));
                }
                (None, None) => self.changed(Class::Removed, of, row.quoted(), "", rest.map(RowView::site)),
            }
        }
    }

    /// Whether a row has another variant only because a column of texts has another header.
    fn is_by_header(&self, before: &RowView<'_>, after: &RowView<'_>) -> bool {
        let is_text = |column: &ColumnView<'_>| matches!(column.role, Role::Name | Role::Description);
        let same = |column: &ColumnView<'_>| {
            let twin = self.heir(column);
            column.role == Role::Code || twin.is_some_and(|twin| before.says(column) == after.says(twin))
        };
        self.reheaded.iter().any(|(old, new)| is_text(old) || is_text(new)) && self.old.columns.iter().all(same)
    }

    /// Where the rows went that have lost all of their codes: to new codes, under which rows have the same variant or say
    /// just the same.
    fn moves(&self, before: &ByCode<'v>, after: &ByCode<'v>) -> Moves<'v> {
        let is_new = |row: &&RowView<'_>| row.codes.iter().all(|of| before.get(of.code).is_none());
        let is_gone = |row: &&RowView<'_>| row.codes.iter().all(|of| after.get(of.code).is_none());
        let mut heirs: HashMap<Vec<String>, VecDeque<&RowView<'_>>> = HashMap::new();
        for heir in self.new.rows.iter().filter(is_new) {
            heirs.entry(vec![heir.variant.to_owned()]).or_default().push_back(heir);
            heirs.entry(heir.meaning.key()).or_default().push_back(heir);
        }
        let mut moves = HashMap::new();
        let mut arrived: HashSet<&str> = HashSet::new();
        for row in self.old.rows.iter().filter(is_gone) {
            let keys = [vec![row.variant.to_owned()], row.meaning.key()];
            let heir = keys.iter().find_map(|key| {
                let heirs = heirs.get_mut(key)?;
                // Whoever has arrived is asked about no more: a thousand rows may say one thing.
                while arrived.contains(heirs.front()?.variant) {
                    heirs.pop_front();
                }
                heirs.pop_front()
            });
            if let Some(heir) = heir {
                arrived.insert(heir.variant);
                moves.insert(row.variant, heir);
            }
        }
        moves
    }

    /// The rows, by their variants, that say in a text what another row said, which says it no more: texts that have changed
    /// places, or were shifted, however alike they are.
    fn displaced(&self, after: &ByCode<'v>) -> HashSet<&'v str> {
        let pairs: Vec<_> = self.old.rows.iter().map(|row| (row, after.get(row.first))).collect();
        let mut displaced = HashSet::new();
        for text in [|meaning: &Meaning<'v>| meaning.name, |meaning: &Meaning<'v>| meaning.description] {
            let key = |meaning: &Meaning<'v>| text(meaning).map(text_key).filter(|key| !key.is_empty());
            let changed =
                pairs.iter().filter(|(row, twin)| twin.is_none_or(|twin| text(&row.meaning) != text(&twin.meaning)));
            // The texts of rows that say something else now; a row that is gone says nothing.
            let mut given_up: HashMap<String, HashSet<&str>> = HashMap::new();
            let changed: Vec<_> = changed
                .map(|(row, twin)| {
                    let olds = [key(&row.meaning), key(&row.first_meaning)];
                    let is = twin.and_then(|twin| key(&twin.meaning));
                    (*row, olds, is)
                })
                .collect();
            for (row, olds, is) in &changed {
                for old in olds.iter().flatten().filter(|old| Some(*old) != is.as_ref()) {
                    given_up.entry(old.clone()).or_default().insert(row.variant);
                }
            }
            for (row, olds, is) in &changed {
                let Some(is) = is.as_ref().filter(|is| !olds.iter().flatten().any(|old| old == *is)) else { continue };
                let others = given_up.get(is);
                if others.is_some_and(|others| others.iter().any(|other| *other != row.variant)) {
                    displaced.insert(row.variant);
                }
            }
        }
        displaced
    }

    /// A row that is on both sides, under its first code.
    fn row(&mut self, before: &'v RowView<'v>, after: &'v RowView<'v>, displaced: &HashSet<&str>) {
        let Some(code) = before.codes.iter().find(|of| of.code == before.first) else { return };
        let of = || Of::Code { code, row: before };
        let site = Some(after.site());
        if before.variant == after.variant && *code_as(before.first, self.new.code_type) != *after.first {
            let (was, is) = (self.old.show(before.first), self.new.show(after.first));
            self.changed(Class::Renumbered, of(), was, is, site);
        }
        let another = before.retired && !after.retired && before.meaning.is_another(&after.meaning);
        match (before.retired, after.retired) {
            (true, false) if another => {
                self.changed(Class::Reused, of(), before.quoted(), after.quoted(), site);
                return;
            }
            (true, false) => self.changed(Class::Restored, of(), "", "", site),
            (false, true) => self.changed(Class::Retired, of(), "", after.quoted(), site),
            _ => {}
        }
        if displaced.contains(before.variant) || before.means_another(after) {
            self.changed(Class::MeaningChanged, of(), before.first_meaning.quoted(), after.quoted(), site);
            return;
        }
        // What is reworded in a row whose meaning stays.
        for column in &self.old.columns {
            let Some(twin) = self.heir(column) else { continue };
            if let (Some(old), Some(new)) = (before.set(column), after.set(twin)) {
                self.sets((code, before, column), (twin, &old), &new, after.site());
                continue;
            }
            let (Some(was), Some(is)) = (before.says(column), after.says(twin)) else { continue };
            if was != is {
                self.cell(Class::Reworded, of(), column.header, (was, is), after.site());
            } else if let Some((was, is)) = before.marked(column).zip(after.marked(twin)).filter(|(was, is)| was != is)
            {
                self.cell(Class::MarkupChanged, of(), column.header, (was, is), after.site());
            }
        }
    }

    /// The set of a row before and after. Values that are new or gone altogether are told of as such.
    fn sets(
        &mut self,
        (code, row, column): (&'v CodeView<'v>, &'v RowView<'v>, &'v ColumnView<'v>),
        (twin, old): (&'v ColumnView<'v>, &[&'v ValueView<'v>]),
        new: &[&'v ValueView<'v>],
        site: &Site,
    ) {
        let of = || Of::Cell { code, row, column };
        for (class, more, less, others) in [(Class::SetReduced, old, new, twin), (Class::SetExtended, new, old, column)]
        {
            let known: HashSet<&str> = others.values.iter().map(|value| value.variant).collect();
            let held: HashSet<&str> = less.iter().map(|value| value.variant).collect();
            let values = more.iter().filter(|value| known.contains(value.variant) && !held.contains(value.variant));
            let texts = values.map(|value| value.text).collect::<Vec<_>>().join(", ");
            if texts.is_empty() {
                continue;
            }
            let sides = if class == Class::SetReduced { (texts, String::new()) } else { (String::new(), texts) };
            self.cell(class, of(), column.header, sides, site);
        }
    }

    /// Codes that were taken out and are used again for something else.
    pub(super) fn reused(&mut self) {
        if self.old.removed.is_empty() {
            return;
        }
        let after = ByCode::of(self.new);
        for gone in &self.old.removed {
            let Some(back) = after.get(gone.first) else { continue };
            if gone.first_meaning.is_another(&back.meaning) {
                let of = Of::Code { code: &gone.codes[0], row: gone };
                self.changed(Class::Reused, of, gone.quoted(), back.quoted(), Some(back.site()));
            }
        }
    }
}
