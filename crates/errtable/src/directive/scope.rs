//! Where a key can stand, and what counts where it stands several times.

use super::FileRole;

/// Where a key can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every directive of the spec, and of the files that it joins.
    AnyFile,
    /// In every directive of the spec. A file that is joined adds columns and says nothing else.
    Spec,
    /// In the directive of one table of the spec. The text is the reason, which follows the key's name in a message.
    OneTable(&'static str),
    /// In a table of TOML for one column: `[columns."..."]`.
    Column,
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
}

/// Why a key cannot stand somewhere.
#[derive(Clone, Copy)]
pub(super) enum Misplaced {
    /// In a file that is joined.
    Joined,
    /// In `errtable default`; the text is the reason.
    Default(&'static str),
}

impl Scope {
    /// Whether the key means anything in such a file.
    pub(super) fn includes(self, role: FileRole) -> bool {
        role == FileRole::Spec || matches!(self, Scope::AnyFile | Scope::Column)
    }

    /// Why the key cannot stand there, if it cannot.
    pub(super) fn misplaced(self, standing: Standing) -> Option<Misplaced> {
        match self {
            _ if !self.includes(standing.role) => Some(Misplaced::Joined),
            Scope::OneTable(why) if standing.is_default => Some(Misplaced::Default(why)),
            Scope::AnyFile | Scope::Spec | Scope::OneTable(_) | Scope::Column => None,
        }
    }
}
