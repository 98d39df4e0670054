//! Folding: the one form under which all spellings of a word meet. Case,
//! accents and letter variants go; what is left is compared byte by byte.
//!
//! Folding knows no language, because a query has none.

use std::borrow::Cow;

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_compatible, is_combining_mark},
};

use super::arabic;
use super::chars::{Class, classify, decimal_digit};

/// The longest form of a token. Longer words (encoded data, mostly) are cut,
/// in the text and in the query alike. Tantivy takes terms of up to 65,530
/// bytes; nobody searches for a word longer than this.
pub(crate) const MAX_FORM_BYTES: usize = 255;

/// So many letters has the shortest spelling key that joins words. Of four
/// there are `bath` and `sana`; of five, in 10,000 articles, names only.
const SHORTEST_JOINED: usize = 5;

/// Appends the folded form of a word, which is letters, digits and marks, to
/// `out`. The word has no apostrophes and no ignorable characters.
pub(in crate::text) fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    if word.is_ascii() {
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let mut composes = false;
    for c in word.chars() {
        match plain(c) {
            Some(folded) => out.push(folded),
            None => composes |= fold_character(c, start, out),
        }
    }
    if composes {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
    let bare = out[start..].trim_end_matches(arabic::HAMZA).len();
    if bare > 0 {
        out.truncate(start + bare);
    }
}

/// Cuts a form that begins at `start` and ends with `out` to its longest.
pub(in crate::text) fn cut_form(start: usize, out: &mut String) {
    if out.len() - start > MAX_FORM_BYTES {
        out.truncate(char_boundary(out, start + MAX_FORM_BYTES));
    }
}

/// Returns the last character boundary at or before byte `at`.
pub(in crate::text) fn char_boundary(text: &str, at: usize) -> usize {
    let mut boundary = at.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

/// Returns what a character folds to whatever stands beside it, for the common
/// letters; `None` for those that take the long way.
fn plain(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' | '.' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'љ' | 'њ' | 'ј' | 'џ' | 'ђ' | 'ћ' => {
            Some(c)
        }
        'А'..='Я' => c.to_lowercase().next(),
        'ё' | 'Ё' => Some('е'),
        'ς' => Some('σ'),
        'α'..='ω' | 'א'..='ת' | '가'..='힣' | '一'..='鿿' | 'ก'..='ะ' => Some(c),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => Some('a'),
        'è' | 'é' | 'ê' | 'ë' => Some('e'),
        'ì' | 'í' | 'î' | 'ï' | 'ı' => Some('i'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => Some('o'),
        'ù' | 'ú' | 'û' | 'ü' => Some('u'),
        'ç' => Some('c'),
        'ñ' => Some('n'),
        _ => {
            let folded = arabic::fold_letter(c);
            arabic::is_plain(folded).then_some(folded)
        }
    }
}

/// Appends what any character folds to and returns whether the form has to be
/// composed again; `start` is where its word begins in `out`.
fn fold_character(c: char, start: usize, out: &mut String) -> bool {
    if let Some(value) = decimal_digit(c) {
        out.push(char::from(b'0' + value));
        return false;
    }
    let mut only_letters = true;
    decompose_compatible(c, |part| {
        only_letters &= part.is_alphanumeric() || is_combining_mark(part) || is_dropped(part);
    });
    if !only_letters {
        // `½` and the ligatures that spell whole phrases stay as they are.
        out.extend(c.to_lowercase());
        return false;
    }
    let mut composes = false;
    decompose_compatible(c, |part| {
        for letter in part.to_lowercase() {
            composes |= fold_part(letter, start, out);
        }
    });
    composes
}

/// Appends one character of a decomposition; returns as [`fold_character`].
fn fold_part(c: char, start: usize, out: &mut String) -> bool {
    let last = out[start..].chars().next_back();
    let kept_letter = match (last, c) {
        (Some('и'), '\u{306}') => Some('й'),
        (Some('у'), '\u{306}') => Some('ў'),
        (Some('і'), '\u{308}') => Some('ї'),
        _ => None,
    };
    if let Some(letter) = kept_letter {
        out.pop();
        out.push(letter);
        return false;
    }
    if is_dropped(c) {
        return false;
    }
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' | 'ɗ' => out.push('d'),
        'ı' => out.push('i'),
        'ħ' => out.push('h'),
        'ŧ' => out.push('t'),
        'ɓ' => out.push('b'),
        'ƙ' => out.push('k'),
        'ς' => out.push('σ'),
        _ => out.push(arabic::fold_letter(c)),
    }
    is_combining_mark(c) || matches!(c, '\u{1100}'..='\u{11FF}')
}

