//! The keys of one kind, codes or names or variants, and the function that finds the slot of each.

use super::text::text_key;
use crate::catalog::Code;
use crate::emit::layout::{Layout, hexadecimal};
use crate::emit::lookup::{Lookup, Source, Way};

/// Keys with their rows, and the slot of each.
pub(super) struct Slots<'a> {
    keys: Vec<(Key<'a>, usize)>,
    lookup: Lookup,
    hash: TextHash,
}

/// What a row is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
        let number = |key: &Key<'_>| match key {
            // With its sign, as `as u64` has it in the generated code.
            Key::Number(number) => *number as u64,
            Key::Text(text) => hash.of(text),
        };
        let numbers: Vec<_> = keys.iter().map(|(key, _)| number(key)).collect();
        Slots { lookup: Lookup::new(&numbers), keys, hash }
    }

    /// The keys with their rows.
    pub(super) fn keys(&self) -> &[(Key<'a>, usize)] {
        &self.keys
    }

    /// What each slot holds: something of the key that lives there, in an empty slot of the first key.
    pub(super) fn map<T>(&self, of_key: impl Fn(usize) -> T) -> Vec<T> {
        self.lookup.slots.iter().map(|key| of_key(key.unwrap_or(0))).collect()
    }

    /// The row in each slot.
    pub(super) fn rows(&self) -> Vec<usize> {
        self.map(|key| self.keys[key].1)
    }

    /// The slot of each key.
    pub(super) fn of_keys(&self) -> Vec<usize> {
        let mut slots = vec![0; self.keys.len()];
        for (slot, key) in self.lookup.slots.iter().enumerate() {
            if let Some(key) = *key {
                slots[key] = slot;
            }
        }
        slots
    }

    /// The function that gives the slot of a key, and the displacements that it may need.
    pub(super) fn function(&self, kind: &str, parameter: &str, out: &mut Layout) {
        let (argument, key) = match self.keys[0].0 {
            Key::Number(_) => ("code", "code as u64".to_owned()),
            Key::Text(_) => ("text", format!("text_key(text, {}, {})", hexadecimal(self.hash.seed), self.hash.whole)),
        };
        let table = format!("{}_DISPLACEMENT", kind.to_uppercase());
        let mask = self.lookup.slots.len() - 1;
        out.line("#[inline]");
        out.open(&format!("pub(super) const fn {kind}_slot({argument}: {parameter}) -> usize {{"));
        out.line(&format!("let key = {key};"));
        let hash = |factor| match factor {
            1 => "key".to_owned(),
            factor => format!("key.wrapping_mul({})", hexadecimal(factor)),
        };
        match &self.lookup.way {
            Way::Mask => out.line(&format!("key as usize & {mask}")),
            Way::Multiply { factor } => {
                out.line(&format!("let hash = {};", hash(*factor)));
                out.line(&format!("(hash >> {}) as usize", 64 - self.lookup.bits()));
            }
            Way::Displace { factor, source, shift, displacements } => {
                let source = match source {
                    Source::Key => "key",
                    Source::Product => "hash",
                };
                let number = if *shift == 0 { source.to_owned() } else { format!("({source} >> {shift})") };
                out.line(&format!("let hash = {};", hash(*factor)));
                out.line(&format!("let displacement = {table}[{number} as usize & {}];", displacements.len() - 1));
                out.line(&format!("((hash >> {}) as usize ^ displacement as usize) & {mask}", 64 - self.lookup.bits()));
            }
        }
        out.close("}");
        if let Way::Displace { displacements, .. } = &self.lookup.way {
            out.numbers(&table, displacements);
        }
    }
}

impl TextHash {
    /// Looks at the whole of each text only where their ends do not tell them apart.
    fn new(texts: &[&str]) -> Self {
        let seeds = (0_u64..).map(|number| number.wrapping_add(1).wrapping_mul(0x2127_599b_f432_5c37));
        let hashes = seeds.flat_map(|seed| [false, true].map(|whole| TextHash { seed, whole }));
        let tells_apart = |hash: &TextHash| {
            let mut numbers: Vec<_> = texts.iter().map(|text| hash.of(text)).collect();
            numbers.sort_unstable();
            numbers.windows(2).all(|pair| pair[0] != pair[1])
        };
        hashes.into_iter().find(tells_apart).expect("there are more seeds than texts that could meet under each")
    }

    fn of(self, text: &str) -> u64 {
        text_key(text, self.seed, self.whole)
    }
}
