//! How much two texts must share to be copies. The figures that it was chosen
//! by stand in `data/copies/README.md`.

use super::shingles::Sorted;
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

/// Texts of which fingerprints estimate less than this share of the least
/// resemblance do not have it: of two texts that share nine words in ten a
/// quarter of all shingles stands in both even where every tenth word is
/// another one, and as a rule far more (in a newspaper's archive 0.6 at least).
const RESEMBLING: f64 = 0.25;

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

    /// Whether a text and another of which the fingerprint is known are surely
    /// no copies: hardly anything of the other's opening stands in the text, and
    /// they cannot be so much alike that this does not matter.
    pub(super) fn is_hopeless(
        &self,
        text: &Sorted,
        ours: &Fingerprint,
        theirs: &Fingerprint,
    ) -> bool {
        let (covered, opening) = text.opening_at_most(theirs.opening(), theirs.words());
        if 100 * covered >= self.opening as usize * opening {
            return false;
        }
        let all = text.words() + theirs.words();
        let resemblance_at_most = 1.0 - (opening - covered) as f64 / all.max(1) as f64;
        resemblance_at_most < self.resemblance
            || ours.estimate(theirs).resemblance < self.resemblance * RESEMBLING
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::Shingles;
    use crate::copies::samples::{analysed, words};

    fn are_copies(one: &str, other: &str) -> bool {
        let of = |text: &str| Shingles::of(&analysed("", text));
        let there = Threshold::default().is_copy(&of(one).overlap(&of(other)));
        let back = Threshold::default().is_copy(&of(other).overlap(&of(one)));
        assert_eq!(there, back);
        there
    }

    #[test]
    fn what_newsrooms_do_to_a_copy_leaves_it_a_copy() {
        let article = words(0..400);
        let cases = [
            ("the same", words(0..400)),
            ("cut to a quarter", words(0..100)),
            ("another dateline", format!("karsund march hps {article} all rights reserved")),
            (
                "a paragraph inserted",
                format!("{} {} {}", words(0..200), words(500..560), words(200..400)),
            ),
            ("one sentence of new lede", format!("{} {}", words(500..520), words(20..400))),
            ("first in a round-up", format!("{article} {}", words(500..900))),
        ];
        for (what, copy) in cases {
            assert!(are_copies(&article, &copy), "{what}");
        }
    }

    #[test]
    fn what_only_looks_like_a_copy_is_none() {
        let article = words(0..400);
        let cases = [
            ("background in common", format!("{} {}", words(500..700), words(200..400))),
            ("news of today above yesterday's", format!("{} {article}", words(500..600))),
            ("a line of a long text", words(0..30)),
            ("another text", words(500..900)),
        ];
        for (what, other) in cases {
            assert!(!are_copies(&article, &other), "{what}");
        }
        assert!(!are_copies(&words(0..22), &format!("{} {}", words(0..14), words(50..58))));
    }

    #[test]
    fn the_words_of_a_form_with_other_numbers_are_no_copy() {
        let form = |numbers: [u32; 5]| {
            let lines = (0..5).zip(numbers).map(|(line, number)| {
                let word = |place| format!("word{}", char::from(b'a' + place)).repeat(line + 1);
                format!("{} {number}", (0..20).map(word).collect::<Vec<_>>().join(" "))
            });
            lines.collect::<Vec<_>>().join(" ")
        };
        assert!(are_copies(&form([1, 2, 3, 4, 5]), &form([1, 2, 3, 4, 6])));
        assert!(!are_copies(&form([1, 2, 3, 4, 5]), &form([1, 2, 8, 9, 6])));
    }
}
