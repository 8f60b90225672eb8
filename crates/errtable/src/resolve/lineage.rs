//! Which of the enums that were released each group of tables is: headings and directives change, and tables come and go
//! beside them.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::tables::Chosen;
use crate::catalog::Code;
use crate::lock::{Lock, ReleasedEnum};

/// For each list of tables, the released enum whose rows it has. `names` are those that the lists have so far; a list
/// whose name was released is the enum of that name, and what is left is matched by what the rows say.
pub(crate) fn heirs<'l>(
    lock: &'l Lock,
    names: &[Option<&str>],
    tables: &[&[Chosen<'_>]],
) -> Vec<Option<&'l ReleasedEnum>> {
    let mut heirs: Vec<_> = names.iter().map(|name| lock.named((*name)?)).collect();
    let mut kin = Vec::new();
    for (index, tables) in tables.iter().enumerate().filter(|(index, _)| heirs[*index].is_none()) {
        let rows = rows(tables);
        let free = lock.enums.iter().filter(|locked| !names.contains(&Some(locked.name.as_str())));
        kin.extend(free.map(|locked| (kinship(locked, &rows), index, locked)).filter(|((_, codes), ..)| *codes > 0));
    }
    kin.sort_by_key(|(kinship, index, _)| (Reverse(*kinship), *index));
    for (_, index, locked) in kin {
        let is_taken = heirs.iter().flatten().any(|taken| taken.name == locked.name);
        if heirs[index].is_none() && !is_taken {
            heirs[index] = Some(locked);
        }
    }
    heirs
}

/// The texts of rows, by each code that they may have.
fn rows<'t>(tables: &[Chosen<'t>]) -> HashMap<Code, Vec<&'t str>> {
    let mut rows = HashMap::new();
    for (row, code) in tables.iter().flat_map(Chosen::rows) {
        let texts: Vec<_> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        for code in code.possible() {
            rows.entry(code).or_insert_with(|| texts.clone());
        }
    }
    rows
}

/// How many released rows are there with one of their texts, and how many with their code.
fn kinship(locked: &ReleasedEnum, rows: &HashMap<Code, Vec<&str>>) -> (usize, usize) {
    let mut kinship = (0, 0);
    for row in &locked.rows {
        let Some(texts) = row.codes.iter().find_map(|released| rows.get(&released.code)) else { continue };
        let said = row.name.iter().chain(&row.description).any(|text| texts.contains(&text.as_str()));
        kinship.0 += usize::from(said);
        kinship.1 += 1;
    }
    kinship
}
