//! The columns that a joined table and its enum have in common.

use crate::catalog::{Column, Role};
use crate::lock::ReleasedEnum;
use crate::resolve::{Chosen, folded};

/// Which column of the enum each column of a joined table is; `None` for its own.
pub(super) type Shared = Vec<Option<usize>>;

/// The columns of an enum that a table with the codes of another file has, by their headers, and by their roles where those
/// are called otherwise. The table keeps the roles that the enum has.
pub(super) fn shared(columns: &[Column], table: &mut Chosen<'_>, locked: Option<&ReleasedEnum>) -> Shared {
    let code = columns.iter().position(|column| column.role == Role::Code);
    let mut shared: Shared = vec![None; table.table.header.cells.len()];
    shared[table.roles.code] = code;
    for (index, cell) in table.table.header.cells.iter().enumerate() {
        let twin = columns.iter().position(|column| folded(&column.header) == folded(&cell.text));
        let is_free = shared[index].is_none() && twin.is_some_and(|twin| !shared.contains(&Some(twin)));
        if is_free && index != table.roles.code {
            shared[index] = twin;
        }
    }
    let of_role = |role: Role| columns.iter().position(|column| column.role == role);
    let mut keep = |index: Option<usize>, role: Role| {
        let column = of_role(role)?;
        let called = shared.iter().position(|shared| *shared == Some(column));
        let read = index.filter(|&index| called.is_none() && shared[index].is_none());
        if let Some(index) = read {
            shared[index] = Some(column);
        }
        called.or(read)
    };
    table.roles.name = keep(table.roles.name, Role::Name);
    table.roles.description = keep(table.roles.description, Role::Description);
    // A column that the spec calls otherwise since it was released is told of there.
    let is_gone = |header: &str| {
        let released = locked.into_iter().flat_map(|locked| &locked.columns);
        let mut released = released.filter(|released| !released.optional && folded(&released.header) == folded(header));
        released.next().is_some() && columns.iter().all(|column| folded(&column.header) != folded(header))
    };
    let headers = table.table.header.cells.iter().enumerate();
    let own = headers.filter(|(index, cell)| shared[*index].is_none() && is_gone(&cell.text));
    let own: Vec<_> = own.map(|(index, _)| index).collect();
    let lacks: Vec<_> = lacking(columns, &shared).into_iter().map(|column| &column.accessor).collect();
    if let (&[index], &[accessor]) = (&own[..], &lacks[..]) {
        shared[index] = columns.iter().position(|column| column.accessor == *accessor);
    }
    shared
}

/// The columns without which no code can be added: those that say something of each code.
pub(super) fn lacking<'c>(columns: &'c [Column], shared: &Shared) -> Vec<&'c Column> {
    let says_of_all = |column: &Column| !column.optional && column.default.is_none() && column.from.is_none();
    let columns = columns.iter().enumerate().filter(|(index, _)| !shared.contains(&Some(*index)));
    columns.map(|(_, column)| column).filter(|column| says_of_all(column)).collect()
}
