//! Queries that are empty or larger than the limits. Knows the limits by the
//! numbers it is given.

use thiserror::Error;

/// A query that is empty or too large.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SizeProblem {
    /// Nothing was asked.
    #[error("the query is empty")]
    Empty,
    /// The text is too long.
    #[error("the query is too long: {bytes} bytes, the limit is {limit}")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        limit: usize,
    },
    /// Too many parts stand inside each other.
    #[error("the query is nested too deep, the limit is {limit} levels")]
    TooDeep {
        /// How deep it may be.
        limit: usize,
    },
    /// Too many words and conditions.
    #[error("too many words and conditions, the limit is {limit}")]
    TooMany {
        /// How many there may be.
        limit: usize,
    },
}

impl SizeProblem {
    pub(super) fn hint(&self) -> Option<String> {
        let hint = match self {
            SizeProblem::Empty => "type a word, or * for every article",
            SizeProblem::TooLong { .. } | SizeProblem::TooMany { .. } => {
                "ask in several queries, or use a wildcard for words that begin alike"
            }
            SizeProblem::TooDeep { .. } => {
                "each group, NOT, weight and proximity around others is a level, and so is each of \
                 a chain: ask in several queries"
            }
        };
        Some(hint.to_owned())
    }
}
