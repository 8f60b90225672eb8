//! The rows of an enum before and after, found by their codes.

use std::collections::{HashMap, HashSet};

use super::Class;
use super::codes::{ByCode, code_as};
use super::pair::{Of, Pair};
use super::view::{ColumnView, RowView};
use crate::catalog::Role;

/// The rows that have other codes now, by the variants that they had.
type Moves<'v> = HashMap<&'v str, &'v RowView<'v>>;

impl<'v> Pair<'v, '_> {
    pub(super) fn rows(&mut self) {
        let (before, after) = (ByCode::of(self.old), ByCode::of(self.new));
        let moves = self.moves(&before, &after);
        for row in &self.old.rows {
            self.codes(row, &after, moves.get(row.variant).copied());
            if let Some(twin) = after.get(row.first) {
                self.row(row, twin);
            }
        }
        let arrived: HashSet<&str> = moves.values().map(|heir| heir.variant).collect();
        for row in self.new.rows.iter().filter(|row| !arrived.contains(row.variant)) {
            for code in row.codes.iter().filter(|of| before.get(of.code).is_none()) {
                self.added(Class::Added, Of::Code { code, row }, row.quoted());
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
                    let columns = self.differences.iter_mut().rev().find(|of| of.change.class == Class::ColumnRenamed);
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
        let mut heirs: HashMap<Vec<String>, Vec<&RowView<'_>>> = HashMap::new();
        for heir in self.new.rows.iter().filter(is_new) {
            heirs.entry(vec![heir.variant.to_owned()]).or_default().push(heir);
            heirs.entry(heir.meaning.key()).or_default().push(heir);
        }
        let mut moves = HashMap::new();
        let mut arrived: HashSet<&str> = HashSet::new();
        for row in self.old.rows.iter().filter(is_gone) {
            let keys = [vec![row.variant.to_owned()], row.meaning.key()];
            let candidates = keys.iter().filter_map(|key| heirs.get(key)).flatten();
            if let Some(heir) = candidates.copied().find(|heir| !arrived.contains(heir.variant)) {
                arrived.insert(heir.variant);
                moves.insert(row.variant, heir);
            }
        }
        moves
    }

    /// A row that is on both sides, under its first code.
    fn row(&mut self, before: &'v RowView<'v>, after: &'v RowView<'v>) {
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
        if before.first_meaning.differs(&after.meaning) {
            self.changed(Class::MeaningChanged, of(), before.quoted(), after.quoted(), site);
            return;
        }
        // What is reworded in a row whose meaning stays.
        for column in &self.old.columns {
            let Some(twin) = self.heir(column) else { continue };
            let (Some(was), Some(is)) = (before.says(column), after.says(twin)) else { continue };
            if was != is {
                self.cell(Class::Reworded, of(), column.header, (was, is), after.site());
            } else if let Some((was, is)) = before.marked(column).zip(after.marked(twin)).filter(|(was, is)| was != is)
            {
                self.cell(Class::MarkupChanged, of(), column.header, (was, is), after.site());
            }
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
            if gone.meaning.is_another(&back.meaning) {
                let of = Of::Code { code: &gone.codes[0], row: gone };
                self.changed(Class::Reused, of, gone.quoted(), back.quoted(), Some(back.site()));
            }
        }
    }
}
