//! Spellings of the words of persons' names. Transliterations differ by
//! tradition: a table has the common names, rules have the rest.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashMap;

use crate::text::spelling_key;

const TABLE: &str = include_str!("../../../data/entities/spellings.tsv");

/// From a spelling to the one that stands for all: itself, too, and what the rules
/// make of each.
static SPELLINGS: LazyLock<FxHashMap<Cow<'static, str>, &'static str>> = LazyLock::new(|| {
    let rows = || TABLE.lines().skip(1).filter_map(|line| line.split_once('\t'));
    let words = || {
        rows().flat_map(|(one, others)| {
            std::iter::once(one).chain(others.split(';')).map(move |word| (word, one))
        })
    };
    let mut spellings: FxHashMap<Cow<'static, str>, &'static str> =
        words().map(|(word, one)| (Cow::Borrowed(word), one)).collect();
    for (word, one) in words().filter(|(word, _)| has_variants(word)) {
        spellings.entry(Cow::Owned(by_rules(word))).or_insert(one);
    }
    spellings
});

/// Returns the one spelling of a folded word of a person's name. That spelling has
/// itself for one.
pub(super) fn person_word(word: &str) -> Cow<'_, str> {
    if let Some(&one) = SPELLINGS.get(word) {
        return Cow::Borrowed(one);
    }
    if !word.is_ascii() || !has_variants(word) {
        return Cow::Borrowed(word);
    }
    let out = by_rules(word);
    match SPELLINGS.get(out.as_str()) {
        Some(&one) => Cow::Borrowed(one),
        None if out == word => Cow::Borrowed(word),
        None => Cow::Owned(out),
    }
}

/// Returns a word in one of the spellings that traditions of transliteration give
/// it: no letter twice, `q` for "gh", `u` for "oo" and "ou", `i` for "ee", and one of
/// the ways to write how Persian surnames end (Rezaei, Rezaee, Rezayi).
fn by_rules(word: &str) -> String {
    let key = spelling_key(word);
    let mut out = String::with_capacity(key.len());
    let mut letters = key.chars().peekable();
    while let Some(c) = letters.next() {
        let sound = match (c, letters.peek()) {
            ('g', Some('h')) => 'q',
            ('o', Some('o' | 'u')) => 'u',
            ('e', Some('e')) => 'i',
            _ => c,
        };
        if sound != c {
            letters.next();
        }
        if !(sound.is_ascii_alphabetic() && out.ends_with(sound)) {
            out.push(sound);
        }
    }
    if has_long_end(&out) {
        out.truncate(out.len() - LONG_END);
        out.push_str("ai");
    }
    out
}

/// The letters of the end of "Rezaei".
const LONG_END: usize = 3;

/// Whether a word ends as "Rezaei", "Rezayi" or "Rezaie".
fn has_long_end(word: &str) -> bool {
    matches!(word.as_bytes(), [_, .., b'a', b'e' | b'y', b'i'] | [_, .., b'a', b'i', b'e'])
}

/// Whether the rules change a word: they know "gh", "ou", doubled letters and some ends.
fn has_variants(word: &str) -> bool {
    let is_variant = |pair: &[u8]| pair[0] == pair[1] || pair == b"gh" || pair == b"ou";
    word.as_bytes().windows(2).any(is_variant) || has_long_end(word)
}

/// Returns a word without what transliterations of one spelling tradition drop
/// or swap: every `a`, and one of `e`, `i`, `y` and of `o`, `u`. Within one
/// article, long names that agree in this are one; across articles they are
/// not.
pub(super) fn loose_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let c = match c {
            'a' => continue,
            'e' | 'y' => 'i',
            'o' => 'u',
            'w' => 'v',
            _ => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_meet() {
        for (spellings, one) in [
            (&["mohammad", "mohammed", "muhammad"][..], "mohammad"),
            (&["araghchi", "araqchi"], "araqchi"),
            (&["kanaani", "kanani"], "kanani"),
            (&["rouhani", "ruhani", "roohani"], "ruhani"),
            (&["hossein", "hussein", "husayn"], "hossein"),
            (&["abdullah", "abdollah", "abdulah", "abdoullah"], "abdullah"),
            (&["nasrallah", "nasrollah", "nasralah"], "nasrallah"),
            (&["gaddafi", "qaddafi", "gadafi"], "gaddafi"),
            (&["muammar", "moammar", "muamar"], "muammar"),
            (&["rouhollah", "ruhollah"], "rouhollah"),
            (&["rezaei", "rezaee", "rezai", "rezayi", "rezaie"], "rezai"),
            (&["anthony", "antony"], "anthony"),
            (&["rama"], "rama"),
            (&["عباس"], "عباس"),
        ] {
            for spelling in spellings {
                assert_eq!(person_word(spelling), one, "{spelling}");
            }
        }
        assert_ne!(person_word("khomeini"), person_word("khamenei"));
        assert_ne!(loose_word("khomeini"), loose_word("khamenei"));
        assert_eq!(loose_word("heidari"), loose_word("haidari"));
        assert_eq!(loose_word("kanani"), loose_word("knani"));
        assert_ne!(person_word("abdollahi"), person_word("abdollah"), "another name");
    }

    #[test]
    fn the_table_and_the_rules_agree() {
        for (word, one) in SPELLINGS.iter() {
            assert_eq!(person_word(word), *one);
            assert_eq!(person_word(one), *one);
            assert_eq!(person_word(&by_rules(one)), *one);
        }
    }

    proptest! {
        #[test]
        fn one_spelling_has_itself_for_one(word in "[aeoughqil]{1,9}|[a-z0-9]{1,9}") {
            let one = person_word(&word).into_owned();
            prop_assert_eq!(person_word(&one), &*one, "{}", word);
        }
    }

    #[test]
    fn the_table_is_ordered_and_has_no_doubles() {
        let mut words = rustc_hash::FxHashSet::default();
        let mut last = "";
        for line in TABLE.lines().skip(1) {
            let (one, others) = line.split_once('\t').unwrap_or((line, ""));
            assert!(last < one, "{line} is out of order");
            last = one;
            for word in std::iter::once(one).chain(others.split(';')) {
                assert!(!word.is_empty() && words.insert(word), "{word} in {line}");
            }
        }
    }
}
