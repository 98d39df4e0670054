//! A text as the set of its shingles: every run of [`WIDTH`] words, each as a
//! number. Which words count, and what two texts share. Knows the analysis of
//! a text and nothing else.

use xxhash_rust::xxh3::xxh3_64;

use crate::text::Analysis;

/// Words in a shingle. Shorter ones stand in any two articles of one
/// newspaper; of longer ones a changed word takes more with it.
pub const WIDTH: usize = 6;

/// A text with fewer words below its headline has no shingles, and only the
/// same words, headline included, make it a copy: "Photo: Jane Doe" below two
/// headlines is no story twice.
pub const SHORTEST: usize = 20;

/// An odd number without structure; the sum of words is a polynomial in it.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// What the word that leaves a shingle was multiplied with.
const LEAVING: u64 = power(BASE, WIDTH);

const fn power(base: u64, exponent: usize) -> u64 {
    let mut result = 1_u64;
    let mut left = exponent;
    while left > 0 {
        result = result.wrapping_mul(base);
        left -= 1;
    }
    result
}

/// What one pass over a text finds, beside its shingles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pass {
    /// The same for two texts of the same words in the same order.
    pub content: u64,
    /// How many shingles were read, repeated ones each time.
    pub shingles: u32,
}

/// Reads a text once and hands each shingle to `take`. A short text hands over
/// none.
///
/// Words are spelling keys, so that `Kana'ani` and `Kanaani` are one; where
/// sentences and paragraphs end does not matter, nor does the headline: they
/// are what a newsroom changes first.
pub(super) fn read(analysis: &Analysis, mut take: impl FnMut(u64)) -> Pass {
    let headline = analysis.tokens.partition_point(|token| token.paragraph == 0);
    let body = &analysis.tokens[headline..];
    let short = body.len() < SHORTEST;
    let counted = if short { &analysis.tokens[..] } else { body };
    let mut pass = Pass { content: 0, shingles: 0 };
    let mut window = [0_u64; WIDTH];
    let mut sum = 0_u64;
    let mut place = 0;
    for (index, token) in counted.iter().enumerate() {
        let word = analysis.key(token).unwrap_or_else(|| analysis.form(token));
        let word = xxh3_64(word.as_bytes());
        pass.content = (pass.content.rotate_left(5) ^ word).wrapping_mul(BASE);
        sum = sum.wrapping_mul(BASE).wrapping_add(word);
        sum = sum.wrapping_sub(window[place].wrapping_mul(LEAVING));
        window[place] = word;
        place = if place + 1 == WIDTH { 0 } else { place + 1 };
        if index + 1 >= WIDTH && !short {
            take(mixed(sum));
            pass.shingles = pass.shingles.saturating_add(1);
        }
    }
    pass.content = mixed(pass.content ^ counted.len() as u64);
    pass
}

/// Spreads what a number says over all its bits.
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    number ^ (number >> 29)
}

/// The set of all shingles of a text: what a suspicion is verified on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles {
    /// Ascending, each once.
    sorted: Vec<u64>,
}

