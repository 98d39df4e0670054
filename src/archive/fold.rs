//! Words made comparable: one spelling for what people read as one word.
//!
//! For labels, names of months and agencies only; the text of an article is
//! never changed by it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::archive::bytes;

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

/// The characters of `text`, folded one by one. Each is taken apart by itself: only
/// marks change places across characters, and they are left out.
fn chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let (ascii, other) = match c.is_ascii() {
            true => (Some(c.to_ascii_lowercase()), None),
            false => (None, Some(folded(c))),
        };
        ascii.into_iter().chain(other.into_iter().flatten())
    })
}

/// What is left of a character that is not ASCII.
fn folded(c: char) -> impl Iterator<Item = char> {
    let base = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
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
    let mut collapsed = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // White space that is more than one space, or something else.
        let begins = rest.trim_start();
        if begins.len() < rest.len() && !collapsed.is_empty() && !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
        let stays = bytes::find(begins.as_bytes(), collapses, is_white_space);
        collapsed.push_str(&begins[..stays]);
        rest = &begins[stays..];
        if rest.is_empty() {
            break;
        }
    }
    collapsed.truncate(collapsed.trim_end_matches(' ').len());
    collapsed
}

/// Whether a byte and the next one are two spaces, or the first is other white space.
fn collapses(one: u8, two: u8) -> bool {
    (b'\t'..=b'\r').contains(&one) | (one == b' ') & (two == b' ')
}

/// Whether bytes begin with white space that is not ASCII.
fn is_white_space([one, two, three]: [u8; 3]) -> bool {
    (one == 0xc2) & ((two == 0x85) | (two == 0xa0))
        | (one == 0xe1) & (two == 0x9a) & (three == 0x80)
        | (one == 0xe2)
            & (two == 0x80)
            & ((three < 0x8b) | (three == 0xa8) | (three == 0xa9) | (three == 0xaf))
        | (one == 0xe2) & (two == 0x81) & (three == 0x9f)
        | (one == 0xe3) & (two == 0x80) & (three == 0x80)
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
    use proptest::prelude::*;

    use super::*;

    /// What [`collapse`] does, slowly.
    fn collapsed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn white_space_is_collapsed_whatever_it_is() {
        let every = (0..=0x3000).filter_map(char::from_u32).filter(|c| c.is_whitespace());
        for space in every {
            for before in 0..=70 {
                let text = format!("{}{space}{}", "a".repeat(before), "‘b’ ".repeat(32));
                assert_eq!(collapse(&text), collapsed(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn white_space_is_collapsed_wherever_it_is(text in "([a-d]{1,40}| |  |\u{a0}|\t|é|ادارة|…|語){0,40}") {
            prop_assert_eq!(collapse(&text), collapsed(&text));
        }
    }

    proptest! {
        #[test]
        fn characters_are_folded_one_by_one_as_all_together(
            text in "([a-zA-Z0-9 é’İßﬁ가각ñç\u{300}\u{327}\u{345}آأىکی۱ـ\u{64e}\u{1e9b}]|\\PC){0,20}",
        ) {
            let one_by_one: String = chars(&text).collect();
            let together: String = text.nfd().flat_map(folded).collect();
            prop_assert_eq!(one_by_one, together);
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
