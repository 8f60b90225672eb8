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
//!
//! Each search ends after a bounded number of steps, which grows with the number of keys. Where keys were chosen so that
//! all three fail, there is no perfect hash, and whoever asks for one has to find keys in another way.

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

/// How many sizes of tables are tried for displacements, each twice the one before.
const SIZES: u32 = 3;

/// How many slots the search for displacements may look at before the slots are doubled: so many, and so many a key.
///
/// Keys that fill all slots of a table need 85 looks each at the most, where chance has put them into their buckets.
/// The rest is for a few hundred keys, for which it is more often the last bucket that finds no place.
const LOOKS: usize = 1 << 20;
const LOOKS_A_KEY: usize = 128;

/// More keys than this must not share a displacement: each of them has to have a free slot at once.
const FULLEST: usize = 16;

impl Lookup {
    /// Finds slots for keys; none where two keys are equal, or where they were chosen to defeat the search.
    pub(crate) fn new(keys: &[u64]) -> Option<Self> {
        mask(keys).or_else(|| multiply(keys)).or_else(|| displace(keys))
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
        if let Some(met) = self.meeting(keys.iter().map(|&key| slot(key) as usize)) {
            return Err(met);
        }
        let mut slots = vec![None; self.taken.len()];
        for (index, &key) in keys.iter().enumerate() {
            slots[slot(key) as usize] = Some(index);
        }
        Ok(slots)
    }

    /// Where the first slot is named for the second time.
    fn meeting(&mut self, mut slots: impl Iterator<Item = usize>) -> Option<usize> {
        self.round += 1;
        slots.position(|slot| std::mem::replace(&mut self.taken[slot], self.round) == self.round)
    }
}

/// Tries factor after factor, in tables of each size. A random factor serves most sets of keys with a fair chance.
fn displace(keys: &[u64]) -> Option<Lookup> {
    let number_bits = bits_for(keys.len().div_ceil(4));
    let by_key = (0..=63 - number_bits)
        .map(|shift| (shift, Buckets::numbered(keys, shift, number_bits)))
        .find(|(_, buckets)| buckets.fullest() <= FULLEST);
    for doubled in 0..SIZES {
        let bits = bits_for(keys.len()) + doubled;
        let by_key = by_key.as_ref().filter(|_| doubled + 1 < SIZES);
        let mut looks = LOOKS + LOOKS_A_KEY * keys.len();
        for tried in 0..TRIES {
            let factor = factor(u64::from(doubled) * TRIES + tried);
            let products: Vec<_> = keys.iter().map(|key| key.wrapping_mul(factor)).collect();
            let by_product;
            let (source, shift, buckets) = match by_key {
                Some((shift, buckets)) => (Source::Key, *shift, buckets),
                None => {
                    let shift = 64 - bits - number_bits;
                    by_product = Buckets::numbered(&products, shift, number_bits);
                    (Source::Product, shift, &by_product)
                }
            };
            let base = |index: usize| (products[index] >> (64 - bits)) as usize;
            if let Some((slots, displacements)) = place(buckets, bits, base, &mut looks) {
                return Some(Lookup { way: Way::Displace { factor, source, shift, displacements }, slots });
            }
            if looks == 0 {
                break;
            }
        }
    }
    None
}

/// Finds a displacement for each bucket such that all keys have slots of their own, in at most so many looks.
fn place(
    buckets: &Buckets,
    bits: u32,
    base: impl Fn(usize) -> usize,
    looks: &mut usize,
) -> Option<(Vec<Option<usize>>, Vec<usize>)> {
    let bases = buckets.map(base);
    // Keys of one bucket that meet do so under every displacement.
    let mut stamps = Stamps::new(bits);
    if (0..bases.number()).any(|bucket| stamps.meeting(bases.members(bucket).iter().copied()).is_some()) {
        return None;
    }
    let mut slots = vec![None; 1 << bits];
    let mut displacements = vec![0; buckets.number()];
    let mut first_free = 0;
    for bucket in buckets.fullest_first() {
        let bases = bases.members(bucket);
        let displacement = match *bases {
            // Any free slot will do, so it need not be searched for.
            [only] => {
                while slots[first_free].is_some() {
                    first_free += 1;
                }
                first_free ^ only
            }
            _ => displacement(bases, &slots, looks)?,
        };
        for (base, &index) in bases.iter().zip(buckets.members(bucket)) {
            slots[base ^ displacement] = Some(index);
        }
        displacements[bucket] = displacement;
    }
    Some((slots, displacements))
}

/// The first displacement that leads all bases to free slots.
fn displacement(bases: &[usize], slots: &[Option<usize>], looks: &mut usize) -> Option<usize> {
    for displacement in 0..slots.len() {
        let taken = bases.iter().position(|base| slots[base ^ displacement].is_some());
        *looks = looks.saturating_sub(taken.map_or(bases.len(), |at| at + 1));
        match taken {
            None => return Some(displacement),
            Some(_) if *looks == 0 => return None,
            Some(_) => {}
        }
    }
    None
}

