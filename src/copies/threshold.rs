//! How much two texts must share to be copies. The figures that it was chosen
//! by stand in `data/copies/README.md`.

use super::{Fingerprint, Overlap};

/// How much two texts must share to be copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// The least share of the shorter text that must stand in the longer.
    pub containment: f64,
    /// The least number of words that must.
    pub words: u32,
    /// The least percentage of either opening that must stand in the other
    /// text. A newspaper ends story after story with the same background, and
    /// what was news yesterday is background below today's.
    pub opening: u32,
    /// The share of all words in common that is enough whatever opens them.
    pub resemblance: f64,
    /// The least length of the shorter as a share of the longer.
    pub proportion: f64,
    /// The least share of the numbers that must agree, where there are any: a
    /// market report has the words of last week's and other numbers.
    pub agreement: f64,
}

impl Default for Threshold {
    fn default() -> Self {
        Threshold {
            containment: 0.5,
            words: 20,
            opening: 45,
            resemblance: 0.9,
            proportion: 0.1,
            agreement: 0.75,
        }
    }
}

/// Texts of which fingerprints estimate less than this share of the least
/// containment are not read: the estimate errs.
const ESTIMATED: f64 = 0.4;

impl Threshold {
    /// Whether texts that share this are copies.
    pub fn is_copy(&self, overlap: &Overlap) -> bool {
        overlap.containment() >= self.containment
            && overlap.shared() >= self.words
            && (overlap.opening >= self.opening || overlap.resemblance() >= self.resemblance)
            && overlap.proportion() >= self.proportion
            && overlap.agreement().is_none_or(|share| share >= self.agreement)
    }

    /// Whether two texts may be copies, as far as their fingerprints tell. The
    /// lengths there count repeated shingles: a tenth of doubt.
    pub fn is_worth_a_look(&self, one: &Fingerprint, other: &Fingerprint) -> bool {
        if one.is_short() || other.is_short() || one.is_same_text(other) {
            return one.is_same_text(other);
        }
        let estimate = one.estimate(other);
        estimate.containment >= self.containment * ESTIMATED
            && estimate.proportion >= self.proportion * 0.9
    }
}