/// Whether a character disappears in folding: apostrophes, the Arabic stroke
/// that lengthens a word, and the marks of Latin, Greek, Cyrillic, Hebrew and
/// Arabic. The marks of Indic scripts are vowels and stay.
fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x5BF..=0x5C7
        | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E8
        | 0x6EA..=0x6ED | 0x898..=0x89F | 0x8CA..=0x8FF | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xE0100..=0xE01EF)
        || matches!(classify(c), Class::Apostrophe | Class::Silent | Class::Ignorable)
}

/// Returns the spelling key of a folded form: the transliterations of one name
/// differ in apostrophes, which a form no longer has, and in `aa` for `a`.
pub(crate) fn spelling_key(form: &str) -> Cow<'_, str> {
    if !has_doubled_a(form) {
        return Cow::Borrowed(form);
    }
    let mut key = String::with_capacity(form.len());
    for c in form.chars() {
        if c != 'a' || !key.ends_with('a') {
            key.push(c);
        }
    }
    Cow::Owned(key)
}

/// Whether a reader takes words of this spelling key for one. Short ones that
/// differ in `aa` are words of their own: `AA` and `a`, `Saad` and `sad`,
/// `Baath` and `bath`, `Sanaa` and `SANA`.
pub(crate) fn joins_spellings(key: &str) -> bool {
    key.chars().count() >= SHORTEST_JOINED
}

/// Whether the spelling key of a form differs from it.
pub(in crate::text) fn has_doubled_a(form: &str) -> bool {
    form.as_bytes().windows(2).any(|pair| pair == b"aa")
}

/// Folds a whole value (the name of a source or of a section): without case
/// and accents, one space for all white space, one apostrophe for all kinds;
/// other punctuation stays.
pub(crate) fn fold_value(value: &str) -> String {
    // As most paths and addresses are.
    if value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'`') {
        return value.to_ascii_lowercase();
    }
    fold_characters(value)
}

