//! Lookups measured: answers compared with those that are known to be right, then time in interleaved rounds, or a bare
//! loop for a counter of instructions.
//!
//! This file is a module of the program that `errtable-bench lookup` makes.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash};
use std::hint::black_box;
use std::time::Instant;

/// How many keys a stream has, and so how many lookups a round.
pub(crate) const KEYS: usize = 1 << 16;

/// How many rounds each subject gets. They take turns, so that all of them see the same machine.
const ROUNDS: usize = 31;

/// What is looked up: a code or a name.
pub(crate) trait Key: Copy + 'static {
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
pub(crate) struct Subject<K: Key> {
    name: &'static str,
    answers: Answers,
    answer: Answer<K>,
    throughput: Loop<K>,
    latency: Loop<K>,
}

/// What a lookup answers for a key of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    /// The code, as the number of the variant.
    Codes,
    /// The row, from 0.
    Rows,
    /// Whatever it be: this is no lookup.
    Anything,
}

/// Looks one key up and makes a number of the answer.
type Answer<K> = Box<dyn Fn(K) -> Option<u32>>;

/// Looks every key up and returns a number that depends on all answers.
type Loop<K> = Box<dyn Fn(&[K]) -> u32>;

impl<K: Key> Debug for Subject<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<K: Key> Subject<K> {
    /// A lookup, by a function that gives an answer and one that makes a number of it, so that the next lookup can wait.
    ///
    /// Throughput is that of answers as they come: what is made of them, a jump as often as not, is not the lookup's.
    pub(crate) fn new<A: 'static>(
        name: &'static str,
        answers: Answers,
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
        let answer = move |key: K| lookup(key).map(number);
        Subject {
            name,
            answers,
            answer: Box::new(answer),
            throughput: Box::new(throughput),
            latency: Box::new(latency),
        }
    }
}

/// Looks up every key of a table, and every key of the streams: the error names the first answer that is wrong.
///
/// `codes` are those of the rows, by which a subject may answer instead of the row.
pub(crate) fn verify<K: Key + Eq + Hash + Debug>(
    catalog: &str,
    keys: &[K],
    codes: &[u32],
    streams: &Streams<K>,
    subjects: &[Subject<K>],
) -> Result<(), String> {
    let rows: HashMap<K, u32> = keys.iter().copied().zip(0..).collect();
    if rows.len() != codes.len() || keys.len() != codes.len() {
        return Err(format!("{catalog}: {} keys of {} rows differ from each other", rows.len(), codes.len()));
    }
    let streams = streams.by_name().into_iter().flat_map(|(_, keys)| keys);
    let asked: Known<K> = keys.iter().chain(streams).copied().collect();
    for subject in subjects {
        for key in &asked {
            let row = rows.get(key).copied();
            let right = match subject.answers {
                Answers::Codes => row.map(|row| codes[row as usize]),
                Answers::Rows => row,
                Answers::Anything => continue,
            };
            let answer = (subject.answer)(*key);
            if answer != right {
                let name = subject.name;
                return Err(format!("{catalog}: {name} answers {answer:?} for {key:?}, and {right:?} is right"));
            }
        }
    }
    Ok(())
}

/// Prints a line for each subject: `catalog TAB stream TAB subject TAB minimum TAB median`, in ns a lookup.
pub(crate) fn time<K: Key>(catalog: &str, stream: &str, keys: &[K], subjects: &[Subject<K>]) {
    print_rounds(catalog, stream, keys, subjects, |subject| &subject.throughput);
}

/// As [`time`], but each lookup waits for the answer of the one before.
pub(crate) fn time_latency<K: Key>(catalog: &str, stream: &str, keys: &[K], subjects: &[Subject<K>]) {
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
pub(crate) fn count<K: Key>(keys: &[K], number: usize, name: &str, subjects: &[Subject<K>]) {
    if let Some(subject) = subjects.iter().find(|subject| subject.name == name) {
        black_box((subject.throughput)(black_box(&keys[..number])));
    }
}

/// Numbers that look random and are the same in each run (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next number.
    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next_u64()) * bound as u128) >> 64) as usize
    }
}

/// The keys of a set. Each run takes as many instructions to make streams of it.
type Known<K> = HashSet<K, BuildHasherDefault<DefaultHasher>>;

/// Streams of keys over a set of them, each [`KEYS`] long and in random order.
#[derive(Clone, Debug)]
pub(crate) struct Streams<K> {
    /// Keys of the set.
    pub(crate) hits: Vec<K>,
    /// Keys that almost are in the set.
    pub(crate) near: Vec<K>,
    /// Keys that are nothing like those of the set.
    pub(crate) far: Vec<K>,
    /// Half hits, half near misses, in an order that no branch predictor learns.
    pub(crate) mixed: Vec<K>,
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
    pub(crate) fn by_name(&self) -> [(&'static str, &[K]); 4] {
        [("hits", &self.hits), ("near misses", &self.near), ("far misses", &self.far), ("mixed", &self.mixed)]
    }
}

/// Streams of codes. Near misses are neighbours of codes, far ones any other numbers.
pub(crate) fn code_streams(codes: &[u32]) -> Streams<u32> {
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
pub(crate) fn name_streams(names: &[&'static str]) -> Streams<&'static str> {
    let known: Known<&str> = names.iter().copied().collect();
    let leak = |text: String| &*text.leak();
    let changed = |name: &&str| format!("{}{}", &name[..name.len() - 1], if name.ends_with('q') { 'x' } else { 'q' });
    let near: Vec<&str> = names.iter().map(changed).filter(|name| !known.contains(name.as_str())).map(leak).collect();
    let far: Vec<&str> =
        (0..KEYS.min(4 * names.len())).map(|number| leak(format!("no such name as {number}"))).collect();
    let hits: Vec<&str> = names.iter().map(|name| leak((*name).to_owned())).collect();
    Streams::new(&mut Random::new(3), &hits, &near, &far)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [u32; 3] = [10, 20, 30];

    fn verified(answers: Answers, lookup: Lookup) -> Result<(), String> {
        let subjects = [Subject::new("it", answers, lookup, |answer| answer)];
        verify("made", &CODES, &CODES, &code_streams(&CODES), &subjects)
    }

    type Lookup = fn(u32) -> Option<u32>;

    fn known(code: u32) -> Option<u32> {
        CODES.contains(&code).then_some(code)
    }

    #[test]
    fn each_answer_must_be_right() {
        let row = |code| CODES.iter().zip(0..).find(|(other, _)| **other == code).map(|(_, row)| row);
        assert_eq!(verified(Answers::Rows, row), Ok(()));
        assert_eq!(verified(Answers::Codes, known), Ok(()));
        assert_eq!(verified(Answers::Anything, |_| None), Ok(()));
        let wrong: [(&str, Lookup); 3] = [
            ("answers None for 30, and Some(30) is right", |code| known(code).filter(|code| *code != 30)),
            ("answers Some(30) for 20, and Some(20)", |code| {
                known(code).map(|code| if code == 20 { 30 } else { code })
            }),
            ("and None is right", Some),
        ];
        for (says, lookup) in wrong {
            let error = verified(Answers::Codes, lookup).expect_err(says);
            assert!(error.starts_with("made: it answers ") && error.contains(says), "{error}");
        }
    }

    #[test]
    fn keys_must_differ() {
        let keys = [1, 1, 2];
        assert!(verify("made", &keys, &keys, &code_streams(&keys), &[]).is_err());
    }
}
