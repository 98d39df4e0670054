//! The words of many texts, numbered: what is found out about a word once can
//! be found again by its number, on any thread.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::article::Language;

/// No number.
pub(crate) const UNNUMBERED: u32 = u32::MAX;

/// So many words are numbered, some 60 bytes each. What comes after them has no
/// number, and is only slower.
const MOST_WORDS: usize = 1 << 20;

/// Words as they are written, by language, with what they fold to. Numbers stay
/// as they are.
#[derive(Debug)]
pub(crate) struct Lexicon {
    identity: u64,
    words: RwLock<Words>,
}

impl Default for Lexicon {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let identity = NEXT.fetch_add(1, Ordering::Relaxed);
        Lexicon { identity, words: RwLock::default() }
    }
}

#[derive(Debug, Default)]
struct Words {
    entries: Vec<Entry>,
    numbers: HashTable<u32>,
    /// All parts of all words, one after the other.
    text: String,
}

/// Where the parts of a word lie.
#[derive(Debug, Clone, Copy)]
struct Entry {
    language: Language,
    start: u32,
    /// Of the word as it is written, its form, its stem and its key; of the last
    /// two 0 for none.
    lengths: [u8; 4],
}

/// A word of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numbered<'a> {
    /// The language that its stem is of.
    pub language: Language,
    /// As a text has it.
    pub written: &'a str,
    /// Its folded form.
    pub form: &'a str,
    /// Its stem, where it differs from the form.
    pub stem: Option<&'a str>,
    /// Its spelling key, where it differs from the form.
    pub key: Option<&'a str>,
}

impl Lexicon {
    /// What tells this lexicon from others: never 0.
    pub fn identity(&self) -> u64 {
        self.identity
    }

    /// The number of a word: a new one where it has none yet. [`UNNUMBERED`]
    /// where there are too many, or where it is too long.
    pub fn number(&self, word: Numbered<'_>) -> u32 {
        let hash = hash(word.language, word.written);
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been here meanwhile.
        let number = words.find(word.language, word.written, hash);
        number.or_else(|| words.add(word, hash)).unwrap_or(UNNUMBERED)
    }

    /// Looks at a word as it is written, with its number, where it has one.
    pub fn look_for<T>(
        &self,
        language: Language,
        written: &str,
        look: impl FnOnce(u32, Numbered<'_>) -> T,
    ) -> Option<T> {
        let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
        let number = words.find(language, written, hash(language, written))?;
        Some(look(number, words.get(number)))
    }

    /// Looks at a word that has a number.
    pub fn look<T>(&self, number: u32, look: impl FnOnce(Numbered<'_>) -> T) -> T {
        look(self.words.read().unwrap_or_else(PoisonError::into_inner).get(number))
    }
}

impl Words {
    fn get(&self, number: u32) -> Numbered<'_> {
        let Entry { language, start, lengths } = self.entries[number as usize];
        let mut rest = &self.text[start as usize..];
        let [written, form, stem, key] = lengths.map(|length| {
            let (part, others) = rest.split_at(length.into());
            rest = others;
            part
        });
        let some = |part: &'_ str| !part.is_empty();
        let (stem, key) =
            (Some(stem).filter(|part| some(part)), Some(key).filter(|part| some(part)));
        Numbered { language, written, form, stem, key }
    }

    fn find(&self, language: Language, written: &str, hash: u64) -> Option<u32> {
        let same = |&number: &u32| {
            let known = self.get(number);
            known.language == language && known.written == written
        };
        self.numbers.find(hash, same).copied()
    }

    fn add(&mut self, word: Numbered<'_>, hash: u64) -> Option<u32> {
        if self.entries.len() >= MOST_WORDS {
            return None;
        }
        let parts = [word.written, word.form, word.stem.unwrap_or(""), word.key.unwrap_or("")];
        let mut lengths = [0; 4];
        for (length, part) in lengths.iter_mut().zip(parts) {
            *length = u8::try_from(part.len()).ok()?;
        }
        let number = u32::try_from(self.entries.len()).ok()?;
        let start = u32::try_from(self.text.len()).ok()?;
        self.entries.push(Entry { language: word.language, start, lengths });
        parts.iter().for_each(|part| self.text.push_str(part));
        let Words { numbers, entries, text } = self;
        let rehash = |&number: &u32| {
            let Entry { language, start, lengths } = entries[number as usize];
            self::hash(language, &text[start as usize..start as usize + usize::from(lengths[0])])
        };
        numbers.insert_unique(hash, number, rehash);
        Some(number)
    }
}

fn hash(language: Language, written: &str) -> u64 {
    let seed = language.as_str().bytes().fold(0, |seed, byte| seed << 8 | u64::from(byte));
    xxh3_64_with_seed(written.as_bytes(), seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(written: &str) -> Numbered<'_> {
        let stem = written.strip_suffix('s');
        Numbered { language: Language::ENGLISH, written, form: written, stem, key: None }
    }

    #[test]
    fn a_word_keeps_its_number() {
        let lexicon = Lexicon::default();
        let words: Vec<String> = (0..1000).map(|word| format!("words{word}s")).collect();
        for _ in 0..2 {
            for (number, written) in (0..).zip(&words) {
                assert_eq!(lexicon.number(word(written)), number);
                lexicon.look(number, |known| assert_eq!(known, word(written)));
            }
        }
        let persian = Numbered { language: Language::parse("fa").unwrap(), ..word("words1s") };
        assert_eq!(lexicon.number(persian), 1000);
        let found = |language, written| lexicon.look_for(language, written, |number, _| number);
        assert_eq!(found(persian.language, "words1s"), Some(1000));
        assert_eq!(found(Language::ENGLISH, "words1s"), Some(1));
        assert_eq!(found(Language::ENGLISH, "words1000s"), None);
    }

    #[test]
    fn a_word_that_is_too_long_has_no_number() {
        let (lexicon, long) = (Lexicon::default(), "x".repeat(300));
        assert_eq!(lexicon.number(word(&long)), UNNUMBERED);
        assert_eq!(lexicon.number(word("short")), 0);
    }
}
