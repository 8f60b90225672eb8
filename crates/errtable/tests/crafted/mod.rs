//! Specs whose codes, names and variants were chosen against the hashes of the generated code, so that none is perfect.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::fixture::Case;

#[allow(dead_code, unreachable_pub, reason = "the generated code uses all of it")]
#[path = "../../src/emit/rust/text.rs"]
mod text;

/// As many factors are tried for displacements, and as many seeds for texts.
const FACTORS: u64 = 48;
const SEEDS: u64 = 4;

/// The odd number of which all seeds are multiples.
const SEED: u64 = 0x2127_599b_f432_5c37;

/// Specs with the functions that search in their code.
pub(crate) fn cases() -> Vec<(Case, &'static [&'static str])> {
    let mut random = Random(1_008_003);
    let mut cases: Vec<(Case, &[&str])> = Vec::new();
    for (name, codes_a_row, number, range) in [
        ("crafted-u32", 1, 300, 0..=i128::from(u32::MAX)),
        ("crafted-i32", 1, 300, i128::from(i32::MIN)..=i128::from(i32::MAX)),
        ("crafted-u64", 2, 300, 0..=i128::from(u64::MAX)),
        ("crafted-i64", 1, 2_100, i128::from(i64::MIN)..=i128::from(i64::MAX)),
    ] {
        let codes = codes(&mut random, number, range);
        cases.push((numbers(name, codes_a_row, &codes), &["code_slot"]));
    }
    for (name, number) in [("crafted-texts", 20), ("crafted-texts-of-a-long-table", 2_100)] {
        let (codes, names) = (texts(&mut random, number), texts(&mut random, number));
        let rows = codes.iter().zip(names).map(|(code, name)| format!("| {code} | {name} |\n"));
        cases.push((case(name, "", &rows.collect::<String>()), &["code_slot", "name_slot", "variant_slot"]));
    }
    let names = texts(&mut random, 20);
    let rows = (0..).zip(&names).map(|(row, name)| format!("| {} | {name} |\n", row / 2));
    cases.push((case("crafted-aliases", "duplicates = \"alias\"", &rows.collect::<String>()), &["name_slot"]));
    cases
}

fn numbers(name: &str, codes_a_row: usize, codes: &[i128]) -> Case {
    let mut rows = String::new();
    for (row, codes) in codes.chunks(codes_a_row).enumerate() {
        let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
        let _ = writeln!(rows, "| {} | name {row} |", codes.join(", "));
    }
    case(name, "codes = \"many\"", &rows)
}

fn case(name: &str, directive: &str, rows: &str) -> Case {
    let text = format!("<!-- errtable\n{directive}\n-->\n\n| Error code | Name |\n|---|---|\n{rows}");
    Case { name: name.to_owned(), text, ..Case::default() }
}

/// Codes of a type, its ends among them, and for each factor two that share a bucket and a place in it.
fn codes(random: &mut Random, number: usize, range: RangeInclusive<i128>) -> Vec<i128> {
    let (least, greatest) = range.into_inner();
    let mut any = || least + i128::from(random.next()) % (greatest - least + 1);
    let mut codes = vec![least, greatest];
    for factor in (0..FACTORS).map(factor) {
        let apart = distance(factor, greatest - least);
        // Eighteen bits of 300 codes of 32 bits, or 24 of 2,100 of 64 bits, number a bucket and a place.
        let unused_bits = if greatest - least > 1 << 32 { 40 } else { 46 };
        let place = |code: i128| (code as u64).wrapping_mul(factor) >> unused_bits;
        let fits = |first: &i128| first + apart < greatest && place(*first) == place(first + apart);
        let first = std::iter::repeat_with(&mut any).find(fits).expect("most codes fit");
        codes.extend([first, first + apart]);
    }
    codes.extend(std::iter::repeat_with(any).take(number - codes.len()));
    codes
}

/// How far two codes are apart whose lowest bits are the same, and the highest of their products nearly so.
fn distance(factor: u64, room: i128) -> i128 {
    let is_short = |distance: &u64| i128::from(*distance) < room / 2;
    let found = if room > 1 << 32 {
        // Products that differ by a small multiple of a power of two.
        (1..).map(|number| inverse(factor).wrapping_mul(number << 12)).find(is_short)
    } else {
        let is_small = |product: u64| product.wrapping_add(1 << 43) < 1 << 44;
        (1..).map(|number: u64| number << 7).find(|distance| is_small(distance.wrapping_mul(factor)))
    };
    found.map(i128::from).expect("there are more numbers than are asked for")
}

/// Texts that are variants as they stand, and for each seed two that have one hash.
fn texts(random: &mut Random, number: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for seed in (1..=SEEDS).map(|number| SEED.wrapping_mul(number)) {
        let pair = std::iter::repeat_with(|| pair(random, seed)).find_map(|pair| pair).expect("a pair is found");
        assert_eq!(text::text_key(&pair[0], seed, true), text::text_key(&pair[1], seed, true));
        assert_eq!(text::text_key(&pair[0], seed, false), text::text_key(&pair[1], seed, false));
        texts.extend(pair);
    }
    texts.extend(std::iter::repeat_with(|| format!("X{}", word(random))).take(number - texts.len()));
    texts
}

/// Two texts of the same ends. Their third blocks differ as the states after the second do, so that both states become one.
fn pair(random: &mut Random, seed: u64) -> Option<[String; 2]> {
    let (start, end) = (format!("X{}", &word(random)[1..]), word(random));
    let number = |text: &str| u64::from_le_bytes(text.as_bytes().try_into().expect("eight bytes"));
    let before = fold(number(&start) ^ seed, number(&end).wrapping_add(seed.wrapping_mul(32)));
    let before = fold(before ^ number(&start), BLOCK);
    let seconds = [word(random), word(random)];
    let [one, other] = [0, 1].map(|which: usize| fold(before ^ number(&seconds[which]), BLOCK));
    let mut thirds = [String::new(), String::new()];
    for difference in (one ^ other).to_le_bytes() {
        let letter = LETTERS.iter().find(|&&letter| LETTERS.contains(&(letter ^ difference)))?;
        thirds[0].push(char::from(*letter));
        thirds[1].push(char::from(letter ^ difference));
    }
    Some([0, 1].map(|which: usize| format!("{start}{}{}{end}", seconds[which], thirds[which])))
}

/// What `text_key` multiplies each block by, and how.
const BLOCK: u64 = 0xd6e8_feb8_6659_fd93;

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

/// The sequence of factors.
fn factor(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) | 1
}

/// What a factor has to be multiplied by to make 1. Each step doubles the bits that are right.
fn inverse(factor: u64) -> u64 {
    (0..6).fold(factor, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(factor.wrapping_mul(inverse))))
}

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Eight letters.
fn word(random: &mut Random) -> String {
    (0..8).map(|_| char::from(LETTERS[random.next() as usize % LETTERS.len()])).collect()
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        factor(self.0 << 20) ^ factor(self.0) >> 32
    }
}
