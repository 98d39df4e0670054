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

/// Returns the stem of a folded form, or `None` where the language has no
/// stemmer or the stem is the form. Words with digits and words of one or two
/// letters have no stem.
pub fn stem(form: &str, language: Language) -> Option<String> {
    let algorithm = algorithm(language)?;
    match compute(form, algorithm) {
        Stem::Same => None,
        Stem::Prefix(length) => form.get(..length.into()).map(str::to_owned),
        Stem::Other(stem) => Some(stem.into()),
    }
}

/// A stem beside its form.
#[derive(Debug)]
enum Stem {
    /// The form itself.
    Same,
    /// The first bytes of the form.
    Prefix(u8),
    /// Something else.
    Other(Box<str>),
}

impl Stem {
    /// Returns the place of the stem, as [`StemCache::stem`] does.
    fn place(&self, start: usize, forms: &mut String) -> Option<Range<usize>> {
        match self {
            Stem::Same => None,
            Stem::Prefix(length) => Some(start..start + usize::from(*length)),
            Stem::Other(stem) => {
                forms.push_str(stem);
                Some(forms.len() - stem.len()..forms.len())
            }
        }
    }
}

/// The caches of all languages met so far.
#[derive(Debug, Default)]
pub(super) struct Stems(FxHashMap<Algorithm, StemCache>);

impl Stems {
    /// Returns the cache of a language, or `None` where it has no stemmer.
    pub(super) fn of(&mut self, language: Option<Language>) -> Option<&mut StemCache> {
        let algorithm = algorithm(language?)?;
        Some(
            self.0
                .entry(algorithm)
                .or_insert_with(|| StemCache { algorithm, words: FxHashMap::default() }),
        )
    }
}

/// The stems of the words of one language.
#[derive(Debug)]
pub(super) struct StemCache {
    algorithm: Algorithm,
    words: FxHashMap<Box<str>, Stem>,
}

impl StemCache {
    /// Returns where the stem of a folded form stands in `forms`, whose end,
    /// from byte `start` on, is the form; appends the stem if it is no prefix of
    /// the form. `None` where the stem is the form.
    pub(super) fn stem(&mut self, start: usize, forms: &mut String) -> Option<Range<usize>> {
        let form = &forms[start..];
        if !is_stemmed(form) {
            return None;
        }
        if let Some(stem) = self.words.get(form) {
            return stem.place(start, forms);
        }
        if self.words.len() >= MAX_CACHED_WORDS {
            self.words.clear();
        }
        let stem = compute(form, self.algorithm);
        let key = form.into();
        let place = stem.place(start, forms);
        self.words.insert(key, stem);
        place
    }
}

fn is_stemmed(form: &str) -> bool {
    form.len() >= MIN_STEMMED_CHARS && !form.bytes().any(|byte| byte.is_ascii_digit())
}

fn compute(form: &str, algorithm: Algorithm) -> Stem {
    if !is_stemmed(form) || form.chars().count() < MIN_STEMMED_CHARS {
        return Stem::Same;
    }
    let stemmer = Stemmer::new(algorithm);
    let mut stem = String::new();
    if algorithm == Algorithm::Arabic {
        fold_word(&stemmer.stem(&arabic::to_arabic_letters(form)), &mut stem);
    } else {
        fold_word(&stemmer.stem(form), &mut stem);
    }
    if stem == form || stem.is_empty() {
        return Stem::Same;
    }
    match u8::try_from(stem.len()) {
        Ok(length) if form.starts_with(&stem) => Stem::Prefix(length),
        _ => Stem::Other(stem.into()),
    }
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
    fn a_full_cache_starts_afresh() {
        let mut stems = Stems::default();
        let cache = stems.of(Some(Language::ENGLISH)).unwrap();
        let letters = |n: usize| (0..5).map(move |i| char::from(b'a' + (n >> (4 * i) & 15) as u8));
        for n in 0..=MAX_CACHED_WORDS {
            cache.stem(0, &mut letters(n).collect());
        }
        assert!(cache.words.len() < MAX_CACHED_WORDS);
        assert_eq!(cache.stem(0, &mut "attacks".to_owned()), Some(0..6));
    }
}
