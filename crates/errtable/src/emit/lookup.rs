//! Perfect hashing: keys to the slots in which the generated code finds them.
//!
//! Every key has a slot of its own, found by a few instructions and at most one read; the generated code then compares
//! the key that lives there with the one it was asked for. There are three ways to a slot; the first that works wins, and
//! each takes less time than the next:
//!
//! - its lowest bits, where no two keys share them (codes that lie close together);
//! - the highest bits of a product, where a factor is found that keeps the keys apart (up to some hundred keys);
//! - the highest bits of a product, changed by one of a table of displacements. Belazzougui, Botelho and Dietzfelbinger,
//!   *Hash, displace, and compress*, 2009, with exclusive or in place of addition.

/// Where each key of a set lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lookup {
    pub(crate) way: Way,
    /// The index of the key in each slot. Their number is a power of two.
    pub(crate) slots: Vec<Option<usize>>,
}

/// How a key becomes a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// `key & (slots - 1)`
    Mask,
    /// `(key * factor) >> (64 - bits)`
    Multiply {
        /// An odd number.
        factor: u64,
    },
    /// `((key * factor) >> (64 - bits)) ^ displacements[(source >> shift) & (displacements - 1)]`
    Displace {
        /// An odd number.
        factor: u64,
        /// Where the number of the displacement comes from.
        source: Source,
        shift: u32,
        /// Their number is a power of two.
        displacements: Vec<usize>,
    },
}

/// Whose bits number a displacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Those of the key, so that the displacement is read while the product is made.
    Key,
    /// Those of the product, for keys that have too many bits in common.
    Product,
}

/// A table of this many slots a key is still small: six bytes a slot for codes of 32 bits.
const SLOTS_A_KEY: usize = 4;

/// How many keys the search for a single factor may look at: about a millisecond, unoptimised as build scripts are.
const SEARCH: usize = 1 << 17;

/// How many factors are tried for displacements before the slots are doubled. Few sets need a third.
const TRIES: u64 = 16;

/// More keys than this must not share a displacement: each of them has to have a free slot at once.
const FULLEST: usize = 16;

impl Lookup {
    /// Finds slots for keys, no two of which are equal.
    pub(crate) fn new(keys: &[u64]) -> Self {
        mask(keys).or_else(|| multiply(keys)).unwrap_or_else(|| displace(keys))
    }

    /// How many bits number the slots.
    pub(crate) fn bits(&self) -> u32 {
        self.slots.len().trailing_zeros()
    }
}

/// Tables from the smallest that could hold the keys to the largest that is still small, in bits.
fn sizes(keys: &[u64]) -> std::ops::RangeInclusive<u32> {
    bits_for(keys.len())..=(keys.len() * SLOTS_A_KEY).ilog2()
}

/// The bits that number this many things.
fn bits_for(number: usize) -> u32 {
    number.next_power_of_two().trailing_zeros()
}

/// The sequence of factors: odd, and alike in nothing that codes have in common (the outputs of SplitMix64).
///
/// It begins with 1, which is enough for keys that are hashes already, and needs no instruction.
fn factor(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) | 1
}

fn mask(keys: &[u64]) -> Option<Lookup> {
    sizes(keys).find_map(|bits| {
        let slots = Stamps::new(bits).apart(keys, |key| key & ((1 << bits) - 1)).ok()?;
        Some(Lookup { way: Way::Mask, slots })
    })
}

fn multiply(keys: &[u64]) -> Option<Lookup> {
    // One slot needs no factor, and has no bits to be shifted to.
    for bits in sizes(keys).filter(|&bits| bits > 0) {
        let mut stamps = Stamps::new(bits);
        let (mut looked_at, mut number) = (0, 0);
        while looked_at < SEARCH {
            let factor = factor(number);
            match stamps.apart(keys, |key| key.wrapping_mul(factor) >> (64 - bits)) {
                Ok(slots) => return Some(Lookup { way: Way::Multiply { factor }, slots }),
                Err(met) => looked_at += met + 1,
            }
            number += 1;
        }
    }
    None
}

