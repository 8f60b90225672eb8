//! Codes and names to the layout in which the generated code finds them.
//!
//! Keys are sorted and searched by halves; the generated code finds a key's place and, where the table is not in the
//! order of its keys, a second array gives the row.

/// Sorted keys with the row of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lookup<K> {
    pub(crate) keys: Vec<K>,
    /// `None` where the key at place `i` belongs to row `i`.
    pub(crate) rows: Option<Vec<usize>>,
}

/// Lays out keys with their rows; of equal keys the first counts.
pub(crate) fn lookup<K: Ord>(pairs: impl IntoIterator<Item = (K, usize)>) -> Lookup<K> {
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs.dedup_by(|later, first| later.0 == first.0);
    let in_order = pairs.iter().enumerate().all(|(place, (_, row))| place == *row);
    let (keys, rows) = pairs.into_iter().unzip();
    Lookup { keys, rows: (!in_order).then_some(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_left_out_where_the_table_is_sorted() {
        assert_eq!(lookup([(3, 0), (5, 1)]), Lookup { keys: vec![3, 5], rows: None });
        assert_eq!(lookup([(5, 0), (3, 1)]), Lookup { keys: vec![3, 5], rows: Some(vec![1, 0]) });
    }

    #[test]
    fn the_first_of_equal_keys_counts() {
        assert_eq!(lookup([("a", 0), ("b", 1), ("a", 2)]), Lookup { keys: vec!["a", "b"], rows: None });
    }
}
