//! Values for fuzzing and property tests: only what the table has, and all of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::hash::Hash;

use arbitrary::{Arbitrary, Unstructured};
use tpns_errors::{AnyErrorCode, ErrorCode, FeedbackApi};

/// The values that all inputs of one byte make.
fn values<T: Eq + Hash + for<'a> Arbitrary<'a>>() -> HashSet<T> {
    (0..=u8::MAX).map(|byte| T::arbitrary(&mut Unstructured::new(&[byte])).unwrap()).collect()
}

#[test]
fn every_value_can_come_out() {
    assert_eq!(values::<ErrorCode>(), ErrorCode::ALL.iter().copied().collect());
    assert_eq!(values::<FeedbackApi>(), FeedbackApi::ALL.iter().copied().collect());
}

#[test]
fn any_code_takes_any_number() {
    let any = AnyErrorCode::arbitrary(&mut Unstructured::new(&7_u32.to_le_bytes())).unwrap();
    assert_eq!(any.code(), 7);
    assert_eq!(any.known(), None);
}

#[test]
fn no_input_is_too_short() {
    assert!(ErrorCode::arbitrary(&mut Unstructured::new(&[])).is_ok());
    assert!(AnyErrorCode::arbitrary(&mut Unstructured::new(&[])).is_ok());
    assert!(FeedbackApi::arbitrary(&mut Unstructured::new(&[])).is_ok());
}
