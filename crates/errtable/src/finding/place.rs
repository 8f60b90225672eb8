//! Where something stands in a text.

use std::ops::Range;
use std::sync::Arc;

use crate::text::Source;

/// A span of bytes in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(super) source: Arc<Source>,
    pub(super) span: Range<usize>,
}

impl Place {
    /// The place of `span`, in bytes of [`Source::text`].
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        Place { source: Arc::clone(source), span }
    }

    /// The source it lies in.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The same, to be shared.
    pub(crate) fn shared_source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The span, in bytes of [`Source::text`].
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Another place in the same source.
    pub(crate) fn with_span(&self, span: Range<usize>) -> Self {
        Place { source: Arc::clone(&self.source), span }
    }

    /// The 1-based line of its first byte.
    pub(crate) fn line(&self) -> usize {
        self.source.line(self.span.start)
    }

    /// The 1-based line and column (in characters) of its first byte.
    pub fn start(&self) -> (usize, usize) {
        self.source.position(self.span.start)
    }

    /// The 1-based line and column (in characters) right after its last byte.
    pub fn end(&self) -> (usize, usize) {
        self.source.position(self.span.end)
    }
}
