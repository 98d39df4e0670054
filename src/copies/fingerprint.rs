//! A text in 260 bytes: its content as one number, its length, the smallest of
//! its shingles, and half of each of the first ones. Two texts that share much
//! share many of their smallest shingles, whichever of them is longer; and
//! copies share an opening, so that most of what is no copy is known without
//! its text.

use super::Shingles;
use super::shingles::{OPENING, WIDTH, upper_half};

/// How many of the smallest shingles a fingerprint keeps. The estimates of
/// resemblance err by 1/(2√[`KEPT`]) at most: ±0.09.
pub const KEPT: usize = 32;

/// How many of those an article can be found by. Of a copy cut to a quarter
/// each is in both with a chance of 1/4: one of a hundred such is not found.
pub const BANDS: usize = 16;

/// No shingle is kept as this: it marks an empty place.
const EMPTY: u32 = u32::MAX;

/// A band that stands for the whole content has this bit; one that stands for
/// a shingle does not.
const WHOLE: u64 = 1 << 63;

/// What a text is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The same for two texts of the same words in the same order.
    content: u64,
    /// How many shingles the text has, repeated ones each time.
    shingles: u32,
    /// The smallest shingles, ascending, each once; then [`EMPTY`].
    smallest: [u32; KEPT],
    /// The upper halves of the first shingles, as they come in the text; then 0.
    opening: [u16; OPENING],
}

/// About what two texts share, as far as their fingerprints tell; each from 0
/// to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The share of the shingles of both that both have.
    pub resemblance: f64,
    /// The share of the shorter text's shingles that the longer has.
    pub containment: f64,
    /// The length of the shorter as a share of the longer.
    pub proportion: f64,
}

impl Fingerprint {
    /// The length of [`Fingerprint::to_bytes`].
    pub const BYTES: usize = 8 + 4 + 4 * KEPT + 2 * OPENING;

    /// Another number means that fingerprints kept before cannot be compared
    /// with new ones.
    pub const VERSION: u32 = 2;

    /// Returns the fingerprint of a text.
    pub fn of(shingles: &Shingles) -> Fingerprint {
        let mut smallest = [EMPTY; KEPT];
        for &shingle in shingles.in_order.iter() {
            if shingle < smallest[KEPT - 1] {
                keep(&mut smallest, shingle);
            }
        }
        let count = u32::try_from(shingles.count()).unwrap_or(u32::MAX);
        let mut opening = [0; OPENING];
        for (mark, &shingle) in opening.iter_mut().zip(shingles.in_order.iter()) {
            *mark = upper_half(shingle);
        }
        Fingerprint { content: shingles.content, shingles: count, smallest, opening }
    }

    /// The fingerprint as it is stored, the same on every machine.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..8].copy_from_slice(&self.content.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.shingles.to_le_bytes());
        let (smallest, opening) = bytes[12..].split_at_mut(4 * KEPT);
        for (place, shingle) in smallest.chunks_exact_mut(4).zip(self.smallest) {
            place.copy_from_slice(&shingle.to_le_bytes());
        }
        for (place, mark) in opening.chunks_exact_mut(2).zip(self.opening) {
            place.copy_from_slice(&mark.to_le_bytes());
        }
        bytes
    }

    /// Returns the fingerprint of [`Fingerprint::to_bytes`], or `None` where
    /// the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Fingerprint> {
        let bytes: &[u8; Self::BYTES] = bytes.try_into().ok()?;
        let (content, rest) = bytes.split_first_chunk::<8>()?;
        let (shingles, rest) = rest.split_first_chunk::<4>()?;
        let mut smallest = [EMPTY; KEPT];
        for (shingle, place) in smallest.iter_mut().zip(rest.as_chunks::<4>().0) {
            *shingle = u32::from_le_bytes(*place);
        }
        let mut opening = [0; OPENING];
        for (mark, place) in opening.iter_mut().zip(rest[4 * KEPT..].as_chunks::<2>().0) {
            *mark = u16::from_le_bytes(*place);
        }
        let ordered = smallest.windows(2).all(|pair| pair[0] < pair[1] || pair[1] == EMPTY);
        ordered.then_some(Fingerprint {
            content: u64::from_le_bytes(*content),
            shingles: u32::from_le_bytes(*shingles),
            smallest,
            opening,
        })
    }

    /// The numbers that the article is to be found by, ascending: up to
    /// [`BANDS`] shingles, then the whole content. Articles that share none
    /// are not copies.
    pub fn bands(&self) -> impl Iterator<Item = u64> {
        let shingles = self.kept().iter().take(BANDS).map(|&shingle| u64::from(shingle));
        shingles.chain([self.content | WHOLE])
    }

    /// Whether a band stands for the whole content of an article.
    pub fn is_whole(band: u64) -> bool {
        band & WHOLE != 0
    }

    /// Whether two texts have the same words in the same order.
    pub fn is_same_text(&self, other: &Fingerprint) -> bool {
        self.content == other.content && self.shingles == other.shingles
    }

    /// Whether the text is so short that only the same text is a copy.
    pub fn is_short(&self) -> bool {
        self.shingles == 0
    }

    /// Returns about what two texts share. The smallest shingles of the two
    /// together are a fair sample of all; the share of them that both have
    /// estimates the resemblance, and with the lengths follows the rest.
    pub fn estimate(&self, other: &Fingerprint) -> Estimate {
        let (mut ours, mut theirs) = (self.kept(), other.kept());
        let (mut sampled, mut both) = (0_u32, 0_u32);
        while sampled < KEPT as u32 {
            let order = match (ours.first(), theirs.first()) {
                (Some(our), Some(their)) => our.cmp(their),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            ours = &ours[usize::from(order.is_le())..];
            theirs = &theirs[usize::from(order.is_ge())..];
            both += u32::from(order.is_eq());
            sampled += 1;
        }
        let resemblance = f64::from(both) / f64::from(sampled.max(1));
        let (ours, theirs) = (f64::from(self.shingles), f64::from(other.shingles));
        let shared = resemblance * (ours + theirs) / (1.0 + resemblance);
        let (shorter, longer) = (ours.min(theirs).max(1.0), ours.max(theirs).max(1.0));
        Estimate {
            resemblance,
            containment: (shared / shorter).min(1.0),
            proportion: shorter / longer,
        }
    }

    /// The upper halves of the first shingles, as they come in the text.
    pub(super) fn opening(&self) -> &[u16] {
        &self.opening[..OPENING.min(self.shingles as usize)]
    }

    /// How many words the shingles are made of; 0 of a short text.
    pub(super) fn words(&self) -> usize {
        if self.is_short() { 0 } else { self.shingles as usize + WIDTH - 1 }
    }

    fn kept(&self) -> &[u32] {
        &self.smallest[..self.smallest.partition_point(|&shingle| shingle != EMPTY)]
    }
}

