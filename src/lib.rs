//! t
#![no_std]

#[cfg(feature = "from-spec")]
include!(concat!(env!("OUT_DIR"), "/tpns.rs"));
#[cfg(not(feature = "from-spec"))]
include!("generated.rs");
