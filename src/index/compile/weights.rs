//! How much a match counts, and where.

/// The weights of relevance: all of them are here. They were chosen with
/// `cargo run --release --example tune`; `data/ranking/README.md` has the
/// judgements, what was tried and what it brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// What a match in the headline adds, times its score there. A headline is
    /// short and chosen with care.
    pub headline: f32,
    /// What the exact form of a word adds, times its score, to the score of
    /// its stem, which the same words have as well.
    pub exact: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { headline: 0.5, exact: 0.5 }
    }
}
