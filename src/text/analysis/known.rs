//! What one thread knows of the words of one language, from text to text.

use super::lexicon::{Lexicon, Numbered, UNNUMBERED};
use crate::article::Language;
use crate::text::letters::fold::{has_doubled_a, spelling_key};
use crate::text::stems::cache::Cache;
use crate::text::stems::{Stem, StemCache};

/// The words of a language that has a stemmer.
#[derive(Debug)]
pub(in crate::text) struct Known {
    language: Language,
    pub(in crate::text) stems: StemCache,
    plain: Cache<PlainWord>,
}

/// What is known of a word of ASCII letters and digits; eight bytes, as there are
/// many.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainWord {
    /// Its number in the lexicon.
    pub(in crate::text) number: u32,
    /// Its stem, and beside it its signs.
    stem: Stem,
}

/// What a token has or has not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    /// Whether its spelling key differs from its form.
    pub(in crate::text) has_key: bool,
    /// Whether a digit is in its form.
    pub(in crate::text) has_digit: bool,
}

impl Signs {
    pub(in crate::text) fn of(form: &str) -> Signs {
        let has_digit = form.bytes().any(|byte| byte.is_ascii_digit());
        Signs { has_key: has_doubled_a(form), has_digit }
    }
}

impl PlainWord {
    pub(in crate::text) fn new(number: u32, stem: Stem, signs: Signs) -> PlainWord {
        PlainWord { number, stem: stem.beside([signs.has_key, signs.has_digit]) }
    }

    /// Its stem and its signs.
    #[inline]
    pub(super) fn parts(self) -> (Stem, Signs) {
        let (stem, [has_key, has_digit]) = self.stem.alone();
        (stem, Signs { has_key, has_digit })
    }
}

impl Default for PlainWord {
    fn default() -> Self {
        PlainWord { number: UNNUMBERED, stem: Stem::default() }
    }
}

impl Known {
    /// Returns what is known of a language: nothing yet. `None` where the language
    /// has no stemmer.
    pub(in crate::text) fn of(language: Language) -> Option<Known> {
        Some(Known { language, stems: StemCache::of(language)?, plain: Cache::new() })
    }

    /// Forgets everything where it has become much. Between texts only.
    pub(super) fn tidy(&mut self) {
        if self.plain.is_full() || self.stems.is_full() {
            self.plain.clear();
            self.stems.clear();
        }
    }

    /// Returns what is known of a word; it is the same for all that are written
    /// so.
    #[inline]
    pub(in crate::text) fn plain(&mut self, written: &[u8]) -> Option<PlainWord> {
        self.plain.get(written)
    }

    /// Finds out about a word that folds to `form`.
    #[cold]
    pub(in crate::text) fn learn(
        &mut self,
        written: &str,
        form: &str,
        lexicon: &Lexicon,
    ) -> PlainWord {
        let by_others = lexicon.look_for(self.language, written, |number, word| {
            let stem = word.stem.map(|stem| self.stems.keep(form, stem));
            PlainWord::new(number, stem.unwrap_or_default(), Signs::of(form))
        });
        let word = by_others.unwrap_or_else(|| self.find_out(written, form, lexicon));
        self.plain.insert(written.as_bytes(), word);
        word
    }

    /// What nobody knows yet.
    fn find_out(&mut self, written: &str, form: &str, lexicon: &Lexicon) -> PlainWord {
        let stem = self.stems.stem(form);
        let signs = Signs::of(form);
        let mut forms = form.to_owned();
        let place = self.stems.place(stem, 0, &mut forms);
        let key = signs.has_key.then(|| spelling_key(form));
        let number = lexicon.number(Numbered {
            language: self.language,
            written,
            form,
            stem: place.map(|place| &forms[place]),
            key: key.as_deref(),
        });
        PlainWord::new(number, stem, signs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(known: &mut Known, word: &str, form: &str, lexicon: &Lexicon) -> PlainWord {
        known.plain(word.as_bytes()).unwrap_or_else(|| known.learn(word, form, lexicon))
    }

    #[test]
    fn what_is_known_is_what_the_stemmer_says() {
        let lexicon = Lexicon::default();
        let known = || Known::of(Language::ENGLISH).unwrap();
        let words =
            ["happiness", "skies", "internationalisations", "attacks", "iran", "Kanaani", "f16"];
        // The second learns what the first has found out.
        let mut of_threads = [known(), known()];
        for thread in [0, 1, 0] {
            let known = &mut of_threads[thread];
            for word in words {
                let form = word.to_lowercase();
                let plain = plain(known, word, &form, &lexicon);
                let (known_stem, signs) = plain.parts();
                let stem = crate::text::stem(&form, Language::ENGLISH);
                let mut forms = format!("before{form}");
                let place = known.stems.place(known_stem, "before".len(), &mut forms);
                assert_eq!(place.map(|place| forms[place].to_owned()), stem, "{word}");
                assert_eq!((signs.has_key, signs.has_digit), (word == "Kanaani", word == "f16"));
                lexicon.look(plain.number, |word| assert_eq!(word.stem, stem.as_deref()));
            }
        }
    }

    #[test]
    fn what_has_become_much_is_forgotten() {
        let lexicon = Lexicon::default();
        let mut known = Known::of(Language::ENGLISH).unwrap();
        let letters = |n: usize| (0..5).map(move |i| char::from(b'a' + (n >> (4 * i) & 15) as u8));
        for n in 0..1 << 17 {
            let word: String = letters(n).collect();
            plain(&mut known, &word, &word, &lexicon);
        }
        assert!(known.plain.is_full());
        known.tidy();
        assert!(!known.plain.is_full() && !known.stems.is_full());
        let (attacks, _) = plain(&mut known, "attacks", "attacks", &lexicon).parts();
        assert_eq!(known.stems.place(attacks, 0, &mut "attacks".to_owned()), Some(0..6));
    }
}
