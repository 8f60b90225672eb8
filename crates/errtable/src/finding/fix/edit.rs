//! One change of a text.

use crate::finding::place::Place;

/// A text that takes the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced. An empty place is where the text is inserted.
    pub place: Place,
    /// What stands there then.
    pub text: String,
}
