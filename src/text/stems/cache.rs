//! What is remembered of words: few words are most of a text, and a look into
//! far memory for each costs more than all other work on it.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// How many words a cache holds before it starts afresh: the vocabulary of a
/// large archive, some 10 MB.
const MAX_WORDS: usize = 1 << 17;

/// How many words of one length are at hand at once: of the short ones 128 kB.
const LAST: usize = 1 << 13;

/// A value for each word. Most words fit a number of 64 bits, nearly all one of
/// 128, which is found and compared at once; longer ones are kept as they are.
#[derive(Debug)]
pub(in crate::text) struct Cache<V> {
    short: Near<u64, V>,
    middle: Near<u128, V>,
    long: FxHashMap<Box<[u8]>, V>,
}

/// Values by number. Few words are most of a text, and these few stay in the
/// nearest memory.
#[derive(Debug)]
struct Near<N, V> {
    /// The last word of each place.
    last: Box<[(N, V)]>,
    all: FxHashMap<N, V>,
}

impl<V: Copy + Default> Cache<V> {
    pub(in crate::text) fn new() -> Cache<V> {
        Cache { short: Near::new(LAST), middle: Near::new(LAST / 4), long: FxHashMap::default() }
    }

    /// Whether so many words are remembered that it is time to forget them.
    pub(in crate::text) fn is_full(&self) -> bool {
        self.short.all.len() + self.middle.all.len() + self.long.len() >= MAX_WORDS
    }

    /// Forgets all words.
    pub(in crate::text) fn clear(&mut self) {
        self.short.clear();
        self.middle.clear();
        self.long.clear();
    }

    /// Returns the value of a word; no word is empty.
    #[inline]
    pub(in crate::text) fn get(&mut self, word: &[u8]) -> Option<V> {
        match number(word) {
            Number::Short(number) => self.short.get(number, number),
            Number::Middle(number) => {
                self.middle.get(number, number as u64 ^ (number >> 64) as u64)
            }
            Number::None => self.long.get(word).copied(),
        }
    }

    /// Remembers the value of a word.
    pub(in crate::text) fn insert(&mut self, word: &[u8], value: V) {
        match number(word) {
            Number::Short(number) => self.short.all.insert(number, value),
            Number::Middle(number) => self.middle.all.insert(number, value),
            Number::None => self.long.insert(word.into(), value),
        };
    }
}

impl<N: Copy + Default + Eq + Hash, V: Copy + Default> Near<N, V> {
    /// A power of two places.
    fn new(places: usize) -> Near<N, V> {
        Near { last: vec![Default::default(); places].into(), all: FxHashMap::default() }
    }

    fn clear(&mut self) {
        self.last.fill(Default::default());
        self.all.clear();
    }

    /// The value of a number; `bits` are those that tell its place.
    #[inline]
    fn get(&mut self, number: N, bits: u64) -> Option<V> {
        let mixed = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = (mixed >> 40) as usize & (self.last.len() - 1);
        let last = &mut self.last[place];
        if last.0 != number {
            *last = (number, *self.all.get(&number)?);
        }
        Some(last.1)
    }
}

/// A word as a number, another one for each; never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Number {
    Short(u64),
    Middle(u128),
    /// It is too long.
    None,
}

/// Words of up to 8 and up to 16 bytes have numbers: no word contains a zero byte.
/// In each the second half overlaps the first and is shifted to its place.
#[inline]
fn number(bytes: &[u8]) -> Number {
    let length = bytes.len();
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from_le_bytes(*half));
        return match length {
            8 => Number::Short(first),
            9..=16 => {
                let last = u128::from(last >> (8 * (16 - length)));
                Number::Middle(last << 64 | u128::from(first))
            }
            _ => Number::None,
        };
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        return Number::Short((last >> (8 * (8 - length))) << 32 | first);
    }
    Number::Short(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_have_one_number() {
        let letters = b"abcdefghijklmnopq";
        let same = b"aaaaaaaaaaaaaaaaa";
        let mut numbers: Vec<Number> = (1..=16).map(|end| number(&letters[..end])).collect();
        numbers.extend((2..=16).map(|end| number(&same[..end])));
        numbers.extend((1..=8).map(|from| number(&letters[from..from + 8])));
        numbers.extend((1..=6).map(|from| number(&letters[from..from + 11])));
        numbers.extend((1..=6).map(|from| number(&letters[from..from + 5])));
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((count, numbers.len()), (16 + 15 + 8 + 6 + 6, count));
        assert!(!numbers.contains(&Number::None) && !numbers.contains(&Number::Short(0)));
        assert_eq!(number(letters), Number::None);
    }

    #[test]
    fn words_keep_their_values() {
        let mut cache = Cache::new();
        let words: Vec<String> = (0..20_000).map(|word| format!("word{word}")).collect();
        let long: &[u8] = b"a-word-of-more-than-16-bytes";
        assert_eq!(cache.get(b"word1"), None);
        for (value, word) in words.iter().map(String::as_bytes).chain([long]).enumerate() {
            cache.insert(word, value);
        }
        for _ in 0..2 {
            for (value, word) in words.iter().map(String::as_bytes).chain([long]).enumerate() {
                assert_eq!(cache.get(word), Some(value));
            }
        }
        cache.clear();
        assert_eq!((cache.get(b"word1"), cache.get(long)), (None, None));
    }
}
