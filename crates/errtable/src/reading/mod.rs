//! What a header and a code cell say: which column has which role, which table holds error codes, and which code a cell
//! means.
//!
//! A header is scored for each role by its words; the best score takes the role, and the cells are looked at only where
//! scores tie.

mod code;
mod column;
mod header;
mod listed;
pub(crate) mod meaning;
mod table;
mod value;
mod words;

pub use self::code::whole_number;
pub(crate) use self::code::{
    CodeCell, Doubt, Number, Reading, any_digits, code_of, codes_between, is_wide, look_alike, parts, possible_of,
    symbol_and_number, text_range,
};
pub(crate) use self::column::{Announced, CodeColumn, Column, Roles, code_column, is_symbol, text_columns};
pub(crate) use self::header::{Certainty, code_certainty, is_http, is_radix, speaks_of_faults};
pub(crate) use self::listed::listed;
pub(crate) use self::table::{Claim, announced, claim};
pub use self::value::{boolean, is_nothing};
