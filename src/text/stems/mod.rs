//! Stems by language (Snowball, from `frostem`; Korean has particles alone), with a cache.

pub(super) mod cache;
mod korean;
mod marks;
mod turkish;

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};

use crate::article::Language;
use crate::text::letters::arabic;
use crate::text::letters::fold::fold_word;
use cache::Cache;

/// Forms of fewer bytes have no stem in any language.
const SHORTEST: usize = 3;

/// What takes the endings of a language off.
#[derive(Debug, Clone, Copy)]
enum Endings {
    Snowball(Algorithm),
    Korean,
}

impl Endings {
    /// Forms of fewer characters have no stem: too little is left of them.
    fn shortest(self) -> usize {
        match self {
            Endings::Snowball(_) => 3,
            Endings::Korean => 2,
        }
    }
}

/// Returns the stem of a folded form, or `None` where the language has no
/// stemmer or the stem is the form. Words with digits and words of one or two
/// letters have no stem.
pub fn stem(form: &str, language: Language) -> Option<String> {
    compute(form, endings(language)?)
}

/// Whether a folded form is its own stem in a language: `sport` is one,
/// `refuge` has another (`refug`), and `of` is too short to have any.
pub(crate) fn is_own_stem(form: &str, language: Language) -> bool {
    endings(language).is_some_and(|endings| {
        is_stemmed(form)
            && form.chars().count() >= endings.shortest()
            && compute(form, endings).is_none()
    })
}

/// A stem beside its form: 0 is the form itself, less than [`OTHER`] says how
/// many of its first bytes, and [`OTHER`] and more where it stands among the
/// stems of the cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stem(u32);

/// Forms are cut to 255 bytes.
const OTHER: u32 = 1 << 8;
/// Where the bits of [`Stem::beside`] are.
const BESIDE: u32 = 30;

impl Stem {
    /// The stem with two bits beside it.
    pub(super) fn beside(self, bits: [bool; 2]) -> Stem {
        let [one, other] = bits.map(u32::from);
        Stem(self.0 | one << BESIDE | other << (BESIDE + 1))
    }

    /// The stem without the bits beside it, and these.
    pub(super) fn alone(self) -> (Stem, [bool; 2]) {
        let has = |bit: u32| self.0 >> bit & 1 != 0;
        (Stem(self.0 & ((1 << BESIDE) - 1)), [has(BESIDE), has(BESIDE + 1)])
    }
}

/// The stems of the words of one language.
#[derive(Debug)]
pub(super) struct StemCache {
    endings: Endings,
    stems: Cache<Stem>,
    /// The stems that are no prefixes of their forms.
    others: Vec<Box<str>>,
}

impl StemCache {
    /// Returns an empty cache, or `None` where the language has no stemmer.
    pub(super) fn of(language: Language) -> Option<Self> {
        let endings = endings(language)?;
        Some(StemCache { endings, stems: Cache::new(), others: Vec::new() })
    }

    /// Whether so many stems are remembered that it is time to forget them.
    pub(super) fn is_full(&self) -> bool {
        self.stems.is_full()
    }

    /// Forgets all stems, those that were returned as well.
    pub(super) fn clear(&mut self) {
        self.stems.clear();
        self.others.clear();
    }

    /// Returns the stem of a folded form.
    pub(super) fn stem(&mut self, form: &str) -> Stem {
        if !is_stemmed(form) {
            return Stem::default();
        }
        match self.stems.get(form.as_bytes()) {
            Some(stem) => stem,
            None => self.learn(form),
        }
    }

    /// Returns where a stem of a form stands in `forms`, where the form stands
    /// from byte `start` on; appends the stem if it is no prefix of the form.
    /// `None` where the stem is the form.
    pub(super) fn place(
        &self,
        stem: Stem,
        start: usize,
        forms: &mut String,
    ) -> Option<Range<usize>> {
        match stem.0 {
            0 => None,
            length @ 1..OTHER => Some(start..start + length as usize),
            place => {
                let stem = &self.others[(place - OTHER) as usize];
                forms.push_str(stem);
                Some(forms.len() - stem.len()..forms.len())
            }
        }
    }

    fn learn(&mut self, form: &str) -> Stem {
        let stem = match compute(form, self.endings) {
            None => Stem::default(),
            Some(stem) => self.keep(form, &stem),
        };
        self.stems.insert(form.as_bytes(), stem);
        stem
    }

    /// Returns a stem of which it is known that it is that of a form.
    pub(super) fn keep(&mut self, form: &str, stem: &str) -> Stem {
        let length = u32::try_from(stem.len()).unwrap_or(OTHER);
        if length < OTHER && form.starts_with(stem) {
            return Stem(length);
        }
        self.others.push(stem.into());
        Stem(OTHER + u32::try_from(self.others.len() - 1).unwrap_or(0))
    }
}

fn is_stemmed(form: &str) -> bool {
    form.len() >= SHORTEST && !form.bytes().any(|byte| byte.is_ascii_digit())
}

fn compute(form: &str, endings: Endings) -> Option<String> {
    if !is_stemmed(form) || form.chars().count() < endings.shortest() {
        return None;
    }
    let stem = match endings {
        Endings::Snowball(algorithm) => snowball(form, algorithm),
        Endings::Korean => korean::without_particles(form).to_owned(),
    };
    (stem != form && !stem.is_empty()).then_some(stem)
}

