//! Lookups measured: time in interleaved rounds, or a bare loop for a counter of instructions.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::hint::black_box;
use std::time::Instant;

/// How many keys a stream has, and so how many lookups a round.
pub const KEYS: usize = 1 << 16;

/// How many rounds each subject gets. They take turns, so that all of them see the same machine.
const ROUNDS: usize = 31;

/// What is looked up: a code or a name.
pub trait Key: Copy + 'static {
    /// The key at a place, in a way that has to wait for `zero`.
    fn after(keys: &[Self], place: usize, zero: u32) -> Self;
}

impl Key for u32 {
    fn after(keys: &[Self], place: usize, zero: u32) -> Self {
        keys[place] ^ zero
    }
}

impl Key for &'static str {
    fn after(keys: &[Self], place: usize, zero: u32) -> Self {
        keys[place + zero as usize]
    }
}

/// One way to look keys up.
pub struct Subject<K: Key> {
    name: &'static str,
    throughput: Loop<K>,
    latency: Loop<K>,
}

/// Looks every key up and returns a number that depends on all answers.
type Loop<K> = Box<dyn Fn(&[K]) -> u32>;

impl<K: Key> std::fmt::Debug for Subject<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<K: Key> Subject<K> {
    /// A lookup, by a function that gives an answer and one that makes a number of it, so that the next lookup can wait.
    ///
    /// Throughput is that of answers as they come: what is made of them, a jump as often as not, is not the lookup's.
    pub fn new<A: 'static>(
        name: &'static str,
        lookup: impl Fn(K) -> Option<A> + Copy + 'static,
        number: impl Fn(A) -> u32 + Copy + 'static,
    ) -> Self {
        let throughput = move |keys: &[K]| {
            for &key in keys {
                black_box(lookup(key));
            }
            0
        };
        let latency = move |keys: &[K]| {
            let zero = black_box(0);
            let mut last = 0_u32;
            for place in 0..keys.len() {
                last = lookup(K::after(keys, place, last & zero)).map_or(1, number);
            }
            last
        };
        Subject { name, throughput: Box::new(throughput), latency: Box::new(latency) }
    }
}

/// Prints a line for each subject: `catalog TAB stream TAB subject TAB minimum TAB median`, in ns a lookup.
pub fn time<K: Key>(catalog: &str, stream: &str, keys: &[K], subjects: &[Subject<K>]) {
    print_rounds(catalog, stream, keys, subjects, |subject| &subject.throughput);
}

/// As [`time`], but each lookup waits for the answer of the one before.
pub fn time_latency<K: Key>(catalog: &str, stream: &str, keys: &[K], subjects: &[Subject<K>]) {
    print_rounds(catalog, stream, keys, subjects, |subject| &subject.latency);
}

fn print_rounds<K: Key>(
    catalog: &str,
    stream: &str,
    keys: &[K],
    subjects: &[Subject<K>],
    which: impl Fn(&Subject<K>) -> &Loop<K>,
) {
    let mut rounds = vec![Vec::with_capacity(ROUNDS); subjects.len()];
    for _ in 0..ROUNDS {
        for (subject, rounds) in subjects.iter().zip(&mut rounds) {
            let start = Instant::now();
            black_box(which(subject)(black_box(keys)));
            rounds.push(start.elapsed().as_secs_f64() * 1e9 / keys.len() as f64);
        }
    }
    for (subject, rounds) in subjects.iter().zip(&mut rounds) {
        rounds.sort_by(f64::total_cmp);
        println!("{catalog}\t{stream}\t{}\t{:.3}\t{:.3}", subject.name, rounds[0], rounds[ROUNDS / 2]);
    }
}

/// Looks the first `number` keys up, once, with one subject, for a counter of instructions.
pub fn count<K: Key>(keys: &[K], number: usize, name: &str, subjects: &[Subject<K>]) {
    if let Some(subject) = subjects.iter().find(|subject| subject.name == name) {
        black_box((subject.throughput)(black_box(&keys[..number])));
    }
}

/// Numbers that look random and are the same in each run (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next_u64()) * bound as u128) >> 64) as usize
    }
}

/// The keys of a set. Each run takes as many instructions to make streams of it.
type Known<K> = HashSet<K, BuildHasherDefault<DefaultHasher>>;

/// Streams of keys over a set of them, each [`KEYS`] long and in random order.
#[derive(Clone, Debug)]
pub struct Streams<K> {
    /// Keys of the set.
    pub hits: Vec<K>,
    /// Keys that almost are in the set.
    pub near: Vec<K>,
    /// Keys that are nothing like those of the set.
    pub far: Vec<K>,
    /// Half hits, half near misses, in an order that no branch predictor learns.
    pub mixed: Vec<K>,
}

impl<K: Key> Streams<K> {
    fn new(random: &mut Random, hits: &[K], near: &[K], far: &[K]) -> Self {
        let draw = |random: &mut Random, keys: &[K]| keys[random.below(keys.len())];
        Streams {
            hits: (0..KEYS).map(|_| draw(random, hits)).collect(),
            near: (0..KEYS).map(|_| draw(random, near)).collect(),
            far: (0..KEYS).map(|_| draw(random, far)).collect(),
            mixed: (0..KEYS)
                .map(|_| if random.next_u64() >> 63 == 0 { draw(random, hits) } else { draw(random, near) })
                .collect(),
        }
    }

    /// The streams by name.
    pub fn by_name(&self) -> [(&'static str, &[K]); 4] {
        [("hits", &self.hits), ("near misses", &self.near), ("far misses", &self.far), ("mixed", &self.mixed)]
    }
}

/// Streams of codes. Near misses are neighbours of codes, far ones any other numbers.
pub fn code_streams(codes: &[u32]) -> Streams<u32> {
    let known: Known<u32> = codes.iter().copied().collect();
    let mut random = Random::new(1);
    let neighbours = |code: u32| (1..2_000).flat_map(move |step| [code.wrapping_add(step), code.wrapping_sub(step)]);
    let near = codes.iter().filter_map(|&code| neighbours(code).find(|near| !known.contains(near)));
    let near: Vec<u32> = near.collect();
    let far: Vec<u32> =
        std::iter::repeat_with(|| random.next_u64() as u32).filter(|code| !known.contains(code)).take(KEYS).collect();
    let mut random = Random::new(2);
    Streams::new(&mut random, codes, &near, &far)
}

/// Streams of names, each a copy of its own, as if it had just been read. Near misses differ in one letter, far ones are
/// other words.
pub fn name_streams(names: &[&'static str]) -> Streams<&'static str> {
    let known: Known<&str> = names.iter().copied().collect();
    let leak = |text: String| &*text.leak();
    let changed = |name: &&str| format!("{}{}", &name[..name.len() - 1], if name.ends_with('q') { 'x' } else { 'q' });
    let near: Vec<&str> = names.iter().map(changed).filter(|name| !known.contains(name.as_str())).map(leak).collect();
    let far: Vec<&str> =
        (0..KEYS.min(4 * names.len())).map(|number| leak(format!("no such name as {number}"))).collect();
    let hits: Vec<&str> = names.iter().map(|name| leak((*name).to_owned())).collect();
    Streams::new(&mut Random::new(3), &hits, &near, &far)
}