impl Shingles {
    /// Returns the shingles of a text; none of a short one.
    pub fn of(analysis: &Analysis) -> Shingles {
        let mut sorted = Vec::with_capacity(analysis.tokens.len());
        read(analysis, |shingle| sorted.push(shingle));
        sorted.sort_unstable();
        sorted.dedup();
        Shingles { sorted }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there are none: the text is short.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Returns what two texts share.
    pub fn overlap(&self, other: &Shingles) -> Overlap {
        let (mut ours, mut theirs) =
            (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut shared = 0;
        while let (Some(our), Some(their)) = (ours.peek(), theirs.peek()) {
            let order = our.cmp(their);
            if order.is_le() {
                ours.next();
            }
            if order.is_ge() {
                theirs.next();
            }
            shared += u32::from(order.is_eq());
        }
        Overlap { shared, ours: count(self.len()), theirs: count(other.len()) }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What two texts share, counted in shingles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Shingles of both.
    pub shared: u32,
    /// Shingles of the one.
    pub ours: u32,
    /// Shingles of the other.
    pub theirs: u32,
}

impl Overlap {
    /// The share of the shorter text that stands in the longer, from 0 to 1.
    pub fn containment(&self) -> f64 {
        share(self.shared, self.ours.min(self.theirs).into())
    }

    /// The share of all that the two say which both say, from 0 to 1.
    pub fn resemblance(&self) -> f64 {
        let all = u64::from(self.ours) + u64::from(self.theirs);
        share(self.shared, all.saturating_sub(self.shared.into()))
    }

    /// The length of the shorter as a share of the longer, from 0 to 1.
    pub fn proportion(&self) -> f64 {
        share(self.ours.min(self.theirs), self.ours.max(self.theirs).into())
    }
}

fn share(part: u32, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (f64::from(part) / whole as f64).min(1.0) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::copies::samples::{analysed, words};

    /// The words of a text in runs, as a reader would cut it.
    fn runs(text: &str) -> HashSet<Vec<String>> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.windows(WIDTH).map(<[String]>::to_vec).collect()
    }

    #[test]
    fn overlap_counts_the_runs_of_words_that_both_have() {
        let one = words(0..60);
        let cases = [
            words(0..60),
            words(0..30),
            words(30..90),
            words(100..160),
            format!("{} {}", words(40..60), words(0..40)),
            format!("{} {}", words(0..60), words(0..60)),
        ];
        for other in cases {
            let overlap =
                Shingles::of(&analysed("", &one)).overlap(&Shingles::of(&analysed("", &other)));
            let (ours, theirs) = (runs(&one), runs(&other));
            let shared = ours.intersection(&theirs).count();
            let counts = [shared, ours.len(), theirs.len()].map(|count| count as u32);
            assert_eq!([overlap.shared, overlap.ours, overlap.theirs], counts, "{other}");
        }
    }

    #[test]
    fn shares_are_of_the_shorter_of_all_and_of_the_longer() {
        let overlap = Overlap { shared: 20, ours: 100, theirs: 25 };
        assert_eq!(overlap.containment(), 0.8);
        assert_eq!(overlap.resemblance(), 20.0 / 105.0);
        assert_eq!(overlap.proportion(), 0.25);
        let nothing = Overlap { shared: 0, ours: 0, theirs: 0 };
        assert_eq!([nothing.containment(), nothing.resemblance(), nothing.proportion()], [0.0; 3]);
    }

    #[test]
    fn headline_and_paragraphs_do_not_matter_and_spelling_keys_do() {
        let text = words(0..40);
        let one = Shingles::of(&analysed("Minister opens bridge", &text));
        let (first, second) = text.split_at(text.find("w20 ").unwrap());
        let cut = format!("{}.\n{second}", first.trim());
        assert_eq!(one, Shingles::of(&analysed("New bridge is open", &cut)));
        let kanaani = |name: &str| Shingles::of(&analysed("", &format!("{name} {text}")));
        assert_eq!(kanaani("Kana'ani"), kanaani("Kanaani"));
        assert_ne!(kanaani("Kanaani"), kanaani("Zarif"));
    }

    #[test]
    fn a_short_text_has_no_shingles_and_counts_its_headline() {
        let content = |headline: &str, text: &str| read(&analysed(headline, text), |_| {}).content;
        let short = words(0..SHORTEST - 1);
        let long = words(0..SHORTEST);
        assert!(Shingles::of(&analysed("A headline", &short)).is_empty());
        assert_eq!(Shingles::of(&analysed("", &long)).len(), SHORTEST + 1 - WIDTH);
        assert_ne!(content("One", &short), content("Two", &short));
        assert_eq!(content("One", &short), content("one", &short));
        assert_eq!(content("One", &long), content("Two", &long));
    }

    #[test]
    fn the_order_of_words_is_part_of_the_content() {
        let content = |text: &str| read(&analysed("", text), |_| {}).content;
        let swapped = format!("{} {}", words(20..40), words(0..20));
        assert_ne!(content(&words(0..40)), content(&swapped));
    }
}
