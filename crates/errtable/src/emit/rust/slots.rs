//! The keys of one kind, codes or names or variants, and the function that finds the slot of each.

use super::Context;
use super::text::text_key;
use crate::catalog::Code;
use crate::emit::layout::{Layout, hexadecimal};
use crate::lookup::{Lookup, Source, Way};

/// How many seeds are tried for a hash that tells texts apart. Only texts that were chosen for that need a second.
const SEEDS: u64 = 4;

/// The order of texts, for those that are searched.
pub(super) const IS_BEFORE: &str = "\
/// Whether a text comes before another, byte by byte: `<` is not for constants.
const fn is_before(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}
";

/// Keys with their rows, and the slot of each.
pub(super) struct Slots<'a> {
    keys: Vec<(Key<'a>, usize)>,
    /// The index of the key in each slot.
    slots: Vec<Option<usize>>,
    find: Find,
}

/// How the slot of a key is found.
enum Find {
    /// By a perfect hash of the key, where it is a text of its number.
    Hash(TextHash, Way),
    /// By halves: the slots have the keys in their order. For keys that were chosen so that no hash is perfect.
    Search,
}

/// What a row is found by. Numbers have their own order, and texts that of their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key<'a> {
    Number(i128),
    Text(&'a str),
}

impl<'a> From<&'a Code> for Key<'a> {
    fn from(code: &'a Code) -> Self {
        match code {
            Code::Integer(number) => Key::Number(*number),
            Code::Text(text) => Key::Text(text),
        }
    }
}

impl<'a> Key<'a> {
    fn as_text(self) -> Option<&'a str> {
        match self {
            Key::Number(_) => None,
            Key::Text(text) => Some(text),
        }
    }

    /// The number that is hashed.
    fn number(self, hash: TextHash) -> u64 {
        match self {
            // With its sign, as `as u64` has it in the generated code.
            Key::Number(number) => number as u64,
            Key::Text(text) => hash.of(text),
        }
    }
}

/// How a text becomes a number: what [`text_key`] is told besides it.
#[derive(Clone, Copy, Debug)]
struct TextHash {
    seed: u64,
    whole: bool,
}

