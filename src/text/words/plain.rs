//! Plain words: of ASCII letters and digits, with nothing beside them that needs a
//! closer look. Nearly every word of an English text is one.

use super::word::Word;

/// Reads the word at `start` where it is a plain one; `None` where
/// [`scan_word`](crate::text::words::word::scan_word) has to read it.
pub(in crate::text) fn scan_plain(text: &[u8], start: usize) -> Option<Word> {
    let rest = &text[start..];
    let length = plain_length(rest);
    let end = start + length;
    let word = Word { end, next: end, joins: false, has_stop: false };
    let (letters, after) = rest.split_at(length);
    match after {
        _ if length == 0 => None,
        [] => Some(word),
        [b'-' | b'&', behind @ ..] => match behind {
            [b'\'' | b'`' | 0x80..=0xFF, ..] => None,
            [next, ..] if next.is_ascii_alphanumeric() => {
                Some(Word { next: end + 1, joins: true, ..word })
            }
            _ => Some(word),
        },
        [b'\'' | b'`', behind @ ..] => behind_apostrophe(word, end + 1, behind),
        [0xE2, 0x80, 0x98 | 0x99, behind @ ..] => behind_apostrophe(word, end + 3, behind),
        // A dash, a double quotation mark, an ellipsis.
        [0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6, ..] => Some(word),
        [0x80..=0xFF, ..] => None,
        [b'.', ..] if length == 1 => None,
        [b'.' | b',', next, ..] => {
            let number = letters.last().is_some_and(u8::is_ascii_digit);
            (!number || next.is_ascii() && !next.is_ascii_digit()).then_some(word)
        }
        _ => Some(word),
    }
}

/// The word that an apostrophe follows, up to `next`: it ends there, and a possessive
/// with it. `None` where that is not seen at once.
fn behind_apostrophe(word: Word, next: usize, behind: &[u8]) -> Option<Word> {
    let is_sure = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    match behind {
        [b's' | b'S', after @ ..] => {
            let ends = after.first().is_none_or(|byte| is_sure(byte) && !b"'`".contains(byte));
            ends.then_some(Word { next: next + 1, ..word })
        }
        _ => behind.first().is_none_or(is_sure).then_some(word),
    }
}

/// How many ASCII letters and digits a text begins with. Eight are looked at
/// together: where a word ends the processor does not foresee.
#[inline]
pub(in crate::text) fn plain_length(text: &[u8]) -> usize {
    let mut length = 0;
    while let Some(eight) = text[length..].first_chunk() {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return length + others.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = &text[length..];
    length + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len())
}

/// Of eight bytes the highest bit of each that is no ASCII letter and no digit.
#[inline]
fn others(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // In seven bits no sum reaches the next byte.
    let low = bytes & !HIGH;
    let small = low | (0x20 * ONES);
    let from = |bytes: u64, first: u8| bytes + (0x80 - u64::from(first)) * ONES;
    let is_letter = from(small, b'a') & !from(small, b'z' + 1);
    let is_digit = from(low, b'0') & !from(low, b'9' + 1);
    (!(is_letter | is_digit) | bytes) & HIGH
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::scan_plain;
    use crate::text::words::word::{Apostrophe, scan_word};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn plain_words_are_what_a_closer_look_says(
            first in "[a-zA-Z0-9]",
            rest in "([a-zA-Z0-9sS]|['`’‘&.,; \"-]|’s|'s|[é—…”\u{ad}ʿ]){0,9}",
        ) {
            let text = first + &rest;
            if let Some(plain) = scan_plain(text.as_bytes(), 0) {
                let mut raw = String::new();
                for apostrophe in [Apostrophe::Goes, Apostrophe::Ends] {
                    prop_assert_eq!(plain, scan_word(&text, 0, apostrophe, &mut raw));
                }
                prop_assert_eq!(&text[..plain.end], raw);
            }
        }
    }
}
