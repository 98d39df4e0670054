//! The letters of the Arabic script: which of them count as one, and how the
//! stemmers want them.

/// Returns the letter that an Arabic-script letter is searched as. Arabic and
/// Persian keyboards write the same word with different letters; all fold to
/// the Persian ones. Other characters stay.
pub(super) fn fold_letter(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | '\u{672}' | '\u{673}' => 'ا',
        'ؤ' => 'و',
        'ي' | 'ى' | 'ئ' | 'ې' | 'ۍ' | 'ێ' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ۂ' | 'ۃ' => 'ه',
        _ => c,
    }
}

/// Whether a letter folds to itself and decomposes into nothing: the plain
/// letters of Arabic, Persian and Urdu.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        'ا' | 'ب' | 'ت'..='غ' | 'ف' | 'ق' | 'ل'..='و' | 'ی' | 'ک' | 'گ' | 'پ' | 'چ' | 'ژ'
        | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ھ' | 'ے' | 'ء')
}

/// The hamza on no letter: dropped at the end of a word (`شهداء`, `شهدا`).
pub(super) const HAMZA: char = 'ء';

/// Whether a character is of the Arabic script.
pub(in crate::text) fn is_arabic(c: char) -> bool {
    matches!(u32::from(c), 0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC)
}

/// Rewrites a folded word with the letters that the Arabic stemmer knows. Which `ه`
/// at the end was a `ة` folding does not say; the stemmer takes off the one as the
/// other. Of the plural in `ات` it leaves the `ا`.
pub(in crate::text) fn to_arabic_letters(form: &str) -> String {
    let is_noun = |word: &&str| word.chars().count() >= SHORTEST_NOUN;
    let plural = form.strip_suffix("ات").filter(is_noun);
    let (word, end) = match plural.or_else(|| form.strip_suffix('ه')) {
        Some(word) => (word, "ة"),
        None => (form, ""),
    };
    let letters = word.chars().map(|c| match c {
        'ی' => 'ي',
        'ک' => 'ك',
        _ => c,
    });
    letters.chain(end.chars()).collect()
}

/// What the article stands before, and an ending behind, in so many letters at least.
const SHORTEST_NOUN: usize = 3;

/// A folded word without the article, and what is written together with that (`وال`,
/// `بال`, `لل`): the stemmer takes other endings off a noun that has one.
pub(in crate::text) fn without_article(form: &str) -> &str {
    let behind = |form: &str| form.strip_prefix(['و', 'ف']).unwrap_or(form).len();
    let noun = |word: &str| {
        let bare = word
            .strip_prefix("لل")
            .or_else(|| word.strip_prefix(['ب', 'ک']).unwrap_or(word).strip_prefix("ال"))?;
        (bare.chars().count() >= SHORTEST_NOUN).then_some(bare.len())
    };
    let length = noun(form).or_else(|| noun(&form[form.len() - behind(form)..]));
    &form[form.len() - length.unwrap_or(form.len())..]
}
