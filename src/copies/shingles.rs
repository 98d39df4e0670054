//! A text as the set of its shingles: every run of [`WIDTH`] words, each as a
//! number. Which words count, and what two texts share. Knows the analysis of
//! a text and nothing else.

use std::cmp::Ordering;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::text::{Analysis, Token, UNNUMBERED};

/// Words in a shingle. Shorter ones stand in any two articles of one
/// newspaper; of longer ones a changed word takes more with it.
pub const WIDTH: usize = 6;

/// A text with fewer words below its headline has no shingles, and only the
/// same words, headline included, make it a copy: "Photo: Jane Doe" below two
/// headlines is no story twice.
pub const SHORTEST: usize = 20;

/// So many words open a text, fewer where one of the two is shorter: what is new
/// stands there, and what is known already further down.
pub(super) const OPENING: usize = 60;

/// With fewer numbers chance decides how many of them agree.
const FEWEST_NUMBERS: u32 = 4;

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

/// Makes shingles of texts. Keeps the hashes of words: make one for each thread.
#[derive(Debug, Default)]
pub struct Shingler {
    /// By the words' numbers in a lexicon; 0 for those that are not known.
    hashes: Vec<u64>,
    /// The identity of that lexicon.
    lexicon: u64,
}

impl Shingler {
    /// Returns the shingles of a text; none of a short one.
    pub fn shingles(&mut self, analysis: &Analysis) -> Shingles {
        let mut in_order = Vec::with_capacity(analysis.tokens.len());
        let content = self.read(analysis, |shingle| in_order.push((shingle >> 32) as u32));
        let numbers = analysis
            .tokens_with_digits()
            .filter(|token| token.paragraph > 0)
            .map(|token| xxh3_64(analysis.form(token).as_bytes()))
            .collect();
        Shingles { content, in_order: in_order.into(), numbers: distinct(numbers) }
    }

    /// Reads a text once and hands each shingle to `take`. A short text hands over
    /// none. Returns a number that is the same for two texts of the same words in
    /// the same order.
    ///
    /// Words are spelling keys, so that `Kana'ani` and `Kanaani` are one; where
    /// sentences and paragraphs end does not matter, nor does the headline: they
    /// are what a newsroom changes first.
    fn read(&mut self, analysis: &Analysis, mut take: impl FnMut(u64)) -> u64 {
        if self.lexicon != analysis.lexicon {
            self.lexicon = analysis.lexicon;
            self.hashes.clear();
        }
        let headline = analysis.tokens.partition_point(|token| token.paragraph == 0);
        let body = &analysis.tokens[headline..];
        let short = body.len() < SHORTEST;
        let counted = if short { &analysis.tokens[..] } else { body };
        let mut content = 0_u64;
        let mut window = [0_u64; WIDTH];
        let mut sum = 0_u64;
        let mut place = 0;
        for (index, token) in counted.iter().enumerate() {
            let word = match self.hashes.get(token.word as usize) {
                Some(&hash) if hash != 0 => hash,
                _ => self.hash(analysis, token),
            };
            content = (content.rotate_left(5) ^ word).wrapping_mul(BASE);
            sum = sum.wrapping_mul(BASE).wrapping_add(word);
            sum = sum.wrapping_sub(window[place].wrapping_mul(LEAVING));
            window[place] = word;
            place = if place + 1 == WIDTH { 0 } else { place + 1 };
            if index + 1 >= WIDTH && !short {
                take(mixed(sum));
            }
        }
        mixed(content ^ counted.len() as u64)
    }

    #[cold]
    fn hash(&mut self, analysis: &Analysis, token: &Token) -> u64 {
        let word = analysis.key(token).unwrap_or_else(|| analysis.form(token));
        let hash = xxh3_64(word.as_bytes());
        if token.word != UNNUMBERED {
            let place = token.word as usize;
            self.hashes.resize(self.hashes.len().max(place + 1), 0);
            self.hashes[place] = hash;
        }
        hash
    }
}

/// Spreads what a number says over all its bits.
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    number ^ (number >> 29)
}

/// All shingles of a text, and its numbers: what a suspicion is verified on.
/// Four bytes a word; clones share them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles {
    /// The same for two texts of the same words in the same order.
    pub(super) content: u64,
    /// As they come in the text, of each the upper half.
    pub(super) in_order: Arc<[u32]>,
    /// The words with a digit, hashed; ascending, each once.
    numbers: Arc<[u64]>,
}