/// Puts a shingle in its place, unless it is there; the largest falls out.
fn keep(smallest: &mut [u32; KEPT], shingle: u32) {
    if let Err(place) = smallest.binary_search(&shingle) {
        smallest.copy_within(place..KEPT - 1, place + 1);
        smallest[place] = shingle;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::copies::samples::{analysed, words};

    fn fingerprint(text: &str) -> Fingerprint {
        Fingerprint::of(&Shingles::of(&analysed("", text)))
    }

    #[test]
    fn the_smallest_shingles_are_kept_in_order() {
        for length in [20, 30, 37, 38, 200] {
            let shingles = Shingles::of(&analysed("", &words(0..length)));
            let all: BTreeSet<u32> = shingles.in_order.iter().copied().collect();
            let expected: Vec<u32> = all.into_iter().take(KEPT).collect();
            assert_eq!(Fingerprint::of(&shingles).kept(), expected, "{length} words");
        }
    }

    #[test]
    fn bytes_come_back_and_others_are_refused() {
        for text in [words(0..200), words(0..25), "too short".to_owned(), String::new()] {
            let one = fingerprint(&text);
            assert_eq!(Fingerprint::from_bytes(&one.to_bytes()), Some(one));
        }
        let bytes = fingerprint(&words(0..200)).to_bytes();
        assert_eq!(Fingerprint::from_bytes(&bytes[1..]), None);
        let mut unordered = bytes;
        unordered[12..16].copy_from_slice(&bytes[16..20]);
        assert_eq!(Fingerprint::from_bytes(&unordered), None);
    }

    #[test]
    fn bands_are_shingles_then_the_content() {
        let long: Vec<u64> = fingerprint(&words(0..200)).bands().collect();
        assert_eq!(long.len(), BANDS + 1);
        assert!(long.is_sorted());
        assert!(long[..BANDS].iter().all(|&band| !Fingerprint::is_whole(band)));
        assert!(Fingerprint::is_whole(long[BANDS]));
        assert_eq!(fingerprint("a few words").bands().count(), 1);
    }

    #[test]
    fn a_text_of_few_shingles_is_estimated_exactly() {
        // 20 words have 15 shingles: all are kept.
        let one = fingerprint(&words(0..20));
        assert_eq!(one.estimate(&one).containment, 1.0);
        let other = fingerprint(&words(5..25));
        let estimate = one.estimate(&other);
        assert_eq!(estimate.resemblance, 0.5);
        assert!((estimate.containment - 10.0 / 15.0).abs() < 1e-9);
        assert_eq!(one.estimate(&fingerprint("")).containment, 0.0);
        assert_eq!(one.estimate(&fingerprint(&words(50..90))).containment, 0.0);
    }

    #[test]
    fn estimates_are_near_what_is_shared() {
        // The error has a standard deviation of 0.09 at most in the resemblance.
        let whole = words(0..1000);
        for (other, resemblance) in [
            (words(0..1000), 1.0),
            (words(0..600), 0.6),
            (words(0..250), 0.25),
            (words(500..1500), 1.0 / 3.0),
            (words(2000..3000), 0.0),
        ] {
            let estimate = fingerprint(&whole).estimate(&fingerprint(&other));
            let error = (estimate.resemblance - resemblance).abs();
            assert!(error < 0.27, "{} for {resemblance}", estimate.resemblance);
        }
    }

    #[test]
    fn the_same_words_are_the_same_text() {
        let same = |one: &str, other: &str| fingerprint(one).is_same_text(&fingerprint(other));
        assert!(same(&words(0..100), &words(0..100).replace(' ', ",  ")));
        assert!(!same(&words(0..100), &words(0..99)));
        assert!(same("", ""));
        assert!(fingerprint("Short.").is_short());
        assert!(!fingerprint(&words(0..20)).is_short());
    }
}
