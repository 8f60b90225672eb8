//! What a header and a code cell say: which column has which role, which table holds error codes, and which code a cell
//! means.
//!
//! A header is scored for each role by its words; the best score takes the role, and the cells are looked at only where
//! scores tie.

mod code;
mod column;
mod header;
mod table;
mod words;

pub(crate) use self::code::{Number, Reading, any_digits, look_alike, normalize, possible_codes, possible_codes_of};
pub(crate) use self::column::{CodeColumn, Roles, Sample, code_column, text_columns};
pub(crate) use self::header::{Certainty, code_certainty, is_radix};
pub(crate) use self::table::{Claim, claim};