impl Shingles {
    /// Returns the shingles of one text; [`Shingler`] makes those of many.
    pub fn of(analysis: &Analysis) -> Shingles {
        Shingler::default().shingles(analysis)
    }

    /// How many shingles there are, repeated ones each time.
    pub(super) fn count(&self) -> usize {
        self.in_order.len()
    }

    /// The bytes that they take.
    pub fn bytes(&self) -> usize {
        4 * self.in_order.len() + 8 * self.numbers.len()
    }

    /// How many words the shingles are made of; 0 of a short text.
    pub fn words(&self) -> usize {
        if self.in_order.is_empty() { 0 } else { self.in_order.len() + WIDTH - 1 }
    }

    /// Returns what two texts share.
    pub fn overlap(&self, other: &Shingles) -> Overlap {
        Sorted::from(self.clone()).overlap(&Sorted::from(other.clone()))
    }
}

/// The shingles of a text that is compared with several.
#[derive(Debug)]
pub(super) struct Sorted {
    shingles: Shingles,
    /// Ascending, each once.
    sorted: Arc<[u32]>,
}

impl From<Shingles> for Sorted {
    fn from(shingles: Shingles) -> Sorted {
        Sorted { sorted: distinct(shingles.in_order.to_vec()), shingles }
    }
}

impl Sorted {
    /// Returns what two texts share.
    pub fn overlap(&self, other: &Sorted) -> Overlap {
        let (ours, theirs) = (&self.shingles, &other.shingles);
        let (ours_shared, our_opening) = self.covered_by(other);
        let (theirs_shared, their_opening) = other.covered_by(self);
        Overlap {
            ours: count(ours.words()),
            theirs: count(theirs.words()),
            ours_shared,
            theirs_shared,
            opening: our_opening.min(their_opening),
            numbers: count(ours.numbers.len().min(theirs.numbers.len())),
            numbers_shared: count(shared(&ours.numbers, &theirs.numbers)),
        }
    }

    /// How many words stand in shingles that the other text has, too, and how
    /// many percent of the opening do.
    fn covered_by(&self, other: &Sorted) -> (u32, u32) {
        let opening = OPENING.min(self.shingles.words()).min(other.shingles.words());
        let shared = self.shingles.in_order.iter().map(|shingle| other.has(shingle));
        let (covered, covered_opening) = covered(shared, opening);
        (count(covered), count(100 * covered_opening / opening.max(1)))
    }

    fn has(&self, shingle: &u32) -> bool {
        self.sorted.binary_search(shingle).is_ok()
    }

    /// Whether the text may have a shingle of which the upper half is known.
    fn may_have(&self, mark: u16) -> bool {
        let from = self.sorted.partition_point(|&shingle| upper_half(shingle) < mark);
        self.sorted.get(from).is_some_and(|&shingle| upper_half(shingle) == mark)
    }

    /// Returns how many words of the opening of another text stand in this one
    /// at most, and of how many; `marks` are the upper halves of the first
    /// [`OPENING`] shingles of the other, which has `words` words.
    pub fn opening_at_most(&self, marks: &[u16], words: usize) -> (usize, usize) {
        let opening = OPENING.min(self.shingles.words()).min(words);
        let (_, covered) = covered(marks.iter().map(|&mark| self.may_have(mark)), opening);
        (covered, opening)
    }

    /// How many words the text has; 0 of a short one.
    pub fn words(&self) -> usize {
        self.shingles.words()
    }
}

/// Half of what is known of a shingle.
pub(super) fn upper_half(shingle: u32) -> u16 {
    (shingle >> 16) as u16
}

/// How many words stand in shingles that are shared, and how many of the first
/// `opening` words do. A changed word takes itself away, not all the shingles
/// around it.
fn covered(shared: impl Iterator<Item = bool>, opening: usize) -> (usize, usize) {
    let (mut covered, mut covered_to, mut covered_opening) = (0, 0, 0);
    for (place, _) in shared.enumerate().filter(|(_, is_shared)| *is_shared) {
        let from = covered_to.max(place);
        covered_to = place + WIDTH;
        covered += covered_to - from;
        covered_opening += covered_to.min(opening).saturating_sub(from);
    }
    (covered, covered_opening)
}

/// Each value once, ascending.
fn distinct<T: Ord>(mut values: Vec<T>) -> Arc<[T]> {
    values.sort_unstable();
    values.dedup();
    values.into()
}