/// Slots with the number of the round in which each was last taken, so that a round need not clear them.
struct Stamps {
    round: u32,
    taken: Vec<u32>,
}

impl Stamps {
    fn new(bits: u32) -> Self {
        Stamps { round: 0, taken: vec![0; 1 << bits] }
    }

    /// The slots, if a function keeps the keys apart, else the index of the first key that meets another.
    fn apart(&mut self, keys: &[u64], slot: impl Fn(u64) -> u64) -> Result<Vec<Option<usize>>, usize> {
        self.round += 1;
        for (index, &key) in keys.iter().enumerate() {
            let taken = &mut self.taken[slot(key) as usize];
            if *taken == self.round {
                return Err(index);
            }
            *taken = self.round;
        }
        let mut slots = vec![None; self.taken.len()];
        for (index, &key) in keys.iter().enumerate() {
            slots[slot(key) as usize] = Some(index);
        }
        Ok(slots)
    }
}

/// Tries factor after factor. A random one serves any set of keys with a fair chance, so this ends.
fn displace(keys: &[u64]) -> Lookup {
    let bits = bits_for(keys.len());
    let number = 1 << bits_for(keys.len().div_ceil(4));
    let mask = number as u64 - 1;
    let of_key = |shift: u32| Buckets::new(number, keys.len(), |index| (keys[index] >> shift & mask) as usize);
    let by_key = (0..32).map(|shift| (shift, of_key(shift))).find(|(_, buckets)| buckets.fullest() <= FULLEST);
    for tried in 0.. {
        let factor = factor(tried);
        let bits = bits + (tried / TRIES).min(2) as u32;
        let hash = |index: usize| keys[index].wrapping_mul(factor);
        let base = |index: usize| (hash(index) >> (64 - bits)) as usize;
        let by_product;
        let (source, shift, buckets) = match &by_key {
            Some((shift, buckets)) if tried < 2 * TRIES => (Source::Key, *shift, buckets),
            _ => {
                let shift = 64 - bits - mask.count_ones();
                by_product = Buckets::new(number, keys.len(), |index| (hash(index) >> shift & mask) as usize);
                (Source::Product, shift, &by_product)
            }
        };
        if let Some((slots, displacements)) = place(buckets, bits, base) {
            return Lookup { way: Way::Displace { factor, source, shift, displacements }, slots };
        }
    }
    unreachable!("there is always another factor")
}

/// Finds a displacement for each bucket such that all keys have slots of their own.
fn place(buckets: &Buckets, bits: u32, base: impl Fn(usize) -> usize) -> Option<(Vec<Option<usize>>, Vec<usize>)> {
    let mut slots = vec![None; 1 << bits];
    let mut displacements = vec![0; buckets.number()];
    let mut bases = Vec::new();
    let mut first_free = 0;
    for bucket in buckets.fullest_first() {
        bases.clear();
        bases.extend(buckets.members(bucket).iter().map(|&index| base(index)));
        let displacement = match *bases {
            // Any free slot will do, so it need not be searched for.
            [only] => {
                while slots[first_free].is_some() {
                    first_free += 1;
                }
                first_free ^ only
            }
            _ if (1..bases.len()).any(|later| bases[..later].contains(&bases[later])) => return None,
            _ => (0..slots.len()).find(|other| bases.iter().all(|base| slots[base ^ other].is_none()))?,
        };
        for (base, &index) in bases.iter().zip(buckets.members(bucket)) {
            slots[base ^ displacement] = Some(index);
        }
        displacements[bucket] = displacement;
    }
    Some((slots, displacements))
}

/// Keys by the displacement that they share.
struct Buckets {
    /// Where the members of each bucket begin, and last where those of the last one end.
    starts: Vec<usize>,
    members: Vec<usize>,
}

impl Buckets {
    fn new(buckets: usize, keys: usize, bucket_of: impl Fn(usize) -> usize) -> Self {
        let mut starts = vec![0; buckets + 1];
        for index in 0..keys {
            starts[bucket_of(index) + 1] += 1;
        }
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut members = vec![0; keys];
        for index in 0..keys {
            let place = &mut next[bucket_of(index)];
            members[*place] = index;
            *place += 1;
        }
        Buckets { starts, members }
    }