impl<'a> Slots<'a> {
    /// At least one key, all numbers or all texts, no two of them equal.
    pub(super) fn new(keys: Vec<(Key<'a>, usize)>) -> Self {
        let texts = keys.iter().filter_map(|(key, _)| key.as_text());
        let hash = TextHash::new(&texts.collect::<Vec<_>>());
        let found = hash.and_then(|hash| {
            let numbers: Vec<_> = keys.iter().map(|(key, _)| key.number(hash)).collect();
            Some((hash, Lookup::new(&numbers)?))
        });
        match found {
            Some((hash, Lookup { way, slots })) => Slots { keys, slots, find: Find::Hash(hash, way) },
            None => Slots::sorted(keys),
        }
    }

    fn sorted(keys: Vec<(Key<'a>, usize)>) -> Self {
        let mut slots: Vec<_> = (0..keys.len()).collect();
        slots.sort_unstable_by_key(|&index| keys[index].0);
        Slots { slots: slots.into_iter().map(Some).collect(), keys, find: Find::Search }
    }

    /// The keys with their rows.
    pub(super) fn keys(&self) -> &[(Key<'a>, usize)] {
        &self.keys
    }

    /// What each slot holds: something of the key that lives there, in an empty slot of the first key.
    pub(super) fn map<T>(&self, of_key: impl Fn(usize) -> T) -> Vec<T> {
        self.slots.iter().map(|key| of_key(key.unwrap_or(0))).collect()
    }

    /// The row in each slot.
    pub(super) fn rows(&self) -> Vec<usize> {
        self.map(|key| self.keys[key].1)
    }

    /// The slot of each key.
    pub(super) fn of_keys(&self) -> Vec<usize> {
        let mut slots = vec![0; self.keys.len()];
        for (slot, key) in self.slots.iter().enumerate() {
            if let Some(key) = *key {
                slots[key] = slot;
            }
        }
        slots
    }

    /// Whether the function that finds the slot of a key compares it with others by [`IS_BEFORE`].
    pub(super) fn orders_texts(&self) -> bool {
        matches!((&self.find, self.keys[0].0), (Find::Search, Key::Text(_)))
    }

    /// The function that gives the slot of a key, and the table that it may need.
    pub(super) fn function(&self, context: &Context<'_>, kind: &str, parameter: &str, out: &mut Layout) {
        let argument = if self.keys[0].0.as_text().is_some() { "text" } else { "code" };
        out.line("#[inline]");
        out.open(&format!("pub(super) const fn {kind}_slot({argument}: {parameter}) -> usize {{"));
        let kind = kind.to_uppercase();
        match &self.find {
            Find::Hash(hash, way) => self.hash(*hash, way, &kind, out),
            Find::Search => self.search(context, &kind, parameter, out),
        }
    }

    /// The body of a function that hashes.
    fn hash(&self, hash: TextHash, way: &Way, kind: &str, out: &mut Layout) {
        let key = match self.keys[0].0 {
            Key::Number(_) => "code as u64".to_owned(),
            Key::Text(_) => format!("text_key(text, {}, {})", hexadecimal(hash.seed), hash.whole),
        };
        let table = format!("{kind}_DISPLACEMENT");
        let mask = self.slots.len() - 1;
        let unused_bits = 64 - self.slots.len().trailing_zeros();
        out.line(&format!("let key = {key};"));
        let product = |factor| match factor {
            1 => "key".to_owned(),
            factor => format!("key.wrapping_mul({})", hexadecimal(factor)),
        };
        match way {
            Way::Mask => out.line(&format!("key as usize & {mask}")),
            Way::Multiply { factor } => {
                out.line(&format!("let hash = {};", product(*factor)));
                out.line(&format!("(hash >> {unused_bits}) as usize"));
            }
            Way::Displace { factor, source, shift, displacements } => {
                let source = match source {
                    Source::Key => "key",
                    Source::Product => "hash",
                };
                let number = if *shift == 0 { source.to_owned() } else { format!("({source} >> {shift})") };
                out.line(&format!("let hash = {};", product(*factor)));
                out.line(&format!("let displacement = {table}[{number} as usize & {}];", displacements.len() - 1));
                out.line(&format!("((hash >> {unused_bits}) as usize ^ displacement as usize) & {mask}"));
            }
        }
        out.close("}");
        if let Way::Displace { displacements, .. } = way {
            out.numbers(&table, displacements);
        }
    }

    /// The body of a function that searches by halves: the last slot whose key is not greater.
    fn search(&self, context: &Context<'_>, kind: &str, parameter: &str, out: &mut Layout) {
        let table = format!("{kind}_IN_ORDER");
        let is_below = match self.keys[0].0 {
            Key::Number(_) => format!("code < {table}[middle]"),
            Key::Text(_) => format!("is_before(text, {table}[middle])"),
        };
        out.line(&format!("let (mut slot, mut end) = (0, {table}.len());"));
        out.open("while end - slot > 1 {");
        out.line("let middle = slot + (end - slot) / 2;");
        out.line(&format!("let is_below = {is_below};"));
        out.line("(slot, end) = if is_below { (slot, middle) } else { (middle, end) };");
        out.close("}");
        out.line("slot");
        out.close("}");
        out.array(&table, parameter, &self.map(|key| context.shown(self.keys[key].0)));
    }
}

impl TextHash {
    /// Looks at the whole of each text only where their ends do not tell them apart; none where no hash tells them apart.
    fn new(texts: &[&str]) -> Option<Self> {
        let seeds = (1..=SEEDS).map(|number| number.wrapping_mul(0x2127_599b_f432_5c37));
        let mut hashes = seeds.flat_map(|seed| [false, true].map(|whole| TextHash { seed, whole }));
        let tells_apart = |hash: &TextHash| {
            let mut numbers: Vec<_> = texts.iter().map(|text| hash.of(text)).collect();
            numbers.sort_unstable();
            numbers.windows(2).all(|pair| pair[0] != pair[1])
        };
        hashes.find(tells_apart)
    }

    fn of(self, text: &str) -> u64 {
        text_key(text, self.seed, self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of 51,780 bytes, whose last eight are -51,780 times 0x9e37_79b9_7f4a_7c15, or one more: in a product with the
    /// length times that number they are a factor of 0 or of 1, and what stands before them then meets under every seed.
    #[test]
    fn no_text_takes_the_seed_out_of_its_hash() {
        for (starts, end) in [
            (&["wljfoavozSH1MsPf", "frbegugkqa24kCP1"][..], "lxNjIL73"),
            // The ends of two are the same, so that the whole is looked at.
            (&["anything", "whatever", "anythingelse"], "mxNjIL73"),
        ] {
            let text = |start: &&str| format!("{start}{}{end}", "z".repeat(51_780 - start.len() - end.len()));
            let texts: Vec<_> = starts.iter().map(text).collect();
            assert!(TextHash::new(&texts.iter().map(String::as_str).collect::<Vec<_>>()).is_some(), "{end}");
        }
    }

    #[test]
    fn texts_that_differ_anywhere_are_told_apart() {
        let mut texts: Vec<String> = (0..300).map(|length| "a".repeat(length)).collect();
        for length in [9, 16, 17, 31, 400] {
            let changed = (0..length).flat_map(|at| {
                ["b", "\0"].map(|other| format!("{}{other}{}", "c".repeat(at), "c".repeat(length - at - 1)))
            });
            texts.extend(changed);
        }
        assert!(TextHash::new(&texts.iter().map(String::as_str).collect::<Vec<_>>()).is_some());
    }

    #[test]
    fn equal_texts_end_the_search() {
        assert!(TextHash::new(&["a", "b", "a"]).is_none());
    }
}