/// How many numbers two ascending lists share.
fn shared(ours: &[u64], theirs: &[u64]) -> usize {
    ours.iter().filter(|number| theirs.binary_search(number).is_ok()).count()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What two texts share, counted in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Words of the one.
    pub ours: u32,
    /// Words of the other.
    pub theirs: u32,
    /// Words of the one in runs of at least [`WIDTH`] that the other has.
    pub ours_shared: u32,
    /// Words of the other in runs of at least [`WIDTH`] that the one has.
    pub theirs_shared: u32,
    /// How many percent of the opening of the one stand in such runs of the
    /// other; of the two openings, the one of which less does.
    pub opening: u32,
    /// Different numbers of the text with fewer of them.
    pub numbers: u32,
    /// Different numbers of both.
    pub numbers_shared: u32,
}

impl Overlap {
    /// What a text shares with itself, whatever it is.
    pub(super) const SAME: Overlap = Overlap {
        ours: 1,
        theirs: 1,
        ours_shared: 1,
        theirs_shared: 1,
        opening: 100,
        numbers: 0,
        numbers_shared: 0,
    };

    /// How many words of the shorter text stand in the longer; of two equally
    /// long ones the more.
    pub fn shared(&self) -> u32 {
        match self.ours.cmp(&self.theirs) {
            Ordering::Less => self.ours_shared,
            Ordering::Equal => self.ours_shared.max(self.theirs_shared),
            Ordering::Greater => self.theirs_shared,
        }
    }

    /// The share of the shorter text that stands in the longer, from 0 to 1.
    pub fn containment(&self) -> f64 {
        share(self.shared(), self.ours.min(self.theirs).into())
    }

    /// The share of the words of both that stand in both, from 0 to 1.
    pub fn resemblance(&self) -> f64 {
        let shared = u64::from(self.ours_shared) + u64::from(self.theirs_shared);
        let all = u64::from(self.ours) + u64::from(self.theirs);
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }

    /// The length of the shorter as a share of the longer, from 0 to 1.
    pub fn proportion(&self) -> f64 {
        share(self.ours.min(self.theirs), self.ours.max(self.theirs).into())
    }

    /// The share of its numbers that the text with fewer has in common with
    /// the other, from 0 to 1; `None` where there are hardly any.
    pub fn agreement(&self) -> Option<f64> {
        (self.numbers >= FEWEST_NUMBERS).then(|| share(self.numbers_shared, self.numbers.into()))
    }
}

