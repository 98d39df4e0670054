//! Stems by language (Snowball, from `frostem`), with a cache: a text repeats
//! its words, and stemming one costs more than all other work on it.

use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::{arabic, fold::fold_word};
use crate::article::Language;

/// Forms shorter than this have no stem, in characters: too little is left of
/// them.
const MIN_STEMMED_CHARS: usize = 3;

/// How many words a cache holds before it starts afresh: the vocabulary of a
/// large archive, some 10 MB.
const MAX_CACHED_WORDS: usize = 1 << 17;

/// How many short words are at hand at once: 128 kB.
const LAST: usize = 1 << 12;

/// Returns the stem of a folded form, or `None` where the language has no
/// stemmer or the stem is the form. Words with digits and words of one or two
/// letters have no stem.
pub fn stem(form: &str, language: Language) -> Option<String> {
    let algorithm = algorithm(language)?;
    compute(form, algorithm)
}

/// Whether a folded form is its own stem in a language: `sport` is one,
/// `refuge` has another (`refug`), and `of` is too short to have any.
pub fn is_own_stem(form: &str, language: Language) -> bool {
    is_stemmed(form)
        && form.chars().count() >= MIN_STEMMED_CHARS
        && algorithm(language).is_some_and(|algorithm| compute(form, algorithm).is_none())
}

/// A stem beside its form.
#[derive(Debug, Clone, Copy)]
enum Stem {
    /// The form itself.
    Same,
    /// The first bytes of the form.
    Prefix(u16),
    /// Something else: its place among the stems of the cache.
    Other(u32, u16),
}

/// The caches of all languages met so far.
#[derive(Debug, Default)]
pub(super) struct Stems(FxHashMap<Algorithm, StemCache>);

impl Stems {
    /// Returns the cache of a language, or `None` where it has no stemmer.
    pub(super) fn of(&mut self, language: Option<Language>) -> Option<&mut StemCache> {
        let algorithm = algorithm(language?)?;
        Some(self.0.entry(algorithm).or_insert_with(|| StemCache::new(algorithm)))
    }
}

/// The stems of the words of one language. Most words fit a number of 128 bits,
/// which is found and compared at once; longer ones are kept as they are.
#[derive(Debug)]
pub(super) struct StemCache {
    algorithm: Algorithm,
    /// The last short word of each place: few words are most of a text, and
    /// these few stay in the nearest memory.
    last: Box<[(u128, Stem)]>,
    short: FxHashMap<u128, Stem>,
    long: FxHashMap<Box<str>, Stem>,
    /// The stems that are no prefixes of their forms, one behind the other.
    others: String,
}

impl StemCache {
    fn new(algorithm: Algorithm) -> Self {
        let (short, long) = (FxHashMap::default(), FxHashMap::default());
        let last = vec![(0, Stem::Same); LAST].into();
        StemCache { algorithm, last, short, long, others: String::new() }
    }

    /// Returns where the stem of a folded form stands in `forms`, whose end,
    /// from byte `start` on, is the form; appends the stem if it is no prefix of
    /// the form. `None` where the stem is the form.
    pub(super) fn stem(&mut self, start: usize, forms: &mut String) -> Option<Range<usize>> {
        let form = &forms[start..];
        if !is_stemmed(form) {
            return None;
        }
        let stem = match number(form) {
            Some(number) => {
                let place = place(number);
                if self.last[place].0 != number {
                    let known = self.short.get(&number).copied();
                    let stem = known.unwrap_or_else(|| self.learn(form, Some(number)));
                    self.last[place] = (number, stem);
                }
                self.last[place].1
            }
            None => {
                let known = self.long.get(form).copied();
                known.unwrap_or_else(|| self.learn(form, None))
            }
        };
        match stem {
            Stem::Same => None,
            Stem::Prefix(length) => Some(start..start + usize::from(length)),
            Stem::Other(place, length) => {
                let place = place as usize;
                forms.push_str(&self.others[place..place + usize::from(length)]);
                Some(forms.len() - usize::from(length)..forms.len())
            }
        }
    }

    fn learn(&mut self, form: &str, number: Option<u128>) -> Stem {
        if self.short.len() + self.long.len() >= MAX_CACHED_WORDS {
            self.short.clear();
            self.long.clear();
            self.others.clear();
            self.last.fill((0, Stem::Same));
        }
        let stem = match compute(form, self.algorithm) {
            None => Stem::Same,
            Some(stem) => self.keep(form, &stem),
        };
        match number {
            Some(number) => self.short.insert(number, stem),
            None => self.long.insert(form.into(), stem),
        };
        stem
    }

    fn keep(&mut self, form: &str, stem: &str) -> Stem {
        // Forms are cut to 255 bytes, and so many words are short of 4 GB.
        let length = u16::try_from(stem.len()).unwrap_or(u16::MAX);
        let place = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        if form.starts_with(stem) {
            return Stem::Prefix(length);
        }
        self.others.push_str(stem);
        Stem::Other(place, length)
    }
}

/// The place of a short word among the last ones.
fn place(number: u128) -> usize {
    let mixed = ((number >> 64) as u64 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (64 - LAST.ilog2())) as usize
}

