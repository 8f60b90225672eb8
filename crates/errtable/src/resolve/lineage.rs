//! Which of the enums that were released each group of tables is: headings and directives change, and tables come and go
//! beside them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

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
    let by_name: HashMap<&str, &ReleasedEnum> =
        lock.enums.iter().map(|locked| (locked.name.as_str(), locked)).collect();
    let mut heirs: Vec<_> = names.iter().map(|name| by_name.get((*name)?).copied()).collect();
    let named: HashSet<&str> = names.iter().flatten().copied().collect();
    let free: Vec<_> = lock.enums.iter().filter(|locked| !named.contains(locked.name.as_str())).collect();
    let known = Known::of(&free);
    let mut kin = Vec::new();
    for (index, tables) in tables.iter().enumerate().filter(|(index, _)| heirs[*index].is_none()) {
        let kinships = known.kinships(&rows(tables));
        kin.extend(kinships.into_iter().map(|(place, kinship)| (kinship, index, place)));
    }
    kin.sort_by_key(|(kinship, index, place)| (Reverse(*kinship), *index, *place));
    let mut taken = HashSet::new();
    for (_, index, place) in kin {
        if heirs[index].is_none() && taken.insert(place) {
            heirs[index] = Some(free[place]);
        }
    }
    heirs
}

/// What many enums share says little of which one a table is.
const SHARED: usize = 32;

/// A row of one of the enums that could be the heirs: the place of the enum, and that of the row in it.
type Place = (usize, usize);

/// The rows of the enums that could be the heirs.
struct Known<'l> {
    by_code: HashMap<&'l Code, Vec<Place>>,
    by_text: HashMap<(&'l Code, &'l str), Vec<Place>>,
}

impl<'l> Known<'l> {
    fn of(enums: &[&'l ReleasedEnum]) -> Self {
        let mut known = Known { by_code: HashMap::new(), by_text: HashMap::new() };
        for (place, locked) in enums.iter().enumerate() {
            for (number, row) in locked.rows.iter().enumerate() {
                for released in &row.codes {
                    known.by_code.entry(&released.code).or_default().push((place, number));
                    for text in row.name.iter().chain(&row.description) {
                        known.by_text.entry((&released.code, text)).or_default().push((place, number));
                    }
                }
            }
        }
        known
    }

    /// For the enums that have rows in common with a table: how many of them have one of their texts, and how many their
    /// code.
    fn kinships(&self, rows: &HashMap<Code, Vec<&str>>) -> Vec<(usize, (usize, usize))> {
        let mut met: HashMap<Place, bool> = HashMap::new();
        for (code, texts) in rows {
            let by_text = texts.iter().flat_map(|text| self.by_text.get(&(code, *text)));
            let by_code = self.by_code.get(code);
            for places in by_code.into_iter().filter(|places| places.len() <= SHARED) {
                places.iter().for_each(|place| {
                    met.entry(*place).or_insert(false);
                });
            }
            for places in by_text.filter(|places| places.len() <= SHARED) {
                met.extend(places.iter().map(|place| (*place, true)));
            }
        }
        let mut kinships: HashMap<usize, (usize, usize)> = HashMap::new();
        for ((place, _), said) in met {
            let kinship = kinships.entry(place).or_default();
            kinship.0 += usize::from(said);
            kinship.1 += 1;
        }
        kinships.into_iter().collect()
    }
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