fn snowball(form: &str, algorithm: Algorithm) -> String {
    // The stemmer wants the letters of its language, and folding took some.
    let word = match algorithm {
        Algorithm::Arabic => Cow::Owned(arabic::to_arabic_letters(arabic::without_article(form))),
        Algorithm::Turkish => Cow::Owned(turkish::to_turkish_letters(form)),
        _ => marks::with_marks(form, algorithm),
    };
    let mut stem = String::new();
    fold_word(&Stemmer::new(algorithm).stem(&word), &mut stem);
    stem
}

fn endings(language: Language) -> Option<Endings> {
    let algorithm = match language.as_str() {
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
        "ko" => return Some(Endings::Korean),
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
    };
    Some(Endings::Snowball(algorithm))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

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
            ("ar", &["حكومة", "الحكومة", "والحكومة", "حكومه", "حكومات", "الحكومات"], "حکوم"),
            ("ar", &["دولة", "الدولة", "بالدولة"], "دول"),
            ("ar", &["اتفاقية", "الاتفاقية"], "اتفاق"),
            ("ar", &["مفاوضات", "المفاوضات", "للمفاوضات"], "مفاوض"),
            ("ar", &["رئيس", "الرئيس", "والرئيس"], "رییس"),
            ("tr", &["kitaplar", "kitap"], "kitap"),
            ("ko", &["제재", "제재를", "제재는", "제재에서도"], "제재"),
            ("ko", &["김정은", "김정은이", "김정은에게는"], "김정"),
            ("sr", &["Београд", "Beograd"], "beograd"),
        ] {
            for word in words {
                assert_eq!(stem_of(word, tag), expected, "{tag} {word}");
            }
        }
    }

    /// The words of a line have one stem, and those of other lines have others.
    #[test]
    fn endings_with_marks_are_taken_off() {
        let mut line_of = BTreeMap::new();
        for (tag, line) in [
            ("ca", "elecció eleccions"),
            ("ca", "confiança confiances"),
            ("es", "podría podrían"),
            ("es", "economía economías económico"),
            ("es", "tecnología tecnologías"),
            ("es", "falleció fallecieron fallecer"),
            ("es", "francés francesa franceses"),
            ("es", "historia historias"),
            ("es", "precio precios"),
            ("fr", "activité activités active"),
            ("fr", "arrêté arrêtée arrêtées arrêtés"),
            ("fr", "dernier dernière derniers dernières"),
            ("fr", "limite limites"),
            ("fr", "inscrit inscrite"),
            ("fr", "cohérent cohérente"),
            ("ga", "eolaíocht eolaíochta"),
            ("hu", "kormány kormányból kormányról kormánytól kormánynál kormányként"),
            ("hu", "információ információk információt"),
            ("hu", "útvonal útvonalak"),
            ("it", "aumenterà aumentare aumenta"),
            ("it", "intero intera interi"),
            ("lt", "valstybė valstybėje valstybės"),
            ("lt", "svečias svečio svečių"),
            ("lt", "teisėjas teisėjai"),
            ("nb", "nivå nivået nivåer"),
            ("pl", "wyborca wyborców wyborcami"),
            ("pl", "powiedział powiedziała powiedzieć"),
            ("pl", "szpital szpitala szpitalu"),
            ("pl", "miesiąc miesiąca"),
            ("pl", "dzielnica dzielnicy"),
            ("pt", "eleição eleições"),
            ("pt", "sanção sanções"),
            ("pt", "milhão milhões"),
            ("pt", "responsável responsáveis"),
            ("pt", "importância importante"),
            ("pt", "necessário necessária necessários necessárias"),
            ("pt", "holandês holandesa holandeses"),
            ("pt", "avião aviões"),
            ("ro", "națiune națiuni națiunile"),
            ("ro", "lucrează lucrând"),
            ("ro", "administrație administrația administrațiile"),
            ("ro", "hotărăște hotărăsc"),
            ("sv", "inför införa införs"),
            ("sv", "nivå nivåer"),
            ("tr", "yıl yılı yıllar yılların"),
            ("tr", "kitap kitabı kitapları kitabında"),
            ("tr", "birlik birliği birliğin birlikler"),
            ("tr", "hükümet hükümeti hükümetin"),
            ("tr", "çocuk çocuğu çocuklar"),
            ("tr", "ülke ülkeyi ülkenin"),
            ("tr", "söz sözü sözler"),
            ("tr", "savaş savaşı savaşın savaşlar"),
            ("tr", "tarih tarihi tarihe tarihte"),
            ("tr", "parça parçalar parçanın"),
            ("tr", "okumuş okumuştu"),
        ] {
            let stems: BTreeSet<_> = line.split(' ').map(|word| stem_of(word, tag)).collect();
            assert_eq!(stems.len(), 1, "{tag} {line}: {stems:?}");
            for stem in stems {
                assert_eq!(line_of.insert((tag, stem), line), None, "{tag} {line}");
            }
        }
    }

    #[test]
    fn only_a_word_that_could_have_another_is_its_own_stem() {
        for (form, expected) in [("sport", true), ("refuge", false), ("of", false), ("f16", false)]
        {
            assert_eq!(is_own_stem(form, Language::ENGLISH), expected, "{form}");
        }
        let korean = Language::parse("ko").unwrap();
        assert!(is_own_stem("제재", korean) && !is_own_stem("제재를", korean));
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
            ("물을", "ko"),
        ] {
            assert_eq!(stem(form, Language::parse(tag).unwrap()), None, "{form}");
        }
    }
}
