//! Where a key can stand, and what counts where it stands several times.

use super::FileRole;

/// Where a key can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every directive of the spec, and of the files that it joins.
    AnyFile,
    /// In every directive of the spec, and in none of a file that it joins.
    Spec,
    /// In the directive of one table of the spec. The text is the reason, which follows the key's name in a message.
    OneTable(&'static str),
    /// In every directive of the spec, and in one that says `adds = true` in a file that is joined. The text, where there is
    /// one, is the reason why it cannot stand in `errtable default`.
    Adding(Option<&'static str>),
    /// In the directive of one table of a file that is joined. The text is the reason.
    Joined(&'static str),
    /// In a table of TOML for one column: `[columns."..."]`.
    Column,
    /// In `errtable.toml`.
    Config,
}

/// What counts where several directives of a table give one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// The value of the directive that is nearest to the table.
    NearestWins,
    /// The values of all directives, those of the nearest first.
    ListsJoin,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) role: FileRole,
    /// In `errtable default`, which governs all tables below it.
    pub(super) is_default: bool,
    /// Beside `adds = true`.
    pub(super) adds: bool,
}

/// Why a key cannot stand somewhere.
#[derive(Clone, Copy)]
pub(super) enum Misplaced {
    /// In a file that is joined.
    Joined,
    /// In a file that is joined, beside no `adds = true`.
    NotAdding,
    /// In the spec.
    Spec,
    /// In `errtable default`; the text is the reason.
    Default(&'static str),
}

impl Scope {
    /// Whether the key means anything in such a file, beside `adds = true` or without it.
    pub(super) fn is_known(self, standing: Standing) -> bool {
        let is_for_added = standing.role == FileRole::Joined && matches!(self, Scope::Adding(_));
        self.includes(standing.role) && (standing.adds || !is_for_added)
    }

    fn includes(self, role: FileRole) -> bool {
        match self {
            Scope::AnyFile | Scope::Column | Scope::Config | Scope::Adding(_) => true,
            Scope::Spec | Scope::OneTable(_) => role == FileRole::Spec,
            Scope::Joined(_) => role == FileRole::Joined,
        }
    }

    /// Why the key cannot stand there, if it cannot.
    pub(super) fn misplaced(self, standing: Standing) -> Option<Misplaced> {
        match self {
            _ if !self.includes(standing.role) => match standing.role {
                FileRole::Spec => Some(Misplaced::Spec),
                FileRole::Joined => Some(Misplaced::Joined),
            },
            Scope::OneTable(why) | Scope::Joined(why) | Scope::Adding(Some(why)) if standing.is_default => {
                Some(Misplaced::Default(why))
            }
            Scope::Adding(_) if standing.role == FileRole::Joined && !standing.adds => Some(Misplaced::NotAdding),
            _ => None,
        }
    }
}
