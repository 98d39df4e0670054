//! Words made comparable: one spelling for what people read as one word.
//!
//! For labels, names of months and agencies only; the text of an article is
//! never changed by it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns `text` in small letters without accents, vowel signs, hamza marks,
/// direction marks and tatweel; the Persian forms of Arabic letters become the
/// Arabic ones, every digit an ASCII digit and white space one space.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return collapse(text).to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    folded.extend(chars(text));
    collapse(&folded)
}

/// The characters of `text`, folded one by one.
fn chars(text: &str) -> impl Iterator<Item = char> {
    let base = text.nfd().filter(|c| !is_combining_mark(*c));
    base.filter_map(|c| match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{feff}' | '\u{ad}' | 'ـ' => None,
        'ی' | 'ى' => Some('ي'),
        'ک' => Some('ك'),
        'ة' | 'ە' => Some('ه'),
        'ı' => Some('i'),
        '’' | '‘' | 'ʼ' => Some('\''),
        c => Some(ascii_digit(c)),
    })
    .flat_map(char::to_lowercase)
}

/// Returns the letters and digits of `text`, folded: what two prints of one
/// headline have in common.
pub(super) fn letters(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(char::is_alphanumeric);
    folded
}

/// Whether two prints are of one text: the same letters and digits in the same
/// order, and about as long.
pub(super) fn same_letters(one: &str, other: &str) -> bool {
    // Folding is dear: most pairs differ in length alone, or soon.
    let about = one.len().abs_diff(other.len()) <= one.len().max(other.len()) / 3 + 20;
    let in_turn = |text| chars(text).filter(|c| c.is_alphanumeric());
    one == other || about && in_turn(one).eq(in_turn(other))
}

/// Returns `text` without white space at its ends and with one space for each
/// run of it inside.
pub(super) fn collapse(text: &str) -> String {
    if is_collapsed(text) {
        return text.to_owned();
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Whether [`collapse`] would return `text` as it is: most paragraphs are so,
/// and looking at their bytes takes a fraction of the time.
fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, ..], [.., last]) = (bytes, bytes) else { return true };
    // Without a way out in between, many bytes are looked at together.
    let is_other = |byte: &u8| (b'\t'..=b'\r').contains(byte);
    let others = bytes.iter().fold(false, |any, byte| any | is_other(byte));
    let pairs = bytes.iter().zip(&bytes[1..]);
    let doubled = pairs.fold(false, |any, pair| any | (*pair.0 == b' ' && *pair.1 == b' '));
    // All white space beyond ASCII begins with one of these.
    let may_begin = |byte: &u8| *byte == 0xc2 || (0xe1..=0xe3).contains(byte);
    let strange = bytes.iter().fold(false, |any, byte| any | may_begin(byte));
    *first != b' '
        && *last != b' '
        && !others
        && !doubled
        && !(strange && text.chars().any(|c| !c.is_ascii() && c.is_whitespace()))
}

/// Returns an ASCII digit for an Arabic or Persian one, and every other
/// character as it is.
pub(super) fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_wherever_and_whatever_it_is() {
        let every = (0..=0x3000).filter_map(char::from_u32).filter(|c| c.is_whitespace());
        for space in every {
            for (text, expected) in [
                (format!("a{space}b"), "a b"),
                (format!("a {space}b"), "a b"),
                (format!("{space}a"), "a"),
                (format!("a{space}"), "a"),
                (format!("{space}"), ""),
            ] {
                assert_eq!(collapse(&text), expected, "{text:?}");
                assert_eq!(is_collapsed(&text), text == expected, "{text:?}");
            }
        }
        for text in ["", "‘a’ – b…", "ادارة ام"] {
            assert!(is_collapsed(text), "{text}");
        }
    }

    #[test]
    fn letters_are_the_same_in_turn_and_as_a_whole() {
        let prints =
            ["“Déjà vu,” he said", "DEJA VU he said", "deja vu he said so", "٢٠٢٢", "2022"];
        for one in prints {
            for other in prints {
                let same = letters(one) == letters(other);
                assert_eq!(same_letters(one, other), same, "{one} {other}");
            }
        }
        assert!(same_letters(prints[0], prints[1]) && same_letters(prints[3], prints[4]));
        assert!(!same_letters(prints[1], prints[2]));
    }

    #[test]
    fn spellings_of_one_word_fold_together() {
        for (text, folded) in [
            ("  News\u{a0} ID ", "news id"),
            ("Publié le", "publie le"),
            ("أغسطس", "اغسطس"),
            ("کد خبر", "كد خبر"),
            ("تاریخ انتشار", "تاريخ انتشار"),
            ("سه\u{200c}شنبه", "سهشنبه"),
            ("۱۴۰۱/۰۶/١٩", "1401/06/19"),
            ("août", "aout"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_eq!(letters("‘No’, he said – twice"), "nohesaidtwice");
    }
}
