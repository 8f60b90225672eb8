#![doc = include_str!(concat!(env!("OUT_DIR"), "/codes.md"))]

include!(concat!(env!("OUT_DIR"), "/codes.rs"));