fn share(part: u32, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (f64::from(part) / whole as f64).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;
    use crate::copies::samples::{analysed, word, words};
    use crate::text::Analyzer;

    /// How many words of a text stand in runs that the other has.
    fn covered(text: &str, other: &str) -> u32 {
        let words: Vec<&str> = text.split(' ').collect();
        let others: Vec<&str> = other.split(' ').collect();
        let stands = |place: usize| {
            let first = place.saturating_sub(WIDTH - 1);
            (first..=place).any(|from| {
                let run = words.get(from..from + WIDTH);
                run.is_some_and(|run| others.windows(WIDTH).any(|theirs| theirs == run))
            })
        };
        (0..words.len()).filter(|&place| stands(place)).count() as u32
    }

    #[test]
    fn overlap_counts_the_words_in_runs_that_both_have() {
        let one = words(0..60);
        let cases = [
            words(0..60),
            words(0..30),
            words(30..90),
            words(100..160),
            [words(0..7), words(8..20), words(21..24), words(25..60)].join(" x "),
            format!("{} {}", words(40..60), words(0..40)),
            format!("{} {}", words(0..60), words(0..60)),
            format!("{} {}", words(0..WIDTH), words(200..230)),
            format!("{} {}", words(1..WIDTH), words(200..230)),
        ];
        for other in cases {
            let (ours, theirs) = (analysed("", &one), analysed("", &other));
            let overlap = Shingles::of(&ours).overlap(&Shingles::of(&theirs));
            assert_eq!(overlap.ours_shared, covered(&one, &other), "{other}");
            assert_eq!(overlap.theirs_shared, covered(&other, &one), "{other}");
            assert_eq!((overlap.ours, overlap.theirs as usize), (60, other.split(' ').count()));
        }
    }

    #[test]
    fn both_openings_must_stand_in_the_other_text() {
        let opening = |one: &str, other: &str| {
            Shingles::of(&analysed("", one)).overlap(&Shingles::of(&analysed("", other))).opening
        };
        let whole = words(0..200);
        assert_eq!(opening(&whole, &whole), 100);
        assert_eq!(opening(&whole, &words(0..30)), 100);
        assert_eq!(opening(&whole, &format!("{} {}", words(300..320), words(0..20))), 50);
        assert_eq!(opening(&whole, &words(200..400)), 0);
        let follow_up = format!("{} {whole}", words(300..400));
        assert_eq!(opening(&whole, &follow_up), 0);
        let dateline = format!("{} {whole}", words(300..306));
        assert_eq!(opening(&whole, &dateline), 90);
        let new_lede = format!("{} {}", words(300..330), words(30..200));
        assert_eq!(opening(&whole, &new_lede), 50);
    }

    #[test]
    fn shares_are_of_the_shorter_of_all_and_of_the_longer() {
        let overlap = Overlap {
            ours: 100,
            theirs: 25,
            ours_shared: 22,
            theirs_shared: 20,
            opening: 0,
            numbers: 8,
            numbers_shared: 6,
        };
        assert_eq!(overlap.containment(), 0.8);
        assert_eq!(overlap.shared(), 20);
        assert_eq!(overlap.resemblance(), 42.0 / 125.0);
        assert_eq!(overlap.proportion(), 0.25);
        assert_eq!(overlap.agreement(), Some(0.75));
        let nothing = Shingles::default().overlap(&Shingles::default());
        assert_eq!([nothing.containment(), nothing.resemblance(), nothing.proportion()], [0.0; 3]);
        assert_eq!(nothing.agreement(), None);
    }

    #[test]
    fn numbers_are_words_with_a_digit_below_the_headline() {
        let text = |numbers: &str| format!("alpha beta gamma {numbers}");
        let of = |numbers: &str| Shingles::of(&analysed("7 8 9", &text(numbers)));
        let overlap = of("1 2 3 4 5 5").overlap(&of("3 4 5 6 A7"));
        assert_eq!((overlap.numbers, overlap.numbers_shared), (5, 3));
    }

    #[test]
    fn headline_and_paragraphs_do_not_matter_and_spelling_keys_do() {
        let text = words(0..40);
        let one = Shingles::of(&analysed("Minister opens bridge", &text));
        let (first, second) = text.split_at(text.find(&word(20)).unwrap());
        let cut = format!("{}.\n{second}", first.trim());
        assert_eq!(one, Shingles::of(&analysed("New bridge is open", &cut)));
        let kanaani = |name: &str| Shingles::of(&analysed("", &format!("{name} {text}")));
        assert_eq!(kanaani("Kana'ani"), kanaani("Kanaani"));
        assert_ne!(kanaani("Kanaani"), kanaani("Zarif"));
    }

    #[test]
    fn what_is_remembered_of_words_changes_nothing() {
        let texts = [words(0..60), words(30..90), words(0..60)];
        let mut shingler = Shingler::default();
        for mut analyzer in [Analyzer::new(), Analyzer::new()] {
            let mut analysis = Analysis::default();
            for text in &texts {
                // "Kana'ani" has no number, and "Kanaani" one and a key.
                let text = format!("{text} Kana'ani Kanaani 5 May 1979");
                let paragraphs = ["A headline", text.as_str()].into_iter();
                analyzer.analyze(Some(Language::ENGLISH), paragraphs, &mut analysis);
                assert_eq!(shingler.shingles(&analysis), Shingles::of(&analysis));
            }
        }
    }

    #[test]
    fn a_short_text_has_no_shingles_and_counts_its_headline() {
        let content = |headline: &str, text: &str| Shingles::of(&analysed(headline, text)).content;
        let short = words(0..SHORTEST - 1);
        let long = words(0..SHORTEST);
        assert_eq!(Shingles::of(&analysed("A headline", &short)).words(), 0);
        assert_eq!(Shingles::of(&analysed("", &long)).words(), SHORTEST);
        assert_ne!(content("One", &short), content("Two", &short));
        assert_eq!(content("One", &short), content("one", &short));
        assert_eq!(content("One", &long), content("Two", &long));
    }

    #[test]
    fn the_order_of_words_is_part_of_the_content() {
        let content = |text: &str| Shingles::of(&analysed("", text)).content;
        let swapped = format!("{} {}", words(20..40), words(0..20));
        assert_ne!(content(&words(0..40)), content(&swapped));
    }
}