    fn number(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many members the bucket with the most of them has.
    fn fullest(&self) -> usize {
        (0..self.number()).map(|bucket| self.members(bucket).len()).max().unwrap_or(0)
    }

    fn members(&self, bucket: usize) -> &[usize] {
        &self.members[self.starts[bucket]..self.starts[bucket + 1]]
    }

    /// The buckets that are not empty; a full one needs the most room, so it comes while there is some.
    fn fullest_first(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.number()).filter(|&bucket| !self.members(bucket).is_empty()).collect();
        order.sort_by_key(|&bucket| std::cmp::Reverse(self.members(bucket).len()));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slot that the generated code would look into.
    fn slot(lookup: &Lookup, key: u64) -> usize {
        let slots = lookup.slots.len();
        match &lookup.way {
            Way::Mask => key as usize & (slots - 1),
            Way::Multiply { factor } => (key.wrapping_mul(*factor) >> (64 - lookup.bits())) as usize,
            Way::Displace { factor, source, shift, displacements } => {
                let product = key.wrapping_mul(*factor);
                let number = match source {
                    Source::Key => key >> shift,
                    Source::Product => product >> shift,
                };
                let displacement = displacements[number as usize & (displacements.len() - 1)];
                (product >> (64 - lookup.bits())) as usize ^ displacement
            }
        }
    }

    fn expect_each_found(keys: &[u64]) -> Lookup {
        let lookup = Lookup::new(keys);
        for (index, &key) in keys.iter().enumerate() {
            assert_eq!(lookup.slots[slot(&lookup, key)], Some(index), "{key} of {} keys", keys.len());
        }
        assert_eq!(lookup.slots.iter().flatten().count(), keys.len());
        assert!(lookup.slots.len().is_power_of_two());
        lookup
    }

    /// Keys that have nothing in common.
    fn scattered(number: u64) -> Vec<u64> {
        (0..number).map(|key| factor(key + 1_000_000) >> 13).collect()
    }

    #[test]
    fn one_key_has_the_only_slot() {
        for key in [0, 1, 1_008_003, u64::MAX] {
            assert_eq!(expect_each_found(&[key]), Lookup { way: Way::Mask, slots: vec![Some(0)] });
        }
    }

    #[test]
    fn keys_that_lie_together_are_masked() {
        let keys: Vec<u64> = (1_008_001..1_008_040).rev().collect();
        assert_eq!(expect_each_found(&keys).way, Way::Mask);
    }

    #[test]
    fn few_keys_need_one_factor() {
        assert!(matches!(expect_each_found(&scattered(25)).way, Way::Multiply { .. }));
    }

    #[test]
    fn many_keys_are_displaced() {
        for number in [300, 1_023, 1_024, 1_025, 20_000] {
            assert!(matches!(expect_each_found(&scattered(number)).way, Way::Displace { .. }), "{number} keys");
        }
    }

    #[test]
    fn every_number_of_keys_is_placed() {
        for number in 1..400 {
            expect_each_found(&scattered(number));
        }
    }

    /// Sets of keys that differ in a few bits only, wherever these are.
    #[test]
    fn no_pattern_of_keys_is_too_much() {
        for shift in 0..52 {
            expect_each_found(&(0..2_000_u64).map(|key| key << shift).collect::<Vec<_>>());
            expect_each_found(
                &(0..700_u64)
                    .map(|key| (key * key * 31) << (shift / 2))
                    .collect::<std::collections::BTreeSet<_>>()
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        let ends: Vec<u64> = (0..500).flat_map(|key| [key, u64::MAX - key, 1 << 63 | key << 40]).collect();
        expect_each_found(&ends);
    }

    #[test]
    fn a_table_stays_small() {
        for number in [1, 2, 3, 25, 100, 234, 1_500, 13_000] {
            let lookup = Lookup::new(&scattered(number));
            assert!(lookup.slots.len() <= SLOTS_A_KEY * number as usize, "{number} keys");
        }
    }
}