fn fold_characters(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut word = String::new();
    for c in value.chars() {
        match classify(c) {
            Class::Letter | Class::Digit | Class::Mark | Class::Segmented => {
                word.push(c);
                continue;
            }
            Class::Ignorable | Class::NonJoiner => continue,
            _ => {}
        }
        fold_word(&word, &mut out);
        word.clear();
        match classify(c) {
            Class::Apostrophe | Class::Silent if c != '·' => out.push('\''),
            _ if !c.is_whitespace() => out.push(c),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    fold_word(&word, &mut out);
    out.truncate(out.trim_end().len());
    out
}

/// Folds a piece of a word that stands beside a wildcard: as a word is folded,
/// but nothing is split off and no possessive is taken away.
pub fn fold_fragment(fragment: &str) -> String {
    let word: String = fragment
        .chars()
        .filter(|&c| {
            !matches!(
                classify(c),
                Class::Apostrophe | Class::Silent | Class::Ignorable | Class::NonJoiner
            )
        })
        .collect();
    let mut out = String::with_capacity(word.len());
    fold_word(&word, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_without_spaces_are_folded_as_others(value in "[!-~]{0,20}") {
            prop_assert_eq!(fold_value(&value), fold_characters(&value));
        }
    }

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_word(word, &mut out);
        out
    }

    #[test]
    fn spellings_of_one_word_fold_to_one_form() {
        for (spellings, form) in [
            (&["Zürich", "ZÜRICH", "Zu\u{308}rich"][..], "zurich"),
            (&["Straße", "STRASSE", "STRAẞE"], "strasse"),
            (&["Ærø", "aero", "ÆRØ"], "aero"),
            (&["Œuvre", "oeuvre"], "oeuvre"),
            (&["Łódź", "lodz"], "lodz"),
            (&["Đoković", "Dokovic", "ðoković"], "dokovic"),
            (&["Þórr", "thorr"], "thorr"),
            (&["İstanbul", "Istanbul", "ıstanbul"], "istanbul"),
            (&["ＮＨＫ", "nhk"], "nhk"),
            (&["ﬁnance", "finance"], "finance"),
            (&["Ёлка", "елка", "Е\u{308}лка"], "елка"),
            (&["Йемен", "И\u{306}емен", "йемен"], "йемен"),
            (&["Україна", "УКРАІ\u{308}НА"], "україна"),
            (&["Αθήνα", "ΑΘΗΝΑ", "αθηνα"], "αθηνα"),
            (&["Νίκος", "ΝΙΚΟΣ"], "νικοσ"),
            (&["がん", "か\u{3099}ん"], "がん"),
            (&["ガス", "ｶﾞｽ"], "ガス"),
            (&["한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"], "한국"),
            (&["शांति"], "शांति"),
            (&["\u{958}िला", "\u{915}\u{93C}िला"], "\u{915}\u{93C}िला"),
            (&["שָׁלוֹם", "שלום"], "שלום"),
            (&["km²", "km2"], "km2"),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), form, "{spelling}");
            }
        }
    }

    #[test]
    fn arabic_letters_meet() {
        for (spellings, form) in [
            (&["الأمم", "الامم", "الاُمَم"][..], "الامم"),
            (&["إيران", "ایران", "ايران"], "ایران"),
            (&["مسؤول", "مسوول"], "مسوول"),
            (&["مسئول", "مسيول"], "مسیول"),
            (&["كتاب", "کتاب", "كــتاب"], "کتاب"),
            (&["الجمهورية", "الجمهوریه"], "الجمهوریه"),
            (&["خانۀ", "خانه\u{654}", "خانه"], "خانه"),
            (&["شهداء", "شهدا"], "شهدا"),
            (&["قراءة", "قراءه"], "قراءه"),
            (&["مُحَمَّد", "محمد"], "محمد"),
            (&["\u{FEF3}\u{FEEE}\u{FEE1}", "يوم", "یوم"], "یوم"),
            (&["\u{FEFB}", "لا"], "لا"),
            (&["على", "علی", "علي"], "علی"),
            (&["ء"], "ء"),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), form, "{spelling}");
            }
        }
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        for c in ('\0'..=char::MAX).filter(|&c| c != arabic::HAMZA) {
            let Some(folded) = plain(c) else { continue };
            let mut out = String::new();
            let composes = c != '.' && fold_character(c, 0, &mut out);
            let long: String = if composes { out.nfc().collect() } else { out };
            if c != '.' {
                assert_eq!(long, folded.to_string(), "{c} {:x}", u32::from(c));
            }
        }
    }

    #[test]
    fn the_spelling_key_has_no_doubled_a() {
        for (form, key) in [
            ("kanaani", "kanani"),
            ("kanani", "kanani"),
            ("shaaban", "shaban"),
            ("baaath", "bath"),
            ("ab", "ab"),
            ("", ""),
        ] {
            assert_eq!(spelling_key(form), key, "{form}");
        }
    }

    #[test]
    fn short_words_with_a_doubled_a_are_words_of_their_own() {
        for form in ["aa", "saad", "raab", "baath", "sanaa"] {
            assert!(!joins_spellings(&spelling_key(form)), "{form}");
        }
        for form in ["kanaani", "shaaban", "shaabi", "haaretz"] {
            assert!(joins_spellings(&spelling_key(form)), "{form}");
        }
    }

    #[test]
    fn values_keep_their_punctuation() {
        for (value, folded) in [
            ("  Press  TV ", "press tv"),
            ("Al-Jazeera", "al-jazeera"),
            ("Agence\u{A0}France-Presse", "agence france-presse"),
            ("People’s Daily", "people's daily"),
            ("People's Daily", "people's daily"),
            ("El País (Madrid)", "el pais (madrid)"),
            ("\u{200F}ايران", "ایران"),
            ("", ""),
            (" \t", ""),
        ] {
            assert_eq!(fold_value(value), folded, "{value}");
        }
    }

    #[test]
    fn fragments_are_folded_whole() {
        for (fragment, folded) in
            [("Kana'", "kana"), ("Iran’s", "irans"), ("ÉLECT", "elect"), ("", ""), ("إير", "ایر")]
        {
            assert_eq!(fold_fragment(fragment), folded, "{fragment}");
        }
    }
}
