//! How much two texts must share to be copies. The figures that it was chosen
//! by stand in `data/copies/README.md`.

use super::{Fingerprint, Overlap};

/// How much two texts must share to be copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// The least share of the shorter text that must stand in the longer.
    pub containment: f64,
    /// The least percentage of an opening that must stand in the other text: a
    /// newspaper ends story after story with the same background.
    pub opening: u32,
    /// The share of the shorter text that is enough whatever opens it.
    pub nearly_all: f64,
    /// The least length of the shorter as a share of the longer.
    pub proportion: f64,
    /// The least share of the numbers that must agree, where there are any: a
    /// weather report has the words of yesterday's and other numbers.
    pub agreement: f64,
}

impl Default for Threshold {
    fn default() -> Self {
        Threshold {
            containment: 0.5,
            opening: 40,
            nearly_all: 0.85,
            proportion: 0.1,
            agreement: 0.6,
        }
    }
}

/// Texts of which fingerprints estimate less than this share of the least
/// containment are not read: the estimate errs.
const ESTIMATED: f64 = 0.4;

impl Threshold {
    /// Whether texts that share this are copies.
    pub fn is_copy(&self, overlap: &Overlap) -> bool {
        let containment = overlap.containment();
        containment >= self.containment
            && (overlap.opening >= self.opening || containment >= self.nearly_all)
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
