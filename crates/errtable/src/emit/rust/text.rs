/// A number for a text: of its length, its first eight bytes and its last eight, or of its whole.
///
/// Both factors depend on the seed, so that no text makes the product 0, or that of another text, under every seed.
#[inline]
pub(super) const fn text_key(text: &str, seed: u64, whole: bool) -> u64 {
    let bytes = text.as_bytes();
    let (first, last) = ends(bytes);
    let length = (bytes.len() as u64).wrapping_mul(seed);
    let mut key = fold(first ^ seed, last.wrapping_add(length));
    if whole {
        let mut rest = bytes;
        while let Some((chunk, after)) = rest.split_first_chunk() {
            key = fold(key ^ u64::from_le_bytes(*chunk), 0xd6e8_feb8_6659_fd93);
            rest = after;
        }
    }
    key
}
/// Whether two texts are equal: `==` is not for constants.
#[inline]
pub(super) const fn is_same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    let (of_a, of_b) = (ends(a), ends(b));
    if a.len() != b.len() || of_a.0 != of_b.0 || of_a.1 != of_b.1 {
        return false;
    }
    while a.len() > 16 {
        a = a.split_at(8).1;
        b = b.split_at(8).1;
        if ends(a).0 != ends(b).0 {
            return false;
        }
    }
    true
}
/// The first eight bytes and the last eight, which overlap in a short text.
#[inline]
const fn ends(bytes: &[u8]) -> (u64, u64) {
    let (first, last) = (bytes.first_chunk(), bytes.last_chunk());
    if let (Some(first), Some(last)) = (first, last) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let (first, last) = (bytes.first_chunk(), bytes.last_chunk());
    if let (Some(first), Some(last)) = (first, last) {
        let first = u32::from_le_bytes(*first);
        return (first as u64, u32::from_le_bytes(*last) as u64);
    }
    match *bytes {
        [] => (0, 0),
        [only] => (only as u64, 0),
        [first, .., last] => (first as u64, (bytes[1] as u64) << 8 | last as u64),
    }
}
/// Both halves of a product.
#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product >> 64) as u64 ^ product as u64
}