/// Keys by the displacement that they share.
struct Buckets {
    /// Where the members of each bucket begin, and last where those of the last one end.
    starts: Vec<usize>,
    members: Vec<usize>,
}

impl Buckets {
    /// The indices of hashes, by as many bits of each.
    fn numbered(hashes: &[u64], shift: u32, bits: u32) -> Self {
        let bucket_of = |hash: u64| (hash >> shift) as usize & ((1 << bits) - 1);
        let mut starts = vec![0; (1 << bits) + 1];
        for &hash in hashes {
            starts[bucket_of(hash) + 1] += 1;
        }
        for bucket in 0..1 << bits {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut members = vec![0; hashes.len()];
        for (index, &hash) in hashes.iter().enumerate() {
            let place = &mut next[bucket_of(hash)];
            members[*place] = index;
            *place += 1;
        }
        Buckets { starts, members }
    }

    /// The same buckets with something else of each member.
    fn map(&self, of: impl Fn(usize) -> usize) -> Self {
        Buckets { starts: self.starts.clone(), members: self.members.iter().map(|&member| of(member)).collect() }
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
        let bits = slots.trailing_zeros();
        match &lookup.way {
            Way::Mask => key as usize & (slots - 1),
            Way::Multiply { factor } => (key.wrapping_mul(*factor) >> (64 - bits)) as usize,
            Way::Displace { factor, source, shift, displacements } => {
                let product = key.wrapping_mul(*factor);
                let number = match source {
                    Source::Key => key >> shift,
                    Source::Product => product >> shift,
                };
                let displacement = displacements[number as usize & (displacements.len() - 1)];
                (product >> (64 - bits)) as usize ^ displacement
            }
        }
    }

    fn expect_each_found(keys: &[u64]) -> Lookup {
        let lookup = Lookup::new(keys).expect("keys that no one has chosen have slots");
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

    /// Keys of which two share a bucket and a place in it, for each of the first factors.
    fn keys_against(factors: u64) -> Vec<u64> {
        let pairs = (0..factors).flat_map(|number| {
            let first = factor(number + 2_000_000) >> 1;
            // The products are as near to each other as their lowest bits allow.
            [first, first.wrapping_add(inverse(factor(number)) << 12)]
        });
        pairs.chain(scattered(300)).collect()
    }

    /// What a factor has to be multiplied by to make 1. Each step doubles the bits that are right.
    fn inverse(factor: u64) -> u64 {
        (0..6).fold(factor, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(factor.wrapping_mul(inverse))))
    }

    #[test]
    fn keys_against_the_first_factors_take_more_room() {
        for (factors, source) in [(TRIES, Source::Key), (2 * TRIES, Source::Product)] {
            let keys = keys_against(factors);
            let lookup = expect_each_found(&keys);
            assert!(matches!(lookup.way, Way::Displace { source: found, .. } if found == source), "{factors} factors");
            assert!(lookup.slots.len() > keys.len().next_power_of_two(), "{factors} factors");
        }
    }

    #[test]
    fn keys_against_all_factors_end_the_search() {
        assert_eq!(Lookup::new(&keys_against(u64::from(SIZES) * TRIES)), None);
    }

    #[test]
    fn equal_keys_end_the_search() {
        assert_eq!(Lookup::new(&[7, 7]), None);
        assert_eq!(Lookup::new(&[scattered(5_000), vec![scattered(1)[0]]].concat()), None);
    }

    /// Eight keys in each bucket, no two of which meet: chance makes buckets of one key or two, which fit into the last
    /// free slots, while eight need more of them at once than there are.
    #[test]
    fn a_search_ends_when_it_has_looked_at_enough_slots() {
        let base = |key: u64| (key.wrapping_mul(factor(1)) >> (64 - 13)) as usize;
        let mut keys = Vec::new();
        for bucket in 0..1 << 10 {
            let mut seen = std::collections::HashSet::new();
            let keys_of = (0..).map(|number| factor(bucket << 10 | number) >> 10 << 10 | bucket);
            keys.extend(keys_of.filter(|&key| seen.insert(base(key))).take(8));
        }
        let buckets = Buckets::numbered(&keys, 0, 10);
        for enough in [1, 1_000, 100_000] {
            let mut looks = enough;
            assert!(place(&buckets, 13, |index| base(keys[index]), &mut looks).is_none());
            assert_eq!(looks, 0, "of {enough}");
        }
        assert!(expect_each_found(&keys).slots.len() > keys.len());
    }

    /// Numbers of which few bits differ, and these far from where a hash looks.
    #[test]
    fn multiples_of_a_power_of_two_are_placed() {
        for shift in [0, 20, 34, 40, 46] {
            let keys: Vec<_> = scattered(20_000).into_iter().map(|key| key >> 33 << shift).collect();
            let keys: std::collections::BTreeSet<_> = keys.into_iter().collect();
            expect_each_found(&keys.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_table_stays_small() {
        for number in [1, 2, 3, 25, 100, 234, 1_500, 13_000] {
            let lookup = expect_each_found(&scattered(number));
            assert!(lookup.slots.len() <= SLOTS_A_KEY * number as usize, "{number} keys");
        }
    }
}