/// A form of up to 16 bytes as a number, another one for each: no form
/// contains a zero byte.
fn number(form: &str) -> Option<u128> {
    let bytes = form.as_bytes();
    let length = bytes.len();
    let part = |at: usize| {
        let part: Option<&[u8; 8]> = bytes.get(at..)?.first_chunk();
        part.map(|part| u64::from_le_bytes(*part))
    };
    match length {
        // The second half overlaps the first and is shifted to its place.
        9..=16 => {
            let (low, high) = (part(0)?, part(length - 8)?);
            Some(u128::from(high >> (8 * (16 - length))) << 64 | u128::from(low))
        }
        8 => part(0).map(u128::from),
        0..=7 => {
            let fold = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
            Some(bytes.iter().fold(0, fold).into())
        }
        _ => None,
    }
}

fn is_stemmed(form: &str) -> bool {
    form.len() >= MIN_STEMMED_CHARS && !form.bytes().any(|byte| byte.is_ascii_digit())
}

fn compute(form: &str, algorithm: Algorithm) -> Option<String> {
    if !is_stemmed(form) || form.chars().count() < MIN_STEMMED_CHARS {
        return None;
    }
    let stemmer = Stemmer::new(algorithm);
    let mut stem = String::new();
    if algorithm == Algorithm::Arabic {
        fold_word(&stemmer.stem(&arabic::to_arabic_letters(form)), &mut stem);
    } else {
        fold_word(&stemmer.stem(form), &mut stem);
    }
    (stem != form && !stem.is_empty()).then_some(stem)
}

fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language.as_str() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem_of(word: &str, tag: &str) -> String {
        let mut form = String::new();
        fold_word(word, &mut form);
        stem(&form, Language::parse(tag).unwrap()).unwrap_or(form)
    }

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for (tag, words, expected) in [
            ("en", &["attack", "attacks", "Attacked", "attacking"][..], "attack"),
            ("fr", &["gouvernement", "gouvernements"], "gouvern"),
            ("de", &["Müller", "Mueller"], "mull"),
            ("es", &["elección", "elecciones"], "eleccion"),
            ("ru", &["война", "войны", "войной"], "войн"),
            ("fa", &["کتاب", "كتاب", "کتابها", "کتابهای"], "کتاب"),
            ("ar", &["الكتاب", "کتاب"], "کتاب"),
            ("ar", &["مسلمون", "المسلمون", "مسلمین"], "مسلم"),
            ("tr", &["kitaplar", "kitap"], "kitap"),
            ("sr", &["Београд", "Beograd"], "beograd"),
        ] {
            for word in words {
                assert_eq!(stem_of(word, tag), expected, "{tag} {word}");
            }
        }
    }

    #[test]
    fn only_a_word_that_could_have_another_is_its_own_stem() {
        for (form, expected) in [("sport", true), ("refuge", false), ("of", false), ("f16", false)]
        {
            assert_eq!(is_own_stem(form, Language::ENGLISH), expected, "{form}");
        }
    }

    #[test]
    fn some_forms_have_no_stem() {
        for (form, tag) in [
            ("covid19", "en"),
            ("as", "en"),
            ("iran", "en"),
            ("", "en"),
            ("attacks", "xx"),
            ("ها", "fa"),
        ] {
            assert_eq!(stem(form, Language::parse(tag).unwrap()), None, "{form}");
        }
    }

    #[test]
    fn no_two_forms_have_one_number() {
        let letters = "abcdefghijklmnopq";
        let mut numbers: Vec<u128> = (0..=16).filter_map(|end| number(&letters[..end])).collect();
        numbers.extend((1..=8).filter_map(|from| number(&letters[from..from + 8])));
        numbers.extend((1..=6).filter_map(|from| number(&letters[from..from + 11])));
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((count, numbers.len()), (17 + 8 + 6, count));
        assert_eq!(number(letters), None);
    }

    #[test]
    fn a_cache_says_what_the_stemmer_says() {
        let mut stems = Stems::default();
        let words = ["happiness", "skies", "internationalisations", "attacks", "iran", "die"];
        for _ in 0..2 {
            for word in words {
                let mut forms = format!("before{word}");
                let cache = stems.of(Some(Language::ENGLISH)).unwrap();
                let place = cache.stem("before".len(), &mut forms);
                let stem = place.map(|place| forms[place].to_owned());
                assert_eq!(stem, super::stem(word, Language::ENGLISH), "{word}");
            }
        }
    }

    #[test]
    fn a_full_cache_starts_afresh() {
        let mut stems = Stems::default();
        let cache = stems.of(Some(Language::ENGLISH)).unwrap();
        let letters = |n: usize| (0..5).map(move |i| char::from(b'a' + (n >> (4 * i) & 15) as u8));
        for n in 0..=MAX_CACHED_WORDS {
            cache.stem(0, &mut letters(n).collect());
        }
        assert!(cache.short.len() < MAX_CACHED_WORDS);
        assert_eq!(cache.stem(0, &mut "attacks".to_owned()), Some(0..6));
    }
}
